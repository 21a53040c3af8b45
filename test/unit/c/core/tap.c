// SPDX-License-Identifier: Apache-2.0
#include "tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SHOWN_MAX 8

static struct tap_test *first;
static struct tap_test **last = &first;
static unsigned failures;
static char details[SHOWN_MAX * 512];

void tap_register(struct tap_test *test) {
  *last = test;
  last = &test->next;
}

void tap_fail(const char *file, int line, const char *format, ...) {
  size_t used = strlen(details);
  va_list arguments;

  if (failures++ >= SHOWN_MAX) return;
  used += (size_t)snprintf(details + used, sizeof(details) - used, "    %s:%d: ", file, line);
  if (used >= sizeof(details)) return;
  va_start(arguments, format);
  used += (size_t)vsnprintf(details + used, sizeof(details) - used, format, arguments);
  va_end(arguments);
  if (used < sizeof(details) - 1) strcpy(details + used, "\n");
}

uint64_t tap_seed(void) {
  static uint64_t seed;

  if (!seed) {
    const char *given = getenv("DSMIL_SEED");

    if (given) {
      char *end;

      seed = strtoull(given, &end, 0);
      if (*end || !seed) {
        fprintf(stderr, "DSMIL_SEED is '%s', not a whole number from 1 up\n", given);
        exit(2);
      }
    } else {
      struct timespec now;

      clock_gettime(CLOCK_REALTIME, &now);
      seed = ((uint64_t)now.tv_sec * 1000000007U ^ (uint64_t)now.tv_nsec) | 1;
    }
    fprintf(stderr, "DSMIL_SEED=%" PRIu64 " repeats this run\n", seed);
  }
  return seed;
}

int tap_main(int argc, char **argv) {
  unsigned ran = 0, failed = 0;
  struct tap_test *test;

  setvbuf(stdout, NULL, _IOLBF, 0);
  for (test = first; test; test = test->next) {
    if (argc > 1 && !strstr(test->name, argv[1])) continue;
    failures = 0;
    details[0] = 0;
    test->run();
    ran++;
    failed += failures != 0;
    printf("%sok - %s\n%s", failures ? "not " : "", test->name, details);
    if (failures > SHOWN_MAX) printf("    and %u more\n", failures - SHOWN_MAX);
  }
  printf("1..%u\n", ran);
  if (!ran) fprintf(stderr, "no test's name contains '%s'\n", argv[1]);
  return failed || !ran;
}
