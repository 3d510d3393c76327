/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/plan_input.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/** Years from the beginning over which effects count, or those of the plan if they are more;
 *  assumed. */
static const double horizon_a = 10;
/** Largest number in a table. */
static const double most_number = 1e15;
/** Most years of a plan. */
static const double most_years = 50;

enum { none = -1 };

/** A reading under way. */
typedef struct reading {
  const flue_table *table;
  flue_diagnostics *findings;
} reading;

static void tell(const reading *r, flue_message message, size_t row, size_t column, const char *a,
                 const char *b) {
  flue_diagnostics_add(r->findings, message, flue_table_line(r->table, row),
                       flue_table_place(r->table, row, column), a, b,
                       flue_table_header(r->table, column), NULL);
}

/** Number in a cell from low to high. @param empty  What an empty cell or a missing column means.
 */
static double number(const reading *r, size_t row, size_t column, double low, double high,
                     double empty) {
  const char *cell = flue_table_cell(r->table, row, column);
  char *end = NULL, range[64];
  if (!*cell && !isnan(empty)) return empty;
  const double value = strtod(cell, &end);
  const int is_plain = cell[strspn(cell, "+-.0123456789eE")] == '\0'; /* no inf, no 0x10 */
  if (is_plain && end != cell && *end == '\0' && value >= low && value <= fmin(high, most_number))
    return value;
  snprintf(range, sizeof range, isinf(high) ? "%g ..." : "%g ... %g", low, high);
  tell(r, FLUE_MSG_PLAN_NUMBER, row, column, cell, range);
  return isnan(empty) ? low : empty;
}

/** Whole number likewise. */
static int32_t whole(const reading *r, size_t row, size_t column, double low, double high,
                     int32_t empty) {
  const double value = number(r, row, column, low, high, empty);
  char range[64];
  if (value == floor(value)) return (int32_t)value;
  snprintf(range, sizeof range, "%g, %g ... %g", low, low + 1, high);
  tell(r, FLUE_MSG_PLAN_NUMBER, row, column, flue_table_cell(r->table, row, column), range);
  return empty;
}

/** Columns of costs, [n_funds] of them; 0 and a finding when there is none. */
static size_t find_funds(const reading *r, size_t *columns) {
  size_t n = 0;
  for (size_t c = 0; *flue_table_header(r->table, c); ++c) {
    if (strncmp(flue_table_header(r->table, c), "cost_", 5) != 0) continue;
    if (columns) columns[n] = c;
    ++n;
  }
  return n;
}

static size_t need_column(const reading *r, const char *name) {
  const size_t column = flue_table_column(r->table, name);
  if (column == (size_t)none)
    flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_COLUMN, 1, 1, name, NULL);
  return column;
}

/* ---- packages ---- */

static int by_text(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** Tells of buildings whose rows do not follow each other. */
static void check_apart(const reading *r, const flue_plan_input *in) {
  const size_t n = in->p.n_buildings;
  const char **names = flue_alloc(n, sizeof *names);
  for (size_t b = 0; names && b < n; ++b)
    names[b] = flue_table_cell(r->table, in->first[b], in->building);
  if (names) qsort(names, n, sizeof *names, by_text);
  for (size_t b = 1; names && b < n; ++b)
    if (strcmp(names[b - 1], names[b]) == 0)
      flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_APART, 0, 0, names[b], NULL);
  free(names);
}

static void count_buildings(const reading *r, flue_plan_input *in) {
  const size_t n = flue_table_rows(r->table);
  size_t buildings = 0;
  for (size_t i = 0; i < n; ++i) {
    const char *name = flue_table_cell(r->table, i, in->building);
    const int is_new = i == 0 || strcmp(name, flue_table_cell(r->table, i - 1, in->building)) != 0;
    if (is_new) in->first[buildings++] = i;
  }
  in->first[buildings] = n;
  in->p.n_buildings = buildings;
  in->p.n_packages = n;
}

/** Hazard and present risk of a building, which any of its rows may give. */
static void read_building(const reading *r, flue_plan_input *in, size_t b, size_t due,
                          size_t risk) {
  double now = NAN;
  in->due[b] = none;
  for (size_t i = in->first[b]; i < in->first[b + 1]; ++i) {
    const int32_t year = whole(r, i, due, 1, most_years, 0);
    const double own = number(r, i, risk, 0, INFINITY, -1);
    if (year > 0 && (in->due[b] < 0 || year - 1 < in->due[b])) in->due[b] = year - 1;
    if (own >= 0) now = own;
  }
  int can = in->due[b] < 0;
  for (size_t i = in->first[b]; i < in->first[b + 1]; ++i) {
    can |= in->clears[i];
    char more[32], less[32];
    snprintf(more, sizeof more, "%g", in->reduction[i]);
    snprintf(less, sizeof less, "%g", now);
    if (in->reduction[i] > now * (1 + 1e-9))
      flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_REDUCTION, flue_table_line(r->table, i), 0,
                           flue_table_cell(r->table, i, in->building), more, less, NULL);
  }
  if (!can)
    tell(r, FLUE_MSG_PLAN_NOT_CLEARED, in->first[b], due,
         flue_table_cell(r->table, in->first[b], in->building), NULL);
  in->risk += now;
}

