// SPDX-License-Identifier: Apache-2.0
/* usage: hold memory|ports SECONDS    see hold.h; the driver is bound, with effects allowed on `memory` */
#include "hold.h"

#define DRIVER "/sys/bus/platform/drivers/dsmil/"
/* Longer than anything here takes on a busy machine; then something is wrong. */
#define PATIENCE_OF_ONE_NS (2 * PATIENCE_NS)
/* And than all of it, beside the time that was asked for. */
#define PATIENCE_OF_ALL_S 600

enum way { WAY_STOP, WAY_FAILING_STOP, WAY_SILENCE, WAY_DEATH, WAY_UNBIND, WAYS };
static const char *const way_names[WAYS] = { "stop", "failing stop", "silence", "death", "unbind" };

struct shared *shared;
static bool effects;
/* Where it is, for whoever finds that it stands still. */
static const char *volatile place = "begin";

static void say_where(int number)
{
	static const char text[] = "not ok - hold came to its end in time; it stood at: ";
	const char *where = place;

	(void)number;
	if (write(STDOUT_FILENO, text, sizeof(text) - 1) < 0 || write(STDOUT_FILENO, where, strlen(where)) < 0 ||
	    write(STDOUT_FILENO, "\n", 1) < 0)
		_exit(3);
	_exit(1);
}

static uint64_t patience(void)
{
	return now_ns() + PATIENCE_OF_ONE_NS;
}

/* Until *counter has moved by that much; a worker that cannot is no reason to wait for ever. */
static bool moved(const uint64_t *counter, uint64_t by)
{
	uint64_t from = __atomic_load_n(counter, __ATOMIC_SEQ_CST), until = patience();

	while (now_ns() < until) {
		if (__atomic_load_n(counter, __ATOMIC_SEQ_CST) >= from + by)
			return true;
		sleep_ms(1);
	}
	return false;
}

/* As start_running, but a suspend may be on its way, which refuses. */
static void begin_running(int fd)
{
	for (uint64_t until = patience(); now_ns() < until;) {
		struct dsmil_stop_status status = stop_status(fd);
		struct dsmil_reset reset = { .generation = status.generation };
		struct dsmil_start start = { .generation = status.generation };

		/* It did not latch: that is told, and the log shows what came of it. */
		if (status.state == DSMIL_STOP_RUN) {
			shared->stop_epoch = status.generation;
			return;
		}
		if (!CALL(fd, RESET_REQUEST, &reset) && !CALL(fd, RESET_CONFIRM, &reset) && !CALL(fd, START, &start)) {
			shared->stop_epoch = start.generation;
			return;
		}
		sleep_ms(10);
	}
	bail("cannot start: state %u", stop_status(fd).state);
}

static bool latched(int fd)
{
	for (uint64_t until = patience(); now_ns() < until;) {
		if (stop_status(fd).state == DSMIL_STOP_LATCHED)
			return true;
		sleep_ms(5);
	}
	return false;
}

static bool by_stop(unsigned int failing)
{
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	int fd = open_device(O_RDONLY), error;

	if (failing)
		fail_next(failing);
	error = CALL(fd, STOP, &stop);
	if (failing)
		fail_next(0);
	close(fd);
	/* It has latched, whatever it answered. */
	return error == 0 || (failing && error == -EFAULT);
}

static void arm(int fd)
{
	struct dsmil_deadman deadman = { .period_ms = 100 };

	for (unsigned int i = 0; i < 3; i++) {
		if (i ? CALL(fd, DEADMAN_BEAT, &deadman) : CALL(fd, DEADMAN_ARM, &deadman))
			return;		/* late already: it has latched */
		sleep_ms(30);
	}
}

static bool by_death(void)
{
	pid_t child = fork();

	if (!child) {
		arm(open_device(O_RDWR));
		_exit(0);
	}
	return waitpid(child, NULL, 0) == child;
}

