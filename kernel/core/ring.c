// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The ring's producer. Copy-in under one raw lock, then one release store. What
 * is needed of the past is private: nothing is read back from the shared pages but
 * cons_pos and awake, each once a use and neither trusted.
 */
#include "internal.h"

#define LOST_SPAN (DSMIL_RECORD_HEADER_SIZE + sizeof(struct dsmil_lost))

static inline u64 load_word(const u8 *from)
{
	u64 word;

	__builtin_memcpy(&word, from, 8);
	return word;
}

/* Writes one record at the head, which has room for it, and advances the head. */
static void ring_write(struct dsmil_ring *ring, const struct dsmil_record_header *header,
		       const u8 *payload, u32 size)
{
	u8 *at = ring->data + (ring->head & ring->mask);
	u64 *out = (u64 *)at + 4;
	u32 words = size / 8, rest = size % 8, i;
	u64 length = DSMIL_RECORD_HEADER_SIZE + size;
	u64 fourth = load_word((const u8 *)header + 24);
	u32 crc = ~0U;

	/*
	 * The consumer's processor has the lines that come next: fetch them, for a
	 * record as long as this one, while there is something to compute. The fence
	 * after publishing would wait for them.
	 */
	for (i = 0; i < length; i += 64)
		dsmil_prefetchw(at + length + i);
	crc = dsmil_crc_word(crc, length);
	crc = dsmil_crc_word(crc, ring->next_seq);
	crc = dsmil_crc_word(crc, header->time_ns);
	crc = dsmil_crc_word(crc, fourth);
	for (i = 0; i < words; i++) {
		u64 word = load_word(payload + 8 * (u64)i);

		crc = dsmil_crc_word(crc, word);
		out[i] = word;
	}
	if (rest) {
		u64 word = 0;

		memcpy(&word, payload + 8 * (u64)words, rest);
		crc = dsmil_crc_word(crc, word);
		out[words++] = word;
	}
	((u64 *)at)[0] = length | (u64)~crc << 32;
	((u64 *)at)[1] = ring->next_seq;
	((u64 *)at)[2] = header->time_ns;
	((u64 *)at)[3] = fourth;
	ring->next_seq++;
	ring->published++;
	ring->head += DSMIL_RECORD_HEADER_SIZE + 8 * (u64)words;
}

static void ring_write_lost(struct dsmil_ring *ring, u64 time_ns, u8 clock)
{
	struct dsmil_record_header header = {
		.time_ns = time_ns,
		.type = DSMIL_RECORD_LOST,
		.source_track = DSMIL_TRACK_KERNEL,
		.clock = clock,
	};
	struct dsmil_lost lost = {
		.count = ring->pending_count,
		.first = ring->pending_first,
		.last = ring->pending_last,
		.bytes = ring->pending_bytes,
		.critical = ring->pending_critical,
	};

	ring_write(ring, &header, (const u8 *)&lost, sizeof(lost));
	ring->pending_count = 0;
	ring->pending_bytes = 0;
	ring->pending_critical = 0;
}

static void ring_count_lost(struct dsmil_ring *ring, u64 span, bool critical)
{
	if (!ring->pending_count)
		ring->pending_first = ring->next_seq;
	ring->pending_last = ring->next_seq++;
	ring->pending_count++;
	ring->pending_bytes += span;
	ring->pending_critical += critical;
	ring->lost_total++;
	ring->lost_bytes += span;
	ring->lost_critical += critical;
	/* As after a record: the numbers up to it are given to nothing. */
	smp_store_release(&ring->producer->next_seq, ring->next_seq);
	WRITE_ONCE(ring->producer->lost_total, ring->lost_total);
	WRITE_ONCE(ring->producer->lost_bytes, ring->lost_bytes);
	WRITE_ONCE(ring->producer->lost_critical, ring->lost_critical);
}

/* Takes the consumer's word for how far it is, if it can be true. */
static void ring_refresh(struct dsmil_ring *ring)
{
	/* Pairs with the consumer's release: it has read what it gives back. */
	u64 claimed = smp_load_acquire(&ring->consumer->cons_pos);

	if (unlikely(ring->faulted))
		return;
	if (unlikely(claimed % DSMIL_RECORD_ALIGN || claimed < ring->accepted ||
		     claimed > ring->head)) {
		ring->faulted = true;
		ring->faults++;
		WRITE_ONCE(ring->producer->consumer_faults, ring->faults);
		WRITE_ONCE(ring->producer->flags,
			   ring->producer->flags | DSMIL_PAGE_CONSUMER_FAULT);
		return;
	}
	ring->accepted = claimed;
	/* Drained: the next time that it is half full is news again. */
	if (ring->head - claimed <= (ring->mask + 1) / 2)
		ring->over_half = false;
}

