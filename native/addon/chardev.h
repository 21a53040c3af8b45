// SPDX-License-Identifier: Apache-2.0
#ifndef DSMIL_ADDON_CHARDEV_H
#define DSMIL_ADDON_CHARDEV_H

#include <mutex>

#include "transport.h"

namespace dsmil {

// /dev/dsmil.
class CharacterDevice final : public Transport {
 public:
  static Status Open(const std::string &path, bool writable, std::shared_ptr<Transport> *transport);

  int Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) override;
  int CallNow(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) override {
    return Call(nr, argument, size, timeout_ms);
  }
  int Stop(uint8_t *argument, uint32_t size) override;
  Status MapState(const dsmil_info &info, Mapping *state) override;
  Status SetUpRing(const dsmil_info &info, dsmil_ring_setup *setup, RingMapping *ring) override;
  int data_fd() const override { return fd_.get(); }
  int stop_fd() const override { return -1; }
  bool is_character_device() const override { return true; }
  // A poll of the descriptor says it.
  void OnGone(std::function<void()>) override {}
  void Close() override;

 private:
  Fd fd_;
  // The same description again, for calls in other threads: when the first is closed at once, so
  // that the core learns of it, no thread may find another file under its number.
  Fd calls_fd_;
  Fd stop_fd_;  // a description of its own
  std::mutex mutex_;
  bool closed_ = false;
  int in_flight_ = 0;
};

}  // namespace dsmil

#endif
