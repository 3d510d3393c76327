/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Network mode: what people do and when. Somebody who starts or comes through a door chooses an
 * exit as in the fine mode and walks the shortest way to the next door at one speed: the own one,
 * less by S = k (1 - a D) with D the people who walk in the room (@cite sfpe2016), and less in
 * smoke. Who queues is not among them, and D counts only up to the density of the largest
 * flow, 1.88 /m2: denser crowds queue, and the queue at the door is counted there. Without this a
 * crowd that is dense for a moment would walk at that moment's speed to the far end, and results
 * would hang on how many people rooms and stairs take in. Flights are walked alike.
 */
#include <math.h>

#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Time between two counts of queues [s], as in the fine mode. */
static const double count_s = 1.0;
/** Time between two thoughts of those at the end of queues [s], as in the fine mode. */
static const double rethink_s = 5.0;
/** Change of speed that counts [1]. */
static const float least_change = 0.01f;
/** Share of a step by which the end may be missed without another step. */
static const double step_slack = 1e-6;

/** Density that slows somebody, with @p others on an area [m-2]. */
static double density_of(uint32_t others, double area_m2) {
  return fmin(others / area_m2, 1 / (2 * FLUE_WALKING_A));
}

/** Speed in the room somebody is in, in clear air [m s-1]. */
static double room_speed(const flue_crowd *crowd, uint32_t id) {
  const crowd_net_rooms *rooms = &crowd->net.rooms;
  const size_t room = (size_t)crowd->people.walker[id].room;
  const double density = density_of(rooms->walking[room] - 1, rooms->area_m2[room]);
  const double share = flue_walking_speed(1, density) / flue_walking_speed(1, 0);
  return share * crowd_group_speed(crowd, id);
}

/** Speed now of somebody under way, by the one walked at in clear air; an escalator adds its own.
 */
static float speed_under_way(const flue_crowd *crowd, uint32_t id) {
  const crowd_people *people = &crowd->people;
  const double clear = (double)crowd->net.people.clear[id];
  const int is_on_stair = people->walker[id].state == FLUE_PERSON_ON_STAIR;
  const uint32_t stair = is_on_stair ? crowd->segments.stair[people->walker[id].segment] : 0;
  const double belt = is_on_stair ? crowd->in.stairs[stair].belt_speed : 0;
  const double smoky = crowd_speed_in(crowd, clear, (size_t)people->walker[id].room);
  return (float)(belt + (clear > 0 ? smoky : 0));
}

/** Begins to walk a length. @param clear  Speed in clear air [m s-1]. */
static void begin_walk(flue_crowd *crowd, uint32_t id, double length_m, double clear) {
  crowd_people *people = &crowd->people;
  const double now = crowd_now(crowd);
  crowd->net.people.clear[id] = (float)clear;
  people->walker[id].speed = speed_under_way(crowd, id);
  crowd->net.people.depart_s[id] = now;
  crowd_set_event(crowd, id, now + length_m / (double)people->walker[id].speed, crowd_arrives);
}

/** Slows or speeds up those who are under way in rooms where smoke has changed. */
static void follow_smoke(flue_crowd *crowd) {
  const crowd_net_people *net = &crowd->net.people;
  crowd_people *people = &crowd->people;
  const double now = crowd_now(crowd);
  for (uint32_t id = 0; id < crowd->in.n_people; id++) {
    if (!net->heap_at[id] || net->phase[id] != crowd_arrives) continue;
    const float speed = speed_under_way(crowd, id);
    if (fabsf(speed - people->walker[id].speed) < least_change * people->walker[id].speed) continue;
    const double longer =
        (double)(people->walker[id].speed / speed); /* what is behind as what is ahead */
    people->walker[id].speed = speed;
    net->depart_s[id] = now - longer * (now - net->depart_s[id]);
    crowd_set_event(crowd, id, now + longer * (net->event_s[id] - now), crowd_arrives);
  }
}

