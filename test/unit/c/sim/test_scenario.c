// SPDX-License-Identifier: Apache-2.0
/* The scenario language: what it means, and what it says about mistakes. */
#include <string.h>

#include "../../../../kernel/core/device_table.h"
#include "../core/tap.h"
#include "scenario.h"

static struct scenario_program program;
static struct scenario_error error;

static int parse(const char *text) {
  /* Its own memory of exactly that size, so that a byte too far is seen. */
  size_t length = strlen(text);
  char *copy = malloc(length ? length : 1);
  int result;

  memcpy(copy, text, length);
  result = scenario_parse(copy, length, &program, &error);
  free(copy);
  if (result) CHECK(error.line && error.column && error.message[0]);
  return result;
}

static const struct scenario_step *first(const char *text) {
  EQ_AT(parse(text), 0, "'%s': %s", text, error.message);
  EQ_AT(program.count, 1, "'%s'", text);
  return &program.steps[0];
}

static u32 targets(const struct scenario_step *step) {
  u32 count = 0;

  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    count += scenario_targets(&step->target, i);
    if (scenario_targets(&step->target, i))
      CHECK(!dsmil_token_quarantined(dsmil_device_table[i].token));
  }
  return count;
}

/* The text must be refused there, with a message that contains @says. */
static void wrong(const char *text, u32 line, u32 column, const char *says) {
  if (!parse(text)) {
    tap_fail(__FILE__, __LINE__, "'%s' was taken", text);
    return;
  }
  EQ_AT(error.line, line, "'%s': %s", text, error.message);
  EQ_AT(error.column, column, "'%s': %s", text, error.message);
  if (!strstr(error.message, says))
    tap_fail(__FILE__, __LINE__, "'%s': '%s' does not say '%s'", text, error.message, says);
}

TEST("scenario: nothing, comments, blank lines and other systems' line ends are right") {
  EQ(parse(""), 0);
  EQ(parse("# a comment with \xc3\xa4\n\n  \t \r\n#"), 0);
  EQ(program.count, 0);
  EQ(parse("seed 9\r\nat 0s clear all # all\r\n"), 0);
  EQ(program.count, 1);
  CHECK(program.has_seed && program.seed == 9);
}

TEST("scenario: times, periods and jitter") {
  const struct scenario_step *step = first("at 250ms clear all");

  EQ(step->time_ns, 250000000);
  CHECK(!step->every);
  step = first("every 2m jitter 10us clear all");
  CHECK(step->every);
  EQ(step->time_ns, 120000000000);
  EQ(step->jitter_ns, 10000);
  EQ(first("at 0ns clear all")->time_ns, 0);
  EQ(first("at 86400s clear all")->time_ns, SCENARIO_DAY_NS);
}

TEST("scenario: targets never contain a quarantined device") {
  EQ(targets(first("at 0s clear all")), 79);
  EQ(targets(first("at 0s clear any")), 79);
  CHECK(first("at 0s clear any")->target.any);
  EQ(targets(first("at 0s clear group 0")), 9);
  EQ(targets(first("at 0s clear group 6")), 12);
  EQ(targets(first("at 0s clear 0x8003")), 1);
  EQ(targets(first("at 0s clear 32771")), 1);
  CHECK(scenario_targets(&program.steps[0].target, 3));
}

