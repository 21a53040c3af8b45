/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A backend that does as it is told and remembers what it was asked. By itself it
 * is 84 devices with 16 registers that answer at once; rules change single answers.
 */
#ifndef FAKE_HAL_H
#define FAKE_HAL_H

#include "../../../../kernel/core/core.h"

#define FAKE_IDLE 0x00200000U
#define FAKE_ACTIVE 0x1U
#define FAKE_RESET 0x80000000U
#define FAKE_CONFIG_MASK 0x00f0U
#define FAKE_DATA_MASK 0xff00U
#define FAKE_ANY (-1)
#define FAKE_FOREVER 0xffffffffU
#define FAKE_RULES 16
#define FAKE_LOG 1024

enum fake_op { FAKE_READ = 1, FAKE_WRITE = 2, FAKE_SAMPLE = 4 };

struct world;

/* The first rule that fits, counts down and answers. */
struct fake_rule {
  u32 ops;    /* enum fake_op bits; 0: the slot is free */
  int device; /* position or FAKE_ANY */
  int reg;    /* or FAKE_ANY */
  u32 skip;   /* let so many pass first */
  u32 times;  /* then apply so often */
  int error;  /* what it answers */
  bool lands; /* a write takes effect whatever it answers */
  u32 firmware_status;
  u32 flip; /* bits of the value that come out, or go in, wrong */
  void (*hook)(struct world *world, u32 device, u32 reg); /* under the gate */
};

struct fake_access {
  enum fake_op op;
  u32 device, reg, value;
  int error;
  u64 now_ns;
};

struct fake_hal {
  struct dsmil_hal hal;
  struct dsmil_hal_ops ops; /* a copy, so that a test can change it */
  struct world *world;
  u32 registers[DSMIL_DEVICE_COUNT][DSMIL_REGISTER_COUNT];
  bool absent[DSMIL_DEVICE_COUNT];
  int verify_error;
  u32 sample_mask; /* registers that a sample shows */
  struct fake_rule rules[FAKE_RULES];
  struct fake_access log[FAKE_LOG]; /* of the newest accesses */
  u64 logged;
  u64 reads, writes, samples;
  u64 quarantine_touches; /* of any kind, present() too */
};

void fake_hal_init(struct fake_hal *hal, struct world *world);
/* Adds a rule: FAKE_RULE(hal, .ops = FAKE_WRITE, .device = 3, .error = -EIO). */
struct fake_rule *fake_hal_rule(struct fake_hal *hal, struct fake_rule rule);
void fake_hal_forget_rules(struct fake_hal *hal);
/* The n-th newest write, 0 the last; NULL when there were fewer. */
const struct fake_access *fake_hal_write_at(const struct fake_hal *hal, u32 n);

#define FAKE_RULE(hal_, ...) \
  fake_hal_rule(hal_,        \
                (struct fake_rule){.device = FAKE_ANY, .reg = FAKE_ANY, .times = 1, __VA_ARGS__})

#endif
