// SPDX-License-Identifier: Apache-2.0
/* Four producers and a consumer, each a thread: nothing is torn, and loss is exact. */
#include "ring_memory.h"
#include "tap.h"

#define PRODUCERS 4
#define EACH 60000

struct message {
  u64 producer, number, check;
  u64 words[13];
};

static struct dsmil_ring_memory memory;
static struct dsmil_ring ring;
static u64 dropped[PRODUCERS];
static u32 running;

static void nothing(void *host) { (void)host; }
static const struct dsmil_ring_ops ring_ops = {.wake = nothing, .backstop = nothing};

static void *producer(void *argument) {
  u64 me = (u64)(uintptr_t)argument, i;
  struct dsmil_record_header header = {.type = DSMIL_RECORD_RAW};

  for (i = 0; i < EACH; i++) {
    struct message message = {.producer = me, .number = i, .check = me * 31 + i};
    u32 size = 24 + 8 * (u32)(i % 14);

    header.flags = i % 16 == 0 ? DSMIL_RECORD_CRITICAL : 0;
    memset(message.words, (int)(i & 0xff), sizeof(message.words));
    if (dsmil_ring_publish(&ring, &header, &message, size)) dropped[me]++;
    if (i % 512 == 0) sched_yield();
  }
  __atomic_fetch_sub(&running, 1, __ATOMIC_RELEASE);
  return NULL;
}

struct seen {
  u64 sequence, records, lost, next[PRODUCERS];
};

static void check_message(struct seen *seen, const struct dsmil_record_header *record) {
  const struct message *message = (const struct message *)(record + 1);
  u32 bytes = record->length - DSMIL_RECORD_HEADER_SIZE - 24, i;

  CHECK(message->producer < PRODUCERS);
  if (message->producer >= PRODUCERS) return;
  CHECK(message->number >= seen->next[message->producer]); /* each producer's in order */
  seen->next[message->producer] = message->number + 1;
  EQ(message->check, message->producer * 31 + message->number);
  for (i = 0; i < bytes; i++)
    if (((const u8 *)message->words)[i] != (u8)message->number) {
      EQ(((const u8 *)message->words)[i], (u8)message->number);
      break;
    }
  seen->records++;
}

static void consume(struct seen *seen) {
  u64 position = memory.consumer->cons_pos, head = smp_load_acquire(&memory.producer->prod_pos);

  while (position != head) {
    const u8 *at = memory.data + position % memory.data_size;
    const struct dsmil_record_header *record = (const struct dsmil_record_header *)at;
    u32 span = dsmil_record_check(at, head - position);

    if (!span) {
      CHECK(!"every record is whole");
      position = head;
      break;
    }
    if (record->type == DSMIL_RECORD_LOST) {
      const struct dsmil_lost *lost = (const struct dsmil_lost *)(record + 1);

      EQ(lost->first, seen->sequence + 1);
      EQ(lost->last, record->sequence - 1);
      EQ(lost->count, lost->last - lost->first + 1);
      seen->lost += lost->count;
    } else {
      EQ(record->sequence, seen->sequence + 1); /* a gap only where LOST says so */
      check_message(seen, record);
    }
    seen->sequence = record->sequence;
    position += span;
  }
  smp_store_release(&memory.consumer->cons_pos, position);
}

TEST("ring threads: four producers, one consumer: every record whole, every loss counted") {
  struct seen seen = {0};
  pthread_t threads[PRODUCERS];
  u64 i, all_dropped = 0;

  if (ring_memory_alloc(65536, &memory)) abort();
  dsmil_ring_init(&ring, &ring_ops, NULL, 1);
  dsmil_ring_attach(&ring, &memory);
  running = PRODUCERS;
  for (i = 0; i < PRODUCERS; i++)
    if (pthread_create(&threads[i], NULL, producer, (void *)(uintptr_t)i)) abort();
  while (__atomic_load_n(&running, __ATOMIC_ACQUIRE)) consume(&seen);
  for (i = 0; i < PRODUCERS; i++) pthread_join(threads[i], NULL);
  consume(&seen);
  for (i = 0; i < PRODUCERS; i++) all_dropped += dropped[i];
  EQ(seen.lost + ring.pending_count, all_dropped);
  EQ(ring.lost_total, all_dropped);
  EQ(seen.records, PRODUCERS * EACH - all_dropped);
  EQ(ring.faults, 0);
  fprintf(stderr, "%llu received, %llu lost\n", (unsigned long long)seen.records,
          (unsigned long long)all_dropped);
  ring_memory_free(&memory);
}
