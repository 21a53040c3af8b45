/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Peer: DPDK's rte_ring with elements, several producers and one consumer, published
 * one by one (burst 1) and 32 at a time. Nothing checks what it carries.
 */
#include <rte_ring.h>
#include <rte_ring_elem.h>

#include "ring_case.h"

#define BURST 32

static void *create(uint32_t size) {
  unsigned count = BENCH_RING_BYTES / size;
  ssize_t bytes = rte_ring_get_memsize_elem(size, count);
  struct rte_ring *ring;
  int error;

  if (bytes < 0) bench_die("rte_ring_get_memsize_elem: error %zd", bytes);
  ring = (struct rte_ring *)bench_shared((size_t)bytes);
  error = rte_ring_init(ring, "bench", count, RING_F_SC_DEQ);
  if (error) bench_die("rte_ring_init: error %d", error);
  return ring;
}

#define DEFINE_RING(SIZE, N)                                                       \
  static void produce##SIZE##_##N(void *memory, uint64_t first, uint64_t count) {  \
    struct rte_ring *ring = (struct rte_ring *)memory;                             \
    struct bench_item##SIZE items[N] = {{.header = {.type = BENCH_TYPE}}};         \
    uint64_t last = first + count;                                                 \
    uint64_t i = first;                                                            \
    unsigned n, k, sent;                                                           \
                                                                                   \
    for (k = 0; k < N; k++) items[k] = items[0];                                   \
    while (i < last) {                                                             \
      n = last - i < N ? (unsigned)(last - i) : N;                                 \
      for (k = 0; k < n; k++) bench_fill(&items[k].header, i + k);                 \
      for (k = 0; k < n; k += sent) {                                              \
        sent = rte_ring_mp_enqueue_burst_elem(ring, &items[k], SIZE, n - k, NULL); \
        if (sent == 0) bench_pause();                                              \
      }                                                                            \
      i += n;                                                                      \
    }                                                                              \
  }                                                                                \
  static void consume##SIZE##_##N(void *memory, uint64_t first, uint64_t count) {  \
    struct rte_ring *ring = (struct rte_ring *)memory;                             \
    struct bench_item##SIZE items[N];                                              \
    uint64_t i = first;                                                            \
    unsigned k, n;                                                                 \
                                                                                   \
    while (i < first + count) {                                                    \
      n = rte_ring_sc_dequeue_burst_elem(ring, items, SIZE, N, NULL);              \
      for (k = 0; k < n; k++) bench_check(&items[k].header, i++);                  \
      if (n == 0) bench_idle();                                                    \
    }                                                                              \
  }

static void *create64(void) { return create(64); }
static void *create256(void) { return create(256); }
DEFINE_RING(64, 1)
DEFINE_RING(64, 32)
DEFINE_RING(256, 1)
DEFINE_RING(256, 32)

const struct ring_case ring_cases[] = {
    {"dpdk-mp-1", 64, create64, produce64_1, consume64_1},
    {"dpdk-mp-1", 256, create256, produce256_1, consume256_1},
    {"dpdk-mp-32", 64, create64, produce64_32, consume64_32},
    {"dpdk-mp-32", 256, create256, produce256_32, consume256_32},
    {"dpdk-mp-1-32", 64, create64, produce64_1, consume64_32},
    {"dpdk-mp-1-32", 256, create256, produce256_1, consume256_32},
    {0},
};
