/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &FIRE, &CHEM and &TABL: a fire is where it is, what burns, and how much of it over time. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/memory.h"
#include "scenarios/cfast/cfast_internal.h"

/** CFAST takes no fire smaller than a disc of 0.2 m. */
static const double smallest_m2 = 0.031415926535897934;

/** A column of a table, and the constant of &CHEM that stands for it. */
typedef struct column {
  const char *key, *label, *other_label, *constant, *unit;
} column;
static const column COLUMNS[] = {
    {"heat", "HRR", NULL, "HRR", "kW"},
    {"heights", "HEIGHT", NULL, NULL, "m"},
    {"areas", "AREA", NULL, "AREA", "m2"},
    {"co", "CO_YIELD", NULL, "CO_YIELD", ""},
    {"soot", "SOOT_YIELD", NULL, "SOOT_YIELD", ""},
    {"hcn", "HCN_YIELD", NULL, "HCN_YIELD", ""},
    {"trace", "TRACE_YIELD", "TS_YIELD", "TRACE_YIELD", ""},
};
enum { columns = sizeof COLUMNS / sizeof *COLUMNS };

/* ---- tables ---- */

/** Records of one table: the last one with labels, and all with data. */
typedef struct table {
  flue_namelist_record *labels;
  flue_namelist_record **row; /**< Owned, [n]. */
  size_t n, capacity;
} table;

static table find_table(importer *m, const char *id) {
  table out = {0};
  size_t at = 0;
  for (flue_namelist_record *r; id && (r = cfast_next(m, "TABL", &at)) != NULL;) {
    const char *name = cfast_text(m, r, "ID", 0);
    if (!name || strcmp(name, id) != 0) continue;
    if (cfast_text(m, r, "LABELS", 0)) {
      out.labels = r;
    } else if (flue_grow(&out.row, &out.capacity, out.n + 1, sizeof *out.row) == FLUE_OK) {
      out.row[out.n++] = r;
    } else {
      m->no_memory = 1;
    }
  }
  return out;
}

/** Place of a label; -1 when the table has none. */
static int find_label(importer *m, const table *t, const char *label) {
  cfast_values labels = {0};
  int place = -1;
  if (t->labels && label) labels = cfast_take(m, t->labels, "LABELS");
  for (size_t k = 0; k < labels.n && place < 0; ++k)
    if (labels.v[k] && strcasecmp(labels.v[k]->text, label) == 0) place = (int)k;
  free(labels.v);
  return place;
}

/** A column of the table in @p v, [t->n]; rows that are too short give 0. */
static void read_column(importer *m, const table *t, int place, double *v) {
  for (size_t k = 0; k < t->n; ++k)
    v[k] = cfast_number_or(m, t->row[k], "DATA", (size_t)place, 0.0);
}

/** A column that CFAST reads and leaves out of account, when it holds anything. */
static void warn_of_chloride(importer *m, const table *t) {
  const int place = find_label(m, t, "HCL_YIELD");
  size_t count = 0, first = 0;
  for (size_t k = t->n; place >= 0 && k-- > 0;)
    if (cfast_number_or(m, t->row[k], "DATA", (size_t)place, 0.0) != 0.0) {
      first = k;
      ++count;
    }
  if (count == 0) return;
  char number[32];
  snprintf(number, sizeof number, "%zu", count);
  flue_diagnostics_add(m->list, FLUE_MSG_CFAST_IGNORED, t->row[first]->line, t->row[first]->column,
                       "&TABL HCL_YIELD", number, NULL);
}

/** Labels that stand for nothing. */
static void warn_of_labels(importer *m, const table *t) {
  if (!t->labels) return;
  cfast_values labels = cfast_take(m, t->labels, "LABELS");
  for (size_t k = 0; k < labels.n; ++k) {
    const char *label = labels.v[k] ? labels.v[k]->text : "NULL";
    int is_known = strcasecmp(label, "TIME") == 0 || strcasecmp(label, "HCL_YIELD") == 0 ||
                   strcasecmp(label, "NULL") == 0 || strcasecmp(label, "TS_YIELD") == 0;
    for (int c = 0; c < columns; ++c) is_known |= strcasecmp(label, COLUMNS[c].label) == 0;
    if (!is_known)
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_UNKNOWN, labels.v[k]->line, labels.v[k]->column,
                           label, "1", NULL);
  }
  free(labels.v);
}

/* ---- fires ---- */

static flue_namelist_record *find_fuel(importer *m, const char *id) {
  size_t at = 0;
  flue_namelist_record *found = NULL; /* the last one counts */
  for (flue_namelist_record *r; id && (r = cfast_next(m, "CHEM", &at)) != NULL;) {
    const char *name = cfast_text(m, r, "ID", 0);
    if (name && strcmp(name, id) == 0) found = r;
  }
  return found;
}

