/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions of an octant lie side by side, 16 in a block, so that one loop does all of them at a
 * cell. Of the field of a block only one plane is kept: before a cell is done its place holds what
 * comes from the plane before, afterwards its own intensities, which the next row and the next
 * plane read. Walls and edges write what they send over it, row by row, so that the loop over cells
 * knows of neither. */
#include "solver/field/rays.h"

#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define RAYS_FAST __attribute__((target_clones("avx2", "default")))
#else
#define RAYS_FAST
#endif

enum { LANES = 16, OCTANTS = 8, BUFFERS = 4, SIDES = 6 };

static const double pi = 3.14159265358979323846;
/** Keeps intensities that fade away above denormal numbers, which are slow [W m-3 sr-1]. */
static const float least_emission = 1e-25f;

/** Directions of the first octant, all components positive. Lanes to spare repeat the first
 * direction and weigh nothing. */
typedef struct block {
  float mean[3][LANES];     /**< Component of the direction, mean over its solid angle [1]. */
  float integral[3][LANES]; /**< Its integral [sr]. */
  float solid_angle[LANES]; /**< [sr] */
} block;

typedef struct direction {
  double solid_angle, integral[3];
} direction;

/** A wall in the order of sides (2 axis + faces_up), rows and cells of a row. */
typedef struct wall_at {
  int i;       /**< In its row, from 0. */
  size_t wall; /**< As the caller counts. */
} wall_at;

typedef struct wall_list {
  size_t n;
  wall_at *at;         /**< [n] */
  size_t *first;       /**< Of each side and row, [SIDES][rows] and the end. */
  float *arrived;      /**< In the last pass; negative: not known [W m-2], [n]. */
  float *intensity;    /**< That leaves it [W m-2 sr-1], [n]. */
  float *sum[BUFFERS]; /**< Of what arrives [W m-2], [n]. */
} wall_list;

struct flue_rays {
  int n[3];
  size_t row, plane, size, rows;
  float *width[3];            /**< Of cells [n] [m]. */
  int n_directions, n_blocks; /**< In an octant. */
  direction *direction;
  block *block;
  flue_rays_edge edge[SIDES];
  int is_flat[3];
  float *left[SIDES][2]; /**< Through sides, [n_blocks][4 octants][faces][LANES]; NULL: not kept. */
  int last;              /**< Which of the two the pass before has written. */
  int left_is_new;       /**< Nothing has left yet. */
  wall_list walls;
  float *incident[BUFFERS]; /**< The first is the caller's. */
  float *upstream[BUFFERS]; /**< [n1][n0][LANES], then a row more. */
  size_t bytes;
};

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

/* ---- directions ---- */

static int bands_of(int angles) {
  return 2 * (int)lround(0.5 * 1.17 * pow(angles, 1.0 / 2.26)); /* @cite mcgrattan2024 */
}

/** Directions of a quarter of a band of theta. */
static int quarter_of(int angles, int bands, int band) {
  const double share = cos(pi * band / bands) - cos(pi * (band + 1) / bands);
  const int n = (int)lround(0.25 * 0.5 * angles * share);
  return n > 0 ? n : 1;
}

static int count_directions(int angles) {
  int n = 0;
  const int bands = bands_of(angles);
  for (int band = 0; band < bands / 2; ++band) n += quarter_of(angles, bands, band);
  return n;
}

static void make_directions(int angles, direction *out) {
  const int bands = bands_of(angles);
  for (int band = 0; band < bands / 2; ++band) {
    const double low = pi * band / bands, high = pi * (band + 1) / bands;
    const int n = quarter_of(angles, bands, band);
    const double across = 0.5 * (high - low) - 0.25 * (sin(2.0 * high) - sin(2.0 * low));
    const double along = 0.5 * (sin(high) * sin(high) - sin(low) * sin(low));
    for (int m = 0; m < n; ++m) {
      const double from = 0.5 * pi * m / n, to = 0.5 * pi * (m + 1) / n;
      *out++ = (direction){
          (to - from) * (cos(low) - cos(high)),
          {across * (sin(to) - sin(from)), across * (cos(from) - cos(to)), along * (to - from)}};
    }
  }
}

static void fill_blocks(flue_rays *rays) {
  for (int m = 0; m < rays->n_blocks * LANES; ++m) {
    const int is_spare = m >= rays->n_directions, lane = m % LANES;
    const direction *d = &rays->direction[is_spare ? 0 : m];
    block *to = &rays->block[m / LANES];
    to->solid_angle[lane] = is_spare ? 0.0f : (float)d->solid_angle;
    for (int axis = 0; axis < 3; ++axis) {
      to->mean[axis][lane] = (float)(d->integral[axis] / d->solid_angle);
      to->integral[axis][lane] = is_spare ? 0.0f : (float)d->integral[axis];
    }
  }
}

