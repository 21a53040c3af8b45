// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The transactions that the core remembers: by id, bounded, kept until they are
 * forgotten by id, so that a coordinator that died can ask what became of one.
 */
#include "transaction.h"

struct dsmil_tx *dsmil_tx_find(struct dsmil_core *core, u64 id)
{
	struct dsmil_tx *tx = core->transactions;

	while (tx && tx->id < id)
		tx = tx->next;
	return tx && tx->id == id ? tx : NULL;
}

void dsmil_tx_insert(struct dsmil_core *core, struct dsmil_tx *tx)
{
	struct dsmil_tx **at = &core->transactions;

	while (*at && (*at)->id < tx->id)
		at = &(*at)->next;
	tx->next = *at;
	*at = tx;
	core->tx_count++;
}

void dsmil_tx_remove(struct dsmil_core *core, struct dsmil_tx *tx)
{
	struct dsmil_tx **at = &core->transactions;

	while (*at != tx)
		at = &(*at)->next;
	*at = tx->next;
	core->tx_count--;
}

void dsmil_tx_release(struct dsmil_core *core, struct dsmil_tx *tx)
{
	u32 i;

	for (i = 0; i < tx->count; i++) {
		struct dsmil_device *device = tx->steps[i].device;

		if (device->tx != tx)
			continue;
		device->tx = NULL;
		dsmil_state_reserved(core, device, 0);
	}
}

void dsmil_tx_finish(struct dsmil_core *core, struct dsmil_tx *tx, u32 outcome, u32 reason,
		     int error)
{
	u64 *counter = outcome == DSMIL_TX_COMMITTED ? &core->counters.tx_committed :
		       outcome == DSMIL_TX_ROLLED_BACK ? &core->counters.tx_rolled_back :
		       outcome == DSMIL_TX_UNCERTAIN ? &core->counters.tx_uncertain :
						       &core->counters.tx_aborted;

	tx->outcome = outcome;
	tx->reason = reason;
	tx->error = error;
	dsmil_tx_release(core, tx);
	dsmil_add_relaxed(counter, 1);
	dsmil_event(core, DSMIL_EVENT_TRANSACTION,
		    outcome == DSMIL_TX_UNCERTAIN ? DSMIL_SEVERITY_CRITICAL :
		    outcome == DSMIL_TX_COMMITTED ? DSMIL_SEVERITY_INFO : DSMIL_SEVERITY_WARNING,
		    0, reason, error, tx->id, outcome);
}

u32 dsmil_tx_lease_left_ms(const struct dsmil_tx *tx)
{
	u64 now = dsmil_boot_ns();

	if (tx->outcome != DSMIL_TX_PREPARED || tx->lease_deadline_ns <= now)
		return 0;
	return (u32)((tx->lease_deadline_ns - now) / DSMIL_NS_PER_MS);
}

u64 dsmil_tx_expire(struct dsmil_core *core)
{
	u64 now = dsmil_boot_ns(), left = U64_MAX;
	struct dsmil_tx *tx;

	dsmil_mutex_lock(&core->mutex);
	for (tx = core->transactions; tx; tx = tx->next) {
		if (tx->outcome != DSMIL_TX_PREPARED)
			continue;
		if (tx->lease_deadline_ns <= now)
			dsmil_tx_finish(core, tx, DSMIL_TX_ABORTED, DSMIL_REASON_LEASE_EXPIRED,
					dsmil_reason_errno(DSMIL_REASON_LEASE_EXPIRED));
		else if (tx->lease_deadline_ns - now < left)
			left = tx->lease_deadline_ns - now;
	}
	dsmil_mutex_unlock(&core->mutex);
	return left;
}

void dsmil_tx_free_all(struct dsmil_core *core)
{
	while (core->transactions) {
		struct dsmil_tx *tx = core->transactions;

		core->transactions = tx->next;
		dsmil_free(tx);
	}
	core->tx_count = 0;
}

