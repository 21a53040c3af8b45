// SPDX-License-Identifier: Apache-2.0
// Calls that may wait for hardware, off the event loop. Not on libuv's pool: its four threads are
// shared with file access and name resolution, and four devices that do not answer would stop
// the whole daemon for seconds. Threads start when they are needed, eight at most a device path.
#ifndef DSMIL_ADDON_JOBS_H
#define DSMIL_ADDON_JOBS_H

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace dsmil {

// Answers that no core gives: the path was closed before the call began, or before its answer; the
// simulator did not take the request, or did not answer it in time.
constexpr int kNotBegun = -1;
constexpr int kUnanswered = -2;
constexpr int kNotTaken = -3;
constexpr int kNoAnswer = -4;

struct Job {
  uint64_t id = 0;
  std::vector<uint8_t> argument;
  std::vector<uint8_t> setup;  // of an opening: the ring's
  int error = 0;
  std::string detail;
  std::function<void(Job *)> run;
};

class Jobs : public std::enable_shared_from_this<Jobs> {
 public:
  static constexpr size_t kThreads = 8;
  static constexpr size_t kQueueMax = 65536;

  // `finished` is called from any thread when there is something to take.
  explicit Jobs(std::function<void()> finished) : finished_(std::move(finished)) {}

  // 0, or why not: EAGAIN when too many wait, kNotBegun after Close, or of pthread_create.
  int Submit(std::unique_ptr<Job> job);
  // True when it had not begun: it never will, and it is not among the finished.
  bool Cancel(uint64_t id);
  std::vector<std::unique_ptr<Job>> TakeFinished();
  // What has not begun is finished with kNotBegun; what has goes on.
  void Close();
  // `finished` is not called any more.
  void Detach();

 private:
  static void *Work(void *jobs);
  void WorkLoop();

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::unique_ptr<Job>> queue_;
  std::vector<std::unique_ptr<Job>> done_;
  std::function<void()> finished_;
  size_t threads_ = 0;
  size_t idle_ = 0;
  bool closed_ = false;
};

}  // namespace dsmil

#endif
