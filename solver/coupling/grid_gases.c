/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gases of a grid, and how those of the network are mixtures of them. */
#include <math.h>
#include <string.h>

#include "models/fire.h"
#include "models/species.h"
#include "solver/coupling/grid_internal.h"

static const flue_species single[] = {FLUE_O2,  FLUE_CO2, FLUE_CO,  FLUE_HCN,
                                      FLUE_HCL, FLUE_H2O, FLUE_SOOT};
enum { n_single = sizeof single / sizeof *single, place_of_nitrogen = GRID_REST + n_single };

static double nitrogen_of(const double fraction[FLUE_SPECIES_COUNT]) {
  double rest = 1.0;
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s)
    if (s != FLUE_TRACE) rest -= fraction[s];
  return rest;
}

/** All gases have the gas constant and the enthalpy of air, as in the network. */
static flue_field_species make(const char *name) {
  flue_field_species s = {.name = name, .molar_mass = FLUE_MOLAR_GAS_CONSTANT / FLUE_GAS_CONSTANT};
  flue_heat_polynomial(s.enthalpy);
  return s;
}

/** What a mass of fuel makes with the air whose oxygen it takes. */
static void set_products(const double air[FLUE_SPECIES_COUNT], const flue_fuel *fuel,
                         double air_per_fuel, double fraction[FLUE_SPECIES_COUNT]) {
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s)
    fraction[s] = s == FLUE_TRACE
                      ? 0.0
                      : fmax(0.0, fuel->yield[s] + air_per_fuel * air[s]) / (1.0 + air_per_fuel);
}

/** Flames go out by the oxygen of models/fire.h. */
static flue_field_reaction reaction_of(const flue_fuel *fuel, double air_per_fuel) {
  const double cold_k = 293.15, free_burn_k = 873.15;
  return (flue_field_reaction){.is_there = 1,
                               .fuel = GRID_FUEL,
                               .air = GRID_AIR,
                               .products = GRID_PRODUCTS,
                               .air_per_fuel = air_per_fuel,
                               .heat = fuel->heat_of_combustion,
                               .radiative_fraction = fuel->radiative_fraction,
                               .lower_oxygen = flue_extinction_limit(cold_k),
                               .free_burn_k = free_burn_k};
}

void grid_set_gases(const double air[FLUE_SPECIES_COUNT], const flue_fuel *fuel, grid_gases *g) {
  memset(g, 0, sizeof *g);
  g->n = place_of_nitrogen + 1;
  for (size_t q = 0; q < g->n; ++q) g->species[q] = make(q == GRID_AIR ? "AIR" : "");
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s)
    g->species[GRID_AIR].fraction[s] = s == FLUE_TRACE ? 0.0 : air[s];
  g->species[GRID_FUEL].name = "FUEL";
  g->species[GRID_FUEL].fraction[FLUE_FUEL] = 1.0;
  g->species[GRID_PRODUCTS].name = "PRODUCTS";
  memcpy(g->species[GRID_PRODUCTS].fraction, g->species[GRID_AIR].fraction,
         sizeof g->species[GRID_AIR].fraction);
  for (int k = 0; k < n_single; ++k) {
    g->species[GRID_REST + k].name = FLUE_SPECIES_NAMES[single[k]];
    g->species[GRID_REST + k].fraction[single[k]] = 1.0;
  }
  g->species[place_of_nitrogen].name = "N2";
  if (!fuel) return;
  const double air_per_fuel = -fuel->yield[FLUE_O2] / air[FLUE_O2];
  set_products(air, fuel, air_per_fuel, g->species[GRID_PRODUCTS].fraction);
  g->reaction = reaction_of(fuel, air_per_fuel);
}

/** As much air as the oxygen allows, and nitrogen. */
static double air_in(const grid_gases *g, const double fraction[FLUE_SPECIES_COUNT]) {
  const double *air = g->species[GRID_AIR].fraction;
  double most = fmin(1.0, nitrogen_of(fraction) / nitrogen_of(air));
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s)
    if (air[s] > 0.0) most = fmin(most, fraction[s] / air[s]);
  return fmax(0.0, most);
}

/** As much of what burning makes as the rest allows: all of it where that is smoke of the fire. */
static double products_in(const grid_gases *g, const double rest[FLUE_SPECIES_COUNT],
                          double nitrogen) {
  const double *products = g->species[GRID_PRODUCTS].fraction;
  if (!g->reaction.is_there) return 0.0;
  double most = nitrogen / nitrogen_of(products);
  for (int k = 0; k < n_single; ++k)
    if (products[single[k]] > 0.0) most = fmin(most, rest[single[k]] / products[single[k]]);
  return fmax(0.0, most);
}

void grid_to_gases(const grid_gases *g, const double fraction[FLUE_SPECIES_COUNT],
                   double part[FLUE_FIELD_SPECIES]) {
  const double *air = g->species[GRID_AIR].fraction, *products = g->species[GRID_PRODUCTS].fraction;
  const double trifle = 1e-6; /* is left out, so that a grid need not move it */
  const double of_air = air_in(g, fraction);
  double rest[FLUE_SPECIES_COUNT];
  double nitrogen = nitrogen_of(fraction) - of_air * nitrogen_of(air);
  for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) rest[s] = fraction[s] - of_air * air[s];
  const double made = products_in(g, rest, nitrogen);
  nitrogen -= made * nitrogen_of(products);
  memset(part, 0, FLUE_FIELD_SPECIES * sizeof *part);
  part[GRID_AIR] = of_air;
  part[GRID_PRODUCTS] = made;
  part[GRID_FUEL] = rest[FLUE_FUEL] - made * products[FLUE_FUEL];
  for (int k = 0; k < n_single; ++k)
    part[GRID_REST + k] = rest[single[k]] - made * products[single[k]];
  part[place_of_nitrogen] = nitrogen;
  double sum = 0.0;
  for (size_t q = 0; q < g->n; ++q) {
    if (part[q] < trifle && q != GRID_AIR) part[q] = 0.0;
    sum += part[q];
  }
  for (size_t q = 0; q < g->n; ++q) part[q] /= sum;
}

void grid_to_fractions(const grid_gases *g, const double part[FLUE_FIELD_SPECIES],
                       double fraction[FLUE_SPECIES_COUNT]) {
  memset(fraction, 0, FLUE_SPECIES_COUNT * sizeof *fraction);
  for (size_t q = 0; q < g->n; ++q)
    for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) fraction[s] += part[q] * g->species[q].fraction[s];
}
