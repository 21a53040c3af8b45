// SPDX-License-Identifier: Apache-2.0
/* The parts of the tests' port that are not inline. */
#include "port_user.h"

struct test_port test_port;

void dsmil_sleep_us(u32 us) {
  test_port.sleeps++;
  test_port.now_ns += us * 1000ULL;
  if (test_port.on_sleep) test_port.on_sleep(test_port.context);
}

int dsmil_slot_take(struct dsmil_slot *slot, u64 timeout_ns) {
  if (dsmil_slot_try(slot)) return 0;
  if (test_port.killed) return -EINTR;
  test_port.now_ns += timeout_ns;
  if (test_port.on_sleep) test_port.on_sleep(test_port.context);
  return dsmil_slot_try(slot) ? 0 : -ETIMEDOUT;
}

void *dsmil_alloc(size_t bytes) {
  if (test_port.alloc_failures) {
    test_port.alloc_failures--;
    return NULL;
  }
  return calloc(1, bytes);
}

u64 dsmil_random_u64(void) {
  u64 z;

  do {
    z = (test_port.random += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
  } while (!z);
  return z;
}
