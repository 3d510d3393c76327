/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &SPEC: primitive and lumped gases, and the species of the field that come of them. */
#include <string.h>

#include "scenarios/fds/fds_internal.h"

static const double gram = 1e-3, kilo = 1e3;

/** "LJ AIR" is air without a composition of its own. */
enum { air_parts = 4 };

fds_species *fds_find_gas(fds_reader *m, const char *id) {
  for (size_t k = 0; id && k < m->n_gases; ++k)
    if (strcmp(m->gas[k].id, id) == 0) return &m->gas[k];
  return NULL;
}

size_t fds_find_species(fds_reader *m, flue_namelist_record *r, const char *name, size_t place) {
  const char *id = fds_text(r, name, place);
  const fds_species *gas = fds_find_gas(m, id);
  if (gas && (gas->place != FLUE_FDS_NONE || gas->is_too_many)) return gas->place;
  if (id) fds_no_id(m, r, name, "SPEC", id);
  return FLUE_FDS_NONE;
}

/** Room for the parts of a gas. */
static int make_parts(fds_reader *m, fds_species *gas, size_t n) {
  gas->n = n;
  gas->part = fds_alloc(m, n, sizeof *gas->part);
  gas->fraction = fds_alloc(m, n, sizeof *gas->fraction);
  if (!gas->part || !gas->fraction) gas->n = 0;
  return gas->n > 0;
}

/** Mass fractions and molar mass from mole fractions that need not add to 1. */
static void set_by_moles(fds_species *gas, const double *moles) {
  double mass = 0.0, sum = 0.0;
  for (size_t k = 0; k < gas->n; ++k) {
    mass += moles[k] * gas->part[k].molar_mass;
    sum += moles[k];
  }
  for (size_t k = 0; k < gas->n; ++k)
    gas->fraction[k] = mass > 0.0 ? moles[k] * gas->part[k].molar_mass / mass : 0.0;
  gas->molar_mass = sum > 0.0 ? mass / sum : gas->part[0].molar_mass;
}

/** Humid air as FDS has it: dry mass fractions of oxygen and carbon dioxide, water by humidity. */
static void set_air(fds_reader *m, fds_species *gas) {
  static const char *const names[air_parts] = {"NITROGEN", "OXYGEN", "CARBON DIOXIDE",
                                               "WATER VAPOR"};
  double humid[FLUE_SPECIES_COUNT], moles = 0.0;
  const flue_field_input *in = &m->out->field;
  if (!make_parts(m, gas, air_parts)) return;
  flue_humid_air(in->ambient_k, in->pressure, m->humidity, humid);
  const double dry = 1.0 - humid[FLUE_H2O];
  gas->fraction[1] = dry * m->oxygen;
  gas->fraction[2] = dry * m->carbon_dioxide;
  gas->fraction[3] = humid[FLUE_H2O];
  gas->fraction[0] = dry - gas->fraction[1] - gas->fraction[2];
  for (size_t k = 0; k < air_parts; ++k) {
    gas->part[k] = *flue_primitive_find(names[k]);
    moles += gas->fraction[k] / gas->part[k].molar_mass;
  }
  gas->molar_mass = 1.0 / moles;
}

/** Air whose molar mass or specific heat is given, or that counts as one gas. */
static flue_primitive plain_air(void) {
  const double oxygen = 0.2324;
  const flue_primitive *n2 = flue_primitive_find("NITROGEN"), *o2 = flue_primitive_find("OXYGEN");
  flue_primitive air = *n2;
  air.molar_mass = 1.0 / (oxygen / o2->molar_mass + (1.0 - oxygen) / n2->molar_mass);
  const double x = oxygen * air.molar_mass / o2->molar_mass;
  for (int k = 0; k < FLUE_NASA_TERMS; ++k) {
    air.low[k] = x * o2->low[k] + (1.0 - x) * n2->low[k];
    air.high[k] = x * o2->high[k] + (1.0 - x) * n2->high[k];
  }
  air.name = air.formula = "LJ AIR";
  memset(air.atoms, 0, sizeof air.atoms);
  return air;
}

