/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_coverage(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_coverage_job job = {.struct_size = sizeof job,
                                 .roads = args->roads,
                                 .places = args->places,
                                 .folder = args->csv,
                                 .within_min = args->within};
  return flue_coverage_file(ctx, args->file, &job, text);
}
