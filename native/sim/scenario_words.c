/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../kernel/core/device_table.h"

/* For %.*s: no message quotes more than this of what was wrong. */
#define QUOTE(w) (int)((w)->length > 40 ? 40 : (w)->length), (w)->text

bool line_fail(struct scenario_line *line, const struct scenario_word *word, const char *format,
               ...) {
  va_list arguments;

  line->error->column = word ? word->column : line->end_column;
  va_start(arguments, format);
  (void)vsnprintf(line->error->message, sizeof(line->error->message), format, arguments);
  va_end(arguments);
  return false;
}

bool line_split(struct scenario_line *line, uint32_t number, const char *text, size_t length,
                struct scenario_error *error) {
  size_t i = 0;

  memset(line, 0, sizeof(*line));
  line->error = error;
  error->line = number;
  line->end_column = 1;
  if (length > SCENARIO_LINE_MAX)
    return line_fail(line, NULL, "the line has %zu bytes: at most %d are allowed", length,
                     SCENARIO_LINE_MAX);
  for (;;) {
    struct scenario_word *word;

    while (i < length && (text[i] == ' ' || text[i] == '\t')) i++;
    if (i >= length || text[i] == '#') return true;
    if (line->count == SCENARIO_WORDS_MAX) {
      line->end_column = (uint32_t)i + 1;
      return line_fail(line, NULL, "too many words: at most %d in a line", SCENARIO_WORDS_MAX);
    }
    word = &line->words[line->count];
    word->text = text + i;
    word->column = (uint32_t)i + 1;
    for (; i < length && text[i] != ' ' && text[i] != '\t' && text[i] != '#'; i++) {
      unsigned char c = (unsigned char)text[i];

      if (c < 0x21 || c > 0x7e) {
        line->end_column = (uint32_t)i + 1;
        return line_fail(line, NULL,
                         "byte 0x%02x: only printable ASCII is allowed outside comments", c);
      }
    }
    word->length = (uint32_t)(text + i - word->text);
    line->count++;
    line->end_column = (uint32_t)i + 1;
  }
}

bool word_is(const struct scenario_word *word, const char *text) {
  return strlen(text) == word->length && !memcmp(text, word->text, word->length);
}

bool line_done(const struct scenario_line *line) { return line->next == line->count; }

const struct scenario_word *line_take(struct scenario_line *line, const char *what) {
  if (line_done(line)) {
    line_fail(line, NULL, "the line ends where %s was expected", what);
    return NULL;
  }
  return &line->words[line->next++];
}

bool line_accept(struct scenario_line *line, const char *keyword) {
  if (line_done(line) || !word_is(&line->words[line->next], keyword)) return false;
  line->next++;
  return true;
}

bool line_expect(struct scenario_line *line, const char *keyword) {
  if (line_accept(line, keyword)) return true;
  if (line_done(line))
    return line_fail(line, NULL, "the line ends where '%s' was expected", keyword);
  return line_fail(line, &line->words[line->next], "'%.*s' where '%s' was expected",
                   QUOTE(&line->words[line->next]), keyword);
}

bool line_finish(struct scenario_line *line) {
  if (line_done(line)) return true;
  return line_fail(line, &line->words[line->next],
                   "'%.*s' is too much: the statement ended before it",
                   QUOTE(&line->words[line->next]));
}

/* Digits at the start of @text, decimal or 0x; the count of bytes taken, 0 when none fit. */
static uint32_t digits(const char *text, uint32_t length, uint64_t *value) {
  uint32_t i = 0, start;
  uint64_t base = 10;

  if (length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    i = 2;
  }
  start = i;
  for (*value = 0; i < length; i++) {
    char c = text[i];
    uint64_t digit;

    if (c >= '0' && c <= '9')
      digit = (uint64_t)(c - '0');
    else if (base == 16 && c >= 'a' && c <= 'f')
      digit = (uint64_t)(c - 'a') + 10;
    else if (base == 16 && c >= 'A' && c <= 'F')
      digit = (uint64_t)(c - 'A') + 10;
    else
      break;
    if (*value > (UINT64_MAX - digit) / base) return 0;
    *value = *value * base + digit;
  }
  return i > start ? i : 0;
}

