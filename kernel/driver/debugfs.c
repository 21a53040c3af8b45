// SPDX-License-Identifier: GPL-2.0-only
/* What helps whoever debugs the driver. Nothing here is promised. */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "driver.h"

static int devices_show(struct seq_file *out, void *unused)
{
	struct dsmil_instance *instance = out->private;
	unsigned int i;

	seq_puts(out, "token  flags power firmware   registers 0 and 1      operations failures refusals\n");
	for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
		struct dsmil_device *device = &instance->core.devices[i];
		struct dsmil_device_state state;
		unsigned long flags;

		dsmil_raw_lock(&device->gate, flags);
		state = device->entry->state;
		dsmil_raw_unlock(&device->gate, flags);
		seq_printf(out, "0x%04x 0x%03x %u     0x%08x 0x%08x 0x%08x %llu %llu %llu\n",
			   state.token, state.flags, state.power_state, state.firmware_status,
			   state.registers[0], state.registers[1], state.operation_count,
			   state.failure_count, state.refusal_count);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(devices);

static int ring_show(struct seq_file *out, void *unused)
{
	struct dsmil_instance *instance = out->private;
	struct dsmil_ring *ring = &instance->core.ring;
	struct dsmil_ring copy;
	unsigned long flags;

	dsmil_raw_lock(&ring->lock, flags);
	copy = *ring;
	dsmil_raw_unlock(&ring->lock, flags);
	if (copy.consumer)
		seq_printf(out, "size %llu head %llu accepted %llu\n", copy.mask + 1, copy.head,
			   copy.accepted);
	else
		seq_puts(out, "not set up\n");
	seq_printf(out, "generation %llu next_seq %llu published %llu wakeups %llu\n",
		   copy.generation, copy.next_seq, copy.published, copy.wakeups);
	seq_printf(out, "lost %llu bytes %llu critical %llu faults %llu\n", copy.lost_total,
		   copy.lost_bytes, copy.lost_critical, copy.faults);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(ring);

/* The counters of DSMIL_IOC_STATS, for who has no program at hand. */
static int stats_show(struct seq_file *out, void *unused)
{
	struct dsmil_instance *instance = out->private;
	struct dsmil_counters *counters = &instance->core.counters;
	unsigned int i;

	seq_printf(out, "reads %llu effects %llu timeouts %llu samples %llu files %llu\n",
		   READ_ONCE(counters->reads), READ_ONCE(counters->effects),
		   READ_ONCE(counters->timeouts), READ_ONCE(counters->samples),
		   READ_ONCE(counters->open_files));
	seq_printf(out, "tx prepared %llu committed %llu aborted %llu rolled-back %llu uncertain %llu\n",
		   READ_ONCE(counters->tx_prepared), READ_ONCE(counters->tx_committed),
		   READ_ONCE(counters->tx_aborted), READ_ONCE(counters->tx_rolled_back),
		   READ_ONCE(counters->tx_uncertain));
	for (i = 0; i < DSMIL_REASON_SLOTS; i++) {
		u64 refusals = READ_ONCE(counters->refusals[i]);

		if (refusals)
			seq_printf(out, "refused for reason %u: %llu\n", i, refusals);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(stats);

void dsmil_debugfs_init(struct dsmil_instance *instance)
{
	struct dentry *dir = debugfs_create_dir("dsmil", NULL);

	/* Errors are for debugfs to know: it takes a dentry that is none. */
	instance->debugfs = dir;
	debugfs_create_file("devices", 0400, dir, instance, &devices_fops);
	debugfs_create_file("ring", 0400, dir, instance, &ring_fops);
	debugfs_create_file("stats", 0400, dir, instance, &stats_fops);
	if (instance->hal->ops->backend == DSMIL_BACKEND_SIM)
		dsmil_sim_control_init(instance, dir);
}

/* Returns when nobody reads any of them any more. */
void dsmil_debugfs_end(struct dsmil_instance *instance)
{
	debugfs_remove_recursive(instance->debugfs);
}
