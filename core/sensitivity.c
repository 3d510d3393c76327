/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sensitivity.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

/** The i-th of n draws with replacement of a resample. */
static size_t pick(flue_stream stream, size_t resample, size_t i, size_t n) {
  return (size_t)(flue_uniform(stream, (uint32_t)resample, (uint32_t)i) * (double)n);
}

/** Ends that the values of resamples, sorted here, leave on either side of an estimate. */
static flue_interval spread(double value, size_t n, double *resampled, double confidence) {
  const double tail = 0.5 * (1 - confidence);
  flue_sort_censored(n, resampled);
  return (flue_interval){value, fmin(value, flue_quantile_sorted(n, resampled, tail)),
                         fmax(value, flue_quantile_sorted(n, resampled, 1 - tail))};
}

static const flue_interval unknown = {NAN, NAN, NAN};

/* ---- a design of its own ---- */

/** Sums from which both indices follow. */
typedef struct jansen_sums {
  double sum, squares, first, total;
} jansen_sums;

static void add_base(jansen_sums *s, double a, double b, double ab) {
  s->sum += a + b;
  s->squares += a * a + b * b;
  s->first += (b - ab) * (b - ab);
  s->total += (a - ab) * (a - ab);
}

static double variance_of(const jansen_sums *s, size_t n) {
  const double mean = s->sum / (2.0 * (double)n);
  return s->squares / (2.0 * (double)n) - mean * mean;
}

flue_status flue_sobol_indices(size_t n, const double *a, const double *b, const double *ab,
                               flue_stream stream, size_t resamples, double confidence,
                               flue_sobol *out) {
  if (n == 0 || resamples == 0) return FLUE_EARG;
  *out = (flue_sobol){unknown, unknown};
  jansen_sums all = {0};
  for (size_t i = 0; i < n; ++i) add_base(&all, a[i], b[i], ab[i]);
  const double twice = 2 * (double)n * variance_of(&all, n);
  if (!(twice > 1e-12 * all.squares)) return FLUE_OK; /* rounding of a constant */
  double *first = flue_alloc(resamples, sizeof *first),
         *total = flue_alloc(resamples, sizeof *total);
  if (first && total) {
    for (size_t r = 0; r < resamples; ++r) {
      jansen_sums s = {0};
      for (size_t i = 0; i < n; ++i) {
        const size_t k = pick(stream, r, i, n);
        add_base(&s, a[k], b[k], ab[k]);
      }
      const double own = 2 * (double)n * variance_of(&s, n);
      first[r] = own > 0 ? 1 - s.first / own : 0;
      total[r] = own > 0 ? s.total / own : 0;
    }
    out->first = spread(1 - all.first / twice, resamples, first, confidence);
    out->total = spread(all.total / twice, resamples, total, confidence);
  }
  const flue_status status = first && total ? FLUE_OK : FLUE_ENOMEM;
  free(first);
  free(total);
  return status;
}

/* ---- any samples ---- */

typedef struct paired {
  double x, y, weight;
} paired;

static int by_input(const void *a, const void *b) {
  const double x = ((const paired *)a)->x, y = ((const paired *)b)->x;
  return (x > y) - (x < y);
}

/** Whether pair i begins another value. */
static int is_new_value(const paired *pairs, size_t i) {
  return i > 0 && pairs[i].x > pairs[i - 1].x;
}

/** Cuts sorted pairs into bins: of single values where these are few, such as the branches of an
 *  event tree, else of equal weight with equal values together. @param bin  [n]. @return how many.
 */
static size_t cut_bins(size_t n, const paired *pairs, size_t bins, size_t *bin) {
  double all = 0, below = 0;
  size_t values = 1;
  for (size_t i = 0; i < n; ++i) {
    all += pairs[i].weight;
    values += (size_t)is_new_value(pairs, i);
  }
  size_t current = 0, used = 0;
  for (size_t i = 0; i < n; ++i) {
    const size_t wanted = values <= bins ? current + 1 : (size_t)(below / all * (double)bins);
    if (is_new_value(pairs, i) && wanted > current) {
      current = wanted;
      ++used;
    }
    bin[i] = used;
    below += pairs[i].weight;
  }
  return used + 1;
}

