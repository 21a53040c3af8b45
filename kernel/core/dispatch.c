// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The calls: one table, one way through. Form and permission are checked here;
 * what a call means is in the file of its subject.
 */
#include "internal.h"

static int call_info(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	const struct dsmil_hal_ops *ops = core->hal->ops;
	struct dsmil_info *info = arg;
	const char *version = core->config.version;
	u32 i;

	info->abi_version = DSMIL_ABI_VERSION;
	info->tx_abi_version = DSMIL_TX_ABI_VERSION;
	info->record_schema = DSMIL_RECORD_SCHEMA;
	info->state_schema = DSMIL_STATE_SCHEMA;
	info->instance_id = core->instance_id;
	info->features = (core->config.allow_writes ? DSMIL_FEATURE_WRITES : 0) |
			 (core->host_ops->thermal ? DSMIL_FEATURE_THERMAL_SENSOR : 0) |
			 (core->config.thermal_none ? DSMIL_FEATURE_THERMAL_NONE : 0) |
			 (core->config.forced ? DSMIL_FEATURE_FORCED : 0) |
			 (dsmil_crc_hardware() ? DSMIL_FEATURE_CRC_HARDWARE : 0) |
			 (ops->backend == DSMIL_BACKEND_SIM ? DSMIL_FEATURE_SIMULATED : 0);
	info->backend = ops->backend;
	info->device_count = DSMIL_DEVICE_COUNT;
	info->present_count = 0;
	for (i = 0; i < DSMIL_DEVICE_COUNT; i++)
		info->present_count += core->devices[i].present;
	info->register_count = ops->register_count;
	info->writable_mask = ops->writable_mask;
	info->config_mask = ops->config_mask;
	info->operation_mask = ops->operation_mask;
	info->state_size = DSMIL_STATE_MAP_SIZE;
	info->consumer_offset = DSMIL_MMAP_CONSUMER;
	info->producer_offset = DSMIL_MMAP_PRODUCER;
	info->data_offset = DSMIL_MMAP_DATA;
	info->state_offset = DSMIL_MMAP_STATE;
	info->ring_size_max = core->config.ring_size_max;
	info->tx_table_max = DSMIL_TX_TABLE_MAX;
	info->thermal_limit_mc = core->config.thermal_limit_mc;
	info->spacing_us = core->config.spacing_us;
	info->poll_ms = core->config.poll_ms;
	info->file_flags = ctx->file->flags;
	info->load_ns = core->load_ns;
	memset(info->version, 0, sizeof(info->version));
	for (i = 0; version && version[i] && i < sizeof(info->version) - 1; i++)
		info->version[i] = (u8)version[i];
	return 0;
}

static int call_get_state(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_get_state *get = arg;
	u32 i;

	if (get->first >= DSMIL_DEVICE_COUNT)
		return dsmil_invalid(ctx, offsetof(struct dsmil_get_state, first));
	if (!get->count || get->count > DSMIL_DEVICE_COUNT - get->first)
		return dsmil_invalid(ctx, offsetof(struct dsmil_get_state, count));
	for (i = 0; i < get->count; i++)
		dsmil_state_get(&ctx->core->devices[get->first + i], &get->states[i]);
	return 0;
}

