// SPDX-License-Identifier: GPL-2.0-only
/*
 * One fault per detector of the debug kernel, so that the tests can show that each of
 * them is there and fails a run: a name written to its parameter `plant`. None of it
 * is ever loaded but for that.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

/* What the compiler cannot see through. */
static volatile int one = 1;

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(sleeping);
static DEFINE_RAW_SPINLOCK(raw);
static DECLARE_COMPLETION(never);

/* A byte behind an object: KASAN, of the slab. */
static void beyond_object(void)
{
	char *object = kmalloc(24, GFP_KERNEL);

	if (object)
		object[24 * one] = 1;
	kfree(object);
}

/* A byte behind a page of vmalloc: KASAN_VMALLOC. */
static void beyond_vmalloc(void)
{
	char *area = vmalloc(100);

	if (area)
		pr_info("planted: %d\n", ((volatile char *)area)[100 * one + 4]);
	vfree(area);
}

static void after_free(void)
{
	char *object = kmalloc(64, GFP_KERNEL);

	kfree(object);
	if (object)
		pr_info("planted: %d\n", ((volatile char *)object)[one]);
}

/* A shift further than the type is wide: UBSAN. */
static void too_far(void)
{
	int distance = 40 * one;

	pr_info("planted: %d\n", one << distance);
}

/* Two locks in both orders: lockdep, without ever being stuck. */
static void both_orders(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

/* A lock that sleeps on a real-time kernel, inside one that never does. */
static void sleeping_in_raw(void)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&raw, flags);
	spin_lock(&sleeping);
	spin_unlock(&sleeping);
	raw_spin_unlock_irqrestore(&raw, flags);
}

static void sleep_in_atomic(void)
{
	spin_lock(&sleeping);
	might_sleep();
	spin_unlock(&sleeping);
}

/* Several, since the last may still be in a register when kmemleak looks. */
static void leak(void)
{
	int i;

	for (i = 0; i < 20; i++)
		(void)kmalloc(1000, GFP_KERNEL);
}

static void never_fires(struct timer_list *timer)
{
}

/* Freeing a timer that runs: debug objects. */
static void free_active_timer(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, never_fires, 0);
	mod_timer(timer, jiffies + 3600 * HZ);
	kfree(timer);
}

static void list_twice(void)
{
	static LIST_HEAD(list);
	static struct list_head entry;

	list_add(&entry, &list);
	list_add(&entry, &list);
}

static int blocked(void *unused)
{
	wait_for_completion(&never);
	return 0;
}

static void hang(void)
{
	kthread_run(blocked, NULL, "dsmil_plant");
}

static unsigned long shared;

static int racer(void *unused)
{
	unsigned long end = jiffies + 5 * HZ;

	while (time_before(jiffies, end)) {
		shared++;
		cond_resched();
	}
	return 0;
}

/* Two threads at one plain variable: KCSAN. */
static void race(void)
{
	kthread_run(racer, NULL, "dsmil_plant/0");
	kthread_run(racer, NULL, "dsmil_plant/1");
	msleep(6000);
}

static const struct {
	const char *name;
	void (*plant)(void);
} plants[] = {
	{ "beyond-object", beyond_object },
	{ "beyond-vmalloc", beyond_vmalloc },
	{ "after-free", after_free },
	{ "shift", too_far },
	{ "both-orders", both_orders },
	{ "sleeping-in-raw", sleeping_in_raw },
	{ "sleep-in-atomic", sleep_in_atomic },
	{ "leak", leak },
	{ "free-active-timer", free_active_timer },
	{ "list-twice", list_twice },
	{ "hang", hang },
	{ "race", race },
};

static int plant_set(const char *value, const struct kernel_param *param)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(plants); i++) {
		if (sysfs_streq(plants[i].name, value)) {
			plants[i].plant();
			return 0;
		}
	}
	return -EINVAL;
}

static const struct kernel_param_ops plant_ops = {
	.set = plant_set,
};
module_param_cb(plant, &plant_ops, NULL, 0200);
MODULE_PARM_DESC(plant, "writing a name plants that fault");

static int __init dsmil_plant_init(void)
{
	return 0;
}

static void __exit dsmil_plant_exit(void)
{
}

module_init(dsmil_plant_init);
module_exit(dsmil_plant_exit);
MODULE_DESCRIPTION("Plants faults for the debug kernel's own test");
MODULE_LICENSE("GPL");