int flue_rays_directions(const flue_rays *rays) {
  return rays->n_directions * OCTANTS;
}

void flue_rays_direction(const flue_rays *rays, int number, double *solid_angle,
                         double integral[3]) {
  const direction *d = &rays->direction[number / OCTANTS];
  *solid_angle = d->solid_angle;
  for (int axis = 0; axis < 3; ++axis)
    integral[axis] = number >> axis & 1 ? d->integral[axis] : -d->integral[axis];
}

/* ---- creation ---- */

static void *take(flue_rays *rays, size_t n, size_t size) {
  void *p = flue_alloc(n, size);
  if (p) rays->bytes += n * size;
  return p;
}

static flue_status take_grid(flue_ctx *ctx, flue_rays *rays, const double *const face[3]) {
  for (int axis = 0; axis < 3; ++axis) {
    const int n = rays->n[axis];
    rays->width[axis] = take(rays, (size_t)n, sizeof(float));
    FLUE_CHECK(rays->width[axis], ctx, FLUE_ENOMEM, "no memory for radiation");
    for (int i = 0; i < n; ++i) {
      const double width = face[axis][i + 1] - face[axis][i];
      FLUE_CHECK(width > 0.0, ctx, FLUE_EARG, "cell %d of axis %d is %g m wide: faces must rise", i,
                 axis, width);
      rays->width[axis][i] = (float)width;
    }
  }
  return FLUE_OK;
}

static flue_status take_directions(flue_ctx *ctx, flue_rays *rays, int angles) {
  rays->n_directions = count_directions(angles);
  rays->n_blocks = (rays->n_directions + LANES - 1) / LANES;
  rays->direction = take(rays, (size_t)rays->n_directions, sizeof *rays->direction);
  rays->block = take(rays, (size_t)rays->n_blocks, sizeof *rays->block);
  FLUE_CHECK(rays->direction && rays->block, ctx, FLUE_ENOMEM, "no memory for radiation");
  make_directions(angles, rays->direction);
  fill_blocks(rays);
  return FLUE_OK;
}

static flue_status take_buffers(flue_ctx *ctx, flue_rays *rays) {
  const size_t lanes = ((size_t)rays->n[1] + 1) * (size_t)rays->n[0] * LANES;
  for (int b = 0; b < BUFFERS; ++b) {
    rays->upstream[b] = take(rays, lanes + LANES, sizeof(float)); /* LANES to align */
    FLUE_CHECK(rays->upstream[b], ctx, FLUE_ENOMEM, "no memory for radiation");
    if (b == 0) continue;
    rays->incident[b] = take(rays, rays->size, sizeof(float));
    FLUE_CHECK(rays->incident[b], ctx, FLUE_ENOMEM, "no memory for radiation");
  }
  return FLUE_OK;
}

static flue_status fill(flue_ctx *ctx, flue_rays *rays, const double *const face[3], int angles) {
  rays->row = (size_t)rays->n[0] + 2;
  rays->plane = rays->row * ((size_t)rays->n[1] + 2);
  rays->size = rays->plane * ((size_t)rays->n[2] + 2);
  rays->rows = (size_t)rays->n[1] * (size_t)rays->n[2];
  FLUE_TRY(take_grid(ctx, rays, face));
  FLUE_TRY(take_directions(ctx, rays, angles));
  FLUE_TRY(take_buffers(ctx, rays));
  return flue_rays_set_walls(ctx, rays, 0, NULL);
}

flue_status flue_rays_create(flue_ctx *ctx, const int n[3], const double *const face[3], int angles,
                             flue_rays **out) {
  const int fewest = 8, most = 10000;
  for (int axis = 0; axis < 3; ++axis)
    FLUE_CHECK(n[axis] > 0, ctx, FLUE_EARG, "%d cells along axis %d; at least 1", n[axis], axis);
  FLUE_CHECK(angles >= fewest && angles <= most, ctx, FLUE_EARG,
             "%d directions of radiation; from %d to %d", angles, fewest, most);
  flue_rays *rays = flue_alloc(1, sizeof *rays);
  FLUE_CHECK(rays, ctx, FLUE_ENOMEM, "no memory for radiation");
  memcpy(rays->n, n, sizeof rays->n);
  const flue_status status = fill(ctx, rays, face, angles);
  if (status != FLUE_OK) flue_rays_destroy(&rays);
  *out = rays;
  return status;
}

