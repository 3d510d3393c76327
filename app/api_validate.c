/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validation; of zone models: runs every input of a pack, writes its tables, scores them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/api_internal.h"
#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/export_cfast.h"
#include "postproc/refuse.h"
#include "postproc/zone_report.h"

/** Whether a point is the first of its input. */
static int is_first(const flue_zone_pack *pack, size_t i) {
  size_t k = 0;
  while (k < i && strcmp(pack->points[k].input, pack->points[i].input) != 0) ++k;
  return k == i;
}

/** Makes FOLDER and the folder of an input in it. @return that folder, owned; NULL on failure. */
static char *folder_of(flue_ctx *ctx, const char *folder, const char *input) {
  const char *slash = strrchr(input, '/');
  char *path = flue_format("%s/%.*s", folder, slash ? (int)(slash - input) : 0, input);
  if (path && flue_make_folder(ctx, path) == FLUE_OK) return path;
  free(path);
  return NULL;
}

/** Runs one input and writes its tables; a run that fails leaves none, and says why in *failed. */
static flue_status run_input(flue_ctx *ctx, const char *data, const char *folder, const char *input,
                             flue_text *failed) {
  char *source = flue_format("%s/inputs/%s", data, input);
  char *tables = folder_of(ctx, folder, input);
  const char *name = strrchr(input, '/') ? strrchr(input, '/') + 1 : input;
  char *run = tables ? flue_format("%s/%.*s.h5", tables, (int)strcspn(name, "."), name) : NULL;
  char *text = NULL;
  flue_status status = source && run ? FLUE_OK : FLUE_ENOMEM;
  const flue_job job = {.struct_size = sizeof job, .output = run, .restart = 1};
  if (status == FLUE_OK) status = flue_run_file(ctx, source, &job, &text);
  if (status == FLUE_OK) status = flue_export_cfast(ctx, run, tables, 1);
  if (run) unlink(run);
  if (status != FLUE_OK && status != FLUE_ESTOPPED && status != FLUE_ENOMEM) {
    api_line(ctx, failed, FLUE_MSG_VALIDATE_FAILED, input, flue_last_error(ctx), NULL);
    status = FLUE_OK;
  }
  free(text);
  free(source);
  free(tables);
  free(run);
  return status;
}

static flue_status run_all(flue_ctx *ctx, const char *data, const char *folder, flue_text *failed) {
  flue_zone_pack pack;
  FLUE_TRY(flue_zone_pack_read(ctx, data, &pack));
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < pack.n && status == FLUE_OK; ++i) {
    if (!is_first(&pack, i)) continue;
    flue_progress(ctx, (double)i / (double)pack.n, pack.points[i].input);
    status = run_input(ctx, data, folder, pack.points[i].input, failed);
  }
  flue_zone_pack_clear(&pack);
  return status;
}

static flue_status validate_zone(flue_ctx *ctx, const char *data, const char *tables,
                                 const char *folder, char **text) {
  flue_zone_scores *scores = NULL;
  flue_text out = {0};
  FLUE_TRY(flue_make_folder(ctx, folder));
  flue_status status = tables ? FLUE_OK : run_all(ctx, data, folder, &out);
  if (status == FLUE_OK) status = flue_zone_score(ctx, data, tables ? tables : folder, &scores);
  char *table = NULL;
  if (status == FLUE_OK) status = flue_zone_report(ctx, scores, flue_ctx_lang(ctx), folder, &table);
  flue_zone_scores_destroy(&scores);
  if (status == FLUE_OK) {
    flue_text_add(&out, "%s", table);
    status = api_give(ctx, &out, text);
  } else {
    flue_text_clear(&out);
  }
  free(table);
  return status;
}

flue_status flue_validate(flue_ctx *ctx, const char *topic, const char *data, const char *tables,
                          const char *folder, char **text) {
  *text = NULL;
  if (strcmp(topic, "zone") == 0)
    return validate_zone(ctx, data ? data : "../shared/validation/zone", tables,
                         folder ? folder : "validation-zone", text);
  if (strcmp(topic, "field") == 0 && tables)
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_VALIDATE_DATA, topic, "--tables", NULL);
  if (strcmp(topic, "field") == 0)
    return api_validate_field(ctx, data ? data : "../shared/validation/field", folder, text);
  if (strcmp(topic, "people") != 0)
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_VALIDATE_TOPIC, topic, NULL);
  if (data || tables)
    return flue_refuse(ctx, FLUE_EARG, FLUE_MSG_VALIDATE_DATA, topic, data ? "--data" : "--tables",
                       NULL);
  return api_validate_people(ctx, folder, text);
}
