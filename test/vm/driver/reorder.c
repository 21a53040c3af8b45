// SPDX-License-Identifier: Apache-2.0
/*
 * The registry changes under the running driver, which sits still (poll_ms=0) or samples:
 * the argument is prepared, sampling or asleep. Needs a freshly loaded module.
 */
#include "t.h"

static int fd;

static void lost(const char *how)
{
	struct dsmil_stop_status status = stop_status(fd);
	struct dsmil_reset reset = { .generation = status.generation };
	struct dsmil_read read = { .device = 0x8003 };
	char registry[8] = "";
	int file = open("/sys/bus/platform/devices/dsmil/registry", O_RDONLY | O_CLOEXEC);

	is(status.state, DSMIL_STOP_LATCHED, "%s: the stop is latched", how);
	is(status.cause, DSMIL_CAUSE_REGISTRY_LOST, "%s: because the registry is lost", how);
	ok(file >= 0 && pread(file, registry, 5, 0) == 5 && !strcmp(registry, "lost\n"), "%s: sysfs says so", how);
	close(file);
	is(CALL(fd, READ, &read), -EACCES, "%s: reads are refused", how);
	is(read.header.reason, DSMIL_REASON_REGISTRY_LOST, "%s: for that reason", how);
	is(CALL(fd, RESET_REQUEST, &reset), -EACCES, "%s: so is a reset", how);
	is(reset.header.reason, DSMIL_REASON_CAUSE_PRESENT, "%s: the cause is still there", how);
}

static void prepared(void)
{
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	uint64_t effects;

	prepare_one(&prepare, 1, claim(fd), start_running(fd), 0x8003, DSMIL_OPERATION_ACTIVATE, 0, 0);
	is(CALL(fd, TX_PREPARE, &prepare), 0, "prepared");
	effects = device_stats(fd).effects;
	ask_host("quarantined-first");
	is(commit_tx(fd, &prepare, &commit), -EACCES, "committed after the registry was reordered: refused");
	is(commit.header.reason, DSMIL_REASON_REGISTRY_LOST, "as the registry is lost");
	ok(commit.outcome != DSMIL_TX_COMMITTED, "it is not committed");
	ok(device_stats(fd).effects <= effects + 1, "effects begun: %llu",
	   (unsigned long long)(device_stats(fd).effects - effects));
}

static void sampling(void)
{
	start_running(fd);
	ask_host("quarantined-first");
	is(poll_for(fd, POLLPRI, PATIENCE_MS), POLLPRI, "sampling finds out by itself");
}

static void asleep(void)
{
	start_running(fd);
	write_file("/sys/class/rtc/rtc0/wakealarm", "0");
	/* Nobody looks before it sleeps, and the first look after is the driver's own. */
	ask_host("quarantined-first");
	is(stop_status(fd).state, DSMIL_STOP_RUN, "nothing is noticed before the machine sleeps");
	/* Whoever is not asleep by then is never woken. */
	write_file("/sys/class/rtc/rtc0/wakealarm", "+20");
	write_file("/sys/power/state", "mem");
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	fd = open_device(O_RDWR);
	if (!strcmp(how, "prepared"))
		prepared();
	else if (!strcmp(how, "sampling"))
		sampling();
	else if (!strcmp(how, "asleep"))
		asleep();
	else
		return 2;
	lost(how);
	return done();
}
