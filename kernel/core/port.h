/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What the core needs of the world, in two implementations: driver/port_linux.h
 * in the kernel, native/port/port_user.h everywhere else. Nothing else in core/
 * and in the portable part of hal/ may depend on where it runs.
 *
 * Both provide:
 *
 *  types       u8 u16 u32 u64 s32 s64 bool, errno values, S32_MIN, U64_MAX
 *  ordering    READ_ONCE WRITE_ONCE smp_load_acquire smp_store_release,
 *              dsmil_store_fence(p, v): a release store and then a full fence,
 *              dsmil_add_relaxed(p, n): an atomic u64 counter,
 *              dsmil_seq_begin(p), dsmil_seq_end(p): the writer's half of a
 *              seqcount, dsmil_copy_racy(to, from, size): whole words that a
 *              reader may be copying meanwhile
 *  processor   likely unlikely, dsmil_prefetchw(p)
 *  raw lock    struct dsmil_raw_lock: dsmil_raw_init(l), dsmil_raw_lock(l, flags),
 *              dsmil_raw_unlock(l, flags): spins, any context but NMI
 *  mutex       struct dsmil_mutex: dsmil_mutex_init(m, name), _lock, _unlock
 *  slot        struct dsmil_slot: one holder at a time, taken with a deadline and
 *              given up on a fatal signal: dsmil_slot_init(s), dsmil_slot_try(s),
 *              dsmil_slot_take(s, timeout_ns) -> 0, -ETIMEDOUT, -EINTR;
 *              dsmil_slot_give(s)
 *  memory      dsmil_alloc(bytes) zeroed or NULL, dsmil_free(p); may sleep
 *  time        dsmil_now_ns() monotonic, any context; dsmil_boot_ns() counts suspend
 *  sleep       dsmil_sleep_us(us) sleeps briefly (1 ms at most), whatever signals
 *              come; dsmil_killed(): the caller is being killed
 *  random      dsmil_random_u64()
 *  crc         dsmil_crc_hardware(): the processor has CRC-32C
 *  log         dsmil_log_warn(fmt, ...), dsmil_log_info(fmt, ...)
 */
#ifndef DSMIL_PORT_H
#define DSMIL_PORT_H

#ifdef __KERNEL__
#include "../driver/port_linux.h"
#else
#include "port_user.h"
#endif

#include "../include/uapi/dsmil.h"

#endif
