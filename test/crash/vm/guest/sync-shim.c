// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded into the writer in the machine: a sync of a file whose path contains what /run/unsynced
 * says is forgotten, and claimed to be done. Without that file every sync is what it is.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int forgotten(int file) {
  char wanted[256], link[64], path[4096];
  int list = open("/run/unsynced", O_RDONLY | O_CLOEXEC);
  ssize_t length;

  if (list < 0) return 0;
  length = read(list, wanted, sizeof(wanted) - 1);
  close(list);
  if (length <= 0) return 0;
  wanted[length] = 0;
  snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
  length = readlink(link, path, sizeof(path) - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, wanted) != NULL;
}

int fsync(int file) { return forgotten(file) ? 0 : (int)syscall(SYS_fsync, file); }

int fdatasync(int file) { return forgotten(file) ? 0 : (int)syscall(SYS_fdatasync, file); }
