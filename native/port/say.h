/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a process says on stderr while it serves others: said when there is room, and
 * never waited for, since whoever is to read it may not. What was left out is counted
 * and told with the next line.
 */
#ifndef DSMIL_SAY_H
#define DSMIL_SAY_H

#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Less than a pipe promises to take at once when it says that it has room. */
#define DSMIL_SAY_MAX 1024

static inline void dsmil_say_text(const char *text, int length) {
  static unsigned int left_out;
  static bool speaking;
  struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
  char line[DSMIL_SAY_MAX + 64];
  unsigned int missing;

  if (length <= 0) return;
  if (length > DSMIL_SAY_MAX) length = DSMIL_SAY_MAX;
  /* Two at once could both find the room that is there for one. */
  if (__atomic_exchange_n(&speaking, true, __ATOMIC_ACQUIRE)) {
    __atomic_fetch_add(&left_out, 1, __ATOMIC_RELAXED);
    return;
  }
  if (poll(&room, 1, 0) != 1 || !(room.revents & POLLOUT)) {
    __atomic_fetch_add(&left_out, 1, __ATOMIC_RELAXED);
  } else {
    missing = __atomic_exchange_n(&left_out, 0, __ATOMIC_RELAXED);
    length = missing ? snprintf(line, sizeof(line), "(%u lines were left out) %.*s", missing,
                                length, text)
                     : snprintf(line, sizeof(line), "%.*s", length, text);
    if (write(STDERR_FILENO, line, (size_t)length) != length)
      __atomic_fetch_add(&left_out, 1, __ATOMIC_RELAXED);
  }
  __atomic_store_n(&speaking, false, __ATOMIC_RELEASE);
}

static inline void __attribute__((format(printf, 1, 2))) dsmil_say(const char *format, ...) {
  char text[DSMIL_SAY_MAX];
  va_list arguments;
  int length;

  va_start(arguments, format);
  length = vsnprintf(text, sizeof(text), format, arguments);
  va_end(arguments);
  dsmil_say_text(text, length < DSMIL_SAY_MAX ? length : DSMIL_SAY_MAX - 1);
}

#endif
