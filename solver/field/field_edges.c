/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in the cells around the grid and behind faces that blow. */
#include <math.h>

#include "solver/field/field_internal.h"

double field_ramp(const flue_field_ramp *r, double time_s) {
  if (r->n == 0) return 1.0;
  if (time_s <= r->time_s[0]) return r->factor[0];
  for (size_t i = 1; i < r->n; ++i)
    if (time_s < r->time_s[i]) {
      const double share = (time_s - r->time_s[i - 1]) / (r->time_s[i] - r->time_s[i - 1]);
      return r->factor[i - 1] + share * (r->factor[i] - r->factor[i - 1]);
    }
  return r->factor[r->n - 1];
}

void field_repeat_around(const flue_field *f, float *x) {
  for (int d = 0; d < 3; ++d) {
    const int a = (d + 1) % 3, b = (d + 2) % 3;
    const size_t s = field_stride(f, d), sa = field_stride(f, a), sb = field_stride(f, b);
    const size_t n = (size_t)f->n[d];
    for (int j = 0; j <= f->n[b] + 1; ++j)
      for (int i = 0; i <= f->n[a] + 1; ++i) {
        float *at = x + (size_t)i * sa + (size_t)j * sb;
        at[0] = f->is_periodic[d] ? at[n * s] : at[s];
        at[(n + 1) * s] = f->is_periodic[d] ? at[s] : at[n * s];
      }
  }
}

void field_ghost_velocities(flue_field *f, float *const u[3]) {
  for (int d = 0; d < 3; ++d) {
    const int a = (d + 1) % 3, b = (d + 2) % 3;
    const size_t s = field_stride(f, d), sa = field_stride(f, a), sb = field_stride(f, b);
    const size_t n = (size_t)f->n[d];
    for (int e = 0; e < 3; ++e)
      for (int j = 0; j <= f->n[b] + 1; ++j)
        for (int i = 0; i <= f->n[a] + 1; ++i) {
          float *at = u[e] + (size_t)i * sa + (size_t)j * sb;
          if (e != d) at[0] = f->is_periodic[d] ? at[n * s] : at[s];
          at[(n + 1) * s] = f->is_periodic[d] ? at[s] : at[n * s];
        }
  }
}

/** Gas at the edge of the grid: what is outside where it comes in, else what is inside. */
static void ghost_side(flue_field *f, float *const part[], float *const u[3], int side) {
  const int d = side / 2, a = (d + 1) % 3, b = (d + 2) % 3, is_top = side % 2;
  const size_t s = field_stride(f, d);
  int at[3];
  for (at[b] = 1; at[b] <= f->n[b]; ++at[b])
    for (at[a] = 1; at[a] <= f->n[a]; ++at[a]) {
      at[d] = is_top ? f->n[d] + 1 : 0;
      const size_t ghost = field_at(f, at[0], at[1], at[2]);
      const size_t face = is_top ? ghost - s : ghost, inside = is_top ? ghost - s : ghost + s;
      const size_t far = is_top ? ghost - (size_t)f->n[d] * s : ghost + (size_t)f->n[d] * s;
      const int comes_in =
          f->kind[d][face] == FACE_OPEN && (is_top ? -u[d][face] : u[d][face]) > 0.0f;
      const size_t from = f->is_periodic[d] ? far : inside;
      for (size_t q = 0; q < f->n_species; ++q)
        part[q][ghost] =
            comes_in ? (float)(f->ambient_density[at[2]] * f->ambient_gas[q]) : part[q][from];
    }
}

/** Behind a wall the gas goes on as it does before it, so that it is no extreme for the limiter.
 *  Nothing passes the wall. */
static void extend(const flue_field *f, const wall_face *w, float *const part[]) {
  const size_t next =
      w->faces_up ? w->c + field_stride(f, w->axis) : w->c - field_stride(f, w->axis);
  if (f->zone[w->other] >= 0) return; /* a wall without thickness: gas is there */
  for (size_t q = 0; q < f->n_species; ++q) {
    const float own = part[q][w->c], beyond = f->zone[next] >= 0 ? 2.0f * own - part[q][next] : own;
    part[q][w->other] = beyond > 0.25f * own ? beyond : 0.25f * own;
  }
}

/** Gas behind walls: of faces that blow it is what they blow. */
static void ghost_walls(flue_field *f, float *const part[]) {
  for (size_t n = 0; n < f->n_walls; ++n)
    if (f->surface[f->wall[n].surface].gas != FLUE_FIELD_MIRROR) extend(f, &f->wall[n], part);
  for (size_t n = 0; n < f->n_walls; ++n) {
    const wall_face *w = &f->wall[n];
    const flue_field_surface *s = &f->surface[w->surface];
    if (s->blows <= 0.0 || f->zone[w->other] >= 0) continue;
    const double *fraction = f->inflow_gas + w->surface * FLUE_FIELD_SPECIES;
    const int z = f->zone[w->c];
    const double pressure = f->ambient_pressure[w->cell[2]] + f->zone_pressure[z];
    const double density =
        pressure / (field_mixture_constant(f, fraction) * field_inflow_temp(s, w));
    for (size_t q = 0; q < f->n_species; ++q) part[q][w->other] = (float)(density * fraction[q]);
  }
}

void field_ghost_cells(flue_field *f, float *const part[], float *const u[3]) {
  for (int side = 0; side < 6; ++side) ghost_side(f, part, u, side);
  ghost_walls(f, part);
}

void field_blow(flue_field *f, float *const u[3], double time_s) {
  for (size_t n = 0; n < f->n_walls; ++n) {
    const wall_face *w = &f->wall[n];
    const flue_field_surface *s = &f->surface[w->surface];
    if (s->blows == 0.0 && !s->is_port) continue;
    const double speed = s->blows * field_ramp(&s->blows_ramp, time_s);
    u[w->axis][w->f] = (float)(w->faces_up ? speed : -speed);
  }
}

int field_is_in(const flue_field *f, const double box_m[6], int i, int j, int k) {
  const int at[3] = {i, j, k};
  for (int d = 0; d < 3; ++d) {
    const double middle = field_middle_of(f, d, at[d]);
    if (middle < box_m[2 * d] || middle > box_m[2 * d + 1]) return 0;
  }
  return 1;
}
