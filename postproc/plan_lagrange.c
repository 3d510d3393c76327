/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans by Lagrangian relaxation. Prices of the shared rows are found by subgradient steps of
 * Polyak's length; with prices each building chooses for itself, which gives the bound, and a
 * greedy pass in the order of benefit over priced cost gives a plan. @cite fisher1981
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/plan_rows.h"

enum {
  most_steps = 1500,
  plan_every = 10,
  patience = 20,
  block_size = 512,
  parallel_from = 8,
  rounds = 2,
  most_presses = 8
};

/** Gap at which the search ends [1]. */
static const double small_gap = 1e-5;
/** First length of steps over Polyak's [1], and the least. */
static const double first_length = 1.5, least_length = 1e-4;

/** How much more a year that lacks something is worth, of the mean, each time [1]. */
static const double pressure = 0.02;

/** A building in the order in which a plan is made. */
typedef struct place {
  double ratio;
  size_t building;
} place;

/** A search under way. */
typedef struct search {
  const flue_plan_problem *p;
  size_t n_rows, n_blocks;
  double *limit, *scale; /* of rows */
  double *price, *best_price;
  double *burden;          /* of a yuan in each year, [n_years][n_funds] */
  double *used;            /* [n_rows] */
  double *part;            /* sums by block, [n_blocks][n_rows + 1] */
  int32_t *package, *year; /* chosen with the prices */
  double *ratio;           /* benefit over priced cost of the choice, or of what comes nearest */
  place *order;            /* [n_buildings] */
  double *room;            /* [n_rows] what is left while a plan is made */
  double bound, length;
  size_t stalled;
  flue_plan_result try, *best;
  double shortfall; /* of the best plan [1] */
} search;

/** Prices by year as a choice sees them. */
typedef struct year_price {
  double per_reduction, per_building; /* added to what a choice is worth */
} year_price;

static year_price price_of(const search *s, size_t y) {
  const flue_plan_problem *p = s->p;
  year_price price = {flue_plan_years_left(p, y), 0};
  for (size_t later = y; later < p->n_years; ++later)
    price.per_reduction += s->price[plan_row_target(p, later)];
  price.per_building = s->price[plan_row_least(p, y)] - s->price[plan_row_most(p, y)];
  return price;
}

/** Priced cost of a package in a year. */
static double priced(const search *s, size_t k, size_t y) {
  const flue_plan_problem *p = s->p;
  double sum = 0;
  for (size_t f = 0; f < p->n_funds; ++f)
    sum += s->burden[y * p->n_funds + f] * p->cost[k * p->n_funds + f];
  return sum;
}

/** Best choice of one building at the prices; adds to a block's sums. */
static void choose(search *s, size_t b, const year_price *price, double *sums) {
  const flue_plan_problem *p = s->p;
  const int must = p->due[b] >= 0;
  double best = must ? -INFINITY : 0;
  s->package[b] = -1;
  s->ratio[b] = 0;
  for (size_t k = p->first[b]; k < p->first[b + 1]; ++k) {
    for (size_t y = 0; y < p->n_years; ++y) {
      if (!plan_allows(p, b, k, y)) continue;
      const double benefit = p->reduction[k] * price[y].per_reduction + price[y].per_building;
      const double cost = priced(s, k, y), ratio = cost > 0 ? benefit / cost : INFINITY;
      if (benefit > 0 && ratio > s->ratio[b]) s->ratio[b] = ratio;
      if (benefit - cost <= best) continue;
      best = benefit - cost;
      s->package[b] = (int32_t)k;
      s->year[b] = (int32_t)y;
    }
  }
  if (s->package[b] < 0) return;
  if (must) s->ratio[b] = INFINITY;
  const size_t k = (size_t)s->package[b], y = (size_t)s->year[b];
  sums[s->n_rows] += best;
  for (size_t r = y * p->n_funds; r < plan_burdened(p, y) * p->n_funds; ++r)
    sums[r] += p->cost[k * p->n_funds + r % p->n_funds];
  sums[plan_row_most(p, y)] += 1;
  sums[plan_row_least(p, y)] -= 1;
  for (size_t later = y; later < p->n_years; ++later)
    sums[plan_row_target(p, later)] -= p->reduction[k];
}

