/* SPDX-License-Identifier: Apache-2.0 */
/* dsmil-sim: the simulated device module. See --help and sim.h. */
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "memory.h"
#include "player.h"
#include "server.h"
#include "sim.h"
#include "timers.h"
#include "workers.h"

#ifndef DSMIL_VERSION
#define DSMIL_VERSION "unknown"
#endif

#define HEAP_STEP (4 << 20)

enum { EXIT_IN_ORDER = 0, EXIT_FAILED = 1, EXIT_WRONG = 2 };

/* The scenario's text, to be freed; NULL after saying why. */
static char *read_text(const char *path, size_t *length) {
  char *text = malloc(SCENARIO_TEXT_MAX + 1);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t size = -1;

  *length = 0;
  if (text && fd >= 0)
    while (*length <= SCENARIO_TEXT_MAX &&
           (size = read(fd, text + *length, SCENARIO_TEXT_MAX + 1 - *length)) > 0)
      *length += (size_t)size;
  if (!text || fd < 0 || size < 0) {
    fprintf(stderr, "dsmil-sim: scenario '%s' cannot be read: %s\n", path, strerror(errno));
    free(text);
    text = NULL;
  }
  if (fd >= 0) close(fd);
  return text;
}

static int load_scenario(struct sim *sim) {
  const char *path = sim->options.scenario;
  struct scenario_error error;
  size_t length;
  char *text;
  int result;

  if (!path) return 0;
  text = read_text(path, &length);
  if (!text) return -1;
  result = scenario_parse(text, length, &sim->program, &error);
  free(text);
  if (result)
    fprintf(stderr, "dsmil-sim: scenario '%s', line %u, column %u: %s\n", path, error.line,
            error.column, error.message);
  return result;
}

static int once_faults(struct sim *sim, bool perform) {
  u64 chance = sim->hardware.seed;

  for (u32 i = 0; i < sim->options.once_fault_count; i++) {
    const char *text = sim->options.once_faults[i];
    struct scenario_error error;
    struct scenario_step step;
    int result = scenario_parse_action(text, strlen(text), &step, &error);

    if (!result && (step.kind == SCENARIO_BURST || step.kind == SCENARIO_RAMP)) {
      snprintf(error.message, sizeof(error.message),
               "a burst or ramp takes time: put it in a scenario");
      error.column = 1;
      result = -1;
    }
    if (result) {
      fprintf(stderr, "dsmil-sim: --once-fault '%s', column %u: %s\n", text, error.column,
              error.message);
      return -1;
    }
    if (perform) action_do(sim, &step, &chance);
  }
  return 0;
}

/* 0, or -1 after saying why. */
static int start(struct sim *sim) {
  const struct sim_options *options = &sim->options;
  const struct dsmil_config config = {
      .allow_writes = options->allow_writes,
      .thermal_none = options->thermal_none,
      .thermal_limit_mc = options->thermal_limit_mc,
      .spacing_us = options->spacing_us,
      .poll_ms = options->poll_ms,
      .ring_size_max = options->ring_max,
      .version = DSMIL_VERSION,
  };
  void *state = NULL;
  int error;

  dsmil_sim_init(&sim->hardware, options->has_seed       ? options->seed
                                 : sim->program.has_seed ? sim->program.seed
                                                         : options->seed);
  if (once_faults(sim, true)) return -1;
  sim->state_fd = memory_create("dsmil-state", DSMIL_STATE_MAP_SIZE, MEMORY_CLIENTS_READ, &state);
  if (sim->state_fd < 0) {
    fprintf(stderr, "dsmil-sim: no memory for the state page: %s\n", strerror(-sim->state_fd));
    return -1;
  }
  sim->state = state;
  sim->server = server_create(sim);
  sim->timers = sim->server ? timers_create(sim) : NULL;
  sim->workers = sim->timers ? workers_create("dsmil-worker", options->workers) : NULL;
  sim->keeper = sim->workers ? workers_create("dsmil-keeper", 1) : NULL;
  if (!sim->keeper) return -1;
  error = dsmil_core_start(&sim->core, sim_host_ops(!options->thermal_none), sim,
                           &sim->hardware.hal, &config, sim->state);
  if (error) {
    fprintf(stderr, "dsmil-sim: the core does not start: %s\n", strerror(-error));
    return -1;
  }
  sim->player = player_create(sim);
  if (!sim->player || server_listen(sim->server)) return -1;
  error = timers_start(sim->timers);
  if (!error) error = player_start(sim->player);
  if (error) fprintf(stderr, "dsmil-sim: threads: %s\n", strerror(-error));
  return error;
}

/* In the order that nobody uses what is gone. Also after a start that failed half-way. */
static void end(struct sim *sim) {
  if (sim->player) player_stop(sim->player);
  if (sim->timers) timers_stop(sim->timers);
  if (sim->workers) workers_destroy(sim->workers);
  if (sim->keeper) workers_destroy(sim->keeper);
  if (sim->core.state) dsmil_core_end(&sim->core);
  if (sim->player) player_destroy(sim->player);
  if (sim->timers) timers_destroy(sim->timers);
  if (sim->server) server_destroy(sim->server);
  if (sim->state) {
    munmap(sim->state, DSMIL_STATE_MAP_SIZE);
    close(sim->state_fd);
  }
}

/* With the parent, even if it ends before prctl is through. */
static bool follow_parent(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGTERM)) {
    fprintf(stderr, "dsmil-sim: --exit-with-parent: %s\n", strerror(errno));
    return false;
  }
  return getppid() == parent;
}

int main(int argc, char **argv) {
  static struct sim sim;
  pid_t parent = getppid();
  int status = EXIT_FAILED;

  switch (sim_options_parse(argc, argv, &sim.options)) {
    case OPTIONS_DONE:
      return EXIT_IN_ORDER;
    case OPTIONS_WRONG:
      return EXIT_WRONG;
    case OPTIONS_RUN:
      break;
  }
  /* Memory that grows waits for memory that is given back: let it grow seldom. */
  mallopt(M_TOP_PAD, HEAP_STEP);
  mallopt(M_TRIM_THRESHOLD, 2 * HEAP_STEP);
  if (load_scenario(&sim) || once_faults(&sim, false)) return EXIT_WRONG;
  if (sim.options.check) {
    printf("%s: right, %u statements\n", sim.options.scenario, sim.program.count);
    return EXIT_IN_ORDER;
  }
  if (!start(&sim)) {
    if (!sim.options.exit_with_parent || follow_parent(parent)) {
      printf("dsmil-sim: ready on %s\n", sim.options.socket);
      fflush(stdout);
      server_run(sim.server);
      status = EXIT_IN_ORDER;
    }
  }
  end(&sim);
  return status;
}
