// SPDX-License-Identifier: Apache-2.0
/* The ring: owner, records, exact loss, a hostile consumer, wakeups. */
#include <pthread.h>

#include "t.h"

#define SIZE 16384

struct tally {
	uint64_t received, announced, raw, lost_records, emergencies;
	uint64_t next;			/* sequence that is due */
	uint64_t unannounced;		/* gaps that no LOST accounted for */
};

/* Drains and counts; each gap must be what the next LOST says. */
static void drain(struct ring *ring, struct tally *tally)
{
	const struct dsmil_record_header *header;
	uint64_t gap = 0, gap_first = 0;

	while ((header = ring_next(ring))) {
		if (header->sequence != tally->next) {
			gap = header->sequence - tally->next;
			gap_first = tally->next;
		}
		if (header->type == DSMIL_RECORD_LOST) {
			const struct dsmil_lost *lost = (const void *)(header + 1);

			tally->lost_records++;
			tally->announced += lost->count;
			if (lost->count != gap || lost->first != gap_first || lost->last != header->sequence - 1)
				tally->unannounced++;
		} else if (gap) {
			tally->unannounced++;
		}
		gap = 0;
		tally->next = header->sequence + 1;
		tally->received++;
		tally->raw += header->type == DSMIL_RECORD_RAW;
		tally->emergencies += header->type == DSMIL_RECORD_EMERGENCY;
	}
}

static void setting_up(struct ring *ring, int fd)
{
	static const uint64_t bad[] = { 1, 8192, 16385, 3 << 14, 2 << 20, 1ULL << 40, ~0ULL };
	struct dsmil_ring_setup setup = { .data_size = SIZE };
	struct dsmil_ring_reset reset = { .header.flags = 0 };
	int other = open_device(O_RDWR), refused = 0;

	for (unsigned int i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		setup.data_size = bad[i];
		refused += CALL(fd, RING_SETUP, &setup) == -EINVAL &&
			   setup.header.field == __builtin_offsetof(struct dsmil_ring_setup, data_size);
	}
	is(refused, sizeof(bad) / sizeof(*bad), "sizes that are no ring's are refused, with the field");
	ok(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, DSMIL_MMAP_PRODUCER) == MAP_FAILED && errno == ENXIO,
	   "nothing to map before the set-up");
	is(CALL(fd, RING_RESET, &reset), -EACCES, "nor to reset");
	ring_open(ring, fd, SIZE);
	ok(ring->producer->magic == DSMIL_RING_MAGIC && ring->producer->data_size == SIZE, "the producer's page");
	setup.data_size = SIZE;
	is(CALL(other, RING_SETUP, &setup), -EBUSY, "a second owner: EBUSY");
	is(setup.header.reason, DSMIL_REASON_RING_OWNED, "its reason");
	is(CALL(fd, RING_SETUP, &setup), -EBUSY, "nor a second time");
	is(CALL(other, RING_RESET, &reset), -EACCES, "who does not own it cannot reset it");
	ok(mmap(NULL, 4096, PROT_READ, MAP_SHARED, other, DSMIL_MMAP_PRODUCER) == MAP_FAILED && errno == ENXIO,
	   "nor map it");
	close(other);
}

static void records(struct ring *ring)
{
	const struct dsmil_record_header *header;
	struct dsmil_read read = { .device = 0x8003, .register_index = 8 };
	struct tally tally = { .next = ring->producer->next_seq };
	unsigned int seen = 0;

	drain(ring, &tally);
	if (CALL(ring->fd, READ, &read))
		bail("READ");
	while ((header = ring_next(ring))) {
		const struct dsmil_operation_request *request = (const void *)(header + 1);
		const struct dsmil_operation_response *response = (const void *)(header + 1);

		if (header->device != 0x8003)
			continue;
		if (header->type == DSMIL_RECORD_OPERATION_REQUEST)
			seen |= request->type == DSMIL_OPERATION_READ && request->register_index == 8 ? 1 : 0;
		if (header->type == DSMIL_RECORD_OPERATION_RESPONSE)
			seen |= response->value == read.value && !response->error && response->duration_ns ? 2 : 0;
	}
	is(seen, 3, "a read shows as a request and its response");
	sim("set 0x8003 12 %x", (unsigned int)now_ns() | 1);
	for (uint64_t end = now_ns() + PATIENCE_NS; !(seen & 4) && now_ns() < end;) {
		while ((header = ring_next(ring)))
			seen |= header->type == DSMIL_RECORD_STATE_CHANGE && header->device == 0x8003 ? 4 : 0;
		sleep_ms(10);
	}
	ok(seen & 4, "a register that changes shows as a state change");
	sim("publish 1 0");
	sim("publish 1 1");
	sim("publish 1 1024");
	for (seen = 0; (header = ring_next(ring));)
		seen += header->type == DSMIL_RECORD_RAW ? header->length : 0;
	is(seen, 3 * 32 + 1025, "records of no, one and the most bytes");
}

