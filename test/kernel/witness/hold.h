/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the emergency stop latch in each way there is while others write as fast as they may and the machine
 * loses a CPU, suspends and runs out of memory, and marks in the witness's log, outside the guest, from when to
 * when nothing may be written. test/witness/check-hold.ts judges by the log, not by what is said here.
 */
#ifndef DSMIL_HOLD_H
#define DSMIL_HOLD_H

#include "../../vm/driver/t.h"

/* Markers, below those of the machine itself. */
#define MARK_RUNNING	104	/* effects are possible from here on */
#define MARK_STOPPED	100	/* it has latched: no write, until */
#define MARK_RESET	101	/* a reset is about to begin */
#define MARK_GONE	102	/* the driver is unbound: no access at all, until */
#define MARK_BACK	103	/* it is about to be bound again */

#define WORKERS		3

/* What the workers are told, and tell. */
struct shared {
	uint64_t stop_epoch, coordinator_epoch;
	uint64_t attempts, written, reads;
	uint32_t enough;
};

extern struct shared *shared;

/* mark.c: "memory" or "ports", and a marker of that log. */
void mark_open(const char *log);
void mark(unsigned int number);

/* A device of each worker's own: not quarantined, in every registry. */
extern const uint16_t targets[WORKERS];

/* work.c: writes, or tries to, until it is killed or told that it is enough. */
void work(int fd, unsigned int number);

/* disturb.c: a process that takes CPU 1 away and suspends, over and over, until it is killed. */
pid_t disturb_start(void);
void disturb_stop(pid_t child);
/* The n-th allocation or copy of this thread's next call fails; false: this kernel has no such thing. */
bool fail_next(unsigned int n);

#endif
