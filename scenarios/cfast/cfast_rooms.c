/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &MATL, &COMP, &CONN, and &RAMP where it gives areas. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/memory.h"
#include "models/wall.h"
#include "scenarios/cfast/cfast_internal.h"

/* ---- materials ---- */

/** The earlier of two records of one id counts; the other is an error. */
static int is_double(importer *m, const flue_node *first, const flue_namelist_record *r,
                     const char *id, flue_message word) {
  if (!first) return 0;
  char *line = flue_format("%d", first->line);
  if (line)
    flue_diagnostics_add(m->list, FLUE_MSG_DUPLICATE_ID, r->line, r->column,
                         flue_message_text(word, m->list->lang), id, line, NULL);
  free(line);
  return 1;
}

/** Boards of gypsum, by their names, hold bound water, which CFAST has no word for. */
static void add_bound_water(item *i, const char *id) {
  const char *name = cfast_text(i->m, i->record, "MATERIAL", 0);
  const char *const names[] = {id, name ? name : ""};
  int is_gypsum = 0;
  for (int k = 0; k < 2; ++k)
    for (const char *c = names[k]; *c; ++c) is_gypsum |= strncasecmp(c, "gyp", 3) == 0;
  if (!is_gypsum) return;
  item_put(i, "bound_water", NULL, FLUE_GYPSUM_WATER, "");
  flue_diagnostics_add(i->m->list, FLUE_MSG_CFAST_GYPSUM, i->record->line, i->record->column, id,
                       NULL);
}

static void read_material(importer *m, flue_namelist_record *r, size_t *capacity) {
  if (!cfast_need(m, r, "ID CONDUCTIVITY DENSITY SPECIFIC_HEAT")) return;
  const char *id = cfast_text(m, r, "ID", 0);
  if (!id || is_double(m, flue_node_get(&m->materials, id), r, id, FLUE_MSG_WORD_MATERIAL)) return;
  const double thickness_m = cfast_number_or(m, r, "THICKNESS", 0, 0.0);
  if (flue_grow(&m->material, capacity, m->n_materials + 1, sizeof *m->material)) {
    m->no_memory = 1;
    return;
  }
  m->material[m->n_materials++] = (cfast_material){id, thickness_m};
  item i = item_begin(m, r, "material");
  item_long_text(&i, "name", "MATERIAL");
  item_number(&i, "conductivity", "CONDUCTIVITY", "W/m/K");
  item_number(&i, "density", "DENSITY", "kg/m3");
  item_number(&i, "specific_heat", "SPECIFIC_HEAT", "kJ/kg/K");
  if (thickness_m > 0.0) item_number(&i, "thickness", "THICKNESS", "m");
  item_number(&i, "emissivity", "EMISSIVITY", "");
  add_bound_water(&i, id);
  item_end(&i, &m->materials, id);
}

void cfast_read_materials(importer *m) {
  size_t at = 0, capacity = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "MATL", &at)) != NULL;)
    read_material(m, r, &capacity);
}

/* ---- compartments ---- */

/** Layers from the inside; OFF, NONE and what is left out are none. */
static void read_surface(item *i, const char *key, const char *materials, const char *thicknesses) {
  cfast_values id = cfast_take(i->m, i->record, materials);
  flue_node list = {.kind = FLUE_NODE_LIST, .line = i->record->line, .column = i->record->column};
  for (size_t k = 0; k < id.n; ++k) {
    const char *name = id.v[k] ? cfast_text(i->m, i->record, materials, k) : NULL;
    double thickness_m = cfast_number_or(i->m, i->record, thicknesses, k, 0.0);
    if (!name || strcmp(name, "OFF") == 0 || strcmp(name, "NONE") == 0) continue;
    if (strcmp(name, "DEFAULT") == 0) i->m->needs_default_material = 1;
    item layer = item_begin(i->m, i->record, "layer");
    layer.node.line = id.v[k]->line;
    layer.node.column = id.v[k]->column;
    item_text(&layer, "material", id.v[k], name);
    if (thickness_m > 0.0) item_put(&layer, "thickness", NULL, thickness_m, "m");
    item_end(&layer, &list, NULL);
  }
  free(id.v);
  cfast_values rest = cfast_take(i->m, i->record, thicknesses); /* of surfaces that are OFF */
  free(rest.v);
  if (list.n > 0)
    item_map(i, key, &list);
  else
    flue_node_clear(&list);
}