static void read_packages(const reading *r, flue_plan_input *in) {
  const size_t reduction = need_column(r, "reduction"),
               clears = flue_table_column(r->table, "clears");
  const size_t n_funds = find_funds(r, NULL), n_costs = in->p.n_funds;
  if (n_funds == 0) flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_COLUMN, 1, 1, "cost_...", NULL);
  if (flue_table_rows(r->table) == 0)
    flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_EMPTY, 0, 0, NULL);
  if (r->findings->errors) return;
  count_buildings(r, in);
  for (size_t i = 0; i < in->p.n_packages; ++i) {
    in->reduction[i] = number(r, i, reduction, 0, INFINITY, NAN);
    in->clears[i] = (uint8_t)whole(r, i, clears, 0, 1, 0);
    for (size_t f = 0; f < n_funds; ++f)
      in->cost[i * n_costs + (in->is_pooled ? 0 : f)] +=
          number(r, i, in->cost_column[f], 0, INFINITY, 0);
  }
  for (size_t b = 0; b < in->p.n_buildings; ++b)
    read_building(r, in, b, flue_table_column(r->table, "due"),
                  flue_table_column(r->table, "risk"));
  check_apart(r, in);
}

static flue_status take_packages(flue_ctx *ctx, flue_plan_input *in) {
  const size_t n = flue_table_rows(in->packages), funds = in->p.n_funds;
  in->first = flue_alloc(n + 1, sizeof *in->first);
  in->reduction = flue_alloc(n, sizeof *in->reduction);
  in->cost = flue_alloc(n * (funds ? funds : 1), sizeof *in->cost);
  in->clears = flue_alloc(n, 1);
  in->due = flue_alloc(n, sizeof *in->due);
  FLUE_CHECK(in->first && in->reduction && in->cost && in->clears && in->due, ctx, FLUE_ENOMEM,
             "no memory for packages");
  return FLUE_OK;
}

/* ---- budgets ---- */

static flue_status take_years(flue_ctx *ctx, flue_plan_input *in, size_t years) {
  in->p.n_years = years;
  in->budget = flue_alloc(years * in->p.n_funds, sizeof *in->budget);
  in->least = flue_alloc(years, sizeof *in->least);
  in->most = flue_alloc(years, sizeof *in->most);
  in->target = flue_alloc(years, sizeof *in->target);
  FLUE_CHECK(in->budget && in->least && in->most && in->target, ctx, FLUE_ENOMEM,
             "no memory for budgets");
  for (size_t y = 0; y < years; ++y) in->most[y] = INFINITY;
  return FLUE_OK;
}

static void read_budgets(const reading *r, flue_plan_input *in) {
  const size_t year = need_column(r, "year"), least = flue_table_column(r->table, "least");
  const size_t most = flue_table_column(r->table, "most");
  const size_t target = flue_table_column(r->table, "target");
  for (size_t y = 0; y < in->p.n_years; ++y) {
    const double own = (double)(y + 1);
    number(r, y, year, own, own, NAN);
    in->least[y] = whole(r, y, least, 0, 1e9, 0);
    in->most[y] = floor(number(r, y, most, 0, INFINITY, INFINITY));
    if (in->least[y] > in->most[y])
      tell(r, FLUE_MSG_PLAN_LEAST, y, least, flue_table_cell(r->table, y, least),
           flue_table_cell(r->table, y, most));
    in->target[y] = number(r, y, target, 0, INFINITY, 0);
    for (size_t f = 0; f < in->p.n_funds; ++f) {
      const size_t column =
          flue_table_column(r->table, flue_table_header(in->packages, in->cost_column[f]));
      in->budget[y * in->p.n_funds + f] = number(r, y, column, 0, INFINITY, INFINITY);
    }
  }
}

/** Each fund of the budgets must be one of the packages. */
static void check_funds(const reading *r, const flue_plan_input *in) {
  for (size_t c = 0; *flue_table_header(r->table, c); ++c) {
    const char *name = flue_table_header(r->table, c);
    if (strncmp(name, "cost_", 5) == 0 && flue_table_column(in->packages, name) == (size_t)none)
      flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_FUND, 1, 1, name, NULL);
  }
}

/** Tells of funds that a table of budgets leaves out. */
static void check_limits(const reading *r, const flue_plan_input *in) {
  for (size_t f = 0; f < in->p.n_funds; ++f) {
    const char *name = flue_table_header(in->packages, in->cost_column[f]);
    if (flue_table_column(r->table, name) == (size_t)none)
      flue_diagnostics_add(r->findings, FLUE_MSG_PLAN_UNLIMITED, 1, 1, name, NULL);
  }
}

