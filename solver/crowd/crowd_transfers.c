/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ways that change from one stair to another: up one and down the next, off at a storey from which
 * another way leads on. For each exit into a stair the free time to the outside is found, by that
 * stair to its discharge or off it before, across the floor and through a further exit; the least
 * time of all follows by relaxation, as the lengths of a graph (Bellman and Ford). Who enters a
 * stair by an exit leaves it where that way does. A stair that leads out by itself is left before
 * its discharge, and a stair is taken from the storey of its discharge, only when that is clearly
 * shorter. Lengths on floors are straight lines at first, which are never longer than ways, and
 * those outside on the level are measured; only where ways over several stairs are left by that,
 * all lengths are. Across the landing of a stair, from one of its doors on a storey to another,
 * people walk only where no other way is; that takes no time.
 *
 * Whoever has stepped off so goes on only by exits that are nearer to the outside than the place
 * where he did: ways end, whatever people decide on them.
 */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Share of the time of the plain way that a way over further stairs must beat, as another exit
 *  must (FDS+Evac). @cite korhonen2018 */
static const double plain_share = 0.9;
/** Least length between two exits of a floor [m]: ways get shorter with each. */
static const double least_gap_m = 0.1;

/** A plan in the making, [n_exits] each. */
typedef struct planner {
  flue_crowd *crowd;
  const float *gap, *level; /* as of crowd_plan_transfers() */
  double *time_s;           /* from passing each exit to the outside */
  uint8_t *is_closed;       /* leads into a stair whose discharge is cut off from the outside */
  uint32_t *next;           /* next exit of the same stair, CROWD_NO_EXIT at the end */
  uint32_t *first;          /* first exit of each stair, [n_stairs] */
} planner;

void crowd_take_transfers(flue_crowd *crowd) {
  crowd_transfers *t = &crowd->transfers;
  const size_t n = crowd->in.n_exits;
  t->off = crowd_take(crowd, n, sizeof *t->off);
  t->enter = crowd_take(crowd, n, sizeof *t->enter);
  t->landing = crowd_take(crowd, n, sizeof *t->landing);
  t->part = crowd_take(crowd, n, sizeof *t->part);
  t->arrive_s = crowd_take(crowd, n, sizeof *t->arrive_s);
  t->goes_on = crowd_take(crowd, n, 1);
  t->is_cut_off = crowd_take(crowd, n, 1);
}

int crowd_is_way_out(const flue_crowd *crowd, size_t exit) {
  return crowd->is_final[exit] && !crowd->transfers.is_cut_off[exit];
}

/* ---- stairs ---- */

static size_t storey_of(const flue_crowd *crowd, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  return crowd->segments.first[in->stair] + in->segment;
}

static size_t discharge_of(const flue_crowd *crowd, size_t stair) {
  return crowd->segments.first[stair] + crowd->in.stairs[stair].discharge;
}

/** First segment from one storey of a stair to another, CROWD_NO_SEGMENT where people do not walk:
 *  past the discharge, or against the steps of an escalator. */
static uint32_t segment_towards(const flue_crowd *crowd, size_t stair, size_t from, size_t to) {
  const crowd_segments *s = &crowd->segments;
  const size_t discharge = discharge_of(crowd, stair);
  const int is_above = from > discharge || to > discharge,
            is_below = from < discharge || to < discharge;
  if (from == to || (is_above && is_below)) return CROWD_NO_SEGMENT;
  const int is_away = is_above ? to > from : to < from;
  if (!is_away) return (uint32_t)from;
  if (crowd->in.stairs[stair].belt_speed > 0) return CROWD_NO_SEGMENT;
  return (uint32_t)(s->n_towards + (is_above ? from + 1 : from - 1));
}

/** Free time on a stair from one exit of it to another [s]; infinite where people do not walk, 0
 *  across its landing. */
static double stair_time(const flue_crowd *crowd, size_t from, size_t to) {
  const crowd_segments *s = &crowd->segments;
  const size_t a = storey_of(crowd, from), b = storey_of(crowd, to);
  const uint32_t enter = segment_towards(crowd, crowd->in.exits[from].stair, a, b);
  if (a == b) return from == to ? INFINITY : 0;
  if (enter == CROWD_NO_SEGMENT) return INFINITY;
  const double *time_s = s->beyond_s + (enter >= s->n_towards ? s->n_towards : 0);
  return fabs(time_s[a] - time_s[b]);
}

/** Free time from before an exit to the outside without a stair [s]. */
static double level_time(const planner *p, size_t exit) {
  return p->level ? (double)p->level[exit] / flue_walking_speed(FLUE_WALKING_K_LEVEL, 0) : INFINITY;
}