/** A gas by its formula, its atoms or its molar mass alone. */
static void set_by_formula(fds_reader *m, flue_namelist_record *r, flue_primitive *p) {
  static const char *const letters[FLUE_ATOM_COUNT] = {"C", "H", "O", "N"};
  const char *formula = fds_text(r, "FORMULA", 0);
  double atoms[FLUE_ATOM_COUNT] = {0};
  if (formula && !flue_formula_read(formula, atoms)) {
    const flue_primitive *known = flue_primitive_find(formula);
    if (!known) fds_refuse(m, r, "FORMULA", FLUE_MSG_FDS_WHY_UNKNOWN);
    if (known) *p = *known;
  } else if (flue_formula_molar_mass(atoms) > 0.0) {
    memcpy(p->atoms, atoms, sizeof atoms);
    p->molar_mass = flue_formula_molar_mass(atoms);
  }
  int has_atoms = 0;
  for (int k = 0; k < FLUE_ATOM_COUNT; ++k) has_atoms |= fds_number(m, r, letters[k], 0, &atoms[k]);
  if (has_atoms && flue_formula_molar_mass(atoms) > 0.0) {
    memcpy(p->atoms, atoms, sizeof atoms);
    p->molar_mass = flue_formula_molar_mass(atoms);
  }
}

/** The primitive an ID names, changed by what a record says of it. */
static flue_primitive read_primitive(fds_reader *m, const char *id, flue_namelist_record *r) {
  const flue_primitive *known = flue_primitive_find(id);
  flue_primitive p = known ? *known : (flue_primitive){.role = FLUE_SPECIES_COUNT};
  double v;
  if (!known && (fds_same(id, "LJ AIR") || fds_same(id, "AIR"))) p = plain_air();
  p.name = fds_keep(m, id);
  if (!r) return p;
  if (p.molar_mass == 0.0) {
    p.formation = NAN;
    p.molar_mass = plain_air().molar_mass; /* FDS without MW */
    set_by_formula(m, r, &p);
    if (p.atoms[FLUE_CARBON] + p.atoms[FLUE_HYDROGEN] > 0.0) p.role = FLUE_FUEL;
  }
  if (fds_number(m, r, "MW", 0, &v) && v > 0.0) p.molar_mass = gram * v;
  if (fds_number(m, r, "SPECIFIC_HEAT", 0, &v) && v > 0.0) p.specific_heat = kilo * v;
  if (fds_number(m, r, "ENTHALPY_OF_FORMATION", 0, &v)) p.formation = kilo * v;
  return p;
}

/** A gas of one primitive. */
static void set_single(fds_reader *m, fds_species *gas, const char *id, flue_namelist_record *r) {
  if (!make_parts(m, gas, 1)) return;
  gas->part[0] = read_primitive(m, id, r);
  gas->fraction[0] = 1.0;
  gas->molar_mass = gas->part[0].molar_mass;
}

static void set_lumped(fds_reader *m, fds_species *gas) {
  flue_namelist_record *r = gas->record;
  const int by_mass = fds_has(r, "MASS_FRACTION");
  const size_t n = fds_count(r, "SPEC_ID");
  if (!make_parts(m, gas, n)) return;
  double *moles = fds_alloc(m, n, sizeof *moles);
  for (size_t k = 0; moles && k < n; ++k) {
    const char *id = fds_text(r, "SPEC_ID", k);
    const fds_species *part = fds_find_gas(m, id);
    flue_namelist_record *own = part && !part->is_lumped ? part->record : NULL;
    gas->part[k] = read_primitive(m, id ? id : "NITROGEN", own);
    if (!(gas->part[k].molar_mass > 0.0)) {
      fds_no_id(m, r, "SPEC_ID", "SPEC", id ? id : "");
      gas->part[k] = *flue_primitive_find("NITROGEN");
    }
    moles[k] = fds_number_or(m, r, by_mass ? "MASS_FRACTION" : "VOLUME_FRACTION", k, 0.0);
    if (by_mass) moles[k] /= gas->part[k].molar_mass;
  }
  if (moles) set_by_moles(gas, moles);
}

