/* SPDX-License-Identifier: Apache-2.0 */
/* What a scenario's actions do to the devices and to the ring. */
#ifndef DSMIL_SIM_FAULTS_H
#define DSMIL_SIM_FAULTS_H

#include "sim.h"

/* One record of a burst, the @index-th. Results as dsmil_core_publish. */
int burst_publish(struct sim *sim, const struct scenario_step *step, u64 index, u64 *chance);
/* SET, TOGGLE, WALK, LATENCY, CLEAR and the faults; RAMP and BURST are the player's. */
void action_do(struct sim *sim, const struct scenario_step *step, u64 *chance);
/* Where a ramp is after @elapsed_ns. */
void action_ramp(struct sim *sim, const struct scenario_step *step, u64 elapsed_ns);

#endif
