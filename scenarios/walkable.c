/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walkable cells of each storey, their doors, exits and stairs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "models/visibility.h"
#include "scenarios/derive.h"
#include "scenarios/geometry.h"
#include "scenarios/walkable_lifts.h"

static const double door_reach = 0.4; /* [m] of a door's cells into either room */
/** Length of an escalator over its height: it rises at 30 degrees. */
static const double escalator_slope = 2.0;
/** Steps of an escalator [m]. */
static const double escalator_riser = 0.21, escalator_tread = 0.40;

static int is_stair_segment(const flue_layout *l, size_t space) {
  return space != FLUE_OPEN_AIR && l->space[space].shaft &&
         l->space[space].shaft->kind == FLUE_SHAFT_STAIR;
}

/** Rooms, and atria at their foot; not stairs, lifts, risers. */
static int is_floor_space(const flue_space *s, size_t level) {
  return s->level == level && (s->room || s->shaft->kind == FLUE_SHAFT_ATRIUM);
}

/* ---- cells ---- */

static void extent(const flue_layout *l, size_t level, double *box) {
  box[0] = box[1] = INFINITY;
  box[2] = box[3] = -INFINITY;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    if (!is_floor_space(&l->space[i], level)) continue;
    flue_polygon_widen(l->space[i].polygon, box);
  }
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** Cells whose middle lies in an outline get the number of its space. */
static void fill_outline(const flue_crowd_floor *f, const flue_polygon *p, int32_t *room,
                         int32_t number, double *crossing) {
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < p->n; ++i) {
    low = fmin(low, p->point[i][1]);
    high = fmax(high, p->point[i][1]);
  }
  const size_t first_row = (size_t)fmax(0.0, floor((low - f->y0) / f->cell_m));
  for (size_t row = first_row; row < f->ny; ++row) {
    const double y = f->y0 + ((double)row + 0.5) * f->cell_m;
    if (y > high) break;
    size_t n = 0;
    for (size_t i = 0, j = p->n - 1; i < p->n; j = i++) {
      const double y1 = p->point[j][1], y2 = p->point[i][1];
      if ((y1 > y) == (y2 > y)) continue;
      crossing[n++] = p->point[j][0] + (y - y1) / (y2 - y1) * (p->point[i][0] - p->point[j][0]);
    }
    if (n > 1) qsort(crossing, n, sizeof *crossing, ascending);
    for (size_t k = 0; k + 1 < n; k += 2) {
      const double first = ceil((crossing[k] - f->x0) / f->cell_m - 0.5);
      const double last = floor((crossing[k + 1] - f->x0) / f->cell_m - 0.5);
      for (double c = fmax(first, 0.0); c <= last && c < (double)f->nx; c += 1.0)
        room[row * f->nx + (size_t)c] = number;
    }
  }
}

static flue_status make_floor(flue_ctx *ctx, const flue_layout *l, size_t level,
                              flue_crowd_floor *f) {
  double box[4];
  extent(l, level, box);
  const double cell = l->scenario->root.run.cell.d.p[0];
  *f = (flue_crowd_floor){.cell_m = cell, .x0 = box[0], .y0 = box[1], .z_m = l->level[level].z_m};
  const double nx = ceil((box[2] - box[0]) / cell), ny = ceil((box[3] - box[1]) / cell);
  FLUE_CHECK(nx * ny <= FLUE_MOST_CELLS, ctx, FLUE_EINPUT,
             "the walkable space of storey %s would have %.0f cells; choose a larger run.cell or "
             "smaller coordinates",
             l->level[level].id, nx * ny);
  f->nx = (size_t)fmax(nx, 1.0);
  f->ny = (size_t)fmax(ny, 1.0);
  int32_t *room = flue_alloc(f->nx * f->ny, sizeof *room);
  int32_t *door = flue_alloc(f->nx * f->ny, sizeof *door);
  f->room = room;
  f->door = door;
  size_t most_corners = 0;
  for (size_t i = 0; i < l->n_spaces; ++i)
    if (l->space[i].polygon->n > most_corners) most_corners = l->space[i].polygon->n;
  double *crossing = flue_alloc(most_corners, sizeof *crossing);
  const int sound = room && door && crossing;
  for (size_t i = 0; sound && i < f->nx * f->ny; ++i) room[i] = door[i] = -1;
  for (size_t i = 0; sound && i < l->n_spaces; ++i)
    if (is_floor_space(&l->space[i], level))
      fill_outline(f, l->space[i].polygon, room, (int32_t)i, crossing);
  free(crossing);
  FLUE_CHECK(sound, ctx, FLUE_ENOMEM, "no memory for the walkable space");
  return FLUE_OK;
}

