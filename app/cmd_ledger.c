/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli.h"

flue_status cmd_ledger(flue_ctx *ctx, const cli_args *args, char **text) {
  const flue_ledger_job job = {
      .struct_size = sizeof job, .events = args->events, .date = args->date, .folder = args->csv};
  return flue_ledger_file(ctx, args->file, &job, text);
}
