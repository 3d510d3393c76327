/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people are told in person: to go. Those who still wait where they began then start after
 * the time that each takes when told so, if that is sooner than by the alarm. Each room is told
 * once.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

void crowd_build_told(flue_crowd *crowd) {
  crowd_told *told = &crowd->told;
  const size_t n_rooms = crowd->in.n_rooms, n = crowd->in.n_people;
  told->is_any = crowd->in.n_rounds > 0 || told->has_knocks;
  if (!told->is_any) return;
  told->first = crowd_take(crowd, n_rooms + 2, sizeof *told->first);
  told->member = crowd_take(crowd, n, sizeof *told->member);
  told->told_s = crowd_keep(crowd, n_rooms, sizeof *told->told_s);
  if (crowd->has_failed) return;
  for (size_t i = 0; i < n_rooms; i++) told->told_s[i] = NAN;
  /* counted two places on, so that after filling first[i] is where room i begins */
  for (size_t id = 0; id < n; id++) told->first[crowd->people.walker[id].room + 2]++;
  for (size_t i = 2; i < n_rooms + 2; i++) told->first[i] += told->first[i - 1];
  for (uint32_t id = 0; id < n; id++)
    told->member[told->first[crowd->people.walker[id].room + 1]++] = id;
}

static void tell_person(flue_crowd *crowd, uint32_t id, double when_s) {
  crowd_people *people = &crowd->people;
  const float start_s = (float)when_s + crowd->in.people[id].told_s;
  if (!(people->warned_s[id] <= (float)when_s)) people->warned_s[id] = (float)when_s;
  if (people->start_s[id] <= start_s) return;
  people->start_s[id] = start_s;
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK;
  if (is_net && crowd->net.people.heap_at[id]) /* is about to start, in this advance */
    crowd_set_event(crowd, id, crowd_group_start(crowd, id), crowd_starts);
  else
    crowd->totals.next_start_s = fmin(crowd->totals.next_start_s, start_s);
}

void crowd_tell_room(flue_crowd *crowd, size_t room, double when_s) {
  const crowd_told *told = &crowd->told;
  if (told->told_s[room] <= when_s) return;
  told->told_s[room] = when_s;
  crowd->totals.warned_s = fmin(crowd->totals.warned_s, when_s);
  for (uint32_t i = told->first[room]; i < told->first[room + 1]; i++) {
    const uint32_t id = told->member[i];
    if (crowd->people.walker[id].state != FLUE_PERSON_WAITING) continue;
    if (crowd->people.walker[id].room == (int32_t)room) tell_person(crowd, id, when_s);
  }
}
