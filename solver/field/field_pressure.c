/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Velocities of a stage: moved by forces, then brought to the divergence that the gas asks for. */
#include <math.h>
#include <string.h>

#include "solver/field/field_internal.h"

FIELD_FAST
static void predict_row(const float *u, const float *force, const float *open, float dt,
                        float *restrict out, int first, int last) {
  for (int i = first; i <= last; ++i) out[i] = open[i] > 0.5f ? u[i] - dt * force[i] : out[i];
}

FIELD_FAST
static void correct_row(const float *u_new, const float *force, const float *open, float dt,
                        float *restrict out, int first, int last) {
  for (int i = first; i <= last; ++i)
    out[i] = open[i] > 0.5f ? 0.5f * (out[i] + u_new[i] - dt * force[i]) : out[i];
}

/** Velocities before the pressure acts; those of faces that blow are given. */
static void push(flue_field *f, int is_corrector, double dt) {
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 0; k <= f->n[2]; ++k)
    for (int d = 0; d < 3; ++d)
      for (int j = 0; j <= f->n[1]; ++j) {
        const size_t c = field_at(f, 0, j, k);
        if (is_corrector)
          correct_row(f->u_new[d] + c, f->force[d] + c, f->open[d] + c, (float)dt, f->u[d] + c, 0,
                      f->n[0]);
        else
          predict_row(f->u[d] + c, f->force[d] + c, f->open[d] + c, (float)dt, f->u_new[d] + c, 0,
                      f->n[0]);
      }
}

FIELD_FAST
static void rhs_row(const float *u, const float *v, const float *v_low, const float *w,
                    const float *w_low, const float *by_width, float by_y, float by_z,
                    const float *div, const float *owed, float share, float by_dt,
                    float *restrict out, int n) {
  for (int i = 1; i <= n; ++i)
    out[i] = by_dt * ((u[i] - u[i - 1]) * by_width[i] + (v[i] - v_low[i]) * by_y +
                      (w[i] - w_low[i]) * by_z - div[i]) +
             share * owed[i];
}

/** What the last stage left of its divergence is taken from this one: errors do not add up. */
static void set_rhs(flue_field *f, float *const u[3], double dt) {
  const float *owed = flue_poisson_residual(f->poisson);
  const float share = (float)(f->owed_s / dt);
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j) {
      const size_t c = field_at(f, 0, j, k);
      rhs_row(u[0] + c, u[1] + c, u[1] + c - f->row, u[2] + c, u[2] + c - f->plane, f->by_width[0],
              f->by_width[1][j], f->by_width[2][k], f->divergence + c, owed + c, share,
              (float)(1.0 / dt), f->work + c, f->n[0]);
    }
}

/** Calls for each open face on a side of the grid. */
typedef void (*open_fn)(flue_field *f, float *const u[3], int side, size_t face, size_t inside,
                        size_t ghost);

static void each_open(flue_field *f, float *const u[3], open_fn act) {
  for (int side = 0; side < 6; ++side) {
    const int d = side / 2, a = (d + 1) % 3, b = (d + 2) % 3, is_top = side % 2;
    const size_t s = field_stride(f, d);
    if (f->is_periodic[d]) continue;
    int at[3];
    for (at[b] = 1; at[b] <= f->n[b]; ++at[b])
      for (at[a] = 1; at[a] <= f->n[a]; ++at[a]) {
        at[d] = is_top ? f->n[d] : 0;
        const size_t face = field_at(f, at[0], at[1], at[2]);
        if (f->kind[d][face] != FACE_OPEN) continue;
        act(f, u, side, face, is_top ? face : face + s, is_top ? face + s : face);
      }
  }
}

/** Head at an open face: that of still air where gas comes in, its own kinetic energy where it
 *  goes out. */
