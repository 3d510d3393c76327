/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_check_control(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_job job = {
      .struct_size = sizeof job, .output = args->output, .options = args->options};
  return flue_check_control_file(ctx, args->file, &job, args->csv, text);
}
