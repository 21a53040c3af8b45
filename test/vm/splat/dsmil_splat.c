// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plants a defect in the kernel's log, so that the tests can show that scripts/vm
 * fails a run for it: `modprobe dsmil_splat what=warn|bug|refcount|oops|sleep|hung`.
 */
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/string.h>

static char *what = "none";
module_param(what, charp, 0444);
MODULE_PARM_DESC(what, "warn, bug, refcount, oops, sleep, or hung");

static refcount_t count = REFCOUNT_INIT(1);
static DEFINE_SPINLOCK(lock);
static DECLARE_COMPLETION(never);

static int __init dsmil_splat_init(void)
{
	if (!strcmp(what, "warn")) {
		WARN(1, "dsmil_splat: planted\n");
	} else if (!strcmp(what, "bug")) {
		BUG();
	} else if (!strcmp(what, "refcount")) {
		if (refcount_dec_and_test(&count))
			refcount_inc(&count);
	} else if (!strcmp(what, "oops")) {
		int *volatile nowhere = NULL;

		*nowhere = 1;
	} else if (!strcmp(what, "sleep")) {
		spin_lock(&lock);
		msleep(20);
		spin_unlock(&lock);
	} else if (!strcmp(what, "hung")) {
		wait_for_completion(&never);
	} else if (strcmp(what, "none")) {
		return -EINVAL;
	}
	return 0;
}

static void __exit dsmil_splat_exit(void)
{
}

module_init(dsmil_splat_init);
module_exit(dsmil_splat_exit);
MODULE_DESCRIPTION("Plants defects for the test machine's own test");
MODULE_LICENSE("GPL");
