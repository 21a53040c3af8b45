// SPDX-License-Identifier: Apache-2.0
/* Transactions: undoing, and what cannot be undone. */
#include "tap.h"
#include "world.h"

static const u16 tokens[] = {TOKEN_A, TOKEN_B, TOKEN_C};
static const u32 devices[] = {DEVICE_A, DEVICE_B, DEVICE_C};

static struct world *prepared(u32 timeout_ms) {
  struct dsmil_operation operations[3];
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u32 i;

  world_ready(w);
  for (i = 0; i < 3; i++) {
    operations[i] = world_write(tokens[i], DATA, 0x100 + i);
    operations[i].timeout_ms = timeout_ms;
  }
  EQ(world_tx_prepare(w, 1, operations, 3, &p), 0);
  return w;
}

static void as_before(struct world *w) {
  u32 i;

  for (i = 0; i < 3; i++)
    EQ_AT(w->hal.registers[devices[i]][DATA], (devices[i] + 1) << 16 | DATA, "device %u", i);
}

TEST("rollback: a failure in the last step undoes the others, the last first") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_C, .error = -EIO, .lands = true,
            .firmware_status = 0x11);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  EQ(c.failed_operation, 2);
  EQ(c.header.reason, DSMIL_REASON_HARDWARE_ERROR);
  EQ(w->hal.writes, 6);
  EQ(fake_hal_write_at(&w->hal, 2)->device, DEVICE_C); /* it may have landed: undone too */
  EQ(fake_hal_write_at(&w->hal, 1)->device, DEVICE_B);
  EQ(fake_hal_write_at(&w->hal, 0)->device, DEVICE_A);
  as_before(w);
  EQ(w->core.counters.tx_rolled_back, 1);
  EQ(world_state(w, DEVICE_B).registers[DATA], (DEVICE_B + 1) << 16 | DATA);
  CHECK(!w->core.devices[DEVICE_C].held);
  world_free(w);
}

TEST("rollback: a write that the hardware never took is not undone, and alone it is ABORTED") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;
  u64 started;

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_A, .error = -EAGAIN,
            .times = FAKE_FOREVER);
  started = test_port.now_ns;
  EQ(world_tx_commit(w, 1, &c), -ETIMEDOUT);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(c.failed_operation, 0);
  CHECK(test_port.now_ns - started >= 100 * MS && test_port.now_ns - started < 102 * MS);
  as_before(w);
  CHECK(c.duration_ns >= 100 * MS);
  EQ(w->core.counters.timeouts, 1);
  world_free(w);
}

TEST("rollback: a write that does not read back is a failure, and is undone") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;
  struct dsmil_tx_status status = {.transaction_id = 1};

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .flip = 4);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  EQ(c.header.reason, DSMIL_REASON_READBACK_MISMATCH);
  EQ(c.failed_operation, 1);
  as_before(w);
  EQ(CALL(w, &w->reader, TX_STATUS, &status), 0);
  EQ(status.operations[1].reason, DSMIL_REASON_READBACK_MISMATCH);
  EQ(status.operations[1].error, -EIO);
  EQ(status.operations[0].error, 0);
  world_free(w);
}

TEST("rollback: a slow write is no failure while its deadline lasts") {
  struct world *w = prepared(5000);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_A, .error = -EAGAIN, .times = 100);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_A, .flip = 1, .times = 100);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN, .times = 100);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(c.outcome, DSMIL_TX_COMMITTED);
  EQ(w->core.counters.effects, 3);
  world_free(w);
}

TEST("rollback: an answer outside the backend's contract counts as a write that may have landed") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -EREMOTEIO, .lands = true);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  as_before(w);
  world_free(w);
}

TEST("rollback: that fails makes UNCERTAIN: that device on hold, the others undone") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;
  struct dsmil_device_state state;
  struct dsmil_tx_id id = {.transaction_id = 1};

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_C, .error = -EIO);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .skip = 1, .error = -EIO);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_UNCERTAIN);
  EQ(c.failed_operation, 2);
  state = world_state(w, DEVICE_B);
  CHECK(state.flags & DSMIL_DEVICE_HELD);
  CHECK(state.flags & DSMIL_DEVICE_UNCERTAIN);
  EQ(state.hold_ns, test_port.now_ns);
  CHECK(!(world_state(w, DEVICE_A).flags & DSMIL_DEVICE_HELD));
  EQ(w->hal.registers[DEVICE_A][DATA], (DEVICE_A + 1) << 16 | DATA);
  EQ(w->core.counters.tx_uncertain, 1);
  EQ(CALL(w, &w->writer, TX_ABORT, &id), -EBUSY);
  EQ(id.outcome, DSMIL_TX_UNCERTAIN);
  world_free(w);
}

TEST("rollback: an undo that does not read back is not undone: UNCERTAIN") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_C, .error = -EIO);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_A, .skip = 1, .flip = 1);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_UNCERTAIN);
  CHECK(w->core.devices[DEVICE_A].uncertain);
  CHECK(!w->core.devices[DEVICE_B].uncertain);
  world_free(w);
}

static void kill_caller(void *context) {
  (void)context;
  test_port.killed = true;
}

