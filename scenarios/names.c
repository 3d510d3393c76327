/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/names.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/keys.h"

/** By id, then by place in the list. */
static int by_id(const void *a, const void *b) {
  const flue_word *const *x = a, *const *y = b;
  const int order = strcmp((*x)->text, (*y)->text);
  return order ? order : (*x > *y) - (*x < *y);
}

flue_status flue_names_create(const flue_list *list, size_t size, flue_names *out) {
  *out = (flue_names){.first = list->items, .size = size};
  out->sorted = flue_alloc(list->n, sizeof *out->sorted);
  if (!out->sorted) return FLUE_ENOMEM;
  for (size_t i = 0; i < list->n; ++i) {
    const flue_word *id = (const flue_word *)(const void *)(out->first + i * size);
    if (id->text) out->sorted[out->n++] = id;
  }
  if (out->n > 1) qsort(out->sorted, out->n, sizeof *out->sorted, by_id);
  return FLUE_OK;
}

void flue_names_clear(flue_names *names) {
  free(names->sorted);
  *names = (flue_names){0};
}

size_t flue_names_find(const flue_names *names, const char *id) {
  size_t low = 0, high = names->n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (strcmp(names->sorted[middle]->text, id) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == names->n || strcmp(names->sorted[low]->text, id) != 0) return FLUE_NO_NAME;
  return (size_t)((const char *)(const void *)names->sorted[low] - names->first) / names->size;
}

void flue_names_offer(const flue_names *names, flue_nearest *nearest) {
  for (size_t i = 0; i < names->n; ++i) flue_nearest_offer(nearest, names->sorted[i]->text);
}

int flue_names_outside(const char *word) {
  return strcmp(word, "outside") == 0 || strcmp(word, "OUTSIDE") == 0;
}

/** The id of item i of a list whose structs begin with it. */
static const char *id_of(const flue_list *items, size_t size, size_t i) {
  return ((const flue_word *)(const void *)((const char *)items->items + i * size))->text;
}

int flue_names_among(const flue_list *items, size_t size, const char *id, flue_nearest *nearest) {
  for (size_t i = 0; i < items->n; ++i)
    if (id_of(items, size, i) && strcmp(id_of(items, size, i), id) == 0) return 1;
  for (size_t i = 0; i < items->n; ++i)
    if (id_of(items, size, i)) flue_nearest_offer(nearest, id_of(items, size, i));
  return 0;
}

void flue_names_refuse(flue_diagnostics *list, const char *where, flue_message what,
                       const flue_word *name, const flue_nearest *nearest) {
  const char *best = flue_nearest_result(nearest);
  flue_diagnostics_add(list, best ? FLUE_MSG_UNKNOWN_NAME_NEAR : FLUE_MSG_UNKNOWN_NAME, name->line,
                       name->column, where, flue_message_text(what, list->lang), name->text, best,
                       NULL);
}

void flue_names_missing(flue_diagnostics *list, const flue_word *id, const char *section,
                        const char *key) {
  flue_diagnostics_add(list, FLUE_MSG_MISSING_KEY, id->line, id->column, id->text, key,
                       flue_key_find(section, key)->text[list->lang], NULL);
}
