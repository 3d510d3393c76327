/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Choice of exit: the least expected time, which is the longer of walking there and of waiting for
 * those who are nearer, plus the free time beyond. Who is nearer is counted in classes of distance
 * for each exit, so that a person at the door does not count those far behind. Each choice changes
 * the count at once: people who choose in the same moment do not all take the same exit.
 */
#include <math.h>
#include <string.h>

#include "solver/crowd/crowd_engine.h"

/** Length of a class of distance in the count [m]; the last class has no end. */
static const double queue_bin_m = 2.0;
/** Share of the present time that another exit must beat (FDS+Evac). @cite korhonen2018 */
static const double stickiness = 0.9;
/** Share of a stair's flow that a door gets while people come from above. @cite boyce2012 */
static const double merge_share = 0.5;

/** Share of the expected time that an exit loses for somebody who follows others, when all people
 *  nearby walk to it [1]; assumed. */
static const double follow_most = 0.5;

/** How much the way to a refuge counts for those who seek one [1]; assumed: they look for nothing
 *  else, however far it is. */
static const double refuge_share = 1e-3;

static size_t queue_bin(double distance_m) {
  const double bin = distance_m / queue_bin_m;
  return bin < crowd_queue_bins - 1 ? (size_t)bin : crowd_queue_bins - 1;
}

float crowd_distance(const flue_crowd *crowd, uint32_t id, size_t exit) {
  if (crowd->in.mode == FLUE_CROWD_NETWORK) return crowd_path_length(crowd, id, exit);
  return crowd->fields[crowd->field_base[exit] + (size_t)crowd->people.walker[id].cell].distance;
}

static uint32_t *queue_of(const flue_crowd *crowd, size_t exit, double distance_m) {
  return &crowd->queue[exit * crowd_queue_bins + queue_bin(distance_m)];
}

void crowd_count_queues(flue_crowd *crowd) {
  memset(crowd->queue, 0, crowd->in.n_exits * crowd_queue_bins * sizeof *crowd->queue);
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK; /* which keeps no list of them */
  const size_t n = is_net ? crowd->in.n_people : crowd->totals.n_active;
  for (size_t i = 0; i < n; i++) {
    const uint32_t id = is_net ? (uint32_t)i : crowd->active[i];
    const int32_t target = crowd->people.walker[id].target;
    if (crowd->people.walker[id].state != FLUE_PERSON_WALKING || target < 0) continue;
    const float distance = crowd_distance(crowd, id, (size_t)target);
    (*queue_of(crowd, (size_t)target, distance))++;
  }
  crowd_count_landings(crowd);
}

/** People nearer to an exit; half of those in the same class, or all of them for somebody at the
 *  end of a queue. */
static double people_ahead(const flue_crowd *crowd, uint32_t id, size_t exit, double distance_m) {
  const int is_net = crowd->in.mode == FLUE_CROWD_NETWORK;
  const size_t own = queue_bin(distance_m);
  const uint32_t *queue = crowd->queue + exit * crowd_queue_bins;
  uint32_t n = 0;
  for (size_t i = 0; i < own; i++) n += queue[i];
  return n + (is_net && crowd->net.people.is_queued[id] ? 1 : 0.5) * queue[own];
}

static double flow_now(const flue_crowd *crowd, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  if (crowd->is_final[exit]) return crowd->exit_rate[exit];
  if (crowd_across_landing(crowd, exit) != FLUE_NONE) return crowd->exit_rate[exit];
  const crowd_segments *segments = &crowd->segments;
  const size_t at = crowd->transfers.enter[exit], before = segments->before[at];
  const int is_merging = before != CROWD_NO_SEGMENT && segments->count[before] > 0;
  const double given = crowd->in.stairs[in->stair].merge_door_share;
  const double share = is_merging ? (given > 0 ? given : merge_share) : 1;
  return fmin(crowd->exit_rate[exit], share / crowd_segment_interval(crowd, at));
}

/** What people add for a stair they would turn back from [s]; they take it when there is no other.
 */
static double stair_smoke_time(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const double reluctance_s = 600.0; /* assumed: longer than any detour on a storey */
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  if (crowd->is_final[exit]) return 0;
  const size_t room = crowd->in.stairs[in->stair].room[in->segment];
  return crowd_turns_back(crowd, crowd->people.walker[id].room, (int32_t)room) ? reluctance_s : 0;
}