static double head_outside(const flue_field *f, float *const u[3], int side, size_t face,
                           size_t inside) {
  const int d = side / 2, is_top = side % 2;
  const double through = is_top ? u[d][face] : -u[d][face];
  double sum = 0.0;
  if (through <= 0.0) return 0.0;
  for (int e = 0; e < 3; ++e) {
    const double v = e == d
                         ? (double)u[d][face]
                         : 0.5 * ((double)u[e][inside] + (double)u[e][inside - field_stride(f, e)]);
    sum += 0.5 * v * v;
  }
  return sum;
}

static double weight_of(const flue_field *f, int side) {
  const int d = side / 2;
  const double width = f->width[d][side % 2 ? f->n[d] : 1];
  return 1.0 / (width * width);
}

static void hold(flue_field *f, float *const u[3], int side, size_t face, size_t inside,
                 size_t ghost) {
  const double head = head_outside(f, u, side, face, inside);
  f->work[inside] -= (float)(2.0 * head * weight_of(f, side));
  f->work[ghost] = (float)head; /* kept for after the solution */
}

static void set_ghost(flue_field *f, float *const u[3], int side, size_t face, size_t inside,
                      size_t ghost) {
  (void)u, (void)side, (void)face;
  f->head[ghost] = 2.0f * f->work[ghost] - f->head[inside];
}

FIELD_FAST
static void pull_row(float *restrict u, const float *head, const float *head_next,
                     const float *open, const float *by, float by_all, float dt, int first,
                     int last) {
  if (by)
    for (int i = first; i <= last; ++i) u[i] -= dt * open[i] * by[i] * (head_next[i] - head[i]);
  else
    for (int i = first; i <= last; ++i) u[i] -= dt * open[i] * by_all * (head_next[i] - head[i]);
}

static void pull(flue_field *f, float *const u[3], const float *of, double dt) {
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 0; k <= f->n[2]; ++k)
    for (int j = 0; j <= f->n[1]; ++j) {
      const size_t c = field_at(f, 0, j, k);
      const float *head = of + c;
      pull_row(u[0] + c, head, head + 1, f->open[0] + c, f->by_step[0], 0.0f, (float)dt, 0,
               f->n[0]);
      pull_row(u[1] + c, head, head + f->row, f->open[1] + c, NULL, f->by_step[1][j], (float)dt, 1,
               f->n[0]);
      pull_row(u[2] + c, head, head + f->plane, f->open[2] + c, NULL, f->by_step[2][k], (float)dt,
               1, f->n[0]);
    }
}

flue_status field_project(flue_ctx *ctx, flue_field *f, int is_corrector, double dt) {
  const double part = is_corrector ? 0.5 : 1.0;
  const double most_share = 1e-3; /* of its volume that a cell may be wrong by in a stage */
  const double tolerated = fmin(f->in.divergence_tolerance, most_share / (part * dt)); /* [s-1] */
  float *const *u = is_corrector ? f->u : f->u_new;
  push(f, is_corrector, dt);
  field_blow(f, u, f->time_s + dt);
  set_rhs(f, u, part * dt);
  each_open(f, u, hold);
  double left = 0.0;
  f->budget.passes = flue_poisson_solve(f->poisson, f->work, f->head, tolerated / (part * dt),
                                        f->most_passes, &left);
  f->owed_s = part * dt;
  f->budget.divergence_error = left * part * dt;
  FLUE_CHECK(left < INFINITY, ctx, FLUE_ENUMERIC,
             "the pressure of the field at t = %.4f s is not finite", f->time_s);
  each_open(f, u, set_ghost);
  pull(f, u, f->head, part * dt);
  field_ghost_velocities(f, u);
  return FLUE_OK;
}

void field_clean(flue_field *f) {
  const double unit_s = 1.0;
  float *potential = f->flux[0]; /* free until gas moves again */
  double left = 0.0;
  f->owed_s = 0.0;
  set_rhs(f, f->u, unit_s);
  memset(potential, 0, f->size * sizeof *potential);
  flue_poisson_solve(f->poisson, f->work, potential, f->in.divergence_tolerance / unit_s,
                     f->most_passes, &left);
  pull(f, f->u, potential, unit_s);
  field_ghost_velocities(f, f->u);
}