/** What a yuan of each fund in each year burdens at the prices. */
static void add_burdens(search *s) {
  const flue_plan_problem *p = s->p;
  for (size_t y = 0; y < p->n_years; ++y)
    for (size_t f = 0; f < p->n_funds; ++f) {
      double sum = 0;
      for (size_t of = y; of < plan_burdened(p, y); ++of) sum += s->price[of * p->n_funds + f];
      s->burden[y * p->n_funds + f] = sum;
    }
}

/** Choices of all buildings at the prices. @return the bound. */
static double relax(search *s) {
  const flue_plan_problem *p = s->p;
  year_price *price = flue_alloc(p->n_years, sizeof *price);
  if (!price) return INFINITY;
  for (size_t y = 0; y < p->n_years; ++y) price[y] = price_of(s, y);
  add_burdens(s);
  memset(s->part, 0, s->n_blocks * (s->n_rows + 1) * sizeof *s->part);
#pragma omp parallel for schedule(static) if (s->n_blocks >= parallel_from)
  for (size_t i = 0; i < s->n_blocks; ++i) {
    const size_t end =
        (i + 1) * block_size < p->n_buildings ? (i + 1) * block_size : p->n_buildings;
    for (size_t b = i * block_size; b < end; ++b)
      choose(s, b, price, s->part + i * (s->n_rows + 1));
  }
  free(price);
  double bound = 0;
  memset(s->used, 0, s->n_rows * sizeof *s->used);
  for (size_t i = 0; i < s->n_blocks; ++i) {
    const double *part = s->part + i * (s->n_rows + 1);
    for (size_t r = 0; r < s->n_rows; ++r) s->used[r] += part[r];
    bound += part[s->n_rows];
  }
  for (size_t r = 0; r < s->n_rows; ++r)
    if (s->price[r] > 0) bound += s->price[r] * s->limit[r];
  return bound;
}

/** Moves the prices against the overrun. @return 0 when nothing is overrun that has a price to
 *  change. */
static int move_prices(search *s, double aim) {
  double norm = 0;
  for (size_t r = 0; r < s->n_rows; ++r) {
    if (isinf(s->limit[r])) continue;
    const double over = (s->used[r] - s->limit[r]) / s->scale[r];
    if (over > 0 || s->price[r] > 0) norm += over * over;
  }
  if (!(norm > 0)) return 0;
  const double step = s->length * fmax(s->bound - aim, 1e-9 * fabs(s->bound)) / norm;
  for (size_t r = 0; r < s->n_rows; ++r) {
    if (isinf(s->limit[r])) continue;
    const double over = (s->used[r] - s->limit[r]) / s->scale[r];
    s->price[r] = fmax(0, s->price[r] + step * over / s->scale[r]);
  }
  return 1;
}

/* ---- a plan from prices ---- */

/** Whether a choice fits into what is left of budgets and largest numbers. */
static int fits(const search *s, size_t k, size_t y) {
  const flue_plan_problem *p = s->p;
  if (s->room[plan_row_most(p, y)] < 1) return 0;
  for (size_t r = y * p->n_funds; r < plan_burdened(p, y) * p->n_funds; ++r)
    if (p->cost[k * p->n_funds + r % p->n_funds] > s->room[r]) return 0;
  return 1;
}

/** Takes a choice out of what is left, or gives it back. */
static void take(search *s, size_t k, size_t y, double sign) {
  const flue_plan_problem *p = s->p;
  s->room[plan_row_most(p, y)] -= sign;
  s->room[plan_row_least(p, y)] += sign; /* more than the least */
  for (size_t r = y * p->n_funds; r < plan_burdened(p, y) * p->n_funds; ++r)
    s->room[r] -= sign * p->cost[k * p->n_funds + r % p->n_funds];
}

/** Gives a building the choice that fits and is worth most; with prices, or without when what is
 *  left over is filled up. */
