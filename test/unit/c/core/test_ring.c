// SPDX-License-Identifier: Apache-2.0
/* The ring: records, loss, wake-ups, resets; each rule by an example. */
#include "ring_fixture.h"
#include "tap.h"
#include "world.h"

static const u8 payload[DSMIL_RECORD_PAYLOAD_MAX + 8] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

TEST("ring: a record is its header, its payload, zeros up to 8, and a CRC over all") {
  struct ring_fixture f;
  const struct dsmil_record_header *record;
  u64 copy[8] = {0};

  ring_fixture_open(&f);
  EQ(ring_fixture_publish(&f, 0, payload, 9), 0);
  record = ring_fixture_at(&f, 0);
  CHECK(record != NULL);
  EQ(record->length, 41);
  EQ(record->sequence, 1);
  EQ(record->type, DSMIL_RECORD_RAW);
  EQ(record->device, 0x8010);
  EQ(record->clock, DSMIL_CLOCK_MONOTONIC);
  EQ(memcmp(record + 1, payload, 9), 0);
  EQ(((const u8 *)(record + 1))[9] | ((const u8 *)(record + 1))[15], 0);
  EQ(f.memory.producer->prod_pos, 48);
  EQ(f.memory.producer->next_seq, 2);
  memcpy(copy, record, 48);
  ((struct dsmil_record_header *)copy)->crc = 0;
  EQ(dsmil_crc32c(copy, 48), record->crc);
  ring_fixture_close(&f);
}

TEST("ring: any bit that flips in a record is found, and so is a length that lies") {
  struct ring_fixture f;
  u64 bit, copy[10];

  ring_fixture_open(&f);
  EQ(ring_fixture_publish(&f, 0, payload, 41), 0);
  memcpy(copy, f.memory.data, sizeof(copy));
  EQ(dsmil_record_check(copy, 80), 80);
  EQ(dsmil_record_check(copy, 79), 0);
  EQ(dsmil_record_check(copy, 31), 0);
  for (bit = 0; bit < 640; bit++) {
    copy[bit / 64] ^= 1ULL << bit % 64;
    EQ_AT(dsmil_record_check(copy, 80), 0, "bit %u", (u32)bit);
    copy[bit / 64] ^= 1ULL << bit % 64;
  }
  ring_fixture_close(&f);
}

TEST("ring: a payload that is too large is no attempt") {
  struct ring_fixture f;

  ring_fixture_open(&f);
  EQ(ring_fixture_publish(&f, 0, payload, DSMIL_RECORD_PAYLOAD_MAX + 1), -EMSGSIZE);
  EQ(ring_fixture_publish(&f, 0, payload, 0xffffffff), -EMSGSIZE);
  EQ(f.ring.next_seq, 1);
  EQ(ring_fixture_publish(&f, 0, payload, DSMIL_RECORD_PAYLOAD_MAX), 0);
  ring_fixture_close(&f);
}

TEST("ring: the last eighth is for critical records, to the last byte") {
  struct ring_fixture f;
  u32 ordinary = 0, critical = 0;

  ring_fixture_open(&f);
  while (!ring_fixture_publish(&f, 0, payload, 32)) ordinary++;
  EQ(ordinary, RING_SIZE / 8 * 7 / 64);
  /* One LOST of 72 bytes comes before the first of them. */
  while (!ring_fixture_publish(&f, DSMIL_RECORD_CRITICAL, payload, 32)) critical++;
  EQ(critical, (RING_SIZE / 8 - 72) / 64);
  EQ(f.ring.lost_critical, 1);
  EQ(f.memory.producer->lost_critical, 1);
  EQ(f.memory.producer->lost_total, 2);
  EQ(f.memory.producer->lost_bytes, 128);
  ring_fixture_close(&f);
}

