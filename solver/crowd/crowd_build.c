/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What never changes: arrays, connections of cells, walls, what can be reached, where people begin.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Distance within which a wall counts as near [m]: half a body. */
static const double near_wall_m = 0.25;
/** Diameter of a person [m] (0.3 in the source). @cite tordeux2016 */
static const float usual_body_m = 0.45f;
/** Least time between two fillings of a floor's fields [s], for up to so many cells times exits. */
static const double refill_s = 5;
static const double refill_work = 2.5e5;

/** What belongs together, while building. */
typedef struct linked {
  int32_t *component; /* of each cell, -1 where nobody walks; owned */
  size_t n_components;
  uint8_t *has_outside; /* whether a door to the outside belongs to it; owned */
  uint8_t *has_exit;    /* whether people find an exit in it; owned */
} linked;

int32_t crowd_cell_at(const crowd_level *level, double x, double y) {
  const float lx = (float)(x - level->in->x0), ly = (float)(y - level->in->y0);
  const float nx = (float)level->in->nx, ny = (float)level->in->ny, inverse = level->inverse_cell;
  if (!(lx >= 0 && ly >= 0 && lx * inverse < nx && ly * inverse < ny)) return -1;
  return crowd_cell_along(level, lx) + crowd_cell_along(level, ly) * (int32_t)level->in->nx;
}

static flue_status check_floor(flue_ctx *ctx, const flue_crowd_input *in, size_t f) {
  const flue_crowd_floor *floor = &in->floors[f];
  FLUE_CHECK(floor->cell_m > 0, ctx, FLUE_EARG, "floor %zu: cells of %g m, above 0 needed", f,
             floor->cell_m);
  FLUE_CHECK(floor->nx > 0 && floor->ny > 0 && floor->nx < INT32_MAX / floor->ny, ctx, FLUE_EARG,
             "floor %zu: %zu by %zu cells", f, floor->nx, floor->ny);
  for (size_t i = 0; i < floor->nx * floor->ny; i++) {
    const int32_t room = floor->room[i], door = floor->door[i];
    FLUE_CHECK(room < 0 || (size_t)room < in->n_rooms, ctx, FLUE_EARG,
               "floor %zu: a cell in room %d of %zu", f, (int)room, in->n_rooms);
    FLUE_CHECK(door < 0 || ((size_t)door < in->n_doors && in->doors[door].floor == f), ctx,
               FLUE_EARG, "floor %zu: a cell in door %d, which is not there", f, (int)door);
  }
  return FLUE_OK;
}

static flue_status check_stair(flue_ctx *ctx, const flue_crowd_input *in, size_t s) {
  const flue_crowd_stair *stair = &in->stairs[s];
  FLUE_CHECK(stair->discharge < stair->n_segments, ctx, FLUE_EARG,
             "stair %zu: discharge at segment %zu of %zu", s, stair->discharge, stair->n_segments);
  FLUE_CHECK(stair->width_m > 0 && stair->riser_m > 0 && stair->tread_m > 0, ctx, FLUE_EARG,
             "stair %zu: width %g m, riser %g m, tread %g m, all above 0 needed", s, stair->width_m,
             stair->riser_m, stair->tread_m);
  FLUE_CHECK(stair->merge_door_share >= 0 && stair->merge_door_share <= 1, ctx, FLUE_EARG,
             "stair %zu: a share of %g for those from doors, 0 to 1 possible", s,
             stair->merge_door_share);
  FLUE_CHECK(stair->belt_speed >= 0 && stair->responders_flow >= 0 && stair->responders_speed >= 0,
             ctx, FLUE_EARG, "stair %zu: belt %g m/s, %g of flow and %g of speed with responders",
             s, stair->belt_speed, stair->responders_flow, stair->responders_speed);
  for (size_t k = 0; k < stair->n_segments; k++) {
    FLUE_CHECK(stair->room[k] < in->n_rooms, ctx, FLUE_EARG,
               "stair %zu: segment %zu in room %zu of %zu", s, k, stair->room[k], in->n_rooms);
    FLUE_CHECK(k == 0 || stair->length_m[k] > 0, ctx, FLUE_EARG,
               "stair %zu: segment %zu is %g m long, above 0 needed", s, k, stair->length_m[k]);
  }
  return FLUE_OK;
}

