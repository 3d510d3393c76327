/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/zone_series.h  Series of zone-model tables by the names the validation list uses:
 * plain columns, and the two kinds that CFAST's pipeline makes from plain ones.
 */
#ifndef FLUE_POSTPROC_ZONE_SERIES_H
#define FLUE_POSTPROC_ZONE_SERIES_H

#include "postproc/zone_points.h"
#include "postproc/zone_table.h"

enum { flue_zone_most_columns = 8 };

/** The columns a series is made from. */
typedef struct flue_zone_request {
  flue_zone_kind kind;
  size_t x; /**< Ticket of the column of the window. */
  size_t n; /**< Tickets in use. */
  size_t tickets[flue_zone_most_columns];
  int is_complete; /**< Whether the table has all columns it takes. */
} flue_zone_request;

/** Kind of the series of a predicted table, by the name of its file. */
flue_zone_kind flue_zone_kind_of(const char *file);

/** Path below the folder of predictions of the table that holds the columns; owned, NULL when
 *  memory is short. @param input  Input file of the test. */
char *flue_zone_source(const flue_zone_side *side, const char *input);

/** Asks for the columns of a series. */
flue_zone_request flue_zone_request_make(const flue_zone_side *side, flue_zone_table *table);

/** Values of a series, [rows]. @param scratch  Room for [rows], used where values are derived.
 *  @return scratch, or a column borrowed from the table. */
const double *flue_zone_request_values(const flue_zone_request *request,
                                       const flue_zone_table *table, double *scratch);

/** The state of the gas over a gauge: one room, or a room under a plenum that is open to it. */
typedef struct flue_zone_gas {
  double p_floor;              /**< Gauge pressure at the floor [Pa]. */
  double upper, lower, height; /**< Layers of the room [degC] and the height between them [m]. */
  int has_plenum;
  double upper2, lower2, height2; /**< The same of the plenum, its height above its own floor. */
} flue_zone_gas;

/**
 * Pressure of the LLNL tests at their gauge, 4 m above the floor of the cell, against the outside
 * at the same height: hydrostatics through the layers, density 352.8 K / T [kg m-3] and g = 9.8 m
 * s-2 as in VandV_Calcs.py of the CFAST repository. A plenum begins 3 m above the floor, so that
 * the gauge lies 1 m above its floor.
 *
 * The list of constants that the script reads is not at hand. The height is that of the pressure
 * device of the FDS validation inputs (LLNL_17.fds, z = 4.0 m), and the only one with which the
 * known error of CFAST's pipeline (density outside taken at 0 degC, +2.8 to +6.7 Pa for 16 to 42
 * degC) comes out. That error is not repeated here: @p ambient is the true temperature.
 *
 * @param ambient  Temperature outside [degC], that of the lower layer in the first row.
 * @return Gauge pressure [Pa].
 * @cite foote1987
 */
double flue_zone_gauge_pressure(const flue_zone_gas *gas, double ambient);

/**
 * Number of the first target of a plume column: the targets of the corner tests stand as Upper,
 * Middle, Lower for each of seven places of the fire, so that a column is the highest TRGGAST of
 * the targets k, k + 3 ... k + 18 (scripts/max_plume_temp.py of the CFAST repository, which rounds
 * it to 0.1 K; not rounded here).
 * @return 1, 2 or 3; 0 for another column.
 */
int flue_zone_plume_target(const char *column);

#endif /* FLUE_POSTPROC_ZONE_SERIES_H */
