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

/** A kind of export into a folder or file. */
typedef flue_status (*export_fn)(flue_ctx *ctx, const char *path, const char *output, char **text);

typedef struct wish {
  const char *output; /**< NULL: not asked for. */
  export_fn export;
} wish;

/** @param[in,out] status  Of what came before; nothing is done after a failure. */
static void add_export(flue_ctx *ctx, const char *path, const wish *w, char **text,
                       flue_status *status) {
  char *more = NULL;
  if (!w->output || *status != FLUE_OK) return;
  *status = w->export(ctx, path, w->output, &more);
  if (*status == FLUE_OK) *status = join(text, more);
}

flue_status cmd_export(flue_ctx *ctx, const cli_args *args, char **text) {
  const wish wishes[] = {{args->fds, flue_export_fds_file},
                         {args->xdmf, flue_export_xdmf_file},
                         {args->smokeview, flue_export_smokeview_file},
                         {args->people, flue_export_people_file},
                         {args->jupedsim, flue_export_jupedsim_file}};
  int is_other = args->cfast != NULL;
  flue_status status = FLUE_OK;
  char *more = NULL;
  if (args->cfast)
    status = flue_export_cfast_file(ctx, args->file, args->cfast, args->validation, text);
  for (size_t k = 0; k < sizeof wishes / sizeof *wishes; ++k) {
    is_other |= wishes[k].output != NULL;
    add_export(ctx, args->file, &wishes[k], text, &status);
  }
  if (status == FLUE_OK && (args->csv || !is_other)) {
    status = flue_export_file(ctx, args->file, args->csv, &more);
    if (status == FLUE_OK) status = join(text, more);
  }
  return status;
}