/* Ordinary records leave the last eighth to critical ones. */
static bool ring_room(struct dsmil_ring *ring, u64 need, bool critical)
{
	u64 size = ring->mask + 1;
	u64 capacity = critical ? size : size - size / 8;

	if (likely(ring->head - ring->accepted + need <= capacity))
		return true;
	ring_refresh(ring);
	return ring->head - ring->accepted + need <= capacity;
}

static void ring_wake(struct dsmil_ring *ring)
{
	ring->wakeups++;
	ring->wake_head = ring->head;
	ring->ops->wake(ring->host);
}

/*
 * After publishing, with a full fence in between: whom to wake. The fence pairs
 * with the consumer's between clearing awake and reading prod_pos again: one of
 * the two sees the other.
 */
static void ring_notify(struct dsmil_ring *ring, bool critical)
{
	u64 half = (ring->mask + 1) / 2;

	if (unlikely(critical)) {
		ring_wake(ring);
		return;
	}
	if (unlikely(ring->head - ring->accepted > half)) {
		bool was_over = ring->over_half;

		ring_refresh(ring);
		ring->over_half = ring->head - ring->accepted > half;
		if (ring->over_half && !was_over) {
			ring_wake(ring);
			return;
		}
	}
	/*
	 * Asleep, and not because it has yet to come back from the last wake-up:
	 * as long as it has not consumed what that was for, it is still coming,
	 * and a wake-up costs microseconds.
	 */
	if (!READ_ONCE(ring->consumer->awake) &&
	    /* not before awake was read */
	    smp_load_acquire(&ring->consumer->cons_pos) >= ring->wake_head) {
		ring_wake(ring);
		return;
	}
	if (unlikely(!ring->backstop_pending)) {
		ring->backstop_pending = true;
		ring->ops->backstop(ring->host);
	}
}

int dsmil_ring_publish(struct dsmil_ring *ring, const struct dsmil_record_header *header,
		       const void *payload, u32 size)
{
	u64 span = DSMIL_RECORD_HEADER_SIZE + ((u64)size + 7) / 8 * 8;
	bool critical = header->flags & DSMIL_RECORD_CRITICAL;
	unsigned long flags = 0;
	u64 need;

	if (size > DSMIL_RECORD_PAYLOAD_MAX)
		return -EMSGSIZE;
	dsmil_raw_lock(&ring->lock, flags);
	need = span + (unlikely(ring->pending_count) ? LOST_SPAN : 0);
	if (unlikely(!ring->consumer || ring->gone)) {
		/* Nobody listens: no loss, but a gap for who listened before. */
		ring->next_seq++;
		dsmil_raw_unlock(&ring->lock, flags);
		return -ENXIO;
	}
	if (unlikely(!ring_room(ring, need, critical))) {
		ring_count_lost(ring, span, critical);
		dsmil_raw_unlock(&ring->lock, flags);
		return -ENOBUFS;
	}
	if (unlikely(ring->pending_count))
		ring_write_lost(ring, header->time_ns, header->clock);
	ring_write(ring, header, payload, size);
	dsmil_store_fence(&ring->producer->prod_pos, ring->head);
	/* After the record: who reads it, then finds no record, has lost all up to it. */
	smp_store_release(&ring->producer->next_seq, ring->next_seq);
	ring_notify(ring, critical);
	dsmil_raw_unlock(&ring->lock, flags);
	return 0;
}

void dsmil_ring_backstop(struct dsmil_ring *ring)
{
	unsigned long flags = 0;

	dsmil_raw_lock(&ring->lock, flags);
	ring->backstop_pending = false;
	if (ring->consumer && READ_ONCE(ring->consumer->cons_pos) != ring->head)
		ring_wake(ring);
	dsmil_raw_unlock(&ring->lock, flags);
}

bool dsmil_ring_readable(struct dsmil_ring *ring)
{
	unsigned long flags = 0;
	bool readable;

	dsmil_raw_lock(&ring->lock, flags);
	readable = ring->consumer && READ_ONCE(ring->consumer->cons_pos) != ring->head;
	dsmil_raw_unlock(&ring->lock, flags);
	return readable;
}

/* ------------------------------------------------------------------ life */

void dsmil_ring_init(struct dsmil_ring *ring, const struct dsmil_ring_ops *ops, void *host,
		     u64 instance_id)
{
	memset(ring, 0, sizeof(*ring));
	dsmil_raw_init(&ring->lock);
	ring->ops = ops;
	ring->host = host;
	ring->instance_id = instance_id;
	ring->next_seq = 1;
	ring->estop_state = DSMIL_STOP_LATCHED;
}

static void ring_show_stop(struct dsmil_ring *ring)
{
	if (!ring->producer)
		return;
	WRITE_ONCE(ring->producer->estop_ns, ring->estop_ns);
	WRITE_ONCE(ring->producer->estop_reason, ring->estop_reason);
	WRITE_ONCE(ring->producer->estop_state, ring->estop_state);
	/* Last: who sees the generation sees what belongs to it. */
	smp_store_release(&ring->producer->estop_gen, ring->estop_gen);
}

