/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input of CFAST and projects of CONTAM as scenario files. */
#include <stdlib.h>
#include <string.h>

#include "app/api_internal.h"
#include "core/status.h"
#include "postproc/atomic_file.h"
#include "scenarios/scenario.h"

/** Name of a file without its folders: what stands in another file must not depend on where. */
static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/** The tree of a file that was read before, without its findings. */
static flue_status read_tree(flue_ctx *ctx, const flue_scenario *s, flue_node *root) {
  flue_diagnostics list = {.file = s->path, .lang = flue_ctx_lang(ctx)};
  const flue_status status = flue_scenario_tree(ctx, s, &list, root);
  flue_diagnostics_clear(&list);
  return status;
}

/** The scenario as YAML, below a line that says where it comes from. */
static flue_status print_tree(flue_ctx *ctx, const flue_scenario *s, flue_text *out) {
  flue_node root = {0};
  FLUE_TRY(read_tree(ctx, s, &root));
  api_line(ctx, out, FLUE_MSG_IMPORT_HEADER, base_name(s->path), flue_version(), NULL);
  flue_node_print_block(&root, out);
  flue_node_clear(&root);
  FLUE_CHECK(!out->failed, ctx, FLUE_ENOMEM, "no memory for the scenario");
  return FLUE_OK;
}

static flue_status write_yaml(flue_ctx *ctx, const flue_scenario *s, const char *output) {
  flue_text yaml = {0};
  flue_status status = print_tree(ctx, s, &yaml);
  if (status == FLUE_OK) status = flue_write_file(ctx, output, yaml.data, yaml.length);
  flue_text_clear(&yaml);
  return status;
}

static flue_status import(flue_ctx *ctx, const flue_scenario *s, const char *output,
                          flue_text *out) {
  FLUE_CHECK(flue_scenario_format(s) != FLUE_FORMAT_YAML, ctx, FLUE_EINPUT,
             "%s is neither input of CFAST nor a project of CONTAM", s->path);
  FLUE_CHECK(output, ctx, FLUE_ENOMEM, "no memory for a name");
  FLUE_TRY(api_check_output(ctx, output));
  FLUE_CHECK(!api_is_same_file(s->path, output), ctx, FLUE_EIO,
             "%s is the input itself: give the scenario another name", output);
  FLUE_TRY(write_yaml(ctx, s, output));
  api_line(ctx, out, FLUE_MSG_IMPORT_DONE, output, NULL);
  return FLUE_OK;
}

flue_status flue_import_file(flue_ctx *ctx, const char *path, const char *output, char **text) {
  const flue_job job = {.struct_size = sizeof job, .output = output};
  flue_diagnostics list = {.file = path, .lang = flue_ctx_lang(ctx)};
  flue_scenario *s = NULL;
  flue_text out = {0};
  *text = NULL;
  flue_status status = flue_scenario_read(ctx, path, NULL, &list, &s);
  flue_diagnostics_print(&list, &out);
  flue_diagnostics_clear(&list);
  char *name = api_output(path, &job, ".yaml");
  if (status == FLUE_OK) status = import(ctx, s, name, &out);
  free(name);
  flue_scenario_destroy(&s);
  if (status == FLUE_OK || status == FLUE_EINPUT) {
    const flue_status given = out.data ? api_give(ctx, &out, text) : FLUE_OK;
    return status == FLUE_OK ? given : status;
  }
  flue_text_clear(&out);
  return status;
}
