/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a scenario line, and what a word can be. Used by scenario.c alone. */
#ifndef DSMIL_SIM_SCENARIO_WORDS_H
#define DSMIL_SIM_SCENARIO_WORDS_H

#include "scenario.h"

struct scenario_word {
  const char *text; /* not terminated */
  uint32_t length;
  uint32_t column;
};

/* One line being parsed. */
struct scenario_line {
  struct scenario_word words[SCENARIO_WORDS_MAX];
  uint32_t count;
  uint32_t next; /* the word to be taken */
  uint32_t end_column;
  struct scenario_error *error;
};

/* Splits a line, comments off. False with the error set. */
bool line_split(struct scenario_line *line, uint32_t number, const char *text, size_t length,
                struct scenario_error *error);
/* Always false, for `return line_fail(...)`. The column is of the word, or of the line's end. */
bool line_fail(struct scenario_line *line, const struct scenario_word *word, const char *format,
               ...) __attribute__((format(printf, 3, 4)));
/* The next word, or NULL with the error set: @what was expected. */
const struct scenario_word *line_take(struct scenario_line *line, const char *what);
bool line_done(const struct scenario_line *line);
/* Is the next word this one? It is taken then. */
bool line_accept(struct scenario_line *line, const char *keyword);
/* The next word must be this one. */
bool line_expect(struct scenario_line *line, const char *keyword);
/* Nothing may follow. */
bool line_finish(struct scenario_line *line);

bool word_is(const struct scenario_word *word, const char *text);

/* Each takes a word; false with the error set, naming the value and what is allowed. */
bool take_number(struct scenario_line *line, const char *what, int64_t low, int64_t high,
                 int64_t *value);
bool take_time(struct scenario_line *line, const char *what, uint64_t low, uint64_t high,
               uint64_t *ns);
bool take_target(struct scenario_line *line, struct scenario_target *target);
bool take_register(struct scenario_line *line, uint32_t *reg);

#endif
