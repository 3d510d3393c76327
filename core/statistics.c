/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/statistics.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

double flue_mean(size_t n, const double *values) {
  double sum = 0;
  for (size_t i = 0; i < n; ++i) sum += values[i];
  return n ? sum / (double)n : NAN;
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void flue_sort_censored(size_t n, double *values) {
  for (size_t i = 0; i < n; ++i)
    if (isnan(values[i])) values[i] = INFINITY;
  qsort(values, n, sizeof *values, compare);
}

double flue_quantile_sorted(size_t n, const double *sorted, double p) {
  const double position = p * (double)(n - 1);
  size_t i = (size_t)position;
  if (i >= n - 1) return sorted[n - 1];
  const double share = position - (double)i;
  if (share <= 0) return sorted[i];
  if (!isfinite(sorted[i + 1])) return sorted[i + 1];
  return sorted[i] + share * (sorted[i + 1] - sorted[i]);
}

/** Largest rank r (from 1) with P(B < r) <= tail for B binomial (n, p); 0 when there is none. */
static size_t low_rank(size_t n, double p, double tail) {
  size_t below = 0, above = n; /* P(B <= below - 1) <= tail < P(B <= above) */
  while (below < above) {
    const size_t middle = below + (above - below) / 2;
    if (gsl_cdf_binomial_P((unsigned)middle, p, (unsigned)n) <= tail)
      below = middle + 1;
    else
      above = middle;
  }
  return below;
}

flue_status flue_quantile_interval(size_t n, const double *values, double p, double confidence,
                                   flue_interval *out) {
  if (n == 0 || !(p > 0 && p < 1) || !(confidence > 0 && confidence < 1)) return FLUE_EARG;
  double *sorted = flue_alloc(n, sizeof *sorted);
  if (!sorted) return FLUE_ENOMEM;
  memcpy(sorted, values, n * sizeof *sorted);
  flue_sort_censored(n, sorted);
  const double tail = (1 - confidence) / 2;
  const size_t low = low_rank(n, p, tail);
  /* the upper rank is the lower rank of the mirrored sample */
  const size_t high = n + 1 - low_rank(n, 1 - p, tail);
  out->value = flue_quantile_sorted(n, sorted, p);
  out->low = low >= 1 ? sorted[low - 1] : -INFINITY;
  out->high = high <= n ? sorted[high - 1] : INFINITY;
  free(sorted);
  return FLUE_OK;
}

/** Value of a beta distribution below which a share u lies, by bisection: the inverse of GSL does
 * not converge for many ordinary parameters. To 1e-13 of the range. */
static double beta_quantile(double u, double a, double b) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    if (gsl_cdf_beta_P(middle, a, b) < u)
      low = middle;
    else
      high = middle;
  }
  return 0.5 * (low + high);
}

/** Ends for k hits of m trials, neither of which need be whole. */
static flue_interval clopper_pearson(double k, double m, double confidence) {
  const double tail = (1 - confidence) / 2;
  return (flue_interval){
      .value = k / m,
      .low = k > 0 ? beta_quantile(tail, k, m - k + 1) : 0,
      .high = k < m ? beta_quantile(1 - tail, k + 1, m - k) : 1,
  };
}

flue_interval flue_share_interval(size_t hits, size_t n, double confidence) {
  return clopper_pearson((double)hits, (double)n, confidence);
}

flue_interval flue_share_interval_real(double share, double trials, double confidence) {
  const double most = 1e12; /* beyond, the ends are the share to all digits that matter */
  if (!(trials > 0)) return (flue_interval){share, 0, 1};
  if (!(trials < most)) return (flue_interval){share, share, share};
  flue_interval out = clopper_pearson(share * trials, trials, confidence);
  out.value = share;
  return out;
}

void flue_bootstrap_means(size_t n, const double *values, flue_stream stream, size_t resamples,
                          double *means) {
  for (size_t r = 0; r < resamples; ++r) {
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
      const double u = flue_uniform(stream, (uint32_t)r, (uint32_t)i);
      sum += values[(size_t)(u * (double)n)];
    }
    means[r] = sum / (double)n;
  }
  qsort(means, resamples, sizeof *means, compare);
}

flue_status flue_bootstrap_mean(size_t n, const double *values, flue_stream stream,
                                size_t resamples, double confidence, flue_interval *out) {
  if (n == 0 || resamples == 0) return FLUE_EARG;
  double *means = flue_alloc(resamples, sizeof *means);
  if (!means) return FLUE_ENOMEM;
  flue_bootstrap_means(n, values, stream, resamples, means);
  const double tail = (1 - confidence) / 2;
  out->value = flue_mean(n, values);
  out->low = flue_quantile_sorted(resamples, means, tail);
  out->high = flue_quantile_sorted(resamples, means, 1 - tail);
  free(means);
  return FLUE_OK;
}
