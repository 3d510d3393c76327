/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stairs: people walk down (below the discharge: up) a chain of segments, or the other way where
 * their way leads over several stairs: then either stream has half of the width. The speed follows
 * from the density in the two metres ahead (SFPE), so that the front of a queue walks freely and a
 * jam passes on the full flow of the stair. A segment takes in one person at a time at the stair's
 * largest flow and no more than 3.5 people per m2. Where the stream from the stair and the one from
 * the storey's door both wait they take turns, 50:50 (@cite boyce2012) unless the stair says
 * otherwise: who is farther behind its share goes first, on a tie who was not served last.
 */
#include <math.h>
#include <string.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Length over which people look ahead for density [m]. */
static const double look_ahead_m = 2.0;
/** Effect of somebody lying on the stair over that of somebody standing [1]. */
static const double lying_weight = 0.5;
/** Steps for which a refused wish to enter counts as waiting. */
static const double waiting_steps = 1.5;
/** Share of the flow of those from a door without another one given. */
static const double half_share = 0.5;
/** Difference of shares that counts as none [1]: rounding. */
static const double turn_slack = 1e-9;
/** Room that a person needs to step out onto a floor [m]. */
static const float landing_radius_m = 0.4f;
/** Least distance of places side by side where people step out onto a floor [m]. */
static const double landing_spacing_m = 0.42;

/** Time without anybody passing a door after which who comes off a stair squeezes in among those
 * who want onto it [s]; assumed, as in network mode. Streams in and out of a stair never lock. */
static const double patience_s = 10;

static double door_share(const flue_crowd *crowd, size_t segment) {
  const double share = crowd->in.stairs[crowd->segments.stair[segment]].merge_door_share;
  return share > 0 ? share : half_share;
}

int crowd_has_turn(const flue_crowd *crowd, size_t segment, enum crowd_source source) {
  const double turn = crowd->segments.turn[segment] + door_share(crowd, segment) - half_share;
  if (fabs(turn) < turn_slack) return crowd->segments.last[segment] != source;
  return source == (turn > 0 ? crowd_from_door : crowd_from_stair);
}

void crowd_note_turn(flue_crowd *crowd, size_t segment, enum crowd_source source,
                     int is_contested) {
  double *turn = &crowd->segments.turn[segment];
  const double share = door_share(crowd, segment);
  const int is_door = source == crowd_from_door;
  crowd->segments.last[segment] = (uint8_t)source;
  if (is_contested)
    *turn += is_door ? share - 1 : share;
  else if (is_door && *turn > 0) /* alone a stream uses up what it was behind, and saves nothing */
    *turn = fmax(0, *turn + share - 1);
  else if (!is_door && *turn < 0)
    *turn = fmin(0, *turn + share);
}

int crowd_has_place(const flue_crowd *crowd, size_t segment) {
  const crowd_segments *s = &crowd->segments;
  const double share = crowd_width_share(crowd, segment);
  return (double)s->count[segment] < share * (double)s->capacity[segment];
}

int crowd_enter_segment(flue_crowd *crowd, size_t segment, enum crowd_source source) {
  crowd_segments *s = &crowd->segments;
  const double now = crowd_now(crowd);
  const enum crowd_source other = source == crowd_from_stair ? crowd_from_door : crowd_from_stair;
  double *wanted = s->wanted_s + segment * crowd_sources;
  const int is_other_waiting = wanted[other] >= now - waiting_steps * crowd->dt;
  const int is_others_turn = is_other_waiting && !crowd_has_turn(crowd, segment, source);
  if (!crowd_has_place(crowd, segment) || s->free_s[segment] > now || is_others_turn) {
    wanted[source] = now;
    return 0;
  }
  s->free_s[segment] =
      crowd_serve(crowd, s->free_s[segment], crowd_segment_interval(crowd, segment));
  crowd_note_turn(crowd, segment, source, is_other_waiting);
  s->count[segment]++;
  return 1;
}

