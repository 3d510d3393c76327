/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters of records, and the sections of the tree that are filled from them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/memory.h"
#include "scenarios/cfast/cfast_internal.h"
#include "scenarios/keys.h"

/* ---- parameters ---- */

flue_namelist_record *cfast_next(importer *m, const char *group, size_t *at) {
  while (*at < m->file->n) {
    flue_namelist_record *r = &m->file->record[(*at)++];
    if (strcmp(r->group, group) == 0) return r;
  }
  return NULL;
}

cfast_values cfast_take(importer *m, flue_namelist_record *r, const char *name) {
  cfast_values out = {0};
  for (size_t i = 0; i < r->n; ++i) {
    const flue_namelist_parameter *p = &r->parameter[i];
    if (strcmp(p->name, name) == 0 && p->first + p->n > out.n) out.n = p->first + p->n;
  }
  out.v = flue_alloc(out.n, sizeof *out.v);
  if (!out.v) {
    m->no_memory = 1;
    out.n = 0;
  }
  for (size_t i = 0; out.v && i < r->n; ++i) {
    flue_namelist_parameter *p = &r->parameter[i];
    if (strcmp(p->name, name) != 0) continue;
    p->is_used = 1;
    for (size_t k = 0; k < p->n; ++k)
      if (p->value[k].kind != FLUE_NAMELIST_ABSENT) out.v[p->first + k] = &p->value[k];
  }
  while (out.n > 0 && !out.v[out.n - 1]) --out.n;
  return out;
}

/** One value of a parameter, or NULL. */
static flue_namelist_value *value_at(importer *m, flue_namelist_record *r, const char *name,
                                     size_t place) {
  cfast_values values = cfast_take(m, r, name);
  flue_namelist_value *value = place < values.n ? values.v[place] : NULL;
  free(values.v);
  return value;
}

const char *cfast_text(importer *m, flue_namelist_record *r, const char *name, size_t place) {
  const flue_namelist_value *value = value_at(m, r, name, place);
  /* what CFAST takes for not given */
  const int is_empty = !value || value->text[0] == '\0' || strcmp(value->text, "NULL") == 0;
  return is_empty ? NULL : value->text;
}

int cfast_value_number(importer *m, const flue_namelist_record *r, const char *name,
                       const flue_namelist_value *value, double *out) {
  *out = value->number;
  if (value->kind == FLUE_NAMELIST_NUMBER) return 1;
  flue_diagnostics_add(m->list, FLUE_MSG_CFAST_NUMBER, value->line, value->column, r->group, name,
                       value->text, NULL);
  return 0;
}

int cfast_number(importer *m, flue_namelist_record *r, const char *name, size_t place,
                 double *out) {
  const flue_namelist_value *value = value_at(m, r, name, place);
  return value && cfast_value_number(m, r, name, value, out);
}

double cfast_number_or(importer *m, flue_namelist_record *r, const char *name, size_t place,
                       double fallback) {
  double v = fallback;
  return cfast_number(m, r, name, place, &v) ? v : fallback;
}

int cfast_logical(importer *m, flue_namelist_record *r, const char *name) {
  const flue_namelist_value *value = value_at(m, r, name, 0);
  if (!value) return 0;
  /* as Fortran: T, .T., TRUE and .TRUE. */
  const char *text = value->text + (value->text[0] == '.');
  if (strncasecmp(text, "T", 1) == 0) return 1;
  if (strncasecmp(text, "F", 1) != 0)
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_LOGICAL, value->line, value->column, r->group,
                         name, value->text, NULL);
  return 0;
}

int cfast_choice(importer *m, flue_namelist_record *r, const char *name, size_t place,
                 const char *choices, int fallback, int is_warning) {
  const flue_namelist_value *value = value_at(m, r, name, place);
  if (!value || !cfast_text(m, r, name, place)) return fallback;
  int index = 0;
  for (const char *c = choices; *c; ++index) {
    const size_t n = strcspn(c, "|");
    if (n == strlen(value->text) && strncasecmp(c, value->text, n) == 0) return index;
    c += n + (c[n] == '|');
  }
  if (!is_warning) r->is_faulty = 1;
  flue_diagnostics_add(m->list, is_warning ? FLUE_MSG_CFAST_WORD_IGNORED : FLUE_MSG_CFAST_WORD,
                       value->line, value->column, r->group, name, value->text, choices, NULL);
  return is_warning ? fallback : -1;
}