TEST("scenario: each action") {
  const struct scenario_step *step = first("at 0s set 0x8003 data0 0xffffffff");

  EQ(step->kind, SCENARIO_SET);
  EQ(step->reg, 8);
  EQ(step->value, 0xffffffffLL);
  step = first("at 0s set 0x8003 temperature -40000");
  EQ(step->reg, 2);
  EQ(step->value, -40000);
  EQ(first("at 0s set 0x8003 r15 1")->reg, 15);
  step = first("at 0s toggle all control 0x1");
  EQ(step->kind, SCENARIO_TOGGLE);
  EQ(step->value, 1);
  step = first("at 0s ramp 0x8000 temperature 1 -2 over 3s");
  EQ(step->kind, SCENARIO_RAMP);
  EQ(step->value, 1);
  EQ(step->high, -2);
  EQ(step->duration_ns, 3000000000);
  step = first("at 0s walk any temperature 5 between -10 10");
  EQ(step->kind, SCENARIO_WALK);
  EQ(step->value, 5);
  EQ(step->low, -10);
  EQ(step->high, 10);
  step = first("at 0s burst 7 raw 1024 rate 10");
  EQ(step->kind, SCENARIO_BURST);
  EQ(step->count, 7);
  EQ(step->size, 1024);
  EQ(step->rate, 10);
  step = first("at 0s burst 1 event rate max");
  EQ(step->size, 0);
  EQ(step->rate, SCENARIO_RATE_UNLIMITED);
  EQ(first("at 0s latency all 60s")->duration_ns, 60000000000);
}

TEST("scenario: each fault, with and without its argument") {
  EQ(first("at 0s fault not-answering 0x8003")->fault, SCENARIO_NOT_ANSWERING);
  EQ(first("at 0s fault wrong-readback 0x8003")->value, 1);
  EQ(first("at 0s fault wrong-readback 0x8003 0xf0")->value, 0xf0);
  EQ(first("at 0s fault hardware-error 0x8003 5")->value, 5);
  EQ(first("at 0s fault registry-lost 0x8003")->fault, SCENARIO_REGISTRY_LOST);
  EQ(first("at 0s fault thermal 0x8003")->value, 110000);
  EQ(first("at 0s fault thermal 0x8003 -1")->value, -1);
  EQ(first("at 0s fault ring-overrun")->count, 1000);
  EQ(first("at 0s fault ring-overrun 5")->count, 5);
  EQ(first("at 0s fault corrupt-record")->fault, SCENARIO_CORRUPT_RECORD);
  EQ(first("at 0s fault exit")->value, 70);
  EQ(first("at 0s fault exit 0")->value, 0);
}

TEST("scenario: mistakes are found where they are, and say what is allowed") {
  wrong("foo", 1, 1, "at, every or seed");
  wrong("\n\n at", 3, 4, "the line ends");
  wrong("at 5 clear all", 1, 4, "is not a time");
  wrong("at 5h clear all", 1, 4, "ns, us, ms, s or m");
  wrong("at 99999s clear all", 1, 4, "out of range");
  wrong("at 99999999999999999999s clear all", 1, 4, "is not a time");
  wrong("every 1us clear all", 1, 7, "out of range");
  wrong("every 0s clear all", 1, 7, "out of range");
  wrong("at 1s", 1, 6, "an action");
  wrong("at 1s explode", 1, 7, "set, toggle, ramp");
  wrong("at 1s clear", 1, 12, "a device");
  wrong("at 1s clear 0x8003x", 1, 13, "is not a device");
  wrong("at 1s clear 0x800c", 1, 13, "there is no device");
  wrong("at 1s clear 99999", 1, 13, "is not a device");
  wrong("at 1s clear group 7", 1, 19, "0 to 6");
  wrong("at 1s clear all now", 1, 17, "is too much");
  wrong("at 1s set all data8 1", 1, 15, "is not a register");
  wrong("at 1s set all r16 1", 1, 15, "is not a register");
  wrong("at 1s set all data0 4294967296", 1, 21, "0 to 4294967295");
  wrong("at 1s set all data0 -1", 1, 21, "out of range");
  wrong("at 1s set all temperature 4294967295", 1, 27, "out of range");
  wrong("at 1s set all data0 1k", 1, 21, "is not a number");
  wrong("at 1s toggle all control 0", 1, 26, "out of range");
  wrong("at 1s ramp all temperature 1 2 in 3s", 1, 32, "'over'");
  wrong("at 1s ramp all temperature 1 2 over 0s", 1, 37, "out of range");
  wrong("at 1s walk any temperature 5 between 9 9", 1, 40, "must be above");
  wrong("at 1s burst 0 event rate 1", 1, 13, "1 to 1000000000");
  wrong("at 1s burst 1 raw 1025 rate 1", 1, 19, "1 to 1024");
  wrong("at 1s burst 1 big rate 1", 1, 15, "raw SIZE");
  wrong("at 1s burst 1 event rate 0", 1, 26, "out of range");
  wrong("at 1s latency all 61s", 1, 19, "out of range");
  wrong("at 1s fault sneeze all", 1, 13, "not-answering");
  wrong("at 1s fault exit 256", 1, 18, "0 to 255");
  wrong("seed -1", 1, 6, "out of range");
  wrong("seed 1\nseed 2", 2, 1, "a second");
  wrong("at 1s clear \x01", 1, 13, "0x01");
  wrong("a b c d e f g h i j k l m n o p q", 1, 33, "too many words");
}

