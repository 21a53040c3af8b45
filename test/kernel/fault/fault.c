// SPDX-License-Identifier: Apache-2.0
/* See fault.h. usage: fault GROUP [ACTION…], groups: calls, files, life. */
#include "fault.h"

/* More chances than this in one system call, and something loops. */
#define CHANCES_MOST 3000

static int fail_nth_file = -1;
static unsigned long failures_made;

/* Which kinds of failures there are: slab, pages, copies; allocations that may sleep, too. */
static void configure(void)
{
	static const char *const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };
	char path[96];

	for (unsigned int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "/sys/kernel/debug/%s/verbose", kinds[i]);
		write_file(path, "0");
	}
	write_file("/sys/kernel/debug/failslab/ignore-gfp-wait", "N");
	write_file("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N");
	write_file("/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem", "N");
	write_file("/sys/kernel/debug/fail_page_alloc/min-order", "0");
	fail_nth_file = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (fail_nth_file < 0)
		bail("this kernel injects no faults");
}

/* What is armed fails the very system calls that ask about it: once, then it is over. */
static ssize_t again(ssize_t (*call)(void *text, size_t size), void *text, size_t size)
{
	ssize_t done = call(text, size);

	return done < 0 && errno == EFAULT ? call(text, size) : done;
}

static ssize_t nth_write(void *text, size_t size)
{
	return pwrite(fail_nth_file, text, size, 0);
}

static ssize_t nth_read(void *text, size_t size)
{
	return pread(fail_nth_file, text, size, 0);
}

void fail_nth_set(unsigned int n)
{
	char text[16];
	int size = snprintf(text, sizeof(text), "%u", n);

	if (again(nth_write, text, (size_t)size) != size)
		bail("fail-nth");
}

unsigned int fail_nth_left(void)
{
	char text[16] = "";
	ssize_t got = nth_read(text, sizeof(text) - 1);

	/* It was for the reading that one had been left. */
	if (got < 0 && errno == EFAULT)
		return 1;
	if (got <= 0)
		bail("fail-nth");
	return (unsigned int)atoi(text);
}

static void world_open(struct world *world, const struct action *action)
{
	*world = (struct world){ .fd = -1, .watch = -1, .result_fd = -1, .mapping = MAP_FAILED };
	if (action->no_device) {
		if (action->prepare)
			action->prepare(world);
		return;
	}
	world->watch = open_device(O_RDWR);
	world->fd = open_device(O_RDWR);
	if (action->running)
		world->stop_epoch = start_running(world->watch);
	if (action->prepare)
		action->prepare(world);
}

static void world_close(struct world *world, const struct action *action)
{
	if (world->mapping != MAP_FAILED)
		munmap(world->mapping, world->mapped);
	if (world->result_fd >= 0)
		close(world->result_fd);
	if (action->clean)
		action->clean(world);
	if (world->fd >= 0)
		close(world->fd);
	if (world->watch >= 0)
		close(world->watch);
}

/* What the failure n of the action may not have done. False: said so. */
static bool judge(const struct action *action, unsigned int n, int result, const struct dsmil_stop_status *before,
		  const struct dsmil_stop_status *after)
{
	if (result && result != -ENOMEM && result != -EFAULT && result != action->expect && result != action->also[0] &&
	    result != action->also[1])
		return is(result, -ENOMEM, "%s, failure %u: the failure's own error", action->name, n);
	if (action->no_device)
		return true;
	switch (action->stop) {
	case STOP_UNCHANGED:
		if (after->generation == before->generation && after->state == before->state)
			return true;
		return ok(false, "%s, failure %u: the stop stays as it was: %u, generation %llu; was %u, %llu",
			  action->name, n, after->state, (unsigned long long)after->generation, before->state,
			  (unsigned long long)before->generation);
	case STOP_LATCHES:
		if (after->state == DSMIL_STOP_LATCHED && after->generation > before->generation)
			return true;
		return ok(false, "%s, failure %u: latched, though it answered %d", action->name, n, result);
	case STOP_MAY_STEP:
		if (after->generation == before->generation &&
		    (after->state == before->state || after->state == before->state + 1))
			return true;
		return ok(false, "%s, failure %u: one step at most: from %u to %u", action->name, n, before->state,
			  after->state);
	}
	return false;
}

/* Where to begin, so that only the last chances of the action are left. */
static unsigned int first_chance(const struct action *action)
{
	const unsigned int many = 1000000;
	struct world world;
	unsigned int used;

	if (!action->last)
		return 1;
	world_open(&world, action);
	fail_nth_set(many);
	action->run(&world);
	used = many - fail_nth_left();
	fail_nth_set(0);
	world_close(&world, action);
	printf("# %s has %u chances to fail\n", action->name, used);
	return used > action->last ? used - action->last : 1;
}

static void perform(const struct action *action)
{
	struct dsmil_stop_status before = { 0 }, after = { 0 };
	unsigned int first = first_chance(action), n, failed = 0;
	bool made = true, good = true;

	for (n = first; made && good && n <= first + CHANCES_MOST; n++) {
		struct world world;
		int result;

		world_open(&world, action);
		if (!action->no_device)
			before = stop_status(world.watch);
		fail_nth_set(n);
		result = action->run(&world);
		made = fail_nth_left() == 0;
		fail_nth_set(0);
		if (!action->no_device)
			after = stop_status(world.watch);
		failures_made += made;
		failed += made && result && result != action->expect;
		good = !action->holds || action->holds(&world, result);
		if (!good)
			ok(false, "%s, failure %u: things are as its answer %d says", action->name, n, result);
		else if (made)
			good = judge(action, n, result, &before, &after);
		else
			good = is(result, action->expect, "%s: %u failures, %u of them felt, then as ever", action->name,
				  n - first, failed);
		world_close(&world, action);
	}
	if (good && made)
		ok(false, "%s comes to an end", action->name);
}

static void group(const struct action *actions, unsigned int count, int argc, char **argv)
{
	for (unsigned int i = 0; i < count; i++) {
		bool wanted = argc < 3;

		for (int a = 2; a < argc; a++)
			wanted = wanted || !strcmp(argv[a], actions[i].name);
		if (wanted)
			perform(&actions[i]);
	}
}

/* Nothing is left of all that. */
static void nothing_left(void)
{
	struct dsmil_tx_list list = { .after = 0 };
	int fd = open_device(O_RDWR);

	is((long long)device_stats(fd).open_files, 1, "no file but this one is open");
	is(CALL(fd, TX_LIST, &list), 0, "TX_LIST");
	is(list.total, 0, "no transaction is kept");
	close(fd);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	configure();
	if (!strcmp(name, "calls"))
		group(call_actions, call_action_count, argc, argv);
	else if (!strcmp(name, "files"))
		group(file_actions, file_action_count, argc, argv);
	else if (!strcmp(name, "life"))
		group(life_actions, life_action_count, argc, argv);
	else
		bail("usage: fault calls|files|life [ACTION…]");
	if (strcmp(name, "life"))
		nothing_left();
	ok(failures_made > 0, "%lu failures were made", failures_made);
	return done();
}