/** Walks to the next door on the way to the chosen exit. */
static void walk_on(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  crowd_net_people *net = &crowd->net.people;
  const size_t room = (size_t)people->walker[id].room;
  float way_m = 0;
  net->port[id] = crowd_next_port(crowd, id, &way_m);
  if (net->port[id] == CROWD_NO_PORT) { /* no exit of this floor for those who come off a stair */
    crowd_clear_event(crowd, id);
    crowd->net.rooms.walking[room]--;
    crowd_leave_room(crowd, room);
    crowd_stay(crowd, id);
    return;
  }
  begin_walk(crowd, id, (double)way_m, room_speed(crowd, id));
  crowd_knock_along(crowd, id, (double)people->walker[id].speed);
}

void crowd_set_out(flue_crowd *crowd, uint32_t id) {
  const double now = crowd_now(crowd);
  crowd_refresh_paths(crowd, crowd->people.walker[id].floor);
  if (now >= crowd->totals.counted_s + count_s) {
    crowd_count_queues(crowd);
    crowd->totals.counted_s = now;
  }
  crowd_choose(crowd, id);
  walk_on(crowd, id);
}

void crowd_walk_elsewhere(flue_crowd *crowd, uint32_t id) {
  crowd_leave_queue(crowd, id);
  crowd->net.rooms.walking[crowd->people.walker[id].room]++;
  walk_on(crowd, id);
}

int crowd_leave_locked(flue_crowd *crowd, uint32_t id) {
  const uint32_t port = crowd->net.people.port[id], door = crowd->net.ports.door[port];
  const int32_t target = crowd->people.walker[id].target;
  if (target >= 0 && crowd->in.exits[target].door == door)
    crowd->people.tried[id] |= crowd_exit_bit(crowd, (size_t)target);
  crowd_choose(crowd, id);
  float way_m = 0;
  if (crowd_next_port(crowd, id, &way_m) == port) return 0;
  crowd_walk_elsewhere(crowd, id);
  return 1;
}

void crowd_notice_target(flue_crowd *crowd, uint32_t id) {
  const crowd_net *net = &crowd->net;
  if (!net->people.is_queued[id] || crowd->people.walker[id].state != FLUE_PERSON_WALKING) return;
  const uint32_t port = net->people.port[id], exit = net->ports.exit[port];
  if (exit == CROWD_NOBODY || crowd->people.walker[id].target == (int32_t)exit) return;
  if (net->queues.head[port] == id) crowd_set_event(crowd, id, crowd_now(crowd), crowd_tries);
}

/** The last of the queue at an exit thinks again. @return whether it left for another exit. */
static int think_again(flue_crowd *crowd, size_t exit) {
  const uint32_t port = crowd->net.exit_port[exit];
  const uint32_t id = crowd->net.queues.tail[port];
  if (id == CROWD_NOBODY || crowd->people.walker[id].target != (int32_t)exit) return 0;
  crowd_choose(crowd, id);
  if (crowd->people.walker[id].target == (int32_t)exit) return 0;
  crowd_walk_elsewhere(crowd, id);
  return 1;
}

/** From the end of each queue people leave as long as another exit is clearly better. */
static void rethink(flue_crowd *crowd) {
  crowd_count_queues(crowd);
  crowd->totals.counted_s = crowd_now(crowd);
  for (size_t f = 0; f < crowd->in.n_floors; f++) {
    if (crowd->levels[f].n_exits < 2) continue;
    for (size_t i = 0; i < crowd->levels[f].n_exits; i++) {
      const size_t exit = crowd->exit_list[crowd->levels[f].first_exit + i];
      while (crowd->is_target[exit] && think_again(crowd, exit)) continue;
    }
  }
}

void crowd_walk_segment(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  const crowd_segments *s = &crowd->segments;
  const size_t at = people->walker[id].segment;
  const double length = s->length_m[at];
  const double width = crowd->in.stairs[s->stair[at]].width_m * crowd_width_share(crowd, at);
  const double density = length > 0 ? density_of(crowd->net.stair_walking[at], length * width) : 0;
  double belt = 0;
  const double pace = crowd_stair_pace(crowd, id, at, density, &belt);
  crowd->net.stair_walking[at]++;
  people->walker[id].progress = 0;
  begin_walk(crowd, id, length, pace);
}

