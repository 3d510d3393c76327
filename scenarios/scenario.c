/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a scenario file whole, with options. */
#include "scenarios/scenario.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/memory.h"
#include "core/whole_file.h"
#include "models/fire_curve.h"
#include "scenarios/cfast/cfast_import.h"
#include "scenarios/contam/contam_import.h"
#include "scenarios/control.h"
#include "scenarios/layout.h"
#include "scenarios/network_check.h"
#include "scenarios/patch.h"
#include "scenarios/path_check.h"
#include "scenarios/reader.h"
#include "scenarios/share_check.h"
#include "scenarios/weather.h"

/* ---- options ---- */

static flue_status apply_set(flue_node *root, const flue_node *option, flue_diagnostics *list) {
  const flue_node *set = flue_node_get(option, "set");
  if (!set || set->kind != FLUE_NODE_MAP) return FLUE_OK;
  for (size_t i = 0; i < set->n; ++i) {
    size_t places = 0;
    FLUE_TRY(flue_patch_apply(root, set->key[i].text, &set->child[i], &places));
    if (places == 0)
      flue_diagnostics_add(list, FLUE_MSG_OPTION_PATH, set->key[i].line, set->key[i].column,
                           set->key[i].text, NULL);
  }
  return FLUE_OK;
}

static const flue_node *find_option(const flue_node *options, const char *id) {
  if (!options || options->kind != FLUE_NODE_LIST) return NULL;
  for (size_t i = 0; i < options->n; ++i) {
    const flue_node *name = flue_node_get(&options->child[i], "id");
    if (name && name->kind == FLUE_NODE_SCALAR && strcmp(name->text, id) == 0)
      return &options->child[i];
  }
  return NULL;
}

static void refuse_option(const flue_node *options, const char *id, flue_diagnostics *list) {
  flue_text names = {0};
  for (size_t i = 0; options && options->kind == FLUE_NODE_LIST && i < options->n; ++i) {
    const flue_node *name = flue_node_get(&options->child[i], "id");
    if (name && name->text) flue_text_add(&names, "%s%s", names.length ? ", " : "", name->text);
  }
  flue_diagnostics_add(list, FLUE_MSG_UNKNOWN_OPTION, 0, 0, id, names.data ? names.data : "-",
                       NULL);
  flue_text_clear(&names);
}

/** Applies the chosen options to the tree. Their texts come from a copy, since a path may name
 * them. */
