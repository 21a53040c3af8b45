/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The simulated backend: a deterministic register model of all devices, with
 * latency and faults that a host (dsmil-sim, a test, the module's backend=sim)
 * sets. The same seed and the same calls give the same registers.
 *
 *   register  0      control and status: idle 0x00200000, bit 0 active,
 *                    bit 31 resets (and then reads as idle)
 *             1      identity, token << 8 | flags, read-only
 *             2      temperature in millidegrees, read-only
 *             3      error code, read-only
 *             4-7    configuration (CONFIG)
 *             8-15   data (WRITE)
 *
 * Each device has a raw lock of its own, inside the core's gate: what a host sets
 * needs no lock of the core.
 */
#ifndef DSMIL_HAL_SIM_H
#define DSMIL_HAL_SIM_H

#include "hal.h"

#define DSMIL_SIM_REGISTER_IDENTITY	1
#define DSMIL_SIM_REGISTER_TEMPERATURE	2
#define DSMIL_SIM_REGISTER_ERROR	3

#define DSMIL_SIM_STATUS_ACTIVE		0x00000001U
#define DSMIL_SIM_STATUS_IDLE		0x00200000U
#define DSMIL_SIM_STATUS_RESET		0x80000000U

#define DSMIL_SIM_CONFIG_MASK		0x00f0U
#define DSMIL_SIM_DATA_MASK		0xff00U

/* Flags in the identity register's low byte, as the real registry shows them. */
#define DSMIL_SIM_IDENTITY_FLAGS	0x03U

/* Firmware status of a write to a register that cannot be written. */
#define DSMIL_SIM_FIRMWARE_READ_ONLY	0x00000011U
/* Firmware status of the hardware-error fault when none is named. */
#define DSMIL_SIM_FIRMWARE_ERROR	0x000000e0U

#define DSMIL_SIM_LATENCY_MAX_NS	60000000000ULL

/* Faults of one device; they add up, the worst answers first. */
#define DSMIL_SIM_FAULT_LOST		0x1	/* -ENXIO */
#define DSMIL_SIM_FAULT_NOT_ANSWERING	0x2	/* -EAGAIN for ever */
#define DSMIL_SIM_FAULT_HARDWARE_ERROR	0x4	/* -EIO with error_status */
#define DSMIL_SIM_FAULT_WRONG_READBACK	0x8	/* writes are stored XOR wrong_mask */
#define DSMIL_SIM_FAULT_ALL		0xf

struct dsmil_sim_device {
	struct dsmil_raw_lock lock;	/* guards all below */
	u32 registers[DSMIL_REGISTER_COUNT];
	u32 faults;			/* DSMIL_SIM_FAULT_ */
	u32 error_status;		/* firmware status of a hardware error */
	u32 wrong_mask;			/* what a wrong read-back flips */
	u64 latency_ns;			/* of each read and write */
	u64 due_ns;			/* when the access under way is through */
	u32 busy;			/* enum dsmil_sim_busy */
	u32 busy_register;
	u32 busy_value;			/* of a write under way */
	u64 reads, writes, samples;	/* that were answered with 0 */
	bool present;
	bool quarantined;
};

struct dsmil_sim {
	struct dsmil_hal hal;		/* first: what the core is given */
	struct dsmil_sim_device devices[DSMIL_DEVICE_COUNT];
	/* Calls that named a quarantined device: the core must make this stay 0. */
	u64 quarantine_touches;
	u64 seed;
};

/* Everything as after power-up. @seed: same seed, same registers. */
void dsmil_sim_init(struct dsmil_sim *sim, u64 seed);

/*
 * What hosts set (sim_host.c). @device is a position in the device table. All return 0 or
 *   -EINVAL	no such device, register, fault bit or latency
 *   -EACCES	the device is quarantined: not even a scenario touches it
 */
int dsmil_sim_set_register(struct dsmil_sim *sim, u32 device, u32 reg, u32 value);
int dsmil_sim_get_register(struct dsmil_sim *sim, u32 device, u32 reg, u32 *value);
/* Flips the bits of @mask. */
int dsmil_sim_toggle_register(struct dsmil_sim *sim, u32 device, u32 reg, u32 mask);
int dsmil_sim_set_temperature(struct dsmil_sim *sim, u32 device, s32 millicelsius);
int dsmil_sim_set_latency(struct dsmil_sim *sim, u32 device, u64 latency_ns);
/* Before the core starts: the core asks once. */
int dsmil_sim_set_present(struct dsmil_sim *sim, u32 device, bool present);
/*
 * Adds faults. @value is the firmware status of DSMIL_SIM_FAULT_HARDWARE_ERROR or
 * the mask of DSMIL_SIM_FAULT_WRONG_READBACK; 0 is the default of either.
 */
int dsmil_sim_fault(struct dsmil_sim *sim, u32 device, u32 faults, u32 value);
/* Takes faults and latency away. Registers stay as they are. */
int dsmil_sim_clear(struct dsmil_sim *sim, u32 device);

/* The hottest device that answers; S32_MIN when none does. For a host's thermal sensor. */
s32 dsmil_sim_hottest(struct dsmil_sim *sim);
/* A step of the generator behind everything random here; never 0 for long. */
u64 dsmil_sim_random(u64 *state);

#endif
