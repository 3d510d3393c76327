/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to questions about the crowd. */
#include <math.h>
#include <string.h>

#include "solver/crowd/crowd_engine.h"

/** Dose from which on a person counts as injured [1]. @cite purser2016 */
static const double injury_dose = 0.3;

size_t flue_crowd_bytes_per_person(const flue_crowd *crowd) {
  size_t bytes = sizeof(flue_crowd_person);
  for (size_t i = 0; i < crowd->n_blocks; i++)
    if (crowd->in.n_people > 0 && crowd->blocks[i].n >= crowd->in.n_people &&
        crowd->blocks[i].n <= crowd->in.n_people + crowd_padding)
      bytes += crowd->blocks[i].bytes / crowd->in.n_people;
  return bytes;
}

void flue_crowd_take_held(flue_crowd *crowd, double *share) {
  crowd_totals *totals = &crowd->totals;
  const int64_t steps = totals->step - totals->held_since;
  for (size_t d = 0; d < crowd->in.n_doors; d++) {
    share[d] = steps > 0 ? fmin(1, (double)crowd->doors.held[d] / (double)steps) : 0;
    if (crowd->doors.down[d] && !crowd->doors.is_locked[d]) share[d] = 1;
    crowd->doors.held[d] = 0;
  }
  totals->held_since = totals->step;
}

void flue_crowd_get_counts(const flue_crowd *crowd, flue_crowd_counts *counts) {
  size_t by_state[FLUE_PERSON_ON_DUTY + 1] = {0};
  *counts = (flue_crowd_counts){.people = crowd->in.n_people,
                                .put_back = (size_t)crowd->totals.put_back,
                                .last_out_s = crowd->totals.last_out_s};
  for (size_t id = 0; id < crowd->in.n_people; id++) {
    const uint8_t state = crowd->people.walker[id].state;
    const double dose = crowd_dose(&crowd->people, id);
    by_state[state]++;
    counts->largest_dose = fmax(counts->largest_dose, dose);
    if (state == FLUE_PERSON_INCAPACITATED)
      counts->by_cause[crowd->people.walker[id].cause]++;
    else if (dose >= injury_dose)
      counts->injured++;
  }
  counts->waiting = by_state[FLUE_PERSON_WAITING];
  counts->walking = by_state[FLUE_PERSON_WALKING];
  counts->on_stairs = by_state[FLUE_PERSON_ON_STAIR];
  counts->outside = by_state[FLUE_PERSON_OUTSIDE];
  counts->in_lifts = by_state[FLUE_PERSON_IN_LIFT];
  counts->in_refuge = by_state[FLUE_PERSON_IN_REFUGE];
  counts->on_duty = by_state[FLUE_PERSON_ON_DUTY];
  for (size_t i = 0; i < crowd->duties.n_needy; i++)
    counts->without_help += isfinite(crowd->duties.ready_s[crowd->duties.needy[i]]) ? 0 : 1;
  counts->incapacitated = by_state[FLUE_PERSON_INCAPACITATED];
}

void flue_crowd_get_occupancy(const flue_crowd *crowd, size_t *people) {
  memset(people, 0, crowd->in.n_rooms * sizeof *people);
  for (size_t id = 0; id < crowd->in.n_people; id++)
    if (crowd->people.walker[id].room >= 0) people[crowd->people.walker[id].room]++;
}

double flue_crowd_floor_cleared(const flue_crowd *crowd, size_t floor) {
  if (crowd->left_here[floor]) return NAN;
  for (size_t id = 0; id < crowd->in.n_people; id++)
    if (crowd->in.people[id].floor == floor &&
        crowd->people.walker[id].state == FLUE_PERSON_INCAPACITATED)
      return NAN;
  return crowd->cleared_s[floor];
}