void dsmil_ring_attach(struct dsmil_ring *ring, const struct dsmil_ring_memory *memory)
{
	struct dsmil_ring_producer *producer = memory->producer;
	unsigned long flags = 0;

	dsmil_raw_lock(&ring->lock, flags);
	ring->producer = producer;
	ring->data = memory->data;
	ring->mask = memory->data_size - 1;
	ring->head = 0;
	ring->accepted = 0;
	ring->wake_head = 0;
	ring->over_half = false;
	ring->faulted = false;
	ring->first_seq = ring->next_seq;
	ring->generation++;
	/* What the last consumer lost is counted; it is no news to this one. */
	ring->pending_count = 0;
	ring->pending_bytes = 0;
	ring->pending_critical = 0;
	WRITE_ONCE(producer->record_schema, DSMIL_RECORD_SCHEMA);
	WRITE_ONCE(producer->flags, ring->gone ? DSMIL_PAGE_GONE : 0);
	WRITE_ONCE(producer->data_size, memory->data_size);
	WRITE_ONCE(producer->instance_id, ring->instance_id);
	WRITE_ONCE(producer->generation, ring->generation);
	WRITE_ONCE(producer->next_seq, ring->next_seq);
	WRITE_ONCE(producer->lost_total, ring->lost_total);
	WRITE_ONCE(producer->lost_bytes, ring->lost_bytes);
	WRITE_ONCE(producer->lost_critical, ring->lost_critical);
	WRITE_ONCE(producer->consumer_faults, ring->faults);
	ring_show_stop(ring);
	/* Last: who sees the magic sees a whole page. */
	smp_store_release(&producer->magic, DSMIL_RING_MAGIC);
	ring->consumer = memory->consumer;
	dsmil_raw_unlock(&ring->lock, flags);
}

void dsmil_ring_detach(struct dsmil_ring *ring)
{
	unsigned long flags = 0;

	dsmil_raw_lock(&ring->lock, flags);
	ring->consumer = NULL;
	ring->producer = NULL;
	ring->data = NULL;
	dsmil_raw_unlock(&ring->lock, flags);
}

int dsmil_ring_restart(struct dsmil_ring *ring, struct dsmil_ring_reset *out)
{
	unsigned long flags = 0;
	int result = -ENXIO;

	dsmil_raw_lock(&ring->lock, flags);
	if (ring->consumer) {
		ring->accepted = ring->head;
		ring->wake_head = ring->head;
		ring->over_half = false;
		ring->faulted = false;
		ring->generation++;
		WRITE_ONCE(ring->producer->flags,
			   ring->producer->flags & ~DSMIL_PAGE_CONSUMER_FAULT);
		WRITE_ONCE(ring->producer->generation, ring->generation);
		/* After the generation, which says that it was moved for the consumer. */
		smp_store_release(&ring->consumer->cons_pos, ring->head);
		out->generation = ring->generation;
		out->next_seq = ring->next_seq;
		out->position = ring->head;
		result = 0;
	}
	dsmil_raw_unlock(&ring->lock, flags);
	return result;
}

void dsmil_ring_set_stop(struct dsmil_ring *ring, u64 generation, u64 ns, u32 cause, u32 state)
{
	unsigned long flags = 0;

	dsmil_raw_lock(&ring->lock, flags);
	ring->estop_gen = generation;
	ring->estop_ns = ns;
	ring->estop_reason = cause;
	ring->estop_state = state;
	ring_show_stop(ring);
	dsmil_raw_unlock(&ring->lock, flags);
}

void dsmil_ring_set_gone(struct dsmil_ring *ring)
{
	unsigned long flags = 0;

	dsmil_raw_lock(&ring->lock, flags);
	ring->gone = true;
	if (ring->consumer) {
		WRITE_ONCE(ring->producer->flags, ring->producer->flags | DSMIL_PAGE_GONE);
		ring_wake(ring);
	}
	dsmil_raw_unlock(&ring->lock, flags);
}

/* -------------------------------------------------------------- consumer */

u32 dsmil_record_check(const void *at, u64 available)
{
	const u64 *words = at;
	u64 first, span;
	u32 length, crc = ~0U, i;

	if (available < DSMIL_RECORD_HEADER_SIZE)
		return 0;
	first = READ_ONCE(words[0]);
	length = (u32)first;
	if (length < DSMIL_RECORD_HEADER_SIZE ||
	    length > DSMIL_RECORD_HEADER_SIZE + DSMIL_RECORD_PAYLOAD_MAX)
		return 0;
	span = ((u64)length + 7) / 8 * 8;
	if (span > available)
		return 0;
	crc = dsmil_crc_word(crc, length);
	for (i = 1; i < span / 8; i++)
		crc = dsmil_crc_word(crc, words[i]);
	return (u32)(first >> 32) == ~crc ? (u32)span : 0;
}
