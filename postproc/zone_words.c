/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/numbers.h"
#include "postproc/zone_series.h"

/** A quantity of the list. */
typedef struct quantity_row {
  flue_message id; /**< Its English text is the name in the list. */
  const char *unit;
} quantity_row;

static const quantity_row quantity_rows[] = {
    {FLUE_MSG_ZONE_Q_LAYER_TEMPERATURE_FORCED_VENTILATION, "K"},
    {FLUE_MSG_ZONE_Q_LAYER_TEMPERATURE_NATURAL_VENTILATION, "K"},
    {FLUE_MSG_ZONE_Q_LAYER_TEMPERATURE_NO_VENTILATION, "K"},
    {FLUE_MSG_ZONE_Q_LAYER_DEPTH_OPEN_COMPARTMENTS, "m"},
    {FLUE_MSG_ZONE_Q_LAYER_DEPTH_CLOSED_COMPARTMENTS, "m"},
    {FLUE_MSG_ZONE_Q_CEILING_JET_TEMPERATURE, "K"},
    {FLUE_MSG_ZONE_Q_PLUME_TEMPERATURE, "K"},
    {FLUE_MSG_ZONE_Q_OXYGEN, "mol/mol"},
    {FLUE_MSG_ZONE_Q_CARBON_DIOXIDE, "mol/mol"},
    {FLUE_MSG_ZONE_Q_CARBON_MONOXIDE, "mol/mol"},
    {FLUE_MSG_ZONE_Q_SMOKE, "mg/m³"},
    {FLUE_MSG_ZONE_Q_COMPARTMENT_OVER_PRESSURE, "Pa"},
    {FLUE_MSG_ZONE_Q_TARGET_TEMPERATURE, "K"},
    {FLUE_MSG_ZONE_Q_SURFACE_TEMPERATURE, "K"},
    {FLUE_MSG_ZONE_Q_TARGET_HEAT_FLUX, "kW/m²"},
    {FLUE_MSG_ZONE_Q_SURFACE_HEAT_FLUX, "kW/m²"},
    {FLUE_MSG_ZONE_Q_SMOKE_ALARM_TIME_TEMPERATURE_SURROGATE, "s"},
    {FLUE_MSG_ZONE_Q_SMOKE_ALARM_TIME_SMOKE_OBSCURATION, "s"},
    {FLUE_MSG_ZONE_Q_SPRINKLER_TIME, "s"}};

static const quantity_row *find_quantity(const char *name) {
  for (size_t i = 0; i < sizeof quantity_rows / sizeof *quantity_rows; ++i)
    if (strcmp(name, flue_message_text(quantity_rows[i].id, FLUE_EN)) == 0)
      return &quantity_rows[i];
  return NULL;
}

const char *flue_zone_quantity_text(const char *name, flue_lang lang) {
  const quantity_row *row = find_quantity(name);
  return row ? flue_message_text(row->id, lang) : name;
}

const char *flue_zone_quantity_unit(const char *name) {
  const quantity_row *row = find_quantity(name);
  return row ? row->unit : NULL;
}

const char *flue_zone_verdict_text(const flue_zone_verdict *verdict, flue_lang lang) {
  const flue_message id = !verdict->is_judged     ? FLUE_MSG_ZONE_FEW
                          : !verdict->is_complete ? FLUE_MSG_ZONE_INCOMPLETE
                          : verdict->is_met       ? FLUE_MSG_ZONE_MET
                                                  : FLUE_MSG_ZONE_NOT_MET;
  return flue_message_text(id, lang);
}

/** Adds a message with whole numbers. */
static void add_counts(flue_text *out, flue_message id, flue_lang lang, size_t n,
                       const size_t *counts) {
  enum { most_counts = 4 };
  flue_number_text texts[most_counts];
  const char *args[most_counts];
  for (size_t i = 0; i < n; ++i) {
    flue_number_plain((double)counts[i], 0, &texts[i]);
    args[i] = texts[i].text;
  }
  flue_message_add(out, id, lang, n, args);
}

void flue_zone_add_summary(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  const size_t counts[] = {scores->n_met, scores->n_judged, scores->missing, scores->n};
  add_counts(out, FLUE_MSG_ZONE_SUMMARY, lang, 4, counts);
}

void flue_zone_add_check(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  const size_t counts[] = {scores->n_reproduced, scores->pack.n};
  add_counts(out, FLUE_MSG_ZONE_CHECK, lang, 2, counts);
}

int flue_zone_has_moved(const flue_zone_scores *scores) {
  size_t moved = 0;
  for (size_t i = 0; i < scores->n_quantities; ++i) moved += scores->quantities[i].n_moved;
  return moved > 0;
}

void flue_zone_add_own_start(flue_text *out, const flue_zone_scores *scores, flue_lang lang) {
  double most[2] = {0.0, 0.0}; /* [K], [Pa] */
  for (size_t i = 0; i < scores->n_quantities; ++i) {
    const flue_zone_quantity *q = &scores->quantities[i];
    const char *unit = flue_zone_quantity_unit(q->name);
    double *of_unit = &most[unit && strcmp(unit, "Pa") == 0];
    *of_unit = fmax(*of_unit, q->most_moved);
  }
  const size_t counts[] = {(size_t)round(most[0]), (size_t)round(most[1])};
  add_counts(out, FLUE_MSG_ZONE_OWN_START, lang, 2, counts);
}

int flue_zone_is_missing(const flue_zone_point *point) {
  return flue_zone_is_fixed(point) && point->state != FLUE_ZONE_FOUND;
}

void flue_zone_add_missing(flue_text *out, const flue_zone_point *point, flue_lang lang) {
  static const flue_message reasons[FLUE_ZONE_STATES] = {
      [FLUE_ZONE_NO_TABLE] = FLUE_MSG_ZONE_NO_TABLE,
      [FLUE_ZONE_NO_COLUMN] = FLUE_MSG_ZONE_NO_COLUMN,
      [FLUE_ZONE_NO_VALUE] = FLUE_MSG_ZONE_NO_VALUE,
      [FLUE_ZONE_NOT_POSITIVE] = FLUE_MSG_ZONE_NOT_POSITIVE};
  /* times of activation are told apart by their flag */
  const int is_time = strcmp(point->model.y_column, "Time") == 0;
  char *source = flue_zone_source(&point->model, point->input);
  if (!source) out->failed = 1;
  const char *args[] = {point->dataset,
                        point->test,
                        flue_zone_quantity_text(point->quantity, lang),
                        is_time ? point->model.x_column : point->model.y_column,
                        source ? source : "",
                        flue_message_text(reasons[point->state], lang)};
  flue_message_add(out, FLUE_MSG_ZONE_MISSING_POINT, lang, 6, args);
  free(source);
}
