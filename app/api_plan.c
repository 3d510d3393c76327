/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A renovation plan for a portfolio, from a table of packages. */
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/atomic_file.h"
#include "postproc/plan_output.h"

/** Choices up to which the best plan is sought by branch and cut, and in how many nodes. */
static const size_t few_choices = 1000, most_nodes = 5000;

/** The plan; for few choices the best one where that is found in time. */
static flue_status solve(flue_ctx *ctx, const flue_plan_problem *p, const char *lp,
                         flue_plan_result *plan) {
  flue_plan_result exact;
  FLUE_TRY(flue_plan_solve(ctx, p, plan));
  if (p->n_packages * p->n_years > few_choices) return FLUE_OK;
  const flue_status status = flue_plan_solve_exactly(ctx, p, lp, most_nodes, &exact);
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

static flue_status write_all(flue_ctx *ctx, const flue_plan_input *in, const flue_plan_result *plan,
                             const char *folder, flue_text *out) {
  if (!folder) return FLUE_OK;
  FLUE_TRY(flue_plan_write(ctx, in, plan, folder));
  FLUE_TRY(flue_plan_write_curve(ctx, in, folder));
  api_line(ctx, out, FLUE_MSG_EXPORT_DONE, folder, NULL);
  return FLUE_OK;
}

flue_status flue_plan_file(flue_ctx *ctx, const char *path, const flue_plan_job *job, char **text) {
  const flue_plan_limits limits = {job->budgets, job->budget, job->years ? job->years : 1,
                                   job->reduce};
  flue_diagnostics findings = {.lang = flue_ctx_lang(ctx)};
  flue_plan_input in;
  flue_text out = {0};
  flue_plan_result plan;
  int keeps_all = 0;
  flue_status status = flue_plan_read(ctx, path, &limits, &findings, &in);
  if (findings.n) flue_diagnostics_print(&findings, &out);
  flue_diagnostics_clear(&findings);
  if (status != FLUE_OK) {
    if (out.length) api_give(ctx, &out, text);
    return status;
  }
  if (job->folder) status = flue_make_folder(ctx, job->folder);
  char *lp = job->folder ? flue_format("%s/plan.lp", job->folder) : NULL;
  if (status == FLUE_OK) status = solve(ctx, &in.p, lp, &plan);
  free(lp);
  if (status == FLUE_OK) {
    flue_plan_screen(&in, &plan, flue_ctx_lang(ctx), &out);
    status = write_all(ctx, &in, &plan, job->folder, &out);
    keeps_all = flue_plan_keeps(&in.p, &plan);
    flue_plan_clear(&plan);
  }
  flue_plan_input_clear(&in);
  if (status != FLUE_OK) {
    flue_text_clear(&out);
    return status;
  }
  FLUE_TRY(api_give(ctx, &out, text));
  FLUE_CHECK(keeps_all, ctx, FLUE_ELIMIT, "%s",
             flue_message_text(FLUE_MSG_PLAN_NOT_KEPT, flue_ctx_lang(ctx)));
  return FLUE_OK;
}
