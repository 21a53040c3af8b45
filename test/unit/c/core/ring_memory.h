/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring's memory as hosts make it, data twice in a row, with pages around each
 * part that nobody may touch: a write beside it ends the test.
 */
#ifndef RING_MEMORY_H
#define RING_MEMORY_H

#include "../../../../kernel/core/ring.h"

int ring_memory_alloc(u64 data_size, struct dsmil_ring_memory *memory);
void ring_memory_free(struct dsmil_ring_memory *memory);

#endif
