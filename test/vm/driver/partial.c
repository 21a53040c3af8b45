// SPDX-License-Identifier: Apache-2.0
/* A registry that lists few devices, and what their status says. */
#include "t.h"

/* As it is right after a read. */
static unsigned int power_of(int fd, unsigned int token)
{
	static struct dsmil_get_state get;
	uint32_t value;

	get.first = 12;
	get.count = 1;
	if (read_register(fd, token, 0, &value) || CALL(fd, GET_STATE, &get) || get.states[0].token != token)
		bail("state of 0x%04x", token);
	return get.states[0].power_state;
}

int main(void)
{
	int fd = open_device(O_RDWR);
	struct dsmil_read read = { .device = 0x8001 };
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	uint32_t value;

	is(device_info(fd).present_count, 3, "present: the listed ones, but the quarantined");
	is(CALL(fd, READ, &read), -ENXIO, "a device that is not listed: ENXIO");
	is(read.header.reason, DSMIL_REASON_DEVICE_ABSENT, "as it is absent");
	is(read_register(fd, 0x8010, 1, &value), 0, "one that is");
	is(value, 0x00801003, "is found where it is");
	prepare_one(&prepare, 1, claim(fd), start_running(fd), 0x8010, DSMIL_OPERATION_ACTIVATE, 0, 0);
	is(CALL(fd, TX_PREPARE, &prepare), 0, "prepared");
	is(commit_tx(fd, &prepare, &commit), 0, "committed");
	is(power_of(fd, 0x8010), DSMIL_POWER_ACTIVE, "it is active");
	ask_host("fault");
	is(power_of(fd, 0x8010), DSMIL_POWER_FAULT, "a status of all ones is a fault");
	ask_host("odd");
	is(power_of(fd, 0x8010), DSMIL_POWER_UNKNOWN, "one that nobody described is unknown");
	ask_host("idle");
	is(power_of(fd, 0x8010), DSMIL_POWER_IDLE, "and idle is idle");
	return done();
}