static flue_status read_years(flue_ctx *ctx, const flue_plan_limits *limits,
                              flue_diagnostics *findings, flue_plan_input *in) {
  if (!limits->budgets) {
    FLUE_TRY(take_years(ctx, in, limits->years));
    for (size_t y = 0; y < limits->years; ++y)
      in->budget[y] = limits->budget / (double)limits->years;
    return FLUE_OK;
  }
  flue_table *table = NULL;
  FLUE_TRY(flue_table_read(ctx, limits->budgets, &table));
  const reading r = {table, findings};
  findings->file = limits->budgets;
  if (flue_table_rows(table) < 1 || (double)flue_table_rows(table) > most_years)
    flue_diagnostics_add(findings, FLUE_MSG_PLAN_YEARS, 0, 0, NULL);
  const flue_status status =
      findings->errors ? FLUE_OK : take_years(ctx, in, flue_table_rows(table));
  if (status == FLUE_OK && !findings->errors) {
    read_budgets(&r, in);
    check_funds(&r, in);
    check_limits(&r, in);
  }
  flue_table_destroy(&table);
  return status;
}

/** Hazards that are due only after the plan ask nothing of it. */
static void drop_late_hazards(flue_plan_input *in, flue_diagnostics *findings) {
  size_t n = 0, first = 0;
  for (size_t b = 0; b < in->p.n_buildings; ++b) {
    if (in->due[b] < (int64_t)in->p.n_years) continue;
    in->due[b] = none;
    if (n++ == 0) first = b;
  }
  char count[32];
  snprintf(count, sizeof count, "%zu", n);
  if (n)
    flue_diagnostics_add(findings, FLUE_MSG_PLAN_LATE, 0, 0, count,
                         flue_table_cell(in->packages, in->first[first], in->building), NULL);
}

/** Targets of so much of the risk less each year. */
static void set_targets(const flue_plan_limits *limits, flue_diagnostics *findings,
                        flue_plan_input *in) {
  double left = 1;
  if (!(limits->reduce > 0)) return;
  if (isnan(in->risk)) flue_diagnostics_add(findings, FLUE_MSG_PLAN_COLUMN, 1, 1, "risk", NULL);
  for (size_t y = 0; y < in->p.n_years && !isnan(in->risk); ++y) {
    left *= 1 - limits->reduce;
    in->target[y] = fmax(in->target[y], in->risk * (1 - left));
  }
}

static flue_status read_all(flue_ctx *ctx, const char *path, const flue_plan_limits *limits,
                            flue_diagnostics *findings, flue_plan_input *in) {
  FLUE_TRY(flue_table_read(ctx, path, &in->packages));
  const reading r = {in->packages, findings};
  const size_t funds = find_funds(&r, NULL);
  findings->file = path;
  in->is_pooled = !limits->budgets;
  in->p.n_funds = in->is_pooled || funds == 0 ? 1 : funds;
  in->cost_column = flue_alloc(funds + 1, sizeof *in->cost_column);
  FLUE_CHECK(in->cost_column, ctx, FLUE_ENOMEM, "no memory for funds");
  find_funds(&r, in->cost_column);
  in->building = need_column(&r, "building");
  in->package = need_column(&r, "package");
  FLUE_TRY(take_packages(ctx, in));
  read_packages(&r, in);
  if (findings->errors) return flue_diagnostics_fail(ctx, findings);
  FLUE_TRY(read_years(ctx, limits, findings, in));
  if (findings->errors) return flue_diagnostics_fail(ctx, findings);
  findings->file = path;
  drop_late_hazards(in, findings);
  set_targets(limits, findings, in);
  return findings->errors ? flue_diagnostics_fail(ctx, findings) : FLUE_OK;
}

flue_status flue_plan_read(flue_ctx *ctx, const char *path, const flue_plan_limits *limits,
                           flue_diagnostics *findings, flue_plan_input *in) {
  *in = (flue_plan_input){0};
  const flue_status status = read_all(ctx, path, limits, findings, in);
  if (status != FLUE_OK) {
    flue_plan_input_clear(in);
    return status;
  }
  in->p.first = in->first;
  in->p.reduction = in->reduction;
  in->p.cost = in->cost;
  in->p.clears = in->clears;
  in->p.due = in->due;
  in->p.budget = in->budget;
  in->p.least = in->least;
  in->p.most = in->most;
  in->p.target = in->target;
  in->p.carries = in->is_pooled;
  in->p.horizon = fmax(horizon_a, (double)in->p.n_years);
  return FLUE_OK;
}

void flue_plan_input_clear(flue_plan_input *in) {
  flue_table_destroy(&in->packages);
  free(in->cost_column);
  free(in->first);
  free(in->reduction);
  free(in->cost);
  free(in->budget);
  free(in->least);
  free(in->most);
  free(in->target);
  free(in->clears);
  free(in->due);
  *in = (flue_plan_input){0};
}

const char *flue_plan_fund(const flue_plan_input *in, size_t fund) {
  const char *head = in->is_pooled ? "" : flue_table_header(in->packages, in->cost_column[fund]);
  return strncmp(head, "cost_", 5) == 0 ? head + 5 : "";
}
