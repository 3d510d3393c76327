/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &REAC: stoichiometry of fuel, air and products; then the species of the field. */
#include <string.h>
#include <strings.h>

#include "scenarios/fds/fds_internal.h"

static const double kilo = 1e3;

/* ---- fuels ---- */

/** What FDS takes for a fuel when the file says nothing; from memory of its tables. */
static const struct {
  const char *name;
  double radiative_fraction, flame_celsius;
} FUELS[] = {{"ACETONE", 0.27, 1427.0},   {"ACETYLENE", 0.49, 1427.0}, {"BENZENE", 0.60, 1427.0},
             {"BUTANE", 0.31, 1427.0},    {"ETHANE", 0.25, 1427.0},    {"ETHANOL", 0.25, 1427.0},
             {"ETHYLENE", 0.34, 1427.0},  {"HYDROGEN", 0.20, 807.0},   {"METHANE", 0.20, 1507.0},
             {"METHANOL", 0.21, 1427.0},  {"N-HEPTANE", 0.40, 1427.0}, {"PROPANE", 0.30, 1447.0},
             {"PROPYLENE", 0.37, 1427.0}, {"TOLUENE", 0.40, 1427.0}};
static const double usual_radiative_fraction = 0.35, usual_flame_celsius = 1427.0;

/** Atoms in a mole of a gas. */
static void count_atoms(const fds_species *gas, double atoms[FLUE_ATOM_COUNT]) {
  memset(atoms, 0, FLUE_ATOM_COUNT * sizeof *atoms);
  for (size_t k = 0; k < gas->n; ++k)
    for (int e = 0; e < FLUE_ATOM_COUNT; ++e)
      atoms[e] +=
          gas->fraction[k] * gas->molar_mass / gas->part[k].molar_mass * gas->part[k].atoms[e];
}

/** Enthalpy of formation of a mole [J]; NaN: not known. */
static double formation(const fds_species *gas) {
  double sum = 0.0;
  for (size_t k = 0; k < gas->n; ++k)
    sum += gas->fraction[k] * gas->molar_mass / gas->part[k].molar_mass * gas->part[k].formation;
  return sum;
}

/** A gas with room for so many parts, none yet. */
static fds_species *add_gas(fds_reader *m, const char *id, size_t n) {
  fds_species *gas = fds_more(m, &m->gas, &m->n_gases, sizeof *m->gas);
  if (!gas) return NULL;
  *gas = (fds_species){.id = fds_keep(m, id), .place = FLUE_FDS_NONE};
  gas->part = fds_alloc(m, n, sizeof *gas->part);
  gas->fraction = fds_alloc(m, n, sizeof *gas->fraction);
  return gas->part && gas->fraction ? gas : NULL;
}

/** The fuel of a record as a gas of its own or of the file. */
static fds_species *find_fuel(fds_reader *m, flue_namelist_record *r) {
  const char *id = fds_text(r, "FUEL", 0);
  const char *formula = fds_text(r, "FORMULA", 0);
  static const char *const letters[FLUE_ATOM_COUNT] = {"C", "H", "O", "N"};
  double atoms[FLUE_ATOM_COUNT] = {0};
  for (int e = 0; e < FLUE_ATOM_COUNT; ++e) fds_number(m, r, letters[e], 0, &atoms[e]);
  fds_species *given = fds_find_gas(m, id);
  if (given) return given;
  const flue_primitive *known = flue_primitive_find(id);
  flue_primitive fuel = known ? *known : (flue_primitive){.role = FLUE_FUEL, .formation = NAN};
  const int has_atoms =
      (formula && flue_formula_read(formula, atoms)) || flue_formula_molar_mass(atoms) > 0.0;
  if (!known && !has_atoms) {
    fds_refuse(m, r, fds_has(r, "FORMULA") ? "FORMULA" : "FUEL", FLUE_MSG_FDS_WHY_FORMULA);
    return NULL;
  }
  if (!known || formula) {
    memcpy(fuel.atoms, atoms, sizeof atoms);
    fuel.molar_mass = flue_formula_molar_mass(atoms);
  }
  fuel.role = FLUE_FUEL;
  fuel.name = fds_keep(m, id ? id : "REAC_FUEL");
  fds_species *gas = add_gas(m, fuel.name, 1);
  if (!gas) return NULL;
  gas->n = 1;
  gas->part[0] = fuel;
  gas->fraction[0] = 1.0;
  gas->molar_mass = fuel.molar_mass;
  return gas;
}

