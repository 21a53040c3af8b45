// SPDX-License-Identifier: Apache-2.0
#ifndef DSMIL_ADDON_SIMULATOR_H
#define DSMIL_ADDON_SIMULATOR_H

#include <pthread.h>

#include <condition_variable>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "transport.h"

namespace dsmil {

// One packet of the socket and what came with it.
struct Packet {
  dsmil_sim_message message;
  alignas(8) uint8_t body[sizeof(dsmil_get_state)];
  size_t size = 0;  // of the body
  std::vector<Fd> fds;
};

// The pieces of a request and its answer. 0 or an errno; ENODEV when the other side is gone, or
// does not speak the protocol, which is as good as gone.
Status ConnectSimulator(const std::string &path, Fd *fd);
int SendPacket(int fd, uint32_t tag, uint32_t nr, uint8_t *argument, uint32_t size, int flags);
int ReceivePacket(int fd, Packet *packet, int flags);

// One connection to dsmil-sim: requests carry a tag, answers come in any order.
class SimulatorLink {
 public:
  explicit SimulatorLink(Fd fd) : fd_(std::move(fd)) {}

  // Starts the thread that receives; it keeps the link alive until the socket ends.
  static Status Start(const std::shared_ptr<SimulatorLink> &link);

  int Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms, std::vector<Fd> *fds) {
    return Exchange(nr, argument, size, timeout_ms, fds, 0);
  }
  // Never waits for room in the socket: kNotTaken then, and kNoAnswer when none comes in time.
  int CallNow(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms);
  void OnEnd(std::function<void()> ended);
  // No request goes out any more; what is under way may still be answered.
  void Shutdown();

 private:
  struct Waiter {
    Waiter(uint8_t *argument, uint32_t size, std::vector<Fd> *fds)
        : argument(argument), size(size), fds(fds) {}
    uint8_t *argument;
    uint32_t size;
    std::vector<Fd> *fds;
    bool done = false;
    int error = 0;
    std::condition_variable condition;
  };

  int Exchange(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms, std::vector<Fd> *fds,
               int flags);
  static void *Receive(void *link);
  void Answer(Packet *packet);
  void End();

  Fd fd_;
  std::mutex mutex_;
  std::unordered_map<uint32_t, Waiter *> waiters_;
  uint32_t next_tag_ = 1;
  bool ended_ = false;
  bool shut_ = false;
  std::function<void()> on_end_;
};

// The connection for the stop: the calling thread itself waits for the answer, since another one
// to wake would cost 25 us more.
class SimulatorStopLink {
 public:
  explicit SimulatorStopLink(Fd fd) : fd_(std::move(fd)) {}
  int Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms, std::vector<Fd> *fds);
  void Shutdown();

 private:
  Fd fd_;
  std::mutex mutex_;
  uint32_t next_tag_ = 1;
};

class Simulator final : public Transport {
 public:
  ~Simulator() override;
  static Status Open(const std::string &path, bool writable, std::shared_ptr<Transport> *transport);

  int Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) override;
  int CallNow(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) override;
  int Stop(uint8_t *argument, uint32_t size) override;
  Status MapState(const dsmil_info &info, Mapping *state) override;
  Status SetUpRing(const dsmil_info &info, dsmil_ring_setup *setup, RingMapping *ring) override;
  int data_fd() const override { return data_notice_.get(); }
  int stop_fd() const override { return stop_notice_.get(); }
  bool is_character_device() const override { return false; }
  void OnGone(std::function<void()> gone) override { link_->OnEnd(std::move(gone)); }
  void Close() override;

 private:
  template <typename Link>
  static Status Hello(Link *link, uint32_t mode, std::vector<Fd> *fds);

  std::shared_ptr<SimulatorLink> link_;
  std::unique_ptr<SimulatorStopLink> stop_link_;  // a connection of its own
  Fd state_;
  Fd data_notice_;
  Fd stop_notice_;
};

}  // namespace dsmil

#endif
