// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The deadman (safety rule 7): the stop latches when beats stop for the armed
 * period, or at once when the process that armed it closes its file without
 * disarming. A beat only moves a deadline; the timer looks at it when it fires.
 */
#include "internal.h"

/* With stop.lock held. */
static void deadman_disarm(struct dsmil_core *core)
{
	core->stop.armer = NULL;
	core->stop.armer_owner = 0;
	core->host_ops->deadman_at(core->host, 0);
}

void dsmil_deadman_check(struct dsmil_core *core)
{
	struct dsmil_stop_control *stop = &core->stop;
	unsigned long irq = 0;
	bool expired = false;

	dsmil_raw_lock(&stop->lock, irq);
	if (stop->armer && !READ_ONCE(core->suspended)) {
		expired = dsmil_now_ns() >= stop->beat_deadline_ns;
		if (expired)
			deadman_disarm(core);
		else
			core->host_ops->deadman_at(core->host, stop->beat_deadline_ns);
	}
	dsmil_raw_unlock(&stop->lock, irq);
	if (expired)
		dsmil_stop_latch(core, DSMIL_CAUSE_DEADMAN_EXPIRED, NULL, 0);
}

/* Latches when @file armed it and, unless @any, the process is the one that did. */
static void deadman_closed(struct dsmil_core *core, struct dsmil_file *file, u64 owner, bool any)
{
	struct dsmil_stop_control *stop = &core->stop;
	unsigned long irq = 0;
	bool mine;

	dsmil_raw_lock(&stop->lock, irq);
	mine = stop->armer && stop->armer == file && (any || stop->armer_owner == owner);
	if (mine)
		deadman_disarm(core);
	dsmil_raw_unlock(&stop->lock, irq);
	if (mine)
		dsmil_stop_latch(core, DSMIL_CAUSE_DEADMAN_CLOSED, NULL, 0);
}

void dsmil_deadman_flush(struct dsmil_core *core, struct dsmil_file *file, u64 owner)
{
	deadman_closed(core, file, owner, false);
}

void dsmil_deadman_release(struct dsmil_core *core, struct dsmil_file *file)
{
	deadman_closed(core, file, 0, true);
}

/* The device is gone and latched: nobody is watched any more, and no timer is left. */
void dsmil_deadman_gone(struct dsmil_core *core)
{
	unsigned long irq = 0;

	dsmil_raw_lock(&core->stop.lock, irq);
	deadman_disarm(core);
	dsmil_raw_unlock(&core->stop.lock, irq);
}

/* After a resume: one full period from now. */
void dsmil_deadman_resume(struct dsmil_core *core)
{
	struct dsmil_stop_control *stop = &core->stop;
	unsigned long irq = 0;

	dsmil_raw_lock(&stop->lock, irq);
	if (stop->armer) {
		stop->beat_deadline_ns = dsmil_now_ns() + stop->period_ms * DSMIL_NS_PER_MS;
		core->host_ops->deadman_at(core->host, stop->beat_deadline_ns);
	}
	dsmil_raw_unlock(&stop->lock, irq);
}

int dsmil_call_deadman_arm(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_stop_control *stop = &ctx->core->stop;
	struct dsmil_deadman *deadman = arg;
	u32 period = deadman->period_ms ? deadman->period_ms : DSMIL_DEADMAN_DEFAULT_MS;
	unsigned long irq = 0;
	bool owned;

	deadman->left_ms = 0;
	if (period < DSMIL_DEADMAN_MIN_MS || period > DSMIL_DEADMAN_MAX_MS)
		return dsmil_invalid(ctx, offsetof(struct dsmil_deadman, period_ms));
	/* A deadline that has passed is not rescued by arming again. */
	dsmil_deadman_check(ctx->core);
	dsmil_raw_lock(&stop->lock, irq);
	if (READ_ONCE(ctx->core->gone)) {
		dsmil_raw_unlock(&stop->lock, irq);
		return -ENODEV;
	}
	owned = stop->armer && stop->armer != ctx->file;
	if (!owned) {
		stop->armer = ctx->file;
		stop->armer_owner = ctx->owner;
		stop->period_ms = period;
		stop->beat_deadline_ns = dsmil_now_ns() + period * DSMIL_NS_PER_MS;
		ctx->core->host_ops->deadman_at(ctx->core->host, stop->beat_deadline_ns);
	}
	dsmil_raw_unlock(&stop->lock, irq);
	deadman->period_ms = period;
	if (!owned)
		deadman->left_ms = period;
	return owned ? dsmil_refuse(ctx, DSMIL_REASON_DEADMAN_OWNED) : 0;
}

int dsmil_call_deadman_beat(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_stop_control *stop = &ctx->core->stop;
	struct dsmil_deadman *deadman = arg;
	unsigned long irq = 0;
	bool mine, late = false;

	deadman->period_ms = 0;
	deadman->left_ms = 0;
	dsmil_raw_lock(&stop->lock, irq);
	mine = stop->armer && stop->armer == ctx->file;
	if (mine) {
		u64 now = dsmil_now_ns();

		/* A beat after the deadline is none, even if the timer has yet to run. */
		late = now >= stop->beat_deadline_ns && !READ_ONCE(ctx->core->suspended);
		if (!late) {
			stop->beat_deadline_ns = now + stop->period_ms * DSMIL_NS_PER_MS;
			stop->beats++;
			deadman->period_ms = stop->period_ms;
			deadman->left_ms = stop->period_ms;
		}
	}
	dsmil_raw_unlock(&stop->lock, irq);
	if (late)
		dsmil_deadman_check(ctx->core);
	return mine && !late ? 0 : dsmil_refuse(ctx, DSMIL_REASON_DEADMAN_NOT_ARMED);
}

int dsmil_call_deadman_disarm(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_stop_control *stop = &ctx->core->stop;
	struct dsmil_deadman *deadman = arg;
	unsigned long irq = 0;
	bool mine;

	deadman->left_ms = 0;
	/* Nor by disarming late. */
	dsmil_deadman_check(ctx->core);
	dsmil_raw_lock(&stop->lock, irq);
	mine = stop->armer && stop->armer == ctx->file;
	if (mine)
		deadman_disarm(ctx->core);
	dsmil_raw_unlock(&stop->lock, irq);
	return mine ? 0 : dsmil_refuse(ctx, DSMIL_REASON_DEADMAN_NOT_ARMED);
}
