/* SPDX-License-Identifier: Apache-2.0 */
#include "connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "admission.h"

/* Packets a turn, so that nobody keeps the others waiting for long. */
#define TURN_QUICK 16
#define TURN_BUSY 4
/* Packets that are still looked at when the client is gone: a stop may be among them. */
#define TURN_LAST 4096

/* -------------------------------------------------------------- pending */

void connection_pending(struct connection *connection) {
  pthread_mutex_lock(&connection->lock);
  connection->pending++;
  if (connection->pending >= CONNECTION_PENDING_MAX) connection->paused = true;
  pthread_mutex_unlock(&connection->lock);
}

bool connection_done(struct connection *connection) {
  bool wake;

  pthread_mutex_lock(&connection->lock);
  connection->pending--;
  wake = (connection->closing && !connection->pending) ||
         (connection->paused && connection->pending == CONNECTION_PENDING_MAX / 2);
  if (wake) connection->attention = true;
  pthread_mutex_unlock(&connection->lock);
  return wake;
}

bool connection_closing(struct connection *connection) {
  bool closing;

  pthread_mutex_lock(&connection->lock);
  closing = connection->closing;
  pthread_mutex_unlock(&connection->lock);
  return closing;
}

/* Tells epoll what the connection waits for now. I/O thread. */
static void rewatch(struct connection *connection) {
  u32 wanted = EPOLLRDHUP;

  pthread_mutex_lock(&connection->lock);
  connection->paused =
      connection->first || (connection->paused ? connection->pending > CONNECTION_PENDING_MAX / 2
                                               : connection->pending >= CONNECTION_PENDING_MAX);
  if (!connection->paused) wanted |= EPOLLIN;
  if (connection->first) wanted |= EPOLLOUT;
  pthread_mutex_unlock(&connection->lock);
  if (wanted == connection->watched) return;
  connection->watched = wanted;
  server_rewatch(connection->epoll_fd, connection->fd, &connection->source, wanted);
}

void connection_attend(struct connection *connection) {
  bool attention;

  if (connection->closing) return;
  pthread_mutex_lock(&connection->lock);
  attention = connection->attention;
  connection->attention = false;
  if (attention) connection_send_kept(connection);
  pthread_mutex_unlock(&connection->lock);
  if (attention) rewatch(connection);
}

/* ------------------------------------------------------------ receiving */

/*
 * Reads one packet: 1 there was one, 0 none, -1 the client closed.
 *
 * It is looked at before it is taken. Descriptors that come along would be closed by
 * whoever takes it, and closing can wait for as long as the client likes: such a
 * packet stays where it is, for ending.c.
 */
static int receive(struct connection *connection) {
  struct server *server = connection->server;
  struct iovec vector = {.iov_base = server->packet, .iov_len = sizeof(server->packet)};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
  ssize_t size;

  if (connection->sent_fds) return -1;
  size = recvmsg(connection->fd, &message, MSG_DONTWAIT | MSG_TRUNC | MSG_PEEK);
  if (size < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
  /* No room was given for control data, and nothing but descriptors needs any. */
  connection->sent_fds = message.msg_flags & MSG_CTRUNC;
  /* An empty packet looks like the end, and no client has a reason to send one. */
  if (size == 0) return -1;
  if (!connection->sent_fds) (void)recv(connection->fd, NULL, 0, MSG_DONTWAIT);
  connection_request(connection, server->packet, (size_t)size);
  return connection->sent_fds ? -1 : 1;
}

static void connection_ready(struct source *source, u32 events) {
  struct connection *connection =
      (struct connection *)((char *)source - offsetof(struct connection, source));
  int turns = connection->epoll_fd == connection->server->busy_fd ? TURN_BUSY : TURN_QUICK;
  int more = 1;

  if (connection->closing) return;
  if (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) {
    connection_hangup(connection);
    return;
  }
  if (events & EPOLLOUT) {
    pthread_mutex_lock(&connection->lock);
    connection_send_kept(connection);
    pthread_mutex_unlock(&connection->lock);
  }
  if (events & EPOLLIN)
    while (turns-- > 0 && more == 1 && !connection->paused) more = receive(connection);
  if (more < 0)
    connection_hangup(connection);
  else
    rewatch(connection);
}

/* The process that connected is gone, though a child of it may hold the socket. */
static void peer_ready(struct source *source, u32 events) {
  struct connection *connection =
      (struct connection *)((char *)source - offsetof(struct connection, peer_source));
  struct server *server = connection->server;

  (void)events;
  if (connection->closing || connection->peer_fd < 0) return;
  epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, connection->peer_fd, NULL);
  close(connection->peer_fd);
  connection->peer_fd = -1;
  /* What it sent before it died comes first: a disarming, perhaps. */
  for (int left = TURN_LAST; left > 0 && receive(connection) == 1; left--) {
  }
  if (connection->greeted)
    dsmil_file_flush(&server->sim->core, &connection->file, connection->owner);
  rewatch(connection);
}

