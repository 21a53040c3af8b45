// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <cerrno>
#include <cstring>

namespace dsmil {
namespace {

// A call of another process that has not answered by then never will: the longest transaction is
// 84 operations of five seconds.
constexpr int kCallTimeoutMs = 600000;
// How long the event loop stands still at most when the other process does.
constexpr int kCallNowTimeoutMs = 1000;

}  // namespace

std::shared_ptr<Session> Session::Create(Napi::Env env) {
  std::shared_ptr<Session> session(new Session(env));
  Session *raw = session.get();
  if (napi_get_uv_event_loop(env, &raw->loop_) != napi_ok) return nullptr;
  napi_value name = Napi::String::New(env, "dsmil");
  if (napi_async_init(env, nullptr, name, &raw->context_) != napi_ok) return nullptr;
  if (uv_async_init(raw->loop_, &raw->async_, OnAsync) != 0) return nullptr;
  raw->async_.data = raw;
  uv_unref(reinterpret_cast<uv_handle_t *>(&raw->async_));
  raw->handles_ = 1;
  raw->self_ = session;
  raw->poke_->Attach(&raw->async_);
  raw->jobs_ = std::make_shared<Jobs>([poke = raw->poke_] { (*poke)(); });
  if (napi_add_async_cleanup_hook(env, OnEnvironmentEnd, raw, &raw->hook_) != napi_ok) {
    raw->Close();
    return nullptr;
  }
  return session;
}

int Session::Enqueue(std::unique_ptr<Job> job, Pending pending) {
  uint64_t id = job->id;
  int error = jobs_->Submit(std::move(job));
  if (error != 0) return error;
  if (pending_.empty()) uv_ref(reinterpret_cast<uv_handle_t *>(&async_));
  pending_.emplace(id, std::move(pending));
  return 0;
}

int Session::Call(uint32_t nr, const Napi::Uint8Array &argument, const Napi::Function &callback,
                  uint64_t *id) {
  auto job = std::make_unique<Job>();
  *id = job->id = next_id_++;
  // A copy: JavaScript may do to its array what it likes meanwhile.
  job->argument.assign(argument.Data(), argument.Data() + argument.ByteLength());
  job->run = [transport = transport_, nr](Job *job) {
    job->error = transport->Call(nr, job->argument.data(),
                                 static_cast<uint32_t>(job->argument.size()), kCallTimeoutMs);
  };
  Pending pending;
  pending.nr = nr;
  pending.callback = Napi::Persistent(callback);
  pending.argument = Napi::Persistent(argument);
  int error = Enqueue(std::move(job), std::move(pending));
  if (error == 0 && nr == _IOC_NR(DSMIL_IOC_RING_RESET)) resets_++;
  return error;
}

bool Session::Cancel(uint64_t id) {
  if (!jobs_->Cancel(id)) return false;
  auto found = pending_.find(id);
  if (found->second.nr == _IOC_NR(DSMIL_IOC_RING_RESET)) resets_--;
  pending_.erase(found);
  if (pending_.empty()) uv_unref(reinterpret_cast<uv_handle_t *>(&async_));
  CloseAsyncWhenDone();
  return true;
}

int Session::CallNow(uint32_t nr, uint8_t *argument, uint32_t size) {
  return transport_->CallNow(nr, argument, size, kCallNowTimeoutMs);
}

int Session::Stop(uint8_t *argument, uint32_t size) { return transport_->Stop(argument, size); }

void Session::Finish(Job *job) {
  auto found = pending_.find(job->id);
  Pending pending = std::move(found->second);
  pending_.erase(found);
  if (pending_.empty()) uv_unref(reinterpret_cast<uv_handle_t *>(&async_));

  if (pending.open) {
    if (job->error == 0) job->error = Adopt(pending.open.get(), &job->detail);
    if (job->error != 0 && state_ == State::kOpening) state_ = State::kNew;
  } else if (pending.nr == _IOC_NR(DSMIL_IOC_RING_RESET)) {
    resets_--;
    if (job->error == 0 && ring_ && job->argument.size() >= sizeof(dsmil_ring_reset)) {
      dsmil_ring_reset reset;
      memcpy(&reset, job->argument.data(), sizeof(reset));
      // Two of them may end in another order than the core did them: the last one holds.
      if (reset.generation > reset_generation_) {
        reset_generation_ = reset.generation;
        ring_->Resync(reset.position, reset.next_seq);
      }
    }
  }
  if (ending_) return;
  Napi::HandleScope scope(env_);
  auto copy_back = [](const Napi::Reference<Napi::Uint8Array> &to, const void *from, size_t size) {
    Napi::Uint8Array array = to.Value();
    // Shorter by now when its buffer was transferred away.
    if (array.ByteLength() >= size) memcpy(array.Data(), from, size);
  };
  copy_back(pending.argument, job->argument.data(), job->argument.size());
  if (!pending.setup.IsEmpty()) {
    copy_back(pending.setup, job->setup.data(), job->setup.size());
  }
  napi_value values[2] = {Napi::Number::New(env_, job->error),
                          Napi::String::New(env_, job->detail)};
  CallBack(pending.callback, 2, values);
}

void Session::OnAsync(uv_async_t *handle) {
  auto *self = static_cast<Session *>(handle->data);
  std::shared_ptr<Session> keep = self->self_;
  if (self->peer_gone_->load() && self->state_ == State::kOpen) self->OnGone();
  for (auto &job : self->jobs_->TakeFinished()) {
    self->Finish(job.get());
  }
  self->CloseAsyncWhenDone();
}

void Session::Watch(const Napi::Function &readable, const Napi::Function &stopped,
                    const Napi::Function &gone) {
  readable_ = Napi::Persistent(readable);
  stopped_ = Napi::Persistent(stopped);
  gone_ = Napi::Persistent(gone);
}

void Session::SetRef(bool ref) {
  ref_ = ref;
  if (notifier_) notifier_->SetRef(ref);
}

void Session::OnStopped() {
  if (transport_->is_character_device()) {
    // Acknowledged before it is told: EPOLLPRI is a level, and would come again at once. One that
    // comes in between is of a newer generation, and raises it again.
    dsmil_stop_ack ack = {};
    ack.header.size = sizeof(ack);
    ack.generation = __atomic_load_n(&state_page()->stop_generation, __ATOMIC_ACQUIRE);
    int error =
        CallNow(_IOC_NR(DSMIL_IOC_STOP_ACK), reinterpret_cast<uint8_t *>(&ack), sizeof(ack));
    if (error == ENODEV) return OnGone();
  }
  CallBack(stopped_, 0, nullptr);
}

void Session::OnGone() {
  if (told_gone_) return;
  told_gone_ = true;
  CallBack(gone_, 0, nullptr);
}

void Session::CallBack(const Napi::FunctionReference &function, size_t count,
                       const napi_value *values) {
  if (ending_ || function.IsEmpty()) return;
  Napi::HandleScope scope(env_);
  napi_value receiver = env_.Global();
  napi_value result;
  napi_status status =
      napi_make_callback(env_, context_, receiver, function.Value(), count, values, &result);
  // An exception out of a callback belongs to nobody: process.on('uncaughtException') gets it.
  // Any other status means that the environment cannot run JavaScript any more.
  if (status == napi_pending_exception) {
    napi_value exception;
    if (napi_get_and_clear_last_exception(env_, &exception) == napi_ok) {
      napi_fatal_exception(env_, exception);
    }
  }
}

void Session::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  // The loop lets go of the descriptors before they are closed.
  if (notifier_) {
    notifier_->Close([this] { OneHandleClosed(); });
  }
  // Now, whatever is under way: the core learns of the close, and a deadman that is armed latches.
  if (transport_) transport_->Close();
  transport_.reset();
  ring_.reset();
  state_map_.Reset();
  jobs_->Close();
  CloseAsyncWhenDone();
}

// What is under way still gets its answer, which may tell of an effect.
void Session::CloseAsyncWhenDone() {
  if (state_ != State::kClosed || async_closing_ || (!pending_.empty() && !ending_)) return;
  async_closing_ = true;
  poke_->Detach();
  jobs_->Detach();
  pending_.clear();
  uv_close(reinterpret_cast<uv_handle_t *>(&async_),
           [](uv_handle_t *handle) { static_cast<Session *>(handle->data)->OneHandleClosed(); });
}

void Session::OneHandleClosed() {
  if (--handles_ > 0) return;
  readable_.Reset();
  stopped_.Reset();
  gone_.Reset();
  if (context_ != nullptr) {
    napi_async_destroy(env_, context_);
    context_ = nullptr;
  }
  if (hook_ != nullptr) napi_remove_async_cleanup_hook(hook_);
  hook_ = nullptr;
  std::shared_ptr<Session> last = std::move(self_);
}

void Session::OnEnvironmentEnd(napi_async_cleanup_hook_handle, void *data) {
  auto *self = static_cast<Session *>(data);
  std::shared_ptr<Session> keep = self->self_;
  self->ending_ = true;
  self->Close();
  self->CloseAsyncWhenDone();
}

}  // namespace dsmil
