/* SPDX-License-Identifier: Apache-2.0 */
/* What a client asks: the rules of the ABI's structures, and who performs the call. */
#include <fcntl.h>
#include <sys/epoll.h>

#include "connection.h"
#include "memory.h"
#include "workers.h"

/* A call with its argument as the core wants it. */
struct request {
  struct dsmil_sim_message message;
  const struct dsmil_call *call;
  u32 user_size; /* bytes of the argument that the answer may have */
};

struct call_job {
  struct job job; /* first */
  struct connection *connection;
  struct request request;
  u64 arg[]; /* aligned for every structure */
};

static void answer(struct connection *connection, const struct request *request, int error,
                   const void *arg) {
  u32 size = request->user_size < request->call->size ? request->user_size : request->call->size;

  connection_answer(connection, &request->message, error, arg, size, NULL, 0);
}

/* ---------------------------------------------------------------- forms */

/* Refuses with the argument's header, as far as the client sent one. */
static void refuse(struct connection *connection, const struct dsmil_sim_message *message,
                   int error, const u8 *arg, size_t arg_size, u32 field) {
  struct dsmil_header header = {0};

  if (arg_size < sizeof(header)) {
    connection_answer(connection, message, error, NULL, 0, NULL, 0);
    return;
  }
  memcpy(&header, arg, sizeof(header));
  header.reason = DSMIL_REASON_NONE;
  header.field = field;
  connection_answer(connection, message, error, &header, sizeof(header), NULL, 0);
}

/*
 * Copies the argument into @to, @known bytes, as copy_from_user would: padded with
 * zeros, and nothing but zeros beyond. 0, or a negative errno with *field set.
 */
static int copy_in(const u8 *arg, size_t arg_size, void *to, size_t known, u32 *field) {
  struct dsmil_header header;

  *field = 0;
  if (arg_size < sizeof(header)) return -EINVAL;
  memcpy(&header, arg, sizeof(header));
  if (header.size != arg_size) return -EINVAL;
  for (size_t i = known; i < arg_size; i++)
    if (arg[i]) {
      *field = (u32)i;
      return -E2BIG;
    }
  memset(to, 0, known);
  memcpy(to, arg, arg_size < known ? arg_size : known);
  return 0;
}

/* ---------------------------------------------------------------- hello */

static int hello_check(const struct dsmil_sim_hello *hello, u32 *field) {
  *field = 0;
  if (hello->header.flags) {
    *field = offsetof(struct dsmil_sim_hello, header.flags);
    return -EINVAL;
  }
  if (hello->protocol != DSMIL_SIM_PROTOCOL) {
    *field = offsetof(struct dsmil_sim_hello, protocol);
    return -EPROTO;
  }
  if (hello->mode > O_RDWR) {
    *field = offsetof(struct dsmil_sim_hello, mode);
    return -EINVAL;
  }
  return 0;
}

static void say_hello(struct connection *connection, const struct dsmil_sim_message *message,
                      const u8 *arg, size_t arg_size) {
  struct sim *sim = connection->server->sim;
  struct dsmil_sim_hello hello;
  u32 field, flags = 0;
  int error = copy_in(arg, arg_size, &hello, sizeof(hello), &field);

  if (error) {
    refuse(connection, message, error, arg, arg_size, field);
    return;
  }
  error = hello_check(&hello, &field);
  if (!error && connection->greeted) error = -EALREADY;
  if (!error && connection->stop_only && hello.mode != O_RDONLY) {
    field = offsetof(struct dsmil_sim_hello, mode);
    error = -EUSERS;
  }
  hello.header.reason = DSMIL_REASON_NONE;
  hello.header.field = field;
  hello.protocol = DSMIL_SIM_PROTOCOL;
  hello.instance_id = sim->core.instance_id;
  if (arg_size > sizeof(hello)) arg_size = sizeof(hello);
  if (error) {
    connection_answer(connection, message, error, &hello, arg_size, NULL, 0);
    return;
  }
  if (hello.mode != O_RDONLY) {
    flags = DSMIL_FILE_WRITE;
    /* What CAP_SYS_RAWIO is to the module: root, or who runs the simulator. */
    if (connection->peer.standing == PEER_OWNER) flags |= DSMIL_FILE_RAWIO;
  }
  dsmil_file_open(&sim->core, &connection->file, flags);
  connection->greeted = true;
  connection_answer(connection, message, 0, &hello, arg_size,
                    (int[]){sim->state_fd, connection->data.theirs, connection->stop.theirs}, 3);
  /* Ours alone is left here: when it is closed, the client sees that. */
  notice_given(&connection->data);
  notice_given(&connection->stop);
}

/* ---------------------------------------------------------------- calls */

static void job_run(struct job *job) {
  struct call_job *call = (struct call_job *)job;
  struct connection *connection = call->connection;
  struct server *server = connection->server;

  /* Nobody waits for it any more: it is not begun. */
  if (!connection_closing(connection)) {
    int error = dsmil_dispatch(&server->sim->core, &connection->file, call->request.call, call->arg,
                               connection->owner);

    answer(connection, &call->request, error, call->arg);
  }
  dsmil_free(call);
  if (connection_done(connection)) server_wake_attention(server);
}

/* Of a connection that sends such calls the others do not have to wait. */
static void make_busy(struct connection *connection) {
  struct server *server = connection->server;

  if (connection->epoll_fd == server->busy_fd || connection->closing) return;
  epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, connection->fd, NULL);
  connection->epoll_fd = server->busy_fd;
  server_watch(server->busy_fd, connection->fd, &connection->source, connection->watched);
}

