/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/renovation.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"

/** Parts of a number that a survey tells apart, and unrelated numbers it is compared with. */
enum { survey_parts = 5, survey_trials = 100 };
static const double confidence = 0.95, chance = 0.05;

/** What a choice rests on: of each package the reduction [a-1], of each measure the cost [yuan]. */
typedef struct belief {
  const double *reduction; /* [n_packages] */
  const double *cost;      /* [n_options] */
} belief;

/* ---- packages ---- */

/** Deaths a year with a package. @param times  How often each sample counts; NULL: once. */
static double deaths(const flue_renovation *r, size_t k, const double *times) {
  double sum = 0, weight = 0;
  for (size_t i = 0; i < r->n_samples; ++i) {
    const double w = (times ? times[i] : 1) * r->weight[k][i];
    sum += w * r->killed[k][i];
    weight += w;
  }
  return weight > 0 ? r->fires_per_year[k] * sum / weight : 0;
}

double flue_renovation_deaths(const flue_renovation *r, size_t package) {
  return deaths(r, package, NULL);
}

double flue_renovation_reduction(const flue_renovation *r, size_t package) {
  const double now = deaths(r, 0, NULL), avoided = now - deaths(r, package, NULL);
  return fabs(avoided) > 1e-12 * now ? avoided : 0; /* less is rounding */
}

/** Half of the least width of an interval [a-1]: a kind of fire in which packages differ but that
 * no sample showed has a share of at most 1 - 0.025^(1/n) (Clopper and Pearson), and may make as
 * large a difference as the largest seen, or as the largest number killed, or one. */
static double least_width(const flue_renovation *r, size_t k) {
  double most = 0, killed = 1, fires = fmax(r->fires_per_year[0], r->fires_per_year[k]);
  for (size_t i = 0; i < r->n_samples; ++i) {
    most = fmax(most, fabs(r->killed[0][i] - r->killed[k][i]));
    killed = fmax(killed, r->killed[0][i]);
  }
  const flue_drawn drawn = {r->n_samples, r->weight[k], r->block};
  const double share = 1 - pow((1 - confidence) / 2, 1 / flue_drawn_size(&drawn));
  return k == 0 ? 0 : fires * share * (most > 0 ? most : killed);
}

flue_interval flue_renovation_interval(const flue_renovation *r, size_t package) {
  const size_t n = r->n_samples;
  const double value = flue_renovation_reduction(r, package);
  double *part = flue_alloc(n, sizeof *part);
  if (!part || n == 0) {
    free(part);
    return (flue_interval){value, NAN, NAN};
  }
  const size_t both[2] = {0, package};
  const double rate[2] = {deaths(r, 0, NULL), deaths(r, package, NULL)};
  double sum[2] = {0, 0};
  for (int j = 0; j < 2; ++j)
    for (size_t i = 0; i < n; ++i) sum[j] += r->weight[both[j]][i];
  for (size_t i = 0; i < n; ++i) { /* linearised share of each sample in the difference */
    part[i] = value;
    for (int j = 0; j < 2; ++j) {
      const size_t k = both[j];
      const double w = sum[j] > 0 ? (double)n * r->weight[k][i] / sum[j] : 0;
      part[i] += (j ? -1 : 1) * w * (r->fires_per_year[k] * r->killed[k][i] - rate[j]);
    }
  }
  const flue_drawn drawn = {n, NULL, r->block};
  flue_interval out = flue_drawn_mean_interval(&drawn, part, confidence);
  const double least = least_width(r, package);
  out.low = fmin(out.low, value - least);
  out.high = fmax(out.high, value + least);
  free(part);
  return out;
}

static double package_cost(const flue_renovation *r, size_t k, size_t fund, const double *cost) {
  double sum = 0;
  for (size_t o = 0; o < r->n_options; ++o)
    if ((r->set[k] >> o & 1) && r->fund[o] == fund) sum += cost[o];
  return sum;
}

double flue_renovation_cost(const flue_renovation *r, size_t package, size_t fund) {
  return package_cost(r, package, fund, r->mode);
}

double flue_renovation_works(const flue_renovation *r, size_t package) {
  double sum = 0;
  for (size_t f = 0; f < r->limits->n_funds; ++f) sum += flue_renovation_cost(r, package, f);
  return sum;
}

/* ---- plan ---- */

/** Whether package k can follow package j in year y: it holds all of it, and the money is there.
 *  Money that goes on counts from the first year. */
