/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole file: general records, then what the other files read, put together. */
#include "scenarios/cfast/cfast_import.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/memory.h"
#include "scenarios/cfast/cfast_internal.h"

/* ---- is it CFAST? ---- */

/** The first sign that is neither blank nor in a line of comment. */
static const char *first_sign(const char *text, const char *end) {
  if (end - text >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3;
  while (text < end) {
    if (*text == '!' || *text == '#')
      while (text < end && *text != '\n') ++text;
    else if (!isspace((unsigned char)*text))
      return text;
    else
      ++text;
  }
  return end;
}

/** CFAST 6 and older: comma-separated values that begin with their version. */
static int is_old(const char *text, size_t length) {
  const char *first = first_sign(text, text + length);
  if (first < text + length && *first == '"') ++first;
  return text + length - first > 6 && strncasecmp(first, "VERSN", 5) == 0;
}

int flue_cfast_is(const char *path, const char *text, size_t length) {
  const char *dot = strrchr(path, '.');
  const char *first = first_sign(text, text + length);
  const int is_named = dot && strcasecmp(dot, ".in") == 0;
  return is_named || (first < text + length && *first == '&') || is_old(text, length);
}

/* ---- general records ---- */

/** The first record of a group; others are told and not used. */
static flue_namelist_record *only(importer *m, const char *group) {
  size_t at = 0;
  flue_namelist_record *first = cfast_next(m, group, &at);
  char line[32];
  snprintf(line, sizeof line, "%d", first ? first->line : 0);
  for (flue_namelist_record *r; first && (r = cfast_next(m, group, &at)) != NULL;) {
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_AGAIN, r->line, r->column, group, line, NULL);
    for (size_t k = 0; k < r->n; ++k) r->parameter[k].is_used = 1;
  }
  return first;
}

static item begin_only(importer *m, const char *group, const char *section) {
  flue_namelist_record *r = only(m, group);
  return item_begin(m, r ? r : &m->none, section);
}

static void add_title(importer *m, flue_node *root) {
  flue_namelist_record *head = only(m, "HEAD");
  item i = item_begin(m, head ? head : &m->none, "network_scenario");
  i.node = *root;
  item_put(&i, "flue", NULL, 1.0, "");
  item_long_text(&i, "title", "TITLE");
  cfast_text(m, i.record, "VERSION", 0);
  *root = i.node;
}

/** Weather, temperatures, pressure, humidity and oxygen. */
static void read_initial(importer *m, item *site, item *network) {
  flue_namelist_record *r = only(m, "INIT");
  item weather = item_begin(m, r ? r : &m->none, "weather");
  site->record = network->record = weather.record;
  if (!item_number(&weather, "temperature", "EXTERIOR_TEMPERATURE", "°C"))
    item_put(&weather, "temperature", NULL, 20.0, "°C");
  item_put(&weather, "lapse", NULL, 0.0, "K/m");
  item_put(site, "elevation", NULL, 0.0, "m");
  item_map(site, "weather", &weather.node);
  if (!item_number(network, "temperature", "INTERIOR_TEMPERATURE", "°C"))
    item_put(network, "temperature", NULL, 20.0, "°C");
  if (!item_number(network, "humidity", "RELATIVE_HUMIDITY", "%"))
    item_put(network, "humidity", NULL, 50.0, "%");
  if (!item_number(network, "pressure", "PRESSURE", "Pa"))
    item_put(network, "pressure", NULL, 101325.0, "Pa");
  item_number(network, "oxygen", "INTERIOR_O2_MASS_FRACTION", "");
  item_number(network, "oxygen_outside", "EXTERIOR_O2_MASS_FRACTION", "");
}

static void read_choices(importer *m, item *network) {
  /* MAX_TIME_STEP is left out: flue bounds the change of a step by itself */
  flue_namelist_record *r = only(m, "MISC");
  network->record = r ? r : &m->none;
  item_number(network, "oxygen_limit", "LOWER_OXYGEN_LIMIT", "");
  item_numbers(network, "extinction", "SPECIFIC_EXTINCTION", 2, "");
  if (cfast_logical(m, network->record, "ADIABATIC")) item_true(network, "adiabatic");
}

/** What the cases that compare CFAST with exact solutions hold fixed. */
static void read_imposed(importer *m, item *network) {
  item i = begin_only(m, "DIAG", "imposed");
  double step_s = 0.0;
  item_number(&i, "temperature", "GAS_TEMPERATURE", "°C");
  item_number(&i, "h2o", "PARTIAL_PRESSURE_H2O", "Pa");
  item_number(&i, "co2", "PARTIAL_PRESSURE_CO2", "Pa");
  item_number(&i, "upper_layer", "UPPER_LAYER_THICKNESS", "m");
  const char *is_on = cfast_text(m, i.record, "ADIABATIC_TARGET_VERIFICATION", 0);
  if (is_on && strcmp(is_on, "ON") == 0)
    item_number(&i, "flux", "RADIATIVE_INCIDENT_FLUX", "kW/m2");
  item_number(&i, "fire_flux", "VERIFICATION_FIRE_HEAT_FLUX", "kW/m2");
  item_numbers(&i, "times", "T", SIZE_MAX, "s");
  item_numbers(&i, "temperatures", "F", SIZE_MAX, "°C");
  network->record = i.record;
  if (cfast_number(m, i.record, "VERIFICATION_TIME_STEP", 0, &step_s) && step_s > 0.0 &&
      !flue_node_get(&network->node, "longest_step"))
    item_put(network, "longest_step", NULL, step_s, "s");
  if (i.node.n > 0)
    item_map(network, "imposed", &i.node);
  else
    flue_node_clear(&i.node);
}

