/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/ignition.h  How often a building catches fire. Unverified: see the table. */
#ifndef FLUE_MODELS_IGNITION_H
#define FLUE_MODELS_IGNITION_H

#include "core/status.h"

enum { FLUE_IGNITION_TEXT = 256 };

/** Fires a year in one building, with what the number rests on. */
typedef struct flue_ignition {
  double per_year;      /**< Median estimate [1/a]. */
  double low, high;     /**< 95 % interval: the estimate over and times `factor` [1/a]. */
  double factor;        /**< Geometric uncertainty [1]; an assumption, see the table. */
  int is_outside_range; /**< The floor area is outside 100 to 20 000 m2. */
  int is_other_use;     /**< The use is not in the table: the row "other" was taken. */
  int is_verified;      /**< The constants were compared with their source. */
  char use[32];         /**< Row of the table. */
  char source[FLUE_IGNITION_TEXT]; /**< Where the constants come from. */
} flue_ignition;

/**
 * Fires a year from floor area and use by the generalised Barrois model
 *
 *     f = A (c1 A^r + c2 A^s),   A in m2, 100 to 20 000
 *
 * Outside that range the frequency for each m2 is held at its value at the nearer end, so that it
 * stays proportional to the area. Constants: models/data/ignition.csv.
 * @param use     For instance "residential" or "office"; another one is taken as "other".
 * @param area_m2 Floor area of the whole building [m2], above 0.
 * @return FLUE_OK, FLUE_EARG (area not above 0), FLUE_EINPUT (a mistake in the table), FLUE_ENOMEM.
 * @cite tillander2004 eq. of the generalised Barrois model; form and range checked, constants not
 */
flue_status flue_ignition_estimate(flue_ctx *ctx, const char *use, double area_m2,
                                   flue_ignition *out);

/**
 * Brings a frequency together with local counts. Before them the frequency has a gamma distribution
 * whose mean is the estimate and whose 95 % interval spans factor^2; with n fires in T
 * building-years its shape is a + n and its rate b + T.
 * @param fires           Counted in buildings of this kind and size, not negative.
 * @param building_years  Buildings times years, not negative.
 * @param[in,out] x       Estimate; takes the mean after the counts, its 95 % interval and half the
 *                        span of that as factor.
 * @return FLUE_OK, or FLUE_EARG for a negative count or time.
 * @cite gelman2013 section 2.6
 */
flue_status flue_ignition_calibrate(flue_ctx *ctx, double fires, double building_years,
                                    flue_ignition *x);

/** Causes of fires, in the order of models/data/ignition_causes.csv. */
typedef enum flue_ignition_cause {
  FLUE_CAUSE_ELECTRICAL,
  FLUE_CAUSE_DAILY_LIFE,
  FLUE_CAUSE_SMOKING,
  FLUE_CAUSE_EMBERS,
  FLUE_CAUSE_OTHER,
  FLUE_CAUSE_COUNT
} flue_ignition_cause;

/** Shares of the causes among all fires, [FLUE_CAUSE_COUNT]; they add up to 1.
 *  @return FLUE_OK, FLUE_EINPUT (a mistake in the table), FLUE_ENOMEM. */
flue_status flue_ignition_causes(flue_ctx *ctx, double *shares);

#endif /* FLUE_MODELS_IGNITION_H */
