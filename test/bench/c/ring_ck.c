/* SPDX-License-Identifier: Apache-2.0 */
/* Peer: Concurrency Kit's ck_ring, items inline. Nothing checks what it carries. */
#include <ck_ring.h>

#include "ring_case.h"

CK_RING_PROTOTYPE(item64, bench_item64)
CK_RING_PROTOTYPE(item256, bench_item256)

#define DEFINE_CREATE(SIZE)                                                             \
  struct shared##SIZE {                                                                 \
    struct ck_ring ring __attribute__((aligned(BENCH_LINE)));                           \
    struct bench_item##SIZE items[BENCH_RING_BYTES / SIZE];                             \
  };                                                                                    \
  static void *create##SIZE(void) {                                                     \
    struct shared##SIZE *shared = (struct shared##SIZE *)bench_shared(sizeof(*shared)); \
                                                                                        \
    ck_ring_init(&shared->ring, BENCH_RING_BYTES / SIZE);                               \
    return shared;                                                                      \
  }

#define DEFINE_RING(KIND, SIZE)                                                         \
  static void produce_##KIND##SIZE(void *memory, uint64_t first, uint64_t count) {      \
    struct shared##SIZE *shared = (struct shared##SIZE *)memory;                        \
    struct bench_item##SIZE item = {.header = {.type = BENCH_TYPE}};                    \
    uint64_t i;                                                                         \
                                                                                        \
    for (i = first; i < first + count; i++) {                                           \
      bench_fill(&item.header, i);                                                      \
      while (!ck_ring_enqueue_##KIND##_item##SIZE(&shared->ring, shared->items, &item)) \
        bench_pause();                                                                  \
    }                                                                                   \
  }                                                                                     \
  static void consume_##KIND##SIZE(void *memory, uint64_t first, uint64_t count) {      \
    struct shared##SIZE *shared = (struct shared##SIZE *)memory;                        \
    struct bench_item##SIZE item;                                                       \
    uint64_t i;                                                                         \
                                                                                        \
    for (i = first; i < first + count; i++) {                                           \
      while (!ck_ring_dequeue_##KIND##_item##SIZE(&shared->ring, shared->items, &item)) \
        bench_idle();                                                                   \
      bench_check(&item.header, i);                                                     \
    }                                                                                   \
  }

DEFINE_CREATE(64)
DEFINE_CREATE(256)
DEFINE_RING(spsc, 64)
DEFINE_RING(spsc, 256)
DEFINE_RING(mpsc, 64)
DEFINE_RING(mpsc, 256)

const struct ring_case ring_cases[] = {
    {"ck-mpsc", 64, create64, produce_mpsc64, consume_mpsc64},
    {"ck-mpsc", 256, create256, produce_mpsc256, consume_mpsc256},
    {"ck-spsc", 64, create64, produce_spsc64, consume_spsc64},
    {"ck-spsc", 256, create256, produce_spsc256, consume_spsc256},
    {0},
};
