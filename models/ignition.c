/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/ignition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/embedded.h"
#include "core/table.h"
#include "models/distribution.h"

/** Range of floor areas that the model was fitted to [m2]. */
static const double smallest_area_m2 = 100, largest_area_m2 = 20000;

/** One row of constants; c1 and c2 in 1/(m2 a) with A in m2. */
typedef struct barrois {
  double c1, c2, r, s;
} barrois;

/** Fires in a year for each m2 in a building of that area [1/(m2 a)]. */
static double frequency_density(const barrois *b, double area_m2) {
  return b->c1 * pow(area_m2, b->r) + b->c2 * pow(area_m2, b->s);
}

/** Row of a use; the row "other" when there is none. */
static size_t find_use(const flue_table *table, const char *use, int *is_other) {
  const size_t column = flue_table_column(table, "use");
  size_t other = 0;
  *is_other = 0;
  for (size_t i = 0; i < flue_table_rows(table); ++i) {
    const char *name = flue_table_cell(table, i, column);
    if (strcmp(name, use) == 0) return i;
    if (strcmp(name, "other") == 0) other = i;
  }
  *is_other = 1;
  return other;
}

static flue_status read_row(flue_ctx *ctx, const flue_table *table, size_t row, barrois *b,
                            flue_ignition *out) {
  double *const numbers[] = {&b->c1, &b->c2, &b->r, &b->s, &out->factor};
  static const char *const names[] = {"c1", "c2", "r", "s", "factor"};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
    FLUE_TRY(flue_table_number(ctx, table, row, flue_table_column(table, names[i]), numbers[i]));
  snprintf(out->use, sizeof out->use, "%s",
           flue_table_cell(table, row, flue_table_column(table, "use")));
  snprintf(out->source, sizeof out->source, "%s",
           flue_table_cell(table, row, flue_table_column(table, "source")));
  const char *status = flue_table_cell(table, row, flue_table_column(table, "status"));
  out->is_verified = strcmp(status, "verified") == 0;
  return FLUE_OK;
}

flue_status flue_ignition_estimate(flue_ctx *ctx, const char *use, double area_m2,
                                   flue_ignition *out) {
  FLUE_CHECK(area_m2 > 0 && isfinite(area_m2), ctx, FLUE_EARG,
             "the floor area is %g m2; it must be above 0", area_m2);
  const flue_embedded *data = flue_embedded_find("ignition");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table models/data/ignition.csv is not built in");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "models/data/ignition.csv", (const char *)data->bytes,
                            data->length, &table));
  flue_ignition result = {0};
  barrois constants = {0};
  const size_t row = find_use(table, use ? use : "", &result.is_other_use);
  const flue_status status = read_row(ctx, table, row, &constants, &result);
  flue_table_destroy(&table);
  FLUE_TRY(status);
  const double fitted = fmin(fmax(area_m2, smallest_area_m2), largest_area_m2);
  result.is_outside_range = fitted != area_m2;
  result.per_year = area_m2 * frequency_density(&constants, fitted);
  result.low = result.per_year / result.factor;
  result.high = result.per_year * result.factor;
  *out = result;
  return FLUE_OK;
}

/* ---- local counts ---- */

/** Share p of a gamma distribution of mean 1 lies below this. */
static double gamma_quantile(double shape, double p) {
  const flue_distribution d = {FLUE_GAMMA, {1.0, 1 / sqrt(shape), 0.0}};
  return flue_distribution_quantile(&d, p);
}

/** Shape of a gamma distribution whose 95 % interval spans factor^2, by bisection of its logarithm:
 *  the span falls as the shape rises. */
static double shape_of(double factor) {
  double low = log(0.05), high = log(1e6);
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    const double span = gamma_quantile(exp(middle), 0.975) / gamma_quantile(exp(middle), 0.025);
    if (span > factor * factor)
      low = middle;
    else
      high = middle;
  }
  return exp(0.5 * (low + high));
}

flue_status flue_ignition_calibrate(flue_ctx *ctx, double fires, double building_years,
                                    flue_ignition *x) {
  FLUE_CHECK(fires >= 0 && building_years >= 0, ctx, FLUE_EARG,
             "%g fires in %g building-years; both must not be negative", fires, building_years);
  const double shape = shape_of(x->factor);
  const double rate = shape / x->per_year; /* [a] */
  x->per_year = (shape + fires) / (rate + building_years);
  x->low = x->per_year * gamma_quantile(shape + fires, 0.025);
  x->high = x->per_year * gamma_quantile(shape + fires, 0.975);
  x->factor = sqrt(x->high / x->low);
  return FLUE_OK;
}

/* ---- causes ---- */

flue_status flue_ignition_causes(flue_ctx *ctx, double *shares) {
  static const char *const names[FLUE_CAUSE_COUNT] = {"electrical", "daily_life", "smoking",
                                                      "embers", "other"};
  const flue_embedded *data = flue_embedded_find("ignition_causes");
  FLUE_CHECK(data, ctx, FLUE_EARG, "the table models/data/ignition_causes.csv is not built in");
  flue_table *table = NULL;
  FLUE_TRY(flue_table_parse(ctx, "models/data/ignition_causes.csv", (const char *)data->bytes,
                            data->length, &table));
  const size_t cause = flue_table_column(table, "cause"), share = flue_table_column(table, "share");
  flue_status status = flue_table_rows(table) == FLUE_CAUSE_COUNT ? FLUE_OK : FLUE_EINPUT;
  for (size_t i = 0; i < FLUE_CAUSE_COUNT && status == FLUE_OK; ++i) {
    if (strcmp(flue_table_cell(table, i, cause), names[i]) != 0) status = FLUE_EINPUT;
    if (status == FLUE_OK) status = flue_table_number(ctx, table, i, share, &shares[i]);
  }
  flue_table_destroy(&table);
  return status;
}
