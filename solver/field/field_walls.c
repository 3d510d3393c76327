/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faces of walls: heat to and into them, what they give off, and their drag on the gas. */
#include <math.h>
#include <string.h>

#include "solver/field/field_internal.h"

/* ---- what surfaces give off ---- */

/** Heat release of a face over that of its surface: fire spreads from a point, and each face
 *  follows the ramp from when it arrives. */
static double burning_share(const flue_field *f, const flue_field_surface *s, const wall_face *w) {
  double way = 0.0;
  if (s->spread <= 0.0) return 1.0;
  for (int d = 0; d < 3; ++d) way += pow(field_middle(f, w, d) - s->spread_m[d], 2.0);
  const double burns_s = f->time_s - sqrt(way) / s->spread;
  if (burns_s < 0.0) return 0.0;
  const double all = field_ramp(&s->release_ramp, f->time_s);
  return all > 0.0 ? field_ramp(&s->release_ramp, burns_s) / all : 1.0;
}

/** At the middle of a step. */
static void set_injection(flue_field *f, double time_s) {
  memset(f->injects, 0, f->n_surfaces);
  for (size_t n = 0; n < f->n_surfaces; ++n) {
    const flue_field_surface *s = &f->surface[n];
    double *rate = f->injected + n * FLUE_FIELD_SPECIES;
    for (size_t q = 0; q < f->n_species; ++q) {
      rate[q] = s->mass_flux[q] * field_ramp(&s->mass_ramp, time_s);
      if (f->in.reaction.is_there && q == f->in.reaction.fuel)
        rate[q] += s->release / f->in.reaction.heat * field_ramp(&s->release_ramp, time_s);
      if (rate[q] != 0.0) f->injects[n] = 1;
    }
  }
}

/** Puts what surfaces give off into the cells before them. */
void field_inject(flue_field *f, float *const part[], double dt) {
  for (size_t n = 0; n < f->n_walls; ++n) {
    const wall_face *w = &f->wall[n];
    if (!f->injects[w->surface]) continue;
    for (size_t q = 0; q < f->n_species; ++q)
      part[q][w->c] += (float)(dt * f->injected[w->surface * FLUE_FIELD_SPECIES + q] *
                               (double)w->share * (double)w->by_depth);
  }
}

/* ---- heat ---- */

static flue_facing facing_of(const wall_face *w) {
  return w->axis < 2 ? FLUE_FACING_SIDE : w->faces_up ? FLUE_FACING_UP : FLUE_FACING_DOWN;
}

static double speed_at(const flue_field *f, const wall_face *w) {
  double sum = 0.0;
  for (int d = 0; d < 3; ++d) {
    const double v = 0.5 * ((double)f->u[d][w->c] + (double)f->u[d][w->c - field_stride(f, d)]);
    sum += v * v;
  }
  return sqrt(sum);
}

/** Gas that a face takes heat from [K]. */
static double gas_at(const flue_field *f, const flue_field_surface *s, const wall_face *w) {
  const double ambient = f->ambient_temp[w->cell[2]];
  if (s->gas_k <= 0.0) return f->temp[w->c];
  return ambient + (s->gas_k - ambient) * field_ramp(&s->gas_ramp, f->time_s);
}

/** Coefficient of convection [W m-2 K-1]: natural or forced, whichever is larger. */
static double coefficient_of(const flue_field *f, const flue_field_surface *s, const wall_face *w,
                             double gas) {
  if (!isnan(s->coefficient)) return s->coefficient;
  const double still = flue_convection(facing_of(w), gas, w->temp);
  return fmax(still, flue_convection_along(speed_at(f, w), 0.5 * (gas + w->temp)));
}

/** Face temperature where convection, radiation and conduction balance. */
static double balance(const wall_face *w, double h, double gas, double emissivity, double conducts,
                      double alpha, double beta) {
  double temp = w->temp;
  if (h + emissivity + conducts <= 0.0) return gas; /* nothing reaches the face */
  for (int pass = 0; pass < 20; ++pass) {
    const double cube = temp * temp * temp;
    const double miss = h * (gas - temp) +
                        emissivity * (w->incident - FLUE_STEFAN_BOLTZMANN * cube * temp) -
                        conducts * (temp - alpha - beta * temp);
    const double slope =
        -h - 4.0 * emissivity * FLUE_STEFAN_BOLTZMANN * cube - conducts * (1.0 - beta);
    const double change = -miss / slope;
    temp += change;
    if (fabs(change) < 1e-6 * temp) break;
  }
  return temp;
}

static void conduct(flue_field *f, const flue_field_surface *s, wall_face *w, double h, double gas,
                    double emissivity) {
  double alpha[FLUE_WALL_CELLS];
  const flue_wall_grid *grid = &f->grid[w->surface];
  const flue_wall_step *march = &f->march[w->surface];
  double *node = f->node + w->first_node;
  flue_wall_reduce(march, node, s->back_k, alpha);
  w->temp = balance(w, h, gas, emissivity, grid->conductance[0], alpha[0], march->beta[0]);
  flue_wall_finish(march, alpha, w->temp, node);
}