/** Sums of a bin. */
typedef struct bin_sums {
  double weight, sum;
} bin_sums;

/** Share of the variance that lies between bins, without what chance alone gives. @param order
 *  Which pairs, [n]; NULL: all in turn. */
static double between(size_t n, const paired *pairs, const size_t *bin, size_t n_bins,
                      const size_t *order, bin_sums *sums) {
  double weight = 0, sum = 0, squares = 0, among = 0;
  for (size_t b = 0; b < n_bins; ++b) sums[b] = (bin_sums){0, 0};
  for (size_t i = 0; i < n; ++i) {
    const size_t k = order ? order[i] : i;
    const paired *p = &pairs[k];
    weight += p->weight;
    sum += p->weight * p->y;
    squares += p->weight * p->y * p->y;
    sums[bin[k]].weight += p->weight;
    sums[bin[k]].sum += p->weight * p->y;
  }
  const double mean = sum / weight, all = squares / weight - mean * mean;
  for (size_t b = 0; b < n_bins; ++b)
    if (sums[b].weight > 0) among += sums[b].sum * sums[b].sum / sums[b].weight;
  among = among / weight - mean * mean;
  if (!(all > 1e-12 * squares / weight)) return NAN;
  const double by_chance = (all - among) * (double)(n_bins - 1) / (double)(n - n_bins);
  return fmax(0, (among - by_chance) / all);
}

static flue_status resample(size_t n, const paired *pairs, const size_t *bin, size_t n_bins,
                            flue_stream stream, size_t resamples, double confidence, bin_sums *sums,
                            flue_driver *out) {
  double *values = flue_alloc(resamples, sizeof *values);
  size_t *order = flue_alloc(n, sizeof *order);
  if (values && order) {
    for (size_t r = 0; r < resamples; ++r) {
      for (size_t i = 0; i < n; ++i) order[i] = pick(stream, r, i, n);
      values[r] = between(n, pairs, bin, n_bins, order, sums);
    }
    out->first = spread(out->first.value, resamples, values, confidence);
  }
  const flue_status status = values && order ? FLUE_OK : FLUE_ENOMEM;
  free(values);
  free(order);
  return status;
}

flue_status flue_driver_estimate(size_t n, const double *x, const double *y, const double *weight,
                                 size_t bins, flue_stream stream, size_t resamples,
                                 double confidence, flue_driver *out) {
  if (n == 0 || resamples == 0 || bins < 2) return FLUE_EARG;
  *out = (flue_driver){unknown, NAN, NAN};
  paired *pairs = flue_alloc(n, sizeof *pairs);
  size_t *bin = flue_alloc(n, sizeof *bin);
  bin_sums *sums = flue_alloc(bins, sizeof *sums);
  flue_status status = pairs && bin && sums ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) {
    for (size_t i = 0; i < n; ++i) pairs[i] = (paired){x[i], y[i], weight ? weight[i] : 1};
    qsort(pairs, n, sizeof *pairs, by_input);
    const size_t n_bins = cut_bins(n, pairs, bins, bin);
    const double share =
        n_bins > 1 && n > n_bins ? between(n, pairs, bin, n_bins, NULL, sums) : NAN;
    if (!isnan(share)) {
      out->first.value = share;
      out->low = sums[0].sum / sums[0].weight;
      out->high = sums[n_bins - 1].sum / sums[n_bins - 1].weight;
      status = resample(n, pairs, bin, n_bins, stream, resamples, confidence, sums, out);
    }
  }
  free(pairs);
  free(bin);
  free(sums);
  return status;
}
