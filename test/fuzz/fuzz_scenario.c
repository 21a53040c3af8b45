// SPDX-License-Identifier: Apache-2.0
/* Any text as a scenario: a program within its limits, or one error that says where. */
#include "../../kernel/core/device_table.h"
#include "../../native/sim/scenario.h"
#include "fuzz.h"

static void check_error(const struct scenario_error *error) {
  FUZZ_REQUIRE(memchr(error->message, 0, sizeof(error->message)));
  FUZZ_REQUIRE(error->message[0]);
  FUZZ_REQUIRE(error->line >= 1 && error->column >= 1);
}

static void check_step(const struct scenario_step *step) {
  u32 i;

  FUZZ_REQUIRE(step->kind >= SCENARIO_SET && step->kind <= SCENARIO_CLEAR);
  for (i = 0; i < 128; i++) {
    if (!scenario_targets(&step->target, i)) continue;
    FUZZ_REQUIRE(i < DSMIL_DEVICE_COUNT);
    FUZZ_REQUIRE(!dsmil_token_quarantined(dsmil_device_table[i].token));
  }
  FUZZ_REQUIRE(step->reg < DSMIL_REGISTER_COUNT);
  FUZZ_REQUIRE(step->time_ns <= SCENARIO_DAY_NS);
  FUZZ_REQUIRE(!step->every || step->time_ns >= SCENARIO_PERIOD_MIN_NS);
  FUZZ_REQUIRE(step->count <= SCENARIO_BURST_MAX);
  FUZZ_REQUIRE(step->rate <= SCENARIO_RATE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct scenario_program program;
  struct scenario_error error = {0};
  struct scenario_step step = {0};
  char *text = malloc(size ? size : 1);
  u32 i;

  FUZZ_REQUIRE(text);
  memcpy(text, data, size); /* not terminated: one byte too far is seen */
  if (scenario_parse(text, size, &program, &error)) {
    check_error(&error);
  } else {
    FUZZ_REQUIRE(program.count <= SCENARIO_STEPS_MAX);
    for (i = 0; i < program.count; i++) check_step(&program.steps[i]);
  }
  memset(&error, 0, sizeof(error));
  if (scenario_parse_action(text, size, &step, &error))
    check_error(&error);
  else
    check_step(&step);
  free(text);
  return 0;
}
