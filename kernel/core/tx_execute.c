// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/* Performing a transaction's operations, and undoing them. */
#include "transaction.h"

static void step_announce(struct dsmil_core *core, struct dsmil_tx *tx,
			  const struct dsmil_operation *operation)
{
	struct dsmil_operation_request request = {
		.transaction_id = tx->id,
		.type = operation->type,
		.register_index = operation->register_index,
		.value = operation->value,
		.timeout_ms = operation->timeout_ms,
		.coordinator_epoch = tx->coordinator_epoch,
	};

	dsmil_core_publish(core, DSMIL_RECORD_OPERATION_REQUEST, 0, operation->device, &request,
			   sizeof(request));
}

static void step_answer(struct dsmil_core *core, struct dsmil_tx *tx,
			const struct dsmil_operation *operation, u32 value, u64 started_ns)
{
	struct dsmil_operation_response response = {
		.transaction_id = tx->id,
		.type = operation->type,
		.register_index = operation->register_index,
		.value = value,
		.error = operation->error,
		.reason = operation->reason,
		.firmware_status = operation->firmware_status,
		.duration_ns = dsmil_now_ns() - started_ns,
	};

	dsmil_core_publish(core, DSMIL_RECORD_OPERATION_RESPONSE, 0, operation->device,
			   &response, sizeof(response));
}

/* Several operations on one device keep the spacing among themselves. */
static int step_space(struct dsmil_core *core, struct dsmil_device *device)
{
	while (dsmil_policy_spacing(core, device)) {
		/* What will be refused anyway is refused now: a rollback may wait for it. */
		if (dsmil_policy_reach(core, device, DSMIL_REACH_EFFECT))
			return 0;
		if (READ_ONCE(core->gone))
			return -ENODEV;
		if (dsmil_killed())
			return -EINTR;
		dsmil_sleep_us(500);
	}
	return 0;
}

/* The register write that performs the operation, and how it reads when through. */
static int step_plan(struct dsmil_core *core, const struct dsmil_tx_step *step, u64 deadline_ns,
		     u32 *reg, u32 *value, u32 *expect, u32 *mask, struct dsmil_attempt *access)
{
	const struct dsmil_operation *operation = &step->operation;
	int error;

	if (operation->type == DSMIL_OPERATION_WRITE || operation->type == DSMIL_OPERATION_CONFIG) {
		*reg = operation->register_index;
		*value = operation->value;
		*expect = operation->value;
		*mask = ~0U;
		return 0;
	}
	/* As it is now: since the prepare, the device may have moved its other bits. */
	*reg = DSMIL_CONTROL_REGISTER;
	error = dsmil_access_read(core, step->device, *reg, deadline_ns, DSMIL_REACH_EFFECT,
				  access);
	if (error)
		return error;
	if (!core->hal->ops->control(core->hal, operation->type, access->value, value, expect,
				     mask))
		return 0;
	access->reason = DSMIL_REASON_UNSUPPORTED;
	return dsmil_reason_errno(access->reason);
}

static int step_perform(struct dsmil_core *core, struct dsmil_tx *tx, struct dsmil_tx_step *step)
{
	struct dsmil_operation *operation = &step->operation;
	struct dsmil_device *device = step->device;
	const struct dsmil_permit permit = {
		.stop_epoch = tx->stop_epoch,
		.coordinator_epoch = tx->coordinator_epoch,
	};
	struct dsmil_attempt access = { .permit = &permit };
	u64 started_ns, deadline_ns;
	u32 reg, value, expect, mask;
	int error;

	error = step_space(core, device);
	if (error) {
		operation->error = error;
		return error;
	}
	started_ns = dsmil_now_ns();
	deadline_ns = started_ns + dsmil_timeout_ns(operation->timeout_ms);
	step_announce(core, tx, operation);
	error = dsmil_device_take(device, deadline_ns, &access.reason);
	if (!error) {
		dsmil_state_flags(core, device, DSMIL_DEVICE_OPERATING, 0);
		error = step_plan(core, step, deadline_ns, &reg, &value, &expect, &mask, &access);
		if (!error)
			error = dsmil_access_write(core, device, reg, value, expect, mask,
						   deadline_ns, DSMIL_REACH_EFFECT, &access);
		step->begun = access.begun;
		if (access.reason && access.reason != DSMIL_REASON_HARDWARE_ERROR && !access.begun)
			dsmil_state_refused(core, device, access.reason);
		else
			dsmil_state_operated(core, device, error, access.reason,
					     access.firmware_status);
		dsmil_state_flags(core, device, 0, DSMIL_DEVICE_OPERATING);
		dsmil_refresh(core, device);
		dsmil_slot_give(&device->slot);
	}
	operation->error = error;
	operation->reason = access.reason;
	operation->firmware_status = access.firmware_status;
	step_answer(core, tx, operation, access.value, started_ns);
	if (access.reason)
		dsmil_count_refusal(core, access.reason);
	return error;
}