static int call_stats(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_counters *counters = &core->counters;
	struct dsmil_stats *stats = arg;
	unsigned long irq = 0;
	u32 i;

	dsmil_raw_lock(&core->ring.lock, irq);
	stats->records_published = core->ring.published;
	stats->records_lost = core->ring.lost_total;
	stats->bytes_lost = core->ring.lost_bytes;
	stats->critical_lost = core->ring.lost_critical;
	stats->consumer_faults = core->ring.faults;
	stats->wakeups = core->ring.wakeups;
	dsmil_raw_unlock(&core->ring.lock, irq);
	dsmil_raw_lock(&core->stop.lock, irq);
	stats->stops = core->stop.stops;
	stats->deadman_beats = core->stop.beats;
	dsmil_raw_unlock(&core->stop.lock, irq);
	stats->reads = READ_ONCE(counters->reads);
	stats->effects = READ_ONCE(counters->effects);
	stats->timeouts = READ_ONCE(counters->timeouts);
	stats->samples = READ_ONCE(counters->samples);
	stats->tx_prepared = READ_ONCE(counters->tx_prepared);
	stats->tx_committed = READ_ONCE(counters->tx_committed);
	stats->tx_aborted = READ_ONCE(counters->tx_aborted);
	stats->tx_rolled_back = READ_ONCE(counters->tx_rolled_back);
	stats->tx_uncertain = READ_ONCE(counters->tx_uncertain);
	stats->open_files = READ_ONCE(counters->open_files);
	for (i = 0; i < DSMIL_REASON_SLOTS; i++)
		stats->refusals[i] = READ_ONCE(counters->refusals[i]);
	return 0;
}

static int call_wait(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_wait *wait = arg;

	wait->ready = 0;
	if (!wait->events || wait->events & ~(u32)(DSMIL_WAIT_DATA | DSMIL_WAIT_STOP))
		return dsmil_invalid(ctx, offsetof(struct dsmil_wait, events));
	if (wait->timeout_ms > DSMIL_WAIT_MAX_MS)
		return dsmil_invalid(ctx, offsetof(struct dsmil_wait, timeout_ms));
	if (wait->reserved)
		return dsmil_invalid(ctx, offsetof(struct dsmil_wait, reserved));
	return ctx->core->host_ops->wait(ctx->core->host, ctx->file, wait->events,
					 wait->timeout_ms, &wait->ready);
}

static int call_ring_setup(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_ring_setup *setup = arg;
	u64 size = setup->data_size ? setup->data_size : DSMIL_RING_SIZE_DEFAULT;
	struct dsmil_ring_memory memory = { .data_size = 0 };
	int error;

	setup->generation = 0;
	setup->next_seq = 0;
	if (size < DSMIL_RING_SIZE_MIN || size > core->config.ring_size_max || size & (size - 1))
		return dsmil_invalid(ctx, offsetof(struct dsmil_ring_setup, data_size));
	dsmil_mutex_lock(&core->mutex);
	if (core->ring_owner || core->ring_claimed) {
		dsmil_mutex_unlock(&core->mutex);
		return dsmil_refuse(ctx, DSMIL_REASON_RING_OWNED);
	}
	core->ring_claimed = true;
	dsmil_mutex_unlock(&core->mutex);
	/* Not under the mutex: much memory takes a while, and others have calls to make. */
	error = core->host_ops->ring_alloc(core->host, size, &memory);
	dsmil_mutex_lock(&core->mutex);
	core->ring_claimed = false;
	if (!error) {
		core->ring_memory = memory;
		core->ring_owner = ctx->file;
		setup->data_size = size;
		dsmil_ring_attach(&core->ring, &core->ring_memory);
		/* Both move only with the mutex held; next_seq itself runs on already. */
		setup->generation = core->ring.generation;
		setup->next_seq = core->ring.first_seq;
	}
	dsmil_mutex_unlock(&core->mutex);
	return error == -ENOMEM ? dsmil_refuse(ctx, DSMIL_REASON_MEMORY) : error;
}

static int call_ring_reset(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_ring_reset *reset = arg;
	int error = 0;

	reset->generation = 0;
	reset->next_seq = 0;
	reset->position = 0;
	dsmil_mutex_lock(&core->mutex);
	if (core->ring_owner == ctx->file)
		error = dsmil_ring_restart(&core->ring, reset);
	else
		error = dsmil_refuse(ctx, DSMIL_REASON_RING_NOT_OWNER);
	dsmil_mutex_unlock(&core->mutex);
	return error;
}

