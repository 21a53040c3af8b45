// SPDX-License-Identifier: Apache-2.0
/*
 * The device goes while it is used: descriptors open, mappings made, and poll, wait,
 * mmap and calls in flight. Leaves the module unloaded.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/syscall.h>

#include "t.h"

#define DRIVER "/sys/bus/platform/drivers/dsmil/"

static volatile bool going = true;
static int fd, waited;
/* Reads of what does not answer, that have begun. */
static volatile unsigned int reads;

struct seen {
	volatile long calls, good, gone, other;
	volatile int last_other;
};

static void note(struct seen *seen, int error)
{
	seen->calls++;
	if (!error)
		seen->good++;
	else if (error == -ENODEV)
		seen->gone++;
	else
		seen->last_other = error, seen->other++;
}

static void *poller(void *arg)
{
	struct pollfd one = { .fd = fd, .events = 0 };

	(void)arg;
	return (void *)(long)(poll(&one, 1, PATIENCE_MS) == 1 ? one.revents : 0);
}

static void *waiter(void *arg)
{
	struct dsmil_wait wait = { .events = DSMIL_WAIT_DATA, .timeout_ms = DSMIL_WAIT_MAX_MS };

	(void)arg;
	return (void *)(long)CALL(waited, WAIT, &wait);
}

/* Waits for hardware that does not answer: as long as may be, and again while the device is meant to be there. */
static void *reader(void *arg)
{
	struct dsmil_read read = { .device = 0x8004, .timeout_ms = DSMIL_OPERATION_TIMEOUT_MAX_MS };
	int error;

	do {
		reads++;
		error = CALL(fd, READ, &read);
	} while (error == -ETIMEDOUT && !*(volatile bool *)arg);
	return (void *)(long)error;
}

/* Until both have moved: a thread may wait long for a processor. */
static void until(const volatile long *one, const volatile long *other)
{
	for (uint64_t end = now_ns() + PATIENCE_NS; (!*one || !*other) && now_ns() < end;)
		sleep_ms(5);
}

static void *caller(void *arg)
{
	while (going) {
		struct dsmil_read read = { .device = 0x8003, .register_index = 8 };

		note(arg, CALL(fd, READ, &read));
	}
	return NULL;
}

static void *mapper(void *arg)
{
	while (going) {
		void *at = mmap(NULL, DSMIL_STATE_MAP_SIZE, PROT_READ, MAP_SHARED, fd, DSMIL_MMAP_STATE);

		note(arg, at == MAP_FAILED ? -errno : 0);
		if (at != MAP_FAILED)
			munmap(at, DSMIL_STATE_MAP_SIZE);
	}
	return NULL;
}

static int unload(void)
{
	return syscall(SYS_delete_module, "dsmil", O_NONBLOCK) ? -errno : 0;
}

static void everything_in_flight(struct ring *ring, const struct dsmil_state_page *state)
{
	struct seen calls = { 0 }, maps = { 0 };
	volatile bool unbinding = false;
	pthread_t threads[5];
	unsigned int before;
	void *result;
	uint64_t began;

	sim("fault 0x8004 2 0");
	waited = open_device(O_RDONLY);
	pthread_create(&threads[0], NULL, poller, NULL);
	pthread_create(&threads[1], NULL, waiter, NULL);
	pthread_create(&threads[2], NULL, reader, (void *)&unbinding);
	pthread_create(&threads[3], NULL, caller, &calls);
	pthread_create(&threads[4], NULL, mapper, &maps);
	until(&calls.good, &maps.good);
	sleep_ms(300);
	ok(state->flags == 0 && ring->producer->flags == 0, "before: nothing is marked gone");
	/* A read that has just begun has its five seconds before it: if it ends by them, it was waited for. */
	before = reads;
	for (began = now_ns(); reads == before && now_ns() - began < PATIENCE_NS;)
		sleep_ms(5);
	unbinding = true;
	began = now_ns();
	write_file(DRIVER "unbind", "dsmil");
	ok(now_ns() - began < PATIENCE_NS / 2, "unbind does not wait for what waits (%llu ms)",
	   (unsigned long long)(now_ns() - began) / 1000000);
	pthread_join(threads[0], &result);
	is((long)result, POLLHUP | POLLERR, "poll in flight: HUP and ERR");
	pthread_join(threads[1], &result);
	close(waited);
	is((long)result, -ENODEV, "wait in flight: ENODEV");
	pthread_join(threads[2], &result);
	is((long)result, -ENODEV, "a call that waits for hardware: ENODEV");
	until(&calls.gone, &maps.gone);
	going = false;
	pthread_join(threads[3], NULL);
	pthread_join(threads[4], NULL);
	ok(calls.good && calls.gone && !calls.other, "calls: %ld good, then %ld ENODEV, %ld other (%d)", calls.good,
	   calls.gone, calls.other, calls.last_other);
	ok(maps.good && maps.gone && !maps.other, "mmaps: %ld good, then %ld ENODEV, %ld other (%d)", maps.good,
	   maps.gone, maps.other, maps.last_other);
}

