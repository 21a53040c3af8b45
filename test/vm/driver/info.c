// SPDX-License-Identifier: Apache-2.0
/* Info, all 84 states by call and by the mapped page, reads of registers. */
#include "t.h"

#define SECOND_NS 1000000000ULL

static void info(void)
{
	int fd = open_device(O_RDWR), reader = open_device(O_RDONLY);
	struct dsmil_info info = device_info(fd);
	struct dsmil_info again = device_info(reader);
	unsigned char small[sizeof(info)];
	struct {
		struct dsmil_info info;
		unsigned char more[64];
	} large = { .info.header.flags = 0 };

	is(info.abi_version, DSMIL_ABI_VERSION, "INFO: ABI version");
	is(info.record_schema, DSMIL_RECORD_SCHEMA, "INFO: record schema");
	is(info.state_schema, DSMIL_STATE_SCHEMA, "INFO: state schema");
	is(info.backend, DSMIL_BACKEND_SIM, "INFO: backend");
	is(info.device_count, 84, "INFO: devices");
	is(info.present_count, 79, "INFO: devices present: all but the quarantined");
	is((long long)info.state_offset, DSMIL_MMAP_STATE, "INFO: offset of the state page");
	is(info.state_size, DSMIL_STATE_MAP_SIZE, "INFO: size of the state page");
	is(info.ring_size_max, 1 << 20, "INFO: ring_size_max as the module was told");
	is(info.file_flags, 3, "INFO: read-write by root");
	is(again.file_flags, 2, "INFO: read-only by root");
	ok(info.instance_id && info.instance_id == again.instance_id, "INFO: one instance id");
	ok(!strcmp((const char *)info.version, "0.1.0"), "INFO: version");

	memset(small, 0xaa, sizeof(small));
	memset(small, 0, sizeof(struct dsmil_header));
	is(call_fd(fd, DSMIL_IOC_INFO, small, 24), 0, "a smaller structure is taken");
	ok(small[16] == DSMIL_ABI_VERSION && small[24] == 0xaa && small[175] == 0xaa,
	   "its answer is truncated to it");
	is(call_fd(fd, DSMIL_IOC_INFO, &large, sizeof(large)), 0, "a larger one, zero beyond, is taken");
	is(large.info.device_count, 84, "its answer is there");
	close(fd);
	close(reader);
}

static void states(void)
{
	static struct dsmil_get_state all, some;
	int fd = open_device(O_RDONLY), bad = 0, sampled = 0;
	const struct dsmil_state_page *page =
		mmap(NULL, DSMIL_STATE_MAP_SIZE, PROT_READ, MAP_SHARED, fd, DSMIL_MMAP_STATE);
	const volatile __u64 *sample_ns;
	const volatile __u32 *seqcount;
	uint64_t before, waited;

	all.count = 84;
	is(CALL(fd, GET_STATE, &all), 0, "GET_STATE of all");
	for (unsigned int i = 0; i < 84; i++) {
		const struct dsmil_device_state *state = &all.states[i];
		bool q = quarantined(state->token);

		bad += state->token != token_at(i) || state->group != i / 12 || state->index != i % 12;
		bad += q != !!(state->flags & DSMIL_DEVICE_QUARANTINED);
		bad += q == !!(state->flags & DSMIL_DEVICE_PRESENT);
		bad += q != (state->risk == DSMIL_RISK_QUARANTINED);
		bad += q && (state->sample_ns || state->register_mask || state->registers[0]);
		sampled += !q && state->sample_ns && state->register_mask;
	}
	is(bad, 0, "tokens, groups, quarantine and presence of all 84");
	is(sampled, 79, "all that may be read have been");
	some.first = 12;
	some.count = 2;
	is(CALL(fd, GET_STATE, &some), 0, "GET_STATE of two");
	ok(some.states[0].token == 0x8010 && some.states[1].token == 0x8011 && !some.states[2].token,
	   "the two that were asked for, and no more");

	if (!ok(page != MAP_FAILED, "the state page maps for a reader"))
		return;
	ok(page->magic == DSMIL_STATE_MAGIC && page->entry_count == 84 && !page->flags &&
	   page->entry_size == sizeof(struct dsmil_state_entry), "its header");
	bad = 0;
	for (unsigned int i = 0; i < 84; i++)
		bad += page->entries[i].state.token != token_at(i);
	is(bad, 0, "its tokens");
	sample_ns = &page->entries[0].state.sample_ns;
	seqcount = &page->entries[0].seqcount;
	before = *sample_ns;
	waited = now_ns();
	while (*sample_ns == before && now_ns() - waited < PATIENCE_NS)
		sleep_ms(10);
	ok(*sample_ns > before, "sampling moves it without a call");
	/* Whoever writes it may be on a CPU that stands still just now. */
	waited = now_ns();
	while (*seqcount & 1 && now_ns() - waited < PATIENCE_NS)
		sleep_ms(10);
	ok(!(*seqcount & 1), "its seqcount is even at rest");
	close(fd);
	is(page->entries[83].state.token, 0x806b, "the mapping outlives its descriptor");
	munmap((void *)page, DSMIL_STATE_MAP_SIZE);
}