static fds_species *background(fds_reader *m) {
  for (size_t k = 0; k < m->n_gases; ++k)
    if (m->gas[k].is_background && m->gas[k].n > 0) return &m->gas[k];
  return NULL;
}

/* ---- simple chemistry ---- */

enum { of_co2, of_h2o, of_co, of_soot, of_hcn, of_n2, burnt_parts };
static const char *const BURNT[burnt_parts] = {
    "CARBON DIOXIDE", "WATER VAPOR", "CARBON MONOXIDE", "SOOT", "HYDROGEN CYANIDE", "NITROGEN"};

/** Moles of what a mole of fuel becomes, and the oxygen it takes. */
typedef struct burning {
  double moles[burnt_parts], o2, soot_h;
} burning;

static burning burn(fds_reader *m, flue_namelist_record *r, const fds_species *fuel) {
  const double usual_h = 0.1;
  double atoms[FLUE_ATOM_COUNT];
  burning b = {.soot_h = fds_number_or(m, r, "SOOT_H_FRACTION", 0, usual_h)};
  count_atoms(fuel, atoms);
  const double soot_mass =
      flue_formula_molar_mass((const double[]){1.0 - b.soot_h, b.soot_h, 0.0, 0.0});
  const double fuel_mass = fuel->molar_mass;
  b.moles[of_soot] = fds_number_or(m, r, "SOOT_YIELD", 0, 0.0) * fuel_mass / soot_mass;
  b.moles[of_co] =
      fds_number_or(m, r, "CO_YIELD", 0, 0.0) * fuel_mass / flue_primitive_find("CO")->molar_mass;
  b.moles[of_hcn] =
      fds_number_or(m, r, "HCN_YIELD", 0, 0.0) * fuel_mass / flue_primitive_find("HCN")->molar_mass;
  b.moles[of_n2] = (atoms[FLUE_NITROGEN] - b.moles[of_hcn]) / 2.0;
  b.moles[of_co2] =
      atoms[FLUE_CARBON] - b.moles[of_co] - b.moles[of_hcn] - (1.0 - b.soot_h) * b.moles[of_soot];
  b.moles[of_h2o] = (atoms[FLUE_HYDROGEN] - b.moles[of_hcn] - b.soot_h * b.moles[of_soot]) / 2.0;
  b.o2 = b.moles[of_co2] + (b.moles[of_co] + b.moles[of_h2o] - atoms[FLUE_OXYGEN]) / 2.0;
  static const char *const yields[] = {"SOOT_YIELD", "CO_YIELD", "HCN_YIELD"};
  int is_sound = 1;
  for (int k = 0; k < burnt_parts; ++k) is_sound &= b.moles[k] >= -1e-9;
  for (size_t k = 0; !is_sound && k < 3; ++k)
    if (fds_has(r, yields[k])) {
      fds_refuse(m, r, yields[k], FLUE_MSG_FDS_WHY_YIELDS);
      break;
    }
  return b;
}

/** Products with what the air brings along. @return 0: without oxygen nothing burns. */
static int set_products(fds_reader *m, flue_namelist_record *r, const burning *b, size_t fuel_at,
                        size_t air_at) {
  const size_t most = burnt_parts + m->gas[air_at].n;
  fds_species *gas = add_gas(m, "PRODUCTS", most);
  if (!gas) return 0;
  const fds_species *air = &m->gas[air_at], *fuel = &m->gas[fuel_at];
  double x_o2 = 0.0, total = fuel->molar_mass;
  for (size_t k = 0; k < air->n; ++k)
    if (air->part[k].role == FLUE_O2)
      x_o2 += air->fraction[k] * air->molar_mass / air->part[k].molar_mass;
  if (!(x_o2 > 0.0) || !(b->o2 > 0.0)) {
    fds_refuse(m, r, "FUEL", FLUE_MSG_FDS_WHY_REACTIONS);
    return 0;
  }
  const double air_mass = b->o2 / x_o2 * air->molar_mass;
  double moles = 0.0;
  total += air_mass;
  for (int k = 0; k < burnt_parts; ++k) {
    flue_primitive p = *flue_primitive_find(BURNT[k]);
    if (k == of_soot)
      p.molar_mass =
          flue_formula_molar_mass((const double[]){1.0 - b->soot_h, b->soot_h, 0.0, 0.0});
    gas->part[gas->n] = p;
    gas->fraction[gas->n++] = b->moles[k] * p.molar_mass / total;
    moles += b->moles[k];
  }
  for (size_t k = 0; k < air->n; ++k) {
    if (air->part[k].role == FLUE_O2) continue;
    size_t to = 0;
    while (to < gas->n && strcasecmp(gas->part[to].name, air->part[k].name) != 0) ++to;
    if (to == gas->n) gas->part[gas->n++] = air->part[k];
    gas->fraction[to] += air->fraction[k] * air_mass / total;
    moles += air->fraction[k] * air_mass / air->part[k].molar_mass;
  }
  gas->molar_mass = total / moles;
  m->out->field.reaction.air_per_fuel = air_mass / fuel->molar_mass;
  return 1;
}