static int can_follow(const flue_renovation *r, const double *cost, size_t y, size_t j, size_t k) {
  const flue_plan_problem *p = r->limits;
  const double slack = 1e-9;
  if ((r->set[j] & r->set[k]) != r->set[j]) return 0;
  if (r->set[j] != r->set[k] && p->most[y] < 1) return 0;
  for (size_t f = 0; f < p->n_funds; ++f) {
    double budget = p->budget[y * p->n_funds + f], use = package_cost(r, k, f, cost);
    for (size_t z = 0; p->carries && z < y; ++z) budget += p->budget[z * p->n_funds + f];
    if (!p->carries) use -= package_cost(r, j, f, cost);
    if (use > budget * (1 + slack)) return 0;
  }
  return 1;
}

/** Whether ending with package k is better than with j: more is avoided, or the same by less money.
 */
static int is_better(const flue_renovation *r, const belief *b, size_t k, double avoided, size_t j,
                     double other) {
  const double rounding = 1e-12;
  double cost = 0;
  if (!(other > -INFINITY) || fabs(avoided - other) > rounding * fabs(other))
    return avoided > other;
  for (size_t f = 0; f < r->limits->n_funds; ++f)
    cost += package_cost(r, k, f, b->cost) - package_cost(r, j, f, b->cost);
  return cost < 0;
}

/** The most that can be avoided with package k in place at the end of year y. @param most  Of all
 *  packages a year before. @param from  Takes the one then. @return -infinity when it cannot be. */
static double best_way(const flue_renovation *r, const belief *b, size_t y, size_t k,
                       const double *most, size_t *from) {
  double best = -INFINITY;
  for (size_t j = 0; j < (y ? r->n_packages : 1); ++j) {
    const double before = y ? most[j] : 0;
    if (!(before > -INFINITY) || !can_follow(r, b->cost, y, j, k)) continue;
    const double gain = (b->reduction[k] - b->reduction[j]) * flue_plan_years_left(r->limits, y);
    if (before + gain <= best) continue;
    best = before + gain;
    *from = j;
  }
  return best;
}

/** Dynamic program over years and packages. @param most, from  [n_years][n_packages] */
static double solve(const flue_renovation *r, const belief *b, int with_targets, double *most,
                    size_t *from, size_t *step) {
  const size_t n = r->n_packages, years = r->limits->n_years;
  for (size_t y = 0; y < years; ++y)
    for (size_t k = 0; k < n; ++k) {
      const int is_enough = !with_targets || b->reduction[k] >= r->limits->target[y] * (1 - 1e-9);
      const double *before = y ? &most[(y - 1) * n] : NULL;
      most[y * n + k] = is_enough ? best_way(r, b, y, k, before, &from[y * n + k]) : -INFINITY;
    }
  size_t last = 0;
  const double *end = &most[(years - 1) * n];
  for (size_t k = 1; k < n; ++k)
    if (is_better(r, b, k, end[k], last, end[last])) last = k;
  if (!(end[last] > -INFINITY)) return -INFINITY;
  for (size_t y = years; y-- > 0;) {
    step[y] = last;
    last = from[y * n + last];
  }
  return end[step[years - 1]];
}

/** @return what the best plan avoids; -infinity without memory. */
static double find_plan(const flue_renovation *r, const belief *b, size_t *step, int *keeps_all) {
  const size_t n = r->n_packages * r->limits->n_years;
  double *most = flue_alloc(n, sizeof *most), avoided = -INFINITY;
  size_t *from = flue_alloc(n, sizeof *from);
  *keeps_all = 0;
  if (most && from) avoided = solve(r, b, 1, most, from, step);
  *keeps_all = avoided > -INFINITY;
  if (most && from && !*keeps_all) avoided = solve(r, b, 0, most, from, step);
  free(most);
  free(from);
  return avoided;
}

double flue_renovation_plan(const flue_renovation *r, size_t *step, int *keeps_all) {
  double *reduction = flue_alloc(r->n_packages, sizeof *reduction);
  if (!reduction) return -INFINITY;
  for (size_t k = 0; k < r->n_packages; ++k) reduction[k] = flue_renovation_reduction(r, k);
  const belief b = {reduction, r->mode};
  const double avoided = find_plan(r, &b, step, keeps_all);
  free(reduction);
  return avoided;
}

void flue_renovation_pareto(const flue_renovation *r, unsigned char *is_best) {
  for (size_t k = 0; k < r->n_packages; ++k) {
    const double cost = flue_renovation_works(r, k), gain = flue_renovation_reduction(r, k);
    is_best[k] = 1;
    for (size_t j = 0; j < r->n_packages; ++j) {
      const double other = flue_renovation_works(r, j), more = flue_renovation_reduction(r, j);
      const int is_as_good = other <= cost && more >= gain;
      if (is_as_good && (other < cost || more > gain || j < k)) is_best[k] = 0;
    }
  }
}

/* ---- how sure ---- */