static int hold(struct dsmil_ctx *ctx, struct dsmil_hold *request, bool set)
{
	int position = dsmil_device_position(request->device);
	struct dsmil_core *core = ctx->core;
	struct dsmil_device *device;

	if (position < 0)
		return dsmil_invalid(ctx, offsetof(struct dsmil_hold, device));
	if (request->reserved0)
		return dsmil_invalid(ctx, offsetof(struct dsmil_hold, reserved0));
	if (request->reserved1)
		return dsmil_invalid(ctx, offsetof(struct dsmil_hold, reserved1));
	device = &core->devices[position];
	if (!set && !READ_ONCE(device->held))
		return dsmil_refuse(ctx, DSMIL_REASON_NOT_HELD);
	dsmil_state_held(core, device, set, false);
	return 0;
}

int dsmil_call_hold_set(struct dsmil_ctx *ctx, void *arg)
{
	return hold(ctx, arg, true);
}

int dsmil_call_hold_release(struct dsmil_ctx *ctx, void *arg)
{
	return hold(ctx, arg, false);
}

int dsmil_call_claim(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_claim *claim = arg;

	dsmil_mutex_lock(&core->mutex);
	claim->coordinator_epoch = core->coordinator_epoch + 1;
	WRITE_ONCE(core->coordinator_epoch, claim->coordinator_epoch);
	ctx->file->coordinator_epoch = claim->coordinator_epoch;
	dsmil_mutex_unlock(&core->mutex);
	/* No effect of an older coordinator begins after this returns. */
	dsmil_gates_drain(core);
	dsmil_event(core, DSMIL_EVENT_COORDINATOR, DSMIL_SEVERITY_INFO, 0, DSMIL_REASON_NONE, 0,
		    claim->coordinator_epoch, 0);
	return 0;
}

int dsmil_call_audit_get(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_audit_head *audit = arg;

	dsmil_mutex_lock(&core->mutex);
	audit->coordinator_epoch = core->coordinator_epoch;
	audit->set_count = core->audit_sets;
	audit->set_ns = core->audit_ns;
	memcpy(audit->head, core->audit_head, sizeof(audit->head));
	dsmil_mutex_unlock(&core->mutex);
	return 0;
}

int dsmil_call_audit_set(struct dsmil_ctx *ctx, void *arg)
{
	struct dsmil_core *core = ctx->core;
	struct dsmil_audit_head *audit = arg;
	u32 reason;

	audit->set_count = 0;
	audit->set_ns = 0;
	dsmil_mutex_lock(&core->mutex);
	reason = dsmil_policy_coordinator(core, ctx->file, audit->coordinator_epoch);
	if (!reason) {
		memcpy(core->audit_head, audit->head, sizeof(core->audit_head));
		audit->set_count = ++core->audit_sets;
		core->audit_ns = dsmil_now_ns();
		audit->set_ns = core->audit_ns;
	}
	dsmil_mutex_unlock(&core->mutex);
	return reason ? dsmil_refuse(ctx, reason) : 0;
}

/* ----------------------------------------------------------------- table */

struct handler {
	struct dsmil_call call;
	int (*handle)(struct dsmil_ctx *ctx, void *arg);
};

