// SPDX-License-Identifier: Apache-2.0
/* Safety rule 7: the dead daemon is safe. */
#include "tap.h"
#include "world.h"

static int arm(struct world *w, struct dsmil_file *file, u32 period_ms) {
  struct dsmil_deadman deadman = {.period_ms = period_ms};

  return CALL(w, file, DEADMAN_ARM, &deadman);
}

static int beat(struct world *w, struct dsmil_file *file) {
  struct dsmil_deadman deadman = {0};

  return CALL(w, file, DEADMAN_BEAT, &deadman);
}

static int disarm(struct world *w, struct dsmil_file *file) {
  struct dsmil_deadman deadman = {0};

  return CALL(w, file, DEADMAN_DISARM, &deadman);
}

TEST("deadman: a period of 100 to 60,000 ms, 1,000 when it is not said") {
  struct world *w = world_new();
  struct dsmil_deadman deadman = {.period_ms = 99};

  EQ(CALL(w, &w->admin, DEADMAN_ARM, &deadman), -EINVAL);
  EQ(deadman.header.field, offsetof(struct dsmil_deadman, period_ms));
  EQ(arm(w, &w->admin, 60001), -EINVAL);
  EQ(w->deadman_ns, 0);
  EQ(arm(w, &w->admin, 100), 0);
  EQ(w->deadman_ns, test_port.now_ns + 100 * MS);
  EQ(arm(w, &w->admin, 60000), 0);
  deadman.period_ms = 0;
  EQ(CALL(w, &w->admin, DEADMAN_ARM, &deadman), 0);
  EQ(deadman.period_ms, 1000);
  EQ(deadman.left_ms, 1000);
  EQ(w->deadman_ns, test_port.now_ns + SECOND);
  world_free(w);
}

TEST("deadman: beats keep it quiet; the period after the last one it latches, once") {
  struct world *w = world_new();
  u64 generation;
  u32 i;

  world_run_state(w);
  generation = world_epoch(w);
  EQ(arm(w, &w->admin, 1000), 0);
  for (i = 0; i < 20; i++) {
    world_run(w, 200 * MS);
    EQ(beat(w, &w->admin), 0);
  }
  EQ(w->core.stop.latched, 0);
  EQ(w->core.stop.beats, 20);
  world_run(w, SECOND - 1);
  EQ(w->core.stop.latched, 0);
  world_run(w, 1);
  EQ(w->core.stop.latched, 1);
  EQ(w->core.stop.cause, DSMIL_CAUSE_DEADMAN_EXPIRED);
  world_run(w, 100 * SECOND);
  EQ(world_epoch(w), generation + 1);
  EQ(beat(w, &w->admin), -EACCES);
  world_free(w);
}

TEST("deadman: a beat, a new arming or a disarming after the deadline rescues nothing") {
  int (*late[])(struct world *, struct dsmil_file *) = {beat, disarm};
  u32 i;

  for (i = 0; i < 3; i++) {
    struct world *w = world_new();

    world_run_state(w);
    EQ(arm(w, &w->admin, 1000), 0);
    world_late(SECOND); /* the timer is late too */
    if (i < 2)
      EQ_AT(late[i](w, &w->admin), -EACCES, "case %u", i);
    else
      EQ(arm(w, &w->admin, 1000), 0);
    EQ_AT(w->core.stop.latched, 1, "case %u", i);
    EQ_AT(w->core.stop.cause, DSMIL_CAUSE_DEADMAN_EXPIRED, "case %u", i);
    EQ(w->core.stop.armer != NULL, i == 2);
    world_free(w);
  }
}

TEST("deadman: one file arms it; another can neither arm, beat nor disarm it") {
  struct world *w = world_new();
  struct dsmil_deadman deadman = {.period_ms = 500};

  EQ(beat(w, &w->admin), -EACCES);
  EQ(disarm(w, &w->admin), -EACCES);
  EQ(arm(w, &w->admin, 1000), 0);
  EQ(CALL(w, &w->other, DEADMAN_ARM, &deadman), -EBUSY);
  EQ(deadman.header.reason, DSMIL_REASON_DEADMAN_OWNED);
  EQ(beat(w, &w->other), -EACCES);
  EQ(disarm(w, &w->other), -EACCES);
  EQ(world_refusals(w, DSMIL_REASON_DEADMAN_NOT_ARMED), 4);
  EQ(w->core.stop.period_ms, 1000);
  EQ(disarm(w, &w->admin), 0);
  EQ(w->deadman_ns, 0);
  EQ(arm(w, &w->other, 500), 0);
  world_free(w);
}

