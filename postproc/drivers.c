/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/drivers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

enum { least_runs = 50, runs_in_bin = 25, most_bins = 20, resamples = 200 };
static const double confidence = 0.95;

/** Samples in hand. All owned. */
typedef struct driver_view {
  const flue_batch *batch;
  const double *outcome; /**< Borrowed. */
  double *x, *y, *weight, *a, *b, *ab;
} driver_view;

static void clear_view(driver_view *v) {
  free(v->x);
  free(v->y);
  free(v->weight);
  free(v->a);
  free(v->b);
  free(v->ab);
}

static int is_good(const driver_view *v, size_t i) {
  return v->batch->status[i] == 0 && isfinite(v->outcome[i]);
}

static flue_stream stream_of(const driver_view *v, size_t row) {
  return (flue_stream){v->batch->seed, (uint32_t)row, FLUE_PURPOSE_BOOTSTRAP};
}

/** One input from all samples. */
static flue_status estimate(driver_view *v, size_t k, flue_drivers *out) {
  const flue_batch *batch = v->batch;
  size_t n = 0;
  for (size_t i = 0; i < batch->n; ++i) {
    if (!is_good(v, i)) continue;
    v->x[n] = batch->input[k][i];
    v->y[n] = v->outcome[i];
    v->weight[n++] = batch->weight ? batch->weight[i] : 1;
  }
  out->runs = n;
  if (n < least_runs) return FLUE_OK;
  const size_t bins = n / runs_in_bin < most_bins ? n / runs_in_bin : most_bins;
  return flue_driver_estimate(n, v->x, v->y, v->weight, bins < 2 ? 2 : bins, stream_of(v, k),
                              resamples, confidence, &out->row[k].driver);
}

/** Indices of the input in a column of the design; in block after block stand a, b, and a with one
 *  input of b. */
static flue_status estimate_indices(driver_view *v, size_t column, size_t width,
                                    flue_driver_row *row) {
  size_t n = 0;
  for (size_t first = 0; first + width <= v->batch->n; first += width) {
    const size_t mixed = first + 2 + column;
    if (!is_good(v, first) || !is_good(v, first + 1) || !is_good(v, mixed)) continue;
    v->a[n] = v->outcome[first];
    v->b[n] = v->outcome[first + 1];
    v->ab[n++] = v->outcome[mixed];
  }
  if (n < 2) return FLUE_OK;
  return flue_sobol_indices(n, v->a, v->b, v->ab, stream_of(v, column), resamples, confidence,
                            &row->sobol);
}

static int by_share(const void *a, const void *b) {
  const flue_driver_row *const rows[2] = {a, b};
  double share[2];
  for (int i = 0; i < 2; ++i) {
    const double total = rows[i]->sobol.total.value, first = rows[i]->driver.first.value;
    share[i] = !isnan(total) ? total : !isnan(first) ? first : -1;
  }
  return (share[0] < share[1]) - (share[0] > share[1]);
}

static flue_status assess(driver_view *v, flue_drivers *out) {
  const flue_batch *batch = v->batch;
  const size_t width = batch->n_inputs + 3;
  for (size_t k = 0; k < batch->n_inputs; ++k) {
    out->row[k].input = &batch->inputs[k];
    FLUE_TRY(estimate(v, k, out));
    if (out->has_total) FLUE_TRY(estimate_indices(v, batch->number[k], width, &out->row[k]));
  }
  if (out->has_total)
    FLUE_TRY(estimate_indices(v, batch->n_inputs, width, &out->row[batch->n_inputs]));
  if (out->runs < least_runs) out->n = 0;
  if (out->n) qsort(out->row, out->n, sizeof *out->row, by_share);
  return FLUE_OK;
}

flue_status flue_drivers_assess(const flue_batch *batch, flue_outcome_id outcome,
                                flue_drivers *out) {
  const size_t n = batch->n;
  driver_view v = {.batch = batch, .outcome = batch->outcome[outcome]};
  double **const arrays[] = {&v.x, &v.y, &v.weight, &v.a, &v.b, &v.ab};
  *out = (flue_drivers){0};
  out->has_total = strcmp(flue_batch_design(batch), FLUE_DESIGN_NAMES[FLUE_DESIGN_INDICES]) == 0;
  out->n = batch->n_inputs + (size_t)out->has_total;
  out->row = flue_alloc(out->n, sizeof *out->row);
  flue_status status = out->row ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; ++i) {
    *arrays[i] = flue_alloc(n, sizeof(double));
    if (!*arrays[i]) status = FLUE_ENOMEM;
  }
  const flue_interval unknown = {NAN, NAN, NAN};
  for (size_t k = 0; k < out->n && !status; ++k)
    out->row[k] = (flue_driver_row){NULL, {unknown, NAN, NAN}, {unknown, unknown}};
  if (!status) status = assess(&v, out);
  clear_view(&v);
  if (status) flue_drivers_clear(out);
  return status;
}

void flue_drivers_clear(flue_drivers *drivers) {
  free(drivers->row);
  *drivers = (flue_drivers){0};
}
