/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions of an octant lie side by side, 16 in a block, so that one loop does all of them at a
 * cell. Of the field of a block only one plane is kept: before a cell is done its place holds what
 * comes from the plane before, afterwards its own intensities, which the next row and the next
 * plane read. Walls and edges write what they send over it, row by row, so that the loop over cells
 * knows of neither. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "solver/field/field_fast.h"
#include "solver/field/rays_internal.h"

static const double pi = 3.14159265358979323846;
/** Keeps intensities that fade away above denormal numbers, which are slow [W m-3 sr-1]. */
static const float least_emission = 1e-25f;

/** A block of directions of an octant on its way through the grid. */
typedef struct sweep {
  flue_rays *rays;
  block angles; /**< Without components along flat axes; weights of mirrored directions added. */
  int octant, block, buffer;
  int is_up[3], step[3];
  float background; /**< [W m-2 sr-1] */
  const float *absorption, *emission;
  float *upstream, *beside;
} sweep;

/** A row of cells, with pointers to its first. */
typedef struct row_of_cells {
  const float *absorption, *emission, *width;
  float *incident;
  const float *beside; /**< Intensities of the row upstream, [n0][LANES]. */
  float *own;          /**< First those of the plane upstream, [n0][LANES]. */
  float by_y[LANES], by_z[LANES], by_both[LANES]; /**< Mean component / width [m-1]. */
} row_of_cells;

/* ---- one octant ---- */

static void set_lanes(float *to, float value) {
  for (int l = 0; l < LANES; ++l) to[l] = value;
}

/** Pairwise, in an order that the width of vectors does not change. */
static inline float sum_of_lanes(const float x[LANES]) {
  float a[LANES / 2], b[LANES / 4];
#pragma omp simd
  for (int l = 0; l < LANES / 2; ++l) a[l] = x[l] + x[l + LANES / 2];
#pragma omp simd
  for (int l = 0; l < LANES / 4; ++l) b[l] = a[l] + a[l + LANES / 4];
  return (b[0] + b[2]) + (b[1] + b[3]);
}

/** Cells from `i` on in the direction of `step`. With upstream values x, y, z and width h of the
 * cell, I (m_x + h (m_y/h_y + m_z/h_z + kappa)) = m_x x + h (m_y/h_y y + m_z/h_z z + e). */
FIELD_FAST static void run_along(const block *angles, const row_of_cells *row, int i, int step,
                                 int count, float *ahead) {
  const float per_steradian = (float)(0.25 / pi);
  float x[LANES], weighed[LANES];
  memcpy(x, ahead, sizeof x);
  for (int m = 0; m < count; ++m, i += step) {
    const float *restrict beside = row->beside + (ptrdiff_t)i * LANES;
    float *restrict own = row->own + (ptrdiff_t)i * LANES;
    const float h = row->width[i], kappa = row->absorption[i];
    const float emits = row->emission[i] * per_steradian + least_emission;
#pragma omp simd
    for (int l = 0; l < LANES; ++l) {
      const float along = angles->mean[0][l];
      const float share = 1.0f / (along + h * (row->by_both[l] + kappa));
      const float comes = row->by_y[l] * beside[l] + row->by_z[l] * own[l] + emits;
      const float intensity = along * share * x[l] + h * comes * share;
      x[l] = intensity;
      own[l] = intensity;
      weighed[l] = angles->solid_angle[l] * intensity;
    }
    row->incident[i] += sum_of_lanes(weighed);
  }
  memcpy(ahead, x, sizeof x);
}

/** What left a side in this octant or its mirror image, from a face on. @param age  0: this pass.
 */
static float *left_at(const sweep *s, int side, int age, size_t face) {
  const flue_rays *rays = s->rays;
  const int axis = side / 2, below = s->octant & ((1 << axis) - 1);
  const size_t octant = (size_t)((s->octant >> (axis + 1)) << axis | below);
  const size_t at =
      ((size_t)s->block * (OCTANTS / 2) + octant) * rays_faces_across(rays, axis) + face;
  float *left = rays->left[side][age == 0 ? !rays->last : rays->last];
  return left ? left + at * LANES : NULL;
}

/** What comes in through the upstream side of an axis at n faces. */
static void enter(const sweep *s, int axis, size_t face, int n, float *to) {
  const int side = 2 * axis + !s->is_up[axis];
  const int from = s->rays->edge[side] == FLUE_RAYS_PERIODIC ? side ^ 1 : side;
  const float *left = left_at(s, from, 1, face);
  if (s->rays->edge[side] != FLUE_RAYS_OPEN && left)
    memcpy(to, left, (size_t)n * LANES * sizeof *to);
  else
    for (int m = 0; m < n; ++m) set_lanes(to + (size_t)m * LANES, s->background);
}

/** Keeps what leaves through the downstream side, where it comes back. */
static void leave(const sweep *s, int axis, size_t face, int n, const float *from) {
  float *left = left_at(s, 2 * axis + s->is_up[axis], 0, face);
  if (left) memcpy(left, from, (size_t)n * LANES * sizeof *left);
}

