// SPDX-License-Identifier: GPL-2.0-only
/*
 * The core's tests as KUnit suites: one for each file that has registered any, with a
 * case for each TEST. They run when the module is loaded; the log has the result.
 */
#define pr_fmt(fmt) "dsmil_kunit: " fmt

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/random.h>

#include "../../test/unit/c/core/tap.h"

#define SHOWN_MAX	8
#define FILES_MAX	64

static unsigned long long seed;
module_param(seed, ullong, 0444);
MODULE_PARM_DESC(seed, "of the tests by chance; 0 (default): another one at each load");

static char *only = "";
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "only the tests whose name contains it");

static struct tap_test *first;
static struct tap_test **last = &first;
static struct kunit *running;	/* NULL: none */
static unsigned int failures;	/* of the one that runs */
static struct kunit_suite *suites[FILES_MAX];
static int suite_count;

/* From the constructors of the test files. */
void tap_register(struct tap_test *test)
{
	*last = test;
	last = &test->next;
}

void tap_fail(const char *file, int line, const char *format, ...)
{
	struct va_format text = { .fmt = format };
	va_list arguments;

	if (!running || failures++ >= SHOWN_MAX)
		return;
	va_start(arguments, format);
	text.va = &arguments;
	kunit_err(running, "%s:%d: %pV\n", kbasename(file), line, &text);
	va_end(arguments);
}

u64 tap_seed(void)
{
	if (!seed)
		seed = get_random_u64() | 1;
	pr_info("seed=%llu repeats this run\n", seed);
	return seed;
}

static void run_case(struct kunit *test)
{
	struct tap_test *one;

	for (one = first; one && one->name != test->name; one = one->next)
		;
	KUNIT_ASSERT_NOT_NULL(test, one);
	failures = 0;
	running = test;
	one->run();
	running = NULL;
	KUNIT_EXPECT_EQ(test, failures, 0U);
}

/* test_ring.c: the suite dsmil_ring */
static void name_suite(const struct tap_test *test, char *name, size_t size)
{
	const char *base = kbasename(test->file);

	if (!strncmp(base, "test_", 5))
		base += 5;
	snprintf(name, size, "dsmil_%.*s", (int)(strlen(base) - 2), base);
}

static bool wanted(const struct tap_test *test)
{
	return strstr(test->name, only);
}

/* The tests from @from on that are of the same file. */
static int make_suite(struct tap_test *from)
{
	struct kunit_suite *suite;
	struct tap_test *test;
	unsigned int count = 0;

	for (test = from; test && test->file == from->file; test = test->next)
		count += wanted(test);
	if (!count)
		return 0;
	if (suite_count == FILES_MAX)
		return -ENOSPC;
	suite = kzalloc(sizeof(*suite), GFP_KERNEL);
	if (!suite)
		return -ENOMEM;
	/* The last one has no run_case. */
	suite->test_cases = kcalloc(count + 1, sizeof(*suite->test_cases), GFP_KERNEL);
	if (!suite->test_cases) {
		kfree(suite);
		return -ENOMEM;
	}
	name_suite(from, (char *)suite->name, sizeof(suite->name));
	count = 0;
	for (test = from; test && test->file == from->file; test = test->next) {
		if (!wanted(test))
			continue;
		suite->test_cases[count].run_case = run_case;
		suite->test_cases[count++].name = test->name;
	}
	suites[suite_count++] = suite;
	return 0;
}

static void free_suites(void)
{
	while (suite_count) {
		kfree(suites[--suite_count]->test_cases);
		kfree(suites[suite_count]);
	}
}

static int __init dsmil_kunit_init(void)
{
	struct tap_test *test;
	const char *file = NULL;
	int error = 0;

	for (test = first; test && !error; test = test->next) {
		if (test->file != file)
			error = make_suite(test);
		file = test->file;
	}
	if (!error)
		error = __kunit_test_suites_init(suites, suite_count);
	if (error)
		free_suites();
	return error;
}

static void __exit dsmil_kunit_exit(void)
{
	__kunit_test_suites_exit(suites, suite_count);
	free_suites();
}

module_init(dsmil_kunit_init);
module_exit(dsmil_kunit_exit);

MODULE_DESCRIPTION("The DSMIL core's tests");
MODULE_LICENSE("GPL");