static flue_status check_input(flue_ctx *ctx, const flue_crowd_input *in) {
  FLUE_CHECK(in->n_people < UINT32_MAX, ctx, FLUE_EARG, "%zu people are too many", in->n_people);
  for (size_t d = 0; d < in->n_doors; d++)
    FLUE_CHECK(in->doors[d].floor < in->n_floors && in->doors[d].width_m > 0, ctx, FLUE_EARG,
               "door %zu: floor %zu of %zu, width %g m", d, in->doors[d].floor, in->n_floors,
               in->doors[d].width_m);
  for (size_t f = 0; f < in->n_floors; f++) FLUE_TRY(check_floor(ctx, in, f));
  for (size_t s = 0; s < in->n_stairs; s++) FLUE_TRY(check_stair(ctx, in, s));
  for (size_t l = 0; l < in->n_lifts; l++) FLUE_TRY(crowd_check_lift_input(ctx, in, l));
  for (size_t e = 0; e < in->n_exits; e++) {
    const flue_crowd_exit *exit = &in->exits[e];
    FLUE_CHECK(exit->door < in->n_doors, ctx, FLUE_EARG, "exit %zu: door %zu of %zu", e, exit->door,
               in->n_doors);
    FLUE_CHECK(exit->lift <= in->n_lifts && exit->refuge <= in->n_rooms &&
                   (!exit->lift || exit->segment < in->lifts[exit->lift - 1].n_landings),
               ctx, FLUE_EARG, "exit %zu: lift %zu, landing %zu, refuge %zu are not there", e,
               exit->lift, exit->segment, exit->refuge);
    FLUE_CHECK(exit->stair == FLUE_NONE || (exit->stair < in->n_stairs &&
                                            exit->segment < in->stairs[exit->stair].n_segments),
               ctx, FLUE_EARG, "exit %zu: stair %zu, segment %zu are not there", e, exit->stair,
               exit->segment);
  }
  FLUE_CHECK(in->n_floors <= UINT16_MAX && in->n_knowledge <= UINT16_MAX &&
                 in->n_exits <= INT16_MAX && in->n_stairs <= INT16_MAX,
             ctx, FLUE_EARG, "%zu floors, %zu exits, %zu stairs: at most %d, %d, %d possible",
             in->n_floors, in->n_exits, in->n_stairs, UINT16_MAX, INT16_MAX, INT16_MAX);
  for (size_t i = 0; i < in->n_locks; i++)
    FLUE_CHECK(
        in->locks[i].door < in->n_doors && (i == 0 || in->locks[i - 1].t_s <= in->locks[i].t_s),
        ctx, FLUE_EARG, "lock %zu: door %zu of %zu at %g s, not in the order of time", i,
        in->locks[i].door, in->n_doors, in->locks[i].t_s);
  for (size_t i = 0; i < in->n_people; i++) {
    const flue_crowd_person *p = &in->people[i];
    FLUE_CHECK(p->floor < in->n_floors && p->speed > 0 && p->stair_factor > 0, ctx, FLUE_EARG,
               "person %zu: floor %u of %zu, speed %g m/s, stair factor %g", i, (unsigned)p->floor,
               in->n_floors, (double)p->speed, (double)p->stair_factor);
    FLUE_CHECK(p->body_m >= 0 && p->up_factor >= 0 && p->knowledge <= in->n_knowledge &&
                   p->group <= in->n_groups,
               ctx, FLUE_EARG, "person %zu: body %g m, factor up stairs %g, knowledge %u, group %u",
               i, p->body_m, p->up_factor, (unsigned)p->knowledge, (unsigned)p->group);
  }
  return crowd_check_duty_input(ctx, in);
}

