// SPDX-License-Identifier: Apache-2.0
// The class that JavaScript sees. Checks every argument and the open state; src/device/native.ts
// declares it.
#include <dlfcn.h>

#include <cerrno>
#include <cstring>

#include "arguments.h"
#include "napi_config.h"
#include "notify.h"
#include "peer.h"
#include "privileges.h"
#include "session.h"
#include "snapshot.h"

namespace dsmil {
namespace {

constexpr uint32_t kDrainMin = DSMIL_RECORD_HEADER_SIZE + DSMIL_RECORD_PAYLOAD_MAX;
constexpr size_t kCounters = 9;
constexpr size_t kDrainResults = 3;

// The session when it is open, else nullptr and an exception.
Session *CheckOpen(Napi::Env env, Session *session) {
  if (session->state() == Session::State::kOpen) return session;
  if (session->state() == Session::State::kClosed) {
    Throw(env, "ERR_DSMIL_CLOSED", "the device path is closed");
  } else {
    Throw(env, "ERR_DSMIL_NOT_OPEN", "the device path is not open yet");
  }
  return nullptr;
}

Session *CheckRing(Napi::Env env, Session *session) {
  session = CheckOpen(env, session);
  if (session != nullptr && session->ring() == nullptr) {
    Throw(env, "ERR_DSMIL_NO_RING", "the device path was opened without a ring");
    return nullptr;
  }
  return session;
}

// Those that never wait for hardware: the loop's thread may do them itself.
bool IsQuick(uint32_t nr) {
  switch (nr) {
    case _IOC_NR(DSMIL_IOC_STOP):  // when the description of its own fails
    case _IOC_NR(DSMIL_IOC_STOP_STATUS):
    case _IOC_NR(DSMIL_IOC_STOP_ACK):
    case _IOC_NR(DSMIL_IOC_DEADMAN_ARM):
    case _IOC_NR(DSMIL_IOC_DEADMAN_BEAT):
    case _IOC_NR(DSMIL_IOC_DEADMAN_DISARM):
      return true;
    default:
      return false;
  }
}

}  // namespace

class Device : public Napi::ObjectWrap<Device> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Device",
                       {
                           InstanceMethod<&Device::Open>("open"),
                           InstanceMethod<&Device::Call>("call"),
                           InstanceMethod<&Device::Cancel>("cancel"),
                           InstanceMethod<&Device::CallNow>("callNow"),
                           InstanceMethod<&Device::Stop>("stop"),
                           InstanceMethod<&Device::RingFlags>("ringFlags"),
                           InstanceMethod<&Device::Snapshot>("snapshot"),
                           InstanceMethod<&Device::Watch>("watch"),
                           InstanceMethod<&Device::Resume>("resume"),
                           InstanceMethod<&Device::Pause>("pause"),
                           InstanceMethod<&Device::Ref>("ref"),
                           InstanceMethod<&Device::Unref>("unref"),
                           InstanceMethod<&Device::Counters>("counters"),
                           InstanceMethod<&Device::Close>("close"),
                       });
  }

  explicit Device(const Napi::CallbackInfo &info)
      : Napi::ObjectWrap<Device>(info), session_(Session::Create(info.Env())) {
    if (session_) {
      DefineDrain(info);
    } else {
      Throw(info.Env(), "ERR_DSMIL_NATIVE", "the environment is ending");
    }
  }
  ~Device() override {
    if (session_) session_->Close();
  }

 private:
  Session *Opened(const Napi::CallbackInfo &info) { return CheckOpen(info.Env(), session_.get()); }
  Session *WithRing(const Napi::CallbackInfo &info) {
    return CheckRing(info.Env(), session_.get());
  }

  // drain is called once a batch: as a function of this one object, without what finds the object
  // to a method, it costs half as much.
  void DefineDrain(const Napi::CallbackInfo &info) {
    Napi::Env env = info.Env();
    auto *keep = new std::shared_ptr<Session>(session_);
    napi_value drain;
    auto release = [](napi_env, void *data, void *) {
      delete static_cast<std::shared_ptr<Session> *>(data);
    };
    if (napi_create_function(env, "drain", NAPI_AUTO_LENGTH, &Device::Drain, keep, &drain) !=
            napi_ok ||
        napi_add_finalizer(env, drain, keep, release, nullptr, nullptr) != napi_ok) {
      delete keep;
      return Throw(env, "ERR_DSMIL_NATIVE", "the environment is ending");
    }
    info.This().As<Napi::Object>().Set("drain", Napi::Value(env, drain));
  }

  static napi_value Drain(napi_env env, napi_callback_info info) {
    napi_value arguments[2];
    size_t count = 2;
    void *data;
    napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
    Session *session = CheckRing(env, static_cast<std::shared_ptr<Session> *>(data)->get());
    Bytes target;
    double *result;
    if (session == nullptr || !GetBytes(env, arguments[0], "target", kDrainMin, &target) ||
        !GetDoubles(env, arguments[1], "result", kDrainResults, &result)) {
      return nullptr;
    }
    RingConsumer::Drained drained;
    RingConsumer *ring = session->ring();
    int64_t bytes = session->resetting() ? 0 : ring->Drain(target.data, target.size, &drained);
    result[0] = static_cast<double>(drained.records);
    result[1] = static_cast<double>(drained.missed);
    result[2] = static_cast<double>(ring->next_sequence());
    napi_value answer = nullptr;
    napi_create_int32(env, static_cast<int32_t>(bytes), &answer);
    return answer;
  }

  void Open(const Napi::CallbackInfo &info) {
    Napi::Function callback;
    double ring_size;
    Bytes bytes, setup;
    if (session_->state() == Session::State::kClosed) {
      return Throw(info.Env(), "ERR_DSMIL_CLOSED", "the device path is closed");
    }
    if (session_->state() != Session::State::kNew) {
      return Throw(info.Env(), "ERR_DSMIL_STATE", "the device path is open, or being opened");
    }
    if (!info[0].IsString()) return ThrowArgument(info.Env(), "path must be a string");
    if (!info[1].IsBoolean()) return ThrowArgument(info.Env(), "writable must be a boolean");
    if (!GetInteger(info, 2, "ringSize", 0, DSMIL_RING_SIZE_MAX, &ring_size) ||
        !GetBytes(info.Env(), info[3], "info", sizeof(dsmil_info), &bytes) ||
        !GetBytes(info.Env(), info[4], "setup", sizeof(dsmil_ring_setup), &setup) ||
        !GetFunction(info, 5, "callback", &callback)) {
      return;
    }
    std::string path = info[0].As<Napi::String>().Utf8Value();
    if (path.empty() || path.find('\0') != std::string::npos) {
      return ThrowArgument(info.Env(), "path must not be empty and without NUL");
    }
    Session::OpenRequest request{path, info[1].As<Napi::Boolean>().Value(),
                                 static_cast<uint32_t>(ring_size), info[3].As<Napi::Uint8Array>(),
                                 info[4].As<Napi::Uint8Array>()};
    int error = session_->Open(request, callback);
    if (error != 0) {
      Throw(info.Env(), "ERR_DSMIL_NATIVE",
            std::string("no thread to open with: ") + strerror(error));
    }
  }

  Napi::Value Call(const Napi::CallbackInfo &info) {
    Napi::Env env = info.Env();
    Napi::Function callback;
    Bytes argument;
    double nr;
    uint64_t id;
    Session *session = Opened(info);
    if (session == nullptr || !GetInteger(info, 0, "nr", 1, 255, &nr) ||
        !GetArgument(info, 1, &argument) || !GetFunction(info, 2, "callback", &callback)) {
      return env.Undefined();
    }
    if (nr == _IOC_NR(DSMIL_IOC_RING_SETUP)) {
      ThrowArgument(env, "nr 0x10 (RING_SETUP) is what open does");
      return env.Undefined();
    }
    int error =
        session->Call(static_cast<uint32_t>(nr), info[1].As<Napi::Uint8Array>(), callback, &id);
    if (error != 0) {
      Throw(env, error == EAGAIN ? "ERR_DSMIL_BUSY" : "ERR_DSMIL_NATIVE",
            std::string("the call was not queued: ") + strerror(error));
      return env.Undefined();
    }
    return Napi::Number::New(env, static_cast<double>(id));
  }

  Napi::Value Cancel(const Napi::CallbackInfo &info) {
    double id;
    if (!GetInteger(info, 0, "id", 1, 9007199254740991.0, &id)) return info.Env().Undefined();
    // A closed one has finished everything that had not begun.
    bool cancelled =
        session_->state() == Session::State::kOpen && session_->Cancel(static_cast<uint64_t>(id));
    return Napi::Boolean::New(info.Env(), cancelled);
  }

  Napi::Value CallNow(const Napi::CallbackInfo &info) {
    Bytes argument;
    double nr;
    Session *session = Opened(info);
    if (session == nullptr || !GetInteger(info, 0, "nr", 1, 255, &nr) ||
        !GetArgument(info, 1, &argument)) {
      return info.Env().Undefined();
    }
    if (!IsQuick(static_cast<uint32_t>(nr))) {
      ThrowArgument(info.Env(), "nr " + std::to_string(static_cast<int>(nr)) +
                                    " may wait: use call, not callNow");
      return info.Env().Undefined();
    }
    int error = session->CallNow(static_cast<uint32_t>(nr), argument.data,
                                 static_cast<uint32_t>(argument.size));
    return Napi::Number::New(info.Env(), error);
  }

  Napi::Value Stop(const Napi::CallbackInfo &info) {
    Bytes argument;
    Session *session = Opened(info);
    if (session == nullptr || !GetArgument(info, 0, &argument)) return info.Env().Undefined();
    int error = session->Stop(argument.data, static_cast<uint32_t>(argument.size));
    return Napi::Number::New(info.Env(), error);
  }

  Napi::Value RingFlags(const Napi::CallbackInfo &info) {
    Session *session = WithRing(info);
    if (session == nullptr) return info.Env().Undefined();
    return Napi::Number::New(info.Env(), session->ring()->PageFlags());
  }

  Napi::Value Snapshot(const Napi::CallbackInfo &info) {
    Bytes target;
    Session *session = Opened(info);
    if (session == nullptr || !GetBytes(info.Env(), info[0], "target", kSnapshotSize, &target)) {
      return info.Env().Undefined();
    }
    return Napi::Number::New(info.Env(), CopyStatePage(session->state_page(), target.data));
  }

  void Watch(const Napi::CallbackInfo &info) {
    Napi::Function readable, stopped, gone;
    if (Opened(info) == nullptr || !GetFunction(info, 0, "readable", &readable) ||
        !GetFunction(info, 1, "stopped", &stopped) || !GetFunction(info, 2, "gone", &gone)) {
      return;
    }
    session_->Watch(readable, stopped, gone);
  }

  void Resume(const Napi::CallbackInfo &info) {
    if (Session *session = WithRing(info)) session->notifier()->Resume();
  }
  void Pause(const Napi::CallbackInfo &info) {
    if (Session *session = WithRing(info)) session->notifier()->Pause();
  }
  void Ref(const Napi::CallbackInfo &) { session_->SetRef(true); }
  void Unref(const Napi::CallbackInfo &) { session_->SetRef(false); }

  void Counters(const Napi::CallbackInfo &info) {
    Session *session = Opened(info);
    if (session == nullptr) return;
    double *out;
    if (!GetDoubles(info.Env(), info[0], "target", kCounters, &out)) return;
    const RingConsumer *ring = session->ring();
    const Notifier *notifier = session->notifier();
    const uint64_t values[kCounters] = {
        ring ? ring->drained_records() : 0,
        ring ? ring->drained_bytes() : 0,
        ring ? ring->corrupt() : 0,
        notifier->wakes(),
        notifier->polled(),
        notifier->phases(),
        session->pending(),
        ring ? ring->position() : 0,
        ring ? ring->backlog() : 0,
    };
    for (size_t i = 0; i < kCounters; i++) out[i] = static_cast<double>(values[i]);
  }

  void Close(const Napi::CallbackInfo &) { session_->Close(); }

  std::shared_ptr<Session> session_;
};

// Threads that wait for hardware are not joined: the code they run must outlive the worker thread
// of Node that loaded it, whose end would unload it.
static void StayLoaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<void *>(&StayLoaded), &self) != 0) {
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE | RTLD_NOLOAD);
  }
}

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  StayLoaded();
  exports.Set("Device", Device::Define(env));
  exports.Set("peerCredentials", Napi::Function::New(env, PeerCredentials, "peerCredentials"));
  exports.Set("sendDatagram", Napi::Function::New(env, SendDatagram, "sendDatagram"));
  exports.Set("dropCapabilities", Napi::Function::New(env, DropCapabilities, "dropCapabilities"));
  return exports;
}

}  // namespace dsmil

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  return dsmil::Init(env, exports);
}

NODE_API_MODULE(dsmil, InitModule)
