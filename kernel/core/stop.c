// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The emergency stop: a level, not an event (safety rules 3 and 7). latched is a
 * word that every gate checks; a stop sets it, then takes and drops each gate, so
 * that no register write begins after it returns. Nothing here waits for hardware.
 */
#include "internal.h"

#define STOP_FIELD(type, f) offsetof(struct type, f)

void dsmil_gates_drain(struct dsmil_core *core)
{
	u32 i;

	for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
		unsigned long irq = 0;

		dsmil_raw_lock(&core->devices[i].gate, irq);
		dsmil_raw_unlock(&core->devices[i].gate, irq);
	}
}

/* Shows the stop's state in both pages. With stop.lock held. */
static void stop_show(struct dsmil_core *core)
{
	struct dsmil_stop_control *stop = &core->stop;

	dsmil_state_set_stop(core);
	dsmil_ring_set_stop(&core->ring, stop->generation, stop->latched_ns, stop->cause,
			    stop->state);
}

static void stop_announce_state(struct dsmil_core *core, u64 generation, u32 state)
{
	dsmil_event(core, DSMIL_EVENT_STOP_STATE, DSMIL_SEVERITY_WARNING, 0, DSMIL_REASON_NONE, 0,
		    generation, state);
}

u64 dsmil_stop_latch(struct dsmil_core *core, u32 cause, const u8 *detail, u32 detail_size)
{
	struct dsmil_stop_control *stop = &core->stop;
	struct dsmil_emergency_stop_signal signal = { .cause = cause };
	unsigned long irq = 0;

	dsmil_raw_lock(&stop->lock, irq);
	WRITE_ONCE(stop->latched, 1);
	/* Latched first, so that whoever finds it gone finds it safe; and no reset in between. */
	if (cause == DSMIL_CAUSE_GONE)
		WRITE_ONCE(core->gone, 1);
	stop->state = DSMIL_STOP_LATCHED;
	stop->cause = cause;
	WRITE_ONCE(stop->generation, stop->generation + 1);
	stop->latched_ns = dsmil_now_ns();
	stop->nonce = 0;
	stop->stops++;
	memset(stop->detail, 0, sizeof(stop->detail));
	if (detail)
		memcpy(stop->detail, detail,
		       detail_size < sizeof(stop->detail) ? detail_size : sizeof(stop->detail));
	stop_show(core);
	signal.generation = stop->generation;
	signal.latched_ns = stop->latched_ns;
	signal.state = stop->state;
	memcpy(signal.detail, stop->detail, sizeof(signal.detail));
	dsmil_raw_unlock(&stop->lock, irq);

	dsmil_gates_drain(core);
	/* The latch is set: what follows only tells of it. */
	core->host_ops->wake_stop(core->host);
	dsmil_core_publish(core, DSMIL_RECORD_EMERGENCY, DSMIL_RECORD_CRITICAL, 0, &signal,
			   sizeof(signal));
	return signal.generation;
}

u64 dsmil_stop_generation(struct dsmil_core *core)
{
	return READ_ONCE(core->stop.generation);
}

bool dsmil_stop_unseen(struct dsmil_core *core, struct dsmil_file *file)
{
	return READ_ONCE(core->stop.generation) != READ_ONCE(file->stop_seen);
}

void dsmil_stop_init(struct dsmil_core *core)
{
	struct dsmil_stop_control *stop = &core->stop;

	dsmil_raw_init(&stop->lock);
	stop->latched = 1;
	stop->state = DSMIL_STOP_LATCHED;
	stop->cause = DSMIL_CAUSE_LOAD;
	stop->generation = 1;
	stop->latched_ns = dsmil_now_ns();
	stop_show(core);
}

static u64 left_ns(u64 deadline, u64 now)
{
	return deadline > now ? deadline - now : 0;
}

/* Between LATCHED and RUN: each step has to follow within the window. */
static bool stop_resetting(const struct dsmil_stop_control *stop)
{
	return stop->state == DSMIL_STOP_RESET_PENDING || stop->state == DSMIL_STOP_READY;
}

