// SPDX-License-Identifier: Apache-2.0
// An open device path on one event loop: what lives between open() and close(), and until the
// last call that was under way has ended. All methods are for the loop's thread.
#ifndef DSMIL_ADDON_SESSION_H
#define DSMIL_ADDON_SESSION_H

#include <uv.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "jobs.h"
#include "napi_config.h"
#include "notifier.h"
#include "ring_consumer.h"
#include "transport.h"

namespace dsmil {

// Wakes the loop from other threads, until it is told not to.
class Poke {
 public:
  void Attach(uv_async_t *async) {
    std::lock_guard<std::mutex> lock(mutex_);
    async_ = async;
  }
  void Detach() { Attach(nullptr); }
  void operator()() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (async_ != nullptr) uv_async_send(async_);
  }

 private:
  std::mutex mutex_;
  uv_async_t *async_ = nullptr;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  enum class State { kNew, kOpening, kOpen, kClosed };

  struct OpenRequest {
    std::string path;
    bool writable;
    uint32_t ring_size;  // 0: no ring
    Napi::Uint8Array info;
    Napi::Uint8Array setup;
  };

  // nullptr when the environment cannot have one any more.
  static std::shared_ptr<Session> Create(Napi::Env env);

  // `callback`(errno, what) when it is open, or not.
  int Open(const OpenRequest &request, const Napi::Function &callback);
  // `callback`(errno); the answer is in `argument` by then. 0 and an id, or an errno.
  int Call(uint32_t nr, const Napi::Uint8Array &argument, const Napi::Function &callback,
           uint64_t *id);
  bool Cancel(uint64_t id);
  int CallNow(uint32_t nr, uint8_t *argument, uint32_t size);
  int Stop(uint8_t *argument, uint32_t size);
  void Watch(const Napi::Function &readable, const Napi::Function &stopped,
             const Napi::Function &gone);
  void SetRef(bool ref);
  void Close();

  State state() const { return state_; }
  // The ring's position is the core's to say, not to be read.
  bool resetting() const { return resets_ > 0; }
  RingConsumer *ring() const { return ring_.get(); }
  Notifier *notifier() const { return notifier_.get(); }
  const dsmil_state_page *state_page() const { return state_map_.as<const dsmil_state_page>(); }
  size_t pending() const { return pending_.size(); }

 private:
  struct OpenResult;
  struct Pending {
    uint32_t nr;
    Napi::FunctionReference callback;
    Napi::Reference<Napi::Uint8Array> argument;
    Napi::Reference<Napi::Uint8Array> setup;
    std::shared_ptr<OpenResult> open;
  };

  explicit Session(Napi::Env env) : env_(env) {}
  static void OpenInThread(const std::shared_ptr<OpenResult> &result, Job *job);
  static void OnAsync(uv_async_t *handle);
  static void OnEnvironmentEnd(napi_async_cleanup_hook_handle handle, void *data);

  int Enqueue(std::unique_ptr<Job> job, Pending pending);
  void Finish(Job *job);
  int Adopt(OpenResult *result, std::string *what);
  void OnStopped();
  void OnGone();
  void CallBack(const Napi::FunctionReference &function, size_t count, const napi_value *values);
  void CloseAsyncWhenDone();
  void OneHandleClosed();

  Napi::Env env_;
  uv_loop_t *loop_ = nullptr;
  uv_async_t async_{};
  napi_async_context context_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  std::shared_ptr<Poke> poke_ = std::make_shared<Poke>();
  std::shared_ptr<std::atomic<bool>> peer_gone_ = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<Jobs> jobs_;
  std::shared_ptr<Session> self_;  // as long as handles are open
  State state_ = State::kNew;
  bool ending_ = false;  // the environment is: no JavaScript any more
  bool async_closing_ = false;
  int resets_ = 0;  // RING_RESETs under way
  uint64_t reset_generation_ = 0;
  bool told_gone_ = false;
  bool ref_ = true;
  int handles_ = 0;  // the async, and the notifier as one
  uint64_t next_id_ = 1;
  std::unordered_map<uint64_t, Pending> pending_;
  std::shared_ptr<Transport> transport_;
  Mapping state_map_;
  std::unique_ptr<RingConsumer> ring_;
  std::unique_ptr<Notifier> notifier_;
  Napi::FunctionReference readable_;
  Napi::FunctionReference stopped_;
  Napi::FunctionReference gone_;
};

}  // namespace dsmil

#endif
