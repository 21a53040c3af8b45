// SPDX-License-Identifier: Apache-2.0
/* What must hold always, whatever a test or a fuzzer does. */
#include "world.h"

/*
 * A register is being written, under its gate. It must be an effect of a
 * transaction that is being committed, or the undoing of one.
 */
void world_judge_write(struct world *world, u32 index, u32 reg, u32 value) {
  struct dsmil_core *core = &world->core;
  struct dsmil_device *device = &core->devices[index];
  struct dsmil_tx *tx = device->tx;
  bool undoes = false;
  u32 i;

  if (!core->config.allow_writes) world_violation(world, "a write without allow_writes");
  if (core->suspended) world_violation(world, "a write while suspended");
  if (core->registry_lost) world_violation(world, "a write after the registry was lost");
  if (core->gone) world_violation(world, "a write after the device is gone");
  if (!device->present) world_violation(world, "a write to an absent device");
  if (!test_slot_taken(&device->slot)) world_violation(world, "a write outside the device's slot");
  if (!test_raw_held(&device->gate)) world_violation(world, "a write outside the device's gate");
  if (!tx || tx->outcome != DSMIL_TX_COMMITTING) {
    world_violation(world, "a write to 0x%04x without a transaction that is being committed",
                    device->token);
    return;
  }
  if (tx->failed == tx->count) { /* going forward */
    if (core->stop.latched) world_violation(world, "an effect while the stop is latched");
    if (device->held) world_violation(world, "an effect on a device on hold");
    if (tx->coordinator_epoch > core->coordinator_epoch)
      world_violation(world, "an effect under an epoch that was never issued");
    return;
  }
  for (i = 0; i < tx->count; i++) {
    const struct dsmil_tx_step *step = &tx->steps[i];

    if (step->device == device && step->begun && step->registers[reg] == value) undoes = true;
  }
  if (!undoes)
    world_violation(world, "a rollback writes 0x%08x to register %u, not what was there", value,
                    reg);
}

static void check_stop(struct world *world) {
  const struct dsmil_stop_control *stop = &world->core.stop;

  if (stop->state < DSMIL_STOP_LATCHED || stop->state > DSMIL_STOP_RUN)
    world_violation(world, "the stop's state is %u", stop->state);
  if ((stop->latched == 0) != (stop->state == DSMIL_STOP_RUN))
    world_violation(world, "latched is %u in state %u", stop->latched, stop->state);
  if (world->page->stop_state != stop->state || world->page->stop_generation != stop->generation ||
      world->page->stop_cause != stop->cause)
    world_violation(world, "the state page shows another stop");
  if (stop->nonce && stop->state != DSMIL_STOP_RESET_PENDING)
    world_violation(world, "a nonce is left in state %u", stop->state);
  if (stop->armer && !world->core.suspended && !world->deadman_ns)
    world_violation(world, "the deadman is armed and has no timer");
  if (world->core.ring.producer && (world->core.ring.producer->estop_gen != stop->generation ||
                                    world->core.ring.producer->estop_state != stop->state ||
                                    world->core.ring.producer->estop_reason != stop->cause))
    world_violation(world, "the producer page shows another stop");
}

static void check_table(struct world *world) {
  struct dsmil_core *core = &world->core;
  struct dsmil_tx *tx;
  u32 count = 0, i;
  u64 before = 0;

  for (tx = core->transactions; tx; tx = tx->next) {
    count++;
    if (tx->id <= before) world_violation(world, "the table is not in order");
    before = tx->id;
    if (tx->outcome < DSMIL_TX_PREPARED || tx->outcome > DSMIL_TX_UNCERTAIN ||
        tx->outcome == DSMIL_TX_COMMITTING)
      world_violation(world, "transaction %llu is left in outcome %u", (unsigned long long)tx->id,
                      tx->outcome);
    if (tx->outcome == DSMIL_TX_COMMITTED && (tx->error || tx->reason || tx->failed != tx->count))
      world_violation(world, "committed, and yet: error %d, reason %u", tx->error, tx->reason);
    for (i = 0; i < tx->count; i++)
      if ((tx->steps[i].device->tx == tx) != (tx->outcome == DSMIL_TX_PREPARED))
        world_violation(world, "outcome %u and a device that is %sreserved", tx->outcome,
                        tx->outcome == DSMIL_TX_PREPARED ? "not " : "");
  }
  if (count != core->tx_count || count > DSMIL_TX_TABLE_MAX)
    world_violation(world, "%u transactions, counted as %u", count, core->tx_count);
}

static void check_device(struct world *world, u32 i) {
  const struct dsmil_device *device = &world->core.devices[i];
  const struct dsmil_state_entry *entry = &world->page->entries[i];
  const struct dsmil_device_state *state = &entry->state;
  bool quarantined = dsmil_token_quarantined(device->token);

  if (entry->seqcount % 2) world_violation(world, "entry %u is left odd", i);
  if (test_raw_held(&device->gate) || test_slot_taken(&device->slot))
    world_violation(world, "device %u is left locked", i);
  if (!!(state->flags & DSMIL_DEVICE_HELD) != device->held || !!state->hold_ns != device->held)
    world_violation(world, "device %u: hold and state differ", i);
  if (!!(state->flags & DSMIL_DEVICE_UNCERTAIN) != device->uncertain)
    world_violation(world, "device %u: uncertain and state differ", i);
  if (device->uncertain && !device->held)
    world_violation(world, "device %u is uncertain and not on hold", i);
  if (state->flags & DSMIL_DEVICE_OPERATING)
    world_violation(world, "device %u is left operating", i);
  if (!!(state->flags & DSMIL_DEVICE_PREPARED) != !!device->tx ||
      state->transaction_id != (device->tx ? device->tx->id : 0))
    world_violation(world, "device %u: reservation and state differ", i);
  if (!!(state->flags & DSMIL_DEVICE_QUARANTINED) != quarantined)
    world_violation(world, "device %u: the quarantine flag is wrong", i);
  if (quarantined && (device->present || device->tx || state->sample_ns || state->operation_count ||
                      state->register_mask || state->flags & DSMIL_DEVICE_PRESENT))
    world_violation(world, "quarantined device %u was touched", i);
}

void world_check(struct world *world) {
  const struct dsmil_ring *ring = &world->core.ring;
  u32 i;

  if (world->ended) return;
  if (world->hal.quarantine_touches) world_violation(world, "the quarantine was touched");
  check_stop(world);
  check_table(world);
  for (i = 0; i < DSMIL_DEVICE_COUNT; i++) check_device(world, i);
  if (ring->consumer && ring->head - ring->accepted > ring->mask + 1)
    world_violation(world, "the ring holds more than it has room for");
}
