/* SPDX-License-Identifier: Apache-2.0 */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "../port/say.h"

#define PEER_GROUPS_MAX 65536

static int fail(const char *path, const char *what, int error) {
  fprintf(stderr, "dsmil-sim: socket '%s': %s%s%s\n", path, what, error ? ": " : "",
          error ? strerror(error) : "");
  return -1;
}

/*
 * Looking whether a socket is dead, removing it and binding is one step: two
 * simulators that start at once would else remove each other's. The lock is on the
 * folder and lasts only for that step. The descriptor, or -1 after saying why.
 */
static int lock_folder(const char *path) {
  const struct timespec pause = {.tv_nsec = 10000000};
  char copy[sizeof(((struct sockaddr_un *)0)->sun_path)];
  int fd;

  snprintf(copy, sizeof(copy), "%s", path);
  fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return fail(path, "its folder cannot be opened", errno);
  for (int tries = 0; flock(fd, LOCK_EX | LOCK_NB); tries++) {
    if (errno != EWOULDBLOCK || tries == 300) {
      fail(path, "its folder is locked by another process", errno);
      close(fd);
      return -1;
    }
    nanosleep(&pause, NULL);
  }
  return fd;
}

/* Something is at the path. 0 when it was a dead socket and is gone. */
static int clear_dead(const char *path, const struct sockaddr_un *address, int type) {
  struct stat status;
  int probe, error;

  if (lstat(path, &status)) return fail(path, "cannot be looked at", errno);
  if (!S_ISSOCK(status.st_mode))
    return fail(path, "exists and is not a socket: it is left alone, name another path", 0);
  probe = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return fail(path, "cannot be tried", errno);
  error = connect(probe, (const struct sockaddr *)address, sizeof(*address)) ? errno : 0;
  close(probe);
  if (error != ECONNREFUSED)
    return fail(path, "somebody serves it already: end that process first, or name another path",
                error == EPROTOTYPE || error == EAGAIN ? 0 : error);
  if (unlink(path)) return fail(path, "is dead but cannot be removed", errno);
  fprintf(stderr, "dsmil-sim: socket '%s' was left by a process that is gone: replaced\n", path);
  return 0;
}

static int bind_and_listen(struct listener *listener, const struct sockaddr_un *address, int type) {
  const char *path = listener->path;
  struct stat status;
  mode_t mask;
  int error;

  /* Nobody can connect between bind and chmod: the umask leaves the owner alone. */
  mask = umask(0177);
  error = bind(listener->fd, (const struct sockaddr *)address, sizeof(*address)) ? errno : 0;
  if (error == EADDRINUSE && !clear_dead(path, address, type))
    error = bind(listener->fd, (const struct sockaddr *)address, sizeof(*address)) ? errno : 0;
  else if (error == EADDRINUSE)
    error = -1; /* said */
  umask(mask);
  if (error) return error > 0 ? fail(path, "cannot be bound", error) : -1;
  if (lstat(path, &status)) return fail(path, "vanished", errno);
  listener->device = status.st_dev;
  listener->inode = status.st_ino;
  if (listener->has_group && (lchown(path, (uid_t)-1, listener->group) ||
                              chmod(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP)))
    return fail(path, "cannot be given to the group", errno);
  if (listen(listener->fd, SOMAXCONN)) return fail(path, "cannot be listened on", errno);
  return 0;
}

int listener_open(struct listener *listener, const char *path, int type, bool has_group,
                  uint32_t group) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int folder, error;

  *listener = (struct listener){.fd = -1, .path = path, .has_group = has_group, .group = group};
  if (!*path || strlen(path) >= sizeof(address.sun_path)) {
    char what[64];

    snprintf(what, sizeof(what), "has %zu bytes: 1 to %zu are allowed", strlen(path),
             sizeof(address.sun_path) - 1);
    return fail(path, what, 0);
  }
  memcpy(address.sun_path, path, strlen(path));
  folder = lock_folder(path);
  if (folder < 0) return -1;
  listener->fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  error = listener->fd < 0 ? fail(path, "cannot be made", errno)
                           : bind_and_listen(listener, &address, type);
  if (error) listener_close(listener);
  close(folder);
  return error;
}

void listener_close(struct listener *listener) {
  struct stat status;

  if (listener->fd < 0) return;
  close(listener->fd);
  listener->fd = -1;
  if (listener->inode && !lstat(listener->path, &status) && status.st_dev == listener->device &&
      status.st_ino == listener->inode)
    unlink(listener->path);
}

static bool in_group(int fd, const struct ucred *peer, uint32_t group) {
  socklen_t size = PEER_GROUPS_MAX * sizeof(gid_t);
  bool found = peer->gid == group;
  gid_t *groups;

  if (found) return true;
  groups = malloc(size);
  if (groups && !getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size))
    for (size_t i = 0; i < size / sizeof(gid_t); i++) found |= groups[i] == group;
  free(groups);
  return found;
}

void listener_peer(const struct listener *listener, int fd, struct peer *peer) {
  struct ucred credentials = {.uid = (uid_t)-1, .gid = (gid_t)-1};
  socklen_t size = sizeof(credentials);

  *peer = (struct peer){.standing = PEER_STRANGER, .uid = (uid_t)-1};
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size)) return;
  peer->pid = credentials.pid;
  peer->uid = credentials.uid;
  if (credentials.uid == 0 || credentials.uid == geteuid())
    peer->standing = PEER_OWNER;
  else if (listener->has_group && in_group(fd, &credentials, listener->group))
    peer->standing = PEER_MEMBER;
  else
    dsmil_say("dsmil-sim: refused process %d of user %u: only root, user %u%s may connect\n",
              (int)credentials.pid, (unsigned)credentials.uid, (unsigned)geteuid(),
              listener->has_group ? " and the group's members" : "");
}
