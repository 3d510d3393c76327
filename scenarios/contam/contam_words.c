/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words, numbers and lines of a project file of CONTAM. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/contam/contam_project.h"

static int is_blank(char c) {
  return c == ' ' || c == '\t' || c == ',' || c == '\r' || c == '\f' || c == '\v' || c == '\0';
}

static int at_end(const contam_words *w) {
  return w->at >= w->length;
}

/** To the end of the line, before its "\n". */
static void skip_line(contam_words *w) {
  while (!at_end(w) && w->text[w->at] != '\n') ++w->at;
}

static void pass_end(contam_words *w) {
  if (at_end(w)) return;
  ++w->at;
  ++w->line;
}

/** A finding for the end of the file, once. */
static void find_end(contam_words *w) {
  if (!w->is_ended) contam_find(w, FLUE_MSG_CONTAM_END, w->section, NULL);
  w->is_ended = w->is_broken = 1;
}

/** Over blanks and comments to the next word of this line. @return 0 when there is none. */
static int find_in_line(contam_words *w) {
  while (!at_end(w) && w->text[w->at] != '\n') {
    if (w->text[w->at] == '!')
      skip_line(w);
    else if (is_blank(w->text[w->at]))
      ++w->at;
    else
      return 1;
  }
  return 0;
}

/** To the first word of a line below that has any. */
static int find_below(contam_words *w) {
  while (!at_end(w)) {
    skip_line(w);
    pass_end(w);
    if (find_in_line(w)) return 1;
  }
  find_end(w);
  return 0;
}

/** Bytes of the character that begins here; 0 when they are no UTF-8. */
static size_t character(const char *text, size_t n) {
  const unsigned char c = (unsigned char)text[0];
  const size_t length = c < 0x80                ? 1
                        : c >= 0xc2 && c < 0xe0 ? 2
                        : c >= 0xe0 && c < 0xf0 ? 3
                        : c >= 0xf0 && c < 0xf5 ? 4
                                                : 0;
  if (length == 0 || length > n) return 0;
  for (size_t i = 1; i < length; ++i)
    if (((unsigned char)text[i] & 0xc0) != 0x80) return 0;
  if (c == 0xe0 && (unsigned char)text[1] < 0xa0) return 0; /* longer than it need be */
  if (c == 0xed && (unsigned char)text[1] > 0x9f) return 0; /* half of a pair */
  if (c == 0xf0 && (unsigned char)text[1] < 0x90) return 0;
  if (c == 0xf4 && (unsigned char)text[1] > 0x8f) return 0;
  return length;
}

/** Copies text as UTF-8: other bytes and control characters become "?". */
static void copy_clean(const char *text, size_t n, char *out, size_t capacity) {
  size_t used = 0;
  for (size_t i = 0; i < n;) {
    const size_t length = character(text + i, n - i);
    const int is_plain = length > 0 && !(length == 1 && iscntrl((unsigned char)text[i]));
    const size_t take = is_plain ? length : 1;
    if (used + take >= capacity) break;
    if (is_plain)
      memcpy(out + used, text + i, take);
    else
      out[used] = '?';
    used += take;
    i += length > 0 ? length : 1;
  }
  out[used] = '\0';
}

/** Whether the section ends here: the next one begins with its number and a comment. Otherwise the
 *  mark stands where it should not, and the section goes on. */
static int is_end_of_section(const contam_words *w) {
  contam_words next = *w;
  int has_comment = 0;
  skip_line(&next);
  pass_end(&next);
  for (size_t i = next.at; i < next.length && next.text[i] != '\n'; ++i)
    has_comment |= next.text[i] == '!';
  return has_comment;
}

void contam_word(contam_words *w, contam_from from, contam_name out) {
  out[0] = '\0';
  if (w->is_broken) return;
  if (!(from == CONTAM_HERE ? find_in_line(w) : find_below(w))) return;
  const size_t start = w->at;
  while (!at_end(w) && !is_blank(w->text[w->at]) && w->text[w->at] != '\n') ++w->at;
  copy_clean(w->text + start, w->at - start, out, contam_longest_name);
  if (from == CONTAM_HERE || strcmp(out, "-999") != 0) return;
  w->is_closed = 1;
  if (from == CONTAM_NEXT_ITEM) return;
  w->is_closed = is_end_of_section(w);
  contam_find(w, FLUE_MSG_CONTAM_EARLY, w->section, NULL);
  w->is_broken = 1;
}

/** A finding for a number; where the file ends in the middle of one, that is the mistake. */
static double refuse_number(contam_words *w, const char *found) {
  if (!w->is_broken && at_end(w))
    find_end(w);
  else if (!w->is_broken)
    contam_find(w, FLUE_MSG_CONTAM_NUMBER, w->section, found, NULL);
  w->is_broken = 1;
  return 0.0;
}

double contam_number(contam_words *w, contam_from from) {
  contam_name word;
  contam_word(w, from, word);
  if (w->is_broken) return 0.0;
  char *end;
  const double value = strtod(word, &end);
  const int is_decimal = strpbrk(word, "xXnNiI") == NULL; /* no hexadecimal, nan, inf */
  if (end == word || *end || !isfinite(value) || !is_decimal) return refuse_number(w, word);
  return value;
}

int contam_integer(contam_words *w, contam_from from) {
  const double most = 2e9, value = contam_number(w, from);
  if (w->is_broken) return 0;
  if (fabs(value) > most || value != floor(value)) {
    char text[32];
    snprintf(text, sizeof text, "%g", value);
    return (int)refuse_number(w, text);
  }
  return (int)value;
}

double contam_time(contam_words *w, contam_from from) {
  contam_name word;
  contam_word(w, from, word);
  if (w->is_broken) return 0.0;
  int h = 0, m = 0, s = 0, used = 0;
  if (sscanf(word, "%4d:%2d:%2d%n", &h, &m, &s, &used) == 3 && word[used] == '\0' && h >= 0 &&
      m >= 0 && s >= 0)
    return 3600.0 * h + 60.0 * m + s;
  char *end;
  const double value = strtod(word, &end);
  const double day = 86400.0;
  if (end == word || *end || !(value >= 0.0 && value <= day)) return refuse_number(w, word);
  return value;
}

char *contam_line(contam_words *w) {
  if (w->is_broken) return flue_copy_text("");
  skip_line(w);
  do {
    if (at_end(w)) {
      find_end(w);
      return flue_copy_text("");
    }
    pass_end(w);
    if (!at_end(w) && w->text[w->at] != '!') break;
    skip_line(w);
  } while (1);
  const size_t start = w->at;
  skip_line(w);
  size_t n = w->at - start;
  while (n > 0 && is_blank(w->text[start + n - 1])) --n;
  char *line = flue_alloc(n + 1, 1);
  if (line) copy_clean(w->text + start, n, line, n + 1);
  if (!line) w->no_memory = w->is_broken = w->is_ended = 1;
  return line;
}

void contam_skip_section(contam_words *w) {
  static const char mark[] = "-999";
  while (!at_end(w)) {
    skip_line(w);
    if (at_end(w)) break;
    pass_end(w);
    size_t at = w->at;
    while (at < w->length && is_blank(w->text[at])) ++at;
    if (w->length - at >= sizeof mark - 1 && memcmp(w->text + at, mark, sizeof mark - 1) == 0) {
      skip_line(w);
      return;
    }
  }
  find_end(w);
}
