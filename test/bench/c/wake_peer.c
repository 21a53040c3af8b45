/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Peer of the wake-up: one process adds to an eventfd, another waits for it in
 * epoll_wait. The time from just before the one to just after the other; the
 * median of COUNT wake-ups, GAP_NS apart. Prints one JSON object.
 *
 * usage: wake-peer COUNT GAP_NS
 */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#define COUNT_MAX 1000000

struct control {
  uint64_t ready;
  uint64_t sent_ns;
  uint64_t taken;
};

static void consume(struct control *control, int event, uint64_t count) {
  double *samples = calloc(count, sizeof(*samples));
  struct epoll_event wanted = {.events = EPOLLIN};
  int poller = epoll_create1(EPOLL_CLOEXEC);
  uint64_t i, value, now;

  if (!samples || poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, event, &wanted) != 0)
    bench_die("no memory or no epoll: %s", strerror(errno));
  __atomic_store_n(&control->ready, 1, __ATOMIC_RELEASE);
  for (i = 0; i < count; i++) {
    struct epoll_event got;

    if (epoll_wait(poller, &got, 1, -1) != 1) bench_die("epoll_wait: %s", strerror(errno));
    now = bench_now_ns();
    samples[i] = (double)(now - __atomic_load_n(&control->sent_ns, __ATOMIC_ACQUIRE));
    if (read(event, &value, sizeof(value)) != sizeof(value) || value != 1)
      bench_die("read of the eventfd: %s", strerror(errno));
    __atomic_store_n(&control->taken, i + 1, __ATOMIC_RELEASE);
  }
  printf("{\"p50\":%.0f}\n", bench_median(samples, count));
}

int main(int argc, char **argv) {
  struct control *control;
  uint64_t count, gap, i;
  const uint64_t one = 1;
  pid_t parent = getpid();
  pid_t child;
  int processors[2];
  int event, status;

  if (argc != 3) bench_die("usage: %s COUNT GAP_NS", argv[0]);
  count = bench_number(argv[1], "COUNT", 1, COUNT_MAX);
  gap = bench_number(argv[2], "GAP_NS", 1000, 1000000000);
  alarm(60);
  bench_processors(processors);
  control = bench_shared(sizeof(*control));
  event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) bench_die("eventfd: %s", strerror(errno));
  child = fork();
  if (child < 0) bench_die("fork: %s", strerror(errno));
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) bench_die("the parent died");
    alarm(60);
    bench_pin(processors[1]);
    consume(control, event, count);
    fflush(NULL);
    _exit(0);
  }
  bench_pin(processors[0]);
  while (!__atomic_load_n(&control->ready, __ATOMIC_ACQUIRE))
    if (waitpid(child, &status, WNOHANG) != 0) bench_die("the consumer failed");
  for (i = 0; i < count; i++) {
    bench_wait_until(bench_now_ns() + gap);
    /* The machine may have had other things to do than to run the consumer. */
    while (__atomic_load_n(&control->taken, __ATOMIC_ACQUIRE) != i) bench_pause();
    __atomic_store_n(&control->sent_ns, bench_now_ns(), __ATOMIC_RELEASE);
    if (write(event, &one, sizeof(one)) != sizeof(one)) bench_die("write: %s", strerror(errno));
  }
  if (waitpid(child, &status, 0) != child || status != 0) bench_die("the consumer failed");
  return 0;
}