/* ----------------------------------------------------------------- calls */

int dsmil_call_tx_status(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_tx_status *status = arg;
	u64 id = status->transaction_id;
	struct dsmil_tx *tx;
	bool settled;
	u32 i;

	if (status->reserved)
		return dsmil_invalid(ctx, offsetof(struct dsmil_tx_status, reserved));
	/* Whatever is not set below must not look like an answer. */
	memset(&ctx->header[1], 0, sizeof(*status) - sizeof(*ctx->header));
	status->transaction_id = id;
	dsmil_mutex_lock(&core->mutex);
	tx = dsmil_tx_find(core, id);
	if (!tx) {
		dsmil_mutex_unlock(&core->mutex);
		return dsmil_refuse(ctx, DSMIL_REASON_UNKNOWN_TRANSACTION);
	}
	status->coordinator_epoch = tx->coordinator_epoch;
	status->stop_epoch = tx->stop_epoch;
	memcpy(status->digest, tx->digest, sizeof(status->digest));
	status->outcome = tx->outcome;
	status->operation_count = tx->count;
	/* While it runs, its steps and result are another thread's. */
	settled = tx->outcome != DSMIL_TX_PREPARING && tx->outcome != DSMIL_TX_COMMITTING;
	status->failed_operation = settled ? tx->failed : tx->count;
	status->outcome_reason = settled ? tx->reason : DSMIL_REASON_NONE;
	status->lease_left_ms = dsmil_tx_lease_left_ms(tx);
	for (i = 0; settled && i < tx->count; i++)
		status->operations[i] = tx->steps[i].operation;
	dsmil_mutex_unlock(&core->mutex);
	return 0;
}

int dsmil_call_tx_list(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_tx_list *list = arg;
	struct dsmil_tx *tx;

	list->count = 0;
	memset(list->entries, 0, sizeof(list->entries));
	dsmil_mutex_lock(&core->mutex);
	list->total = core->tx_count;
	for (tx = core->transactions; tx && list->count < DSMIL_TX_LIST_MAX; tx = tx->next) {
		struct dsmil_tx_entry *entry = &list->entries[list->count];

		if (tx->id <= list->after)
			continue;
		entry->transaction_id = tx->id;
		entry->coordinator_epoch = tx->coordinator_epoch;
		entry->outcome = tx->outcome;
		entry->operation_count = tx->count;
		entry->lease_left_ms = dsmil_tx_lease_left_ms(tx);
		entry->outcome_reason =
			tx->outcome == DSMIL_TX_COMMITTING ? DSMIL_REASON_NONE : tx->reason;
		list->count++;
	}
	dsmil_mutex_unlock(&core->mutex);
	return 0;
}

int dsmil_call_tx_forget(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_tx_id *id = arg;
	struct dsmil_tx *tx;
	u32 reason = DSMIL_REASON_NONE;

	if (id->reserved)
		return dsmil_invalid(ctx, offsetof(struct dsmil_tx_id, reserved));
	id->outcome = DSMIL_TX_UNKNOWN;
	dsmil_mutex_lock(&core->mutex);
	/* What is forgotten no successor can ask for: whoever was overtaken does not take it away. */
	reason = dsmil_policy_coordinator(core, ctx->file, ctx->file->coordinator_epoch);
	tx = reason ? NULL : dsmil_tx_find(core, id->transaction_id);
	if (!reason && !tx)
		reason = DSMIL_REASON_UNKNOWN_TRANSACTION;
	if (!reason) {
		id->outcome = tx->outcome;
		if (tx->outcome < DSMIL_TX_COMMITTED)
			reason = DSMIL_REASON_TRANSACTION_STATE;
		else
			dsmil_tx_remove(core, tx);
	}
	dsmil_mutex_unlock(&core->mutex);
	if (reason)
		return dsmil_refuse(ctx, reason);
	dsmil_free(tx);
	return 0;
}