/** Leak areas over the areas they are in; LEAK_AREA where there is no ratio. */
static void read_leaks(item *i, const cfast_room *room) {
  static const char *const keys[] = {"leak_walls", "leak_floor"};
  const double wall_m2 = 2.0 * (room->size[0] + room->size[1]) * room->size[2],
               floor_m2 = room->size[0] * room->size[1];
  const double area_m2[] = {wall_m2, floor_m2};
  int has_leak = 0;
  for (size_t k = 0; k < 2; ++k) {
    const double ratio = cfast_number_or(i->m, i->record, "LEAK_AREA_RATIO", k, 0.0);
    const double leak_m2 = cfast_number_or(i->m, i->record, "LEAK_AREA", k, 0.0);
    const double share = ratio != 0.0 || area_m2[k] <= 0.0 ? ratio : leak_m2 / area_m2[k];
    if (share != 0.0) item_put(i, keys[k], NULL, share, "");
    has_leak |= share != 0.0;
  }
  const double cd = cfast_number_or(i->m, i->record, "FLOW_COEFFICIENT", 0, 0.0);
  if (has_leak && cd > 0.0) item_put(i, "leak_cd", NULL, cd, "");
}

/** &RAMP TYPE = 'AREA' with heights Z and areas F for the compartments it names. */
static void read_area_ramp(item *i, const char *id) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = cfast_next(i->m, "RAMP", &at)) != NULL;) {
    const char *type = cfast_text(i->m, r, "TYPE", 0);
    for (size_t k = 0; type && strcmp(type, "AREA") == 0 && k < 2; ++k) {
      const char *room = cfast_text(i->m, r, "COMP_IDS", k);
      if (!room || strcmp(room, id) != 0) continue;
      item ramp = *i;
      ramp.record = r;
      item_numbers(&ramp, "heights", "Z", SIZE_MAX, "m");
      item_numbers(&ramp, "areas", "F", SIZE_MAX, "m2");
      i->node = ramp.node;
    }
  }
}

static void read_shape(item *i, const cfast_room *room) {
  if (cfast_text(i->m, i->record, "ORIGIN", 0)) item_list(i, "at", NULL, room->origin, 3, "m");
  item_number(i, "width", "WIDTH", "m");
  item_number(i, "depth", "DEPTH", "m");
  item_number(i, "height", "HEIGHT", "m");
  if (cfast_logical(i->m, i->record, "SHAFT")) item_text(i, "kind", NULL, "mixed");
  if (cfast_logical(i->m, i->record, "HALL")) item_true(i, "corridor");
  item_numbers(i, "heights", "CROSS_SECT_HEIGHTS", SIZE_MAX, "m");
  item_numbers(i, "areas", "CROSS_SECT_AREAS", SIZE_MAX, "m2");
  read_area_ramp(i, room->id);
}

