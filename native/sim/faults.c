/* SPDX-License-Identifier: Apache-2.0 */
#include "faults.h"

#include <unistd.h>

#include "../../kernel/core/device_table.h"

/* A device of the target, drawn. */
static u32 draw(const struct scenario_target *target, u64 *chance) {
  u32 count =
      (u32)(__builtin_popcountll(target->devices[0]) + __builtin_popcountll(target->devices[1]));
  u32 left = (u32)(dsmil_sim_random(chance) % count);
  u32 device = 0;

  for (;; device++)
    if (scenario_targets(target, device) && !left--) return device;
}

/* Any device but a quarantined one. */
static u16 draw_token(u64 *chance) {
  u16 token;

  do {
    token = dsmil_device_table[dsmil_sim_random(chance) % DSMIL_DEVICE_COUNT].token;
  } while (dsmil_token_quarantined(token));
  return token;
}

/* The parser lets no quarantined device and no wrong register through. */
static void must(int error, const char *what) {
  if (error) dsmil_log_warn("scenario: %s: %s\n", what, strerror(-error));
}

/* ----------------------------------------------------------------- ring */

int burst_publish(struct sim *sim, const struct scenario_step *step, u64 index, u64 *chance) {
  u64 payload[DSMIL_RECORD_PAYLOAD_MAX / 8];
  struct dsmil_event_notification event = {
      .code = DSMIL_EVENT_SCENARIO, .severity = DSMIL_SEVERITY_INFO, .arg0 = index};

  if (step->size) {
    /* Deterministic, so that a reader can check every byte: the index, over and over. */
    for (u32 i = 0; i < (step->size + 7) / 8; i++) payload[i] = index;
    return dsmil_core_publish(&sim->core, DSMIL_RECORD_RAW, 0, 0, payload, step->size);
  }
  return dsmil_core_publish(&sim->core, DSMIL_RECORD_EVENT, 0, draw_token(chance), &event,
                            sizeof(event));
}

/* Publishes until @count records were lost, or nobody listens. */
static void overrun(struct sim *sim, u64 count) {
  const u8 payload[64] = {0};
  u64 most = DSMIL_RING_SIZE_MAX / sizeof(payload) + count;

  while (count && most--) {
    int error = dsmil_core_publish(&sim->core, DSMIL_RECORD_RAW, 0, 0, payload, sizeof(payload));

    if (error == -ENXIO) return;
    if (error) count--;
  }
}

/*
 * Publishes a record that is wrong from the start: damaging a good one would be a
 * race with its reader. So it is the ring's own business, done by hand, with its lock.
 */
static void corrupt(struct sim *sim) {
  struct dsmil_ring *ring = &sim->core.ring;
  struct dsmil_record_header *header;
  unsigned long flags = 0;

  dsmil_raw_lock(&ring->lock, flags);
  if (!ring->consumer || ring->mask + 1 - (ring->head - ring->accepted) < sizeof(*header)) {
    dsmil_raw_unlock(&ring->lock, flags);
    dsmil_log_warn("scenario: corrupt-record: no ring is set up, or it is full\n");
    return;
  }
  header = (struct dsmil_record_header *)(void *)(ring->data + (ring->head & ring->mask));
  *header = (struct dsmil_record_header){
      .length = sizeof(*header),
      .sequence = ring->next_seq++,
      .time_ns = dsmil_now_ns(),
      .type = DSMIL_RECORD_RAW,
      .source_track = DSMIL_TRACK_KERNEL,
      .clock = DSMIL_CLOCK_MONOTONIC,
  };
  header->crc = dsmil_crc32c(header, sizeof(*header)) ^ 1;
  ring->published++;
  ring->head += sizeof(*header);
  WRITE_ONCE(ring->producer->next_seq, ring->next_seq);
  dsmil_store_fence(&ring->producer->prod_pos, ring->head);
  ring->ops->wake(ring->host);
  dsmil_raw_unlock(&ring->lock, flags);
}

/* -------------------------------------------------------------- devices */

