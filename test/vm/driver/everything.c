// SPDX-License-Identifier: Apache-2.0
/*
 * Every operation on every token, as root, with allow_writes=1, force=1, thermal=none and
 * spacing_us=0, for the witnesses to watch. The argument is the backend: mmio or smi.
 */
#include "t.h"

#define IDLE	0x00200000U
#define ACTIVE	0x00200001U

static bool mmio;
static int fd;
static uint64_t epoch, stop_epoch;

struct counts {
	int refused, unsupported, done, other;
};

static void count(struct counts *counts, unsigned int token, int error, unsigned int reason)
{
	if (error == -EACCES && reason == DSMIL_REASON_QUARANTINED && quarantined(token))
		counts->refused++;
	else if (quarantined(token))
		counts->other++;
	else if (!error)
		counts->done++;
	else if ((error == -EOPNOTSUPP && reason == DSMIL_REASON_UNSUPPORTED) ||
		 (error == -EACCES && reason == DSMIL_REASON_REGISTER_READ_ONLY))
		counts->unsupported++;
	else
		counts->other++;
}

static void judge(const struct counts *counts, int refused, int unsupported, int answered, const char *what)
{
	bool good = counts->refused == refused && counts->unsupported == unsupported && counts->done == answered &&
		    !counts->other;

	ok(good, "%s: %d refused as quarantined, %d not supported, %d done, %d other", what, counts->refused,
	   counts->unsupported, counts->done, counts->other);
	if (!good)
		printf("    wanted %d, %d, %d, 0\n", refused, unsupported, answered);
}

static void reads(void)
{
	int registers = mmio ? 2 : 1, wrong = 0;
	struct counts counts = { 0 };

	for (unsigned int i = 0; i < 84; i++) {
		for (unsigned int reg = 0; reg < 16; reg++) {
			struct dsmil_read read = { .device = (uint16_t)token_at(i), .register_index = (uint16_t)reg,
						   .timeout_ms = DSMIL_OPERATION_TIMEOUT_MAX_MS };
			int error = CALL(fd, READ, &read);

			count(&counts, token_at(i), error, read.header.reason);
			if (error)
				wrong += read.value != 0;
			else if (mmio)
				wrong += read.value != (reg ? token_at(i) << 8 | 3 : IDLE);
			else
				wrong += read.value != 1 || read.firmware_status != 1;
		}
	}
	judge(&counts, 5 * 16, 79 * (16 - registers), 79 * registers, "READ of each register");
	is(wrong, 0, "READ: values");
}

/* Prepares and commits one operation; 0 or the errno, with the reason. */
static int perform(unsigned int token, unsigned int type, unsigned int reg, uint32_t value, unsigned int *reason)
{
	static uint64_t id;
	static struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	struct dsmil_tx_id forget;
	int error;

	prepare_one(&prepare, ++id, epoch, stop_epoch, token, type, reg, value);
	error = CALL(fd, TX_PREPARE, &prepare);
	*reason = prepare.header.reason;
	if (error)
		return error;
	error = commit_tx(fd, &prepare, &commit);
	*reason = commit.header.reason;
	forget = (struct dsmil_tx_id){ .transaction_id = id };
	if (CALL(fd, TX_FORGET, &forget))
		bail("TX_FORGET");
	return error;
}

static void effects(unsigned int type, unsigned int registers, uint32_t value, uint32_t after, const char *what)
{
	struct counts counts = { 0 };
	int wrong = 0, possible = mmio && type != DSMIL_OPERATION_CONFIG;

	for (unsigned int i = 0; i < 84; i++) {
		for (unsigned int reg = 0; reg < registers; reg++) {
			unsigned int reason;
			uint32_t status;
			int error = perform(token_at(i), type, reg, value, &reason);

			count(&counts, token_at(i), error, reason);
			if (!error)
				wrong += read_register(fd, token_at(i), 0, &status) || status != after;
		}
	}
	judge(&counts, 5 * (int)registers, 79 * ((int)registers - possible), 79 * possible, what);
	is(wrong, 0, "%s: status after it", what);
}

/* A quarantined token hidden behind an allowed one refuses both. */
static void hidden(void)
{
	struct dsmil_tx_prepare prepare;
	int bad = 0;

	for (unsigned int i = 0; i < 84; i++) {
		if (!quarantined(token_at(i)))
			continue;
		prepare_one(&prepare, 100000, epoch, stop_epoch, 0x8003, DSMIL_OPERATION_ACTIVATE, 0, 0);
		prepare.operation_count = 2;
		prepare.operations[1] = prepare.operations[0];
		prepare.operations[1].device = (uint16_t)token_at(i);
		/* Where the backend has no effects at all, the first one is refused for that. */
		if (mmio)
			bad += CALL(fd, TX_PREPARE, &prepare) != -EACCES || prepare.failed_operation != 1 ||
			       prepare.header.reason != DSMIL_REASON_QUARANTINED;
		else
			bad += CALL(fd, TX_PREPARE, &prepare) != -EOPNOTSUPP || prepare.failed_operation != 0;
	}
	is(bad, 0, "a quarantined token behind an allowed one is refused with it");
}

static void states(void)
{
	static struct dsmil_get_state get = { .count = 84 };
	int bad = 0;

	if (CALL(fd, GET_STATE, &get))
		bail("GET_STATE");
	for (unsigned int i = 0; i < 84; i++) {
		const struct dsmil_device_state *state = &get.states[i];

		if (quarantined(token_at(i)))
			bad += state->sample_ns || state->register_mask || state->registers[0] || state->operation_count;
		else
			bad += !state->sample_ns || state->power_state != (mmio ? DSMIL_POWER_IDLE : DSMIL_POWER_ACTIVE);
	}
	is(bad, 0, "states: sampled, but the quarantined never");
}

int main(int argc, char **argv)
{
	struct dsmil_info info;

	if (argc != 2 || (strcmp(argv[1], "mmio") && strcmp(argv[1], "smi"))) {
		fprintf(stderr, "usage: everything mmio|smi\n");
		return 2;
	}
	mmio = !strcmp(argv[1], "mmio");
	fd = open_device(O_RDWR);
	info = device_info(fd);
	is(info.backend, mmio ? DSMIL_BACKEND_MMIO : DSMIL_BACKEND_SMI, "backend");
	ok(info.features & DSMIL_FEATURE_FORCED && info.features & DSMIL_FEATURE_WRITES, "forced, and writes allowed");
	is(info.present_count, 79, "present: all but the quarantined");
	stop_epoch = start_running(fd);
	epoch = claim(fd);
	reads();
	effects(DSMIL_OPERATION_WRITE, 16, IDLE, IDLE, "WRITE of each register");
	effects(DSMIL_OPERATION_CONFIG, 16, IDLE, IDLE, "CONFIG of each register");
	effects(DSMIL_OPERATION_ACTIVATE, 1, 0, ACTIVE, "ACTIVATE");
	effects(DSMIL_OPERATION_DEACTIVATE, 1, 0, IDLE, "DEACTIVATE");
	effects(DSMIL_OPERATION_RESET, 1, 0, IDLE, "RESET");
	hidden();
	states();
	is((long long)device_stats(fd).effects, mmio ? 79 * 4 : 0, "effects are counted");
	return done();
}
