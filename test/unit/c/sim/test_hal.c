// SPDX-License-Identifier: Apache-2.0
/* The simulated backend by itself: registers, latency, faults, quarantine. */
#include "../../../../kernel/core/device_table.h"
#include "../../../../kernel/hal/sim.h"
#include "../core/tap.h"

#define DEVICE 3 /* 0x8003 */
#define MS 1000000ULL

static struct dsmil_sim sim;

static int sim_read(u32 device, u32 reg, u32 *value, u32 *status) {
  return sim.hal.ops->read(&sim.hal, device, reg, value, status);
}

static int sim_write(u32 device, u32 reg, u32 value, u32 *status) {
  return sim.hal.ops->write(&sim.hal, device, reg, value, status);
}

static u32 reads_as(u32 device, u32 reg) {
  u32 value = 0, status = 0;

  EQ(sim_read(device, reg, &value, &status), 0);
  return value;
}

/* Asks until it answers; how many ns that took. */
static u64 ask(u32 device, u32 reg, u32 *value, int *error) {
  u64 began = dsmil_now_ns();
  u32 status;

  while ((*error = sim_read(device, reg, value, &status)) == -EAGAIN)
    if (dsmil_now_ns() - began > 5000 * MS) break;
  return dsmil_now_ns() - began;
}

TEST("hal: every device but the quarantined is idle, with its identity") {
  dsmil_sim_init(&sim, 1);
  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    u16 token = dsmil_device_table[i].token;

    if (dsmil_token_quarantined(token)) continue;
    EQ_AT(reads_as(i, 0), 0x00200000, "device %u", i);
    EQ_AT(reads_as(i, 1), (u32)token << 8 | DSMIL_SIM_IDENTITY_FLAGS, "device %u", i);
  }
  EQ(sim.quarantine_touches, 0);
}

TEST("hal: the same seed gives the same registers, another one others") {
  static struct dsmil_sim other;
  u32 same = 0, different = 0;

  dsmil_sim_init(&sim, 11);
  for (u32 round = 0; round < 2; round++) {
    dsmil_sim_init(&other, round ? 12 : 11);
    for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++) {
      bool equal = !memcmp(sim.devices[i].registers, other.devices[i].registers,
                           sizeof(sim.devices[i].registers));

      if (round == 0)
        same += equal;
      else
        different += !equal;
    }
  }
  EQ(same, DSMIL_DEVICE_COUNT);
  EQ(different, DSMIL_DEVICE_COUNT - 5);
}

TEST("hal: quarantined devices answer EACCES, are counted, and are not touched") {
  u32 value = 0x1234, status = 0, touches = 0;
  struct dsmil_sample sample;

  dsmil_sim_init(&sim, 1);
  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    struct dsmil_sim_device before = sim.devices[i];

    if (!dsmil_token_quarantined(dsmil_device_table[i].token)) continue;
    EQ(sim_read(i, 0, &value, &status), -EACCES);
    EQ(sim_write(i, 8, 1, &status), -EACCES);
    EQ(sim.hal.ops->sample(&sim.hal, i, &sample), -EACCES);
    touches += 3;
    EQ(dsmil_sim_set_register(&sim, i, 8, 1), -EACCES);
    EQ(dsmil_sim_toggle_register(&sim, i, 8, 1), -EACCES);
    EQ(dsmil_sim_get_register(&sim, i, 8, &value), -EACCES);
    EQ(dsmil_sim_set_latency(&sim, i, 1), -EACCES);
    EQ(dsmil_sim_fault(&sim, i, DSMIL_SIM_FAULT_LOST, 0), -EACCES);
    EQ(dsmil_sim_clear(&sim, i), -EACCES);
    CHECK(!memcmp(&before, &sim.devices[i], sizeof(before)));
  }
  EQ(touches, 15);
  EQ(sim.quarantine_touches, touches);
  EQ(value, 0x1234);
}

TEST("hal: data and configuration are stored, the others refuse with a status") {
  dsmil_sim_init(&sim, 1);
  for (u32 reg = 0; reg < DSMIL_REGISTER_COUNT + 1; reg++) {
    u32 status = 0;
    int error = sim_write(DEVICE, reg, 0x55, &status);
    bool writable = reg == 0 || (reg >= 4 && reg <= 15);

    EQ_AT(error, writable ? 0 : -EIO, "register %u", reg);
    EQ_AT(status, writable ? 0 : DSMIL_SIM_FIRMWARE_READ_ONLY, "register %u", reg);
    if (writable) EQ_AT(reads_as(DEVICE, reg), 0x55, "register %u", reg);
  }
}

