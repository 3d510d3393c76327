/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_report(flue_ctx *ctx, const cli_args *args, char **text) {
  return flue_report_file(ctx, args->file, args->rules, args->output, args->xlsx, text);
}
