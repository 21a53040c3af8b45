// SPDX-License-Identifier: Apache-2.0
#include "ring_fixture.h"

static void wake(void *host) { ((struct ring_fixture *)host)->wakes++; }
static void backstop(void *host) { ((struct ring_fixture *)host)->backstops++; }

static const struct dsmil_ring_ops ring_ops = {.wake = wake, .backstop = backstop};

void ring_fixture_open(struct ring_fixture *fixture) {
  memset(fixture, 0, sizeof(*fixture));
  if (ring_memory_alloc(RING_SIZE, &fixture->memory)) abort();
  dsmil_ring_init(&fixture->ring, &ring_ops, fixture, 42);
  dsmil_ring_attach(&fixture->ring, &fixture->memory);
}

void ring_fixture_close(struct ring_fixture *fixture) {
  dsmil_ring_detach(&fixture->ring);
  ring_memory_free(&fixture->memory);
}

int ring_fixture_publish(struct ring_fixture *fixture, u32 flags, const void *payload, u32 size) {
  struct dsmil_record_header header = {.time_ns = dsmil_now_ns(),
                                       .type = DSMIL_RECORD_RAW,
                                       .device = 0x8010,
                                       .source_track = DSMIL_TRACK_KERNEL,
                                       .clock = DSMIL_CLOCK_MONOTONIC,
                                       .flags = (u8)flags};

  return dsmil_ring_publish(&fixture->ring, &header, payload, size);
}

const struct dsmil_record_header *ring_fixture_at(struct ring_fixture *fixture, u64 position) {
  u64 available = fixture->memory.producer->prod_pos - position;
  const u8 *at = fixture->memory.data + position % fixture->memory.data_size;

  return dsmil_record_check(at, available) ? (const struct dsmil_record_header *)at : NULL;
}

u32 ring_fixture_drain(struct ring_fixture *fixture) {
  u64 position = fixture->memory.consumer->cons_pos;
  const struct dsmil_record_header *record;
  u32 count = 0;

  /* A position off the grid or beyond the head is a lie of the test's own: nothing is there. */
  if (position % DSMIL_RECORD_ALIGN) return 0;
  while (position < fixture->memory.producer->prod_pos &&
         (record = ring_fixture_at(fixture, position))) {
    position += record_span(record->length - DSMIL_RECORD_HEADER_SIZE);
    count++;
  }
  fixture->memory.consumer->cons_pos = position;
  return count;
}
