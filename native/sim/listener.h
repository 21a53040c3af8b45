/* SPDX-License-Identifier: Apache-2.0 */
/* A Unix socket that only known peers may use, and that replaces only a dead one. */
#ifndef DSMIL_SIM_LISTENER_H
#define DSMIL_SIM_LISTENER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct listener {
  int fd; /* non-blocking; -1 none */
  const char *path;
  dev_t device; /* of the socket's file, so that another's is never removed */
  ino_t inode;
  bool has_group;
  uint32_t group;
};

enum peer_standing {
  PEER_STRANGER, /* refused */
  PEER_MEMBER,   /* of the group */
  PEER_OWNER,    /* root or the simulator's own user */
};

/* 0, or -1 after saying what was wrong. @type: SOCK_SEQPACKET or SOCK_STREAM. */
int listener_open(struct listener *listener, const char *path, int type, bool has_group,
                  uint32_t group);
/* Closes, and removes the socket's file if it is still this one. May be called twice. */
void listener_close(struct listener *listener);
/* Who connected. */
struct peer {
  enum peer_standing standing;
  pid_t pid; /* 0 unknown */
  uint32_t uid;
};

/* Says so when it is a stranger. */
void listener_peer(const struct listener *listener, int fd, struct peer *peer);

#endif