static double expected_time(const flue_crowd *crowd, uint32_t id, size_t exit) {
  const double distance = crowd_distance(crowd, id, exit);
  if (!isfinite(distance)) return INFINITY;
  const double walk = distance / crowd_free_speed(crowd, id);
  const double ahead = people_ahead(crowd, id, exit, distance);
  if (crowd->in.exits[exit].lift) return crowd_lift_time(crowd, exit, walk, ahead);
  if (crowd->in.exits[exit].refuge) return refuge_share * walk;
  const double wait = ahead / flow_now(crowd, exit);
  return fmax(walk, wait) + crowd->beyond_s[exit] + stair_smoke_time(crowd, id, exit);
}

static void move_queue(flue_crowd *crowd, uint32_t id, int32_t from, int32_t to) {
  if (from >= 0) {
    uint32_t *n = queue_of(crowd, (size_t)from, crowd_distance(crowd, id, (size_t)from));
    if (*n) (*n)--;
  }
  if (to >= 0) (*queue_of(crowd, (size_t)to, crowd_distance(crowd, id, (size_t)to)))++;
}

void crowd_set_target(flue_crowd *crowd, uint32_t id, int32_t exit) {
  const int32_t present = crowd->people.walker[id].target;
  if (exit == present) return;
  move_queue(crowd, id, present, exit);
  crowd->people.walker[id].target = exit;
  if (crowd->in.n_lifts) crowd->lifts.wait_s[id] = NAN;
  if (exit < 0) crowd->has_undecided = 1;
  crowd->people.walker[id].nearest_m = INFINITY;
  crowd->people.walker[id].lost_s = 0;
}

/** Asks memory for the distances to all exits of the floor at once. */
static void ask_distances(const flue_crowd *crowd, uint32_t id) {
  const crowd_level *level = &crowd->levels[crowd->people.walker[id].floor];
  if (crowd->in.mode == FLUE_CROWD_NETWORK) return;
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
    if (!crowd->is_target[exit]) continue;
    __builtin_prefetch(crowd->fields + crowd->field_base[exit] + crowd->people.walker[id].cell);
  }
}

/** Exit of least expected time. @param as_known  Whether exits that the person neither knows nor
 *  sees count like those that are seen. */
static int32_t best_exit(flue_crowd *crowd, uint32_t id, int as_known) {
  const crowd_level *level = &crowd->levels[crowd->people.walker[id].floor];
  ask_distances(crowd, id);
  const int32_t present = crowd->people.walker[id].target;
  const double follows = crowd->in.people[id].follows;
  int32_t best = -1;
  double least = INFINITY;
  for (size_t i = 0; i < level->n_exits; i++) {
    const size_t exit = crowd->exit_list[level->first_exit + i];
    if (!crowd->is_target[exit]) continue;
    if (!crowd_may_go_on(crowd, id, exit) || !crowd_may_take(crowd, id, exit)) continue;
    double share = crowd_knowledge_factor(crowd, id, exit, as_known);
    if (!isfinite(share)) continue;
    if ((int32_t)exit == present) share *= stickiness;
    if (follows > 0) share *= 1 - follow_most * follows * crowd_share_nearby(crowd, id, exit);
    const double time = share * expected_time(crowd, id, exit);
    if (time < least) {
      least = time;
      best = (int32_t)exit;
    }
  }
  return best;
}

void crowd_choose(flue_crowd *crowd, uint32_t id) {
  const int32_t present = crowd->people.walker[id].target;
  if (crowd_is_sent(crowd, id)) return;
  const uint32_t leader = crowd_group_leader(crowd, id);
  const int32_t led_to = leader == id ? -1 : crowd->people.walker[leader].target;
  const int is_shut = led_to >= 0 && crowd_is_locked(crowd, (size_t)led_to) &&
                      (crowd_group_tried(crowd, id) & crowd_exit_bit(crowd, (size_t)led_to));
  if (led_to >= 0 && !is_shut && crowd_may_go_on(crowd, id, (size_t)led_to) &&
      isfinite(crowd_distance(crowd, id, (size_t)led_to))) {
    crowd_set_target(crowd, id, led_to);
    return;
  }
  if (present >= 0) move_queue(crowd, id, present, -1);
  int32_t best = best_exit(crowd, id, 0);
  if (best < 0) best = best_exit(crowd, id, 1); /* looks around until one is found */
  if (best < 0) best = present;
  if (present >= 0) move_queue(crowd, id, -1, present);
  crowd_set_target(crowd, id, best);
  if (best < 0) crowd->has_undecided = 1;
  if (crowd->in.people[id].group) crowd_follow_leader(crowd, id);
}