static void reads(void)
{
	int fd = open_device(O_RDONLY), refused = 0, answered = 0, failed = 0;
	struct dsmil_stats before = device_stats(fd), after;
	struct dsmil_read read;
	uint64_t began, took = ~0ULL;
	pid_t child;
	int error;

	for (unsigned int i = 0; i < 84; i++) {
		for (unsigned int reg = 0; reg < 16; reg++) {
			read = (struct dsmil_read){ .device = (uint16_t)token_at(i),
						    .register_index = (uint16_t)reg,
						    .timeout_ms = DSMIL_OPERATION_TIMEOUT_MAX_MS };
			error = CALL(fd, READ, &read);
			if (quarantined(token_at(i)))
				refused += error == -EACCES && read.header.reason == DSMIL_REASON_QUARANTINED;
			else if (!error && read.sample_ns &&
				 (reg != 1 || read.value >> 8 == token_at(i)))
				answered++;
			else
				failed++;
		}
	}
	is(refused, 5 * 16, "every read of a quarantined device is refused, and says so");
	is(answered, 79 * 16, "every other one answers");
	is(failed, 0, "nothing else happens");
	after = device_stats(fd);
	is((long long)(after.reads - before.reads), 79 * 16, "STATS count the reads");
	is((long long)(after.refusals[DSMIL_REASON_QUARANTINED] -
		       before.refusals[DSMIL_REASON_QUARANTINED]), 5 * 16, "and the refusals");

	sim("set 0x8003 8 1234abcd");
	read = (struct dsmil_read){ .device = 0x8003, .register_index = 8 };
	is(CALL(fd, READ, &read), 0, "a register");
	is(read.value, 0x1234abcd, "reads what it holds");

	sim("fault 0x8003 4 77");
	is(CALL(fd, READ, &read), -EIO, "hardware that reports an error: EIO");
	ok(read.header.reason == DSMIL_REASON_HARDWARE_ERROR && read.firmware_status == 0x77,
	   "with its own status apart");
	sim("clear 0x8003");
	sim("fault 0x8003 2 0");
	read.timeout_ms = 50;
	error = -ETIMEDOUT;
	for (int tries = 0; tries < TRIES && error == -ETIMEDOUT && took >= SECOND_NS; tries++) {
		began = now_ns();
		error = CALL(fd, READ, &read);
		took = now_ns() - began;
	}
	is(error, -ETIMEDOUT, "hardware that does not answer: ETIMEDOUT");
	ok(took >= 50000000ULL && took < SECOND_NS, "at its deadline (%llu us)", (unsigned long long)took / 1000);
	took = ~0ULL;
	for (int tries = 0; tries < TRIES && took >= SECOND_NS; tries++) {
		child = fork();
		if (!child) {
			read.timeout_ms = 5000;
			(void)CALL(fd, READ, &read);
			_exit(0);
		}
		sleep_ms(100);
		began = now_ns();
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		took = now_ns() - began;
	}
	ok(took < SECOND_NS, "whoever waits for it can be killed (%llu us)", (unsigned long long)took / 1000);
	sim("clear 0x8003");
	close(fd);
}

int main(void)
{
	info();
	states();
	reads();
	return done();
}
