// SPDX-License-Identifier: Apache-2.0
/* What goes on around the programs; and the pauses in which the rules are looked at. */
#include "kfuzz.h"

#define DRIVER "/sys/bus/platform/drivers/dsmil/"

/* Refusals are part of it: the device is unbound already, the CPU is away, suspend is busy. */
static bool try_write(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	bool good = file >= 0 && write(file, text, strlen(text)) > 0;

	if (file >= 0)
		close(file);
	return good;
}

void disturb(uint64_t seed, unsigned int what)
{
	uint64_t random = seed;

	try_write("/sys/module/suspend/parameters/pm_test_delay", "0");
	/* Whoever has a large ring made is not frozen meanwhile, which takes long on a busy machine. */
	try_write("/sys/power/pm_freeze_timeout", "300000");
	while (!shared->stop_all) {
		uint64_t r = next_random(&random);

		sleep_ms(100 + r % 900);
		if (shared->pause) {
			__atomic_fetch_add(&shared->paused, 1, __ATOMIC_SEQ_CST);
			while (shared->pause && !shared->stop_all)
				sleep_ms(5);
			__atomic_fetch_sub(&shared->paused, 1, __ATOMIC_SEQ_CST);
		}
		switch (1U << (r >> 32) % 3 & what) {
		case DISTURB_UNBIND:
			shared->unbinds += try_write(DRIVER "unbind", "dsmil");
			sleep_ms(r >> 40 & 31);
			try_write(DRIVER "bind", "dsmil");
			break;
		case DISTURB_HOTPLUG:
			shared->hotplugs += try_write("/sys/devices/system/cpu/cpu1/online", "0");
			sleep_ms(r >> 40 & 255);
			try_write("/sys/devices/system/cpu/cpu1/online", "1");
			break;
		case DISTURB_SUSPEND:
			/* All of it but the firmware: freezes, suspends devices, resumes, thaws. */
			try_write("/sys/power/pm_test", r >> 40 & 1 ? "devices" : "freezer");
			shared->suspends += try_write("/sys/power/state", "mem");
			break;
		}
	}
	try_write("/sys/devices/system/cpu/cpu1/online", "1");
	try_write(DRIVER "bind", "dsmil");
}

static bool wait_for_state(int fd, unsigned int state, unsigned int cause)
{
	for (uint64_t end = now_ns() + 2 * PATIENCE_NS; now_ns() < end;) {
		struct dsmil_stop_status status = stop_status(fd);

		if (status.state == state && status.cause == cause)
			return true;
		sleep_ms(10);
	}
	return false;
}

/* Everybody else is paused. */
void check_safety(void)
{
	struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
	struct dsmil_deadman deadman = { .period_ms = 100 };
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	struct dsmil_tx_id id = { .transaction_id = 77 };
	uint64_t stop_epoch;
	int fd, error;

	/* A new instance: the programs may have made the registry get lost, for good. */
	try_write(DRIVER "unbind", "dsmil");
	try_write(DRIVER "bind", "dsmil");
	fd = open_device(O_RDWR);
	stop_epoch = start_running(fd);
	prepare_one(&prepare, 77, claim(fd), stop_epoch, 0x8003, DSMIL_OPERATION_WRITE, 8, 1);
	error = CALL(fd, TX_PREPARE, &prepare);
	if (!error) {
		if (CALL(fd, STOP, &stop) || stop_status(fd).state != DSMIL_STOP_LATCHED)
			violated("a stop did not latch");
		if (commit_tx(fd, &prepare, &commit) != -EACCES && commit.header.reason != DSMIL_REASON_STOP_EPOCH)
			violated("a commit after the stop answered reason %u", commit.header.reason);
		CALL(fd, TX_FORGET, &id);
	}
	start_running(fd);
	if (CALL(fd, DEADMAN_ARM, &deadman) || !wait_for_state(fd, DSMIL_STOP_LATCHED, DSMIL_CAUSE_DEADMAN_EXPIRED))
		violated("a silent deadman did not latch");
	close(fd);
	shared->checks++;
}
