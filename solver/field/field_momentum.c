/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moves the gas apart from the pressure: rotation, stress, buoyancy and the baroclinic part.
 *
 *     F = -u x omega - (p - p0) grad(1/rho) - ((rho - rho_0) g + div tau) / rho
 *
 * Vorticity and stress live on edges. Planes of them roll through the grid, so that they stay near
 * the processor. With even cells and even density the rotation term makes no kinetic energy. */
#include <omp.h>
#include <string.h>

#include "solver/field/field_internal.h"

/** Rows for the edges along an axis e; a and b follow it cyclically. */
typedef struct edge_rows {
  const float *ua, *ua_next_b; /**< Velocity along a, and a cell further along b. */
  const float *ub, *ub_next_a;
  const float *mu[4]; /**< Around the edge. */
  const float *edge;
  const float *by_a, *by_b; /**< Inverse distances of cells, a value each i. */
} edge_rows;

FIELD_FAST
static void edge_row(const edge_rows *r, float *restrict spin, float *restrict stress, int n) {
  for (int i = 0; i <= n; ++i) {
    const float along_a = (r->ub_next_a[i] - r->ub[i]) * r->by_a[i],
                along_b = (r->ua_next_b[i] - r->ua[i]) * r->by_b[i];
    const float mu = 0.25f * (r->mu[0][i] + r->mu[1][i] + r->mu[2][i] + r->mu[3][i]);
    spin[i] = r->edge[i] * (along_a - along_b);
    stress[i] = r->edge[i] * mu * (along_a + along_b);
  }
}

/** Rows for the faces across an axis d. */
typedef struct force_rows {
  const float *ub_high, *ub_low; /**< Velocity along b at the faces above and below; [.. + step] a
                                    cell further along d. */
  const float *ua_high, *ua_low;
  size_t step;
  const float *spin_a_high, *spin_a_low, *spin_b_high, *spin_b_low;
  const float *stress_a_high, *stress_a_low, *stress_b_high, *stress_b_low;
  const float *u_below, *u, *u_above;
  const float *rho, *by_rho, *p, *mu, *div; /**< Of cells; [.. + step] is the next. */
  const float *by_d, *by_a, *by_b;          /**< Inverse distances and sizes, a value each i. */
  const float *by_cell, *by_next;           /**< Inverse sizes of both cells along d. */
  float gravity, ambient;                   /**< Along d; density outside at the face. */
} force_rows;

FIELD_FAST
static void force_row(const force_rows *r, float *restrict out, int n) {
  const size_t s = r->step;
  const float third = 2.0f / 3.0f;
  for (int i = 1; i <= n; ++i) {
    const size_t c = (size_t)i, x = c + s;
    const float turn_a = (r->ub_high[c] + r->ub_high[x]) * r->spin_a_high[c] +
                         (r->ub_low[c] + r->ub_low[x]) * r->spin_a_low[c];
    const float turn_b = (r->ua_high[c] + r->ua_high[x]) * r->spin_b_high[c] +
                         (r->ua_low[c] + r->ua_low[x]) * r->spin_b_low[c];
    const float pull = r->mu[c] *
                       (2.0f * (r->u[c] - r->u_below[c]) * r->by_cell[c] - third * r->div[c]),
                push = r->mu[x] *
                       (2.0f * (r->u_above[c] - r->u[c]) * r->by_next[c] - third * r->div[x]);
    const float drag = (push - pull) * r->by_d[c] +
                       (r->stress_a_high[c] - r->stress_a_low[c]) * r->by_b[c] +
                       (r->stress_b_high[c] - r->stress_b_low[c]) * r->by_a[c];
    const float by_rho = 2.0f / (r->rho[c] + r->rho[x]);
    const float p = (r->p[c] * r->rho[x] + r->p[x] * r->rho[c]) / (r->rho[c] + r->rho[x]);
    out[c] = 0.25f * (turn_a - turn_b) - by_rho * drag - r->gravity * (1.0f - r->ambient * by_rho) -
             p * (r->by_rho[x] - r->by_rho[c]) * r->by_d[c];
  }
}

/* ---- pressure over the ambient ---- */

FIELD_FAST
static void pressure_row(const float *head, const float *rho, const float *u, const float *v,
                         const float *v_low, const float *w, const float *w_low,
                         float *restrict out, int n) {
  for (int i = 1; i <= n; ++i) {
    const float a = u[i] + u[i - 1], b = v[i] + v_low[i], c = w[i] + w_low[i];
    out[i] = rho[i] * (head[i] - 0.125f * (a * a + b * b + c * c));
  }
}