void connection_hangup(struct connection *connection) {
  struct server *server = connection->server;

  if (connection->closing) return;
  /* What it sent before it hung up still counts, as far as it is quick (request.c). */
  pthread_mutex_lock(&connection->lock);
  connection->closing = true;
  pthread_mutex_unlock(&connection->lock);
  for (int left = TURN_LAST; left > 0 && receive(connection) == 1; left--) {
  }
  /* Seen by the client now, whenever the socket is closed. */
  shutdown(connection->fd, SHUT_RDWR);
  epoll_ctl(connection->epoll_fd, EPOLL_CTL_DEL, connection->fd, NULL);
  if (connection->peer_fd >= 0)
    epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, connection->peer_fd, NULL);
  connection_wait_drop(connection);
  if (connection->greeted)
    dsmil_file_flush(&server->sim->core, &connection->file, connection->owner);
  server_wake_attention(server); /* to be reaped, if nothing is pending */
}

void connection_stop_moved(struct connection *connection) {
  if (connection->closing || !connection->greeted) return;
  notice_send(connection->stop.ours);
  connection_waits(connection);
}

/* ----------------------------------------------------------------- life */

/* 0, or a negative errno: then it ends as every connection does. */
static int connection_start(struct connection *connection) {
  struct server *server = connection->server;
  int error = notice_open(&connection->data);

  if (!error) error = notice_open(&connection->stop);
  if (!error)
    error =
        server_watch(server->epoll_fd, connection->fd, &connection->source, connection->watched);
  if (error || connection->peer.pid <= 0) return error;
  connection->peer_fd = (int)syscall(SYS_pidfd_open, connection->peer.pid, 0);
  if (connection->peer_fd < 0) return 0; /* gone already: the socket tells */
  return server_watch(server->epoll_fd, connection->peer_fd, &connection->peer_source, EPOLLIN);
}

struct connection *connection_new(void) {
  return dsmil_alloc(sizeof(struct connection));
}

void connection_open(struct connection *connection, struct server *server, int fd) {
  enum admission admission;
  int error;

  connection->server = server;
  connection->source.ready = connection_ready;
  connection->peer_source.ready = peer_ready;
  connection->fd = fd;
  connection->peer_fd = -1;
  connection->data = connection->stop = (struct notice){.ours = -1, .theirs = -1};
  connection->owner = ++server->last_owner;
  connection->epoll_fd = server->epoll_fd;
  connection->watched = EPOLLIN | EPOLLRDHUP;
  connection->greet_by_ns = dsmil_now_ns() + HELLO_WITHIN_MS * 1000000ULL;
  dsmil_sim_mutex_init(&connection->lock);
  listener_peer(&server->listener, fd, &connection->peer);
  admission = admission_decide(server, &connection->peer);
  connection->stop_only = admission == ADMIT_TO_STOP;
  connection->next = server->connections;
  server->connections = connection;
  error = admission == ADMIT_NOT ? -EACCES : connection_start(connection);
  if (!error) return;
  if (admission != ADMIT_NOT) dsmil_say("dsmil-sim: refused a client: %s\n", strerror(-error));
  /* Not even read: what it sent is none of our business. */
  connection->sent_fds = true;
  connection_hangup(connection);
}

void connection_time(struct connection *connection) {
  u64 now = dsmil_now_ns();

  if (!connection->closing && !connection->greeted && connection->greet_by_ns <= now)
    connection_hangup(connection);
  if (connection_wait_deadline(connection) <= now) connection_waits(connection);
}

void connections_each(struct server *server, void (*visit)(struct connection *connection)) {
  /* Nothing is freed but in connections_reap. */
  for (struct connection *c = server->connections; c; c = c->next) visit(c);
}

u64 connections_deadline(struct server *server) {
  u64 first = U64_MAX;

  for (struct connection *c = server->connections; c; c = c->next) {
    u64 deadline = connection_wait_deadline(c);

    if (deadline < first) first = deadline;
    if (!c->greeted && !c->closing && c->greet_by_ns < first) first = c->greet_by_ns;
  }
  return first;
}
