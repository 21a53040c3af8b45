// SPDX-License-Identifier: Apache-2.0
/* Start, info, statistics, the audit head, the ring's owner, waits. */
#include "tap.h"
#include "world.h"

TEST("life: a core starts latched, generation 1, cause LOAD") {
  struct world *w = world_new();
  struct dsmil_stop_status status = {0};

  EQ(CALL(w, &w->reader, STOP_STATUS, &status), 0);
  EQ(status.state, DSMIL_STOP_LATCHED);
  EQ(status.cause, DSMIL_CAUSE_LOAD);
  EQ(status.generation, 1);
  EQ(status.acknowledged, 1);
  EQ(w->page->stop_state, DSMIL_STOP_LATCHED);
  CHECK(w->page->magic == DSMIL_STATE_MAGIC);
  EQ(w->page->entry_count, 84);
  world_free(w);
}

TEST("life: a configuration that is wrong is refused before anything is touched") {
  struct dsmil_config bad[] = {world_config(), world_config(), world_config(), world_config()};
  u32 i;

  bad[0].ring_size_max = 8192;
  bad[1].ring_size_max = 16385;
  bad[2].ring_size_max = 134217728;
  bad[3].spacing_us = 10000001;
  for (i = 0; i < 5; i++) {
    struct world *w = world_prepare();

    if (i < 4) w->config = bad[i];
    if (i == 4) w->hal.ops.register_count = 17;
    world_start(w);
    EQ_AT(w->violations, 1, "case %u", i);
    EQ(test_port.warnings, 1);
    EQ(w->hal.logged, 0);
    EQ(w->page->magic, 0);
    w->violations = 0;
    world_free(w);
  }
}

TEST("life: info names the versions, the backend, the limits, and the file's rights") {
  struct dsmil_config config = world_config();
  struct dsmil_info info = {0};
  struct world *w;

  config.forced = true;
  config.spacing_us = 7;
  config.poll_ms = 250;
  config.version = "a version that is longer than the field for it, by far";
  w = world_new_config(&config);
  EQ(CALL(w, &w->writer, INFO, &info), 0);
  EQ(info.abi_version, DSMIL_ABI_VERSION);
  EQ(info.record_schema, DSMIL_RECORD_SCHEMA);
  EQ(info.backend, DSMIL_BACKEND_SIM);
  EQ(info.device_count, 84);
  EQ(info.present_count, 79);
  EQ(info.writable_mask, FAKE_DATA_MASK);
  EQ(info.config_mask, FAKE_CONFIG_MASK);
  EQ(info.spacing_us, 7);
  EQ(info.poll_ms, 250);
  EQ(info.thermal_limit_mc, 95000);
  EQ(info.ring_size_max, DSMIL_RING_SIZE_MAX);
  EQ(info.file_flags, 1);
  EQ(info.load_ns, test_port.now_ns);
  CHECK(info.instance_id != 0 && info.instance_id == w->page->instance_id);
  CHECK(info.features & DSMIL_FEATURE_WRITES);
  CHECK(info.features & DSMIL_FEATURE_FORCED);
  EQ(info.version[31], 0);
  EQ(memcmp(info.version, config.version, 31), 0);
  world_free(w);
}

TEST("life: statistics count each thing once, refusals by their reason") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_read read = {.device = TOKEN_A}, quarantined = {.device = 0x8009};
  struct dsmil_stats stats = {0};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  u32 i;

  world_ready(w);
  EQ(CALL(w, &w->reader, READ, &read), 0);
  for (i = 0; i < 3; i++) (void)CALL(w, &w->reader, READ, &quarantined);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(world_tx_prepare(w, 2, &operation, 1, &p), 0);
  EQ(world_tx_abort(w, 2), 0);
  EQ(world_tx_commit(w, 3, &c), -ENOENT);
  EQ(CALL(w, &w->reader, STATS, &stats), 0);
  EQ(stats.reads, 1);
  EQ(stats.effects, 1);
  EQ(stats.tx_prepared, 2);
  EQ(stats.tx_committed, 1);
  EQ(stats.tx_aborted, 1);
  EQ(stats.tx_rolled_back, 0);
  EQ(stats.stops, 1);
  EQ(stats.open_files, 4);
  EQ(stats.samples, 81); /* 79 at start, after the read, after the effect */
  for (i = 0; i < DSMIL_REASON_SLOTS; i++)
    EQ_AT(stats.refusals[i],
          i == DSMIL_REASON_QUARANTINED           ? 3
          : i == DSMIL_REASON_UNKNOWN_TRANSACTION ? 1
                                                  : 0,
          "reason %u", i);
  world_free(w);
}