/** What plans are made anew with. All owned. */
typedef struct again {
  size_t n_blocks, *first; /* samples at which blocks begin, [n_blocks + 1] */
  double *times;           /* how often each sample counts, [n_samples] */
  double *reduction;       /* [n_packages] */
  size_t *best, *step;     /* plan of all samples, and the one made anew, [n_years] */
} again;

static int make_again(const flue_renovation *r, again *a) {
  const flue_drawn drawn = {r->n_samples, NULL, r->block};
  const size_t years = r->limits->n_years;
  *a = (again){.n_blocks = flue_drawn_blocks(&drawn)};
  a->first = flue_alloc(a->n_blocks + 1, sizeof *a->first);
  a->times = flue_alloc(r->n_samples, sizeof *a->times);
  a->reduction = flue_alloc(r->n_packages, sizeof *a->reduction);
  a->best = flue_alloc(years, sizeof *a->best);
  a->step = flue_alloc(years, sizeof *a->step);
  if (!a->first || !a->times || !a->reduction || !a->best || !a->step) return 0;
  size_t b = 0;
  for (size_t i = 0; i < r->n_samples; ++i)
    if (i == 0 || !r->block || r->block[i] != r->block[i - 1]) a->first[b++] = i;
  a->first[a->n_blocks] = r->n_samples;
  return 1;
}

static void clear_again(again *a) {
  free(a->first);
  free(a->times);
  free(a->reduction);
  free(a->best);
  free(a->step);
}

/** How often each sample counts when blocks are drawn again. */
static void draw_times(const flue_renovation *r, uint32_t draw, again *a) {
  const flue_stream stream = {r->seed, draw, FLUE_PURPOSE_BOOTSTRAP};
  for (size_t i = 0; i < r->n_samples; ++i) a->times[i] = 0;
  for (uint32_t i = 0; i < a->n_blocks; ++i) {
    const size_t pick = (size_t)(flue_uniform(stream, i, 0) * (double)a->n_blocks);
    for (size_t s = a->first[pick]; s < a->first[pick + 1]; ++s) a->times[s] += 1;
  }
}

/** From the triangle of low, mode and high. */
static double triangle(double low, double mode, double high, double u) {
  const double width = high - low, left = mode - low;
  if (!(width > 0)) return mode;
  if (u < left / width) return low + sqrt(u * width * left);
  return high - sqrt((1 - u) * width * (high - mode));
}

static void draw_costs(const flue_renovation *r, uint32_t draw, double *cost) {
  const flue_stream stream = {r->seed, draw, FLUE_PURPOSE_BOOTSTRAP};
  for (size_t o = 0; o < r->n_options; ++o)
    cost[o] = triangle(r->low[o], r->mode[o], r->high[o], flue_uniform(stream, (uint32_t)o, 1));
}

/** Whether the steps of a plan fit into the budgets at these costs. */
static int fits(const flue_renovation *r, const size_t *step, const double *cost) {
  for (size_t y = 0; y < r->limits->n_years; ++y)
    if (!can_follow(r, cost, y, y ? step[y - 1] : 0, step[y])) return 0;
  return 1;
}

/** Makes the plan anew from samples and costs drawn again. */
static void try_again(const flue_renovation *r, uint32_t draw, again *a,
                      flue_renovation_support *out) {
  double cost[FLUE_RENOVATION_OPTIONS];
  int keeps_all = 0;
  draw_times(r, draw, a);
  draw_costs(r, draw, cost);
  const double now = deaths(r, 0, a->times);
  for (size_t k = 0; k < r->n_packages; ++k) a->reduction[k] = now - deaths(r, k, a->times);
  const belief b = {a->reduction, cost};
  out->over_budget += !fits(r, a->best, cost);
  if (!(find_plan(r, &b, a->step, &keeps_all) > -INFINITY)) return;
  const size_t end = a->step[r->limits->n_years - 1];
  out->package[end] += 1;
  for (size_t o = 0; o < r->n_options; ++o) out->option[o] += r->set[end] >> o & 1;
}

flue_status flue_renovation_robust(flue_ctx *ctx, const flue_renovation *r, size_t n,
                                   flue_renovation_support *out) {
  again a;
  const int is_sound = make_again(r, &a);
  int keeps_all = 0;
  out->n = n;
  out->over_budget = 0;
  memset(out->option, 0, sizeof out->option);
  memset(out->package, 0, r->n_packages * sizeof *out->package);
  if (is_sound) flue_renovation_plan(r, a.best, &keeps_all);
  for (size_t i = 0; i < n && is_sound; ++i) try_again(r, (uint32_t)i + 1, &a, out);
  for (size_t o = 0; o < r->n_options; ++o) out->option[o] /= (double)n;
  for (size_t k = 0; k < r->n_packages; ++k) out->package[k] /= (double)n;
  out->over_budget /= (double)n;
  clear_again(&a);
  FLUE_CHECK(is_sound, ctx, FLUE_ENOMEM, "no memory for plans");
  return FLUE_OK;
}