static flue_status apply_options(flue_node *root, const char *const *options,
                                 flue_diagnostics *list) {
  for (size_t i = 0; options && options[i]; ++i) {
    const flue_node *all = flue_node_get(root, "options");
    const flue_node *option = find_option(all, options[i]);
    if (!option) {
      refuse_option(all, options[i], list);
      continue;
    }
    flue_node copy;
    FLUE_TRY(flue_node_copy(option, &copy));
    const flue_status status = apply_set(root, &copy, list);
    flue_node_clear(&copy);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

/** Tries every option on a copy of the tree, so that a wrong path or value is found before its use.
 */
static flue_status try_options(flue_ctx *ctx, const flue_node *root, flue_diagnostics *list) {
  const flue_node *all = flue_node_get(root, "options");
  if (!all || all->kind != FLUE_NODE_LIST) return FLUE_OK;
  for (size_t i = 0; i < all->n; ++i) {
    flue_node copy;
    FLUE_TRY(flue_node_copy(root, &copy));
    const size_t before = list->errors;
    flue_status status = apply_set(&copy, &all->child[i], list);
    flue_scenario trial = {0};
    if (status == FLUE_OK && list->errors == before)
      status = flue_reader_read(ctx, &trial, list, &copy);
    flue_scenario *owned = flue_alloc(1, sizeof *owned);
    if (owned) {
      *owned = trial;
      flue_scenario_destroy(&owned);
    }
    flue_node_clear(&copy);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

/* ---- whole ---- */

flue_input_format flue_scenario_format(const flue_scenario *s) {
  if (flue_contam_is_project(s->path)) return FLUE_FORMAT_CONTAM;
  return flue_cfast_is(s->path, s->text, s->length) ? FLUE_FORMAT_CFAST : FLUE_FORMAT_YAML;
}

flue_status flue_scenario_tree(flue_ctx *ctx, const flue_scenario *s, flue_diagnostics *list,
                               flue_node *root) {
  switch (flue_scenario_format(s)) {
    case FLUE_FORMAT_CFAST:
      return flue_cfast_read(ctx, s->text, s->length, list, root);
    case FLUE_FORMAT_CONTAM:
      return flue_contam_tree(ctx, s->path, s->text, s->length, list, root);
    default:
      return flue_yaml_read(ctx, s->text, s->length, list, root);
  }
}

static flue_status read_tree(flue_ctx *ctx, flue_scenario *s, const char *const *options,
                             flue_diagnostics *list) {
  flue_node root = {0};
  const int is_cfast = flue_scenario_format(s) == FLUE_FORMAT_CFAST;
  flue_status status = flue_scenario_tree(ctx, s, list, &root);
  const int has_options = options && options[0];
  if (status == FLUE_OK && list->errors == 0) status = apply_options(&root, options, list);
  /* duplicate keys alone do not keep the rest from being checked; mistakes in CFAST input do */
  if (status == FLUE_OK && root.kind == FLUE_NODE_MAP && root.n > 0 &&
      !(is_cfast && list->errors > 0))
    status = flue_reader_read(ctx, s, list, &root);
  /* an option may use up its own selectors, so all are tried on the file as it stands only */
  if (status == FLUE_OK && list->errors == 0 && !has_options)
    status = try_options(ctx, &root, list);
  flue_node_clear(&root);
  return status;
}

/** The fuel of a fire that names none is that of its curve; a fire with a curve has no growth, peak
 *  and load. */
static flue_status settle_fires(flue_ctx *ctx, flue_scenario *s) {
  for (size_t i = 0; i < s->root.fires.n; ++i) {
    flue_blaze *fire = FLUE_ITEM(flue_blaze, s->root.fires, i);
    flue_fire_curve curve = {.fuel = "furniture"};
    if (fire->curve.text) FLUE_TRY(flue_fire_curve_find(ctx, fire->curve.text, &curve));
    flue_value *design[] = {&fire->growth, &fire->peak, &fire->load};
    for (size_t k = 0; fire->curve.text && k < sizeof design / sizeof *design; ++k)
      if (design[k]->is_default) design[k]->d = (flue_distribution){.p = {NAN}};
    if (fire->fuel.text) continue;
    fire->fuel.text = flue_scenario_alloc(s, sizeof curve.fuel, 1);
    FLUE_CHECK(fire->fuel.text, ctx, FLUE_ENOMEM, "no memory for the fuel of a fire");
    memcpy(fire->fuel.text, curve.fuel, sizeof curve.fuel);
  }
  return FLUE_OK;
}

static flue_status check_geometry(flue_ctx *ctx, flue_scenario *s, flue_diagnostics *list) {
  FLUE_TRY(flue_weather_check(ctx, s, list));
  if (s->root.has_network) {
    FLUE_TRY(flue_network_check(ctx, s, list));
    FLUE_TRY(flue_paths_check(ctx, s, list));
    FLUE_TRY(flue_shares_check(ctx, s, list));
    return flue_control_section_check(ctx, s, NULL, list);
  }
  flue_layout *layout = NULL;
  flue_status status = flue_layout_create(ctx, s, list, &layout);
  if (status == FLUE_OK) status = flue_control_section_check(ctx, s, layout, list);
  flue_layout_destroy(&layout);
  return status == FLUE_EINPUT ? FLUE_OK : status;
}

flue_status flue_scenario_read(flue_ctx *ctx, const char *path, const char *const *options,
                               flue_diagnostics *list, flue_scenario **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a scenario");
  flue_scenario *s = *out;
  s->path = flue_copy_text(path);
  flue_status status = s->path ? flue_whole_file(ctx, path, &s->text, &s->length) : FLUE_ENOMEM;
  if (status == FLUE_OK) status = read_tree(ctx, s, options, list);
  if (status == FLUE_OK && list->errors == 0) status = settle_fires(ctx, s);
  if (status == FLUE_OK && list->errors == 0) status = check_geometry(ctx, s, list);
  if (status == FLUE_OK && list->errors > 0) status = flue_diagnostics_fail(ctx, list);
  if (status != FLUE_OK) flue_scenario_destroy(out);
  return status;
}

void flue_scenario_destroy(flue_scenario **scenario) {
  if (!scenario || !*scenario) return;
  flue_scenario *s = *scenario;
  for (size_t i = 0; i < s->n_owned; ++i) free(s->owned[i]);
  for (size_t i = 0; i < s->n_uncertain; ++i) free(s->uncertain[i].name);
  free(s->owned);
  free(s->uncertain);
  free(s->path);
  free(s->text);
  free(s);
  *scenario = NULL;
}

void flue_net_floor(const flue_net_compartment *c, double *width, double *depth) {
  *width = c->width.d.p[0];
  *depth = c->depth.d.p[0];
  if (!isnan(*width) && !isnan(*depth)) return;
  const double area = isnan(c->area.d.p[0]) ? c->volume.d.p[0] / c->height.d.p[0] : c->area.d.p[0];
  *width = *depth = sqrt(area);
}

flue_fuel flue_net_formula(const flue_net_fuel *f) {
  return (flue_fuel){.carbon = f->carbon.d.p[0],
                     .hydrogen = f->hydrogen.d.p[0],
                     .oxygen = f->oxygen.d.p[0],
                     .nitrogen = f->nitrogen.d.p[0],
                     .chlorine = f->chlorine.d.p[0]};
}
