// SPDX-License-Identifier: Apache-2.0
/*
 * Transactions, and what refuses them. The argument says how the module was loaded:
 *   writable	allow_writes=1 thermal=none spacing_us=0
 *   read-only	nothing
 *   no-sensor	allow_writes=1
 *   sensor	allow_writes=1 thermal_zone=sim thermal_limit_mc=60000 spacing_us=200000
 */
#include "t.h"

#define A 0x8003
#define B 0x8004

static struct dsmil_tx_prepare prepare;
static struct dsmil_tx_commit commit;
static uint64_t epoch, stop_epoch;
static int fd;

static int prepare_write(uint64_t id, unsigned int token, unsigned int reg, uint32_t value)
{
	prepare_one(&prepare, id, epoch, stop_epoch, token, DSMIL_OPERATION_WRITE, reg, value);
	return CALL(fd, TX_PREPARE, &prepare);
}

static struct dsmil_tx_status status_of(uint64_t id)
{
	struct dsmil_tx_status status = { .transaction_id = id };

	if (CALL(fd, TX_STATUS, &status))
		bail("TX_STATUS of %llu", (unsigned long long)id);
	return status;
}

static int forget(uint64_t id)
{
	struct dsmil_tx_id tx = { .transaction_id = id };

	return CALL(fd, TX_FORGET, &tx);
}

static uint32_t value_of(unsigned int token, unsigned int reg)
{
	uint32_t value;

	if (read_register(fd, token, reg, &value))
		bail("READ of 0x%04x", token);
	return value;
}

static void refused(int error, unsigned int reason, int want, const char *what)
{
	is(error, want, "%s", what);
	is(prepare.header.reason, reason, "%s: its reason", what);
}

static void before_running(void)
{
	refused(prepare_write(1, A, 8, 1), DSMIL_REASON_STOP_LATCHED, -EACCES, "TX_PREPARE while latched");
	stop_epoch = start_running(fd);
	epoch = 1;
	refused(prepare_write(1, A, 8, 1), DSMIL_REASON_COORDINATOR_REQUIRED, -EACCES, "TX_PREPARE without a claim");
	epoch = claim(fd);
}

static void one(void)
{
	uint64_t effects = device_stats(fd).effects;
	struct dsmil_tx_list list = { .after = 0 };

	is(prepare_write(10, A, 8, 0xcafe), 0, "TX_PREPARE of a write");
	is(prepare.outcome, DSMIL_TX_PREPARED, "is prepared");
	ok(value_of(A, 8) != 0xcafe, "and has no effect");
	is((long long)device_stats(fd).effects, (long long)effects, "that the counter would know");
	refused(prepare_write(11, A, 9, 1), DSMIL_REASON_DEVICE_BUSY, -EBUSY, "TX_PREPARE of a reserved device");
	refused(prepare_write(10, B, 9, 1), DSMIL_REASON_TRANSACTION_EXISTS, -EEXIST, "TX_PREPARE of a used id");
	prepare_one(&prepare, 10, epoch, stop_epoch, A, DSMIL_OPERATION_WRITE, 8, 0xcafe);
	is(commit_tx(fd, &prepare, &commit), 0, "TX_COMMIT");
	is(commit.outcome, DSMIL_TX_COMMITTED, "is committed");
	is(value_of(A, 8), 0xcafe, "the register has it");
	is((long long)device_stats(fd).effects, (long long)effects + 1, "by one effect");
	is(commit_tx(fd, &prepare, &commit), 0, "TX_COMMIT again");
	is((long long)device_stats(fd).effects, (long long)effects + 1, "gets the answer, not the effect");
	is(CALL(fd, TX_LIST, &list), 0, "TX_LIST");
	ok(list.count == 1 && list.total == 1 && list.entries[0].transaction_id == 10 &&
	   list.entries[0].outcome == DSMIL_TX_COMMITTED, "has it");
	is(forget(10), 0, "TX_FORGET");
	is(forget(10), -ENOENT, "once");
}