/* ---- doors ---- */

/** Marks the cells of a door in the rooms on its two sides. */
static void mark_door(const flue_layout *l, flue_walkable *w, size_t gap_index, int32_t number) {
  const flue_gap *gap = &l->gap[gap_index];
  flue_crowd_floor *f = &w->floors[gap->level];
  union {
    const int32_t *borrowed;
    int32_t *owned; /* allocated in make_floor */
  } door = {f->door};
  const double beyond = fmax(door_reach, 1.01 * f->cell_m); /* at least one cell on either side */
  const double half = 0.5 * gap->door->width.d.p[0], x = gap->door->at.x, y = gap->door->at.y;
  const double reach = hypot(half, beyond) + f->cell_m;
  /* all cells that the clear width touches: people keep to it where they pass the wall */
  const double along_half = half + 0.5 * f->cell_m - 1e-9;
  const long c0 = lround(floor((x - reach - f->x0) / f->cell_m)),
             c1 = lround(ceil((x + reach - f->x0) / f->cell_m));
  const long r0 = lround(floor((y - reach - f->y0) / f->cell_m)),
             r1 = lround(ceil((y + reach - f->y0) / f->cell_m));
  for (long r = r0 < 0 ? 0 : r0; r <= r1 && r < (long)f->ny; ++r)
    for (long c = c0 < 0 ? 0 : c0; c <= c1 && c < (long)f->nx; ++c) {
      const double dx = f->x0 + ((double)c + 0.5) * f->cell_m - x;
      const double dy = f->y0 + ((double)r + 0.5) * f->cell_m - y;
      const double along = dx * gap->along_x + dy * gap->along_y;
      const double across = dx * -gap->along_y + dy * gap->along_x;
      if (fabs(along) > along_half || fabs(across) > beyond) continue;
      const size_t cell = (size_t)r * f->nx + (size_t)c;
      const int32_t room = f->room[cell];
      if (room < 0 || ((size_t)room != gap->a && (size_t)room != gap->b)) continue;
      if (door.owned[cell] < 0) door.owned[cell] = number;
    }
}

static void add_exit(const flue_layout *l, flue_walkable *w, size_t door, size_t space) {
  flue_crowd_exit *e = &w->exits[w->n_exits++];
  const int shines = l->gap[w->gap_of_door[door]].door->sign == FLUE_SIGN_EMITTING;
  *e = (flue_crowd_exit){.door = door,
                         .stair = FLUE_NONE,
                         .sign = shines ? FLUE_VISIBILITY_EMITTING : FLUE_VISIBILITY_REFLECTING};
  if (space == FLUE_OPEN_AIR) return;
  size_t stair = 0;
  /* stairs are numbered by the order of their shafts in the file */
  const flue_list *shafts = &l->scenario->root.building.shafts;
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s == l->space[space].shaft) break;
    stair += s->kind == FLUE_SHAFT_STAIR;
  }
  e->stair = stair;
  e->segment = 0;
  for (size_t k = 0; k < l->n_spaces; ++k)
    if (l->space[k].shaft == l->space[space].shaft && l->space[k].level < l->space[space].level)
      ++e->segment;
}

