/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The core's port layer in user space (see kernel/core/port.h for the contract):
 * dsmil-sim, the unit tests, the benchmarks and the fuzzers. C11 with GNU
 * builtins, which ThreadSanitizer understands; no fences, since it does not
 * understand those.
 */
#ifndef DSMIL_PORT_USER_H
#define DSMIL_PORT_USER_H

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "say.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#ifndef S32_MIN
#define S32_MIN INT32_MIN
#endif
#ifndef U64_MAX
#define U64_MAX UINT64_MAX
#endif
#ifndef U32_MAX
#define U32_MAX UINT32_MAX
#endif

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* ---------------------------------------------------------------- memory */

#define READ_ONCE(x) __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, v) __atomic_store_n(&(x), (v), __ATOMIC_RELAXED)
#define smp_load_acquire(p) __atomic_load_n((p), __ATOMIC_ACQUIRE)
#define smp_store_release(p, v) __atomic_store_n((p), (v), __ATOMIC_RELEASE)
/* A store that is ordered before every later load: release and full fence in one. */
#define dsmil_store_fence(p, v) ((void)__atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST))
#define dsmil_add_relaxed(p, n) ((void)__atomic_fetch_add((p), (n), __ATOMIC_RELAXED))

/*
 * The writer's half of a seqcount. Its readers retry; what they read meanwhile is
 * thrown away, which no sanitizer can know: the entry is copied by dsmil_copy_racy.
 */
#define dsmil_seq_begin(p)                             \
  do {                                                 \
    __atomic_store_n((p), *(p) + 1, __ATOMIC_RELAXED); \
    __atomic_signal_fence(__ATOMIC_SEQ_CST);           \
    DSMIL_STORE_BARRIER();                             \
  } while (0)
#define dsmil_seq_end(p) __atomic_store_n((p), *(p) + 1, __ATOMIC_RELEASE)
#if defined(__x86_64__)
#define DSMIL_STORE_BARRIER() __asm__ __volatile__("" ::: "memory") /* stores keep their order */
#else
#define DSMIL_STORE_BARRIER() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#endif

/* Copies whole 8-byte words that another thread may be reading. */
static inline void dsmil_copy_racy(void *to, const void *from, u32 size) {
  u64 *t = (u64 *)to;
  const u64 *f = (const u64 *)from;
  u32 i;

  for (i = 0; i < size / 8; i++) __atomic_store_n(&t[i], f[i], __ATOMIC_RELAXED);
}

static inline void dsmil_prefetchw(const void *p) {
#if defined(__x86_64__)
  /* The builtin would fetch it to read only; processors without the instruction ignore it. */
  __asm__ __volatile__("prefetchw %0" : : "m"(*(const char *)p));
#else
  __builtin_prefetch(p, 1, 3);
#endif
}

static inline void dsmil_cpu_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/* -------------------------------------------------------------- raw lock */

struct dsmil_raw_lock {
  u32 held;
};

static inline void dsmil_raw_init(struct dsmil_raw_lock *lock) {
  __atomic_store_n(&lock->held, 0, __ATOMIC_RELAXED);
}

static inline void dsmil_raw_acquire(struct dsmil_raw_lock *lock) {
  u32 spins = 0;

  while (unlikely(__atomic_exchange_n(&lock->held, 1, __ATOMIC_ACQUIRE))) {
    while (__atomic_load_n(&lock->held, __ATOMIC_RELAXED)) {
      /* Unlike in the kernel, the holder can be preempted: let it run. */
      if (++spins % 128 == 0)
        sched_yield();
      else
        dsmil_cpu_relax();
    }
  }
}

static inline void dsmil_raw_release(struct dsmil_raw_lock *lock) {
  __atomic_store_n(&lock->held, 0, __ATOMIC_RELEASE);
}

#define dsmil_raw_lock(lock, flags) \
  do {                              \
    (void)(flags);                  \
    dsmil_raw_acquire(lock);        \
  } while (0)