/** When somebody came outside or into the refuge where it is [s]; NaN for neither. */
static double safe_time(const flue_crowd *crowd, size_t id) {
  const int is_in_refuge = crowd->people.walker[id].state == FLUE_PERSON_IN_REFUGE;
  return is_in_refuge ? crowd->refuges.since_s[id] : (double)crowd->people.out_s[id];
}

double flue_crowd_time_out(const flue_crowd *crowd, double share) {
  const size_t wanted = (size_t)ceil(share * (double)crowd->in.n_people);
  size_t out = 0;
  double low = 0, high = 0;
  for (size_t id = 0; id < crowd->in.n_people; id++) {
    const double safe_s = safe_time(crowd, id);
    out += isnan(safe_s) ? 0 : 1;
    if (safe_s > high) high = safe_s;
  }
  if (wanted == 0) return 0;
  if (out < wanted) return NAN;
  /* the wanted-th smallest: times come in steps, so counting below each candidate is quick enough
   */
  while (high - low > 0.5 * crowd->dt) {
    const double middle = 0.5 * (low + high);
    size_t below = 0;
    for (size_t id = 0; id < crowd->in.n_people; id++)
      below += safe_time(crowd, id) <= middle ? 1 : 0;
    if (below >= wanted)
      high = middle;
    else
      low = middle;
  }
  return high;
}

/** Position on a stair: the middle in plan, the height by progress. */
static void locate_on_stair(const flue_crowd *crowd, size_t id, double progress_m,
                            flue_agent_row *row) {
  const crowd_segments *s = &crowd->segments;
  const size_t at = crowd->people.walker[id].segment;
  const flue_crowd_stair *stair = &crowd->in.stairs[s->stair[at]];
  const size_t first = s->first[s->stair[at]];
  const double share = s->length_m[at] > 0 ? progress_m / s->length_m[at] : 0;
  row->x = stair->x;
  row->y = stair->y;
  row->z = stair->z_m[s->from[at] - first] * (1 - share) + stair->z_m[s->to[at] - first] * share;
  row->level = (int32_t)s->floor[at];
}

void flue_crowd_get_rows(const flue_crowd *crowd, flue_agent_row *rows) {
  const crowd_people *people = &crowd->people;
  for (size_t id = 0; id < crowd->in.n_people; id++) {
    rows[id] = (flue_agent_row){.id = (uint32_t)id,
                                .z = crowd->in.floors[people->walker[id].floor].z_m,
                                .level = (int32_t)people->walker[id].floor,
                                .speed = people->walker[id].speed,
                                .fed = (float)crowd_dose(people, id),
                                .state = people->walker[id].state};
    double progress_m = (double)people->walker[id].progress;
    crowd_position(crowd, (uint32_t)id, &rows[id].x, &rows[id].y);
    if (crowd->in.mode == FLUE_CROWD_NETWORK)
      crowd_net_locate(crowd, (uint32_t)id, &rows[id].x, &rows[id].y, &progress_m);
    if (people->walker[id].state == FLUE_PERSON_OUTSIDE)
      rows[id].level = -1;
    else if (people->walker[id].state == FLUE_PERSON_IN_LIFT)
      crowd_locate_rider(crowd, id, &rows[id]);
    else if (people->walker[id].segment != CROWD_NO_SEGMENT)
      locate_on_stair(crowd, id, progress_m, &rows[id]);
  }
  crowd_locate_helpers(crowd, rows);
}

void flue_crowd_get_people(const flue_crowd *crowd, double *time_out, double *exit_taken,
                           double *dose, double *cause, double *warned) {
  const crowd_people *people = &crowd->people;
  for (size_t id = 0; id < crowd->in.n_people; id++) {
    if (time_out) time_out[id] = (double)people->out_s[id];
    if (exit_taken) exit_taken[id] = people->exit_taken[id];
    if (dose) dose[id] = crowd_dose(people, id);
    if (cause) cause[id] = people->walker[id].cause;
    if (warned) warned[id] = (double)people->warned_s[id];
  }
}

