// SPDX-License-Identifier: Apache-2.0
#include "notifier.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace dsmil {
namespace {

// A notice's bytes mean nothing, and are taken so that it can come again. False when its other end
// is closed: the simulator is gone.
bool TakeNotice(const uv_poll_t *handle) {
  char bytes[64];
  int fd;
  if (uv_fileno(reinterpret_cast<const uv_handle_t *>(handle), &fd) != 0) return false;
  for (;;) {
    ssize_t got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (got == static_cast<ssize_t>(sizeof(bytes))) continue;
    // Fewer are all that there are; the next look would only be told so.
    if (got > 0) return true;
    if (got < 0 && errno == EINTR) continue;
    // Nothing there is no error, since another wake may have been taken together with this one.
    return got < 0 && errno == EAGAIN;
  }
}

}  // namespace

int Notifier::Start(uv_loop_t *loop, int data_fd, int stop_fd) {
  int error = uv_poll_init(loop, &data_poll_, data_fd);
  if (error != 0) return error;
  data_poll_.data = this;
  open_handles_ = 1;
  started_ = true;
  uv_idle_init(loop, &idle_);
  idle_.data = this;
  open_handles_++;
  // Only the poll decides whether the loop has something to live for.
  uv_unref(reinterpret_cast<uv_handle_t *>(&idle_));
  if (stop_fd >= 0) {
    error = uv_poll_init(loop, &stop_poll_, stop_fd);
    if (error != 0) return error;
    stop_poll_.data = this;
    has_stop_poll_ = true;
    open_handles_++;
    error = uv_poll_start(&stop_poll_, UV_READABLE, OnStop);
    if (error != 0) return error;
  }
  StartPoll();
  return 0;
}

// A stop and the end of the device are told whether anybody drains or not.
void Notifier::StartPoll() {
  int events = (watching_ && ring_ != nullptr ? UV_READABLE : 0);
  if (!has_stop_poll_) events |= UV_PRIORITIZED | UV_DISCONNECT;
  if (events == 0) {
    uv_poll_stop(&data_poll_);
  } else {
    uv_poll_start(&data_poll_, events, OnData);
  }
}

void Notifier::Resume() {
  if (closing_ || watching_ || ring_ == nullptr) return;
  watching_ = true;
  fruitless_ = 0;
  StartPoll();
  // What is there already, and what comes from now on.
  Activate();
}

void Notifier::Pause() {
  if (closing_ || !watching_) return;
  watching_ = false;
  active_ = false;
  uv_idle_stop(&idle_);
  // Nobody polls now, but nobody would listen to a wake-up either: spare the producer.
  ring_->SetAwake();
  StartPoll();
}

void Notifier::SetRef(bool ref) {
  if (!started_) return;
  for (uv_poll_t *poll : {&data_poll_, &stop_poll_}) {
    if (poll == &stop_poll_ && !has_stop_poll_) continue;
    auto *handle = reinterpret_cast<uv_handle_t *>(poll);
    if (ref) {
      uv_ref(handle);
    } else {
      uv_unref(handle);
    }
  }
}

void Notifier::Activate() {
  deadline_ns_ = uv_hrtime() + budget_ns_;
  if (active_) return;
  active_ = true;
  hit_ = false;
  phases_++;
  ring_->SetAwake();
  uv_idle_start(&idle_, OnIdle);
}

void Notifier::GoIdle() {
  if (ring_->ClearAwake()) {
    deadline_ns_ = uv_hrtime() + budget_ns_;
    return;
  }
  budget_ns_ =
      hit_ ? std::min(budget_ns_ * 2, kActiveMaxNs) : std::max(budget_ns_ / 2, kActiveMinNs);
  active_ = false;
  idle_since_ns_ = uv_hrtime();
  uv_idle_stop(&idle_);
}

void Notifier::Deliver() {
  uint64_t before = ring_->position();
  events_.readable();
  if (closing_ || !watching_) return;
  uint64_t drained = ring_->position() - before;
  if (drained != 0) {
    fruitless_ = 0;
    gather_until_ns_ = drained >= kStreamBytes ? uv_hrtime() + kGatherNs : 0;
  } else if (++fruitless_ >= kFruitlessMax) {
    Pause();
  }
}

void Notifier::OnIdle(uv_idle_t *handle) {
  auto *self = static_cast<Notifier *>(handle->data);
  const uint64_t begin = uv_hrtime();
  uint64_t now = begin;
  if (now < self->gather_until_ns_) return;
  while (!self->HasData()) {
    now = uv_hrtime();
    if (now >= self->deadline_ns_) return self->GoIdle();
    if (now - begin >= kLookNs) return;
  }
  self->polled_++;
  self->hit_ = true;
  self->deadline_ns_ = now + self->budget_ns_;
  self->Deliver();
}

void Notifier::OnData(uv_poll_t *handle, int status, int events) {
  auto *self = static_cast<Notifier *>(handle->data);
  if (status < 0 || (events & UV_DISCONNECT) != 0) {
    uv_poll_stop(handle);
    self->events_.gone();
    return;
  }
  if ((events & UV_PRIORITIZED) != 0) {
    self->events_.stopped();
    if (self->closing_) return;
  }
  if ((events & UV_READABLE) == 0 || !self->watching_) return;
  const bool urgent = self->HasData();
  if (!urgent) {
    // Taken before it looks again: what comes in between wakes once more.
    if (!self->TakeDataNotice()) return;
    if (!self->HasData()) return;
  }
  if (!self->active_) {
    self->wakes_++;
    // A longer phase would have caught this one: being active pays again.
    if (uv_hrtime() - self->idle_since_ns_ < kActiveMaxNs) self->budget_ns_ = kActiveMaxNs;
  }
  self->Activate();
  self->Deliver();
  // After delivering, since the system call can wait. A wake-up that is taken together with this
  // one is not missed: the phase that has begun looks at the ring itself.
  if (urgent && !self->closing_) self->TakeDataNotice();
}

// The character device has none: its readiness follows the ring.
bool Notifier::TakeDataNotice() {
  return !has_stop_poll_ || TakeNotice(&data_poll_) || Ended(&data_poll_);
}

// Both notices end together, with the simulator. Always false.
bool Notifier::Ended(uv_poll_t *handle) {
  uv_poll_stop(handle);
  events_.gone();
  return false;
}

void Notifier::OnStop(uv_poll_t *handle, int status, int) {
  auto *self = static_cast<Notifier *>(handle->data);
  if (status < 0) {
    uv_poll_stop(handle);
    return;
  }
  // What was sent before the end is told before it.
  const bool more = TakeNotice(handle);
  if (more) self->events_.stopped();
  if (!more && !self->closing_) self->Ended(handle);
}

void Notifier::OnClosed(uv_handle_t *handle) {
  auto *self = static_cast<Notifier *>(handle->data);
  if (--self->open_handles_ == 0) self->closed_();
}

void Notifier::Close(std::function<void()> closed) {
  if (closing_) return;
  closing_ = true;
  watching_ = false;
  closed_ = std::move(closed);
  if (!started_) {
    closed_();
    return;
  }
  uv_close(reinterpret_cast<uv_handle_t *>(&data_poll_), OnClosed);
  uv_close(reinterpret_cast<uv_handle_t *>(&idle_), OnClosed);
  if (has_stop_poll_) uv_close(reinterpret_cast<uv_handle_t *>(&stop_poll_), OnClosed);
}

}  // namespace dsmil
