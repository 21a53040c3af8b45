// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of the platform device, for people and scripts; all read-only. The
 * promise is in Documentation/ABI/testing/sysfs-platform-dsmil.
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/device.h>
#include <linux/module.h>
#include <linux/sysfs.h>

#include "driver.h"

static struct dsmil_core *core_of(struct device *dev)
{
	struct dsmil_instance *instance = dev_get_drvdata(dev);

	return &instance->core;
}

static ssize_t version_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", core_of(dev)->config.version);
}
static DEVICE_ATTR_RO(version);

static ssize_t abi_version_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", DSMIL_ABI_VERSION);
}
static DEVICE_ATTR_RO(abi_version);

static ssize_t instance_id_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%016llx\n", core_of(dev)->instance_id);
}
static DEVICE_ATTR_RO(instance_id);

static ssize_t backend_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", core_of(dev)->hal->ops->name);
}
static DEVICE_ATTR_RO(backend);

static ssize_t allow_writes_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", core_of(dev)->config.allow_writes);
}
static DEVICE_ATTR_RO(allow_writes);

static ssize_t present_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct dsmil_core *core = core_of(dev);
	unsigned int i, present = 0;

	for (i = 0; i < DSMIL_DEVICE_COUNT; i++)
		present += core->devices[i].present;
	return sysfs_emit(buf, "%u\n", present);
}
static DEVICE_ATTR_RO(present);

static ssize_t registry_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", READ_ONCE(core_of(dev)->registry_lost) ? "lost" : "ok");
}
static DEVICE_ATTR_RO(registry);

/* Whoever cannot tell says latched. */
static ssize_t stop_state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	static const char *const names[] = {
		[DSMIL_STOP_LATCHED] = "latched",
		[DSMIL_STOP_RESET_PENDING] = "reset-pending",
		[DSMIL_STOP_READY] = "ready",
		[DSMIL_STOP_RUN] = "run",
	};
	u32 state = READ_ONCE(core_of(dev)->stop.state);

	return sysfs_emit(buf, "%s\n",
			  state < ARRAY_SIZE(names) && names[state] ? names[state] : "latched");
}
static DEVICE_ATTR_RO(stop_state);

static ssize_t stop_cause_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	static const char *const names[] = {
		[DSMIL_CAUSE_LOAD] = "load",
		[DSMIL_CAUSE_REQUEST] = "request",
		[DSMIL_CAUSE_HELPER] = "helper",
		[DSMIL_CAUSE_DEADMAN_EXPIRED] = "deadman-expired",
		[DSMIL_CAUSE_DEADMAN_CLOSED] = "deadman-closed",
		[DSMIL_CAUSE_REGISTRY_LOST] = "registry-lost",
		[DSMIL_CAUSE_RESUME_FAILED] = "resume-failed",
		[DSMIL_CAUSE_GONE] = "gone",
	};
	u32 cause = READ_ONCE(core_of(dev)->stop.cause);

	return sysfs_emit(buf, "%s\n",
			  cause < ARRAY_SIZE(names) && names[cause] ? names[cause] : "unknown");
}
static DEVICE_ATTR_RO(stop_cause);

static ssize_t stop_generation_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(core_of(dev)->stop.generation));
}
static DEVICE_ATTR_RO(stop_generation);

static struct attribute *dsmil_attrs[] = {
	&dev_attr_version.attr,
	&dev_attr_abi_version.attr,
	&dev_attr_instance_id.attr,
	&dev_attr_backend.attr,
	&dev_attr_allow_writes.attr,
	&dev_attr_present.attr,
	&dev_attr_registry.attr,
	&dev_attr_stop_state.attr,
	&dev_attr_stop_cause.attr,
	&dev_attr_stop_generation.attr,
	NULL
};

static const struct attribute_group dsmil_group = {
	.attrs = dsmil_attrs,
};

const struct attribute_group *dsmil_attribute_groups[] = {
	&dsmil_group,
	NULL
};