TEST("rollback: a killed caller's transaction is undone, though the hardware takes its time") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  /* B pauses once: there the caller is killed. Undoing A needs pauses of its own. */
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_A, .skip = 1, .error = -EAGAIN, .times = 3);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_A, .skip = 1, .error = -EAGAIN,
            .times = 3);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN);
  test_port.on_sleep = kill_caller;
  EQ(world_tx_commit(w, 1, &c), -EINTR);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  EQ(c.failed_operation, 1);
  as_before(w);
  world_free(w);
}

/* The caller is killed while another one operates on A, which ends a little later. */
static void kill_then_give(void *context) {
  struct world *w = context;

  if (!test_port.killed)
    EQ(dsmil_slot_try(&w->core.devices[DEVICE_A].slot), true);
  else if (test_port.sleeps == 4)
    dsmil_slot_give(&w->core.devices[DEVICE_A].slot);
  test_port.killed = true;
}

TEST("rollback: a killed caller's rollback waits for its turn, like any other") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN, .times = 2);
  test_port.on_sleep = kill_then_give;
  EQ(world_tx_commit(w, 1, &c), -EINTR);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  as_before(w);
  world_free(w);
}

TEST("rollback: a reset is undone register by register, the control register last") {
  struct dsmil_operation operations[] = {world_control(TOKEN_A, DSMIL_OPERATION_RESET),
                                         world_write(TOKEN_B, DATA, 1)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  u32 before[DSMIL_REGISTER_COUNT], reg;

  world_ready(w);
  memcpy(before, w->hal.registers[DEVICE_A], sizeof(before));
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -EIO);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  for (reg = 0; reg < DSMIL_REGISTER_COUNT; reg++)
    if ((FAKE_DATA_MASK | FAKE_CONFIG_MASK | 1) & 1U << reg)
      EQ_AT(w->hal.registers[DEVICE_A][reg], before[reg], "register %u", reg);
  EQ(fake_hal_write_at(&w->hal, 0)->reg, 0);
  world_free(w);
}

TEST("rollback: two operations on one register go back to what was before the first") {
  struct dsmil_operation operations[] = {
      world_write(TOKEN_A, DATA, 1), world_write(TOKEN_A, DATA, 2), world_write(TOKEN_B, DATA, 3)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 3, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -EIO);
  EQ(world_tx_commit(w, 1, &c), -EIO);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  as_before(w);
  world_free(w);
}

static void hold_a(void *context) {
  struct world *w = context;
  struct dsmil_hold hold = {.device = TOKEN_A};

  test_port.on_sleep = NULL;
  EQ(CALL(w, &w->writer, HOLD_SET, &hold), 0);
  hold.device = TOKEN_C;
  EQ(CALL(w, &w->writer, HOLD_SET, &hold), 0);
}

TEST("rollback: a hold set in the middle stops the next effect, not the undoing") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN);
  test_port.on_sleep = hold_a;
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  w->ended = false;
  EQ(c.header.reason, DSMIL_REASON_ON_HOLD);
  EQ(c.failed_operation, 2);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  as_before(w);
  world_free(w);
}

static void claim_other(void *context) {
  struct world *w = context;
  struct dsmil_claim claim = {0};

  test_port.on_sleep = NULL;
  EQ(CALL(w, &w->other, CLAIM, &claim), 0);
}

TEST("rollback: another coordinator that came in the middle ends the effects of the older one") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN);
  test_port.on_sleep = claim_other;
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), -ESTALE);
  w->ended = false;
  EQ(c.header.reason, DSMIL_REASON_COORDINATOR_STALE);
  EQ(c.failed_operation, 2);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_ROLLED_BACK); /* who came asks what became of it */
  as_before(w);
  world_free(w);
}

static void stop_and_start(void *context) {
  struct world *w = context;

  test_port.on_sleep = NULL;
  EQ(world_stop(w), 0);
  world_run_state(w);
}

TEST("rollback: a stop that was reset and started again in the middle still ends the effects") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_B, .error = -EAGAIN);
  test_port.on_sleep = stop_and_start;
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), -ESTALE);
  w->ended = false;
  EQ(w->core.stop.state, DSMIL_STOP_RUN);
  EQ(c.header.reason, DSMIL_REASON_STOP_EPOCH);
  EQ(c.failed_operation, 2);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  as_before(w);
  world_free(w);
}

TEST(
    "rollback: a device that somebody else operates on for too long is busy; what began is "
    "undone") {
  struct world *w = prepared(0);
  struct dsmil_tx_commit c;

  EQ(dsmil_slot_try(&w->core.devices[DEVICE_C].slot), true);
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), -EBUSY);
  dsmil_slot_give(&w->core.devices[DEVICE_C].slot);
  w->ended = false;
  EQ(c.header.reason, DSMIL_REASON_DEVICE_BUSY);
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  as_before(w);
  world_free(w);
}

TEST(
    "rollback: an operation that the backend cannot perform after all has the errno of its "
    "reason") {
  struct dsmil_operation operation = world_control(TOKEN_A, DSMIL_OPERATION_ACTIVATE);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  w->core.transactions->steps[0].operation.type = 9; /* control() knows no such type */
  EQ(world_tx_commit(w, 1, &c), -EOPNOTSUPP);
  EQ(c.header.reason, DSMIL_REASON_UNSUPPORTED);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 0);
  world_free(w);
}