bool take_number(struct scenario_line *line, const char *what, int64_t low, int64_t high,
                 int64_t *value) {
  const struct scenario_word *word = line_take(line, what);
  uint64_t magnitude;
  bool negative;
  uint32_t taken;

  if (!word) return false;
  negative = word->text[0] == '-';
  taken = digits(word->text + negative, word->length - negative, &magnitude);
  if (!taken || taken != word->length - negative)
    return line_fail(line, word, "%s '%.*s' is not a number: decimal or 0x hexadecimal", what,
                     QUOTE(word));
  *value = magnitude > INT64_MAX ? INT64_MAX : (int64_t)magnitude;
  if (negative) *value = -*value;
  if (magnitude > INT64_MAX || *value < low || *value > high)
    return line_fail(line, word, "%s %.*s is out of range: %lld to %lld", what, QUOTE(word),
                     (long long)low, (long long)high);
  return true;
}

bool take_time(struct scenario_line *line, const char *what, uint64_t low, uint64_t high,
               uint64_t *ns) {
  static const struct {
    const char *name;
    uint64_t ns;
  } units[] = {{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}, {"m", 60000000000}};
  const struct scenario_word *word = line_take(line, what);
  uint64_t value, unit = 0;
  uint32_t taken;

  if (!word) return false;
  taken = digits(word->text, word->length, &value);
  for (size_t i = 0; taken && i < sizeof(units) / sizeof(units[0]); i++)
    if (strlen(units[i].name) == word->length - taken &&
        !memcmp(units[i].name, word->text + taken, word->length - taken))
      unit = units[i].ns;
  if (!unit)
    return line_fail(line, word,
                     "%s '%.*s' is not a time: a whole number and ns, us, ms, s or m, as in 250ms",
                     what, QUOTE(word));
  if (value > high / unit || value * unit < low)
    return line_fail(line, word, "%s %.*s is out of range: %llu ns to %llu s", what, QUOTE(word),
                     (unsigned long long)low, (unsigned long long)(high / 1000000000));
  *ns = value * unit;
  return true;
}

bool take_target(struct scenario_line *line, struct scenario_target *target) {
  const struct scenario_word *word = line_take(line, "a device");
  uint64_t token;
  int64_t group = -1;
  int position;

  memset(target, 0, sizeof(*target));
  if (!word) return false;
  target->any = word_is(word, "any");
  if (target->any || word_is(word, "all") || word_is(word, "group")) {
    if (word_is(word, "group") && !take_number(line, "group", 0, DSMIL_GROUP_COUNT - 1, &group))
      return false;
    for (uint32_t i = 0; i < DSMIL_DEVICE_COUNT; i++)
      if (!dsmil_token_quarantined(dsmil_device_table[i].token) &&
          (group < 0 || dsmil_device_table[i].group == group))
        target->devices[i / 64] |= 1ULL << (i % 64);
    return true;
  }
  if (digits(word->text, word->length, &token) != word->length || token > UINT16_MAX)
    return line_fail(line, word,
                     "'%.*s' is not a device: a token as 0x8003, 'all', 'any' or 'group 0' to "
                     "'group %d'",
                     QUOTE(word), DSMIL_GROUP_COUNT - 1);
  position = dsmil_device_position((uint16_t)token);
  if (position < 0)
    return line_fail(line, word,
                     "there is no device %.*s: tokens are 0x8000 + 0x10 * group (0 to %d) + index "
                     "(0 to %d)",
                     QUOTE(word), DSMIL_GROUP_COUNT - 1, DSMIL_GROUP_SIZE - 1);
  if (dsmil_token_quarantined((uint16_t)token))
    return line_fail(line, word,
                     "device %.*s is quarantined: no scenario may name it, take another device",
                     QUOTE(word));
  target->devices[position / 64] |= 1ULL << (position % 64);
  return true;
}

bool take_register(struct scenario_line *line, uint32_t *reg) {
  static const char *const names[DSMIL_REGISTER_COUNT] = {
      "control", "identity", "temperature", "error", "config0", "config1", "config2", "config3",
      "data0",   "data1",    "data2",       "data3", "data4",   "data5",   "data6",   "data7"};
  const struct scenario_word *word = line_take(line, "a register");
  uint64_t number;

  if (!word) return false;
  for (*reg = 0; *reg < DSMIL_REGISTER_COUNT; ++*reg)
    if (word_is(word, names[*reg])) return true;
  if (word->length > 1 && word->text[0] == 'r' &&
      digits(word->text + 1, word->length - 1, &number) == word->length - 1 &&
      number < DSMIL_REGISTER_COUNT) {
    *reg = (uint32_t)number;
    return true;
  }
  return line_fail(line, word,
                   "'%.*s' is not a register: control, identity, temperature, error, config0 to "
                   "config3, data0 to data7, or r0 to r15",
                   QUOTE(word));
}
