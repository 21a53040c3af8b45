/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The DSMIL core: devices, policy, operations, transactions, stop, ring, state.
 * Portable C: the same files are the kernel module, the simulated device, the
 * unit tests and the fuzzers.
 *
 * The host (the driver, or dsmil-sim) owns one struct dsmil_core, calls
 * dsmil_core_start, opens a struct dsmil_file for each descriptor, passes every
 * call to dsmil_dispatch, runs the two timers, and ends with dsmil_core_gone,
 * then, when nothing is in flight any more, dsmil_core_end.
 *
 * Locks, outermost first. None is held while the hardware is waited for, except
 * a slot, which has a deadline.
 *   slot (per device)     one operation at a time on a device
 *   core->mutex           transactions, coordinator, audit head
 *   core->stop.lock       the stop's state (raw)
 *   device->gate          check-and-write of one register access, and the
 *                         device's state entry (raw)
 *   ring->lock            everything private of the ring (raw, innermost)
 */
#ifndef DSMIL_CORE_H
#define DSMIL_CORE_H

#include "../hal/hal.h"
#include "device_table.h"
#include "ring.h"

struct dsmil_core;
struct dsmil_file;
struct dsmil_tx;

/* ------------------------------------------------------------------ host */

/*
 * What the core asks of its host. "Any context" includes hard interrupts with
 * raw locks held.
 */
struct dsmil_host_ops {
	/* The ring's owner has something to read. Under the ring's lock, any context. */
	void (*wake_data)(void *host);
	/*
	 * Call dsmil_ring_backstop(&core->ring) in DSMIL_RING_BACKSTOP_NS. Under the
	 * ring's lock, any context; not asked again before it was called.
	 */
	void (*backstop)(void *host);
	/* The stop's generation moved, or the device is gone: wake pollers. Any context. */
	void (*wake_stop)(void *host);
	/*
	 * Call dsmil_deadman_check at @deadline_ns (monotonic), instead of any
	 * earlier request; 0 cancels. With the stop's raw lock held, so it neither
	 * waits for the timer nor calls back. Any context.
	 */
	void (*deadman_at)(void *host, u64 deadline_ns);
	/* Call dsmil_core_tick soon, from a context that may sleep. Any context. */
	void (*tick_soon)(void *host);
	/*
	 * Memory for a ring of data_size; 0 or a negative errno. May sleep, and take its
	 * time: no lock is held. One at a time, but while another one is being freed.
	 */
	int (*ring_alloc)(void *host, u64 data_size, struct dsmil_ring_memory *memory);
	/* The owner's file is gone, mappings too. May sleep. */
	void (*ring_free)(void *host, struct dsmil_ring_memory *memory);
	/* Millidegrees of the named sensor; 0 or a negative errno. May sleep; NULL: none. */
	int (*thermal)(void *host, s32 *millicelsius);
	/* DSMIL_IOC_WAIT: sets *ready; 0, -EINTR, -ENODEV. May sleep. */
	int (*wait)(void *host, struct dsmil_file *file, u32 events, u32 timeout_ms,
		    u32 *ready);
};

struct dsmil_config {
	bool allow_writes;
	bool forced;			/* loaded with force=1 */
	bool thermal_none;		/* effects are allowed without a sensor */
	s32 thermal_limit_mc;		/* effects are refused at or above it */
	u32 spacing_us;			/* least time between effects on one device */
	u32 poll_ms;			/* only reported: the host's sampling period */
	u32 ring_size_max;		/* bytes, a power of two; 0 is DSMIL_RING_SIZE_MAX */
	const char *version;
};

/* ----------------------------------------------------------------- files */

#define DSMIL_FILE_WRITE	0x1	/* opened for writing */
#define DSMIL_FILE_RAWIO	0x2	/* by a process with CAP_SYS_RAWIO */

/* One open description. The host allocates it; the core owns what is in it. */
struct dsmil_file {
	u32 flags;			/* DSMIL_FILE_, fixed at open */
	u64 coordinator_epoch;		/* of its last CLAIM, 0 none; core->mutex */
	u64 stop_seen;			/* generation acknowledged; READ_ONCE */
};

/* --------------------------------------------------------------- devices */

struct dsmil_device {
	struct dsmil_raw_lock gate;	/* guards register accesses and the state entry */
	struct dsmil_slot slot;		/* one operation at a time */
	u32 index;			/* in the table */
	u16 token;
	bool quarantined;		/* copy for reading only: policy asks the table */
	bool present;
	bool held;			/* gate */
	bool uncertain;			/* gate */
	u64 effect_ns;			/* last effect begun, 0 never; gate */
	struct dsmil_tx *tx;		/* that has it reserved; core->mutex */
	struct dsmil_state_entry *entry;	/* in the state page; written under gate */
};

/* ------------------------------------------------------------------ stop */

struct dsmil_stop_control {
	struct dsmil_raw_lock lock;	/* guards all below but latched */
	u32 latched;			/* nonzero unless RUN; read under a gate */
	u32 state;			/* enum dsmil_stop_state */
	u32 cause;			/* enum dsmil_stop_cause */
	u64 generation;
	u64 latched_ns;
	u64 nonce;
	u64 reset_deadline_ns;		/* boot time */
	u8 detail[DSMIL_STOP_DETAIL_SIZE];
	struct dsmil_file *armer;	/* NULL: the deadman is not armed */
	u64 armer_owner;		/* process (files_struct, pid) that armed */
	u64 beat_deadline_ns;
	u32 period_ms;
	u64 beats;
	u64 stops;
};