static void overrun(struct ring *ring)
{
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	struct tally tally = { .next = 0 };
	struct dsmil_stats before, after;
	uint64_t first, last, lost;

	while (ring_next(ring))
		;
	before = device_stats(ring->fd);
	first = tally.next = ring->producer->next_seq;
	sim("publish 5000 64");
	after = device_stats(ring->fd);
	ok(after.records_lost - before.records_lost > 4800, "5,000 records into a ring for 150: %llu are lost",
	   (unsigned long long)(after.records_lost - before.records_lost));
	ok(ring->producer->prod_pos - ring->consumer->cons_pos <= SIZE - SIZE / 8, "ordinary ones leave the last eighth");
	is(CALL(ring->fd, STOP, &stop), 0, "a stop meanwhile");
	drain(ring, &tally);
	is((long long)tally.emergencies, 1, "finds room for its record");
	for (int i = 0; i < 50; i++) {
		sim("publish 100 64");
		sim("publish 300 200");
		drain(ring, &tally);
	}
	sim("publish 1 8");
	drain(ring, &tally);
	last = ring->producer->next_seq;
	lost = ring->producer->lost_total - before.records_lost;
	is((long long)tally.unannounced, 0, "each gap is what the LOST record after it says");
	is((long long)(tally.received + lost), (long long)(last - first), "received and lost make the sequence");
	is((long long)tally.announced, (long long)lost, "announced is what is counted");
	after = device_stats(ring->fd);
	is((long long)(after.records_published - before.records_published), (long long)tally.received, "STATS: published");
	is((long long)(after.records_lost - before.records_lost), (long long)lost, "STATS: lost");
	is((long long)after.critical_lost, 0, "STATS: no critical one");
}

static void hostile(struct ring *ring)
{
	struct dsmil_ring_reset reset = { .header.flags = 0 };
	struct { const char *name; int64_t offset; } bad[] = {
		/* By more than a ring, since the producer looks only when it needs room. */
		{ "unaligned", -1 }, { "backwards", -2 * SIZE }, { "past the head", 2 * SIZE }, { "far past it", 1LL << 62 },
	};

	for (unsigned int i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		uint64_t faults, at;

		/* The producer looks when it needs room: after a lap. */
		while (ring_next(ring))
			;
		for (int j = 0; j < 2; j++) {
			sim("publish 100 64");
			while (ring_next(ring))
				;
		}
		faults = ring->producer->consumer_faults;
		at = ring->consumer->cons_pos;
		ring->consumer->cons_pos = at + (uint64_t)bad[i].offset;
		sim("publish 400 64");
		is((long long)ring->producer->consumer_faults, (long long)faults + 1, "cons_pos %s: a fault", bad[i].name);
		ok(ring->producer->flags & DSMIL_PAGE_CONSUMER_FAULT, "cons_pos %s: flagged", bad[i].name);
		ring->consumer->cons_pos = at;
		sim("publish 400 64");
		is((long long)ring->producer->consumer_faults, (long long)faults + 1, "cons_pos %s: latched", bad[i].name);
		is(CALL(ring->fd, RING_RESET, &reset), 0, "cons_pos %s: RING_RESET", bad[i].name);
		ok(!(ring->producer->flags & DSMIL_PAGE_CONSUMER_FAULT) &&
		   ring->consumer->cons_pos == ring->producer->prod_pos &&
		   reset.position == ring->producer->prod_pos && reset.generation == ring->producer->generation,
		   "cons_pos %s: starts anew", bad[i].name);
	}
	while (ring_next(ring))
		;
	sim("publish 3 8");
	ok(ring_next(ring), "and works");
}