static int is_farther(const flue_crowd *crowd, uint32_t a, uint32_t b) {
  const float pa = crowd->people.walker[a].progress, pb = crowd->people.walker[b].progress;
  return pa > pb || (pa >= pb && a < b);
}

/** Sorts `on_stairs` by segment and, within it, the farthest first, into `order`. */
static void sort_stairs(flue_crowd *crowd) {
  crowd_segments *s = &crowd->segments;
  const size_t n = crowd->totals.n_stairs;
  memset(s->begin, 0, (s->n + 1) * sizeof *s->begin);
  for (size_t i = 0; i < n; i++) s->begin[crowd->people.walker[crowd->on_stairs[i]].segment]++;
  size_t end = 0;
  for (size_t k = 0; k <= s->n; k++) s->begin[k] = end += s->begin[k];
  for (size_t i = n; i-- > 0;) {
    const uint32_t id = crowd->on_stairs[i];
    crowd->order[--s->begin[crowd->people.walker[id].segment]] = id;
  }
  for (size_t k = 0; k < s->n; k++) { /* nearly sorted from the step before */
    for (size_t i = s->begin[k] + 1; i < s->begin[k + 1]; i++) {
      const uint32_t id = crowd->order[i];
      size_t j = i;
      for (; j > s->begin[k] && is_farther(crowd, id, crowd->order[j - 1]); j--)
        crowd->order[j] = crowd->order[j - 1];
      crowd->order[j] = id;
    }
  }
}

static double weight_of(const flue_crowd *crowd, uint32_t id) {
  return crowd->people.walker[id].state == FLUE_PERSON_ON_STAIR ? 1 : lying_weight;
}

/** People in the first part of a segment. */
static double people_at_start(const flue_crowd *crowd, size_t segment, double length_m) {
  const crowd_segments *s = &crowd->segments;
  double n = 0;
  for (size_t i = s->begin[segment + 1]; i-- > s->begin[segment];) {
    if ((double)crowd->people.walker[crowd->order[i]].progress > length_m) break;
    n += weight_of(crowd, crowd->order[i]);
  }
  return n;
}

/** Density ahead of everybody in a segment [m-2], into sorted.vx by place in the order. */
static void find_densities(flue_crowd *crowd, size_t segment) {
  const crowd_segments *s = &crowd->segments;
  const flue_crowd_stair *stair = &crowd->in.stairs[s->stair[segment]];
  const double width = stair->width_m * crowd_width_share(crowd, segment);
  const size_t begin = s->begin[segment], end = s->begin[segment + 1];
  const crowd_walker *walker = crowd->people.walker;
  double inside = 0; /* people in places [front, level) */
  size_t front = begin, level = begin;
  for (size_t i = begin; i < end; i++) {
    const float own = walker[crowd->order[i]].progress;
    for (; level < i && walker[crowd->order[level]].progress > own; level++)
      inside += weight_of(crowd, crowd->order[level]);
    for (; front < level && walker[crowd->order[front]].progress > own + (float)look_ahead_m;
         front++)
      inside -= weight_of(crowd, crowd->order[front]);
    const double rest = (double)own + look_ahead_m - s->length_m[segment];
    double n = inside;
    if (rest > 0 && s->next[segment] != segment)
      n += people_at_start(crowd, s->next[segment], rest);
    crowd->sorted.vx[i] = (float)(n / (look_ahead_m * width));
  }
}

/** A place with room for one more to step out of a door, from the @p landing in front of it: near
 *  its middle first, then to the sides, as far as the clear width goes. @return its cell; -1 when
 *  all are taken. */
