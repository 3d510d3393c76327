/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/solver/field_case.h  Boxes of gas for tests of the large-eddy engine. */
#ifndef FLUE_TEST_FIELD_CASE_H
#define FLUE_TEST_FIELD_CASE_H

#include <stdlib.h>
#include <string.h>

#include "flue_test.h"
#include "models/species.h"
#include "solver/field/field.h"

enum { CASE_WALL, CASE_OPEN, CASE_MIRROR, CASE_PERIODIC, CASE_OTHER, CASE_SURFACES = 8 };

/** A box of air and what lies around it. */
typedef struct field_case {
  flue_field_input in;
  flue_field_species species[4];
  flue_field_surface surface[CASE_SURFACES];
  flue_field_patch patch[8];
  flue_field_obstacle obstacle[8];
  flue_field_start start[4];
  double *face[3];
  flue_ctx *ctx;
  flue_field *field;
} field_case;

/** Air of constant ratio of the specific heats between adiabatic walls, at rest, without weight. */
static inline void case_make(field_case *x, const int n[3], const double length[3]) {
  memset(x, 0, sizeof *x);
  x->species[0] = (flue_field_species){.name = "air", .molar_mass = 0.0288, .fraction = {0.232}};
  for (int s = 0; s < CASE_SURFACES; ++s)
    x->surface[s] = (flue_field_surface){
        .name = "wall", .heat = FLUE_FIELD_ADIABATIC, .coefficient = NAN, .emissivity = 0.9};
  x->surface[CASE_OPEN].gas = FLUE_FIELD_OPEN;
  x->surface[CASE_MIRROR].gas = FLUE_FIELD_MIRROR;
  x->surface[CASE_PERIODIC].gas = FLUE_FIELD_PERIODIC;
  flue_field_input *in = &x->in;
  for (int d = 0; d < 3; ++d) {
    in->n[d] = n[d];
    x->face[d] = calloc((size_t)n[d] + 1, sizeof(double));
    for (int i = 0; i <= n[d]; ++i) x->face[d][i] = length[d] * i / n[d];
    in->face[d] = x->face[d];
  }
  in->n_species = 1;
  in->species = x->species;
  in->has_constant_ratio = 1;
  in->surfaces = x->surface;
  in->n_surfaces = CASE_SURFACES;
  in->patches = x->patch;
  in->obstacles = x->obstacle;
  in->starts = x->start;
  in->ambient_k = 293.15;
  in->pressure = 101325.0;
  in->ambient[0] = 1.0;
  in->viscosity = in->prandtl = in->turbulent_prandtl = in->subgrid_constant = NAN;
  in->cfl = in->step_s = in->divergence_tolerance = NAN;
  in->radiation.is_off = 1;
  in->radiation.absorption = NAN;
  in->n_threads = 1;
}

/** Air, methane and its products with enthalpies of tables: CH4 + 2 O2 without soot; radiation
 * takes a share of the heat. */
static inline void case_burn_methane(field_case *x, double radiative_fraction) {
  static const char *const names[] = {"OXYGEN", "NITROGEN", "METHANE", "CARBON DIOXIDE",
                                      "WATER VAPOR"};
  const flue_primitive *part[5];
  for (int i = 0; i < 5; ++i) part[i] = flue_primitive_find(names[i]);
  const double oxygen = 0.232, per_fuel = 63.998 / 16.043 / oxygen; /* masses of air */
  const double co2 = 44.010 / 16.043 / (1.0 + per_fuel), h2o = 36.031 / 16.043 / (1.0 + per_fuel);
  const double mixture[3][5] = {
      {oxygen, 1.0 - oxygen}, {0, 0, 1.0}, {0, 1.0 - co2 - h2o, 0, co2, h2o}};
  const double molar_mass[3] = {0.028850, 0.016043, 0.027640};
  static const char *const lumped[] = {"air", "fuel", "products"};
  for (int s = 0; s < 3; ++s) {
    x->species[s] = (flue_field_species){.name = lumped[s], .molar_mass = molar_mass[s]};
    assert_int_equal(flue_mixture_fit(NULL, 5, part, mixture[s], x->species[s].enthalpy), FLUE_OK);
  }
  x->species[0].fraction[FLUE_O2] = oxygen;
  x->species[1].fraction[FLUE_FUEL] = 1.0;
  x->species[2].fraction[FLUE_CO2] = co2;
  x->species[2].fraction[FLUE_H2O] = h2o;
  x->in.has_constant_ratio = 0;
  x->in.n_species = 3;
  x->in.reaction = (flue_field_reaction){.is_there = 1,
                                         .fuel = 1,
                                         .air = 0,
                                         .products = 2,
                                         .air_per_fuel = per_fuel,
                                         .heat = 50e6,
                                         .radiative_fraction = radiative_fraction};
}

static inline void case_start(field_case *x) {
  assert_int_equal(flue_ctx_create(&x->ctx), FLUE_OK);
  const flue_status status = flue_field_create(x->ctx, &x->in, &x->field);
  if (status != FLUE_OK) fail_msg("%s", flue_last_error(x->ctx));
}

static inline void case_run(field_case *x, double t_end_s) {
  const flue_status status = flue_field_advance(x->ctx, x->field, t_end_s);
  if (status != FLUE_OK) fail_msg("%s", flue_last_error(x->ctx));
}

static inline void case_end(field_case *x) {
  flue_field_destroy(&x->field);
  flue_ctx_destroy(&x->ctx);
  for (int d = 0; d < 3; ++d) free(x->face[d]);
}

static inline size_t case_at(const flue_field_view *v, int i, int j, int k) {
  return (size_t)i + (size_t)j * v->row + (size_t)k * v->plane;
}

#endif /* FLUE_TEST_FIELD_CASE_H */
