// SPDX-License-Identifier: Apache-2.0
// Who is at the other end of a Unix socket, in the kernel's words.
#include "peer.h"

#include <sys/socket.h>

#include <cerrno>
#include <climits>

#include "arguments.h"

namespace dsmil {

Napi::Value PeerCredentials(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  double fd;
  if (!GetInteger(info, 0, "fd", 0, INT_MAX, &fd)) return env.Undefined();
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(static_cast<int>(fd), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return Napi::Number::New(env, errno);
  }
  // Not connected, or no Unix socket: the kernel then knows nobody.
  if (size != sizeof peer || peer.pid == 0) return Napi::Number::New(env, ENOTCONN);
  Napi::Object result = Napi::Object::New(env);
  result.Set("pid", Napi::Number::New(env, peer.pid));
  result.Set("uid", Napi::Number::New(env, peer.uid));
  result.Set("gid", Napi::Number::New(env, peer.gid));
  return result;
}

}  // namespace dsmil
