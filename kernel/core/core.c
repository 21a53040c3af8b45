// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/* The core's life: start, files, suspend and resume, gone, end. */
#include "internal.h"

static void ring_wake_consumer(void *host)
{
	struct dsmil_core *core = host;

	core->host_ops->wake_data(core->host);
}

static void ring_backstop(void *host)
{
	struct dsmil_core *core = host;

	core->host_ops->backstop(core->host);
}

static const struct dsmil_ring_ops ring_ops = {
	.wake = ring_wake_consumer,
	.backstop = ring_backstop,
};

static int core_check(const struct dsmil_hal *hal, const struct dsmil_config *config)
{
	u32 size = config->ring_size_max ? config->ring_size_max : DSMIL_RING_SIZE_MAX;

	if (size < DSMIL_RING_SIZE_MIN || size > DSMIL_RING_SIZE_MAX || size & (size - 1)) {
		dsmil_log_warn("ring_size_max=%u: a power of two, %u to %u, is wanted\n", size,
			       DSMIL_RING_SIZE_MIN, DSMIL_RING_SIZE_MAX);
		return -EINVAL;
	}
	if (config->spacing_us > 10000000) {
		dsmil_log_warn("spacing_us=%u: 0 to 10000000 is allowed\n", config->spacing_us);
		return -EINVAL;
	}
	if (hal->ops->register_count > DSMIL_REGISTER_COUNT) {
		dsmil_log_warn("backend %s has more than %u registers\n", hal->ops->name,
			       DSMIL_REGISTER_COUNT);
		return -EINVAL;
	}
	return 0;
}

int dsmil_core_start(struct dsmil_core *core, const struct dsmil_host_ops *ops, void *host,
		     struct dsmil_hal *hal, const struct dsmil_config *config,
		     struct dsmil_state_page *state)
{
	int error = core_check(hal, config);

	if (error)
		return error;
	memset(core, 0, sizeof(*core));
	core->host_ops = ops;
	core->host = host;
	core->hal = hal;
	core->config = *config;
	if (!core->config.ring_size_max)
		core->config.ring_size_max = DSMIL_RING_SIZE_MAX;
	core->instance_id = dsmil_random_u64();
	core->load_ns = dsmil_now_ns();
	core->state = state;
	dsmil_mutex_init(&core->mutex, "dsmil_core");
	dsmil_ring_init(&core->ring, &ring_ops, core, core->instance_id);
	dsmil_state_init(core);
	dsmil_stop_init(core);
	dsmil_core_sample(core);
	return 0;
}

void dsmil_core_gone(struct dsmil_core *core)
{
	if (READ_ONCE(core->gone))
		return;
	/* Which also says so, in the same step. */
	dsmil_stop_latch(core, DSMIL_CAUSE_GONE, NULL, 0);
	WRITE_ONCE(core->state->flags, core->state->flags | DSMIL_PAGE_GONE);
	dsmil_ring_set_gone(&core->ring);
	dsmil_deadman_gone(core);
	core->host_ops->wake_stop(core->host);
}

void dsmil_core_end(struct dsmil_core *core)
{
	dsmil_tx_free_all(core);
}

/* ----------------------------------------------------------------- files */

void dsmil_file_open(struct dsmil_core *core, struct dsmil_file *file, u32 flags)
{
	memset(file, 0, sizeof(*file));
	file->flags = flags;
	/* Seen is what was so at open: a new file is told of the next stop. */
	file->stop_seen = dsmil_stop_generation(core);
	dsmil_add_relaxed(&core->counters.open_files, 1);
}

void dsmil_file_flush(struct dsmil_core *core, struct dsmil_file *file, u64 owner)
{
	dsmil_deadman_flush(core, file, owner);
}

void dsmil_file_close(struct dsmil_core *core, struct dsmil_file *file)
{
	struct dsmil_ring_memory memory;
	bool owner;

	dsmil_deadman_release(core, file);
	dsmil_mutex_lock(&core->mutex);
	owner = core->ring_owner == file;
	if (owner) {
		dsmil_ring_detach(&core->ring);
		memory = core->ring_memory;
		memset(&core->ring_memory, 0, sizeof(core->ring_memory));
		core->ring_owner = NULL;
	}
	dsmil_mutex_unlock(&core->mutex);
	/* As with its allocation, nobody else waits for it. */
	if (owner)
		core->host_ops->ring_free(core->host, &memory);
	dsmil_add_relaxed(&core->counters.open_files, -1ULL);
}

/* -------------------------------------------------------------- periodic */

u64 dsmil_core_tick(struct dsmil_core *core)
{
	u64 lease, reset;

	if (READ_ONCE(core->gone))
		return U64_MAX;
	lease = dsmil_tx_expire(core);
	reset = dsmil_stop_expire(core);
	return lease < reset ? lease : reset;
}

/* ----------------------------------------------------------------- power */

void dsmil_core_suspend(struct dsmil_core *core)
{
	WRITE_ONCE(core->suspended, 1);
	dsmil_gates_drain(core);
	dsmil_event(core, DSMIL_EVENT_SUSPENDED, DSMIL_SEVERITY_INFO, 0, DSMIL_REASON_NONE, 0, 0,
		    0);
}

void dsmil_core_resume(struct dsmil_core *core)
{
	const struct dsmil_hal_ops *ops = core->hal->ops;
	int error = ops->verify ? ops->verify(core->hal) : 0;
	u32 i;

	if (error == -ENXIO)
		dsmil_registry_lost(core, NULL);
	else if (error)
		dsmil_stop_latch(core, DSMIL_CAUSE_RESUME_FAILED, NULL, 0);
	for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
		if (core->devices[i].present)
			dsmil_state_flags(core, &core->devices[i], DSMIL_DEVICE_STALE, 0);
	}
	/* The deadman's full period begins before anything can happen again. */
	dsmil_deadman_resume(core);
	WRITE_ONCE(core->suspended, 0);
	/* Its timer may have fired between the two, and looked away: it would not fire again. */
	dsmil_deadman_check(core);
	dsmil_event(core, DSMIL_EVENT_RESUMED,
		    error ? DSMIL_SEVERITY_CRITICAL : DSMIL_SEVERITY_INFO, 0, DSMIL_REASON_NONE,
		    error, 0, 0);
}

/* --------------------------------------------------------------- records */

int dsmil_core_publish(struct dsmil_core *core, u32 type, u32 flags, u16 token,
		       const void *payload, u32 size)
{
	struct dsmil_record_header header = {
		.time_ns = dsmil_now_ns(),
		.type = (u16)type,
		.device = token,
		.source_track = DSMIL_TRACK_KERNEL,
		.destination_track = DSMIL_TRACK_ORCHESTRATOR,
		.clock = DSMIL_CLOCK_MONOTONIC,
		.flags = (u8)flags,
	};

	return dsmil_ring_publish(&core->ring, &header, payload, size);
}

void dsmil_event(struct dsmil_core *core, u32 code, u32 severity, u16 token, u32 reason,
		 int error, u64 arg0, u64 arg1)
{
	struct dsmil_event_notification event = {
		.code = code,
		.severity = severity,
		.reason = reason,
		.error = error,
		.arg0 = arg0,
		.arg1 = arg1,
	};

	dsmil_core_publish(core, DSMIL_RECORD_EVENT, 0, token, &event, sizeof(event));
}