static void operations(void)
{
	static const unsigned int types[] = { DSMIL_OPERATION_ACTIVATE, DSMIL_OPERATION_DEACTIVATE,
					      DSMIL_OPERATION_ACTIVATE, DSMIL_OPERATION_RESET };
	static const unsigned int want[] = { 0x00200001, 0x00200000, 0x00200001, 0x00200000 };
	static const char *const names[] = { "ACTIVATE", "DEACTIVATE", "ACTIVATE again", "RESET" };

	for (unsigned int i = 0; i < 4; i++) {
		prepare_one(&prepare, 20 + i, epoch, stop_epoch, A, types[i], 0, 0);
		is(CALL(fd, TX_PREPARE, &prepare), 0, "%s: prepare", names[i]);
		is(commit_tx(fd, &prepare, &commit), 0, "%s: commit", names[i]);
		is(value_of(A, 0), want[i], "%s: the status", names[i]);
		forget(20 + i);
	}
	prepare_one(&prepare, 30, epoch, stop_epoch, A, DSMIL_OPERATION_CONFIG, 4, 0x55);
	is(CALL(fd, TX_PREPARE, &prepare), 0, "CONFIG: prepare");
	is(commit_tx(fd, &prepare, &commit), 0, "CONFIG: commit");
	is(value_of(A, 4), 0x55, "CONFIG: the register");
	forget(30);
	refused(prepare_write(31, A, 1, 0), DSMIL_REASON_REGISTER_READ_ONLY, -EACCES, "WRITE of a read-only register");
	refused(prepare_write(31, 0x8009, 8, 0), DSMIL_REASON_QUARANTINED, -EACCES, "WRITE of a quarantined device");
	for (unsigned int i = 0, bad = 0; i < 84; i++) {
		for (unsigned int type = DSMIL_OPERATION_WRITE; type <= DSMIL_OPERATION_DEACTIVATE; type++) {
			if (!quarantined(token_at(i)))
				continue;
			prepare_one(&prepare, 32, epoch, stop_epoch, token_at(i), type,
				    type == DSMIL_OPERATION_CONFIG ? 4 : type == DSMIL_OPERATION_WRITE ? 8 : 0, 0);
			bad += CALL(fd, TX_PREPARE, &prepare) != -EACCES ||
			       prepare.header.reason != DSMIL_REASON_QUARANTINED;
		}
		if (i == 83)
			is(bad, 0, "every operation on every quarantined device is refused as such");
	}
}

static void ends(void)
{
	struct dsmil_tx_id abort_id = { .transaction_id = 40 };
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	struct dsmil_tx_status status;
	uint32_t before = value_of(A, 8);
	int other;

	prepare_write(40, A, 8, 1);
	is(CALL(fd, TX_ABORT, &abort_id), 0, "TX_ABORT");
	is(abort_id.outcome, DSMIL_TX_ABORTED, "is aborted");
	forget(40);

	prepare_write(41, A, 8, 1);
	prepare.digest[0] ^= 1;
	is(commit_tx(fd, &prepare, &commit), -EACCES, "TX_COMMIT of another digest");
	is(commit.header.reason, DSMIL_REASON_DIGEST_MISMATCH, "is refused");
	is(status_of(41).outcome, DSMIL_TX_ABORTED, "and that was its end");
	forget(41);

	prepare_one(&prepare, 42, epoch, stop_epoch, A, DSMIL_OPERATION_WRITE, 8, 1);
	prepare.lease_ms = 50;
	is(CALL(fd, TX_PREPARE, &prepare), 0, "a lease of 50 ms");
	for (uint64_t end = now_ns() + PATIENCE_NS; status_of(42).outcome == DSMIL_TX_PREPARED && now_ns() < end;)
		sleep_ms(10);
	status = status_of(42);
	ok(status.outcome == DSMIL_TX_ABORTED && status.outcome_reason == DSMIL_REASON_LEASE_EXPIRED,
	   "ends by itself");
	forget(42);

	prepare_write(43, A, 8, 1);
	if (CALL(fd, STOP, &stop))
		bail("STOP");
	is(commit_tx(fd, &prepare, &commit), -ESTALE, "TX_COMMIT after a stop");
	is(commit.header.reason, DSMIL_REASON_STOP_EPOCH, "is of another epoch");
	stop_epoch = start_running(fd);
	is(commit_tx(fd, &prepare, &commit), -ESTALE, "after the restart still");
	forget(43);

	prepare_write(44, A, 8, 1);
	other = open_device(O_RDWR);
	claim(other);
	is(commit_tx(fd, &prepare, &commit), -ESTALE, "TX_COMMIT by an older coordinator");
	is(commit.header.reason, DSMIL_REASON_COORDINATOR_STALE, "is stale");
	close(other);
	epoch = claim(fd);
	abort_id.transaction_id = 44;
	is(CALL(fd, TX_ABORT, &abort_id), 0, "the new one may abort it");
	forget(44);
	is(value_of(A, 8), before, "none of them had an effect");
}

