/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fire stations: what they reach by road, and what crews they need. */
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/coverage.h"
#include "postproc/refuse.h"
#include "scenarios/roads_file.h"

/** Tells of sites that lie far from any road they may be on, or that nobody reaches. */
static void warn_of(const flue_coverage_site *site, size_t n, const flue_table *table,
                    flue_diagnostics *findings) {
  const double far_m = 1000.0;
  for (size_t i = 0; i < n; ++i) {
    const int line = flue_table_line(table, i);
    if (site[i].node == FLUE_ROADS_NOWHERE)
      flue_diagnostics_add(findings, FLUE_MSG_COVERAGE_CUT_OFF, line, 1, site[i].id, NULL);
    else if (site[i].way_m > far_m)
      flue_diagnostics_add(findings, FLUE_MSG_COVERAGE_FAR, line, 1, site[i].id,
                           api_format("%.0f", site[i].way_m).text, NULL);
  }
}

/** Doubtful sites, file by file. @return FLUE_EINPUT when no station is near a road. */
static flue_status judge(flue_ctx *ctx, const flue_station_cover *c, const char *stations,
                         const char *places, flue_text *out) {
  const double lost_m = 20e3;
  flue_diagnostics findings = {.file = stations, .lang = flue_ctx_lang(ctx)};
  flue_diagnostics others = {.file = places, .lang = flue_ctx_lang(ctx)};
  int responding = 0, lost = 1;
  for (size_t i = 0; i < c->n_stations; ++i) {
    responding += c->kind[c->station[i].kind].responds;
    lost &= c->station[i].way_m > lost_m;
  }
  if (lost)
    flue_diagnostics_add(&findings, FLUE_MSG_COVERAGE_ALL_FAR, 1, 1,
                         api_format("%.0f", lost_m / 1000.0).text, NULL);
  else if (!responding)
    flue_diagnostics_add(&findings, FLUE_MSG_COVERAGE_NO_ONE, 1, 1, NULL);
  if (!lost) warn_of(c->station, c->n_stations, c->stations, &findings);
  if (!lost && responding) warn_of(c->place, c->n_places, c->places, &others);
  flue_diagnostics_print(&findings, out);
  flue_diagnostics_print(&others, out);
  const flue_status status = lost ? flue_diagnostics_fail(ctx, &findings) : FLUE_OK;
  flue_diagnostics_clear(&findings);
  flue_diagnostics_clear(&others);
  return status;
}

static flue_status tell(flue_ctx *ctx, const flue_station_cover *c, const flue_roads *roads,
                        const flue_coverage_job *job, flue_text *out) {
  flue_coverage_screen(c, flue_ctx_lang(ctx), out);
  api_line(ctx, out, FLUE_MSG_COVERAGE_UNVERIFIED, NULL);
  if (!job->folder) return FLUE_OK;
  FLUE_TRY(flue_coverage_write(ctx, c, roads, job->folder));
  api_line(ctx, out, FLUE_MSG_EXPORT_DONE, job->folder, NULL);
  return FLUE_OK;
}

/** Results do not take the place of what is read. */
static flue_status keep_inputs(flue_ctx *ctx, const char *path, const flue_coverage_job *job) {
  const char *const inputs[] = {path, job->roads, job->places};
  for (size_t i = 0; job->folder && i < 3 * FLUE_COVERAGE_FILES; ++i) {
    flue_text name = {0};
    flue_text_add(&name, "%s/%s", job->folder, FLUE_COVERAGE_FILE[i / 3]);
    const char *input = inputs[i % 3];
    const int is_same = input && name.data && api_is_same_file(input, name.data);
    flue_text_clear(&name);
    if (is_same) return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_COVERAGE_REPLACED, input, NULL);
  }
  return FLUE_OK;
}

flue_status flue_coverage_file(flue_ctx *ctx, const char *path, const flue_coverage_job *job,
                               char **text) {
  const double usual_min = 4.0, minute = 60.0;
  flue_diagnostics findings = {.lang = flue_ctx_lang(ctx)};
  flue_station_cover coverage = {0};
  flue_roads roads = {0};
  flue_text out = {0};
  if (!job->roads) return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_COVERAGE_ROADS_NEEDED, NULL);
  FLUE_TRY(keep_inputs(ctx, path, job));
  flue_status status = flue_coverage_read(ctx, path, job->places, &findings, &coverage);
  if (status == FLUE_OK) status = flue_roads_read(ctx, job->roads, &findings, &roads);
  if (status == FLUE_OK)
    status = flue_coverage_find(
        &roads, minute * (job->within_min > 0.0 ? job->within_min : usual_min), &coverage);
  if (findings.n) flue_diagnostics_print(&findings, &out);
  if (status == FLUE_OK) status = judge(ctx, &coverage, path, job->places, &out);
  if (status == FLUE_OK) status = tell(ctx, &coverage, &roads, job, &out);
  flue_diagnostics_clear(&findings);
  flue_coverage_clear(&coverage);
  flue_roads_clear(&roads);
  if (status != FLUE_OK && !out.length) return status;
  const flue_status given = api_give(ctx, &out, text);
  return status == FLUE_OK ? given : status;
}
