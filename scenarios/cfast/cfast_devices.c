/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &DEVC: targets, sprinklers and detectors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/cfast/cfast_internal.h"

/** LOCATION; numbers below 0 count from the far end. Without it the middle of the floor, or for
 * detectors 3 inches below the middle of the ceiling. */
static void read_location(item *i, int is_detector) {
  const double below_ceiling_m = 0.0762;
  const cfast_room *room = cfast_find_room(i->m, cfast_text(i->m, i->record, "COMP_ID", 0));
  double at[3] = {0.0, 0.0, 0.0};
  for (size_t k = 0; k < 3; ++k) {
    const double size = room ? room->size[k] : 0.0;
    if (cfast_number(i->m, i->record, "LOCATION", k, &at[k]))
      at[k] = cfast_from_end(at[k], size);
    else if (k < 2)
      at[k] = 0.5 * size;
    else
      at[k] = is_detector ? size - below_ceiling_m : 0.0;
  }
  cfast_values where = cfast_take(i->m, i->record, "LOCATION");
  item_list(i, "at", where.n > 0 ? where.v[0] : NULL, at, 3, "m");
  free(where.v);
}

static void read_room(item *i) {
  cfast_values where = cfast_take(i->m, i->record, "COMP_ID");
  const char *id = cfast_text(i->m, i->record, "COMP_ID", 0);
  item_text(i, "in", where.n > 0 ? where.v[0] : NULL, id ? id : "");
  free(where.v);
}

/* ---- targets ---- */

/** Towards a fire that the orientation names. @return 0 when there is no such fire. */
static int face_fire(item *i, const char *name, double *normal) {
  const flue_node *at = flue_node_get(&i->node, "at");
  for (size_t f = 0; f < i->m->n_fires; ++f) {
    if (strcmp(i->m->fire[f].id, name) != 0) continue;
    double length = 0.0;
    for (size_t k = 0; k < 3; ++k) {
      const char *text = at && at->n == 3 ? at->child[k].text : NULL;
      normal[k] = i->m->fire[f].at[k] - (text ? strtod(text, NULL) : 0.0);
      length += normal[k] * normal[k];
    }
    return length > 0.0;
  }
  return 0;
}

/** The name of the parameter of newer or older versions that is given. */
static const char *either(item *i, const char *name, const char *older) {
  return cfast_text(i->m, i->record, name, 0) ? name : older;
}

/** What the front faces: a wall is faced by looking away from the one it is named after, as CFAST's
 * own normals of these words do. */
static void read_normal(item *i) {
  static const double normals[][3] = {{0, 0, -1}, {0, 0, 1},  {1, 0, 0}, {-1, 0, 0},
                                      {-1, 0, 0}, {0, -1, 0}, {0, 1, 0}};
  static const char words[] = "FLOOR|CEILING|FRONT WALL|BACK WALL|REAR WALL|LEFT WALL|RIGHT WALL";
  const char *name = either(i, "SURFACE_ORIENTATION", "FRONT_SURFACE_ORIENTATION");
  const char *word = cfast_text(i->m, i->record, name, 0);
  double normal[3] = {0.0, 0.0, 1.0};
  if (word && face_fire(i, word, normal)) {
    item_list(i, "normal", NULL, normal, 3, "");
    return;
  }
  const int known = word ? cfast_choice(i->m, i->record, name, 0, words, -1, 1) : -1;
  for (size_t k = 0; k < 3; ++k)
    normal[k] =
        known >= 0 ? normals[known][k] : cfast_number_or(i->m, i->record, "NORMAL", k, normal[k]);
  item_list(i, "normal", NULL, normal, 3, "");
}

static double material_thickness(const importer *m, const char *id) {
  const double of_default_m = 0.012;
  for (size_t k = 0; k < m->n_materials; ++k)
    if (strcmp(m->material[k].id, id) == 0) return m->material[k].thickness_m;
  return strcmp(id, "DEFAULT") == 0 ? of_default_m : 0.0;
}

/** Material, thickness, and where inside the temperature is taken: a share of the thickness unless
 * DEPTH_UNITS is a length. */