#define W	DSMIL_CALL_WRITE
#define RAWIO	(DSMIL_CALL_WRITE | DSMIL_CALL_RAWIO)
#define BLOCKS	DSMIL_CALL_BLOCKS
#define CALL(name, type, flags, handle)							\
	{ { #name, _IOC_NR(DSMIL_IOC_##name), sizeof(struct type), flags }, handle }

static const struct handler handlers[] = {
	CALL(INFO, dsmil_info, 0, call_info),
	CALL(GET_STATE, dsmil_get_state, 0, call_get_state),
	CALL(READ, dsmil_read, BLOCKS, dsmil_call_read),
	CALL(STATS, dsmil_stats, 0, call_stats),
	CALL(WAIT, dsmil_wait, BLOCKS, call_wait),
	CALL(RING_SETUP, dsmil_ring_setup, W, call_ring_setup),
	CALL(RING_RESET, dsmil_ring_reset, W, call_ring_reset),
	CALL(STOP, dsmil_stop, 0, dsmil_call_stop),
	CALL(STOP_STATUS, dsmil_stop_status, 0, dsmil_call_stop_status),
	CALL(STOP_ACK, dsmil_stop_ack, 0, dsmil_call_stop_ack),
	CALL(RESET_REQUEST, dsmil_reset, RAWIO, dsmil_call_reset_request),
	CALL(RESET_CONFIRM, dsmil_reset, RAWIO, dsmil_call_reset_confirm),
	CALL(START, dsmil_start, RAWIO, dsmil_call_start),
	CALL(DEADMAN_ARM, dsmil_deadman, RAWIO, dsmil_call_deadman_arm),
	CALL(DEADMAN_BEAT, dsmil_deadman, RAWIO, dsmil_call_deadman_beat),
	CALL(DEADMAN_DISARM, dsmil_deadman, RAWIO, dsmil_call_deadman_disarm),
	CALL(CLAIM, dsmil_claim, RAWIO, dsmil_call_claim),
	CALL(AUDIT_HEAD_GET, dsmil_audit_head, 0, dsmil_call_audit_get),
	CALL(AUDIT_HEAD_SET, dsmil_audit_head, RAWIO, dsmil_call_audit_set),
	CALL(TX_PREPARE, dsmil_tx_prepare, RAWIO | BLOCKS, dsmil_call_tx_prepare),
	CALL(TX_COMMIT, dsmil_tx_commit, RAWIO | BLOCKS, dsmil_call_tx_commit),
	CALL(TX_ABORT, dsmil_tx_id, W, dsmil_call_tx_abort),
	CALL(TX_STATUS, dsmil_tx_status, 0, dsmil_call_tx_status),
	CALL(TX_FORGET, dsmil_tx_id, RAWIO, dsmil_call_tx_forget),
	CALL(TX_LIST, dsmil_tx_list, 0, dsmil_call_tx_list),
	CALL(HOLD_SET, dsmil_hold, W, dsmil_call_hold_set),
	CALL(HOLD_RELEASE, dsmil_hold, RAWIO, dsmil_call_hold_release),
};

const struct dsmil_call *dsmil_call_find(u32 nr)
{
	u32 i;

	for (i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
		if (handlers[i].call.nr == nr)
			return &handlers[i].call;
	}
	return NULL;
}

int dsmil_call_size(const struct dsmil_call *call, u32 user_size)
{
	if (user_size < sizeof(struct dsmil_header))
		return -EINVAL;
	return user_size < call->size ? (int)user_size : call->size;
}

int dsmil_dispatch(struct dsmil_core *core, struct dsmil_file *file,
		   const struct dsmil_call *call, void *arg, u64 owner)
{
	/* dsmil_call_find gives out the first member of an entry. */
	const struct handler *handler = (const struct handler *)call;
	struct dsmil_ctx ctx = { .core = core, .file = file, .header = arg, .owner = owner };

	ctx.header->reason = DSMIL_REASON_NONE;
	ctx.header->field = 0;
	if (READ_ONCE(core->gone))
		return -ENODEV;
	/* A stop asks for nothing first. */
	if (handler->handle == dsmil_call_stop)
		return handler->handle(&ctx, arg);
	if (ctx.header->flags)
		return dsmil_invalid(&ctx, offsetof(struct dsmil_header, flags));
	if (call->flags & DSMIL_CALL_WRITE && !(file->flags & DSMIL_FILE_WRITE))
		return dsmil_refuse(&ctx, DSMIL_REASON_FILE_READ_ONLY);
	if (call->flags & DSMIL_CALL_RAWIO && !(file->flags & DSMIL_FILE_RAWIO))
		return dsmil_refuse(&ctx, DSMIL_REASON_NO_CAPABILITY);
	return handler->handle(&ctx, arg);
}
