/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the driver's files know of each other.
 *
 * An instance is one binding of the driver. It lives until the last file is
 * closed and the last mapping is gone, however long ago the device was unbound
 * (users); the hardware is let go as soon as nothing is in flight (inflight).
 * Whoever may reach the hardware holds inflight: dsmil_enter, dsmil_leave.
 */
#ifndef DSMIL_DRIVER_H
#define DSMIL_DRIVER_H

#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/kref.h>
#include <linux/miscdevice.h>
#include <linux/notifier.h>
#include <linux/percpu-refcount.h>
#include <linux/platform_device.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "../core/core.h"

struct dsmil_backend_choice;

struct dsmil_instance {
	struct kref users;		/* the binding, and each open file */
	struct percpu_ref inflight;	/* what may reach the hardware now */
	struct completion drained;	/* inflight was killed and is zero */
	struct device *dev;		/* held until the end */
	struct miscdevice misc;
	struct dsmil_core core;
	struct dsmil_hal *hal;		/* memory lives until the end, hardware until unbound */
	const struct dsmil_backend_choice *backend;
	struct dsmil_state_page *state;	/* mapped by user space; until the end */
	struct dsmil_host_ops host_ops;

	wait_queue_head_t wait;		/* keyed by EPOLL bits */
	struct irq_work wake_data;
	struct irq_work wake_stop;
	struct irq_work tick_now;
	struct hrtimer deadman;
	struct hrtimer backstop;
	struct delayed_work tick;
	struct delayed_work sample;

	struct notifier_block pm;
	struct mutex pm_lock;		/* guards suspended */
	bool suspended;
	struct dentry *debugfs;
};

/* One open description. */
struct dsmil_open_file {
	struct dsmil_instance *instance;	/* held */
	struct dsmil_file file;
};

/* False: the device is gone, or going. */
static inline bool dsmil_enter(struct dsmil_instance *instance)
{
	return percpu_ref_tryget_live(&instance->inflight);
}

static inline void dsmil_leave(struct dsmil_instance *instance)
{
	percpu_ref_put(&instance->inflight);
}

static inline bool dsmil_is_gone(struct dsmil_instance *instance)
{
	return READ_ONCE(instance->core.gone);
}

/* ------------------------------------------------------ what was asked for */

/* Module parameters, checked. */
struct dsmil_parameters {
	const char *backend;
	bool allow_writes;
	bool force;
	u32 ring_size_max;
	u32 spacing_us;
	u32 poll_ms;
	const char *thermal_zone;	/* NULL: none named */
	bool thermal_none;
	s32 thermal_limit_mc;
	u64 mmio_base;
	u32 mmio_span;
};

/* backend.c */
struct dsmil_backend_choice {
	const char *name;
	bool hardware;			/* wants a DMI match or force=1 */
	struct dsmil_hal *(*create)(const struct dsmil_parameters *parameters);
	void (*let_go)(struct dsmil_hal *hal);
	void (*destroy)(struct dsmil_hal *hal);
};

const struct dsmil_backend_choice *dsmil_backend_find(const char *name);
/* May this machine have that hardware? Taints when only force=1 says so: *forced. */
int dsmil_backend_allowed(const struct dsmil_backend_choice *backend,
			  const struct dsmil_parameters *parameters, bool *forced);

/* instance.c */
struct dsmil_instance *dsmil_instance_create(struct device *dev,
					     const struct dsmil_parameters *parameters);
/* The device goes: returns when the hardware has been let go. */
void dsmil_instance_remove(struct dsmil_instance *instance);
void dsmil_instance_get(struct dsmil_instance *instance);
void dsmil_instance_put(struct dsmil_instance *instance);

/* file.c */
extern const struct file_operations dsmil_file_operations;
/* poll's answer, also for DSMIL_IOC_WAIT. */
__poll_t dsmil_file_events(struct dsmil_instance *instance, struct dsmil_file *file);

/* map.c */
int dsmil_mmap(struct file *file, struct vm_area_struct *vma);

/* ring_memory.c: the host operations for it */
int dsmil_ring_alloc(void *host, u64 data_size, struct dsmil_ring_memory *memory);
void dsmil_ring_free(void *host, struct dsmil_ring_memory *memory);
/* Maps the pages @first to @first + the length of the area. */
int dsmil_ring_map(const struct dsmil_ring_memory *memory, struct vm_area_struct *vma,
		   unsigned long first);

/* timers.c */
void dsmil_timers_init(struct dsmil_instance *instance);
void dsmil_sampling_start(struct dsmil_instance *instance);
void dsmil_sampling_stop(struct dsmil_instance *instance);
/* Nothing asks for them any more; returns when none runs. */
void dsmil_timers_end(struct dsmil_instance *instance);
void dsmil_host_wake_data(void *host);
void dsmil_host_backstop(void *host);
void dsmil_host_wake_stop(void *host);
void dsmil_host_deadman_at(void *host, u64 deadline_ns);
void dsmil_host_tick_soon(void *host);
int dsmil_host_wait(void *host, struct dsmil_file *file, u32 events, u32 timeout_ms, u32 *ready);

/* thermal.c */
int dsmil_thermal_init(const struct dsmil_parameters *parameters);
int dsmil_host_thermal(void *host, s32 *millicelsius);

/* pm.c */
extern const struct dev_pm_ops dsmil_pm_ops;
int dsmil_pm_init(struct dsmil_instance *instance);
void dsmil_pm_end(struct dsmil_instance *instance);

/* sysfs.c, debugfs.c, sim_control.c */
extern const struct attribute_group *dsmil_attribute_groups[];
void dsmil_debugfs_init(struct dsmil_instance *instance);
void dsmil_debugfs_end(struct dsmil_instance *instance);
void dsmil_sim_control_init(struct dsmil_instance *instance, struct dentry *dir);

#endif
