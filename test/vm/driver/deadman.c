// SPDX-License-Identifier: Apache-2.0
/* The deadman: expiry, closing without disarming, and who holds what then. */
#include "t.h"

#define PERIOD_MS 300
#define PERIOD_NS (PERIOD_MS * 1000000ULL)
/* The longest there is, for what its end is not to overtake. */
#define LONG_MS 60000

static void arm(int fd, unsigned int period_ms)
{
	struct dsmil_deadman deadman = { .period_ms = period_ms };

	if (CALL(fd, DEADMAN_ARM, &deadman))
		bail("DEADMAN_ARM");
}

/* Waits up to @ms for the latch; the cause, or 0 when it did not latch. */
static unsigned int latched_within(int fd, unsigned int ms)
{
	uint64_t end = now_ns() + ms * 1000000ULL;

	do {
		struct dsmil_stop_status status = stop_status(fd);

		if (status.state != DSMIL_STOP_RUN)
			return status.cause;
		sleep_ms(2);
	} while (now_ns() < end);
	return 0;
}

struct life {
	unsigned int beaten, state, cause;
	uint64_t late;			/* from the last beat to the latch */
};

/*
 * Armed, beaten ten times, then no more. False when a beat came too late, or may have: this process or its machine
 * stood still, and that shows nothing. When each came a period at most after the one before was begun, it was in time.
 */
static bool lived(int fd, int observer, struct life *life)
{
	struct dsmil_deadman deadman = { .period_ms = 0 };
	uint64_t before, last;

	memset(life, 0, sizeof(*life));
	CALL(fd, DEADMAN_DISARM, &deadman);
	start_running(observer);
	last = now_ns();
	arm(fd, PERIOD_MS);
	for (int i = 0; i < 10; i++) {
		sleep_ms(PERIOD_MS / 3);
		before = now_ns();
		life->beaten += CALL(fd, DEADMAN_BEAT, &deadman) == 0;
		if (now_ns() - last >= PERIOD_NS)
			return false;
		last = before;
	}
	life->state = stop_status(observer).state;
	if (now_ns() - last >= PERIOD_NS)
		return false;
	life->cause = latched_within(observer, PATIENCE_MS);
	life->late = stop_status(observer).latched_ns - last;
	return true;
}

static void expiry(int observer)
{
	int fd = open_device(O_RDWR), other = open_device(O_RDWR);
	struct dsmil_deadman deadman = { .period_ms = LONG_MS };
	const uint64_t in_time = PERIOD_NS + 100000000ULL;
	struct life life = { .late = ~0ULL };
	struct dsmil_stop_status status;
	int tries = 0;

	start_running(fd);
	is(CALL(fd, DEADMAN_BEAT, &deadman), -EACCES, "a beat of what is not armed");
	is(deadman.header.reason, DSMIL_REASON_DEADMAN_NOT_ARMED, "says so");
	arm(fd, LONG_MS);
	is(CALL(other, DEADMAN_ARM, &deadman), -EBUSY, "a second file cannot arm it");
	is(deadman.header.reason, DSMIL_REASON_DEADMAN_OWNED, "it is owned");
	is(CALL(other, DEADMAN_DISARM, &deadman), -EACCES, "nor disarm it");
	status = stop_status(observer);
	ok(status.deadman_period_ms == LONG_MS && status.deadman_left_ms <= LONG_MS, "the status shows it");
	/* Once more when it was disturbed, for minutes if need be, or late as a machine is that stands still. */
	for (uint64_t end = now_ns() + 5 * PATIENCE_NS; tries < TRIES && now_ns() < end;) {
		if (!lived(fd, observer, &life))
			continue;
		tries++;
		if (life.beaten != 10 || life.cause != DSMIL_CAUSE_DEADMAN_EXPIRED || life.late < in_time)
			break;
	}
	is(life.beaten, 10, "beats are taken for three periods and more");
	is(life.state, DSMIL_STOP_RUN, "which keeps it running");
	is(life.cause, DSMIL_CAUSE_DEADMAN_EXPIRED, "without beats it latches");
	ok(life.late >= PERIOD_NS && life.late < in_time, "a period after the last beat (%lld us late)",
	   ((long long)life.late - (long long)PERIOD_NS) / 1000);
	is(CALL(fd, DEADMAN_BEAT, &deadman), -EACCES, "a beat after that is none");
	close(other);
	close(fd);
}

