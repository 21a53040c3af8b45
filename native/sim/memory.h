/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed memory that is shared with clients by descriptor. */
#ifndef DSMIL_SIM_MEMORY_H
#define DSMIL_SIM_MEMORY_H

#include "../../kernel/core/ring.h"

enum memory_access {
  MEMORY_CLIENTS_READ,  /* nobody but the maps made here can write it */
  MEMORY_CLIENTS_WRITE, /* the consumer page */
};

/* Of struct dsmil_ring_memory's host_private. */
struct sim_ring {
  int consumer_fd;
  int data_fd; /* producer page, then data */
  void *base;
  size_t span;
};

/* A descriptor, or a negative errno; *map is readable and writable here. */
int memory_create(const char *name, size_t size, enum memory_access access, void **map);
/* As struct dsmil_host_ops wants them. */
int memory_ring_alloc(u64 data_size, struct dsmil_ring_memory *memory);
void memory_ring_free(struct dsmil_ring_memory *memory);

#endif
