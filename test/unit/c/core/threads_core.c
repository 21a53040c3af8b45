// SPDX-License-Identifier: Apache-2.0
/*
 * A whole core under threads: one commits, one stops and starts again, one samples,
 * one reads calls and the state page. When a stop has returned, no effect is under
 * way and none begins until the next start.
 */
#include "../../../../kernel/core/transaction.h"
#include "tap.h"

#define RUN_NS 3000000000ULL
/* So often, until each thread has had its part: processors may be rare. */
#define RUNS_MOST 40
/* The longest deadline: a thread that stands still with a device keeps the others from it, by the
 * clock. */
#define DEADLINE_MS DSMIL_OPERATION_TIMEOUT_MAX_MS
#define DEVICE_E 40 /* its registers all show one counter: a torn entry would differ */

static struct dsmil_core core;
static u32 registers[DSMIL_DEVICE_COUNT][DSMIL_REGISTER_COUNT];
static u32 done, stopped, effects_under_way;
static u64 late_effects, undone_effects, effects, after_stop, torn, commits, failures, stops, reads;
static u32 counter;

static bool hal_present(struct dsmil_hal *hal, u32 device) {
  (void)hal, (void)device;
  return true;
}

static int hal_sample(struct dsmil_hal *hal, u32 device, struct dsmil_sample *sample) {
  u32 i;

  (void)hal;
  if (device == DEVICE_E) counter++;
  for (i = 0; i < DSMIL_REGISTER_COUNT; i++)
    sample->registers[i] = device == DEVICE_E ? counter : registers[device][i];
  sample->register_mask = 0xffff;
  sample->temperature_mc = S32_MIN;
  sample->power_state = DSMIL_POWER_IDLE;
  return 0;
}

static int hal_read(struct dsmil_hal *hal, u32 device, u32 reg, u32 *value, u32 *status) {
  (void)hal;
  *status = 0;
  *value = registers[device][reg];
  return 0;
}

/* Called by the committing thread alone, which owns its transaction meanwhile. */
static int hal_write(struct dsmil_hal *hal, u32 device, u32 reg, u32 value, u32 *status) {
  const struct dsmil_tx *tx = core.devices[device].tx;
  bool effect = tx->failed == tx->count;
  u32 i;

  (void)hal;
  *status = 0;
  if (effect) {
    __atomic_fetch_add(&effects_under_way, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&stopped, __ATOMIC_SEQ_CST)) late_effects++;
    for (i = 0; i < 200; i++) dsmil_cpu_relax(); /* long enough to be caught in the middle */
    effects++;
  } else {
    undone_effects++;
  }
  registers[device][reg] = value;
  if (effect) __atomic_fetch_sub(&effects_under_way, 1, __ATOMIC_SEQ_CST);
  return 0;
}

static const struct dsmil_hal_ops hal_ops = {.name = "threads",
                                             .register_count = 16,
                                             .writable_mask = 0xff00,
                                             .operation_mask = 0x7e,
                                             .present = hal_present,
                                             .sample = hal_sample,
                                             .read = hal_read,
                                             .write = hal_write};

static void host_nothing(void *host) { (void)host; }
static void host_deadman(void *host, u64 ns) { (void)host, (void)ns; }
static const struct dsmil_host_ops host_ops = {.wake_data = host_nothing,
                                               .backstop = host_nothing,
                                               .wake_stop = host_nothing,
                                               .deadman_at = host_deadman,
                                               .tick_soon = host_nothing};

static bool going(void) { return !__atomic_load_n(&done, __ATOMIC_ACQUIRE); }

static int call(struct dsmil_file *file, u32 request, void *arg) {
  ((struct dsmil_header *)arg)->size = _IOC_SIZE(request);
  return dsmil_dispatch(&core, file, dsmil_call_find(_IOC_NR(request)), arg, 1);
}

/* An operation that lasted this long may have had no device for it: what it says then is no
 * finding. */
static bool late(u64 begun) { return dsmil_now_ns() - begun >= DEADLINE_MS * DSMIL_NS_PER_MS; }

static void *committer(void *argument) {
  static struct dsmil_tx_prepare prepare;
  struct dsmil_claim claim = {0};
  struct dsmil_file *file = argument;
  u64 id = 0;
  u32 i;

  if (call(file, DSMIL_IOC_CLAIM, &claim)) abort();
  while (going()) {
    struct dsmil_tx_commit commit = {.coordinator_epoch = claim.coordinator_epoch};
    struct dsmil_tx_id forget = {0};
    u64 begun;

    memset(&prepare, 0, sizeof(prepare));
    prepare.transaction_id = commit.transaction_id = forget.transaction_id = ++id;
    prepare.coordinator_epoch = claim.coordinator_epoch;
    prepare.stop_epoch = commit.stop_epoch = READ_ONCE(core.stop.generation);
    prepare.lease_ms = 10000;
    prepare.operation_count = 3;
    for (i = 0; i < 3; i++)
      prepare.operations[i] = (struct dsmil_operation){.device = dsmil_device_table[30 + i].token,
                                                       .type = DSMIL_OPERATION_WRITE,
                                                       .register_index = 8,
                                                       .timeout_ms = DEADLINE_MS,
                                                       .value = (u32)id};
    if (call(file, DSMIL_IOC_TX_PREPARE, &prepare)) {
      sched_yield();
      continue;
    }
    begun = dsmil_now_ns();
    if (call(file, DSMIL_IOC_TX_COMMIT, &commit))
      failures++;
    else
      commits++;
    if (commit.outcome == DSMIL_TX_UNCERTAIN) {
      if (!late(begun)) CHECK(!"a rollback fails");
      for (i = 0; i < 3; i++) {
        struct dsmil_hold hold = {.device = dsmil_device_table[30 + i].token};

        (void)call(file, DSMIL_IOC_HOLD_RELEASE, &hold);
      }
    }
    if (call(file, DSMIL_IOC_TX_FORGET, &forget)) CHECK(!"forgetting fails");
  }
  return NULL;
}

