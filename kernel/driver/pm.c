// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suspend and resume. From before the first process is frozen until after the last
 * one is thawed, effects are refused and the deadman pauses: a frozen process sends
 * no beats, and that is not its death. Hence a notifier, which spans it all; the
 * device's own callbacks come too late and too early for that.
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/pm.h>
#include <linux/suspend.h>

#include "driver.h"

static void suspend(struct dsmil_instance *instance)
{
	mutex_lock(&instance->pm_lock);
	if (!instance->suspended) {
		instance->suspended = true;
		dsmil_sampling_stop(instance);
		dsmil_core_suspend(&instance->core);
	}
	mutex_unlock(&instance->pm_lock);
}

static void resume(struct dsmil_instance *instance)
{
	mutex_lock(&instance->pm_lock);
	if (instance->suspended && dsmil_enter(instance)) {
		dsmil_core_resume(&instance->core);
		instance->suspended = false;
		dsmil_sampling_start(instance);
		/* Leases and the reset window went on meanwhile. */
		dsmil_host_tick_soon(instance);
		dsmil_leave(instance);
	}
	mutex_unlock(&instance->pm_lock);
}

static int pm_notify(struct notifier_block *block, unsigned long action, void *data)
{
	struct dsmil_instance *instance = container_of(block, struct dsmil_instance, pm);

	switch (action) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
	case PM_RESTORE_PREPARE:
		suspend(instance);
		break;
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		resume(instance);
		break;
	}
	return NOTIFY_DONE;
}

/* For whoever suspends without telling: suspended it stays until somebody says resumed. */
static int __maybe_unused device_suspend(struct device *dev)
{
	suspend(dev_get_drvdata(dev));
	return 0;
}

const struct dev_pm_ops dsmil_pm_ops = {
	.suspend = pm_sleep_ptr(device_suspend),
	.freeze = pm_sleep_ptr(device_suspend),
	.poweroff = pm_sleep_ptr(device_suspend),
};

int dsmil_pm_init(struct dsmil_instance *instance)
{
	mutex_init(&instance->pm_lock);
	instance->pm.notifier_call = pm_notify;
	return register_pm_notifier(&instance->pm);
}

void dsmil_pm_end(struct dsmil_instance *instance)
{
	unregister_pm_notifier(&instance->pm);
}
