/* SPDX-License-Identifier: Apache-2.0 */
/* A ring alone, with a host that counts. */
#ifndef RING_FIXTURE_H
#define RING_FIXTURE_H

#include "ring_memory.h"

#define RING_SIZE DSMIL_RING_SIZE_MIN

struct ring_fixture {
  struct dsmil_ring ring;
  struct dsmil_ring_memory memory;
  u32 wakes, backstops;
};

void ring_fixture_open(struct ring_fixture *fixture);
void ring_fixture_close(struct ring_fixture *fixture);
int ring_fixture_publish(struct ring_fixture *fixture, u32 flags, const void *payload, u32 size);
/* The record at @position, or NULL when there is none or it is not valid. */
const struct dsmil_record_header *ring_fixture_at(struct ring_fixture *fixture, u64 position);
/* Consumes everything; the number of records. A record that is not valid ends it. */
u32 ring_fixture_drain(struct ring_fixture *fixture);

static inline u32 record_span(u32 payload) {
  return DSMIL_RECORD_HEADER_SIZE + (payload + 7) / 8 * 8;
}

#endif
