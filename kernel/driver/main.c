// SPDX-License-Identifier: GPL-2.0-only
/* The module: its parameters, its one platform device, and the driver for it. */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/err.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "../hal/hardware.h"
#include "compat.h"
#include "driver.h"

#define POLL_MS_MAX	3600000
#define SPACING_US_MAX	10000000

static char *backend = "sim";
module_param(backend, charp, 0444);
MODULE_PARM_DESC(backend, "sim (default), mmio or smi");

static bool allow_writes;
module_param(allow_writes, bool, 0444);
MODULE_PARM_DESC(allow_writes, "1: effects are possible at all (default 0: read-only)");

static bool force;
module_param(force, bool, 0444);
MODULE_PARM_DESC(force, "1: mmio and smi on a machine that is not known to have the devices; taints the kernel (default 0)");

static uint ring_size_max = DSMIL_RING_SIZE_MAX;
module_param(ring_size_max, uint, 0444);
MODULE_PARM_DESC(ring_size_max, "largest ring that may be asked for, bytes, a power of two, 16384 to 67108864 (default 67108864)");

static uint spacing_us = 1000;
module_param(spacing_us, uint, 0444);
MODULE_PARM_DESC(spacing_us, "least time between effects on one device, microseconds, 0 to 10000000 (default 1000)");

static uint poll_ms = 1000;
module_param(poll_ms, uint, 0444);
MODULE_PARM_DESC(poll_ms, "sampling period, milliseconds, 0 off to 3600000 (default 1000)");

static char *thermal_zone;
module_param(thermal_zone, charp, 0444);
MODULE_PARM_DESC(thermal_zone, "type of the thermal zone that effects depend on, or sim with backend=sim (default: none, effects are refused)");

static char *thermal;
module_param(thermal, charp, 0444);
MODULE_PARM_DESC(thermal, "none: effects are possible without a sensor");

static int thermal_limit_mc = 85000;
module_param(thermal_limit_mc, int, 0444);
MODULE_PARM_DESC(thermal_limit_mc, "effects are refused at or above it, millidegrees Celsius, -40000 to 150000 (default 85000)");

static unsigned long long mmio_base = DSMIL_MMIO_BASE_DEFAULT;
module_param(mmio_base, ullong, 0444);
MODULE_PARM_DESC(mmio_base, "physical address of the registry (default 0x60000000)");

static uint mmio_span = DSMIL_MMIO_SPAN_DEFAULT;
module_param(mmio_span, uint, 0444);
MODULE_PARM_DESC(mmio_span, "bytes of it that are scanned, a multiple of 8 up to 65536 (default 4096)");

static struct dsmil_parameters parameters;	/* the above, checked; fixed at load */
static struct platform_device *device;
static int probe_error = -ENODEV;		/* of the first probe: what the load answers */

/* A parameter that was given empty is as one not given. */
static const char *given(const char *value)
{
	return value && *value ? value : NULL;
}

static int check_parameters(void)
{
	if (!dsmil_backend_find(backend)) {
		pr_err("backend=%s: sim, mmio or smi is wanted\n", backend);
		return -EINVAL;
	}
	if (ring_size_max < DSMIL_RING_SIZE_MIN || ring_size_max > DSMIL_RING_SIZE_MAX ||
	    !is_power_of_2(ring_size_max)) {
		pr_err("ring_size_max=%u: a power of two from %u to %u is wanted\n", ring_size_max,
		       DSMIL_RING_SIZE_MIN, DSMIL_RING_SIZE_MAX);
		return -EINVAL;
	}
	if (spacing_us > SPACING_US_MAX) {
		pr_err("spacing_us=%u: 0 to %u is wanted\n", spacing_us, SPACING_US_MAX);
		return -EINVAL;
	}
	if (poll_ms > POLL_MS_MAX) {
		pr_err("poll_ms=%u: 0 (off) to %u is wanted\n", poll_ms, POLL_MS_MAX);
		return -EINVAL;
	}
	if (thermal_limit_mc < -40000 || thermal_limit_mc > 150000) {
		pr_err("thermal_limit_mc=%d: -40000 to 150000 is wanted\n", thermal_limit_mc);
		return -EINVAL;
	}
	if (given(thermal) && strcmp(thermal, "none")) {
		pr_err("thermal=%s: only none is known; a sensor is named by thermal_zone=\n",
		       thermal);
		return -EINVAL;
	}
	parameters = (struct dsmil_parameters){
		.backend = backend,
		.allow_writes = allow_writes,
		.force = force,
		.ring_size_max = ring_size_max,
		.spacing_us = spacing_us,
		.poll_ms = poll_ms,
		.thermal_zone = given(thermal_zone),
		.thermal_none = given(thermal),
		.thermal_limit_mc = thermal_limit_mc,
		.mmio_base = mmio_base,
		.mmio_span = mmio_span,
	};
	return dsmil_thermal_init(&parameters);
}

/* ---------------------------------------------------------------- driver */

static int dsmil_probe(struct platform_device *pdev)
{
	struct dsmil_instance *instance = dsmil_instance_create(&pdev->dev, &parameters);

	probe_error = PTR_ERR_OR_ZERO(instance);
	if (probe_error)
		return probe_error;
	platform_set_drvdata(pdev, instance);
	dev_info(&pdev->dev, "backend %s, effects %s, stop latched\n", parameters.backend,
		 parameters.allow_writes ? "allowed" : "not allowed");
	return 0;
}

static void dsmil_remove(struct platform_device *pdev)
{
	dsmil_instance_remove(platform_get_drvdata(pdev));
}

/* The machine goes down: nothing begins any more. */
static void dsmil_shutdown(struct platform_device *pdev)
{
	static const u8 detail[] = "shutdown";
	struct dsmil_instance *instance = platform_get_drvdata(pdev);

	dsmil_stop_latch(&instance->core, DSMIL_CAUSE_REQUEST, detail, sizeof(detail) - 1);
}

static struct platform_driver driver = {
	.probe = dsmil_probe,
	.DSMIL_REMOVE = dsmil_remove,
	.shutdown = dsmil_shutdown,
	.driver = {
		.name = "dsmil",
		.dev_groups = dsmil_attribute_groups,
		.pm = pm_sleep_ptr(&dsmil_pm_ops),
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
};

/* The driver core unbinds a device whose attributes it could not make, and tells nobody. */
static bool bound(void)
{
	bool is;

	device_lock(&device->dev);
	is = device->dev.driver;
	device_unlock(&device->dev);
	return is;
}

/* A load that cannot get at its hardware fails, and says why in the log. */
static int __init dsmil_init(void)
{
	int error = check_parameters();

	if (error)
		return error;
	error = platform_driver_register(&driver);
	if (error)
		return error;
	device = platform_device_register_simple("dsmil", PLATFORM_DEVID_NONE, NULL, 0);
	error = PTR_ERR_OR_ZERO(device);
	if (error)
		goto unregister_driver;
	error = probe_error;
	if (!error && !bound())
		error = -ENODEV;
	if (error)
		goto unregister_device;
	return 0;

unregister_device:
	platform_device_unregister(device);
unregister_driver:
	platform_driver_unregister(&driver);
	return error;
}

static void __exit dsmil_exit(void)
{
	platform_device_unregister(device);
	platform_driver_unregister(&driver);
}

module_init(dsmil_init);
module_exit(dsmil_exit);

MODULE_DESCRIPTION("DSMIL devices: state, operations under policy, events through a ring");
MODULE_AUTHOR("The DSMIL bridge authors");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
