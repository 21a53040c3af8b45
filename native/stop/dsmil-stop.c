/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dsmil-stop: the emergency stop without the daemon. Everything that could fail or
 * take time is done before it says "ready"; a trigger then costs one system call.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "options.h"

/* A stop that fails is tried again: 50 times, 100 ms apart. */
#define TRIES 50
#define CLIENTS_MAX 8
/* Tells that the parent, or only the thread of it that started us, is gone. */
#define PARENT_SIGNAL SIGUSR2

enum { AT_SIGNALS, AT_DEVICE, AT_STDIN, AT_PARENT, AT_LISTEN, AT_CLIENTS };

struct helper {
  struct stop_options options;
  struct stop_device device;
  struct pollfd fds[AT_CLIENTS + CLIENTS_MAX]; /* fd -1: not used */
};

static void tell(int fd, const char *text, size_t length) {
  struct pollfd room = {.fd = fd, .events = POLLOUT};

  /* Nobody may hold up the helper by not reading what it says. */
  if (poll(&room, 1, 0) == 1 && room.revents & POLLOUT && write(fd, text, length) < 0 &&
      fd != STDERR_FILENO)
    dprintf(STDERR_FILENO, "dsmil-stop: cannot write: %s\n", strerror(errno));
}

/* Latches, insisting. The exit status that follows from it. */
static int latch(struct helper *helper, const char *trigger, int reply_fd) {
  const struct timespec pause = {.tv_nsec = 100000000};
  const char *detail = helper->options.detail ? helper->options.detail : trigger;
  struct dsmil_stop stop;
  char text[160];
  int error, length;

  for (int tries = 1;; tries++) {
    error = stop_device_latch(&helper->device, detail, &stop);
    if (!error || error == -ENODEV || tries == TRIES) break;
    clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
  }
  if (error) {
    length =
        snprintf(text, sizeof(text), "failed error=%s trigger=%s\n", strerror(-error), trigger);
    dprintf(STDERR_FILENO, "dsmil-stop: NOT LATCHED (%s): %s\n", trigger, strerror(-error));
  } else {
    length =
        snprintf(text, sizeof(text), "latched generation=%llu latched_ns=%llu trigger=%s\n",
                 (unsigned long long)stop.generation, (unsigned long long)stop.latched_ns, trigger);
  }
  tell(STDOUT_FILENO, text, (size_t)length);
  if (reply_fd >= 0) tell(reply_fd, text, (size_t)length);
  if (!error) return STOP_EXIT_LATCHED;
  return error == -ENODEV ? STOP_EXIT_GONE : STOP_EXIT_FAILED;
}

/* ------------------------------------------------------------- triggers */

/* Each returns -1 to go on, or the exit status. */

static int signal_came(struct helper *helper) {
  struct signalfd_siginfo info;
  int status;

  if (read(helper->fds[AT_SIGNALS].fd, &info, sizeof(info)) != (ssize_t)sizeof(info)) return -1;
  switch (info.ssi_signo) {
    case SIGQUIT:
      return STOP_EXIT_LATCHED;
    case SIGUSR1:
      status = latch(helper, "signal USR1", -1);
      return status == STOP_EXIT_LATCHED ? -1 : status;
    case PARENT_SIGNAL:
      /* Sent when a thread of the parent ends, too: only another parent counts. */
      return getppid() == helper->options.parent ? -1 : latch(helper, "parent ended", -1);
    default:
      return latch(helper, info.ssi_signo == SIGINT ? "signal INT" : "signal TERM", -1);
  }
}

static int bytes_came(struct helper *helper, struct pollfd *fd, const char *trigger, int reply) {
  char bytes[256];
  ssize_t size = read(fd->fd, bytes, sizeof(bytes));
  int status;

  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return -1;
  if (size <= 0) {
    /* Who held standard input is gone. A client of the socket may leave. */
    if (fd == &helper->fds[AT_STDIN]) return latch(helper, "standard input ended", -1);
    close(fd->fd);
    fd->fd = -1;
    return -1;
  }
  status = latch(helper, trigger, reply);
  return status == STOP_EXIT_LATCHED ? -1 : status;
}

