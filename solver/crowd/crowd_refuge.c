/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places of refuge: those who look for one walk to the nearest on their floor and stay. They take
 * up a dose there; smoke or heat that would alarm somebody who still waits drives them out, and
 * they go on to the other exits. Where the floor has none they leave like everybody.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

void crowd_build_refuges(flue_crowd *crowd) {
  crowd_refuges *r = &crowd->refuges;
  for (size_t e = 0; e < crowd->in.n_exits; e++) r->is_any |= crowd->in.exits[e].refuge != 0;
  if (!r->is_any) return;
  r->is_refuge = crowd_take(crowd, crowd->in.n_rooms, 1);
  r->inside = crowd_take(crowd, crowd->in.n_exits, sizeof *r->inside);
  r->since_s = crowd_keep(crowd, crowd->in.n_people, sizeof *r->since_s);
  r->has_fled = crowd_keep(crowd, crowd->in.n_people, 1);
  if (crowd->has_failed) return;
  for (size_t e = 0; e < crowd->in.n_exits; e++) {
    r->inside[e] = -1;
    if (crowd->in.exits[e].refuge) r->is_refuge[crowd->in.exits[e].refuge - 1] = 1;
  }
  for (size_t i = 0; i < crowd->in.n_people; i++) r->since_s[i] = NAN;
}

int crowd_seeks_refuge(const flue_crowd *crowd, uint32_t id) {
  return crowd->refuges.is_any && crowd->in.people[id].seeks_refuge &&
         !crowd->refuges.has_fled[id] && !crowd->people.walker[id].is_discharged;
}

int crowd_is_sheltered(const flue_crowd *crowd, uint32_t id) {
  return crowd_seeks_refuge(crowd, id) && crowd->refuges.is_refuge[crowd->people.walker[id].room] &&
         !crowd->is_alarming[crowd->people.walker[id].room];
}

void crowd_take_refuge(flue_crowd *crowd, uint32_t id, size_t exit, double when_s) {
  crowd_people *people = &crowd->people;
  crowd_leave_floor(crowd, id, when_s);
  people->walker[id].state = FLUE_PERSON_IN_REFUGE;
  people->walker[id].target = people->walker[id].doorway = -1;
  people->walker[id].speed = people->walker[id].stuck_s = 0;
  crowd->refuges.since_s[id] = when_s;
  crowd->totals.n_sheltered++;
  crowd_note_helped(crowd, id);
  if (exit == FLUE_NONE) return;
  people->exit_taken[id] = (int16_t)exit;
  people->walker[id].room = (int32_t)crowd->in.exits[exit].refuge - 1;
  if (crowd->in.mode == FLUE_CROWD_NETWORK) {
    crowd->net.people.at[id] = crowd->net.ports.twin[crowd->net.exit_port[exit]];
    return;
  }
  const int32_t cell = crowd->refuges.inside[exit];
  if (cell >= 0) crowd_put_on_cell(crowd, id, (size_t)cell);
}

void crowd_flee_refuge(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  crowd->refuges.has_fled[id] = 1;
  crowd->refuges.since_s[id] = NAN;
  crowd->totals.n_sheltered--;
  if (people->walker[id].floor == crowd->in.people[id].floor) { /* is on it still */
    people->walker[id].has_left = 0;
    crowd->left_here[people->walker[id].floor]++;
  }
  people->walker[id].state = FLUE_PERSON_WAITING;
  people->start_s[id] = (float)crowd_now(crowd);
  crowd->waiting[crowd->totals.n_waiting++] = id;
  crowd->totals.next_start_s = fmin(crowd->totals.next_start_s, people->start_s[id]);
}

int crowd_may_take(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  if (in->lift) return crowd->lifts.may_ride[id];
  return !in->refuge || crowd_seeks_refuge(crowd, id);
}
