// SPDX-License-Identifier: Apache-2.0
/* The emergency stop and its way back. Needs a module that was just loaded. */
#include <pthread.h>

#include "t.h"

static void *stop_later(void *arg)
{
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_HELPER };

	sleep_ms(200);
	if (CALL(*(int *)arg, STOP, &stop))
		bail("STOP");
	return NULL;
}

static void way_back(int fd)
{
	struct dsmil_stop_status status = stop_status(fd);
	struct dsmil_reset reset = { .generation = status.generation + 1 };
	struct dsmil_start start = { .generation = status.generation };

	is(status.state, DSMIL_STOP_LATCHED, "a loaded module is latched");
	is(status.cause, DSMIL_CAUSE_LOAD, "because it was loaded");
	is(CALL(fd, START, &start), -EACCES, "START of a latched stop");
	is(start.header.reason, DSMIL_REASON_NOT_READY, "is not ready");
	is(CALL(fd, RESET_REQUEST, &reset), -ESTALE, "RESET_REQUEST of another epoch");
	reset.generation = status.generation;
	reset.nonce = 1;
	is(CALL(fd, RESET_CONFIRM, &reset), -EACCES, "RESET_CONFIRM of nothing");
	is(reset.header.reason, DSMIL_REASON_RESET_NOT_PENDING, "is not pending");
	is(CALL(fd, RESET_REQUEST, &reset), 0, "RESET_REQUEST");
	ok(reset.nonce && reset.window_ms == DSMIL_RESET_WINDOW_MS && reset.state == DSMIL_STOP_RESET_PENDING,
	   "gives a nonce and a window");
	reset.nonce ^= 1;
	is(CALL(fd, RESET_CONFIRM, &reset), -EACCES, "RESET_CONFIRM with another nonce");
	is(reset.header.reason, DSMIL_REASON_RESET_NONCE, "is refused");
	reset.nonce ^= 1;
	is(CALL(fd, RESET_CONFIRM, &reset), 0, "RESET_CONFIRM");
	is(stop_status(fd).state, DSMIL_STOP_READY, "permits, and does not start");
	is(CALL(fd, START, &start), 0, "START");
	is(stop_status(fd).state, DSMIL_STOP_RUN, "starts");
	is(CALL(fd, RESET_REQUEST, &reset), -EACCES, "RESET_REQUEST while running is refused");
}

static void stop_and_poll(int fd)
{
	int reader = open_device(O_RDONLY);
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST, .detail = "test" };
	struct dsmil_stop_ack ack = { .generation = 0 };
	struct dsmil_stop_status status;
	uint64_t epoch = start_running(fd);

	is(poll_for(fd, POLLPRI, 0), 0, "no stop: no POLLPRI");
	is(CALL(reader, STOP, &stop), 0, "a read-only file may stop");
	is((long long)stop.generation, (long long)epoch + 1, "the epoch moves");
	status = stop_status(fd);
	ok(status.state == DSMIL_STOP_LATCHED && status.cause == DSMIL_CAUSE_REQUEST &&
	   !memcmp(status.detail, stop.detail, 32) && status.latched_ns, "latched, by whom and when");
	is(poll_for(fd, POLLPRI, 1000), POLLPRI, "POLLPRI on every file");
	is(poll_for(reader, POLLPRI, 1000), POLLPRI, "POLLPRI on the one that stopped, too");
	ack.generation = status.generation;
	is(CALL(fd, STOP_ACK, &ack), 0, "STOP_ACK");
	is(poll_for(fd, POLLPRI, 0), 0, "ends it on that file");
	is(poll_for(reader, POLLPRI, 0), POLLPRI, "and on no other");
	close(reader);
	reader = open_device(O_RDONLY);
	is(poll_for(reader, POLLPRI, 0), 0, "a new file is told of the next one");
	close(reader);
}

