/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario.h"

#include <limits.h>
#include <string.h>

#include "../../kernel/core/port.h"
#include "../../kernel/hal/sim.h"
#include "scenario_words.h"

#define THERMAL_DEFAULT_MC 110000
#define OVERRUN_DEFAULT 1000

/* A register's value: temperatures are signed, the others are not. */
static bool take_value(struct scenario_line *line, uint32_t reg, const char *what, int64_t *value) {
  if (reg == DSMIL_SIM_REGISTER_TEMPERATURE)
    return take_number(line, what, INT32_MIN, INT32_MAX, value);
  return take_number(line, what, 0, UINT32_MAX, value);
}

static bool parse_set(struct scenario_line *line, struct scenario_step *step) {
  step->kind = SCENARIO_SET;
  return take_target(line, &step->target) && take_register(line, &step->reg) &&
         take_value(line, step->reg, "value", &step->value);
}

static bool parse_toggle(struct scenario_line *line, struct scenario_step *step) {
  step->kind = SCENARIO_TOGGLE;
  return take_target(line, &step->target) && take_register(line, &step->reg) &&
         take_number(line, "mask", 1, UINT32_MAX, &step->value);
}

static bool parse_ramp(struct scenario_line *line, struct scenario_step *step) {
  step->kind = SCENARIO_RAMP;
  return take_target(line, &step->target) && take_register(line, &step->reg) &&
         take_value(line, step->reg, "from", &step->value) &&
         take_value(line, step->reg, "to", &step->high) && line_expect(line, "over") &&
         take_time(line, "duration", SCENARIO_PERIOD_MIN_NS, SCENARIO_DAY_NS, &step->duration_ns);
}

static bool parse_walk(struct scenario_line *line, struct scenario_step *step) {
  step->kind = SCENARIO_WALK;
  if (!take_target(line, &step->target) || !take_register(line, &step->reg) ||
      !take_number(line, "step", 1, INT32_MAX, &step->value) || !line_expect(line, "between") ||
      !take_value(line, step->reg, "low", &step->low) ||
      !take_value(line, step->reg, "high", &step->high))
    return false;
  if (step->low >= step->high)
    return line_fail(line, &line->words[line->next - 1], "high %lld must be above low %lld",
                     (long long)step->high, (long long)step->low);
  return true;
}

static bool parse_burst(struct scenario_line *line, struct scenario_step *step) {
  const struct scenario_word *word;
  int64_t number;

  step->kind = SCENARIO_BURST;
  if (!take_number(line, "count", 1, SCENARIO_BURST_MAX, &number)) return false;
  step->count = (uint64_t)number;
  word = line_take(line, "'raw' or 'event'");
  if (!word) return false;
  if (word_is(word, "raw")) {
    if (!take_number(line, "size", 1, DSMIL_RECORD_PAYLOAD_MAX, &number)) return false;
    step->size = (uint32_t)number;
  } else if (!word_is(word, "event")) {
    return line_fail(line, word, "'%.*s' is not a kind of record: 'raw SIZE' or 'event'",
                     (int)(word->length > 40 ? 40 : word->length), word->text);
  }
  if (!line_expect(line, "rate")) return false;
  if (line_accept(line, "max")) {
    step->rate = SCENARIO_RATE_UNLIMITED;
    return true;
  }
  if (!take_number(line, "rate", 1, SCENARIO_RATE_MAX, &number)) return false;
  step->rate = (uint64_t)number;
  return true;
}

static bool parse_latency(struct scenario_line *line, struct scenario_step *step) {
  step->kind = SCENARIO_LATENCY;
  return take_target(line, &step->target) &&
         take_time(line, "latency", 0, DSMIL_SIM_LATENCY_MAX_NS, &step->duration_ns);
}

/* An argument that may be left out. */
static bool take_optional(struct scenario_line *line, const char *what, int64_t low, int64_t high,
                          int64_t otherwise, int64_t *value) {
  *value = otherwise;
  return line_done(line) || take_number(line, what, low, high, value);
}

static bool parse_fault(struct scenario_line *line, struct scenario_step *step) {
  const struct scenario_word *word = line_take(line, "a kind of fault");
  int64_t count;

  step->kind = SCENARIO_FAULT;
  if (!word) return false;
  if (word_is(word, "not-answering")) {
    step->fault = SCENARIO_NOT_ANSWERING;
    return take_target(line, &step->target);
  }
  if (word_is(word, "wrong-readback")) {
    step->fault = SCENARIO_WRONG_READBACK;
    return take_target(line, &step->target) &&
           take_optional(line, "mask", 1, UINT32_MAX, 1, &step->value);
  }
  if (word_is(word, "hardware-error")) {
    step->fault = SCENARIO_HARDWARE_ERROR;
    return take_target(line, &step->target) &&
           take_optional(line, "status", 1, UINT32_MAX, DSMIL_SIM_FIRMWARE_ERROR, &step->value);
  }
  if (word_is(word, "registry-lost")) {
    step->fault = SCENARIO_REGISTRY_LOST;
    return take_target(line, &step->target);
  }
  if (word_is(word, "thermal")) {
    step->fault = SCENARIO_THERMAL;
    return take_target(line, &step->target) &&
           take_optional(line, "temperature", INT32_MIN, INT32_MAX, THERMAL_DEFAULT_MC,
                         &step->value);
  }
  if (word_is(word, "ring-overrun")) {
    step->fault = SCENARIO_RING_OVERRUN;
    if (!take_optional(line, "count", 1, SCENARIO_BURST_MAX, OVERRUN_DEFAULT, &count)) return false;
    step->count = (uint64_t)count;
    return true;
  }
  if (word_is(word, "corrupt-record")) {
    step->fault = SCENARIO_CORRUPT_RECORD;
    return true;
  }
  if (word_is(word, "exit")) {
    step->fault = SCENARIO_EXIT;
    return take_optional(line, "code", 0, 255, 70, &step->value);
  }
  return line_fail(line, word,
                   "'%.*s' is not a fault: not-answering, wrong-readback, hardware-error, "
                   "registry-lost, thermal, ring-overrun, corrupt-record or exit",
                   (int)(word->length > 40 ? 40 : word->length), word->text);
}

