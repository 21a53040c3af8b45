// SPDX-License-Identifier: Apache-2.0
/* Transactions: what prepare takes, refuses and keeps. */
#include "tap.h"
#include "world.h"

#define OPERATION(i, f)                                                                   \
  (offsetof(struct dsmil_tx_prepare, operations) + (i) * sizeof(struct dsmil_operation) + \
   offsetof(struct dsmil_operation, f))

static struct dsmil_tx_prepare good(struct world *w) {
  struct dsmil_tx_prepare p = {.transaction_id = 1,
                               .coordinator_epoch = w->core.coordinator_epoch,
                               .stop_epoch = world_epoch(w),
                               .lease_ms = 1000,
                               .operation_count = 3};

  p.operations[0] = world_write(TOKEN_A, DATA, 1);
  p.operations[1] = world_write(TOKEN_B, CONFIG, 2);
  p.operations[2] = world_control(TOKEN_C, DSMIL_OPERATION_ACTIVATE);
  return p;
}

TEST("prepare: each error of form is EINVAL and names its field; nothing is reserved") {
  struct world *w = world_new();
  u32 i, n = 0;

  world_ready(w);
#define BAD(field_, change)                                           \
  do {                                                                \
    struct dsmil_tx_prepare p = good(w);                              \
    change;                                                           \
    EQ_AT(CALL(w, &w->admin, TX_PREPARE, &p), -EINVAL, "case %u", n); \
    EQ_AT(p.header.field, field_, "case %u", n);                      \
    n++;                                                              \
  } while (0)
  BAD(offsetof(struct dsmil_tx_prepare, transaction_id), p.transaction_id = 0);
  BAD(offsetof(struct dsmil_tx_prepare, lease_ms), p.lease_ms = 9);
  BAD(offsetof(struct dsmil_tx_prepare, lease_ms), p.lease_ms = 300001);
  BAD(offsetof(struct dsmil_tx_prepare, operation_count), p.operation_count = 0);
  BAD(offsetof(struct dsmil_tx_prepare, operation_count), p.operation_count = 85);
  BAD(offsetof(struct dsmil_tx_prepare, operation_count), p.operation_count = 0xffffffff);
  for (i = 0; i < 3; i++) {
    BAD(OPERATION(i, device), p.operations[i].device = 0x800c);
    BAD(OPERATION(i, device), p.operations[i].device = 0);
    BAD(OPERATION(i, type), p.operations[i].type = DSMIL_OPERATION_READ);
    BAD(OPERATION(i, type), p.operations[i].type = DSMIL_OPERATION_EMERGENCY_STOP);
    BAD(OPERATION(i, type), p.operations[i].type = 255);
    BAD(OPERATION(i, register_index), p.operations[i].register_index = 16);
    BAD(OPERATION(i, timeout_ms), p.operations[i].timeout_ms = 5001);
    BAD(OPERATION(i, flags), p.operations[i].flags = 1);
  }
  BAD(OPERATION(2, register_index), p.operations[2].register_index = 1);
  BAD(OPERATION(2, value), p.operations[2].value = 1);
#undef BAD
  EQ(w->core.tx_count, 0);
  EQ(w->core.counters.tx_prepared, 0);
  world_free(w);
}

TEST("prepare: reserves its devices, takes a snapshot, writes nothing") {
  struct world *w = world_new();
  struct dsmil_tx_prepare p = {0};
  struct dsmil_device_state state;

  world_ready(w);
  w->hal.registers[DEVICE_A][DATA] = 0xabcd;
  p = good(w);
  EQ(CALL(w, &w->admin, TX_PREPARE, &p), 0);
  EQ(p.outcome, DSMIL_TX_PREPARED);
  EQ(p.failed_operation, 3);
  EQ(p.operations[0].snapshot, 0xabcd);
  EQ(p.operations[1].snapshot, w->hal.registers[DEVICE_B][CONFIG]);
  EQ(p.operations[2].snapshot, FAKE_IDLE);
  EQ(w->hal.writes, 0);
  state = world_state(w, DEVICE_B);
  CHECK(state.flags & DSMIL_DEVICE_PREPARED);
  EQ(state.transaction_id, 1);
  CHECK(w->ticks_wanted > 0);
  world_free(w);
}