static void start(flue_crowd *crowd, uint32_t id) {
  if (crowd_go_on_duty(crowd, id)) return;
  if (crowd_is_sheltered(crowd, id)) {
    crowd_clear_event(crowd, id);
    crowd_take_refuge(crowd, id, FLUE_NONE, crowd_now(crowd));
    return;
  }
  crowd->people.walker[id].state = FLUE_PERSON_WALKING;
  crowd->totals.n_moving++;
  crowd_enter_room(crowd, (size_t)crowd->people.walker[id].room);
  crowd_set_event(crowd, id, crowd_now(crowd), crowd_sets_out);
}

static void arrive(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  const uint32_t port = crowd->net.people.port[id];
  people->walker[id].speed = 0;
  if (people->walker[id].state == FLUE_PERSON_ON_STAIR) {
    crowd->net.stair_walking[people->walker[id].segment]--;
    people->walker[id].progress = (float)crowd->segments.length_m[people->walker[id].segment];
  } else {
    crowd->net.rooms.walking[people->walker[id].room]--;
    double x, y;
    crowd_position(crowd, id, &x, &y);
    crowd_door_point(&crowd->in.doors[crowd->net.ports.door[port]], x, y, &x, &y);
    crowd_put_at(crowd, id, x, y);
    crowd->net.people.at[id] = port;
  }
  crowd_join_queue(crowd, id);
  const int32_t target = people->walker[id].target;
  if (people->walker[id].state == FLUE_PERSON_WALKING && target >= 0 &&
      crowd->in.exits[target].lift && crowd->net.exit_port[target] == port)
    crowd_call_cars(crowd, crowd_landing_of(crowd, (size_t)target), crowd_now(crowd));
}

static void do_event(flue_crowd *crowd, uint32_t id) {
  switch ((enum crowd_phase)crowd->net.people.phase[id]) {
    case crowd_starts:
      start(crowd, id);
      break;
    case crowd_sets_out:
      crowd_set_out(crowd, id);
      break;
    case crowd_arrives:
      arrive(crowd, id);
      break;
    case crowd_tries:
      crowd_try_pass(crowd, id);
      break;
  }
}

/** Gives those who start until a time their event. */
static void wake(flue_crowd *crowd, double end_s) {
  crowd_totals *totals = &crowd->totals;
  size_t kept = 0;
  if (totals->next_start_s > end_s) return;
  totals->next_start_s = INFINITY;
  for (size_t i = 0; i < totals->n_waiting; i++) {
    const uint32_t id = crowd->waiting[i];
    const double start_s = crowd_group_start(crowd, id);
    if (crowd->people.walker[id].state != FLUE_PERSON_WAITING) continue;
    if (start_s <= end_s) {
      crowd_set_event(crowd, id, fmax(start_s, totals->now_s), crowd_starts);
      continue;
    }
    crowd->waiting[kept++] = id;
    totals->next_start_s = fmin(totals->next_start_s, start_s);
  }
  totals->n_waiting = kept;
}

/** When the next door is locked or unlocked [s]. */
static double next_lock(const flue_crowd *crowd) {
  const uint64_t n = crowd->totals.n_locks;
  return n < crowd->in.n_locks ? crowd->in.locks[n].t_s : INFINITY;
}

/** All events up to a time; somebody who turns back may start again before it. */
static void run_events(flue_crowd *crowd, double end_s) {
  crowd_totals *totals = &crowd->totals;
  for (;;) {
    const uint32_t id = crowd_next_event(crowd);
    const double next_s = id == CROWD_NOBODY ? INFINITY : crowd->net.people.event_s[id];
    if (totals->next_start_s <= fmin(end_s, next_s)) {
      wake(crowd, end_s);
      continue;
    }
    if (next_lock(crowd) <= fmin(end_s, next_s)) {
      totals->now_s = fmax(totals->now_s, next_lock(crowd));
      crowd_lock_doors(crowd);
      continue;
    }
    if (totals->next_duty_s <= fmin(end_s, next_s)) {
      totals->now_s = fmax(totals->now_s, totals->next_duty_s);
      crowd_do_duties(crowd);
      continue;
    }
    const double car_s = crowd_next_car(crowd);
    if (car_s < next_s && car_s <= end_s) { /* people first, so that the last gets in */
      totals->now_s = fmax(totals->now_s, car_s);
      crowd_move_cars(crowd, totals->now_s);
      continue;
    }
    if (next_s > end_s) break;
    totals->now_s = next_s;
    if (next_s >= totals->rethink_s) {
      totals->rethink_s = rethink_s * (1 + floor(next_s / rethink_s));
      if (totals->n_moving) rethink(crowd);
      continue; /* which may have changed what comes next */
    }
    do_event(crowd, id);
  }
  totals->now_s = end_s;
}

