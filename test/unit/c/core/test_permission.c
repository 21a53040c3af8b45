// SPDX-License-Identifier: Apache-2.0
/* Safety rule 2: who may call what; and the form that every call keeps. */
#include "tap.h"
#include "world.h"

enum need { ANY, WRITE, RAWIO };

/* By the comments of the ABI header, not by the core's own table. */
static const struct {
  u32 request;
  enum need need;
} calls[] = {
    {DSMIL_IOC_INFO, ANY},
    {DSMIL_IOC_GET_STATE, ANY},
    {DSMIL_IOC_READ, ANY},
    {DSMIL_IOC_STATS, ANY},
    {DSMIL_IOC_WAIT, ANY},
    {DSMIL_IOC_RING_SETUP, WRITE},
    {DSMIL_IOC_RING_RESET, WRITE},
    {DSMIL_IOC_STOP, ANY},
    {DSMIL_IOC_STOP_STATUS, ANY},
    {DSMIL_IOC_STOP_ACK, ANY},
    {DSMIL_IOC_RESET_REQUEST, RAWIO},
    {DSMIL_IOC_RESET_CONFIRM, RAWIO},
    {DSMIL_IOC_START, RAWIO},
    {DSMIL_IOC_DEADMAN_ARM, RAWIO},
    {DSMIL_IOC_DEADMAN_BEAT, RAWIO},
    {DSMIL_IOC_DEADMAN_DISARM, RAWIO},
    {DSMIL_IOC_CLAIM, RAWIO},
    {DSMIL_IOC_AUDIT_HEAD_GET, ANY},
    {DSMIL_IOC_AUDIT_HEAD_SET, RAWIO},
    {DSMIL_IOC_TX_PREPARE, RAWIO},
    {DSMIL_IOC_TX_COMMIT, RAWIO},
    {DSMIL_IOC_TX_ABORT, WRITE},
    {DSMIL_IOC_TX_STATUS, ANY},
    {DSMIL_IOC_TX_FORGET, RAWIO},
    {DSMIL_IOC_TX_LIST, ANY},
    {DSMIL_IOC_HOLD_SET, WRITE},
    {DSMIL_IOC_HOLD_RELEASE, RAWIO},
};
#define CALLS (sizeof(calls) / sizeof(calls[0]))

/* An argument of zeros, of the size that the request's number says. */
static u32 try_call(struct world *w, struct dsmil_file *file, u32 request, u32 flags, int *error) {
  u64 words[DSMIL_CALL_MAX_SIZE / 8 + 1] = {0};
  struct dsmil_header *header = (struct dsmil_header *)words;

  header->flags = flags;
  header->reason = header->field = 0x5a5a;
  *error = world_call(w, file, _IOC_NR(request), words, _IOC_SIZE(request));
  return *error == -EINVAL ? header->field : header->reason;
}

TEST("permission: each call asks for what the ABI says") {
  const u32 file_flags[] = {0, DSMIL_FILE_WRITE, DSMIL_FILE_RAWIO,
                            DSMIL_FILE_WRITE | DSMIL_FILE_RAWIO};
  u32 i, f;

  for (i = 0; i < CALLS; i++)
    for (f = 0; f < 4; f++) {
      struct world *w = world_new();
      enum need need = calls[i].need;
      bool write = file_flags[f] & DSMIL_FILE_WRITE, rawio = file_flags[f] & DSMIL_FILE_RAWIO;
      u32 wanted = need != ANY && !write     ? DSMIL_REASON_FILE_READ_ONLY
                   : need == RAWIO && !rawio ? DSMIL_REASON_NO_CAPABILITY
                                             : DSMIL_REASON_NONE;
      u32 reason;
      int error;

      w->reader.flags = file_flags[f];
      reason = try_call(w, &w->reader, calls[i].request, 0, &error);
      if (wanted) {
        EQ_AT(error, -EACCES, "call 0x%02x, file flags %u", _IOC_NR(calls[i].request), f);
        EQ_AT(reason, wanted, "call 0x%02x, file flags %u", _IOC_NR(calls[i].request), f);
        EQ(world_refusals(w, wanted), 1);
      } else if (error == -EACCES) {
        CHECK(reason != DSMIL_REASON_FILE_READ_ONLY && reason != DSMIL_REASON_NO_CAPABILITY);
      }
      world_free(w);
    }
}

