/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process: one core, its simulated hardware, and what serves them.
 *
 *   I/O thread   epoll: sockets, quick calls, waits; never blocks      server.c
 *   watch        deadman and ring backstop: needs nothing of the others timers.c
 *   upkeep       leases, reset window, sampling                        timers.c
 *   player       scenario, faults, the control socket                  player.c
 *   workers      calls that wait for hardware                          workers.c
 *   keeper       ring memory, the end of connections                   ending.c
 *   close        one a connection that ends: its socket                ending.c
 */
#ifndef DSMIL_SIM_SIM_H
#define DSMIL_SIM_SIM_H

#include <pthread.h>

#include "../../kernel/core/core.h"
#include "../../kernel/hal/sim.h"
#include "options.h"
#include "scenario.h"

struct server;
struct workers;
struct timers;
struct player;

struct sim {
  struct dsmil_core core;
  struct dsmil_sim hardware;
  struct sim_options options;
  struct scenario_program program;
  struct dsmil_state_page *state;
  int state_fd;
  struct server *server;
  struct workers *workers;
  struct workers *keeper; /* one thread */
  struct timers *timers;
  struct player *player;
};

/* What the core asks of its host (host.c). @thermal: with the sensor or without. */
const struct dsmil_host_ops *sim_host_ops(bool thermal);

/*
 * A thread with every signal blocked: signals are the I/O thread's. It runs at the
 * ordinary priority whoever starts it. @name: 15 characters at most. 0 or a negative
 * errno.
 */
int sim_thread(pthread_t *thread, const char *name, void *(*run)(void *argument), void *argument);
/* Asks for the processor before others, where that is allowed. Not a promise. */
void sim_prefer_this_thread(void);
/* Adds one to an eventfd that no client has; any context, also with raw locks held. */
void sim_signal(int eventfd);
/* Takes what was added. */
void sim_unsignal(int eventfd);

#endif
