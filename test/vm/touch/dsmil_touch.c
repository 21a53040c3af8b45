// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes accesses one by one, so that the tests can show what the witnesses see:
 *
 *   modprobe dsmil_touch do=r:0x4,w:0x1c:0x5,out:0x164e:0x8003,in:0x164f
 *
 *   r:OFFSET            read the 32-bit word at that offset of the registry
 *   w:OFFSET:VALUE      write it
 *   out:PORT:VALUE      16-bit write to a port
 *   outb:PORT:VALUE     8-bit write
 *   in:PORT             8-bit read
 *
 * Reads report their value in the log. Everything happens while it loads; a second time
 * needs an rmmod between.
 */
#include <linux/io.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#define REGISTRY_BASE 0x60000000UL
#define REGISTRY_BYTES 0x1000UL

static char *actions = "";
module_param_named(do, actions, charp, 0444);
MODULE_PARM_DESC(do, "what to touch, separated by commas");

static int dsmil_touch_one(void __iomem *registry, char *action)
{
	char *verb = strsep(&action, ":");
	unsigned int at, value = 0;
	char *where = strsep(&action, ":");

	if (!where || kstrtouint(where, 0, &at) || (action && kstrtouint(action, 0, &value)))
		return -EINVAL;
	if (!strcmp(verb, "r") || !strcmp(verb, "w")) {
		if (!registry || at % 4 || at >= REGISTRY_BYTES)
			return -ERANGE;
		if (*verb == 'w')
			writel(value, registry + at);
		else
			pr_info("dsmil_touch: word 0x%x is 0x%08x\n", at, readl(registry + at));
	} else if (!strcmp(verb, "out")) {
		outw(value, at);
	} else if (!strcmp(verb, "outb")) {
		outb(value, at);
	} else if (!strcmp(verb, "in")) {
		pr_info("dsmil_touch: port 0x%x is 0x%02x\n", at, inb(at));
	} else {
		return -EINVAL;
	}
	return 0;
}

static int __init dsmil_touch_init(void)
{
	void __iomem *registry = ioremap(REGISTRY_BASE, REGISTRY_BYTES);
	char *copy = kstrdup(actions, GFP_KERNEL), *rest = copy, *action;
	int error = copy ? 0 : -ENOMEM;

	while (!error && rest && (action = strsep(&rest, ",")))
		if (*action)
			error = dsmil_touch_one(registry, action);
	kfree(copy);
	if (registry)
		iounmap(registry);
	return error;
}

static void __exit dsmil_touch_exit(void)
{
}

module_init(dsmil_touch_init);
module_exit(dsmil_touch_exit);
MODULE_DESCRIPTION("Touches registers and ports for the witnesses' own test");
MODULE_LICENSE("GPL");