int cfast_need(importer *m, flue_namelist_record *r, const char *names) {
  const flue_namelist_value *id = value_at(m, r, "ID", 0);
  char who[96];
  snprintf(who, sizeof who, id && id->text ? "%s '%s'" : "%s", r->group, id ? id->text : "");
  int has_all = 1;
  for (const char *name = names; *name;) {
    const size_t n = strcspn(name, " ");
    char one[32];
    snprintf(one, sizeof one, "%.*s", (int)n, name);
    if (!value_at(m, r, one, 0)) {
      if (!r->is_faulty)
        flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, r->line, r->column, who, one, NULL);
      has_all = 0;
    }
    name += n + (name[n] == ' ');
  }
  if (!has_all) r->is_faulty = 1;
  return has_all;
}

double cfast_from_end(double v, double size) {
  return v < 0.0 && v + size >= 0.0 ? v + size : v;
}

void cfast_make_rise(double *t, size_t n) {
  const double step_s = 1e-3;
  double before = n > 0 ? t[0] : 0.0;
  for (size_t i = 1; i < n; ++i) {
    const double as_given = t[i];
    if (as_given >= before && as_given <= t[i - 1]) t[i] = t[i - 1] + step_s;
    before = as_given;
  }
}

/* ---- sections ---- */

item item_begin(importer *m, flue_namelist_record *r, const char *section) {
  return (item){m, r, section, {.kind = FLUE_NODE_MAP, .line = r->line, .column = r->column}};
}

/** The node under a key; a key put twice is the same node, emptied. */
static flue_node *child_of(item *i, const char *key, const flue_namelist_value *at) {
  flue_node *node = flue_node_get(&i->node, key);
  if (node)
    flue_node_clear(node);
  else
    node = flue_node_add(&i->node, key);
  if (!node) {
    i->m->no_memory = 1;
    return NULL;
  }
  node->line = at ? at->line : i->record->line;
  node->column = at ? at->column : i->record->column;
  flue_node *name = &i->node.key[node - i->node.child];
  name->line = node->line;
  name->column = node->column;
  return node;
}

static void set_text(importer *m, flue_node *node, char *text) {
  node->kind = FLUE_NODE_SCALAR;
  node->text = text;
  if (!text) m->no_memory = 1;
}

void item_end(item *i, flue_node *parent, const char *key) {
  flue_node *place = flue_node_add(parent, key);
  if (place) {
    *place = i->node;
    if (parent->kind == FLUE_NODE_MAP) {
      parent->key[parent->n - 1].line = i->node.line;
      parent->key[parent->n - 1].column = i->node.column;
      parent->key[parent->n - 1].is_quoted = 1;
    }
  } else {
    flue_node_clear(&i->node);
    i->m->no_memory = 1;
  }
}

void item_map(item *i, const char *key, flue_node *map) {
  flue_node *node = child_of(i, key, NULL);
  if (node)
    *node = *map;
  else
    flue_node_clear(map);
}

void item_text(item *i, const char *key, const flue_namelist_value *at, const char *text) {
  flue_node *node = child_of(i, key, at);
  if (!node) return;
  set_text(i->m, node, flue_copy_text(text));
  node->is_quoted = 1;
}

void item_true(item *i, const char *key) {
  flue_node *node = child_of(i, key, NULL);
  if (node) set_text(i->m, node, flue_copy_text("true"));
}

static char *number_text(double v, const char *unit) {
  flue_text out = {0};
  flue_text_add_number(&out, v);
  if (unit[0]) flue_text_add(&out, " %s", unit);
  if (out.failed) flue_text_clear(&out);
  return out.data;
}

/** The text of a number, or that of the end of the range of its key with a warning: a value that
 * CFAST takes must not stop the reading. A sign that makes no sense is left to the reader. */
static char *limited_text(item *i, const flue_key *key, const flue_node *node, double v,
                          const char *unit) {
  char *text = number_text(v, unit);
  double si = 0.0;
  const flue_number_result result =
      text ? flue_number_read(text, key->dimension, 0, &si, NULL) : FLUE_NUMBER_OK;
  const int is_low = result == FLUE_NUMBER_OK && si < key->low && si >= 0.0;
  const int is_high = result != FLUE_NUMBER_OK || si > key->high;
  if (!text || (!is_low && !is_high)) return text;
  char *limit = number_text(is_low ? key->low : key->high, "");
  char *low = number_text(key->low, ""), *high = number_text(key->high, "");
  if (limit && low && high)
    flue_diagnostics_add(i->m->list, FLUE_MSG_CFAST_LIMITED, node->line, node->column, key->name,
                         text, low, high, flue_dimension_unit(key->dimension), limit, NULL);
  free(low);
  free(high);
  free(text);
  return limit;
}

void item_put(item *i, const char *key, const flue_namelist_value *at, double v, const char *unit) {
  flue_node *node = child_of(i, key, at);
  if (node) set_text(i->m, node, limited_text(i, flue_key_find(i->section, key), node, v, unit));
}