static void client_came(struct helper *helper) {
  int fd = accept4(helper->fds[AT_LISTEN].fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

  if (fd < 0) return;
  for (int i = 0; i < CLIENTS_MAX; i++)
    if (helper->fds[AT_CLIENTS + i].fd < 0) {
      helper->fds[AT_CLIENTS + i].fd = fd;
      return;
    }
  /* No room to wait for its byte: that it came is a wish, and towards safe. */
  latch(helper, "socket", fd);
  close(fd);
}

static int serve(struct helper *helper) {
  int status = -1;

  while (status < 0) {
    if (poll(helper->fds, AT_CLIENTS + CLIENTS_MAX, -1) < 0) continue;
    if (helper->fds[AT_SIGNALS].revents) status = signal_came(helper);
    if (status < 0 && helper->fds[AT_PARENT].revents) status = latch(helper, "parent ended", -1);
    if (status < 0 && helper->fds[AT_STDIN].revents)
      status = bytes_came(helper, &helper->fds[AT_STDIN], "standard input", -1);
    if (status < 0 && helper->fds[AT_LISTEN].revents) client_came(helper);
    for (int i = AT_CLIENTS; status < 0 && i < AT_CLIENTS + CLIENTS_MAX; i++)
      if (helper->fds[i].fd >= 0 && helper->fds[i].revents)
        status = bytes_came(helper, &helper->fds[i], "socket", helper->fds[i].fd);
    if (status < 0 && helper->fds[AT_DEVICE].revents & (POLLHUP | POLLERR | POLLNVAL)) {
      dprintf(STDERR_FILENO, "dsmil-stop: the device '%s' is gone\n", helper->options.device);
      status = STOP_EXIT_GONE;
    }
  }
  return status;
}

/* ------------------------------------------------------------- preparing */

static int complain(const char *what, const char *name, int error) {
  fprintf(stderr, "dsmil-stop: %s '%s': %s\n", what, name, strerror(error));
  return STOP_EXIT_NO_DEVICE;
}

static int catch_signals(struct helper *helper) {
  const int signals[] = {SIGTERM, SIGINT, SIGQUIT, SIGUSR1, PARENT_SIGNAL};
  sigset_t set;

  sigemptyset(&set);
  for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) sigaddset(&set, signals[i]);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signal(SIGPIPE, SIG_IGN);
  helper->fds[AT_SIGNALS].fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return helper->fds[AT_SIGNALS].fd < 0 ? complain("signals", "signalfd", errno) : -1;
}

/* Latches at once when it is too late to watch: there is no moment in between. */
static int watch_parent(struct helper *helper) {
  pid_t parent = helper->options.parent;

  if (prctl(PR_SET_PDEATHSIG, PARENT_SIGNAL)) return complain("parent", "prctl", errno);
  helper->fds[AT_PARENT].fd = (int)syscall(SYS_pidfd_open, parent, 0);
  /* While it is our parent, its id is nobody else's: so this looks after opening. */
  if (getppid() != parent) {
    fprintf(stderr, "dsmil-stop: process %d is not the parent: it ended, or is another's\n",
            (int)parent);
    return latch(helper, "parent ended", -1);
  }
  return helper->fds[AT_PARENT].fd < 0 ? complain("parent", "pidfd_open", errno) : -1;
}

static int listen_on(struct helper *helper, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct stat found;
  mode_t mask;
  int fd, probe, error;

  if (strlen(path) >= sizeof(address.sun_path)) return complain("--listen", path, ENAMETOOLONG);
  memcpy(address.sun_path, path, strlen(path));
  /* A dead helper's socket is replaced, nothing else. */
  if (!lstat(path, &found) && S_ISSOCK(found.st_mode)) {
    probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe >= 0 && connect(probe, (struct sockaddr *)&address, sizeof(address)) &&
        errno == ECONNREFUSED)
      unlink(path);
    if (probe >= 0) close(probe);
  }
  fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  mask = umask(0177);
  error = fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) ? errno : 0;
  umask(mask);
  if (!error && listen(fd, CLIENTS_MAX)) error = errno;
  if (!error) helper->fds[AT_LISTEN].fd = fd;
  return error ? complain("--listen", path, error) : -1;
}

static int prepare(struct helper *helper) {
  const struct stop_options *options = &helper->options;
  const struct sched_param priority = {.sched_priority = 50};
  bool locked = !mlockall(MCL_CURRENT | MCL_FUTURE);
  bool realtime = !sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority);
  char text[256];
  int status = -1;

  helper->fds[AT_DEVICE] = (struct pollfd){.fd = helper->device.fd};
  if (status < 0 && options->parent) status = watch_parent(helper);
  if (status < 0 && options->listen) status = listen_on(helper, options->listen);
  if (status < 0 && options->use_stdin) {
    fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    helper->fds[AT_STDIN].fd = STDIN_FILENO;
  }
  if (status < 0) {
    int length = snprintf(text, sizeof(text), "ready device=%.150s locked=%s realtime=%s\n",
                          options->device, locked ? "yes" : "no", realtime ? "yes" : "no");

    tell(STDOUT_FILENO, text, (size_t)length);
  }
  return status;
}

int main(int argc, char **argv) {
  static struct helper helper;
  const char *what;
  int status = stop_options_parse(argc, argv, &helper.options);
  int error;

  if (status >= 0) return status;
  for (int i = 0; i < AT_CLIENTS + CLIENTS_MAX; i++)
    helper.fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
  /* First of all: a stop that is asked for while opening is latched after it. */
  if (!helper.options.once) {
    status = catch_signals(&helper);
    if (status >= 0) return status;
  }
  error = stop_device_open(&helper.device, helper.options.device, &what);
  if (error) {
    fprintf(stderr, "dsmil-stop: NOT LATCHED: '%s' %s: %s\n", helper.options.device, what,
            strerror(-error));
    return STOP_EXIT_NO_DEVICE;
  }
  if (helper.options.once) return latch(&helper, "once", -1);
  status = prepare(&helper);
  if (status < 0) status = serve(&helper);
  if (helper.options.listen && helper.fds[AT_LISTEN].fd >= 0) unlink(helper.options.listen);
  return status;
}
