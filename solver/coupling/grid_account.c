/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network gives at the surfaces of a grid, and what the field takes of it. */
#include <math.h>
#include <string.h>

#include "solver/coupling/grid_internal.h"

double grid_amount_mass(const flue_field_passed *a) {
  double sum = 0.0;
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) sum += a->mass[q];
  return sum;
}

void grid_amount_add(flue_field_passed *to, const flue_field_passed *more, double sign) {
  to->heat += sign * more->heat;
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) to->mass[q] += sign * more->mass[q];
}

void grid_account_give(grid_account *a, const double part[FLUE_FIELD_SPECIES], double mass,
                       double heat) {
  a->given.heat += heat;
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) a->given.mass[q] += mass * part[q];
}

/** A value moved by a twentieth of itself at most. */
static double moved(double value, double by) {
  const double part = 0.05;
  return value + fmax(-part * value, fmin(part * value, by));
}

/** Moves fractions and heat content [K] of an amount of gas so that it brings more of what is owed,
 *  apart from the mass. */
static void include(const flue_field_passed *owed, double share, double mass,
                    double part[FLUE_FIELD_SPECIES], double *content) {
  const double owed_mass = grid_amount_mass(owed);
  double sum = 0.0;
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) {
    part[q] = moved(part[q], share * (owed->mass[q] - part[q] * owed_mass) / mass);
    sum += part[q];
  }
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) part[q] /= sum;
  *content = moved(*content, share * (owed->heat / FLUE_CP - *content * owed_mass) / mass);
}

void grid_account_pay(const grid_account *a, double part[FLUE_FIELD_SPECIES], double *temp_k) {
  const double share = 0.5; /* of what is owed, in a step */
  double content = flue_heat_content(*temp_k);
  if (a->out_kg <= 0.0) return;
  include(&a->owed, share, a->out_kg, part, &content);
  *temp_k = flue_temp_of_content(content);
}

void grid_account_flow(grid_account *a, double dt, flue_field_flow *flow) {
  const double coldest = 150.0, hottest = 3000.0; /* [K] */
  const double given = grid_amount_mass(&a->given), mass = given + grid_amount_mass(&a->owed);
  flow->mass = mass * given > 0.0 ? mass / dt : 0.0;
  if (flow->mass > 0.0) {
    double content = a->given.heat / (FLUE_CP * given);
    for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q)
      flow->fraction[q] = fmax(0.0, a->given.mass[q] / given);
    include(&a->owed, 1.0, given, flow->fraction, &content);
    flow->temp_k = flue_temp_of_content(fmin(hottest, fmax(coldest, content)));
  }
  grid_amount_add(&a->owed, &a->given, 1.0);
  memset(&a->given, 0, sizeof a->given);
}

void grid_account_take(grid_account *a, const flue_field_passed *passed) {
  grid_amount_add(&a->owed, passed, -1.0);
  a->out_kg = fmax(0.0, -grid_amount_mass(passed));
}
