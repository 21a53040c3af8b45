// SPDX-License-Identifier: Apache-2.0
/* The fake host: makes a core, keeps its time, ends it. */
#include "world.h"

#include <stdarg.h>

#include "ring_memory.h"
#include "tap.h"

const u16 quarantined_tokens[5] = {0x8009, 0x800a, 0x800b, 0x8019, 0x8029};

/* ------------------------------------------------------------------ host */

static void host_wake_data(void *host) { ((struct world *)host)->data_wakes++; }

static void host_backstop(void *host) {
  struct world *world = host;

  if (world->backstop_ns) world_violation(world, "a backstop was asked for twice");
  world->backstop_ns = test_port.now_ns + DSMIL_RING_BACKSTOP_NS;
}

static void host_wake_stop(void *host) {
  struct world *world = host;

  world->stop_wakes++;
  if (world->on_wake_stop) world->on_wake_stop(world);
}

static void host_deadman_at(void *host, u64 ns) {
  struct world *world = host;

  world->deadman_ns = ns;
  if (world->on_deadman_at) world->on_deadman_at(world);
}

static void host_tick_soon(void *host) { ((struct world *)host)->ticks_wanted++; }

static int host_ring_alloc(void *host, u64 data_size, struct dsmil_ring_memory *memory) {
  struct world *world = host;

  if (world->on_ring_memory) world->on_ring_memory(world);
  if (world->ring_error) return world->ring_error;
  world->rings++;
  return ring_memory_alloc(data_size, memory);
}

static void host_ring_free(void *host, struct dsmil_ring_memory *memory) {
  struct world *world = host;

  if (world->on_ring_memory) world->on_ring_memory(world);
  world->rings--;
  ring_memory_free(memory);
}

static int host_thermal(void *host, s32 *millicelsius) {
  struct world *world = host;

  if (world->on_thermal) world->on_thermal(world);
  *millicelsius = world->thermal_mc;
  return world->thermal_error;
}

static int host_wait(void *host, struct dsmil_file *file, u32 events, u32 timeout_ms, u32 *ready) {
  struct world *world = host;

  (void)timeout_ms;
  world->waits++;
  if (events & DSMIL_WAIT_DATA && dsmil_ring_readable(&world->core.ring)) *ready |= DSMIL_WAIT_DATA;
  if (events & DSMIL_WAIT_STOP && dsmil_stop_unseen(&world->core, file)) *ready |= DSMIL_WAIT_STOP;
  return 0;
}

static const struct dsmil_host_ops host_ops = {
    .wake_data = host_wake_data,
    .backstop = host_backstop,
    .wake_stop = host_wake_stop,
    .deadman_at = host_deadman_at,
    .tick_soon = host_tick_soon,
    .ring_alloc = host_ring_alloc,
    .ring_free = host_ring_free,
    .thermal = host_thermal,
    .wait = host_wait,
};

/* ------------------------------------------------------------------ life */

struct dsmil_config world_config(void) {
  return (struct dsmil_config){
      .allow_writes = true, .thermal_none = true, .thermal_limit_mc = 95000, .version = "test"};
}

struct world *world_prepare(void) {
  struct world *world = calloc(1, sizeof(*world));
  void *page = NULL;

  if (!world || posix_memalign(&page, 4096, DSMIL_STATE_MAP_SIZE)) abort();
  memset(page, 0, DSMIL_STATE_MAP_SIZE);
  memset(&test_port, 0, sizeof(test_port));
  test_port.now_ns = 1000 * SECOND;
  test_port.random = 1;
  test_port.context = world;
  world->page = page;
  world->owner = 1;
  world->thermal_mc = 40000;
  world->config = world_config();
  fake_hal_init(&world->hal, world);
  return world;
}

