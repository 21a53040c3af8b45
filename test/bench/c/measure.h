/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every C benchmark needs: two processors, time, shared memory, and a way to
 * fail loudly. C11 and C++17.
 */
#ifndef DSMIL_BENCH_MEASURE_H
#define DSMIL_BENCH_MEASURE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define BENCH_LINE 64

__attribute__((noreturn, format(printf, 1, 2))) static inline void bench_die(const char *format,
                                                                             ...) {
  va_list arguments;

  fputs("bench: ", stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static inline uint64_t bench_now_ns(void) {
  struct timespec t;

  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

/* Below this a sleep would be late: waiting spins. */
#define BENCH_SPIN_NS 200000

static inline void bench_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

static inline void bench_wait_until(uint64_t when) {
  struct timespec t;

  t.tv_sec = (time_t)(when / 1000000000ULL);
  t.tv_nsec = (long)(when % 1000000000ULL);
  if (when > bench_now_ns() + BENCH_SPIN_NS)
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
  while (bench_now_ns() < when) bench_pause();
}

static inline int bench_compare(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Sorts them. */
static inline double bench_median(double *samples, size_t count) {
  qsort(samples, count, sizeof(samples[0]), bench_compare);
  return samples[count / 2];
}

/* The first two processors that this process may use: the producer's and the consumer's. */
static inline void bench_processors(int processors[2]) {
  cpu_set_t allowed;
  int found = 0;
  int cpu;

  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
    bench_die("sched_getaffinity: %s", strerror(errno));
  for (cpu = 0; cpu < CPU_SETSIZE && found < 2; cpu++)
    if (CPU_ISSET(cpu, &allowed)) processors[found++] = cpu;
  if (found < 2)
    bench_die("only %d processor may be used, 2 are needed: allow more with taskset", found);
}

static inline void bench_pin(int cpu) {
  cpu_set_t one;

  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  if (sched_setaffinity(0, sizeof(one), &one) != 0)
    bench_die("cannot run on processor %d: %s", cpu, strerror(errno));
}

/* Zeroed memory that survives a fork shared, with its pages there already. */
static inline void *bench_shared(size_t bytes) {
  void *memory =
      mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

  if (memory == MAP_FAILED) bench_die("mmap of %zu shared bytes: %s", bytes, strerror(errno));
  return memory;
}

static inline uint64_t bench_number(const char *text, const char *what, uint64_t low,
                                    uint64_t high) {
  char *end;
  uint64_t value;

  errno = 0;
  value = strtoull(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < low || value > high)
    bench_die("%s is '%s', must be a number from %llu to %llu", what, text, (unsigned long long)low,
              (unsigned long long)high);
  return value;
}

#endif
