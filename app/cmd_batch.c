/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli.h"

flue_status cmd_batch(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_job job = {.struct_size = sizeof job,
                        .output = args->output,
                        .options = args->options,
                        .samples = (size_t)args->samples,
                        .threads = (int)args->jobs,
                        .restart = args->restart,
                        .until = args->until,
                        .worker = args->worker,
                        .mpi = args->mpi,
                        .tasks = (size_t)args->tasks};
  if (args->estimate) return flue_batch_estimate(ctx, args->file, &job, text);
  if (args->slurm || args->print)
    return flue_batch_submit(ctx, args->file, &job, args->print, text);
  const flue_status status = flue_batch_file(ctx, args->file, &job, text);
  if (status == FLUE_OK && flue_mpi_rank() > 0 && !freopen("/dev/null", "w", stdout))
    return FLUE_EIO; /* rank 0 speaks for all */
  return status;
}
