// SPDX-License-Identifier: Apache-2.0
#include "fuzz_actions.h"

union argument {
  u64 words[DSMIL_CALL_MAX_SIZE / 8 + 1];
  u8 bytes[DSMIL_CALL_MAX_SIZE];
  struct dsmil_header header;
  struct dsmil_get_state get_state;
  struct dsmil_read read;
  struct dsmil_wait wait;
  struct dsmil_ring_setup ring_setup;
  struct dsmil_stop stop;
  struct dsmil_stop_ack ack;
  struct dsmil_reset reset;
  struct dsmil_start start;
  struct dsmil_deadman deadman;
  struct dsmil_audit_head audit;
  struct dsmil_hold hold;
  struct dsmil_tx_prepare prepare;
  struct dsmil_tx_commit commit;
  struct dsmil_tx_id id;
  struct dsmil_tx_status status;
  struct dsmil_tx_list list;
};

static struct dsmil_file *file_of(struct world *w, u8 choice) {
  switch (choice % 8) {
    case 0:
      return &w->reader;
    case 1:
      return &w->writer;
    case 2:
      return &w->other;
    default:
      return &w->admin;
  }
}

static u16 token_of(u8 choice) {
  static const u16 tokens[] = {TOKEN_A, TOKEN_B, TOKEN_C, 0x8031};

  if (choice < 0xc0) return tokens[choice % 4];
  if (choice < 0xe0) return quarantined_tokens[choice % 5];
  return (u16)(0x8000 + choice * 7);
}

/* Right mostly; else off by one, or anything. */
static u64 nearly(u64 right, struct fuzz_input *input) {
  u8 choice = fuzz_byte(input);

  return choice < 0xe0   ? right
         : choice < 0xf0 ? right - 1
         : choice < 0xf8 ? right + 1
                         : fuzz_u64(input);
}

static void digest_of(u8 *digest, u64 id, u8 choice) {
  memset(digest, (int)(id & 0xff), DSMIL_DIGEST_SIZE);
  if (choice > 0xf0) digest[choice % DSMIL_DIGEST_SIZE] ^= 1;
}

static void fill_prepare(struct world *w, struct dsmil_tx_prepare *p, struct fuzz_input *input) {
  u32 i, count = fuzz_byte(input);

  p->transaction_id = 1 + fuzz_byte(input) % 16;
  p->coordinator_epoch = nearly(w->core.coordinator_epoch, input);
  p->stop_epoch = nearly(world_epoch(w), input);
  digest_of(p->digest, p->transaction_id, 0);
  p->lease_ms = count > 0xf0 ? fuzz_u32(input) : 10 + 100 * (count % 8);
  p->operation_count = count > 0xf8 ? fuzz_u32(input) : 1 + count % 5;
  for (i = 0; i < p->operation_count && i < DSMIL_TX_OPERATIONS_MAX && input->left; i++) {
    struct dsmil_operation *operation = &p->operations[i];
    u8 what = fuzz_byte(input);

    operation->device = token_of(fuzz_byte(input));
    operation->type = what > 0xf0 ? what : 2 + what % 5;
    if (operation->type == DSMIL_OPERATION_WRITE) operation->register_index = 8 + (what >> 3) % 8;
    if (operation->type == DSMIL_OPERATION_CONFIG) operation->register_index = 4 + (what >> 3) % 4;
    if (operation->type <= DSMIL_OPERATION_CONFIG)
      operation->value = fuzz_byte(input) * 0x01010101U;
    operation->timeout_ms = what > 0xe8 ? fuzz_u32(input) : 20;
  }
}

