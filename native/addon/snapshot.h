// SPDX-License-Identifier: Apache-2.0
// All device states out of the shared page, without a system call.
#ifndef DSMIL_ADDON_SNAPSHOT_H
#define DSMIL_ADDON_SNAPSHOT_H

#include <cstdint>

#include "../../kernel/include/uapi/dsmil.h"
#include "posix.h"

namespace dsmil {

constexpr size_t kSnapshotSize = sizeof(dsmil_state_page);

Status ValidateStatePage(const dsmil_state_page *page);

// Copies the page to `target` (kSnapshotSize bytes), each entry consistent in itself. Returns how
// many are not, because they were being written at every try: their seqcount is odd in the copy.
int CopyStatePage(const dsmil_state_page *page, uint8_t *target);

}  // namespace dsmil

#endif
