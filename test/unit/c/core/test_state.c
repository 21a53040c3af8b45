// SPDX-License-Identifier: Apache-2.0
/* The state page, the records that tell of changes, reads. */
#include "tap.h"
#include "world.h"

TEST("state: a sample shows what the hardware has, once more only what changed") {
  struct world *w = world_new();
  struct dsmil_device_state before = world_state(w, DEVICE_A), after;
  u32 reg;

  for (reg = 0; reg < DSMIL_REGISTER_COUNT; reg++)
    EQ(before.registers[reg], w->hal.registers[DEVICE_A][reg]);
  EQ(before.flags, DSMIL_DEVICE_PRESENT);
  EQ(before.register_mask, 0xffff);
  EQ(before.sample_ns, test_port.now_ns);
  EQ(before.power_state, DSMIL_POWER_IDLE);
  world_late(7);
  dsmil_core_sample(&w->core);
  after = world_state(w, DEVICE_A);
  EQ(after.version, before.version); /* a new time alone is no change */
  EQ(after.change_ns, before.change_ns);
  EQ(after.sample_ns, before.sample_ns + 7);
  w->hal.registers[DEVICE_A][9]++;
  dsmil_core_sample(&w->core);
  after = world_state(w, DEVICE_A);
  EQ(after.version, before.version + 1);
  EQ(after.change_ns, test_port.now_ns);
  world_free(w);
}

TEST("state: each write of an entry moves its seqcount by two") {
  struct world *w = world_new();
  u32 before = w->page->entries[DEVICE_A].seqcount, other = w->page->entries[DEVICE_B].seqcount;
  u32 i;

  for (i = 1; i <= 5; i++) {
    dsmil_core_sample_device(&w->core, DEVICE_A);
    EQ(w->page->entries[DEVICE_A].seqcount, before + 2 * i);
  }
  EQ(w->page->entries[DEVICE_B].seqcount, other);
  world_free(w);
}

static u32 seqcount_meanwhile;

static void look_at_seqcount(struct world *w, u32 device, u32 reg) {
  (void)reg;
  seqcount_meanwhile = w->page->entries[device].seqcount;
}

TEST("state: the hardware is not waited for inside an entry's seqcount") {
  struct world *w = world_new();

  FAKE_RULE(&w->hal, .ops = FAKE_SAMPLE, .device = DEVICE_A, .hook = look_at_seqcount);
  seqcount_meanwhile = 1;
  dsmil_core_sample_device(&w->core, DEVICE_A);
  EQ(seqcount_meanwhile % 2, 0);
  world_free(w);
}

TEST("state: a change is published with what it was and what it is") {
  const struct dsmil_state_change *change;
  struct world *w = world_new();

  world_ring(w);
  w->hal.registers[DEVICE_A][0] |= FAKE_ACTIVE;
  w->hal.registers[DEVICE_A][15] = 0xfeed;
  dsmil_core_sample(&w->core);
  change = world_find_record(w, DSMIL_RECORD_STATE_CHANGE, TOKEN_A);
  CHECK(change != NULL);
  if (change) {
    EQ(change->registers_changed, 0x8001);
    EQ(change->registers[15], 0xfeed);
    EQ(change->power_before, DSMIL_POWER_IDLE);
    EQ(change->power, DSMIL_POWER_ACTIVE);
    EQ(change->version, world_state(w, DEVICE_A).version);
    EQ(change->flags, DSMIL_DEVICE_PRESENT);
  }
  EQ(world_next_record(w) == NULL, 1); /* nobody else changed */
  world_free(w);
}

TEST("state: a device that stops answering is stale and says so once; then answers again") {
  const struct dsmil_event_notification *event;
  struct world *w = world_new();
  struct dsmil_device_state state;
  u32 i, events = 0;

  world_ring(w);
  FAKE_RULE(&w->hal, .ops = FAKE_SAMPLE, .device = DEVICE_A, .error = -EAGAIN, .times = 3);
  for (i = 0; i < 3; i++) dsmil_core_sample(&w->core);
  state = world_state(w, DEVICE_A);
  EQ(state.flags, DSMIL_DEVICE_PRESENT | DSMIL_DEVICE_STALE | DSMIL_DEVICE_NOT_ANSWERING);
  EQ(state.last_error, -ETIMEDOUT);
  EQ(state.registers[1], w->hal.registers[DEVICE_A][1]); /* the last that is known */
  dsmil_core_sample(&w->core);
  EQ(world_state(w, DEVICE_A).flags, DSMIL_DEVICE_PRESENT);
  while ((event = world_find_record(w, DSMIL_RECORD_EVENT, TOKEN_A))) {
    EQ(event->code, events ? DSMIL_EVENT_ANSWERING : DSMIL_EVENT_NOT_ANSWERING);
    events++;
  }
  EQ(events, 2);
  world_free(w);
}

