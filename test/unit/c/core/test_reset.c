// SPDX-License-Identifier: Apache-2.0
/* From latched to run: request, confirm, start. */
#include "tap.h"
#include "world.h"

enum step { STOP, REQUEST, CONFIRM, CONFIRM_WRONG, CONFIRM_NONE, START, STEPS };
enum epoch { RIGHT, OLDER, NEWER, ZERO, EPOCHS };

static int take(struct world *w, enum step step, enum epoch epoch, u64 nonce, u32 *reason,
                u32 *state) {
  u64 now = world_epoch(w);
  u64 generation = epoch == RIGHT ? now : epoch == OLDER ? now - 1 : epoch == NEWER ? now + 1 : 0;
  struct dsmil_reset reset = {.generation = generation, .nonce = nonce};
  struct dsmil_start start = {.generation = generation};
  int error;

  if (step == STOP) {
    *reason = 0;
    *state = DSMIL_STOP_LATCHED;
    return world_stop(w);
  }
  if (step == START) {
    error = CALL(w, &w->admin, START, &start);
    *reason = start.header.reason;
    *state = start.state;
    return error;
  }
  if (step == CONFIRM_WRONG) reset.nonce = nonce ^ 1;
  if (step == CONFIRM_NONE) reset.nonce = 0;
  error = step == REQUEST ? CALL(w, &w->admin, RESET_REQUEST, &reset)
                          : CALL(w, &w->admin, RESET_CONFIRM, &reset);
  *reason = reset.header.reason;
  *state = reset.state;
  return error;
}

/* What the design says of each pair: the state after it, or 0 and why not. */
static u32 wanted(u32 state, enum step step, u32 *reason) {
  *reason = 0;
  switch (step) {
    case STOP:
      return DSMIL_STOP_LATCHED;
    case REQUEST:
      if (state == DSMIL_STOP_LATCHED || state == DSMIL_STOP_RESET_PENDING)
        return DSMIL_STOP_RESET_PENDING;
      *reason = DSMIL_REASON_NOT_LATCHED;
      return 0;
    case START:
      if (state == DSMIL_STOP_READY) return DSMIL_STOP_RUN;
      *reason = DSMIL_REASON_NOT_READY;
      return 0;
    default:
      if (state != DSMIL_STOP_RESET_PENDING) {
        *reason = DSMIL_REASON_RESET_NOT_PENDING;
        return 0;
      }
      if (step == CONFIRM) return DSMIL_STOP_READY;
      *reason = DSMIL_REASON_RESET_NONCE;
      return 0;
  }
}

TEST("reset: every call in every state, under every epoch") {
  u32 state, step, epoch;

  for (state = DSMIL_STOP_LATCHED; state <= DSMIL_STOP_RUN; state++)
    for (step = 0; step < STEPS; step++)
      for (epoch = 0; epoch < EPOCHS; epoch++) {
        struct world *w = world_new();
        u32 reason, expected_reason, after, answered;
        u64 generation, nonce;
        int error;

        EQ(world_stop_at(w, state), 0);
        generation = world_epoch(w);
        nonce = w->core.stop.nonce ? w->core.stop.nonce : 77;
        after = wanted(state, step, &expected_reason);
        if (epoch != RIGHT && step != STOP) {
          after = 0;
          expected_reason = DSMIL_REASON_STOP_EPOCH;
        }
        error = take(w, step, epoch, nonce, &reason, &answered);
        EQ_AT(reason, expected_reason, "state %u, step %u, epoch %u", state, step, epoch);
        EQ_AT(error, dsmil_reason_errno(expected_reason), "state %u, step %u, epoch %u", state,
              step, epoch);
        EQ_AT(w->core.stop.state, after ? after : state, "state %u, step %u, epoch %u", state, step,
              epoch);
        EQ_AT(answered, w->core.stop.state, "state %u, step %u, epoch %u", state, step, epoch);
        EQ_AT(w->core.stop.latched, w->core.stop.state != DSMIL_STOP_RUN, "state %u, step %u",
              state, step);
        EQ(world_epoch(w), generation + (step == STOP));
        world_free(w);
      }
}

TEST("reset: the window is 120 s of boot time, at the confirmation and by itself") {
  struct world *w = world_new();
  struct dsmil_reset reset = {.generation = 1};
  struct dsmil_stop_status status = {0};
  const struct dsmil_event_notification *event;

  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  EQ(reset.window_ms, 120000);
  CHECK(reset.nonce != 0);
  CHECK(w->ticks_wanted > 0);
  world_late(60 * SECOND);
  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.reset_left_ms, 60000);
  world_late(60 * SECOND - 1);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), 0);

  EQ(world_stop(w), 0);
  world_ring(w);
  reset.generation = 2;
  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  (void)world_find_record(w, DSMIL_RECORD_EVENT, 0);
  world_late(120 * SECOND);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), -EACCES);
  EQ(reset.header.reason, DSMIL_REASON_RESET_EXPIRED);
  EQ(reset.state, DSMIL_STOP_LATCHED);
  event = world_find_record(w, DSMIL_RECORD_EVENT, 0);
  CHECK(event && event->code == DSMIL_EVENT_STOP_STATE && event->arg1 == DSMIL_STOP_LATCHED);

  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  w->ticks_wanted = 1;
  world_run(w, 120 * SECOND - 1);
  EQ(w->core.stop.state, DSMIL_STOP_RESET_PENDING);
  world_run(w, 1);
  EQ(w->core.stop.state, DSMIL_STOP_LATCHED);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), -EACCES);
  EQ(reset.header.reason, DSMIL_REASON_RESET_NOT_PENDING);

  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  test_port.boot_offset_ns = 120 * SECOND; /* suspended: boot time goes on */
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), -EACCES);
  EQ(reset.header.reason, DSMIL_REASON_RESET_EXPIRED);
  world_free(w);
}

