/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One ring that ring_main.c measures between two processes. Each program has one
 * table of them. A ring carries items of `size` bytes from the producer's memory
 * to the consumer's eyes; the consumer looks at sequence, device and type of each.
 */
#ifndef DSMIL_BENCH_RING_CASE_H
#define DSMIL_BENCH_RING_CASE_H

#include "measure.h"

/* All rings hold as much, so that caches treat them alike. */
#define BENCH_RING_BYTES (1u << 20)
#ifdef __cplusplus
extern "C" {
#endif

struct bench_item_header {
  uint64_t sequence;
  uint64_t time_ns;
  uint16_t type;
  uint16_t device;
  uint32_t reserved;
};

struct bench_item64 {
  struct bench_item_header header;
  uint8_t payload[64 - sizeof(struct bench_item_header)];
} __attribute__((aligned(BENCH_LINE)));

struct bench_item256 {
  struct bench_item_header header;
  uint8_t payload[256 - sizeof(struct bench_item_header)];
} __attribute__((aligned(BENCH_LINE)));

struct ring_case {
  const char *name;
  uint32_t size; /* bytes an item, all included */
  /* Makes the ring in shared memory; before the fork. */
  void *(*create)(void);
  /* Publishes items first .. first + count - 1, and waits where the ring is full. */
  void (*produce)(void *ring, uint64_t first, uint64_t count);
  /* Takes them; bench_wrong_item if one is not as produced. */
  void (*consume)(void *ring, uint64_t first, uint64_t count);
};

/* Ends with an entry without a name. */
extern const struct ring_case ring_cases[];
/* How long a consumer that found nothing leaves the producer alone, in pause instructions. */
extern uint32_t bench_idle_pauses;

#ifdef __cplusplus
}
#endif

#define BENCH_TYPE 7

static inline uint16_t bench_device(uint64_t sequence) {
  return (uint16_t)(0x8000 | (sequence & 0x3f));
}

static inline void bench_fill(struct bench_item_header *header, uint64_t sequence) {
  header->sequence = sequence;
  header->device = bench_device(sequence);
}

__attribute__((noreturn, cold)) static inline void bench_wrong_item(uint64_t sequence,
                                                                    uint64_t expected) {
  bench_die("took item %llu where %llu was due: the ring lost or changed one",
            (unsigned long long)sequence, (unsigned long long)expected);
}

static inline void bench_check(const struct bench_item_header *header, uint64_t expected) {
  if (__builtin_expect(header->sequence != expected || header->type != BENCH_TYPE ||
                           header->device != bench_device(expected),
                       0))
    bench_wrong_item(header->sequence, expected);
}

static inline void bench_idle(void) {
  uint32_t i;

  for (i = 0; i < bench_idle_pauses; i++) bench_pause();
}

#endif
