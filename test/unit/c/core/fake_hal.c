// SPDX-License-Identifier: Apache-2.0
#include "fake_hal.h"

#include "world.h"

static struct fake_hal *to_fake(struct dsmil_hal *hal) {
  return (struct fake_hal *)((char *)hal - offsetof(struct fake_hal, hal));
}

/* Nothing may come here for a quarantined device: the core's caller sees it at once. */
static bool quarantine_touched(struct fake_hal *fake, u32 device) {
  if (device >= DSMIL_DEVICE_COUNT) {
    world_violation(fake->world, "the backend was asked for device %u", device);
    return true;
  }
  if (!dsmil_token_quarantined(dsmil_device_table[device].token)) return false;
  fake->quarantine_touches++;
  world_violation(fake->world, "token 0x%04x reached the backend",
                  dsmil_device_table[device].token);
  return true;
}

static struct fake_rule *rule_for(struct fake_hal *fake, enum fake_op op, u32 device, u32 reg) {
  u32 i;

  for (i = 0; i < FAKE_RULES; i++) {
    struct fake_rule *rule = &fake->rules[i];

    if (!(rule->ops & (u32)op)) continue;
    if (rule->device != FAKE_ANY && rule->device != (int)device) continue;
    if (rule->reg != FAKE_ANY && op != FAKE_SAMPLE && rule->reg != (int)reg) continue;
    if (rule->skip) {
      rule->skip--;
      continue;
    }
    if (!rule->times) continue;
    if (rule->times != FAKE_FOREVER) rule->times--;
    return rule;
  }
  return NULL;
}

static void remember(struct fake_hal *fake, enum fake_op op, u32 device, u32 reg, u32 value,
                     int error) {
  fake->log[fake->logged++ % FAKE_LOG] =
      (struct fake_access){op, device, reg, value, error, test_port.now_ns};
}

static bool fake_present(struct dsmil_hal *hal, u32 device) {
  struct fake_hal *fake = to_fake(hal);

  return !quarantine_touched(fake, device) && !fake->absent[device];
}

static int fake_read(struct dsmil_hal *hal, u32 device, u32 reg, u32 *value, u32 *firmware_status) {
  struct fake_hal *fake = to_fake(hal);
  struct fake_rule *rule;
  u32 flip = 0;
  int error = 0;

  if (quarantine_touched(fake, device)) return -EACCES;
  rule = rule_for(fake, FAKE_READ, device, reg);
  *firmware_status = 0;
  if (rule) {
    error = rule->error;
    flip = rule->flip;
    *firmware_status = rule->firmware_status;
    if (rule->hook) rule->hook(fake->world, device, reg);
  }
  fake->reads++;
  if (!error) *value = fake->registers[device][reg] ^ flip;
  remember(fake, FAKE_READ, device, reg, error ? 0 : *value, error);
  return error;
}

static int fake_write(struct dsmil_hal *hal, u32 device, u32 reg, u32 value, u32 *firmware_status) {
  struct fake_hal *fake = to_fake(hal);
  struct fake_rule *rule;
  u32 stored = value;
  int error = 0;
  bool lands = true;

  if (quarantine_touched(fake, device)) return -EACCES;
  world_judge_write(fake->world, device, reg, value);
  rule = rule_for(fake, FAKE_WRITE, device, reg);
  *firmware_status = 0;
  if (rule) {
    error = rule->error;
    lands = !error || rule->lands;
    stored ^= rule->flip;
    *firmware_status = rule->firmware_status;
    if (rule->hook) rule->hook(fake->world, device, reg);
  }
  fake->writes++;
  if (lands && reg == DSMIL_CONTROL_REGISTER && stored & FAKE_RESET) {
    /* What a reset does to the rest is what a rollback has to know. */
    memset(fake->registers[device], 0, sizeof(fake->registers[device]));
    stored = FAKE_IDLE;
  }
  if (lands) fake->registers[device][reg] = stored;
  remember(fake, FAKE_WRITE, device, reg, value, error);
  return error;
}

