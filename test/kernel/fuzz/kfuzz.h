/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fuzzer of /dev/dsmil: programs of a few steps, grown by what they reach (KCOV), from
 * several processes at once, while others unbind the driver, take a CPU away and suspend.
 *
 * A step's argument is made from its seed and from what earlier steps were answered
 * (nonce, epochs), so that a program is a few numbers, repeats, and shrinks by leaving
 * steps out. What must hold, whatever happens:
 *   1. no splat: the kernel's log is watched, and the programs that ran are shrunk;
 *   2. no quarantined token is read or prepared;
 *   3. now and then everything pauses: a stop then latches, refuses a commit, and the
 *      deadman of a process that is silent latches.
 */
#ifndef DSMIL_KFUZZ_H
#define DSMIL_KFUZZ_H

#include "../../vm/driver/t.h"

#define STEPS_MOST	16
#define CORPUS_MOST	4096
#define WORKERS_MOST	8
#define EDGES		(1U << 16)
#define SLOTS		3	/* open files of a program */
#define RECENT		64	/* programs that a worker remembers */

enum field_kind {
	FIELD_ANY,		/* reserved, or a plain value */
	FIELD_RANGE,
	FIELD_TOKEN,
	FIELD_TRANSACTION,
	FIELD_EPOCH,
	FIELD_GENERATION,
	FIELD_NONCE,
	FIELD_PATIENCE,		/* milliseconds: short, for the fuzzer's sake */
};

struct field_description {
	uint16_t offset, width, kind;
	uint64_t low, high;
};

struct call_description {
	const char *name;
	uint16_t nr, size, first, count;	/* first and count of its fields */
};

extern const struct call_description call_table[];
extern const unsigned int call_count;
extern const struct field_description field_table[];

enum operation { OP_CALL, OP_OPEN, OP_CLOSE, OP_MAP, OP_CONSUME, OP_POLL, OP_FLUSH, OP_SIM, OP_COUNT };

struct step {
	uint8_t op, slot, call, reserved;
	uint32_t seed;
};

struct program {
	uint32_t count;
	struct step steps[STEPS_MOST];
};

/* Between all processes of a run. */
struct shared {
	uint32_t corpus_count;
	uint32_t edge_count;
	uint64_t executions, calls, succeeded;
	uint32_t stop_all, pause, paused;
	uint32_t unbinds, suspends, hotplugs, checks;
	uint8_t edges[EDGES];
	struct program corpus[CORPUS_MOST];
	struct {
		uint32_t next;
		struct program recent[RECENT];
	} workers[WORKERS_MOST];
	char violation[256];
};

extern struct shared *shared;

static inline uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* program.c */
void program_make(struct program *program, uint64_t *random);
void program_mutate(struct program *program, uint64_t *random);
void program_run(const struct program *program);
void program_print(const struct program *program);
/* From lines as program_print's; false: that is none. */
bool program_parse(const char *path, struct program *program);
void violated(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* cover.c: of the calling process */
bool cover_open(void);
void cover_begin(void);
/* How many edges nobody had reached before. */
unsigned int cover_end(void);

/* disturb.c */
void disturb(uint64_t seed, unsigned int what);
void check_safety(void);
#define DISTURB_UNBIND	1
#define DISTURB_HOTPLUG	2
#define DISTURB_SUSPEND	4

/* shrink.c: what is left of the program when each step that is left out makes it harmless */
bool log_has_splat(void);
bool program_splats(const struct program *program);
void program_shrink(struct program *program);

#endif