static void heat_face(flue_field *f, wall_face *w) {
  const flue_field_surface *s = &f->surface[w->surface];
  if (s->gas == FLUE_FIELD_MIRROR) {
    w->temp = f->temp[w->c];
    w->convective = 0.0f;
    return;
  }
  const double gas = gas_at(f, s, w), h = coefficient_of(f, s, w, gas);
  const double emissivity = f->in.radiation.is_off ? 0.0 : s->emissivity;
  switch (s->heat) {
    case FLUE_FIELD_FIXED_FACE: {
      const double ambient = f->ambient_temp[w->cell[2]];
      w->temp = ambient + (s->face_k - ambient) * field_ramp(&s->heat_ramp, f->time_s);
      break;
    }
    case FLUE_FIELD_CONDUCTING:
      conduct(f, s, w, h, gas, emissivity);
      break;
    case FLUE_FIELD_ADIABATIC: /* what radiation brings goes to the gas */
      w->temp = balance(w, h, gas, emissivity, 0.0, 0.0, 0.0);
      break;
    case FLUE_FIELD_FIXED_FLUX:
      w->convective = (float)(-s->flux * field_ramp(&s->heat_ramp, f->time_s));
      w->temp = gas - (double)w->convective / fmax(1.0, h);
      return;
    default:
      w->temp = f->ambient_temp[w->cell[2]];
  }
  /* gas that blows out of a face is as warm as it already */
  w->convective = (float)(s->blows > 0.0 && !s->seeps ? 0.0 : h * (gas - w->temp));
}

static void set_marches(flue_field *f, double dt) {
  const double to_air = 10.0; /* natural convection and radiation behind a wall [W m-2 K-1] */
  for (size_t n = 0; n < f->n_surfaces; ++n)
    if (f->surface[n].heat == FLUE_FIELD_CONDUCTING)
      flue_wall_step_set(&f->grid[n], dt, f->surface[n].back_is_insulated ? 0.0 : to_air,
                         &f->march[n]);
}

void field_walls(flue_field *f, double dt) {
  const size_t every = 2; /* steps: walls are slow */
  set_injection(f, f->time_s + 0.5 * dt);
  if (f->steps % every != 0 && f->has_rates) return;
  set_marches(f, f->wall_wait_s > 0.0 ? f->wall_wait_s : dt);
  f->wall_wait_s = 0.0;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (size_t n = 0; n < f->n_walls; ++n) {
    wall_face *w = &f->wall[n];
    const flue_field_surface *s = &f->surface[w->surface];
    heat_face(f, w);
    if (!s->is_port) w->share = (float)burning_share(f, s, w);
  }
}

/** Heat that walls and radiation give to each cell [W m-3]. */
void field_sources(flue_field *f) {
  if (f->in.radiation.is_off)
    memset(f->source, 0, f->size * sizeof *f->source);
  else
    memcpy(f->source, f->absorbed, f->size * sizeof *f->source);
  for (size_t n = 0; n < f->n_walls; ++n) {
    const wall_face *w = &f->wall[n];
    if (f->surface[w->surface].gas_k <= 0.0)
      f->source[w->c] -= (float)(w->convective * w->by_depth);
  }
}

/* ---- drag ---- */

/** Stress along a smooth wall by the power law of the wall, u+ = 8.3 (y+)^(1/7) @cite werner1991:
 *  the speed is the mean over a cell. @param size  Of the cell across the wall [m]. @return [Pa] */
static double wall_stress_of(double speed, double density, double viscosity, double size) {
  const double a = 8.3, b = 1.0 / 7.0;
  const double to_linear = 139.4812;                /* a^(2 / (1 - b)) */
  const double to_log = 16.8050;                    /* a^((1 + b) / (1 - b)) */
  const double pace = viscosity / (density * size); /* [m s-1] */
  if (speed <= 0.5 * pace * to_linear) return 2.0 * viscosity * speed / size;
  const double root = (double)powf((float)pace, (float)b);
  const double x = 0.5 * (1.0 - b) * to_log * pace * root + (1.0 + b) / a * root * speed;
  return density * x * sqrt(x) * sqrt(sqrt(x)); /* to the power 2 / (1 + b) */
}

void field_drag(flue_field *f, float *const u[3]) {
  const int is_still = f->in.subgrid == FLUE_SUBGRID_NONE;
  for (size_t n = 0; n < f->n_stresses; ++n) {
    const wall_stress *s = &f->stress[n];
    const size_t c = s->face, next = c + field_stride(f, s->axis);
    const double v = u[s->axis][c];
    const double density = 0.5 * ((double)f->density[c] + (double)f->density[next]);
    const double viscosity =
        isnan(f->in.viscosity) ? (double)field_air_viscosity(f->temp[c]) : f->in.viscosity;
    const double stress = is_still ? 2.0 * viscosity * fabs(v) / s->size
                                   : wall_stress_of(fabs(v), density, viscosity, s->size);
    f->force[s->axis][c] += (float)((v > 0.0 ? stress : -stress) * s->by_reach / density);
  }
}