static int fake_sample(struct dsmil_hal *hal, u32 device, struct dsmil_sample *sample) {
  struct fake_hal *fake = to_fake(hal);
  struct fake_rule *rule;
  int error = 0;

  if (quarantine_touched(fake, device)) return -EACCES;
  rule = rule_for(fake, FAKE_SAMPLE, device, 0);
  sample->firmware_status = rule ? rule->firmware_status : 0;
  if (rule) {
    error = rule->error;
    if (rule->hook) rule->hook(fake->world, device, 0);
  }
  fake->samples++;
  remember(fake, FAKE_SAMPLE, device, 0, 0, error);
  if (error) return error;
  memcpy(sample->registers, fake->registers[device], sizeof(sample->registers));
  sample->register_mask = fake->sample_mask;
  sample->temperature_mc = 40000;
  sample->power_state = sample->registers[0] & FAKE_ACTIVE ? DSMIL_POWER_ACTIVE : DSMIL_POWER_IDLE;
  return 0;
}

static int fake_control(struct dsmil_hal *hal, u32 type, u32 current_value, u32 *value, u32 *expect,
                        u32 *mask) {
  (void)hal;
  switch (type) {
    case DSMIL_OPERATION_RESET:
      *value = current_value | FAKE_RESET;
      *expect = FAKE_IDLE;
      *mask = ~0U;
      return 0;
    case DSMIL_OPERATION_ACTIVATE:
      *value = current_value | FAKE_ACTIVE;
      *expect = FAKE_ACTIVE;
      *mask = FAKE_ACTIVE;
      return 0;
    case DSMIL_OPERATION_DEACTIVATE:
      *value = current_value & ~FAKE_ACTIVE;
      *expect = 0;
      *mask = FAKE_ACTIVE;
      return 0;
    default:
      return -EINVAL;
  }
}

static int fake_verify(struct dsmil_hal *hal) { return to_fake(hal)->verify_error; }

void fake_hal_init(struct fake_hal *fake, struct world *world) {
  u32 i, reg;

  memset(fake, 0, sizeof(*fake));
  fake->world = world;
  fake->sample_mask = 0xffff;
  fake->ops = (struct dsmil_hal_ops){
      .name = "fake",
      .backend = DSMIL_BACKEND_SIM,
      .register_count = DSMIL_REGISTER_COUNT,
      .writable_mask = FAKE_DATA_MASK,
      .config_mask = FAKE_CONFIG_MASK,
      .operation_mask = 0x7e,
      .present = fake_present,
      .sample = fake_sample,
      .read = fake_read,
      .write = fake_write,
      .control = fake_control,
      .verify = fake_verify,
  };
  fake->hal.ops = &fake->ops;
  for (i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    fake->registers[i][0] = FAKE_IDLE;
    for (reg = 1; reg < DSMIL_REGISTER_COUNT; reg++) fake->registers[i][reg] = (i + 1) << 16 | reg;
  }
}

struct fake_rule *fake_hal_rule(struct fake_hal *fake, struct fake_rule rule) {
  u32 i;

  for (i = 0; i < FAKE_RULES && fake->rules[i].ops; i++) {
  }
  if (i == FAKE_RULES) {
    world_violation(fake->world, "more than %d rules", FAKE_RULES);
    i = 0;
  }
  fake->rules[i] = rule;
  return &fake->rules[i];
}

void fake_hal_forget_rules(struct fake_hal *fake) { memset(fake->rules, 0, sizeof(fake->rules)); }

const struct fake_access *fake_hal_write_at(const struct fake_hal *fake, u32 n) {
  u64 kept = fake->logged < FAKE_LOG ? fake->logged : FAKE_LOG, i;

  for (i = 0; i < kept; i++) {
    const struct fake_access *access = &fake->log[(fake->logged - 1 - i) % FAKE_LOG];

    if (access->op == FAKE_WRITE && n-- == 0) return access;
  }
  return NULL;
}
