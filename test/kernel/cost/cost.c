// SPDX-License-Identifier: Apache-2.0
/*
 * usage: cost events    ns an event of the module's ring and of a BPF ring buffer, by the clock, by turns
 *        cost idle SECONDS [deadman]    holds the device as an idle daemon does; deadman: armed, and silent
 */
#include "bpf.h"

#define EVENTS		8192
#define PAYLOAD		64
#define ROUNDS		31
#define RING_BYTES	(16U << 20)
/* As much as a record of ours is, header and all. */
#define RECORD		(DSMIL_RECORD_HEADER_SIZE + PAYLOAD)
#define BPF_HEADER	8

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* In order: the first is the least. */
static void sort(double *values)
{
	qsort(values, ROUNDS, sizeof(values[0]), by_value);
}

static void events(void)
{
	double ours[ROUNDS], theirs[ROUNDS], ratios[ROUNDS];
	uint64_t lost, published;
	struct bpf_ring bpf;
	struct ring ring;
	int fd = open_device(O_RDWR);

	ring_open(&ring, fd, RING_BYTES);
	bpf_ring_open(&bpf, RING_BYTES, RECORD);
	/* Neither wakes anybody: what is measured is an event, not a wakeup. */
	ring.consumer->awake = 1;
	published = device_stats(fd).records_published;
	lost = device_stats(fd).records_lost;
	for (unsigned int i = 0; i < ROUNDS; i++) {
		uint64_t before = now_ns(), between, after;
		uint64_t grown;

		sim("publish %u %u", EVENTS, PAYLOAD);
		between = now_ns();
		grown = bpf_ring_publish(&bpf, EVENTS);
		after = now_ns();
		if (grown != (uint64_t)EVENTS * (RECORD + BPF_HEADER))
			bail("the BPF ring buffer grew by %llu", (unsigned long long)grown);
		ours[i] = (double)(between - before) / EVENTS;
		theirs[i] = (double)(after - between) / EVENTS;
		ratios[i] = ours[i] / theirs[i];
		ring.consumer->cons_pos = ring.producer->prod_pos;
		bpf_ring_empty(&bpf);
	}
	is((long long)(device_stats(fd).records_published - published), (long long)ROUNDS * EVENTS,
	   "every event was published");
	is((long long)(device_stats(fd).records_lost - lost), 0, "none was lost");
	sort(ours);
	sort(theirs);
	sort(ratios);
	printf("# an event of %u bytes, median of %u rounds of %u: %.0f ns (least %.0f); in a BPF ring buffer %.0f ns (least %.0f)\n",
	       RECORD, ROUNDS, EVENTS, ours[ROUNDS / 2], ours[0], theirs[ROUNDS / 2], theirs[0]);
	printf("# ratio of a round, median: %.2f (half of them %.2f to %.2f); of the least: %.2f\n", ratios[ROUNDS / 2],
	       ratios[ROUNDS / 4], ratios[ROUNDS - 1 - ROUNDS / 4], ours[0] / theirs[0]);
}

static void idle(unsigned int seconds, bool deadman)
{
	struct dsmil_deadman arm = { .period_ms = 100 };
	struct ring ring;
	int fd = open_device(O_RDWR);

	ring_open(&ring, fd, DSMIL_RING_SIZE_DEFAULT);
	if (deadman && CALL(fd, DEADMAN_ARM, &arm))
		bail("DEADMAN_ARM");
	/* What setting up has set off is over by then. */
	sleep_ms(1000);
	write_file("/sys/kernel/tracing/trace_marker", "idle begins\n");
	sleep_ms(seconds * 1000);
	write_file("/sys/kernel/tracing/trace_marker", "idle ends\n");
	ring_close(&ring);
	close(fd);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "events"))
		events();
	else if ((argc == 3 || argc == 4) && !strcmp(argv[1], "idle"))
		idle((unsigned int)atoi(argv[2]), argc == 4);
	else
		bail("usage: cost events | idle SECONDS [deadman]");
	return done();
}
