/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What never changes about stairs and exits: lengths, speeds, capacities, where each leads. */
#include <math.h>

#include "models/lift.h"
#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Most people on a stair [m-2] (CIBSE: 3.5). The result hardly depends on it, see crowd_stairs.c.
 */
static const double stair_density_m2 = 3.5;
/** Least people that fit on a segment. */
static const size_t least_capacity = 2;

static void take_segments(flue_crowd *crowd) {
  crowd_segments *s = &crowd->segments;
  const size_t n_stairs = crowd->in.n_stairs;
  for (size_t i = 0; i < n_stairs; i++) s->n_towards += crowd->in.stairs[i].n_segments;
  s->n = 2 * s->n_towards;
  s->first = crowd_take(crowd, n_stairs, sizeof *s->first);
  s->way_out = crowd_take(crowd, n_stairs, sizeof *s->way_out);
  s->stair = crowd_take(crowd, s->n, sizeof *s->stair);
  s->next = crowd_take(crowd, s->n, sizeof *s->next);
  s->before = crowd_take(crowd, s->n, sizeof *s->before);
  s->from = crowd_take(crowd, s->n, sizeof *s->from);
  s->to = crowd_take(crowd, s->n, sizeof *s->to);
  s->is_up = crowd_take(crowd, s->n, 1);
  s->floor = crowd_take(crowd, s->n, sizeof *s->floor);
  s->length_m = crowd_take(crowd, s->n, sizeof *s->length_m);
  s->k = crowd_take(crowd, s->n, sizeof *s->k);
  s->interval_s = crowd_take(crowd, s->n, sizeof *s->interval_s);
  s->beyond_s = crowd_take(crowd, s->n, sizeof *s->beyond_s);
  s->rise_m = crowd_take(crowd, s->n, sizeof *s->rise_m);
  s->capacity = crowd_take(crowd, s->n, sizeof *s->capacity);
  s->begin = crowd_take(crowd, s->n + 1, sizeof *s->begin);
  s->count = crowd_keep(crowd, s->n, sizeof *s->count);
  s->free_s = crowd_keep(crowd, s->n, sizeof *s->free_s);
  s->wanted_s = crowd_keep(crowd, s->n * crowd_sources, sizeof *s->wanted_s);
  s->last = crowd_keep(crowd, s->n, sizeof *s->last);
  s->turn = crowd_keep(crowd, s->n, sizeof *s->turn);
}

/** Floor whose height is nearest to a segment's. */
static uint32_t nearest_floor(const flue_crowd *crowd, double z_m) {
  size_t best = 0;
  for (size_t f = 1; f < crowd->in.n_floors; f++)
    if (fabs(crowd->in.floors[f].z_m - z_m) < fabs(crowd->in.floors[best].z_m - z_m)) best = f;
  return (uint32_t)best;
}

/** Where a segment leads: towards the discharge or, with @p is_away, the same flight the other way.
 *  That of the discharge itself leads nowhere. */
static void join_segment(crowd_segments *s, const flue_crowd_stair *in, size_t first, size_t k,
                         int is_away) {
  const size_t discharge = in->discharge, base = is_away ? s->n_towards : 0;
  const size_t inner = k < discharge ? k + 1 : k > discharge ? k - 1 : k;
  const int has_outer = k < discharge ? k > 0 : k > discharge && k + 1 < in->n_segments;
  const size_t outer = !has_outer ? k : k < discharge ? k - 1 : k + 1;
  const size_t at = base + first + k, behind = base + first + (is_away ? inner : outer);
  const int is_first = is_away ? inner == discharge : !has_outer;
  s->from[at] = (uint32_t)(first + (is_away ? inner : k));
  s->to[at] = (uint32_t)(first + (is_away ? k : inner));
  s->next[at] = (uint32_t)(base + first + (is_away ? outer : inner));
  s->before[at] = is_first || k == discharge ? CROWD_NO_SEGMENT : (uint32_t)behind;
  s->is_up[at] = s->to[at] > s->from[at];
}