static void closing(int observer)
{
	int fd = open_device(O_RDWR);
	struct dsmil_deadman deadman = { .period_ms = 0 };
	unsigned int cause = DSMIL_CAUSE_DEADMAN_CLOSED;
	uint64_t began, late = ~0ULL;
	int error = -EACCES;

	for (int tries = 0; tries < TRIES && error; tries++) {
		start_running(fd);
		began = now_ns();
		arm(fd, PERIOD_MS);
		error = CALL(fd, DEADMAN_DISARM, &deadman);
		/* A refusal that did not come too late is one. */
		if (now_ns() - began < PERIOD_NS)
			break;
	}
	is(error, 0, "disarmed");
	close(fd);
	is(latched_within(observer, PERIOD_MS * 2), 0, "and closed: it goes on");

	for (int tries = 0; tries < TRIES && cause == DSMIL_CAUSE_DEADMAN_CLOSED && late >= 50000000ULL; tries++) {
		fd = open_device(O_RDWR);
		start_running(fd);
		arm(fd, LONG_MS);
		began = now_ns();
		close(fd);
		cause = latched_within(observer, PATIENCE_MS);
		late = stop_status(observer).latched_ns - began;
	}
	is(cause, DSMIL_CAUSE_DEADMAN_CLOSED, "closed without: it latches");
	ok(late < 50000000ULL, "within 50 ms (%llu us)", (unsigned long long)late / 1000);
}

/* The armer dies while another process holds the file: release does not come. */
static void held_by_child(int observer)
{
	int ready[2], state;
	pid_t armer, holder;

	start_running(observer);
	if (pipe(ready))
		bail("pipe");
	armer = fork();
	if (!armer) {
		int fd = open_device(O_RDWR);
		struct dsmil_deadman deadman = { .period_ms = LONG_MS };

		if (CALL(fd, DEADMAN_ARM, &deadman))
			bail("DEADMAN_ARM");
		holder = fork();
		if (!holder) {
			close(ready[0]);
			pause();
			_exit(0);
		}
		if (write(ready[1], &holder, sizeof(holder)) != sizeof(holder))
			bail("write");
		pause();
		_exit(0);
	}
	if (read(ready[0], &holder, sizeof(holder)) != sizeof(holder))
		bail("read");
	is(latched_within(observer, 100), 0, "a forked child holds the armer's file: nothing happens");
	kill(armer, SIGKILL);
	waitpid(armer, NULL, 0);
	is(latched_within(observer, PATIENCE_MS), DSMIL_CAUSE_DEADMAN_CLOSED, "the armer is killed: it latches");
	is(kill(holder, 0), 0, "while the child still holds the file");
	kill(holder, SIGKILL);
	close(ready[0]);
	close(ready[1]);

	/* The other way round: a child's close is not the armer's. */
	start_running(observer);
	armer = fork();
	if (!armer) {
		int fd = open_device(O_RDWR);
		struct dsmil_deadman deadman = { .period_ms = LONG_MS };
		pid_t child;

		if (CALL(fd, DEADMAN_ARM, &deadman))
			bail("DEADMAN_ARM");
		child = fork();
		if (!child) {
			close(fd);
			_exit(0);
		}
		waitpid(child, NULL, 0);
		is(stop_status(observer).state, DSMIL_STOP_RUN, "a child closes what it inherited: it goes on");
		if (CALL(fd, DEADMAN_DISARM, &deadman))
			bail("DEADMAN_DISARM");
		_exit(done());
	}
	waitpid(armer, &state, 0);
	is(WEXITSTATUS(state), 0, "the armer was through");
	is(stop_status(observer).state, DSMIL_STOP_RUN, "and left disarmed");
}

/* A stop while it is armed leaves it armed; the armer's end is then another stop. */
static void stopped_meanwhile(int observer)
{
	int fd = open_device(O_RDWR);
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	uint64_t epoch;

	start_running(fd);
	arm(fd, LONG_MS);
	if (CALL(fd, STOP, &stop))
		bail("STOP");
	epoch = stop_status(observer).generation;
	close(fd);
	sleep_ms(20);
	is((long long)stop_status(observer).generation, (long long)epoch + 1, "closing while stopped moves the epoch");
	is(stop_status(observer).cause, DSMIL_CAUSE_DEADMAN_CLOSED, "and says why");
}

int main(void)
{
	int observer = open_device(O_RDWR);

	expiry(observer);
	closing(observer);
	held_by_child(observer);
	stopped_meanwhile(observer);
	return done();
}
