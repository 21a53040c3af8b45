// SPDX-License-Identifier: Apache-2.0
// Owners of descriptors and mappings, and the answer of whatever can fail.
#ifndef DSMIL_ADDON_POSIX_H
#define DSMIL_ADDON_POSIX_H

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>

namespace dsmil {

// 0, or an errno and what was tried.
struct Status {
  int error = 0;
  std::string what;

  static Status Ok() { return {}; }
  static Status Failed(int error, std::string what) { return {error, std::move(what)}; }
  bool ok() const { return error == 0; }
};

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd &operator=(Fd &&other) noexcept {
    if (this != &other) {
      Reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  Fd(const Fd &) = delete;
  Fd &operator=(const Fd &) = delete;
  ~Fd() { Reset(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  void Reset() {
    // The descriptor is gone whatever close answers (also EINTR, on Linux).
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

class Mapping {
 public:
  Mapping() = default;
  Mapping(Mapping &&other) noexcept
      : at_(std::exchange(other.at_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Mapping &operator=(Mapping &&other) noexcept {
    if (this != &other) {
      Reset();
      at_ = std::exchange(other.at_, nullptr);
      size_ = std::exchange(other.size_, 0);
    }
    return *this;
  }
  Mapping(const Mapping &) = delete;
  Mapping &operator=(const Mapping &) = delete;
  ~Mapping() { Reset(); }

  // Shared. Not inherited by a child, which must not consume from its parent's ring.
  Status Map(int fd, uint64_t offset, size_t size, int protection, const char *name) {
    void *at = mmap(nullptr, size, protection, MAP_SHARED, fd, static_cast<off_t>(offset));
    if (at == MAP_FAILED) return Status::Failed(errno, std::string("mmap of the ") + name);
    return Adopt(at, size, name);
  }

  // The same bytes twice in a row, so that what wraps around is contiguous.
  Status MapTwice(int fd, uint64_t offset, size_t size, const char *name) {
    void *room = mmap(nullptr, 2 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) return Status::Failed(errno, std::string("mmap for the ") + name);
    for (size_t copy = 0; copy < 2; copy++) {
      void *want = static_cast<uint8_t *>(room) + copy * size;
      void *at =
          mmap(want, size, PROT_READ, MAP_SHARED | MAP_FIXED, fd, static_cast<off_t>(offset));
      if (at == MAP_FAILED) {
        int error = errno;
        munmap(room, 2 * size);
        return Status::Failed(error, std::string("mmap of the ") + name);
      }
    }
    return Adopt(room, 2 * size, name);
  }

  template <typename T>
  T *as() const {
    return static_cast<T *>(at_);
  }
  size_t size() const { return size_; }
  void Reset() {
    if (at_ != nullptr) munmap(std::exchange(at_, nullptr), std::exchange(size_, 0));
  }

 private:
  Status Adopt(void *at, size_t size, const char *name) {
    Reset();
    at_ = at;
    size_ = size;
    if (madvise(at, size, MADV_DONTFORK) != 0) {
      return Status::Failed(errno, std::string("madvise(MADV_DONTFORK) of the ") + name);
    }
    return Status::Ok();
  }

  void *at_ = nullptr;
  size_t size_ = 0;
};

}  // namespace dsmil

#endif