TEST("reset: READY lapses, too: a start has to follow within 120 s") {
  struct world *w = world_new();
  struct dsmil_reset reset = {.generation = 1};
  struct dsmil_start start = {.generation = 1};
  struct dsmil_stop_status status = {0};

  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  world_late(100 * SECOND);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), 0);
  EQ(reset.window_ms, 120000);
  world_late(60 * SECOND);
  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.reset_left_ms, 60000);
  world_late(60 * SECOND - 1);
  EQ(CALL(w, &w->admin, START, &start), 0);

  EQ(world_stop(w), 0);
  reset.generation = start.generation = 2;
  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), 0);
  world_late(120 * SECOND);
  EQ(CALL(w, &w->admin, START, &start), -EACCES);
  EQ(start.header.reason, DSMIL_REASON_RESET_EXPIRED);
  EQ(start.state, DSMIL_STOP_LATCHED);
  CHECK(w->core.stop.latched);

  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), 0);
  w->ticks_wanted = 1;
  world_run(w, 120 * SECOND - 1);
  EQ(w->core.stop.state, DSMIL_STOP_READY);
  world_run(w, 1);
  EQ(w->core.stop.state, DSMIL_STOP_LATCHED);
  EQ(CALL(w, &w->admin, START, &start), -EACCES);
  EQ(start.header.reason, DSMIL_REASON_NOT_READY);
  world_free(w);
}

TEST("reset: a start has its own 120 s from the confirmation; later it falls back to latched") {
  u32 i;

  for (i = 0; i < 3; i++) { /* in time; late at the call; late by itself */
    struct world *w = world_new();
    struct dsmil_reset reset = {.generation = 1};
    struct dsmil_start start = {.generation = 1};

    EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
    world_run(w, 100 * SECOND);
    EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), 0);
    EQ(reset.window_ms, 120000);
    CHECK(w->ticks_wanted > 0);
    if (i == 2)
      world_run(w, 120 * SECOND);
    else
      world_late(120 * SECOND - (i == 0));
    EQ(CALL(w, &w->admin, START, &start), i == 0 ? 0 : -EACCES);
    EQ(start.header.reason, i == 0   ? DSMIL_REASON_NONE
                            : i == 1 ? DSMIL_REASON_RESET_EXPIRED
                                     : DSMIL_REASON_NOT_READY);
    EQ(start.state, i == 0 ? DSMIL_STOP_RUN : DSMIL_STOP_LATCHED);
    EQ(w->core.stop.latched, i != 0);
    world_free(w);
  }
}

TEST("reset: a second request has a nonce of its own, and the first one is void") {
  struct world *w = world_new();
  struct dsmil_reset first = {.generation = 1}, second = {.generation = 1};

  EQ(CALL(w, &w->admin, RESET_REQUEST, &first), 0);
  EQ(CALL(w, &w->other, RESET_REQUEST, &second), 0);
  CHECK(first.nonce != second.nonce);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &first), -EACCES);
  EQ(first.header.reason, DSMIL_REASON_RESET_NONCE);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &second), 0);
  world_free(w);
}

TEST("reset: a stop between any two steps voids what came before") {
  struct world *w = world_new();
  struct dsmil_reset reset = {.generation = 1};
  struct dsmil_start start = {.generation = 1};

  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  EQ(world_stop(w), 0);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), -ESTALE);
  reset.generation = 2;
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), -EACCES);
  EQ(reset.header.reason, DSMIL_REASON_RESET_NOT_PENDING);
  EQ(CALL(w, &w->admin, RESET_REQUEST, &reset), 0);
  EQ(CALL(w, &w->admin, RESET_CONFIRM, &reset), 0);
  EQ(world_stop(w), 0);
  start.generation = 2;
  EQ(CALL(w, &w->admin, START, &start), -ESTALE);
  start.generation = 3;
  EQ(CALL(w, &w->admin, START, &start), -EACCES);
  EQ(start.header.reason, DSMIL_REASON_NOT_READY);
  world_free(w);
}

TEST("reset: not while suspended, and not while the registry is lost") {
  u32 state, lost;

  for (lost = 0; lost < 2; lost++)
    for (state = DSMIL_STOP_LATCHED; state < DSMIL_STOP_RUN; state++) {
      u32 expected = lost ? DSMIL_REASON_CAUSE_PRESENT : DSMIL_REASON_SUSPENDED, reason, answered;
      const enum step steps[] = {0, REQUEST, CONFIRM, START};
      struct world *w = world_new();

      EQ(world_stop_at(w, state), 0);
      if (lost)
        w->core.registry_lost = 1;
      else
        dsmil_core_suspend(&w->core);
      EQ(take(w, steps[state], RIGHT, w->core.stop.nonce, &reason, &answered), -EACCES);
      EQ_AT(reason, expected, "state %u", state);
      EQ(w->core.stop.state, state);
      world_free(w);
    }
}

TEST("reset: resetting permits, never starts: nothing is written by it") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  world_run_state(w);
  world_run(w, 10 * SECOND);
  EQ(w->hal.writes, 0);
  EQ(world_tx_outcome(w, 1), DSMIL_TX_ABORTED); /* by its lease */
  world_free(w);
}
