/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_score(flue_ctx *ctx, const cli_args *args, char **text) {
  const int is_about_records =
      args->records || args->journal || args->building || args->output || args->result;
  if (!is_about_records && !flue_is_method(args->file))
    return flue_score_file(ctx, args->file, args->rules, text);
  const flue_score_job job = {.struct_size = sizeof job,
                              .method = args->file,
                              .records = args->records,
                              .output = args->output,
                              .journal = args->journal,
                              .result = args->result,
                              .building = args->building};
  return flue_score_records(ctx, &job, text);
}