static bool parse_clear(struct scenario_line *line, struct scenario_step *step) {
  step->kind = SCENARIO_CLEAR;
  return take_target(line, &step->target);
}

static bool parse_action(struct scenario_line *line, struct scenario_step *step) {
  static const struct {
    const char *name;
    bool (*parse)(struct scenario_line *line, struct scenario_step *step);
  } actions[] = {
      {"set", parse_set},     {"toggle", parse_toggle}, {"ramp", parse_ramp},
      {"walk", parse_walk},   {"burst", parse_burst},   {"latency", parse_latency},
      {"fault", parse_fault}, {"clear", parse_clear},
  };
  const struct scenario_word *word = line_take(line, "an action");

  if (!word) return false;
  for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
    if (word_is(word, actions[i].name)) return actions[i].parse(line, step) && line_finish(line);
  return line_fail(line, word,
                   "'%.*s' is not an action: set, toggle, ramp, walk, burst, latency, fault or "
                   "clear",
                   (int)(word->length > 40 ? 40 : word->length), word->text);
}

static bool parse_statement(struct scenario_line *line, struct scenario_program *program) {
  const struct scenario_word *word = line_take(line, "a statement");
  struct scenario_step *step;
  int64_t number;

  if (!word) return false;
  if (word_is(word, "seed")) {
    if (program->has_seed)
      return line_fail(line, word, "a second 'seed': a scenario has one at most");
    if (!take_number(line, "seed", 0, INT64_MAX, &number)) return false;
    program->seed = (uint64_t)number;
    program->has_seed = true;
    return line_finish(line);
  }
  if (program->count == SCENARIO_STEPS_MAX)
    return line_fail(line, word, "too many statements: at most %d", SCENARIO_STEPS_MAX);
  step = &program->steps[program->count];
  memset(step, 0, sizeof(*step));
  step->line = line->error->line;
  if (word_is(word, "at")) {
    if (!take_time(line, "time", 0, SCENARIO_DAY_NS, &step->time_ns)) return false;
  } else if (word_is(word, "every")) {
    step->every = true;
    if (!take_time(line, "period", SCENARIO_PERIOD_MIN_NS, SCENARIO_DAY_NS, &step->time_ns))
      return false;
    if (line_accept(line, "jitter") &&
        !take_time(line, "jitter", 0, SCENARIO_DAY_NS, &step->jitter_ns))
      return false;
  } else {
    return line_fail(line, word, "'%.*s' does not begin a statement: at, every or seed",
                     (int)(word->length > 40 ? 40 : word->length), word->text);
  }
  if (!parse_action(line, step)) return false;
  program->count++;
  return true;
}

int scenario_parse(const char *text, size_t length, struct scenario_program *program,
                   struct scenario_error *error) {
  uint32_t number = 0;
  size_t at = 0;

  memset(program, 0, sizeof(*program));
  memset(error, 0, sizeof(*error));
  if (length > SCENARIO_TEXT_MAX) {
    struct scenario_line none = {.error = error, .end_column = 1};

    error->line = 1;
    line_fail(&none, NULL, "the scenario has %zu bytes: at most %d are allowed", length,
              SCENARIO_TEXT_MAX);
    return -1;
  }
  while (at < length) {
    const char *newline = memchr(text + at, '\n', length - at);
    size_t end = newline ? (size_t)(newline - text) : length;
    size_t size = end - at;
    struct scenario_line line;

    if (size && text[at + size - 1] == '\r') size--; /* an editor of another system */
    if (!line_split(&line, ++number, text + at, size, error)) return -1;
    if (line.count && !parse_statement(&line, program)) return -1;
    at = end + 1;
  }
  return 0;
}

int scenario_parse_action(const char *text, size_t length, struct scenario_step *step,
                          struct scenario_error *error) {
  struct scenario_line line;

  memset(step, 0, sizeof(*step));
  memset(error, 0, sizeof(*error));
  step->line = 1;
  if (!line_split(&line, 1, text, length, error) || !parse_action(&line, step)) return -1;
  return 0;
}
