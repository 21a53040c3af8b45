// SPDX-License-Identifier: Apache-2.0
/* Holds, the thermal limit, the spacing of operations. */
#include "tap.h"
#include "world.h"

static int hold(struct world *w, struct dsmil_file *file, u16 token) {
  struct dsmil_hold hold = {.device = token};

  return CALL(w, file, HOLD_SET, &hold);
}

static int release(struct world *w, struct dsmil_file *file, u16 token, u32 *reason) {
  struct dsmil_hold hold = {.device = token};
  int error = CALL(w, file, HOLD_RELEASE, &hold);

  *reason = hold.header.reason;
  return error;
}

TEST("hold: keeps effects off that device, before and after the prepare; reads pass") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_operation elsewhere = world_write(TOKEN_B, DATA, 1);
  struct dsmil_read read = {.device = TOKEN_A};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  u32 reason;

  world_ready(w);
  EQ(hold(w, &w->writer, TOKEN_A), 0);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -EACCES);
  EQ(p.header.reason, DSMIL_REASON_ON_HOLD);
  EQ(world_tx_prepare(w, 1, &elsewhere, 1, &p), 0);
  EQ(CALL(w, &w->reader, READ, &read), 0);
  EQ(release(w, &w->admin, TOKEN_A, &reason), 0);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), 0);
  EQ(hold(w, &w->writer, TOKEN_A), 0);
  EQ(world_tx_commit(w, 2, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_ON_HOLD);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 0);
  EQ(world_state(w, DEVICE_A).failure_count, 0);
  CHECK(world_state(w, DEVICE_A).refusal_count > 0);
  world_free(w);
}

TEST("hold: setting needs a file for writing, releasing the capability; twice is once") {
  struct world *w = world_new();
  u64 since;
  u32 reason;

  EQ(release(w, &w->admin, TOKEN_A, &reason), -EACCES);
  EQ(reason, DSMIL_REASON_NOT_HELD);
  EQ(hold(w, &w->reader, TOKEN_A), -EACCES);
  EQ(hold(w, &w->writer, TOKEN_A), 0);
  since = world_state(w, DEVICE_A).hold_ns;
  EQ(since, test_port.now_ns);
  world_late(5);
  EQ(hold(w, &w->writer, TOKEN_A), 0);
  EQ(world_state(w, DEVICE_A).hold_ns, since);
  EQ(release(w, &w->writer, TOKEN_A, &reason), -EACCES);
  EQ(reason, DSMIL_REASON_NO_CAPABILITY);
  EQ(release(w, &w->admin, TOKEN_A, &reason), 0);
  EQ(hold(w, &w->writer, 0x8fff), -EINVAL);
  world_free(w);
}

TEST("hold: one on top of an uncertain device leaves it uncertain; people clear both") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  u32 reason;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .error = -EIO, .times = 2);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_UNCERTAIN);
  EQ(hold(w, &w->writer, TOKEN_A), 0);
  CHECK(world_state(w, DEVICE_A).flags & DSMIL_DEVICE_UNCERTAIN);
  EQ(release(w, &w->admin, TOKEN_A, &reason), 0);
  CHECK(!(world_state(w, DEVICE_A).flags & (DSMIL_DEVICE_UNCERTAIN | DSMIL_DEVICE_HELD)));
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), 0);
  world_free(w);
}

TEST("thermal: at the limit and without an answer effects are refused, at prepare and at commit") {
  static const struct {
    s32 mc;
    int error;
    u32 reason;
  } cases[] = {{94999, 0, 0},
               {95000, 0, DSMIL_REASON_THERMAL_LIMIT},
               {INT32_MAX, 0, DSMIL_REASON_THERMAL_LIMIT},
               {20000, -EIO, DSMIL_REASON_THERMAL_UNKNOWN},
               {INT32_MIN, 0, 0}};
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_config config = world_config();
  u32 i;

  config.thermal_none = false;
  for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    struct world *w = world_new_config(&config);
    struct dsmil_tx_prepare p;
    struct dsmil_tx_commit c;

    world_ready(w);
    EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
    w->thermal_mc = cases[i].mc;
    w->thermal_error = cases[i].error;
    EQ_AT(world_tx_commit(w, 1, &c), cases[i].reason ? -EACCES : 0, "case %u", i);
    EQ_AT(c.header.reason, cases[i].reason, "case %u", i);
    EQ(c.outcome, cases[i].reason ? DSMIL_TX_ABORTED : DSMIL_TX_COMMITTED);
    EQ(w->hal.writes, !cases[i].reason);
    EQ_AT(world_tx_prepare(w, 2, &operation, 1, &p), cases[i].reason ? -EACCES : 0, "case %u", i);
    EQ_AT(p.header.reason, cases[i].reason, "case %u", i);
    EQ(w->core.tx_count, cases[i].reason ? 1 : 2);
    world_free(w);
  }
}

TEST("thermal: thermal=none asks nobody, and GET_INFO shows it") {
  struct dsmil_info info = {0};
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  w->thermal_mc = INT32_MAX;
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  EQ(CALL(w, &w->reader, INFO, &info), 0);
  CHECK(info.features & DSMIL_FEATURE_THERMAL_NONE);
  world_free(w);
}

TEST("spacing: too soon after the last effect a prepare is refused; in time it passes") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_operation elsewhere = world_write(TOKEN_B, DATA, 1);
  struct dsmil_config config = world_config();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct world *w;

  config.spacing_us = 5000;
  w = world_new_config(&config);
  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), -EACCES);
  EQ(p.header.reason, DSMIL_REASON_TOO_SOON);
  EQ(world_tx_prepare(w, 3, &elsewhere, 1, &p), 0);
  world_late(5 * MS - 1);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), -EACCES);
  world_late(1);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), 0);
  world_free(w);
}

TEST("spacing: operations of one transaction on one device keep it among themselves") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_A, DATA, 2)};
  struct dsmil_config config = world_config();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct world *w;

  config.spacing_us = 5000;
  w = world_new_config(&config);
  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  EQ(world_tx_commit(w, 1, &c), 0);
  CHECK(fake_hal_write_at(&w->hal, 0)->now_ns - fake_hal_write_at(&w->hal, 1)->now_ns >= 5 * MS);
  world_free(w);
}

TEST("spacing: a killed caller does not wait for it, and the step says why it failed") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_A, DATA, 2)};
  struct dsmil_tx_status status = {.transaction_id = 1};
  struct dsmil_config config = world_config();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct world *w;

  config.spacing_us = 10000000;
  w = world_new_config(&config);
  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  test_port.killed = true;
  EQ(world_tx_commit(w, 1, &c), -EINTR);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  EQ(CALL(w, &w->reader, TX_STATUS, &status), 0);
  EQ(status.failed_operation, 1);
  EQ(status.operations[1].error, -EINTR);
  world_free(w);
}
