// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The policy that nothing reaching the hardware through the core can bypass
 * (safety rules 1 to 3). Each rule is one line, in the order in which a refusal
 * is reported: the ones that nothing lifts come first.
 */
#include "internal.h"

int dsmil_reason_errno(u32 reason)
{
	switch (reason) {
	case DSMIL_REASON_NONE:
		return 0;
	case DSMIL_REASON_COORDINATOR_STALE:
	case DSMIL_REASON_STOP_EPOCH:
		return -ESTALE;
	case DSMIL_REASON_DEVICE_BUSY:
	case DSMIL_REASON_RING_OWNED:
	case DSMIL_REASON_DEADMAN_OWNED:
	case DSMIL_REASON_TRANSACTION_STATE:
		return -EBUSY;
	case DSMIL_REASON_UNKNOWN_TRANSACTION:
		return -ENOENT;
	case DSMIL_REASON_TRANSACTION_EXISTS:
		return -EEXIST;
	case DSMIL_REASON_TABLE_FULL:
		return -ENOSPC;
	case DSMIL_REASON_UNSUPPORTED:
		return -EOPNOTSUPP;
	case DSMIL_REASON_DEVICE_ABSENT:
		return -ENXIO;
	case DSMIL_REASON_READBACK_MISMATCH:
	case DSMIL_REASON_HARDWARE_ERROR:
		return -EIO;
	case DSMIL_REASON_MEMORY:
		return -ENOMEM;
	default:
		return -EACCES;
	}
}

void dsmil_count_refusal(struct dsmil_core *core, u32 reason)
{
	if (reason < DSMIL_REASON_SLOTS)
		dsmil_add_relaxed(&core->counters.refusals[reason], 1);
}

int dsmil_refuse(struct dsmil_ctx *ctx, u32 reason)
{
	ctx->header->reason = reason;
	dsmil_count_refusal(ctx->core, reason);
	return dsmil_reason_errno(reason);
}

int dsmil_invalid(struct dsmil_ctx *ctx, u32 offset)
{
	ctx->header->field = offset;
	return -EINVAL;
}

u32 dsmil_policy_reach(struct dsmil_core *core, struct dsmil_device *device,
		       enum dsmil_access_kind kind)
{
	if (dsmil_token_quarantined(device->token))
		return DSMIL_REASON_QUARANTINED;
	if (!device->present)
		return DSMIL_REASON_DEVICE_ABSENT;
	if (READ_ONCE(core->registry_lost))
		return DSMIL_REASON_REGISTRY_LOST;
	if (READ_ONCE(core->suspended))
		return DSMIL_REASON_SUSPENDED;
	if (kind == DSMIL_REACH_READ)
		return DSMIL_REASON_NONE;
	if (!core->config.allow_writes)
		return DSMIL_REASON_WRITES_DISABLED;
	if (kind == DSMIL_REACH_ROLLBACK)
		return DSMIL_REASON_NONE;
	if (READ_ONCE(core->stop.latched))
		return DSMIL_REASON_STOP_LATCHED;
	if (READ_ONCE(device->held))
		return DSMIL_REASON_ON_HOLD;
	return DSMIL_REASON_NONE;
}

u32 dsmil_policy_operation(struct dsmil_core *core, u32 type, u32 reg)
{
	const struct dsmil_hal_ops *ops = core->hal->ops;

	if (!(ops->operation_mask & 1U << type))
		return DSMIL_REASON_UNSUPPORTED;
	if (type != DSMIL_OPERATION_READ && type != DSMIL_OPERATION_WRITE &&
	    type != DSMIL_OPERATION_CONFIG)
		return DSMIL_REASON_NONE;
	if (reg >= ops->register_count)
		return DSMIL_REASON_UNSUPPORTED;
	if (type == DSMIL_OPERATION_WRITE && !(ops->writable_mask & 1U << reg))
		return DSMIL_REASON_REGISTER_READ_ONLY;
	if (type == DSMIL_OPERATION_CONFIG && !(ops->config_mask & 1U << reg))
		return DSMIL_REASON_REGISTER_READ_ONLY;
	return DSMIL_REASON_NONE;
}

u32 dsmil_policy_thermal(struct dsmil_core *core)
{
	s32 millicelsius = 0;

	if (core->config.thermal_none)
		return DSMIL_REASON_NONE;
	if (!core->host_ops->thermal || core->host_ops->thermal(core->host, &millicelsius))
		return DSMIL_REASON_THERMAL_UNKNOWN;
	if (millicelsius >= core->config.thermal_limit_mc)
		return DSMIL_REASON_THERMAL_LIMIT;
	return DSMIL_REASON_NONE;
}

u32 dsmil_policy_spacing(struct dsmil_core *core, struct dsmil_device *device)
{
	u64 last = READ_ONCE(device->effect_ns);

	if (last && dsmil_now_ns() - last < core->config.spacing_us * 1000ULL)
		return DSMIL_REASON_TOO_SOON;
	return DSMIL_REASON_NONE;
}

u32 dsmil_policy_coordinator(struct dsmil_core *core, struct dsmil_file *file, u64 epoch)
{
	if (!file->coordinator_epoch)
		return DSMIL_REASON_COORDINATOR_REQUIRED;
	if (file->coordinator_epoch != core->coordinator_epoch || epoch != core->coordinator_epoch)
		return DSMIL_REASON_COORDINATOR_STALE;
	return DSMIL_REASON_NONE;
}
