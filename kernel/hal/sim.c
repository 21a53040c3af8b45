// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/* The simulated backend: see sim.h. */
#include "sim.h"
#include "../core/device_table.h"

enum dsmil_sim_busy {
	DSMIL_SIM_FREE,
	DSMIL_SIM_READING,
	DSMIL_SIM_WRITING,
};

static struct dsmil_sim *to_sim(struct dsmil_hal *hal)
{
	return (struct dsmil_sim *)hal;		/* it is the first member */
}

/* splitmix64: tiny, and good enough to look alive. */
u64 dsmil_sim_random(u64 *state)
{
	u64 z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* ------------------------------------------------------------ the model */

static bool register_writable(u32 reg)
{
	return reg == DSMIL_CONTROL_REGISTER ||
	       ((DSMIL_SIM_CONFIG_MASK | DSMIL_SIM_DATA_MASK) & (1U << reg));
}

/* A write takes effect. Under the device's lock. */
static void store(struct dsmil_sim_device *device, u32 reg, u32 value)
{
	if (device->faults & DSMIL_SIM_FAULT_WRONG_READBACK)
		value ^= device->wrong_mask;
	if (reg == DSMIL_CONTROL_REGISTER && (value & DSMIL_SIM_STATUS_RESET)) {
		/* A wrong read-back shows after a reset too: it is not the idle value. */
		value = DSMIL_SIM_STATUS_IDLE;
		if (device->faults & DSMIL_SIM_FAULT_WRONG_READBACK)
			value ^= device->wrong_mask;
		device->registers[DSMIL_SIM_REGISTER_ERROR] = 0;
	}
	device->registers[reg] = value;
}

/* Ends a write whose time has come; true while one is still under way. */
static bool settle(struct dsmil_sim_device *device, u64 now)
{
	if (device->busy != DSMIL_SIM_WRITING)
		return false;
	if (now < device->due_ns)
		return true;
	device->busy = DSMIL_SIM_FREE;
	store(device, device->busy_register, device->busy_value);
	return false;
}

/* The faults that answer instead of the device, the worst first. */
static int faulty(const struct dsmil_sim_device *device, u32 *firmware_status)
{
	if (device->faults & DSMIL_SIM_FAULT_LOST)
		return -ENXIO;
	if (device->faults & DSMIL_SIM_FAULT_NOT_ANSWERING)
		return -EAGAIN;
	if (device->faults & DSMIL_SIM_FAULT_HARDWARE_ERROR) {
		*firmware_status = device->error_status;
		return -EIO;
	}
	return 0;
}

static u8 power_state(const struct dsmil_sim_device *device)
{
	u32 status = device->registers[DSMIL_CONTROL_REGISTER];

	if (device->registers[DSMIL_SIM_REGISTER_ERROR])
		return DSMIL_POWER_FAULT;
	if (status & DSMIL_SIM_STATUS_ACTIVE)
		return DSMIL_POWER_ACTIVE;
	if (status & DSMIL_SIM_STATUS_IDLE)
		return DSMIL_POWER_IDLE;
	return DSMIL_POWER_OFF;
}

/*
 * The device for an access by the core, or NULL with *error set. Quarantine is
 * asked of the table, not of data, and the attempt is counted.
 */
static struct dsmil_sim_device *reach(struct dsmil_sim *sim, u32 index, int *error)
{
	if (index >= DSMIL_DEVICE_COUNT) {
		*error = -EIO;
		return NULL;
	}
	if (dsmil_token_quarantined(dsmil_device_table[index].token)) {
		dsmil_add_relaxed(&sim->quarantine_touches, 1);
		*error = -EACCES;
		return NULL;
	}
	return &sim->devices[index];
}

/* ----------------------------------------------------- backend operations */

static bool sim_present(struct dsmil_hal *hal, u32 index)
{
	return index < DSMIL_DEVICE_COUNT && READ_ONCE(to_sim(hal)->devices[index].present);
}

static int sim_sample(struct dsmil_hal *hal, u32 index, struct dsmil_sample *sample)
{
	unsigned long flags = 0;
	int error = 0;
	struct dsmil_sim_device *device = reach(to_sim(hal), index, &error);

	if (!device)
		return error;
	dsmil_raw_lock(&device->lock, flags);
	sample->firmware_status = 0;
	error = faulty(device, &sample->firmware_status);
	if (!error) {
		/* Latency is of single accesses; a sample shows what is there now. */
		settle(device, dsmil_now_ns());
		memcpy(sample->registers, device->registers, sizeof(sample->registers));
		sample->register_mask = (1U << DSMIL_REGISTER_COUNT) - 1;
		sample->temperature_mc =
			(s32)device->registers[DSMIL_SIM_REGISTER_TEMPERATURE];
		sample->power_state = power_state(device);
		device->samples++;
	}
	dsmil_raw_unlock(&device->lock, flags);
	return error;
}

static int sim_read(struct dsmil_hal *hal, u32 index, u32 reg, u32 *value, u32 *firmware_status)
{
	unsigned long flags = 0;
	int error = 0;
	struct dsmil_sim_device *device = reach(to_sim(hal), index, &error);
	u64 now;

	*firmware_status = 0;
	if (!device)
		return error;
	if (reg >= DSMIL_REGISTER_COUNT)
		return -EIO;
	dsmil_raw_lock(&device->lock, flags);
	error = faulty(device, firmware_status);
	if (error)
		goto out;
	now = dsmil_now_ns();
	if (device->busy == DSMIL_SIM_WRITING) {
		/* The read that follows a write waits for the write alone. */
		if (settle(device, now)) {
			error = -EAGAIN;
			goto out;
		}
	} else if (device->latency_ns) {
		/* A read of another register abandons the one before. */
		if (device->busy != DSMIL_SIM_READING || device->busy_register != reg) {
			device->busy = DSMIL_SIM_READING;
			device->busy_register = reg;
			device->due_ns = now + device->latency_ns;
		}
		if (now < device->due_ns) {
			error = -EAGAIN;
			goto out;
		}
	}
	device->busy = DSMIL_SIM_FREE;
	*value = device->registers[reg];
	device->reads++;
out:
	dsmil_raw_unlock(&device->lock, flags);
	return error;
}

static int sim_write(struct dsmil_hal *hal, u32 index, u32 reg, u32 value, u32 *firmware_status)
{
	unsigned long flags = 0;
	int error = 0;
	struct dsmil_sim_device *device = reach(to_sim(hal), index, &error);
	u64 now;

	*firmware_status = 0;
	if (!device)
		return error;
	if (reg >= DSMIL_REGISTER_COUNT || !register_writable(reg)) {
		*firmware_status = DSMIL_SIM_FIRMWARE_READ_ONLY;
		return -EIO;
	}
	dsmil_raw_lock(&device->lock, flags);
	error = faulty(device, firmware_status);
	if (error)
		goto out;
	now = dsmil_now_ns();
	if (settle(device, now)) {
		error = -EAGAIN;
		goto out;
	}
	if (device->latency_ns) {
		device->busy = DSMIL_SIM_WRITING;
		device->busy_register = reg;
		device->busy_value = value;
		device->due_ns = now + device->latency_ns;
	} else {
		device->busy = DSMIL_SIM_FREE;
		store(device, reg, value);
	}
	device->writes++;
out:
	dsmil_raw_unlock(&device->lock, flags);
	return error;
}

static int sim_control(struct dsmil_hal *hal, u32 type, u32 current_value, u32 *value,
		       u32 *expect, u32 *mask)
{
	(void)hal;
	switch (type) {
	case DSMIL_OPERATION_RESET:
		*value = current_value | DSMIL_SIM_STATUS_RESET;
		*expect = DSMIL_SIM_STATUS_IDLE;
		*mask = ~0U;
		return 0;
	case DSMIL_OPERATION_ACTIVATE:
		*value = (current_value & ~DSMIL_SIM_STATUS_RESET) | DSMIL_SIM_STATUS_ACTIVE;
		*expect = DSMIL_SIM_STATUS_ACTIVE;
		*mask = DSMIL_SIM_STATUS_ACTIVE;
		return 0;
	case DSMIL_OPERATION_DEACTIVATE:
		*value = current_value & ~(DSMIL_SIM_STATUS_RESET | DSMIL_SIM_STATUS_ACTIVE);
		*expect = 0;
		*mask = DSMIL_SIM_STATUS_ACTIVE;
		return 0;
	default:
		return -EINVAL;
	}
}

static int sim_verify(struct dsmil_hal *hal)
{
	struct dsmil_sim *sim = to_sim(hal);
	u32 i;

	for (i = 0; i < DSMIL_DEVICE_COUNT; i++)
		if (READ_ONCE(sim->devices[i].faults) & DSMIL_SIM_FAULT_LOST)
			return -ENXIO;
	return 0;
}

static const struct dsmil_hal_ops sim_ops = {
	.name = "sim",
	.backend = DSMIL_BACKEND_SIM,
	.register_count = DSMIL_REGISTER_COUNT,
	.writable_mask = DSMIL_SIM_DATA_MASK,
	.config_mask = DSMIL_SIM_CONFIG_MASK,
	.operation_mask = 1U << DSMIL_OPERATION_READ | 1U << DSMIL_OPERATION_WRITE |
			  1U << DSMIL_OPERATION_CONFIG | 1U << DSMIL_OPERATION_RESET |
			  1U << DSMIL_OPERATION_ACTIVATE | 1U << DSMIL_OPERATION_DEACTIVATE,
	.present = sim_present,
	.sample = sim_sample,
	.read = sim_read,
	.write = sim_write,
	.control = sim_control,
	.verify = sim_verify,
};

void dsmil_sim_init(struct dsmil_sim *sim, u64 seed)
{
	u32 i, reg;

	memset(sim, 0, sizeof(*sim));
	sim->hal.ops = &sim_ops;
	sim->seed = seed;
	for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
		struct dsmil_sim_device *device = &sim->devices[i];
		u16 token = dsmil_device_table[i].token;
		u64 state = seed ^ ((u64)token << 32);

		dsmil_raw_init(&device->lock);
		device->present = true;
		device->quarantined = dsmil_token_quarantined(token);
		device->wrong_mask = 1;
		device->error_status = DSMIL_SIM_FIRMWARE_ERROR;
		/* Nothing behind a quarantined token: there is nothing to leak or to change. */
		if (device->quarantined)
			continue;
		device->registers[DSMIL_CONTROL_REGISTER] = DSMIL_SIM_STATUS_IDLE;
		device->registers[DSMIL_SIM_REGISTER_IDENTITY] =
			(u32)token << 8 | DSMIL_SIM_IDENTITY_FLAGS;
		device->registers[DSMIL_SIM_REGISTER_TEMPERATURE] =
			38000 + (u32)(dsmil_sim_random(&state) % 12000);
		for (reg = 8; reg < DSMIL_REGISTER_COUNT; reg++)
			device->registers[reg] = (u32)dsmil_sim_random(&state);
	}
}
