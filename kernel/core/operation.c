// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * Reaching the hardware of one device. Each register access is one short section
 * under the device's gate: check, then touch. Between two of them the core sleeps;
 * an operation that the hardware does not answer ends at its deadline.
 */
#include "internal.h"

#define PAUSE_FIRST_US	20
#define PAUSE_MOST_US	1000

void dsmil_registry_lost(struct dsmil_core *core, struct dsmil_device *device)
{
	unsigned long irq = 0;
	bool first;

	dsmil_raw_lock(&core->stop.lock, irq);
	first = !core->registry_lost;
	WRITE_ONCE(core->registry_lost, 1);
	dsmil_raw_unlock(&core->stop.lock, irq);
	if (!first)
		return;
	dsmil_log_warn("registry lost at token 0x%04x: the stop is latched\n",
		       device ? device->token : 0);
	dsmil_stop_latch(core, DSMIL_CAUSE_REGISTRY_LOST, NULL, 0);
	dsmil_event(core, DSMIL_EVENT_REGISTRY_LOST, DSMIL_SEVERITY_CRITICAL,
		    device ? device->token : 0, DSMIL_REASON_REGISTRY_LOST, -ENXIO, 0, 0);
}

/* What one try said, as the caller's errno and reason. */
static int access_failed(struct dsmil_core *core, struct dsmil_device *device, int error,
			 struct dsmil_attempt *access)
{
	if (error == -ENXIO || error == -ESTALE) {
		dsmil_registry_lost(core, device);
		access->reason = DSMIL_REASON_REGISTRY_LOST;
		return dsmil_reason_errno(access->reason);
	}
	if (error == -EACCES) {
		/* The backend knew better than the core: that must not happen. */
		dsmil_log_warn("backend refused token 0x%04x\n", device->token);
		access->reason = DSMIL_REASON_QUARANTINED;
		return error;
	}
	access->reason = DSMIL_REASON_HARDWARE_ERROR;
	return -EIO;
}

/* Sleeps a little longer each time. False when it is time to give up: *error says why. */
static bool access_pause(struct dsmil_core *core, u64 deadline_ns, u32 *pause_us,
			 enum dsmil_access_kind kind, int *error)
{
	if (READ_ONCE(core->gone)) {
		*error = -ENODEV;
		return false;
	}
	if (kind != DSMIL_REACH_ROLLBACK && dsmil_killed()) {
		*error = -EINTR;
		return false;
	}
	if (dsmil_now_ns() >= deadline_ns) {
		*error = -ETIMEDOUT;
		return false;
	}
	dsmil_sleep_us(*pause_us);
	*pause_us = *pause_us * 2 < PAUSE_MOST_US ? *pause_us * 2 : PAUSE_MOST_US;
	return true;
}

/*
 * A latch that was set, reset and started again while a commit waited looks as if
 * nothing had been: the epochs tell. Under the gate, which a stop and a claim drain.
 */
static u32 access_permitted(struct dsmil_core *core, enum dsmil_access_kind kind,
			    const struct dsmil_permit *permit)
{
	if (kind != DSMIL_REACH_EFFECT)
		return DSMIL_REASON_NONE;
	if (!permit || permit->stop_epoch != dsmil_stop_generation(core))
		return DSMIL_REASON_STOP_EPOCH;
	if (permit->coordinator_epoch != READ_ONCE(core->coordinator_epoch))
		return DSMIL_REASON_COORDINATOR_STALE;
	return DSMIL_REASON_NONE;
}

/* Check and touch, under the gate. The reason is set when policy refused. */
enum touch { TOUCH_READ, TOUCH_WRITE, TOUCH_SAMPLE };

static int access_touch(struct dsmil_core *core, struct dsmil_device *device, enum touch touch,
			enum dsmil_access_kind kind, u32 reg, u32 value,
			struct dsmil_sample *sample, struct dsmil_attempt *access)
{
	const struct dsmil_hal_ops *ops = core->hal->ops;
	unsigned long irq = 0;
	int error;