/** Walls of a row: [first, end) of the list. @param is_ahead  Those that the octant runs into. */
static void find_walls(const sweep *s, int axis, size_t row, int is_ahead, size_t *first,
                       size_t *end) {
  const size_t side = (size_t)(2 * axis + (s->is_up[axis] != is_ahead));
  const size_t *at = &s->rays->walls.first[side * s->rays->rows + row];
  *first = at[0];
  *end = at[1];
}

static void send_from_walls(const sweep *s, size_t first, size_t end, float *to) {
  const wall_list *walls = &s->rays->walls;
  for (size_t w = first; w < end; ++w)
    set_lanes(to + (size_t)walls->at[w].i * LANES, walls->intensity[w]);
}

static void arrive_at_walls(const sweep *s, int axis, size_t row, const float *own) {
  const wall_list *walls = &s->rays->walls;
  size_t first, end;
  find_walls(s, axis, row, 1, &first, &end);
  for (size_t w = first; w < end; ++w) {
    const float *intensity = own + (size_t)walls->at[w].i * LANES;
    float flux[LANES];
    for (int l = 0; l < LANES; ++l) flux[l] = s->angles.integral[axis][l] * intensity[l];
    walls->sum[s->buffer][w] += sum_of_lanes(flux);
  }
}

/** Runs from wall to wall. */
static void run_row(const sweep *s, const row_of_cells *row, size_t number) {
  const wall_list *walls = &s->rays->walls;
  const int n = s->rays->n[0], step = s->step[0];
  size_t first, end;
  float ahead[LANES];
  enter(s, 0, number, 1, ahead);
  find_walls(s, 0, number, 0, &first, &end);
  int i = step > 0 ? 0 : n - 1;
  for (size_t m = 0; m < end - first; ++m) {
    const size_t w = step > 0 ? first + m : end - 1 - m;
    const int at = walls->at[w].i;
    run_along(&s->angles, row, i, step, step * (at - i), ahead);
    set_lanes(ahead, walls->intensity[w]);
    i = at;
  }
  run_along(&s->angles, row, i, step, step > 0 ? n - i : i + 1, ahead);
  leave(s, 0, number, 1, ahead);
}

/** The row upstream: that of the plane, or a copy with what edge and walls send. */
static const float *row_beside(const sweep *s, int j, int k, size_t number) {
  const flue_rays *rays = s->rays;
  const int n = rays->n[0], before = j - s->step[1];
  const int is_first = before < 0 || before >= rays->n[1];
  const float *own = is_first ? NULL : s->upstream + (size_t)before * (size_t)n * LANES;
  size_t first, end;
  find_walls(s, 1, number, 0, &first, &end);
  if (own && first == end) return own;
  if (is_first)
    enter(s, 1, (size_t)k * (size_t)n, n, s->beside);
  else
    memcpy(s->beside, own, (size_t)n * LANES * sizeof *own);
  send_from_walls(s, first, end, s->beside);
  return s->beside;
}

static void do_row(const sweep *s, int j, int k) {
  const flue_rays *rays = s->rays;
  const size_t number = (size_t)k * (size_t)rays->n[1] + (size_t)j, n = (size_t)rays->n[0];
  const size_t cell = 1 + ((size_t)j + 1) * rays->row + ((size_t)k + 1) * rays->plane;
  const float by_y = 1.0f / rays->width[1][j], by_z = 1.0f / rays->width[2][k];
  row_of_cells row = {.absorption = s->absorption + cell,
                      .emission = s->emission + cell,
                      .width = rays->width[0],
                      .incident = rays->incident[s->buffer] + cell,
                      .beside = row_beside(s, j, k, number),
                      .own = s->upstream + (size_t)j * n * LANES};
  for (int l = 0; l < LANES; ++l) {
    row.by_y[l] = s->angles.mean[1][l] * by_y;
    row.by_z[l] = s->angles.mean[2][l] * by_z;
    row.by_both[l] = row.by_y[l] + row.by_z[l];
  }
  size_t first, end;
  find_walls(s, 2, number, 0, &first, &end);
  send_from_walls(s, first, end, row.own);
  run_row(s, &row, number);
  for (int axis = 0; axis < 3; ++axis) arrive_at_walls(s, axis, number, row.own);
  if (j == (s->is_up[1] ? rays->n[1] - 1 : 0)) leave(s, 1, (size_t)k * n, (int)n, row.own);
}

static void do_octant(sweep *s) {
  const flue_rays *rays = s->rays;
  const int faces = rays->n[0] * rays->n[1];
  enter(s, 2, 0, faces, s->upstream);
  for (int m = 0; m < rays->n[2]; ++m)
    for (int l = 0; l < rays->n[1]; ++l)
      do_row(s, s->is_up[1] ? l : rays->n[1] - 1 - l, s->is_up[2] ? m : rays->n[2] - 1 - m);
  leave(s, 2, 0, faces, s->upstream);
}

