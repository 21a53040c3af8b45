// SPDX-License-Identifier: Apache-2.0
/* The usual steps, in a word. */
#include "tap.h"
#include "world.h"

u64 world_epoch(struct world *world) { return world->core.stop.generation; }

int world_stop(struct world *world) {
  struct dsmil_stop stop = {.cause = DSMIL_CAUSE_REQUEST};

  return CALL(world, &world->reader, STOP, &stop);
}

/* Brings the stop into @state by the calls that lead there. */
int world_stop_at(struct world *world, u32 state) {
  struct dsmil_reset reset = {0};
  struct dsmil_start start = {0};
  int error = world_stop(world);

  reset.generation = start.generation = world_epoch(world);
  if (!error && state >= DSMIL_STOP_RESET_PENDING)
    error = CALL(world, &world->admin, RESET_REQUEST, &reset);
  if (!error && state >= DSMIL_STOP_READY)
    error = CALL(world, &world->admin, RESET_CONFIRM, &reset);
  if (!error && state >= DSMIL_STOP_RUN) error = CALL(world, &world->admin, START, &start);
  if (!error && world->core.stop.state != state) error = -EPROTO;
  return error;
}

void world_run_state(struct world *world) { EQ(world_stop_at(world, DSMIL_STOP_RUN), 0); }

void world_ready(struct world *world) {
  struct dsmil_claim claim = {0};

  world_run_state(world);
  EQ(CALL(world, &world->admin, CLAIM, &claim), 0);
}

struct dsmil_operation world_write(u16 token, u32 reg, u32 value) {
  return (struct dsmil_operation){
      .device = token,
      .type = FAKE_CONFIG_MASK & 1U << reg ? DSMIL_OPERATION_CONFIG : DSMIL_OPERATION_WRITE,
      .register_index = (u8)reg,
      .value = value};
}

struct dsmil_operation world_control(u16 token, u32 type) {
  return (struct dsmil_operation){.device = token, .type = (u8)type};
}

int world_tx_prepare(struct world *world, u64 id, const struct dsmil_operation *operations,
                     u32 count, struct dsmil_tx_prepare *prepare) {
  memset(prepare, 0, sizeof(*prepare));
  prepare->transaction_id = id;
  prepare->coordinator_epoch = world->core.coordinator_epoch;
  prepare->stop_epoch = world_epoch(world);
  memset(prepare->digest, (int)(id & 0xff), sizeof(prepare->digest));
  prepare->lease_ms = 1000;
  prepare->operation_count = count;
  memcpy(prepare->operations, operations, count * sizeof(operations[0]));
  return CALL(world, &world->admin, TX_PREPARE, prepare);
}

struct dsmil_tx_commit world_tx_commit_of(struct world *world, u64 id) {
  struct dsmil_tx_commit commit = {.transaction_id = id,
                                   .coordinator_epoch = world->core.coordinator_epoch,
                                   .stop_epoch = world_epoch(world)};

  memset(commit.digest, (int)(id & 0xff), sizeof(commit.digest));
  return commit;
}

int world_tx_commit(struct world *world, u64 id, struct dsmil_tx_commit *commit) {
  *commit = world_tx_commit_of(world, id);
  return CALL(world, &world->admin, TX_COMMIT, commit);
}

int world_tx_abort(struct world *world, u64 id) {
  struct dsmil_tx_id abort = {.transaction_id = id};

  return CALL(world, &world->writer, TX_ABORT, &abort);
}

u32 world_tx_outcome(struct world *world, u64 id) {
  struct dsmil_tx_status status = {.transaction_id = id};

  return CALL(world, &world->reader, TX_STATUS, &status) ? DSMIL_TX_UNKNOWN : status.outcome;
}

struct dsmil_device_state world_state(struct world *world, u32 device) {
  return world->page->entries[device].state;
}

u64 world_refusals(struct world *world, u32 reason) {
  struct dsmil_stats stats = {0};

  EQ(CALL(world, &world->reader, STATS, &stats), 0);
  return stats.refusals[reason];
}

void world_ring(struct world *world) {
  struct dsmil_ring_setup setup = {.data_size = DSMIL_RING_SIZE_MIN};

  EQ(CALL(world, &world->other, RING_SETUP, &setup), 0);
  world->consumed = 0;
}

const struct dsmil_record_header *world_next_record(struct world *world) {
  struct dsmil_ring *ring = &world->core.ring;
  u64 position = ring->producer->prod_pos;
  const u8 *at = ring->data + (world->consumed & ring->mask);
  u32 span;

  if (world->consumed == position) return NULL;
  span = dsmil_record_check(at, position - world->consumed);
  if (!span) {
    world_violation(world, "a record at %llu is not valid", (unsigned long long)world->consumed);
    return NULL;
  }
  world->consumed += span;
  ring->consumer->cons_pos = world->consumed;
  return (const struct dsmil_record_header *)at;
}

const void *world_find_record(struct world *world, u32 type, u16 token) {
  const struct dsmil_record_header *header;

  while ((header = world_next_record(world)))
    if (header->type == type && (!token || header->device == token)) return header + 1;
  return NULL;
}
