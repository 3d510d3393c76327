/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/zone_words.h"

/* What is asked of a model, beside CFAST. */
static const size_t least_points = 20;
static const double clear_share = 0.85; /**< Of CFAST's scatter. */
static const double bias_allowance = 0.1;
static const double series_factor = 1.5;
static const double near_share = 0.2; /**< Of E, for the share of points near it. */

/* ---- fit ---- */

enum { n_bins = 10 };

/** Bin of a measured value: (0, 1/10] of the highest is the first. */
static size_t bin_of(double e, double highest) {
  const double place = ceil(e / highest * n_bins) - 1;
  return place < 0 ? 0 : place >= n_bins ? n_bins - 1 : (size_t)place;
}

/** Weighted mean and variance of r. */
typedef struct moments {
  double mean, variance;
} moments;

static moments weighted_moments(size_t n, const double *e, const double *m) {
  double count[n_bins] = {0}, highest = 0, total = 0, mean = 0, square = 0;
  for (size_t i = 0; i < n; ++i) highest = fmax(highest, e[i]);
  for (size_t i = 0; i < n; ++i) ++count[bin_of(e[i], highest)];
  for (size_t i = 0; i < n; ++i) {
    const double w = (double)n / count[bin_of(e[i], highest)];
    total += w;
    mean += w * log(m[i] / e[i]);
  }
  mean /= total;
  for (size_t i = 0; i < n; ++i) {
    const double r = log(m[i] / e[i]) - mean;
    square += (double)n / count[bin_of(e[i], highest)] * r * r;
  }
  return (moments){.mean = mean, .variance = square / (total - 1)};
}

flue_zone_fit flue_zone_fit_make(size_t n, const double *e, const double *m, double sigma_e) {
  flue_zone_fit fit = {.n = n, .bias = NAN, .scatter = NAN, .ratio = NAN, .within = NAN};
  if (n == 0) return fit;
  double sum = 0, near = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += log(m[i] / e[i]);
    near += fabs(m[i] - e[i]) <= near_share * e[i];
  }
  fit.ratio = exp(sum / (double)n);
  fit.within = near / (double)n;
  if (n < 2) return fit;
  const moments r = weighted_moments(n, e, m);
  const double square = fmax(r.variance - sigma_e * sigma_e, 0);
  fit.scatter = sqrt(square);
  fit.bias = exp(r.mean + square / 2 - sigma_e * sigma_e / 2);
  return fit;
}

/* ---- series and quantities ---- */

static flue_zone_series *find_series(flue_zone_quantity *q, const char *name) {
  for (size_t i = 0; i < q->n_series; ++i)
    if (strcmp(q->series[i].name, name) == 0) return &q->series[i];
  flue_zone_series *series = &q->series[q->n_series++];
  series->name = name;
  return series;
}

/** Sums the logarithms, then turns them into means. */
static void fill_series(flue_zone_quantity *q, size_t n, flue_zone_point *const *points) {
  for (size_t i = 0; i < n; ++i) {
    flue_zone_series *series = find_series(q, points[i]->dataset);
    ++series->n;
    series->cfast += log(points[i]->cfast / points[i]->measured);
    if (points[i]->state == FLUE_ZONE_FOUND)
      series->ours += log(points[i]->predicted / points[i]->measured);
    else
      ++series->missing;
  }
  for (size_t i = 0; i < q->n_series; ++i) {
    flue_zone_series *series = &q->series[i];
    const size_t found = series->n - series->missing;
    series->cfast = exp(series->cfast / (double)series->n);
    series->ours = found ? exp(series->ours / (double)found) : NAN;
  }
}

static void find_worst(flue_zone_quantity *q) {
  double farthest = -1;
  q->verdict.worst_ratio = NAN;
  for (size_t i = 0; i < q->n_series; ++i) {
    const double distance = fabs(log(q->series[i].ours));
    if (!(distance > farthest)) continue;
    farthest = distance;
    q->verdict.worst = q->series[i].name;
    q->verdict.worst_ratio = q->series[i].ours;
  }
}

static void judge(flue_zone_quantity *q) {
  flue_zone_verdict *v = &q->verdict;
  find_worst(q);
  v->is_judged = q->n >= least_points;
  v->is_complete = q->missing == 0;
  v->scatter_met = q->ours.scatter <= q->cfast.scatter;
  v->scatter_clear = q->cfast.scatter > 0 && q->ours.scatter <= clear_share * q->cfast.scatter;
  v->bias_met = fabs(q->ours.bias - 1) <= bias_allowance ||
                fabs(log(q->ours.bias)) < fabs(log(q->cfast.bias));
  v->series_met = fabs(log(v->worst_ratio)) <= log(series_factor);
  v->is_met = v->is_judged && v->is_complete && v->scatter_met && v->bias_met && v->series_met;
}

/** Whether a quantity is a rise above a value that the pack states. */
static int is_rise(const flue_zone_quantity *q) {
  const char *unit = flue_zone_quantity_unit(q->name);
  return unit && (strcmp(unit, "K") == 0 || strcmp(unit, "Pa") == 0);
}

/** Scores rises from where predictions start. CFAST's start is that of the input, of temperatures;
 *  of pressures it is not known. @param room  [3 n] */
