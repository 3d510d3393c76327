/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &SURF and &MATL. */
#include <stdlib.h>
#include <string.h>

#include "scenarios/fds/fds_internal.h"

static const double kilo = 1e3, usual_emissivity = 0.9;

/* ---- layers ---- */

/** A number of a material; where a &RAMP gives it, the mean of its values. */
static double material_number(fds_reader *m, flue_namelist_record *r, const char *name,
                              const char *ramp, double fallback) {
  double v = fallback, *t = NULL, *f = NULL, sum = 0.0;
  size_t n = 0;
  const int is_given = fds_number(m, r, name, 0, &v);
  if (!fds_text(r, ramp, 0) || !fds_find_ramp(m, r, ramp, 0, &t, &f, &n)) return v;
  for (size_t k = 0; k < n; ++k) sum += f[k] / (double)n;
  fds_take(m, r, ramp, FLUE_MSG_FDS_WHY_MEAN);
  return is_given ? v * sum : sum;
}

static int read_material(fds_reader *m, flue_namelist_record *surface, size_t layer,
                         flue_material *out) {
  const char *id = fds_text(surface, "MATL_ID", layer);
  size_t at = 0;
  for (flue_namelist_record *r; id && (r = fds_next(m, "MATL", &at)) != NULL;) {
    const char *own = fds_text(r, "ID", 0);
    if (!own || strcmp(own, id) != 0) continue;
    out->conductivity = material_number(m, r, "CONDUCTIVITY", "CONDUCTIVITY_RAMP", 0.0);
    out->specific_heat = kilo * material_number(m, r, "SPECIFIC_HEAT", "SPECIFIC_HEAT_RAMP", 0.0);
    out->density = fds_number_or(m, r, "DENSITY", 0, 0.0);
    out->emissivity = fds_number_or(m, r, "EMISSIVITY", 0, usual_emissivity);
    if (fds_number_or(m, r, "N_REACTIONS", 0, 0.0) > 0.0)
      fds_refuse(m, r, "N_REACTIONS", FLUE_MSG_FDS_WHY_PYROLYSIS);
    if (fds_has(r, "ABSORPTION_COEFFICIENT"))
      fds_refuse(m, r, "ABSORPTION_COEFFICIENT", FLUE_MSG_FDS_WHY_CHOICE);
    if (!(out->conductivity > 0.0) || !(out->specific_heat > 0.0) || !(out->density > 0.0)) {
      const char *missing = !(out->density > 0.0)        ? "DENSITY"
                            : !(out->conductivity > 0.0) ? "CONDUCTIVITY"
                                                         : "SPECIFIC_HEAT";
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, r->line, r->column, "MATL", missing,
                           NULL);
    }
    return 1;
  }
  if (id) fds_no_id(m, surface, "MATL_ID", "MATL", id);
  return 0;
}

/** CONDUCTING, when the surface is made of materials. */
static void read_layers(fds_reader *m, flue_namelist_record *r, flue_field_surface *s) {
  const size_t n = fds_count(r, "MATL_ID");
  double v;
  if (n == 0) return;
  if (n > FLUE_WALL_LAYERS || fds_has(r, "MATL_MASS_FRACTION")) {
    fds_refuse(m, r, n > FLUE_WALL_LAYERS ? "MATL_ID" : "MATL_MASS_FRACTION",
               FLUE_MSG_FDS_WHY_LAYERS);
    return;
  }
  s->heat = FLUE_FIELD_CONDUCTING;
  s->layers.n = n;
  for (size_t k = 0; k < n; ++k) {
    read_material(m, r, k, &s->layers.layer[k]);
    double *thickness = &s->layers.layer[k].thickness_m;
    if (!fds_number(m, r, "THICKNESS", k, thickness) || !(*thickness > 0.0))
      fds_refuse(m, r, "THICKNESS", FLUE_MSG_FDS_WHY_NUMBERS);
  }
  s->emissivity = s->layers.layer[0].emissivity;
  const char *backing = fds_text(r, "BACKING", 0);
  const int choice = fds_choice(backing, "VOID|INSULATED|EXPOSED");
  if (backing && choice < 0) fds_refuse(m, r, "BACKING", FLUE_MSG_FDS_WHY_CHOICE);
  s->back_is_insulated = choice == 1;
  if (choice == 2) fds_take(m, r, "BACKING", FLUE_MSG_FDS_WHY_AMBIENT_BACK);
  if (fds_number(m, r, "TMP_BACK", 0, &v)) s->back_k = fds_kelvin(v);
  if (fds_number(m, r, "TMP_INNER", 0, &v) && fabs(fds_kelvin(v) - m->out->field.ambient_k) > 0.1)
    fds_refuse(m, r, "TMP_INNER", FLUE_MSG_FDS_WHY_STEADY);
}

