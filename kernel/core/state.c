// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The state page: one entry per device, which clients map and read without a
 * call. An entry is written under its device's gate, inside its seqcount. What
 * changed is also published in the ring; the page is the truth, the record news.
 */
#include "internal.h"

static void state_write(struct dsmil_device *device, const struct dsmil_device_state *next)
{
	struct dsmil_state_entry *entry = device->entry;

	dsmil_seq_begin(&entry->seqcount);
	dsmil_copy_racy(&entry->state, next, sizeof(*next));
	dsmil_seq_end(&entry->seqcount);
}

/* Is there news in it? Times and counters alone are none. */
static bool state_differs(const struct dsmil_device_state *a, const struct dsmil_device_state *b)
{
	return a->flags != b->flags || a->power_state != b->power_state ||
	       a->last_error != b->last_error || a->last_reason != b->last_reason ||
	       a->firmware_status != b->firmware_status ||
	       a->register_mask != b->register_mask ||
	       a->temperature_mc != b->temperature_mc ||
	       memcmp(a->registers, b->registers, sizeof(a->registers));
}

static void state_publish(struct dsmil_core *core, const struct dsmil_device *device,
			  const struct dsmil_device_state *before,
			  const struct dsmil_device_state *after)
{
	struct dsmil_state_change change = {
		.version = after->version,
		.flags_before = before->flags,
		.flags = after->flags,
		.power_before = before->power_state,
		.power = after->power_state,
		.temperature_mc = after->temperature_mc,
	};
	u32 i;

	for (i = 0; i < DSMIL_REGISTER_COUNT; i++) {
		change.registers[i] = after->registers[i];
		if (before->registers[i] != after->registers[i])
			change.registers_changed |= 1U << i;
	}
	dsmil_core_publish(core, DSMIL_RECORD_STATE_CHANGE, 0, device->token, &change,
			   sizeof(change));
}

/* Ends a change begun with the gate held: writes, lets the gate go, publishes. */
#define STATE_BEGIN(device, before, after, irq)			\
	do {							\
		dsmil_raw_lock(&(device)->gate, irq);		\
		(before) = (device)->entry->state;		\
		(after) = (before);				\
	} while (0)

#define STATE_END(core, device, before, after, irq)					\
	do {										\
		bool news = state_differs(&(before), &(after));				\
											\
		if (news) {								\
			(after).version++;						\
			(after).change_ns = dsmil_now_ns();				\
		}									\
		state_write(device, &(after));						\
		dsmil_raw_unlock(&(device)->gate, irq);					\
		if (news)								\
			state_publish(core, device, &(before), &(after));		\
	} while (0)

void dsmil_state_get(struct dsmil_device *device, struct dsmil_device_state *state)
{
	unsigned long irq = 0;

	dsmil_raw_lock(&device->gate, irq);
	*state = device->entry->state;
	dsmil_raw_unlock(&device->gate, irq);
}

void dsmil_state_flags(struct dsmil_core *core, struct dsmil_device *device, u32 set, u32 clear)
{
	struct dsmil_device_state before, after;
	unsigned long irq = 0;

	STATE_BEGIN(device, before, after, irq);
	after.flags = (after.flags & ~clear) | set;
	STATE_END(core, device, before, after, irq);
}

void dsmil_state_sampled(struct dsmil_core *core, struct dsmil_device *device,
			 const struct dsmil_sample *sample, int error)
{
	struct dsmil_device_state before, after;
	unsigned long irq = 0;
	u32 silent;

	STATE_BEGIN(device, before, after, irq);
	if (error) {
		after.last_error = error;
		after.flags |= DSMIL_DEVICE_STALE;
		if (error == -EAGAIN || error == -ETIMEDOUT) {
			after.last_error = -ETIMEDOUT;
			after.flags |= DSMIL_DEVICE_NOT_ANSWERING;
		}
		if (error == -EIO && sample)
			after.firmware_status = sample->firmware_status;
	} else {
		memcpy(after.registers, sample->registers, sizeof(after.registers));
		after.register_mask = sample->register_mask;
		after.firmware_status = sample->firmware_status;
		after.temperature_mc = sample->temperature_mc;
		after.power_state = sample->power_state;
		after.sample_ns = dsmil_now_ns();
		after.flags &= ~(DSMIL_DEVICE_STALE | DSMIL_DEVICE_NOT_ANSWERING);
		if (after.flags != before.flags)
			after.last_error = 0;
	}
	silent = (before.flags ^ after.flags) & DSMIL_DEVICE_NOT_ANSWERING;
	STATE_END(core, device, before, after, irq);
	dsmil_add_relaxed(&core->counters.samples, 1);
	if (silent)
		dsmil_event(core,
			    error ? DSMIL_EVENT_NOT_ANSWERING : DSMIL_EVENT_ANSWERING,
			    error ? DSMIL_SEVERITY_ERROR : DSMIL_SEVERITY_INFO,
			    device->token, DSMIL_REASON_NONE, error, 0, 0);
}

