/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of dsmil-stop. */
#ifndef DSMIL_STOP_OPTIONS_H
#define DSMIL_STOP_OPTIONS_H

#include <stdbool.h>
#include <sys/types.h>

/* Exit statuses; scripts and the daemon tell them apart. */
enum {
  STOP_EXIT_LATCHED = 0,   /* latched, or left by SIGQUIT without a cause to latch */
  STOP_EXIT_FAILED = 1,    /* there was a cause, and the stop could not be latched */
  STOP_EXIT_USAGE = 2,     /* wrong command line */
  STOP_EXIT_NO_DEVICE = 3, /* the device or the socket could not be opened: nothing latched */
  STOP_EXIT_GONE = 4,      /* the device went away while waiting */
};

struct stop_options {
  const char *device;
  const char *listen; /* NULL: no socket */
  const char *detail; /* NULL: what triggered it */
  pid_t parent;       /* 0: the parent does not matter */
  bool use_stdin;
  bool once;
};

/* -1 to go on, else the exit status. */
int stop_options_parse(int argc, char **argv, struct stop_options *options);

#endif