TEST("deadman: the armer's close without disarming latches at once; with disarming it does not") {
  struct world *w = world_new();

  world_run_state(w);
  EQ(arm(w, &w->admin, 60000), 0);
  dsmil_file_flush(&w->core, &w->admin, w->owner);
  EQ(w->core.stop.latched, 1);
  EQ(w->core.stop.cause, DSMIL_CAUSE_DEADMAN_CLOSED);
  EQ(w->deadman_ns, 0);
  world_run_state(w);
  EQ(arm(w, &w->admin, 60000), 0);
  EQ(disarm(w, &w->admin), 0);
  dsmil_file_flush(&w->core, &w->admin, w->owner);
  EQ(w->core.stop.latched, 0);
  world_free(w);
}

TEST("deadman: a child's close of its copy is not the armer's; the last close of all is") {
  struct world *w = world_new();

  world_run_state(w);
  w->owner = 100;
  EQ(arm(w, &w->admin, 60000), 0);
  dsmil_file_flush(&w->core, &w->admin, 101);
  EQ(w->core.stop.latched, 0);
  dsmil_file_flush(&w->core, &w->other, 100);
  EQ(w->core.stop.latched, 0);
  dsmil_file_close(&w->core, &w->other);
  EQ(w->core.stop.latched, 0);
  dsmil_file_close(&w->core, &w->admin);
  EQ(w->core.stop.latched, 1);
  EQ(w->core.stop.cause, DSMIL_CAUSE_DEADMAN_CLOSED);
  dsmil_file_open(&w->core, &w->admin, 3);
  dsmil_file_open(&w->core, &w->other, 3);
  world_free(w);
}

TEST("deadman: it pauses from suspend to resume, then has one full period") {
  struct world *w = world_new();

  world_run_state(w);
  EQ(arm(w, &w->admin, 1000), 0);
  world_run(w, 900 * MS);
  dsmil_core_suspend(&w->core);
  world_run(w, 100 * SECOND); /* a timer may fire while user space is frozen */
  EQ(w->core.stop.latched, 0);
  dsmil_core_resume(&w->core);
  EQ(w->deadman_ns, test_port.now_ns + SECOND);
  world_run(w, SECOND - 1);
  EQ(w->core.stop.latched, 0);
  world_run(w, 1);
  EQ(w->core.stop.latched, 1);
  world_free(w);
}

/* The resuming thread is held up for longer than the period; the timer fires meanwhile. */
static void held_up(struct world *world) {
  if (!world->deadman_ns) return;
  world->on_deadman_at = NULL;
  world_late(2 * SECOND);
  world->deadman_ns = 0; /* it fired, found the core suspended, and looked away */
}

TEST("deadman: a timer that fired just before the resume was through is made up for") {
  struct world *w = world_new();

  world_run_state(w);
  EQ(arm(w, &w->admin, 1000), 0);
  dsmil_core_suspend(&w->core);
  w->on_deadman_at = held_up;
  dsmil_core_resume(&w->core);
  EQ(w->core.stop.latched, 1);
  EQ(w->core.stop.cause, DSMIL_CAUSE_DEADMAN_EXPIRED);
  world_free(w);
}

TEST("deadman: status shows the period and what is left of it") {
  struct world *w = world_new();
  struct dsmil_stop_status status = {0};

  EQ(arm(w, &w->admin, 1000), 0);
  world_late(300 * MS);
  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.deadman_period_ms, 1000);
  EQ(status.deadman_left_ms, 700);
  EQ(disarm(w, &w->admin), 0);
  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.deadman_period_ms, 0);
  EQ(status.deadman_left_ms, 0);
  world_free(w);
}

TEST("deadman: any other stop leaves it armed; a stop and a reset do not feed it") {
  struct world *w = world_new();

  EQ(arm(w, &w->admin, 1000), 0);
  world_run(w, 900 * MS);
  world_run_state(w);
  EQ(w->core.stop.latched, 0);
  world_run(w, 100 * MS);
  EQ(w->core.stop.latched, 1);
  EQ(w->core.stop.cause, DSMIL_CAUSE_DEADMAN_EXPIRED);
  world_free(w);
}

TEST("deadman: once the device is gone, the cause stays GONE and no timer is asked for") {
  struct world *w = world_new();

  EQ(arm(w, &w->admin, 1000), 0);
  dsmil_core_gone(&w->core);
  EQ(w->deadman_ns, 0);
  world_late(10 * SECOND);
  dsmil_deadman_check(&w->core);
  dsmil_file_flush(&w->core, &w->admin, w->owner);
  EQ(w->core.stop.cause, DSMIL_CAUSE_GONE);
  EQ(w->core.stop.generation, 2);
  EQ(w->deadman_ns, 0);
  EQ(w->core.stop.armer, 0);
  world_free(w);
}