/** Heat of combustion [J kg-1]. */
static double heat_of(fds_reader *m, flue_namelist_record *r, const burning *b,
                      const fds_species *fuel) {
  const double usual_epumo2 = 13100.0, o2_mass = flue_primitive_find("O2")->molar_mass;
  double given = 0.0, epumo2 = usual_epumo2, moles_heat = formation(fuel);
  const double co2 = flue_primitive_find("CO2")->formation,
               co = flue_primitive_find("CO")->formation;
  const double h2o = flue_primitive_find("H2O")->formation,
               hcn = flue_primitive_find("HCN")->formation;
  const int is_ideal = fds_logical_or(m, r, "IDEAL", 0);
  const int by_oxygen = fds_number(m, r, "EPUMO2", 0, &epumo2);
  if (fds_number(m, r, "HEAT_OF_COMBUSTION", 0, &given) && given > 0.0) {
    /* the heat that carbon monoxide and soot keep */
    const double kept = b->moles[of_co] * (co - co2) -
                        b->moles[of_soot] * ((1.0 - b->soot_h) * co2 + b->soot_h * h2o / 2.0);
    return kilo * given - (is_ideal ? kept / fuel->molar_mass : 0.0);
  }
  if (by_oxygen || isnan(moles_heat)) return kilo * epumo2 * b->o2 * o2_mass / fuel->molar_mass;
  moles_heat -= b->moles[of_co2] * co2 + b->moles[of_h2o] * h2o + b->moles[of_co] * co +
                b->moles[of_hcn] * hcn;
  return moles_heat / fuel->molar_mass;
}

/* ---- products that are given ---- */

/** NU of fuel, air and one product. */
static int read_given(fds_reader *m, flue_namelist_record *r, size_t fuel_at, size_t air_at,
                      size_t *products_at) {
  flue_field_reaction *reaction = &m->out->field.reaction;
  double fuel_nu = 0.0, air_nu = 0.0;
  int others = 0;
  for (size_t k = 0; k < fds_count(r, "SPEC_ID_NU"); ++k) {
    const char *id = fds_text(r, "SPEC_ID_NU", k);
    const double nu = fds_number_or(m, r, "NU", k, 0.0);
    const fds_species *gas = fds_find_gas(m, id);
    if (!gas || nu == 0.0) continue;
    const size_t at = (size_t)(gas - m->gas);
    if (at == fuel_at)
      fuel_nu = -nu;
    else if (at == air_at)
      air_nu = -nu;
    else if (nu > 0.0 && ++others == 1)
      *products_at = at;
    else
      others = 2;
  }
  double heat = 0.0;
  fds_number(m, r, "HEAT_OF_COMBUSTION", 0, &heat);
  if (others != 1 || !(fuel_nu > 0.0) || !(air_nu > 0.0) || !(heat > 0.0)) {
    fds_refuse(m, r, others == 1 && !(heat > 0.0) ? "FUEL" : "NU", FLUE_MSG_FDS_WHY_REACTIONS);
    return 0;
  }
  reaction->air_per_fuel =
      air_nu * m->gas[air_at].molar_mass / (fuel_nu * m->gas[fuel_at].molar_mass);
  reaction->heat = kilo * heat;
  return 1;
}

/* ---- &REAC ---- */

