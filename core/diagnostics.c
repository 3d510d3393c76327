/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/diagnostics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

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

void flue_diagnostics_take(flue_diagnostics *list, flue_diagnostics *from, size_t keep_at_most) {
  for (size_t i = 0; i < from->n; ++i) {
    const int is_kept =
        list->n < keep_at_most &&
        flue_grow(&list->items, &list->capacity, list->n + 1, sizeof *list->items) == FLUE_OK;
    if (!is_kept) continue;
    list->items[list->n++] = from->items[i];
    from->items[i].text = NULL;
  }
  list->errors += from->errors;
  flue_diagnostics_clear(from);
}

static int by_place(const void *a, const void *b) {
  const flue_diagnostic *x = a, *y = b;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return strcmp(x->text ? x->text : "", y->text ? y->text : "");
}

static int is_error(const flue_diagnostic *d) {
  return flue_message_code(d->message)[0] == 'E';
}

/** Mistakes, each once: some are met on several ways, such as an option applied to many doors. */
static size_t count_mistakes(const flue_diagnostics *list) {
  flue_diagnostic *sorted = flue_alloc(list->n, sizeof *sorted);
  if (!sorted || list->n == 0) {
    free(sorted);
    return list->errors;
  }
  memcpy(sorted, list->items, list->n * sizeof *sorted);
  qsort(sorted, list->n, sizeof *sorted, by_place);
  size_t count = 0;
  for (size_t i = 0; i < list->n; ++i)
    count += is_error(&sorted[i]) && (i == 0 || by_place(&sorted[i - 1], &sorted[i]) != 0);
  free(sorted);
  return count;
}

flue_status flue_diagnostics_fail(flue_ctx *ctx, const flue_diagnostics *list) {
  char number[24];
  snprintf(number, sizeof number, "%zu", count_mistakes(list));
  char *text = flue_message_format(FLUE_MSG_MISTAKES, list->lang, number, list->file, NULL);
  const flue_status status =
      flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s", text ? text : number);
  free(text);
  return status;
}

void flue_diagnostics_print(flue_diagnostics *list, flue_text *out) {
  if (list->n > 1) qsort(list->items, list->n, sizeof *list->items, by_place);
  for (size_t i = 0; i < list->n; ++i) {
    const flue_diagnostic *d = &list->items[i];
    if (i > 0 && by_place(d - 1, d) == 0) continue;
    const char *code = flue_message_code(d->message);
    flue_text_add(out, "%s", list->file);
    if (d->line > 0) flue_text_add(out, ":%d:%d", d->line, d->column);
    flue_text_add(out, ": %s %s: %s\n", is_error(d) ? "error" : "warning", code,
                  d->text ? d->text : "");
  }
}

void flue_diagnostics_clear(flue_diagnostics *list) {
  for (size_t i = 0; i < list->n; ++i) free(list->items[i].text);
  free(list->items);
  list->items = NULL;
  list->n = list->capacity = list->errors = 0;
}
