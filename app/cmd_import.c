/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_import(flue_ctx *ctx, const cli_args *args, char **text) {
  return flue_import_file(ctx, args->file, args->output, text);
}
