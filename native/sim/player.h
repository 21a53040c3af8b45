/* SPDX-License-Identifier: Apache-2.0 */
/* Plays the scenario, does what the control socket asks: a thread of its own. */
#ifndef DSMIL_SIM_PLAYER_H
#define DSMIL_SIM_PLAYER_H

#include "sim.h"

/* NULL after saying why. Opens the control socket when there is to be one. */
struct player *player_create(struct sim *sim);
/* 0 or a negative errno. The scenario's time begins. */
int player_start(struct player *player);
void player_stop(struct player *player);
void player_destroy(struct player *player);

/* On the player's thread (control.c): false when too much is under way already. */
bool player_inject(struct player *player, const struct scenario_step *step);

#endif
