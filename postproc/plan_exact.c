/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best plan as a mixed integer program, by GLPK: a column for each choice of each building. */
#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "postproc/plan_rows.h"

enum { most_terms = 64 };

/** Choices up to which the best plan is sought by branch and cut, and in how many nodes. */
static const size_t few_choices = 1000, few_nodes = 5000;

/** A model under way. */
typedef struct model {
  const flue_plan_problem *p;
  glp_prob *lp;
  int *row; /* GLPK's row of each shared row, 0 without; then of each building */
} model;

static int add_row(glp_prob *lp, const char *kind, size_t a, size_t b, int type, double limit) {
  char name[64];
  const int row = glp_add_rows(lp, 1);
  snprintf(name, sizeof name, "%s_%zu_%zu", kind, a + 1, b + 1);
  glp_set_row_name(lp, row, name);
  glp_set_row_bnds(lp, row, type, limit, limit);
  return row;
}

static void add_rows(model *m) {
  const flue_plan_problem *p = m->p;
  static const char *const kind[3] = {"most", "least", "target"};
  const size_t n = plan_n_rows(p), n_budgets = plan_row_most(p, 0);
  for (size_t r = 0; r < n; ++r) {
    const double limit = plan_limit(p, r);
    if (isinf(limit)) continue;
    const int is_budget = r < n_budgets;
    const char *name = is_budget ? "budget" : kind[(r - n_budgets) / p->n_years];
    m->row[r] = add_row(m->lp, name, is_budget ? r / p->n_funds : r % p->n_years,
                        is_budget ? r % p->n_funds : 0, GLP_UP, limit);
  }
  for (size_t b = 0; b < p->n_buildings; ++b)
    m->row[n + b] = add_row(m->lp, "building", b, 0, p->due[b] >= 0 ? GLP_FX : GLP_UP, 1);
}

static void add_choice(model *m, size_t b, size_t k, size_t y) {
  const flue_plan_problem *p = m->p;
  int at[most_terms + 1], n = 0;
  double value[most_terms + 1];
  char name[64];
  const int column = glp_add_cols(m->lp, 1);
  snprintf(name, sizeof name, "x_%zu_%zu_%zu", b + 1, k - p->first[b] + 1, y + 1);
  glp_set_col_name(m->lp, column, name);
  glp_set_col_kind(m->lp, column, GLP_BV);
  glp_set_obj_coef(m->lp, column, flue_plan_years_left(p, y) * p->reduction[k]);
  at[++n] = m->row[plan_n_rows(p) + b];
  value[n] = 1;
  for (size_t r = 0; r < plan_n_rows(p) && n < most_terms; ++r) {
    const double use = m->row[r] ? plan_use(p, r, k, y) : 0;
    if (use == 0) continue;
    at[++n] = m->row[r];
    value[n] = use;
  }
  glp_set_mat_col(m->lp, column, n, at, value);
}

static void build(model *m) {
  const flue_plan_problem *p = m->p;
  glp_set_obj_dir(m->lp, GLP_MAX);
  glp_set_obj_name(m->lp, "avoided");
  add_rows(m);
  for (size_t b = 0; b < p->n_buildings; ++b)
    for (size_t k = p->first[b]; k < p->first[b + 1]; ++k)
      for (size_t y = 0; y < p->n_years; ++y)
        if (plan_allows(p, b, k, y)) add_choice(m, b, k, y);
}

static void read_choices(const model *m, flue_plan_result *plan) {
  const flue_plan_problem *p = m->p;
  int column = 0;
  for (size_t b = 0; b < p->n_buildings; ++b)
    for (size_t k = p->first[b]; k < p->first[b + 1]; ++k)
      for (size_t y = 0; y < p->n_years; ++y) {
        if (!plan_allows(p, b, k, y) || glp_mip_col_val(m->lp, ++column) < 0.5) continue;
        plan->package[b] = (int32_t)k;
        plan->year[b] = (int32_t)y;
      }
}

/** How far the search has come. */
typedef struct progress {
  double bound;
  size_t nodes, most_nodes;
} progress;

/** Notes the bound; ends the search after so many nodes, so that it ends alike on all machines. */
static void look_at_tree(glp_tree *tree, void *info) {
  progress *p = info;
  if (glp_ios_reason(tree) != GLP_ISELECT) return;
  const int node = glp_ios_best_node(tree);
  if (node) p->bound = glp_ios_node_bound(tree, node);
  if (++p->nodes > p->most_nodes) glp_ios_terminate(tree);
}

static flue_status optimise(flue_ctx *ctx, model *m, size_t most_nodes, flue_plan_result *plan) {
  glp_iocp how;
  progress seen = {INFINITY, 0, most_nodes};
  glp_init_iocp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.presolve = GLP_ON;
  how.gmi_cuts = GLP_ON;
  how.cb_func = look_at_tree;
  how.cb_info = &seen;
  glp_intopt(m->lp, &how);
  const int state = glp_mip_status(m->lp);
  FLUE_CHECK(state == GLP_OPT || state == GLP_FEAS, ctx, FLUE_ENUMERIC,
             seen.nodes > most_nodes ? "no plan found in %zu nodes" : "no plan keeps all",
             most_nodes);
  read_choices(m, plan);
  flue_plan_total(m->p, plan);
  FLUE_CHECK(flue_plan_affords(m->p, plan), ctx, FLUE_ENUMERIC,
             "the best plan overruns a budget by rounding");
  plan->is_proved = state == GLP_OPT;
  plan->bound = plan->is_proved ? plan->avoided : fmax(seen.bound, plan->avoided);
  return FLUE_OK;
}

flue_status flue_plan_solve_exactly(flue_ctx *ctx, const flue_plan_problem *p, const char *lp,
                                    size_t most_nodes, flue_plan_result *plan) {
  model m = {p, glp_create_prob(), flue_alloc(plan_n_rows(p) + p->n_buildings, sizeof *m.row)};
  flue_status status = flue_plan_begin(ctx, p, plan);
  if (status == FLUE_OK && !m.row) status = FLUE_ENOMEM;
  glp_term_out(GLP_OFF);
  if (status == FLUE_OK) build(&m);
  if (status == FLUE_OK && lp && glp_write_lp(m.lp, NULL, lp) != 0)
    status = flue_fail(ctx, FLUE_EIO, __FILE__, __LINE__, "cannot write %s", lp);
  if (status == FLUE_OK) status = optimise(ctx, &m, most_nodes, plan);
  if (status != FLUE_OK) flue_plan_clear(plan);
  glp_delete_prob(m.lp);
  free(m.row);
  return status;
}

flue_status flue_plan_find(flue_ctx *ctx, const flue_plan_problem *p, const char *lp,
                           flue_plan_result *plan) {
  flue_plan_result exact;
  FLUE_TRY(flue_plan_solve(ctx, p, plan));
  if (p->n_packages * p->n_years > few_choices) return FLUE_OK;
  const flue_status status = flue_plan_solve_exactly(ctx, p, lp, few_nodes, &exact);
  if (status == FLUE_ENUMERIC) return FLUE_OK; /* nothing keeps all, or not found in time */
  if (status != FLUE_OK) {
    flue_plan_clear(plan);
    return status;
  }
  const int is_better = exact.is_proved || exact.avoided > plan->avoided;
  for (size_t i = 0; i < p->n_years * p->n_funds; ++i) exact.price[i] = plan->price[i];
  flue_plan_clear(is_better ? plan : &exact);
  if (is_better) *plan = exact;
  return FLUE_OK;
}
