// SPDX-License-Identifier: Apache-2.0
// Tells the event loop's thread that there is something to drain.
//
//   idle     awake is 0, the descriptor is polled: the core wakes us (25 us)
//   active   awake is 1, every turn of the loop looks at the ring: nobody wakes anybody (< 1 us)
//   paused   nobody wants to drain
//
// Being active costs a processor, so it lasts for a while after the last record only, and for a
// shorter one when it did not pay the last times.
#ifndef DSMIL_ADDON_NOTIFIER_H
#define DSMIL_ADDON_NOTIFIER_H

#include <uv.h>

#include <cstdint>
#include <functional>

#include "ring_consumer.h"

namespace dsmil {

struct NotifierEvents {
  std::function<void()> readable;
  std::function<void()> stopped;
  std::function<void()> gone;
};

class Notifier {
 public:
  Notifier(RingConsumer *ring, NotifierEvents events) : ring_(ring), events_(std::move(events)) {}

  // Initialises the handles on the loop's thread. `stop_fd` -1: the descriptor tells both.
  int Start(uv_loop_t *loop, int data_fd, int stop_fd);
  // Starts telling. Both are harmless when it is so already.
  void Resume();
  void Pause();
  void SetRef(bool ref);
  // Handles are closed; `closed` is called when all of them are, then the notifier may be freed.
  void Close(std::function<void()> closed);

  uint64_t wakes() const { return wakes_; }
  uint64_t polled() const { return polled_; }
  uint64_t phases() const { return phases_; }

 private:
  static constexpr uint64_t kActiveMaxNs = 200000;
  static constexpr uint64_t kActiveMinNs = 25000;
  // After that much at once records come in a stream: let some gather, since a batch that is larger
  // costs less. Single ones are never held.
  static constexpr uint64_t kStreamBytes = 4096;
  static constexpr uint64_t kGatherNs = 10000;
  // How long a turn of the loop looks at the ring. Less than anything else on it would notice, more
  // than the turn itself takes.
  static constexpr uint64_t kLookNs = 3000;
  // Calls of `readable` in a row that drained nothing: somebody does not want to. It stops then.
  static constexpr int kFruitlessMax = 16;

  static void OnData(uv_poll_t *handle, int status, int events);
  static void OnStop(uv_poll_t *handle, int status, int events);
  static void OnIdle(uv_idle_t *handle);
  static void OnClosed(uv_handle_t *handle);

  bool HasData() const { return ring_ != nullptr && ring_->HasData(); }
  void StartPoll();
  void Deliver();
  void Activate();
  void GoIdle();
  bool TakeDataNotice();
  bool Ended(uv_poll_t *handle);

  RingConsumer *ring_;  // nullptr: only the stop is told
  NotifierEvents events_;
  uv_poll_t data_poll_{};
  uv_poll_t stop_poll_{};
  uv_idle_t idle_{};
  bool has_stop_poll_ = false;
  bool started_ = false;
  bool closing_ = false;
  bool watching_ = false;
  bool active_ = false;
  bool hit_ = false;
  int fruitless_ = 0;
  int open_handles_ = 0;
  uint64_t budget_ns_ = kActiveMaxNs;
  uint64_t deadline_ns_ = 0;
  uint64_t idle_since_ns_ = 0;
  uint64_t gather_until_ns_ = 0;
  uint64_t wakes_ = 0;
  uint64_t polled_ = 0;
  uint64_t phases_ = 0;
  std::function<void()> closed_;
};

}  // namespace dsmil

#endif
