/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tests' harness: TEST("subject: what holds") { … }. Prints TAP; what failed
 * follows its "not ok". Each file's tests register themselves.
 */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

struct tap_test {
  const char *name;
  void (*run)(void);
  const char *file;
  int line;
  struct tap_test *next;
};

void tap_register(struct tap_test *test);
/* One test's failure; at most a few are shown. */
__attribute__((format(printf, 3, 4))) void tap_fail(const char *file, int line, const char *format,
                                                    ...);
/* Runs the tests whose name contains argv[1], or all. The exit code of main. */
int tap_main(int argc, char **argv);
/* DSMIL_SEED, or one of the clock's; printed once. */
uint64_t tap_seed(void);

#define TAP_JOIN_(a, b) a##b
#define TAP_JOIN(a, b) TAP_JOIN_(a, b)
#define TEST(text)                                                                          \
  static void TAP_JOIN(test_, __LINE__)(void);                                              \
  __attribute__((constructor)) static void TAP_JOIN(register_, __LINE__)(void) {            \
    static struct tap_test test = {text, TAP_JOIN(test_, __LINE__), __FILE__, __LINE__, 0}; \
    tap_register(&test);                                                                    \
  }                                                                                         \
  static void TAP_JOIN(test_, __LINE__)(void)

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) tap_fail(__FILE__, __LINE__, "%s", #condition); \
  } while (0)
/* Signed, so that errnos read as such. */
#define EQ(actual, expected)                                                                  \
  do {                                                                                        \
    int64_t tap_a = (int64_t)(actual), tap_e = (int64_t)(expected);                           \
    if (tap_a != tap_e)                                                                       \
      tap_fail(__FILE__, __LINE__, "%s is %" PRId64 " (0x%" PRIx64 "), wanted %s = %" PRId64, \
               #actual, tap_a, (uint64_t)tap_a, #expected, tap_e);                            \
  } while (0)
/* With the values that a loop is at. */
#define EQ_AT(actual, expected, format, ...)                                                \
  do {                                                                                      \
    int64_t tap_a = (int64_t)(actual), tap_e = (int64_t)(expected);                         \
    if (tap_a != tap_e)                                                                     \
      tap_fail(__FILE__, __LINE__, "%s is %" PRId64 ", wanted %s = %" PRId64 " at " format, \
               #actual, tap_a, #expected, tap_e, __VA_ARGS__);                              \
  } while (0)

#endif
