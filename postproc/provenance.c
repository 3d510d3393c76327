/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/provenance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/memory.h"
#include "postproc/refuse.h"

#define HOME "/provenance"

enum { time_size = 32 };

static void utc_now(char text[time_size]) {
  const time_t now = time(NULL);
  struct tm parts;
  if (!gmtime_r(&now, &parts) || !strftime(text, time_size, "%Y-%m-%dT%H:%M:%SZ", &parts))
    text[0] = '\0';
}

flue_status flue_provenance_hash(const flue_provenance *provenance, char out[FLUE_SHA256_SIZE]) {
  return flue_sha256(provenance->scenario_text, provenance->scenario_length, out);
}

static flue_status write_texts(flue_ctx *ctx, flue_h5 *file, const flue_provenance *p) {
  char host[256] = "", started[time_size], hdf5_version[16], hash[FLUE_SHA256_SIZE];
  if (gethostname(host, sizeof host - 1)) host[0] = '\0';
  utc_now(started);
  flue_h5_version(hdf5_version, sizeof hdf5_version);
  FLUE_TRY(flue_provenance_hash(p, hash));
  const char *const rows[][2] = {
      {"program", p->program},
      {"version", p->version},
      {"git", p->git},
      {"flags", p->flags},
#ifdef __VERSION__
      {"compiler", __VERSION__},
#endif
      {"hdf5_version", hdf5_version},
      {"host", host},
      {"started", started},
      {"finished", ""},
      {"exit_status", "unfinished"},
      {"scenario_path", p->scenario_path},
      {"scenario_sha256", hash},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i)
    FLUE_TRY(flue_h5_set_text(ctx, file, HOME, rows[i][0], rows[i][1]));
  return FLUE_OK;
}

flue_status flue_provenance_write(flue_ctx *ctx, flue_h5 *file, const flue_provenance *p) {
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "Conventions", "CF-1.8"));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "flue_layout", FLUE_LAYOUT));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "title", p->title_en));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "title_zh", p->title_zh));
  FLUE_TRY(flue_h5_group(ctx, file, HOME));
  FLUE_TRY(write_texts(ctx, file, p));
  FLUE_TRY(flue_h5_set_integer(ctx, file, HOME, "seed", p->seed));
  FLUE_TRY(flue_h5_set_integer(ctx, file, HOME, "threads", (uint64_t)p->threads));
  char *scenario =
      flue_format("%.*s", (int)p->scenario_length, p->scenario_text ? p->scenario_text : "");
  if (!scenario) return FLUE_ENOMEM;
  const flue_status status = flue_h5_write_text(ctx, file, HOME "/scenario", scenario);
  free(scenario);
  FLUE_TRY(status);
  return flue_h5_write_text(ctx, file, HOME "/scenario_resolved",
                            p->resolved_text ? p->resolved_text : "");
}

flue_status flue_provenance_finish(flue_ctx *ctx, flue_h5 *file, const char *end_line) {
  char finished[time_size];
  utc_now(finished);
  FLUE_TRY(flue_h5_set_text(ctx, file, HOME, "finished", finished));
  return flue_h5_set_text(ctx, file, HOME, "exit_status", end_line);
}

flue_status flue_layout_check(flue_ctx *ctx, flue_h5 *file, const char *path) {
  char *layout = NULL;
  FLUE_TRY(flue_h5_get_text(ctx, file, "/", "flue_layout", &layout));
  const int is_ours = strncmp(layout, "1.", 2) == 0;
  flue_status status = FLUE_OK;
  if (!is_ours)
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_RESULT_LAYOUT, path, layout, FLUE_LAYOUT, NULL);
  free(layout);
  return status;
}
