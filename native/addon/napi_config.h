// SPDX-License-Identifier: Apache-2.0
// Node-API only, whatever builds it: the same binary runs in every later Node.
#ifndef DSMIL_ADDON_NAPI_CONFIG_H
#define DSMIL_ADDON_NAPI_CONFIG_H

#ifndef NAPI_VERSION
#define NAPI_VERSION 9
#endif
#ifndef NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS
#define NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS
#endif
#include <napi.h>

#endif