/** Levels: where the parts of each floor begin. @return bins of all floors. */
static size_t lay_out_levels(flue_crowd *crowd) {
  const flue_crowd_input *in = &crowd->in;
  size_t cells = 0, bins = 0, exits = 0;
  for (size_t f = 0; f < in->n_floors; f++) {
    crowd_level *level = &crowd->levels[f];
    level->in = &in->floors[f];
    level->first_cell = cells;
    level->n_cells = level->in->nx * level->in->ny;
    level->inverse_cell = (float)(1 / level->in->cell_m);
    level->bins_x = 1 + (int32_t)((double)level->in->nx * level->in->cell_m / FLUE_CROWD_BIN_M);
    level->bins_y = 1 + (int32_t)((double)level->in->ny * level->in->cell_m / FLUE_CROWD_BIN_M);
    level->first_bin = bins;
    level->first_exit = exits;
    for (size_t e = 0; e < in->n_exits; e++)
      if (in->doors[in->exits[e].door].floor == f) crowd->exit_list[exits++] = e;
    level->n_exits = exits - level->first_exit;
    level->refill_s = refill_s * fmax(1, (double)(level->n_cells * level->n_exits) / refill_work);
    cells += level->n_cells;
    bins += (size_t)level->bins_x * (size_t)level->bins_y + 1;
  }
  return bins;
}

static size_t count_cells(const flue_crowd *crowd, size_t *largest) {
  size_t n = 0;
  *largest = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const size_t cells = crowd->in.floors[f].nx * crowd->in.floors[f].ny;
    n += cells;
    if (cells > *largest) *largest = cells;
  }
  return n;
}

static int has_fatigue(const flue_crowd_input *in) {
  for (size_t i = 0; i < in->n_stairs; i++)
    if (in->stairs[i].fatigue_up > 0 || in->stairs[i].fatigue_down > 0) return 1;
  return 0;
}

static void take_people(flue_crowd *crowd) {
  crowd_people *p = &crowd->people;
  const size_t n = crowd->in.n_people;
  p->walker = crowd_keep(crowd, n, sizeof *p->walker);
  p->exit_taken = crowd_keep(crowd, n, sizeof *p->exit_taken);
  p->stair_taken = crowd_keep(crowd, n, sizeof *p->stair_taken);
  if (has_fatigue(&crowd->in)) p->height_m = crowd_keep(crowd, n, sizeof *p->height_m);
  p->start_s = crowd_keep(crowd, n, sizeof *p->start_s);
  p->warned_s = crowd_keep(crowd, n, sizeof *p->warned_s);
  p->out_s = crowd_keep(crowd, n, sizeof *p->out_s);
  p->asphyxia = crowd_keep(crowd, n, sizeof *p->asphyxia);
  p->oxygen = crowd_keep(crowd, n, sizeof *p->oxygen);
  p->heat = crowd_keep(crowd, n, sizeof *p->heat);
  if (crowd->in.n_knowledge) p->seen = crowd_keep(crowd, n, sizeof *p->seen);
  if (crowd->in.n_locks) p->tried = crowd_keep(crowd, n, sizeof *p->tried);
  crowd->waiting = crowd_keep(crowd, n, sizeof *crowd->waiting);
}

/** Lists and sorted copies of people, which only the fine mode has. */
static void take_walkers(flue_crowd *crowd) {
  const size_t n = crowd->in.n_people;
  crowd->active = crowd_keep(crowd, n, sizeof *crowd->active);
  crowd->on_stairs = crowd_keep(crowd, n, sizeof *crowd->on_stairs);
  crowd->order = crowd_take(crowd, n, sizeof *crowd->order);
  crowd_sorted *s = &crowd->sorted;
  float **const columns[] = {&s->x,     &s->y,        &s->ex, &s->ey, &s->body,
                             &s->limit, &s->distance, &s->vx, &s->vy};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    *columns[i] = crowd_take(crowd, n + crowd_padding, sizeof **columns[i]);
  s->room = crowd_take(crowd, n + crowd_padding, sizeof *s->room);
  s->spot = crowd_take(crowd, n + crowd_padding, 1);
  s->waits = crowd_take(crowd, n + crowd_padding, 1);
  crowd_build_walk(crowd);
}