void world_start(struct world *world) {
  int error = dsmil_core_start(&world->core, &host_ops, world, &world->hal.hal, &world->config,
                               world->page);

  if (error) {
    world_violation(world, "dsmil_core_start answers %d", error);
    world->ended = true;
    return;
  }
  dsmil_file_open(&world->core, &world->admin, DSMIL_FILE_WRITE | DSMIL_FILE_RAWIO);
  dsmil_file_open(&world->core, &world->other, DSMIL_FILE_WRITE | DSMIL_FILE_RAWIO);
  dsmil_file_open(&world->core, &world->writer, DSMIL_FILE_WRITE);
  dsmil_file_open(&world->core, &world->reader, 0);
}

struct world *world_new_config(const struct dsmil_config *config) {
  struct world *world = world_prepare();

  world->config = *config;
  world_start(world);
  return world;
}

struct world *world_new(void) {
  struct dsmil_config config = world_config();

  return world_new_config(&config);
}

void world_free(struct world *world) {
  struct dsmil_file *files[] = {&world->admin, &world->other, &world->writer, &world->reader};
  u32 i;

  test_port.on_sleep = NULL;
  test_port.killed = false;
  if (!world->ended) {
    world_check(world);
    for (i = 0; i < 4; i++) dsmil_file_close(&world->core, files[i]);
    if (world->core.counters.open_files)
      world_violation(world, "files are left: %llu",
                      (unsigned long long)world->core.counters.open_files);
    dsmil_core_gone(&world->core);
    dsmil_core_end(&world->core);
  }
  if (world->rings) world_violation(world, "a ring was not freed");
  if (world->violations)
    tap_fail(__FILE__, __LINE__, "%u violations, the first: %s", world->violations,
             world->violation);
  free(world->page);
  free(world);
}

void world_violation(struct world *world, const char *format, ...) {
  va_list arguments;

  if (world->violations++) return;
  va_start(arguments, format);
  vsnprintf(world->violation, sizeof(world->violation), format, arguments);
  va_end(arguments);
}

/* ----------------------------------------------------------------- calls */

int world_call(struct world *world, struct dsmil_file *file, u32 nr, void *arg, u32 size) {
  const struct dsmil_call *call = dsmil_call_find(nr);
  struct dsmil_header *header = arg;
  int result;

  if (!call || call->size != size) {
    world_violation(world, "call 0x%02x: the argument has %u bytes", nr, size);
    return -ENOTTY;
  }
  if (!header->size) header->size = size;
  result = dsmil_dispatch(&world->core, file, call, arg, world->owner);
  world_check(world);
  return result;
}

/* ------------------------------------------------------------------ time */

void world_late(u64 ns) { test_port.now_ns += ns; }

void world_run(struct world *world, u64 ns) {
  u64 end = test_port.now_ns + ns;

  for (;;) {
    u64 next = end;

    if (world->ticks_wanted) {
      u64 left;

      world->ticks_wanted = 0;
      left = dsmil_core_tick(&world->core);
      if (!left) {
        world_violation(world, "a tick that did not do its work");
        return;
      }
      world->tick_ns = left == U64_MAX ? 0 : test_port.now_ns + left;
    }
    if (world->deadman_ns && world->deadman_ns < next) next = world->deadman_ns;
    if (world->backstop_ns && world->backstop_ns < next) next = world->backstop_ns;
    if (world->tick_ns && world->tick_ns < next) next = world->tick_ns;
    if (next > test_port.now_ns) test_port.now_ns = next;
    if (world->deadman_ns && world->deadman_ns <= test_port.now_ns) {
      world->deadman_ns = 0;
      dsmil_deadman_check(&world->core);
    }
    if (world->backstop_ns && world->backstop_ns <= test_port.now_ns) {
      world->backstop_ns = 0;
      dsmil_ring_backstop(&world->core.ring);
    }
    if (world->tick_ns && world->tick_ns <= test_port.now_ns) world->ticks_wanted = 1;
    if (test_port.now_ns >= end && !world->ticks_wanted) break;
  }
  world_check(world);
}
