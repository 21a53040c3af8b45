// SPDX-License-Identifier: Apache-2.0
/* Transactions: the answer to commit is the decision. */
#include "tap.h"
#include "world.h"

static struct world *prepared(u32 count) {
  const u16 tokens[] = {TOKEN_A, TOKEN_B, TOKEN_C};
  struct dsmil_operation operations[3];
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u32 i;

  world_ready(w);
  for (i = 0; i < count; i++) operations[i] = world_write(tokens[i], DATA, 0x100 + i);
  EQ(world_tx_prepare(w, 1, operations, count, &p), 0);
  return w;
}

TEST("commit: performs the operations in order and frees the devices") {
  struct world *w = prepared(3);
  struct dsmil_tx_commit c;

  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(c.outcome, DSMIL_TX_COMMITTED);
  EQ(c.failed_operation, 3);
  EQ(c.header.reason, DSMIL_REASON_NONE);
  EQ(w->hal.writes, 3);
  EQ(fake_hal_write_at(&w->hal, 2)->device, DEVICE_A);
  EQ(fake_hal_write_at(&w->hal, 1)->device, DEVICE_B);
  EQ(fake_hal_write_at(&w->hal, 0)->device, DEVICE_C);
  EQ(w->hal.registers[DEVICE_C][DATA], 0x102);
  EQ(world_state(w, DEVICE_A).registers[DATA], 0x100);
  EQ(world_state(w, DEVICE_A).operation_count, 1);
  EQ(w->core.counters.effects, 3);
  EQ(w->core.counters.tx_committed, 1);
  world_free(w);
}

TEST("commit: asked again, it answers the same and does nothing") {
  struct world *w = prepared(1);
  struct dsmil_tx_commit c;

  EQ(world_tx_commit(w, 1, &c), 0);
  world_run_state(w); /* stops and starts do not change what was decided */
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(c.outcome, DSMIL_TX_COMMITTED);
  EQ(w->hal.writes, 1);
  memset(c.digest, 0, sizeof(c.digest));
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_DIGEST_MISMATCH);
  world_free(w);
}

TEST("commit: a failure asked for again is the same failure") {
  struct world *w = prepared(1);
  struct dsmil_tx_commit c;
  u32 i;

  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .error = -EIO);
  for (i = 0; i < 3; i++) {
    EQ(world_tx_commit(w, 1, &c), -EIO);
    EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
    EQ(c.header.reason, DSMIL_REASON_HARDWARE_ERROR);
    EQ(c.failed_operation, 0);
  }
  EQ(w->hal.writes, 2);
  EQ(world_refusals(w, DSMIL_REASON_HARDWARE_ERROR), 1);
  world_free(w);
}

TEST("commit: one bit of the digest, and the outcome is ABORTED for good") {
  u32 bit;

  for (bit = 0; bit < 256; bit += 51) {
    struct world *w = prepared(1);
    struct dsmil_tx_commit c = world_tx_commit_of(w, 1);

    c.digest[bit / 8] ^= (u8)(1U << bit % 8);
    EQ(CALL(w, &w->admin, TX_COMMIT, &c), -EACCES);
    EQ(c.header.reason, DSMIL_REASON_DIGEST_MISMATCH);
    EQ(c.outcome, DSMIL_TX_ABORTED);
    EQ(world_tx_commit(w, 1, &c), -EACCES);
    EQ(c.outcome, DSMIL_TX_ABORTED);
    EQ(w->hal.writes, 0);
    EQ(world_state(w, DEVICE_A).transaction_id, 0);
    world_free(w);
  }
}

TEST("commit: fencing: a newer claim refuses the older holder and leaves the outcome open") {
  struct world *w = prepared(1);
  struct dsmil_tx_commit c = world_tx_commit_of(w, 1);
  struct dsmil_claim claim = {0};

  EQ(CALL(w, &w->other, CLAIM, &claim), 0);
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -ESTALE);
  EQ(c.header.reason, DSMIL_REASON_COORDINATOR_STALE);
  EQ(c.outcome, DSMIL_TX_UNKNOWN);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_PREPARED);
  c.coordinator_epoch = 2;
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -ESTALE);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_PREPARED);
  EQ(CALL(w, &w->other, TX_COMMIT, &c), -ESTALE); /* the new one: not its prepare */
  EQ(c.failed_operation, 1); /* none: no operation was even tried */
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 0);
  world_free(w);
}

TEST("commit: a file that claimed nothing is refused, whatever it names") {
  struct world *w = prepared(1);
  struct dsmil_tx_commit c = world_tx_commit_of(w, 1);

  EQ(CALL(w, &w->other, TX_COMMIT, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_COORDINATOR_REQUIRED);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_PREPARED);
  world_free(w);
}

TEST("commit: the lease: by itself at its end, and at a commit that comes before the tick") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = prepared(1);
  struct dsmil_tx_commit c;
  struct dsmil_tx_prepare p;

  world_run(w, SECOND - 1);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_PREPARED);
  world_run(w, 1);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_ABORTED);
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_LEASE_EXPIRED);
  EQ(c.outcome, DSMIL_TX_ABORTED);

  EQ(world_tx_prepare(w, 2, &operation, 1, &p), 0);
  world_late(SECOND - 1);
  EQ(world_tx_commit(w, 2, &c), 0);
  EQ(world_tx_prepare(w, 3, &operation, 1, &p), 0);
  world_late(SECOND);
  EQ(world_tx_commit(w, 3, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_LEASE_EXPIRED);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 1);

  EQ(world_tx_prepare(w, 4, &operation, 1, &p), 0);
  test_port.boot_offset_ns += SECOND; /* a suspend counts */
  EQ(world_tx_commit(w, 4, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_LEASE_EXPIRED);
  world_free(w);
}

