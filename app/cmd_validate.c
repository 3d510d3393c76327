/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_validate(flue_ctx *ctx, const cli_args *args, char **text) {
  return flue_validate(ctx, args->file, args->data, args->tables, args->output, text);
}