	dsmil_raw_lock(&device->gate, irq);
	if (READ_ONCE(core->gone)) {
		error = -ENODEV;
	} else {
		access->reason = dsmil_policy_reach(core, device, kind);
		if (!access->reason)
			access->reason = access_permitted(core, kind, access->permit);
		error = dsmil_reason_errno(access->reason);
	}
	if (!error) {
		switch (touch) {
		case TOUCH_READ:
			error = ops->read(core->hal, device->index, reg, &access->value,
					  &access->firmware_status);
			break;
		case TOUCH_WRITE:
			error = ops->write(core->hal, device->index, reg, value,
					   &access->firmware_status);
			/* Whatever does not say that it touched nothing may have. */
			if (error != -EAGAIN && error != -ENXIO && error != -EACCES) {
				access->begun = true;
				WRITE_ONCE(device->effect_ns, dsmil_now_ns());
			}
			break;
		case TOUCH_SAMPLE:
			error = ops->sample(core->hal, device->index, sample);
			access->firmware_status = sample->firmware_status;
			break;
		}
	}
	dsmil_raw_unlock(&device->gate, irq);
	return error;
}

static int access_until(struct dsmil_core *core, struct dsmil_device *device, enum touch touch,
			enum dsmil_access_kind kind, u32 reg, u32 value, u64 deadline_ns,
			struct dsmil_sample *sample, struct dsmil_attempt *access)
{
	u32 pause_us = PAUSE_FIRST_US;
	int error;

	for (;;) {
		error = access_touch(core, device, touch, kind, reg, value, sample, access);
		if (!error || access->reason || error == -ENODEV)
			return error;
		if (error != -EAGAIN)
			return access_failed(core, device, error, access);
		if (!access_pause(core, deadline_ns, &pause_us, kind, &error)) {
			if (error == -ETIMEDOUT)
				dsmil_add_relaxed(&core->counters.timeouts, 1);
			return error;
		}
	}
}

int dsmil_access_read(struct dsmil_core *core, struct dsmil_device *device, u32 reg,
		      u64 deadline_ns, enum dsmil_access_kind kind,
		      struct dsmil_attempt *access)
{
	return access_until(core, device, TOUCH_READ, kind, reg, 0, deadline_ns, NULL, access);
}

int dsmil_access_sample(struct dsmil_core *core, struct dsmil_device *device, u64 deadline_ns,
			struct dsmil_sample *sample, struct dsmil_attempt *access)
{
	return access_until(core, device, TOUCH_SAMPLE, DSMIL_REACH_READ, 0, 0, deadline_ns,
			    sample, access);
}

int dsmil_access_write(struct dsmil_core *core, struct dsmil_device *device, u32 reg,
		       u32 value, u32 expect, u32 mask, u64 deadline_ns,
		       enum dsmil_access_kind kind, struct dsmil_attempt *access)
{
	/*
	 * A stop in the middle does not keep us from looking how a begun write ended,
	 * nor does a kill from looking how its undoing did.
	 */
	enum dsmil_access_kind look = kind == DSMIL_REACH_ROLLBACK ? kind : DSMIL_REACH_READ;
	u32 pause_us = PAUSE_FIRST_US;
	int error;

	access->begun = false;
	error = access_until(core, device, TOUCH_WRITE, kind, reg, value, deadline_ns, NULL,
			     access);
	if (access->begun)
		dsmil_add_relaxed(&core->counters.effects, 1);
	while (!error) {
		error = access_until(core, device, TOUCH_READ, look, reg, 0, deadline_ns, NULL,
				     access);
		if (error || (access->value & mask) == (expect & mask))
			return error;
		if (!access_pause(core, deadline_ns, &pause_us, kind, &error)) {
			if (error == -ETIMEDOUT) {
				access->reason = DSMIL_REASON_READBACK_MISMATCH;
				error = dsmil_reason_errno(access->reason);
			}
		}
	}
	return error;
}

/* -------------------------------------------------------------- sampling */

void dsmil_refresh(struct dsmil_core *core, struct dsmil_device *device)
{
	struct dsmil_sample sample = { .temperature_mc = S32_MIN };
	struct dsmil_attempt access = { .permit = NULL };
	int error;

	error = access_touch(core, device, TOUCH_SAMPLE, DSMIL_REACH_READ, 0, 0, &sample,
			     &access);
	if (access.reason || error == -ENODEV)
		return;
	if (error == -ENXIO || error == -EACCES)
		error = access_failed(core, device, error, &access);
	dsmil_state_sampled(core, device, &sample, error);
}