/** The constant of &CHEM for a column. */
static double constant(importer *m, flue_namelist_record *chem, const column *c) {
  return chem && c->constant ? cfast_number_or(m, chem, c->constant, 0, 0.0) : 0.0;
}

/** One key of the fire: the column, or the constant so often as there are times. */
static void read_history(item *i, const table *t, flue_namelist_record *chem, const column *c,
                         size_t n) {
  int place = find_label(i->m, t, c->label);
  if (place < 0) place = find_label(i->m, t, c->other_label);
  double *v = flue_alloc(n, sizeof *v);
  if (!v) {
    i->m->no_memory = 1;
    return;
  }
  int has_any = c == &COLUMNS[0];
  for (size_t k = 0; k < n; ++k) v[k] = constant(i->m, chem, c);
  if (place >= 0 && t->n > 0) read_column(i->m, t, place, v);
  for (size_t k = 0; k < n; ++k) {
    if (strcmp(c->key, "areas") == 0) v[k] = fmax(v[k], smallest_m2);
    has_any |= v[k] != 0.0;
  }
  item from = *i;
  if (t->n > 0) from.record = t->row[0];
  if (has_any) item_list(&from, c->key, NULL, v, n, c->unit);
  i->node = from.node;
  free(v);
}

static void read_histories(item *i, const table *t, flue_namelist_record *chem) {
  const int time = find_label(i->m, t, "TIME");
  const size_t n = t->n > 0 ? t->n : 1;
  double *times_s = flue_alloc(n, sizeof *times_s);
  if (!times_s) {
    i->m->no_memory = 1;
    return;
  }
  if (t->n > 0) read_column(i->m, t, time >= 0 ? time : 0, times_s);
  cfast_make_rise(times_s, n);
  item from = *i;
  if (t->n > 0) from.record = t->row[0];
  item_list(&from, "times", NULL, times_s, n, "s");
  i->node = from.node;
  free(times_s);
  for (int c = 0; c < columns; ++c) read_history(i, t, chem, &COLUMNS[c], n);
}

static void read_location(item *i) {
  const cfast_room *room = cfast_find_room(i->m, cfast_text(i->m, i->record, "COMP_ID", 0));
  double at[2];
  for (size_t k = 0; k < 2; ++k) {
    if (!cfast_number(i->m, i->record, "LOCATION", k, &at[k])) return;
    if (room) at[k] = cfast_from_end(at[k], room->size[k]);
  }
  item_list(i, "at", NULL, at, 2, "m");
}

/** The first height of the fire, for targets that face it. */
static void note_fire(importer *m, const item *i, size_t *capacity) {
  if (flue_grow(&m->fire, capacity, m->n_fires + 1, sizeof *m->fire)) {
    m->no_memory = 1;
    return;
  }
  const flue_node *id = flue_node_get(&i->node, "id"), *at = flue_node_get(&i->node, "at"),
                  *heights = flue_node_get(&i->node, "heights");
  const cfast_room *room = cfast_find_room(m, cfast_text(m, i->record, "COMP_ID", 0));
  cfast_fire *fire = &m->fire[m->n_fires++];
  *fire = (cfast_fire){.id = id && id->text ? id->text : ""};
  for (size_t k = 0; k < 2; ++k)
    fire->at[k] = at && at->n == 2 && at->child[k].text ? strtod(at->child[k].text, NULL)
                  : room                                ? 0.5 * room->size[k]
                                                        : 0.0;
  if (heights && heights->n > 0 && heights->child[0].text)
    fire->at[2] = strtod(heights->child[0].text, NULL);
}

static void read_fire(importer *m, flue_namelist_record *r, size_t number, size_t *capacity) {
  if (!cfast_need(m, r, "COMP_ID")) return;
  const char *fuel = cfast_text(m, r, "FIRE_ID", 0);
  if (!fuel) fuel = cfast_text(m, r, "ID", 0);
  flue_namelist_record *chem = find_fuel(m, fuel);
  table t = find_table(m, fuel);
  if (t.n == 0 && chem) {
    free(t.row);
    t = find_table(m, cfast_text(m, chem, "TABLE_ID", 0));
  }
  if (t.n == 0 && chem && !cfast_text(m, chem, "HRR", 0))
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_NO_TABLE, r->line, r->column,
                         cfast_text(m, r, "ID", 0) ? cfast_text(m, r, "ID", 0) : "", fuel, NULL);
  cfast_values where = cfast_take(m, r, "FIRE_ID");
  item i = item_begin(m, r, "burner");
  item_id(&i, "fire", number);
  item_tell_apart(&i, &m->fires);
  item_text(&i, "in", NULL, cfast_text(m, r, "COMP_ID", 0) ? cfast_text(m, r, "COMP_ID", 0) : "");
  read_location(&i);
  item_text(&i, "fuel", where.n > 0 ? where.v[0] : NULL, fuel ? fuel : "");
  read_histories(&i, &t, chem);
  const double flaming_s = chem ? cfast_number_or(m, chem, "FLAMING_TRANSITION_TIME", 0, 0.0) : 0.0;
  if (flaming_s > 0.0) item_put(&i, "flaming_from", NULL, flaming_s, "s");
  const double water = cfast_number_or(m, r, "E_COEFFICIENT", 0, -1.0); /* below 0: as Evans */
  if (water >= 0.0) item_put(&i, "e_coefficient", NULL, water, "");
  const double setpoint = cfast_number_or(m, r, "SETPOINT", 0, 0.0);
  if (setpoint > 0.0)
    cfast_trigger(&i, "IGNITION_CRITERION");
  else /* it burns from the start, whatever was to light it */
    cfast_choice(m, r, "IGNITION_CRITERION", 0, "TIME|TEMPERATURE|FLUX", 0, 0);
  note_fire(m, &i, capacity);
  item_end(&i, &m->fires, NULL);
  free(where.v);
  free(t.row);
}