static void take_rooms_and_doors(flue_crowd *crowd) {
  const flue_crowd_input *in = &crowd->in;
  crowd_doors *doors = &crowd->doors;
  doors->interval_s = crowd_take(crowd, in->n_doors, sizeof *doors->interval_s);
  doors->free_s = crowd_keep(crowd, in->n_doors, sizeof *doors->free_s);
  doors->passed_s = crowd_keep(crowd, in->n_doors, sizeof *doors->passed_s);
  doors->is_locked = crowd_keep(crowd, in->n_doors, 1);
  doors->held = crowd_keep(crowd, in->n_doors, sizeof *doors->held);
  doors->down = crowd_keep(crowd, in->n_doors, sizeof *doors->down);
  crowd->is_on_floor = crowd_take(crowd, in->n_floors * in->n_rooms, 1);
  crowd->smoke_class = crowd_keep(crowd, in->n_rooms, 1);
  crowd->field_class = crowd_keep(crowd, in->n_floors * in->n_rooms, 1);
  crowd->filled_s = crowd_keep(crowd, in->n_floors, sizeof *crowd->filled_s);
  crowd->idle_s = crowd_keep(crowd, in->n_exits, sizeof *crowd->idle_s);
  crowd->deadlocks = crowd_keep(crowd, in->n_exits, sizeof *crowd->deadlocks);
  crowd->jammed_s = crowd_keep(crowd, in->n_floors, sizeof *crowd->jammed_s);
  const size_t n_targets = in->n_exits + crowd_most_places(in);
  crowd->reach_m = crowd_keep(crowd, n_targets, sizeof *crowd->reach_m);
  crowd->detour_m = crowd_keep(crowd, n_targets, sizeof *crowd->detour_m);
  crowd->jam_cells = crowd_keep(crowd, in->n_floors, sizeof *crowd->jam_cells);
  crowd->is_jammed = crowd_keep(crowd, in->n_floors, 1);
  crowd->extinction = crowd_keep(crowd, in->n_rooms, sizeof *crowd->extinction);
  crowd->is_alarming = crowd_keep(crowd, in->n_rooms, 1);
  crowd->rates_before = crowd_keep(crowd, 3 * in->n_rooms, sizeof *crowd->rates_before);
  crowd->irritant = crowd_keep(crowd, in->n_rooms, sizeof *crowd->irritant);
  crowd->pace = crowd_keep(crowd, in->n_rooms, sizeof *crowd->pace);
  crowd->low = crowd_keep(crowd, in->n_rooms, sizeof *crowd->low);
  for (size_t i = 0; crowd->pace && i < in->n_rooms; i++) crowd->pace[i] = 1;
  for (size_t i = 0; crowd->low && i < in->n_rooms; i++)
    crowd->low[i].extinction = NAN; /* unknown */
  crowd->rates = crowd_keep(crowd, 3 * in->n_rooms, sizeof *crowd->rates);
  crowd->left_here = crowd_keep(crowd, in->n_floors, sizeof *crowd->left_here);
  crowd->cleared_s = crowd_keep(crowd, in->n_floors, sizeof *crowd->cleared_s);
}

static void take_floors(flue_crowd *crowd) {
  const flue_crowd_input *in = &crowd->in;
  crowd->levels = crowd_take(crowd, in->n_floors, sizeof *crowd->levels);
  crowd->exit_list = crowd_take(crowd, in->n_exits, sizeof *crowd->exit_list);
  crowd->is_target = crowd_take(crowd, in->n_exits, 1);
  crowd->is_final = crowd_take(crowd, in->n_exits, 1);
  crowd->exit_rate = crowd_take(crowd, in->n_exits, sizeof *crowd->exit_rate);
  crowd->beyond_s = crowd_take(crowd, in->n_exits, sizeof *crowd->beyond_s);
  const size_t n_targets = in->n_exits + crowd_most_places(in);
  crowd->queue = crowd_keep(crowd, n_targets * crowd_queue_bins, sizeof *crowd->queue);
}

/** Numbers of the cells of a floor, with one row to spare on either side. */
static float *take_margined(flue_crowd *crowd, size_t n_cells) {
  size_t margin = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++)
    if (crowd->in.floors[f].nx > margin) margin = crowd->in.floors[f].nx;
  float *data = crowd_take(crowd, n_cells + 2 * margin, sizeof *data);
  return data ? data + margin : NULL;
}

