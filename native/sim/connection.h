/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One client: an open file of the core, its socket and the two notices that wake it.
 * Closing the socket closes the file, as the last close of /dev/dsmil would.
 */
#ifndef DSMIL_SIM_CONNECTION_H
#define DSMIL_SIM_CONNECTION_H

#include "notice.h"
#include "server.h"
#include "workers.h"

/* Calls of one connection that may wait for hardware; beyond, it is not read. */
#define CONNECTION_PENDING_MAX 256

/* Counts up: the keeper and the thread that closes the socket each add one when through. */
enum ending { ENDING_NOT, ENDING_BEGUN, ENDING_ONE_THROUGH, ENDING_DONE };

struct connection {
  struct connection *next;
  struct server *server;
  struct source source;      /* the socket */
  struct source peer_source; /* the process that connected */
  int fd;
  int peer_fd; /* pidfd, -1 unknown */
  struct notice data;
  struct notice stop;
  int epoll_fd; /* the class it is in */
  u32 watched;  /* what epoll tells of fd */
  struct peer peer;
  bool stop_only;  /* came when there was no room (admission.h) */
  bool greeted;    /* HELLO was answered: file is open */
  bool sent_fds;   /* against the protocol: not read any more */
  u64 greet_by_ns; /* hung up on then, unless greeted */
  u64 owner;       /* names the client to the core */
  struct dsmil_file file;
  struct wait *waits;

  pthread_mutex_t lock; /* guards all below: shared with workers */
  struct answer *first; /* that the socket had no room for */
  struct answer *last;
  u32 pending; /* calls with the workers */
  bool paused; /* not read: too many pending, or answers not taken */
  bool closing;
  bool attention; /* the I/O thread is to look */

  u32 ending; /* enum ending; atomic */
  struct job end_job;
  pthread_t end_thread;
  bool has_end_thread;
};

/* NULL: no memory. To be opened, or freed with dsmil_free. */
struct connection *connection_new(void);
/* Takes the accepted socket. One that is not admitted is hung up on. */
void connection_open(struct connection *connection, struct server *server, int fd);
/* I/O thread; all are safe on a connection that is closing. */
void connection_hangup(struct connection *connection);
void connection_attend(struct connection *connection);
void connection_stop_moved(struct connection *connection);

/* Tries the deferred waits again (wait.c). */
void connection_waits(struct connection *connection);
void connection_wait_defer(struct connection *connection, u32 tag, u32 user_size,
                           const struct dsmil_wait *call);
/* Hangs up on who did not greet in time; waits whose time is up are answered. */
void connection_time(struct connection *connection);
/* When the first wait ends; U64_MAX without any. */
u64 connection_wait_deadline(const struct connection *connection);
void connection_wait_drop(struct connection *connection);

/* One packet (request.c). @size may be larger than what was kept of it. */
void connection_request(struct connection *connection, const u8 *packet, size_t size);
/*
 * Sends an answer, or keeps it until the client takes it. Any thread. The bytes of
 * @arg may be fewer than 16. @fds are not closed.
 */
void connection_answer(struct connection *connection, const struct dsmil_sim_message *request,
                       int error, const void *arg, size_t arg_size, const int *fds, u32 fd_count);
/* Sends what was kept, as far as there is room. Under the lock. */
void connection_send_kept(struct connection *connection);
/* Frees what was kept. */
void connection_drop_kept(struct connection *connection);
/* Before a call goes to the workers. */
void connection_pending(struct connection *connection);
/*
 * After it came back; the connection may be freed from then on. True when the I/O
 * thread waits for that: server_wake_attention.
 */
bool connection_done(struct connection *connection);
bool connection_closing(struct connection *connection);

void connections_each(struct server *server, void (*visit)(struct connection *connection));
u64 connections_deadline(struct server *server);
/* Ends what is closed and has nothing pending; true when one is gone (ending.c). */
bool connections_reap(struct server *server);

#endif
