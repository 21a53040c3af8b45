// SPDX-License-Identifier: Apache-2.0
// Tells whoever started this process how it is.
#ifndef DSMIL_ADDON_NOTIFY_H
#define DSMIL_ADDON_NOTIFY_H

#include "napi_config.h"

namespace dsmil {

// sendDatagram(path, bytes): one datagram to a Unix socket: a path, or a name that begins with '@'.
// 0 or an errno; never waits.
Napi::Value SendDatagram(const Napi::CallbackInfo &info);

}  // namespace dsmil

#endif  // DSMIL_ADDON_NOTIFY_H