/** What is known of each cell, which only the fine mode has. */
static void take_cells(flue_crowd *crowd, size_t bins) {
  const flue_crowd_input *in = &crowd->in;
  size_t largest = 0;
  const size_t cells = count_cells(crowd, &largest);
  crowd->level_count = crowd_take(crowd, in->n_floors, sizeof *crowd->level_count);
  crowd->cells = crowd_take(crowd, cells, sizeof *crowd->cells);
  crowd->nearest_m = crowd_take(crowd, cells, sizeof *crowd->nearest_m);
  crowd->door_begin = crowd_take(crowd, in->n_doors, sizeof *crowd->door_begin);
  crowd->door_end = crowd_take(crowd, in->n_doors, sizeof *crowd->door_end);
  crowd->field_base =
      crowd_take(crowd, in->n_exits + crowd_most_places(in), sizeof *crowd->field_base);
  crowd->bin_start = crowd_take(crowd, bins, sizeof *crowd->bin_start);
  crowd->jam = crowd_keep(crowd, bins, sizeof *crowd->jam);
  crowd->is_door_bin = crowd_take(crowd, bins, sizeof *crowd->is_door_bin);
  crowd->jam_count = crowd_take(crowd, bins, sizeof *crowd->jam_count);
  crowd->cell_cost = crowd_take(crowd, largest, sizeof *crowd->cell_cost);
  for (int i = 0; i < crowd->threads; i++) {
    crowd_front *front = &crowd->fronts[i];
    front->distance = take_margined(crowd, largest);
    front->next = crowd_take(crowd, largest, sizeof *front->next);
    front->previous = crowd_take(crowd, largest, sizeof *front->previous);
    front->bucket = crowd_take(crowd, largest, sizeof *front->bucket);
  }
}

static int do_connect(const flue_crowd *crowd, const flue_crowd_floor *in, size_t a, size_t b) {
  if (in->room[a] < 0 || in->room[b] < 0) return 0;
  if (in->room[a] == in->room[b]) return 1;
  return in->door[a] >= 0 && in->door[a] == in->door[b] && !crowd->doors.is_locked[in->door[a]];
}

static void link_straight(const flue_crowd *crowd, const flue_crowd_floor *in, crowd_cell *cells) {
  for (size_t y = 0; y < in->ny; y++) {
    for (size_t x = 0; x < in->nx; x++) {
      const size_t i = y * in->nx + x;
      if (x + 1 < in->nx && do_connect(crowd, in, i, i + 1)) {
        cells[i].links |= crowd_east;
        cells[i + 1].links |= crowd_west;
      }
      if (y + 1 < in->ny && do_connect(crowd, in, i, i + in->nx)) {
        cells[i].links |= crowd_north;
        cells[i + in->nx].links |= crowd_south;
      }
    }
  }
}

/** A diagonal connects when both ways around the corner do. */
static void link_diagonals(const flue_crowd_floor *in, crowd_cell *cells) {
  for (size_t y = 0; y + 1 < in->ny; y++) {
    for (size_t x = 0; x + 1 < in->nx; x++) {
      const size_t sw = y * in->nx + x, se = sw + 1, nw = sw + in->nx, ne = nw + 1;
      const int is_open = (cells[sw].links & crowd_east) && (cells[sw].links & crowd_north) &&
                          (cells[ne].links & crowd_west) && (cells[ne].links & crowd_south);
      if (!is_open) continue;
      cells[sw].links |= crowd_north_east;
      cells[ne].links |= crowd_south_west;
      cells[se].links |= crowd_north_west;
      cells[nw].links |= crowd_south_east;
    }
  }
}

void crowd_link_cells(flue_crowd *crowd, size_t floor) {
  const crowd_level *level = &crowd->levels[floor];
  crowd_cell *cells = crowd->cells + level->first_cell;
  for (size_t i = 0; i < level->n_cells; i++) cells[i].links = 0;
  link_straight(crowd, level->in, cells);
  link_diagonals(level->in, cells);
}

static void mark_walls(const crowd_level *level, crowd_cell *cells) {
  const uint8_t all = crowd_east | crowd_north | crowd_west | crowd_south;
  const int rings = (int)floor(near_wall_m / level->in->cell_m + 0.5);
  const size_t nx = level->in->nx;
  for (size_t i = 0; i < level->n_cells; i++)
    cells[i].spot = level->in->room[i] >= 0 && (cells[i].links & all) != all;
  for (int ring = 1; ring < rings; ring++) {
    for (size_t i = 0; i < level->n_cells; i++) {
      if (cells[i].spot || level->in->room[i] < 0) continue; /* has all four neighbours */
      const int touches = cells[i + 1].spot == ring || cells[i - 1].spot == ring ||
                          cells[i + nx].spot == ring || cells[i - nx].spot == ring;
      if (touches) cells[i].spot = (uint8_t)(ring + 1);
    }
  }
}

