// SPDX-License-Identifier: Apache-2.0
/*
 * A core under any sequence of calls from several files, time, faults of the
 * hardware, suspends and closes. After each step holds what world_check says; the
 * backend judges every write as it comes.
 */
#include "fuzz_actions.h"

static struct world *world_of(u8 choice) {
  struct dsmil_config config = world_config();

  config.allow_writes = (choice & 7) != 7;
  config.thermal_none = choice >> 3 & 1;
  config.spacing_us = choice >> 4 & 1 ? 2000 : 0;
  return world_new_config(&config);
}

static struct dsmil_file *a_file(struct world *w, u8 choice) {
  struct dsmil_file *files[] = {&w->admin, &w->other, &w->writer, &w->reader};

  return files[choice % 4];
}

static void reopen(struct world *w, u8 choice) {
  struct dsmil_file *file = a_file(w, choice);
  u32 flags = file->flags;
  u64 owner = 1 + (choice >> 6);
  bool armed = w->core.stop.armer == file;
  u64 generation = world_epoch(w);

  dsmil_file_flush(&w->core, file, owner);
  dsmil_file_close(&w->core, file);
  if (armed) FUZZ_REQUIRE(w->core.stop.latched && world_epoch(w) > generation);
  dsmil_file_open(&w->core, file, flags);
}

static void consume(struct world *w, struct fuzz_input *input, u8 how) {
  if (!w->core.ring.consumer) return;
  if (how & 1) w->core.ring.consumer->cons_pos = fuzz_u64(input);
  w->core.ring.consumer->awake = how >> 1 & 1;
  if (how & 4 && !w->core.ring.faulted)
    w->core.ring.consumer->cons_pos = w->core.ring.producer->prod_pos;
}

static void step(struct world *w, struct fuzz_input *input) {
  u8 op = fuzz_byte(input), how;

  switch (op % 32) {
    case 0:
      world_run(w, 1ULL << fuzz_byte(input) % 38);
      break;
    case 1:
      world_late(1ULL << fuzz_byte(input) % 38);
      break;
    case 2:
    case 3:
      fuzz_rule(w, input);
      break;
    case 4:
      fake_hal_forget_rules(&w->hal);
      break;
    case 5:
      dsmil_core_sample(&w->core);
      break;
    case 6:
      if (!w->core.suspended) dsmil_core_suspend(&w->core);
      break;
    case 7:
      if (w->core.suspended) dsmil_core_resume(&w->core);
      break;
    case 8:
      reopen(w, fuzz_byte(input));
      break;
    case 9:
      consume(w, input, fuzz_byte(input));
      break;
    case 10:
      how = fuzz_byte(input);
      w->hal.verify_error = how < 0xf0 ? 0 : how < 0xf8 ? -EIO : -ENXIO;
      w->thermal_mc = how * 500;
      w->thermal_error = how % 16 == 15 ? -EIO : 0;
      break;
    case 11:
      test_port.killed = fuzz_byte(input) & 1;
      break;
    case 12:
    case 13:
      how = fuzz_byte(input);
      fuzz_sleep_action(w, how, how >> 4);
      break;
    case 14:
      test_port.alloc_failures = fuzz_byte(input) & 1;
      break;
    case 15:
      if (fuzz_byte(input) > 0xf8) dsmil_core_gone(&w->core);
      break;
    case 16:
    case 17:
      if (!w->core.gone && !w->core.suspended && !w->core.registry_lost && !test_port.on_sleep) {
        struct dsmil_claim claim = {0};

        world_run_state(w);
        FUZZ_REQUIRE(CALL(w, &w->admin, CLAIM, &claim) == 0);
      }
      break;
    case 18:
    case 19:
    case 20:
      fuzz_transaction(w, input);
      break;
    default:
      fuzz_call(w, input);
      break;
  }
  world_check(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct fuzz_input input = {data, size};
  struct world *w;

  if (size > 4096) return -1;
  w = world_of(fuzz_byte(&input));
  while (input.left && !w->violations) step(w, &input);
  world_free(w); /* a violation ends the program here */
  return 0;
}