static void *scribble(void *arg)
{
	struct ring *ring = arg;
	uint64_t seed = 1;

	for (int i = 0; i < 200000; i++) {
		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		ring->consumer->cons_pos = i % 3 ? seed : ring->producer->prod_pos;
		((volatile uint64_t *)ring->consumer)[i % 512] = seed;
	}
	return NULL;
}

/* A consumer that writes what it likes all over its page while records are published. */
static void scribbled(struct ring *ring)
{
	struct dsmil_ring_reset reset = { .header.flags = 0 };
	pthread_t thread;

	pthread_create(&thread, NULL, scribble, ring);
	for (int i = 0; i < 20; i++) {
		sim("publish 500 64");
		CALL(ring->fd, RING_RESET, &reset);
	}
	pthread_join(thread, NULL);
	memset((void *)ring->consumer, 0, 4096);
	is(CALL(ring->fd, RING_RESET, &reset), 0, "after a page full of nonsense: RING_RESET");
	sim("publish 5 64");
	ok(ring_next(ring), "records again");
}

static void wakeups(struct ring *ring)
{
	struct dsmil_wait wait = { .events = DSMIL_WAIT_DATA, .timeout_ms = 50 };
	struct dsmil_stop_ack ack = { .generation = stop_status(ring->fd).generation };
	int other = open_device(O_RDONLY);
	uint64_t began;
	pid_t child;

	if (CALL(ring->fd, STOP_ACK, &ack))
		bail("STOP_ACK");
	while (ring_next(ring))
		;
	is(poll_for(ring->fd, POLLIN, 0), 0, "an empty ring: no POLLIN");
	is(CALL(ring->fd, WAIT, &wait), 0, "WAIT for data");
	is(wait.ready, 0, "times out");
	sim("publish 1 8");
	is(poll_for(ring->fd, POLLIN, 0), POLLIN, "a record: POLLIN");
	is(poll_for(other, POLLIN, 0), 0, "on the owner's file alone");
	is(CALL(ring->fd, WAIT, &wait), 0, "WAIT");
	is(wait.ready, DSMIL_WAIT_DATA, "says data");
	while (ring_next(ring))
		;
	for (int awake = 0; awake < 2; awake++) {
		uint64_t took = ~0ULL;
		int seen = POLLIN;

		for (int tries = 0; tries < TRIES && seen == POLLIN && took >= 2000000000ULL; tries++) {
			ring->consumer->awake = (uint32_t)awake;
			child = fork();
			if (!child) {
				sleep_ms(100);
				sim("publish 1 8");
				_exit(0);
			}
			began = now_ns();
			seen = poll_for(ring->fd, POLLIN, PATIENCE_MS);
			took = now_ns() - began;
			waitpid(child, NULL, 0);
			while (ring_next(ring))
				;
		}
		is(seen, POLLIN, awake ? "a consumer that died awake is woken by the backstop" :
		   "a sleeping consumer is woken");
		ok(took < 2000000000ULL, "in time (%llu us)", (unsigned long long)took / 1000);
	}
	ring->consumer->awake = 0;
	close(other);
}

static void letting_go(struct ring *ring)
{
	struct dsmil_ring_setup setup = { .data_size = SIZE };
	int other = open_device(O_RDWR);

	close(ring->fd);
	is(CALL(other, RING_SETUP, &setup), -EBUSY, "closed but mapped, it is owned still");
	ring_close(ring);
	is(CALL(other, RING_SETUP, &setup), 0, "unmapped, it is another's to have");
	close(other);
	other = open_device(O_RDWR);
	setup.data_size = 1 << 20;
	is(CALL(other, RING_SETUP, &setup), 0, "closed, too, and as large as the module allows");
	close(other);
}

int main(void)
{
	struct ring ring;

	setting_up(&ring, open_device(O_RDWR));
	records(&ring);
	overrun(&ring);
	hostile(&ring);
	scribbled(&ring);
	wakeups(&ring);
	letting_go(&ring);
	return done();
}