void dsmil_state_operated(struct dsmil_core *core, struct dsmil_device *device, int error,
			  u32 reason, u32 firmware_status)
{
	struct dsmil_device_state before, after;
	unsigned long irq = 0;

	STATE_BEGIN(device, before, after, irq);
	after.access_ns = dsmil_now_ns();
	after.operation_count++;
	after.failure_count += error != 0;
	after.last_error = error;
	after.last_reason = reason;
	after.firmware_status = firmware_status;
	STATE_END(core, device, before, after, irq);
}

void dsmil_state_refused(struct dsmil_core *core, struct dsmil_device *device, u32 reason)
{
	struct dsmil_device_state before, after;
	unsigned long irq = 0;

	STATE_BEGIN(device, before, after, irq);
	after.refusal_count++;
	after.last_reason = reason;
	STATE_END(core, device, before, after, irq);
}

void dsmil_state_reserved(struct dsmil_core *core, struct dsmil_device *device, u64 transaction)
{
	struct dsmil_device_state before, after;
	unsigned long irq = 0;

	STATE_BEGIN(device, before, after, irq);
	after.transaction_id = transaction;
	if (transaction)
		after.flags |= DSMIL_DEVICE_PREPARED;
	else
		after.flags &= ~(DSMIL_DEVICE_PREPARED | DSMIL_DEVICE_OPERATING);
	STATE_END(core, device, before, after, irq);
}

void dsmil_state_held(struct dsmil_core *core, struct dsmil_device *device, bool held,
		      bool uncertain)
{
	struct dsmil_device_state before, after;
	unsigned long irq = 0;

	STATE_BEGIN(device, before, after, irq);
	/* A hold on top of an uncertain one leaves that to be cleared. */
	uncertain = held && (uncertain || device->uncertain);
	device->held = held;
	device->uncertain = uncertain;
	after.flags &= ~(DSMIL_DEVICE_HELD | DSMIL_DEVICE_UNCERTAIN);
	if (held) {
		after.flags |= DSMIL_DEVICE_HELD;
		if (!before.hold_ns)
			after.hold_ns = dsmil_now_ns();
	} else {
		after.hold_ns = 0;
	}
	if (uncertain)
		after.flags |= DSMIL_DEVICE_UNCERTAIN;
	STATE_END(core, device, before, after, irq);
	dsmil_event(core, held ? DSMIL_EVENT_DEVICE_HELD : DSMIL_EVENT_DEVICE_RELEASED,
		    uncertain ? DSMIL_SEVERITY_CRITICAL : DSMIL_SEVERITY_WARNING, device->token,
		    held ? DSMIL_REASON_ON_HOLD : DSMIL_REASON_NONE, 0, uncertain, 0);
}

/* With core->stop.lock held: the words are shown one by one, the generation last. */
void dsmil_state_set_stop(struct dsmil_core *core)
{
	struct dsmil_state_page *page = core->state;

	WRITE_ONCE(page->stop_state, core->stop.state);
	WRITE_ONCE(page->stop_cause, core->stop.cause);
	WRITE_ONCE(page->stop_ns, core->stop.latched_ns);
	/* Last: who sees the generation sees what belongs to it. */
	smp_store_release(&page->stop_generation, core->stop.generation);
}

void dsmil_state_init(struct dsmil_core *core)
{
	struct dsmil_state_page *page = core->state;
	u32 i;

	for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
		const struct dsmil_device_info *info = &dsmil_device_table[i];
		struct dsmil_device *device = &core->devices[i];
		struct dsmil_device_state *state = &page->entries[i].state;

		dsmil_raw_init(&device->gate);
		dsmil_slot_init(&device->slot);
		device->index = i;
		device->token = info->token;
		device->quarantined = dsmil_token_quarantined(info->token);
		device->present = !device->quarantined &&
				  core->hal->ops->present(core->hal, i);
		device->entry = &page->entries[i];
		state->token = info->token;
		state->group = info->group;
		state->index = info->index;
		state->risk = info->risk;
		state->access = info->access;
		state->temperature_mc = S32_MIN;
		state->flags = (device->present ? DSMIL_DEVICE_PRESENT | DSMIL_DEVICE_STALE : 0) |
			       (device->quarantined ? DSMIL_DEVICE_QUARANTINED : 0);
	}
	page->state_schema = DSMIL_STATE_SCHEMA;
	page->entry_size = sizeof(struct dsmil_state_entry);
	page->entry_count = DSMIL_DEVICE_COUNT;
	page->instance_id = core->instance_id;
	/* Last: who sees the magic sees a whole page. */
	smp_store_release(&page->magic, DSMIL_STATE_MAGIC);
}
