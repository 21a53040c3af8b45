/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The port layer of the deterministic tests and fuzzers: the one of user space,
 * but time is a number that the test moves, sleeping moves it, nothing waits, and
 * memory, randomness and the processor's CRC do as the test says.
 */
#ifndef TEST_PORT_USER_H
#define TEST_PORT_USER_H

#define dsmil_now_ns real_now_ns
#define dsmil_boot_ns real_boot_ns
#define dsmil_sleep_us real_sleep_us
#define dsmil_killed real_killed
#define dsmil_slot_take real_slot_take
#define dsmil_alloc real_alloc
#define dsmil_random_u64 real_random_u64
#define dsmil_crc_hardware real_crc_hardware
#include "../../../../../native/port/port_user.h"
#undef dsmil_now_ns
#undef dsmil_boot_ns
#undef dsmil_sleep_us
#undef dsmil_killed
#undef dsmil_slot_take
#undef dsmil_alloc
#undef dsmil_random_u64
#undef dsmil_crc_hardware
#undef dsmil_log_warn
#undef dsmil_log_info

struct test_port {
  u64 now_ns;
  u64 boot_offset_ns; /* suspended so far */
  u64 random;
  u64 sleeps;
  u32 warnings;
  u32 alloc_failures; /* so many allocations fail */
  bool killed;        /* the calling thread is being killed */
  bool no_crc_hardware;
  void (*on_sleep)(void *context); /* the core sleeps: no lock is held */
  void *context;
};

extern struct test_port test_port;

static inline u64 dsmil_now_ns(void) { return test_port.now_ns; }
static inline u64 dsmil_boot_ns(void) { return test_port.now_ns + test_port.boot_offset_ns; }
static inline bool dsmil_killed(void) { return test_port.killed; }
static inline bool test_raw_held(const struct dsmil_raw_lock *lock) { return lock->held != 0; }
static inline bool test_slot_taken(const struct dsmil_slot *slot) { return slot->taken != 0; }
void dsmil_sleep_us(u32 us);
/* Nobody else runs: a slot that is taken stays so until the time is over. */
int dsmil_slot_take(struct dsmil_slot *slot, u64 timeout_ns);
void *dsmil_alloc(size_t bytes);
u64 dsmil_random_u64(void);
static inline bool dsmil_crc_hardware(void) {
  return real_crc_hardware() && !test_port.no_crc_hardware;
}

#define dsmil_log_warn(...) ((void)(test_port.warnings++, sizeof(printf(__VA_ARGS__))))
#define dsmil_log_info(...) ((void)sizeof(printf(__VA_ARGS__)))

#endif
