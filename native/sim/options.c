/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernel/core/port.h"

#ifndef DSMIL_VERSION
#define DSMIL_VERSION "unknown"
#endif

static const char help_text[] =
    "usage: dsmil-sim --socket PATH [options]\n"
    "\n"
    "Serves the ABI of /dev/dsmil over a Unix socket (SOCK_SEQPACKET), with 84 simulated\n"
    "devices behind the same C core as the kernel module. Prints 'dsmil-sim: ready on PATH'\n"
    "when clients may connect; ends on SIGTERM or SIGINT.\n"
    "\n"
    "  --socket PATH          where to listen; a dead simulator's socket is replaced\n"
    "  --group NAME           members may connect too (without CAP_SYS_RAWIO's rights); name or\n"
    "                         number; without it root and the simulator's own user may\n"
    "  --scenario FILE        what the devices do over time (native/sim/scenarios/README.md)\n"
    "  --check                only read the scenario, say whether it is right, and exit\n"
    "  --once-fault ACTION    one action at the start, as in a scenario: 'fault thermal all';\n"
    "                         may be given 16 times\n"
    "  --allow-writes         as the module's allow_writes=1: effects are possible\n"
    "  --thermal none|sensor  'sensor' (default): the hottest device is the sensor;\n"
    "                         'none': effects are allowed without one\n"
    "  --thermal-limit N      millidegrees at which effects are refused (default 85000)\n"
    "  --spacing-us N         least time between effects on one device (default 1000)\n"
    "  --ring-max BYTES       largest ring a client may set up (default 67108864)\n"
    "  --poll-ms N            sampling period, 0 is off (default 1000)\n"
    "  --seed N               of the registers and of the scenario's chance (default: the\n"
    "                         scenario's, else 1)\n"
    "  --workers N            threads for calls that wait for hardware (default 16)\n"
    "  --control PATH         a second socket (SOCK_STREAM) for tests: one line, one answer;\n"
    "                         an action of a scenario, 'get DEVICE REGISTER', 'counters', 'crash'\n"
    "  --exit-with-parent     end when the process that started it ends\n"
    "  --help, --version\n"
    "\n"
    "exit status: 0 ended in order, 1 could not start or run, 2 wrong command line or\n"
    "scenario, otherwise as a scenario's 'fault exit' says\n";

enum {
  OPTION_SOCKET = 256,
  OPTION_GROUP,
  OPTION_SCENARIO,
  OPTION_CHECK,
  OPTION_ONCE_FAULT,
  OPTION_ALLOW_WRITES,
  OPTION_THERMAL,
  OPTION_THERMAL_LIMIT,
  OPTION_SPACING,
  OPTION_RING_MAX,
  OPTION_POLL,
  OPTION_SEED,
  OPTION_WORKERS,
  OPTION_CONTROL,
  OPTION_PARENT,
  OPTION_HELP,
  OPTION_VERSION,
};

static const struct option long_options[] = {
    {"socket", required_argument, NULL, OPTION_SOCKET},
    {"group", required_argument, NULL, OPTION_GROUP},
    {"scenario", required_argument, NULL, OPTION_SCENARIO},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"once-fault", required_argument, NULL, OPTION_ONCE_FAULT},
    {"allow-writes", no_argument, NULL, OPTION_ALLOW_WRITES},
    {"thermal", required_argument, NULL, OPTION_THERMAL},
    {"thermal-limit", required_argument, NULL, OPTION_THERMAL_LIMIT},
    {"spacing-us", required_argument, NULL, OPTION_SPACING},
    {"ring-max", required_argument, NULL, OPTION_RING_MAX},
    {"poll-ms", required_argument, NULL, OPTION_POLL},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"workers", required_argument, NULL, OPTION_WORKERS},
    {"control", required_argument, NULL, OPTION_CONTROL},
    {"exit-with-parent", no_argument, NULL, OPTION_PARENT},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static bool wrong(const char *option, const char *value, const char *allowed) {
  fprintf(stderr, "dsmil-sim: %s '%s': %s\n", option, value, allowed);
  return false;
}

static bool number(const char *option, const char *text, int64_t low, int64_t high,
                   int64_t *value) {
  char allowed[96];
  char *end;

  errno = 0;
  *value = strtoll(text, &end, 0);
  if (errno || end == text || *end || *value < low || *value > high) {
    snprintf(allowed, sizeof(allowed), "a whole number from %lld to %lld is wanted", (long long)low,
             (long long)high);
    return wrong(option, text, allowed);
  }
  return true;
}