static int32_t find_landing(const flue_crowd *crowd, size_t landing, const flue_crowd_door *door,
                            double *x, double *y) {
  const crowd_level *level = &crowd->levels[door->floor];
  double x0, y0;
  crowd_cell_middle(level->in, landing, &x0, &y0);
  const int is_straight = door->along_x != 0 || door->along_y != 0;
  const double half = 0.5 * flue_walking_effective_width(door->width_m);
  const int per_side = is_straight ? (int)(half / landing_spacing_m) : 0;
  const double spacing = per_side ? half / per_side : 0;
  for (int i = 0; i <= 2 * per_side; i++) { /* 0, 1, -1, 2, -2 spacings from the middle */
    const double s = spacing * (i % 2 ? (i + 1) / 2 : -i / 2);
    *x = x0 + s * door->along_x;
    *y = y0 + s * door->along_y;
    const int32_t cell = crowd_cell_at(level, *x, *y);
    if (cell < 0 || level->in->room[cell] != level->in->room[landing]) continue;
    if (crowd_has_space(crowd, door->floor, *x, *y, landing_radius_m)) return cell;
  }
  return -1;
}

/** Whether people want out of and into a stair by a door and none has passed it for long. */
static int is_out_of_patience(const flue_crowd *crowd, size_t exit) {
  const double passed_s = crowd->doors.passed_s[crowd->in.exits[exit].door];
  return crowd->is_target[exit] && crowd_now(crowd) - passed_s >= patience_s;
}

int crowd_put_before(flue_crowd *crowd, uint32_t id, size_t exit, int32_t cell) {
  crowd_people *people = &crowd->people;
  const flue_crowd_door *door = &crowd->in.doors[crowd->in.exits[exit].door];
  double x, y;
  const int32_t found = find_landing(crowd, (size_t)cell, door, &x, &y);
  if (found < 0 && !is_out_of_patience(crowd, exit)) return 0;
  if (found < 0)
    crowd_cell_middle(crowd->levels[door->floor].in, (size_t)cell, &x, &y);
  else
    cell = found;
  people->walker[id].floor = (uint32_t)door->floor;
  crowd_put_at(crowd, id, x, y);
  people->walker[id].cell = cell;
  people->walker[id].room = crowd->levels[door->floor].in->room[cell];
  people->walker[id].segment = CROWD_NO_SEGMENT;
  people->walker[id].state = FLUE_PERSON_WALKING;
  people->walker[id].is_discharged =
      crowd->transfers.goes_on[exit] ? crowd_takes_nearer : crowd_takes_out;
  people->walker[id].stuck_s = 0;
  people->walker[id].target = -1;
  crowd_forget(crowd, id);
  crowd->has_undecided = 1;
  crowd_refresh_fields(crowd, door->floor);
  return 1;
}

int crowd_step_onto_cells(flue_crowd *crowd, uint32_t id, size_t exit, int32_t cell) {
  if (!crowd_put_before(crowd, id, exit, cell)) return 0;
  crowd->active[crowd->totals.n_active++] = id;
  crowd->totals.n_moving++;
  return 1;
}

/** Puts a person at the end of a segment onto the floor there, or outside. @return 1 when gone. */
static int try_leave(flue_crowd *crowd, uint32_t id, size_t segment) {
  const size_t exit = crowd_exit_at_end(crowd, id, segment);
  const size_t own_door = crowd_own_door(crowd, segment);
  if (own_door != FLUE_NONE) {
    if (!crowd_door_is_free(crowd, own_door)) return 0;
    crowd_door_pass(crowd, own_door);
    crowd_go_out(crowd, id, crowd_now(crowd) + crowd->dt);
    return 1;
  }
  if (exit == FLUE_NONE) {
    crowd_go_out(crowd, id, crowd_now(crowd) + crowd->dt);
    return 1;
  }
  const size_t door = crowd->in.exits[exit].door;
  if (!crowd_door_is_free(crowd, door)) return 0;
  if (crowd->is_final[exit]) {
    crowd_go_out(crowd, id, crowd_now(crowd) + crowd->dt);
  } else if (!crowd_step_onto_cells(crowd, id, exit, crowd->transfers.landing[exit])) {
    return 0;
  }
  crowd_door_pass(crowd, door);
  crowd->people.exit_taken[id] = (int16_t)exit;
  return 1;
}

