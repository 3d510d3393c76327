/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/zone_points.h  Measured and predicted values of zone-model validation: the list of
 * compared values (points.csv of a validation pack), and the reduction of the series behind each.
 *
 * The recipe is that of the CFAST validation guide. Each side is reduced on its own, without
 * interpolation: the rows whose x lies in a window, then one of four metrics of their y above a
 * stated initial value. An end of the window at 0 is no end: rows from before the ignition count.
 * Activation times take x from a flag and y from the time, with a window that keeps the rows in
 * which the device is not active yet: the result is the last output time before the activation, and
 * the end of the run for a device that is never activated.
 *
 * Two kinds of tables are not written by a zone model but made from those that are; both are always
 * derived here, see flue_zone_gauge_pressure() and flue_zone_plume_target().
 */
#ifndef FLUE_POSTPROC_ZONE_POINTS_H
#define FLUE_POSTPROC_ZONE_POINTS_H

#include <stddef.h>

#include "core/table.h"

/** How a series becomes one value above its initial value y0. */
typedef enum flue_zone_metric {
  FLUE_ZONE_MAX,    /**< max(y) - y0 */
  FLUE_ZONE_MIN,    /**< y0 - min(y) */
  FLUE_ZONE_MEAN,   /**< |mean(y) - y0| */
  FLUE_ZONE_MAXABS, /**< max|y - y0| */
  FLUE_ZONE_METRICS
} flue_zone_metric;

/** How a series is made. */
typedef enum flue_zone_kind {
  FLUE_ZONE_PLAIN, /**< A column of the table. */
  FLUE_ZONE_GAUGE, /**< LLNL_pressures.csv: pressure moved from the floor to the gauge. */
  FLUE_ZONE_PLUME  /**< *_Plume.csv: warmest of the targets over the possible places of the fire. */
} flue_zone_kind;

/** What became of a prediction. All but the first count as missing. */
typedef enum flue_zone_state {
  FLUE_ZONE_FOUND,
  FLUE_ZONE_NO_TABLE,     /**< The table cannot be read. */
  FLUE_ZONE_NO_COLUMN,    /**< The table lacks a column. */
  FLUE_ZONE_NO_VALUE,     /**< No row in the window, or one that is not finite. */
  FLUE_ZONE_NOT_POSITIVE, /**< A value not above 0 has no ratio to the measured one. */
  FLUE_ZONE_STATES
} flue_zone_state;

/** One of the two series a point compares. Texts borrowed from the pack. */
typedef struct flue_zone_side {
  flue_zone_kind kind;  /**< Measured series are plain. */
  const char *file;     /**< Path below the folder of its side. */
  const char *x_column; /**< Column of the window. */
  const char *y_column; /**< Column that is reduced. */
  size_t head_row;      /**< Line of the column names, from 1. */
  size_t data_row;      /**< Line of the first data row, from 1. */
  double start, end;    /**< Window of x, both ends included; 0: no end. */
  double initial;       /**< Initial value y0, in the unit of the column. */
} flue_zone_side;

/** One compared value. Temperatures are differences [K]; depths in m, fluxes in kW m-2, pressures
 *  in Pa, concentrations as fractions (smoke in mg m-3), times in s. Texts borrowed. */
typedef struct flue_zone_point {
  const char *dataset;  /**< Test series. */
  const char *test;     /**< Test of the series. */
  const char *quantity; /**< Quantity that is compared. */
  const char *input;    /**< Input file of the test, a path ending in ".in". */
  flue_zone_metric metric;
  flue_zone_side experiment; /**< Series below PACK/measured. */
  flue_zone_side model;      /**< Series below the folder of predictions. */
  double sigma_e;            /**< Relative standard uncertainty of the measurement. */
  int is_scored;             /**< Whether the measured value lies in the accepted range. */
  double measured;           /**< Measured value as the pack states it. */
  double cfast;              /**< What CFAST predicts, as the pack states it. */
  double remeasured;         /**< Measured value reduced here; NaN when there is none. */
  double predicted;          /**< Prediction under test; NaN when there is none. */
  double own;   /**< The same above the first of the predicted series; NaN when there is none. */
  double shift; /**< Stated initial value less that first one. */
  flue_zone_state state; /**< Of the prediction. */
} flue_zone_point;

/** All compared values of a pack. */
typedef struct flue_zone_pack {
  flue_table *table; /**< points.csv, owned: the points borrow its texts. */
  size_t n;
  flue_zone_point *points; /**< [n], owned. */
} flue_zone_pack;

/** Words of points.csv for a metric, such as "maxabs". Static. */
const char *flue_zone_metric_name(flue_zone_metric metric);

/** Reads PACK/points.csv. @return FLUE_OK, FLUE_EIO, FLUE_EINPUT (with line) or FLUE_ENOMEM. */
flue_status flue_zone_pack_read(flue_ctx *ctx, const char *pack_dir, flue_zone_pack *out);
void flue_zone_pack_clear(flue_zone_pack *pack);

/**
 * Reduces the measured series below PACK/measured into `remeasured`. Cells without a number are
 * gaps and skipped. A series that cannot be read leaves NaN.
 * @return FLUE_OK or FLUE_ENOMEM.
 */
flue_status flue_zone_pack_measure(const char *pack_dir, flue_zone_pack *pack);

/**
 * Reduces the predicted series below @p tables_dir into `predicted` and `state`. The tables have
 * CFAST's form: names in line 1, data from line 5. Each is read once.
 * @return FLUE_OK, FLUE_EIO when there is no such folder, or FLUE_ENOMEM.
 */
flue_status flue_zone_pack_predict(flue_ctx *ctx, const char *tables_dir, flue_zone_pack *pack);

/** Whether the value reduced here is the one that the pack states, to 0.1 %. */
int flue_zone_is_reproduced(const flue_zone_point *point);

/**
 * Reduces a series of n rows.
 * @param side        Window and initial value.
 * @param skips_gaps  Whether rows that are not finite are left out; otherwise one in the window, or
 *                    one whose x is not finite, gives NaN.
 * @return NaN also when no row lies in the window.
 */
double flue_zone_reduce(flue_zone_metric metric, const flue_zone_side *side, size_t n,
                        const double *x, const double *y, int skips_gaps);

#endif /* FLUE_POSTPROC_ZONE_POINTS_H */
