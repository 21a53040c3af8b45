// SPDX-License-Identifier: Apache-2.0
#include "chardev.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <cerrno>

#include "jobs.h"
#include "simulator.h"

namespace dsmil {
namespace {

constexpr size_t kPage = 4096;

// EINTR is not retried: the core gives it for a fatal signal only.
int Ioctl(int fd, uint32_t nr, uint8_t *argument, uint32_t size) {
  unsigned long request = _IOC(_IOC_READ | _IOC_WRITE, DSMIL_IOC_MAGIC, nr, size);
  return ioctl(fd, request, argument) == 0 ? 0 : errno;
}

}  // namespace

Status OpenTransport(const std::string &path, bool writable,
                     std::shared_ptr<Transport> *transport) {
  struct stat st;
  if (stat(path.c_str(), &st) != 0) return Status::Failed(errno, "stat");
  if (S_ISCHR(st.st_mode)) return CharacterDevice::Open(path, writable, transport);
  if (S_ISSOCK(st.st_mode)) return Simulator::Open(path, writable, transport);
  return Status::Failed(ENODEV, "it is neither a character device nor a socket");
}

Status CheckRingSize(uint64_t size) {
  if (size < DSMIL_RING_SIZE_MIN || size > DSMIL_RING_SIZE_MAX || (size & (size - 1)) != 0) {
    return Status::Failed(EPROTO, "the core set up a ring of " + std::to_string(size) + " bytes");
  }
  return Status::Ok();
}

Status CharacterDevice::Open(const std::string &path, bool writable,
                             std::shared_ptr<Transport> *transport) {
  auto device = std::make_shared<CharacterDevice>();
  device->fd_ = Fd(open(path.c_str(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC));
  if (!device->fd_.valid()) return Status::Failed(errno, "open");
  device->calls_fd_ = Fd(fcntl(device->fd_.get(), F_DUPFD_CLOEXEC, 3));
  if (!device->calls_fd_.valid()) return Status::Failed(errno, "dup");
  // Without the way to stop it is not opened at all.
  device->stop_fd_ = Fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!device->stop_fd_.valid()) return Status::Failed(errno, "open for the stop");
  *transport = std::move(device);
  return Status::Ok();
}

int CharacterDevice::Call(uint32_t nr, uint8_t *argument, uint32_t size, int) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return kNotBegun;
    in_flight_++;
  }
  int error = Ioctl(calls_fd_.get(), nr, argument, size);
  std::lock_guard<std::mutex> lock(mutex_);
  in_flight_--;
  if (closed_ && in_flight_ == 0) calls_fd_.Reset();
  return error;
}

int CharacterDevice::Stop(uint8_t *argument, uint32_t size) {
  return Ioctl(stop_fd_.get(), _IOC_NR(DSMIL_IOC_STOP), argument, size);
}

Status CharacterDevice::MapState(const dsmil_info &info, Mapping *state) {
  if (info.state_size < sizeof(dsmil_state_page) || info.state_size > (1U << 20)) {
    return Status::Failed(EPROTO,
                          "the state page has " + std::to_string(info.state_size) + " bytes");
  }
  return state->Map(fd_.get(), info.state_offset, info.state_size, PROT_READ, "state page");
}

Status CharacterDevice::SetUpRing(const dsmil_info &info, dsmil_ring_setup *setup,
                                  RingMapping *ring) {
  auto *argument = reinterpret_cast<uint8_t *>(setup);
  int error = Call(_IOC_NR(DSMIL_IOC_RING_SETUP), argument, sizeof(*setup), 0);
  if (error != 0) return Status::Failed(error, "RING_SETUP");
  Status status = CheckRingSize(setup->data_size);
  ring->data_size = setup->data_size;
  if (status.ok()) {
    status = ring->consumer.Map(fd_.get(), info.consumer_offset, kPage, PROT_READ | PROT_WRITE,
                                "consumer page");
  }
  if (status.ok()) {
    status = ring->producer.Map(fd_.get(), info.producer_offset, kPage, PROT_READ, "producer page");
  }
  if (status.ok()) {
    // The driver lays the bytes out twice in a row itself.
    status = ring->data.Map(fd_.get(), info.data_offset, 2 * setup->data_size, PROT_READ, "data");
  }
  return status;
}

void CharacterDevice::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return;
  closed_ = true;
  fd_.Reset();
  stop_fd_.Reset();
  if (in_flight_ == 0) calls_fd_.Reset();
}

}  // namespace dsmil