static void mark_spots(const crowd_level *level, crowd_cell *cells) {
  mark_walls(level, cells);
  for (size_t i = 0; i < level->n_cells; i++)
    cells[i].spot = (uint8_t)((cells[i].spot ? crowd_near_wall : 0) |
                              (level->in->door[i] >= 0 ? crowd_doorway : 0));
}

/** Numbers connected cells of a floor alike. */
static void find_components(const flue_crowd *crowd, const crowd_level *level, linked *parts) {
  int32_t *component = parts->component + level->first_cell, *stack = crowd->fronts[0].next;
  const crowd_cell *cells = crowd->cells + level->first_cell;
  const int32_t nx = (int32_t)level->in->nx;
  for (size_t i = 0; i < level->n_cells; i++) component[i] = -1;
  for (size_t i = 0; i < level->n_cells; i++) {
    if (component[i] >= 0 || level->in->room[i] < 0) continue;
    const int32_t number = (int32_t)parts->n_components++;
    size_t n = 0;
    stack[n++] = (int32_t)i;
    component[i] = number;
    while (n) {
      const int32_t c = stack[--n];
      const int32_t around[4] = {c + 1, c + nx, c - 1, c - nx};
      for (int k = 0; k < 4; k++) { /* bits run east, north, west, south */
        if (!(cells[c].links & (crowd_east << k)) || component[around[k]] >= 0) continue;
        component[around[k]] = number;
        stack[n++] = around[k];
      }
    }
  }
}

static void mark_rooms(flue_crowd *crowd, size_t f) {
  crowd_level *level = &crowd->levels[f];
  level->first_room = crowd->in.n_rooms;
  for (size_t i = 0; i < level->n_cells; i++) {
    if (level->in->room[i] < 0) continue;
    const size_t room = (size_t)level->in->room[i];
    crowd->is_on_floor[f * crowd->in.n_rooms + room] = 1;
    if (room < level->first_room) level->first_room = room;
    if (room >= level->end_room) level->end_room = room + 1;
  }
}

/** Marks the bins that a door's cells lie in and those around them. */
/** Range of the cells of each door of a floor. */
static void find_door_cells(flue_crowd *crowd, const crowd_level *level) {
  for (size_t i = 0; i < level->n_cells; i++) {
    const int32_t door = level->in->door[i];
    if (door < 0) continue;
    if (!crowd->door_end[door]) crowd->door_begin[door] = i;
    crowd->door_end[door] = i + 1;
  }
}

static void mark_door_bins(flue_crowd *crowd, const crowd_level *level) {
  const double bins = level->in->cell_m / (double)FLUE_CROWD_BIN_M;
  uint8_t *mark = crowd->is_door_bin + level->first_bin;
  for (size_t i = 0; i < level->n_cells; i++) {
    if (level->in->door[i] < 0 || level->in->room[i] < 0) continue;
    const int32_t x = (int32_t)(bins * ((double)(i % level->in->nx) + 0.5));
    const int32_t y = (int32_t)(bins * ((double)(i / level->in->nx) + 0.5));
    for (int32_t by = y > 0 ? y - 1 : 0; by <= y + 1 && by < level->bins_y; by++)
      for (int32_t bx = x > 0 ? x - 1 : 0; bx <= x + 1 && bx < level->bins_x; bx++)
        mark[by * level->bins_x + bx] = 1;
  }
}

static void build_cells(flue_crowd *crowd, linked *parts) {
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    crowd_level *level = &crowd->levels[f];
    crowd_link_cells(crowd, f);
    mark_spots(level, crowd->cells + level->first_cell);
    find_door_cells(crowd, level);
    mark_door_bins(crowd, level);
    find_components(crowd, level, parts);
    mark_rooms(crowd, f);
    crowd->filled_s[f] = NAN;
  }
}

