// SPDX-License-Identifier: Apache-2.0
#include <linux/bpf.h>
#include <sys/syscall.h>

#include "bpf.h"

#define INSN(c, d, s, o, i) \
	((struct bpf_insn){ .code = (c), .dst_reg = (d), .src_reg = (s), .off = (int16_t)(o), .imm = (int32_t)(i) })

static int bpf(enum bpf_cmd command, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, command, attr, sizeof(*attr));
}

/* One event: the time, then the ring's copy of what is on the stack. What fails is not counted by the ring. */
static unsigned int put_event(struct bpf_insn *at, int map, uint32_t bytes)
{
	const struct bpf_insn event[] = {
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ktime_get_ns),
		INSN(BPF_STX | BPF_MEM | BPF_DW, 10, 0, -(int)bytes, 0),
		INSN(BPF_LD | BPF_DW | BPF_IMM, 1, BPF_PSEUDO_MAP_FD, 0, map),
		INSN(0, 0, 0, 0, 0),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0),
		INSN(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -(int)bytes),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, 3, 0, 0, bytes),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, 4, 0, 0, BPF_RB_NO_WAKEUP),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ringbuf_output),
	};

	memcpy(at, event, sizeof(event));
	return sizeof(event) / sizeof(event[0]);
}

static int load(int map, uint32_t bytes)
{
	struct bpf_insn code[512];
	unsigned int count = 0;
	union bpf_attr attr;
	int program;

	for (uint32_t at = 8; at <= bytes; at += 8)
		code[count++] = INSN(BPF_ST | BPF_MEM | BPF_DW, 10, 0, -(int)at, at);
	for (unsigned int i = 0; i < BPF_EVENTS_A_RUN; i++)
		count += put_event(&code[count], map, bytes);
	code[count++] = INSN(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0);
	code[count++] = INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	attr.insns = (uintptr_t)code;
	attr.insn_cnt = count;
	attr.license = (uintptr_t) "GPL";
	program = bpf(BPF_PROG_LOAD, &attr);
	if (program < 0)
		bail("BPF program");
	return program;
}

void bpf_ring_open(struct bpf_ring *ring, uint32_t size, uint32_t bytes)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = BPF_MAP_TYPE_RINGBUF;
	attr.max_entries = size;
	ring->map = bpf(BPF_MAP_CREATE, &attr);
	if (ring->map < 0)
		bail("BPF ring buffer");
	ring->program = load(ring->map, bytes);
	ring->consumer = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ring->map, 0);
	ring->producer = mmap(NULL, 4096, PROT_READ, MAP_SHARED, ring->map, 4096);
	if (ring->consumer == MAP_FAILED || ring->producer == MAP_FAILED)
		bail("mapping of the BPF ring buffer");
}

uint64_t bpf_ring_publish(struct bpf_ring *ring, uint32_t count)
{
	static const char packet[64];
	uint64_t before = *ring->producer;
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)ring->program;
	attr.test.data_in = (uintptr_t)packet;
	attr.test.data_size_in = sizeof(packet);
	attr.test.repeat = count / BPF_EVENTS_A_RUN;
	if (bpf(BPF_PROG_TEST_RUN, &attr))
		bail("BPF_PROG_TEST_RUN");
	return *ring->producer - before;
}

void bpf_ring_empty(struct bpf_ring *ring)
{
	__atomic_store_n(ring->consumer, *ring->producer, __ATOMIC_RELEASE);
}