TEST("life: the audit head is kept for the coordinator, and read by anyone") {
  struct dsmil_audit_head set = {.coordinator_epoch = 1}, get = {0};
  struct dsmil_claim claim = {0};
  struct world *w = world_new();

  memset(set.head, 0x5c, sizeof(set.head));
  EQ(CALL(w, &w->admin, AUDIT_HEAD_SET, &set), -EACCES);
  EQ(set.header.reason, DSMIL_REASON_COORDINATOR_REQUIRED);
  EQ(CALL(w, &w->admin, CLAIM, &claim), 0);
  EQ(CALL(w, &w->admin, AUDIT_HEAD_SET, &set), 0);
  EQ(CALL(w, &w->reader, AUDIT_HEAD_GET, &get), 0);
  EQ(get.set_count, 1);
  EQ(get.set_ns, test_port.now_ns);
  EQ(memcmp(get.head, set.head, 64), 0);
  EQ(CALL(w, &w->other, CLAIM, &claim), 0);
  memset(set.head, 0, sizeof(set.head));
  EQ(CALL(w, &w->admin, AUDIT_HEAD_SET, &set), -ESTALE);
  EQ(CALL(w, &w->reader, AUDIT_HEAD_GET, &get), 0);
  EQ(get.set_count, 1);
  EQ(get.head[0], 0x5c);
  world_free(w);
}

TEST("life: the ring has one owner, from its set-up to its close, and that one resets it") {
  struct dsmil_ring_setup setup = {0};
  struct dsmil_ring_reset reset = {0};
  struct world *w = world_new();
  static const u64 bad[] = {1, 8192, 16383, 16385, 134217728, 1ULL << 63, UINT64_MAX};
  u32 i;

  for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
    setup.data_size = bad[i];
    EQ(CALL(w, &w->writer, RING_SETUP, &setup), -EINVAL);
    EQ(setup.header.field, offsetof(struct dsmil_ring_setup, data_size));
  }
  EQ(CALL(w, &w->writer, RING_RESET, &reset), -EACCES);
  EQ(reset.header.reason, DSMIL_REASON_RING_NOT_OWNER);
  setup.data_size = 0;
  w->ring_error = -ENOMEM;
  EQ(CALL(w, &w->writer, RING_SETUP, &setup), -ENOMEM);
  EQ(setup.header.reason, DSMIL_REASON_MEMORY);
  w->ring_error = 0;
  EQ(CALL(w, &w->writer, RING_SETUP, &setup), 0);
  EQ(setup.data_size, DSMIL_RING_SIZE_DEFAULT);
  EQ(setup.generation, 1);
  EQ(CALL(w, &w->writer, RING_SETUP, &setup), -EBUSY);
  EQ(CALL(w, &w->admin, RING_SETUP, &setup), -EBUSY);
  EQ(setup.header.reason, DSMIL_REASON_RING_OWNED);
  EQ(CALL(w, &w->admin, RING_RESET, &reset), -EACCES);
  EQ(CALL(w, &w->writer, RING_RESET, &reset), 0);
  EQ(reset.generation, 2);
  dsmil_file_close(&w->core, &w->admin);
  EQ(w->rings, 1);
  dsmil_file_close(&w->core, &w->writer);
  EQ(w->rings, 0);
  EQ(dsmil_core_publish(&w->core, DSMIL_RECORD_EVENT, 0, 0, NULL, 0), -ENXIO);
  dsmil_file_open(&w->core, &w->writer, 1);
  dsmil_file_open(&w->core, &w->admin, 3);
  EQ(CALL(w, &w->admin, RING_SETUP, &setup), 0);
  EQ(setup.generation, 3);
  world_free(w);
}

TEST("life: a wait names its events and is bounded") {
  struct dsmil_wait bad[] = {{.events = 0}, {.events = 4}, {.events = 1, .timeout_ms = 60001}};
  struct dsmil_wait wait = {.events = 3, .ready = 3};
  const u32 fields[] = {16, 16, 20};
  struct world *w = world_new();
  u32 i;

  for (i = 0; i < 3; i++) {
    EQ(CALL(w, &w->reader, WAIT, &bad[i]), -EINVAL);
    EQ(bad[i].header.field, fields[i]);
  }
  EQ(w->waits, 0);
  EQ(CALL(w, &w->reader, WAIT, &wait), 0);
  EQ(wait.ready, 0);
  EQ(world_stop(w), 0);
  EQ(CALL(w, &w->reader, WAIT, &wait), 0);
  EQ(wait.ready, DSMIL_WAIT_STOP);
  world_free(w);
}