/* ---- heat ---- */

static void read_heat(fds_reader *m, flue_namelist_record *r, flue_field_surface *s) {
  double v;
  read_layers(m, r, s);
  if (fds_number(m, r, "TMP_FRONT", 0, &v)) {
    s->heat = FLUE_FIELD_FIXED_FACE;
    s->face_k = fmax(fds_kelvin(v), 0.0);
    s->heat_ramp = fds_read_course(m, r, "RAMP_T", "TAU_T", 0);
  }
  if (fds_number(m, r, "CONVECTIVE_HEAT_FLUX", 0, &v) || fds_number(m, r, "NET_HEAT_FLUX", 0, &v)) {
    s->heat = FLUE_FIELD_FIXED_FLUX;
    s->flux = kilo * v;
    s->heat_ramp = fds_read_course(m, r, "RAMP_Q", "TAU_Q", 0);
    if (fds_has(r, "NET_HEAT_FLUX"))
      fds_take(m, r, "NET_HEAT_FLUX", FLUE_MSG_FDS_WHY_AS_CONVECTIVE);
  }
  if (fds_logical_or(m, r, "ADIABATIC", 0)) s->heat = FLUE_FIELD_ADIABATIC;
  if (s->heat == FLUE_FIELD_ADIABATIC || s->heat == FLUE_FIELD_AMBIENT_FACE)
    fds_read_course(m, r, "RAMP_T", "TAU_T", 0);
  fds_number(m, r, "HEAT_TRANSFER_COEFFICIENT", 0, &s->coefficient);
  fds_number(m, r, "EMISSIVITY", 0, &s->emissivity);
  if (s->heat == FLUE_FIELD_ADIABATIC && s->coefficient == 0.0 && s->emissivity == 0.0)
    s->coefficient = NAN; /* nothing passes it anyway, and its temperature is that of the gas */
}

/* ---- flow ---- */

static int same_course(const flue_field_ramp *a, const flue_field_ramp *b) {
  return a->n == b->n &&
         (a->n == 0 || (memcmp(a->time_s, b->time_s, a->n * sizeof *a->time_s) == 0 &&
                        memcmp(a->factor, b->factor, a->n * sizeof *a->factor) == 0));
}

static void read_species(fds_reader *m, flue_namelist_record *r, flue_field_surface *s) {
  const int is_flux = fds_has(r, "MASS_FLUX");
  const size_t n = fds_count(r, "SPEC_ID");
  int has_course = 0;
  double rest = 1.0;
  for (size_t k = 0; k < n; ++k) {
    const size_t species = fds_find_species(m, r, "SPEC_ID", k);
    if (species == FLUE_FDS_NONE) continue;
    const double flux = fds_number_or(m, r, "MASS_FLUX", k, 0.0);
    const double fraction = fds_number_or(m, r, "MASS_FRACTION", k, 0.0);
    s->mass_flux[species] += flux;
    if (species != 0) {
      s->fraction[species] += fraction;
      rest -= fraction;
    }
    if (flux == 0.0 && fraction == 0.0) continue;
    const flue_field_ramp course = fds_read_course(m, r, "RAMP_MF", "TAU_MF", k);
    if (has_course && !same_course(&course, &s->mass_ramp))
      fds_refuse(m, r, fds_has(r, "RAMP_MF") ? "RAMP_MF" : "TAU_MF", FLUE_MSG_FDS_WHY_RAMPS);
    s->mass_ramp = course;
    has_course = 1;
  }
  if (n > 0 && !is_flux && rest < 1.0) s->fraction[0] = rest;
  if (n > 0 && !is_flux && rest == 1.0 && fds_has(r, "MASS_FRACTION")) s->fraction[0] = 1.0;
}

static void read_flow(fds_reader *m, flue_namelist_record *r, flue_field_surface *s,
                      fds_surface *extra) {
  const flue_field_input *in = &m->out->field;
  double v;
  if (fds_number(m, r, "VEL", 0, &v)) s->blows = -v;
  if (fds_number(m, r, "VOLUME_FLOW", 0, &v) || fds_number(m, r, "VOLUME_FLUX", 0, &v))
    extra->volume_flow = -v;
  if (fds_number(m, r, "MASS_FLUX_TOTAL", 0, &v) && in->n_species > 0) {
    const double density =
        in->pressure * in->species[0].molar_mass / (FLUE_MOLAR_GAS_CONSTANT * in->ambient_k);
    s->blows = -v / density;
    extra->blows_mass = 1;
  }
  if (s->blows != 0.0 || extra->volume_flow != 0.0)
    s->blows_ramp = fds_read_course(m, r, "RAMP_V", "TAU_V", 0);
  read_species(m, r, s);
  for (size_t k = 0; k < 2; ++k) fds_number(m, r, "VEL_T", k, &extra->across[k]);
  s->is_free_slip = fds_logical_or(m, r, "FREE_SLIP", 0);
  fds_logical_or(m, r, "NO_SLIP", 0);
}

