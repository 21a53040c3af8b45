// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * Transactions: the only way to an effect. Prepare reserves devices and takes
 * what a rollback needs; the answer to commit is the decision; abort lets go.
 *
 * A commit that is refused ends in ABORTED, and a coordinator that asks again
 * gets the answer of the first time: messages may be lost or come twice.
 */
#include "transaction.h"

#define PREPARE_OPERATION(i, f)						\
	((u32)(offsetof(struct dsmil_tx_prepare, operations) +		\
	       (i) * sizeof(struct dsmil_operation) + offsetof(struct dsmil_operation, f)))

/* Form only: what no state of the world could make right. 0, or the field's offset. */
static u32 operation_form(const struct dsmil_operation *operation, u32 i)
{
	bool registers = operation->type == DSMIL_OPERATION_WRITE ||
			 operation->type == DSMIL_OPERATION_CONFIG;

	if (dsmil_device_position(operation->device) < 0)
		return PREPARE_OPERATION(i, device);
	if (operation->type < DSMIL_OPERATION_WRITE ||
	    operation->type > DSMIL_OPERATION_DEACTIVATE)
		return PREPARE_OPERATION(i, type);
	if (operation->register_index >= (registers ? DSMIL_REGISTER_COUNT : 1))
		return PREPARE_OPERATION(i, register_index);
	if (!registers && operation->value)
		return PREPARE_OPERATION(i, value);
	if (operation->timeout_ms > DSMIL_OPERATION_TIMEOUT_MAX_MS)
		return PREPARE_OPERATION(i, timeout_ms);
	if (operation->flags)
		return PREPARE_OPERATION(i, flags);
	return 0;
}

/* Likewise; *failed is the operation that it is a field of, operation_count if of none. */
static u32 prepare_form(const struct dsmil_tx_prepare *prepare, u32 *failed)
{
	u32 i, field;

	*failed = prepare->operation_count;
	if (!prepare->transaction_id)
		return offsetof(struct dsmil_tx_prepare, transaction_id);
	if (prepare->lease_ms < DSMIL_LEASE_MIN_MS || prepare->lease_ms > DSMIL_LEASE_MAX_MS)
		return offsetof(struct dsmil_tx_prepare, lease_ms);
	if (!prepare->operation_count || prepare->operation_count > DSMIL_TX_OPERATIONS_MAX)
		return offsetof(struct dsmil_tx_prepare, operation_count);
	for (i = 0; i < prepare->operation_count; i++) {
		field = operation_form(&prepare->operations[i], i);
		if (field) {
			*failed = i;
			return field;
		}
	}
	return 0;
}

/* What policy says of each operation now. The step that is refused is in *failed. */
static u32 prepare_policy(struct dsmil_core *core, struct dsmil_tx *tx, u32 *failed)
{
	u32 reason = DSMIL_REASON_NONE, i;

	for (i = 0; i < tx->count && !reason; i++) {
		struct dsmil_tx_step *step = &tx->steps[i];

		*failed = i;
		reason = dsmil_policy_reach(core, step->device, DSMIL_REACH_EFFECT);
		if (!reason)
			reason = dsmil_policy_operation(core, step->operation.type,
							step->operation.register_index);
		if (!reason)
			reason = dsmil_policy_spacing(core, step->device);
		if (!reason && step->device->tx && step->device->tx != tx)
			reason = DSMIL_REASON_DEVICE_BUSY;
		if (reason)
			dsmil_state_refused(core, step->device, reason);
	}
	if (!reason)
		*failed = tx->count;
	return reason;
}

/* Enters the table with its devices reserved, or not at all. */
static u32 prepare_enter(struct dsmil_ctx *ctx, struct dsmil_tx *tx, u32 *failed)
{
	struct dsmil_core *core = ctx->core;
	u32 reason, i;

	*failed = tx->count;
	dsmil_mutex_lock(&core->mutex);
	reason = prepare_policy(core, tx, failed);
	if (!reason)
		reason = dsmil_policy_coordinator(core, ctx->file, tx->coordinator_epoch);
	if (!reason && tx->stop_epoch != dsmil_stop_generation(core))
		reason = DSMIL_REASON_STOP_EPOCH;
	if (!reason && dsmil_tx_find(core, tx->id))
		reason = DSMIL_REASON_TRANSACTION_EXISTS;
	if (!reason && core->tx_count >= DSMIL_TX_TABLE_MAX)
		reason = DSMIL_REASON_TABLE_FULL;
	if (!reason) {
		dsmil_tx_insert(core, tx);
		for (i = 0; i < tx->count; i++) {
			if (tx->steps[i].device->tx == tx)
				continue;
			tx->steps[i].device->tx = tx;
			dsmil_state_reserved(core, tx->steps[i].device, tx->id);
		}
	}
	dsmil_mutex_unlock(&core->mutex);
	return reason;
}

