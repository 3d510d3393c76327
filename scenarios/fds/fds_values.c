/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters of records, memory of the case, findings. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/memory.h"
#include "scenarios/fds/fds_internal.h"

/* ---- memory ---- */

enum { first_items = 8 };

/** Whether an array of n items that doubles is full. */
static int is_full(size_t n) {
  return n == 0 || (n >= first_items && (n & (n - 1)) == 0);
}

/** Makes room for one more without a record of it. */
static int make_room(void *items, size_t n, size_t size) {
  void *old = NULL;
  memcpy(&old, items, sizeof old);
  if (!is_full(n)) return 1;
  void *grown = flue_alloc(n == 0 ? first_items : 2 * n, size);
  if (!grown) return 0;
  if (n > 0) memcpy(grown, old, n * size);
  memcpy(items, &grown, sizeof grown);
  return 1;
}

static int remember(fds_reader *m, void *owned) {
  flue_fds_case *out = m->out;
  void *old = out->memory;
  if (!owned || !make_room(&out->memory, out->n_memory, sizeof *out->memory)) {
    m->no_memory = 1;
    free(owned);
    return 0;
  }
  if (old != out->memory) free(old);
  out->memory[out->n_memory++] = owned;
  return 1;
}

void *fds_alloc(fds_reader *m, size_t n, size_t size) {
  void *owned = flue_alloc(n, size);
  return remember(m, owned) ? owned : NULL;
}

const char *fds_keep(fds_reader *m, const char *text) {
  if (!text) return NULL;
  char *owned = flue_copy_text(text);
  return remember(m, owned) ? owned : "";
}

void *fds_more(fds_reader *m, void *items, size_t *n, size_t size) {
  void *before = NULL, *after = NULL;
  memcpy(&before, items, sizeof before);
  if (!make_room(items, *n, size)) {
    m->no_memory = 1;
    return NULL;
  }
  memcpy(&after, items, sizeof after);
  if (before != after && !remember(m, after)) { /* what was there stays in the case's memory */
    memcpy(items, &before, sizeof before);
    return NULL;
  }
  return (char *)after + (*n)++ * size;
}

/* ---- parameters ---- */

int fds_same(const char *a, const char *b) {
  return a && b && strcasecmp(a, b) == 0;
}

flue_namelist_record *fds_next(fds_reader *m, const char *group, size_t *at) {
  while (*at < m->file.n) {
    flue_namelist_record *r = &m->file.record[(*at)++];
    if (strcmp(r->group, group) == 0) return r;
  }
  return NULL;
}

const flue_namelist_value *fds_value(flue_namelist_record *r, const char *name, size_t place) {
  const flue_namelist_value *found = NULL;
  for (size_t i = 0; i < r->n; ++i) {
    flue_namelist_parameter *p = &r->parameter[i];
    if (strcmp(p->name, name) != 0) continue;
    p->is_used = 1;
    if (place >= p->first && place - p->first < p->n &&
        p->value[place - p->first].kind != FLUE_NAMELIST_ABSENT)
      found = &p->value[place - p->first];
  }
  return found;
}

size_t fds_count(flue_namelist_record *r, const char *name) {
  size_t n = 0;
  for (size_t i = 0; i < r->n; ++i) {
    flue_namelist_parameter *p = &r->parameter[i];
    if (strcmp(p->name, name) != 0) continue;
    p->is_used = 1;
    if (p->n > 0 && p->first + p->n > n) n = p->first + p->n;
  }
  return n;
}

int fds_has(flue_namelist_record *r, const char *name) {
  return fds_count(r, name) > 0;
}

const char *fds_text(flue_namelist_record *r, const char *name, size_t place) {
  const flue_namelist_value *value = fds_value(r, name, place);
  return value && value->text && value->text[0] && !fds_same(value->text, "null") ? value->text
                                                                                  : NULL;
}

int fds_number(fds_reader *m, flue_namelist_record *r, const char *name, size_t place,
               double *out) {
  const flue_namelist_value *value = fds_value(r, name, place);
  if (!value) return 0;
  *out = value->number;
  if (value->kind == FLUE_NAMELIST_NUMBER) return 1;
  flue_diagnostics_add(m->list, FLUE_MSG_CFAST_NUMBER, value->line, value->column, r->group, name,
                       value->text ? value->text : "", NULL);
  return 0;
}