static void read_room(importer *m, flue_namelist_record *r, size_t *capacity) {
  static const char *const sides[] = {"WIDTH", "DEPTH", "HEIGHT"};
  if (!cfast_need(m, r, "ID WIDTH DEPTH HEIGHT")) return;
  if (flue_grow(&m->room, capacity, m->n_rooms + 1, sizeof *m->room)) {
    m->no_memory = 1;
    return;
  }
  const char *id = cfast_text(m, r, "ID", 0);
  is_double(m, item_named(&m->compartments, id), r, id, FLUE_MSG_WORD_COMPARTMENT);
  cfast_room *room = &m->room[m->n_rooms++];
  *room = (cfast_room){.id = id ? id : "NULL"};
  for (size_t k = 0; k < 3; ++k) {
    room->size[k] = cfast_number_or(m, r, sides[k], 0, 0.0);
    room->origin[k] = cfast_number_or(m, r, "ORIGIN", k, 0.0);
  }
  item i = item_begin(m, r, "compartment");
  item_id(&i, "room", m->n_rooms);
  read_shape(&i, room);
  read_surface(&i, "ceiling", "CEILING_MATL_ID", "CEILING_THICKNESS");
  read_surface(&i, "walls", "WALL_MATL_ID", "WALL_THICKNESS");
  read_surface(&i, "floor", "FLOOR_MATL_ID", "FLOOR_THICKNESS");
  read_leaks(&i, room);
  item_end(&i, &m->compartments, NULL);
}

void cfast_read_rooms(importer *m) {
  size_t at = 0, capacity = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "COMP", &at)) != NULL;)
    read_room(m, r, &capacity);
  if (m->n_rooms == 0 && m->list->errors == 0)
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_GROUP, 0, 0, "COMP", NULL);
}

/* ---- conduction between compartments ---- */

/** Whether the floor of a room lies on the ceiling of another. */
static int is_above(const cfast_room *upper, const cfast_room *lower) {
  const double farthest_m = 0.01; /* as CFAST */
  return upper && lower && fabs(upper->origin[2] - lower->origin[2] - lower->size[2]) < farthest_m;
}

/** A floor on a ceiling: which is which follows from their heights, then from TYPE. */
static void read_floor_link(importer *m, flue_namelist_record *r, int is_ceiling) {
  const char *from = cfast_text(m, r, "COMP_ID", 0), *to = cfast_text(m, r, "COMP_IDS", 0);
  if (!from || !to || strcmp(to, "OUTSIDE") == 0) return; /* ceilings and floors lose heat anyway */
  const cfast_room *a = cfast_find_room(m, from), *b = cfast_find_room(m, to);
  const int is_turned = is_above(b, a) || (is_ceiling && !is_above(a, b));
  item i = item_begin(m, r, "link");
  item_text(&i, "from", NULL, is_turned ? to : from);
  item_text(&i, "to", NULL, is_turned ? from : to);
  item_end(&i, &m->links, NULL);
}

static void read_wall_link(importer *m, flue_namelist_record *r) {
  cfast_values to = cfast_take(m, r, "COMP_IDS");
  item i = item_begin(m, r, "link");
  item_text(&i, "from", NULL, cfast_text(m, r, "COMP_ID", 0) ? cfast_text(m, r, "COMP_ID", 0) : "");
  item_text(&i, "surface", NULL, "walls");
  flue_node list = {.kind = FLUE_NODE_LIST, .line = r->line, .column = r->column};
  for (size_t k = 0; k < to.n; ++k) {
    flue_node *word = to.v[k] ? flue_node_add(&list, NULL) : NULL;
    if (!word) continue;
    const int is_outside = strcmp(to.v[k]->text, "OUTSIDE") == 0;
    word->text = flue_copy_text(is_outside ? "outside" : to.v[k]->text);
    word->is_quoted = 1;
    word->line = to.v[k]->line;
    word->column = to.v[k]->column;
    if (!word->text) m->no_memory = 1;
  }
  item_map(&i, "to", &list);
  item_numbers(&i, "shares", "F", SIZE_MAX, "");
  item_end(&i, &m->links, NULL);
  free(to.v);
}

void cfast_read_links(importer *m) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "CONN", &at)) != NULL;) {
    if (!cfast_need(m, r, "TYPE COMP_ID COMP_IDS")) continue;
    const int type = cfast_choice(m, r, "TYPE", 0, "FLOOR|CEILING|WALL", -1, 0);
    if (type == 2)
      read_wall_link(m, r);
    else if (type >= 0)
      read_floor_link(m, r, type == 1);
  }
}
