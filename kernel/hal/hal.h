/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * A hardware backend: one small table of operations, and no policy. The core
 * has decided before it calls; a backend still refuses quarantined tokens, so
 * that a mistake above it cannot reach them.
 *
 * Every effect is a register write. control() translates RESET, ACTIVATE and
 * DEACTIVATE into a value for the control register, DSMIL_CONTROL_REGISTER.
 *
 * read, write and sample are called under the device's gate, a raw spinlock with
 * interrupts off: they are short and never sleep. They answer
 *   0         done
 *   -EAGAIN   not answered yet: ask again (the core has the deadline); a write
 *             was not taken, nothing was written
 *   -ENXIO    the device is not where it was: the registry is lost, nothing was
 *             written
 *   -ESTALE   a write happened, and after it the device was not where it was:
 *             the registry is lost
 *   -EIO      the hardware reports an error, *firmware_status says which; a
 *             write may have happened
 *   -EACCES   a quarantined token: the core is wrong, nothing was touched
 */
#ifndef DSMIL_HAL_H
#define DSMIL_HAL_H

#include "../core/port.h"

#define DSMIL_CONTROL_REGISTER	0

struct dsmil_hal;

struct dsmil_sample {
	u32 registers[DSMIL_REGISTER_COUNT];
	u32 register_mask;		/* which of them were read */
	u32 firmware_status;
	s32 temperature_mc;		/* S32_MIN when the device has none */
	u8 power_state;			/* enum dsmil_device_power_state */
};

struct dsmil_hal_ops {
	const char *name;
	u32 backend;			/* enum dsmil_backend */
	u32 register_count;
	u32 writable_mask;		/* registers that WRITE may set */
	u32 config_mask;		/* registers that CONFIG may set */
	u32 operation_mask;		/* bit t: has enum dsmil_operation_type t */

	/* Is the device there? Asked once, at start; may sleep. */
	bool (*present)(struct dsmil_hal *hal, u32 device);
	/* All registers at once, for the state page. */
	int (*sample)(struct dsmil_hal *hal, u32 device, struct dsmil_sample *sample);
	int (*read)(struct dsmil_hal *hal, u32 device, u32 reg, u32 *value,
		    u32 *firmware_status);
	/* Begins a write; read tells by its value when it is through. */
	int (*write)(struct dsmil_hal *hal, u32 device, u32 reg, u32 value,
		     u32 *firmware_status);
	/*
	 * The value that performs an operation, given the control register's
	 * present one; *expect and *mask say how it reads once it is through.
	 * Pure.
	 */
	int (*control)(struct dsmil_hal *hal, u32 type, u32 current_value, u32 *value,
		       u32 *expect, u32 *mask);
	/*
	 * After a suspend: is everything where it was? 0 or -ENXIO. May be NULL;
	 * may sleep.
	 */
	int (*verify)(struct dsmil_hal *hal);
};

/* Backends embed this first. @device is a position in the device table, 0..83. */
struct dsmil_hal {
	const struct dsmil_hal_ops *ops;
};

#endif
