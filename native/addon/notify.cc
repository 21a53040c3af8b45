// SPDX-License-Identifier: Apache-2.0
// One datagram to a Unix socket: what Node has no way for, and a service manager listens to.
#include "notify.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include "arguments.h"
#include "posix.h"

namespace dsmil {
namespace {

// 0, or an errno: nobody who starts us may hold us up, so a full queue is EAGAIN.
int Send(const std::string &path, const Bytes &bytes) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  // A path ends with a zero in there; an abstract name is as long as it is, and begins with one.
  const bool abstract = path[0] == '@';
  if (path.size() + (abstract ? 0 : 1) > sizeof address.sun_path) return ENAMETOOLONG;
  memcpy(address.sun_path, path.data(), path.size());
  if (abstract) address.sun_path[0] = '\0';
  const size_t size =
      offsetof(sockaddr_un, sun_path) + path.size() + static_cast<size_t>(abstract ? 0 : 1);
  Fd fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return errno;
  ssize_t sent = sendto(fd.get(), bytes.data, bytes.size, MSG_NOSIGNAL,
                        reinterpret_cast<const sockaddr *>(&address), static_cast<socklen_t>(size));
  return sent < 0 ? errno : 0;
}

}  // namespace

Napi::Value SendDatagram(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  if (!info[0].IsString()) {
    ThrowArgument(env, "path must be a string");
    return env.Undefined();
  }
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  if ((path[0] != '/' && path[0] != '@') || path.size() < 2 || path.find('\0') != path.npos) {
    ThrowArgument(env, "path must begin with / or @, and have no zero in it");
    return env.Undefined();
  }
  Bytes bytes;
  if (!GetBytes(env, info[1], "bytes", 1, &bytes)) return env.Undefined();
  return Napi::Number::New(env, Send(path, bytes));
}

}  // namespace dsmil
