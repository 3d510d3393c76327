/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_batch(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_job job = {.struct_size = sizeof job,
                        .output = args->output,
                        .options = args->options,
                        .samples = (size_t)args->samples,
                        .threads = (int)args->jobs,
                        .restart = args->restart,
                        .until = args->until};
  return flue_batch_file(ctx, args->file, &job, text);
}