/** Sizes and speeds of a segment whose way is known. */
static void build_segment(flue_crowd *crowd, uint32_t stair, size_t k, int is_away) {
  crowd_segments *s = &crowd->segments;
  const flue_crowd_stair *in = &crowd->in.stairs[stair];
  const size_t at = s->first[stair] + k + (is_away ? s->n_towards : 0);
  s->stair[at] = stair;
  join_segment(s, in, s->first[stair], k, is_away);
  const size_t from = s->from[at] - s->first[stair], to = s->to[at] - s->first[stair];
  s->floor[at] = nearest_floor(crowd, in->z_m[from]);
  s->length_m[at] = from == to ? 0 : in->length_m[from > to ? from : to];
  s->k[at] =
      flue_walking_stair_k(in->riser_m, in->tread_m) * (s->is_up[at] ? FLUE_WALKING_UP_FACTOR : 1);
  const double width = flue_walking_effective_width(in->width_m);
  s->interval_s[at] = 1 / (flue_walking_flow_max(s->k[at]) * width);
  if (in->belt_speed > 0) s->interval_s[at] = 1 / flue_escalator_flow(in->belt_speed, in->width_m);
  if (from != to) s->rise_m[at] = fabs(in->z_m[to] - in->z_m[from]);
  const double density = crowd->in.jam_density > 0 ? crowd->in.jam_density : stair_density_m2;
  const size_t fits = (size_t)(density * s->length_m[at] * in->width_m);
  s->capacity[at] = fits > least_capacity ? fits : least_capacity;
  s->last[at] = crowd_from_nowhere;
  s->wanted_s[crowd_sources * at + crowd_from_stair] = -INFINITY;
  s->wanted_s[crowd_sources * at + crowd_from_door] = -INFINITY;
}

/** Free time on a segment; on an escalator standing. */
static double free_time(const crowd_segments *s, const flue_crowd_stair *in, size_t segment) {
  const double walking = flue_walking_speed(s->k[segment], 0);
  return s->length_m[segment] / (in->belt_speed > 0 ? in->belt_speed : walking);
}

/** Free time on the stair between each storey and the discharge, outwards from it. @param first
 *  Of its segments towards it, or of those away from it. */
static void sum_times(crowd_segments *s, const flue_crowd_stair *in, size_t first) {
  for (size_t k = in->discharge + 1; k < in->n_segments; k++)
    s->beyond_s[first + k] = s->beyond_s[first + k - 1] + free_time(s, in, first + k);
  for (size_t k = in->discharge; k-- > 0;)
    s->beyond_s[first + k] = s->beyond_s[first + k + 1] + free_time(s, in, first + k);
}

void crowd_build_segments(flue_crowd *crowd) {
  crowd_segments *s = &crowd->segments;
  take_segments(crowd);
  if (crowd->has_failed) return;
  size_t n = 0;
  for (uint32_t i = 0; i < crowd->in.n_stairs; i++) {
    s->first[i] = n;
    s->way_out[i] = FLUE_NONE;
    for (size_t k = 0; k < crowd->in.stairs[i].n_segments; k++) {
      build_segment(crowd, i, k, 0);
      build_segment(crowd, i, k, 1);
    }
    sum_times(s, &crowd->in.stairs[i], n);
    sum_times(s, &crowd->in.stairs[i], s->n_towards + n);
    n += crowd->in.stairs[i].n_segments;
  }
}

/** Cell of a door nearest to its middle: one that is in @p room or, with @p is_inside 0, that is
 * not; else any; -1 without cells. */
static int32_t door_cell(const flue_crowd *crowd, size_t d, int32_t room, int is_inside) {
  const flue_crowd_door *door = &crowd->in.doors[d];
  const flue_crowd_floor *in = crowd->levels[door->floor].in;
  int32_t best = -1;
  double least = INFINITY;
  for (size_t i = 0; i < in->nx * in->ny; i++) {
    if (in->door[i] != (int32_t)d || in->room[i] < 0) continue;
    double x, y;
    crowd_cell_middle(in, i, &x, &y);
    const int is_other = (in->room[i] == room) != is_inside;
    const double penalty = is_other ? in->cell_m * (double)(in->nx + in->ny) : 0;
    const double distance = hypot(x - door->x, y - door->y) + penalty;
    if (distance < least) {
      least = distance;
      best = (int32_t)i;
    }
  }
  return best;
}

/* along the straight line */
double crowd_time_from_discharge(const flue_crowd *crowd, size_t exit) {
  const flue_crowd_door *from = &crowd->in.doors[crowd->in.exits[exit].door];
  double least = INFINITY;
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    const flue_crowd_door *to = &crowd->in.doors[crowd->in.exits[e].door];
    if (!crowd_leads_outside(&crowd->in.exits[e]) || to->floor != from->floor) continue;
    least = fmin(least, hypot(to->x - from->x, to->y - from->y));
  }
  return isfinite(least) ? least / flue_walking_speed(FLUE_WALKING_K_LEVEL, 0) : 0;
}

/** Cell of an exit; in network mode that of its port. @param part  What it belongs to. */
static int32_t exit_cell(const flue_crowd *crowd, size_t e, int32_t room, const int32_t *component,
                         int32_t *part) {
  const size_t door = crowd->in.exits[e].door;
  if (!component) {
    const uint32_t port = crowd->net.exit_port[e];
    if (port == CROWD_NO_PORT) return -1;
    *part = crowd->net.rooms.part[crowd->net.ports.room[port]];
    return crowd->net.ports.cell[port];
  }
  const int32_t cell = door_cell(crowd, door, room, 0);
  const size_t first = crowd->levels[crowd->in.doors[door].floor].first_cell;
  if (cell >= 0) *part = component[first + (size_t)cell];
  return cell;
}