/* ---- surveys ---- */

typedef struct ranked {
  double x;
  size_t i;
} ranked;

static int by_x(const void *a, const void *b) {
  const ranked *p = a, *q = b;
  if (p->x != q->x) return p->x < q->x ? -1 : 1;
  return (p->i > q->i) - (p->i < q->i);
}

/** Marks the packages that can be in place at the end of the plan. @param scratch  [n_packages] */
static void mark_affordable(const flue_renovation *r, unsigned char *can, unsigned char *scratch) {
  const size_t n = r->n_packages;
  for (size_t k = 0; k < n; ++k) can[k] = k == 0;
  for (size_t y = 0; y < r->limits->n_years; ++y) {
    memcpy(scratch, can, n);
    for (size_t k = 0; k < n; ++k) {
      can[k] = 0;
      for (size_t j = 0; j < n && !can[k]; ++j)
        can[k] = scratch[j] && can_follow(r, r->mode, y, j, k);
    }
  }
}

/** Most that an affordable package avoids among the samples that count [a-1]. */
static double best_of(const flue_renovation *r, const unsigned char *can, const double *times) {
  const double now = deaths(r, 0, times);
  double most = 0;
  for (size_t k = 1; k < r->n_packages; ++k)
    if (can[k]) most = fmax(most, now - deaths(r, k, times));
  return most;
}

/** What choosing in each part by itself avoids [a-1]. @param part  Of each sample. */
static double best_by_parts(const flue_renovation *r, const unsigned char *can,
                            const unsigned char *part, double *times) {
  double sum = 0, share = 0;
  for (unsigned char q = 0; q < survey_parts; ++q) {
    double weight = 0;
    for (size_t i = 0; i < r->n_samples; ++i) {
      times[i] = part[i] == q;
      weight += times[i] * r->weight[0][i];
    }
    if (weight > 0) sum += weight * best_of(r, can, times);
    share += weight;
  }
  return share > 0 ? sum / share : 0;
}

/** Parts of equal numbers of samples by the order of x; equal values stay together, in the part of
 *  the middle of their ranks, so that a rare state is one by itself. */
static void cut(const flue_renovation *r, ranked *order, unsigned char *part) {
  const size_t n = r->n_samples;
  qsort(order, n, sizeof *order, by_x);
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && order[end].x == order[i].x; ++end) continue;
    const size_t middle = (i + end) * survey_parts / (2 * n);
    for (size_t k = i; k < end; ++k) part[order[k].i] = (unsigned char)middle;
  }
}

flue_status flue_renovation_survey(flue_ctx *ctx, const flue_renovation *r, const double *x,
                                   size_t n_numbers, double *value, double *noise) {
  const size_t n = r->n_samples;
  ranked *order = flue_alloc(n, sizeof *order);
  unsigned char *part = flue_alloc(n, 1), *mixed = flue_alloc(n, 1);
  unsigned char *can = flue_alloc(2 * r->n_packages, 1);
  double *times = flue_alloc(n, sizeof *times), trial[survey_trials];
  const int is_sound = order && part && mixed && can && times;
  *value = *noise = 0;
  for (size_t i = 0; i < n && is_sound; ++i) order[i] = (ranked){x[i], i};
  if (is_sound) {
    mark_affordable(r, can, can + r->n_packages);
    cut(r, order, part);
    *value = best_by_parts(r, can, part, times);
    for (uint32_t t = 0; t < survey_trials; ++t) { /* the same parts on samples in random order */
      const flue_stream stream = {r->seed, t + 1, FLUE_PURPOSE_DESIGN};
      for (size_t i = 0; i < n; ++i) order[i] = (ranked){flue_uniform(stream, (uint32_t)i, 2), i};
      qsort(order, n, sizeof *order, by_x);
      for (size_t i = 0; i < n; ++i) mixed[i] = part[order[i].i];
      trial[t] = best_by_parts(r, can, mixed, times);
    }
    const double rounding = 1e-12 * deaths(r, 0, NULL);
    const double mean = gsl_stats_mean(trial, 1, survey_trials);
    *noise = gsl_stats_sd(trial, 1, survey_trials) *
             gsl_cdf_ugaussian_Qinv(chance / (double)(n_numbers ? n_numbers : 1));
    *value -= mean;
    if (!(*noise > rounding)) *noise = 0;
    if (!(*value > rounding)) *value = 0;
  }
  free(order);
  free(part);
  free(mixed);
  free(can);
  free(times);
  FLUE_CHECK(is_sound, ctx, FLUE_ENOMEM, "no memory for a survey");
  return FLUE_OK;
}