/** Free time by a stair to the outside from one of its storeys, as far as that is known [s]. */
static double plain_time(const planner *p, size_t exit) {
  const flue_crowd *crowd = p->crowd;
  const size_t stair = crowd->in.exits[exit].stair, way_out = crowd->segments.way_out[stair];
  const double on_stair_s = crowd->segments.beyond_s[storey_of(crowd, exit)];
  if (way_out == FLUE_NONE || crowd->in.stairs[stair].exit_door != FLUE_NONE) return on_stair_s;
  if (p->is_closed[way_out]) return on_stair_s + crowd->transfers.arrive_s[way_out];
  if (crowd->transfers.is_cut_off[way_out]) return on_stair_s; /* nothing else: leads outside */
  return on_stair_s + (p->gap ? level_time(p, way_out) : crowd_time_from_discharge(crowd, way_out));
}

/* ---- floors ---- */

/** Whether being through an exit is being outside. */
static int is_outside(const planner *p, size_t exit) {
  return p->crowd->transfers.part[exit] >= 0 && p->crowd->is_final[exit] && !p->is_closed[exit];
}

/** Free time between two exits of a floor, by their place in its list [s]. @param gap  Of the
 *  floor, or NULL. */
static double floor_time(const flue_crowd *crowd, const crowd_level *level, const float *gap,
                         size_t i, size_t j) {
  const size_t *list = crowd->exit_list + level->first_exit;
  const flue_crowd_door *from = &crowd->in.doors[crowd->in.exits[list[i]].door];
  const flue_crowd_door *to = &crowd->in.doors[crowd->in.exits[list[j]].door];
  const double straight = hypot(to->x - from->x, to->y - from->y);
  const double length = gap ? (double)gap[i * level->n_exits + j] : straight;
  return fmax(least_gap_m, length) / flue_walking_speed(FLUE_WALKING_K_LEVEL, 0);
}

/** Least times to the outside from before an exit of a floor. @return whether one got shorter. */
static int relax_arrival(planner *p, const crowd_level *level, const float *gap, size_t i) {
  flue_crowd *crowd = p->crowd;
  const size_t *list = crowd->exit_list + level->first_exit, exit = list[i];
  const int32_t part = crowd->transfers.part[exit];
  const double before_s = crowd->transfers.arrive_s[exit];
  double least_s = before_s;
  for (size_t j = 0; j < level->n_exits; j++) {
    const flue_crowd_exit *in = &crowd->in.exits[list[j]];
    if (j == i || crowd->transfers.part[list[j]] != part || !isfinite(p->time_s[list[j]])) continue;
    const double time_s = floor_time(crowd, level, gap, i, j) + p->time_s[list[j]];
    if (is_outside(p, list[j]) || in->stair != crowd->in.exits[exit].stair)
      least_s = fmin(least_s, time_s);
  }
  crowd->transfers.arrive_s[exit] = least_s;
  return least_s < before_s;
}

static int relax_floors(planner *p) {
  const flue_crowd *crowd = p->crowd;
  int has_changed = 0;
  for (size_t f = 0, first = 0; f < crowd->in.n_floors; f++) {
    const crowd_level *level = &crowd->levels[f];
    const float *gap = p->gap ? p->gap + first : NULL;
    for (size_t i = 0; i < level->n_exits; i++) {
      const size_t exit = crowd->exit_list[level->first_exit + i];
      if (crowd->in.exits[exit].stair == FLUE_NONE || crowd->transfers.part[exit] < 0) continue;
      has_changed |= relax_arrival(p, level, gap, i);
    }
    first += level->n_exits * level->n_exits;
  }
  return has_changed;
}

/* ---- ways ---- */

/** Least time from an exit into a stair on. @return whether it got shorter. */
static int relax_exit(planner *p, size_t exit) {
  flue_crowd *crowd = p->crowd;
  const size_t stair = crowd->in.exits[exit].stair, storey = storey_of(crowd, exit);
  const int is_discharge = storey == discharge_of(crowd, stair);
  const double plain_s = is_discharge ? INFINITY : plain_time(p, exit);
  const double limit_s = plain_share * (is_discharge ? level_time(p, exit) : plain_s);
  double least_s = fmin(p->time_s[exit], plain_s);
  size_t off = least_s < plain_s ? crowd->transfers.off[exit] : FLUE_NONE;
  for (uint32_t e = p->first[stair]; e != CROWD_NO_EXIT; e = p->next[e]) {
    const double time_s = stair_time(crowd, exit, e) + crowd->transfers.arrive_s[e];
    if (storey_of(crowd, e) == storey && isfinite(limit_s)) continue;
    if (!(time_s < limit_s) || !(time_s < least_s)) continue;
    least_s = time_s;
    off = e;
  }
  const int has_changed = least_s < p->time_s[exit];
  p->time_s[exit] = least_s;
  crowd->transfers.off[exit] = off;
  return has_changed;
}

