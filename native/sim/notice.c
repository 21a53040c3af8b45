/* SPDX-License-Identifier: Apache-2.0 */
#include "notice.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

int notice_open(struct notice *notice) {
  const int least = 1; /* the kernel makes it what a few bytes need */
  int pair[2];
  int error;

  *notice = (struct notice){.ours = -1, .theirs = -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair)) return -errno;
  *notice = (struct notice){.ours = pair[0], .theirs = pair[1]};
  /* A client that does not read keeps a few bytes; what it sends is refused. */
  error = setsockopt(notice->ours, SOL_SOCKET, SO_SNDBUF, &least, sizeof(least)) ||
                  shutdown(notice->ours, SHUT_RD)
              ? -errno
              : 0;
  if (error) notice_close(notice);
  return error;
}

void notice_send(int ours) {
  const char byte = 1;

  /* EAGAIN: bytes are there already. EPIPE: nobody listens. Both are fine. */
  while (send(ours, &byte, sizeof(byte), MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

void notice_given(struct notice *notice) {
  if (notice->theirs >= 0) close(notice->theirs);
  notice->theirs = -1;
}

void notice_close(struct notice *notice) {
  notice_given(notice);
  if (notice->ours >= 0) close(notice->ours);
  notice->ours = -1;
}
