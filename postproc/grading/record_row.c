/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/grading/record_row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_columns = 4096 };

/* ---- header ---- */

/** Whether a header is a name, perhaps with a unit in brackets: "Area [m2]". */
static int is_name(const char *header, const char *name) {
  const size_t n = strlen(name);
  if (n == 0 || strncmp(header, name, n) != 0) return 0;
  header += n;
  while (*header == ' ') ++header;
  return *header == '\0' || *header == '[' || *header == '(' || strncmp(header, "（", 3) == 0;
}

static size_t find_input(const flue_method *m, const char *header) {
  for (size_t i = 0; i < m->n_inputs; ++i) {
    const flue_rule_name *name = &m->inputs[i].name;
    if (is_name(header, name->id) || is_name(header, name->text[0]) ||
        is_name(header, name->text[1]))
      return i;
  }
  return FLUE_NO_SLOT;
}

static int is_id(const char *header) {
  return strcmp(header, "id") == 0 || strcmp(header, "编号") == 0;
}

/** Keeps a column; a finding when another one answers the same. */
static void keep_column(flue_record_header *h, char *cell, int line, flue_diagnostics *list) {
  const size_t input = is_id(cell) ? FLUE_NO_SLOT : find_input(h->method, cell);
  int is_twice = is_id(cell) && h->id != FLUE_NO_SLOT;
  for (size_t i = 0; i < h->n; ++i) is_twice |= input != FLUE_NO_SLOT && h->input[i] == input;
  if (is_twice) flue_diagnostics_add(list, FLUE_MSG_RECORDS_TWICE, line, 1, cell, NULL);
  if (is_id(cell)) h->id = h->n;
  h->n_used += input != FLUE_NO_SLOT;
  h->name[h->n] = cell;
  h->input[h->n++] = input;
}

flue_status flue_record_header_read(const flue_method *method, flue_csv_cursor *c,
                                    flue_diagnostics *list, flue_record_header *out) {
  *out = (flue_record_header){.method = method, .file = list->file, .id = FLUE_NO_SLOT};
  for (size_t i = 0; i < method->n_inputs; ++i) {
    const flue_method_input *in = &method->inputs[i];
    out->n_open += !in->is_filled;
    out->n_assumed += !in->is_filled && !isnan(in->fallback);
  }
  char *begin = c->at;
  const int line = c->line;
  flue_csv_cursor row = *c;
  row.end = flue_csv_pass_row(c) ? c->at : c->end;
  c->at = row.end;
  const size_t length = (size_t)(row.end - begin);
  out->text = flue_alloc(length + 1, 1);
  out->input = flue_alloc(most_columns, sizeof *out->input);
  out->name = flue_alloc(most_columns, sizeof *out->name);
  if (!out->text || !out->input || !out->name) return FLUE_ENOMEM;
  memcpy(out->text, begin, length);
  row.at = out->text;
  row.end = out->text + length;
  for (int is_last = 0; !is_last && out->n < most_columns;) {
    char *cell = flue_csv_next_cell(&row, &is_last);
    if (!cell) {
      flue_diagnostics_add(list, FLUE_MSG_RECORDS_QUOTE, line, 1, NULL);
      return FLUE_OK;
    }
    keep_column(out, cell, line, list);
  }
  if (out->id == FLUE_NO_SLOT) flue_diagnostics_add(list, FLUE_MSG_RECORDS_NO_ID, line, 1, NULL);
  if (out->n_used == 0 && method->n_inputs > 0)
    flue_diagnostics_add(list, FLUE_MSG_RECORDS_NO_INPUT, line, 1, method->name.id, NULL);
  return FLUE_OK;
}

void flue_record_header_clear(flue_record_header *header) {
  free(header->text);
  free(header->input);
  free(header->name);
  *header = (flue_record_header){0};
}

/* ---- cells ---- */

/** Where a cell stands, for findings. */
typedef struct place {
  const flue_method_input *input;
  const char *row;
  int line;
} place;

static int column_of(const char *row, const char *cell) {
  int column = 1; /* cells before are cut up, but as long as they were */
  for (const char *c = row; c < cell; ++c) column += ((unsigned char)*c & 0xc0) != 0x80;
  return column;
}

static int is_one_of(const char *cell, const char *const *words) {
  for (; *words; ++words)
    if (strcmp(cell, *words) == 0) return 1;
  return 0;
}

static int is_missing(const char *cell) {
  static const char *const words[] = {"", "?", "NA", "unknown", "未知", NULL};
  return (*cell == '\0' || *cell == '?' || *cell == 'N' || *cell == 'u' ||
          (unsigned char)*cell >= 0x80) &&
         is_one_of(cell, words);
}

