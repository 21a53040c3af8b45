// SPDX-License-Identifier: Apache-2.0
/* Safety rule 1: quarantine is absolute. The backend itself reports any touch. */
#include "tap.h"
#include "world.h"

static bool among_the_five(u32 token) {
  u32 i;

  for (i = 0; i < 5; i++)
    if (quarantined_tokens[i] == token) return true;
  return false;
}

TEST("quarantine: of all 65,536 tokens, exactly these five, and exactly 84 are devices") {
  u32 token, devices = 0;

  for (token = 0; token <= 0xffff; token++) {
    u32 group = (token - 0x8000) >> 4, index = token & 0xf;
    bool is_device = token >= 0x8000 && group < 7 && index < 12;
    int position = dsmil_device_position((u16)token);

    EQ_AT(position, is_device ? (int)(group * 12 + index) : -1, "token 0x%04x", token);
    EQ_AT(dsmil_token_quarantined((u16)token), among_the_five(token), "token 0x%04x", token);
    if (position < 0) continue;
    devices++;
    EQ_AT(dsmil_device_table[position].token, token, "position %d", position);
    EQ_AT(dsmil_device_table[position].group, group, "position %d", position);
    EQ_AT(dsmil_device_table[position].index, index, "position %d", position);
    EQ_AT(dsmil_device_table[position].risk == DSMIL_RISK_QUARANTINED, among_the_five(token),
          "token 0x%04x", token);
    EQ_AT(dsmil_device_table[position].access == DSMIL_ACCESS_NONE, among_the_five(token),
          "token 0x%04x", token);
  }
  EQ(devices, 84);
}

TEST("quarantine: no file and no register makes a read pass") {
  struct world *w = world_new();
  struct dsmil_file *files[] = {&w->reader, &w->writer, &w->admin};
  u64 before = w->hal.logged;
  u32 i, reg, f;

  world_ready(w);
  for (i = 0; i < 5; i++)
    for (reg = 0; reg < DSMIL_REGISTER_COUNT; reg++)
      for (f = 0; f < 3; f++) {
        struct dsmil_read read = {.device = quarantined_tokens[i], .register_index = (u16)reg};

        EQ(CALL(w, files[f], READ, &read), -EACCES);
        EQ(read.header.reason, DSMIL_REASON_QUARANTINED);
        EQ(read.value, 0);
      }
  EQ(w->hal.logged, before);
  EQ(world_refusals(w, DSMIL_REASON_QUARANTINED), 5 * 16 * 3);
  world_free(w);
}

TEST("quarantine: no operation is prepared, alone or anywhere among allowed ones") {
  struct world *w = world_new();
  const u16 allowed[] = {TOKEN_A, TOKEN_B};
  struct dsmil_tx_prepare p;
  u32 i, type, at, j;
  u64 before;

  world_ready(w);
  before = w->hal.logged;
  for (i = 0; i < 5; i++)
    for (type = DSMIL_OPERATION_WRITE; type <= DSMIL_OPERATION_DEACTIVATE; type++)
      for (at = 0; at < 3; at++) {
        struct dsmil_operation operations[3];
        bool registers = type == DSMIL_OPERATION_WRITE || type == DSMIL_OPERATION_CONFIG;

        for (j = 0; j < 3; j++)
          operations[j] = j == at ? world_control(quarantined_tokens[i], type)
                                  : world_write(allowed[j < at ? j : j - 1], DATA, 1);
        if (registers) operations[at].register_index = DATA;
        EQ(world_tx_prepare(w, 1, operations, 3, &p), -EACCES);
        EQ(p.header.reason, DSMIL_REASON_QUARANTINED);
        EQ(p.failed_operation, at);
        EQ(p.outcome, DSMIL_TX_UNKNOWN);
      }
  EQ(w->core.tx_count, 0);
  EQ(w->hal.logged, before);
  world_free(w);
}