TEST("ring: what is lost and followed by nothing shows as numbers that no record has") {
  struct ring_fixture f;
  u32 count = 0;

  ring_fixture_open(&f);
  while (!ring_fixture_publish(&f, 0, payload, 32)) count++;
  EQ(ring_fixture_publish(&f, 0, payload, 32), -ENOBUFS);
  EQ(ring_fixture_publish(&f, 0, payload, 32), -ENOBUFS);
  EQ(ring_fixture_drain(&f), count);
  EQ(f.memory.producer->next_seq, count + 1 + 3);
  ring_fixture_close(&f);
}

TEST("ring: what is lost is announced before the next record, with a sequence of its own") {
  struct ring_fixture f;
  const struct dsmil_record_header *record;
  const struct dsmil_lost *lost;
  u32 count = 0, i;
  u64 position;

  ring_fixture_open(&f);
  while (!ring_fixture_publish(&f, 0, payload, 32)) count++;
  for (i = 0; i < 4; i++) EQ(ring_fixture_publish(&f, 0, payload, 32), -ENOBUFS);
  EQ(ring_fixture_drain(&f), count);
  position = f.memory.producer->prod_pos;
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  record = ring_fixture_at(&f, position);
  CHECK(record != NULL);
  EQ(record->type, DSMIL_RECORD_LOST);
  EQ(record->sequence, count + 6);
  lost = (const struct dsmil_lost *)(record + 1);
  EQ(lost->count, 5);
  EQ(lost->first, count + 1);
  EQ(lost->last, count + 5);
  EQ(lost->bytes, 5 * 64);
  EQ(lost->critical, 0);
  record = ring_fixture_at(&f, position + 72);
  CHECK(record && record->sequence == count + 7 && record->type == DSMIL_RECORD_RAW);
  ring_fixture_close(&f);
}

TEST("ring: LOST and the record that follows fit both, or neither is written") {
  u32 room;

  for (room = 0; room <= 160; room += 8) {
    struct ring_fixture f;
    u64 head, sequence;
    int result;

    ring_fixture_open(&f);
    while (!ring_fixture_publish(&f, 0, payload, 32)) {
    }
    f.memory.consumer->cons_pos = room; /* so much is free for ordinary records */
    head = f.memory.producer->prod_pos;
    sequence = f.memory.producer->next_seq;
    result = ring_fixture_publish(&f, 0, payload, 32);
    EQ_AT(result, room < 72 + 64 ? -ENOBUFS : 0, "room %u", room);
    EQ_AT(f.memory.producer->prod_pos - head, room < 72 + 64 ? 0 : 72 + 64, "room %u", room);
    EQ_AT(f.memory.producer->next_seq - sequence, room < 72 + 64 ? 1 : 2, "room %u", room);
    ring_fixture_close(&f);
  }
}

TEST("ring: without a ring attempts only move the sequence; a new one starts without old loss") {
  struct ring_fixture f;
  const struct dsmil_record_header *record;

  ring_fixture_open(&f);
  while (!ring_fixture_publish(&f, 0, payload, 1000)) {
  }
  dsmil_ring_detach(&f.ring);
  EQ(ring_fixture_publish(&f, 0, payload, 8), -ENXIO);
  ring_memory_free(&f.memory);
  EQ(ring_memory_alloc(RING_SIZE, &f.memory), 0);
  dsmil_ring_attach(&f.ring, &f.memory);
  EQ(f.memory.producer->lost_total, 1);
  EQ(f.memory.producer->generation, 2);
  EQ(f.memory.producer->next_seq, f.ring.next_seq);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  record = ring_fixture_at(&f, 0);
  CHECK(record && record->type == DSMIL_RECORD_RAW);
  ring_fixture_close(&f);
}

TEST("wake: a consumer that sleeps is woken by the first record, and not again while it comes") {
  struct ring_fixture f;

  ring_fixture_open(&f);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(f.wakes, 1);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(f.wakes, 1);
  EQ(f.backstops, 1); /* in case it is not coming */
  EQ(ring_fixture_drain(&f), 3);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(f.wakes, 2);
  ring_fixture_close(&f);
}