static void read_body(item *i) {
  const char *material = cfast_text(i->m, i->record, "MATL_ID", 0);
  if (!material) material = "DEFAULT";
  if (strcmp(material, "DEFAULT") == 0) i->m->needs_default_material = 1;
  cfast_values where = cfast_take(i->m, i->record, "MATL_ID");
  item_text(i, "material", where.n > 0 ? where.v[0] : NULL, material);
  free(where.v);
  double thickness_m = cfast_number_or(i->m, i->record, "THICKNESS", 0, 0.0);
  if (thickness_m > 0.0)
    item_put(i, "thickness", NULL, thickness_m, "m");
  else
    thickness_m = material_thickness(i->m, material);
  const char *units = cfast_text(i->m, i->record, "DEPTH_UNITS", 0);
  const int is_share = !units || strcmp(units, "FRACTION") == 0;
  double depth = 0.5;
  const int is_given = cfast_number(i->m, i->record, "TEMPERATURE_DEPTH", 0, &depth);
  if (is_share) depth *= thickness_m;
  if (is_given && thickness_m > 0.0)
    item_put(i, "depth", NULL, fmax(0.0, fmin(depth, thickness_m)), "m");
}

static void read_target(item *i, int is_cylinder) {
  read_room(i);
  read_location(i, 0);
  read_normal(i);
  if (is_cylinder) item_text(i, "kind", NULL, "cylinder");
  read_body(i);
  if (cfast_logical(i->m, i->record, "ADIABATIC_TARGET")) item_true(i, "adiabatic");
  double h[2];
  for (size_t k = 0; k < 2; ++k) /* kW/m2/K */
    h[k] = 1000.0 * cfast_number_or(i->m, i->record, "CONVECTION_COEFFICIENTS", k, 0.0);
  if (h[0] > 0.0 || h[1] > 0.0) item_list(i, "convection", NULL, h, 2, "");
  item_number(i, "temperature", either(i, "SURFACE_TEMPERATURE", "FRONT_SURFACE_TEMPERATURE"),
              "°C");
}

/* ---- sprinklers and detectors ---- */

/** Light lost per metre [%]: what blocks all of it is never reached. */
static void put_obscuration(item *i, const char *key, double percent) {
  const double most = 99.99;
  item_put(i, key, NULL, fmin(percent, most), "%/m");
}

static void read_smoke_setpoint(item *i) {
  const double usual = 23.93346; /* 8 %/ft */
  double flaming = usual, smouldering = usual;
  if (cfast_number(i->m, i->record, "SETPOINT", 0, &flaming)) {
    put_obscuration(i, "obscuration", flaming);
  } else if (cfast_number(i->m, i->record, "SETPOINTS", 0, &smouldering)) {
    put_obscuration(i, "obscuration",
                    cfast_number_or(i->m, i->record, "SETPOINTS", 1, smouldering));
    put_obscuration(i, "smouldering", smouldering);
  } else {
    put_obscuration(i, "obscuration", usual);
  }
}

static void read_detector(item *i, int kind) {
  static const char *const kinds[] = {"sprinkler", "heat", "smoke"};
  const double usual_c = 57.22, usual_rti = 50.0;
  read_room(i);
  read_location(i, 1);
  item_text(i, "kind", NULL, kinds[kind]);
  if (kind == 2)
    read_smoke_setpoint(i);
  else if (!item_number(i, "temperature", "SETPOINT", "°C"))
    item_put(i, "temperature", NULL, usual_c, "°C");
  if (!item_number(i, "rti", "RTI", "") && kind != 2) item_put(i, "rti", NULL, usual_rti, "");
  /* below 0 it is a time in older versions, which newer ones take for no water */
  const double density = cfast_number_or(i->m, i->record, "SPRAY_DENSITY", 0, 0.0);
  if (kind == 0 && density > 0.0) item_number(i, "density", "SPRAY_DENSITY", "m/s");
}

static void read_device(importer *m, flue_namelist_record *r, size_t number) {
  static const char types[] = "PLATE|CYLINDER|SPRINKLER|HEAT_DETECTOR|SMOKE_DETECTOR";
  if (!cfast_need(m, r, "TYPE COMP_ID")) return;
  const int type = cfast_choice(m, r, "TYPE", 0, types, -1, 0);
  if (type < 0) return;
  item i = item_begin(m, r, type < 2 ? "target" : "sensor");
  item_id(&i, "device", number);
  item_tell_apart(&i, &m->targets);
  item_tell_apart(&i, &m->detectors);
  if (type < 2)
    read_target(&i, type == 1);
  else
    read_detector(&i, type - 2);
  item_end(&i, type < 2 ? &m->targets : &m->detectors, NULL);
}

void cfast_read_devices(importer *m) {
  size_t at = 0, number = 0;
  for (flue_namelist_record *r; (r = cfast_next(m, "DEVC", &at)) != NULL;)
    read_device(m, r, ++number);
}
