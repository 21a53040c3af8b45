// SPDX-License-Identifier: Apache-2.0
/* Suspend and resume, a registry that is lost, a device that is gone. */
#include "tap.h"
#include "world.h"

TEST("suspend: neither reads nor effects; what is prepared stays prepared") {
  struct dsmil_operation a = world_write(TOKEN_A, DATA, 1), b = world_write(TOKEN_B, DATA, 1);
  struct dsmil_read read = {.device = TOKEN_A};
  struct dsmil_stop_status status = {0};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  u64 before;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &a, 1, &p), 0);
  EQ(world_tx_prepare(w, 2, &b, 1, &p), 0);
  dsmil_core_suspend(&w->core);
  before = w->hal.logged;
  EQ(CALL(w, &w->admin, READ, &read), -EACCES);
  EQ(read.header.reason, DSMIL_REASON_SUSPENDED);
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_SUSPENDED);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(world_tx_prepare(w, 3, &a, 1, &p), -EACCES);
  EQ(p.header.reason, DSMIL_REASON_SUSPENDED);
  dsmil_core_sample(&w->core);
  EQ(w->hal.logged, before);
  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.suspended, 1);
  dsmil_core_resume(&w->core);
  CHECK(world_state(w, DEVICE_A).flags & DSMIL_DEVICE_STALE);
  EQ(w->core.stop.latched, 0);
  EQ(world_tx_commit(w, 2, &c), 0);
  dsmil_core_sample(&w->core);
  CHECK(!(world_state(w, DEVICE_A).flags & DSMIL_DEVICE_STALE));
  world_free(w);
}

TEST("resume: a re-verification that fails latches, before anything is allowed again") {
  static const struct {
    int error;
    u32 cause;
  } cases[] = {{0, 0},
               {-ENXIO, DSMIL_CAUSE_REGISTRY_LOST},
               {-EIO, DSMIL_CAUSE_RESUME_FAILED},
               {-EAGAIN, DSMIL_CAUSE_RESUME_FAILED}};
  u32 i;

  for (i = 0; i < 4; i++) {
    struct world *w = world_new();

    world_run_state(w);
    w->hal.verify_error = cases[i].error;
    dsmil_core_suspend(&w->core);
    dsmil_core_resume(&w->core);
    EQ_AT(w->core.stop.latched, cases[i].cause != 0, "case %u", i);
    if (cases[i].cause) EQ(w->core.stop.cause, cases[i].cause);
    EQ(w->core.suspended, 0);
    EQ(w->core.registry_lost, cases[i].error == -ENXIO);
    world_free(w);
  }
}

static void suspend_now(void *context) {
  struct world *w = context;

  test_port.on_sleep = NULL;
  dsmil_core_suspend(&w->core);
}

TEST("suspend: in the middle of a commit nothing is written any more: UNCERTAIN, on hold") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_B, DATA, 2)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -EAGAIN);
  test_port.on_sleep = suspend_now;
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.outcome, DSMIL_TX_UNCERTAIN);
  EQ(w->hal.writes, 2); /* A, and B's that was not taken */
  CHECK(w->core.devices[DEVICE_A].uncertain);
  CHECK(!w->core.devices[DEVICE_B].held);
  world_free(w);
}

TEST("registry: lost at any access: latched, everything is refused, and no reset while it is so") {
  const enum fake_op ops[] = {FAKE_READ, FAKE_WRITE, FAKE_SAMPLE};
  u32 i;

  for (i = 0; i < 3; i++) {
    struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
    struct dsmil_read read = {.device = TOKEN_A};
    struct dsmil_reset reset = {0};
    struct world *w = world_new();
    struct dsmil_tx_prepare p;
    struct dsmil_tx_commit c;
    u64 before;

    world_ready(w);
    EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
    FAKE_RULE(&w->hal, .ops = ops[i], .device = DEVICE_A, .error = -ENXIO);
    if (ops[i] == FAKE_READ) EQ(CALL(w, &w->reader, READ, &read), -EACCES);
    if (ops[i] == FAKE_SAMPLE) dsmil_core_sample_device(&w->core, DEVICE_A);
    if (ops[i] == FAKE_WRITE) {
      EQ(world_tx_commit(w, 1, &c), -EACCES);
      EQ(c.header.reason, DSMIL_REASON_REGISTRY_LOST);
      EQ(c.outcome, DSMIL_TX_ABORTED);
    }
    EQ(w->core.stop.latched, 1);
    EQ(w->core.stop.cause, DSMIL_CAUSE_REGISTRY_LOST);
    EQ(w->core.stop.generation, 3);
    CHECK(test_port.warnings > 0);
    before = w->hal.logged;
    EQ(CALL(w, &w->admin, READ, &read), -EACCES);
    EQ(read.header.reason, DSMIL_REASON_REGISTRY_LOST);
    dsmil_core_sample(&w->core);
    (void)world_tx_commit(w, 1, &c);
    EQ(w->hal.logged, before);
    reset.generation = world_epoch(w);
    EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), -EACCES);
    EQ(reset.header.reason, DSMIL_REASON_CAUSE_PRESENT);
    world_free(w);
  }
}

TEST("registry: lost in the middle of a commit: no write to undo it either, UNCERTAIN") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_B, DATA, 2)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -ENXIO);
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.outcome, DSMIL_TX_UNCERTAIN);
  EQ(w->hal.writes, 2);
  EQ(w->core.stop.latched, 1);
  CHECK(w->core.devices[DEVICE_A].held);
  world_free(w);
}

