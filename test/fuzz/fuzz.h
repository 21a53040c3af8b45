/* SPDX-License-Identifier: Apache-2.0 */
/* What the fuzzers share: an input that is eaten from the front. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fuzz_input {
  const uint8_t *at;
  size_t left;
};

/* @size bytes, the missing ones zero. */
static inline void fuzz_take(struct fuzz_input *input, void *to, size_t size) {
  size_t n = size < input->left ? size : input->left;

  memset(to, 0, size);
  memcpy(to, input->at, n);
  input->at += n;
  input->left -= n;
}

static inline uint8_t fuzz_byte(struct fuzz_input *input) {
  uint8_t value;

  fuzz_take(input, &value, sizeof(value));
  return value;
}

static inline uint32_t fuzz_u32(struct fuzz_input *input) {
  uint32_t value;

  fuzz_take(input, &value, sizeof(value));
  return value;
}

static inline uint64_t fuzz_u64(struct fuzz_input *input) {
  uint64_t value;

  fuzz_take(input, &value, sizeof(value));
  return value;
}

#define FUZZ_REQUIRE(condition)                                                      \
  do {                                                                               \
    if (!(condition)) {                                                              \
      fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                       \
    }                                                                                \
  } while (0)

#endif