TEST("state: GET_STATE gives any range of the table, and refuses any other") {
  struct world *w = world_new();
  u32 first, count;

  for (first = 0; first < 90; first++)
    for (count = 0; count < 90; count++) {
      struct dsmil_get_state get = {.first = first, .count = count};
      bool good = first < 84 && count && first + count <= 84;

      EQ_AT(dsmil_dispatch(&w->core, &w->reader, dsmil_call_find(2), &get, 1), good ? 0 : -EINVAL,
            "first %u, count %u", first, count);
      if (good) {
        EQ(get.states[0].token, dsmil_device_table[first].token);
        EQ(get.states[count - 1].token, dsmil_device_table[first + count - 1].token);
      } else {
        EQ(get.header.field, first >= 84 ? 16 : 20);
      }
    }
  {
    struct dsmil_get_state get = {.first = 83, .count = 0xffffffff};

    EQ(CALL(w, &w->reader, GET_STATE, &get), -EINVAL);
  }
  world_free(w);
}

TEST("read: the value, when, and what the firmware said; two records tell of it") {
  const struct dsmil_operation_response *response;
  const struct dsmil_operation_request *request;
  struct dsmil_read read = {.device = TOKEN_A, .register_index = 9, .timeout_ms = 50};
  struct world *w = world_new();

  world_ring(w);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .firmware_status = 3);
  w->hal.registers[DEVICE_A][9] = 0xbeef;
  EQ(CALL(w, &w->reader, READ, &read), 0);
  EQ(read.value, 0xbeef);
  EQ(read.firmware_status, 3);
  EQ(read.sample_ns, test_port.now_ns);
  request = world_find_record(w, DSMIL_RECORD_OPERATION_REQUEST, TOKEN_A);
  CHECK(request && request->type == DSMIL_OPERATION_READ && request->register_index == 9 &&
        request->timeout_ms == 50 && !request->transaction_id);
  response = world_find_record(w, DSMIL_RECORD_OPERATION_RESPONSE, TOKEN_A);
  CHECK(response && response->value == 0xbeef && !response->error &&
        response->firmware_status == 3);
  EQ(world_state(w, DEVICE_A).registers[9], 0xbeef);
  EQ(world_state(w, DEVICE_A).operation_count, 1);
  EQ(w->core.counters.reads, 1);
  world_free(w);
}

TEST("read: the form of its argument") {
  struct dsmil_read bad[] = {{.device = 0x800c},
                             {.device = TOKEN_A, .register_index = 16},
                             {.device = TOKEN_A, .timeout_ms = 5001}};
  const u32 fields[] = {offsetof(struct dsmil_read, device),
                        offsetof(struct dsmil_read, register_index),
                        offsetof(struct dsmil_read, timeout_ms)};
  struct world *w = world_new();
  u32 i;

  for (i = 0; i < 3; i++) {
    EQ(CALL(w, &w->reader, READ, &bad[i]), -EINVAL);
    EQ(bad[i].header.field, fields[i]);
  }
  w->hal.ops.register_count = 4;
  bad[1].register_index = 4;
  EQ(CALL(w, &w->reader, READ, &bad[1]), -EOPNOTSUPP);
  EQ(w->hal.reads, 0);
  world_free(w);
}

TEST("read: an answer in time is one; none by the deadline is ETIMEDOUT; a kill ends it") {
  struct dsmil_read read = {.device = TOKEN_A, .timeout_ms = 20};
  struct world *w = world_new();
  u64 started = test_port.now_ns;

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .error = -EAGAIN, .times = 10);
  EQ(CALL(w, &w->reader, READ, &read), 0);
  FAKE_RULE(&w->hal, .ops = FAKE_READ, .error = -EAGAIN, .times = FAKE_FOREVER);
  started = test_port.now_ns;
  EQ(CALL(w, &w->reader, READ, &read), -ETIMEDOUT);
  CHECK(test_port.now_ns - started >= 20 * MS && test_port.now_ns - started <= 21 * MS);
  EQ(read.header.reason, DSMIL_REASON_NONE);
  EQ(w->core.counters.timeouts, 1);
  test_port.killed = true;
  started = test_port.now_ns;
  EQ(CALL(w, &w->reader, READ, &read), -EINTR);
  CHECK(test_port.now_ns - started < 2 * MS);
  world_free(w);
}

TEST("read: what the hardware says is wrong: EIO, with its own status; it counts as a failure") {
  struct dsmil_read read = {.device = TOKEN_A};
  struct world *w = world_new();

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .error = -EIO, .firmware_status = 0xe0);
  EQ(CALL(w, &w->reader, READ, &read), -EIO);
  EQ(read.header.reason, DSMIL_REASON_HARDWARE_ERROR);
  EQ(read.firmware_status, 0xe0);
  EQ(world_state(w, DEVICE_A).failure_count, 1);
  EQ(world_state(w, DEVICE_A).last_error, -EIO);
  EQ(world_state(w, DEVICE_A).firmware_status, 0xe0);
  world_free(w);
}

TEST("read: a backend that answers EACCES is believed, and the log says so") {
  struct dsmil_read read = {.device = TOKEN_A};
  struct world *w = world_new();

  FAKE_RULE(&w->hal, .ops = FAKE_READ, .error = -EACCES);
  EQ(CALL(w, &w->reader, READ, &read), -EACCES);
  EQ(read.header.reason, DSMIL_REASON_QUARANTINED);
  EQ(test_port.warnings, 1);
  world_free(w);
}