static void give(search *s, size_t b, const year_price *price, int with_prices) {
  const flue_plan_problem *p = s->p;
  double best = p->due[b] >= 0 && with_prices ? -INFINITY : 0;
  int32_t package = -1, year = -1;
  if (s->try.package[b] >= 0) take(s, (size_t)s->try.package[b], (size_t)s->try.year[b], -1);
  const int is_needed =
      s->try.package[b] >= 0 && s->room[plan_row_least(p, (size_t)s->try.year[b])] < 0;
  const int32_t stays = is_needed ? s->try.year[b] : -1; /* that year has no more than its least */
  for (size_t k = p->first[b]; k < p->first[b + 1]; ++k) {
    for (size_t y = 0; y < p->n_years; ++y) {
      if (!plan_allows(p, b, k, y) || !fits(s, k, y)) continue;
      if (stays >= 0 && (size_t)stays != y) continue;
      double worth = p->reduction[k] * price[y].per_reduction + price[y].per_building;
      if (with_prices) worth -= priced(s, k, y);
      if (worth <= best) continue;
      best = worth;
      package = (int32_t)k;
      year = (int32_t)y;
    }
  }
  if (package < 0 && s->try.package[b] >= 0) { /* as it was */
    package = s->try.package[b];
    year = s->try.year[b];
  }
  s->try.package[b] = package;
  s->try.year[b] = year;
  if (package >= 0) take(s, (size_t)package, (size_t)year, 1);
}

/** The best first, those of equal ratio by number. */
static int by_ratio(const void *a, const void *b) {
  const place *x = a, *y = b;
  if (x->ratio > y->ratio) return -1;
  if (x->ratio < y->ratio) return 1;
  return (x->building > y->building) - (x->building < y->building);
}

/** What leasts, targets and deadlines lack in all, each as a share [1]. */
static double lacking(const flue_plan_problem *p, const flue_plan_result *plan) {
  double sum = 0;
  for (size_t y = 0; y < p->n_years; ++y) {
    if (p->least[y] > 0) sum += fmax(0, 1 - plan->done[y] / p->least[y]);
    if (p->target[y] > 0) sum += fmax(0, 1 - plan->reached[y] / p->target[y]);
  }
  for (size_t b = 0; b < p->n_buildings; ++b) sum += p->due[b] >= 0 && plan->package[b] < 0;
  return sum < 1e-9 ? 0 : sum;
}

/** Keeps a plan when it lacks less, or avoids more without lacking more. */
static void keep(search *s) {
  const flue_plan_problem *p = s->p;
  const double lack = lacking(p, &s->try);
  const int is_better =
      lack < s->shortfall || (lack <= s->shortfall && s->try.avoided > s->best->avoided);
  if (!is_better) return;
  s->shortfall = lack;
  s->best->avoided = s->try.avoided;
  memcpy(s->best->package, s->try.package, p->n_buildings * sizeof *s->try.package);
  memcpy(s->best->year, s->try.year, p->n_buildings * sizeof *s->try.year);
}

/** Gives a building without a package the cheapest that fits in years from @p first to @p last, to
 * be made better later. */
static void give_cheapest(search *s, size_t b, size_t first, size_t last) {
  const flue_plan_problem *p = s->p;
  double least = INFINITY;
  for (size_t k = p->first[b]; k < p->first[b + 1]; ++k)
    for (size_t y = first; y <= last; ++y) {
      if (!plan_allows(p, b, k, y) || !fits(s, k, y) || plan_cost(p, k) >= least) continue;
      least = plan_cost(p, k);
      s->try.package[b] = (int32_t)k;
      s->try.year[b] = (int32_t)y;
    }
  if (s->try.package[b] >= 0) take(s, (size_t)s->try.package[b], (size_t)s->try.year[b], 1);
}

/** Sets money aside for hazards by their deadlines, and for the least number of each year. */
static void reserve(search *s) {
  const flue_plan_problem *p = s->p;
  for (size_t i = 0; i < p->n_buildings; ++i)
    if (p->due[s->order[i].building] >= 0)
      give_cheapest(s, s->order[i].building, 0, p->n_years - 1);
  for (size_t y = 0; y < p->n_years; ++y)
    for (size_t i = 0; i < p->n_buildings && s->room[plan_row_least(p, y)] < 0; ++i)
      if (s->try.package[s->order[i].building] < 0) give_cheapest(s, s->order[i].building, y, y);
}

