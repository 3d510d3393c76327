/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_export(flue_ctx *ctx, const cli_args *args, char **text) {
  if (args->cfast)
    return flue_export_cfast_file(ctx, args->file, args->cfast, args->validation, text);
  if (args->people) return flue_export_people_file(ctx, args->file, args->people, text);
  if (args->jupedsim) return flue_export_jupedsim_file(ctx, args->file, args->jupedsim, text);
  return flue_export_file(ctx, args->file, args->csv, text);
}