static void afterwards(struct ring *ring, const struct dsmil_state_page *state)
{
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	struct dsmil_info info = { .header.flags = 0 };
	struct pollfd one = { .fd = fd, .events = POLLIN | POLLPRI };

	is(CALL(fd, INFO, &info), -ENODEV, "INFO: ENODEV");
	is(CALL(fd, STOP, &stop), -ENODEV, "STOP: ENODEV");
	is(ioctl(fd, DSMIL_IOC_STOP, NULL) < 0 ? -errno : 0, -ENODEV, "STOP without an argument: ENODEV");
	ok(poll(&one, 1, 0) == 1 && one.revents == (POLLHUP | POLLERR), "poll: HUP and ERR at once");
	ok(state->flags & DSMIL_PAGE_GONE, "the state page says gone");
	ok(ring->producer->flags & DSMIL_PAGE_GONE, "so does the ring");
	ok(state->entries[3].state.token == 0x8003 && state->entries[3].state.sample_ns, "states stay readable");
	ok(state->stop_state == DSMIL_STOP_LATCHED && state->stop_cause == DSMIL_CAUSE_GONE, "the stop is latched");
	ok(ring->data[0] == ((volatile const unsigned char *)ring->data)[ring->size], "data stays readable");
	while (ring_next(ring))
		;
	ok(open(DEVICE, O_RDWR | O_CLOEXEC) < 0 && errno == ENOENT, "nothing to open");
}

/* The same module, bound again, knows nothing of the old file. */
static void bound_again(void)
{
	struct dsmil_info info = { .header.flags = 0 };
	int again;

	write_file(DRIVER "bind", "dsmil");
	again = open_device(O_RDWR);
	is(CALL(again, INFO, &info), 0, "bound again: a new device");
	is(stop_status(again).cause, DSMIL_CAUSE_LOAD, "latched like a new one");
	is(CALL(fd, INFO, &info), -ENODEV, "the old file stays gone");
	close(again);
}

int main(void)
{
	const struct dsmil_state_page *state;
	struct ring ring;

	fd = open_device(O_RDWR);
	ring_open(&ring, fd, 16384);
	state = mmap(NULL, DSMIL_STATE_MAP_SIZE, PROT_READ, MAP_SHARED, fd, DSMIL_MMAP_STATE);
	if (state == MAP_FAILED)
		bail("mmap");
	start_running(fd);
	is(unload(), -EAGAIN, "rmmod while bound and open: refused");
	everything_in_flight(&ring, state);
	afterwards(&ring, state);
	is(unload(), -EAGAIN, "rmmod while a descriptor is open: refused");
	bound_again();
	close(fd);
	is(unload(), -EAGAIN, "rmmod while a mapping is left: refused");
	ok(state->flags & DSMIL_PAGE_GONE, "which is readable");
	ring_close(&ring);
	is(unload(), -EAGAIN, "rmmod while another is left: refused");
	munmap((void *)state, DSMIL_STATE_MAP_SIZE);
	is(unload(), 0, "rmmod after the last: done");
	return done();
}
