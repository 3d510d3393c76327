/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups, such as families: they start together, when the last of those who wait is ready; take the
 * exit of the first who walks; go no faster than the slowest of them; and who is ahead waits for
 * the others. Members who went down are left behind.
 */
#include <math.h>

#include "solver/crowd/crowd_engine.h"

/** How far ahead of the last one a member slows down [m], and to what share of the speed [1];
 *  assumed: a group stays within speaking distance, and does not hold
 *  up a queue. */
static const float ahead_m = 2.0f;
static const double ahead_share = 0.3;

void crowd_build_groups(flue_crowd *crowd) {
  crowd_groups *g = &crowd->groups;
  const size_t n = crowd->in.n_groups;
  g->begin = crowd_take(crowd, n + 2, sizeof *g->begin);
  g->member = crowd_take(crowd, n ? crowd->in.n_people : 0, sizeof *g->member);
  g->speed = crowd_keep(crowd, n, sizeof *g->speed);
  g->stair_factor = crowd_keep(crowd, n, sizeof *g->stair_factor);
  g->up_factor = crowd_keep(crowd, n, sizeof *g->up_factor);
  g->back_m = crowd_keep(crowd, n, sizeof *g->back_m);
  if (crowd->has_failed) return;
  /* counted two places on, so that after filling begin[k] is where group k begins */
  for (size_t i = 0; i < crowd->in.n_people; i++)
    if (crowd->in.people[i].group) g->begin[crowd->in.people[i].group + 1]++;
  for (size_t k = 2; k < n + 2; k++) g->begin[k] += g->begin[k - 1];
  for (uint32_t i = 0; i < crowd->in.n_people; i++)
    if (crowd->in.people[i].group) g->member[g->begin[crowd->in.people[i].group]++] = i;
  crowd_refresh_groups(crowd);
}

static double up_factor(const flue_crowd_person *p) {
  return p->up_factor > 0 ? p->up_factor : p->stair_factor;
}

static int is_able(const flue_crowd *crowd, uint32_t id) {
  const uint8_t state = crowd->people.walker[id].state;
  return state != FLUE_PERSON_OUTSIDE && state != FLUE_PERSON_INCAPACITATED;
}

static void refresh_group(flue_crowd *crowd, size_t k) {
  crowd_groups *g = &crowd->groups;
  g->speed[k] = g->stair_factor[k] = g->up_factor[k] = INFINITY;
  g->back_m[k] = 0;
  for (uint32_t i = g->begin[k]; i < g->begin[k + 1]; i++) {
    const uint32_t id = g->member[i];
    const flue_crowd_person *p = &crowd->in.people[id];
    const int32_t target = crowd->people.walker[id].target;
    if (!is_able(crowd, id)) continue;
    g->speed[k] = fmin(g->speed[k], p->speed);
    g->stair_factor[k] = fmin(g->stair_factor[k], p->stair_factor);
    g->up_factor[k] = fmin(g->up_factor[k], up_factor(p));
    if (crowd->people.walker[id].state != FLUE_PERSON_WALKING || target < 0) continue;
    const float distance = crowd_distance(crowd, id, (size_t)target);
    if (isfinite(distance)) g->back_m[k] = fmaxf(g->back_m[k], distance); /* is not locked in */
  }
}

void crowd_refresh_groups(flue_crowd *crowd) {
  for (size_t k = 0; k < crowd->in.n_groups; k++) refresh_group(crowd, k);
}

double crowd_group_start(const flue_crowd *crowd, uint32_t id) {
  const crowd_groups *g = &crowd->groups;
  const uint32_t group = crowd->in.people[id].group;
  double last = fmax((double)crowd->people.start_s[id], crowd_helped_from(crowd, id));
  if (!group) return last;
  for (uint32_t i = g->begin[group - 1]; i < g->begin[group]; i++)
    if (crowd->people.walker[g->member[i]].state == FLUE_PERSON_WAITING)
      last = fmax(last, (double)crowd->people.start_s[g->member[i]]);
  return last;
}

uint64_t crowd_group_tried(const flue_crowd *crowd, uint32_t id) {
  const crowd_groups *g = &crowd->groups;
  const crowd_people *people = &crowd->people;
  const uint32_t group = crowd->in.people[id].group;
  uint64_t tried = people->tried[id];
  if (!group) return tried;
  for (uint32_t i = g->begin[group - 1]; i < g->begin[group]; i++)
    if (people->walker[g->member[i]].floor == people->walker[id].floor)
      tried |= people->tried[g->member[i]];
  return tried;
}

uint32_t crowd_group_leader(const flue_crowd *crowd, uint32_t id) {
  const crowd_groups *g = &crowd->groups;
  const uint32_t group = crowd->in.people[id].group;
  if (!group) return id;
  for (uint32_t i = g->begin[group - 1]; i < g->begin[group]; i++) {
    const uint32_t other = g->member[i];
    if (crowd->people.walker[other].state == FLUE_PERSON_WALKING &&
        crowd->people.walker[other].floor == crowd->people.walker[id].floor)
      return other;
  }
  return id;
}

void crowd_follow_leader(flue_crowd *crowd, uint32_t leader) {
  const crowd_groups *g = &crowd->groups;
  const uint32_t group = crowd->in.people[leader].group;
  const int32_t target = crowd->people.walker[leader].target;
  if (target < 0) return;
  for (uint32_t i = g->begin[group - 1]; i < g->begin[group]; i++) {
    const uint32_t id = g->member[i];
    if (crowd->people.walker[id].state != FLUE_PERSON_WALKING) continue;
    if (crowd->people.walker[id].floor != crowd->people.walker[leader].floor) continue;
    if (!isfinite(crowd_distance(crowd, id, (size_t)target))) continue;
    if (!crowd_may_go_on(crowd, id, (size_t)target)) continue;
    crowd_set_target(crowd, id, target);
    if (crowd->in.mode == FLUE_CROWD_NETWORK) crowd_notice_target(crowd, id);
  }
}

double crowd_group_speed(const flue_crowd *crowd, uint32_t id) {
  const flue_crowd_person *p = &crowd->in.people[id];
  return p->group ? fmin(p->speed, crowd->groups.speed[p->group - 1]) : p->speed;
}

double crowd_free_speed(const flue_crowd *crowd, uint32_t id) {
  const flue_crowd_person *p = &crowd->in.people[id];
  const int32_t target = crowd->people.walker[id].target;
  const double speed = crowd_group_speed(crowd, id);
  if (!p->group) return speed;
  if (target < 0 || crowd->people.walker[id].state != FLUE_PERSON_WALKING) return speed;
  const float back_m = crowd->groups.back_m[p->group - 1];
  return crowd_distance(crowd, id, (size_t)target) + ahead_m < back_m ? ahead_share * speed : speed;
}

double crowd_stair_factor(const flue_crowd *crowd, uint32_t id, int is_up) {
  const flue_crowd_person *p = &crowd->in.people[id];
  const double own = is_up ? up_factor(p) : p->stair_factor;
  if (!p->group) return own;
  const crowd_groups *g = &crowd->groups;
  return fmin(own, is_up ? g->up_factor[p->group - 1] : g->stair_factor[p->group - 1]);
}