/** Door at the discharge of a stair, -1 when it has none. */
static double door_of_stair(const flue_crowd *crowd, size_t stair) {
  const size_t own = crowd->in.stairs[stair].exit_door;
  if (own != FLUE_NONE) return (double)own;
  const size_t exit = crowd->segments.way_out[stair];
  return exit == FLUE_NONE ? -1 : (double)crowd->in.exits[exit].door;
}

/** Door by which somebody who is outside left: that of the stair where the way ended in one. */
static double door_out_of(const flue_crowd *crowd, size_t id) {
  const crowd_people *people = &crowd->people;
  if (people->walker[id].segment != CROWD_NO_SEGMENT)
    return door_of_stair(crowd, crowd->segments.stair[people->walker[id].segment]);
  if (people->exit_taken[id] < 0) return -1;
  const flue_crowd_exit *exit = &crowd->in.exits[people->exit_taken[id]];
  if (exit->lift && exit->segment != crowd->in.lifts[exit->lift - 1].discharge) return -1;
  const int ends_in_stair =
      exit->stair != FLUE_NONE && crowd->in.stairs[exit->stair].exit_door != FLUE_NONE;
  return ends_in_stair ? door_of_stair(crowd, exit->stair) : (double)exit->door;
}

void flue_crowd_get_ways(const flue_crowd *crowd, double *stair, double *door_out) {
  const crowd_people *people = &crowd->people;
  for (size_t id = 0; id < crowd->in.n_people; id++) {
    const int is_out = people->walker[id].state == FLUE_PERSON_OUTSIDE;
    stair[id] = people->stair_taken[id];
    door_out[id] = is_out ? door_out_of(crowd, id) : -1;
  }
}

void flue_crowd_get_stays(const flue_crowd *crowd, double *lift, double *refuge_s) {
  for (size_t id = 0; id < crowd->in.n_people; id++) {
    lift[id] = crowd->in.n_lifts ? crowd->lifts.taken[id] : -1;
    refuge_s[id] = crowd->refuges.is_any ? crowd->refuges.since_s[id] : NAN;
  }
}

void flue_crowd_get_helped(const flue_crowd *crowd, double *ready_s) {
  for (size_t id = 0; id < crowd->in.n_people; id++)
    ready_s[id] = crowd_duty_of(&crowd->in, id)->needs_helpers ? crowd->duties.ready_s[id] : NAN;
}

size_t flue_crowd_get_without_help(const flue_crowd *crowd, size_t *people) {
  const crowd_duties *d = &crowd->duties;
  memset(people, 0, crowd->in.n_rooms * sizeof *people);
  for (size_t i = 0; i < d->n_needy; i++) {
    const int32_t room = crowd->people.walker[d->needy[i]].room;
    if (room >= 0 && !isfinite(d->ready_s[d->needy[i]])) people[room]++;
  }
  return d->n_needy;
}

void flue_crowd_get_told(const flue_crowd *crowd, double *told_s) {
  for (size_t i = 0; i < crowd->in.n_rooms; i++)
    told_s[i] = crowd->told.is_any ? crowd->told.told_s[i] : NAN;
}

void flue_crowd_get_lifts(const flue_crowd *crowd, double *trips, double *carried) {
  for (size_t i = 0; i < crowd->in.n_lifts; i++) {
    trips[i] = crowd->lifts.trips[i];
    carried[i] = crowd->lifts.carried[i];
  }
}

double flue_crowd_by_lift(const flue_crowd *crowd) {
  double n = 0;
  for (size_t i = 0; i < crowd->in.n_lifts; i++) n += crowd->lifts.carried[i];
  return n;
}

double flue_crowd_lift_trips(const flue_crowd *crowd) {
  double n = 0;
  for (size_t i = 0; i < crowd->in.n_lifts; i++) n += crowd->lifts.trips[i];
  return n;
}
