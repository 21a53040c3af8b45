// SPDX-License-Identifier: Apache-2.0
/*
 * usage: kfuzz SEED SECONDS WORKERS DISTURBANCES    1 unbind, 2 CPU hotplug, 4 suspend; their sum
 *        kfuzz run FILE                             once, a program as it was printed
 *
 * Exits with 1 when something was found, with the shortest program that does it.
 */
#define _GNU_SOURCE
#include <sched.h>

#include "kfuzz.h"

/* Between two looks at the safety rules. */
#define CHECK_SECONDS 10

struct shared *shared;

static void pause_here(void)
{
	__atomic_fetch_add(&shared->paused, 1, __ATOMIC_SEQ_CST);
	while (shared->pause && !shared->stop_all)
		sleep_ms(5);
	__atomic_fetch_sub(&shared->paused, 1, __ATOMIC_SEQ_CST);
}

static void keep(const struct program *program)
{
	uint32_t at = __atomic_fetch_add(&shared->corpus_count, 1, __ATOMIC_RELAXED);

	shared->corpus[at % CORPUS_MOST] = *program;
}

static void work(unsigned int number, uint64_t seed)
{
	uint64_t random = seed * 1000003 + number;

	if (!cover_open())
		bail("kcov: is the module built with KCOV_INSTRUMENT=y?");
	while (!shared->stop_all) {
		uint32_t known = shared->corpus_count < CORPUS_MOST ? shared->corpus_count : CORPUS_MOST;
		struct program program;

		if (shared->pause)
			pause_here();
		if (known && next_random(&random) & 7) {
			program = shared->corpus[next_random(&random) % known];
			/* Another worker may be writing it: any bytes are a program, but its length. */
			program.count = 1 + (program.count - 1) % STEPS_MOST;
			program_mutate(&program, &random);
		} else {
			program_make(&program, &random);
		}
		shared->workers[number].recent[shared->workers[number].next++ % RECENT] = program;
		cover_begin();
		program_run(&program);
		if (cover_end())
			keep(&program);
		__atomic_fetch_add(&shared->executions, 1, __ATOMIC_RELAXED);
	}
}

static pid_t spawn(unsigned int number, uint64_t seed, unsigned int disturbances)
{
	pid_t child = fork();

	if (child)
		return child;
	if (disturbances)
		disturb(seed, disturbances);
	else
		work(number, seed);
	exit(0);
}

/* All pause, and somebody looks; a child, since what it finds may be a device that is just gone. */
static void look(unsigned int others)
{
	shared->pause = 1;
	/* A program in the middle of its calls ends it first, a suspend among them, however busy the machine is. */
	for (uint64_t end = now_ns() + 5 * PATIENCE_NS; shared->paused < others && now_ns() < end;)
		sleep_ms(10);
	if (shared->paused < others)
		violated("%u of %u came to a pause", shared->paused, others);
	else
		check_safety();
	shared->pause = 0;
}

static void report(uint64_t seed, double seconds)
{
	printf("# seed %llu: %.0f s, %llu programs (%.0f a second), %llu calls, %llu succeeded, %u edges, corpus %u\n",
	       (unsigned long long)seed, seconds, (unsigned long long)shared->executions,
	       (double)shared->executions / seconds, (unsigned long long)shared->calls,
	       (unsigned long long)shared->succeeded, shared->edge_count, shared->corpus_count);
	printf("# %u unbinds, %u CPUs taken away, %u suspends, %u looks at the safety rules\n", shared->unbinds,
	       shared->hotplugs, shared->suspends, shared->checks);
	fflush(stdout);
}

/* The programs that were running when the kernel complained, the newest first. */
static void show_culprit(unsigned int workers)
{
	for (unsigned int age = 1; age <= RECENT; age++) {
		for (unsigned int i = 0; i < workers; i++) {
			struct program program;

			if (shared->workers[i].next < age)
				continue;
			program = shared->workers[i].recent[(shared->workers[i].next - age) % RECENT];
			if (!program_splats(&program))
				continue;
			program_shrink(&program);
			printf("# found: the shortest program that does it has %u steps\n", program.count);
			program_print(&program);
			return;
		}
	}
	printf("# no single program does it again: a race, or a disturbance; what ran last:\n");
	for (unsigned int i = 0; i < workers; i++) {
		printf("# worker %u\n", i);
		if (shared->workers[i].next)
			program_print(&shared->workers[i].recent[(shared->workers[i].next - 1) % RECENT]);
	}
}

static int fuzz(uint64_t seed, unsigned int seconds, unsigned int workers, unsigned int disturbances)
{
	unsigned int others = workers + (disturbances ? 1 : 0);
	pid_t children[WORKERS_MOST + 1];
	uint64_t began = now_ns(), next_look = began + CHECK_SECONDS * 1000000000ULL;
	bool splat = false;

	log_has_splat();
	for (unsigned int i = 0; i < workers; i++)
		children[i] = spawn(i, seed, 0);
	if (disturbances)
		children[workers] = spawn(workers, seed, disturbances);
	while (!shared->stop_all && now_ns() - began < seconds * 1000000000ULL) {
		sleep_ms(50);
		splat = log_has_splat();
		if (splat)
			break;
		if (now_ns() > next_look) {
			look(others);
			next_look = now_ns() + CHECK_SECONDS * 1000000000ULL;
		}
	}
	shared->stop_all = 1;
	for (unsigned int i = 0; i < others; i++)
		waitpid(children[i], NULL, 0);
	report(seed, (double)(now_ns() - began) / 1e9);
	splat = splat || log_has_splat();
	if (splat)
		show_culprit(workers);
	ok(!splat, "the kernel did not complain");
	ok(!shared->violation[0], "no rule was broken%s%s", shared->violation[0] ? ": " : "", shared->violation);
	ok(shared->executions > 0 && shared->edge_count > 0, "programs ran, and reached something");
	return done();
}

int main(int argc, char **argv)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		bail("mmap");
	if (argc == 3 && !strcmp(argv[1], "run")) {
		struct program program;

		if (!program_parse(argv[2], &program))
			bail("%s has no steps", argv[2]);
		ok(!program_splats(&program), "%s: the kernel does not complain", argv[2]);
		return done();
	}
	if (argc != 5 || atoi(argv[3]) < 1 || atoi(argv[3]) > WORKERS_MOST)
		bail("usage: kfuzz SEED SECONDS WORKERS(1 to %d) DISTURBANCES", WORKERS_MOST);
	return fuzz(strtoull(argv[1], NULL, 0), (unsigned int)atoi(argv[2]), (unsigned int)atoi(argv[3]),
		    (unsigned int)atoi(argv[4]));
}
