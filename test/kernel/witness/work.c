// SPDX-License-Identifier: Apache-2.0
/* Whoever would write if he could: prepares, waits a little, commits, and does it again. */
#include <sys/prctl.h>

#include "hold.h"

const uint16_t targets[WORKERS] = { 0x8000, 0x8003, 0x8010 };

static void attempt(int fd, unsigned int number, uint64_t id)
{
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	struct dsmil_tx_id forget = { .transaction_id = id };
	struct dsmil_read read = { .device = targets[number], .register_index = 0 };

	prepare_one(&prepare, id, shared->coordinator_epoch, shared->stop_epoch, targets[number],
		    DSMIL_OPERATION_WRITE, 0, (uint32_t)id & 1 ? 0x00200000 : 0x00200001);
	if (!CALL(fd, TX_PREPARE, &prepare)) {
		/* Now and then the stop comes between the two. */
		if (!(random() & 3))
			sleep_ms(random() & 15);
		if (!commit_tx(fd, &prepare, &commit))
			__atomic_fetch_add(&shared->written, 1, __ATOMIC_SEQ_CST);
		CALL(fd, TX_FORGET, &forget);
	}
	if (!CALL(fd, READ, &read))
		__atomic_fetch_add(&shared->reads, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&shared->attempts, 1, __ATOMIC_SEQ_CST);
}

void work(int fd, unsigned int number)
{
	uint64_t id = 1 + number * 1000000000ULL;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(number + (unsigned int)now_ns());
	while (!__atomic_load_n(&shared->enough, __ATOMIC_SEQ_CST))
		attempt(fd, number, id++);
}