TEST("hal: control activates, deactivates and resets, as it says it will read") {
  const u32 types[] = {DSMIL_OPERATION_ACTIVATE, DSMIL_OPERATION_DEACTIVATE,
                       DSMIL_OPERATION_ACTIVATE, DSMIL_OPERATION_RESET};
  const u32 then[] = {0x00200001, 0x00200000, 0x00200001, 0x00200000};
  u32 value, expect, mask, status;

  dsmil_sim_init(&sim, 1);
  for (u32 i = 0; i < 4; i++) {
    EQ(sim.hal.ops->control(&sim.hal, types[i], reads_as(DEVICE, 0), &value, &expect, &mask), 0);
    EQ(sim_write(DEVICE, 0, value, &status), 0);
    EQ_AT(reads_as(DEVICE, 0), then[i], "step %u", i);
    EQ_AT(reads_as(DEVICE, 0) & mask, expect & mask, "step %u", i);
  }
  EQ(sim.hal.ops->control(&sim.hal, DSMIL_OPERATION_WRITE, 0, &value, &expect, &mask), -EINVAL);
}

TEST("hal: a reset clears the error code, and the power state follows") {
  struct dsmil_sample sample;
  u32 status;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_set_register(&sim, DEVICE, DSMIL_SIM_REGISTER_ERROR, 7), 0);
  EQ(sim.hal.ops->sample(&sim.hal, DEVICE, &sample), 0);
  EQ(sample.power_state, DSMIL_POWER_FAULT);
  EQ(sim_write(DEVICE, 0, 0x80000000U, &status), 0);
  EQ(sim.hal.ops->sample(&sim.hal, DEVICE, &sample), 0);
  EQ(sample.power_state, DSMIL_POWER_IDLE);
  EQ(sim_write(DEVICE, 0, 1, &status), 0);
  EQ(sim.hal.ops->sample(&sim.hal, DEVICE, &sample), 0);
  EQ(sample.power_state, DSMIL_POWER_ACTIVE);
  EQ(sim_write(DEVICE, 0, 0, &status), 0);
  EQ(sim.hal.ops->sample(&sim.hal, DEVICE, &sample), 0);
  EQ(sample.power_state, DSMIL_POWER_OFF);
  EQ(sample.register_mask, 0xffff);
}

TEST("hal: with latency a read answers EAGAIN until it has passed") {
  u32 value = 0;
  int error;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_set_latency(&sim, DEVICE, 3 * MS), 0);
  CHECK(ask(DEVICE, 0, &value, &error) >= 3 * MS);
  EQ(error, 0);
  EQ(value, 0x00200000);
  /* Each read anew: an answer is not kept for the next. */
  CHECK(ask(DEVICE, 0, &value, &error) >= 3 * MS);
  EQ(dsmil_sim_set_latency(&sim, DEVICE, DSMIL_SIM_LATENCY_MAX_NS + 1), -EINVAL);
}

TEST("hal: with latency a write takes effect late, and the read after it waits only once") {
  u32 value = 0, status;
  u64 took;
  int error;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_set_latency(&sim, DEVICE, 20 * MS), 0);
  EQ(sim_write(DEVICE, 8, 77, &status), 0);
  EQ(sim_write(DEVICE, 8, 78, &status), -EAGAIN);
  EQ(dsmil_sim_get_register(&sim, DEVICE, 8, &value), 0);
  CHECK(value != 77);
  took = ask(DEVICE, 8, &value, &error);
  EQ(error, 0);
  EQ(value, 77);
  CHECK(took >= 15 * MS);
  CHECK(took < 4000 * MS);
}

TEST("hal: each fault answers as it should, and clear takes all away") {
  struct dsmil_sample sample;
  u32 value = 0, status = 0;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_WRONG_READBACK, 0xf0), 0);
  EQ(sim_write(DEVICE, 8, 0x0f, &status), 0);
  EQ(reads_as(DEVICE, 8), 0xff);
  EQ(dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_HARDWARE_ERROR, 0xbad), 0);
  EQ(sim_read(DEVICE, 8, &value, &status), -EIO);
  EQ(status, 0xbad);
  EQ(sim_write(DEVICE, 8, 0, &status), -EIO);
  EQ(dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_NOT_ANSWERING, 0), 0);
  EQ(sim_read(DEVICE, 8, &value, &status), -EAGAIN);
  EQ(status, 0);
  EQ(sim.hal.ops->sample(&sim.hal, DEVICE, &sample), -EAGAIN);
  EQ(sim.hal.ops->verify(&sim.hal), 0);
  EQ(dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_LOST, 0), 0);
  EQ(sim_read(DEVICE, 8, &value, &status), -ENXIO);
  EQ(sim_write(DEVICE, 8, 0, &status), -ENXIO);
  EQ(sim.hal.ops->verify(&sim.hal), -ENXIO);
  EQ(dsmil_sim_clear(&sim, DEVICE), 0);
  EQ(sim.hal.ops->verify(&sim.hal), 0);
  EQ(reads_as(DEVICE, 8), 0xff);
}