u64 dsmil_stop_expire(struct dsmil_core *core)
{
	struct dsmil_stop_control *stop = &core->stop;
	u64 left = U64_MAX, generation = 0;
	unsigned long irq = 0;

	dsmil_raw_lock(&stop->lock, irq);
	if (stop_resetting(stop)) {
		left = left_ns(stop->reset_deadline_ns, dsmil_boot_ns());
		if (!left) {
			left = U64_MAX;
			stop->state = DSMIL_STOP_LATCHED;
			stop->nonce = 0;
			generation = stop->generation;
			stop_show(core);
		}
	}
	dsmil_raw_unlock(&stop->lock, irq);
	if (generation)
		stop_announce_state(core, generation, DSMIL_STOP_LATCHED);
	return left;
}

/* ----------------------------------------------------------------- calls */

int dsmil_call_stop(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_stop *stop = arg;
	bool known = stop->cause == DSMIL_CAUSE_REQUEST || stop->cause == DSMIL_CAUSE_HELPER;

	/* Latch first, complain later. */
	stop->generation = dsmil_stop_latch(ctx->core,
					    known ? stop->cause : DSMIL_CAUSE_REQUEST,
					    stop->detail, sizeof(stop->detail));
	stop->state = DSMIL_STOP_LATCHED;
	stop->latched_ns = READ_ONCE(ctx->core->stop.latched_ns);
	if (ctx->header->flags)
		return dsmil_invalid(ctx, STOP_FIELD(dsmil_header, flags));
	return known ? 0 : dsmil_invalid(ctx, STOP_FIELD(dsmil_stop, cause));
}

int dsmil_call_stop_status(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_stop_control *stop = &ctx->core->stop;
	struct dsmil_stop_status *status = arg;
	unsigned long irq = 0;

	dsmil_raw_lock(&stop->lock, irq);
	status->generation = stop->generation;
	status->latched_ns = stop->latched_ns;
	status->state = stop->state;
	status->cause = stop->cause;
	memcpy(status->detail, stop->detail, sizeof(status->detail));
	status->acknowledged = READ_ONCE(ctx->file->stop_seen);
	status->deadman_period_ms = stop->armer ? stop->period_ms : 0;
	status->deadman_left_ms = stop->armer ? (u32)(left_ns(stop->beat_deadline_ns,
						dsmil_now_ns()) / DSMIL_NS_PER_MS) : 0;
	status->reset_left_ms = stop_resetting(stop) ?
		(u32)(left_ns(stop->reset_deadline_ns, dsmil_boot_ns()) / DSMIL_NS_PER_MS) : 0;
	status->suspended = READ_ONCE(ctx->core->suspended);
	dsmil_raw_unlock(&stop->lock, irq);
	return 0;
}

int dsmil_call_stop_ack(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_stop_ack *ack = arg;

	if (!ack->generation || ack->generation > dsmil_stop_generation(ctx->core))
		return dsmil_invalid(ctx, STOP_FIELD(dsmil_stop_ack, generation));
	WRITE_ONCE(ctx->file->stop_seen, ack->generation);
	return 0;
}

/* Is what latched the stop still so? Then a reset would be a lie. */
static bool stop_cause_present(struct dsmil_core *core)
{
	return READ_ONCE(core->registry_lost) || READ_ONCE(core->gone);
}

int dsmil_call_reset_request(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_stop_control *stop = &core->stop;
	struct dsmil_reset *reset = arg;
	u64 nonce = dsmil_random_u64();
	u32 reason = DSMIL_REASON_NONE;
	unsigned long irq = 0;

	reset->nonce = 0;
	reset->window_ms = 0;
	dsmil_raw_lock(&stop->lock, irq);
	if (reset->generation != stop->generation)
		reason = DSMIL_REASON_STOP_EPOCH;
	else if (stop->state == DSMIL_STOP_RUN || stop->state == DSMIL_STOP_READY)
		reason = DSMIL_REASON_NOT_LATCHED;
	else if (READ_ONCE(core->suspended))
		reason = DSMIL_REASON_SUSPENDED;
	else if (stop_cause_present(core))
		reason = DSMIL_REASON_CAUSE_PRESENT;
	if (!reason) {
		stop->state = DSMIL_STOP_RESET_PENDING;
		stop->nonce = nonce;
		stop->reset_deadline_ns = dsmil_boot_ns() +
					  DSMIL_RESET_WINDOW_MS * DSMIL_NS_PER_MS;
		stop_show(core);
		reset->nonce = nonce;
		reset->window_ms = DSMIL_RESET_WINDOW_MS;
	}
	reset->state = stop->state;
	dsmil_raw_unlock(&stop->lock, irq);
	if (reason)
		return dsmil_refuse(ctx, reason);
	core->host_ops->tick_soon(core->host);
	stop_announce_state(core, reset->generation, DSMIL_STOP_RESET_PENDING);
	return 0;
}