static bool group(const char *text, struct sim_options *options) {
  const struct group *entry = getgrnam(text);
  int64_t value;

  options->has_group = true;
  if (entry) {
    options->group = entry->gr_gid;
    return true;
  }
  if (text[0] < '0' || text[0] > '9')
    return wrong("--group", text, "there is no such group: name one of /etc/group, or a number");
  if (!number("--group", text, 0, UINT32_MAX - 1, &value)) return false;
  options->group = (uint32_t)value;
  return true;
}

static bool ring_max(const char *text, struct sim_options *options) {
  int64_t value;

  if (!number("--ring-max", text, DSMIL_RING_SIZE_MIN, DSMIL_RING_SIZE_MAX, &value)) return false;
  if (value & (value - 1)) return wrong("--ring-max", text, "a power of two is wanted");
  options->ring_max = (uint32_t)value;
  return true;
}

static bool take(int option, const char *text, struct sim_options *options) {
  int64_t value = 0;

  switch (option) {
    case OPTION_SOCKET:
      options->socket = text;
      return true;
    case OPTION_GROUP:
      return group(text, options);
    case OPTION_SCENARIO:
      options->scenario = text;
      return true;
    case OPTION_CHECK:
      options->check = true;
      return true;
    case OPTION_ONCE_FAULT:
      if (options->once_fault_count == SIM_ONCE_FAULTS_MAX)
        return wrong("--once-fault", text, "it was given too often: 16 times at most");
      options->once_faults[options->once_fault_count++] = text;
      return true;
    case OPTION_ALLOW_WRITES:
      options->allow_writes = true;
      return true;
    case OPTION_THERMAL:
      options->thermal_none = !strcmp(text, "none");
      return options->thermal_none || !strcmp(text, "sensor") ||
             wrong("--thermal", text, "'none' or 'sensor' is wanted");
    case OPTION_THERMAL_LIMIT:
      if (!number("--thermal-limit", text, -50000, 200000, &value)) return false;
      options->thermal_limit_mc = (int32_t)value;
      return true;
    case OPTION_SPACING:
      if (!number("--spacing-us", text, 0, 10000000, &value)) return false;
      options->spacing_us = (uint32_t)value;
      return true;
    case OPTION_RING_MAX:
      return ring_max(text, options);
    case OPTION_POLL:
      if (!number("--poll-ms", text, 0, 3600000, &value)) return false;
      options->poll_ms = (uint32_t)value;
      return true;
    case OPTION_SEED:
      if (!number("--seed", text, 0, INT64_MAX, &value)) return false;
      options->seed = (uint64_t)value;
      options->has_seed = true;
      return true;
    case OPTION_WORKERS:
      if (!number("--workers", text, 1, 64, &value)) return false;
      options->workers = (uint32_t)value;
      return true;
    case OPTION_CONTROL:
      options->control = text;
      return true;
    case OPTION_PARENT:
      options->exit_with_parent = true;
      return true;
    default:
      fprintf(stderr, "dsmil-sim: --help lists the options\n");
      return false;
  }
}

enum options_verdict sim_options_parse(int argc, char **argv, struct sim_options *options) {
  int option;

  *options = (struct sim_options){
      .thermal_limit_mc = 85000,
      .spacing_us = 1000,
      .ring_max = DSMIL_RING_SIZE_MAX,
      .poll_ms = 1000,
      .seed = 1,
      .workers = 16,
  };
  while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
    if (option == OPTION_HELP || option == OPTION_VERSION) {
      printf("%s", option == OPTION_HELP ? help_text : "dsmil-sim " DSMIL_VERSION "\n");
      return OPTIONS_DONE;
    }
    if (!take(option, optarg, options)) return OPTIONS_WRONG;
  }
  if (optind < argc) {
    fprintf(stderr, "dsmil-sim: '%s' is too much: every argument is an option, see --help\n",
            argv[optind]);
    return OPTIONS_WRONG;
  }
  if (options->check && !options->scenario) {
    fprintf(stderr, "dsmil-sim: --check needs --scenario FILE: that is what it checks\n");
    return OPTIONS_WRONG;
  }
  if (!options->check && !options->socket) {
    fprintf(stderr, "dsmil-sim: --socket PATH is missing: where clients are to connect\n");
    return OPTIONS_WRONG;
  }
  return OPTIONS_RUN;
}