/** Marks the components in which there is an exit of one kind. */
static void mark_exits(const flue_crowd *crowd, const linked *parts, const uint8_t *which,
                       uint8_t *has) {
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    if (!which[e]) continue;
    const size_t door = crowd->in.exits[e].door;
    const crowd_level *level = &crowd->levels[crowd->in.doors[door].floor];
    for (size_t i = 0; i < level->n_cells; i++)
      if (level->in->door[i] == (int32_t)door && level->in->room[i] >= 0)
        has[parts->component[level->first_cell + i]] = 1;
  }
}

static void set_doors(flue_crowd *crowd) {
  const double flow = crowd->in.door_flow;
  const double used = flow > 0 ? flow : FLUE_WALKING_DOOR_FLOW;
  for (size_t d = 0; d < crowd->in.n_doors; d++) {
    const double width = flue_walking_effective_width(crowd->in.doors[d].width_m);
    crowd->doors.interval_s[d] = flow < 0 ? 0 : 1 / (used * width);
  }
}

static int may_stand(const flue_crowd *crowd, const void *user, size_t f, int32_t cell) {
  const crowd_level *level = &crowd->levels[f];
  const linked *parts = user;
  if (cell < 0 || level->in->room[cell] < 0) return 0;
  return parts->has_exit[parts->component[level->first_cell + (size_t)cell]];
}

/** Cell where people may stand in the first square ring around a point that has one, -1 without. */
static int32_t nearest_cell(const flue_crowd *crowd, size_t f, double x, double y,
                            crowd_stand_fn stand, const void *user) {
  const crowd_level *level = &crowd->levels[f];
  const double cell = level->in->cell_m;
  const int64_t nx = (int64_t)level->in->nx, ny = (int64_t)level->in->ny;
  const int64_t cx = (int64_t)fmin(fmax(floor((x - level->in->x0) / cell), 0), (double)(nx - 1));
  const int64_t cy = (int64_t)fmin(fmax(floor((y - level->in->y0) / cell), 0), (double)(ny - 1));
  const int64_t last = nx > ny ? nx : ny;
  for (int64_t r = 0; r <= last; r++) {
    for (int64_t iy = cy - r; iy <= cy + r; iy++) {
      const int64_t step = iy == cy - r || iy == cy + r || r == 0 ? 1 : 2 * r;
      for (int64_t ix = cx - r; ix <= cx + r; ix += step) {
        if (ix < 0 || iy < 0 || ix >= nx || iy >= ny) continue;
        const int32_t at = (int32_t)(iy * nx + ix);
        if (stand(crowd, user, f, at)) return at;
      }
    }
  }
  return -1;
}

flue_status crowd_place_person(flue_ctx *ctx, flue_crowd *crowd, size_t i, crowd_stand_fn stand,
                               const void *user) {
  const flue_crowd_person *in = &crowd->in.people[i];
  const crowd_level *level = &crowd->levels[in->floor];
  crowd_people *people = &crowd->people;
  const double x = level->in->x0 + (double)in->x, y = level->in->y0 + (double)in->y;
  int32_t cell = crowd_cell_at(level, x, y);
  people->walker[i].floor = in->floor;
  crowd_put_at(crowd, (uint32_t)i, x, y);
  if (cell < 0 || level->in->room[cell] < 0) {
    cell = nearest_cell(crowd, in->floor, x, y, stand, user);
    FLUE_CHECK(cell >= 0, ctx, FLUE_EARG,
               "nobody can walk to an exit on floor %u, where person %zu stands",
               (unsigned)in->floor, i);
    crowd_put_on_cell(crowd, (uint32_t)i, (size_t)cell);
    crowd->totals.put_back++;
  }
  FLUE_CHECK(stand(crowd, user, in->floor, cell), ctx, FLUE_EARG,
             "person %zu at (%g, %g) on floor %u, room %d, cannot reach any exit", i, x, y,
             (unsigned)in->floor, (int)level->in->room[cell]);
  people->walker[i].cell = cell;
  people->walker[i].room = level->in->room[cell];
  people->exit_taken[i] = people->stair_taken[i] = -1;
  people->walker[i].target = people->walker[i].doorway = -1;
  people->walker[i].segment = CROWD_NO_SEGMENT;
  people->start_s[i] = INFINITY;
  people->warned_s[i] = people->out_s[i] = NAN;
  crowd->waiting[crowd->totals.n_waiting++] = (uint32_t)i;
  crowd->left_here[in->floor]++;
  return FLUE_OK;
}

