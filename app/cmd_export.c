/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"

/** Joins what a further export says to what is there; both owned. */
static flue_status join(char **text, char *more) {
  if (!*text || !more) {
    *text = *text ? *text : more;
    return FLUE_OK;
  }
  const size_t n = strlen(*text), extra = strlen(more) + 1;
  char *both = realloc(*text, n + extra);
  if (both) {
    memcpy(both + n, more, extra);
    *text = both;
  }
  free(more);
  return both ? FLUE_OK : FLUE_ENOMEM;
}

flue_status cmd_export(flue_ctx *ctx, const cli_args *args, char **text) {
  const int is_other = args->cfast || args->fds || args->people || args->jupedsim;
  flue_status status = FLUE_OK;
  char *more = NULL;
  if (args->cfast)
    status = flue_export_cfast_file(ctx, args->file, args->cfast, args->validation, text);
  if (status == FLUE_OK && args->fds) {
    status = flue_export_fds_file(ctx, args->file, args->fds, &more);
    if (status == FLUE_OK) status = join(text, more);
  }
  if (status == FLUE_OK && args->people) {
    status = flue_export_people_file(ctx, args->file, args->people, &more);
    if (status == FLUE_OK) status = join(text, more);
  }
  if (status == FLUE_OK && args->jupedsim) {
    status = flue_export_jupedsim_file(ctx, args->file, args->jupedsim, &more);
    if (status == FLUE_OK) status = join(text, more);
  }
  if (status == FLUE_OK && (args->csv || !is_other)) {
    status = flue_export_file(ctx, args->file, args->csv, &more);
    if (status == FLUE_OK) status = join(text, more);
  }
  return status;
}