/* Fields that are answers alone: what the caller left there must never come back. */
static const struct {
  u32 request, offset, size;
} outputs[] = {
#define OUT(name, type, field) \
  { DSMIL_IOC_##name, offsetof(struct type, field), sizeof(((struct type *)0)->field) }
    OUT(READ, dsmil_read, value),
    OUT(READ, dsmil_read, firmware_status),
    OUT(READ, dsmil_read, sample_ns),
    OUT(WAIT, dsmil_wait, ready),
    OUT(STOP, dsmil_stop, state),
    OUT(STOP, dsmil_stop, generation),
    OUT(STOP, dsmil_stop, latched_ns),
    OUT(RESET_REQUEST, dsmil_reset, window_ms),
    OUT(RESET_REQUEST, dsmil_reset, state),
    OUT(RESET_CONFIRM, dsmil_reset, window_ms),
    OUT(RESET_CONFIRM, dsmil_reset, state),
    OUT(START, dsmil_start, state),
    OUT(DEADMAN_ARM, dsmil_deadman, left_ms),
    OUT(DEADMAN_BEAT, dsmil_deadman, left_ms),
    OUT(DEADMAN_DISARM, dsmil_deadman, left_ms),
    OUT(AUDIT_HEAD_SET, dsmil_audit_head, set_count),
    OUT(AUDIT_HEAD_SET, dsmil_audit_head, set_ns),
    OUT(RING_SETUP, dsmil_ring_setup, generation),
    OUT(RING_SETUP, dsmil_ring_setup, next_seq),
    OUT(RING_RESET, dsmil_ring_reset, generation),
    OUT(RING_RESET, dsmil_ring_reset, next_seq),
    OUT(RING_RESET, dsmil_ring_reset, position),
    OUT(TX_PREPARE, dsmil_tx_prepare, failed_operation),
    OUT(TX_PREPARE, dsmil_tx_prepare, outcome),
    OUT(TX_COMMIT, dsmil_tx_commit, outcome),
    OUT(TX_COMMIT, dsmil_tx_commit, failed_operation),
    OUT(TX_COMMIT, dsmil_tx_commit, duration_ns),
    OUT(TX_ABORT, dsmil_tx_id, outcome),
    OUT(TX_FORGET, dsmil_tx_id, outcome),
    OUT(TX_STATUS, dsmil_tx_status, outcome),
    OUT(TX_STATUS, dsmil_tx_status, operations),
    OUT(TX_LIST, dsmil_tx_list, count),
    OUT(TX_LIST, dsmil_tx_list, entries),
};

TEST("life: a caller's leftovers in an answer's fields never come back, refused or not") {
  u32 i, byte;

  for (i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
    struct world *w = world_new();
    u64 words[DSMIL_CALL_MAX_SIZE / 8 + 1] = {0};
    u8 *bytes = (u8 *)words;
    bool leftover = true;

    memset(bytes + outputs[i].offset, 0xa5, outputs[i].size);
    (void)world_call(w, &w->admin, _IOC_NR(outputs[i].request), words,
                     _IOC_SIZE(outputs[i].request));
    for (byte = 0; byte < outputs[i].size; byte++)
      leftover &= bytes[outputs[i].offset + byte] == 0xa5;
    EQ_AT(leftover, false, "call 0x%02x, offset %u", _IOC_NR(outputs[i].request),
          outputs[i].offset);
    world_free(w);
  }
}

static u32 calls_meanwhile;

/* What would wait for ever under the core's mutex; and a second owner. */
static void call_meanwhile(struct world *w) {
  struct dsmil_ring_setup setup = {.data_size = DSMIL_RING_SIZE_MIN};
  struct dsmil_audit_head audit = {.set_count = 0};
  void (*again)(struct world *) = w->on_ring_memory;

  CHECK(!pthread_mutex_trylock(&w->core.mutex.mutex));
  pthread_mutex_unlock(&w->core.mutex.mutex);
  EQ(CALL(w, &w->reader, AUDIT_HEAD_GET, &audit), 0);
  w->on_ring_memory = NULL;
  if (!w->core.ring_owner && !calls_meanwhile) {
    EQ(CALL(w, &w->other, RING_SETUP, &setup), -EBUSY);
    EQ(setup.header.reason, DSMIL_REASON_RING_OWNED);
  }
  w->on_ring_memory = again;
  calls_meanwhile++;
}

TEST("ring set-up: its memory is had and given back while others make their calls, and for one file") {
  struct dsmil_ring_setup setup = {.data_size = DSMIL_RING_SIZE_MIN};
  struct world *w = world_new();
  struct dsmil_file file;

  calls_meanwhile = 0;
  dsmil_file_open(&w->core, &file, DSMIL_FILE_WRITE);
  w->on_ring_memory = call_meanwhile;
  EQ(CALL(w, &file, RING_SETUP, &setup), 0);
  CHECK(w->core.ring_owner == &file);
  dsmil_file_close(&w->core, &file);
  EQ(calls_meanwhile, 2);
  w->on_ring_memory = NULL;
  /* A set-up that fails leaves it to others. */
  w->ring_error = -ENOMEM;
  setup = (struct dsmil_ring_setup){.data_size = DSMIL_RING_SIZE_MIN};
  EQ(CALL(w, &w->writer, RING_SETUP, &setup), -ENOMEM);
  w->ring_error = 0;
  EQ(CALL(w, &w->other, RING_SETUP, &setup), 0);
  world_free(w);
}