static void fault(struct sim *sim, const struct scenario_step *step, u32 device) {
  struct dsmil_sim *hardware = &sim->hardware;

  switch (step->fault) {
    case SCENARIO_NOT_ANSWERING:
      must(dsmil_sim_fault(hardware, device, DSMIL_SIM_FAULT_NOT_ANSWERING, 0), "fault");
      break;
    case SCENARIO_WRONG_READBACK:
      must(dsmil_sim_fault(hardware, device, DSMIL_SIM_FAULT_WRONG_READBACK, (u32)step->value),
           "fault");
      break;
    case SCENARIO_HARDWARE_ERROR:
      must(dsmil_sim_fault(hardware, device, DSMIL_SIM_FAULT_HARDWARE_ERROR, (u32)step->value),
           "fault");
      break;
    case SCENARIO_REGISTRY_LOST:
      must(dsmil_sim_fault(hardware, device, DSMIL_SIM_FAULT_LOST, 0), "fault");
      break;
    case SCENARIO_THERMAL:
      must(dsmil_sim_set_temperature(hardware, device, (s32)step->value), "fault");
      break;
    case SCENARIO_RING_OVERRUN:
    case SCENARIO_CORRUPT_RECORD:
    case SCENARIO_EXIT:
      break; /* not of a device */
  }
}

/* One step of a random walk, turned back at its ends. */
static void walk(struct sim *sim, const struct scenario_step *step, u32 device, u64 *chance) {
  bool is_signed = step->reg == DSMIL_SIM_REGISTER_TEMPERATURE;
  u64 span = 2 * (u64)step->value + 1;
  u32 raw = 0;
  s64 value;

  must(dsmil_sim_get_register(&sim->hardware, device, step->reg, &raw), "walk");
  value = is_signed ? (s64)(s32)raw : (s64)raw;
  value += (s64)(dsmil_sim_random(chance) % span) - step->value;
  if (value < step->low) value = step->low;
  if (value > step->high) value = step->high;
  must(dsmil_sim_set_register(&sim->hardware, device, step->reg, (u32)value), "walk");
}

static void one(struct sim *sim, const struct scenario_step *step, u32 device, u64 *chance) {
  struct dsmil_sim *hardware = &sim->hardware;

  switch (step->kind) {
    case SCENARIO_SET:
      must(dsmil_sim_set_register(hardware, device, step->reg, (u32)step->value), "set");
      break;
    case SCENARIO_TOGGLE:
      must(dsmil_sim_toggle_register(hardware, device, step->reg, (u32)step->value), "toggle");
      break;
    case SCENARIO_WALK:
      walk(sim, step, device, chance);
      break;
    case SCENARIO_LATENCY:
      must(dsmil_sim_set_latency(hardware, device, step->duration_ns), "latency");
      break;
    case SCENARIO_CLEAR:
      must(dsmil_sim_clear(hardware, device), "clear");
      break;
    case SCENARIO_FAULT:
      fault(sim, step, device);
      break;
    case SCENARIO_RAMP:
    case SCENARIO_BURST:
      break; /* the player's */
  }
}

static void each(struct sim *sim, const struct scenario_step *step, u64 *chance) {
  if (step->target.any) {
    one(sim, step, draw(&step->target, chance), chance);
    return;
  }
  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++)
    if (scenario_targets(&step->target, i)) one(sim, step, i, chance);
}

void action_do(struct sim *sim, const struct scenario_step *step, u64 *chance) {
  if (step->kind == SCENARIO_FAULT && step->fault == SCENARIO_RING_OVERRUN)
    overrun(sim, step->count);
  else if (step->kind == SCENARIO_FAULT && step->fault == SCENARIO_CORRUPT_RECORD)
    corrupt(sim);
  else if (step->kind == SCENARIO_FAULT && step->fault == SCENARIO_EXIT)
    _exit((int)step->value); /* as a crash: nothing is put in order */
  else
    each(sim, step, chance);
}

void action_ramp(struct sim *sim, const struct scenario_step *step, u64 elapsed_ns) {
  struct scenario_step now = *step;
  /* In milliseconds, so that the product fits: a day has 27 bits, a register 33. */
  s64 part = (s64)((elapsed_ns < step->duration_ns ? elapsed_ns : step->duration_ns) / 1000000);
  s64 whole = (s64)(step->duration_ns / 1000000);

  now.kind = SCENARIO_SET;
  now.value = step->value + (step->high - step->value) * part / whole;
  each(sim, &now, NULL);
}
