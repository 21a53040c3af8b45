// SPDX-License-Identifier: Apache-2.0
/* The ring against a model of it, by chance; and against a consumer that lies. */
#include "ring_fixture.h"
#include "tap.h"
#include "world.h"

#define EXPECTED_MAX 4096

/* What the consumer must find next: a record of ours, or a LOST. */
struct expected {
  u64 sequence;
  u32 size;
  u32 flags;
  u8 fill;
  bool is_lost;
  struct dsmil_lost lost;
};

struct model {
  struct expected queue[EXPECTED_MAX];
  u32 first, count;
  u64 used; /* bytes not consumed */
  u64 next_seq, lost_total, lost_bytes, lost_critical;
  struct dsmil_lost pending;
};

static void model_push(struct model *m, struct expected expected) {
  expected.sequence = m->next_seq++;
  m->queue[(m->first + m->count++) % EXPECTED_MAX] = expected;
  m->used += record_span(expected.size);
}

/* What must come of an attempt: 0 or -ENOBUFS. */
static int model_publish(struct model *m, u32 size, u32 flags, u8 fill) {
  bool critical = flags & DSMIL_RECORD_CRITICAL;
  u64 capacity = critical ? RING_SIZE : RING_SIZE - RING_SIZE / 8;
  u64 need = record_span(size) + (m->pending.count ? record_span(sizeof(struct dsmil_lost)) : 0);

  if (m->used + need > capacity) {
    if (!m->pending.count) m->pending.first = m->next_seq;
    m->pending.last = m->next_seq++;
    m->pending.count++;
    m->pending.bytes += record_span(size);
    m->pending.critical += critical;
    m->lost_total++;
    m->lost_bytes += record_span(size);
    m->lost_critical += critical;
    return -ENOBUFS;
  }
  if (m->pending.count) {
    model_push(m, (struct expected){
                      .is_lost = true, .size = sizeof(struct dsmil_lost), .lost = m->pending});
    memset(&m->pending, 0, sizeof(m->pending));
  }
  model_push(m, (struct expected){.size = size, .flags = flags, .fill = fill});
  return 0;
}

static bool consume_one(struct ring_fixture *f, struct model *m) {
  u64 position = f->memory.consumer->cons_pos;
  const struct dsmil_record_header *record = ring_fixture_at(f, position);
  const struct expected *e = &m->queue[m->first];
  u32 i;

  if (!m->count) {
    EQ(f->memory.producer->prod_pos, position);
    return false;
  }
  if (!record) {
    CHECK(!"a record is there and valid");
    return false;
  }
  EQ(record->sequence, e->sequence);
  EQ(record->length, DSMIL_RECORD_HEADER_SIZE + e->size);
  EQ(record->flags, e->flags);
  EQ(record->type, e->is_lost ? DSMIL_RECORD_LOST : DSMIL_RECORD_RAW);
  if (e->is_lost) {
    EQ(memcmp(record + 1, &e->lost, sizeof(e->lost)), 0);
  } else {
    for (i = 0; i < e->size; i++)
      if (((const u8 *)(record + 1))[i] != e->fill) {
        EQ_AT(((const u8 *)(record + 1))[i], e->fill, "byte %u", i);
        break;
      }
  }
  m->used -= record_span(e->size);
  m->first = (m->first + 1) % EXPECTED_MAX;
  m->count--;
  f->memory.consumer->cons_pos = position + record_span(e->size);
  return true;
}

TEST("ring model: sequence, content, placement and loss are exact, whatever order things come in") {
  static struct model m;
  struct ring_fixture f;
  u8 payload[DSMIL_RECORD_PAYLOAD_MAX];
  u32 i, mood = 0, left = 0, losses = 0;

  memset(&m, 0, sizeof(m));
  m.next_seq = 1;
  test_port.random = tap_seed();
  ring_fixture_open(&f);
  for (i = 0; i < 400000; i++) {
    u64 r = dsmil_random_u64();

    if (!left--) { /* a mood: who is faster */
      mood = r >> 60 & 7;
      left = r >> 40 & 1023;
    }
    if ((r & 7) < mood) {
      u32 size =
          (r >> 8 & 3) == 0 ? (u32)(r >> 16) % (DSMIL_RECORD_PAYLOAD_MAX + 1) : (u32)(r >> 16) % 80;
      u32 flags = (r >> 12 & 15) == 0 ? DSMIL_RECORD_CRITICAL : 0;
      u8 fill = (u8)(r >> 48);
      int wanted = model_publish(&m, size, flags, fill);

      memset(payload, fill, size);
      EQ(ring_fixture_publish(&f, flags, payload, size), wanted);
      losses += wanted != 0;
    } else {
      u32 n = (r >> 20 & 63) == 0 ? 10000 : (u32)(r >> 30 & 3);

      while (n-- && consume_one(&f, &m)) {
      }
    }
    EQ(f.memory.producer->next_seq, m.next_seq);
    EQ(f.memory.producer->lost_total, m.lost_total);
    EQ(f.memory.producer->lost_bytes, m.lost_bytes);
    EQ(f.memory.producer->lost_critical, m.lost_critical);
    EQ(f.memory.producer->prod_pos - f.memory.consumer->cons_pos, m.used);
    if (f.memory.producer->consumer_faults) break;
  }
  while (consume_one(&f, &m)) {
  }
  EQ(f.memory.producer->consumer_faults, 0);
  CHECK(losses > 1000);
  CHECK(m.next_seq > 50000);
  ring_fixture_close(&f);
}

