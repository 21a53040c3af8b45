// SPDX-License-Identifier: Apache-2.0
// Who is at the other end of a Unix socket.
#ifndef DSMIL_ADDON_PEER_H
#define DSMIL_ADDON_PEER_H

#include "napi_config.h"

namespace dsmil {

// peerCredentials(fd): {pid, uid, gid} of who connected, as it was then; or an errno.
Napi::Value PeerCredentials(const Napi::CallbackInfo &info);

}  // namespace dsmil

#endif  // DSMIL_ADDON_PEER_H
