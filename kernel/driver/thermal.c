// SPDX-License-Identifier: GPL-2.0-only
/*
 * The temperature that effects depend on: a thermal zone by name. It is looked up
 * at each use, since zones come and go with other drivers and are not counted; one
 * that is not there is an unknown temperature, which refuses effects.
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/err.h>
#include <linux/thermal.h>

#include "../hal/sim.h"
#include "driver.h"

/* The simulated devices' hottest one, with backend=sim. */
#define ZONE_SIMULATED	"sim"

static const char *zone_name;	/* fixed at load */

int dsmil_thermal_init(const struct dsmil_parameters *parameters)
{
	zone_name = parameters->thermal_zone;
	if (!zone_name) {
		if (parameters->allow_writes && !parameters->thermal_none)
			pr_warn("no thermal_zone= and no thermal=none: effects will be refused\n");
		return 0;
	}
	if (parameters->thermal_none) {
		pr_err("thermal_zone=%s and thermal=none contradict each other: give one\n",
		       zone_name);
		return -EINVAL;
	}
	if (!strcmp(zone_name, ZONE_SIMULATED))
		return 0;
	if (IS_ERR(thermal_zone_get_zone_by_name(zone_name)))
		pr_warn("thermal_zone=%s: none or several of that name now; effects are refused until there is one\n",
			zone_name);
	return 0;
}

int dsmil_host_thermal(void *host, s32 *millicelsius)
{
	struct dsmil_instance *instance = host;
	struct thermal_zone_device *zone;
	int value, error;

	if (!strcmp(zone_name, ZONE_SIMULATED)) {
		if (instance->hal->ops->backend != DSMIL_BACKEND_SIM)
			return -ENODEV;
		*millicelsius = dsmil_sim_hottest(container_of(instance->hal, struct dsmil_sim,
							       hal));
		return *millicelsius == S32_MIN ? -ENODATA : 0;
	}
	zone = thermal_zone_get_zone_by_name(zone_name);
	if (IS_ERR(zone))
		return PTR_ERR(zone);
	error = thermal_zone_get_temp(zone, &value);
	if (!error)
		*millicelsius = value;
	return error;
}