int32_t crowd_room_behind(const flue_crowd *crowd, size_t e) {
  const flue_crowd_exit *exit = &crowd->in.exits[e];
  if (exit->stair != FLUE_NONE) return (int32_t)crowd->in.stairs[exit->stair].room[exit->segment];
  if (exit->lift) return (int32_t)crowd->in.lifts[exit->lift - 1].room[exit->segment];
  return exit->refuge ? (int32_t)exit->refuge - 1 : -1;
}

/** Of an exit into a lift or a refuge. @param part_is_out  Whether there is a way outside from
 * there.
 */
static void build_other(flue_crowd *crowd, size_t e, int32_t cell, int part_is_out) {
  const flue_crowd_exit *in = &crowd->in.exits[e];
  const crowd_level *level = &crowd->levels[crowd->in.doors[in->door].floor];
  if (in->refuge) {
    crowd->is_target[e] = 1;
    return;
  }
  const int is_discharge = in->segment == crowd->in.lifts[in->lift - 1].discharge;
  crowd->is_target[e] = !is_discharge;
  crowd->is_final[e] = is_discharge && !part_is_out;
  crowd_join_landing(crowd, e, cell, level->in->room[cell]);
}

/** Notes on which floor the door of a stair's storey lies. */
static void set_floor(flue_crowd *crowd, const flue_crowd_exit *exit, uint32_t floor) {
  const crowd_segments *s = &crowd->segments;
  const size_t storey = s->first[exit->stair] + exit->segment;
  for (size_t at = 0; at < s->n; at++)
    if (s->from[at] == storey) s->floor[at] = floor;
}

static void build_exit(flue_crowd *crowd, size_t e, const int32_t *component,
                       const uint8_t *has_outside) {
  const flue_crowd_exit *in = &crowd->in.exits[e];
  const crowd_segments *s = &crowd->segments;
  const flue_crowd_door *door = &crowd->in.doors[in->door];
  const int is_stair = in->stair != FLUE_NONE;
  const flue_crowd_stair *stair = is_stair ? &crowd->in.stairs[in->stair] : NULL;
  const int32_t room = crowd_room_behind(crowd, e);
  int32_t part = -1;
  const int32_t cell = exit_cell(crowd, e, room, component, &part);
  crowd->exit_rate[e] = FLUE_WALKING_DOOR_FLOW * flue_walking_effective_width(door->width_m);
  if (crowd->doors.interval_s[in->door] > 0)
    crowd->exit_rate[e] = 1 / crowd->doors.interval_s[in->door];
  crowd->is_target[e] = 0;
  crowd->transfers.landing[e] = cell;
  crowd->transfers.part[e] = cell < 0 ? -1 : part;
  if (cell < 0) return;
  if (!is_stair && !crowd_leads_outside(in)) {
    build_other(crowd, e, cell, has_outside[part]);
    if (component && in->refuge) crowd->refuges.inside[e] = door_cell(crowd, in->door, room, 1);
    return;
  }
  const int is_discharge = is_stair && in->segment == stair->discharge;
  const int leads_out = is_discharge && (!has_outside[part] || stair->exit_door != FLUE_NONE);
  crowd->is_final[e] = !is_stair || leads_out;
  const size_t second = crowd_second_door(crowd, e);
  if (second != FLUE_NONE) { /* the narrower of the two */
    const double width = flue_walking_effective_width(crowd->in.doors[second].width_m);
    const double interval = crowd->doors.interval_s[second];
    const double rate = interval > 0 ? 1 / interval : FLUE_WALKING_DOOR_FLOW * width;
    crowd->exit_rate[e] = fmin(crowd->exit_rate[e], rate);
  }
  crowd->is_target[e] = crowd->is_final[e] || !is_discharge;
  crowd->transfers.is_cut_off[e] = leads_out && stair->exit_door == FLUE_NONE;
  if (is_discharge && s->way_out[in->stair] == FLUE_NONE) s->way_out[in->stair] = e;
  if (is_stair) set_floor(crowd, in, (uint32_t)door->floor);
}

void crowd_build_exits(flue_crowd *crowd, const int32_t *component, const uint8_t *has_outside) {
  crowd_take_transfers(crowd);
  if (crowd->has_failed) return;
  for (size_t e = 0; e < crowd->in.n_exits; e++) build_exit(crowd, e, component, has_outside);
  crowd_plan_transfers(crowd, NULL, NULL);
  crowd_time_lifts(crowd);
}