#define dsmil_raw_unlock(lock, flags) \
  do {                                \
    (void)(flags);                    \
    dsmil_raw_release(lock);          \
  } while (0)

/* ----------------------------------------------------------------- mutex */

struct dsmil_mutex {
  pthread_mutex_t mutex;
};

#define dsmil_mutex_init(m, name) ((void)pthread_mutex_init(&(m)->mutex, NULL))
static inline void dsmil_mutex_lock(struct dsmil_mutex *m) { pthread_mutex_lock(&m->mutex); }
static inline void dsmil_mutex_unlock(struct dsmil_mutex *m) { pthread_mutex_unlock(&m->mutex); }

/* ------------------------------------------------------------------ time */

static inline u64 dsmil_clock_ns(clockid_t clock) {
  struct timespec t;

  clock_gettime(clock, &t);
  return (u64)t.tv_sec * 1000000000ULL + (u64)t.tv_nsec;
}

static inline u64 dsmil_now_ns(void) { return dsmil_clock_ns(CLOCK_MONOTONIC); }
static inline u64 dsmil_boot_ns(void) { return dsmil_clock_ns(CLOCK_BOOTTIME); }

static inline void dsmil_sleep_us(u32 us) {
  struct timespec t = {.tv_sec = us / 1000000, .tv_nsec = (long)(us % 1000000) * 1000};

  /* A signal only shortens the pause: the caller loops to a deadline of its own. */
  (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
}

/* Nobody waits for a thread of ours to die in the middle of an operation. */
static inline bool dsmil_killed(void) { return false; }

/* ------------------------------------------------------------------ slot */

struct dsmil_slot {
  pthread_mutex_t mutex;
  pthread_cond_t given;
  bool taken;
};

static inline void dsmil_slot_init(struct dsmil_slot *slot) {
  pthread_condattr_t attributes;

  pthread_mutex_init(&slot->mutex, NULL);
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&slot->given, &attributes);
  pthread_condattr_destroy(&attributes);
  slot->taken = false;
}

static inline bool dsmil_slot_try(struct dsmil_slot *slot) {
  bool won;

  pthread_mutex_lock(&slot->mutex);
  won = !slot->taken;
  slot->taken = true;
  pthread_mutex_unlock(&slot->mutex);
  return won;
}

static inline int dsmil_slot_take(struct dsmil_slot *slot, u64 timeout_ns) {
  u64 deadline = dsmil_now_ns() + timeout_ns;
  struct timespec t = {.tv_sec = (time_t)(deadline / 1000000000ULL),
                       .tv_nsec = (long)(deadline % 1000000000ULL)};
  int error = 0;

  pthread_mutex_lock(&slot->mutex);
  while (slot->taken && !error) error = pthread_cond_timedwait(&slot->given, &slot->mutex, &t);
  if (!slot->taken) {
    slot->taken = true;
    error = 0;
  }
  pthread_mutex_unlock(&slot->mutex);
  return error ? -ETIMEDOUT : 0;
}

static inline void dsmil_slot_give(struct dsmil_slot *slot) {
  pthread_mutex_lock(&slot->mutex);
  slot->taken = false;
  pthread_cond_signal(&slot->given);
  pthread_mutex_unlock(&slot->mutex);
}

/* ------------------------------------------------------------------ rest */

static inline void *dsmil_alloc(size_t bytes) { return calloc(1, bytes); }
static inline void dsmil_free(void *p) { free(p); }

static inline u64 dsmil_random_u64(void) {
  u64 value = 0;

  while (getrandom(&value, sizeof(value), 0) != (ssize_t)sizeof(value) || !value) {
  }
  return value;
}

static inline bool dsmil_crc_hardware(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("sse4.2");
#else
  return false;
#endif
}

#define dsmil_log_warn(...) dsmil_say("dsmil: warning: " __VA_ARGS__)
#define dsmil_log_info(...) dsmil_say("dsmil: " __VA_ARGS__)

#endif