TEST("wake: one that says it is awake is left alone, and woken after 10 ms all the same") {
  struct ring_fixture f;
  u32 i;

  ring_fixture_open(&f);
  f.memory.consumer->awake = 1;
  for (i = 0; i < 20; i++) EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(f.wakes, 0);
  EQ(f.backstops, 1);
  dsmil_ring_backstop(&f.ring);
  EQ(f.wakes, 1);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(f.backstops, 2);
  EQ(ring_fixture_drain(&f), 21);
  dsmil_ring_backstop(&f.ring);
  EQ(f.wakes, 1); /* nothing to read */
  ring_fixture_close(&f);
}

TEST("wake: a critical record wakes whatever awake says, each one") {
  struct ring_fixture f;
  u32 i;

  ring_fixture_open(&f);
  f.memory.consumer->awake = 1;
  for (i = 1; i < 9; i++) {
    EQ(ring_fixture_publish(&f, DSMIL_RECORD_CRITICAL, payload, 8), 0);
    EQ(f.wakes, i);
  }
  ring_fixture_close(&f);
}

TEST("wake: a ring that becomes half full wakes whatever awake says, once each time") {
  struct ring_fixture f;
  u32 round;

  ring_fixture_open(&f);
  f.memory.consumer->awake = 1;
  for (round = 1; round < 6; round++) {
    while (!ring_fixture_publish(&f, 0, payload, 1000)) {
    }
    EQ_AT(f.wakes, round, "round %u", round);
    ring_fixture_drain(&f); /* from full to empty in one go */
  }
  ring_fixture_close(&f);
}

TEST("wake: gone wakes, and says so on the page") {
  struct ring_fixture f;

  ring_fixture_open(&f);
  f.memory.consumer->awake = 1;
  dsmil_ring_set_gone(&f.ring);
  EQ(f.wakes, 1);
  EQ(f.memory.producer->flags, DSMIL_PAGE_GONE);
  EQ(ring_fixture_publish(&f, 0, payload, 8), -ENXIO);
  EQ(f.memory.producer->prod_pos, 0);
  ring_fixture_close(&f);
}

TEST("ring: readable is what is not consumed") {
  struct ring_fixture f;

  ring_fixture_open(&f);
  CHECK(!dsmil_ring_readable(&f.ring));
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  CHECK(dsmil_ring_readable(&f.ring));
  EQ(ring_fixture_drain(&f), 1);
  CHECK(!dsmil_ring_readable(&f.ring));
  dsmil_ring_detach(&f.ring);
  CHECK(!dsmil_ring_readable(&f.ring));
  ring_memory_free(&f.memory);
}

TEST("ring: a reset drops what was not consumed, and clears a fault") {
  struct ring_fixture f;
  struct dsmil_ring_reset reset = {0};

  ring_fixture_open(&f);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  f.memory.consumer->cons_pos = 4;
  while (!ring_fixture_publish(&f, 0, payload, 1000)) {
  }
  EQ(f.memory.producer->flags, DSMIL_PAGE_CONSUMER_FAULT);
  EQ(f.memory.producer->consumer_faults, 1);
  EQ(dsmil_ring_restart(&f.ring, &reset), 0);
  EQ(reset.generation, 2);
  EQ(reset.next_seq, f.ring.next_seq);
  EQ(reset.position, f.memory.producer->prod_pos);
  EQ(f.memory.consumer->cons_pos, reset.position);
  EQ(f.memory.producer->flags, 0);
  EQ(f.memory.producer->generation, 2);
  EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
  EQ(ring_fixture_drain(&f), 2); /* what was lost in between is announced first */
  dsmil_ring_detach(&f.ring);
  EQ(dsmil_ring_restart(&f.ring, &reset), -ENXIO);
  ring_memory_free(&f.memory);
}