/** Plain decimals of up to 15 digits are exact over a power of ten; others by strtod. */
static int read_number(const char *cell, double *value) {
  static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char *c = cell + (*cell == '-');
  double digits = 0;
  int n = 0, behind = 0;
  for (; *c >= '0' && *c <= '9'; ++c, ++n) digits = 10 * digits + (*c - '0');
  if (*c == '.')
    for (++c; *c >= '0' && *c <= '9'; ++c, ++n, ++behind) digits = 10 * digits + (*c - '0');
  if (*c == '\0' && n > 0 && n <= 15) {
    *value = (*cell == '-' ? -digits : digits) / powers[behind];
    return 1;
  }
  char *end = NULL;
  *value = strtod(cell, &end);
  return end != cell && *end == '\0' && isfinite(*value);
}

static void refuse(flue_diagnostics *list, const place *p, const char *cell, flue_message message,
                   const char *a, const char *b, const char *c) {
  flue_diagnostics_add(list, message, p->line, column_of(p->row, cell),
                       p->input->name.text[list->lang], cell, a, b, c, NULL);
}

/** Answer in words. @return its value, or -1. */
static int read_word(const flue_method *m, const flue_method_input *in, const char *cell) {
  static const char *const yes[] = {"yes", "1", "true", "y", "是", "有", "Yes", "TRUE", NULL};
  static const char *const no[] = {"no", "0", "false", "n", "否", "无", "No", "FALSE", NULL};
  for (size_t i = 0; i < in->n_choices; ++i) {
    const flue_rule_name *name = &m->choices[in->choice + i];
    if (strcmp(cell, name->id) == 0 || strcmp(cell, name->text[0]) == 0 ||
        strcmp(cell, name->text[1]) == 0)
      return (int)i;
  }
  if (in->kind == FLUE_INPUT_CHOICE && !in->is_check) return -1;
  if (is_one_of(cell, yes)) return 1;
  return is_one_of(cell, no) ? 0 : -1;
}

static void refuse_word(const flue_method *m, const place *p, const char *cell,
                        flue_diagnostics *list) {
  const flue_method_input *in = p->input;
  flue_text words = {0};
  for (size_t i = 0; i < in->n_choices; ++i)
    flue_text_add(&words, "%s%s", i ? ", " : "", m->choices[in->choice + i].id);
  refuse(list, p, cell, FLUE_MSG_BAD_CHOICE, words.data ? words.data : "yes, no", NULL, NULL);
  flue_text_clear(&words);
}

static void refuse_range(const place *p, const char *cell, flue_diagnostics *list) {
  char low[32], high[32];
  snprintf(low, sizeof low, "%g", p->input->low);
  snprintf(high, sizeof high, "%g", p->input->high);
  refuse(list, p, cell, FLUE_MSG_OUT_OF_RANGE, low, high, p->input->unit);
}

static void read_cell(const flue_method *m, const place *p, const char *cell, flue_span *slots,
                      flue_diagnostics *list) {
  const flue_method_input *in = p->input;
  double value;
  if (in->kind != FLUE_INPUT_NUMBER) {
    const int word = read_word(m, in, cell);
    if (word < 0) refuse_word(m, p, cell, list);
    value = word;
  } else if (!read_number(cell, &value)) {
    refuse(list, p, cell, FLUE_MSG_RECORDS_NUMBER, in->unit, NULL, NULL);
    return;
  } else if (!(value >= in->low && value <= in->high)) {
    refuse_range(p, cell, list);
  }
  slots[in->slot] = (flue_span){value, value};
}

void flue_record_read(const flue_record_header *header, flue_csv_cursor *c, flue_span *slots,
                      flue_diagnostics *list, flue_record *out) {
  const flue_method *m = header->method;
  place p = {.row = c->at, .line = c->line};
  *out = (flue_record){.id = "", .n_missing = header->n_open, .n_assumed = header->n_assumed};
  size_t n = 0;
  for (int is_last = 0; !is_last; ++n) {
    char *cell = flue_csv_next_cell(c, &is_last);
    if (!cell) {
      flue_diagnostics_add(list, FLUE_MSG_RECORDS_QUOTE, p.line, 1, NULL);
      return;
    }
    if (n >= header->n) continue;
    if (n == header->id) out->id = cell;
    const size_t input = header->input[n];
    if (input == FLUE_NO_SLOT || is_missing(cell)) continue;
    p.input = &m->inputs[input];
    out->n_missing -= !p.input->is_filled;
    out->n_assumed -= !p.input->is_filled && !isnan(p.input->fallback);
    read_cell(m, &p, cell, slots, list);
  }
  if (n != header->n) {
    char found[24], wanted[24];
    snprintf(found, sizeof found, "%zu", n);
    snprintf(wanted, sizeof wanted, "%zu", header->n);
    flue_diagnostics_add(list, FLUE_MSG_RECORDS_RAGGED, p.line, 1, found, wanted, NULL);
  }
  if (n == header->n && *out->id == '\0')
    flue_diagnostics_add(list, FLUE_MSG_RECORDS_NAMELESS, p.line, 1, NULL);
}
