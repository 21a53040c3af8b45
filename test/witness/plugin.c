// SPDX-License-Identifier: Apache-2.0
/*
 * A QEMU TCG plugin that witnesses, from outside the guest's kernel, every access to
 * a range of guest physical memory. RAM accesses never show in QEMU's own traces.
 *
 *   -plugin witness.so,log=FILE[,start=0x60000000][,end=0x60001000][,marker=0x60fff000]
 *
 * One line per access, in order: `R 0x60000004 4` or `W 0x60000004 4`: direction,
 * physical address, bytes. A store to word N of the marker page is `M N`.
 * The last line, `# end`, says that the log is whole.
 *
 * Looking begins with the first user program, PID 1: watching each access of the kernel's boot, which has no driver
 * yet, took most of a run. That it looks is then seen in the log, by the accesses PID 1 makes on purpose.
 *
 * Debian does not package qemu-plugin.h, so that the part of plugin API version 1
 * used here is declared below; QEMU checks the version when it loads this.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;
struct qemu_info;
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_RW = 3 };

typedef void (*tb_callback)(qemu_plugin_id_t id, struct qemu_plugin_tb *block);
typedef void (*mem_callback)(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *data);
typedef void (*exit_callback)(qemu_plugin_id_t id, void *data);
typedef void (*plain_callback)(qemu_plugin_id_t id);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, tb_callback callback);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *block);
void qemu_plugin_reset(qemu_plugin_id_t id, plain_callback callback);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, mem_callback callback,
				      enum qemu_plugin_cb_flags flags, enum qemu_plugin_mem_rw direction,
				      void *data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_callback callback, void *data);
unsigned int qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t info);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(qemu_plugin_meminfo_t info, uint64_t address);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *hwaddr);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *hwaddr);

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;
EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv);

#define MARKER_BYTES 4096
/* Where the kernel's own code is, and where user programs are: above the first MiB, in which a CPU wakes. */
#define KERNEL_START 0xffffffff80000000
#define USER_START   0x0000000000100000
#define USER_END     0x0000800000000000

static uint64_t range_start = 0x60000000, range_end = 0x60001000, marker = 0x60fff000;
static FILE *out;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool overlaps(uint64_t address, unsigned int size, uint64_t start, uint64_t end)
{
	return address < end && address + size > start;
}

static void on_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
	struct qemu_plugin_hwaddr *hwaddr = qemu_plugin_get_hwaddr(info, address);
	unsigned int size = 1U << qemu_plugin_mem_size_shift(info);
	bool store = qemu_plugin_mem_is_store(info);
	uint64_t physical;

	(void)cpu;
	(void)data;
	if (!hwaddr || qemu_plugin_hwaddr_is_io(hwaddr))
		return;
	physical = qemu_plugin_hwaddr_phys_addr(hwaddr);
	if (overlaps(physical, size, range_start, range_end)) {
		pthread_mutex_lock(&lock);
		fprintf(out, "%c 0x%" PRIx64 " %u\n", store ? 'W' : 'R', physical, size);
		pthread_mutex_unlock(&lock);
	} else if (store && overlaps(physical, size, marker, marker + MARKER_BYTES)) {
		pthread_mutex_lock(&lock);
		fprintf(out, "M %" PRIu64 "\n", (physical - marker) / 4);
		pthread_mutex_unlock(&lock);
	}
}

static void on_block(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
	size_t count = qemu_plugin_tb_n_insns(block);

	(void)id;
	for (size_t i = 0; i < count; i++)
		qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(block, i), on_access,
						 QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, NULL);
}

static void on_exit_of_qemu(qemu_plugin_id_t id, void *data)
{
	(void)id;
	(void)data;
	pthread_mutex_lock(&lock);
	fputs("# end\n", out);
	fflush(out);
	pthread_mutex_unlock(&lock);
}

static void watch(qemu_plugin_id_t id)
{
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_block);
	qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
}

/* The firmware and the kernel's first steps run low, too: a user program comes after the kernel. */
static void on_block_of_boot(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
	static bool in_kernel, begun;
	uint64_t address = qemu_plugin_tb_vaddr(block);

	if (address >= KERNEL_START)
		__atomic_store_n(&in_kernel, true, __ATOMIC_RELAXED);
	else if (address >= USER_START && address < USER_END && __atomic_load_n(&in_kernel, __ATOMIC_RELAXED) &&
		 !__atomic_exchange_n(&begun, true, __ATOMIC_RELAXED))
		/* Everything that was translated is translated again. */
		qemu_plugin_reset(id, watch);
}

static bool number(const char *text, uint64_t *value)
{
	char *end;

	*value = strtoull(text, &end, 0);
	return end != text && !*end;
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++) {
		char *value = strchr(argv[i], '=');
		bool good = value;

		if (value)
			*value++ = '\0';
		if (good && !strcmp(argv[i], "log"))
			good = (out = fopen(value, "w")) != NULL;
		else if (good && !strcmp(argv[i], "start"))
			good = number(value, &range_start);
		else if (good && !strcmp(argv[i], "end"))
			good = number(value, &range_end);
		else if (good && !strcmp(argv[i], "marker"))
			good = number(value, &marker);
		else
			good = false;
		if (!good) {
			fprintf(stderr, "witness: bad argument %s\n", argv[i]);
			return -1;
		}
	}
	if (!out || range_start >= range_end) {
		fprintf(stderr, "witness: needs log=FILE and start < end\n");
		return -1;
	}
	setvbuf(out, NULL, _IOLBF, 0);
	fprintf(out, "# witness memory 0x%" PRIx64 " 0x%" PRIx64 " marker 0x%" PRIx64 "\n", range_start, range_end, marker);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_block_of_boot);
	qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
	return 0;
}
