// SPDX-License-Identifier: Apache-2.0
// The way to a core: the character device, or the simulated device's socket.
#ifndef DSMIL_ADDON_TRANSPORT_H
#define DSMIL_ADDON_TRANSPORT_H

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "../../kernel/include/uapi/dsmil.h"
#include "posix.h"
#include "ring_consumer.h"

namespace dsmil {

class Transport {
 public:
  virtual ~Transport() = default;

  // Performs a call: `argument` begins with struct dsmil_header, whose size is `size`. Any thread.
  // Returns 0 or a positive errno, and the answer in `argument` either way. `timeout_ms` bounds
  // the wait for another process's answer; the kernel bounds its own.
  virtual int Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) = 0;
  // The same for a call that never waits for hardware, on the event loop's thread: waits for
  // nothing but the answer, and at most `timeout_ms`.
  virtual int CallNow(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) = 0;
  // DSMIL_IOC_STOP over a description of its own, behind nothing. Any thread.
  virtual int Stop(uint8_t *argument, uint32_t size) = 0;
  virtual Status MapState(const dsmil_info &info, Mapping *state) = 0;
  // DSMIL_IOC_RING_SETUP and the mappings.
  virtual Status SetUpRing(const dsmil_info &info, dsmil_ring_setup *setup, RingMapping *ring) = 0;

  // What the event loop watches. The character device has one for both.
  virtual int data_fd() const = 0;
  virtual int stop_fd() const = 0;
  virtual bool is_character_device() const = 0;
  // Called once, from any thread, when the other side is gone and no descriptor tells.
  virtual void OnGone(std::function<void()> gone) = 0;
  // Nothing begins after it. What the core must see of a close, it sees now.
  virtual void Close() = 0;
};

// A simulator may stand still with its machine for a while; nobody is in danger meanwhile.
constexpr int kOpenTimeoutMs = 10000;
// Of a connect, and of what is sent: its other end has room, or is as good as gone.
constexpr int kSendTimeoutMs = 2000;
// Whoever stops has another way, and is told soon that this one does not answer.
constexpr int kStopTimeoutMs = 1000;

// Blocks; for a thread. Decides by what `path` is.
Status OpenTransport(const std::string &path, bool writable, std::shared_ptr<Transport> *transport);

// A ring size that the core may have chosen, before anything is mapped by it.
Status CheckRingSize(uint64_t size);

}  // namespace dsmil

#endif