static void free_walls(wall_list *list) {
  free(list->at);
  free(list->first);
  free(list->arrived);
  free(list->intensity);
  for (int b = 0; b < BUFFERS; ++b) free(list->sum[b]);
  *list = (wall_list){0};
}

void flue_rays_destroy(flue_rays **rays) {
  flue_rays *r = *rays;
  if (!r) return;
  for (int axis = 0; axis < 3; ++axis) free(r->width[axis]);
  for (int side = 0; side < SIDES; ++side)
    for (int age = 0; age < 2; ++age) free(r->left[side][age]);
  for (int b = 0; b < BUFFERS; ++b) {
    if (b > 0) free(r->incident[b]);
    free(r->upstream[b]);
  }
  free_walls(&r->walls);
  free(r->direction);
  free(r->block);
  free(r);
  *rays = NULL;
}

/* ---- edges ---- */

static size_t faces_of(const flue_rays *rays, int axis) {
  return (size_t)rays->n[(axis + 1) % 3] * (size_t)rays->n[(axis + 2) % 3];
}

static size_t left_length(const flue_rays *rays, int side) {
  return faces_of(rays, side / 2) * (OCTANTS / 2) * (size_t)rays->n_blocks * LANES;
}

static flue_status fit_side(flue_ctx *ctx, flue_rays *rays, int side) {
  const int is_kept = rays->edge[side] != FLUE_RAYS_OPEN && !rays->is_flat[side / 2];
  const size_t n = left_length(rays, side);
  for (int age = 0; age < 2; ++age) {
    float **left = &rays->left[side][age];
    if (is_kept && !*left) {
      *left = take(rays, n, sizeof(float));
      FLUE_CHECK(*left, ctx, FLUE_ENOMEM, "no memory for radiation");
    } else if (!is_kept && *left) {
      free(*left);
      *left = NULL;
      rays->bytes -= n * sizeof(float);
    }
  }
  return FLUE_OK;
}

flue_status flue_rays_set_edge(flue_ctx *ctx, flue_rays *rays, int side, flue_rays_edge edge) {
  const int axis = side / 2;
  const int is_flat =
      rays->n[axis] == 1 && edge != FLUE_RAYS_OPEN && rays->edge[side ^ 1] != FLUE_RAYS_OPEN;
  const size_t *first = &rays->walls.first[2 * (size_t)axis * rays->rows];
  FLUE_CHECK(!is_flat || first[0] == first[2 * rays->rows], ctx, FLUE_EARG,
             "walls lie across axis %d, along which nothing varies between its sides", axis);
  rays->edge[side] = edge;
  rays->is_flat[axis] = is_flat;
  rays->left_is_new = 1;
  FLUE_TRY(fit_side(ctx, rays, side));
  return fit_side(ctx, rays, side ^ 1);
}

/* ---- walls ---- */

static size_t side_and_row(const flue_rays *rays, const flue_rays_wall *wall) {
  const size_t j = wall->cell % rays->plane / rays->row - 1, k = wall->cell / rays->plane - 1;
  const size_t side = 2 * (size_t)wall->axis + (wall->faces_up != 0);
  return side * rays->rows + k * (size_t)rays->n[1] + j;
}

static int is_a_cell(const flue_rays *rays, size_t cell) {
  const size_t i = cell % rays->row, j = cell % rays->plane / rays->row, k = cell / rays->plane;
  return i >= 1 && i <= (size_t)rays->n[0] && j >= 1 && j <= (size_t)rays->n[1] && k >= 1 &&
         k <= (size_t)rays->n[2];
}

static flue_status check_walls(flue_ctx *ctx, const flue_rays *rays, size_t n,
                               const flue_rays_wall *walls) {
  for (size_t w = 0; w < n; ++w) {
    FLUE_CHECK(is_a_cell(rays, walls[w].cell) && walls[w].axis >= 0 && walls[w].axis < 3, ctx,
               FLUE_EARG, "wall %zu lies at cell %zu, axis %d, which the grid does not have", w,
               walls[w].cell, walls[w].axis);
    FLUE_CHECK(!rays->is_flat[walls[w].axis], ctx, FLUE_EARG,
               "wall %zu lies across axis %d, along which nothing varies between its sides", w,
               walls[w].axis);
  }
  return FLUE_OK;
}

