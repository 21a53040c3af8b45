// SPDX-License-Identifier: Apache-2.0
/* Transactions: what is kept of them, and how it is asked for. */
#include "tap.h"
#include "world.h"

TEST("table: status tells all of a transaction, and only of it") {
  struct dsmil_operation operations[] = {world_write(TOKEN_A, DATA, 7),
                                         world_write(TOKEN_B, DATA, 8)};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  struct dsmil_tx_status status;
  u32 i;

  world_ready(w);
  EQ(world_tx_prepare(w, 0x1122334455667788, operations, 2, &p), 0);
  world_late(400 * MS);
  memset(&status, 0xa5, sizeof(status));
  memset(&status.header, 0, sizeof(status.header));
  status.reserved = 0;
  status.transaction_id = p.transaction_id;
  EQ(CALL(w, &w->reader, TX_STATUS, &status), 0);
  EQ(status.transaction_id, p.transaction_id);
  EQ(status.coordinator_epoch, 1);
  EQ(status.stop_epoch, 2);
  EQ(memcmp(status.digest, p.digest, 32), 0);
  EQ(status.outcome, DSMIL_TX_PREPARED);
  EQ(status.operation_count, 2);
  EQ(status.failed_operation, 2);
  EQ(status.lease_left_ms, 600);
  EQ(status.operations[1].value, 8);
  EQ(status.operations[1].snapshot, (DEVICE_B + 1) << 16 | DATA);
  for (i = 2; i < DSMIL_TX_OPERATIONS_MAX; i++) EQ(status.operations[i].device, 0);
  FAKE_RULE(&w->hal, .ops = FAKE_WRITE, .device = DEVICE_B, .error = -EIO, .firmware_status = 5);
  EQ(world_tx_commit(w, p.transaction_id, &c), -EIO);
  EQ(CALL(w, &w->reader, TX_STATUS, &status), 0);
  EQ(status.outcome, DSMIL_TX_ROLLED_BACK);
  EQ(status.outcome_reason, DSMIL_REASON_HARDWARE_ERROR);
  EQ(status.failed_operation, 1);
  EQ(status.operations[1].firmware_status, 5);
  EQ(status.lease_left_ms, 0);
  status.transaction_id = 1;
  EQ(CALL(w, &w->reader, TX_STATUS, &status), -ENOENT);
  EQ(status.outcome, DSMIL_TX_UNKNOWN);
  world_free(w);
}

TEST("table: the list is in pages, by ascending id, and every transaction is on one") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_list list;
  u32 i, seen = 0, pages = 0;
  u64 after = 0;

  world_ready(w);
  for (i = 0; i < 200; i++) { /* in an order that is not theirs */
    u64 id = (i * 73 % 200) * 1000003ULL + 5;

    EQ(world_tx_prepare(w, id, &operation, 1, &p), 0);
    if (i < 199) EQ(world_tx_abort(w, id), 0);
  }
  do {
    memset(&list, 0xa5, sizeof(list));
    memset(&list.header, 0, sizeof(list.header));
    list.after = after;
    EQ(CALL(w, &w->reader, TX_LIST, &list), 0);
    EQ(list.total, 200);
    pages++;
    for (i = 0; i < list.count; i++) {
      EQ(list.entries[i].transaction_id, seen * 1000003ULL + 5);
      EQ(list.entries[i].operation_count, 1);
      EQ(list.entries[i].coordinator_epoch, 1);
      seen++;
      after = list.entries[i].transaction_id;
    }
    for (; i < DSMIL_TX_LIST_MAX; i++) EQ(list.entries[i].transaction_id, 0);
  } while (list.count && pages < 10);
  EQ(seen, 200);
  EQ(pages, 5);
  list.after = UINT64_MAX;
  EQ(CALL(w, &w->reader, TX_LIST, &list), 0);
  EQ(list.count, 0);
  world_free(w);
}

TEST("table: the leases of many end each at its own time") {
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  u32 i;

  world_ready(w);
  for (i = 0; i < 40; i++) {
    struct dsmil_operation operation = world_write(dsmil_device_table[12 + i % 8].token, DATA, 1);

    if (12 + i % 8 == 21) continue;
    (void)world_tx_prepare(w, 0, &operation, 1, &p);
    p.transaction_id = 40 - i;
    p.lease_ms = 100 * (i % 8) + 50;
    (void)CALL(w, &w->admin, TX_PREPARE, &p);
  }
  EQ(w->core.tx_count, 8);
  for (i = 0; i < 8; i++) {
    EQ(world_tx_outcome(w, 40 - i), DSMIL_TX_PREPARED);
    world_run(w, 50 * MS);
    EQ(world_tx_outcome(w, 40 - i), DSMIL_TX_ABORTED);
    world_run(w, 50 * MS);
  }
  EQ(w->core.counters.tx_aborted, 8);
  world_free(w);
}

TEST("table: it survives its coordinator: files close, outcomes stay until they are forgotten") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  struct dsmil_tx_id id = {.transaction_id = 1};
  struct dsmil_claim claim = {0};
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;

  world_ready(w);
  EQ(world_tx_prepare(w, 1, &operation, 1, &p), 0);
  EQ(world_tx_commit(w, 1, &c), 0);
  dsmil_file_close(&w->core, &w->admin);
  dsmil_file_open(&w->core, &w->admin, 3);
  EQ(CALL(w, &w->admin, TX_COMMIT, &c), -EACCES);
  EQ(c.header.reason, DSMIL_REASON_COORDINATOR_REQUIRED);
  EQ(CALL(w, &w->admin, CLAIM, &claim), 0);
  EQ(claim.coordinator_epoch, 2);
  EQ(world_tx_commit(w, 1, &c), 0);
  EQ(c.outcome, DSMIL_TX_COMMITTED);
  EQ(w->hal.writes, 1);
  EQ(CALL(w, &w->admin, TX_FORGET, &id), 0);
  EQ(w->core.tx_count, 0);
  world_free(w);
}

TEST("table: each end of a transaction is told by an event") {
  struct dsmil_operation operation = world_write(TOKEN_A, DATA, 1);
  const struct dsmil_event_notification *event;
  struct world *w = world_new();
  struct dsmil_tx_prepare p;
  struct dsmil_tx_commit c;
  bool found = false;

  world_ready(w);
  EQ(world_tx_prepare(w, 42, &operation, 1, &p), 0);
  world_ring(w);
  EQ(world_tx_commit(w, 42, &c), 0);
  while ((event = world_find_record(w, DSMIL_RECORD_EVENT, 0)))
    found |= event->code == DSMIL_EVENT_TRANSACTION && event->arg0 == 42 &&
             event->arg1 == DSMIL_TX_COMMITTED;
  CHECK(found);
  world_free(w);
}