TEST("permission: there are no other calls") {
  u32 nr, i;

  for (nr = 0; nr <= 0xffff; nr++) {
    const struct dsmil_call *call = dsmil_call_find(nr);
    u32 size = 0;

    for (i = 0; i < CALLS; i++)
      if (_IOC_NR(calls[i].request) == nr) size = _IOC_SIZE(calls[i].request);
    EQ_AT(call != NULL, size != 0, "nr %u", nr);
    if (call) EQ_AT(call->size, size, "nr %u", nr);
    if (call) CHECK(call->size <= DSMIL_CALL_MAX_SIZE);
  }
  CHECK(!dsmil_call_find(0xffffffff));
  CHECK(!dsmil_call_find(0x10001));
}

TEST("permission: unknown flags are refused at header.flags, before anything else") {
  u32 i, bit;

  for (i = 0; i < CALLS; i++)
    for (bit = 0; bit < 32; bit += 31) {
      struct world *w = world_new();
      u64 generation;
      u32 field;
      int error;

      world_run_state(w);
      generation = world_epoch(w);
      field = try_call(w, &w->admin, calls[i].request, 1U << bit, &error);
      EQ_AT(error, -EINVAL, "call 0x%02x", _IOC_NR(calls[i].request));
      EQ_AT(field, offsetof(struct dsmil_header, flags), "call 0x%02x", _IOC_NR(calls[i].request));
      EQ(world_epoch(w), generation + (calls[i].request == DSMIL_IOC_STOP));
      EQ(w->core.coordinator_epoch, 0);
      world_free(w);
    }
}

TEST("permission: the size rule: a header at least, never more than the core knows") {
  u32 i;

  for (i = 0; i < CALLS; i++) {
    const struct dsmil_call *call = dsmil_call_find(_IOC_NR(calls[i].request));

    EQ(dsmil_call_size(call, 0), -EINVAL);
    EQ(dsmil_call_size(call, 15), -EINVAL);
    EQ(dsmil_call_size(call, 16), 16);
    EQ(dsmil_call_size(call, call->size), call->size);
    EQ(dsmil_call_size(call, call->size + 1U), call->size);
    EQ(dsmil_call_size(call, 0xffffffff), call->size);
  }
}

TEST("permission: reserved fields must be zero, and the refusal names them") {
  static const struct {
    u32 request, offset, size;
  } reserved[] = {
      {DSMIL_IOC_WAIT, offsetof(struct dsmil_wait, reserved), 4},
      {DSMIL_IOC_START, offsetof(struct dsmil_start, reserved), 4},
      {DSMIL_IOC_HOLD_SET, offsetof(struct dsmil_hold, reserved0), 2},
      {DSMIL_IOC_HOLD_SET, offsetof(struct dsmil_hold, reserved1), 4},
      {DSMIL_IOC_HOLD_RELEASE, offsetof(struct dsmil_hold, reserved0), 2},
      {DSMIL_IOC_HOLD_RELEASE, offsetof(struct dsmil_hold, reserved1), 4},
      {DSMIL_IOC_TX_ABORT, offsetof(struct dsmil_tx_id, reserved), 4},
      {DSMIL_IOC_TX_FORGET, offsetof(struct dsmil_tx_id, reserved), 4},
      {DSMIL_IOC_TX_STATUS, offsetof(struct dsmil_tx_status, reserved), 4},
  };
  u32 i, byte;

  for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
    for (byte = 0; byte < reserved[i].size; byte++) {
      struct world *w = world_new();
      union {
        u8 bytes[4096];
        struct dsmil_header header;
        struct dsmil_wait wait;
        struct dsmil_hold hold;
        struct dsmil_tx_id id;
        struct dsmil_start start;
      } arg = {{0}};
      struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
      struct dsmil_tx_prepare p;

      world_ready(w);
      EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
      if (reserved[i].request == DSMIL_IOC_WAIT)
        arg.wait.events = 1;
      else if (_IOC_NR(reserved[i].request) >= 0x60)
        arg.hold.device = TOKEN_C;
      else if (reserved[i].request == DSMIL_IOC_START)
        arg.start.generation = world_epoch(w);
      else
        arg.id.transaction_id = 1;
      arg.bytes[reserved[i].offset + byte] = 1;
      EQ_AT(world_call(w, &w->admin, _IOC_NR(reserved[i].request), &arg,
                       _IOC_SIZE(reserved[i].request)),
            -EINVAL, "call 0x%02x", _IOC_NR(reserved[i].request));
      EQ(arg.header.field, reserved[i].offset);
      EQ(world_tx_outcome(w, 1), DSMIL_TX_PREPARED);
      EQ(w->waits, 0);
      CHECK(!w->core.devices[DEVICE_C].held);
      world_free(w);
    }
}

