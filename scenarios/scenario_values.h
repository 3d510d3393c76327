/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/scenario_values.h  What keys of a scenario file hold: numbers that may be
 *  distributions, words, lists, places, costs. Owned by the scenario. */
#ifndef FLUE_SCENARIOS_SCENARIO_VALUES_H
#define FLUE_SCENARIOS_SCENARIO_VALUES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "models/distribution.h"

/** A number that may be a distribution. */
typedef struct flue_value {
  flue_distribution d; /**< FLUE_CONSTANT for a plain number; NaN when absent. */
  int id;              /**< Index among the uncertain values of the scenario; -1 for a constant. */
  int line, column;
  int is_default; /**< The file leaves it out. */
} flue_value;

/** Whether a number is given, be it by its default. */
static inline int flue_is_given(const flue_value *v) {
  return !isnan(v->d.p[0]); /* all distributions have a first parameter */
}

/** Whether the file itself gives a number. */
static inline int flue_is_written(const flue_value *v) {
  return flue_is_given(v) && !v->is_default;
}

/** A plain number, or another where it is not given. */
static inline double flue_value_or(const flue_value *v, double otherwise) {
  return isnan(v->d.p[0]) ? otherwise : v->d.p[0];
}

/** A text with its place in the file. */
typedef struct flue_word {
  char *text; /**< NULL when absent. */
  int line, column;
} flue_word;

typedef struct flue_words {
  flue_word *items;
  size_t n;
} flue_words;

/** Numbers in a row, in SI. */
typedef struct flue_numbers {
  double *v; /**< [n]; NULL when absent. */
  size_t n;
  int line, column;
} flue_numbers;

/** A closed polygon, first point not repeated. */
typedef struct flue_polygon {
  double (*point)[2]; /**< [n][2] [m] */
  size_t n;
  int line, column;
} flue_polygon;

/** A point in plan. */
typedef struct flue_point {
  double x, y; /**< [m] */
  int is_given;
  int line, column;
} flue_point;

/** Sections of one kind. */
typedef struct flue_list {
  void *items;
  size_t n;
} flue_list;

/** A room that is named, one of several, or any of a use. */
typedef struct flue_pick {
  flue_words rooms; /**< Names; one for a plain name. */
  flue_word any;    /**< Use of the rooms to pick from; text NULL when names are given. */
  int id;           /**< Uncertain value that picks; -1 for one name. */
} flue_pick;

/** A sum of money for each of something. */
typedef struct flue_cost {
  double amount; /**< [CNY] */
  flue_word per; /**< "opening", "room" ...; text NULL for the whole. */
} flue_cost;

#endif /* FLUE_SCENARIOS_SCENARIO_VALUES_H */
