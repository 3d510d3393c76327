/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design check of smoke control: screen, table, page. */
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/control_report.h"
#include "scenarios/control.h"

/** Files that were asked for. */
static flue_status write_files(flue_ctx *ctx, const flue_control_result *r, const prepared *p,
                               const flue_job *job, const char *folder, flue_text *out) {
  const flue_lang lang = flue_ctx_lang(ctx);
  if (folder) {
    FLUE_TRY(flue_control_csv(ctx, r, folder));
    api_line(ctx, out, FLUE_MSG_EXPORT_DONE, folder, NULL);
  }
  if (!job || !job->output) return FLUE_OK;
  FLUE_TRY(api_check_output(ctx, job->output));
  FLUE_TRY(flue_control_page(ctx, r, p->title[lang], lang, job->output));
  api_line(ctx, out, FLUE_MSG_REPORT_DONE, job->output, NULL);
  return FLUE_OK;
}

/** Everything for the screen; FLUE_ELIMIT with the worst case in words when a limit is not met. */
static flue_status tell(flue_ctx *ctx, const flue_control_result *r, const prepared *p,
                        const flue_job *job, const char *folder, char **text) {
  const flue_lang lang = flue_ctx_lang(ctx);
  flue_text out = {0}, verdict = {0};
  flue_text_add(&out, "%s\n", p->title[lang]);
  flue_control_screen(r, lang, &out);
  flue_status status = write_files(ctx, r, p, job, folder, &out);
  flue_control_verdict(r, lang, &verdict);
  const int is_met = flue_control_failed(r) == 0;
  if (is_met) flue_text_add(&out, "%s\n", verdict.data ? verdict.data : "");
  out.failed |= verdict.failed;
  if (status == FLUE_OK)
    status = api_give(ctx, &out, text);
  else
    flue_text_clear(&out);
  if (status == FLUE_OK && !is_met)
    status = flue_fail(ctx, FLUE_ELIMIT, __FILE__, __LINE__, "%s", verdict.data);
  flue_text_clear(&verdict);
  return status;
}

flue_status flue_check_control_file(flue_ctx *ctx, const char *path, const flue_job *job,
                                    const char *folder, char **text) {
  prepared p;
  flue_control_result *r = NULL;
  FLUE_TRY(api_prepare(ctx, path, job, &p, text));
  char *warnings = *text;
  *text = NULL;
  flue_status status = flue_control_check(ctx, p.scenario, p.layout, p.walkable, &r);
  if (status == FLUE_OK) status = tell(ctx, r, &p, job, folder, text);
  flue_control_result_destroy(&r);
  api_release(&p);
  api_warn_first(warnings, text);
  return status;
}
