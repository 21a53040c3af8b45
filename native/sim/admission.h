/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who gets in when many want to. Nobody can lock others out: members of the group
 * have a share each and together, the rest is kept for root and the simulator's
 * user; and whoever comes when there is no room may still stop.
 */
#ifndef DSMIL_SIM_ADMISSION_H
#define DSMIL_SIM_ADMISSION_H

#include "connection.h"

#define CONNECTIONS_MAX 128
/* Of these, all members of the group together, and each user of them. */
#define CONNECTIONS_MEMBERS_MAX 96
#define CONNECTIONS_MEMBER_MAX 32
/* Beyond: connections for a stop alone. A new one replaces the oldest. */
#define CONNECTIONS_STOP_MAX 16
/* Closed ones whose end waits for what their clients put into the socket. */
#define CONNECTIONS_ENDING_MAX 128
/* To say HELLO. */
#define HELLO_WITHIN_MS 5000

enum admission {
  ADMIT_FULLY,
  ADMIT_TO_STOP, /* INFO and the stop's own calls, all else answers EUSERS */
  ADMIT_NOT,     /* hung up on */
};

/* May hang up on another. Says when it begins to be a matter of room. */
enum admission admission_decide(struct server *server, const struct peer *peer);
/* Could one more be hung up on? Else nobody is accepted until another one has ended. */
bool admission_open(const struct server *server);

#endif
