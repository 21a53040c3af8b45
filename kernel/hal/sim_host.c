// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/* What hosts of the simulated backend set and read: see sim.h. */
#include "sim.h"
#include "../core/device_table.h"

static int named(struct dsmil_sim *sim, u32 index, struct dsmil_sim_device **device)
{
	if (index >= DSMIL_DEVICE_COUNT)
		return -EINVAL;
	if (dsmil_token_quarantined(dsmil_device_table[index].token))
		return -EACCES;
	*device = &sim->devices[index];
	return 0;
}

int dsmil_sim_set_register(struct dsmil_sim *sim, u32 index, u32 reg, u32 value)
{
	struct dsmil_sim_device *device;
	unsigned long flags = 0;
	int error = named(sim, index, &device);

	if (error)
		return error;
	if (reg >= DSMIL_REGISTER_COUNT)
		return -EINVAL;
	dsmil_raw_lock(&device->lock, flags);
	device->registers[reg] = value;
	dsmil_raw_unlock(&device->lock, flags);
	return 0;
}

int dsmil_sim_get_register(struct dsmil_sim *sim, u32 index, u32 reg, u32 *value)
{
	struct dsmil_sim_device *device;
	unsigned long flags = 0;
	int error = named(sim, index, &device);

	if (error)
		return error;
	if (reg >= DSMIL_REGISTER_COUNT)
		return -EINVAL;
	dsmil_raw_lock(&device->lock, flags);
	*value = device->registers[reg];
	dsmil_raw_unlock(&device->lock, flags);
	return 0;
}

int dsmil_sim_toggle_register(struct dsmil_sim *sim, u32 index, u32 reg, u32 mask)
{
	struct dsmil_sim_device *device;
	unsigned long flags = 0;
	int error = named(sim, index, &device);

	if (error)
		return error;
	if (reg >= DSMIL_REGISTER_COUNT)
		return -EINVAL;
	dsmil_raw_lock(&device->lock, flags);
	device->registers[reg] ^= mask;
	dsmil_raw_unlock(&device->lock, flags);
	return 0;
}

int dsmil_sim_set_temperature(struct dsmil_sim *sim, u32 index, s32 millicelsius)
{
	return dsmil_sim_set_register(sim, index, DSMIL_SIM_REGISTER_TEMPERATURE,
				      (u32)millicelsius);
}

int dsmil_sim_set_latency(struct dsmil_sim *sim, u32 index, u64 latency_ns)
{
	struct dsmil_sim_device *device;
	unsigned long flags = 0;
	int error = named(sim, index, &device);

	if (error)
		return error;
	if (latency_ns > DSMIL_SIM_LATENCY_MAX_NS)
		return -EINVAL;
	dsmil_raw_lock(&device->lock, flags);
	/* An access that is under way keeps the time it was given. */
	device->latency_ns = latency_ns;
	dsmil_raw_unlock(&device->lock, flags);
	return 0;
}

int dsmil_sim_set_present(struct dsmil_sim *sim, u32 index, bool present)
{
	if (index >= DSMIL_DEVICE_COUNT)
		return -EINVAL;
	WRITE_ONCE(sim->devices[index].present, present);
	return 0;
}

int dsmil_sim_fault(struct dsmil_sim *sim, u32 index, u32 faults, u32 value)
{
	struct dsmil_sim_device *device;
	unsigned long flags = 0;
	int error = named(sim, index, &device);

	if (error)
		return error;
	if (!faults || (faults & ~(u32)DSMIL_SIM_FAULT_ALL))
		return -EINVAL;
	dsmil_raw_lock(&device->lock, flags);
	WRITE_ONCE(device->faults, device->faults | faults);
	if (faults & DSMIL_SIM_FAULT_HARDWARE_ERROR)
		device->error_status = value ? value : DSMIL_SIM_FIRMWARE_ERROR;
	if (faults & DSMIL_SIM_FAULT_WRONG_READBACK)
		device->wrong_mask = value ? value : 1;
	dsmil_raw_unlock(&device->lock, flags);
	return 0;
}

int dsmil_sim_clear(struct dsmil_sim *sim, u32 index)
{
	struct dsmil_sim_device *device;
	unsigned long flags = 0;
	int error = named(sim, index, &device);

	if (error)
		return error;
	dsmil_raw_lock(&device->lock, flags);
	WRITE_ONCE(device->faults, 0);
	device->latency_ns = 0;
	dsmil_raw_unlock(&device->lock, flags);
	return 0;
}

s32 dsmil_sim_hottest(struct dsmil_sim *sim)
{
	s32 hottest = S32_MIN;
	u32 i;

	for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
		struct dsmil_sim_device *device;
		unsigned long flags = 0;
		s32 temperature;

		if (named(sim, i, &device))
			continue;
		dsmil_raw_lock(&device->lock, flags);
		temperature = (s32)device->registers[DSMIL_SIM_REGISTER_TEMPERATURE];
		if (!(device->faults & (DSMIL_SIM_FAULT_LOST | DSMIL_SIM_FAULT_NOT_ANSWERING)) &&
		    temperature > hottest)
			hottest = temperature;
		dsmil_raw_unlock(&device->lock, flags);
	}
	return hottest;
}
