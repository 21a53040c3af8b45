// SPDX-License-Identifier: Apache-2.0
/* Uses what there is to use for a moment, so that unloading has something to undo. Silent. */
#include "t.h"

int main(void)
{
	int fd = open_device(O_RDWR);
	struct dsmil_deadman deadman = { .period_ms = 60000 };
	struct dsmil_tx_prepare prepare;
	struct ring ring;

	ring_open(&ring, fd, 1 << 16);
	prepare_one(&prepare, 1, claim(fd), start_running(fd), 0x8003, DSMIL_OPERATION_WRITE, 8, 1);
	if (CALL(fd, TX_PREPARE, &prepare))
		bail("TX_PREPARE");
	if (CALL(fd, DEADMAN_ARM, &deadman))
		bail("DEADMAN_ARM");
	sim("publish 3000 100");
	/* The end of the process closes it all, the armed deadman too. */
	return done();
}