/** p = rho (H - u^2 / 2) of the cells, and of those around repeated. */
static void set_pressures(flue_field *f, float *const u[3]) {
#pragma omp parallel for schedule(static) num_threads(f->n_threads)
  for (int k = 1; k <= f->n[2]; ++k)
    for (int j = 1; j <= f->n[1]; ++j) {
      const size_t c = field_at(f, 0, j, k);
      pressure_row(f->head + c, f->density + c, u[0] + c, u[1] + c, u[1] + c - f->row, u[2] + c,
                   u[2] + c - f->plane, f->work + c, f->n[0]);
    }
  field_repeat_around(f, f->work);
}

/* ---- planes of edges ---- */

/** Rolling planes of a thread: edges along x and y below and above a plane of cells, along z in it;
 *  rows that repeat a number. */
typedef struct planes {
  float *spin[3][2], *stress[3][2];
  float *even[5]; /**< [row] */
} planes;

static planes planes_of(const flue_field *f, float *room) {
  planes p;
  for (int e = 0; e < 3; ++e)
    for (int up = 0; up < 2; ++up) {
      p.spin[e][up] = room;
      p.stress[e][up] = room + f->plane;
      if (e < 2 || up == 1) room += 2 * f->plane;
    }
  for (int r = 0; r < 5; ++r) p.even[r] = room + (size_t)r * f->row;
  return p;
}

static const float *even_row(float *row, float value, size_t n) {
  for (size_t i = 0; i < n; ++i) row[i] = value;
  return row;
}

/** Inverse distances of cells along an axis for a row at (j, k). */
static const float *steps_along(const flue_field *f, int d, int j, int k, float *row) {
  return d == 0 ? f->by_step[0] : even_row(row, f->by_step[d][d == 1 ? j : k], f->row);
}

static const float *widths_along(const flue_field *f, int d, int j, int k, float *row) {
  return d == 0 ? f->by_width[0] : even_row(row, f->by_width[d][d == 1 ? j : k], f->row);
}

static void edge_plane(const flue_field *f, float *const u[3], int e, int k, const planes *p,
                       int up) {
  const int a = (e + 1) % 3, b = (e + 2) % 3;
  const size_t sa = field_stride(f, a), sb = field_stride(f, b);
  for (int j = e == 1 ? 1 : 0; j <= f->n[1]; ++j) {
    const size_t c = field_at(f, 0, j, k);
    const edge_rows r = {.ua = u[a] + c,
                         .ua_next_b = u[a] + c + sb,
                         .ub = u[b] + c,
                         .ub_next_a = u[b] + c + sa,
                         .mu = {f->viscosity + c, f->viscosity + c + sa, f->viscosity + c + sb,
                                f->viscosity + c + sa + sb},
                         .edge = f->edge[e] + c,
                         .by_a = steps_along(f, a, j, k, p->even[0]),
                         .by_b = steps_along(f, b, j, k, p->even[1])};
    edge_row(&r, p->spin[e][up] + (size_t)j * f->row, p->stress[e][up] + (size_t)j * f->row,
             f->n[0]);
  }
}

/* ---- faces ---- */

/** A row of an edge plane, and of that a cell lower along an axis. */
static const float *edge_at(const flue_field *f, float *const plane[3][2], int e, int lower_along,
                            int j) {
  const size_t row = (size_t)j * f->row;
  if (lower_along == 2) return plane[e][0] + row;
  const float *high = plane[e][1] + row;
  return lower_along < 0 ? high : lower_along == 0 ? high - 1 : high - f->row;
}

