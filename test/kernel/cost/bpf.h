/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The peer: a BPF ring buffer, filled by a BPF program that is run in the kernel as often as is asked. By raw
 * bpf(2), since a compiler and a library for it would be a lot for sixteen instructions.
 */
#ifndef DSMIL_COST_BPF_H
#define DSMIL_COST_BPF_H

#include "../../vm/driver/t.h"

#define BPF_EVENTS_A_RUN	16

struct bpf_ring {
	int map, program;
	volatile uint64_t *consumer;
	const volatile uint64_t *producer;
};

/* An event is @bytes long (a multiple of 8, 512 at most), its first word the time. Bails when that fails. */
void bpf_ring_open(struct bpf_ring *ring, uint32_t size, uint32_t bytes);
/* Publishes @count events, a multiple of BPF_EVENTS_A_RUN, without wakeups; the bytes that the ring grew by. */
uint64_t bpf_ring_publish(struct bpf_ring *ring, uint32_t count);
/* Everything is consumed. */
void bpf_ring_empty(struct bpf_ring *ring);

#endif