/*
 * Not on the I/O thread: much memory takes a while. The ring is this file's until it
 * closes, and it does not close while a call of it is pending.
 */
static void ring_job_run(struct job *job) {
  struct call_job *call = (struct call_job *)job;
  struct connection *connection = call->connection;
  struct server *server = connection->server;
  const struct request *request = &call->request;

  if (!connection_closing(connection)) {
    struct dsmil_core *core = &server->sim->core;
    int error =
        dsmil_dispatch(core, &connection->file, request->call, call->arg, connection->owner);

    if (error) {
      answer(connection, request, error, call->arg);
    } else {
      const struct sim_ring *ring = core->ring_memory.host_private;
      u32 size =
          request->user_size < request->call->size ? request->user_size : request->call->size;

      server_set_data(server, connection->data.ours);
      connection_answer(connection, &request->message, 0, call->arg, size,
                        (int[]){ring->consumer_fd, ring->data_fd}, 2);
    }
  }
  dsmil_free(call);
  if (connection_done(connection)) server_wake_attention(server);
}

static void queue(struct connection *connection, const struct request *request, const void *arg) {
  struct sim *sim = connection->server->sim;
  bool ring = request->call->nr == _IOC_NR(DSMIL_IOC_RING_SETUP);
  struct call_job *call;

  if (connection->closing) return; /* hung up: nobody would get the answer */
  call = dsmil_alloc(sizeof(*call) + request->call->size);
  if (!call) {
    connection_answer(connection, &request->message, -ENOMEM, NULL, 0, NULL, 0);
    return;
  }
  call->job.run = ring ? ring_job_run : job_run;
  call->connection = connection;
  call->request = *request;
  memcpy(call->arg, arg, request->call->size);
  if (!ring) make_busy(connection);
  connection_pending(connection);
  workers_add(ring ? sim->keeper : sim->workers, &call->job);
}

static void perform(struct connection *connection, const struct request *request, void *arg) {
  struct server *server = connection->server;
  int error;

  if (request->call->nr == _IOC_NR(DSMIL_IOC_WAIT)) {
    struct dsmil_wait before;

    memcpy(&before, arg, sizeof(before));
    server->wait_final = connection->closing;
    server->wait_deferred = false;
    error = dsmil_dispatch(&server->sim->core, &connection->file, request->call, arg,
                           connection->owner);
    if (!error && server->wait_deferred)
      connection_wait_defer(connection, request->message.tag, request->user_size, &before);
    else
      answer(connection, request, error, arg);
    return;
  }
  if (request->call->flags & DSMIL_CALL_BLOCKS ||
      request->call->nr == _IOC_NR(DSMIL_IOC_RING_SETUP)) {
    queue(connection, request, arg);
    return;
  }
  error =
      dsmil_dispatch(&server->sim->core, &connection->file, request->call, arg, connection->owner);
  answer(connection, request, error, arg);
}

/* What a connection has that came when there was no room. */
static bool stops(u16 nr) {
  return nr == _IOC_NR(DSMIL_IOC_STOP) || nr == _IOC_NR(DSMIL_IOC_STOP_STATUS) ||
         nr == _IOC_NR(DSMIL_IOC_STOP_ACK) || nr == _IOC_NR(DSMIL_IOC_INFO);
}

/* What is wrong with the message itself; 0 when nothing is. */
static int message_check(const struct connection *connection, struct request *request) {
  const struct dsmil_sim_message *message = &request->message;

  if (message->fd_count || message->error || message->reserved) return -EBADMSG;
  if (message->nr == DSMIL_SIM_NR_HELLO) return 0;
  request->call = dsmil_call_find(message->nr);
  if (!request->call) return -ENOTTY;
  if (!connection->greeted) return -EPROTO;
  return connection->stop_only && !stops(message->nr) ? -EUSERS : 0;
}

void connection_request(struct connection *connection, const u8 *packet, size_t size) {
  u64 arg[(DSMIL_CALL_MAX_SIZE + 7) / 8];
  struct request request = {0};
  size_t arg_size = 0;
  u32 field = 0;
  int error = -EBADMSG;

  memcpy(&request.message, packet, size < sizeof(request.message) ? size : sizeof(request.message));
  if (size >= sizeof(request.message)) {
    arg_size = size - sizeof(request.message);
    packet += sizeof(request.message);
    error = message_check(connection, &request);
    if (!error && size > SERVER_PACKET_MAX) {
      error = -E2BIG;
      field = SERVER_PACKET_MAX - sizeof(request.message);
    }
  }
  /* The rest of it was not kept, so nobody can say that it is zero. */
  if (size > SERVER_PACKET_MAX) arg_size = SERVER_PACKET_MAX - sizeof(request.message);
  if (!error && !request.call) {
    say_hello(connection, &request.message, packet, arg_size);
    return;
  }
  if (!error) error = copy_in(packet, arg_size, arg, request.call->size, &field);
  if (!error) {
    request.user_size = (u32)arg_size;
    perform(connection, &request, arg);
    return;
  }
  /* A stop latches whatever its form: it must not matter how well one asks. */
  if (size >= sizeof(request.message) && request.message.nr == _IOC_NR(DSMIL_IOC_STOP))
    dsmil_stop_latch(&connection->server->sim->core, DSMIL_CAUSE_REQUEST, NULL, 0);
  refuse(connection, &request.message, error, packet, arg_size, field);
}