/* Reads what a rollback of each step would need. */
static int prepare_snapshot(struct dsmil_core *core, struct dsmil_tx *tx, u32 *reason)
{
	u32 i;

	for (i = 0; i < tx->count; i++) {
		struct dsmil_tx_step *step = &tx->steps[i];
		struct dsmil_sample sample = { .temperature_mc = S32_MIN };
		struct dsmil_attempt access = { .permit = NULL };
		u64 deadline_ns = dsmil_now_ns() + dsmil_timeout_ns(step->operation.timeout_ms);
		int error;

		error = dsmil_device_take(step->device, deadline_ns, &access.reason);
		if (!error) {
			error = dsmil_access_sample(core, step->device, deadline_ns, &sample,
						    &access);
			dsmil_slot_give(&step->device->slot);
		}
		/* What could not be undone is not begun. */
		if (!error && dsmil_tx_touched(core, &step->operation) & ~sample.register_mask) {
			access.reason = DSMIL_REASON_UNSUPPORTED;
			error = dsmil_reason_errno(access.reason);
		}
		step->operation.error = error;
		step->operation.reason = access.reason;
		step->operation.firmware_status = access.firmware_status;
		if (error) {
			tx->failed = i;
			*reason = access.reason;
			return error;
		}
		memcpy(step->registers, sample.registers, sizeof(step->registers));
		step->register_mask = sample.register_mask;
		step->operation.snapshot = step->registers[step->operation.register_index];
	}
	return 0;
}

static struct dsmil_tx *prepare_build(struct dsmil_core *core,
				      const struct dsmil_tx_prepare *prepare)
{
	struct dsmil_tx *tx = dsmil_alloc(sizeof(*tx) +
					  prepare->operation_count * sizeof(tx->steps[0]));
	u32 i;

	if (!tx)
		return NULL;
	tx->id = prepare->transaction_id;
	tx->coordinator_epoch = prepare->coordinator_epoch;
	tx->stop_epoch = prepare->stop_epoch;
	memcpy(tx->digest, prepare->digest, sizeof(tx->digest));
	tx->outcome = DSMIL_TX_PREPARING;
	tx->count = prepare->operation_count;
	tx->failed = tx->count;
	for (i = 0; i < tx->count; i++) {
		struct dsmil_operation *operation = &tx->steps[i].operation;

		*operation = prepare->operations[i];
		operation->snapshot = 0;
		operation->error = 0;
		operation->reason = 0;
		operation->firmware_status = 0;
		tx->steps[i].device = &core->devices[dsmil_device_position(operation->device)];
	}
	return tx;
}

int dsmil_call_tx_prepare(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_tx_prepare *prepare = arg;
	u32 field = prepare_form(prepare, &prepare->failed_operation), reason, i;
	struct dsmil_tx *tx;
	int error = 0;

	prepare->outcome = DSMIL_TX_UNKNOWN;
	if (field)
		return dsmil_invalid(ctx, field);
	tx = prepare_build(core, prepare);
	if (!tx)
		return dsmil_refuse(ctx, DSMIL_REASON_MEMORY);
	reason = prepare_enter(ctx, tx, &prepare->failed_operation);
	if (reason) {
		dsmil_free(tx);
		return dsmil_refuse(ctx, reason);
	}
	reason = dsmil_policy_thermal(core);
	error = dsmil_reason_errno(reason);
	if (!error)
		error = prepare_snapshot(core, tx, &reason);

	dsmil_mutex_lock(&core->mutex);
	prepare->failed_operation = tx->failed;
	for (i = 0; i < tx->count; i++)
		prepare->operations[i] = tx->steps[i].operation;
	if (error) {
		dsmil_tx_release(core, tx);
		dsmil_tx_remove(core, tx);
	} else {
		tx->outcome = DSMIL_TX_PREPARED;
		tx->lease_deadline_ns = dsmil_boot_ns() + prepare->lease_ms * DSMIL_NS_PER_MS;
		prepare->outcome = DSMIL_TX_PREPARED;
		dsmil_add_relaxed(&core->counters.tx_prepared, 1);
	}
	dsmil_mutex_unlock(&core->mutex);
	if (error) {
		dsmil_free(tx);
		if (reason) {
			ctx->header->reason = reason;
			dsmil_count_refusal(core, reason);
		}
		return error;
	}
	core->host_ops->tick_soon(core->host);
	return 0;
}

