// SPDX-License-Identifier: Apache-2.0
/* S3 and back, woken by the real-time clock: deadman, latch, waits, records. */
#include <time.h>

#include "t.h"

/* Nobody beats while it goes to sleep and wakes up, which takes seconds on a busy host. */
#define PERIOD_MS 8000

static uint64_t boot_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

static unsigned int events(struct ring *ring)
{
	const struct dsmil_record_header *header;
	unsigned int seen = 0;

	while ((header = ring_next(ring))) {
		const struct dsmil_event_notification *event = (const void *)(header + 1);

		if (header->type != DSMIL_RECORD_EVENT)
			continue;
		seen |= event->code == DSMIL_EVENT_SUSPENDED ? 1 : 0;
		seen |= event->code == DSMIL_EVENT_RESUMED && !event->error ? 2 : 0;
	}
	return seen;
}

int main(void)
{
	int fd = open_device(O_RDWR), beaten = 0;
	struct dsmil_deadman deadman = { .period_ms = PERIOD_MS };
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	struct dsmil_stop_status status;
	struct ring ring;
	uint64_t epoch, stop_epoch, slept, sampled;
	uint32_t value;
	pid_t waiter;

	ring_open(&ring, fd, 1 << 16);
	stop_epoch = start_running(fd);
	epoch = claim(fd);
	waiter = fork();
	if (!waiter) {
		struct dsmil_wait wait = { .events = DSMIL_WAIT_STOP, .timeout_ms = 60000 };

		_exit(CALL(open_device(O_RDONLY), WAIT, &wait) ? 1 : 0);
	}
	sleep_ms(100);
	prepare_one(&prepare, 1, epoch, stop_epoch, 0x8003, DSMIL_OPERATION_WRITE, 8, 0x77);
	is(CALL(fd, TX_PREPARE, &prepare), 0, "prepared before");
	is(CALL(fd, DEADMAN_ARM, &deadman), 0, "armed");

	/* Longer asleep than the deadman's period, also when going to sleep takes as long; who is not asleep by then is never woken. */
	slept = boot_ns() - now_ns();
	write_file("/sys/class/rtc/rtc0/wakealarm", "0");
	write_file("/sys/class/rtc/rtc0/wakealarm", "+22");
	write_file("/sys/power/state", "mem");
	slept = boot_ns() - now_ns() - slept;
	ok(slept > PERIOD_MS * 1000000ULL, "asleep for %llu ms, with a WAIT in flight", (unsigned long long)slept / 1000000);
	status = stop_status(fd);
	is(status.state, DSMIL_STOP_RUN, "awake: it runs");
	is(status.suspended, 0, "and is not suspended");
	ok(status.deadman_left_ms > PERIOD_MS / 2, "the deadman has its full period (%u ms)", status.deadman_left_ms);
	is(events(&ring), 3, "the ring tells of both");
	sampled = now_ns();
	for (int i = 0; i < 5; i++) {
		sleep_ms(500);
		beaten += CALL(fd, DEADMAN_BEAT, &deadman) == 0;
	}
	is(beaten, 5, "beats go on");
	is(stop_status(fd).state, DSMIL_STOP_RUN, "and keep it running");
	is(commit_tx(fd, &prepare, &commit), 0, "what was prepared before commits after");
	is(read_register(fd, 0x8003, 8, &value), 0, "reads go on");
	is(value, 0x77, "with what was written");
	{
		static struct dsmil_get_state get = { .first = 0, .count = 84 };
		int stale = 0;

		if (CALL(fd, GET_STATE, &get))
			bail("GET_STATE");
		for (int i = 0; i < 84; i++)
			stale += !quarantined(get.states[i].token) &&
				 (get.states[i].flags & DSMIL_DEVICE_STALE || get.states[i].sample_ns < sampled);
		is(stale, 0, "all have been sampled since");
	}
	while (stop_status(fd).state == DSMIL_STOP_RUN)
		sleep_ms(20);
	is(stop_status(fd).cause, DSMIL_CAUSE_DEADMAN_EXPIRED, "and without beats it latches as ever");
	waitpid(waiter, (int *)&value, 0);
	is(WEXITSTATUS(value), 0, "the WAIT in flight lived through it, and was told");
	return done();
}
