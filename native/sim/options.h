/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of dsmil-sim. */
#ifndef DSMIL_SIM_OPTIONS_H
#define DSMIL_SIM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#define SIM_ONCE_FAULTS_MAX 16

struct sim_options {
  const char *socket;
  const char *control;  /* NULL: none */
  const char *scenario; /* NULL: none */
  const char *once_faults[SIM_ONCE_FAULTS_MAX];
  uint32_t once_fault_count;
  bool allow_writes;
  bool thermal_none;
  int32_t thermal_limit_mc;
  uint32_t spacing_us;
  uint32_t ring_max;
  uint32_t poll_ms;
  uint64_t seed;
  bool has_seed; /* else the scenario's, else 1 */
  bool has_group;
  uint32_t group;
  uint32_t workers;
  bool exit_with_parent;
  bool check;
};

enum options_verdict { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

/* Prints what is wrong to stderr; help and version to stdout. */
enum options_verdict sim_options_parse(int argc, char **argv, struct sim_options *options);

#endif
