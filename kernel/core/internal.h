/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* What the files of the core know of each other. Nobody outside core/ includes it. */
#ifndef DSMIL_CORE_INTERNAL_H
#define DSMIL_CORE_INTERNAL_H

#include "core.h"

#define DSMIL_NS_PER_MS	1000000ULL

/* ------------------------------------------------------------------ crc */

u32 dsmil_crc_word_table(u32 crc, u64 word);

static inline u32 dsmil_crc_word(u32 crc, u64 word)
{
#ifdef __x86_64__
	if (likely(dsmil_crc_hardware())) {
		u64 wide = crc;

		asm("crc32q %1, %0" : "+r"(wide) : "rm"(word));
		return (u32)wide;
	}
#endif
	return dsmil_crc_word_table(crc, word);
}

/* ---------------------------------------------------------------- calls */

/* One call on its way through the core. */
struct dsmil_ctx {
	struct dsmil_core *core;
	struct dsmil_file *file;
	struct dsmil_header *header;	/* of the argument */
	u64 owner;			/* the calling process */
};

/* The errno that goes with a reason; EACCES for a refusal by policy. */
int dsmil_reason_errno(u32 reason);
/* Counts a refusal, wherever it was decided. */
void dsmil_count_refusal(struct dsmil_core *core, u32 reason);
/* Refuses the call: sets the reason, counts, returns the errno. */
int dsmil_refuse(struct dsmil_ctx *ctx, u32 reason);
/* The field at that offset of the argument is not acceptable: -EINVAL. */
int dsmil_invalid(struct dsmil_ctx *ctx, u32 offset);

/* --------------------------------------------------------------- policy */

enum dsmil_access_kind {
	DSMIL_REACH_READ,
	DSMIL_REACH_EFFECT,
	/* Undoing an effect: allowed by a latched stop and a hold, by nothing else. */
	DSMIL_REACH_ROLLBACK,
};

/*
 * May the hardware of the device be reached now? DSMIL_REASON_NONE, or why not.
 * Binding only under the device's gate; elsewhere it is an early answer.
 */
u32 dsmil_policy_reach(struct dsmil_core *core, struct dsmil_device *device,
		       enum dsmil_access_kind kind);
/* Has the backend this operation, and may it touch this register? */
u32 dsmil_policy_operation(struct dsmil_core *core, u32 type, u32 reg);
/* Is it cool enough for effects? May sleep. */
u32 dsmil_policy_thermal(struct dsmil_core *core);
/* Has the device rested since its last effect? */
u32 dsmil_policy_spacing(struct dsmil_core *core, struct dsmil_device *device);
/* Is the file the current coordinator, and does it say so? Under core->mutex. */
u32 dsmil_policy_coordinator(struct dsmil_core *core, struct dsmil_file *file, u64 epoch);

/* ---------------------------------------------------------------- state */

void dsmil_state_init(struct dsmil_core *core);
/* The state as it is. Takes the gate. */
void dsmil_state_get(struct dsmil_device *device, struct dsmil_device_state *state);
/*
 * Sets and clears flags and publishes the change. Takes the gate.
 * @sample: a new sample, or NULL. @error: what became of the access.
 */
void dsmil_state_flags(struct dsmil_core *core, struct dsmil_device *device, u32 set, u32 clear);
void dsmil_state_sampled(struct dsmil_core *core, struct dsmil_device *device,
			 const struct dsmil_sample *sample, int error);
/* Counts an operation that reached the hardware, or (reason) one that was refused. */
void dsmil_state_operated(struct dsmil_core *core, struct dsmil_device *device, int error,
			  u32 reason, u32 firmware_status);
void dsmil_state_refused(struct dsmil_core *core, struct dsmil_device *device, u32 reason);
void dsmil_state_reserved(struct dsmil_core *core, struct dsmil_device *device, u64 transaction);
void dsmil_state_held(struct dsmil_core *core, struct dsmil_device *device, bool held,
		      bool uncertain);
