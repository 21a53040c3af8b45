// SPDX-License-Identifier: Apache-2.0
/* Effects depend on a real thermal zone, which comes and goes with another module. */
#include "t.h"

#define PARAMETERS "/sys/module/dsmil_zone/parameters/"

static int fd;
static uint64_t epoch, stop_epoch;

static void refused(unsigned int reason, const char *what)
{
	struct dsmil_tx_prepare prepare;

	prepare_one(&prepare, 1, epoch, stop_epoch, 0x8003, DSMIL_OPERATION_WRITE, 8, 1);
	is(CALL(fd, TX_PREPARE, &prepare), -EACCES, "%s: refused", what);
	is(prepare.header.reason, reason, "%s: its reason", what);
}

static void modprobe(const char *command)
{
	if (system(command))
		bail("%s", command);
}

int main(void)
{
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;

	fd = open_device(O_RDWR);
	stop_epoch = start_running(fd);
	epoch = claim(fd);
	ok(device_info(fd).features & DSMIL_FEATURE_THERMAL_SENSOR, "a sensor is named");
	refused(DSMIL_REASON_THERMAL_UNKNOWN, "a zone that is not there");
	modprobe("modprobe dsmil_zone");
	is(write_register(fd, epoch, 0x8003, 8, 1), 0, "a cool one");
	write_file(PARAMETERS "millicelsius", "50000");
	refused(DSMIL_REASON_THERMAL_LIMIT, "one at the limit");
	write_file(PARAMETERS "millicelsius", "49999");
	is(write_register(fd, epoch, 0x8003, 8, 2), 0, "one just below it");
	prepare_one(&prepare, 2, epoch, stop_epoch, 0x8003, DSMIL_OPERATION_WRITE, 8, 3);
	is(CALL(fd, TX_PREPARE, &prepare), 0, "prepared while cool");
	write_file(PARAMETERS "millicelsius", "90000");
	is(commit_tx(fd, &prepare, &commit), -EACCES, "committed when hot: refused");
	is(commit.header.reason, DSMIL_REASON_THERMAL_LIMIT, "committed when hot: its reason");
	is(commit.outcome, DSMIL_TX_ABORTED, "committed when hot: aborted");
	write_file(PARAMETERS "millicelsius", "20000");
	write_file(PARAMETERS "failure", "5");
	refused(DSMIL_REASON_THERMAL_UNKNOWN, "one that fails");
	modprobe("rmmod dsmil_zone");
	refused(DSMIL_REASON_THERMAL_UNKNOWN, "one that went");
	return done();
}