/* Why a prepared transaction may not be committed by this caller. Under core->mutex. */
static u32 commit_policy(struct dsmil_core *core, const struct dsmil_tx *tx,
			 const struct dsmil_tx_commit *commit)
{
	if (tx->coordinator_epoch != core->coordinator_epoch)
		return DSMIL_REASON_COORDINATOR_STALE;
	if (memcmp(tx->digest, commit->digest, sizeof(tx->digest)))
		return DSMIL_REASON_DIGEST_MISMATCH;
	if (commit->stop_epoch != tx->stop_epoch ||
	    tx->stop_epoch != dsmil_stop_generation(core))
		return DSMIL_REASON_STOP_EPOCH;
	if (READ_ONCE(core->stop.latched))
		return DSMIL_REASON_STOP_LATCHED;
	if (tx->lease_deadline_ns <= dsmil_boot_ns())
		return DSMIL_REASON_LEASE_EXPIRED;
	return DSMIL_REASON_NONE;
}

int dsmil_call_tx_commit(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_tx_commit *commit = arg;
	u64 started_ns = dsmil_now_ns();
	struct dsmil_tx *tx;
	bool execute = false;
	u32 reason, outcome;
	int error = 0;

	/* A refusal must not look like an answer that the caller left there. */
	commit->outcome = DSMIL_TX_UNKNOWN;
	commit->failed_operation = DSMIL_TX_OPERATIONS_MAX;
	commit->duration_ns = 0;
	dsmil_mutex_lock(&core->mutex);
	reason = dsmil_policy_coordinator(core, ctx->file, commit->coordinator_epoch);
	tx = reason ? NULL : dsmil_tx_find(core, commit->transaction_id);
	if (!reason && !tx)
		reason = DSMIL_REASON_UNKNOWN_TRANSACTION;
	if (!reason && tx->outcome < DSMIL_TX_COMMITTED && tx->outcome != DSMIL_TX_PREPARED)
		reason = DSMIL_REASON_TRANSACTION_STATE;
	/* Asked again about something decided: only who knows its digest learns it. */
	if (!reason && tx->outcome >= DSMIL_TX_COMMITTED &&
	    memcmp(tx->digest, commit->digest, sizeof(tx->digest)))
		reason = DSMIL_REASON_DIGEST_MISMATCH;
	if (reason) {
		if (tx) {
			commit->outcome = tx->outcome;
			commit->failed_operation = tx->count;
		}
		dsmil_mutex_unlock(&core->mutex);
		return dsmil_refuse(ctx, reason);
	}
	if (tx->outcome == DSMIL_TX_PREPARED) {
		reason = commit_policy(core, tx, commit);
		if (reason) {
			dsmil_count_refusal(core, reason);
			dsmil_tx_finish(core, tx, DSMIL_TX_ABORTED, reason,
					dsmil_reason_errno(reason));
		} else {
			tx->outcome = DSMIL_TX_COMMITTING;
			execute = true;
		}
	}
	if (execute) {
		dsmil_mutex_unlock(&core->mutex);
		outcome = dsmil_tx_execute(core, tx);
		dsmil_mutex_lock(&core->mutex);
		dsmil_tx_finish(core, tx, outcome, tx->reason, tx->error);
	}
	commit->outcome = tx->outcome;
	commit->failed_operation = tx->failed;
	ctx->header->reason = tx->reason;
	error = tx->error;
	/* Aborted because somebody wanted that, for no other reason: too late for a commit. */
	if (error == -ECANCELED && !tx->reason)
		ctx->header->reason = DSMIL_REASON_TRANSACTION_STATE;
	dsmil_mutex_unlock(&core->mutex);
	commit->duration_ns = dsmil_now_ns() - started_ns;
	return error;
}

int dsmil_call_tx_abort(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_tx_id *id = arg;
	u32 reason = DSMIL_REASON_NONE;
	struct dsmil_tx *tx;

	if (id->reserved)
		return dsmil_invalid(ctx, offsetof(struct dsmil_tx_id, reserved));
	id->outcome = DSMIL_TX_UNKNOWN;
	dsmil_mutex_lock(&core->mutex);
	tx = dsmil_tx_find(core, id->transaction_id);
	if (!tx) {
		reason = DSMIL_REASON_UNKNOWN_TRANSACTION;
	} else {
		if (tx->outcome == DSMIL_TX_PREPARED)
			dsmil_tx_finish(core, tx, DSMIL_TX_ABORTED, DSMIL_REASON_NONE,
					-ECANCELED);
		else if (tx->outcome != DSMIL_TX_ABORTED && tx->outcome != DSMIL_TX_ROLLED_BACK)
			reason = DSMIL_REASON_TRANSACTION_STATE;
		id->outcome = tx->outcome;
	}
	dsmil_mutex_unlock(&core->mutex);
	return reason ? dsmil_refuse(ctx, reason) : 0;
}