static u64 hostile_position(const struct ring_fixture *f) {
  u64 r = dsmil_random_u64(), head = f->ring.head;

  switch (r >> 61) {
    case 0:
      return dsmil_random_u64();
    case 1:
      return head + (r & 0xffff) + 1;
    case 2:
      return f->ring.accepted - (r & 0xffff) - 1;
    case 3:
      return (head & ~7ULL) | ((r & 7) ? r & 7 : 1);
    case 4:
      return UINT64_MAX - (r & 0xff);
    case 5:
      return head - RING_SIZE - 8;
    default:
      return f->ring.accepted + (r % (head - f->ring.accepted + 1) & ~7ULL);
  }
}

TEST(
    "ring: no cons_pos makes it write outside its data; a lie latches one fault and costs only the "
    "liar") {
  static const u8 payload[DSMIL_RECORD_PAYLOAD_MAX];
  struct dsmil_ring_reset reset;
  struct ring_fixture f;
  u32 round, i, faults = 0;

  test_port.random = tap_seed() + 1;
  ring_fixture_open(&f);
  for (round = 0; round < 4000; round++) {
    u64 accepted, generation = f.memory.producer->generation;

    for (i = 0; i < 40; i++) {
      u64 r = dsmil_random_u64();

      if (r % 4 == 0) f.memory.consumer->cons_pos = hostile_position(&f);
      if (r % 7 == 0) f.memory.consumer->awake = (u32)r;
      (void)ring_fixture_publish(&f, r >> 8 & 1, payload, (u32)(r >> 16) % 1025);
      CHECK(f.ring.accepted <= f.ring.head && f.ring.head - f.ring.accepted <= RING_SIZE);
    }
    CHECK(f.ring.faults - faults <= 1);
    EQ(f.ring.faults != faults, f.ring.faulted);
    EQ(!!(f.memory.producer->flags & DSMIL_PAGE_CONSUMER_FAULT), f.ring.faulted);
    EQ(f.memory.producer->consumer_faults, f.ring.faults);
    if (!f.ring.faulted) continue;
    accepted = f.ring.accepted;
    f.memory.consumer->cons_pos = f.ring.head; /* the truth, now, does not help any more */
    (void)ring_fixture_publish(&f, DSMIL_RECORD_CRITICAL, payload, 1024);
    EQ(f.ring.accepted, accepted);
    EQ(dsmil_ring_restart(&f.ring, &reset), 0);
    EQ(f.memory.producer->generation, generation + 1);
    EQ(ring_fixture_publish(&f, 0, payload, 8), 0);
    CHECK(ring_fixture_drain(&f) >= 1);
    faults = (u32)f.ring.faults;
  }
  CHECK(faults > 500);
  ring_fixture_close(&f);
}

TEST("ring: a consumer that moves backwards, past the head or off the grid is each a fault") {
  static const u8 payload[1024];
  static const s64 lies[] = {-8, 1 << 20, 4, 1, -1};
  u32 i;

  for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
    struct ring_fixture f;
    u32 n;

    ring_fixture_open(&f);
    for (n = 0; n < 20; n++) {
      (void)ring_fixture_publish(&f, 0, payload, 1000);
      (void)ring_fixture_drain(&f);
    }
    CHECK(f.ring.accepted > 0);
    f.memory.consumer->cons_pos = (i == 1 ? f.ring.head : f.ring.accepted) + (u64)lies[i];
    while (!ring_fixture_publish(&f, 0, payload, 1000)) {
    }
    EQ_AT(f.ring.faults, 1, "lie %d", (int)lies[i]);
    ring_fixture_close(&f);
  }
}