static void score_own_starts(flue_zone_quantity *q, size_t n, flue_zone_point *const *points,
                             double *room) {
  const double close = 0.5; /* [K], [Pa]: rounding of the list */
  double *e = room, *m = room + n, *cfast = room + 2 * n;
  size_t found = 0;
  int has_cfast = 1;
  for (size_t i = 0; i < n; ++i) {
    const flue_zone_point *p = points[i];
    if (!(p->own > 0)) continue;
    q->n_moved += fabs(p->shift) > close;
    q->most_moved = fmax(q->most_moved, fabs(p->shift));
    e[found] = p->measured;
    m[found] = p->own;
    cfast[found++] = p->cfast + p->shift;
    has_cfast = has_cfast && p->metric == FLUE_ZONE_MAX && p->cfast + p->shift > 0;
  }
  q->ours_own = flue_zone_fit_make(found, e, m, q->sigma_e);
  q->cfast_own = flue_zone_fit_make(has_cfast ? found : 0, e, cfast, q->sigma_e);
}

/** Scores the n points of one quantity. @param room  [3 n] */
static flue_status score_quantity(flue_zone_quantity *q, size_t n, flue_zone_point *const *points,
                                  double *room) {
  q->name = points[0]->quantity;
  q->sigma_e = points[0]->sigma_e;
  q->n = n;
  q->series = flue_alloc(n, sizeof *q->series);
  if (!q->series) return FLUE_ENOMEM;
  double *e = room, *m = room + n, *cfast = room + 2 * n;
  for (size_t i = 0; i < n; ++i) {
    e[i] = points[i]->measured;
    cfast[i] = points[i]->cfast;
  }
  q->cfast = flue_zone_fit_make(n, e, cfast, q->sigma_e);
  size_t found = 0;
  for (size_t i = 0; i < n; ++i) {
    if (points[i]->state != FLUE_ZONE_FOUND) continue;
    e[found] = points[i]->measured;
    m[found++] = points[i]->predicted;
  }
  q->ours = flue_zone_fit_make(found, e, m, q->sigma_e);
  q->missing = n - found;
  if (is_rise(q)) score_own_starts(q, n, points, room);
  fill_series(q, n, points);
  judge(q);
  return FLUE_OK;
}

/* ---- all ---- */

/** By quantity, then in the order of the pack. */
static int compare_points(const void *a, const void *b) {
  const flue_zone_point *x = *(flue_zone_point *const *)a, *y = *(flue_zone_point *const *)b;
  const int order = strcmp(x->quantity, y->quantity);
  return order ? order : (x > y) - (x < y);
}

static size_t run_length(size_t n, flue_zone_point *const *points) {
  size_t k = 1;
  while (k < n && strcmp(points[k]->quantity, points[0]->quantity) == 0) ++k;
  return k;
}

static void add_totals(flue_zone_scores *scores) {
  for (size_t i = 0; i < scores->n_quantities; ++i) {
    const flue_zone_quantity *q = &scores->quantities[i];
    scores->n += q->n;
    scores->missing += q->missing;
    scores->n_judged += q->verdict.is_judged ? 1 : 0;
    scores->n_met += q->verdict.is_met ? 1 : 0;
  }
  for (size_t i = 0; i < scores->pack.n; ++i)
    scores->n_reproduced += flue_zone_is_reproduced(&scores->pack.points[i]) ? 1 : 0;
}

int flue_zone_is_fixed(const flue_zone_point *point) {
  return point->is_scored && point->measured > 0 && point->cfast > 0;
}

static flue_status score_points(flue_zone_scores *scores, flue_zone_point **points, double *room) {
  size_t n = 0;
  for (size_t i = 0; i < scores->pack.n; ++i)
    if (flue_zone_is_fixed(&scores->pack.points[i])) points[n++] = &scores->pack.points[i];
  qsort(points, n, sizeof *points, compare_points);
  for (size_t i = 0; i < n; i += run_length(n - i, points + i)) ++scores->n_quantities;
  scores->quantities = flue_alloc(scores->n_quantities, sizeof *scores->quantities);
  if (!scores->quantities) return FLUE_ENOMEM;
  flue_zone_quantity *q = scores->quantities;
  for (size_t i = 0, k; i < n; i += k) {
    k = run_length(n - i, points + i);
    FLUE_TRY(score_quantity(q++, k, points + i, room));
  }
  add_totals(scores);
  return FLUE_OK;
}

flue_status flue_zone_scores_make(flue_zone_pack *pack, flue_zone_scores **out) {
  flue_zone_scores *scores = flue_alloc(1, sizeof *scores);
  flue_zone_point **points = flue_alloc(pack->n, sizeof *points);
  double *room = flue_alloc(pack->n, 3 * sizeof *room);
  flue_status status = FLUE_ENOMEM;
  if (scores && points && room) {
    scores->pack = *pack;
    *pack = (flue_zone_pack){0};
    status = score_points(scores, points, room);
  }
  free(room);
  free(points);
  flue_zone_pack_clear(pack);
  if (status)
    flue_zone_scores_destroy(&scores);
  else
    *out = scores;
  return status;
}

flue_status flue_zone_score(flue_ctx *ctx, const char *pack_dir, const char *tables_dir,
                            flue_zone_scores **out) {
  flue_zone_pack pack = {0};
  FLUE_TRY(flue_zone_pack_read(ctx, pack_dir, &pack));
  flue_status status = flue_zone_pack_measure(pack_dir, &pack);
  if (!status) status = flue_zone_pack_predict(ctx, tables_dir, &pack);
  if (!status) return flue_zone_scores_make(&pack, out);
  flue_zone_pack_clear(&pack);
  return status;
}

void flue_zone_scores_destroy(flue_zone_scores **scores) {
  if (!scores || !*scores) return;
  for (size_t i = 0; (*scores)->quantities && i < (*scores)->n_quantities; ++i)
    free((*scores)->quantities[i].series);
  free((*scores)->quantities);
  flue_zone_pack_clear(&(*scores)->pack);
  free(*scores);
  *scores = NULL;
}
