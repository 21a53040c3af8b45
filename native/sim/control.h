/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control socket, for tests: SOCK_STREAM, one line in, one line out.
 *   an action of a scenario   fault not-answering 0x8003     ok
 *   get DEVICE REGISTER       what the hardware has          ok 0x00200000
 *   counters                  ok quarantine_touches=0 ...
 *   crash                     the process is gone, as by SIGKILL
 * A line that is wrong is answered: error COLUMN: what is wrong.
 */
#ifndef DSMIL_SIM_CONTROL_H
#define DSMIL_SIM_CONTROL_H

#include <poll.h>

#include "player.h"

#define CONTROL_CLIENTS_MAX 8
#define CONTROL_FDS_MAX (1 + CONTROL_CLIENTS_MAX)

struct control;

/* NULL after saying why. All on the player's thread, but create and destroy. */
struct control *control_create(struct sim *sim, struct player *player);
/* What to poll; the count of it. */
u32 control_fds(struct control *control, struct pollfd *fds);
void control_serve(struct control *control, const struct pollfd *fds, u32 count);
void control_destroy(struct control *control);

#endif
