/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step: a predictor and a corrector, each of which moves the gas, finds the divergence that its
 * energy asks for, and projects the velocities onto it. */
#include <math.h>
#include <string.h>

#include "solver/field/field_internal.h"

/* ---- length of steps ---- */

FIELD_FAST
static float pace_row(const float *u, const float *v, const float *v_low, const float *w,
                      const float *w_low, const float *by_width, float by_y, float by_z,
                      const float *gamma, const float *by_density, float diffusion, float fourth,
                      float *restrict spread, int n) {
  float most = 0.0f, most_spread = 0.0f, all = 0.0f;
#pragma omp simd reduction(max : most, most_spread) reduction(+ : all)
  for (int i = 1; i <= n; ++i) {
    const float a = fabsf(u[i]) > fabsf(u[i - 1]) ? fabsf(u[i]) : fabsf(u[i - 1]),
                b = fabsf(v[i]) > fabsf(v_low[i]) ? fabsf(v[i]) : fabsf(v_low[i]),
                c = fabsf(w[i]) > fabsf(w_low[i]) ? fabsf(w[i]) : fabsf(w_low[i]);
    const float pace = a * by_width[i] + b * by_y + c * by_z;
    const float mixing =
        gamma[i] * by_density[i] * (diffusion + fourth * by_width[i] * by_width[i]);
    most = pace > most ? pace : most;
    most_spread = mixing > most_spread ? mixing : most_spread;
    all += (pace + mixing) * 0.0f;
  }
  *spread = most_spread;
  return all == 0.0f ? most : INFINITY;
}

/** Largest Courant and diffusion rates of all cells [s-1]. */
static void find_paces(flue_field *f, float *const u[3], double *flow, double *mixing) {
  double *sum = f->plane_sum;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k) {
    float most = 0.0f, most_spread = 0.0f;
    for (int j = 1; j <= f->n[1]; ++j) {
      const size_t c = field_at(f, 0, j, k);
      const float by_y = f->by_width[1][j], by_z = f->by_width[2][k];
      float spread;
      const float y = f->n[1] > 1 ? by_y * by_y : 0.0f, z = f->n[2] > 1 ? by_z * by_z : 0.0f;
      const float pace =
          pace_row(u[0] + c, u[1] + c, u[1] + c - f->row, u[2] + c, u[2] + c - f->plane,
                   f->by_width[0], by_y, by_z, f->diffusivity + c, f->by_density + c,
                   2.0f * (y + z), f->n[0] > 1 ? 2.0f : 0.0f, &spread, f->n[0]);
      if (pace > most) most = pace;
      if (spread > most_spread) most_spread = spread;
    }
    sum[2 * k] = most;
    sum[2 * k + 1] = most_spread;
  }
  *flow = *mixing = 0.0;
  for (int k = 1; k <= f->n[2]; ++k) {
    *flow = fmax(*flow, sum[2 * k]);
    *mixing = fmax(*mixing, sum[2 * k + 1]);
  }
}

static flue_status choose_next(flue_ctx *ctx, flue_field *f) {
  const double growth = 1.1, aim = 0.9;
  double flow, mixing;
  find_paces(f, f->u, &flow, &mixing);
  FLUE_CHECK(flow < INFINITY && mixing < INFINITY, ctx, FLUE_ENUMERIC,
             "the flow at t = %.4f s is not finite after a step of %.3g s", f->time_s, f->step_s);
  f->budget.courant = flow * f->step_s;
  if (f->in.has_fixed_step) return FLUE_OK;
  const double longest = fmin(aim * f->in.cfl / fmax(flow, 1e-12), aim / fmax(mixing, 1e-12));
  f->next_step_s = fmin(growth * fmax(f->step_s, f->next_step_s), longest);
  return FLUE_OK;
}

/* ---- a step ---- */

static void predict_gas(flue_field *f, double dt) {
  field_fluxes(f, f->part, f->u);
  field_count_ports(f, f->part, f->u, 0, dt);
  field_move(f, f->part, f->part, f->part_new, 1.0, dt);
  field_inject(f, f->part_new, dt);
  for (size_t z = 0; z < f->n_zones; ++z) {
    f->zone_pressure_old[z] = f->zone_pressure[z];
    f->zone_pressure[z] += dt * f->zone_rate[z];
  }
}

/** Heat of combustion of a step [J]. */
static double released_in(flue_field *f, double dt) {
  double *sum = f->plane_sum, all = 0.0;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k) {
    sum[k] = 0.0;
    for (int j = 1; j <= f->n[1]; ++j) {
      const float *row = f->release + field_at(f, 0, j, k);
      double line = 0.0;
      for (int i = 1; i <= f->n[0]; ++i) line += (double)(row[i] * f->width[0][i]);
      sum[k] += line * (double)f->width[1][j] * (double)f->width[2][k];
    }
  }
  for (int k = 1; k <= f->n[2]; ++k) all += sum[k];
  return dt * all;
}

static void correct_gas(flue_field *f, double dt) {
  field_fluxes(f, f->part_new, f->u_new);
  field_count_ports(f, f->part_new, f->u_new, 1, dt);
  field_move(f, f->part, f->part_new, f->part, 0.5, dt);
  field_inject(f, f->part, 0.5 * dt);
  for (size_t z = 0; z < f->n_zones; ++z)
    f->zone_pressure[z] =
        0.5 * (f->zone_pressure_old[z] + f->zone_pressure[z] + dt * f->zone_rate[z]);
  field_burn(f, dt);
  f->released += released_in(f, dt);
}

/** State and divergence of a stage, with the velocities that moved it there. */
static void settle(flue_field *f, float *const part[], float *const u[3]) {
  field_ghost_cells(f, part, u);
  field_state_of_gas(f, part);
  if (f->in.is_frozen) return;
  field_fluxes(f, part, u);
  field_find_divergence(f, part, u);
}

