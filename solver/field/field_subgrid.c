/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Viscosity of the eddies that the grid does not see, and what diffuses with it. */
#include <math.h>
#include <omp.h>

#include "solver/field/field_internal.h"

enum { AROUND = 9, FACES_AROUND = 18 };

/** What a row of cells needs. Rows around it: of the row itself and those beside it in both axes
 *  across, with the weights of a trapezoidal filter over three cells. */
typedef struct eddy_rows {
  const float *u[AROUND], *v[FACES_AROUND], *w[FACES_AROUND];
  const float *own[5];            /**< u; v above and below; w above and below. */
  const float *rho, *temp, *size; /**< Filter width: part along x [n + 2]. */
  float size_rest;                /**< Part of the other two axes. */
  float constant, still;          /**< Molecular viscosity, or below 0: of air. */
  float by_prandtl, by_turbulent;
} eddy_rows;

FIELD_INLINE void set_cell(const eddy_rows *r, int i, float turbulent, float *viscosity,
                           float *diffusivity) {
  const float still = r->still < 0.0f ? field_air_viscosity(r->temp[i]) : r->still;
  viscosity[i] = still + turbulent;
  diffusivity[i] = still * r->by_prandtl + turbulent * r->by_turbulent;
}

/** Weighted sum of rows: of those beside in one axis 1, 2, 1, and in the other 1, 2, 1. */
FIELD_INLINE float sum_around(const float *const *row, int i, int faces) {
  float sum = 0.0f;
  for (int b = 0; b < 3; ++b)
    for (int a = 0; a < 3; ++a)
      for (int side = 0; side < faces; ++side)
        sum += (float)((a == 1 ? 2 : 1) * (b == 1 ? 2 : 1)) * row[(b * 3 + a) * faces + side][i];
  return sum;
}

FIELD_INLINE void close_row(float *x, int n, int is_periodic) {
  x[0] = is_periodic ? x[n] : x[1];
  x[n + 1] = is_periodic ? x[1] : x[n];
}

FIELD_INLINE float wide(const float *x, int i) {
  return x[i - 1] + 2.0f * x[i] + x[i + 1];
}

/** mu_t = rho C (filter width) sqrt(k), k from the velocities at middles of cells less those that a
 *  filter over three cells each way leaves. @cite deardorff1980 (k algebraic as in
 *  @cite mcgrattan2024) @param room  [4][n + 2] */
FIELD_FAST
static void deardorff_row(const eddy_rows *r, float *restrict viscosity,
                          float *restrict diffusivity, int n, int is_periodic,
                          float *restrict room) {
  const size_t row = (size_t)n + 2;
  float *s = room, *u = room + row, *v = u + row, *w = v + row;
  const float whole = 1.0f / 128.0f; /* 4 x 4 x 4 weights of means of two */
  for (int i = 0; i <= n; ++i) s[i] = sum_around(r->u, i, 1);
  for (int i = 1; i <= n; ++i) {
    u[i] = s[i] + s[i - 1];
    v[i] = sum_around(r->v, i, 2);
    w[i] = sum_around(r->w, i, 2);
  }
  close_row(u, n, is_periodic);
  close_row(v, n, is_periodic);
  close_row(w, n, is_periodic);
  for (int i = 1; i <= n; ++i) {
    const float x = 0.5f * (r->own[0][i] + r->own[0][i - 1]) - whole * wide(u, i),
                y = 0.5f * (r->own[1][i] + r->own[2][i]) - whole * wide(v, i),
                z = 0.5f * (r->own[3][i] + r->own[4][i]) - whole * wide(w, i);
    const float energy = 0.5f * (x * x + y * y + z * z);
    set_cell(r, i, r->rho[i] * r->constant * r->size[i] * r->size_rest * sqrtf(energy), viscosity,
             diffusivity);
  }
}

FIELD_FAST
static void still_row(const eddy_rows *r, float *restrict viscosity, float *restrict diffusivity,
                      int n) {
  for (int i = 1; i <= n; ++i) set_cell(r, i, 0.0f, viscosity, diffusivity);
}

/* ---- models by the gradient ---- */

typedef struct gradient {
  double g[3][3]; /**< g[i][j]: of velocity i along j [s-1]. */
} gradient;

static gradient gradient_at(const flue_field *f, float *const u[3], size_t c, const int at[3]) {
  gradient out;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      const size_t si = field_stride(f, i), sj = field_stride(f, j);
      const float *v = u[i];
      if (i == j)
        out.g[i][j] = (v[c] - v[c - si]) * f->by_width[i][at[i]];
      else
        out.g[i][j] = 0.25 * (v[c + sj] + v[c + sj - si] - v[c - sj] - v[c - sj - si]) *
                      f->by_width[j][at[j]];
    }
  return out;
}

static double smagorinsky(const gradient *d, double size, double constant) {
  double sum = 0.0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      const double s = 0.5 * (d->g[i][j] + d->g[j][i]);
      sum += 2.0 * s * s;
    }
  return constant * constant * size * size * sqrt(sum);
}

/** @cite vreman2004 eqs. 5 to 8 */
static double vreman(const gradient *d, double size, double constant) {
  double b[3][3], sum = 0.0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      b[i][j] = 0.0;
      for (int m = 0; m < 3; ++m) b[i][j] += size * size * d->g[i][m] * d->g[j][m];
      sum += d->g[i][j] * d->g[i][j];
    }
  const double area = b[0][0] * b[1][1] - b[0][1] * b[0][1] + b[0][0] * b[2][2] -
                      b[0][2] * b[0][2] + b[1][1] * b[2][2] - b[1][2] * b[1][2];
  return sum > 0.0 ? constant * sqrt(fmax(0.0, area) / sum) : 0.0;
}