static void face_plane(flue_field *f, float *const u[3], int d, int k, const planes *p) {
  const int a = (d + 1) % 3, b = (d + 2) % 3;
  const size_t s = field_stride(f, d), sa = field_stride(f, a), sb = field_stride(f, b);
  const double ambient =
      d == 2 ? 0.5 * (f->ambient_density[k] + f->ambient_density[k + 1]) : f->ambient_density[k];
  for (int j = 1; j <= f->n[1]; ++j) {
    const size_t c = field_at(f, 0, j, k);
    const int next = d == 1 ? j + 1 : k + 1;
    const float *by_cell = widths_along(f, d, j, k, p->even[0]);
    const force_rows r = {
        .ub_high = u[b] + c,
        .ub_low = u[b] + c - sb,
        .ua_high = u[a] + c,
        .ua_low = u[a] + c - sa,
        .step = s,
        .spin_a_high = edge_at(f, p->spin, a, -1, j),
        .spin_a_low = edge_at(f, p->spin, a, b, j),
        .spin_b_high = edge_at(f, p->spin, b, -1, j),
        .spin_b_low = edge_at(f, p->spin, b, a, j),
        .stress_a_high = edge_at(f, p->stress, a, -1, j),
        .stress_a_low = edge_at(f, p->stress, a, b, j),
        .stress_b_high = edge_at(f, p->stress, b, -1, j),
        .stress_b_low = edge_at(f, p->stress, b, a, j),
        .u_below = u[d] + c - s,
        .u = u[d] + c,
        .u_above = u[d] + c + s,
        .rho = f->density + c,
        .by_rho = f->by_density + c,
        .p = f->work + c,
        .mu = f->viscosity + c,
        .div = f->divergence + c,
        .by_d = steps_along(f, d, j, k, p->even[1]),
        .by_a = widths_along(f, a, j, k, p->even[2]),
        .by_b = widths_along(f, b, j, k, p->even[3]),
        .by_cell = by_cell,
        .by_next = d == 0 ? by_cell + 1 : even_row(p->even[4], f->by_width[d][next], f->row),
        .gravity = (float)f->in.gravity[d],
        .ambient = (float)ambient};
    force_row(&r, f->force[d] + c, f->n[0]);
  }
}

/** On open edges of the grid forces are those of the next faces inside: gas that leaves goes on as
 *  it did. */
static void force_open_sides(flue_field *f) {
  for (int side = 0; side < 6; ++side) {
    const int d = side / 2, a = (d + 1) % 3, b = (d + 2) % 3, n = f->n[d];
    const size_t s = field_stride(f, d);
    if (f->is_periodic[d]) continue;
    int at[3];
    for (at[b] = 1; at[b] <= f->n[b]; ++at[b])
      for (at[a] = 1; at[a] <= f->n[a]; ++at[a]) {
        at[d] = side % 2 ? n : 0;
        const size_t face = field_at(f, at[0], at[1], at[2]);
        if (f->kind[d][face] != FACE_OPEN) continue;
        const size_t inside = side % 2 ? face : face + s, next = side % 2 ? face - s : face + s;
        const int k = d == 2 ? (side % 2 ? n : 1) : at[2];
        const double excess = 1.0 - f->ambient_density[k] / (double)f->density[inside];
        f->force[d][face] = n > 1 && f->kind[d][next] == FACE_GAS
                                ? f->force[d][next]
                                : (float)(-f->in.gravity[d] * excess);
      }
  }
}

/** The lowest periodic face is the highest. */
static void force_periodic_sides(flue_field *f) {
  for (int d = 0; d < 3; ++d) {
    if (!f->is_periodic[d]) continue;
    const int a = (d + 1) % 3, b = (d + 2) % 3;
    const size_t sa = field_stride(f, a), sb = field_stride(f, b);
    const size_t top = (size_t)f->n[d] * field_stride(f, d);
    for (int j = 1; j <= f->n[b]; ++j)
      for (int i = 1; i <= f->n[a]; ++i) {
        const size_t base = (size_t)i * sa + (size_t)j * sb;
        f->force[d][base] = f->force[d][base + top];
      }
  }
}

void field_forces(flue_field *f, float *const u[3]) {
  set_pressures(f, u);
#pragma omp parallel num_threads(f->n_threads)
  {
    int first, last;
    field_slab(f, &first, &last);
    planes p = planes_of(f, f->scratch[omp_get_thread_num()]);
    for (int k = first; k <= last; ++k) {
      if (k == first) {
        edge_plane(f, u, 0, k - 1, &p, 0);
        edge_plane(f, u, 1, k - 1, &p, 0);
      }
      edge_plane(f, u, 0, k, &p, 1);
      edge_plane(f, u, 1, k, &p, 1);
      edge_plane(f, u, 2, k, &p, 1);
      for (int d = 0; d < 3; ++d) face_plane(f, u, d, k, &p);
      for (int e = 0; e < 2; ++e) { /* what is above becomes what is below */
        float *spin = p.spin[e][0], *stress = p.stress[e][0];
        p.spin[e][0] = p.spin[e][1];
        p.stress[e][0] = p.stress[e][1];
        p.spin[e][1] = spin;
        p.stress[e][1] = stress;
      }
    }
  }
  field_drag(f, u);
  force_open_sides(f);
  force_periodic_sides(f);
}
