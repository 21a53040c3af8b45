/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to a client: sent at once, by whichever thread has them, or kept until there is room. */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "connection.h"

/* An answer that had to wait. */
struct answer {
  struct answer *next;
  size_t size;
  u32 fd_count;
  int fds[DSMIL_SIM_FD_MAX]; /* duplicates: closed when sent */
  u8 bytes[];
};

/* -------------------------------------------------------------- sending */

/* 0 sent, -EAGAIN no room, another errno: nobody takes it any more. */
static int transmit(int fd, const void *bytes, size_t size, const int *fds, u32 fd_count) {
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(DSMIL_SIM_FD_MAX * sizeof(int))];
  } control = {0};
  struct iovec vector = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = size};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};

  if (fd_count) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(fd_count * sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(fd_count * sizeof(int));
    memcpy(CMSG_DATA(&control.header), fds, fd_count * sizeof(int));
  }
  for (;;) {
    if (sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return 0;
    if (errno != EINTR) return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  }
}

static void answer_free(struct answer *answer) {
  for (u32 i = 0; i < answer->fd_count; i++) close(answer->fds[i]);
  dsmil_free(answer);
}

/* Keeps what the socket has no room for. False: no memory. Under the lock. */
static bool keep(struct connection *connection, const void *bytes, size_t size, const int *fds,
                 u32 fd_count) {
  struct answer *answer = dsmil_alloc(sizeof(*answer) + size);

  if (!answer) return false;
  answer->size = size;
  memcpy(answer->bytes, bytes, size);
  for (; answer->fd_count < fd_count; answer->fd_count++) {
    answer->fds[answer->fd_count] = fcntl(fds[answer->fd_count], F_DUPFD_CLOEXEC, 0);
    if (answer->fds[answer->fd_count] < 0) {
      answer_free(answer);
      return false;
    }
  }
  if (connection->last)
    connection->last->next = answer;
  else
    connection->first = answer;
  connection->last = answer;
  return true;
}

void connection_answer(struct connection *connection, const struct dsmil_sim_message *request,
                       int error, const void *arg, size_t arg_size, const int *fds, u32 fd_count) {
  struct {
    struct dsmil_sim_message message;
    u8 arg[DSMIL_CALL_MAX_SIZE];
  } packet;
  size_t size;
  int result = -EAGAIN;
  bool wake = false;

  packet.message = (struct dsmil_sim_message){
      .tag = request->tag, .nr = request->nr, .fd_count = (u16)fd_count, .error = error};
  if (arg_size > sizeof(packet.arg)) arg_size = sizeof(packet.arg);
  if (arg_size) memcpy(packet.arg, arg, arg_size);
  size = sizeof(packet.message) + arg_size;
  pthread_mutex_lock(&connection->lock);
  if (!connection->closing) {
    if (!connection->first) result = transmit(connection->fd, &packet, size, fds, fd_count);
    /* An answer must not get lost in silence: who cannot have it is hung up on. */
    if (result == -EAGAIN) {
      wake = connection->attention = true;
      if (!keep(connection, &packet, size, fds, fd_count)) shutdown(connection->fd, SHUT_RDWR);
    } else if (result) {
      shutdown(connection->fd, SHUT_RDWR);
    }
  }
  pthread_mutex_unlock(&connection->lock);
  if (wake) server_wake_attention(connection->server);
}

void connection_send_kept(struct connection *connection) {
  while (connection->first) {
    struct answer *answer = connection->first;

    if (transmit(connection->fd, answer->bytes, answer->size, answer->fds, answer->fd_count) ==
        -EAGAIN)
      return;
    connection->first = answer->next;
    if (!connection->first) connection->last = NULL;
    answer_free(answer);
  }
}

void connection_drop_kept(struct connection *connection) {
  while (connection->first) {
    struct answer *answer = connection->first;

    connection->first = answer->next;
    answer_free(answer);
  }
  connection->last = NULL;
}
