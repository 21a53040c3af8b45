/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DSMIL_IOC_WAIT holds no thread: a wait that is not ready is kept with its
 * connection, and the call is made again when something moved or time is up.
 */
#include "connection.h"

/* Beyond this many, a wait answers EBUSY: a client needs one, or two. */
#define WAITS_MAX 16

struct wait {
  struct wait *next;
  struct dsmil_sim_message message;
  u32 user_size;
  u64 deadline_ns;
  struct dsmil_wait call; /* as it came */
};

static void answer(struct connection *connection, const struct wait *wait, int error,
                   const struct dsmil_wait *call) {
  size_t size = wait->user_size < sizeof(*call) ? wait->user_size : sizeof(*call);

  connection_answer(connection, &wait->message, error, call, size, NULL, 0);
}

static void count_data(struct connection *connection, const struct wait *wait, int change) {
  if (wait->call.events & DSMIL_WAIT_DATA)
    __atomic_fetch_add(&connection->server->data_waits, (u32)change, __ATOMIC_SEQ_CST);
}

void connection_wait_defer(struct connection *connection, u32 tag, u32 user_size,
                           const struct dsmil_wait *call) {
  struct wait *wait = dsmil_alloc(sizeof(*wait));
  struct dsmil_sim_message message = {.tag = tag, .nr = _IOC_NR(DSMIL_IOC_WAIT)};
  u32 count = 0;

  for (const struct wait *other = connection->waits; other; other = other->next) count++;
  if (!wait || count >= WAITS_MAX) {
    connection_answer(connection, &message, wait ? -EBUSY : -ENOMEM, NULL, 0, NULL, 0);
    dsmil_free(wait);
    return;
  }
  wait->message = message;
  wait->user_size = user_size;
  wait->deadline_ns = dsmil_now_ns() + call->timeout_ms * 1000000ULL;
  wait->call = *call;
  wait->next = connection->waits;
  connection->waits = wait;
  count_data(connection, wait, 1);
  /* Between the look and the count something may have moved unseen. */
  if (call->events & DSMIL_WAIT_DATA) connection_waits(connection);
}

void connection_waits(struct connection *connection) {
  struct server *server = connection->server;
  struct dsmil_core *core = &server->sim->core;
  struct wait **link = &connection->waits;

  if (connection->closing) return;
  while (*link) {
    struct wait *wait = *link;
    struct dsmil_wait call = wait->call;
    int error;

    server->wait_final = dsmil_now_ns() >= wait->deadline_ns;
    server->wait_deferred = false;
    error = dsmil_dispatch(core, &connection->file, dsmil_call_find(_IOC_NR(DSMIL_IOC_WAIT)), &call,
                           connection->owner);
    if (!error && server->wait_deferred) {
      link = &wait->next;
      continue;
    }
    answer(connection, wait, error, &call);
    *link = wait->next;
    count_data(connection, wait, -1);
    dsmil_free(wait);
  }
}

u64 connection_wait_deadline(const struct connection *connection) {
  u64 first = U64_MAX;

  for (const struct wait *wait = connection->waits; wait; wait = wait->next)
    if (wait->deadline_ns < first) first = wait->deadline_ns;
  return first;
}

void connection_wait_drop(struct connection *connection) {
  while (connection->waits) {
    struct wait *wait = connection->waits;

    connection->waits = wait->next;
    count_data(connection, wait, -1);
    dsmil_free(wait);
  }
}
