/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/coupling/grid_internal.h  What the files of a grid share. */
#ifndef FLUE_SOLVER_COUPLING_GRID_INTERNAL_H
#define FLUE_SOLVER_COUPLING_GRID_INTERNAL_H

#include "solver/coupling/grid.h"

/** The gases of a grid: air as it is at the start, the fuel, what burning it in that air makes, and
 *  single species, for gas of other compartments that is none of these. */
enum { GRID_AIR, GRID_FUEL, GRID_PRODUCTS, GRID_REST };

typedef struct grid_gases {
  size_t n;
  flue_field_species species[FLUE_FIELD_SPECIES];
  flue_field_reaction reaction;
} grid_gases;

/** @param air  Mass fractions. @param fuel  NULL: nothing burns. */
void grid_set_gases(const double air[FLUE_SPECIES_COUNT], const flue_fuel *fuel, grid_gases *out);
/** Gas by its mass fractions as a mixture of those gases: as much air as it can be, then as
 * much of the products, then the others. Both add to 1; a trace is left out. */
void grid_to_gases(const grid_gases *g, const double fraction[FLUE_SPECIES_COUNT],
                   double part[FLUE_FIELD_SPECIES]);
/** The other way round. */
void grid_to_fractions(const grid_gases *g, const double part[FLUE_FIELD_SPECIES],
                       double fraction[FLUE_SPECIES_COUNT]);

/** What a surface was to take from the network, and what it took, by the gases of the grid and
 *  enthalpy: into the gas above 0. */
typedef struct grid_account {
  flue_field_passed owed;  /**< Given in past steps and not taken. */
  flue_field_passed given; /**< In the step under way. */
  double out_kg;           /**< That went out of the gas in the last step. */
  int is_used;
} grid_account;

double grid_amount_mass(const flue_field_passed *a);
void grid_amount_add(flue_field_passed *to, const flue_field_passed *more, double sign);
/** Adds gas of a composition. @param mass, heat  [kg], [J]; below 0: out of the grid. */
void grid_account_give(grid_account *a, const double part[FLUE_FIELD_SPECIES], double mass,
                       double heat);
/** Moves the gas that will leave by a surface towards what is owed there, by little. */
void grid_account_pay(const grid_account *a, double part[FLUE_FIELD_SPECIES], double *temp_k);
/** What a surface takes in a step: the mass given and owed, unless that would turn the flow; of the
 *  composition given, moved by little towards what is owed, so that a small flow after a large one
 *  is not overwhelmed. What was given is owed from now on. @param flow  Where nothing comes in its
 *  temperature and fractions stay. */
void grid_account_flow(grid_account *a, double dt, flue_field_flow *flow);
void grid_account_take(grid_account *a, const flue_field_passed *passed);

/** Means over the planes of a grid. */
typedef struct grid_profile {
  int n;
  double *face; /**< Heights above the floor [n + 1]. */
  double *area; /**< Of gas [m2], [n]. */
  double *temp, *density, *speed;
  double *part; /**< Mass fractions of its gases, [n][FLUE_FIELD_SPECIES]. */
} grid_profile;

flue_status grid_profile_create(const flue_field_view *view, grid_profile *out);
void grid_profile_clear(grid_profile *p);
/** All means of the planes as they are. */
void grid_profile_set(const flue_field *field, grid_profile *p);
/** Their densities alone, which is all that a step needs of them. */
void grid_profile_weigh(const flue_field *field, grid_profile *p);
/** Weight of the gas between two heights above the floor [Pa]; beyond floor and ceiling gas goes on
 *  as it is there. */
double grid_profile_weight(const grid_profile *p, double gravity, double from_m, double to_m);
/** Two layers that stand for the profile, divided as models/interface.h says.
 *  @param part  [2][FLUE_FIELD_SPECIES]. @return height of the interface [m]. */
double grid_profile_layers(const grid_profile *p, double temp_k[2],
                           double part[2][FLUE_FIELD_SPECIES]);

#endif /* FLUE_SOLVER_COUPLING_GRID_INTERNAL_H */