TEST("commit: abort ends a prepared one, from any file for writing; asked again, the same") {
  struct world *w = prepared(2);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct dsmil_tx_commit c;

  EQ(CALL(w, &w->reader, TX_ABORT, &id), -EACCES);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_PREPARED);
  EQ(world_stop(w), 0); /* and while the stop is latched */
  EQ(CALL(w, &w->writer, TX_ABORT, &id), 0);
  EQ(id.outcome, DSMIL_TX_ABORTED);
  EQ(CALL(w, &w->writer, TX_ABORT, &id), 0);
  EQ(world_state(w, DEVICE_B).transaction_id, 0);
  EQ(world_tx_commit(w, 1, &c), -ECANCELED);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 0);
  id.transaction_id = 2;
  EQ(CALL(w, &w->writer, TX_ABORT, &id), -ENOENT);
  EQ(id.outcome, DSMIL_TX_UNKNOWN);
  world_free(w);
}

TEST("commit: a committed one cannot be aborted") {
  struct world *w = prepared(1);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct dsmil_tx_commit c;

  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(CALL(w, &w->writer, TX_ABORT, &id), -EBUSY);
  EQ(id.header.reason, DSMIL_REASON_TRANSACTION_STATE);
  EQ(id.outcome, DSMIL_TX_COMMITTED);
  world_free(w);
}

static void all_calls_meanwhile(void *context) {
  struct world *w = context;
  struct dsmil_tx_commit c = world_tx_commit_of(w, 1);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct dsmil_tx_status status = {.transaction_id = 1};
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 7);
  struct dsmil_tx_prepare p;

  test_port.on_sleep = NULL;
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -EBUSY);
  EQ(c.header.reason, DSMIL_REASON_TRANSACTION_STATE);
  EQ(c.outcome, DSMIL_TX_COMMITTING);
  EQ(c.failed_operation, 1); /* none has, so far */
  EQ(CALL(w, &w->admin, TX_ABORT, &id), -EBUSY);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), -EBUSY);
  EQ(CALL(w, &w->admin, TX_STATUS, &status), 0);
  EQ(status.outcome, DSMIL_TX_COMMITTING);
  EQ(status.failed_operation, 1);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), -EBUSY);
  EQ(p.header.reason, DSMIL_REASON_DEVICE_BUSY);
  world_late(2 * SECOND);
  (void)dsmil_core_tick(&w->core); /* the lease has done its duty: no abort now */
}

TEST("commit: while it runs, nobody commits it twice, aborts it, forgets it or takes its device") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  operation.timeout_ms = 5000;
  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .device = DEVICE_A, .error = -EAGAIN);
  test_port.on_sleep = all_calls_meanwhile;
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), 0);
  w->ended = false;
  EQ(c.outcome, DSMIL_TX_COMMITTED);
  EQ(w->hal.writes, 1);
  world_free(w);
}

TEST("commit: unknown ids, and ids that were forgotten, are ENOENT") {
  struct world *w = prepared(1);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct dsmil_tx_commit c;

  EQ(world_tx_commit(w, 2, &c), -ENOENT);
  EQ(c.header.reason, DSMIL_REASON_UNKNOWN_TRANSACTION);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), -EBUSY);
  EQ(id.header.reason, DSMIL_REASON_TRANSACTION_STATE);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), 0);
  EQ(id.outcome, DSMIL_TX_COMMITTED);
  c.outcome = DSMIL_TX_COMMITTED; /* a caller's leftover is not an answer */
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -ENOENT);
  EQ(c.outcome, DSMIL_TX_UNKNOWN);
  EQ(c.failed_operation, DSMIL_TX_OPERATIONS_MAX); /* none: not that the first one failed */
  EQ(CALL(w, &w->admin, TX_FORGET, &id), -ENOENT);
  EQ(w->hal.writes, 1);
  world_free(w);
}

TEST("commit: outcomes are kept for the coordinator: who was overtaken does not make it forget") {
  struct world *w = prepared(1);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct dsmil_claim claim = {0};
  struct dsmil_tx_commit c;

  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(CALL(w, &w->other, TX_FORGET, &id), -EACCES); /* claimed nothing */
  EQ(id.header.reason, DSMIL_REASON_COORDINATOR_REQUIRED);
  EQ(CALL(w, &w->other, CLAIM, &claim), 0);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), -ESTALE); /* overtaken */
  EQ(id.header.reason, DSMIL_REASON_COORDINATOR_STALE);
  EQ(id.outcome, DSMIL_TX_UNKNOWN);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_COMMITTED);
  EQ(CALL(w, &w->other, TX_FORGET, &id), 0);
  EQ(id.outcome, DSMIL_TX_COMMITTED);
  EQ(w->core.tx_count, 0);
  world_free(w);
}

TEST("commit: control operations start from the register as it is, not as it was") {
  struct dsmil_operation operations[] = {world_control(TOKEN_A, DSMIL_OPERATION_ACTIVATE),
                                         world_control(TOKEN_B, DSMIL_OPERATION_DEACTIVATE),
                                         world_control(TOKEN_C, DSMIL_OPERATION_RESET)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 3, &p), 0);
  w->hal.registers[DEVICE_A][0] |= 0x40; /* the firmware moves it meanwhile */
  w->hal.registers[DEVICE_B][0] |= 0x41;
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(w->hal.registers[DEVICE_A][0], FAKE_IDLE | 0x40 | FAKE_ACTIVE);
  EQ(w->hal.registers[DEVICE_B][0], FAKE_IDLE | 0x40);
  EQ(w->hal.registers[DEVICE_C][0], FAKE_IDLE);
  EQ(world_state(w, DEVICE_A).power_state, DSMIL_POWER_ACTIVE);
  world_free(w);
}
