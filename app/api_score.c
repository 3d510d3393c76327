/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores, reports, tables and texts about results. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/api_internal.h"
#include "core/embedded.h"
#include "core/status.h"
#include "postproc/export_cfast.h"
#include "postproc/export_csv.h"
#include "postproc/export_fds.h"
#include "postproc/export_field.h"
#include "postproc/rating.h"
#include "postproc/refuse.h"
#include "postproc/report.h"
#include "postproc/report_drivers.h"
#include "postproc/risk.h"
#include "postproc/routes.h"
#include "scenarios/keys.h"

/** A batch with its numbers and its grade. */
typedef struct assessed {
  flue_batch *batch;
  flue_risk risk;
  flue_rating rating;
} assessed;

flue_status api_risk_read(flue_ctx *ctx, const char *path, flue_batch **batch, flue_risk *risk) {
  FLUE_TRY(flue_batch_read(ctx, path, batch));
  const double presence = flue_batch_fact(*batch, "presence");
  const flue_risk_options options = {.presence = presence > 0.0 ? presence : 1.0};
  const flue_status status = flue_risk_assess(ctx, *batch, &options, risk);
  if (status != FLUE_OK) flue_batch_destroy(batch);
  return status;
}

static flue_status assess(flue_ctx *ctx, const char *path, const char *rules, assessed *a) {
  *a = (assessed){0};
  FLUE_TRY(api_risk_read(ctx, path, &a->batch, &a->risk));
  const flue_status status = flue_rating_assess(ctx, a->batch, &a->risk, rules, &a->rating);
  if (status == FLUE_OK) return FLUE_OK;
  flue_risk_clear(&a->risk);
  flue_batch_destroy(&a->batch);
  return status;
}

static void release(assessed *a) {
  flue_rating_clear(&a->rating);
  flue_risk_clear(&a->risk);
  flue_batch_destroy(&a->batch);
}

/** A number as a person reads it; a time that lies after the end of the runs in words. */
static api_number readable(flue_ctx *ctx, double value) {
  const double whole_from = 1000.0, whole_to = 1e6;
  if (fabs(value) >= whole_from && fabs(value) < whole_to) return api_format("%.0f", value);
  if (!isinf(value)) return api_format("%.3g", value);
  api_number n;
  snprintf(n.text, sizeof n.text, "%s", flue_message_text(FLUE_MSG_BEYOND_END, flue_ctx_lang(ctx)));
  return n;
}

static void say_number(flue_ctx *ctx, flue_text *out, const flue_quantity *q,
                       const flue_interval *v) {
  if (isnan(v->value)) return; /* the batch does not tell */
  const char *unit = strcmp(q->unit, "1") == 0 || isinf(v->value) ? "" : q->unit;
  api_line(ctx, out, FLUE_MSG_SCORE_ROW, flue_ctx_lang(ctx) == FLUE_ZH ? q->text_zh : q->text_en,
           readable(ctx, v->value).text, unit, readable(ctx, v->low).text,
           readable(ctx, v->high).text, NULL);
}

void api_say_quantities(flue_ctx *ctx, const flue_risk *risk, flue_text *out) {
  for (int i = 0; i < FLUE_RISK_COUNT; ++i)
    say_number(ctx, out, &FLUE_RISK_QUANTITIES[i], &risk->number[i]);
}

static void say_all(flue_ctx *ctx, const assessed *a, flue_text *out) {
  const flue_lang lang = flue_ctx_lang(ctx);
  flue_text_add(out, "%s\n", a->batch->title[lang]);
  const size_t blocks = a->risk.n_blocks ? a->risk.n_blocks : 1;
  api_line(ctx, out, FLUE_MSG_SCORE_RUNS, api_format("%.0f", (double)a->risk.n).text,
           api_format("%.0f", (double)a->risk.n_failed).text, flue_batch_design(a->batch),
           api_format("%.0f", (double)blocks).text, api_format("%.0f", a->risk.n_effective).text,
           NULL);
  api_say_quantities(ctx, &a->risk, out);
  for (size_t i = 0; i < a->risk.n_points; ++i)
    api_line(ctx, out, FLUE_MSG_SCORE_FN, api_format("%.0f", a->risk.count[i]).text,
             api_format("%.3g", a->risk.frequency[i].value).text,
             api_format("%.3g", a->risk.frequency[i].low).text,
             api_format("%.3g", a->risk.frequency[i].high).text, NULL);
  for (size_t i = 0; i < a->risk.n_losses; ++i)
    api_line(ctx, out, FLUE_MSG_SCORE_LOSS, readable(ctx, a->risk.loss[i]).text,
             api_format("%.3g", a->risk.loss_frequency[i].value).text,
             api_format("%.3g", a->risk.loss_frequency[i].low).text,
             api_format("%.3g", a->risk.loss_frequency[i].high).text, NULL);
  for (size_t i = 0; i < a->rating.n_costly; ++i) {
    const flue_rating_factor *f = &a->rating.factors[a->rating.costly[i]];
    api_line(ctx, out, FLUE_MSG_SCORE_COSTLY, f->rule->text.text[lang],
             api_format("%.1f", f->lost).text, NULL);
  }
  if (flue_routes_screen(a->batch, lang, out)) out->failed = 1;
  if (flue_drivers_screen(a->batch, lang, out)) out->failed = 1;
  const double inside = a->risk.number[FLUE_RISK_inside_mean].value;
  if (inside > 0) api_line(ctx, out, FLUE_MSG_SCORE_INSIDE, readable(ctx, inside).text, NULL);
  char *line = flue_rating_line(&a->risk, &a->rating, lang);
  flue_text_add(out, "%s\n", line ? line : "");
  if (!line) out->failed = 1;
  free(line);
}

