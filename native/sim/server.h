/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The I/O thread. Sources are in one of two classes: connections that send calls
 * which wait for hardware are served one at a time, after all others had their
 * turn; so a stop on a connection of its own waits for four packets at most.
 *
 * It makes no system call that a client could hold up, and takes no lock under which
 * another thread does: nothing that waits for a client's doing, and nothing that gives
 * back or takes much memory. What each client may hold up is a thread of its own
 * (ending.c).
 */
#ifndef DSMIL_SIM_SERVER_H
#define DSMIL_SIM_SERVER_H

#include "listener.h"
#include "sim.h"

/* Larger structures than any that is known may come: their tail must be zero. */
#define SERVER_PACKET_MAX 65536

/* Something epoll tells of; embedded in what it belongs to. */
struct source {
  void (*ready)(struct source *source, u32 events);
};

struct connection;

struct server {
  struct sim *sim;
  struct listener listener;
  int epoll_fd;
  int busy_fd; /* the second class, itself a source of the first */
  int wake_fd;
  int signal_fd;
  struct source listen_source;
  struct source busy_source;
  struct source wake_source;
  struct source signal_source;
  bool quitting;
  bool listening;                 /* false while there is no room to accept anybody (server.c) */
  bool crowded;                   /* said already that there is no room (admission.c) */
  struct connection *connections; /* the newest first */
  u64 last_owner;

  /* Set by any thread before wake_fd. */
  u32 stop_moved;
  u32 data_moved;
  u32 attention;
  u32 data_waits; /* waits for data under way */

  struct dsmil_raw_lock data_lock;
  int data_fd; /* our end of the ring owner's notice, under data_lock; -1 none */

  /* How server_wait is to answer; I/O thread only. */
  bool wait_final;
  bool wait_deferred;

  u8 packet[SERVER_PACKET_MAX];
};

/* Before the core starts, which may already wake. NULL after saying why. */
struct server *server_create(struct sim *sim);
/* 0, or -1 after saying why. */
int server_listen(struct server *server);
/* Until SIGTERM or SIGINT; then the core is gone and every connection closed. */
void server_run(struct server *server);
void server_destroy(struct server *server);

/* Any thread. */
void server_wake_data(struct server *server);
void server_wake_stop(struct server *server);
void server_wake_attention(struct server *server);
/* Whose notice the ring sends: our end of it. */
void server_set_data(struct server *server, int fd);
/* Nobody's, if it was this one. */
void server_drop_data(struct server *server, int fd);

/*
 * DSMIL_IOC_WAIT, on the I/O thread: never waits. It says what is ready, or that the
 * call is to be made again later (wait_deferred).
 */
int server_wait(struct server *server, struct dsmil_file *file, u32 events, u32 timeout_ms,
                u32 *ready);

/* 0 or a negative errno. */
int server_watch(int epoll_fd, int fd, struct source *source, u32 events);
int server_rewatch(int epoll_fd, int fd, struct source *source, u32 events);

#endif