/* Whatever is wrong with the argument, it stops. */
static void stop_latches(int fd, const char *what, void *argument, int want)
{
	uint64_t epoch = start_running(fd);
	struct dsmil_stop_status status;

	is(ioctl(fd, DSMIL_IOC_STOP, argument) < 0 ? -errno : 0, want, "STOP %s: its answer", what);
	status = stop_status(fd);
	ok(status.state == DSMIL_STOP_LATCHED && status.generation > epoch, "STOP %s: latches", what);
}

static void bad_stops(int fd)
{
	struct dsmil_stop stop = { .header.size = sizeof(stop), .cause = DSMIL_CAUSE_LOAD };
	struct {
		struct dsmil_stop stop;
		uint64_t more;
	} large = { .stop.header.size = sizeof(large), .stop.cause = DSMIL_CAUSE_REQUEST, .more = 1 };
	unsigned char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	stop_latches(fd, "without an argument", NULL, -EFAULT);
	stop_latches(fd, "with a wild argument", (void *)0xffff800000000000ULL, -EFAULT);
	stop_latches(fd, "with a cause that is not a caller's", &stop, -EINVAL);
	stop.cause = DSMIL_CAUSE_REQUEST;
	stop.header.flags = 1;
	stop_latches(fd, "with an unknown flag", &stop, -EINVAL);
	stop.header.flags = 0;
	stop.header.size = 4;
	stop_latches(fd, "with a size below the header's", &stop, -EINVAL);
	stop_latches(fd, "with unknown bytes", &large, -E2BIG);
	stop.header.size = sizeof(stop);
	memcpy(page + 4096 - 16, &stop, 16);
	mprotect(page + 4096, 4096, PROT_NONE);
	stop_latches(fd, "with an argument that is half there", page + 4096 - 16, -EFAULT);
	memcpy(page, &stop, sizeof(stop));
	mprotect(page, 4096, PROT_READ);
	stop_latches(fd, "with an argument that cannot be answered in", page, -EFAULT);
	/* Not there yet: anonymous memory that nobody touched is read as zeros. */
	stop_latches(fd, "with an argument that must be paged in", mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), -EINVAL);
}

static void waiting(int fd)
{
	struct dsmil_wait wait = { .events = DSMIL_WAIT_STOP, .timeout_ms = 100 };
	struct dsmil_stop_ack ack = { .generation = stop_status(fd).generation };
	pthread_t thread;
	uint64_t began = now_ns();

	is(CALL(fd, STOP_ACK, &ack), 0, "all stops seen");
	is(CALL(fd, WAIT, &wait), 0, "WAIT for a stop that does not come");
	ok(wait.ready == 0 && now_ns() - began >= 100000000ULL, "times out, with nothing ready");
	pthread_create(&thread, NULL, stop_later, &fd);
	wait.timeout_ms = DSMIL_WAIT_MAX_MS;
	began = now_ns();
	is(CALL(fd, WAIT, &wait), 0, "WAIT for one that does");
	ok(wait.ready == DSMIL_WAIT_STOP && now_ns() - began < DSMIL_WAIT_MAX_MS * 1000000ULL, "is told");
	pthread_join(thread, NULL);
	is(stop_status(fd).cause, DSMIL_CAUSE_HELPER, "the helper's cause is kept");
}

static void outlives(void)
{
	int fd = open_device(O_RDWR);
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	uint64_t epoch;

	start_running(fd);
	if (CALL(fd, STOP, &stop))
		bail("STOP");
	epoch = stop_status(fd).generation;
	close(fd);
	fd = open_device(O_RDWR);
	ok(stop_status(fd).state == DSMIL_STOP_LATCHED && stop_status(fd).generation == epoch,
	   "the latch outlives whoever set it");
	start_running(fd);
	close(fd);
	fd = open_device(O_RDWR);
	is(stop_status(fd).state, DSMIL_STOP_RUN, "so does RUN");
	close(fd);
}

int main(void)
{
	int fd = open_device(O_RDWR);

	way_back(fd);
	stop_and_poll(fd);
	bad_stops(fd);
	waiting(fd);
	close(fd);
	outlives();
	return done();
}