static void fill(struct world *w, u32 nr, union argument *arg, struct fuzz_input *input) {
  switch (nr) {
    case _IOC_NR(DSMIL_IOC_GET_STATE):
      arg->get_state.first = fuzz_byte(input);
      arg->get_state.count = fuzz_byte(input);
      break;
    case _IOC_NR(DSMIL_IOC_READ):
      arg->read.device = token_of(fuzz_byte(input));
      arg->read.register_index = fuzz_byte(input) % 18;
      arg->read.timeout_ms = 20;
      break;
    case _IOC_NR(DSMIL_IOC_WAIT):
      arg->wait.events = 1 + fuzz_byte(input) % 3;
      break;
    case _IOC_NR(DSMIL_IOC_RING_SETUP):
      arg->ring_setup.data_size = DSMIL_RING_SIZE_MIN;
      break;
    case _IOC_NR(DSMIL_IOC_STOP):
      arg->stop.cause = fuzz_byte(input) % 5;
      break;
    case _IOC_NR(DSMIL_IOC_STOP_ACK):
      arg->ack.generation = nearly(world_epoch(w), input);
      break;
    case _IOC_NR(DSMIL_IOC_RESET_REQUEST):
    case _IOC_NR(DSMIL_IOC_RESET_CONFIRM):
    case _IOC_NR(DSMIL_IOC_START):
      arg->reset.generation = nearly(world_epoch(w), input);
      arg->reset.nonce = nr == _IOC_NR(DSMIL_IOC_START) ? 0 : nearly(w->core.stop.nonce, input);
      break;
    case _IOC_NR(DSMIL_IOC_DEADMAN_ARM):
      arg->deadman.period_ms = fuzz_byte(input) * 4;
      break;
    case _IOC_NR(DSMIL_IOC_AUDIT_HEAD_SET):
      arg->audit.coordinator_epoch = nearly(w->core.coordinator_epoch, input);
      break;
    case _IOC_NR(DSMIL_IOC_HOLD_SET):
    case _IOC_NR(DSMIL_IOC_HOLD_RELEASE):
      arg->hold.device = token_of(fuzz_byte(input));
      break;
    case _IOC_NR(DSMIL_IOC_TX_PREPARE):
      fill_prepare(w, &arg->prepare, input);
      break;
    case _IOC_NR(DSMIL_IOC_TX_COMMIT):
      arg->commit.transaction_id = 1 + fuzz_byte(input) % 16;
      arg->commit.coordinator_epoch = nearly(w->core.coordinator_epoch, input);
      arg->commit.stop_epoch = nearly(world_epoch(w), input);
      digest_of(arg->commit.digest, arg->commit.transaction_id, fuzz_byte(input));
      break;
    case _IOC_NR(DSMIL_IOC_TX_ABORT):
    case _IOC_NR(DSMIL_IOC_TX_STATUS):
    case _IOC_NR(DSMIL_IOC_TX_FORGET):
      arg->id.transaction_id = 1 + fuzz_byte(input) % 16;
      break;
    case _IOC_NR(DSMIL_IOC_TX_LIST):
      arg->list.after = fuzz_byte(input);
      break;
    default:
      break;
  }
}

/* Whatever a call said: what it may not have changed. */
struct before {
  u64 generation, writes, epoch;
  u32 latched;
};

/* No commit of it may begin any more. */
static bool lease_is_over(struct world *w, u64 id) {
  const struct dsmil_tx *tx = dsmil_tx_find(&w->core, id);

  return tx && tx->outcome == DSMIL_TX_PREPARED && tx->lease_deadline_ns <= dsmil_boot_ns();
}

static void judge(struct world *w, u32 nr, int error, const union argument *arg,
                  const struct before *before, bool nested) {
  bool commits = nr == _IOC_NR(DSMIL_IOC_TX_COMMIT);

  FUZZ_REQUIRE(error <= 0);
  FUZZ_REQUIRE(error != -EINVAL || arg->header.field < DSMIL_CALL_MAX_SIZE);
  if (error == -EACCES) FUZZ_REQUIRE(arg->header.reason && arg->header.reason < DSMIL_REASON_COUNT);
  if (w->hal.writes != before->writes) FUZZ_REQUIRE(commits);
  if (nested) return; /* other things happened meanwhile, by intention */
  if (nr == _IOC_NR(DSMIL_IOC_STOP) && error != -ENODEV)
    FUZZ_REQUIRE(w->core.stop.latched && world_epoch(w) > before->generation);
  if (before->latched && !w->core.stop.latched)
    FUZZ_REQUIRE(nr == _IOC_NR(DSMIL_IOC_START) && !error);
  if (w->core.coordinator_epoch != before->epoch)
    FUZZ_REQUIRE(nr == _IOC_NR(DSMIL_IOC_CLAIM) && !error);
  if (commits && !error) FUZZ_REQUIRE(arg->commit.outcome == DSMIL_TX_COMMITTED);
  if (commits && before->latched) FUZZ_REQUIRE(w->hal.writes == before->writes);
}

