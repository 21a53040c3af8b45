// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs/dsmil/sim, with backend=sim alone: what the simulated devices do, one
 * command a write. For tests; it reaches no hardware, since there is none.
 *
 *   set TOKEN REGISTER VALUE     what the register reads
 *   temperature TOKEN MILLIDEGREES
 *   latency TOKEN NANOSECONDS    of each access
 *   fault TOKEN BITS VALUE       DSMIL_SIM_FAULT_ bits, and their value
 *   clear TOKEN                  no faults, no latency
 *   publish COUNT BYTES          so many raw records of that size
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/debugfs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "../hal/sim.h"
#include "driver.h"

#define LINE_MAX 80

static int publish(struct dsmil_core *core, u64 count, u32 size)
{
	u8 *payload;
	u64 i;

	if (size > DSMIL_RECORD_PAYLOAD_MAX || count > 1000000)
		return -ERANGE;
	payload = kzalloc(DSMIL_RECORD_PAYLOAD_MAX, GFP_KERNEL);
	if (!payload)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		memcpy(payload, &i, sizeof(i));
		/* A full ring counts what is dropped: that is what this is for. */
		(void)dsmil_core_publish(core, DSMIL_RECORD_RAW, 0, 0, payload, size);
	}
	kfree(payload);
	return 0;
}

static int command(struct dsmil_instance *instance, const char *line)
{
	struct dsmil_sim *sim = container_of(instance->hal, struct dsmil_sim, hal);
	unsigned long long value = 0;
	unsigned int token, number;
	long long celsius;
	u32 device;
	int position;

	if (sscanf(line, "publish %llu %u", &value, &number) == 2)
		return publish(&instance->core, value, number);
	if (sscanf(line, "%*s %i", &token) != 1)
		return -EINVAL;
	position = token > U16_MAX ? -1 : dsmil_device_position(token);
	if (position < 0)
		return -ENODEV;
	device = position;
	if (sscanf(line, "set %*i %u %llx", &number, &value) == 2)
		return dsmil_sim_set_register(sim, device, number, value);
	if (sscanf(line, "temperature %*i %lld", &celsius) == 1)
		return dsmil_sim_set_temperature(sim, device, celsius);
	if (sscanf(line, "latency %*i %llu", &value) == 1)
		return dsmil_sim_set_latency(sim, device, value);
	if (sscanf(line, "fault %*i %x %llx", &number, &value) == 2)
		return dsmil_sim_fault(sim, device, number, value);
	if (!strncmp(line, "clear ", 6))
		return dsmil_sim_clear(sim, device);
	return -EINVAL;
}

static ssize_t control_write(struct file *file, const char __user *from, size_t size,
			     loff_t *offset)
{
	char line[LINE_MAX];
	int error;

	if (size >= sizeof(line))
		return -E2BIG;
	if (copy_from_user(line, from, size))
		return -EFAULT;
	line[size] = '\0';
	error = command(file->private_data, line);
	return error ? error : size;
}

static const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = control_write,
};

void dsmil_sim_control_init(struct dsmil_instance *instance, struct dentry *dir)
{
	debugfs_create_file("sim", 0200, dir, instance, &control_fops);
}