/** A plan in order of ratio: first by prices, then filling up what is left. @param with_reserve For
 *  hazards and leasts first. */
static void fill(search *s, const year_price *price, int with_reserve) {
  const flue_plan_problem *p = s->p;
  for (size_t r = 0; r < s->n_rows; ++r) s->room[r] = s->limit[r];
  for (size_t y = 0; y < p->n_years; ++y)
    s->room[plan_row_least(p, y)] = with_reserve ? -p->least[y] : 0;
  for (size_t b = 0; b < p->n_buildings; ++b) s->try.package[b] = s->try.year[b] = -1;
  if (with_reserve) reserve(s);
  for (size_t i = 0; i < p->n_buildings; ++i) give(s, s->order[i].building, price, 1);
  for (int round = 0; round < rounds; ++round)
    for (size_t i = 0; i < p->n_buildings; ++i) give(s, s->order[i].building, price, 0);
  flue_plan_total(p, &s->try);
  keep(s);
}

/** Makes years that lack something more attractive than the prices do. @return whether any does. */
static int press(const search *s, year_price *price) {
  const flue_plan_problem *p = s->p;
  int is_any = 0;
  for (size_t y = 0; y < p->n_years; ++y) {
    const double mean = s->bound / (double)p->n_buildings;
    if (s->try.done[y] < p->least[y]) price[y].per_building += pressure * mean, is_any = 1;
    if (s->try.reached[y] >= p->target[y]) continue;
    for (size_t up_to = 0; up_to <= y; ++up_to)
      price[up_to].per_reduction += pressure * flue_plan_years_left(p, 0);
    is_any = 1;
  }
  return is_any;
}

/** A plan from the prices, and others while hazards, leasts or targets lack something. */
static flue_status make_plan(search *s) {
  const flue_plan_problem *p = s->p;
  year_price *price = flue_alloc(p->n_years, sizeof *price);
  if (!price) return FLUE_ENOMEM;
  for (size_t b = 0; b < p->n_buildings; ++b) s->order[b] = (place){s->ratio[b], b};
  qsort(s->order, p->n_buildings, sizeof *s->order, by_ratio);
  for (int with_reserve = 0; with_reserve < 2; ++with_reserve) {
    for (size_t y = 0; y < p->n_years; ++y) price[y] = price_of(s, y);
    for (int i = 0; i < most_presses; ++i) {
      fill(s, price, with_reserve);
      if (!press(s, price)) break;
    }
    if (!(lacking(p, &s->try) > 0)) break;
  }
  free(price);
  return FLUE_OK;
}

/* ---- the whole ---- */

static int take_memory(flue_ctx *ctx, search *s) {
  const size_t n = s->p->n_buildings;
  s->n_rows = plan_n_rows(s->p);
  s->n_blocks = (n + block_size - 1) / block_size;
  s->limit = flue_alloc(s->n_rows, sizeof *s->limit);
  s->scale = flue_alloc(s->n_rows, sizeof *s->scale);
  s->price = flue_alloc(s->n_rows, sizeof *s->price);
  s->best_price = flue_alloc(s->n_rows, sizeof *s->best_price);
  s->burden = flue_alloc(s->p->n_years * s->p->n_funds, sizeof *s->burden);
  s->used = flue_alloc(s->n_rows, sizeof *s->used);
  s->room = flue_alloc(s->n_rows, sizeof *s->room);
  s->part = flue_alloc(s->n_blocks * (s->n_rows + 1), sizeof *s->part);
  s->package = flue_alloc(n, sizeof *s->package);
  s->year = flue_alloc(n, sizeof *s->year);
  s->ratio = flue_alloc(n, sizeof *s->ratio);
  s->order = flue_alloc(n, sizeof *s->order);
  return s->limit && s->scale && s->price && s->best_price && s->burden && s->used && s->room &&
         s->part && s->package && s->year && s->ratio && s->order &&
         flue_plan_begin(ctx, s->p, &s->try) == FLUE_OK;
}

