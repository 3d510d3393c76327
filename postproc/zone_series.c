/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/memory.h"

/** Columns of a gauge request, in the order of its tickets. */
enum { prs_1, ult_1, llt_1, hgt_1, n_room, ult_2 = n_room, llt_2, hgt_2, n_plenum };
static const char *const gauge_columns[n_plenum] = {"PRS_1", "ULT_1", "LLT_1", "HGT_1",
                                                    "ULT_2", "LLT_2", "HGT_2"};

/** Of the corner tests. */
enum { plume_places = 7, plume_levels = 3 };

static int ends_with(const char *text, const char *ending) {
  const size_t n = strlen(text), m = strlen(ending);
  return n >= m && strcmp(text + n - m, ending) == 0;
}

flue_zone_kind flue_zone_kind_of(const char *file) {
  if (ends_with(file, "/LLNL_pressures.csv")) return FLUE_ZONE_GAUGE;
  return ends_with(file, "_Plume.csv") ? FLUE_ZONE_PLUME : FLUE_ZONE_PLAIN;
}

char *flue_zone_source(const flue_zone_side *side, const char *input) {
  static const char *const endings[] = {
      [FLUE_ZONE_GAUGE] = "compartments", [FLUE_ZONE_PLUME] = "devices"};
  if (side->kind == FLUE_ZONE_PLAIN) return flue_copy_text(side->file);
  const size_t n = strlen(input) - (ends_with(input, ".in") ? strlen(".in") : 0);
  return flue_format("%.*s_%s.csv", (int)n, input, endings[side->kind]);
}

int flue_zone_plume_target(const char *column) {
  static const char *const levels[plume_levels] = {"Upper", "Middle", "Lower"};
  for (int i = 0; i < plume_levels; ++i)
    if (strcmp(column, levels[i]) == 0) return i + 1;
  return 0;
}

/** Adds a column to a request. @return whether the table has it. */
static int add(flue_zone_request *request, flue_zone_table *table, const char *name) {
  const size_t ticket = flue_zone_table_ask(table, name);
  if (ticket == FLUE_ZONE_NO_TICKET) return 0;
  request->tickets[request->n++] = ticket;
  return 1;
}

/** The columns of the room are needed; those of a plenum all or none. */
static int ask_gauge(flue_zone_request *request, flue_zone_table *table) {
  for (size_t i = 0; i < n_room; ++i)
    if (!add(request, table, gauge_columns[i])) return 0;
  if (!add(request, table, gauge_columns[ult_2])) return 1;
  return add(request, table, gauge_columns[llt_2]) && add(request, table, gauge_columns[hgt_2]);
}

static int ask_plume(flue_zone_request *request, flue_zone_table *table, const char *column) {
  const int first = flue_zone_plume_target(column);
  if (!first) return 0;
  for (int i = 0; i < plume_places; ++i) {
    char name[32];
    snprintf(name, sizeof name, "TRGGAST_%d", first + i * plume_levels);
    if (!add(request, table, name)) return 0;
  }
  return 1;
}

flue_zone_request flue_zone_request_make(const flue_zone_side *side, flue_zone_table *table) {
  flue_zone_request request = {.kind = side->kind};
  /* the derived tables name their own times (TIME_Test_nn) */
  request.x = flue_zone_table_ask(table, request.kind == FLUE_ZONE_PLAIN ? side->x_column : "Time");
  if (request.kind == FLUE_ZONE_GAUGE)
    request.is_complete = ask_gauge(&request, table);
  else if (request.kind == FLUE_ZONE_PLUME)
    request.is_complete = ask_plume(&request, table, side->y_column);
  else
    request.is_complete = add(&request, table, side->y_column);
  if (request.x == FLUE_ZONE_NO_TICKET) request.is_complete = 0;
  return request;
}

/** The lesser of both; NaN when @p value is. */
static double at_most(double value, double limit) {
  return value > limit ? limit : value;
}

double flue_zone_gauge_pressure(const flue_zone_gas *gas, double ambient) {
  static const double density_times_t = 352.8;   /* [kg K m-3], air at 1 atm */
  static const double gravity = 9.8;             /* [m s-2], as CFAST */
  static const double freezing = 273.15;         /* [K] of 0 degC */
  static const double gauge = 4.0, plenum = 3.0; /* heights above the floor of the cell [m] */
  const double top = gas->has_plenum ? plenum : gauge;
  const double low = at_most(gas->height, top);
  double weight = density_times_t * (gauge / (ambient + freezing) - low / (gas->lower + freezing) -
                                     (top - low) / (gas->upper + freezing));
  if (gas->has_plenum) {
    const double low2 = at_most(gas->height2, gauge - plenum);
    weight -= density_times_t * (low2 / (gas->lower2 + freezing) +
                                 (gauge - plenum - low2) / (gas->upper2 + freezing));
  }
  return gas->p_floor + gravity * weight;
}

static const double *gauge_values(const flue_zone_request *request, const flue_zone_table *table,
                                  double *scratch) {
  const double *columns[n_plenum] = {NULL};
  for (size_t i = 0; i < request->n; ++i)
    columns[i] = flue_zone_table_values(table, request->tickets[i]);
  const int has_plenum = request->n == n_plenum;
  for (size_t i = 0; i < flue_zone_table_rows(table); ++i) {
    flue_zone_gas gas = {.p_floor = columns[prs_1][i],
                         .upper = columns[ult_1][i],
                         .lower = columns[llt_1][i],
                         .height = columns[hgt_1][i],
                         .has_plenum = has_plenum};
    if (has_plenum) {
      gas.upper2 = columns[ult_2][i];
      gas.lower2 = columns[llt_2][i];
      gas.height2 = columns[hgt_2][i];
    }
    scratch[i] = flue_zone_gauge_pressure(&gas, columns[llt_1][0]);
  }
  return scratch;
}

static const double *plume_values(const flue_zone_request *request, const flue_zone_table *table,
                                  double *scratch) {
  for (size_t i = 0; i < flue_zone_table_rows(table); ++i) {
    double highest = -INFINITY;
    for (size_t k = 0; k < request->n; ++k) {
      const double value = flue_zone_table_values(table, request->tickets[k])[i];
      if (!(value <= highest)) highest = value; /* a NaN takes over and stays */
      if (isnan(value)) break;
    }
    scratch[i] = highest;
  }
  return scratch;
}

const double *flue_zone_request_values(const flue_zone_request *request,
                                       const flue_zone_table *table, double *scratch) {
  switch (request->kind) {
    case FLUE_ZONE_GAUGE:
      return gauge_values(request, table, scratch);
    case FLUE_ZONE_PLUME:
      return plume_values(request, table, scratch);
    default:
      return flue_zone_table_values(table, request->tickets[0]);
  }
}
