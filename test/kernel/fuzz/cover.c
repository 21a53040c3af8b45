// SPDX-License-Identifier: Apache-2.0
/* What a program reaches in the module: KCOV's addresses, two in a row are an edge. */
#include "kfuzz.h"

#define KCOV_INIT_TRACE	_IOR('c', 1, unsigned long)
#define KCOV_ENABLE	_IO('c', 100)
#define KCOV_DISABLE	_IO('c', 101)
#define ADDRESSES	(64U << 10)

static int file = -1;
static unsigned long *trace;

bool cover_open(void)
{
	file = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (file < 0 || ioctl(file, KCOV_INIT_TRACE, ADDRESSES))
		return false;
	trace = mmap(NULL, ADDRESSES * sizeof(*trace), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	return trace != MAP_FAILED;
}

void cover_begin(void)
{
	if (ioctl(file, KCOV_ENABLE, 0))
		bail("kcov");
	__atomic_store_n(&trace[0], 0, __ATOMIC_RELAXED);
}

unsigned int cover_end(void)
{
	unsigned long count = __atomic_load_n(&trace[0], __ATOMIC_RELAXED), before = 0;
	unsigned int new = 0;

	if (ioctl(file, KCOV_DISABLE, 0))
		bail("kcov");
	for (unsigned long i = 1; i <= count && i < ADDRESSES; i++) {
		unsigned long at = trace[i];
		uint64_t edge = (at ^ before << 1) * 0x9e3779b97f4a7c15ULL >> 48;

		before = at;
		if (shared->edges[edge])
			continue;
		shared->edges[edge] = 1;
		new++;
	}
	__atomic_fetch_add(&shared->edge_count, new, __ATOMIC_RELAXED);
	return new;
}