TEST("hal: a wrong read-back is seen after a reset too") {
  u32 value, expect, mask, status;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_WRONG_READBACK, 0), 0);
  EQ(sim.hal.ops->control(&sim.hal, DSMIL_OPERATION_RESET, reads_as(DEVICE, 0), &value, &expect,
                          &mask),
     0);
  EQ(sim_write(DEVICE, 0, value, &status), 0);
  CHECK((reads_as(DEVICE, 0) & mask) != (expect & mask));
}

TEST("hal: what hosts set is checked") {
  u32 value;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_set_register(&sim, DSMIL_DEVICE_COUNT, 0, 0), -EINVAL);
  EQ(dsmil_sim_set_register(&sim, DEVICE, DSMIL_REGISTER_COUNT, 0), -EINVAL);
  EQ(dsmil_sim_get_register(&sim, DEVICE, DSMIL_REGISTER_COUNT, &value), -EINVAL);
  EQ(dsmil_sim_toggle_register(&sim, DEVICE, DSMIL_REGISTER_COUNT, 1), -EINVAL);
  EQ(dsmil_sim_fault(&sim, DEVICE, 0, 0), -EINVAL);
  EQ(dsmil_sim_fault(&sim, DEVICE, 0x10, 0), -EINVAL);
  EQ(dsmil_sim_set_present(&sim, DSMIL_DEVICE_COUNT, true), -EINVAL);
}

TEST("hal: the hottest device is found, negative temperatures and silent ones too") {
  dsmil_sim_init(&sim, 1);
  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++)
    if (!dsmil_token_quarantined(dsmil_device_table[i].token))
      EQ(dsmil_sim_set_temperature(&sim, i, -5000), 0);
  EQ(dsmil_sim_hottest(&sim), -5000);
  EQ(dsmil_sim_set_temperature(&sim, DEVICE, 91000), 0);
  EQ(dsmil_sim_hottest(&sim), 91000);
  EQ(dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_NOT_ANSWERING, 0), 0);
  EQ(dsmil_sim_hottest(&sim), -5000);
}

TEST("hal: an absent device is absent") {
  dsmil_sim_init(&sim, 1);
  CHECK(sim.hal.ops->present(&sim.hal, DEVICE));
  EQ(dsmil_sim_set_present(&sim, DEVICE, false), 0);
  CHECK(!sim.hal.ops->present(&sim.hal, DEVICE));
  CHECK(!sim.hal.ops->present(&sim.hal, DSMIL_DEVICE_COUNT));
}

/* ---------------------------------------------------------------- threads */

static u32 stop_threads;

static void *disturb(void *argument) {
  u32 n = (u32)(uintptr_t)argument;

  for (u32 i = 0; !READ_ONCE(stop_threads); i++) {
    dsmil_sim_set_register(&sim, DEVICE, 9, 0x01010101U * (i & 0xff));
    dsmil_sim_set_latency(&sim, DEVICE, i % 3 == n ? 1000 : 0);
    if (i % 16 == n) {
      dsmil_sim_fault(&sim, DEVICE, DSMIL_SIM_FAULT_HARDWARE_ERROR, i);
      dsmil_sim_clear(&sim, DEVICE);
    }
    dsmil_sim_hottest(&sim);
  }
  return NULL;
}

TEST("hal: hosts may set while the core reads: no torn values") {
  pthread_t threads[2];
  u64 began = dsmil_now_ns();
  u32 answered = 0, torn = 0;

  dsmil_sim_init(&sim, 1);
  EQ(dsmil_sim_set_register(&sim, DEVICE, 9, 0), 0);
  WRITE_ONCE(stop_threads, 0);
  for (uintptr_t n = 0; n < 2; n++) EQ(pthread_create(&threads[n], NULL, disturb, (void *)n), 0);
  while (dsmil_now_ns() - began < 200 * MS) {
    u32 value = 0, status;

    if (sim_read(DEVICE, 9, &value, &status)) continue;
    answered++;
    torn += value != 0x01010101U * (value & 0xff);
  }
  WRITE_ONCE(stop_threads, 1);
  for (u32 n = 0; n < 2; n++) EQ(pthread_join(threads[n], NULL), 0);
  CHECK(answered > 100);
  EQ(torn, 0);
}