/* The second of two fails: the first is put back. */
static void rollback(void)
{
	struct dsmil_tx_status status;
	struct dsmil_hold hold = { .device = B };

	if (write_register(fd, epoch, A, 8, 0x1111))
		bail("write");
	prepare_write(50, A, 8, 0x2222);
	CALL(fd, TX_ABORT, &(struct dsmil_tx_id){ .transaction_id = 50 });
	forget(50);
	prepare_one(&prepare, 51, epoch, stop_epoch, A, DSMIL_OPERATION_WRITE, 8, 0x2222);
	prepare.operation_count = 2;
	prepare.operations[1] = prepare.operations[0];
	prepare.operations[1].device = B;
	prepare.operations[1].timeout_ms = 50;
	is(CALL(fd, TX_PREPARE, &prepare), 0, "two operations");
	sim("fault 0x%x 4 e1", B);
	is(commit_tx(fd, &prepare, &commit), -EIO, "the second fails");
	is(commit.failed_operation, 1, "which the answer says");
	sim("clear 0x%x", B);
	is(value_of(A, 8), 0x1111, "the first is put back");
	status = status_of(51);
	/* B reports errors, so whether it was written is not known: it stays in doubt. */
	is(status.outcome, DSMIL_TX_UNCERTAIN, "what cannot be put back is in doubt");
	refused(prepare_write(52, B, 8, 1), DSMIL_REASON_ON_HOLD, -EACCES, "its device is on hold");
	is(CALL(fd, HOLD_RELEASE, &hold), 0, "until it is released");
	is(CALL(fd, HOLD_RELEASE, &hold), -EACCES, "once");
	forget(51);

	prepare_one(&prepare, 53, epoch, stop_epoch, A, DSMIL_OPERATION_WRITE, 8, 0x3333);
	prepare.operation_count = 2;
	prepare.operations[1] = prepare.operations[0];
	prepare.operations[1].device = B;
	prepare.operations[1].timeout_ms = 50;
	is(CALL(fd, TX_PREPARE, &prepare), 0, "two operations");
	hold.device = B;
	is(CALL(fd, HOLD_SET, &hold), 0, "a hold in between");
	is(commit_tx(fd, &prepare, &commit), -EACCES, "refuses the second");
	is(commit.header.reason, DSMIL_REASON_ON_HOLD, "for the hold");
	is(commit.outcome, DSMIL_TX_ROLLED_BACK, "the first is rolled back");
	is(value_of(A, 8), 0x1111, "to what it was");
	CALL(fd, HOLD_RELEASE, &hold);
	forget(53);

	prepare_one(&prepare, 54, epoch, stop_epoch, B, DSMIL_OPERATION_WRITE, 8, 0x4444);
	prepare.operations[0].timeout_ms = 50;
	is(CALL(fd, TX_PREPARE, &prepare), 0, "prepared");
	sim("fault 0x%x 8 ff", B);
	is(commit_tx(fd, &prepare, &commit), -EIO, "hardware that stores something else: EIO");
	is(commit.header.reason, DSMIL_REASON_READBACK_MISMATCH, "as it does not read as written");
	is(commit.outcome, DSMIL_TX_UNCERTAIN, "nor as it was before");
	sim("clear 0x%x", B);
	is(CALL(fd, HOLD_RELEASE, &hold), 0, "so that people have to look");
	forget(54);
}

static void writable(void)
{
	before_running();
	one();
	operations();
	ends();
	rollback();
}

/* As guest.sh loads it. */
#define SPACING_NS 200000000ULL

static void sensor(void)
{
	int first = 0, second = 0;

	stop_epoch = start_running(fd);
	epoch = claim(fd);
	/* It is at once only when this machine did not stand still in between. */
	for (int tries = 0; tries < TRIES && !first && !second; tries++) {
		uint64_t began;

		sleep_ms(250);
		began = now_ns();
		first = write_register(fd, epoch, A, 8, 1);
		second = write_register(fd, epoch, A, 8, 2);
		if (now_ns() - began < SPACING_NS)
			break;
	}
	is(first, 0, "below the limit");
	is(second, -EACCES, "again at once: too soon");
	sleep_ms(250);
	is(write_register(fd, epoch, A, 8, 2), 0, "after the spacing");
	sleep_ms(250);
	sim("temperature 0x8010 60000");
	refused(prepare_write(60, A, 8, 1), DSMIL_REASON_THERMAL_LIMIT, -EACCES, "at the limit");
	sim("temperature 0x8010 59999");
	is(write_register(fd, epoch, A, 8, 3), 0, "just below it");
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	fd = open_device(O_RDWR);
	if (!strcmp(mode, "writable")) {
		writable();
	} else if (!strcmp(mode, "sensor")) {
		sensor();
	} else if (!strcmp(mode, "read-only") || !strcmp(mode, "no-sensor")) {
		stop_epoch = start_running(fd);
		epoch = claim(fd);
		refused(prepare_write(1, A, 8, 1),
			*mode == 'r' ? DSMIL_REASON_WRITES_DISABLED : DSMIL_REASON_THERMAL_UNKNOWN, -EACCES,
			*mode == 'r' ? "TX_PREPARE without allow_writes=1" : "TX_PREPARE without a sensor");
		is((long long)device_stats(fd).effects, 0, "nothing was written");
	} else {
		fprintf(stderr, "usage: transactions writable|read-only|no-sensor|sensor\n");
		return 2;
	}
	return done();
}
