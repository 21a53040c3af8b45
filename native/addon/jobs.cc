// SPDX-License-Identifier: Apache-2.0
#include "jobs.h"

#include <algorithm>
#include <cerrno>

#include "thread.h"

namespace dsmil {

int Jobs::Submit(std::unique_ptr<Job> job) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return kNotBegun;
  if (queue_.size() >= kQueueMax) return EAGAIN;
  if (idle_ <= queue_.size() && threads_ < kThreads) {
    auto *keep = new std::shared_ptr<Jobs>(shared_from_this());
    int error = StartThread(&Jobs::Work, keep);
    if (error != 0) {
      delete keep;
      if (threads_ == 0) return error;
    } else {
      threads_++;
    }
  }
  queue_.push_back(std::move(job));
  more_.notify_one();
  return 0;
}

bool Jobs::Cancel(uint64_t id) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = std::find_if(queue_.begin(), queue_.end(),
                            [id](const std::unique_ptr<Job> &job) { return job->id == id; });
  if (found == queue_.end()) return false;
  queue_.erase(found);
  return true;
}

std::vector<std::unique_ptr<Job>> Jobs::TakeFinished() {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::move(done_);
}

void Jobs::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return;
  closed_ = true;
  while (!queue_.empty()) {
    queue_.front()->error = kNotBegun;
    done_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  more_.notify_all();
  if (!done_.empty() && finished_) finished_();
}

void Jobs::Detach() {
  std::lock_guard<std::mutex> lock(mutex_);
  finished_ = nullptr;
}

void *Jobs::Work(void *jobs) {
  auto *keep = static_cast<std::shared_ptr<Jobs> *>(jobs);
  (*keep)->WorkLoop();
  delete keep;
  return nullptr;
}

void Jobs::WorkLoop() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    idle_++;
    more_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    idle_--;
    if (queue_.empty()) return;
    std::unique_ptr<Job> job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job->run(job.get());
    job->run = nullptr;
    lock.lock();
    done_.push_back(std::move(job));
    // Under the lock, so that Detach knows that nobody is in it.
    if (finished_) finished_();
  }
}

}  // namespace dsmil