void fuzz_call(struct world *w, struct fuzz_input *input) {
  static union argument arg;
  u8 nr = fuzz_byte(input) % 0x62, who = fuzz_byte(input);
  const struct dsmil_call *call = dsmil_call_find(nr);
  struct before before = {world_epoch(w), w->hal.writes, w->core.coordinator_epoch,
                          w->core.stop.latched};
  bool nested = test_port.on_sleep != NULL, over;
  int error;

  if (!call) return;
  memset(&arg, 0, sizeof(arg));
  if (who >= 0xf0)
    fuzz_take(input, arg.bytes, call->size < 64 ? call->size : 64);
  else
    fill(w, nr, &arg, input);
  if (who >= 0x10 && who < 0x18) arg.header.flags = who;
  w->owner = 1 + (who >> 6);
  over = nr == _IOC_NR(DSMIL_IOC_TX_COMMIT) && lease_is_over(w, arg.commit.transaction_id);
  error = world_call(w, file_of(w, who), nr, &arg, call->size);
  if (over) FUZZ_REQUIRE(error && w->hal.writes == before.writes);
  judge(w, nr, error, &arg, &before, nested);
}

/* No effect is left in what a rollback can put back. */
static void as_before(struct world *w, u16 token, u32 (*before)[DSMIL_REGISTER_COUNT]) {
  int device = dsmil_device_position(token);
  u32 reg;

  for (reg = 0; reg < DSMIL_REGISTER_COUNT; reg++)
    if ((FAKE_DATA_MASK | FAKE_CONFIG_MASK | 1) & 1U << reg)
      FUZZ_REQUIRE(w->hal.registers[device][reg] == before[device][reg]);
}

void fuzz_transaction(struct world *w, struct fuzz_input *input) {
  static struct dsmil_tx_prepare prepare;
  struct dsmil_operation operations[4];
  u8 how = fuzz_byte(input);
  struct dsmil_tx_id forget = {.transaction_id = 1 + how % 16};
  struct dsmil_tx_commit commit;
  static u32 before[DSMIL_DEVICE_COUNT][DSMIL_REGISTER_COUNT];
  u32 count = 1 + (how >> 4 & 3), i;
  bool over;

  for (i = 0; i < count; i++) {
    u8 what = fuzz_byte(input);
    u16 token = token_of(what >> 6);

    operations[i] = what & 8 ? world_control(token, 4 + (what & 7) % 3)
                             : world_write(token, what & 16 ? DATA + (what & 1) : CONFIG, what);
    operations[i].timeout_ms = 20;
  }
  (void)world_tx_abort(w, forget.transaction_id);
  (void)CALL(w, &w->admin, TX_FORGET, &forget);
  if (world_tx_prepare(w, forget.transaction_id, operations, count, &prepare)) return;
  if (how & 64) fuzz_sleep_action(w, fuzz_byte(input), how >> 7);
  if (how & 128) fuzz_rule(w, input);
  if (how % 16 > 12) world_late(MS << (how % 16));
  over = lease_is_over(w, forget.transaction_id);
  memcpy(before, w->hal.registers, sizeof(before));
  if (world_tx_commit(w, forget.transaction_id, &commit))
    FUZZ_REQUIRE(commit.outcome != DSMIL_TX_COMMITTED);
  else
    FUZZ_REQUIRE(commit.outcome == DSMIL_TX_COMMITTED && !over);
  if (commit.outcome != DSMIL_TX_ABORTED && commit.outcome != DSMIL_TX_ROLLED_BACK) return;
  for (i = 0; i < count; i++) as_before(w, operations[i].device, before);
}