static item read_clock(importer *m) {
  const double usual_end_s = 900.0, usual_output_s = 60.0;
  item i = begin_only(m, "TIME", "run");
  double output_s = 0.0;
  if (!item_number(&i, "end", "SIMULATION", "s")) item_put(&i, "end", NULL, usual_end_s, "s");
  if (cfast_number(m, i.record, "SPREADSHEET", 0, &output_s) && output_s > 0.0)
    item_number(&i, "output", "SPREADSHEET", "s");
  else if (cfast_number(m, i.record, "PRINT", 0, &output_s) && output_s > 0.0)
    item_number(&i, "output", "PRINT", "s");
  else
    item_put(&i, "output", NULL, usual_output_s, "s");
  return i;
}

/** CFAST's material of surfaces and targets without one. */
static void add_default_material(importer *m) {
  if (!m->needs_default_material || flue_node_get(&m->materials, "DEFAULT")) return;
  item i = item_begin(m, &m->none, "material");
  item_text(&i, "name", NULL, "What CFAST takes where no material is given");
  item_put(&i, "conductivity", NULL, 0.12, "W/m/K");
  item_put(&i, "density", NULL, 800.0, "kg/m3");
  item_put(&i, "specific_heat", NULL, 0.9, "kJ/kg/K");
  item_put(&i, "thickness", NULL, 0.012, "m");
  item_put(&i, "emissivity", NULL, 0.9, "");
  item_end(&i, &m->materials, "DEFAULT");
}

/* ---- whole ---- */

/** Moves what was read into the network, leaving out what is empty. */
static void put_together(importer *m, item *network) {
  struct {
    const char *key;
    flue_node *node;
  } parts[] = {
      {"materials", &m->materials}, {"fuels", &m->fuels},     {"compartments", &m->compartments},
      {"openings", &m->openings},   {"fans", &m->fans},       {"links", &m->links},
      {"fires", &m->fires},         {"targets", &m->targets}, {"detectors", &m->detectors}};
  for (size_t k = 0; k < sizeof parts / sizeof *parts; ++k) {
    parts[k].node->line = parts[k].node->column = 1;
    if (parts[k].node->n > 0)
      item_map(network, parts[k].key, parts[k].node);
    else
      flue_node_clear(parts[k].node);
  }
}

static void build(importer *m, flue_node *root) {
  item site = item_begin(m, &m->none, "site"), network = item_begin(m, &m->none, "network");
  *root = (flue_node){.kind = FLUE_NODE_MAP, .line = 1, .column = 1};
  add_title(m, root);
  read_initial(m, &site, &network);
  read_choices(m, &network);
  read_imposed(m, &network);
  cfast_read_materials(m);
  cfast_read_rooms(m);
  cfast_read_vents(m);
  cfast_read_links(m);
  cfast_read_fires(m);
  cfast_read_devices(m);
  add_default_material(m);
  put_together(m, &network);
  item clock = read_clock(m);
  item_end(&site, root, "site");
  item_end(&network, root, "network");
  item_end(&clock, root, "run");
  cfast_report_unused(m);
}

static const importer EMPTY = {.materials.kind = FLUE_NODE_MAP,
                               .fuels.kind = FLUE_NODE_MAP,
                               .compartments.kind = FLUE_NODE_LIST,
                               .openings.kind = FLUE_NODE_LIST,
                               .fans.kind = FLUE_NODE_LIST,
                               .links.kind = FLUE_NODE_LIST,
                               .fires.kind = FLUE_NODE_LIST,
                               .targets.kind = FLUE_NODE_LIST,
                               .detectors.kind = FLUE_NODE_LIST};

flue_status flue_cfast_read(flue_ctx *ctx, const char *text, size_t length, flue_diagnostics *list,
                            flue_node *root) {
  *root = (flue_node){0};
  if (is_old(text, length)) {
    flue_diagnostics_add(list, FLUE_MSG_CFAST_OLD, 1, 1, NULL);
    return FLUE_OK;
  }
  flue_namelist file;
  FLUE_TRY(flue_namelist_read(ctx, text, length, list, &file));
  importer m = EMPTY;
  m.file = &file;
  m.list = list;
  m.none = (flue_namelist_record){.line = 1, .column = 1};
  if (file.n > 0)
    build(&m, root);
  else if (list->errors == 0)
    flue_diagnostics_add(list, FLUE_MSG_CFAST_EMPTY, 1, 1, NULL);
  free(m.room);
  free(m.material);
  free(m.fire);
  flue_namelist_clear(&file);
  if (m.no_memory) flue_node_clear(root);
  FLUE_CHECK(!m.no_memory, ctx, FLUE_ENOMEM, "no memory to read CFAST input");
  return FLUE_OK;
}
