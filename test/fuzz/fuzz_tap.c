// SPDX-License-Identifier: Apache-2.0
/* In a fuzzer, what would fail a test ends the program. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/c/core/tap.h"

void tap_fail(const char *file, int line, const char *format, ...) {
  va_list arguments;

  fprintf(stderr, "%s:%d: ", file, line);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fprintf(stderr, "\n");
  abort();
}
