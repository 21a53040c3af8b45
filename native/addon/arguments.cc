// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"

#include <cstring>

#include "../../kernel/include/uapi/dsmil.h"

namespace dsmil {
namespace {

// What an ioctl number has room for.
constexpr uint32_t kIoctlSizeMax = 16383;

}  // namespace

void Throw(Napi::Env env, const char *code, const std::string &message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", Napi::String::New(env, code));
  error.ThrowAsJavaScriptException();
}

void ThrowArgument(Napi::Env env, const std::string &what) {
  Throw(env, "ERR_DSMIL_ARGUMENT", what);
}

bool GetBytes(Napi::Env env, napi_value value, const char *name, size_t least, Bytes *bytes) {
  napi_typedarray_type type;
  void *data;
  napi_status status =
      napi_get_typedarray_info(env, value, &type, &bytes->size, &data, nullptr, nullptr);
  if (status != napi_ok || type != napi_uint8_array) {
    ThrowArgument(env, std::string(name) + " must be a Uint8Array");
    return false;
  }
  if (bytes->size < least) {
    ThrowArgument(env, std::string(name) + " has " + std::to_string(bytes->size) +
                           " bytes: it must have at least " + std::to_string(least));
    return false;
  }
  bytes->data = static_cast<uint8_t *>(data);
  return true;
}

bool GetDoubles(Napi::Env env, napi_value value, const char *name, size_t least, double **doubles) {
  napi_typedarray_type type;
  size_t length;
  void *data;
  napi_status status =
      napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr);
  if (status != napi_ok || type != napi_float64_array || length < least) {
    ThrowArgument(
        env, std::string(name) + " must be a Float64Array of at least " + std::to_string(least));
    return false;
  }
  *doubles = static_cast<double *>(data);
  return true;
}

bool GetInteger(const Napi::CallbackInfo &info, size_t at, const char *name, double min, double max,
                double *value) {
  if (info[at].IsNumber()) {
    *value = info[at].As<Napi::Number>().DoubleValue();
    if (*value >= min && *value <= max &&
        *value == static_cast<double>(static_cast<int64_t>(*value)))
      return true;
  }
  ThrowArgument(info.Env(), std::string(name) + " must be an integer in " +
                                std::to_string(static_cast<int64_t>(min)) + ".." +
                                std::to_string(static_cast<int64_t>(max)));
  return false;
}

bool GetFunction(const Napi::CallbackInfo &info, size_t at, const char *name,
                 Napi::Function *function) {
  if (!info[at].IsFunction()) {
    ThrowArgument(info.Env(), std::string(name) + " must be a function");
    return false;
  }
  *function = info[at].As<Napi::Function>();
  return true;
}

bool GetArgument(const Napi::CallbackInfo &info, size_t at, Bytes *bytes) {
  if (!GetBytes(info.Env(), info[at], "argument", sizeof(dsmil_header), bytes)) return false;
  uint32_t size;
  memcpy(&size, bytes->data, sizeof(size));
  if (bytes->size > kIoctlSizeMax || size != bytes->size) {
    ThrowArgument(info.Env(), "argument's header says " + std::to_string(size) +
                                  " bytes: it must be the array's " + std::to_string(bytes->size) +
                                  ", at most " + std::to_string(kIoctlSizeMax));
    return false;
  }
  return true;
}

}  // namespace dsmil
