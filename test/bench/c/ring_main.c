/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures one ring once: a producer and a consumer, two processes, each pinned to
 * a processor of its own. Prints one JSON object: `away` is the part of the time
 * that one of them was not running, and spoils a sample. The caller repeats,
 * interleaves and takes medians.
 *
 * PAUSES: how long a consumer that found nothing leaves the producer alone.
 *
 * usage: PROGRAM list | PROGRAM CASE SIZE ITEMS PAUSES
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ring_case.h"

#define DEADLINE_S 60

struct control {
  uint64_t ready __attribute__((aligned(BENCH_LINE)));
  uint64_t warm __attribute__((aligned(BENCH_LINE)));
  uint64_t begin_ns __attribute__((aligned(BENCH_LINE)));
  uint64_t end_ns;
  uint64_t busy_ns; /* of the consumer */
};

/* Time on a processor so far: what a sample lasted beyond it, somebody else had. */
static uint64_t busy_now(void) {
  struct timespec t;

  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

uint32_t bench_idle_pauses;

static void wait_for(const uint64_t *flag) {
  while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE)) bench_pause();
}

static void run_consumer(const struct ring_case *ring, void *memory, struct control *control,
                         uint64_t warmup, uint64_t items) {
  uint64_t busy;

  __atomic_store_n(&control->ready, 1, __ATOMIC_RELEASE);
  ring->consume(memory, 0, warmup);
  busy = busy_now();
  __atomic_store_n(&control->warm, 1, __ATOMIC_RELEASE);
  ring->consume(memory, warmup, items);
  control->end_ns = bench_now_ns();
  control->busy_ns = busy_now() - busy;
}

/* The part of a time that it was not on a processor. */
static double away(uint64_t elapsed, uint64_t busy) {
  return busy < elapsed ? (double)(elapsed - busy) / (double)elapsed : 0;
}

int main(int argc, char **argv) {
  const struct ring_case *ring;
  struct control *control;
  uint64_t items, size, warmup, busy, elapsed, produced_ns;
  int processors[2];
  int status;
  void *memory;
  pid_t parent = getpid();
  pid_t child;

  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (ring = ring_cases; ring->name; ring++) printf("%s %u\n", ring->name, ring->size);
    return 0;
  }
  if (argc != 5) bench_die("usage: %s list | %s CASE SIZE ITEMS PAUSES", argv[0], argv[0]);
  size = bench_number(argv[2], "SIZE", 64, 256);
  items = bench_number(argv[3], "ITEMS", 1, 1000000000);
  for (ring = ring_cases; ring->name; ring++)
    if (strcmp(ring->name, argv[1]) == 0 && ring->size == size) break;
  if (!ring->name)
    bench_die("no ring '%s' of %s bytes here: see '%s list'", argv[1], argv[2], argv[0]);

  bench_idle_pauses = (uint32_t)bench_number(argv[4], "PAUSES", 0, 1000000);
  /* A peer that died would be waited for without end. */
  alarm(DEADLINE_S);
  bench_processors(processors);
  control = (struct control *)bench_shared(sizeof(*control));
  memory = ring->create();
  /* Twice around the ring, so that its pages, branches and caches are warm. */
  warmup = 2 * BENCH_RING_BYTES / size;

  child = fork();
  if (child < 0) bench_die("fork: %s", strerror(errno));
  if (child == 0) {
    /* It spins: it must not outlive a killed parent. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) bench_die("the parent died");
    alarm(DEADLINE_S);
    bench_pin(processors[1]);
    run_consumer(ring, memory, control, warmup, items);
    fflush(NULL);
    _exit(0);
  }
  bench_pin(processors[0]);
  wait_for(&control->ready);
  ring->produce(memory, 0, warmup);
  /* A consumer that failed has said why, and would never be warm. */
  while (!__atomic_load_n(&control->warm, __ATOMIC_ACQUIRE))
    if (waitpid(child, &status, WNOHANG) != 0) bench_die("the consumer failed");
  busy = busy_now();
  control->begin_ns = bench_now_ns();
  ring->produce(memory, warmup, items);
  busy = busy_now() - busy;
  produced_ns = bench_now_ns() - control->begin_ns;
  if (waitpid(child, &status, 0) != child || status != 0) bench_die("the consumer failed");
  elapsed = control->end_ns - control->begin_ns;
  printf("{\"items\":%llu,\"ns\":%llu,\"away\":%.3f}\n", (unsigned long long)items,
         (unsigned long long)elapsed, away(produced_ns, busy) + away(elapsed, control->busy_ns));
  return 0;
}
