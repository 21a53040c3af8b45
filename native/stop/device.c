/* SPDX-License-Identifier: Apache-2.0 */
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_MS 1000

static int64_t now_ms(void) {
  struct timespec now;

  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Descriptors come with HELLO: this helper needs none of them. */
static void close_received(struct msghdr *message) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
    int fds[DSMIL_SIM_FD_MAX];
    size_t size = c->cmsg_len - CMSG_LEN(0);

    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    if (size > sizeof(fds)) size = sizeof(fds);
    memcpy(fds, CMSG_DATA(c), size);
    for (size_t i = 0; i < size / sizeof(int); i++) close(fds[i]);
  }
}

/* One call to a simulator; 0 or a negative errno. */
static int sim_call(struct stop_device *device, uint16_t nr, void *arg, size_t size) {
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(DSMIL_SIM_FD_MAX * sizeof(int))];
  } control;
  struct dsmil_sim_message head = {.tag = ++device->tag, .nr = nr};
  struct iovec vectors[2] = {{&head, sizeof(head)}, {arg, size}};
  struct msghdr message = {.msg_iov = vectors, .msg_iovlen = 2};
  int64_t deadline = now_ms() + ANSWER_MS;

  while (sendmsg(device->fd, &message, MSG_NOSIGNAL) < 0) {
    if (errno == EAGAIN) return -ETIMEDOUT;
    if (errno != EINTR) return errno == EPIPE || errno == ECONNRESET ? -ENODEV : -errno;
  }
  for (;;) {
    struct pollfd fd = {.fd = device->fd, .events = POLLIN};
    int64_t left = deadline - now_ms();
    ssize_t length;

    if (left <= 0) return -ETIMEDOUT;
    if (poll(&fd, 1, (int)left) < 0 && errno != EINTR) return -errno;
    if (!fd.revents) continue;
    message.msg_control = &control;
    message.msg_controllen = sizeof(control);
    length = recvmsg(device->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (length <= 0) return -ENODEV; /* also ECONNRESET: hung up with something unread */
    close_received(&message);
    /* A late answer of a call that was given up is not this one's. */
    if ((size_t)length >= sizeof(head) && head.tag == device->tag) return head.error;
  }
}

static int sim_open(struct stop_device *device, const char *path, const char **what) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct dsmil_sim_hello hello = {.header.size = sizeof(hello), .protocol = DSMIL_SIM_PROTOCOL};
  const struct timeval limit = {.tv_sec = ANSWER_MS / 1000, .tv_usec = ANSWER_MS % 1000 * 1000};
  int error;

  *what = "its path is too long for a socket";
  if (strlen(path) >= sizeof(address.sun_path)) return -ENAMETOOLONG;
  memcpy(address.sun_path, path, strlen(path));
  *what = "cannot connect";
  device->is_sim = true;
  device->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (device->fd < 0) return -errno;
  /* Also bounds connecting to a process that accepts nobody. */
  if (setsockopt(device->fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit))) return -errno;
  if (connect(device->fd, (struct sockaddr *)&address, sizeof(address)))
    return errno == EAGAIN ? -ETIMEDOUT : -errno;
  error = sim_call(device, DSMIL_SIM_NR_HELLO, &hello, sizeof(hello));
  *what = "does not answer as a simulator";
  if (error == -ETIMEDOUT) *what = "accepts nobody, or does not answer within a second";
  if (error == -ENODEV)
    *what =
        "hung up before it answered: root, the simulator's own user and members of its --group "
        "may connect (the simulator says on its standard error whom it refused, and why)";
  return error;
}

int stop_device_open(struct stop_device *device, const char *path, const char **what) {
  struct dsmil_stop_status status = {.header.size = sizeof(status)};
  struct stat found;
  int error;

  *device = (struct stop_device){.fd = -1};
  *what = "cannot be found";
  if (stat(path, &found)) return -errno;
  if (S_ISSOCK(found.st_mode)) {
    error = sim_open(device, path, what);
    if (error) stop_device_close(device);
    return error;
  }
  *what = "is neither a character device nor a socket";
  if (!S_ISCHR(found.st_mode)) return -ENOTTY;
  /* Reading is all that a stop needs. */
  *what = "cannot be opened";
  device->fd = open(path, O_RDONLY | O_CLOEXEC);
  if (device->fd < 0) return -errno;
  *what = "is not the DSMIL device";
  if (ioctl(device->fd, DSMIL_IOC_STOP_STATUS, &status)) {
    error = -errno;
    stop_device_close(device);
    return error;
  }
  return 0;
}

int stop_device_latch(struct stop_device *device, const char *detail, struct dsmil_stop *stop) {
  size_t length = strlen(detail);

  *stop = (struct dsmil_stop){.header.size = sizeof(*stop), .cause = DSMIL_CAUSE_HELPER};
  if (length > sizeof(stop->detail)) length = sizeof(stop->detail);
  memcpy(stop->detail, detail, length);
  if (device->is_sim) return sim_call(device, _IOC_NR(DSMIL_IOC_STOP), stop, sizeof(*stop));
  while (ioctl(device->fd, DSMIL_IOC_STOP, stop))
    if (errno != EINTR) return -errno;
  return 0;
}

void stop_device_close(struct stop_device *device) {
  if (device->fd >= 0) close(device->fd);
  device->fd = -1;
}
