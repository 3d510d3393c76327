/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grades of buildings by a method that is a data file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/grading/control_answers.h"
#include "postproc/grading/grade_text.h"
#include "postproc/rating.h"
#include "postproc/refuse.h"
#include "scenarios/method/method_reader.h"

/** Findings go to the screen. */
static flue_status hand_findings(flue_ctx *ctx, flue_text *findings, flue_status status,
                                 char **text) {
  if (!findings->length) {
    flue_text_clear(findings);
    return status;
  }
  const flue_status given = api_give(ctx, findings, text);
  return given == FLUE_OK ? status : given;
}

/** Whether a result is a table, such as control.csv. */
static int is_table(const char *path) {
  const size_t n = strlen(path);
  return n > 4 && strcmp(path + n - 4, ".csv") == 0;
}

/** Answers inputs by the numbers of a result, and shows the quantities of a batch. */
static flue_status fill_from_result(flue_ctx *ctx, const char *path, flue_method *method,
                                    flue_text *out) {
  if (is_table(path)) return flue_control_answers(ctx, path, method);
  flue_batch *batch = NULL;
  flue_risk risk;
  FLUE_TRY(api_risk_read(ctx, path, &batch, &risk));
  api_line(ctx, out, FLUE_MSG_GRADE_BESIDE, path, NULL);
  api_say_quantities(ctx, &risk, out);
  for (size_t i = 0; i < method->n_inputs; ++i) {
    if (!*method->inputs[i].result) continue;
    const double value = flue_rating_measure(batch, &risk, method->inputs[i].result, NULL).value;
    if (!isnan(value)) flue_method_fill(method, i, value);
  }
  flue_risk_clear(&risk);
  flue_batch_destroy(&batch);
  return FLUE_OK;
}

/** Reads, grades and tells. */
static flue_status grade_records(flue_ctx *ctx, const flue_score_job *job,
                                 const flue_records_job *records, flue_text *out, char **text) {
  const flue_lang lang = flue_ctx_lang(ctx);
  flue_diagnostics list = {.lang = lang};
  flue_records_result result;
  flue_status status = flue_records_grade(ctx, records, &list, &result);
  if (status == FLUE_OK && list.errors > 0) {
    flue_text findings = {0};
    flue_diagnostics_print(&list, &findings);
    if (list.errors > list.n)
      api_line(ctx, &findings, FLUE_MSG_RECORDS_MORE, api_format("%.0f", (double)list.errors).text,
               NULL);
    status = hand_findings(ctx, &findings, flue_diagnostics_fail(ctx, &list), text);
  } else if (status == FLUE_OK && job->building && !result.id &&
             flue_method_is_available(records->method)) {
    char *line =
        flue_message_format(FLUE_MSG_RECORDS_NOT_FOUND, lang, job->building, job->records, NULL);
    status = flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s %s",
                       flue_message_code(FLUE_MSG_RECORDS_NOT_FOUND), line ? line : "");
    free(line);
  } else if (status == FLUE_OK) {
    const int is_told = result.id && (job->building || result.n == 1);
    if (is_told) status = flue_grade_say(records->method, result.id, result.slots, lang, out);
    flue_records_say(records, &result, lang, out);
  }
  if (status == FLUE_OK) status = api_give(ctx, out, text);
  flue_records_result_clear(&result);
  flue_diagnostics_clear(&list);
  return status;
}

/** Now, as 2026-01-31T12:00:00Z. */
static void now(char *text, size_t size) {
  const time_t seconds = time(NULL);
  struct tm parts;
  *text = '\0';
  if (gmtime_r(&seconds, &parts)) strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/** Without records: the grade of the building of a result, and what the method asks for. */
static flue_status tell_method(flue_ctx *ctx, const flue_score_job *job, const flue_method *method,
                               flue_text *out, char **text) {
  const flue_lang lang = flue_ctx_lang(ctx);
  if (job->result && flue_method_is_available(method))
    FLUE_TRY(flue_grade_say(method, job->result, method->start, lang, out));
  else
    flue_method_say_inputs(method, lang, out);
  return api_give(ctx, out, text);
}

/** Whether a result would take the place of what the job reads. */
static int is_input(const flue_score_job *job, const char *output) {
  return api_is_same_file(output, job->records) ||
         (job->journal && api_is_same_file(output, job->journal)) ||
         (job->result && api_is_same_file(output, job->result));
}

static flue_status score(flue_ctx *ctx, const flue_score_job *job, flue_method *method,
                         flue_text *out, char **text) {
  const flue_lang lang = flue_ctx_lang(ctx);
  char time_text[32];
  flue_method_say_head(method, lang, out);
  if (!flue_method_is_available(method)) api_line(ctx, out, FLUE_MSG_GRADE_NOT_THERE, NULL);
  if (job->result) FLUE_TRY(fill_from_result(ctx, job->result, method, out));
  if (!job->records) return tell_method(ctx, job, method, out, text);
  now(time_text, sizeof time_text);
  char *ending = flue_format(".%s.csv", method->name.id);
  const flue_job named = {.output = job->output};
  char *output = ending ? api_output(job->records, &named, ending) : NULL;
  const flue_records_job records = {.method = method,
                                    .input = job->records,
                                    .output = output,
                                    .journal = job->journal,
                                    .time = time_text,
                                    .explain = job->building};
  flue_status status = output ? api_check_output(ctx, output) : FLUE_ENOMEM;
  if (status == FLUE_OK && is_input(job, output))
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_OUTPUT_IS_INPUT, output, NULL);
  if (status == FLUE_OK) status = grade_records(ctx, job, &records, out, text);
  free(output);
  free(ending);
  return status;
}

int flue_is_method(const char *word) {
  return flue_method_is_named(word) || (!strpbrk(word, "./") && access(word, F_OK) != 0);
}

/** Refuses options without records, and words that name no method. */
static flue_status check_job(flue_ctx *ctx, const flue_score_job *job) {
  const char *idle = job->journal    ? "--journal"
                     : job->building ? "--building"
                     : job->output   ? "--output"
                                     : NULL;
  flue_text names = {0};
  char *line = NULL;
  if (!job->records && idle) {
    line = flue_message_format(FLUE_MSG_USAGE_RECORDS, flue_ctx_lang(ctx), idle, NULL);
  } else if (!flue_method_is_named(job->method)) {
    flue_method_names(&names);
    line = flue_message_format(FLUE_MSG_USAGE_METHOD, flue_ctx_lang(ctx), job->method,
                               names.data ? names.data : "", NULL);
  }
  const flue_status status =
      line ? flue_fail(
                 ctx, FLUE_EARG, __FILE__, __LINE__, "%s %s",
                 flue_message_code(names.length ? FLUE_MSG_USAGE_METHOD : FLUE_MSG_USAGE_RECORDS),
                 line)
           : FLUE_OK;
  free(line);
  flue_text_clear(&names);
  return status;
}

flue_status flue_score_records(flue_ctx *ctx, const flue_score_job *job, char **text) {
  flue_method *method = NULL;
  flue_text findings = {0}, out = {0};
  *text = NULL;
  FLUE_TRY(check_job(ctx, job));
  flue_status status = flue_method_load(ctx, job->method, &method, &findings);
  if (status == FLUE_OK) {
    status = score(ctx, job, method, &out, text);
    if (status != FLUE_OK) flue_text_clear(&out);
    flue_text_clear(&findings);
  } else {
    status = hand_findings(ctx, &findings, status, text);
  }
  flue_method_destroy(&method);
  return status;
}
