/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ours: kernel/core/ring.c as it is, its lock, fences and checksum included, over
 * memory that is laid out as the module and dsmil-sim lay it out. The consumer
 * checks the checksum of every record and reads it in place.
 */
#include <unistd.h>

#include "../../../kernel/core/ring.h"
#include "ring_case.h"

#define PAGE 4096

struct shared {
  struct dsmil_ring ring; /* the producer's own */
  struct dsmil_ring_memory memory;
  u64 position; /* the consumer's own */
};

static void no_wake(void *host) { (void)host; /* the consumer is awake */ }

static const struct dsmil_ring_ops ops = {.wake = no_wake, .backstop = no_wake};

static u8 *map_at(u8 *at, int file, off_t offset, size_t bytes) {
  u8 *memory =
      mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED | MAP_POPULATE, file, offset);

  if (memory == MAP_FAILED) bench_die("mmap of the ring: %s", strerror(errno));
  return memory;
}

static void *create(void) {
  struct shared *shared = aligned_alloc(BENCH_LINE, (sizeof(*shared) + 63) / 64 * 64);
  size_t bytes = 2 * PAGE + BENCH_RING_BYTES;
  int file = memfd_create("ring", MFD_CLOEXEC);
  u8 *base;

  if (!shared) bench_die("no memory");
  memset(shared, 0, sizeof(*shared));
  if (file < 0 || ftruncate(file, (off_t)bytes) != 0) bench_die("memfd: %s", strerror(errno));
  base = mmap(NULL, bytes + BENCH_RING_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) bench_die("mmap: %s", strerror(errno));
  map_at(base, file, 0, bytes);
  map_at(base + bytes, file, 2 * PAGE, BENCH_RING_BYTES);
  close(file);
  shared->memory.consumer = (struct dsmil_ring_consumer *)base;
  shared->memory.producer = (struct dsmil_ring_producer *)(base + PAGE);
  shared->memory.data = base + 2 * PAGE;
  shared->memory.data_size = BENCH_RING_BYTES;
  shared->memory.consumer->awake = 1;
  dsmil_ring_init(&shared->ring, &ops, shared, 1);
  dsmil_ring_attach(&shared->ring, &shared->memory);
  return shared;
}

/*
 * Until there is room for `span` bytes: the ring itself never waits, it drops and
 * counts, and a benchmark must not lose what it counts. *seen is the last position
 * of the consumer's that was looked at, so that it is looked at seldom.
 */
static inline void wait_for_room(struct shared *shared, u64 *seen, u64 span) {
  while (shared->ring.head + span - *seen > BENCH_RING_BYTES / 4 * 3) {
    *seen = __atomic_load_n(&shared->memory.consumer->cons_pos, __ATOMIC_ACQUIRE);
    if (shared->ring.head + span - *seen > BENCH_RING_BYTES / 4 * 3) bench_pause();
  }
}

static inline __attribute__((always_inline)) void produce(struct shared *shared, uint64_t first,
                                                          uint64_t count, u32 size) {
  struct dsmil_record_header header = {
      .type = BENCH_TYPE, .source_track = DSMIL_TRACK_KERNEL, .clock = DSMIL_CLOCK_MONOTONIC};
  u64 payload[(256 - DSMIL_RECORD_HEADER_SIZE) / 8] = {0};
  u64 seen = 0;
  uint64_t i;

  for (i = first; i < first + count; i++) {
    header.device = bench_device(i);
    header.time_ns = i;
    payload[0] = i;
    wait_for_room(shared, &seen, size);
    if (dsmil_ring_publish(&shared->ring, &header, payload, size - DSMIL_RECORD_HEADER_SIZE) != 0)
      bench_die("record %llu was dropped", (unsigned long long)i);
  }
}

static inline __attribute__((always_inline)) void consume(struct shared *shared, uint64_t first,
                                                          uint64_t count) {
  const struct dsmil_record_header *record;
  u64 position = shared->position;
  uint64_t i = first;
  u64 end;
  u32 span;

  while (i < first + count) {
    end = __atomic_load_n(&shared->memory.producer->prod_pos, __ATOMIC_ACQUIRE);
    if (end == position) {
      bench_idle();
      continue;
    }
    while (position < end && i < first + count) {
      record = (const struct dsmil_record_header *)(shared->memory.data +
                                                    (position & (BENCH_RING_BYTES - 1)));
      span = dsmil_record_check(record, end - position);
      if (!span) bench_die("record %llu is corrupt", (unsigned long long)i);
      if (record->sequence != i + 1 || record->type != BENCH_TYPE ||
          record->device != bench_device(i))
        bench_wrong_item(record->sequence, i + 1);
      position += span;
      i++;
    }
    __atomic_store_n(&shared->memory.consumer->cons_pos, position, __ATOMIC_RELEASE);
  }
  shared->position = position;
}

static void produce64(void *ring, uint64_t first, uint64_t count) {
  produce((struct shared *)ring, first, count, 64);
}
static void produce256(void *ring, uint64_t first, uint64_t count) {
  produce((struct shared *)ring, first, count, 256);
}
static void consume_any(void *ring, uint64_t first, uint64_t count) {
  consume((struct shared *)ring, first, count);
}

const struct ring_case ring_cases[] = {
    {"dsmil", 64, create, produce64, consume_any},
    {"dsmil", 256, create, produce256, consume_any},
    {0},
};