TEST("absent: a device that the hardware does not list is refused, and never asked") {
  struct dsmil_operation operation = world_write(TOKEN_B, DATA, 1);
  struct dsmil_read read = {.device = TOKEN_B};
  struct dsmil_info info = {0};
  struct world *w = world_prepare();
  struct dsmil_tx_prepare p;

  w->hal.absent[DEVICE_B] = true;
  world_start(w);
  world_ready(w);
  EQ(CALL(w, &w->reader, READ, &read), -ENXIO);
  EQ(read.header.reason, DSMIL_REASON_DEVICE_ABSENT);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -ENXIO);
  EQ(CALL(w, &w->reader, INFO, &info), 0);
  EQ(info.present_count, 78);
  EQ(w->hal.samples, 78);
  EQ(world_state(w, DEVICE_B).flags, 0);
  world_free(w);
}

TEST("gone: latched, every call ENODEV, both pages say so, pollers are woken") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u32 nr, stop_wakes, data_wakes;
  u64 before;

  world_ready(w);
  world_ring(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  stop_wakes = w->stop_wakes;
  data_wakes = w->data_wakes;
  before = w->hal.logged;
  dsmil_core_gone(&w->core);
  dsmil_core_gone(&w->core);
  EQ(w->core.stop.latched, 1);
  EQ(w->core.stop.cause, DSMIL_CAUSE_GONE);
  EQ(w->core.stop.generation, 3);
  CHECK(w->page->flags & DSMIL_PAGE_GONE);
  CHECK(w->core.ring.producer->flags & DSMIL_PAGE_GONE);
  CHECK(w->stop_wakes > stop_wakes);
  CHECK(w->data_wakes > data_wakes);
  for (nr = 0; nr < 256; nr++) {
    const struct dsmil_call *call = dsmil_call_find(nr);
    u64 words[DSMIL_CALL_MAX_SIZE / 8 + 1] = {0};

    if (call) EQ_AT(world_call(w, &w->admin, nr, words, call->size), -ENODEV, "nr %u", nr);
  }
  dsmil_core_sample(&w->core);
  EQ(dsmil_core_tick(&w->core), U64_MAX);
  EQ(dsmil_core_publish(&w->core, DSMIL_RECORD_EVENT, 0, 0, NULL, 0), -ENXIO);
  EQ(w->hal.logged, before);
  world_free(w);
}

/* As fast as one can be: the whole reset, while the device is going. */
static void reset_meanwhile(struct world *w) {
  struct dsmil_reset reset = {.generation = w->core.stop.generation};
  struct dsmil_start start = {.generation = w->core.stop.generation};

  w->on_wake_stop = NULL;
  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), -ENODEV);
  CALL(w, &w->admin, RESET_CONFIRM, &reset);
  EQ(CALL(w, &w->admin, START, &start), -ENODEV);
}

TEST("gone: no reset slips in between the latch and the end") {
  struct world *w = world_new();

  world_ready(w);
  world_ring(w);
  w->on_wake_stop = reset_meanwhile;
  dsmil_core_gone(&w->core);
  CHECK(!w->on_wake_stop);
  EQ(w->core.stop.latched, 1);
  EQ(w->page->stop_state, DSMIL_STOP_LATCHED);
  EQ(w->core.ring.producer->estop_state, DSMIL_STOP_LATCHED);
  CHECK(w->page->flags & DSMIL_PAGE_GONE);
  world_free(w);
}

static void gone_now(void *context) {
  struct world *w = context;

  test_port.on_sleep = NULL;
  dsmil_core_gone(&w->core);
}

TEST("gone: calls in flight end with ENODEV: a read, a prepare, a commit, a spacing") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_B, DATA, 2)};
  struct dsmil_operation twice[] = {world_write(TOKEN_A, DATA, 1), world_write(TOKEN_A, DATA, 2)};
  struct dsmil_config config = world_config();
  u32 i;

  config.spacing_us = 5000;
  for (i = 0; i < 4; i++) {
    struct dsmil_read read = {.device = TOKEN_A};
    struct world *w = world_new_config(&config);
    struct dsmil_tx_prepare p;
    struct dsmil_tx_commit c;

    world_ready(w);
    if (i >= 2) EQ(world_tx_prepare(w, 1, i == 3 ? twice : operations, 2, &p), 0);
    if (i != 3)
      FAKE_RULE(&w->hal,
                .ops = i == 0   ? FAKE_READ
                       : i == 1 ? FAKE_SAMPLE
                                : FAKE_WRITE,
                .device = i == 2 ? DEVICE_B : DEVICE_A, .error = -EAGAIN, .times = 9);
    test_port.on_sleep = gone_now;
    w->ended = true;
    if (i == 0) EQ(CALL(w, &w->reader, READ, &read), -ENODEV);
    if (i == 1) EQ(world_tx_prepare(w, 1, operations, 2, &p), -ENODEV);
    if (i >= 2) {
      EQ(world_tx_commit(w, 1, &c), -ENODEV);
      EQ(c.outcome, DSMIL_TX_UNCERTAIN); /* A was written, and cannot be reached */
    }
    w->ended = false;
    EQ(w->hal.writes, i < 2 ? 0 : i == 2 ? 2 : 1);
    world_free(w);
  }
}
