/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real port with its one full fence taken out: what the wake-up stress must
 * find. Never built into anything else.
 */
#ifndef WEAK_PORT_USER_H
#define WEAK_PORT_USER_H

#include "../../../../../native/port/port_user.h"

#undef dsmil_store_fence
#define dsmil_store_fence(p, v) __atomic_store_n((p), (v), __ATOMIC_RELEASE)

#endif
