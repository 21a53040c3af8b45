/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far apart are the two processors? Half the round trip of one cache line that
 * two pinned threads hand to each other: tens of nanoseconds when they share a
 * cache, a few hundred when they do not. Virtual machines move their processors
 * about, and every result between two of them moves along. Prints one JSON object.
 */
#include <pthread.h>
#include <unistd.h>

#include "measure.h"

#define ROUNDS 20000

static struct {
  uint64_t ping __attribute__((aligned(BENCH_LINE)));
  uint64_t pong __attribute__((aligned(BENCH_LINE)));
} line;
static int processors[2];

static void wait_until(const uint64_t *at, uint64_t value) {
  while (__atomic_load_n(at, __ATOMIC_ACQUIRE) != value) bench_pause();
}

static void *answer(void *unused) {
  uint64_t i;

  bench_pin(processors[1]);
  for (i = 1; i <= ROUNDS; i++) {
    wait_until(&line.ping, i);
    __atomic_store_n(&line.pong, i, __ATOMIC_RELEASE);
  }
  return unused;
}

int main(void) {
  pthread_t other;
  uint64_t begin;
  uint64_t i;
  int error;

  /* Both threads spin: one that never runs would be waited for without end. */
  alarm(20);
  bench_processors(processors);
  error = pthread_create(&other, NULL, answer, NULL);
  if (error) bench_die("pthread_create: %s", strerror(error));
  bench_pin(processors[0]);
  /* The first hand-over waits for the thread to be there. */
  __atomic_store_n(&line.ping, 1, __ATOMIC_RELEASE);
  wait_until(&line.pong, 1);
  begin = bench_now_ns();
  for (i = 2; i <= ROUNDS; i++) {
    __atomic_store_n(&line.ping, i, __ATOMIC_RELEASE);
    wait_until(&line.pong, i);
  }
  printf("{\"half_ns\":%.1f}\n", (double)(bench_now_ns() - begin) / (ROUNDS - 1) / 2);
  pthread_join(other, NULL);
  return 0;
}