/** Whether a step drains a cell: where gas leaves by opposite faces the Courant numbers of the axes
 *  do not tell. */
static int drains(flue_field *f) {
  const float least_share = 0.1f;
  double *drained = f->plane_sum;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k) {
    drained[k] = 0.0;
    for (int j = 1; j <= f->n[1]; ++j)
      for (int i = 1; i <= f->n[0]; ++i) {
        const size_t c = field_at(f, i, j, k);
        float left = 0.0f;
        for (size_t q = 0; q < f->n_species; ++q) left += f->part_new[q][c];
        if (!f->solid[c] && !(left >= least_share * f->density[c])) drained[k] = 1.0;
      }
  }
  double any = 0.0;
  for (int k = 1; k <= f->n[2]; ++k) any += drained[k];
  return any > 0.0;
}

/** The first stage. @param[in,out] dt  Shortened until the velocities it ends with allow it. */
static flue_status predict(flue_ctx *ctx, flue_field *f, double *dt) {
  const double slack = 1.1, aim = 0.9;
  const int most_trials = 8;
  field_forces(f, f->u);
  memcpy(f->zone_rate_old, f->zone_rate, f->n_zones * sizeof *f->zone_rate);
  for (int trial = 0;; ++trial) {
    double flow, mixing;
    f->stage_s = f->time_s + *dt;
    predict_gas(f, *dt);
    if (!f->in.has_fixed_step && trial <= most_trials && drains(f)) {
      *dt *= 0.5;
      memcpy(f->zone_pressure, f->zone_pressure_old, f->n_zones * sizeof *f->zone_pressure);
      continue;
    }
    settle(f, f->part_new, f->u);
    FLUE_TRY(field_project(ctx, f, 0, *dt));
    find_paces(f, f->u_new, &flow, &mixing);
    const int is_fine =
        *dt * flow <= slack * f->in.cfl || f->in.has_fixed_step || trial > most_trials;
    if (is_fine || !(flow < INFINITY)) return FLUE_OK;
    *dt = fmin(0.5 * *dt, aim * f->in.cfl / flow);
    memcpy(f->zone_pressure, f->zone_pressure_old, f->n_zones * sizeof *f->zone_pressure);
    memcpy(f->zone_rate, f->zone_rate_old, f->n_zones * sizeof *f->zone_rate);
    f->owed_s = 0.0; /* what is left was left by velocities that are no more */
    field_state_of_gas(f, f->part);
  }
}

/** With velocities that stay as they are gas alone moves. */
static void move_frozen(flue_field *f, double dt) {
  predict_gas(f, dt);
  settle(f, f->part_new, f->u);
  for (int d = 0; d < 3; ++d) memcpy(f->u_new[d], f->u[d], f->size * sizeof(float));
  correct_gas(f, dt);
  settle(f, f->part, f->u);
}

static flue_status stages(flue_ctx *ctx, flue_field *f, double *dt) {
  FLUE_TRY(predict(ctx, f, dt));
  field_eddies(f, f->u_new);
  field_forces(f, f->u_new);
  correct_gas(f, *dt);
  settle(f, f->part, f->u_new);
  FLUE_TRY(field_project(ctx, f, 1, *dt));
  field_eddies(f, f->u);
  return FLUE_OK;
}

/** Rates of the zones, and velocities that the gas allows, at the start and in a new layout. */
static void begin_anew(flue_field *f) {
  settle(f, f->part, f->u);
  if (f->in.is_frozen) return;
  field_clean(f);
  field_eddies(f, f->u);
}

static flue_status renew_layout(flue_ctx *ctx, flue_field *f) {
  FLUE_TRY(field_layout(ctx, f));
  f->has_rates = 0;
  f->owed_s = 0.0; /* what was owed was owed to other cells */
  for (int d = 0; d < 3; ++d)
    for (size_t c = 0; c < f->size; ++c)
      if (f->open[d][c] < 0.5f) f->u[d][c] = f->u_new[d][c] = 0.0f;
  field_blow(f, f->u, f->time_s);
  return field_start_rays(ctx, f);
}

flue_status flue_field_renew(flue_ctx *ctx, flue_field *f) {
  return f->is_changed ? renew_layout(ctx, f) : FLUE_OK;
}

static void end_step(flue_field *f, double dt) {
  f->step_s = dt;
  f->wall_wait_s += dt;
  f->time_s += dt;
  ++f->steps;
}

flue_status flue_field_step(flue_ctx *ctx, flue_field *f, double t_end_s) {
  const double close = 1e-9;
  FLUE_TRY(flue_field_renew(ctx, f));
  double dt = f->next_step_s;
  const double rest = t_end_s - f->time_s;
  if (rest <= close) return FLUE_OK;
  if (dt > rest - close)
    dt = rest;
  else if (dt > 0.5 * rest && !f->in.has_fixed_step)
    dt = 0.5 * rest;
  f->stage_s = f->time_s;
  field_walls(f, dt);
  field_radiate(f);
  if (f->in.is_still) {
    end_step(f, dt);
    return FLUE_OK;
  }
  field_sources(f);
  if (!f->has_rates) begin_anew(f);
  f->has_rates = 1;
  if (f->in.is_frozen)
    move_frozen(f, dt);
  else
    FLUE_TRY(stages(ctx, f, &dt));
  end_step(f, dt);
  return choose_next(ctx, f);
}

flue_status flue_field_advance(flue_ctx *ctx, flue_field *f, double t_end_s) {
  const double close = 1e-9;
  while (f->time_s < t_end_s - close) FLUE_TRY(flue_field_step(ctx, f, t_end_s));
  return FLUE_OK;
}
