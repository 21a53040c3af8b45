// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware's window in I/O ports: a 16-bit token written to 0x164e selects a
 * device, whose status is then read from 0x164f (bit 0: active).
 *
 * Only reading is offered. No published source says how an effect is issued, and a
 * guessed write protocol to firmware that may wipe a machine has no place here.
 *
 * The window is one for all devices, so that select and status are one section
 * under a lock of this backend, inside the device's gate. A quarantined token is
 * never selected: selecting is the access. All ones is what a port answers that
 * nobody decodes: not answered.
 */
#define pr_fmt(fmt) "dsmil: smi: " fmt

#include <linux/err.h>
#include <linux/io.h>
#include <linux/ioport.h>

#include "hardware.h"
#include "../driver/trace.h"

#define PORT_SELECT	0x164e
#define PORT_STATUS	0x164f	/* also the upper half of what is written to PORT_SELECT */
#define PORT_COUNT	2

#define STATUS_ACTIVE	0x01
#define STATUS_NOBODY	0xff

#define REGISTER_STATUS	DSMIL_CONTROL_REGISTER

struct dsmil_smi {
	struct dsmil_hal hal;		/* first: what the core is given */
	struct dsmil_raw_lock window;	/* guards the select and status pair */
	bool held;			/* the ports are ours; cleared when nothing is in flight */
};

static struct dsmil_smi *smi_of(struct dsmil_hal *hal)
{
	return container_of(hal, struct dsmil_smi, hal);
}

static int read_status(struct dsmil_smi *smi, u32 device, u8 *status)
{
	u16 token = dsmil_device_table[device].token;
	unsigned long flags;
	int error = 0;

	if (dsmil_token_quarantined(token))
		return -EACCES;
	if (!smi->held)
		return -ENXIO;
	dsmil_raw_lock(&smi->window, flags);
	outw(token, PORT_SELECT);
	*status = inb(PORT_STATUS);
	dsmil_raw_unlock(&smi->window, flags);
	if (*status == STATUS_NOBODY)
		error = -EAGAIN;
	trace_dsmil_access(token, REGISTER_STATUS, false, *status, error);
	return error;
}

/* The ports list nothing: what the table has, and may be selected, counts as there. */
static bool smi_present(struct dsmil_hal *hal, u32 device)
{
	return !dsmil_token_quarantined(dsmil_device_table[device].token);
}

static int smi_sample(struct dsmil_hal *hal, u32 device, struct dsmil_sample *sample)
{
	u8 status;
	int error = read_status(smi_of(hal), device, &status);

	if (error)
		return error;
	memset(sample, 0, sizeof(*sample));
	sample->registers[REGISTER_STATUS] = status;
	sample->register_mask = BIT(REGISTER_STATUS);
	sample->firmware_status = status;
	sample->temperature_mc = S32_MIN;
	sample->power_state = status & STATUS_ACTIVE ? DSMIL_POWER_ACTIVE : DSMIL_POWER_IDLE;
	return 0;
}

static int smi_read(struct dsmil_hal *hal, u32 device, u32 reg, u32 *value, u32 *firmware_status)
{
	u8 status;
	int error;

	*firmware_status = 0;
	if (reg != REGISTER_STATUS)
		return -EIO;
	error = read_status(smi_of(hal), device, &status);
	if (!error) {
		*value = status;
		*firmware_status = status;
	}
	return error;
}

/* Not in the operation mask: whoever calls them is wrong. */
static int smi_write(struct dsmil_hal *hal, u32 device, u32 reg, u32 value, u32 *firmware_status)
{
	*firmware_status = 0;
	return -EACCES;
}

static int smi_control(struct dsmil_hal *hal, u32 type, u32 current_value, u32 *value, u32 *expect,
		       u32 *mask)
{
	return -EINVAL;
}

static const struct dsmil_hal_ops smi_ops = {
	.name = "smi",
	.backend = DSMIL_BACKEND_SMI,
	.register_count = 1,
	.operation_mask = BIT(DSMIL_OPERATION_READ),
	.present = smi_present,
	.sample = smi_sample,
	.read = smi_read,
	.write = smi_write,
	.control = smi_control,
};

struct dsmil_hal *dsmil_smi_create(void)
{
	struct dsmil_smi *smi = kzalloc(sizeof(*smi), GFP_KERNEL);

	if (!smi)
		return ERR_PTR(-ENOMEM);
	smi->hal.ops = &smi_ops;
	dsmil_raw_init(&smi->window);
	if (!request_region(PORT_SELECT, PORT_COUNT, "dsmil")) {
		pr_err("the ports 0x%x-0x%x are another driver's: see /proc/ioports\n", PORT_SELECT,
		       PORT_STATUS);
		kfree(smi);
		return ERR_PTR(-EBUSY);
	}
	smi->held = true;
	return &smi->hal;
}

void dsmil_smi_let_go(struct dsmil_hal *hal)
{
	smi_of(hal)->held = false;
	release_region(PORT_SELECT, PORT_COUNT);
}

void dsmil_smi_destroy(struct dsmil_hal *hal)
{
	kfree(smi_of(hal));
}