void dsmil_core_sample_device(struct dsmil_core *core, u32 index)
{
	struct dsmil_device *device = &core->devices[index];

	/* Whoever operates on it samples it when done. */
	if (READ_ONCE(core->gone) || !device->present || !dsmil_slot_try(&device->slot))
		return;
	dsmil_refresh(core, device);
	dsmil_slot_give(&device->slot);
}

void dsmil_core_sample(struct dsmil_core *core)
{
	u32 i;

	for (i = 0; i < DSMIL_DEVICE_COUNT; i++)
		dsmil_core_sample_device(core, i);
}

/* ------------------------------------------------------------------ read */

int dsmil_device_take(struct dsmil_device *device, u64 deadline_ns, u32 *reason)
{
	u64 now = dsmil_now_ns();
	int error = dsmil_slot_take(&device->slot, deadline_ns > now ? deadline_ns - now : 0);

	if (error != -ETIMEDOUT)
		return error;
	*reason = DSMIL_REASON_DEVICE_BUSY;
	return dsmil_reason_errno(*reason);
}

static void read_announce(struct dsmil_core *core, struct dsmil_device *device,
			  const struct dsmil_read *read)
{
	struct dsmil_operation_request request = {
		.type = DSMIL_OPERATION_READ,
		.register_index = read->register_index,
		.timeout_ms = read->timeout_ms,
	};

	dsmil_core_publish(core, DSMIL_RECORD_OPERATION_REQUEST, 0, device->token, &request,
			   sizeof(request));
}

static void read_answer(struct dsmil_core *core, struct dsmil_device *device,
			const struct dsmil_read *read, const struct dsmil_attempt *access,
			int error, u64 started_ns)
{
	struct dsmil_operation_response response = {
		.type = DSMIL_OPERATION_READ,
		.register_index = read->register_index,
		.value = access->value,
		.error = error,
		.reason = access->reason,
		.firmware_status = access->firmware_status,
		.duration_ns = dsmil_now_ns() - started_ns,
	};

	dsmil_core_publish(core, DSMIL_RECORD_OPERATION_RESPONSE, 0, device->token, &response,
			   sizeof(response));
}

int dsmil_call_read(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_read *read = arg;
	int position = dsmil_device_position(read->device);
	struct dsmil_attempt access = { .permit = NULL };
	struct dsmil_device *device;
	u64 started_ns, deadline_ns;
	int error;

	read->value = 0;
	read->firmware_status = 0;
	read->sample_ns = 0;
	if (position < 0)
		return dsmil_invalid(ctx, offsetof(struct dsmil_read, device));
	if (read->register_index >= DSMIL_REGISTER_COUNT)
		return dsmil_invalid(ctx, offsetof(struct dsmil_read, register_index));
	if (read->timeout_ms > DSMIL_OPERATION_TIMEOUT_MAX_MS)
		return dsmil_invalid(ctx, offsetof(struct dsmil_read, timeout_ms));
	device = &core->devices[position];
	access.reason = dsmil_policy_reach(core, device, DSMIL_REACH_READ);
	if (!access.reason)
		access.reason = dsmil_policy_operation(core, DSMIL_OPERATION_READ,
						       read->register_index);
	if (access.reason) {
		dsmil_state_refused(core, device, access.reason);
		return dsmil_refuse(ctx, access.reason);
	}
	started_ns = dsmil_now_ns();
	deadline_ns = started_ns + dsmil_timeout_ns(read->timeout_ms);
	read_announce(core, device, read);
	error = dsmil_device_take(device, deadline_ns, &access.reason);
	if (!error) {
		error = dsmil_access_read(core, device, read->register_index, deadline_ns,
					  DSMIL_REACH_READ, &access);
		read->sample_ns = dsmil_now_ns();
		dsmil_add_relaxed(&core->counters.reads, 1);
		dsmil_state_operated(core, device, error, access.reason,
				     access.firmware_status);
		if (!error)
			dsmil_refresh(core, device);
		dsmil_slot_give(&device->slot);
	}
	read_answer(core, device, read, &access, error, started_ns);
	read->value = error ? 0 : access.value;
	read->firmware_status = access.firmware_status;
	if (access.reason) {
		ctx->header->reason = access.reason;
		dsmil_count_refusal(core, access.reason);
	}
	return error;
}