static flue_status make_doors(flue_ctx *ctx, const flue_layout *l, flue_walkable *w) {
  w->doors = flue_alloc(l->n_gaps, sizeof *w->doors);
  w->exits = flue_alloc(l->n_gaps, sizeof *w->exits);
  w->gap_of_door = flue_alloc(l->n_gaps, sizeof *w->gap_of_door);
  w->door_of_gap = flue_alloc(l->n_gaps, sizeof *w->door_of_gap);
  FLUE_CHECK(w->doors && w->exits && w->gap_of_door && w->door_of_gap, ctx, FLUE_ENOMEM,
             "no memory for doors");
  for (size_t k = 0; k < l->n_gaps; ++k) {
    const flue_gap *gap = &l->gap[k];
    w->door_of_gap[k] = FLUE_NONE;
    const int is_landing = walkable_lift_side(l, gap) != FLUE_OPEN_AIR;
    if (!flue_layout_is_walkable(l, gap) && !is_landing) continue;
    const int stair_a = is_stair_segment(l, gap->a), stair_b = is_stair_segment(l, gap->b);
    if (gap->b == FLUE_OPEN_AIR && !flue_layout_is_exit(l, gap)) continue;
    if (stair_a && stair_b) continue;
    const size_t d = w->n_doors++;
    w->doors[d] = (flue_crowd_door){.floor = gap->level,
                                    .x = gap->door->at.x,
                                    .y = gap->door->at.y,
                                    .width_m = gap->door->width.d.p[0],
                                    .along_x = gap->along_x,
                                    .along_y = gap->along_y};
    w->gap_of_door[d] = k;
    w->door_of_gap[k] = d;
    if (stair_a && gap->b == FLUE_OPEN_AIR) continue; /* no floor on either side */
    mark_door(l, w, k, (int32_t)d);
    if (gap->b == FLUE_OPEN_AIR)
      add_exit(l, w, d, FLUE_OPEN_AIR);
    else if (is_landing)
      walkable_add_landing(l, w, d);
    else if (stair_a || stair_b)
      add_exit(l, w, d, stair_a ? gap->a : gap->b);
    else
      walkable_add_refuge(l, w, d);
  }
  return FLUE_OK;
}

/* ---- stairs ---- */

/** Path of a flight pair down one storey: along the slope, and the turns on two landings. */
static double flight_length(const flue_shaft *s, double height) {
  const double steps = height / s->riser.d.p[0];
  if (s->escalator != FLUE_ESCALATOR_NONE) return escalator_slope * height;
  return steps * hypot(s->riser.d.p[0], s->tread.d.p[0]) + 2.0 * s->width.d.p[0];
}

size_t walkable_nearest_to_ground(const flue_layout *l, size_t first, size_t n) {
  size_t best = 0;
  for (size_t k = 1; k < n; ++k)
    if (fabs(l->level[first + k].z_m) < fabs(l->level[first + best].z_m)) best = k;
  return best;
}

/** Door of a stair segment to the outside, FLUE_NONE when it has none. */
static size_t own_exit(const flue_layout *l, const flue_walkable *w, size_t segment) {
  for (size_t d = 0; d < w->n_doors; ++d) {
    const flue_gap *gap = &l->gap[w->gap_of_door[d]];
    if (gap->a == segment && gap->b == FLUE_OPEN_AIR) return d;
  }
  return FLUE_NONE;
}

static void set_escalator(const flue_shaft *s, flue_crowd_stair *stair) {
  if (s->escalator == FLUE_ESCALATOR_NONE) return;
  if (s->riser.is_default) stair->riser_m = escalator_riser;
  if (s->tread.is_default) stair->tread_m = escalator_tread;
  if (s->escalator == FLUE_ESCALATOR_MOVING) stair->belt_speed = s->belt_speed.d.p[0];
}

static void set_responders(const flue_shaft *s, flue_crowd_stair *stair) {
  if (!flue_is_given(&s->responders_from)) return;
  stair->responders_from_s = s->responders_from.d.p[0];
  stair->responders_until_s = s->responders_until.d.p[0];
  stair->responders_flow = s->responders_flow.d.p[0];
  stair->responders_speed = s->responders_speed.d.p[0];
}

