/* SPDX-License-Identifier: Apache-2.0 */
/* What the dispatch fuzzer does to a world: calls by their structure, time, faults. */
#ifndef FUZZ_ACTIONS_H
#define FUZZ_ACTIONS_H

#include "../unit/c/core/world.h"
#include "fuzz.h"

/* A call with an argument made of the input, mostly of values that get somewhere. */
void fuzz_call(struct world *world, struct fuzz_input *input);
/* A transaction that may well come to its commit, with the faults that were set. */
void fuzz_transaction(struct world *world, struct fuzz_input *input);
/* The faults of the hardware, and what happens when the core sleeps. */
void fuzz_rule(struct world *world, struct fuzz_input *input);
void fuzz_sleep_action(struct world *world, u8 action, u32 after);

#endif