/* ---- all octants ---- */

/** What an octant needs to know. @return 0: its mirror image along a flat axis stands for it. */
static int aim(sweep *s, int octant, int number) {
  float weight = 1.0f;
  s->octant = octant;
  s->block = number;
  s->angles = s->rays->block[number];
  for (int axis = 0; axis < 3; ++axis) {
    s->is_up[axis] = octant >> axis & 1;
    s->step[axis] = s->is_up[axis] ? 1 : -1;
    if (!s->rays->is_flat[axis]) continue;
    if (!s->is_up[axis]) return 0;
    set_lanes(s->angles.mean[axis], 0.0f);
    weight *= 2.0f;
  }
  for (int l = 0; l < LANES; ++l) {
    s->angles.solid_angle[l] *= weight;
    for (int axis = 0; axis < 3; ++axis) s->angles.integral[axis][l] *= weight;
  }
  return 1;
}

/** Each buffer has its octants, in order, whatever thread does them. */
static void fill_buffer(sweep s, int buffer) {
  flue_rays *rays = s.rays;
  float *incident = rays->incident[buffer];
  for (int k = 1; k <= rays->n[2]; ++k)
    for (int j = 1; j <= rays->n[1]; ++j)
      memset(incident + 1 + (size_t)j * rays->row + (size_t)k * rays->plane, 0,
             (size_t)rays->n[0] * sizeof *incident);
  memset(rays->walls.sum[buffer], 0, rays->walls.n * sizeof(float));
  const uintptr_t alignment = LANES * sizeof(float);
  const uintptr_t start = (uintptr_t)rays->upstream[buffer];
  s.upstream = rays->upstream[buffer] + (alignment - start % alignment) / sizeof(float);
  s.beside = s.upstream + (size_t)rays->n[0] * (size_t)rays->n[1] * LANES;
  s.buffer = buffer;
  int turn = 0;
  for (int number = 0; number < rays->n_blocks; ++number)
    for (int octant = 0; octant < OCTANTS; ++octant)
      if (aim(&s, octant, number) && turn++ % BUFFERS == buffer) do_octant(&s);
}

static void add_incident(flue_rays *rays, int k) {
  float *restrict sum = rays->incident[0];
  const float *restrict b1 = rays->incident[1], *restrict b2 = rays->incident[2];
  const float *restrict b3 = rays->incident[3];
  for (int j = 1; j <= rays->n[1]; ++j) {
    const size_t c = 1 + (size_t)j * rays->row + (size_t)k * rays->plane;
    for (size_t at = c; at < c + (size_t)rays->n[0]; ++at)
      sum[at] = (sum[at] + b1[at]) + (b2[at] + b3[at]);
  }
}

static void start_walls(flue_rays *rays, const float *leaving, const float *emissivity,
                        double background) {
  wall_list *walls = &rays->walls;
  for (size_t m = 0; m < walls->n; ++m) {
    const size_t w = walls->at[m].wall;
    const double arrived = walls->arrived[m] < 0.0f ? background : (double)walls->arrived[m];
    walls->intensity[m] = (float)((leaving[w] + (1.0 - emissivity[w]) * arrived) / pi);
  }
}

static void finish_walls(flue_rays *rays, float *arrives) {
  wall_list *walls = &rays->walls;
  float *const *sum = walls->sum;
  for (size_t m = 0; m < walls->n; ++m) {
    walls->arrived[m] = (sum[0][m] + sum[1][m]) + (sum[2][m] + sum[3][m]);
    arrives[walls->at[m].wall] = walls->arrived[m];
  }
}

static void start_edges(flue_rays *rays, float background) {
  if (!rays->left_is_new) return;
  rays->left_is_new = 0;
  for (int side = 0; side < SIDES; ++side) {
    float *left = rays->left[side][rays->last];
    for (size_t m = 0; left && m < rays_left_length(rays, side); ++m) left[m] = background;
  }
}

void flue_rays_solve(flue_rays *rays, const float *absorption, const float *emission,
                     const float *leaving, const float *emissivity, double background, int passes,
                     int threads, float *incident, float *arrives) {
  const sweep start = {.rays = rays,
                       .background = (float)(background / pi),
                       .absorption = absorption,
                       .emission = emission};
  const int wanted = threads > 0 ? threads : omp_get_max_threads();
  const int used = wanted < BUFFERS ? wanted : BUFFERS;
  rays->incident[0] = incident;
  start_edges(rays, start.background);
  for (int pass = 0; pass < passes; ++pass) {
    start_walls(rays, leaving, emissivity, background);
#pragma omp parallel num_threads(used)
    {
#pragma omp for schedule(static)
      for (int b = 0; b < BUFFERS; ++b) fill_buffer(start, b);
#pragma omp for schedule(static)
      for (int k = 1; k <= rays->n[2]; ++k) add_incident(rays, k);
    }
    finish_walls(rays, arrives);
    rays->last = !rays->last;
  }
}