static flue_status make_stair(flue_ctx *ctx, const flue_layout *l, const flue_walkable *w,
                              const flue_shaft *s, flue_crowd_stair *stair) {
  size_t *room = flue_alloc(l->n_levels, sizeof *room);
  double *length = flue_alloc(l->n_levels, sizeof *length);
  double *z = flue_alloc(l->n_levels, sizeof *z);
  *stair = (flue_crowd_stair){.room = room,
                              .length_m = length,
                              .z_m = z,
                              .width_m = s->width.d.p[0],
                              .riser_m = s->riser.d.p[0],
                              .tread_m = s->tread.d.p[0],
                              .merge_door_share = s->merge_share.d.p[0],
                              .fatigue_up = s->fatigue.d.p[0],
                              .fatigue_down = s->fatigue.d.p[0]};
  set_escalator(s, stair);
  set_responders(s, stair);
  FLUE_CHECK(room && length && z, ctx, FLUE_ENOMEM, "no memory for stairs");
  size_t first = 0;
  for (size_t i = 0; i < l->n_spaces; ++i) {
    if (l->space[i].shaft != s) continue;
    const size_t k = stair->n_segments++;
    const size_t level = l->space[i].level;
    if (k == 0) first = level;
    room[k] = i;
    z[k] = l->level[level].z_m;
    length[k] = k ? flight_length(s, z[k] - z[k - 1]) : 0.0;
  }
  flue_polygon_inside(&s->polygon, &stair->x, &stair->y);
  stair->discharge = walkable_nearest_to_ground(l, first, stair->n_segments);
  stair->exit_door = own_exit(l, w, room[stair->discharge]);
  return FLUE_OK;
}

static flue_status make_stairs(flue_ctx *ctx, const flue_layout *l, flue_walkable *w) {
  const flue_list *shafts = &l->scenario->root.building.shafts;
  w->stairs = flue_alloc(shafts->n, sizeof *w->stairs);
  FLUE_CHECK(w->stairs, ctx, FLUE_ENOMEM, "no memory for stairs");
  for (size_t k = 0; k < shafts->n; ++k) {
    const flue_shaft *s = FLUE_ITEM(flue_shaft, *shafts, k);
    if (s->kind == FLUE_SHAFT_STAIR) FLUE_TRY(make_stair(ctx, l, w, s, &w->stairs[w->n_stairs++]));
  }
  return FLUE_OK;
}

/* ---- whole ---- */

flue_status flue_walkable_create(flue_ctx *ctx, const flue_layout *layout, flue_walkable **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for the walkable space");
  flue_walkable *w = *out;
  w->floors = flue_alloc(layout->n_levels, sizeof *w->floors);
  flue_status status = w->floors ? FLUE_OK : FLUE_ENOMEM;
  for (; status == FLUE_OK && w->n_floors < layout->n_levels; ++w->n_floors)
    status = make_floor(ctx, layout, w->n_floors, &w->floors[w->n_floors]);
  if (status == FLUE_OK) status = make_doors(ctx, layout, w);
  if (status == FLUE_OK) status = make_stairs(ctx, layout, w);
  if (status == FLUE_OK) status = walkable_make_lifts(ctx, layout, w);
  if (status != FLUE_OK) flue_walkable_destroy(out);
  return status;
}

/** Frees an array that the engine's interface sees as read-only. */
static void free_array(const void *array) {
  union {
    const void *in;
    void *out;
  } p = {array};
  free(p.out);
}

void flue_walkable_destroy(flue_walkable **walkable) {
  if (!walkable || !*walkable) return;
  flue_walkable *w = *walkable;
  for (size_t i = 0; w->floors && i < w->n_floors; ++i) {
    free_array(w->floors[i].room);
    free_array(w->floors[i].door);
  }
  for (size_t i = 0; w->stairs && i < w->n_stairs; ++i) {
    free_array(w->stairs[i].room);
    free_array(w->stairs[i].length_m);
    free_array(w->stairs[i].z_m);
  }
  for (size_t i = 0; w->lifts && i < w->n_lifts; ++i) {
    free_array(w->lifts[i].room);
    free_array(w->lifts[i].z_m);
  }
  free(w->lifts);
  free_array(w->shaft_of_lift);
  free(w->floors);
  free(w->doors);
  free(w->exits);
  free(w->stairs);
  free(w->gap_of_door);
  free(w->door_of_gap);
  free(w);
  *walkable = NULL;
}
