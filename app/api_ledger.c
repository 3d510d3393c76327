/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger of hazards: adds events, tells where all stand, writes the lists. */
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/ledger_lists.h"
#include "postproc/ledger_store.h"

/** The day of the report: that asked for, else that of the last event. */
static flue_status find_day(flue_ctx *ctx, const flue_ledger *ledger, const char *date, long *day) {
  *day = ledger->n ? ledger->event[0].day : 0;
  for (size_t i = 1; i < ledger->n; ++i)
    if (ledger->event[i].day > *day) *day = ledger->event[i].day;
  if (!date || flue_ledger_day(date, day)) return FLUE_OK;
  char *text = flue_message_format(FLUE_MSG_LEDGER_DATE, flue_ctx_lang(ctx), date, NULL);
  const flue_status status =
      flue_fail(ctx, FLUE_EINPUT, __FILE__, __LINE__, "%s", text ? text : date);
  free(text);
  return status;
}

static flue_status report(flue_ctx *ctx, const flue_ledger *ledger, const flue_ledger_job *job,
                          flue_text *out) {
  long day = 0;
  flue_hazard *hazards = NULL;
  size_t n = 0;
  flue_ledger_sums sums;
  FLUE_TRY(find_day(ctx, ledger, job->date, &day));
  flue_status status = flue_ledger_hazards(ledger, day, &hazards, &n);
  if (status == FLUE_OK) {
    flue_ledger_sum(hazards, n, day, &sums);
    flue_ledger_screen(&sums, day, flue_ctx_lang(ctx), out);
    if (job->folder)
      status = flue_ledger_write(ctx, hazards, n, day, flue_ctx_lang(ctx), job->folder);
    if (job->folder && status == FLUE_OK)
      api_line(ctx, out, FLUE_MSG_EXPORT_DONE, job->folder, NULL);
  }
  free(hazards);
  return status;
}

/** Adds the events of a table; on mistakes nothing is added. */
static flue_status add_events(flue_ctx *ctx, const char *path, const char *events,
                              flue_ledger *ledger, flue_text *out) {
  size_t added = 0;
  flue_diagnostics findings = {.lang = flue_ctx_lang(ctx)};
  const flue_status status = flue_ledger_update(ctx, path, events, &findings, ledger, &added);
  if (findings.n) flue_diagnostics_print(&findings, out);
  flue_diagnostics_clear(&findings);
  if (status == FLUE_OK)
    api_line(ctx, out, FLUE_MSG_LEDGER_ADDED, api_format("%.0f", (double)added).text, path, NULL);
  return status;
}

flue_status flue_ledger_file(flue_ctx *ctx, const char *path, const flue_ledger_job *job,
                             char **text) {
  flue_ledger ledger = {0};
  flue_text out = {0};
  flue_status status = job->events ? add_events(ctx, path, job->events, &ledger, &out)
                                   : flue_ledger_read(ctx, path, &ledger);
  if (status == FLUE_OK) status = report(ctx, &ledger, job, &out);
  flue_ledger_clear(&ledger);
  if (status != FLUE_OK && !out.length) return status;
  const flue_status given = api_give(ctx, &out, text);
  return status == FLUE_OK ? given : status;
}
