/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a connection, away from the I/O thread: its ring's memory takes a while
 * to be given back, and closing its socket closes whatever descriptors the client put
 * into it, which may wait for as long as the client likes (a TCP socket that lingers).
 * The first is done by the keeper, the second by a thread that nobody needs.
 */
#include <unistd.h>

#include "connection.h"
#include "workers.h"

#define TRIES 100
#define PAUSE_US 10000

/* The connection may be freed from then on. */
static void through(struct connection *connection) {
  struct server *server = connection->server;

  __atomic_fetch_add(&connection->ending, 1, __ATOMIC_ACQ_REL);
  server_wake_attention(server);
}

static void *close_socket(void *argument) {
  struct connection *connection = argument;

  close(connection->fd);
  through(connection);
  return NULL;
}

static void end_run(struct job *job) {
  struct connection *connection =
      (struct connection *)((char *)job - offsetof(struct connection, end_job));
  struct server *server = connection->server;
  int error = -EAGAIN;

  connection_drop_kept(connection);
  if (connection->greeted) dsmil_file_close(&server->sim->core, &connection->file);
  /* The ring is detached: nobody wakes this client any more. */
  server_drop_data(server, connection->data.ours);
  notice_close(&connection->data);
  notice_close(&connection->stop);
  if (connection->peer_fd >= 0) close(connection->peer_fd);
  for (int tries = 0; error && tries < TRIES; tries++) {
    error = sim_thread(&connection->end_thread, "dsmil-close", close_socket, connection);
    if (error) dsmil_sleep_us(PAUSE_US);
  }
  connection->has_end_thread = !error;
  if (error) {
    dsmil_say("dsmil-sim: no thread to close a socket: %s\n", strerror(-error));
    close_socket(connection);
  }
  through(connection);
}

/* Nothing of it is under way any more. */
static bool is_idle(struct connection *connection) {
  bool idle;

  pthread_mutex_lock(&connection->lock);
  idle = connection->closing && !connection->pending;
  pthread_mutex_unlock(&connection->lock);
  return idle;
}

bool connections_reap(struct server *server) {
  struct connection **link = &server->connections;
  bool any = false;

  while (*link) {
    struct connection *connection = *link;
    u32 ending = __atomic_load_n(&connection->ending, __ATOMIC_ACQUIRE);

    if (ending < ENDING_DONE) {
      link = &connection->next;
      if (ending == ENDING_NOT && is_idle(connection)) {
        connection->ending = ENDING_BEGUN;
        connection->end_job.run = end_run;
        workers_add(server->sim->keeper, &connection->end_job);
      }
      continue;
    }
    if (connection->has_end_thread) pthread_join(connection->end_thread, NULL);
    *link = connection->next;
    pthread_mutex_destroy(&connection->lock);
    dsmil_free(connection);
    any = true;
  }
  return any;
}
