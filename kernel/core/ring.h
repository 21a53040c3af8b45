/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The ring's producer: any number of producers, one consumer in another address
 * space that is not trusted. Needs nothing of the core but the port, so that
 * benchmarks and fuzzers use it alone.
 */
#ifndef DSMIL_RING_H
#define DSMIL_RING_H

#include "port.h"

/* The backstop: a record waits no longer than this for a consumer that says it is awake. */
#define DSMIL_RING_BACKSTOP_NS	10000000ULL

/* As the producer sees it; data is mapped twice in a row. */
struct dsmil_ring_memory {
	struct dsmil_ring_consumer *consumer;
	struct dsmil_ring_producer *producer;
	u8 *data;
	u64 data_size;			/* power of two */
	void *host_private;		/* the host's handle */
};

struct dsmil_ring_ops {
	/* Wake the consumer. Under the ring's lock, any context. */
	void (*wake)(void *host);
	/*
	 * Call dsmil_ring_backstop in DSMIL_RING_BACKSTOP_NS. Under the ring's
	 * lock, any context; not called again before dsmil_ring_backstop ran.
	 */
	void (*backstop)(void *host);
};

struct dsmil_ring {
	struct dsmil_raw_lock lock;	/* guards everything below */
	const struct dsmil_ring_ops *ops;
	void *host;
	struct dsmil_ring_consumer *consumer;	/* NULL: no ring is set up */
	struct dsmil_ring_producer *producer;
	u8 *data;
	u64 mask;			/* data_size - 1 */
	u64 head;			/* bytes published */
	u64 accepted;			/* last acceptable cons_pos */
	u64 generation;
	u64 next_seq;
	u64 first_seq;			/* next_seq when the memory was attached */
	u64 wake_head;			/* head when the consumer was last woken */
	bool over_half;			/* and woken for it */
	bool faulted;			/* cons_pos was not acceptable */
	bool gone;
	bool backstop_pending;
	u64 pending_count;		/* dropped and not yet announced */
	u64 pending_first, pending_last, pending_bytes, pending_critical;
	u64 lost_total, lost_bytes, lost_critical;
	u64 faults;
	u64 published;
	u64 wakeups;
	u64 estop_gen, estop_ns;	/* kept for a ring that is set up later */
	u32 estop_reason, estop_state;
	u64 instance_id;
};

void dsmil_ring_init(struct dsmil_ring *ring, const struct dsmil_ring_ops *ops, void *host,
		     u64 instance_id);

/* From here on records go to @memory, which must be zeroed. */
void dsmil_ring_attach(struct dsmil_ring *ring, const struct dsmil_ring_memory *memory);
/* No producer touches the memory after it returns; attempts only advance the sequence. */
void dsmil_ring_detach(struct dsmil_ring *ring);
/* Drops what is not consumed, clears a fault. Returns -ENXIO when none is set up. */
int dsmil_ring_restart(struct dsmil_ring *ring, struct dsmil_ring_reset *out);

/*
 * Publishes one record. @header gives type, device, tracks, clock, flags and
 * time_ns; length, crc and sequence are set here (in the ring only). @size is at
 * most DSMIL_RECORD_PAYLOAD_MAX. 0; -ENOBUFS: dropped and counted; -ENXIO: no ring
 * is set up; -EMSGSIZE: too large, no attempt. Any context but NMI.
 */
int dsmil_ring_publish(struct dsmil_ring *ring, const struct dsmil_record_header *header,
		       const void *payload, u32 size);

/* From the backstop's timer. */
void dsmil_ring_backstop(struct dsmil_ring *ring);
/* Is there something to read, as far as cons_pos can be believed? */
bool dsmil_ring_readable(struct dsmil_ring *ring);
void dsmil_ring_set_stop(struct dsmil_ring *ring, u64 generation, u64 ns, u32 cause, u32 state);
void dsmil_ring_set_gone(struct dsmil_ring *ring);

/* CRC-32C of @size bytes, a multiple of 8, 8-aligned; inverted at both ends as usual. */
u32 dsmil_crc32c(const void *bytes, u32 size);

/*
 * The consumer's half, for user space in C: checks one record at @at, of which
 * @available bytes are published. Returns its length rounded up to 8, or 0 when
 * it is not a valid record.
 */
u32 dsmil_record_check(const void *at, u64 available);

#endif
