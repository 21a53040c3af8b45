// SPDX-License-Identifier: Apache-2.0
/* Safety rule 3: the stop is a level, and nothing begins after it. */
#include "tap.h"
#include "world.h"

TEST("stop: any file latches, a read-only one too; it says when and under which epoch") {
  struct world *w = world_new();
  struct dsmil_stop stop = {.cause = DSMIL_CAUSE_HELPER, .detail = "operator: smoke"};
  struct dsmil_stop_status status = {0};

  world_run_state(w);
  world_late(5);
  EQ(CALL(w, &w->reader, STOP, &stop), 0);
  EQ(stop.generation, 3); /* load, world_run_state's, this */
  EQ(stop.state, DSMIL_STOP_LATCHED);
  EQ(stop.latched_ns, test_port.now_ns);
  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.cause, DSMIL_CAUSE_HELPER);
  EQ(status.generation, stop.generation);
  EQ(memcmp(status.detail, stop.detail, sizeof(stop.detail)), 0);
  EQ(w->page->stop_ns, stop.latched_ns);
  world_free(w);
}

TEST("stop: a bad argument still latches") {
  struct dsmil_stop bad[] = {{.cause = DSMIL_CAUSE_UNKNOWN},
                             {.cause = DSMIL_CAUSE_LOAD},
                             {.cause = DSMIL_CAUSE_DEADMAN_EXPIRED},
                             {.cause = 0xffffffff},
                             {.cause = DSMIL_CAUSE_REQUEST, .header.flags = 1}};
  u32 i;

  for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
    struct world *w = world_new();
    u64 before;

    world_run_state(w);
    before = world_epoch(w);
    EQ(CALL(w, &w->reader, STOP, &bad[i]), -EINVAL);
    EQ(bad[i].header.field, bad[i].header.flags ? offsetof(struct dsmil_header, flags)
                                                : offsetof(struct dsmil_stop, cause));
    EQ(w->core.stop.latched, 1);
    EQ(w->core.stop.cause, DSMIL_CAUSE_REQUEST);
    EQ(world_epoch(w), before + 1);
    world_free(w);
  }
}

TEST("stop: it is a level: each one moves the epoch, one reset ends them all") {
  struct world *w = world_new();
  u32 i;

  world_run_state(w);
  for (i = 0; i < 5; i++) {
    EQ(world_stop(w), 0);
    EQ(world_epoch(w), 3 + i);
  }
  world_run_state(w);
  EQ(w->core.stop.latched, 0);
  world_free(w);
}

TEST("stop: it works from any state of the stop, while suspended, and with the ring full") {
  struct dsmil_event_notification event = {0};
  u32 state;

  for (state = DSMIL_STOP_LATCHED; state <= DSMIL_STOP_RUN; state++) {
    struct world *w = world_new();

    world_ring(w);
    EQ(world_stop_at(w, state), 0);
    while (!dsmil_core_publish(&w->core, DSMIL_RECORD_EVENT, DSMIL_RECORD_CRITICAL, 0, &event,
                               sizeof(event))) {
    }
    dsmil_core_suspend(&w->core);
    EQ(world_stop(w), 0);
    EQ(w->core.stop.state, DSMIL_STOP_LATCHED);
    EQ(w->core.stop.latched, 1);
    EQ(w->core.ring.producer->estop_gen, world_epoch(w));
    dsmil_core_resume(&w->core);
    EQ(w->core.stop.latched, 1);
    world_free(w);
  }
}

TEST(
    "stop: a critical record tells of it, pollers are woken, an acknowledgement ends the wake-up") {
  struct world *w = world_new();
  struct dsmil_stop stop = {.cause = DSMIL_CAUSE_REQUEST, .detail = "why"};
  const struct dsmil_emergency_stop_signal *signal;
  struct dsmil_stop_ack ack = {0};
  u32 wakes;

  world_run_state(w);
  world_ring(w);
  wakes = w->stop_wakes;
  ack.generation = world_epoch(w);
  EQ(CALL(w, &w->reader, STOP_ACK, &ack), 0);
  CHECK(!dsmil_stop_unseen(&w->core, &w->reader));
  EQ(CALL(w, &w->writer, STOP, &stop), 0);
  CHECK(w->stop_wakes > wakes);
  EQ(w->data_wakes, 1);
  CHECK(dsmil_stop_unseen(&w->core, &w->reader));
  signal = world_find_record(w, DSMIL_RECORD_EMERGENCY, 0);
  CHECK(signal != NULL);
  if (signal) {
    const struct dsmil_record_header *header = (const struct dsmil_record_header *)signal - 1;

    EQ(header->flags, DSMIL_RECORD_CRITICAL);
    EQ(signal->generation, stop.generation);
    EQ(signal->cause, DSMIL_CAUSE_REQUEST);
    EQ(signal->state, DSMIL_STOP_LATCHED);
    EQ(memcmp(signal->detail, stop.detail, 32), 0);
  }
  ack.generation = stop.generation + 1;
  EQ(CALL(w, &w->reader, STOP_ACK, &ack), -EINVAL);
  EQ(ack.header.field, offsetof(struct dsmil_stop_ack, generation));
  ack.generation = 0;
  EQ(CALL(w, &w->reader, STOP_ACK, &ack), -EINVAL);
  CHECK(dsmil_stop_unseen(&w->core, &w->reader));
  ack.generation = stop.generation;
  EQ(CALL(w, &w->reader, STOP_ACK, &ack), 0);
  CHECK(!dsmil_stop_unseen(&w->core, &w->reader));
  CHECK(dsmil_stop_unseen(&w->core, &w->admin)); /* each file for itself */
  world_free(w);
}

