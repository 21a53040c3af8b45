// SPDX-License-Identifier: Apache-2.0
// Opening, which waits for another process or a driver: in a thread, up to what the loop adopts.
#include <cerrno>
#include <cstring>

#include "session.h"
#include "snapshot.h"

namespace dsmil {

struct Session::OpenResult {
  std::string path;
  bool writable = false;
  uint32_t ring_size = 0;
  std::shared_ptr<Transport> transport;
  Mapping state;
  std::unique_ptr<RingConsumer> ring;
  dsmil_ring_setup setup{};
};

namespace {

Status CheckInfo(const dsmil_info &info) {
  auto mismatch = [](const char *what, uint32_t core, uint32_t ours) {
    return Status::Failed(EPROTO, std::string("the core has ") + what + " " + std::to_string(core) +
                                      ", this addon knows " + std::to_string(ours));
  };
  if (info.abi_version != DSMIL_ABI_VERSION) {
    return mismatch("ABI version", info.abi_version, DSMIL_ABI_VERSION);
  }
  if (info.record_schema != DSMIL_RECORD_SCHEMA) {
    return mismatch("record schema", info.record_schema, DSMIL_RECORD_SCHEMA);
  }
  if (info.state_schema != DSMIL_STATE_SCHEMA) {
    return mismatch("state schema", info.state_schema, DSMIL_STATE_SCHEMA);
  }
  if (info.device_count != DSMIL_DEVICE_COUNT) {
    return mismatch("device count", info.device_count, DSMIL_DEVICE_COUNT);
  }
  return Status::Ok();
}

Status GetInfo(Transport *transport, dsmil_info *info) {
  memset(info, 0, sizeof(*info));
  info->header.size = sizeof(*info);
  int error = transport->Call(_IOC_NR(DSMIL_IOC_INFO), reinterpret_cast<uint8_t *>(info),
                              sizeof(*info), kOpenTimeoutMs);
  return error == 0 ? CheckInfo(*info) : Status::Failed(error, "INFO");
}

}  // namespace

void Session::OpenInThread(const std::shared_ptr<OpenResult> &result, Job *job) {
  auto *info = reinterpret_cast<dsmil_info *>(job->argument.data());
  RingMapping mapping;
  Status status = OpenTransport(result->path, result->writable, &result->transport);
  if (status.ok()) status = GetInfo(result->transport.get(), info);
  if (status.ok()) status = result->transport->MapState(*info, &result->state);
  if (status.ok()) status = ValidateStatePage(result->state.as<const dsmil_state_page>());
  if (status.ok() && result->ring_size != 0) {
    result->setup.header.size = sizeof(result->setup);
    result->setup.data_size = result->ring_size;
    status = result->transport->SetUpRing(*info, &result->setup, &mapping);
    if (status.ok()) {
      result->ring = std::make_unique<RingConsumer>(std::move(mapping), result->setup.next_seq);
      status = result->ring->Validate();
    }
  }
  // With the reason, when it was refused.
  const auto *setup = reinterpret_cast<const uint8_t *>(&result->setup);
  job->setup.assign(setup, setup + sizeof(result->setup));
  job->error = status.error;
  job->detail = std::move(status.what);
}

int Session::Open(const OpenRequest &request, const Napi::Function &callback) {
  auto result = std::make_shared<OpenResult>();
  result->path = request.path;
  result->writable = request.writable;
  result->ring_size = request.ring_size;
  auto job = std::make_unique<Job>();
  job->id = next_id_++;
  job->argument.assign(sizeof(dsmil_info), 0);
  job->run = [result](Job *job) { OpenInThread(result, job); };
  Pending pending;
  pending.nr = 0;
  pending.callback = Napi::Persistent(callback);
  pending.argument = Napi::Persistent(request.info);
  pending.setup = Napi::Persistent(request.setup);
  pending.open = result;
  int error = Enqueue(std::move(job), std::move(pending));
  if (error == 0) state_ = State::kOpening;
  return error;
}

// On the loop again. 0, or an errno and what could not be done.
int Session::Adopt(OpenResult *result, std::string *what) {
  if (state_ != State::kOpening) {
    result->transport->Close();
    *what = "closed while it was being opened";
    return kNotBegun;
  }
  NotifierEvents events;
  events.readable = [this] { CallBack(readable_, 0, nullptr); };
  events.stopped = [this] { OnStopped(); };
  events.gone = [this] { OnGone(); };
  auto notifier = std::make_unique<Notifier>(result->ring.get(), std::move(events));
  transport_ = result->transport;
  state_map_ = std::move(result->state);
  ring_ = std::move(result->ring);
  notifier_ = std::move(notifier);
  handles_++;
  state_ = State::kOpen;
  int error = notifier_->Start(loop_, transport_->data_fd(), transport_->stop_fd());
  if (error != 0) {
    *what = "watching the device";
    Close();
    return -error;
  }
  notifier_->SetRef(ref_);
  transport_->OnGone([gone = peer_gone_, poke = poke_] {
    gone->store(true);
    (*poke)();
  });
  return 0;
}

}  // namespace dsmil
