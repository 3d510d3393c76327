/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of people in a run. */
#include <stddef.h>

#include "app/api_internal.h"
#include "postproc/export_jupedsim.h"
#include "postproc/export_people.h"

flue_status flue_export_jupedsim_file(flue_ctx *ctx, const char *path, const char *output,
                                      char **text) {
  *text = NULL;
  flue_jupedsim_counts counts = {0};
  FLUE_TRY(api_check_output(ctx, output));
  FLUE_TRY(flue_export_jupedsim(ctx, path, output, &counts));
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_EXPORT_JUPEDSIM, output,
           api_format("%.0f", (double)counts.storeys).text,
           api_format("%.0f", (double)counts.rows).text, api_format("%.4g", counts.fps).text, NULL);
  return api_give(ctx, &out, text);
}

flue_status flue_export_people_file(flue_ctx *ctx, const char *path, const char *folder,
                                    char **text) {
  *text = NULL;
  FLUE_TRY(flue_export_people(ctx, path, folder));
  flue_text out = {0};
  api_line(ctx, &out, FLUE_MSG_EXPORT_PEOPLE, folder, NULL);
  return api_give(ctx, &out, text);
}