/* Very large eddies: flames go out by oxygen and temperature, as FDS has it by default (from
 * memory). */
static const double usual_oxygen_index = 0.135, usual_free_burn_celsius = 600.0;

static void read_limits(fds_reader *m, flue_namelist_record *r, const char *fuel) {
  flue_field_reaction *reaction = &m->out->field.reaction;
  double radiated = usual_radiative_fraction, flame = usual_flame_celsius, v;
  int burns_always = 0;
  static const char *const groups[] = {"MISC", "COMB"};
  for (size_t k = 0; k < sizeof FUELS / sizeof *FUELS; ++k)
    if (fds_same(FUELS[k].name, fuel)) {
      radiated = FUELS[k].radiative_fraction;
      flame = FUELS[k].flame_celsius;
    }
  if (m->out->field.radiation.is_off || m->is_direct) radiated = 0.0;
  for (size_t g = 0; g < 2; ++g) {
    size_t at = 0;
    for (flue_namelist_record *k; (k = fds_next(m, groups[g], &at)) != NULL;)
      burns_always |= !fds_logical_or(m, k, "SUPPRESSION", 1);
  }
  size_t at = 0;
  for (flue_namelist_record *k; (k = fds_next(m, "RADI", &at)) != NULL;)
    fds_number(m, k, "RADIATIVE_FRACTION", 0, &radiated);
  reaction->radiative_fraction = fds_number_or(m, r, "RADIATIVE_FRACTION", 0, radiated);
  flame = fds_number_or(m, r, "CRITICAL_FLAME_TEMPERATURE", 0, flame);
  const double index = fds_number_or(m, r, "LOWER_OXYGEN_LIMIT", 0, usual_oxygen_index),
               free_burn = fds_number_or(m, r, "FREE_BURN_TEMPERATURE", 0, usual_free_burn_celsius);
  if (m->is_fine && !burns_always) reaction->flame_k = fmax(0.0, fds_kelvin(flame));
  if (!m->is_fine && !burns_always) {
    reaction->lower_oxygen = index;
    reaction->free_burn_k = fds_kelvin(free_burn);
  }
  if (fds_number(m, r, "AUTO_IGNITION_TEMPERATURE", 0, &v))
    reaction->ignition_k = fmax(0.0, fds_kelvin(v));
  double *t = NULL, *f = NULL;
  size_t n = 0;
  if (fds_has(r, "RAMP_CHI_R") && fds_find_ramp(m, r, "RAMP_CHI_R", 0, &t, &f, &n)) {
    m->out->radiative_ramp = (flue_field_ramp){n, t, f};
  }
  static const char *const refused[] = {"A",
                                        "E",
                                        "N_T",
                                        "SPEC_ID_N_S",
                                        "N_S",
                                        "REVERSE",
                                        "K",
                                        "THIRD_BODY",
                                        "RAMP_FS",
                                        "EQUATION",
                                        "HCL_YIELD",
                                        "H2_YIELD",
                                        "FUEL_C_TO_CO_FRACTION"};
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k], FLUE_MSG_FDS_WHY_REACTIONS);
  if (fds_number_or(m, r, "N_SIMPLE_CHEMISTRY_REACTIONS", 0, 1.0) != 1.0)
    fds_refuse(m, r, "N_SIMPLE_CHEMISTRY_REACTIONS", FLUE_MSG_FDS_WHY_REACTIONS);
}

/** The reaction; places of its gases in m->gas. @return whether there is one. */
static int read_reaction(fds_reader *m, size_t at[3]) {
  size_t from = 0;
  flue_field_reaction *reaction = &m->out->field.reaction;
  flue_namelist_record *r = fds_next(m, "REAC", &from);
  if (!r) return 0;
  for (flue_namelist_record *more; (more = fds_next(m, "REAC", &from)) != NULL;)
    fds_refuse_group(m, more, FLUE_MSG_FDS_WHY_REACTIONS);
  const fds_species *fuel = find_fuel(m, r), *air = background(m);
  if (!fuel || !air) return 0;
  at[0] = (size_t)(fuel - m->gas);
  at[1] = (size_t)(air - m->gas);
  read_limits(m, r, fuel->id);
  if (fds_has(r, "NU")) {
    if (!read_given(m, r, at[0], at[1], &at[2])) return 0;
  } else {
    const burning b = burn(m, r, fuel);
    if (!set_products(m, r, &b, at[0], at[1])) return 0;
    at[2] = m->n_gases - 1;
    reaction->heat = heat_of(m, r, &b, &m->gas[at[0]]);
  }
  reaction->is_there = 1;
  return 1;
}

