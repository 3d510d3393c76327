/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fire stations: what they reach by road, and what crews they need. */
#include <stdlib.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/coverage.h"
#include "postproc/refuse.h"
#include "scenarios/roads_file.h"

/** Tells of sites that lie far from any road. */
static void warn_far(const flue_coverage_site *site, size_t n, flue_diagnostics *findings) {
  const double far_m = 1000.0;
  for (size_t i = 0; i < n; ++i)
    if (site[i].way_m > far_m)
      flue_diagnostics_add(findings, FLUE_MSG_COVERAGE_FAR, 0, 0, site[i].id,
                           api_format("%.0f", site[i].way_m).text, NULL);
}

static void warn(const flue_station_cover *c, flue_diagnostics *findings) {
  int n = 0;
  for (size_t i = 0; i < c->n_stations; ++i) n += c->kind[c->station[i].kind].responds;
  if (!n) flue_diagnostics_add(findings, FLUE_MSG_COVERAGE_NO_ONE, 0, 0, NULL);
  warn_far(c->station, c->n_stations, findings);
  warn_far(c->place, c->n_places, findings);
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

flue_status flue_coverage_file(flue_ctx *ctx, const char *path, const flue_coverage_job *job,
                               char **text) {
  const double usual_min = 4.0, minute = 60.0;
  flue_diagnostics findings = {.lang = flue_ctx_lang(ctx)};
  flue_station_cover coverage = {0};
  flue_roads roads = {0};
  flue_text out = {0};
  if (!job->roads) return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_COVERAGE_ROADS_NEEDED, NULL);
  flue_status status = flue_coverage_read(ctx, path, job->places, &findings, &coverage);
  if (status == FLUE_OK) status = flue_roads_read(ctx, job->roads, &findings, &roads);
  if (status == FLUE_OK)
    status = flue_coverage_find(
        &roads, minute * (job->within_min > 0.0 ? job->within_min : usual_min), &coverage);
  findings.file = status == FLUE_OK ? path : findings.file;
  if (status == FLUE_OK) warn(&coverage, &findings);
  if (findings.n) flue_diagnostics_print(&findings, &out);
  if (status == FLUE_OK) status = tell(ctx, &coverage, &roads, job, &out);
  flue_diagnostics_clear(&findings);
  flue_coverage_clear(&coverage);
  flue_roads_clear(&roads);
  if (status != FLUE_OK && !out.length) return status;
  const flue_status given = api_give(ctx, &out, text);
  return status == FLUE_OK ? given : status;
}
