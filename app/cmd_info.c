/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli.h"

flue_status cmd_info(flue_ctx *ctx, const cli_args *args, char **text) {
  const char *topic = args->file ? args->file : "build";
  if (strcmp(topic, "man") != 0) return flue_info_text(ctx, topic, text);
  cli_manual(ctx);
  return FLUE_OK;
}
