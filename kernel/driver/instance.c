// SPDX-License-Identifier: GPL-2.0-only
/* One binding of the driver, from its making to the last file that knows it. */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "driver.h"

static const struct dsmil_host_ops host_ops = {
	.wake_data = dsmil_host_wake_data,
	.backstop = dsmil_host_backstop,
	.wake_stop = dsmil_host_wake_stop,
	.deadman_at = dsmil_host_deadman_at,
	.tick_soon = dsmil_host_tick_soon,
	.ring_alloc = dsmil_ring_alloc,
	.ring_free = dsmil_ring_free,
	.wait = dsmil_host_wait,
};

static void inflight_drained(struct percpu_ref *ref)
{
	struct dsmil_instance *instance = container_of(ref, struct dsmil_instance, inflight);

	complete(&instance->drained);
}

static int start_core(struct dsmil_instance *instance, const struct dsmil_parameters *parameters,
		      bool forced)
{
	const struct dsmil_config config = {
		.allow_writes = parameters->allow_writes,
		.forced = forced,
		.thermal_none = parameters->thermal_none,
		.thermal_limit_mc = parameters->thermal_limit_mc,
		.spacing_us = parameters->spacing_us,
		.poll_ms = parameters->poll_ms,
		.ring_size_max = parameters->ring_size_max,
		.version = THIS_MODULE->version,
	};

	instance->host_ops = host_ops;
	if (parameters->thermal_zone)
		instance->host_ops.thermal = dsmil_host_thermal;
	return dsmil_core_start(&instance->core, &instance->host_ops, instance, instance->hal,
				&config, instance->state);
}

/* What dsmil_instance_create has made, backwards; the hardware has been let go. */
static void destroy(struct dsmil_instance *instance)
{
	instance->backend->destroy(instance->hal);
	percpu_ref_exit(&instance->inflight);
	vfree(instance->state);
	put_device(instance->dev);
	kfree(instance);
}

static void last_user_gone(struct kref *users)
{
	struct dsmil_instance *instance = container_of(users, struct dsmil_instance, users);

	dsmil_timers_end(instance);
	dsmil_core_end(&instance->core);
	destroy(instance);
}

void dsmil_instance_get(struct dsmil_instance *instance)
{
	kref_get(&instance->users);
}

void dsmil_instance_put(struct dsmil_instance *instance)
{
	kref_put(&instance->users, last_user_gone);
}

/* From here on nobody new comes in, and who is in is told and waited for. */
static void unbind(struct dsmil_instance *instance)
{
	dsmil_core_gone(&instance->core);
	percpu_ref_kill(&instance->inflight);
	wait_for_completion(&instance->drained);
	dsmil_sampling_stop(instance);
	instance->backend->let_go(instance->hal);
}

struct dsmil_instance *dsmil_instance_create(struct device *dev,
					     const struct dsmil_parameters *parameters)
{
	struct dsmil_instance *instance = kzalloc(sizeof(*instance), GFP_KERNEL);
	bool forced;
	int error;

	if (!instance)
		return ERR_PTR(-ENOMEM);
	kref_init(&instance->users);
	init_completion(&instance->drained);
	instance->dev = get_device(dev);
	instance->backend = dsmil_backend_find(parameters->backend);
	dsmil_timers_init(instance);
	error = -ENOMEM;
	instance->state = vmalloc_user(DSMIL_STATE_MAP_SIZE);
	if (!instance->state)
		goto free;
	error = percpu_ref_init(&instance->inflight, inflight_drained, 0, GFP_KERNEL);
	if (error)
		goto free_state;
	error = dsmil_backend_allowed(instance->backend, parameters, &forced);
	if (error)
		goto exit_inflight;
	instance->hal = instance->backend->create(parameters);
	error = PTR_ERR_OR_ZERO(instance->hal);
	if (error)
		goto exit_inflight;
	error = start_core(instance, parameters, forced);
	if (error) {
		instance->backend->let_go(instance->hal);
		destroy(instance);
		return ERR_PTR(error);
	}
	/* From here on timers may run, so that the way back is the one of every instance. */
	error = dsmil_pm_init(instance);
	if (error)
		goto unbind;
	instance->misc.minor = MISC_DYNAMIC_MINOR;
	instance->misc.name = "dsmil";
	instance->misc.mode = 0660;
	instance->misc.fops = &dsmil_file_operations;
	instance->misc.parent = dev;
	error = misc_register(&instance->misc);
	if (error)
		goto end_pm;
	dsmil_debugfs_init(instance);
	dsmil_sampling_start(instance);
	return instance;

end_pm:
	dsmil_pm_end(instance);
unbind:
	unbind(instance);
	dsmil_instance_put(instance);
	return ERR_PTR(error);

exit_inflight:
	percpu_ref_exit(&instance->inflight);
free_state:
	vfree(instance->state);
free:
	put_device(dev);
	kfree(instance);
	return ERR_PTR(error);
}

void dsmil_instance_remove(struct dsmil_instance *instance)
{
	misc_deregister(&instance->misc);
	dsmil_debugfs_end(instance);
	dsmil_pm_end(instance);
	unbind(instance);
	dsmil_instance_put(instance);
}