/** @cite nicoud1999 eqs. 10 to 13 */
static double wale(const gradient *d, double size, double constant) {
  double square[3][3], trace = 0.0, strain = 0.0, turn = 0.0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      square[i][j] = 0.0;
      for (int m = 0; m < 3; ++m) square[i][j] += d->g[i][m] * d->g[m][j];
    }
  for (int i = 0; i < 3; ++i) trace += square[i][i] / 3.0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      const double s = 0.5 * (d->g[i][j] + d->g[j][i]);
      const double t = 0.5 * (square[i][j] + square[j][i]) - (i == j ? trace : 0.0);
      strain += s * s;
      turn += t * t;
    }
  const double below = strain * strain * sqrt(strain) + turn * sqrt(sqrt(turn));
  return below > 0.0 ? constant * constant * size * size * turn * sqrt(turn) / below : 0.0;
}

static double by_gradient(const gradient *d, flue_field_subgrid model, double size, double given) {
  const double c_s = 0.2, c_v = 0.07, c_w = 0.6; /* those of FDS */
  switch (model) {
    case FLUE_SUBGRID_SMAGORINSKY:
      return smagorinsky(d, size, isnan(given) ? c_s : given);
    case FLUE_SUBGRID_VREMAN:
      return vreman(d, size, isnan(given) ? c_v : given);
    default:
      return wale(d, size, isnan(given) ? c_w : given);
  }
}

/** Part of the filter width along an axis: all parts multiply to the mean of the axes in use. */
static double part_of_filter(const flue_field *f, int d, int cell) {
  int axes = 0;
  for (int e = 0; e < 3; ++e) axes += f->n[e] > 1;
  return f->n[d] > 1 ? pow(f->width[d][cell], 1.0 / (axes ? axes : 1)) : 1.0;
}

static void set_by_gradient(flue_field *f, float *const u[3], size_t c, flue_field_subgrid model,
                            double given) {
  const int at[3] = {(int)(c % f->row), (int)(c / f->row % (f->plane / f->row)),
                     (int)(c / f->plane)};
  const double size = (double)f->filter[0][at[0]] * f->filter[1][at[1]] * f->filter[2][at[2]];
  const gradient d = gradient_at(f, u, c, at);
  const float turbulent = (float)(f->density[c] * by_gradient(&d, model, size, given));
  const float still =
      isnan(f->in.viscosity) ? field_air_viscosity(f->temp[c]) : (float)f->in.viscosity;
  f->viscosity[c] = still + turbulent;
  f->diffusivity[c] = still / (float)f->in.prandtl + turbulent / (float)f->in.turbulent_prandtl;
}

/* ---- whole ---- */

/** Number of a cell beside another: across a periodic edge, else not beyond it. */
static int beside(const flue_field *f, int d, int at, int shift) {
  const int n = f->n[d], to = at + shift;
  if (to < 1) return f->is_periodic[d] ? n : 1;
  if (to > n) return f->is_periodic[d] ? 1 : n;
  return to;
}

static eddy_rows rows_of(const flue_field *f, float *const u[3], int j, int k) {
  const double deardorff = 0.1;
  const size_t c = field_at(f, 0, j, k);
  eddy_rows r = {
      .own = {u[0] + c, u[1] + c, u[1] + c - f->row, u[2] + c, u[2] + c - f->plane},
      .rho = f->density + c,
      .temp = f->temp + c,
      .size = f->filter[0],
      .size_rest = f->filter[1][j] * f->filter[2][k],
      .constant = (float)(isnan(f->in.subgrid_constant) ? deardorff : f->in.subgrid_constant),
      .still = isnan(f->in.viscosity) ? -1.0f : (float)f->in.viscosity,
      .by_prandtl = (float)(1.0 / f->in.prandtl),
      .by_turbulent = (float)(1.0 / f->in.turbulent_prandtl)};
  for (int b = 0; b < 3; ++b)
    for (int a = 0; a < 3; ++a) {
      const int m = 3 * b + a;
      const size_t at = field_at(f, 0, beside(f, 1, j, a - 1), beside(f, 2, k, b - 1));
      r.u[m] = u[0] + at;
      r.v[2 * m] = u[1] + at;
      r.v[2 * m + 1] = u[1] + at - f->row;
      r.w[2 * m] = u[2] + at;
      r.w[2 * m + 1] = u[2] + at - f->plane;
    }
  return r;
}

void field_eddies(flue_field *f, float *const u[3]) {
  const flue_field_subgrid model = f->in.subgrid;
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j) {
      const size_t c = field_at(f, 0, j, k);
      const eddy_rows r = rows_of(f, u, j, k);
      if (model == FLUE_SUBGRID_DEARDORFF)
        deardorff_row(&r, f->viscosity + c, f->diffusivity + c, f->n[0], f->is_periodic[0],
                      f->scratch[omp_get_thread_num()]);
      else
        still_row(&r, f->viscosity + c, f->diffusivity + c, f->n[0]);
      for (int i = 1; i <= f->n[0] && model != FLUE_SUBGRID_DEARDORFF && model != FLUE_SUBGRID_NONE;
           ++i)
        set_by_gradient(f, u, c + (size_t)i, model, f->in.subgrid_constant);
    }
  if (model == FLUE_SUBGRID_DEARDORFF) {
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
    for (size_t i = 0; i < f->n_near; ++i)
      set_by_gradient(f, u, f->near[i], FLUE_SUBGRID_WALE, NAN);
  }
  field_repeat_around(f, f->viscosity);
  field_repeat_around(f, f->diffusivity);
}

void field_set_filter(flue_field *f) {
  for (int d = 0; d < 3; ++d)
    for (int i = 0; i <= f->n[d] + 1; ++i) f->filter[d][i] = (float)part_of_filter(f, d, i);
}
