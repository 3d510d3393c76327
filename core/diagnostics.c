/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/diagnostics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void flue_diagnostics_add(flue_diagnostics *list, flue_message message, int line, int column, ...) {
  if (flue_message_code(message)[0] == 'E') ++list->errors;
  if (flue_grow(&list->items, &list->capacity, list->n + 1, sizeof *list->items) != FLUE_OK) return;
  flue_text text = {0};
  va_list args;
  va_start(args, column);
  flue_message_add_list(&text, message, list->lang, args);
  va_end(args);
  list->items[list->n++] = (flue_diagnostic){message, line, column, text.data};
}

flue_status flue_diagnostics_fail(flue_ctx *ctx, const flue_diagnostics *list) {
  char number[24];
  snprintf(number, sizeof number, "%zu", list->errors);
  char *text = flue_message_format(FLUE_MSG_MISTAKES, list->lang, number, list->file, NULL);
  const flue_status status =
      flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s", text ? text : number);
  free(text);
  return status;
}

static int by_place(const void *a, const void *b) {
  const flue_diagnostic *x = a, *y = b;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return strcmp(x->text ? x->text : "", y->text ? y->text : "");
}

void flue_diagnostics_print(flue_diagnostics *list, flue_text *out) {
  if (list->n > 1) qsort(list->items, list->n, sizeof *list->items, by_place);
  for (size_t i = 0; i < list->n; ++i) {
    const flue_diagnostic *d = &list->items[i];
    /* one mistake met on several ways, such as an option applied to many doors */
    if (i > 0 && by_place(d - 1, d) == 0) continue;
    const char *code = flue_message_code(d->message);
    flue_text_add(out, "%s", list->file);
    if (d->line > 0) flue_text_add(out, ":%d:%d", d->line, d->column);
    flue_text_add(out, ": %s %s: %s\n", code[0] == 'E' ? "error" : "warning", code,
                  d->text ? d->text : "");
  }
}

void flue_diagnostics_clear(flue_diagnostics *list) {
  for (size_t i = 0; i < list->n; ++i) free(list->items[i].text);
  free(list->items);
  list->items = NULL;
  list->n = list->capacity = list->errors = 0;
}
