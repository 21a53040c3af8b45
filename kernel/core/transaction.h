/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* A transaction as the core keeps it, and its table. For the core alone. */
#ifndef DSMIL_TRANSACTION_H
#define DSMIL_TRANSACTION_H

#include "internal.h"

/* What a rollback needs of one operation, and how it went. */
struct dsmil_tx_step {
	struct dsmil_operation operation;
	struct dsmil_device *device;
	u32 registers[DSMIL_REGISTER_COUNT];	/* before it */
	u32 register_mask;			/* which of them are known */
	bool begun;				/* a write of it may have reached the hardware */
};

/*
 * Guarded by core->mutex, but for steps while the outcome is PREPARING or
 * COMMITTING: then they belong to the thread that runs it, and nobody frees it.
 */
struct dsmil_tx {
	struct dsmil_tx *next;			/* by ascending id */
	u64 id;
	u64 coordinator_epoch;
	u64 stop_epoch;
	u64 lease_deadline_ns;			/* boot time */
	u8 digest[DSMIL_DIGEST_SIZE];
	u32 outcome;				/* enum dsmil_tx_outcome */
	u32 reason;				/* of an outcome that is not COMMITTED */
	u32 failed;				/* step that failed; count when none */
	int error;				/* what the commit answered */
	u32 count;
	struct dsmil_tx_step steps[];
};

/* All under core->mutex. */
struct dsmil_tx *dsmil_tx_find(struct dsmil_core *core, u64 id);
void dsmil_tx_insert(struct dsmil_core *core, struct dsmil_tx *tx);
void dsmil_tx_remove(struct dsmil_core *core, struct dsmil_tx *tx);
/* The devices are free again. */
void dsmil_tx_release(struct dsmil_core *core, struct dsmil_tx *tx);
/* The outcome is final: releases the devices, counts, tells. */
void dsmil_tx_finish(struct dsmil_core *core, struct dsmil_tx *tx, u32 outcome, u32 reason,
		     int error);
u32 dsmil_tx_lease_left_ms(const struct dsmil_tx *tx);

/* Which registers the operation may change, and a rollback puts back. */
u32 dsmil_tx_touched(struct dsmil_core *core, const struct dsmil_operation *operation);

/*
 * Performs the steps in order; undoes those begun when one fails. Sets failed,
 * reason and error, and returns the outcome. Waits for hardware: no lock is held.
 */
u32 dsmil_tx_execute(struct dsmil_core *core, struct dsmil_tx *tx);

#endif
