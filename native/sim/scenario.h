/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenario files: what the simulated devices do over time. The language is
 * described in scenarios/README.md. Parsing is pure: text in, program or one
 * error with its place out. No files, no clock, no allocation.
 */
#ifndef DSMIL_SIM_SCENARIO_H
#define DSMIL_SIM_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCENARIO_STEPS_MAX 512
#define SCENARIO_TEXT_MAX (1024 * 1024)
#define SCENARIO_LINE_MAX 512
#define SCENARIO_WORDS_MAX 16
#define SCENARIO_DAY_NS (24ULL * 3600 * 1000000000)
#define SCENARIO_PERIOD_MIN_NS 1000000ULL
#define SCENARIO_BURST_MAX 1000000000ULL
#define SCENARIO_RATE_MAX 100000000ULL
/* A burst's rate: as fast as the ring takes them. */
#define SCENARIO_RATE_UNLIMITED 0

enum scenario_kind {
  SCENARIO_SET = 1,
  SCENARIO_TOGGLE,
  SCENARIO_RAMP,
  SCENARIO_WALK,
  SCENARIO_BURST,
  SCENARIO_LATENCY,
  SCENARIO_FAULT,
  SCENARIO_CLEAR,
};

enum scenario_fault {
  SCENARIO_NOT_ANSWERING = 1,
  SCENARIO_WRONG_READBACK,
  SCENARIO_HARDWARE_ERROR,
  SCENARIO_REGISTRY_LOST,
  SCENARIO_THERMAL,
  SCENARIO_RING_OVERRUN,
  SCENARIO_CORRUPT_RECORD,
  SCENARIO_EXIT,
};

/* Positions in the device table; never a quarantined one. */
struct scenario_target {
  uint64_t devices[2];
  bool any; /* one of them, drawn anew each time */
};

struct scenario_step {
  uint32_t line;
  bool every;         /* else once */
  uint64_t time_ns;   /* since the start, or the period */
  uint64_t jitter_ns; /* of a period: up to this much later */
  enum scenario_kind kind;
  enum scenario_fault fault; /* of SCENARIO_FAULT */
  struct scenario_target target;
  uint32_t reg;
  int64_t value;        /* set: value; toggle: mask; walk: step; ramp: from; fault: its argument */
  int64_t low;          /* walk */
  int64_t high;         /* walk; ramp: to */
  uint64_t duration_ns; /* ramp, latency */
  uint64_t count;       /* burst, ring-overrun */
  uint64_t rate;        /* burst, a second; SCENARIO_RATE_UNLIMITED */
  uint32_t size;        /* burst: payload of a raw record; 0: events */
};

struct scenario_program {
  uint64_t seed;
  bool has_seed;
  uint32_t count;
  struct scenario_step steps[SCENARIO_STEPS_MAX];
};

struct scenario_error {
  uint32_t line;   /* from 1 */
  uint32_t column; /* from 1, in bytes */
  char message[240];
};

/* 0, or -1 with *error set and *program unspecified. */
int scenario_parse(const char *text, size_t length, struct scenario_program *program,
                   struct scenario_error *error);
/* One action without a time ("fault exit 3"), to be done at once. */
int scenario_parse_action(const char *text, size_t length, struct scenario_step *step,
                          struct scenario_error *error);

static inline bool scenario_targets(const struct scenario_target *target, uint32_t device) {
  return target->devices[device / 64] >> (device % 64) & 1;
}

#endif