void crowd_net_advance(flue_crowd *crowd, int64_t last) {
  crowd_totals *totals = &crowd->totals;
  while (totals->step < last) {
    const int64_t into = totals->step % crowd->second;
    if (into == 0) crowd_breathe(crowd, (double)crowd->second * crowd->dt);
    crowd_refresh_groups(crowd);
    if (totals->has_new_smoke) follow_smoke(crowd);
    totals->has_new_smoke = 0;
    int64_t next = totals->step - into + crowd->second;
    if (!totals->has_smoke || next > last) next = last;
    run_events(crowd, ((double)next + step_slack) * crowd->dt);
    totals->step = next;
    totals->now_s = (double)next * crowd->dt;
  }
}

void crowd_net_locate(const flue_crowd *crowd, uint32_t id, double *x, double *y,
                      double *progress_m) {
  const crowd_net_people *net = &crowd->net.people;
  const crowd_people *people = &crowd->people;
  const int is_walking = net->heap_at[id] && net->phase[id] == crowd_arrives;
  double share = 1;
  if (!is_walking) return;
  if (net->event_s[id] > net->depart_s[id])
    share = (crowd_now(crowd) - net->depart_s[id]) / (net->event_s[id] - net->depart_s[id]);
  share = fmax(0, fmin(1, share));
  if (people->walker[id].state == FLUE_PERSON_ON_STAIR) {
    *progress_m = share * crowd->segments.length_m[people->walker[id].segment];
    return;
  }
  double px, py;
  crowd_position(crowd, id, x, y);
  crowd_door_point(&crowd->in.doors[crowd->net.ports.door[net->port[id]]], *x, *y, &px, &py);
  *x += share * (px - *x);
  *y += share * (py - *y);
}

/** Whether somebody stands in the door of its queue. */
static int is_in_door(const flue_crowd *crowd, uint32_t id) {
  const size_t queue = crowd_queue_of(crowd, id);
  return crowd->people.walker[id].state == FLUE_PERSON_WALKING && crowd->net.people.is_queued[id] &&
         crowd->net.queues.head[queue] == id;
}

void crowd_net_drop(flue_crowd *crowd, uint32_t id) {
  crowd_people *people = &crowd->people;
  crowd_net *net = &crowd->net;
  const int is_walking = !net->people.is_queued[id];
  const uint8_t state = people->walker[id].state;
  double progress_m = (double)people->walker[id].progress, x, y;
  crowd_position(crowd, id, &x, &y);
  crowd_net_locate(crowd, id, &x, &y, &progress_m);
  crowd_put_at(crowd, id, x, y);
  people->walker[id].progress = (float)progress_m;
  if (state == FLUE_PERSON_WAITING) {
    crowd->totals.next_start_s = crowd_now(crowd); /* leaves the list of those waiting */
    crowd_clear_event(crowd, id);
    return;
  }
  if (is_in_door(crowd, id)) crowd->doors.down[net->ports.door[net->people.port[id]]]++;
  if (net->people.is_queued[id]) crowd_leave_queue(crowd, id);
  crowd_clear_event(crowd, id);
  if (state == FLUE_PERSON_WALKING) {
    net->rooms.walking[people->walker[id].room] -= is_walking ? 1 : 0;
    crowd_leave_room(crowd, (size_t)people->walker[id].room);
    crowd->totals.n_moving--;
  } else if (state == FLUE_PERSON_IN_LIFT) {
    crowd_drop_rider(crowd, id);
  } else if (state == FLUE_PERSON_IN_REFUGE) {
    crowd->totals.n_sheltered--;
  } else {
    net->stair_walking[people->walker[id].segment] -= is_walking ? 1 : 0;
    crowd_leave_segment(crowd, people->walker[id].segment);
    crowd->totals.n_climbing--;
  }
}
