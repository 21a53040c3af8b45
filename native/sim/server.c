/* SPDX-License-Identifier: Apache-2.0 */
#include "server.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "admission.h"

#define BATCH 64
#define ACCEPTS 8
/* What is still open then is left to the process's end. */
#define END_WITHIN_MS 2000
/* Without room the listener is tried again after this long. */
#define RELISTEN_MS 500
#define NS_PER_MS 1000000ULL

#define FROM(source, member) ((struct server *)((char *)(source)-offsetof(struct server, member)))

int server_watch(int epoll_fd, int fd, struct source *source, u32 events) {
  struct epoll_event event = {.events = events, .data.ptr = source};

  return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

int server_rewatch(int epoll_fd, int fd, struct source *source, u32 events) {
  struct epoll_event event = {.events = events, .data.ptr = source};

  return epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event) ? -errno : 0;
}

/* ---------------------------------------------------------------- wakes */

void server_wake_data(struct server *server) {
  unsigned long flags = 0;

  dsmil_raw_lock(&server->data_lock, flags);
  if (server->data_fd >= 0) notice_send(server->data_fd);
  dsmil_raw_unlock(&server->data_lock, flags);
  if (READ_ONCE(server->data_waits)) {
    WRITE_ONCE(server->data_moved, 1);
    sim_signal(server->wake_fd);
  }
}

void server_set_data(struct server *server, int fd) {
  unsigned long flags = 0;

  dsmil_raw_lock(&server->data_lock, flags);
  server->data_fd = fd;
  dsmil_raw_unlock(&server->data_lock, flags);
  /* Whatever was published between set-up and here must not be missed. */
  notice_send(fd);
}

void server_drop_data(struct server *server, int fd) {
  unsigned long flags = 0;

  dsmil_raw_lock(&server->data_lock, flags);
  if (server->data_fd == fd) server->data_fd = -1;
  dsmil_raw_unlock(&server->data_lock, flags);
}

void server_wake_stop(struct server *server) {
  /* The clients' notices are the I/O thread's: a stop does not wait for them. */
  WRITE_ONCE(server->stop_moved, 1);
  sim_signal(server->wake_fd);
}

void server_wake_attention(struct server *server) {
  WRITE_ONCE(server->attention, 1);
  sim_signal(server->wake_fd);
}

static bool take(u32 *flag) { return __atomic_exchange_n(flag, 0, __ATOMIC_ACQ_REL) != 0; }

static void wake_ready(struct source *source, u32 events) {
  struct server *server = FROM(source, wake_source);
  bool stop, data;

  (void)events;
  sim_unsignal(server->wake_fd); /* first: what is set after it wakes again */
  stop = take(&server->stop_moved);
  data = take(&server->data_moved);
  if (stop)
    connections_each(server, connection_stop_moved); /* looks at the waits too */
  else if (data)
    connections_each(server, connection_waits);
  if (take(&server->attention)) connections_each(server, connection_attend);
}

int server_wait(struct server *server, struct dsmil_file *file, u32 events, u32 timeout_ms,
                u32 *ready) {
  struct dsmil_core *core = &server->sim->core;

  if (events & DSMIL_WAIT_STOP && dsmil_stop_unseen(core, file)) *ready |= DSMIL_WAIT_STOP;
  if (events & DSMIL_WAIT_DATA && READ_ONCE(core->ring_owner) == file &&
      dsmil_ring_readable(&core->ring))
    *ready |= DSMIL_WAIT_DATA;
  server->wait_deferred = !*ready && timeout_ms && !server->wait_final;
  return 0;
}

/* -------------------------------------------------------------- sources */

/* Until a connection is gone (turn): there is no room, memory or descriptor for one more. */
static void stop_listening(struct server *server, const char *why) {
  dsmil_say("dsmil-sim: accepts nobody for now: %s\n", why);
  server->listening = false;
  server_rewatch(server->epoll_fd, server->listener.fd, &server->listen_source, 0);
}

static void listen_ready(struct source *source, u32 events) {
  struct server *server = FROM(source, listen_source);

  (void)events;
  /* A few at once: those who came before have their turn in between. */
  for (int turns = ACCEPTS; turns > 0; turns--) {
    struct connection *connection = admission_open(server) ? connection_new() : NULL;
    int fd, error;

    if (!connection) {
      stop_listening(server, "no memory, or too many that are closed have not ended");
      return;
    }
    fd = accept4(server->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
      connection_open(connection, server, fd);
      continue;
    }
    error = errno;
    dsmil_free(connection);
    if (error == EINTR || error == ECONNABORTED) continue;
    if (error != EAGAIN) stop_listening(server, strerror(error));
    return;
  }
}

