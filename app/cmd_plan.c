/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_plan(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_plan_job job = {.struct_size = sizeof job,
                             .budget = args->budget,
                             .years = (size_t)args->years,
                             .reduce = args->reduce / 100,
                             .budgets = args->budgets,
                             .folder = args->csv,
                             .samples = (size_t)args->samples,
                             .threads = (int)args->jobs,
                             .packages = (size_t)args->packages};
  return flue_plan_file(ctx, args->file, &job, text);
}