void dsmil_state_set_stop(struct dsmil_core *core);

void dsmil_event(struct dsmil_core *core, u32 code, u32 severity, u16 token, u32 reason,
		 int error, u64 arg0, u64 arg1);

/* ------------------------------------------------------------ operations */

/* Under what an effect was prepared: it holds only while both are the present ones. */
struct dsmil_permit {
	u64 stop_epoch;
	u64 coordinator_epoch;
};

struct dsmil_attempt {
	const struct dsmil_permit *permit;	/* of an effect; without one there is none */
	u32 value;			/* as read */
	u32 firmware_status;
	u32 reason;			/* of a refusal or failure */
	bool begun;			/* a register write reached the hardware */
};

/*
 * All under the device's slot. Return 0 or a negative errno, with the reason in
 * *access. They end at @deadline_ns at the latest, or when the caller is killed
 * (a rollback does not mind).
 */
int dsmil_access_read(struct dsmil_core *core, struct dsmil_device *device, u32 reg,
		      u64 deadline_ns, enum dsmil_access_kind kind,
		      struct dsmil_attempt *access);
/* Writes, then waits until (register & mask) reads as expected. */
int dsmil_access_write(struct dsmil_core *core, struct dsmil_device *device, u32 reg,
		       u32 value, u32 expect, u32 mask, u64 deadline_ns,
		       enum dsmil_access_kind kind, struct dsmil_attempt *access);
int dsmil_access_sample(struct dsmil_core *core, struct dsmil_device *device, u64 deadline_ns,
			struct dsmil_sample *sample, struct dsmil_attempt *access);
/* One try, for the state page. */
void dsmil_refresh(struct dsmil_core *core, struct dsmil_device *device);
/* The hardware is not where it was: refuse everything, latch. */
void dsmil_registry_lost(struct dsmil_core *core, struct dsmil_device *device);
/* Waits for the device's turn: 0, or -EBUSY/-EINTR with the reason. */
int dsmil_device_take(struct dsmil_device *device, u64 deadline_ns, u32 *reason);

static inline u64 dsmil_timeout_ns(u32 timeout_ms)
{
	return (timeout_ms ? timeout_ms : DSMIL_OPERATION_TIMEOUT_MS) * DSMIL_NS_PER_MS;
}

/* ---------------------------------------------------------- transactions */

/* Aborts what outlived its lease; ns until the next one would, or U64_MAX. */
u64 dsmil_tx_expire(struct dsmil_core *core);
void dsmil_tx_free_all(struct dsmil_core *core);

/* ------------------------------------------------------------------ stop */

void dsmil_stop_init(struct dsmil_core *core);
/* Falls back from a reset that was not confirmed in time; ns until then, or U64_MAX. */
u64 dsmil_stop_expire(struct dsmil_core *core);
/* Takes and drops every gate: no register access that began before goes on. */
void dsmil_gates_drain(struct dsmil_core *core);
void dsmil_deadman_flush(struct dsmil_core *core, struct dsmil_file *file, u64 owner);
void dsmil_deadman_release(struct dsmil_core *core, struct dsmil_file *file);
void dsmil_deadman_resume(struct dsmil_core *core);
void dsmil_deadman_gone(struct dsmil_core *core);
u64 dsmil_stop_generation(struct dsmil_core *core);

/* -------------------------------------------------------------- handlers */

int dsmil_call_stop(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_stop_status(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_stop_ack(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_reset_request(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_reset_confirm(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_start(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_deadman_arm(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_deadman_beat(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_deadman_disarm(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_claim(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_audit_get(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_audit_set(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_read(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_tx_prepare(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_tx_commit(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_tx_abort(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_tx_status(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_tx_forget(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_tx_list(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_hold_set(struct dsmil_ctx *ctx, void *arg);
int dsmil_call_hold_release(struct dsmil_ctx *ctx, void *arg);

#endif