u32 dsmil_tx_touched(struct dsmil_core *core, const struct dsmil_operation *operation)
{
	const struct dsmil_hal_ops *ops = core->hal->ops;

	switch (operation->type) {
	case DSMIL_OPERATION_WRITE:
	case DSMIL_OPERATION_CONFIG:
		return 1U << operation->register_index;
	case DSMIL_OPERATION_RESET:
		return ops->writable_mask | ops->config_mask | 1U << DSMIL_CONTROL_REGISTER;
	default:
		return 1U << DSMIL_CONTROL_REGISTER;
	}
}

/* Waits for the device's turn, though the caller be killed: a rollback is owed. */
static int undo_take(struct dsmil_device *device, u64 deadline_ns)
{
	u32 reason;
	int error;

	for (;;) {
		error = dsmil_device_take(device, deadline_ns, &reason);
		if (error != -EINTR || dsmil_now_ns() >= deadline_ns)
			return error;
		dsmil_sleep_us(500);
	}
}

/* Puts back what the operation may have changed; the control register last. */
static int step_undo(struct dsmil_core *core, struct dsmil_tx_step *step)
{
	u64 deadline_ns = dsmil_now_ns() + dsmil_timeout_ns(step->operation.timeout_ms);
	u32 touched = dsmil_tx_touched(core, &step->operation), i;
	struct dsmil_attempt access = { .permit = NULL };
	int error;

	error = undo_take(step->device, deadline_ns);
	if (error)
		return error;
	for (i = DSMIL_REGISTER_COUNT; i-- > 0 && !error;) {
		if (!(touched & 1U << i))
			continue;
		if (!(step->register_mask & 1U << i)) {
			error = -EIO;
			break;
		}
		error = dsmil_access_write(core, step->device, i, step->registers[i],
					   step->registers[i], ~0U, deadline_ns,
					   DSMIL_REACH_ROLLBACK, &access);
	}
	dsmil_refresh(core, step->device);
	dsmil_slot_give(&step->device->slot);
	return error;
}

static u32 tx_undo(struct dsmil_core *core, struct dsmil_tx *tx, u32 last)
{
	u32 outcome = DSMIL_TX_ABORTED, i;

	for (i = last + 1; i-- > 0;) {
		struct dsmil_tx_step *step = &tx->steps[i];

		if (!step->begun)
			continue;
		if (outcome == DSMIL_TX_ABORTED)
			outcome = DSMIL_TX_ROLLED_BACK;
		if (!step_undo(core, step))
			continue;
		outcome = DSMIL_TX_UNCERTAIN;
		dsmil_state_held(core, step->device, true, true);
	}
	return outcome;
}

u32 dsmil_tx_execute(struct dsmil_core *core, struct dsmil_tx *tx)
{
	u32 i;

	tx->reason = dsmil_policy_thermal(core);
	tx->error = dsmil_reason_errno(tx->reason);
	if (tx->error) {
		tx->failed = 0;
		dsmil_count_refusal(core, tx->reason);
		return DSMIL_TX_ABORTED;
	}
	for (i = 0; i < tx->count; i++) {
		tx->error = step_perform(core, tx, &tx->steps[i]);
		if (!tx->error)
			continue;
		tx->failed = i;
		tx->reason = tx->steps[i].operation.reason;
		return tx_undo(core, tx, i);
	}
	return DSMIL_TX_COMMITTED;
}
