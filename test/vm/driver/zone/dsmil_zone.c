// SPDX-License-Identifier: GPL-2.0-only
/* A thermal zone that reads what a test says: the module's parameter, or an error. */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/thermal.h>

static int millicelsius = 20000;
module_param(millicelsius, int, 0644);
MODULE_PARM_DESC(millicelsius, "what the zone reads");

static int failure;
module_param(failure, int, 0644);
MODULE_PARM_DESC(failure, "the errno that it answers with instead, 0 none");

static struct thermal_zone_device *zone;

static int get_temp(struct thermal_zone_device *device, int *value)
{
	*value = millicelsius;
	return -failure;
}

static struct thermal_zone_device_ops ops = {
	.get_temp = get_temp,
};

static int __init zone_init(void)
{
	zone = thermal_zone_device_register("dsmil-zone", 0, 0, NULL, &ops, NULL, 0, 0);
	return PTR_ERR_OR_ZERO(zone);
}

static void __exit zone_exit(void)
{
	thermal_zone_device_unregister(zone);
}

module_init(zone_init);
module_exit(zone_exit);
MODULE_DESCRIPTION("A thermal zone for the tests of dsmil");
MODULE_LICENSE("GPL");
