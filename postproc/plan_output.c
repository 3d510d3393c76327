/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/plan_output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/plan_rows.h"

/** Budgets of the curve, of those that are given [1]. */
static const double curve_share[] = {0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3};
enum { n_shares = sizeof curve_share / sizeof *curve_share, number_size = 32, most_names = 5 };

/** A building of the plan with what its order goes by. */
typedef struct line {
  size_t building;
  int32_t year;
  double ratio; /* avoided per yuan */
} line;

static int by_year_and_ratio(const void *a, const void *b) {
  const line *x = a, *y = b;
  if (x->year != y->year) return x->year < y->year ? -1 : 1;
  if (x->ratio > y->ratio) return -1;
  if (x->ratio < y->ratio) return 1;
  return (x->building > y->building) - (x->building < y->building);
}

/** Buildings of the plan in order. @return how many. */
static size_t sort_lines(const flue_plan_problem *p, const flue_plan_result *plan, line *lines) {
  size_t n = 0;
  for (size_t b = 0; b < p->n_buildings; ++b) {
    if (plan->package[b] < 0) continue;
    const size_t k = (size_t)plan->package[b];
    lines[n++] = (line){b, plan->year[b], p->reduction[k] / plan_cost(p, k)};
  }
  qsort(lines, n, sizeof *lines, by_year_and_ratio);
  return n;
}

static void add_heads(const flue_plan_input *in, const char *prefix, const char *pooled,
                      flue_text *out) {
  for (size_t f = 0; f < in->p.n_funds; ++f) {
    char *name = flue_format("%s%s", in->is_pooled ? pooled : prefix, flue_plan_fund(in, f));
    flue_text_add(out, ",");
    flue_csv_text(out, name ? name : "");
    free(name);
  }
}

static void add_line(const flue_plan_input *in, const flue_plan_result *plan, size_t rank,
                     const line *at, flue_text *out) {
  const flue_plan_problem *p = &in->p;
  const size_t k = (size_t)plan->package[at->building];
  const double avoided = p->reduction[k] * flue_plan_years_left(p, (size_t)at->year);
  flue_text_add(out, "%zu,%d,", rank, (int)at->year + 1);
  flue_csv_text(out, flue_table_cell(in->packages, k, in->building));
  flue_text_add(out, ",");
  flue_csv_text(out, flue_table_cell(in->packages, k, in->package));
  for (size_t f = 0; f < p->n_funds; ++f) {
    flue_text_add(out, ",");
    flue_csv_number(out, p->cost[k * p->n_funds + f]);
  }
  const double numbers[3] = {p->reduction[k], avoided, plan_cost(p, k) / avoided};
  for (int i = 0; i < 3; ++i) {
    flue_text_add(out, ",");
    flue_csv_number(out, numbers[i]);
  }
  flue_text_add(out, ",%s\n", p->due[at->building] >= 0 ? "1" : "0");
}

static void add_years(const flue_plan_input *in, const flue_plan_result *plan, flue_text *out) {
  const flue_plan_problem *p = &in->p;
  flue_text_add(out, "year,buildings,least,most,reduction,target");
  add_heads(in, "spent_", "spent", out);
  add_heads(in, "budget_", "budget", out);
  add_heads(in, "yuan_per_death_at_the_margin_", "yuan_per_death_at_the_margin", out);
  flue_text_add(out, "\n");
  for (size_t y = 0; y < p->n_years; ++y) {
    const double head[5] = {plan->done[y], p->least[y], p->most[y], plan->reached[y], p->target[y]};
    flue_text_add(out, "%zu", y + 1);
    for (int i = 0; i < 5; ++i) {
      flue_text_add(out, ",");
      flue_csv_number(out, head[i]);
    }
    for (size_t i = 0; i < 3 * p->n_funds; ++i) {
      const size_t row = y * p->n_funds + i % p->n_funds;
      const double of[3] = {plan->spent[row], p->budget[row], 1 / plan->price[row]};
      flue_text_add(out, ",");
      flue_csv_number(out, of[i / p->n_funds]);
    }
    flue_text_add(out, "\n");
  }
}

flue_status flue_plan_write(flue_ctx *ctx, const flue_plan_input *in, const flue_plan_result *plan,
                            const char *folder) {
  flue_text out = {0};
  line *lines = flue_alloc(in->p.n_buildings, sizeof *lines);
  FLUE_CHECK(lines, ctx, FLUE_ENOMEM, "no memory for a plan");
  const size_t n = sort_lines(&in->p, plan, lines);
  flue_text_add(&out, "rank,year,building,package");
  add_heads(in, "cost_", "cost", &out);
  flue_text_add(&out, ",reduction,avoided,yuan_per_death,had_deadline\n");
  for (size_t i = 0; i < n; ++i) add_line(in, plan, i + 1, &lines[i], &out);
  free(lines);
  FLUE_TRY(flue_save_text(ctx, folder, "plan.csv", &out));
  add_years(in, plan, &out);
  return flue_save_text(ctx, folder, "years.csv", &out);
}

static double total(size_t n, const double *values) {
  double sum = 0;
  for (size_t i = 0; i < n; ++i) sum += values[i];
  return sum;
}