static void build_routes(flue_crowd *crowd, linked *parts) {
  const flue_crowd_input *in = &crowd->in;
  for (size_t e = 0; e < in->n_exits; e++)
    crowd->is_target[e] = (uint8_t)crowd_leads_outside(&in->exits[e]);
  mark_exits(crowd, parts, crowd->is_target, parts->has_outside);
  crowd_build_segments(crowd);
  crowd_build_exits(crowd, parts->component, parts->has_outside);
  crowd_measure_transfers(crowd);
  mark_exits(crowd, parts, crowd->is_target, parts->has_exit);
}

/** Distance fields of exits, then of places. */
static void take_fields(flue_crowd *crowd) {
  const flue_crowd_input *in = &crowd->in;
  const crowd_places *places = &crowd->places;
  size_t n_fields = 0;
  for (size_t e = 0; e < in->n_exits; e++) {
    crowd->field_base[e] = n_fields;
    if (crowd_has_field(crowd, e))
      n_fields += crowd->levels[in->doors[in->exits[e].door].floor].n_cells;
  }
  for (size_t p = 0; p < places->n; p++) {
    crowd->field_base[crowd_place_target(crowd, p)] = n_fields;
    n_fields += crowd->levels[places->floor[p]].n_cells;
  }
  crowd->fields = crowd_take(crowd, n_fields, sizeof *crowd->fields);
}

/** What of people the steps need again and again. */
static void note_bodies(flue_crowd *crowd) {
  for (size_t i = 0; i < crowd->in.n_people; i++) {
    const flue_crowd_person *p = &crowd->in.people[i];
    crowd->people.walker[i].pace = p->group ? 0 : (float)p->speed;
    crowd->people.walker[i].radius = 0.5f * (p->body_m > 0 ? (float)p->body_m : usual_body_m);
  }
}

static flue_status build_with(flue_ctx *ctx, flue_crowd *crowd, linked *parts) {
  build_cells(crowd, parts);
  parts->has_outside = flue_alloc(parts->n_components, 1);
  parts->has_exit = flue_alloc(parts->n_components, 1);
  FLUE_CHECK(parts->has_outside && parts->has_exit, ctx, FLUE_ENOMEM, "no memory for people");
  build_routes(crowd, parts);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the exits of people");
  for (size_t i = 0; i < crowd->in.n_people; i++)
    FLUE_TRY(crowd_place_person(ctx, crowd, i, may_stand, parts));
  note_bodies(crowd);
  crowd_build_places(crowd);
  take_fields(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the distance fields of people");
  return FLUE_OK;
}

static flue_status build_fine(flue_ctx *ctx, flue_crowd *crowd, size_t bins) {
  size_t largest = 0;
  take_cells(crowd, bins);
  take_walkers(crowd);
  linked parts = {.component = flue_alloc(count_cells(crowd, &largest), sizeof(int32_t))};
  FLUE_CHECK(!crowd->has_failed && parts.component, ctx, FLUE_ENOMEM, "no memory for %zu people",
             crowd->in.n_people);
  const flue_status status = build_with(ctx, crowd, &parts);
  free(parts.component);
  free(parts.has_outside);
  free(parts.has_exit);
  return status;
}

flue_status crowd_build(flue_ctx *ctx, flue_crowd *crowd) {
  FLUE_TRY(check_input(ctx, &crowd->in));
  take_floors(crowd);
  take_people(crowd);
  take_rooms_and_doors(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for %zu people", crowd->in.n_people);
  const size_t bins = lay_out_levels(crowd);
  set_doors(crowd);
  crowd_build_groups(crowd);
  crowd_build_lifts(crowd);
  crowd_build_refuges(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for the lifts of people");
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK;
  FLUE_TRY(is_net ? crowd_build_net(ctx, crowd) : build_fine(ctx, crowd, bins));
  crowd_build_duties(crowd);
  crowd_build_knocks(crowd);
  crowd_build_told(crowd);
  FLUE_CHECK(!crowd->has_failed, ctx, FLUE_ENOMEM, "no memory for people on duty");
  return FLUE_OK;
}
