// SPDX-License-Identifier: Apache-2.0
#include "snapshot.h"

#include <cerrno>
#include <cstddef>
#include <cstring>

namespace dsmil {
namespace {

// A writer holds an entry for a hundred nanoseconds. One that holds it for longer was preempted
// or died there, and waiting for it would stop the event loop.
constexpr int kTries = 200;

static_assert(offsetof(dsmil_state_page, entries) % 8 == 0, "copied by words");
static_assert(sizeof(dsmil_state_entry) % 8 == 0, "copied by words");

// Whole words, each once: another processor may be writing them.
inline void CopyWords(uint8_t *to, const void *from, size_t size) {
  const auto *words = static_cast<const uint64_t *>(from);
  for (size_t i = 0; i < size / 8; i++) {
    uint64_t word = __atomic_load_n(words + i, __ATOMIC_RELAXED);
    memcpy(to + 8 * i, &word, sizeof(word));
  }
}

bool CopyEntry(const dsmil_state_entry *entry, uint8_t *to) {
  for (int i = 0; i < kTries; i++) {
    uint32_t before = __atomic_load_n(&entry->seqcount, __ATOMIC_ACQUIRE);
    if ((before & 1) == 0) {
      CopyWords(to, entry, sizeof(*entry));
      __atomic_thread_fence(__ATOMIC_ACQUIRE);
      if (__atomic_load_n(&entry->seqcount, __ATOMIC_RELAXED) == before) {
        memcpy(to, &before, sizeof(before));
        return true;
      }
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  // What is there all the same, marked: never what the caller's buffer had before.
  CopyWords(to, entry, sizeof(*entry));
  uint32_t odd = 1;
  memcpy(to, &odd, sizeof(odd));
  return false;
}

}  // namespace

Status ValidateStatePage(const dsmil_state_page *page) {
  if (page->magic != DSMIL_STATE_MAGIC) {
    return Status::Failed(EPROTO, "the state page has no magic");
  }
  if (page->state_schema != DSMIL_STATE_SCHEMA) {
    return Status::Failed(EPROTO, "the state page has schema " +
                                      std::to_string(page->state_schema) + ", this addon knows " +
                                      std::to_string(DSMIL_STATE_SCHEMA));
  }
  if (page->entry_size != sizeof(dsmil_state_entry) || page->entry_count != DSMIL_DEVICE_COUNT) {
    return Status::Failed(EPROTO, "the state page has " + std::to_string(page->entry_count) +
                                      " entries of " + std::to_string(page->entry_size) + " bytes");
  }
  return Status::Ok();
}

int CopyStatePage(const dsmil_state_page *page, uint8_t *target) {
  int torn = 0;
  CopyWords(target, page, offsetof(dsmil_state_page, entries));
  for (int i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    uint8_t *to = target + offsetof(dsmil_state_page, entries) + i * sizeof(dsmil_state_entry);
    if (!CopyEntry(&page->entries[i], to)) torn++;
  }
  return torn;
}

}  // namespace dsmil
