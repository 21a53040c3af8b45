/* SPDX-License-Identifier: Apache-2.0 */
/* The core's host: its requests go to the threads that serve them. */
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#include "memory.h"
#include "server.h"
#include "sim.h"
#include "timers.h"

static void wake_data(void *host) { server_wake_data(((struct sim *)host)->server); }

static void wake_stop(void *host) { server_wake_stop(((struct sim *)host)->server); }

static void backstop(void *host) { timers_backstop(((struct sim *)host)->timers); }

static void deadman_at(void *host, u64 deadline_ns) {
  timers_deadman_at(((struct sim *)host)->timers, deadline_ns);
}

static void tick_soon(void *host) { timers_tick_soon(((struct sim *)host)->timers); }

static int ring_alloc(void *host, u64 data_size, struct dsmil_ring_memory *memory) {
  (void)host;
  return memory_ring_alloc(data_size, memory);
}

static void ring_free(void *host, struct dsmil_ring_memory *memory) {
  (void)host;
  memory_ring_free(memory);
}

static int thermal(void *host, s32 *millicelsius) {
  *millicelsius = dsmil_sim_hottest(&((struct sim *)host)->hardware);
  return *millicelsius == S32_MIN ? -ETIMEDOUT : 0;
}

static int wait_for(void *host, struct dsmil_file *file, u32 events, u32 timeout_ms, u32 *ready) {
  return server_wait(((struct sim *)host)->server, file, events, timeout_ms, ready);
}

static const struct dsmil_host_ops with_sensor = {
    .wake_data = wake_data,
    .backstop = backstop,
    .wake_stop = wake_stop,
    .deadman_at = deadman_at,
    .tick_soon = tick_soon,
    .ring_alloc = ring_alloc,
    .ring_free = ring_free,
    .thermal = thermal,
    .wait = wait_for,
};

static const struct dsmil_host_ops without_sensor = {
    .wake_data = wake_data,
    .backstop = backstop,
    .wake_stop = wake_stop,
    .deadman_at = deadman_at,
    .tick_soon = tick_soon,
    .ring_alloc = ring_alloc,
    .ring_free = ring_free,
    .thermal = NULL,
    .wait = wait_for,
};

const struct dsmil_host_ops *sim_host_ops(bool sensor) {
  return sensor ? &with_sensor : &without_sensor;
}

/* --------------------------------------------------------------- threads */

int sim_thread(pthread_t *thread, const char *name, void *(*run)(void *argument), void *argument) {
  pthread_attr_t attributes;
  sigset_t all, before;
  int error;

  pthread_attr_init(&attributes);
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  error = pthread_create(thread, &attributes, run, argument);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error) return -error;
  pthread_setname_np(*thread, name);
  return 0;
}

void sim_prefer_this_thread(void) {
  const struct sched_param least = {.sched_priority = 1};

  /* The lowest real-time priority; every lock here inherits it (port/port_user.h). */
  if (!pthread_setschedparam(pthread_self(), SCHED_FIFO, &least)) return;
  if (setpriority(PRIO_PROCESS, (id_t)gettid(), -10))
    return; /* not allowed either: everything works without, only less evenly */
}

void sim_signal(int fd) {
  const uint64_t one = 1;

  /* EAGAIN: the counter is full, so that whoever waits is awake already. */
  while (write(fd, &one, sizeof(one)) < 0 && errno == EINTR) {
  }
}

void sim_unsignal(int fd) {
  uint64_t count;

  while (read(fd, &count, sizeof(count)) < 0 && errno == EINTR) {
  }
}