/* ---- fuels ---- */

static void read_fuel(importer *m, flue_namelist_record *r) {
  static const char *const atoms[][2] = {{"carbon", "CARBON"},
                                         {"hydrogen", "HYDROGEN"},
                                         {"oxygen", "OXYGEN"},
                                         {"nitrogen", "NITROGEN"},
                                         {"chlorine", "CHLORINE"}};
  if (!cfast_need(m, r, "ID")) return;
  const char *id = cfast_text(m, r, "ID", 0);
  if (!id) return;
  const flue_namelist_record *last = find_fuel(m, id);
  if (last != r) {
    char line[32];
    snprintf(line, sizeof line, "%d", last ? last->line : 0);
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_AGAIN, r->line, r->column, r->group, line, NULL);
    for (size_t k = 0; k < r->n; ++k) r->parameter[k].is_used = 1;
    return;
  }
  item i = item_begin(m, r, "fuel");
  for (size_t k = 0; k < sizeof atoms / sizeof *atoms; ++k)
    if (!item_number(&i, atoms[k][0], atoms[k][1], "") && k == 0)
      item_put(&i, "carbon", NULL, 0, "");
  if (!item_number(&i, "heat_of_combustion", "HEAT_OF_COMBUSTION", "kJ/kg"))
    item_put(&i, "heat_of_combustion", NULL, 50000.0, "kJ/kg");
  if (!item_number(&i, "radiative_fraction", "RADIATIVE_FRACTION", ""))
    item_put(&i, "radiative_fraction", NULL, 0.0, "");
  item_end(&i, &m->fuels, id);
}

/** Without times and heat release rates a table says nothing. */
static void need_labels(importer *m, const table *t) {
  static const char *const needed[] = {"TIME", "HRR"};
  for (size_t k = 0; k < sizeof needed / sizeof *needed; ++k)
    if (find_label(m, t, needed[k]) < 0)
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, t->labels->line, t->labels->column,
                           "TABL LABELS", needed[k], NULL);
}

/** A label that names no column. */
static int is_null(const flue_namelist_value *label) {
  return !label || label->text[0] == '\0' || strcasecmp(label->text, "NULL") == 0;
}

/** Rows whose values do not fit the labels one by one. */
static void warn_of_rows(importer *m, const table *t, const char *id) {
  cfast_values labels = cfast_take(m, t->labels, "LABELS");
  while (labels.n > 0 && is_null(labels.v[labels.n - 1])) --labels.n; /* columns left out */
  char found[32], wanted[32];
  snprintf(wanted, sizeof wanted, "%zu", labels.n);
  for (size_t k = 0; k < t->n; ++k) {
    cfast_values row = cfast_take(m, t->row[k], "DATA");
    snprintf(found, sizeof found, "%zu", row.n);
    if (row.n != labels.n)
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_ROW, t->row[k]->line, t->row[k]->column, id,
                           found, wanted, NULL);
    free(row.v);
  }
  free(labels.v);
}

/** Tables: what is in them is used even where no fire points to them; odd columns are told. */
static void check_tables(importer *m) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "TABL", &at)) != NULL;) {
    if (!cfast_need(m, r, "ID")) continue;
    if (!cfast_text(m, r, "LABELS", 0)) continue;
    const char *id = cfast_text(m, r, "ID", 0);
    table t = find_table(m, id);
    if (t.labels == r) {
      warn_of_rows(m, &t, id);
      need_labels(m, &t);
      warn_of_chloride(m, &t);
      warn_of_labels(m, &t);
    }
    free(t.row);
  }
}

void cfast_read_fires(importer *m) {
  size_t at = 0, number = 0, capacity = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "CHEM", &at)) != NULL;) read_fuel(m, r);
  at = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "FIRE", &at)) != NULL;)
    read_fire(m, r, ++number, &capacity);
  check_tables(m);
}
