/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/drawn.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

static double weight_of(const flue_drawn *d, size_t i) {
  return d->weight ? d->weight[i] : 1.0;
}

/** Whether value i begins a block. */
static int begins(const flue_drawn *d, size_t i) {
  return i == 0 || !d->block || d->block[i] != d->block[i - 1];
}

size_t flue_drawn_blocks(const flue_drawn *d) {
  size_t n = 0;
  for (size_t i = 0; i < d->n; ++i) n += (size_t)begins(d, i);
  return n;
}

double flue_drawn_size(const flue_drawn *d) {
  double sum = 0, squares = 0;
  for (size_t i = 0; i < d->n; ++i) {
    const double w = weight_of(d, i);
    sum += w;
    squares += w * w;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

double flue_drawn_mean(const flue_drawn *d, const double *values) {
  double sum = 0, weights = 0;
  for (size_t i = 0; i < d->n; ++i) {
    sum += weight_of(d, i) * values[i];
    weights += weight_of(d, i);
  }
  return sum / weights;
}

double flue_drawn_error(const flue_drawn *d, const double *values) {
  const double mean = flue_drawn_mean(d, values);
  double squares = 0, part = 0, weights = 0;
  size_t blocks = 0;
  for (size_t i = 0; i < d->n; ++i) {
    if (begins(d, i)) {
      squares += part * part;
      part = 0;
      ++blocks;
    }
    part += weight_of(d, i) * (values[i] - mean);
    weights += weight_of(d, i);
  }
  squares += part * part;
  if (blocks < 2) return INFINITY;
  return sqrt(squares * (double)blocks / (double)(blocks - 1)) / weights;
}

/** Student's quantile for the error of a mean of so many blocks. */
static double student(double blocks, double p) {
  return gsl_cdf_tdist_Pinv(p, blocks - 1);
}

flue_interval flue_drawn_mean_interval(const flue_drawn *d, const double *values,
                                       double confidence) {
  const double mean = flue_drawn_mean(d, values), error = flue_drawn_error(d, values);
  if (!isfinite(error)) return (flue_interval){mean, -INFINITY, INFINITY};
  const double half = error * student((double)flue_drawn_blocks(d), 0.5 * (1 + confidence));
  return (flue_interval){mean, mean - half, mean + half};
}

/* ---- shares ---- */

/** Trials of equal weight, each for itself, in which a share would have the error found; infinite
 *  when there is none. */
static double trials_of(const flue_drawn *d, const double *hits, double share, double confidence) {
  const double error = flue_drawn_error(d, hits), n = (double)d->n;
  if (!isfinite(error)) return 1;
  const double p = 0.5 * (1 + confidence);
  const double wider = student((double)flue_drawn_blocks(d), p) / student(n, p);
  return share * (1 - share) / (error * error * wider * wider);
}

flue_interval flue_drawn_share_interval(const flue_drawn *d, const double *hits,
                                        double confidence) {
  size_t count = 0;
  for (size_t i = 0; i < d->n; ++i) count += hits[i] > 0;
  if (!d->weight && !d->block) return flue_share_interval(count, d->n, confidence);
  const double share = fmin(1, flue_drawn_mean(d, hits));
  if (count == 0 || count == d->n)
    return flue_share_interval_real(share, flue_drawn_size(d), confidence);
  return flue_share_interval_real(share, trials_of(d, hits, share, confidence), confidence);
}

/* ---- quantiles ---- */

typedef struct weighted_value {
  double value, weight;
} weighted_value;

static int by_value(const void *a, const void *b) {
  const double x = ((const weighted_value *)a)->value, y = ((const weighted_value *)b)->value;
  return (x > y) - (x < y);
}

/** Sorted copy without values of weight 0, owned; NULL when memory is short. */
static weighted_value *sort_values(const flue_drawn *d, const double *values, size_t *kept) {
  weighted_value *sorted = flue_alloc(d->n, sizeof *sorted);
  *kept = 0;
  for (size_t i = 0; sorted && i < d->n; ++i)
    if (weight_of(d, i) > 0)
      sorted[(*kept)++] =
          (weighted_value){isnan(values[i]) ? INFINITY : values[i], weight_of(d, i)};
  if (sorted) qsort(sorted, *kept, sizeof *sorted, by_value);
  return sorted;
}

/** Interpolates between values that stand at the middles of their weights, the first at 0 and the
 *  last at 1. */
static double quantile_of(size_t n, const weighted_value *sorted, double p) {
  double all = -0.5 * (sorted[0].weight + sorted[n - 1].weight);
  for (size_t i = 0; i < n; ++i) all += sorted[i].weight;
  double place = 0; /* of value i, of `all` */
  for (size_t i = 0; i + 1 < n; ++i) {
    const double next = place + 0.5 * (sorted[i].weight + sorted[i + 1].weight);
    if (p * all < next) {
      const double share = (p * all - place) / (next - place);
      if (share <= 0) return sorted[i].value;
      if (!isfinite(sorted[i + 1].value)) return sorted[i + 1].value;
      return sorted[i].value + share * (sorted[i + 1].value - sorted[i].value);
    }
    place = next;
  }
  return sorted[n - 1].value;
}

/** Quantiles of values of equal weight. */
static flue_status plain_quantiles(const flue_drawn *d, const double *values, size_t n,
                                   const double *p, double *out) {
  double *sorted = flue_alloc(d->n, sizeof *sorted);
  if (!sorted) return FLUE_ENOMEM;
  for (size_t i = 0; i < d->n; ++i) sorted[i] = values[i];
  flue_sort_censored(d->n, sorted);
  for (size_t k = 0; k < n; ++k) out[k] = d->n ? flue_quantile_sorted(d->n, sorted, p[k]) : NAN;
  free(sorted);
  return FLUE_OK;
}

flue_status flue_drawn_quantiles(const flue_drawn *d, const double *values, size_t n,
                                 const double *p, double *out) {
  if (!d->weight) return plain_quantiles(d, values, n, p, out);
  size_t kept = 0;
  weighted_value *sorted = sort_values(d, values, &kept);
  if (!sorted) return FLUE_ENOMEM;
  for (size_t k = 0; k < n; ++k) out[k] = kept ? quantile_of(kept, sorted, p[k]) : NAN;
  free(sorted);
  return FLUE_OK;
}

/** Trials as of flue_drawn_share_interval() for the share not above a value. */
static flue_status trials_below(const flue_drawn *d, const double *values, double limit, double p,
                                double confidence, double *trials) {
  double *hits = flue_alloc(d->n, sizeof *hits);
  if (!hits) return FLUE_ENOMEM;
  for (size_t i = 0; i < d->n; ++i) hits[i] = values[i] <= limit;
  const double share = flue_drawn_mean(d, hits);
  *trials = share > 0 && share < 1 ? trials_of(d, hits, share, confidence) : flue_drawn_size(d);
  if (!isfinite(*trials)) *trials = flue_drawn_size(d) / (p * (1 - p));
  free(hits);
  return FLUE_OK;
}

flue_status flue_drawn_quantile_interval(const flue_drawn *d, const double *values, double p,
                                         double confidence, flue_interval *out) {
  if (!d->weight && !d->block) return flue_quantile_interval(d->n, values, p, confidence, out);
  if (d->n == 0 || !(p > 0 && p < 1) || !(confidence > 0 && confidence < 1)) return FLUE_EARG;
  double trials = 0;
  FLUE_TRY(flue_drawn_quantiles(d, values, 1, &p, &out->value));
  FLUE_TRY(trials_below(d, values, out->value, p, confidence, &trials));
  const flue_interval share = flue_share_interval_real(p, trials, confidence);
  const double tail = 0.5 * (1 - confidence);
  const double at[2] = {share.low, share.high};
  double ends[2];
  FLUE_TRY(flue_drawn_quantiles(d, values, 2, at, ends));
  out->low = ends[0];
  out->high = ends[1];
  if (pow(1 - p, trials) > tail) out->low = -INFINITY;
  if (pow(p, trials) > tail) out->high = INFINITY;
  return FLUE_OK;
}

/* ---- distribution of the mean ---- */

static int by_number(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void spread_means(const flue_drawn *d, const double *values, size_t resamples,
                         double *means) {
  const double mean = flue_drawn_mean(d, values), error = flue_drawn_error(d, values);
  const double blocks = (double)flue_drawn_blocks(d);
  double least = values[0];
  for (size_t i = 1; i < d->n; ++i) least = fmin(least, values[i]);
  for (size_t r = 0; r < resamples; ++r) {
    const double p = ((double)r + 0.5) / (double)resamples;
    means[r] = isfinite(error) ? fmax(least, mean + error * student(blocks, p)) : mean;
  }
}

void flue_drawn_means(const flue_drawn *d, const double *values, flue_stream stream,
                      size_t resamples, double *means) {
  if (d->block) {
    spread_means(d, values, resamples, means);
    return;
  }
  if (!d->weight) {
    flue_bootstrap_means(d->n, values, stream, resamples, means);
    return;
  }
  for (size_t r = 0; r < resamples; ++r) {
    double sum = 0, weights = 0;
    for (size_t i = 0; i < d->n; ++i) {
      const double u = flue_uniform(stream, (uint32_t)r, (uint32_t)i);
      const size_t k = (size_t)(u * (double)d->n);
      sum += d->weight[k] * values[k];
      weights += d->weight[k];
    }
    means[r] = weights > 0 ? sum / weights : 0;
  }
  qsort(means, resamples, sizeof *means, by_number);
}