double fds_number_or(fds_reader *m, flue_namelist_record *r, const char *name, size_t place,
                     double fallback) {
  double v = fallback;
  return fds_number(m, r, name, place, &v) ? v : fallback;
}

int fds_logical_or(fds_reader *m, flue_namelist_record *r, const char *name, int fallback) {
  const flue_namelist_value *value = fds_value(r, name, 0);
  if (!value) return fallback;
  const char *text = value->text ? value->text : "";
  text += text[0] == '.';
  if (strncasecmp(text, "T", 1) == 0) return 1;
  if (strncasecmp(text, "F", 1) != 0)
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_LOGICAL, value->line, value->column, r->group,
                         name, value->text ? value->text : "", NULL);
  return 0;
}

int fds_numbers(fds_reader *m, flue_namelist_record *r, const char *name, size_t n, double *out) {
  if (!fds_has(r, name)) return 0;
  for (size_t k = 0; k < n; ++k) {
    if (fds_number(m, r, name, k, &out[k])) continue;
    fds_refuse(m, r, name, FLUE_MSG_FDS_WHY_NUMBERS);
    return 0;
  }
  return 1;
}

int fds_box(fds_reader *m, flue_namelist_record *r, const char *name, double box[6]) {
  if (!fds_numbers(m, r, name, 6, box)) return 0;
  for (int a = 0; a < 3; ++a) {
    if (box[2 * a] <= box[2 * a + 1]) continue;
    const double low = box[2 * a + 1];
    box[2 * a + 1] = box[2 * a];
    box[2 * a] = low;
  }
  return 1;
}

int fds_choice(const char *text, const char *choices) {
  int index = 0;
  for (const char *c = choices; text && *c; ++index) {
    const size_t n = strcspn(c, "|");
    if (n == strlen(text) && strncasecmp(c, text, n) == 0) return index;
    c += n + (c[n] == '|');
  }
  return -1;
}

/* ---- findings ---- */

/** Adds a finding about a parameter at its place, or at that of the record. */
static void tell(fds_reader *m, flue_message message, flue_namelist_record *r, const char *name,
                 flue_message why) {
  int line = r->line, column = r->column;
  for (size_t i = 0; i < r->n; ++i)
    if (strcmp(r->parameter[i].name, name) == 0) {
      line = r->parameter[i].line;
      column = r->parameter[i].column;
      r->parameter[i].is_used = 1;
    }
  flue_diagnostics_add(m->list, message, line, column, name, r->group,
                       flue_message_text(why, m->list->lang), NULL);
}

void fds_refuse(fds_reader *m, flue_namelist_record *r, const char *name, flue_message why) {
  tell(m, FLUE_MSG_FDS_REFUSED, r, name, why);
}

int fds_refuse_given(fds_reader *m, flue_namelist_record *r, const char *name, flue_message why) {
  if (!fds_has(r, name)) return 0;
  fds_refuse(m, r, name, why);
  return 1;
}

void fds_take(fds_reader *m, flue_namelist_record *r, const char *name, flue_message why) {
  tell(m, FLUE_MSG_FDS_TAKEN, r, name, why);
}

void fds_refuse_group(fds_reader *m, flue_namelist_record *r, flue_message why) {
  for (size_t i = 0; i < r->n; ++i) r->parameter[i].is_used = 1;
  flue_diagnostics_add(m->list, FLUE_MSG_FDS_GROUP_REFUSED, r->line, r->column, r->group,
                       flue_message_text(why, m->list->lang), NULL);
}

void fds_no_id(fds_reader *m, flue_namelist_record *r, const char *name, const char *group,
               const char *id) {
  const flue_namelist_value *value = fds_value(r, name, 0);
  flue_diagnostics_add(m->list, FLUE_MSG_FDS_NO_ID, value ? value->line : r->line,
                       value ? value->column : r->column, r->group, name, group, id, NULL);
}