/* One way, once. False: the guest itself saw something wrong; the log says the rest. */
static bool latch(enum way way, int fd, unsigned int round)
{
	switch (way) {
	case WAY_STOP:
		return by_stop(0);
	case WAY_FAILING_STOP:
		return by_stop(1 + round / WAYS % 3);
	case WAY_SILENCE:
		arm(fd);
		return latched(fd);
	case WAY_DEATH:
		return by_death();
	default:
		write_file(DRIVER "unbind", "dsmil");
		return true;
	}
}

/* Who waits in the kernel for what never comes is told of, with where: it would hold the driver, too. */
static void reap(pid_t worker)
{
	uint64_t until = patience();
	char command[64];

	while (waitpid(worker, NULL, WNOHANG) != worker) {
		if (now_ns() > until) {
			snprintf(command, sizeof(command), "sed 's/^/# /' /proc/%d/stack", worker);
			fflush(stdout);
			if (system(command))
				printf("# and its stack cannot be read\n");
			bail("a worker does not end");
		}
		sleep_ms(1);
	}
}

static bool hold(enum way way, unsigned int round)
{
	int fd = open_device(O_RDWR);
	pid_t workers[WORKERS];
	bool good;

	shared->enough = 0;
	place = "reset and start";
	if (effects)
		begin_running(fd);
	place = "release and claim";
	/* A suspend in the middle of a commit leaves its device on hold. */
	for (unsigned int i = 0; i < WORKERS; i++) {
		struct dsmil_hold release = { .device = targets[i] };

		CALL(fd, HOLD_RELEASE, &release);
	}
	shared->coordinator_epoch = claim(fd);
	mark(MARK_RUNNING);
	for (unsigned int i = 0; i < WORKERS; i++) {
		workers[i] = fork();
		if (!workers[i]) {
			work(fd, i);
			_exit(0);
		}
	}
	place = "writes before";
	good = moved(effects ? &shared->written : &shared->reads, 5);
	place = way_names[way];
	good = latch(way, fd, round) && good;
	mark(way == WAY_UNBIND ? MARK_GONE : MARK_STOPPED);
	place = "attempts after";
	good = moved(&shared->attempts, 4 * WORKERS) && good;
	mark(way == WAY_UNBIND ? MARK_BACK : MARK_RESET);
	shared->enough = 1;
	place = "the workers' end";
	for (unsigned int i = 0; i < WORKERS; i++)
		reap(workers[i]);
	place = "close and bind";
	close(fd);
	if (way == WAY_UNBIND)
		write_file(DRIVER "bind", "dsmil");
	return good;
}

int main(int argc, char **argv)
{
	unsigned int held[WAYS] = { 0 }, failed = 0, round = 0;
	uint64_t until;
	pid_t disturber;

	if (argc != 3 || atoi(argv[2]) < 1)
		bail("usage: hold memory|ports SECONDS");
	effects = !strcmp(argv[1], "memory");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		bail("mmap");
	mark_open(argv[1]);
	ok(fail_next(0), "this kernel makes memory fail");
	until = now_ns() + (uint64_t)atoi(argv[2]) * 1000000000ULL;
	signal(SIGALRM, say_where);
	alarm((unsigned int)atoi(argv[2]) + PATIENCE_OF_ALL_S);
	disturber = disturb_start();
	/* Each way once at least, however slow; a second time only while nothing failed, as each failure takes long. */
	for (; (now_ns() < until && !failed) || round < WAYS; round++) {
		enum way way = round % WAYS;

		if (!hold(way, round) && !failed++)
			printf("# round %u, %s: the guest saw it fail\n", round, way_names[way]);
		held[way]++;
	}
	place = "the disturber's end";
	disturb_stop(disturber);
	for (enum way way = 0; way < WAYS; way++)
		ok(held[way] > 0, "%u times held: %s", held[way], way_names[way]);
	is(failed, 0, "in each round somebody wrote or read, it latched, and they went on trying");
	return done();
}