static void read_fire(fds_reader *m, flue_namelist_record *r, flue_field_surface *s) {
  const flue_field_reaction *reaction = &m->out->field.reaction;
  double v;
  if (fds_number(m, r, "HRRPUA", 0, &v)) s->release = kilo * v;
  if (fds_number(m, r, "MLRPUA", 0, &v)) s->release = v * reaction->heat;
  if (s->release == 0.0) return;
  s->release_ramp = fds_read_course(m, r, "RAMP_Q", "TAU_Q", 0);
  size_t at = 0; /* a reaction that is refused is a finding by itself */
  if (!reaction->is_there && !fds_next(m, "REAC", &at))
    fds_refuse(m, r, fds_has(r, "HRRPUA") ? "HRRPUA" : "MLRPUA", FLUE_MSG_FDS_WHY_NO_FUEL);
}

/* ---- whole ---- */

static void refuse_surface(fds_reader *m, flue_namelist_record *r) {
  static const struct {
    const char *name;
    flue_message why;
  } refused[] = {{"TMP_GAS_BACK", FLUE_MSG_FDS_WHY_FACE_GAS},
                 {"RAMP_TMP_GAS_BACK", FLUE_MSG_FDS_WHY_FACE_GAS},
                 {"EXTERNAL_FLUX", FLUE_MSG_FDS_WHY_CHOICE},
                 {"LEAK_PATH", FLUE_MSG_FDS_WHY_LEAKS},
                 {"LEAK_PATH_ID", FLUE_MSG_FDS_WHY_LEAKS},
                 {"IGNITION_TEMPERATURE", FLUE_MSG_FDS_WHY_PYROLYSIS},
                 {"HEAT_OF_VAPORIZATION", FLUE_MSG_FDS_WHY_PYROLYSIS},
                 {"REFERENCE_HEAT_FLUX", FLUE_MSG_FDS_WHY_PYROLYSIS},
                 {"MASS_TRANSFER_COEFFICIENT", FLUE_MSG_FDS_WHY_CHOICE},
                 {"PROFILE", FLUE_MSG_FDS_WHY_CHOICE},
                 {"RAMP_V_X", FLUE_MSG_FDS_WHY_CHOICE},
                 {"SPREAD_RATE", FLUE_MSG_FDS_WHY_CHOICE}};
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k].name, refused[k].why);
  if (fds_logical_or(m, r, "BURN_AWAY", 0))
    fds_refuse(m, r, "BURN_AWAY", FLUE_MSG_FDS_WHY_PYROLYSIS);
  if (fds_logical_or(m, r, "HT3D", 0)) fds_refuse(m, r, "HT3D", FLUE_MSG_FDS_WHY_LAYERS);
  const char *geometry = fds_text(r, "GEOMETRY", 0);
  if (geometry && !fds_same(geometry, "CARTESIAN"))
    fds_refuse(m, r, "GEOMETRY", FLUE_MSG_FDS_WHY_GEOMETRY);
}

static size_t add_surface(fds_reader *m, const flue_field_surface *surface,
                          const fds_surface *extra) {
  flue_field_surface *place = fds_more(m, &m->surface, &m->n_surfaces, sizeof *m->surface);
  fds_surface *more = fds_more(m, &m->extra, &m->n_extra, sizeof *m->extra);
  if (!place || !more) return FDS_INERT;
  *place = *surface;
  *more = *extra;
  return m->n_surfaces - 1;
}

static flue_field_surface plain_surface(const fds_reader *m, const char *name) {
  return (flue_field_surface){.name = name,
                              .face_k = m->out->field.ambient_k,
                              .back_k = m->out->field.ambient_k,
                              .coefficient = NAN,
                              .emissivity = usual_emissivity};
}

/** Gas at a face where the file computes solids alone. */
static void read_face_gas(fds_reader *m, flue_namelist_record *r, flue_field_surface *s) {
  double v;
  if (!fds_number(m, r, "TMP_GAS_FRONT", 0, &v)) {
    fds_refuse_given(m, r, "RAMP_TMP_GAS_FRONT", FLUE_MSG_FDS_WHY_FACE_GAS);
    return;
  }
  if (!m->out->field.is_still) fds_refuse(m, r, "TMP_GAS_FRONT", FLUE_MSG_FDS_WHY_FACE_GAS);
  s->gas_k = fmax(0.1, fds_kelvin(v));
  if (fds_has(r, "RAMP_TMP_GAS_FRONT"))
    s->gas_ramp = fds_read_course(m, r, "RAMP_TMP_GAS_FRONT", "TAU_T", 0);
}

