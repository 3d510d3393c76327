/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/csv_cells.h"

#include <string.h>

void flue_csv_skip_mark(flue_csv_cursor *c) {
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  if (c->end - c->at >= 3 && memcmp(c->at, byte_order_mark, 3) == 0) c->at += 3;
}

static int is_line_end(const flue_csv_cursor *c) {
  return c->at >= c->end || *c->at == '\n' || (*c->at == '\r' && c->at[1] == '\n');
}

static void skip_line_end(flue_csv_cursor *c) {
  if (c->at < c->end && *c->at == '\r') ++c->at;
  if (c->at < c->end && *c->at == '\n') ++c->at;
  ++c->line;
}

/** Drops spaces at both ends of [text, end) and closes it with a NUL. */
static char *trimmed(char *text, char *end) {
  while (text < end && (*text == ' ' || *text == '\t')) ++text;
  while (end > text && (end[-1] == ' ' || end[-1] == '\t')) --end;
  *end = '\0';
  return text;
}

/** A cell in double quotes; two quotes stand for one. @return NULL when it is not closed. */
static char *quoted_cell(flue_csv_cursor *c) {
  char *text = ++c->at;
  char *out = text;
  while (c->at < c->end) {
    if (*c->at == '"') {
      if (c->at[1] != '"') break;
      ++c->at;
    } else if (*c->at == '\n') {
      ++c->line;
    }
    *out++ = *c->at++;
  }
  if (c->at >= c->end) return NULL;
  ++c->at;
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t')) ++c->at;
  if (!is_line_end(c) && *c->at != ',') return NULL;
  *out = '\0';
  return text;
}

char *flue_csv_next_cell(flue_csv_cursor *c, int *is_last) {
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t')) ++c->at;
  char *cell;
  if (c->at < c->end && *c->at == '"') {
    cell = quoted_cell(c);
    if (!cell) return NULL;
    *is_last = is_line_end(c);
    if (*is_last)
      skip_line_end(c);
    else
      ++c->at;
    return cell;
  }
  cell = c->at;
  while (!is_line_end(c) && *c->at != ',') ++c->at;
  char *end = c->at;
  *is_last = is_line_end(c);
  if (*is_last)
    skip_line_end(c);
  else
    ++c->at;
  return trimmed(cell, end);
}

int flue_csv_find_row(flue_csv_cursor *c) {
  while (c->at < c->end) {
    const char *p = c->at;
    int has_cells = 0; /* rows of empty cells are none: spreadsheets leave them at the end */
    for (; p < c->end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == ','); ++p)
      has_cells |= *p == ',';
    if (p < c->end && *p != '\n' && (has_cells || *p != '#')) return 1;
    while (c->at < c->end && *c->at != '\n') ++c->at;
    if (c->at >= c->end) return 0;
    skip_line_end(c);
  }
  return 0;
}

/** Goes behind a quoted cell. @return 0 when it is not closed. */
static int pass_quoted(flue_csv_cursor *c) {
  for (++c->at; c->at < c->end; ++c->at) {
    if (*c->at == '\n') ++c->line;
    if (*c->at != '"') continue;
    if (c->at + 1 < c->end && c->at[1] == '"')
      ++c->at;
    else
      return ++c->at, 1;
  }
  return 0;
}

int flue_csv_pass_row(flue_csv_cursor *c) {
  char *line_end = memchr(c->at, '\n', (size_t)(c->end - c->at));
  if (line_end && !memchr(c->at, '"', (size_t)(line_end - c->at))) {
    c->at = line_end + 1; /* the usual case: no quotes */
    ++c->line;
    return 1;
  }
  for (int is_start = 1; c->at < c->end;) {
    const char here = *c->at;
    if (is_start && here == '"') {
      if (!pass_quoted(c)) return 0;
      is_start = 0;
      continue;
    }
    ++c->at;
    if (here == '\n') return ++c->line, 1;
    is_start = here == ',' || (is_start && (here == ' ' || here == '\t'));
  }
  return 0;
}