flue_status flue_plan_write_curve(flue_ctx *ctx, const flue_plan_input *in, const char *folder) {
  flue_plan_problem p = in->p;
  const size_t n = p.n_years * p.n_funds;
  double *budget = flue_alloc(n, sizeof *budget);
  FLUE_CHECK(budget, ctx, FLUE_ENOMEM, "no memory for a curve");
  flue_text out = {0};
  flue_status status = FLUE_OK;
  p.budget = budget;
  flue_text_add(&out, "share_of_budget,budget,spent,buildings,avoided,bound,reduction,keeps_all\n");
  for (size_t i = 0; i < n_shares && status == FLUE_OK; ++i) {
    flue_plan_result plan;
    for (size_t k = 0; k < n; ++k) budget[k] = curve_share[i] * in->p.budget[k];
    status = flue_plan_find(ctx, &p, NULL, &plan);
    if (status != FLUE_OK) break;
    const double row[7] = {
        curve_share[i], total(n, budget), total(n, plan.spent),       total(p.n_years, plan.done),
        plan.avoided,   plan.bound,       plan.reached[p.n_years - 1]};
    for (int k = 0; k < 7; ++k) {
      flue_csv_number(&out, row[k]);
      flue_text_add(&out, ",");
    }
    flue_text_add(&out, "%d\n", flue_plan_keeps(&p, &plan));
    flue_plan_clear(&plan);
  }
  free(budget);
  if (status == FLUE_OK) return flue_save_text(ctx, folder, "curve.csv", &out);
  flue_text_clear(&out);
  return status;
}

/* ---- in words ---- */

static const char *say_number(char *buffer, const char *format, double value) {
  snprintf(buffer, number_size, format, value);
  return buffer;
}

static void say_lacks(const flue_plan_problem *p, const flue_plan_result *plan, flue_lang lang,
                      flue_text *out) {
  char year[number_size], is[number_size], should[number_size];
  for (size_t y = 0; y < p->n_years; ++y) {
    say_number(year, "%.0f", (double)(y + 1));
    if (plan->done[y] < p->least[y])
      flue_message_line(out, lang, FLUE_MSG_PLAN_LACKS_BUILDINGS, year,
                        say_number(is, "%.0f", plan->done[y]),
                        say_number(should, "%.0f", p->least[y]), NULL);
    if (plan->reached[y] < p->target[y] * (1 - 1e-9))
      flue_message_line(out, lang, FLUE_MSG_PLAN_LACKS_REDUCTION, year,
                        say_number(is, "%.4g", plan->reached[y]),
                        say_number(should, "%.4g", p->target[y]), NULL);
  }
}

/** Hazards that are left over, with the names of the first few. */
static void say_hazards(const flue_plan_input *in, const flue_plan_result *plan, flue_lang lang,
                        flue_text *out) {
  flue_text names = {0};
  char count[number_size];
  size_t late = 0;
  for (size_t b = 0; b < in->p.n_buildings; ++b) {
    if (in->p.due[b] < 0 || plan->package[b] >= 0) continue;
    const char *name = flue_table_cell(in->packages, in->p.first[b], in->building);
    if (late < most_names) flue_text_add(&names, "%s%s", late ? ", " : "", name);
    if (late++ == most_names) flue_text_add(&names, " ...");
  }
  if (late)
    flue_message_line(out, lang, FLUE_MSG_PLAN_LACKS_HAZARDS,
                      say_number(count, "%.0f", (double)late), names.data, NULL, NULL);
  flue_text_clear(&names);
}

void flue_plan_screen(const flue_plan_input *in, const flue_plan_result *plan, flue_lang lang,
                      flue_text *out) {
  const flue_plan_problem *p = &in->p;
  char a[number_size], b[number_size], c[number_size], d[number_size];
  const double done = total(p->n_years, plan->done);
  flue_message_line(out, lang, FLUE_MSG_PLAN_DONE, say_number(a, "%.0f", done),
                    say_number(b, "%.0f", (double)p->n_buildings),
                    say_number(c, "%.0f", total(p->n_years * p->n_funds, plan->spent)),
                    say_number(d, "%.4g", plan->avoided));
  for (size_t y = 0; y < p->n_years; ++y)
    flue_message_line(out, lang, FLUE_MSG_PLAN_YEAR, say_number(a, "%.0f", (double)(y + 1)),
                      say_number(b, "%.0f", plan->done[y]),
                      say_number(c, "%.0f", total(p->n_funds, plan->spent + y * p->n_funds)),
                      say_number(d, "%.4g", plan->reached[y]));
  if (plan->is_proved)
    flue_message_line(out, lang, FLUE_MSG_PLAN_BEST, NULL);
  else if (!isnan(plan->bound))
    flue_message_line(out, lang, FLUE_MSG_PLAN_BOUND, say_number(a, "%.4g", plan->bound),
                      say_number(b, "%.3g", 100 * flue_plan_gap(plan)), NULL);
  say_lacks(p, plan, lang, out);
  say_hazards(in, plan, lang, out);
}