TEST("quarantine: sampling, suspend, resume and holds leave the hardware alone") {
  struct world *w = world_new();
  u32 i;

  dsmil_core_sample(&w->core);
  dsmil_core_suspend(&w->core);
  dsmil_core_resume(&w->core);
  dsmil_core_sample(&w->core);
  for (i = 0; i < 5; i++) {
    struct dsmil_hold hold = {.device = quarantined_tokens[i]};

    dsmil_core_sample_device(&w->core, (u32)dsmil_device_position(quarantined_tokens[i]));
    EQ(CALL(w, &w->writer, HOLD_SET, &hold), 0);
    EQ(CALL(w, &w->admin, HOLD_RELEASE, &hold), 0);
  }
  EQ(w->hal.quarantine_touches, 0);
  EQ(w->hal.samples, 3 * 79); /* at the start, and twice: all but the five */
  world_free(w);
}

TEST("quarantine: a state entry shows what the table says, and nothing else") {
  struct world *w = world_new();
  u32 i, reg;

  dsmil_core_sample(&w->core);
  for (i = 0; i < 5; i++) {
    u32 position = (u32)dsmil_device_position(quarantined_tokens[i]);
    struct dsmil_get_state get = {.first = position, .count = 1};

    EQ(CALL(w, &w->reader, GET_STATE, &get), 0);
    EQ(get.states[0].token, quarantined_tokens[i]);
    EQ(get.states[0].risk, DSMIL_RISK_QUARANTINED);
    EQ(get.states[0].access, DSMIL_ACCESS_NONE);
    EQ(get.states[0].flags, DSMIL_DEVICE_QUARANTINED);
    EQ(get.states[0].register_mask, 0);
    EQ(get.states[0].sample_ns, 0);
    EQ(get.states[0].temperature_mc, S32_MIN);
    for (reg = 0; reg < DSMIL_REGISTER_COUNT; reg++) EQ(get.states[0].registers[reg], 0);
  }
  world_free(w);
}

TEST("quarantine: data that a stray write changed does not open it") {
  struct world *w = world_new();
  u32 i;

  world_ready(w);
  for (i = 0; i < 5; i++) {
    u32 position = (u32)dsmil_device_position(quarantined_tokens[i]);
    struct dsmil_device *device = &w->core.devices[position];
    struct dsmil_read read = {.device = quarantined_tokens[i]};
    struct dsmil_operation operation = world_write(quarantined_tokens[i], DATA, 1);
    struct dsmil_tx_prepare p;

    device->quarantined = false;
    device->present = true;
    w->ended = true; /* the state is not consistent now: no checks between calls */
    EQ(CALL(w, &w->admin, READ, &read), -EACCES);
    EQ(read.header.reason, DSMIL_REASON_QUARANTINED);
    EQ(world_tx_prepare(w, 9, &operation, 1, &p), -EACCES);
    EQ(p.header.reason, DSMIL_REASON_QUARANTINED);
    dsmil_core_sample_device(&w->core, position);
    w->ended = false;
    device->quarantined = true;
    device->present = false;
  }
  EQ(w->hal.quarantine_touches, 0);
  world_free(w);
}

static void becomes_quarantined(struct world *w, u32 device, u32 reg) {
  (void)device, (void)reg;
  w->core.devices[DEVICE_A].token = 0x8009;
}

TEST("quarantine: the gate asks again at each access: commit and rollback too") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_B, DATA, 2)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  u64 writes;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  becomes_quarantined(w, 0, 0);
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_QUARANTINED);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 0);
  w->core.devices[DEVICE_A].token = TOKEN_A;
  w->ended = false;

  EQ(world_tx_prepare(w, 2, operations, 2, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -EIO,
            .hook = becomes_quarantined);
  w->ended = true;
  EQ(world_tx_commit(w, 2, &c), -EIO);
  writes = w->hal.writes;
  EQ(c.outcome, DSMIL_TX_UNCERTAIN);
  EQ(writes, 3); /* A, B that failed, B undone; A no more */
  w->core.devices[DEVICE_A].token = TOKEN_A;
  w->ended = false;
  CHECK(w->core.devices[DEVICE_A].held);
  CHECK(!w->core.devices[DEVICE_B].held);
  world_free(w);
}
