// SPDX-License-Identifier: Apache-2.0
#include "simulator.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace dsmil {
namespace {

constexpr size_t kPage = 4096;
constexpr uint32_t kReadOnly = 0;
constexpr uint32_t kReadWrite = 2;

// Memory of another process: without these seals it could shrink under us, which is SIGBUS.
Status CheckSealed(const Fd &fd, size_t size, const char *name) {
  constexpr int kWanted = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW;
  struct stat st;
  int seals = fcntl(fd.get(), F_GET_SEALS);
  if (seals < 0) return Status::Failed(errno, std::string("F_GET_SEALS of the ") + name);
  if ((seals & kWanted) != kWanted) {
    return Status::Failed(EPERM, std::string("the ") + name + " is not sealed (seals " +
                                     std::to_string(seals) + ", wanted " + std::to_string(kWanted) +
                                     ")");
  }
  if (fstat(fd.get(), &st) != 0) return Status::Failed(errno, std::string("fstat of the ") + name);
  if (st.st_size < 0 || static_cast<uint64_t>(st.st_size) < size) {
    return Status::Failed(EPROTO, std::string("the ") + name + " has " +
                                      std::to_string(st.st_size) + " bytes, wanted " +
                                      std::to_string(size));
  }
  return Status::Ok();
}

}  // namespace

Simulator::~Simulator() { Close(); }

template <typename Link>
Status Simulator::Hello(Link *link, uint32_t mode, std::vector<Fd> *fds) {
  dsmil_sim_hello hello = {};
  hello.header.size = sizeof(hello);
  hello.protocol = DSMIL_SIM_PROTOCOL;
  hello.mode = mode;
  int error = link->Call(DSMIL_SIM_NR_HELLO, reinterpret_cast<uint8_t *>(&hello), sizeof(hello),
                         kOpenTimeoutMs, fds);
  if (error != 0) return Status::Failed(error, "HELLO");
  if (hello.protocol != DSMIL_SIM_PROTOCOL || fds->size() != 3) {
    return Status::Failed(EPROTO, "HELLO was answered with protocol " +
                                      std::to_string(hello.protocol) + " and " +
                                      std::to_string(fds->size()) + " descriptors");
  }
  return Status::Ok();
}

Status Simulator::Open(const std::string &path, bool writable,
                       std::shared_ptr<Transport> *transport) {
  auto device = std::make_shared<Simulator>();
  std::vector<Fd> fds, unused;
  Fd fd, stop_fd;
  Status status = ConnectSimulator(path, &fd);
  // Without the way to stop it is not opened at all.
  if (status.ok()) status = ConnectSimulator(path, &stop_fd);
  if (!status.ok()) return status;
  device->link_ = std::make_shared<SimulatorLink>(std::move(fd));
  device->stop_link_ = std::make_unique<SimulatorStopLink>(std::move(stop_fd));
  status = SimulatorLink::Start(device->link_);
  if (status.ok()) status = Hello(device->link_.get(), writable ? kReadWrite : kReadOnly, &fds);
  if (status.ok()) status = Hello(device->stop_link_.get(), kReadOnly, &unused);
  if (!status.ok()) return status;
  device->state_ = std::move(fds[0]);
  device->data_notice_ = std::move(fds[1]);
  device->stop_notice_ = std::move(fds[2]);
  *transport = std::move(device);
  return Status::Ok();
}

int Simulator::Call(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) {
  return link_->Call(nr, argument, size, timeout_ms, nullptr);
}

int Simulator::CallNow(uint32_t nr, uint8_t *argument, uint32_t size, int timeout_ms) {
  return link_->CallNow(nr, argument, size, timeout_ms);
}

int Simulator::Stop(uint8_t *argument, uint32_t size) {
  return stop_link_->Call(_IOC_NR(DSMIL_IOC_STOP), argument, size, kStopTimeoutMs, nullptr);
}

Status Simulator::MapState(const dsmil_info &info, Mapping *state) {
  if (info.state_size < sizeof(dsmil_state_page) || info.state_size > (1U << 20)) {
    return Status::Failed(EPROTO,
                          "the state page has " + std::to_string(info.state_size) + " bytes");
  }
  Status status = CheckSealed(state_, info.state_size, "state memory");
  if (status.ok()) status = state->Map(state_.get(), 0, info.state_size, PROT_READ, "state memory");
  return status;
}

Status Simulator::SetUpRing(const dsmil_info &, dsmil_ring_setup *setup, RingMapping *ring) {
  std::vector<Fd> fds;
  auto *argument = reinterpret_cast<uint8_t *>(setup);
  int error =
      link_->Call(_IOC_NR(DSMIL_IOC_RING_SETUP), argument, sizeof(*setup), kOpenTimeoutMs, &fds);
  if (error != 0) return Status::Failed(error, "RING_SETUP");
  if (fds.size() != 2) {
    return Status::Failed(
        EPROTO, "RING_SETUP was answered with " + std::to_string(fds.size()) + " descriptors");
  }
  Status status = CheckRingSize(setup->data_size);
  ring->data_size = setup->data_size;
  if (status.ok()) status = CheckSealed(fds[0], kPage, "consumer memory");
  if (status.ok()) status = CheckSealed(fds[1], kPage + setup->data_size, "ring memory");
  if (status.ok()) {
    status = ring->consumer.Map(fds[0].get(), 0, kPage, PROT_READ | PROT_WRITE, "consumer memory");
  }
  if (status.ok()) {
    status = ring->producer.Map(fds[1].get(), 0, kPage, PROT_READ, "producer page");
  }
  if (status.ok()) status = ring->data.MapTwice(fds[1].get(), kPage, setup->data_size, "data");
  return status;
}

void Simulator::Close() {
  if (link_) link_->Shutdown();
  if (stop_link_) stop_link_->Shutdown();
}

}  // namespace dsmil