TEST("read-only by default: without allow_writes nothing is prepared, and reads work") {
  struct dsmil_config config = world_config();
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_read read = {.device = TOKEN_A, .register_index = DATA};
  struct dsmil_tx_prepare p;
  struct world *w;

  config.allow_writes = false;
  w = world_new_config(&config);
  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), -EACCES);
  EQ(p.header.reason, DSMIL_REASON_WRITES_DISABLED);
  EQ(w->hal.writes, 0);
  EQ(CALL(w, &w->reader, READ, &read), 0);
  EQ(read.value, 0x10000 | DATA);
  world_free(w);
}

TEST("read-only by default: the gate itself asks for allow_writes, of a rollback too") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 1)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, operations, 1, &p), 0);
  w->core.config.allow_writes = false;
  EQ(world_tx_commit(w, 1, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_WRITES_DISABLED);
  EQ(w->hal.writes, 0);
  EQ(dsmil_policy_reach(&w->core, &w->core.devices[0], DSMIL_REACH_ROLLBACK),
     DSMIL_REASON_WRITES_DISABLED);
  world_free(w);
}

TEST("permission: a reason has the errno that the ABI gives it") {
  static const struct {
    u32 reason;
    int error;
  } special[] = {
      {DSMIL_REASON_NONE, 0},
      {DSMIL_REASON_STOP_EPOCH, -ESTALE},
      {DSMIL_REASON_COORDINATOR_STALE, -ESTALE},
      {DSMIL_REASON_DEVICE_BUSY, -EBUSY},
      {DSMIL_REASON_RING_OWNED, -EBUSY},
      {DSMIL_REASON_DEADMAN_OWNED, -EBUSY},
      {DSMIL_REASON_TRANSACTION_STATE, -EBUSY},
      {DSMIL_REASON_UNKNOWN_TRANSACTION, -ENOENT},
      {DSMIL_REASON_TRANSACTION_EXISTS, -EEXIST},
      {DSMIL_REASON_TABLE_FULL, -ENOSPC},
      {DSMIL_REASON_UNSUPPORTED, -EOPNOTSUPP},
      {DSMIL_REASON_DEVICE_ABSENT, -ENXIO},
      {DSMIL_REASON_READBACK_MISMATCH, -EIO},
      {DSMIL_REASON_HARDWARE_ERROR, -EIO},
      {DSMIL_REASON_MEMORY, -ENOMEM},
  };
  u32 reason, i;

  for (reason = 0; reason < DSMIL_REASON_COUNT; reason++) {
    int wanted = -EACCES;

    for (i = 0; i < sizeof(special) / sizeof(special[0]); i++)
      if (special[i].reason == reason) wanted = special[i].error;
    EQ_AT(dsmil_reason_errno(reason), wanted, "reason %u", reason);
  }
}