TEST("stop: latched, nothing is prepared or committed; reads, abort and status work") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_read read = {.device = TOKEN_B};
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct world *w = world_new();
  u32 state;

  for (state = DSMIL_STOP_LATCHED; state <= DSMIL_STOP_READY; state++) {
    world_ready(w);
    EQ(world_tx_prepare(w, 1 + state, &operation, 1, &p), 0);
    EQ(world_stop_at(w, state), 0);
    EQ(world_tx_prepare(w, 9, &operation, 1, &p), -EACCES);
    EQ(p.header.reason, DSMIL_REASON_STOP_LATCHED);
    c = world_tx_commit_of(w, 1 + state);
    c.stop_epoch--;
    EQ(CALL(w, &w->admin, TX_COMMIT, &c), -ESTALE);
    EQ(c.header.reason, DSMIL_REASON_STOP_EPOCH);
    EQ(c.outcome, DSMIL_TX_ABORTED);
    EQ(CALL(w, &w->reader, READ, &read), 0);
    EQ(world_tx_abort(w, 1 + state), 0);
  }
  EQ(w->hal.writes, 0);
  world_free(w);
}

TEST("stop: a transaction prepared before a stop stays refused after the reset") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  world_run_state(w);
  EQ(world_tx_commit(w, 1, &c), -ESTALE); /* names the new epoch: not what was prepared */
  EQ(c.header.reason, DSMIL_REASON_STOP_EPOCH);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), 0);
  world_run_state(w);
  c = world_tx_commit_of(w, 2);
  c.stop_epoch = p.stop_epoch;
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -ESTALE);
  memset(&p, 0, sizeof(p));
  EQ(world_tx_prepare(w, 3, &operation, 1, &p), 0);
  EQ(w->hal.writes, 0);
  world_free(w);
}

/* The stop latches at the n-th pause of a commit whose every access takes two tries. */
static s64 stop_at_sleep;

static void stop_in_sleep(void *context) {
  if (stop_at_sleep-- == 0) EQ(world_stop(context), 0);
}

static void slow_device(struct world *w, u32 device, s64 pauses) {
  const enum fake_op ops[] = {FAKE_WRITE, FAKE_READ};
  u32 i;

  for (i = 0; i < 2; i++)
    FAKE_RULE(&w->hal, .ops = ops[i], .device = (int)device, .error = -EAGAIN,
              .times = (u32)pauses);
}

TEST(
    "stop: at every pause of a commit on three devices: what began is undone, nothing else "
    "begins") {
  const u32 devices[] = {DEVICE_A, DEVICE_B, DEVICE_C};
  const u16 tokens[] = {TOKEN_A, TOKEN_B, TOKEN_C};
  u32 n, i, rolled_back = 0, aborted = 0, committed = 0;

  for (n = 0; n < 12; n++) {
    struct dsmil_operation operations[3];
    struct world *w = world_new();
    struct dsmil_tx_prepare p;
    struct dsmil_tx_commit c;
    u32 writes_before;

    world_ready(w);
    for (i = 0; i < 3; i++) operations[i] = world_write(tokens[i], DATA, 0x5000 + i);
    EQ(world_tx_prepare(w, 1, operations, 3, &p), 0);
    for (i = 0; i < 3; i++) slow_device(w, devices[i], 2);
    stop_at_sleep = n;
    test_port.on_sleep = stop_in_sleep;
    w->ended = true; /* a call within a call: the checks wait */
    (void)world_tx_commit(w, 1, &c);
    w->ended = false;
    test_port.on_sleep = NULL;
    writes_before = (u32)w->hal.writes;
    committed += c.outcome == DSMIL_TX_COMMITTED;
    aborted += c.outcome == DSMIL_TX_ABORTED;
    rolled_back += c.outcome == DSMIL_TX_ROLLED_BACK;
    if (c.outcome != DSMIL_TX_COMMITTED) {
      EQ_AT(c.header.reason, DSMIL_REASON_STOP_LATCHED, "pause %u", n);
      for (i = 0; i < 3; i++)
        EQ_AT(w->hal.registers[devices[i]][DATA], (devices[i] + 1) << 16 | DATA, "pause %u", n);
    }
    EQ(w->hal.writes, writes_before);
    EQ_AT(w->core.stop.latched, 1, "pause %u", n);
    world_free(w);
  }
  EQ(aborted, 2);     /* before A's write was taken */
  EQ(rolled_back, 8); /* until C's write was taken */
  EQ(committed, 2);   /* C had begun: all had, before the stop */
}

static void stop_hook(struct world *w) {
  w->ended = true;
  EQ(world_stop(w), 0);
  w->ended = false;
}

TEST("stop: between the decision and the first write nothing begins") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_config config = world_config();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct world *w;

  config.thermal_none = false;
  w = world_new_config(&config);
  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  w->on_thermal = stop_hook; /* asked for after commit has decided */
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_STOP_LATCHED);
  EQ(c.outcome, DSMIL_TX_ABORTED);
  EQ(w->hal.writes, 0);
  world_free(w);
}

TEST("stop: does not wait for the spacing of operations: the rollback starts at once") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1),
                                         world_write(TOKEN_A, DATA + 1, 2)};
  struct dsmil_config config = world_config();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct world *w;
  u64 started;

  config.spacing_us = 10000000;
  w = world_new_config(&config);
  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 2, &p), 0);
  stop_at_sleep = 3;
  test_port.on_sleep = stop_in_sleep;
  started = test_port.now_ns;
  w->ended = true;
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  w->ended = false;
  EQ(c.outcome, DSMIL_TX_ROLLED_BACK);
  CHECK(test_port.now_ns - started < 10 * MS);
  world_free(w);
}