flue_status flue_score_file(flue_ctx *ctx, const char *path, const char *rules, char **text) {
  assessed a;
  *text = NULL;
  FLUE_TRY(assess(ctx, path, rules, &a));
  flue_text out = {0};
  say_all(ctx, &a, &out);
  release(&a);
  return api_give(ctx, &out, text);
}

flue_status flue_report_file(flue_ctx *ctx, const char *path, const char *rules, const char *output,
                             const char *workbook, char **text) {
  assessed a;
  *text = NULL;
  FLUE_TRY(assess(ctx, path, rules, &a));
  const flue_job job = {.output = output};
  char *page = api_output(path, &job, flue_ctx_lang(ctx) == FLUE_ZH ? ".zh.html" : ".en.html");
  flue_status status = page ? api_check_output(ctx, page) : FLUE_ENOMEM;
  if (status == FLUE_OK && workbook) status = api_check_output(ctx, workbook);
  if (status == FLUE_OK && workbook &&
      (api_is_same_file(workbook, path) || strcmp(workbook, page) == 0))
    status = flue_refuse(ctx, FLUE_EARG, FLUE_MSG_OUTPUT_IS_INPUT, workbook, NULL);
  if (status == FLUE_OK && api_is_same_file(page, path))
    status = flue_refuse(ctx, FLUE_EARG, FLUE_MSG_OUTPUT_IS_INPUT, page, NULL);
  if (status == FLUE_OK)
    status = flue_report_html(ctx, a.batch, &a.risk, &a.rating, flue_ctx_lang(ctx), page);
  if (status == FLUE_OK && workbook)
    status = flue_report_workbook(ctx, a.batch, &a.risk, &a.rating, flue_ctx_lang(ctx), workbook);
  release(&a);
  flue_text out = {0};
  if (status == FLUE_OK) {
    api_line(ctx, &out, FLUE_MSG_REPORT_DONE, page, NULL);
    if (workbook) api_line(ctx, &out, FLUE_MSG_EXPORT_DONE, workbook, NULL);
    status = api_give(ctx, &out, text);
  }
  free(page);
  return status;
}

flue_status flue_export_file(flue_ctx *ctx, const char *path, const char *folder, char **text) {
  *text = NULL;
  FLUE_CHECK(folder, ctx, FLUE_EARG, "%s",
             flue_message_text(FLUE_MSG_USAGE_FOLDER, flue_ctx_lang(ctx)));
  FLUE_TRY(flue_export_csv(ctx, path, folder));
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_EXPORT_DONE, folder, NULL);
  return api_give(ctx, &out, text);
}

flue_status flue_export_cfast_file(flue_ctx *ctx, const char *path, const char *folder,
                                   int is_validation, char **text) {
  *text = NULL;
  FLUE_TRY(flue_export_cfast(ctx, path, folder, is_validation));
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_EXPORT_DONE, folder, NULL);
  return api_give(ctx, &out, text);
}

flue_status flue_export_fds_file(flue_ctx *ctx, const char *path, const char *folder, char **text) {
  *text = NULL;
  FLUE_TRY(flue_export_fds(ctx, path, folder));
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_EXPORT_DONE, folder, NULL);
  return api_give(ctx, &out, text);
}

/** @param name  Of the file written; owned, freed here. */
static flue_status say_export(flue_ctx *ctx, flue_message message, char *name, char **text) {
  flue_text out = {0};
  api_line(ctx, &out, message, name, NULL);
  free(name);
  return api_give(ctx, &out, text);
}

flue_status flue_export_xdmf_file(flue_ctx *ctx, const char *path, const char *folder,
                                  char **text) {
  char *name = NULL;
  *text = NULL;
  FLUE_TRY(flue_export_xdmf(ctx, path, folder, &name));
  return say_export(ctx, FLUE_MSG_EXPORT_XDMF, name, text);
}

flue_status flue_export_smokeview_file(flue_ctx *ctx, const char *path, const char *folder,
                                       char **text) {
  char *name = NULL;
  *text = NULL;
  FLUE_TRY(flue_export_smokeview(ctx, path, folder, &name));
  return say_export(ctx, FLUE_MSG_EXPORT_SMOKEVIEW, name, text);
}

/* ---- texts ---- */

static flue_status list_topics(flue_ctx *ctx, const char *topic) {
  flue_text names = {0}, out = {0};
  flue_text_add(&names, "build, keys, man, schema");
  for (const flue_embedded *data = FLUE_EMBEDDED; data->name; ++data)
    flue_text_add(&names, ", %s", data->name);
  const char *args[] = {topic, names.data ? names.data : ""};
  flue_message_add(&out, FLUE_MSG_INFO_TOPICS, flue_ctx_lang(ctx), 2, args);
  flue_text_clear(&names);
  const flue_status status =
      flue_fail(ctx, FLUE_EARG, __FILE__, __LINE__, "%s", out.data ? out.data : "");
  flue_text_clear(&out);
  return status;
}

flue_status flue_info_text(flue_ctx *ctx, const char *topic, char **text) {
  flue_text out = {0};
  *text = NULL;
  if (strcmp(topic, "keys") == 0) {
    flue_keys_manual(&out, flue_ctx_lang(ctx));
  } else if (strcmp(topic, "schema") == 0) {
    flue_keys_schema(&out);
  } else if (strcmp(topic, "build") == 0) {
    flue_text_add(&out, "flue %s (%s), %s, %s\n", flue_version(), FLUE_GIT, FLUE_FLAGS,
                  __VERSION__);
  } else {
    const flue_embedded *data = flue_embedded_find(topic);
    if (!data) return list_topics(ctx, topic);
    flue_text_add(&out, "%s", (const char *)data->bytes);
  }
  return api_give(ctx, &out, text);
}
