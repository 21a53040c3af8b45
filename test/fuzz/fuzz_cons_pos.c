// SPDX-License-Identifier: Apache-2.0
/*
 * A consumer page that says anything at any time. The ring's memory has guard pages
 * all around: a write outside it ends the run. What was never accepted as consumed
 * is never written over.
 */
#include "../unit/c/core/ring_fixture.h"
#include "fuzz.h"

struct kept {
  u64 position;
  u32 length, crc;
};

static struct kept kept[1024];
static u32 kept_first, kept_count;

static void keep(struct ring_fixture *f, u64 from) {
  while (from != f->ring.head) {
    const struct dsmil_record_header *record = ring_fixture_at(f, from);

    FUZZ_REQUIRE(record);
    FUZZ_REQUIRE(kept_count < 1024);
    kept[(kept_first + kept_count++) % 1024] = (struct kept){from, record->length, record->crc};
    from += (record->length + 7) / 8 * 8;
  }
}

/* Every record that begins at or after what was accepted is still what it was. */
static void check_kept(struct ring_fixture *f) {
  u32 i;

  while (kept_count && kept[kept_first].position < f->ring.accepted) {
    kept_first = (kept_first + 1) % 1024;
    kept_count--;
  }
  for (i = 0; i < kept_count; i++) {
    const struct kept *k = &kept[(kept_first + i) % 1024];
    const struct dsmil_record_header *record = ring_fixture_at(f, k->position);

    FUZZ_REQUIRE(record && record->length == k->length && record->crc == k->crc);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const u8 payload[DSMIL_RECORD_PAYLOAD_MAX] = {1, 2, 3};
  struct fuzz_input input = {data, size};
  struct dsmil_ring_reset reset;
  struct ring_fixture f;

  kept_first = kept_count = 0;
  ring_fixture_open(&f);
  while (input.left) {
    u8 op = fuzz_byte(&input);
    u64 head = f.ring.head, faults = f.ring.faults, sequence = f.ring.next_seq;
    u32 repeat, i;

    switch (op % 8) {
      case 0:
        f.memory.consumer->cons_pos = fuzz_u64(&input);
        break;
      case 1:
        f.memory.consumer->cons_pos = head + (u64)(int64_t)(int8_t)fuzz_byte(&input);
        break;
      case 2:
        f.memory.consumer->cons_pos = f.ring.accepted + fuzz_u32(&input) % (RING_SIZE + 64);
        break;
      case 3:
        (void)ring_fixture_drain(&f);
        break;
      case 4:
        f.memory.consumer->awake = fuzz_byte(&input);
        dsmil_ring_backstop(&f.ring);
        break;
      case 5:
        if (op & 8) break;
        FUZZ_REQUIRE(dsmil_ring_restart(&f.ring, &reset) == 0);
        FUZZ_REQUIRE(!f.ring.faulted && reset.position == f.ring.head);
        kept_count = 0;
        break;
      default:
        repeat = op >> 4;
        for (i = 0; i <= repeat; i++) {
          head = f.ring.head;
          (void)ring_fixture_publish(&f, op >> 3 & 1, payload, fuzz_u32(&input) % 1025);
          keep(&f, head);
        }
        FUZZ_REQUIRE(f.ring.next_seq >= sequence + repeat + 1);
        break;
    }
    FUZZ_REQUIRE(f.ring.accepted <= f.ring.head);
    FUZZ_REQUIRE(f.ring.head - f.ring.accepted <= RING_SIZE);
    FUZZ_REQUIRE(f.ring.faults - faults <= 1);
    FUZZ_REQUIRE(f.memory.producer->consumer_faults == f.ring.faults);
    check_kept(&f);
  }
  /* Whatever it was: after a reset the ring is as good as new. */
  FUZZ_REQUIRE(dsmil_ring_restart(&f.ring, &reset) == 0);
  FUZZ_REQUIRE(ring_fixture_publish(&f, 0, payload, 16) == 0);
  FUZZ_REQUIRE(ring_fixture_drain(&f) >= 1);
  ring_fixture_close(&f);
  return 0;
}
