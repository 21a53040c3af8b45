// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "jobs.h"
#include "simulator.h"
#include "thread.h"

namespace dsmil {
namespace {

using Clock = std::chrono::steady_clock;

// What of an answer the caller has room for, and its errno.
int TakeAnswer(Packet *packet, uint8_t *argument, uint32_t size, std::vector<Fd> *fds) {
  memcpy(argument, packet->body, packet->size < size ? packet->size : size);
  if (fds != nullptr) *fds = std::move(packet->fds);
  return packet->message.error < 0 ? -packet->message.error : 0;
}

}  // namespace

Status SimulatorLink::Start(const std::shared_ptr<SimulatorLink> &link) {
  auto *keep = new std::shared_ptr<SimulatorLink>(link);
  int error = StartThread(&SimulatorLink::Receive, keep);
  if (error != 0) {
    delete keep;
    return Status::Failed(error, "pthread_create");
  }
  return Status::Ok();
}

int SimulatorLink::CallNow(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) {
  int error = Exchange(nr, argument, size, timeout_ms, nullptr, MSG_DONTWAIT);
  // No hardware is asked, so it is not what is late.
  return error == ETIMEDOUT ? kNoAnswer : error;
}

int SimulatorLink::Exchange(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms,
                            std::vector<Fd> *fds, int flags) {
  Waiter waiter(argument, size, fds);
  uint32_t tag;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (shut_) return kNotBegun;
    if (ended_) return ENODEV;
    tag = next_tag_++;
    waiters_.emplace(tag, &waiter);
  }
  int error = SendPacket(fd_.get(), tag, nr, argument, size, flags);
  // By then it had no room for as long as it was waited for (SO_SNDTIMEO).
  if (error == EAGAIN) error = kNotTaken;

  std::unique_lock<std::mutex> lock(mutex_);
  if (error != 0) {
    waiters_.erase(tag);
    return error;
  }
  auto done = [&waiter] { return waiter.done; };
  if (timeout_ms <= 0) {
    waiter.condition.wait(lock, done);
  } else if (!waiter.condition.wait_for(lock, std::chrono::milliseconds(timeout_ms), done)) {
    // An answer that comes later finds no waiter and is dropped.
    waiters_.erase(tag);
    return ETIMEDOUT;
  }
  return waiter.error;
}

void SimulatorLink::Answer(Packet *packet) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = waiters_.find(packet->message.tag);
  if (found == waiters_.end()) return;
  Waiter *waiter = found->second;
  waiters_.erase(found);
  waiter->error = TakeAnswer(packet, waiter->argument, waiter->size, waiter->fds);
  waiter->done = true;
  waiter->condition.notify_one();
}

void SimulatorLink::End() {
  std::function<void()> ended;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
    for (auto &[tag, waiter] : waiters_) {
      waiter->error = shut_ ? kUnanswered : ENODEV;
      waiter->done = true;
      waiter->condition.notify_one();
    }
    waiters_.clear();
    ended = std::move(on_end_);
  }
  if (ended) ended();
}

void *SimulatorLink::Receive(void *link) {
  auto *keep = static_cast<std::shared_ptr<SimulatorLink> *>(link);
  auto packet = std::make_unique<Packet>();
  while (ReceivePacket((*keep)->fd_.get(), packet.get(), 0) == 0) (*keep)->Answer(packet.get());
  (*keep)->End();
  delete keep;
  return nullptr;
}

void SimulatorLink::OnEnd(std::function<void()> ended) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!ended_) {
      on_end_ = std::move(ended);
      return;
    }
  }
  if (ended) ended();
}

void SimulatorLink::Shutdown() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (shut_) return;
  shut_ = true;
  // What is under way may still be answered; with nothing the receiver ends at once, too.
  shutdown(fd_.get(), waiters_.empty() ? SHUT_RDWR : SHUT_WR);
}

int SimulatorStopLink::Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms,
                            std::vector<Fd> *fds) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  const uint32_t tag = next_tag_++;
  Packet packet;
  // Never waits for room: nothing but stops is in this socket, so a full one is a dead peer.
  int error = SendPacket(fd_.get(), tag, nr, argument, size, MSG_DONTWAIT);
  if (error == EAGAIN) return ETIMEDOUT;
  while (error == 0) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() < 0) return ETIMEDOUT;
    pollfd wait = {fd_.get(), POLLIN, 0};
    int ready = poll(&wait, 1, static_cast<int>(left.count()) + 1);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    error = ready < 0 ? errno : ReceivePacket(fd_.get(), &packet, MSG_DONTWAIT);
    if (error == EAGAIN) error = 0;
    // Another tag answers a request that was given up.
    else if (error == 0 && packet.message.tag == tag)
      return TakeAnswer(&packet, argument, size, fds);
  }
  return error;
}

void SimulatorStopLink::Shutdown() { shutdown(fd_.get(), SHUT_RDWR); }

}  // namespace dsmil