/** Somebody at the end of a segment goes on. @return 1 when the next may try too. */
static int try_next(flue_crowd *crowd, uint32_t id, size_t segment) {
  crowd_segments *s = &crowd->segments;
  crowd_people *people = &crowd->people;
  const uint32_t stair = s->stair[segment];
  const size_t next = s->next[segment];
  const double length = s->length_m[segment];
  if (crowd_leaves_at_end(crowd, id, segment)) {
    if (!try_leave(crowd, id, segment)) return 0;
    crowd_finish_segment(crowd, id, segment);
    s->count[segment]--;
    crowd->totals.n_climbing--;
    return 1;
  }
  if (!crowd_enter_segment(crowd, next, crowd_from_stair)) return 0;
  crowd_finish_segment(crowd, id, segment);
  s->count[segment]--;
  people->walker[id].progress =
      (float)fmax(0, fmin((double)people->walker[id].progress - length, s->length_m[next]));
  people->walker[id].segment = (uint32_t)next;
  people->walker[id].room = (int32_t)crowd->in.stairs[stair].room[s->from[next] - s->first[stair]];
  return 1;
}

static void climb_segment(flue_crowd *crowd, size_t segment) {
  const crowd_segments *s = &crowd->segments;
  crowd_people *people = &crowd->people;
  const float length = (float)s->length_m[segment];
  int may_leave = 1;
  for (size_t i = s->begin[segment]; i < s->begin[segment + 1]; i++) {
    const uint32_t id = crowd->order[i];
    if (people->walker[id].state != FLUE_PERSON_ON_STAIR) continue;
    const double v = crowd_stair_speed(crowd, id, segment, crowd->sorted.vx[i]);
    const float before = people->walker[id].progress;
    people->walker[id].progress = before + (float)(v * crowd->dt);
    people->walker[id].speed = (float)v;
    if (people->walker[id].progress < length) continue;
    if (may_leave) may_leave = try_next(crowd, id, segment);
    if (people->walker[id].state != FLUE_PERSON_ON_STAIR || people->walker[id].segment != segment)
      continue;
    people->walker[id].progress = length;
    people->walker[id].speed = (length - before) / (float)crowd->dt;
  }
}

void crowd_climb(flue_crowd *crowd) {
  const crowd_segments *s = &crowd->segments;
  sort_stairs(crowd);
  for (size_t k = 0; k < s->n; k++) find_densities(crowd, k);
  /* outwards from each discharge, then inwards from the ends for those who walk away from it, so
     that who moves on makes room for those behind */
  for (size_t stair = 0; stair < crowd->in.n_stairs; stair++) {
    const size_t discharge = crowd->in.stairs[stair].discharge, first = s->first[stair];
    for (size_t k = discharge + 1; k < crowd->in.stairs[stair].n_segments; k++)
      climb_segment(crowd, first + k);
    for (size_t k = discharge; k-- > 0;) climb_segment(crowd, first + k);
    if (!crowd->transfers.is_any) continue;
    for (size_t k = crowd->in.stairs[stair].n_segments; k-- > discharge + 1;)
      climb_segment(crowd, s->n_towards + first + k);
    for (size_t k = 0; k < discharge; k++) climb_segment(crowd, s->n_towards + first + k);
  }
  size_t kept = 0;
  for (size_t i = 0; i < crowd->totals.n_stairs; i++) {
    const uint32_t id = crowd->order[i];
    const uint8_t state = crowd->people.walker[id].state;
    const int is_down = state == FLUE_PERSON_INCAPACITATED;
    if (state == FLUE_PERSON_ON_STAIR || is_down) crowd->on_stairs[kept++] = id;
  }
  crowd->totals.n_stairs = kept;
}
