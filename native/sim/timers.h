/* SPDX-License-Identifier: Apache-2.0 */
/* The core's timers, in two threads of their own. */
#ifndef DSMIL_SIM_TIMERS_H
#define DSMIL_SIM_TIMERS_H

#include "sim.h"

/* Before the core starts, which may already ask for timers. NULL after saying why. */
struct timers *timers_create(struct sim *sim);
/* After the core started. 0 or a negative errno. */
int timers_start(struct timers *timers);
void timers_stop(struct timers *timers);
void timers_destroy(struct timers *timers);

/* Any context, raw locks held. */
void timers_deadman_at(struct timers *timers, u64 deadline_ns);
void timers_backstop(struct timers *timers);
void timers_tick_soon(struct timers *timers);

#endif