struct dsmil_counters {			/* relaxed atomics */
	u64 reads, effects, timeouts, samples;
	u64 tx_prepared, tx_committed, tx_aborted, tx_rolled_back, tx_uncertain;
	u64 open_files;
	u64 refusals[DSMIL_REASON_SLOTS];
};

struct dsmil_core {
	const struct dsmil_host_ops *host_ops;
	void *host;
	struct dsmil_hal *hal;
	struct dsmil_config config;
	u64 instance_id;
	u64 load_ns;
	u32 gone;			/* READ_ONCE; set once */
	u32 suspended;			/* read under a gate */
	u32 registry_lost;		/* read under a gate; set once */
	struct dsmil_stop_control stop;
	struct dsmil_device devices[DSMIL_DEVICE_COUNT];
	struct dsmil_state_page *state;
	struct dsmil_ring ring;
	struct dsmil_mutex mutex;	/* transactions, coordinator, audit head, ring owner */
	struct dsmil_tx *transactions;	/* by ascending id */
	u32 tx_count;
	u64 coordinator_epoch;		/* last one issued */
	struct dsmil_file *ring_owner;
	bool ring_claimed;		/* somebody's is being allocated */
	struct dsmil_ring_memory ring_memory;
	u64 audit_sets, audit_ns;
	u8 audit_head[DSMIL_AUDIT_HEAD_SIZE];
	struct dsmil_counters counters;
};

/* ------------------------------------------------------------------ life */

/*
 * @state: zeroed memory of DSMIL_STATE_MAP_SIZE, which clients map read-only.
 * Starts latched (DSMIL_CAUSE_LOAD). -EINVAL names what is wrong in the log.
 */
int dsmil_core_start(struct dsmil_core *core, const struct dsmil_host_ops *ops, void *host,
		     struct dsmil_hal *hal, const struct dsmil_config *config,
		     struct dsmil_state_page *state);
/* Unbound: latch, mark the pages, refuse everything with ENODEV. May be called twice. */
void dsmil_core_gone(struct dsmil_core *core);
/* Nothing is in flight and every file is closed. */
void dsmil_core_end(struct dsmil_core *core);

void dsmil_file_open(struct dsmil_core *core, struct dsmil_file *file, u32 flags);
/*
 * A process closes a descriptor of the file (flush). @owner names the process as
 * DEADMAN_ARM did: when it is the armer's, the stop latches.
 */
void dsmil_file_flush(struct dsmil_core *core, struct dsmil_file *file, u64 owner);
/* The last reference is gone (release). Frees the ring when the file owns it. */
void dsmil_file_close(struct dsmil_core *core, struct dsmil_file *file);

/* ----------------------------------------------------------------- calls */

struct dsmil_call {
	const char *name;
	u16 nr;
	u16 size;			/* of the argument structure, as the core knows it */
	u16 flags;			/* DSMIL_CALL_ */
};

#define DSMIL_CALL_WRITE	0x1	/* a file opened for writing */
#define DSMIL_CALL_RAWIO	0x2	/* and with CAP_SYS_RAWIO */
#define DSMIL_CALL_BLOCKS	0x4	/* may wait for hardware or time */
#define DSMIL_CALL_MAX_SIZE	sizeof(struct dsmil_get_state)

/* The call of number @nr, or NULL (ENOTTY). */
const struct dsmil_call *dsmil_call_find(u32 nr);

/*
 * Performs a call. @arg holds call->size bytes: what the caller gave, padded
 * with zeros. @owner names the calling process. The answer, header included, is
 * in @arg whatever is returned, and the host gives back min(user_size,
 * call->size) of it, user_size being what the caller's header says.
 * Returns 0 or a negative errno.
 */
int dsmil_dispatch(struct dsmil_core *core, struct dsmil_file *file,
		   const struct dsmil_call *call, void *arg, u64 owner);

/*
 * The host's copy-in rule, so that both hosts agree. Returns the bytes to copy in
 * and out, min(user_size, call->size), or -EINVAL when the header itself does not
 * fit. A host must then check that the bytes beyond are zero, else E2BIG.
 */
int dsmil_call_size(const struct dsmil_call *call, u32 user_size);

/* ------------------------------------------------------------------ stop */

/*
 * Latches. Any context but NMI; returns the new generation. @detail may be NULL.
 * DSMIL_CAUSE_GONE is dsmil_core_gone's alone.
 */
u64 dsmil_stop_latch(struct dsmil_core *core, u32 cause, const u8 *detail, u32 detail_size);
/* From the deadman's timer; hard interrupt context is fine. */
void dsmil_deadman_check(struct dsmil_core *core);
/* The file has not seen the newest stop: EPOLLPRI. */
bool dsmil_stop_unseen(struct dsmil_core *core, struct dsmil_file *file);

/* -------------------------------------------------------------- periodic */

/*
 * Leases, the reset window. Returns ns until it wants to be called again, or
 * U64_MAX for not before tick_soon. May sleep.
 */
u64 dsmil_core_tick(struct dsmil_core *core);
/* Samples every device once into the state page; publishes what changed. May sleep. */
void dsmil_core_sample(struct dsmil_core *core);
/* Samples one, for backends that have an interrupt. @device: position in the table. */
void dsmil_core_sample_device(struct dsmil_core *core, u32 device);

/* Suspend and resume; resume re-verifies and latches when that fails. */
void dsmil_core_suspend(struct dsmil_core *core);
void dsmil_core_resume(struct dsmil_core *core);

/* Publishes a record of the host's or a test's making. Any context but NMI. */
int dsmil_core_publish(struct dsmil_core *core, u32 type, u32 flags, u16 token,
		       const void *payload, u32 size);

#endif