/* ---- species of the field ---- */

static void set_species(fds_reader *m, const fds_species *gas, flue_field_species *out) {
  const flue_primitive **part = fds_alloc(m, gas->n, sizeof *part);
  *out = (flue_field_species){.name = gas->id, .molar_mass = gas->molar_mass};
  for (size_t k = 0; part && k < gas->n; ++k) {
    part[k] = &gas->part[k];
    if (part[k]->role < FLUE_SPECIES_COUNT) out->fraction[part[k]->role] += gas->fraction[k];
  }
  if (part && flue_mixture_fit(m->ctx, gas->n, part, gas->fraction, out->enthalpy) != FLUE_OK)
    m->no_memory = 1;
}

/** What each species is made of, by names of primitives. */
static void list_parts(fds_reader *m) {
  flue_fds_case *out = m->out;
  size_t n = 0;
  for (size_t g = 0; g < m->n_gases; ++g) n += m->gas[g].n;
  const char **names = fds_alloc(m, n, sizeof *names);
  double *mass = fds_alloc(m, n, sizeof *mass);
  double *fraction = fds_alloc(m, n * out->field.n_species, sizeof *fraction);
  if (!names || !mass || !fraction) return;
  for (int pass = 0; pass < 2; ++pass) /* names, then shares */
    for (size_t g = 0; g < m->n_gases; ++g) {
      const fds_species *gas = &m->gas[g];
      for (size_t k = 0; gas->place != FLUE_FDS_NONE && k < gas->n; ++k) {
        size_t to = 0;
        while (to < out->n_parts && strcmp(names[to], gas->part[k].name) != 0) ++to;
        mass[to] = gas->part[k].molar_mass;
        if (pass == 1) fraction[gas->place * out->n_parts + to] += gas->fraction[k];
        if (to == out->n_parts) names[out->n_parts++] = gas->part[k].name;
      }
    }
  out->species_parts = names;
  out->part_mass = mass;
  out->part_fraction = fraction;
}

static void place_gases(fds_reader *m, const size_t *first, size_t n_first) {
  flue_field_input *in = &m->out->field;
  size_t n = 0;
  for (size_t k = 0; k < n_first; ++k)
    if (m->gas[first[k]].place == FLUE_FDS_NONE) m->gas[first[k]].place = n++;
  for (size_t g = 0; g < m->n_gases; ++g) {
    fds_species *gas = &m->gas[g];
    if (gas->place != FLUE_FDS_NONE || gas->is_component_only || gas->n == 0) continue;
    if (n == FLUE_FIELD_SPECIES) {
      if (gas->record) fds_refuse_group(m, gas->record, FLUE_MSG_FDS_WHY_SPECIES);
      for (; g < m->n_gases; ++g) m->gas[g].is_too_many = 1;
      break;
    }
    gas->place = n++;
  }
  flue_field_species *species = fds_alloc(m, n, sizeof *species);
  in->species = species;
  in->n_species = species ? n : 0;
  in->ambient[0] = 1.0;
  for (size_t g = 0; species && g < m->n_gases; ++g) {
    const fds_species *gas = &m->gas[g];
    if (gas->place == FLUE_FDS_NONE) continue;
    set_species(m, gas, &species[gas->place]);
    if (gas->place == 0) continue;
    in->ambient[gas->place] = gas->at_start;
    in->ambient[0] -= gas->at_start;
  }
}

void fds_read_reaction(fds_reader *m) {
  size_t at[3] = {0};
  const int burns = read_reaction(m, at);
  const fds_species *air = background(m);
  if (!air || m->no_memory) return;
  const size_t air_at = (size_t)(air - m->gas);
  const size_t first[] = {air_at, at[0], at[2]};
  place_gases(m, first, burns ? 3 : 1);
  if (m->no_memory) return;
  if (burns) {
    m->out->field.reaction.fuel = m->gas[at[0]].place;
    m->out->field.reaction.air = 0;
    m->out->field.reaction.products = m->gas[at[2]].place;
  }
  list_parts(m);
}