void item_list(item *i, const char *key, const flue_namelist_value *at, const double *v, size_t n,
               const char *unit) {
  flue_node *node = child_of(i, key, at);
  if (!node) return;
  node->kind = FLUE_NODE_LIST;
  for (size_t k = 0; k < n; ++k) {
    flue_node *number = flue_node_add(node, NULL);
    if (number)
      set_text(i->m, number, limited_text(i, flue_key_find(i->section, key), number, v[k], unit));
    else
      i->m->no_memory = 1;
  }
}

int item_number(item *i, const char *key, const char *name, const char *unit) {
  const flue_namelist_value *value = value_at(i->m, i->record, name, 0);
  double v = 0.0;
  if (!value || !cfast_value_number(i->m, i->record, name, value, &v)) return 0;
  item_put(i, key, value, v, unit);
  return 1;
}

size_t item_numbers(item *i, const char *key, const char *name, size_t most, const char *unit) {
  cfast_values values = cfast_take(i->m, i->record, name);
  const size_t n = values.n < most ? values.n : most;
  double *v = flue_alloc(n, sizeof *v);
  if (!v) i->m->no_memory = 1;
  for (size_t k = 0; v && k < n; ++k)
    if (values.v[k]) cfast_value_number(i->m, i->record, name, values.v[k], &v[k]);
  if (v && n > 0) {
    size_t first = 0;
    while (!values.v[first]) ++first;
    item_list(i, key, values.v[first], v, n, unit);
  }
  free(v);
  free(values.v);
  return n;
}

void item_id(item *i, const char *word, size_t number) {
  const flue_namelist_value *value = value_at(i->m, i->record, "ID", 0);
  const char *id = cfast_text(i->m, i->record, "ID", 0);
  char *made = id ? NULL : flue_format("%s %zu", word, number);
  if (!id && !made) i->m->no_memory = 1;
  item_text(i, "id", value, id ? id : made ? made : "");
  free(made);
}

const flue_node *item_named(const flue_node *list, const char *id) {
  for (size_t k = 0; id && k < list->n; ++k) {
    const flue_node *its = flue_node_get(&list->child[k], "id");
    if (its && its->text && strcmp(its->text, id) == 0) return its;
  }
  return NULL;
}

void item_tell_apart(item *i, const flue_node *list) {
  flue_node *id = flue_node_get(&i->node, "id");
  const flue_node *other = item_named(list, id ? id->text : NULL);
  if (!other) return;
  char line[16];
  snprintf(line, sizeof line, "%d", other->line);
  char *name = flue_format("%s (%d)", id->text, id->line);
  if (!name) {
    i->m->no_memory = 1;
    return;
  }
  flue_diagnostics_add(i->m->list, FLUE_MSG_CFAST_TWICE, id->line, id->column, id->text, line, name,
                       NULL);
  free(id->text);
  id->text = name;
}

void item_long_text(item *i, const char *key, const char *name) {
  const char *text = cfast_text(i->m, i->record, name, 0);
  if (!text) return;
  const size_t n = strlen(text);
  const int is_double_quoted = n > 2 && text[0] == '"' && text[n - 1] == '"';
  char *inner = flue_format("%.*s", (int)(is_double_quoted ? n - 2 : n), text + is_double_quoted);
  if (inner)
    item_text(i, key, value_at(i->m, i->record, name, 0), inner);
  else
    i->m->no_memory = 1;
  free(inner);
}

void cfast_trigger(item *i, const char *criterion) {
  static const struct {
    const char *word, *key, *unit;
  } kinds[] = {{"TIME", "at_time", "s"},
               {"TEMPERATURE", "at_temperature", "°C"},
               {"FLUX", "at_flux", "kW/m2"}};
  const int k = cfast_choice(i->m, i->record, criterion, 0, "TIME|TEMPERATURE|FLUX", 0, 0);
  if (k < 0) return;
  item when = item_begin(i->m, i->record, "trigger");
  item_number(&when, kinds[k].key, "SETPOINT", kinds[k].unit);
  if (k > 0 && cfast_need(i->m, i->record, "DEVC_ID SETPOINT"))
    item_text(
        &when, "target", value_at(i->m, i->record, "DEVC_ID", 0),
        cfast_text(i->m, i->record, "DEVC_ID", 0) ? cfast_text(i->m, i->record, "DEVC_ID", 0) : "");
  item_map(i, "when", &when.node);
}

const cfast_room *cfast_find_room(const importer *m, const char *id) {
  for (size_t i = 0; id && i < m->n_rooms; ++i)
    if (strcmp(m->room[i].id, id) == 0) return &m->room[i];
  return NULL;
}