static void drop_memory(search *s) {
  free(s->limit);
  free(s->scale);
  free(s->price);
  free(s->best_price);
  free(s->burden);
  free(s->used);
  free(s->room);
  free(s->part);
  free(s->package);
  free(s->year);
  free(s->ratio);
  free(s->order);
  flue_plan_clear(&s->try);
}

/** Prices to begin with: what a budget is worth on average. */
static void first_prices(search *s) {
  const flue_plan_problem *p = s->p;
  double benefit = 0, cost = 0;
  for (size_t k = 0; k < p->n_packages; ++k) {
    benefit += p->reduction[k] * flue_plan_years_left(p, 0);
    cost += plan_cost(p, k);
  }
  for (size_t r = 0; r < s->n_rows; ++r) {
    s->limit[r] = plan_limit(p, r);
    s->scale[r] = isinf(s->limit[r]) || s->limit[r] == 0 ? 1 : fabs(s->limit[r]);
    const int is_budget = r < plan_row_most(p, 0) && !isinf(s->limit[r]);
    s->price[r] = is_budget && cost > 0 ? benefit / cost : 0;
  }
}

/** One step of the prices. @return 0 at the end. */
static int step(search *s) {
  const double bound = relax(s);
  if (bound < s->bound) {
    s->stalled = s->bound - bound > 1e-7 * fabs(bound) ? 0 : s->stalled + 1;
    s->bound = bound;
    memcpy(s->best_price, s->price, s->n_rows * sizeof *s->price);
  } else if (++s->stalled > patience) {
    s->stalled = 0;
    s->length *= 0.5;
    memcpy(s->price, s->best_price, s->n_rows * sizeof *s->price);
    relax(s);
  }
  return s->length > least_length;
}

static flue_status search_prices(search *s) {
  first_prices(s);
  s->bound = INFINITY;
  s->length = first_length;
  s->shortfall = INFINITY;
  for (size_t i = 0; i < most_steps; ++i) {
    const int goes_on = step(s);
    if (i % plan_every == 0 || !goes_on) FLUE_TRY(make_plan(s));
    const int is_close = s->shortfall <= 0 && s->bound - s->best->avoided <= small_gap * s->bound;
    if (is_close || !goes_on || !move_prices(s, s->best->avoided)) break;
  }
  memcpy(s->price, s->best_price, s->n_rows * sizeof *s->price);
  relax(s);
  return make_plan(s);
}

static flue_status check_deadlines(flue_ctx *ctx, const flue_plan_problem *p) {
  for (size_t b = 0; b < p->n_buildings; ++b) {
    int can = p->due[b] < 0;
    for (size_t k = p->first[b]; k < p->first[b + 1]; ++k) can |= p->clears[k] != 0;
    FLUE_CHECK(can, ctx, FLUE_EINPUT, "building %zu has a deadline but no package that clears it",
               b + 1);
  }
  return FLUE_OK;
}

flue_status flue_plan_solve(flue_ctx *ctx, const flue_plan_problem *p, flue_plan_result *plan) {
  search s = {.p = p, .best = plan};
  FLUE_TRY(check_deadlines(ctx, p));
  FLUE_TRY(flue_plan_begin(ctx, p, plan));
  flue_status status = take_memory(ctx, &s) ? FLUE_OK : FLUE_ENOMEM;
  if (status == FLUE_OK) status = search_prices(&s);
  if (status == FLUE_OK) {
    memcpy(plan->price, s.burden, p->n_years * p->n_funds * sizeof *plan->price);
    flue_plan_total(p, plan);
    plan->bound = flue_plan_keeps(p, plan) ? fmax(s.bound, plan->avoided) : NAN;
  }
  drop_memory(&s);
  if (status != FLUE_OK) {
    flue_plan_clear(plan);
    FLUE_CHECK(status != FLUE_ENOMEM, ctx, FLUE_ENOMEM, "no memory for a plan");
  }
  return status;
}
