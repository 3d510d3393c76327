/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli.h"

flue_status cmd_validate(flue_ctx *ctx, const cli_args *args, char **text) {
  const char *data = args->data ? args->data : "../shared/validation/zone";
  const char *folder = args->output ? args->output : "validation-zone";
  if (strcmp(args->file, "zone") != 0) return FLUE_EARG;
  return flue_validate_zone(ctx, data, args->tables, folder, text);
}
