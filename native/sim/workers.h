/* SPDX-License-Identifier: Apache-2.0 */
/* Threads for what the I/O thread must not wait for. The queue is bounded by who fills it. */
#ifndef DSMIL_SIM_WORKERS_H
#define DSMIL_SIM_WORKERS_H

#include "sim.h"

struct job {
  struct job *next;
  void (*run)(struct job *job); /* the job may be freed there */
};

/* @name: of the threads, 15 characters at most. NULL after saying why. */
struct workers *workers_create(const char *name, u32 count);
void workers_add(struct workers *workers, struct job *job);
/* Runs what is queued, then ends the threads. */
void workers_destroy(struct workers *workers);

#endif
