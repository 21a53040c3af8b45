// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "simulator.h"

namespace dsmil {
namespace {

// The descriptors that came along, owned from the first moment on.
std::vector<Fd> TakeFds(msghdr *message) {
  std::vector<Fd> fds;
  for (cmsghdr *c = CMSG_FIRSTHDR(message); c != nullptr; c = CMSG_NXTHDR(message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
      int fd;
      memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
      fds.emplace_back(fd);
    }
  }
  return fds;
}

int GoneOr(int error) { return error == EPIPE || error == ECONNRESET ? ENODEV : error; }

}  // namespace

Status ConnectSimulator(const std::string &path, Fd *fd) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return Status::Failed(
        ENAMETOOLONG,
        "a socket's path has at most " + std::to_string(sizeof(address.sun_path) - 1) + " bytes");
  }
  memcpy(address.sun_path, path.c_str(), path.size() + 1);
  *fd = Fd(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  if (!fd->valid()) return Status::Failed(errno, "socket");
  // Also bounds connect to a process that does not accept.
  timeval limit = {kSendTimeoutMs / 1000, (kSendTimeoutMs % 1000) * 1000};
  if (setsockopt(fd->get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0) {
    return Status::Failed(errno, "setsockopt");
  }
  if (connect(fd->get(), reinterpret_cast<sockaddr *>(&address), sizeof(address)) != 0) {
    return Status::Failed(errno == EAGAIN ? ETIMEDOUT : errno, "connect");
  }
  return Status::Ok();
}

int SendPacket(int fd, uint32_t tag, uint32_t nr, uint8_t *argument, uint32_t size, int flags) {
  dsmil_sim_message message = {};
  message.tag = tag;
  message.nr = static_cast<uint16_t>(nr);
  iovec parts[2] = {{&message, sizeof(message)}, {argument, size}};
  msghdr out = {};
  out.msg_iov = parts;
  out.msg_iovlen = 2;
  for (;;) {
    if (sendmsg(fd, &out, MSG_NOSIGNAL | flags) >= 0) return 0;
    if (errno != EINTR) return GoneOr(errno);
  }
}

int ReceivePacket(int fd, Packet *packet, int flags) {
  alignas(cmsghdr) char control[CMSG_SPACE(DSMIL_SIM_FD_MAX * sizeof(int))];
  iovec parts[2] = {{&packet->message, sizeof(packet->message)},
                    {packet->body, sizeof(packet->body)}};
  msghdr in = {};
  in.msg_iov = parts;
  in.msg_iovlen = 2;
  in.msg_control = control;
  in.msg_controllen = sizeof(control);
  ssize_t got;
  do {
    got = recvmsg(fd, &in, MSG_CMSG_CLOEXEC | flags);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return GoneOr(errno);
  packet->fds = TakeFds(&in);
  if (static_cast<size_t>(got) < sizeof(packet->message) ||
      (in.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ||
      packet->message.fd_count != packet->fds.size()) {
    return ENODEV;
  }
  packet->size = static_cast<size_t>(got) - sizeof(packet->message);
  return 0;
}

}  // namespace dsmil
