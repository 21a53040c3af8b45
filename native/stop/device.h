/* SPDX-License-Identifier: Apache-2.0 */
/* The one thing dsmil-stop does to a device, kernel module or simulator: latch its stop. */
#ifndef DSMIL_STOP_DEVICE_H
#define DSMIL_STOP_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "../../kernel/include/uapi/dsmil.h"

struct stop_device {
  int fd;       /* a description of its own, close-on-exec */
  bool is_sim;  /* a simulator's socket, else a character device */
  uint32_t tag; /* of the last request to a simulator */
};

/* 0, or a negative errno with *what saying what failed. @path: /dev/dsmil or a socket. */
int stop_device_open(struct stop_device *device, const char *path, const char **what);
/*
 * Latches. 0 with the answer in *stop, or a negative errno. Does not allocate and
 * waits at most a second for a simulator. @cause, @detail: as in struct dsmil_stop.
 */
int stop_device_latch(struct stop_device *device, const char *detail, struct dsmil_stop *stop);
void stop_device_close(struct stop_device *device);

#endif