int dsmil_call_reset_confirm(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_stop_control *stop = &core->stop;
	struct dsmil_reset *reset = arg;
	u32 reason = DSMIL_REASON_NONE;
	unsigned long irq = 0;

	reset->window_ms = 0;
	dsmil_raw_lock(&stop->lock, irq);
	if (reset->generation != stop->generation) {
		reason = DSMIL_REASON_STOP_EPOCH;
	} else if (stop->state != DSMIL_STOP_RESET_PENDING) {
		reason = DSMIL_REASON_RESET_NOT_PENDING;
	} else if (!left_ns(stop->reset_deadline_ns, dsmil_boot_ns())) {
		reason = DSMIL_REASON_RESET_EXPIRED;
		stop->state = DSMIL_STOP_LATCHED;
		stop->nonce = 0;
		stop_show(core);
	} else if (!reset->nonce || reset->nonce != stop->nonce) {
		reason = DSMIL_REASON_RESET_NONCE;
	} else if (READ_ONCE(core->suspended)) {
		reason = DSMIL_REASON_SUSPENDED;
	} else if (stop_cause_present(core)) {
		reason = DSMIL_REASON_CAUSE_PRESENT;
	} else {
		stop->state = DSMIL_STOP_READY;
		stop->nonce = 0;
		/* Leave to start is not to be found lying about the next day. */
		stop->reset_deadline_ns = dsmil_boot_ns() +
					  DSMIL_RESET_WINDOW_MS * DSMIL_NS_PER_MS;
		stop_show(core);
		reset->window_ms = DSMIL_RESET_WINDOW_MS;
	}
	reset->state = stop->state;
	dsmil_raw_unlock(&stop->lock, irq);
	if (reason == DSMIL_REASON_RESET_EXPIRED)
		stop_announce_state(core, reset->generation, DSMIL_STOP_LATCHED);
	if (reason)
		return dsmil_refuse(ctx, reason);
	core->host_ops->tick_soon(core->host);
	stop_announce_state(core, reset->generation, DSMIL_STOP_READY);
	return 0;
}

int dsmil_call_start(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_stop_control *stop = &core->stop;
	struct dsmil_start *start = arg;
	u32 reason = DSMIL_REASON_NONE;
	unsigned long irq = 0;

	if (start->reserved)
		return dsmil_invalid(ctx, STOP_FIELD(dsmil_start, reserved));
	dsmil_raw_lock(&stop->lock, irq);
	if (start->generation != stop->generation)
		reason = DSMIL_REASON_STOP_EPOCH;
	else if (stop->state != DSMIL_STOP_READY)
		reason = DSMIL_REASON_NOT_READY;
	else if (!left_ns(stop->reset_deadline_ns, dsmil_boot_ns()))
		reason = DSMIL_REASON_RESET_EXPIRED;
	else if (READ_ONCE(core->suspended))
		reason = DSMIL_REASON_SUSPENDED;
	else if (stop_cause_present(core))
		reason = DSMIL_REASON_CAUSE_PRESENT;
	if (!reason) {
		stop->state = DSMIL_STOP_RUN;
		stop_show(core);
		WRITE_ONCE(stop->latched, 0);
	} else if (reason == DSMIL_REASON_RESET_EXPIRED) {
		stop->state = DSMIL_STOP_LATCHED;
		stop_show(core);
	}
	start->state = stop->state;
	dsmil_raw_unlock(&stop->lock, irq);
	if (reason == DSMIL_REASON_RESET_EXPIRED)
		stop_announce_state(core, start->generation, DSMIL_STOP_LATCHED);
	if (reason)
		return dsmil_refuse(ctx, reason);
	stop_announce_state(core, start->generation, DSMIL_STOP_RUN);
	return 0;
}