static void signal_ready(struct source *source, u32 events) {
  struct server *server = FROM(source, signal_source);
  struct signalfd_siginfo info;

  (void)events;
  if (read(server->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
    server->quitting = true;
}

static void busy_ready(struct source *source, u32 events) {
  struct server *server = FROM(source, busy_source);
  struct epoll_event event;

  (void)events;
  if (epoll_wait(server->busy_fd, &event, 1, 0) == 1) {
    struct source *one = event.data.ptr;

    one->ready(one, event.events);
  }
}

/* ----------------------------------------------------------------- life */

struct server *server_create(struct sim *sim) {
  struct server *server = dsmil_alloc(sizeof(*server));
  struct rlimit files;
  sigset_t signals;

  if (!server) return NULL;
  server->sim = sim;
  server->data_fd = -1;
  server->listener.fd = -1;
  dsmil_raw_init(&server->data_lock);
  server->listen_source.ready = listen_ready;
  server->busy_source.ready = busy_ready;
  server->wake_source.ready = wake_ready;
  server->signal_source.ready = signal_ready;
  /* Six descriptors a connection: take what is allowed. */
  if (!getrlimit(RLIMIT_NOFILE, &files) && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files))
      fprintf(stderr, "dsmil-sim: few descriptors: %s\n", strerror(errno));
  }
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  server->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  server->busy_fd = epoll_create1(EPOLL_CLOEXEC);
  server->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  server->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (server->epoll_fd < 0 || server->busy_fd < 0 || server->wake_fd < 0 || server->signal_fd < 0 ||
      server_watch(server->epoll_fd, server->busy_fd, &server->busy_source, EPOLLIN) ||
      server_watch(server->epoll_fd, server->wake_fd, &server->wake_source, EPOLLIN) ||
      server_watch(server->epoll_fd, server->signal_fd, &server->signal_source, EPOLLIN)) {
    fprintf(stderr, "dsmil-sim: no event loop: %s\n", strerror(errno));
    server_destroy(server);
    return NULL;
  }
  return server;
}

int server_listen(struct server *server) {
  const struct sim_options *options = &server->sim->options;

  if (listener_open(&server->listener, options->socket, SOCK_SEQPACKET, options->has_group,
                    options->group))
    return -1;
  if (server_watch(server->epoll_fd, server->listener.fd, &server->listen_source, EPOLLIN)) {
    fprintf(stderr, "dsmil-sim: cannot watch the socket: %s\n", strerror(errno));
    return -1;
  }
  server->listening = true;
  return 0;
}

static int timeout_ms(struct server *server) {
  u64 deadline = connections_deadline(server);
  u64 now = dsmil_now_ns();
  u64 ms = deadline > now ? (deadline - now + NS_PER_MS - 1) / NS_PER_MS : 0;

  if (!server->listening && ms > RELISTEN_MS) return RELISTEN_MS;
  return deadline == U64_MAX ? -1 : (int)ms;
}

static void listen_again(struct server *server) {
  if (server->listening || server->listener.fd < 0 || !admission_open(server)) return;
  server->listening = true;
  server_rewatch(server->epoll_fd, server->listener.fd, &server->listen_source, EPOLLIN);
}

static void turn(struct server *server, int wait_ms) {
  struct epoll_event events[BATCH];
  int count = epoll_wait(server->epoll_fd, events, BATCH, wait_ms);

  for (int i = 0; i < count; i++) {
    struct source *source = events[i].data.ptr;

    source->ready(source, events[i].events);
  }
  if (connections_deadline(server) <= dsmil_now_ns()) connections_each(server, connection_time);
  if (connections_reap(server) || !count) listen_again(server);
}

void server_run(struct server *server) {
  u64 deadline;

  sim_prefer_this_thread();
  while (!server->quitting) turn(server, timeout_ms(server));
  listener_close(&server->listener);
  dsmil_core_gone(&server->sim->core);
  /* Waits answer ENODEV, the stop's notices come, then everybody sees the hang-up. */
  connections_each(server, connection_stop_moved);
  connections_each(server, connection_hangup);
  deadline = dsmil_now_ns() + END_WITHIN_MS * NS_PER_MS;
  while (server->connections && dsmil_now_ns() < deadline) turn(server, 100);
}

void server_destroy(struct server *server) {
  int fds[] = {server->epoll_fd, server->busy_fd, server->wake_fd, server->signal_fd};

  /* A socket that does not close (ending.c) goes with the process: its thread still has these. */
  if (server->connections) return;
  listener_close(&server->listener);
  for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
    if (fds[i] >= 0) close(fds[i]);
  dsmil_free(server);
}
