/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_run(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_job job = {.struct_size = sizeof job,
                        .output = args->output,
                        .options = args->options,
                        .restart = args->restart,
                        .samples = (size_t)args->samples,
                        .has_sample = args->has_sample,
                        .sample = (size_t)args->sample};
  return flue_run_file(ctx, args->file, &job, text);
}
