// SPDX-License-Identifier: Apache-2.0
/* What goes wrong, and what happens in the middle of a call. */
#include "fuzz_actions.h"

void fuzz_rule(struct world *w, struct fuzz_input *input) {
  static const int errors[] = {-EAGAIN, -EAGAIN, -EIO, -EIO, -ENXIO, -EREMOTEIO, 0, 0};
  static const int devices[] = {DEVICE_A, DEVICE_B, DEVICE_C, FAKE_ANY};
  u8 what = fuzz_byte(input), more = fuzz_byte(input);
  u32 i, used = 0;
  bool may_land;

  for (i = 0; i < FAKE_RULES; i++) used += w->hal.rules[i].ops != 0;
  if (used == FAKE_RULES) return;
  /* EAGAIN and ENXIO promise that nothing was written. */
  may_land = errors[what & 7] == -EIO || errors[what & 7] == -EREMOTEIO;
  FAKE_RULE(&w->hal, .ops = 1U << more % 3, .device = devices[what >> 3 & 3], .skip = more >> 2 & 3,
            .times = more >> 4 == 15 ? FAKE_FOREVER : 1U + (more >> 4), .error = errors[what & 7],
            .lands = may_land && what >> 5 & 1,
            .flip = more % 3 == 1 && what >> 6 & 1, /* a read that lies too could hide it */
            .firmware_status = what);
}

/* ------------------------------------------------- while the core sleeps */

static u8 sleep_action;
static u32 sleep_after;

static void on_sleep(void *context) {
  struct world *w = context;
  struct dsmil_hold hold = {.device = TOKEN_B};
  struct dsmil_claim claim = {0};
  struct dsmil_tx_commit again;
  u32 id;

  if (sleep_after--) return;
  test_port.on_sleep = NULL;
  w->ended = true; /* in the middle of a call: not all that holds between calls does */
  switch (sleep_action % 10) {
    case 0:
      (void)world_stop(w);
      break;
    case 1:
      (void)CALL(w, &w->writer, HOLD_SET, &hold);
      break;
    case 2:
      dsmil_core_suspend(&w->core);
      break;
    case 3:
      dsmil_core_gone(&w->core);
      break;
    case 4:
      (void)CALL(w, &w->other, CLAIM, &claim);
      break;
    case 5:
      for (id = 1; id < 17; id++) (void)world_tx_abort(w, id);
      break;
    case 6:
      test_port.killed = true;
      break;
    case 7:
      dsmil_core_sample(&w->core);
      break;
    case 8:
      for (id = 1; id < 17; id++)
        if (!world_tx_commit(w, id, &again)) FUZZ_REQUIRE(again.outcome == DSMIL_TX_COMMITTED);
      break;
    default:
      for (id = 1; id < 17; id++) {
        struct dsmil_tx_id forget = {.transaction_id = id};

        (void)CALL(w, &w->admin, TX_FORGET, &forget);
      }
      world_late(SECOND);
      (void)dsmil_core_tick(&w->core);
      break;
  }
  w->ended = false;
}

void fuzz_sleep_action(struct world *w, u8 action, u32 after) {
  (void)w;
  sleep_action = action;
  sleep_after = after;
  test_port.on_sleep = on_sleep;
}
