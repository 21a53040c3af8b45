// SPDX-License-Identifier: Apache-2.0
// Checks of what JavaScript gives. Each throws a JavaScript exception that names the argument, and
// answers false, when it is not what it must be.
#ifndef DSMIL_ADDON_ARGUMENTS_H
#define DSMIL_ADDON_ARGUMENTS_H

#include <cstdint>
#include <string>

#include "napi_config.h"

namespace dsmil {

struct Bytes {
  uint8_t *data = nullptr;
  size_t size = 0;
};

// With error.code set.
void Throw(Napi::Env env, const char *code, const std::string &message);
// ERR_DSMIL_ARGUMENT
void ThrowArgument(Napi::Env env, const std::string &what);

// A Uint8Array of at least `least` bytes.
bool GetBytes(Napi::Env env, napi_value value, const char *name, size_t least, Bytes *bytes);
// A Float64Array of at least `least` elements.
bool GetDoubles(Napi::Env env, napi_value value, const char *name, size_t least, double **doubles);
bool GetInteger(const Napi::CallbackInfo &info, size_t at, const char *name, double min, double max,
                double *value);
bool GetFunction(const Napi::CallbackInfo &info, size_t at, const char *name,
                 Napi::Function *function);
// A call's argument: struct dsmil_header's size is what the core will read and write.
bool GetArgument(const Napi::CallbackInfo &info, size_t at, Bytes *bytes);

}  // namespace dsmil

#endif
