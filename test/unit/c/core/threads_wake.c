// SPDX-License-Identifier: Apache-2.0
/*
 * No wake-up is lost: a producer and a consumer in lockstep, so that each message
 * meets a consumer that is about to sleep. A loss is certain when seen: the
 * publish is over, there is something to read, and the consumer sleeps unwoken.
 * Built with THREADS_WEAK, the fence is out, and a loss must be seen.
 */
#include <unistd.h>

#include "ring_memory.h"
#include "tap.h"

#define SECONDS 6
/* Two threads that have no processor each hand over slowly: then it goes on, up to so long. */
#define SECONDS_MOST 180
#define MESSAGES 10000

static struct dsmil_ring_memory memory;
static struct dsmil_ring ring;
static u32 asleep, woken, done;
static u64 sleeps;

static void wake(void *host) {
  (void)host;
  __atomic_store_n(&woken, 1, __ATOMIC_SEQ_CST);
}

/* Nobody helps after 10 ms. */
static void backstop(void *host) { (void)host; }

static const struct dsmil_ring_ops ring_ops = {.wake = wake, .backstop = backstop};

static void relax(u32 *spins) {
  if (++*spins % 4096 == 0)
    sched_yield();
  else
    dsmil_cpu_relax();
}

/* About up to 200 ns: the two meet at another point each time. */
static void jitter(u64 *state) {
  u32 i;

  *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
  for (i = (u32)(*state >> 56); i; i--) __asm__ __volatile__("" ::: "memory");
}

static void *consumer(void *argument) {
  u64 position = 0, chance = 1;
  u32 spins = 0;

  (void)argument;
  while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE)) {
    u64 head;

    __atomic_store_n(&woken, 0, __ATOMIC_SEQ_CST);
    __atomic_store_n(&memory.consumer->awake, 1, __ATOMIC_RELAXED);
    while ((head = smp_load_acquire(&memory.producer->prod_pos)) != position) {
      position = head;
      smp_store_release(&memory.consumer->cons_pos, position);
    }
    jitter(&chance);
    /* The consumer's half: clear awake, a full fence, look again. */
    (void)__atomic_exchange_n(&memory.consumer->awake, 0, __ATOMIC_SEQ_CST);
    if (smp_load_acquire(&memory.producer->prod_pos) != position) continue;
    sleeps++;
    __atomic_store_n(&asleep, 1, __ATOMIC_SEQ_CST);
    while (!__atomic_load_n(&woken, __ATOMIC_SEQ_CST) && !__atomic_load_n(&done, __ATOMIC_ACQUIRE))
      relax(&spins);
    __atomic_store_n(&asleep, 0, __ATOMIC_SEQ_CST);
  }
  return NULL;
}

/* The consumer sleeps for good, and there is something to read. */
static bool lost_now(u64 head) {
  return __atomic_load_n(&asleep, __ATOMIC_SEQ_CST) && !__atomic_load_n(&woken, __ATOMIC_SEQ_CST) &&
         __atomic_load_n(&asleep, __ATOMIC_SEQ_CST) &&
         smp_load_acquire(&memory.consumer->cons_pos) != head;
}

/* For so long, and MESSAGES at least; or, when @first, until the first loss. */
static u64 stress(u32 seconds, bool first, u64 *lost) {
  struct dsmil_record_header header = {.type = DSMIL_RECORD_RAW};
  u64 messages = 0, begun = dsmil_now_ns(), chance = tap_seed(), value = 0;
  const u64 end = begun + seconds * 1000000000ULL, last = begun + SECONDS_MOST * 1000000000ULL;
  pthread_t thread;

  *lost = 0;
  done = asleep = woken = 0;
  sleeps = 0;
  if (ring_memory_alloc(DSMIL_RING_SIZE_MIN, &memory)) abort();
  dsmil_ring_init(&ring, &ring_ops, NULL, 1);
  dsmil_ring_attach(&ring, &memory);
  if (pthread_create(&thread, NULL, consumer, NULL)) abort();
  while (!(first && *lost)) {
    u32 spins = 0;
    u64 head, now = messages % 64 ? begun : dsmil_now_ns();

    if (now >= last || (now >= end && messages > MESSAGES)) break;
    if (dsmil_ring_publish(&ring, &header, &value, sizeof(value))) abort();
    messages++;
    head = ring.head;
    while (smp_load_acquire(&memory.consumer->cons_pos) != head) {
      if (lost_now(head)) {
        ++*lost;
        wake(NULL);
      }
      relax(&spins);
    }
    jitter(&chance);
  }
  __atomic_store_n(&done, 1, __ATOMIC_RELEASE);
  pthread_join(thread, NULL);
  ring_memory_free(&memory);
  fprintf(stderr, "%llu messages, %llu sleeps, %llu wake-ups, %llu lost\n",
          (unsigned long long)messages, (unsigned long long)sleeps,
          (unsigned long long)ring.wakeups, (unsigned long long)*lost);
  return messages;
}

#ifdef THREADS_WEAK
TEST("wake stress: with the fence taken out, lost wake-ups are seen (so the stress can fail)") {
  u64 lost = 1;

  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
    fprintf(stderr, "one processor alone keeps its own order: nothing to see\n");
    return;
  }
  (void)stress(SECONDS_MOST, true, &lost);
  CHECK(lost > 0);
}
#else
TEST("wake stress: a consumer that goes to sleep between two messages loses no wake-up") {
  u64 lost = 1, messages = stress(SECONDS, false, &lost);

  EQ(lost, 0);
  CHECK(messages > MESSAGES);
  CHECK(sleeps > messages / 100);
}
#endif