TEST("prepare: a device is in one transaction at a time, and the refusal says which step") {
  struct dsmil_operation first[] = {world_write(TOKEN_B, DATA, 1)};
  struct dsmil_operation second[] = {world_write(TOKEN_A, DATA, 1), world_write(TOKEN_B, DATA, 2)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, first, 1, &p), 0);
  EQ(world_tx_prepare(w, 2, second, 2, &p), -EBUSY);
  EQ(p.header.reason, DSMIL_REASON_DEVICE_BUSY);
  EQ(p.failed_operation, 1);
  EQ(p.outcome, DSMIL_TX_UNKNOWN);
  EQ(world_state(w, DEVICE_A).transaction_id, 0);
  EQ(world_tx_abort(w, 1), 0);
  EQ(world_tx_prepare(w, 2, second, 2, &p), 0);
  world_free(w);
}

TEST("prepare: several operations on one device are one reservation") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_A, DATA, 2),
                                         world_write(TOKEN_A, DATA + 1, 3)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 3, &p), 0);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(w->hal.registers[DEVICE_A][DATA], 2);
  EQ(w->hal.registers[DEVICE_A][DATA + 1], 3);
  world_free(w);
}

TEST("prepare: what the backend has not or cannot write is refused") {
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u32 reg, type;

  world_ready(w);
  for (type = DSMIL_OPERATION_WRITE; type <= DSMIL_OPERATION_CONFIG; type++)
    for (reg = 0; reg < DSMIL_REGISTER_COUNT; reg++) {
      u32 mask = type == DSMIL_OPERATION_WRITE ? FAKE_DATA_MASK : FAKE_CONFIG_MASK;
      struct dsmil_operation operation = {
          .device = TOKEN_A, .type = (u8)type, .register_index = (u8)reg};
      int error = world_tx_prepare(w, 1, &operation, 1, &p);

      EQ_AT(error, mask & 1U << reg ? 0 : -EACCES, "type %u, register %u", type, reg);
      EQ(p.header.reason, mask & 1U << reg ? 0 : DSMIL_REASON_REGISTER_READ_ONLY);
      if (!error) {
        struct dsmil_tx_id id = {.transaction_id = 1};

        EQ(world_tx_abort(w, 1), 0);
        EQ(CALL(w, &w->admin, TX_FORGET, &id), 0);
      }
    }
  w->hal.ops.register_count = 10;
  for (reg = 10; reg < DSMIL_REGISTER_COUNT; reg++) {
    struct dsmil_operation operation = world_write(TOKEN_A, reg, 1);

    EQ(world_tx_prepare(w, 1, &operation, 1, &p), -EOPNOTSUPP);
    EQ(p.header.reason, DSMIL_REASON_UNSUPPORTED);
  }
  w->hal.ops.operation_mask = 1U << DSMIL_OPERATION_READ;
  for (type = DSMIL_OPERATION_WRITE; type <= DSMIL_OPERATION_DEACTIVATE; type++) {
    struct dsmil_operation operation = {.device = TOKEN_A, .type = (u8)type};

    EQ(world_tx_prepare(w, 1, &operation, 1, &p), -EOPNOTSUPP);
    EQ(p.header.reason, DSMIL_REASON_UNSUPPORTED);
  }
  world_free(w);
}

TEST("prepare: only by the file that claimed last, naming the epoch that it got") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_claim claim = {0};
  struct dsmil_tx_prepare p;

  world_run_state(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -EACCES);
  EQ(p.header.reason, DSMIL_REASON_COORDINATOR_REQUIRED);
  EQ(CALL(w, &w->admin, CLAIM, &claim), 0);
  EQ(claim.coordinator_epoch, 1);
  EQ(CALL(w, &w->other, CLAIM, &claim), 0);
  EQ(claim.coordinator_epoch, 2);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -ESTALE); /* admin says 2, and is not 2 */
  EQ(p.header.reason, DSMIL_REASON_COORDINATOR_STALE);
  p.coordinator_epoch = 1;
  EQ(CALL(w, &w->admin, TX_PREPARE, &p), -ESTALE);
  EQ(CALL(w, &w->other, TX_PREPARE, &p), -ESTALE); /* other is 2, and says 1 */
  p.coordinator_epoch = 3;
  EQ(CALL(w, &w->other, TX_PREPARE, &p), -ESTALE);
  p.coordinator_epoch = 2;
  EQ(CALL(w, &w->other, TX_PREPARE, &p), 0);
  world_free(w);
}

TEST("prepare: under the stop epoch that it was decided under") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u64 off;

  world_ready(w);
  for (off = 1; off < 3; off++) {
    (void)world_tx_prepare(w, 0, &operation, 1, &p); /* fills it; the id is refused */
    p.transaction_id = 1;
    p.stop_epoch = world_epoch(w) + (off == 1 ? -1ULL : 1);
    EQ(CALL(w, &w->admin, TX_PREPARE, &p), -ESTALE);
    EQ(p.header.reason, DSMIL_REASON_STOP_EPOCH);
  }
  EQ(w->core.tx_count, 0);
  world_free(w);
}

