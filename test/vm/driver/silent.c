// SPDX-License-Identifier: Apache-2.0
/* Ports that nobody answers, on a machine that is known to have the devices. */
#include "t.h"

int main(void)
{
	int fd = open_device(O_RDONLY);
	struct dsmil_read read = { .device = 0x8003, .timeout_ms = 50 };
	static struct dsmil_get_state get = { .first = 3, .count = 1 };

	ok(!(device_info(fd).features & DSMIL_FEATURE_FORCED), "not forced");
	is(CALL(fd, READ, &read), -ETIMEDOUT, "READ: ETIMEDOUT");
	if (CALL(fd, GET_STATE, &get))
		bail("GET_STATE");
	ok(get.states[0].flags & DSMIL_DEVICE_NOT_ANSWERING, "the state says not answering");
	is(get.states[0].power_state, DSMIL_POWER_UNKNOWN, "and no power state is made up");
	return done();
}