static void *stopper(void *argument) {
  struct dsmil_file *file = argument;

  while (going()) {
    struct dsmil_stop stop = {.cause = DSMIL_CAUSE_REQUEST};
    struct dsmil_reset reset = {0};
    struct dsmil_start start = {0};
    u32 i;

    if (call(file, DSMIL_IOC_STOP, &stop)) CHECK(!"a stop is refused");
    if (__atomic_load_n(&effects_under_way, __ATOMIC_SEQ_CST)) after_stop++;
    __atomic_store_n(&stopped, 1, __ATOMIC_SEQ_CST);
    for (i = 0; i < 2000; i++) dsmil_cpu_relax();
    if (__atomic_load_n(&effects_under_way, __ATOMIC_SEQ_CST)) after_stop++;
    stops++;
    reset.generation = start.generation = stop.generation;
    if (call(file, DSMIL_IOC_RESET_REQUEST, &reset)) CHECK(!"a reset is refused");
    if (call(file, DSMIL_IOC_RESET_CONFIRM, &reset)) CHECK(!"a confirmation is refused");
    __atomic_store_n(&stopped, 0, __ATOMIC_SEQ_CST);
    if (call(file, DSMIL_IOC_START, &start)) CHECK(!"a start is refused");
    dsmil_sleep_us(stops % 7 * 20);
  }
  return NULL;
}

static void *sampler(void *argument) {
  (void)argument;
  while (going()) {
    dsmil_core_sample(&core);
    (void)dsmil_core_tick(&core);
  }
  return NULL;
}

/* As a client reads the page: again while the sequence is odd or has moved. */
static void read_entry(const struct dsmil_state_entry *entry, struct dsmil_device_state *state) {
  const u64 *from = (const u64 *)&entry->state;
  u64 *to = (u64 *)state;
  u32 before, i;

  do {
    while ((before = smp_load_acquire(&entry->seqcount)) % 2) sched_yield();
    for (i = 0; i < sizeof(*state) / 8; i++) to[i] = __atomic_load_n(&from[i], __ATOMIC_ACQUIRE);
  } while (READ_ONCE(entry->seqcount) != before);
}

static void *reader(void *argument) {
  static struct dsmil_get_state get;
  struct dsmil_file *file = argument;
  u32 i;

  while (going()) {
    struct dsmil_read read = {
        .device = dsmil_device_table[30].token, .register_index = 8, .timeout_ms = DEADLINE_MS};
    struct dsmil_device_state state;
    u64 begun;

    for (i = 0; i < 100; i++) {
      read_entry(&core.state->entries[DEVICE_E], &state);
      if (memcmp(state.registers, state.registers + 1, 60)) torn++;
    }
    begun = dsmil_now_ns();
    if (call(file, DSMIL_IOC_READ, &read) && !late(begun)) CHECK(!"a read is refused");
    get.first = 0;
    get.count = 84;
    if (call(file, DSMIL_IOC_GET_STATE, &get)) CHECK(!"GET_STATE is refused");
    reads++;
  }
  return NULL;
}

TEST(
    "core threads: when a stop has returned no effect is under way, and none begins before a "
    "start") {
  static struct dsmil_hal hal = {.ops = &hal_ops};
  struct dsmil_config config = {.allow_writes = true, .thermal_none = true};
  void *(*const work[])(void *) = {committer, stopper, sampler, reader};
  struct dsmil_file files[4];
  pthread_t threads[4];
  void *page = NULL;
  u32 i, run = 0;
  bool all;

  if (posix_memalign(&page, 4096, DSMIL_STATE_MAP_SIZE)) abort();
  memset(page, 0, DSMIL_STATE_MAP_SIZE);
  EQ(dsmil_core_start(&core, &host_ops, NULL, &hal, &config, page), 0);
  for (i = 0; i < 4; i++) dsmil_file_open(&core, &files[i], 3);
  do {
    __atomic_store_n(&done, 0, __ATOMIC_RELEASE);
    for (i = 0; i < 4; i++)
      if (pthread_create(&threads[i], NULL, work[i], &files[i])) abort();
    dsmil_sleep_us(RUN_NS / 1000);
    __atomic_store_n(&done, 1, __ATOMIC_RELEASE);
    for (i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    all = stops > 10 && commits > 10 && failures > 10 && undone_effects > 0 && reads > 10;
  } while (!all && ++run < RUNS_MOST);
  EQ(late_effects, 0);
  EQ(after_stop, 0);
  EQ(torn, 0);
  CHECK(all);
  for (i = 0; i < 4; i++) dsmil_file_close(&core, &files[i]);
  dsmil_core_gone(&core);
  dsmil_core_end(&core);
  free(page);
  fprintf(stderr, "%llu stops, %llu commits, %llu refused, %llu effects, %llu undone, %llu reads\n",
          (unsigned long long)stops, (unsigned long long)commits, (unsigned long long)failures,
          (unsigned long long)effects, (unsigned long long)undone_effects,
          (unsigned long long)reads);
}