TEST("prepare: an id in use or not forgotten is refused, whatever became of it") {
  struct dsmil_operation a = world_write(TOKEN_A, DATA, 1), b = world_write(TOKEN_B, DATA, 1);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &a, 1, &p), 0);
  EQ(world_tx_prepare(w, 1, &b, 1, &p), -EEXIST);
  EQ(p.header.reason, DSMIL_REASON_TRANSACTION_EXISTS);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(world_tx_prepare(w, 1, &b, 1, &p), -EEXIST);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), 0);
  EQ(world_tx_prepare(w, 1, &b, 1, &p), 0);
  world_free(w);
}

TEST("prepare: a snapshot that cannot be taken lets everything go and says which step") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_B, DATA, 2)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  FAKE_RULE(&w->hal, .ops = FAKE_SAMPLE, .device = DEVICE_B, .error = -EIO, .firmware_status = 9);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), -EIO);
  EQ(p.header.reason, DSMIL_REASON_HARDWARE_ERROR);
  EQ(p.failed_operation, 1);
  EQ(p.operations[1].error, -EIO);
  EQ(p.operations[1].firmware_status, 9);
  EQ(p.operations[0].error, 0);
  EQ(world_state(w, DEVICE_A).transaction_id, 0);

  FAKE_RULE(&w->hal, .ops = FAKE_SAMPLE, .device = DEVICE_A, .error = -EAGAIN,
            .times = FAKE_FOREVER);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), -ETIMEDOUT);
  EQ(p.failed_operation, 0);
  EQ(p.header.reason, DSMIL_REASON_NONE);
  EQ(w->core.tx_count, 0);
  EQ(w->core.counters.timeouts, 1);
  world_free(w);
}

TEST("prepare: what a rollback would need and the backend does not show is refused") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_control(TOKEN_B, DSMIL_OPERATION_RESET)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  w->hal.sample_mask = 0xffff & ~(1U << (DATA + 1));
  EQ(world_tx_prepare(w, 1, operations, 2, &p), -EOPNOTSUPP);
  EQ(p.header.reason, DSMIL_REASON_UNSUPPORTED);
  EQ(p.failed_operation, 1); /* a reset may change that register */
  w->hal.sample_mask = 0xffff;
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  world_free(w);
}

TEST("prepare: the operation with a malformed field is named; one of the call itself names none") {
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u32 i;

  world_ready(w);
  for (i = 0; i < 3; i++) {
    p = good(w);
    p.operations[i].flags = 1;
    EQ(CALL(w, &w->admin, TX_PREPARE, &p), -EINVAL);
    EQ(p.failed_operation, i);
  }
  p = good(w);
  p.lease_ms = 0;
  EQ(CALL(w, &w->admin, TX_PREPARE, &p), -EINVAL);
  EQ(p.failed_operation, 3);
  world_free(w);
}

TEST("prepare: a killed caller leaves nothing behind") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  FAKE_RULE(&w->hal, .ops = FAKE_SAMPLE, .device = DEVICE_A, .error = -EAGAIN,
            .times = FAKE_FOREVER);
  test_port.killed = true;
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -EINTR);
  EQ(w->core.tx_count, 0);
  EQ(world_state(w, DEVICE_A).transaction_id, 0);
  world_free(w);
}

TEST("prepare: without memory it is refused, with MEMORY") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  test_port.alloc_failures = 1;
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -ENOMEM);
  EQ(p.header.reason, DSMIL_REASON_MEMORY);
  EQ(p.failed_operation, 1); /* none of them was refused */
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  world_free(w);
}

TEST("prepare: a table that is full refuses, and forgetting one makes room") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_tx_id id = {.transaction_id = 100};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u64 i;

  world_ready(w);
  for (i = 1; i <= DSMIL_TX_TABLE_MAX; i++) {
    EQ(world_tx_prepare(w, i, &operation, 1, &p), 0);
    EQ(world_tx_abort(w, i), 0);
  }
  EQ(world_tx_prepare(w, i, &operation, 1, &p), -ENOSPC);
  EQ(p.header.reason, DSMIL_REASON_TABLE_FULL);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), 0);
  EQ(world_tx_prepare(w, i, &operation, 1, &p), 0);
  world_free(w);
}