static void read_surface(fds_reader *m, flue_namelist_record *r) {
  const char *id = fds_text(r, "ID", 0);
  flue_field_surface s = plain_surface(m, fds_keep(m, id ? id : "SURF"));
  fds_surface extra = {.axis = -1, .scale = 1.0, .base = m->n_surfaces};
  read_heat(m, r, &s);
  read_face_gas(m, r, &s);
  read_flow(m, r, &s, &extra);
  read_fire(m, r, &s);
  refuse_surface(m, r);
  const size_t at = add_surface(m, &s, &extra);
  if (fds_logical_or(m, r, "DEFAULT", 0)) m->default_surface = at;
}

void fds_read_surfaces(fds_reader *m) {
  static const struct {
    const char *name;
    flue_field_gas_edge gas;
  } always[FDS_PREDEFINED] = {{"INERT", FLUE_FIELD_SOLID},
                              {"OPEN", FLUE_FIELD_OPEN},
                              {"MIRROR", FLUE_FIELD_MIRROR},
                              {"PERIODIC", FLUE_FIELD_PERIODIC}};
  for (size_t k = 0; k < FDS_PREDEFINED; ++k) {
    flue_field_surface s = plain_surface(m, always[k].name);
    const fds_surface extra = {.axis = -1, .scale = 1.0, .base = k};
    s.gas = always[k].gas;
    if (k > FDS_INERT) s.emissivity = 1.0;
    if (k > FDS_OPEN) s.heat = FLUE_FIELD_ADIABATIC;
    add_surface(m, &s, &extra);
  }
  size_t at = 0;
  m->default_surface = FDS_INERT;
  for (flue_namelist_record *r; (r = fds_next(m, "SURF", &at)) != NULL;) read_surface(m, r);
  at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "MISC", &at)) != NULL;)
    if (fds_text(r, "SURF_DEFAULT", 0))
      m->default_surface = fds_find_surface(m, r, "SURF_DEFAULT", 0);
}

size_t fds_find_surface(fds_reader *m, flue_namelist_record *r, const char *name, size_t place) {
  const char *id = fds_text(r, name, place);
  if (!id) return m->default_surface;
  if (fds_same(id, "HVAC") || fds_same(id, "PERIODIC FLOW ONLY")) {
    fds_refuse(m, r, name, fds_same(id, "HVAC") ? FLUE_MSG_FDS_WHY_DUCTS : FLUE_MSG_FDS_WHY_CHOICE);
    return m->default_surface;
  }
  for (size_t k = m->n_surfaces; k > 0; --k)
    if (m->extra[k - 1].base == k - 1 && strcmp(m->surface[k - 1].name, id) == 0) return k - 1;
  fds_no_id(m, r, name, "SURF", id);
  return m->default_surface;
}

size_t fds_surface_for(fds_reader *m, size_t base, int axis, double area_given, double area_cells) {
  static const int others[3][2] = {{1, 2}, {0, 2}, {0, 1}};
  const double noise = 1e-6;
  flue_field_surface s = m->surface[base];
  fds_surface extra = m->extra[base];
  double mass = 0.0;
  for (int k = 0; k < FLUE_FIELD_SPECIES; ++k) mass += fabs(s.mass_flux[k]);
  const int has_source = s.release != 0.0 || mass > 0.0 || extra.blows_mass,
            has_axis = extra.across[0] != 0.0 || extra.across[1] != 0.0;
  const double ratio = area_cells > 0.0 && area_given > 0.0 ? area_given / area_cells : 1.0;
  extra.scale = has_source && fabs(ratio - 1.0) > noise ? ratio : 1.0;
  if (extra.volume_flow != 0.0 && area_cells > 0.0) extra.scale = area_cells;
  if (has_axis) extra.axis = axis;
  if (extra.scale == 1.0 && extra.axis < 0 && extra.volume_flow == 0.0) return base;
  for (size_t k = 0; k < m->n_surfaces; ++k)
    if (m->extra[k].base == base && k != base && m->extra[k].axis == extra.axis &&
        fabs(m->extra[k].scale - extra.scale) <= noise * extra.scale)
      return k;
  if (extra.volume_flow != 0.0) {
    s.blows = extra.volume_flow / extra.scale;
  } else {
    s.release *= extra.scale;
    if (extra.blows_mass) s.blows *= extra.scale;
    for (int k = 0; k < FLUE_FIELD_SPECIES; ++k) s.mass_flux[k] *= extra.scale;
  }
  for (int k = 0; has_axis && k < 2; ++k) s.blows_across[others[axis][k]] = extra.across[k];
  return add_surface(m, &s, &extra);
}