TEST("scenario: no quarantined token can be named, however it is written") {
  wrong("at 1s clear 0x8009", 1, 13, "quarantined");
  wrong("at 1s clear 0x800A", 1, 13, "quarantined");
  wrong("at 1s clear 0X800b", 1, 13, "quarantined");
  wrong("at 1s clear 32793", 1, 13, "quarantined");
  wrong("at 1s clear 0x08029", 1, 13, "quarantined");
}

TEST("scenario: a text, a line and a program have their limits") {
  static char text[SCENARIO_TEXT_MAX + 1];
  char *at = text;

  memset(text, '#', SCENARIO_LINE_MAX + 1);
  EQ(scenario_parse(text, SCENARIO_LINE_MAX, &program, &error), 0);
  EQ(scenario_parse(text, SCENARIO_LINE_MAX + 1, &program, &error), -1);
  CHECK(strstr(error.message, "512"));
  memset(text, '\n', sizeof(text));
  EQ(scenario_parse(text, SCENARIO_TEXT_MAX, &program, &error), 0);
  EQ(scenario_parse(text, SCENARIO_TEXT_MAX + 1, &program, &error), -1);
  for (u32 i = 0; i < SCENARIO_STEPS_MAX; i++) at = stpcpy(at, "at 0s clear all\n");
  EQ(scenario_parse(text, (size_t)(at - text), &program, &error), 0);
  EQ(program.count, SCENARIO_STEPS_MAX);
  at = stpcpy(at, "at 0s clear all\n");
  EQ(scenario_parse(text, (size_t)(at - text), &program, &error), -1);
  EQ(error.line, SCENARIO_STEPS_MAX + 1);
}

TEST("scenario: a byte NUL is no end") {
  const char text[] = "at 0s clear all\nat 1s clear \0all\n";

  EQ(scenario_parse(text, sizeof(text) - 1, &program, &error), -1);
  EQ(error.line, 2);
  EQ(error.column, 13);
}

TEST("scenario: an action alone is parsed without a time") {
  struct scenario_step step;
  const char *text = "fault not-answering 0x8003";

  EQ(scenario_parse_action(text, strlen(text), &step, &error), 0);
  EQ(step.fault, SCENARIO_NOT_ANSWERING);
  EQ(scenario_parse_action("", 0, &step, &error), -1);
  EQ(scenario_parse_action("at 0s clear all", 15, &step, &error), -1);
  EQ(error.column, 1);
}

TEST("scenario: random bytes never break the parser") {
  static const char alphabet[] =
      "at every seed set burst raw 0x8003 all any group 1s ms jitter#\n\n \t-9\xff";
  u64 state = tap_seed();
  char text[256];

  for (u32 round = 0; round < 20000; round++) {
    size_t length = 0;

    while (length < sizeof(text)) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      if (state >> 58 == 0) break;
      text[length++] = alphabet[(state >> 33) % (sizeof(alphabet) - 1)];
    }
    if (scenario_parse(text, length, &program, &error))
      EQ_AT(error.line > 0 && error.column > 0 && error.message[0] != 0, true, "round %u", round);
  }
}