static void relax_all(planner *p) {
  const flue_crowd *crowd = p->crowd;
  for (int has_changed = 1; has_changed;) {
    has_changed = relax_floors(p);
    for (size_t e = 0; e < crowd->in.n_exits; e++)
      if (crowd->in.exits[e].stair != FLUE_NONE && crowd->transfers.part[e] >= 0 &&
          !is_outside(p, e))
        has_changed |= relax_exit(p, e);
  }
}

/** Stairs that end where nothing leads on count as ways outside. @return whether there are any. */
static int open_closed(planner *p) {
  const flue_crowd *crowd = p->crowd;
  int is_any = 0;
  for (size_t i = 0; i < crowd->in.n_stairs; i++) {
    const size_t way_out = crowd->segments.way_out[i];
    if (way_out == FLUE_NONE || !p->is_closed[way_out]) continue;
    const int leads_on =
        isfinite(crowd->transfers.arrive_s[way_out]) || isfinite(p->time_s[way_out]);
    if (leads_on) continue; /* be it up the same stair again */
    is_any = 1;
    for (uint32_t e = p->first[i]; e != CROWD_NO_EXIT; e = p->next[e]) {
      if (p->is_closed[e]) p->time_s[e] = 0;
      p->is_closed[e] = 0;
    }
  }
  return is_any;
}

static void begin_plan(planner *p) {
  flue_crowd *crowd = p->crowd;
  crowd_transfers *t = &crowd->transfers;
  for (size_t i = 0; i < crowd->in.n_stairs; i++) p->first[i] = CROWD_NO_EXIT;
  for (size_t e = crowd->in.n_exits; e-- > 0;) {
    const flue_crowd_exit *in = &crowd->in.exits[e];
    t->off[e] = FLUE_NONE;
    t->goes_on[e] = 0;
    t->arrive_s[e] = p->time_s[e] = INFINITY;
    if (t->is_cut_off[e]) crowd->is_final[e] = 1; /* unless keep_plan() finds other ways */
    if (in->stair != FLUE_NONE) {
      const size_t way_out = crowd->segments.way_out[in->stair];
      p->is_closed[e] = t->is_cut_off[e] && way_out != FLUE_NONE && t->is_cut_off[way_out];
      if (t->part[e] >= 0) {
        p->next[e] = p->first[in->stair];
        p->first[in->stair] = (uint32_t)e;
      }
    }
    const int leads_out = in->stair != FLUE_NONE || crowd_leads_outside(in);
    if (leads_out && is_outside(p, e)) p->time_s[e] = 0;
  }
}

/** Writes the plan down. @return whether it has ways over several stairs. */
static int keep_plan(planner *p) {
  flue_crowd *crowd = p->crowd;
  crowd_transfers *t = &crowd->transfers;
  int is_any = 0;
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    const size_t stair = crowd->in.exits[e].stair;
    if (stair == FLUE_NONE) continue;
    const size_t storey = storey_of(crowd, e);
    t->enter[e] = (uint32_t)storey;
    if (t->part[e] < 0 || is_outside(p, e)) continue;
    crowd->is_final[e] = 0;
    crowd->is_target[e] = isfinite(p->time_s[e]) ? 1 : 0;
    crowd->beyond_s[e] = p->time_s[e];
    if (p->is_closed[e] && e == crowd->segments.way_out[stair]) is_any = t->goes_on[e] = 1;
    if (t->off[e] == FLUE_NONE) continue;
    t->enter[e] = segment_towards(crowd, stair, storey, storey_of(crowd, t->off[e]));
    is_any = t->goes_on[t->off[e]] = 1;
  }
  return is_any;
}

int crowd_plan_transfers(flue_crowd *crowd, const float *gap, const float *level) {
  const size_t n = crowd->in.n_exits;
  planner p = {.crowd = crowd,
               .gap = gap,
               .level = level,
               .time_s = flue_alloc(n, sizeof *p.time_s),
               .is_closed = flue_alloc(n, 1),
               .next = flue_alloc(n, sizeof *p.next),
               .first = flue_alloc(crowd->in.n_stairs, sizeof *p.first)};
  if (p.time_s && p.is_closed && p.next && p.first) {
    begin_plan(&p);
    relax_all(&p);
    if (open_closed(&p)) relax_all(&p);
    crowd->transfers.is_any = keep_plan(&p);
  } else {
    crowd->has_failed = 1;
  }
  free(p.time_s);
  free(p.is_closed);
  free(p.next);
  free(p.first);
  return crowd->transfers.is_any;
}

