// SPDX-License-Identifier: Apache-2.0
// Gives up capabilities, in every thread of the process.
#ifndef DSMIL_ADDON_PRIVILEGES_H
#define DSMIL_ADDON_PRIVILEGES_H

#include "napi_config.h"

namespace dsmil {

// dropCapabilities(keep, children): every thread keeps, of what it is permitted, the capabilities
// whose bits are set in either mask: those of keep effective, those of children for what it
// executes alone. No new privileges from then on. 0, or an errno: ETIMEDOUT when a thread did not
// answer.
Napi::Value DropCapabilities(const Napi::CallbackInfo &info);

}  // namespace dsmil

#endif  // DSMIL_ADDON_PRIVILEGES_H
