/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A renovation plan for a portfolio, from a table of packages. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/api_study.h"
#include "core/status.h"
#include "postproc/atomic_file.h"
#include "postproc/plan_output.h"

static flue_status write_all(flue_ctx *ctx, const flue_plan_input *in, const flue_plan_result *plan,
                             const char *folder, flue_text *out) {
  if (!folder) return FLUE_OK;
  FLUE_TRY(flue_plan_write(ctx, in, plan, folder));
  FLUE_TRY(flue_plan_write_curve(ctx, in, folder));
  api_line(ctx, out, FLUE_MSG_EXPORT_DONE, folder, NULL);
  return FLUE_OK;
}

/** Whether a file is a table of packages by its name; a scenario otherwise. */
static int is_table(const char *path) {
  const char *dot = strrchr(path, '.');
  return dot && strcasecmp(dot, ".csv") == 0;
}

flue_status flue_plan_file(flue_ctx *ctx, const char *path, const flue_plan_job *job, char **text) {
  if (!is_table(path)) return api_study(ctx, path, job, text);
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
  if (status == FLUE_OK) status = flue_plan_find(ctx, &in.p, lp, &plan);
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