/** Lengths between exits, into @p gap, and from there to the outside, into @p level. */
static void measure_gaps(flue_crowd *crowd, float *gap, float *level) {
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    const size_t n = crowd->levels[f].n_exits;
    const size_t *list = crowd->exit_list + crowd->levels[f].first_exit;
    if (crowd->in.mode == FLUE_CROWD_NETWORK)
      crowd_measure_ports(crowd, f, gap);
    else
      crowd_measure_exits(crowd, f, gap);
    for (size_t i = 0; i < n; i++) {
      level[list[i]] = INFINITY;
      for (size_t j = 0; j < n; j++)
        if (crowd_is_way_out(crowd, list[j]))
          level[list[i]] = fminf(level[list[i]], gap[i * n + j]);
    }
    gap += n * n;
  }
}

/** Lengths from before the stairs of a floor to the outside, into @p level of all exits. */
static void measure_level(flue_crowd *crowd, size_t floor, float *level) {
  const crowd_level *in = &crowd->levels[floor];
  int is_asked = 0;
  for (size_t i = 0; i < in->n_exits; i++) {
    const size_t exit = crowd->exit_list[in->first_exit + i];
    level[exit] = INFINITY;
    is_asked |= crowd->transfers.off[exit] != FLUE_NONE;
  }
  if (!is_asked) return;
  if (crowd->in.mode == FLUE_CROWD_NETWORK)
    crowd_measure_ports_out(crowd, floor, level);
  else
    crowd_measure_out(crowd, floor, level);
}

void crowd_measure_transfers(flue_crowd *crowd) {
  if (crowd->has_failed || !crowd->transfers.is_any) return;
  size_t n = 0;
  for (size_t f = 0; f < crowd->in.n_floors; f++)
    n += crowd->levels[f].n_exits * crowd->levels[f].n_exits;
  float *gap = flue_alloc(n, sizeof *gap), *level = flue_alloc(crowd->in.n_exits, sizeof *level);
  if (gap && level) {
    for (size_t f = 0; f < crowd->in.n_floors; f++) measure_level(crowd, f, level);
    if (crowd_plan_transfers(crowd, NULL, level)) {
      measure_gaps(crowd, gap, level);
      crowd_plan_transfers(crowd, gap, level);
    }
  } else {
    crowd->has_failed = 1;
  }
  free(gap);
  free(level);
}

/* ---- people ---- */

static int is_at_discharge(const flue_crowd *crowd, size_t segment) {
  const crowd_segments *s = &crowd->segments;
  return segment < s->n_towards && s->to[segment] == discharge_of(crowd, s->stair[segment]);
}

size_t crowd_own_door(const flue_crowd *crowd, size_t segment) {
  const size_t stair = crowd->segments.stair[segment];
  return is_at_discharge(crowd, segment) ? crowd->in.stairs[stair].exit_door : FLUE_NONE;
}

size_t crowd_exit_at_end(const flue_crowd *crowd, uint32_t id, size_t segment) {
  const crowd_segments *s = &crowd->segments;
  const size_t off = crowd->transfers.off[crowd->people.exit_taken[id]];
  if (is_at_discharge(crowd, segment)) return s->way_out[s->stair[segment]];
  if (off == FLUE_NONE || storey_of(crowd, off) != s->to[segment]) return FLUE_NONE;
  const int leads_on = segment < s->n_towards; /* to the discharge, where the door is locked */
  return leads_on && crowd->doors.is_locked[crowd->in.exits[off].door] ? FLUE_NONE : off;
}

int crowd_leaves_at_end(const flue_crowd *crowd, uint32_t id, size_t segment) {
  return is_at_discharge(crowd, segment) || crowd_exit_at_end(crowd, id, segment) != FLUE_NONE;
}

size_t crowd_across_landing(const flue_crowd *crowd, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  const int is_across = in->stair != FLUE_NONE && crowd->transfers.enter[exit] == CROWD_NO_SEGMENT;
  return is_across ? crowd->transfers.off[exit] : FLUE_NONE;
}

int crowd_may_go_on(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const crowd_walker *walker = &crowd->people.walker[id];
  if (walker->is_discharged == crowd_takes_any || crowd->is_final[exit]) return 1;
  if (walker->is_discharged == crowd_takes_out || crowd->in.exits[exit].stair == FLUE_NONE)
    return 0;
  return crowd->beyond_s[exit] < crowd->transfers.arrive_s[crowd->people.exit_taken[id]];
}