static void refuse_gas(fds_reader *m, flue_namelist_record *r) {
  if (fds_logical_or(m, r, "AEROSOL", 0)) fds_refuse(m, r, "AEROSOL", FLUE_MSG_FDS_WHY_DROPLETS);
  static const char *const refused[] = {"RAMP_K",   "RAMP_MU",    "RAMP_D",     "RAMP_CP",
                                        "RAMP_G_F", "POLYNOMIAL", "COPY_LUMPED"};
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k], FLUE_MSG_FDS_WHY_CHOICE);
}

static void list_gases(fds_reader *m) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "SPEC", &at)) != NULL;) {
    const char *id = fds_text(r, "ID", 0);
    if (!id) {
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, r->line, r->column, "SPEC", "ID", NULL);
      continue;
    }
    fds_species *gas = fds_more(m, &m->gas, &m->n_gases, sizeof *m->gas);
    if (!gas) return;
    *gas = (fds_species){.id = fds_keep(m, id), .record = r, .place = FLUE_FDS_NONE};
    gas->is_background = fds_logical_or(m, r, "BACKGROUND", 0);
    gas->is_component_only =
        fds_logical_or(m, r, "LUMPED_COMPONENT_ONLY", 0) || fds_logical_or(m, r, "PRIMITIVE", 0);
    gas->is_lumped = fds_has(r, "SPEC_ID");
    gas->at_start = fds_number_or(m, r, "MASS_FRACTION_0", 0, 0.0);
    fds_number(m, r, "MASS_EXTINCTION_COEFFICIENT", 0, &m->out->extinction);
    refuse_gas(m, r);
  }
}

/** Molecular transport of the background, which all species share. */
static void read_transport(fds_reader *m, const fds_species *gas) {
  flue_field_input *in = &m->out->field;
  const double never = 1e30;
  double mu = NAN, k = NAN, d = NAN;
  for (size_t g = 0; g < m->n_gases; ++g) {
    flue_namelist_record *r = m->gas[g].record;
    if (!r) continue;
    const int is_it = &m->gas[g] == gas;
    double other = NAN;
    if (fds_number(m, r, "VISCOSITY", 0, &other) && is_it) mu = other;
    if (fds_number(m, r, "CONDUCTIVITY", 0, &other) && is_it) k = other;
    if (fds_number(m, r, "DIFFUSIVITY", 0, &other)) d = other;
  }
  if (!isnan(mu)) in->viscosity = mu;
  const double cp =
      gas->n == 1 && gas->part[0].specific_heat > 0.0 ? gas->part[0].specific_heat : FLUE_CP;
  if (!isnan(k) && !isnan(mu)) in->prandtl = k > 0.0 ? mu * cp / k : never;
  if (d == 0.0) in->prandtl = never;
}

static fds_species *add_plain(fds_reader *m, const char *id) {
  fds_species *gas = fds_more(m, &m->gas, &m->n_gases, sizeof *m->gas);
  if (gas) *gas = (fds_species){.id = fds_keep(m, id), .place = FLUE_FDS_NONE};
  return gas;
}

/** Air, unless the file names a background. */
static void add_background(fds_reader *m) {
  fds_species *air = fds_find_gas(m, "AIR");
  for (size_t k = 0; k < m->n_gases; ++k)
    if (m->gas[k].is_background) return;
  if (!air) air = add_plain(m, "AIR");
  if (air) air->is_background = 1;
}

void fds_read_gases(fds_reader *m) {
  list_gases(m);
  add_background(m);
  for (size_t k = 0; k < m->n_gases && !m->no_memory; ++k) {
    fds_species *gas = &m->gas[k];
    if (gas->is_lumped)
      set_lumped(m, gas);
    else if (!gas->record && gas->is_background)
      set_air(m, gas);
    else
      set_single(m, gas, gas->id, gas->record);
    if (gas->is_background && gas->n > 0) read_transport(m, gas);
  }
}
