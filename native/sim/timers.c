/* SPDX-License-Identifier: Apache-2.0 */
#include "timers.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define NS_PER_S 1000000000ULL
#define NS_PER_MS 1000000ULL

struct timers {
  struct sim *sim;
  int deadman_fd;
  int backstop_fd;
  int soon_fd;
  int quit_fd; /* level: stays readable */
  pthread_t watch;
  pthread_t upkeep;
  bool running;
};

struct timers *timers_create(struct sim *sim) {
  struct timers *timers = dsmil_alloc(sizeof(*timers));

  if (!timers) return NULL;
  timers->sim = sim;
  timers->deadman_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  timers->backstop_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  timers->soon_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  timers->quit_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (timers->deadman_fd < 0 || timers->backstop_fd < 0 || timers->soon_fd < 0 ||
      timers->quit_fd < 0) {
    fprintf(stderr, "dsmil-sim: no timers: %s\n", strerror(errno));
    timers_destroy(timers);
    return NULL;
  }
  return timers;
}

static struct itimerspec once(u64 ns) {
  return (struct itimerspec){
      .it_value = {.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)}};
}

void timers_deadman_at(struct timers *timers, u64 deadline_ns) {
  struct itimerspec when = once(deadline_ns);

  timerfd_settime(timers->deadman_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

void timers_backstop(struct timers *timers) {
  struct itimerspec when = once(DSMIL_RING_BACKSTOP_NS);

  timerfd_settime(timers->backstop_fd, 0, &when, NULL);
}

void timers_tick_soon(struct timers *timers) { sim_signal(timers->soon_fd); }

static void *watch_run(void *argument) {
  struct timers *timers = argument;
  struct dsmil_core *core = &timers->sim->core;
  struct pollfd fds[] = {{.fd = timers->deadman_fd, .events = POLLIN},
                         {.fd = timers->backstop_fd, .events = POLLIN},
                         {.fd = timers->quit_fd, .events = POLLIN}};

  sim_prefer_this_thread();
  while (!(fds[2].revents & POLLIN)) {
    if (poll(fds, 3, -1) < 0) continue; /* every signal is blocked: only a debugger's */
    if (fds[0].revents & POLLIN) {
      sim_unsignal(timers->deadman_fd);
      dsmil_deadman_check(core);
    }
    if (fds[1].revents & POLLIN) {
      sim_unsignal(timers->backstop_fd);
      dsmil_ring_backstop(&core->ring);
    }
  }
  return NULL;
}

static void *upkeep_run(void *argument) {
  struct timers *timers = argument;
  struct dsmil_core *core = &timers->sim->core;
  u64 period = timers->sim->options.poll_ms * NS_PER_MS;
  u64 sample_at = period ? dsmil_now_ns() + period : U64_MAX;
  u64 tick_at = 0;
  struct pollfd fds[] = {{.fd = timers->soon_fd, .events = POLLIN},
                         {.fd = timers->quit_fd, .events = POLLIN}};

  while (!(fds[1].revents & POLLIN)) {
    u64 now = dsmil_now_ns();
    u64 next;

    if (now >= tick_at || fds[0].revents & POLLIN) {
      u64 left;

      sim_unsignal(timers->soon_fd);
      left = dsmil_core_tick(core);
      tick_at = left > U64_MAX - now ? U64_MAX : now + left;
    }
    if (now >= sample_at) {
      dsmil_core_sample(core);
      /* A late round is not made up for. */
      sample_at += period;
      if (sample_at <= dsmil_now_ns()) sample_at = dsmil_now_ns() + period;
    }
    next = tick_at < sample_at ? tick_at : sample_at;
    now = dsmil_now_ns();
    if (next == U64_MAX) {
      (void)poll(fds, 2, -1);
    } else {
      struct timespec left = {0};

      if (next > now) {
        left.tv_sec = (time_t)((next - now) / NS_PER_S);
        left.tv_nsec = (long)((next - now) % NS_PER_S);
      }
      (void)ppoll(fds, 2, &left, NULL);
    }
  }
  return NULL;
}

int timers_start(struct timers *timers) {
  int error = sim_thread(&timers->watch, "dsmil-watch", watch_run, timers);

  if (error) return error;
  error = sim_thread(&timers->upkeep, "dsmil-upkeep", upkeep_run, timers);
  if (error) {
    sim_signal(timers->quit_fd);
    pthread_join(timers->watch, NULL);
    return error;
  }
  timers->running = true;
  return 0;
}

void timers_stop(struct timers *timers) {
  if (!timers->running) return;
  timers->running = false;
  sim_signal(timers->quit_fd);
  pthread_join(timers->watch, NULL);
  pthread_join(timers->upkeep, NULL);
}

void timers_destroy(struct timers *timers) {
  int fds[] = {timers->deadman_fd, timers->backstop_fd, timers->soon_fd, timers->quit_fd};

  for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
    if (fds[i] >= 0) close(fds[i]);
  dsmil_free(timers);
}
