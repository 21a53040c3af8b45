/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each allocation and each copy of one system call made to fail in turn, by
 * /proc/thread-self/fail-nth. An action is performed over and over: with its 1st
 * allocation failing, then its 2nd, until it comes through untouched.
 *
 * What must hold after every single failure:
 *   1. the error is the failure's own (ENOMEM, EFAULT), or the call succeeded;
 *   2. the stop's latch is as it was, or tighter: no failure loosens it, and a call to
 *      stop has latched, whatever it answered;
 *   3. nothing is wedged: the same action without a failure does what it always does;
 *   4. nothing is left: files, transactions, and (PID 1's last look) kmemleak.
 */
#ifndef DSMIL_TEST_FAULT_H
#define DSMIL_TEST_FAULT_H

#include "../../vm/driver/t.h"

struct world {
	int fd;			/* for writing, with CAP_SYS_RAWIO; fresh for each try */
	int watch;		/* another one, to look with */
	uint64_t epoch;		/* coordinator's */
	uint64_t stop_epoch;
	struct dsmil_tx_prepare prepare;
	int result_fd;		/* of open, epoll_create; -1 none */
	void *mapping;		/* of mmap; MAP_FAILED none */
	size_t mapped;
};

/* How an action may leave the stop. */
enum stop_effect {
	STOP_UNCHANGED,		/* state and generation */
	STOP_LATCHES,		/* whatever it answers */
	STOP_MAY_STEP,		/* one step of a reset, and no step if it says ENOMEM */
};

struct action {
	const char *name;
	enum stop_effect stop;
	bool running;		/* begins with the stop reset and started */
	bool no_device;		/* nothing is open meanwhile: the device comes and goes */
	/* Makes what run needs; not under failures. */
	void (*prepare)(struct world *world);
	/* The one system call; 0 or a negative errno. */
	int (*run)(struct world *world);
	/* Without failures, after run answered so: is everything as that answer says? NULL: yes. */
	bool (*holds)(struct world *world, int result);
	/* Without failures; what run may have left. */
	void (*clean)(struct world *world);
	int expect;		/* what run answers without a failure */
	unsigned int last;	/* only so many chances, the last ones; 0 all */
	int also[2];		/* other errors that a failure may come out as; 0 none */
};

extern const struct action call_actions[], file_actions[], life_actions[];
extern const unsigned int call_action_count, file_action_count, life_action_count;

/* The next calls of this thread fail at the n-th chance; 0 ends that. */
void fail_nth_set(unsigned int n);
/* How many chances are left of what was set; 0: the failure was made. */
unsigned int fail_nth_left(void);

#endif
