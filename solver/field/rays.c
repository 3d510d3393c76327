/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions, edges and walls of the radiation solver, and its life. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "solver/field/rays_internal.h"

static const double pi = 3.14159265358979323846;

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

size_t rays_faces_across(const flue_rays *rays, int axis) {
  return (size_t)rays->n[(axis + 1) % 3] * (size_t)rays->n[(axis + 2) % 3];
}

size_t rays_left_length(const flue_rays *rays, int side) {
  return rays_faces_across(rays, side / 2) * (OCTANTS / 2) * (size_t)rays->n_blocks * LANES;
}

static flue_status fit_side(flue_ctx *ctx, flue_rays *rays, int side) {
  const int is_kept = rays->edge[side] != FLUE_RAYS_OPEN && !rays->is_flat[side / 2];
  const size_t n = rays_left_length(rays, side);
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
                       rays_left_length(rays, side) * sizeof(float));
}
