/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combustion: fuel and air of a cell burn as fast as they mix. */
#include <math.h>
#include <string.h>

#include "solver/field/field_internal.h"

/** Time in which the parts of a cell mix [s]: by diffusion, by the eddies below the grid, by
 *  buoyancy, whichever is fastest. @cite mcdermott2011 */
static double mixing_time(const flue_field *f, size_t c, double size) {
  const double eddies = 0.4, deardorff = 0.1, longest_s = 1.0, shortest_s = 1e-4;
  const double density = f->density[c];
  const double turbulent = fmax(0.0, (double)f->viscosity[c] / density);
  const double speed = turbulent / (deardorff * size); /* sqrt of the energy below the grid */
  const double by_diffusion = size * size * density / fmax(1e-9, (double)f->diffusivity[c]);
  const double by_eddies = eddies * size / fmax(1e-9, sqrt(2.0 / 3.0) * speed);
  const double by_buoyancy = sqrt(2.0 * size / FLUE_GRAVITY);
  return fmax(shortest_s, fmin(fmin(by_diffusion, by_eddies), fmin(by_buoyancy, longest_s)));
}

/** Whether a mixture that burns gets hot enough to go on: its heat must bring what it makes, and
 *  the products that come with the air it takes, to the critical flame temperature. What is in
 *  excess may stay apart. @cite beyler2016 */
static int can_burn(const flue_field *f, const flue_field_reaction *r, size_t c, double fuel,
                    double air) {
  const double temp = f->temp[c];
  if (r->ignition_k > 0.0 && temp < r->ignition_k) return 0;
  if (r->flame_k <= 0.0 || temp >= r->flame_k) return 1;
  const double with_air = r->air_per_fuel * fuel / air;
  const double mass = fuel * (1.0 + r->air_per_fuel) + with_air * (double)f->part[r->products][c];
  return fuel * r->heat >=
         mass * (field_enthalpy(f, r->products, r->flame_k) - field_enthalpy(f, r->products, temp));
}

/** Whether there is oxygen enough for a flame at the temperature of the cell: a straight line from
 *  the oxygen index at ambient temperature to none where everything burns. @cite mcgrattan2024
 *  (from memory) */
static int has_oxygen(const flue_field *f, const flue_field_reaction *r, size_t c) {
  const double temp = f->temp[c], ambient = f->in.ambient_k;
  if (r->lower_oxygen <= 0.0 || temp >= r->free_burn_k) return 1;
  double oxygen = 0.0, amount = 0.0; /* [mol m-3] */
  for (size_t q = 0; q < f->n_species; ++q) {
    const double part = f->part[q][c];
    oxygen += part * f->species[q].fraction[FLUE_O2] / FLUE_MOLAR_MASS[FLUE_O2];
    amount += part / f->species[q].molar_mass;
  }
  const double least =
      r->lower_oxygen * fmin(1.0, (r->free_burn_k - temp) / (r->free_burn_k - ambient));
  return oxygen >= least * amount;
}

static void burn_cell(flue_field *f, size_t c, double size, double dt) {
  const flue_field_reaction *r = &f->in.reaction;
  const double fuel = f->part[r->fuel][c], air = f->part[r->air][c];
  const double most = fmin(fuel, air / r->air_per_fuel);
  f->release[c] = 0.0f;
  if (most <= 0.0 || !can_burn(f, r, c, most, air) || !has_oxygen(f, r, c)) return;
  const double burnt = most * -expm1(-dt / mixing_time(f, c, size));
  f->part[r->fuel][c] = (float)(fuel - burnt);
  f->part[r->air][c] = (float)(air - r->air_per_fuel * burnt);
  f->part[r->products][c] += (float)((1.0 + r->air_per_fuel) * burnt);
  f->release[c] = (float)(burnt * r->heat / dt);
}

/** Heat that regions set free all the time. */
void field_start_release(flue_field *f) {
  if (!f->in.reaction.is_there && f->n_starts) memset(f->release, 0, f->size * sizeof *f->release);
  for (size_t s = 0; s < f->n_starts; ++s) {
    const flue_field_start *o = &f->start[s];
    if (o->release == 0.0) continue;
    for (int k = 1; k <= f->n[2]; ++k)
      for (int j = 1; j <= f->n[1]; ++j)
        for (int i = 1; i <= f->n[0]; ++i)
          if (field_is_in(f, o->box_m, i, j, k) && !f->solid[field_at(f, i, j, k)])
            f->release[field_at(f, i, j, k)] += (float)o->release;
  }
}

void field_burn(flue_field *f, double dt) {
  const flue_field_reaction *r = &f->in.reaction;
  const float trace = 1e-8f; /* [kg m-3] */
  if (r->is_there) {
    const double root = f->n[0] > 1 && f->n[1] > 1 && f->n[2] > 1 ? 1.0 / 3.0 : 0.5;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
    for (int k = 1; k <= f->n[2]; ++k)
      for (int j = 1; j <= f->n[1]; ++j)
        for (int i = 1; i <= f->n[0]; ++i) {
          const size_t c = field_at(f, i, j, k);
          f->release[c] = 0.0f;
          if (f->part[r->fuel][c] <= trace || f->solid[c]) continue;
          double volume = 1.0;
          const int at[3] = {i, j, k};
          for (int d = 0; d < 3; ++d)
            if (f->n[d] > 1) volume *= f->width[d][at[d]];
          burn_cell(f, c, pow(volume, root), dt);
        }
  }
  field_start_release(f);
}