static flue_status take_walls(flue_ctx *ctx, const flue_rays *rays, size_t n, wall_list *list) {
  list->n = n;
  list->at = flue_alloc(n, sizeof *list->at);
  list->first = flue_alloc(SIDES * rays->rows + 1, sizeof *list->first);
  list->arrived = flue_alloc(n, sizeof(float));
  list->intensity = flue_alloc(n, sizeof(float));
  int is_short = !list->at || !list->first || !list->arrived || !list->intensity;
  for (int b = 0; b < BUFFERS; ++b) {
    list->sum[b] = flue_alloc(n, sizeof(float));
    is_short = is_short || !list->sum[b];
  }
  FLUE_CHECK(!is_short, ctx, FLUE_ENOMEM, "no memory for radiation at walls");
  return FLUE_OK;
}

static int compare_places(const void *left, const void *right) {
  const wall_at *a = left, *b = right;
  return (a->i > b->i) - (a->i < b->i);
}

/** Counts walls of each side and row, puts them there, and sorts each row. */
static flue_status sort_walls(flue_ctx *ctx, const flue_rays *rays, const flue_rays_wall *walls,
                              wall_list *list) {
  const size_t places = SIDES * rays->rows;
  for (size_t w = 0; w < list->n; ++w) ++list->first[side_and_row(rays, &walls[w])];
  for (size_t r = 0, end = 0; r <= places; ++r) list->first[r] = end += list->first[r];
  for (size_t w = list->n; w-- > 0;) {
    const int i = (int)(walls[w].cell % rays->row) - 1;
    list->at[--list->first[side_and_row(rays, &walls[w])]] = (wall_at){i, w};
  }
  for (size_t r = 0; r < places; ++r) {
    const size_t first = list->first[r], n = list->first[r + 1] - first;
    qsort(list->at + first, n, sizeof *list->at, compare_places);
    for (size_t m = first + 1; m < first + n; ++m)
      FLUE_CHECK(list->at[m - 1].i < list->at[m].i, ctx, FLUE_EARG,
                 "walls %zu and %zu are the same face", list->at[m - 1].wall, list->at[m].wall);
  }
  return FLUE_OK;
}

/** Both lists are in the same order. */
static void keep_arrived(const flue_rays *rays, const wall_list *old, wall_list *list) {
  for (size_t w = 0; w < list->n; ++w) list->arrived[w] = -1.0f;
  if (old->n == 0) return;
  for (size_t r = 0; r < SIDES * rays->rows; ++r) {
    size_t m = old->first[r];
    for (size_t w = list->first[r]; w < list->first[r + 1]; ++w) {
      while (m < old->first[r + 1] && old->at[m].i < list->at[w].i) ++m;
      if (m < old->first[r + 1] && old->at[m].i == list->at[w].i)
        list->arrived[w] = old->arrived[m];
    }
  }
}

flue_status flue_rays_set_walls(flue_ctx *ctx, flue_rays *rays, size_t n_walls,
                                const flue_rays_wall *walls) {
  wall_list list = {0};
  FLUE_TRY(check_walls(ctx, rays, n_walls, walls));
  flue_status status = take_walls(ctx, rays, n_walls, &list);
  if (status == FLUE_OK) status = sort_walls(ctx, rays, walls, &list);
  if (status != FLUE_OK) {
    free_walls(&list);
    return status;
  }
  keep_arrived(rays, &rays->walls, &list);
  free_walls(&rays->walls);
  rays->walls = list;
  return FLUE_OK;
}

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
RAYS_FAST static void run_along(const block *angles, const row_of_cells *row, int i, int step,
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
  const size_t at = ((size_t)s->block * (OCTANTS / 2) + octant) * faces_of(rays, axis) + face;
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
    for (size_t m = 0; left && m < left_length(rays, side); ++m) left[m] = background;
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

/* ---- the rest ---- */

size_t flue_rays_bytes(const flue_rays *rays) {
  const size_t of_wall = sizeof(wall_at) + (2 + BUFFERS) * sizeof(float);
  return rays->bytes + rays->walls.n * of_wall + SIDES * rays->rows * sizeof(size_t);
}

void flue_rays_state(flue_rays *rays, flue_state *state) {
  flue_state_bytes(state, &rays->last, sizeof rays->last);
  flue_state_bytes(state, &rays->left_is_new, sizeof rays->left_is_new);
  flue_state_bytes(state, rays->walls.arrived, rays->walls.n * sizeof(float));
  for (int side = 0; side < SIDES; ++side)
    if (rays->left[side][rays->last])
      flue_state_bytes(state, rays->left[side][rays->last],
                       left_length(rays, side) * sizeof(float));
}
