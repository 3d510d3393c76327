/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People and lifts. In network mode those who take a lift queue at its doors; in fine mode whoever
 * stands in a door's cells waits from then on, and who waits longest gets in first. All doors of a
 * landing lead into all cars of the lift.
 */
#include <math.h>

#include "models/lift.h"
#include "solver/crowd/crowd_engine.h"

/** Fine mode: distance from the door within which people count as waiting [m]; assumed. A car does
 *  not leave for elsewhere because only some of a crowd stand in the door itself. */
static const float near_m = 4.0f;
/** Time that a person takes through a door, for how long it is open [s]. */
static const double passing_s = 1.0;

static int is_net(const flue_crowd *crowd) {
  return crowd->in.mode == FLUE_CROWD_NETWORK;
}

/* ---- who waits ---- */

uint32_t crowd_waiting_at(const flue_crowd *crowd, uint32_t landing) {
  const crowd_lifts *lifts = &crowd->lifts;
  uint32_t n = 0;
  if (!is_net(crowd)) return lifts->landings.n_waiting[landing];
  for (uint32_t e = lifts->landings.first_exit[landing]; e != CROWD_NO_EXIT;
       e = lifts->next_exit[e]) {
    const uint32_t port = crowd->net.exit_port[e];
    if (crowd_is_locked(crowd, e)) continue;
    for (uint32_t id = crowd->net.queues.head[port]; id != CROWD_NOBODY;
         id = crowd->net.people.behind[id])
      n++;
  }
  return n;
}

static uint32_t first_queued(const flue_crowd *crowd, uint32_t landing) {
  const crowd_lifts *lifts = &crowd->lifts;
  const double *since_s = crowd->net.people.since_s;
  uint32_t best = CROWD_NOBODY;
  for (uint32_t e = lifts->landings.first_exit[landing]; e != CROWD_NO_EXIT;
       e = lifts->next_exit[e]) {
    const uint32_t id = crowd->net.queues.head[crowd->net.exit_port[e]];
    if (id == CROWD_NOBODY || crowd->people.walker[id].target != (int32_t)e) continue;
    if (crowd->doors.is_locked[crowd->in.exits[e].door]) continue;
    if (best == CROWD_NOBODY || since_s[id] < since_s[best] ||
        (since_s[id] <= since_s[best] && id < best))
      best = id;
  }
  return best;
}

/** Landing that somebody on a floor walks to, CROWD_NO_LANDING for none. */
static uint32_t landing_ahead(const flue_crowd *crowd, uint32_t id) {
  const int32_t target = crowd_exit_ahead(crowd, id);
  if (crowd->people.walker[id].state != FLUE_PERSON_WALKING || target < 0) return CROWD_NO_LANDING;
  return crowd->in.exits[target].lift ? crowd_landing_of(crowd, (size_t)target) : CROWD_NO_LANDING;
}

uint32_t crowd_first_at(const flue_crowd *crowd, uint32_t landing) {
  const double *wait_s = crowd->lifts.wait_s;
  uint32_t best = CROWD_NOBODY;
  if (is_net(crowd)) return first_queued(crowd, landing);
  for (size_t i = 0; i < crowd->totals.n_active; i++) {
    const uint32_t id = crowd->active[i];
    if (isnan(wait_s[id]) || landing_ahead(crowd, id) != landing) continue;
    if (crowd_is_locked(crowd, (size_t)crowd->people.walker[id].target)) continue;
    if (best == CROWD_NOBODY || wait_s[id] < wait_s[best] ||
        (wait_s[id] <= wait_s[best] && id < best))
      best = id;
  }
  return best;
}

void crowd_wait_for_lift(flue_crowd *crowd, uint32_t id) {
  if (isnan(crowd->lifts.wait_s[id])) crowd->lifts.wait_s[id] = crowd_now(crowd);
}

void crowd_count_landings(flue_crowd *crowd) {
  crowd_landings *landings = &crowd->lifts.landings;
  for (size_t k = 0; k < landings->n; k++) {
    landings->heading[k] = 0;
    for (uint32_t e = landings->first_exit[k]; e != CROWD_NO_EXIT; e = crowd->lifts.next_exit[e])
      for (size_t i = 0; i < crowd_queue_bins; i++)
        landings->heading[k] += crowd->queue[(size_t)e * crowd_queue_bins + i];
  }
}

/* ---- what a person expects ---- */

double crowd_lift_time(const flue_crowd *crowd, size_t exit, double walk_s, double ahead) {
  const crowd_lifts *lifts = &crowd->lifts;
  const crowd_landings *landings = &lifts->landings;
  const uint32_t landing = crowd_landing_of(crowd, exit), lift = landings->lift[landing];
  const crowd_lift_times times = crowd_times_of(crowd, lift);
  const double start_s = crowd_lift_start(crowd, lift), capacity = lifts->capacity[lift];
  const double n_cars = (double)(lifts->first_car[lift + 1] - lifts->first_car[lift]);
  if (!crowd_is_served(crowd, landing) || !isfinite(start_s)) return INFINITY;
  for (size_t k = lifts->first_landing[lift]; k < landings->rank[landing]; k++)
    ahead += landings->heading[landings->by_rank[k]]; /* are served before */
  const double travel_s = landings->travel_s[landing];
  const double round_s =
      2 * (travel_s + times.open_s + times.close_s + capacity * times.transfer_s);
  const double rounds = floor(ahead / (capacity * n_cars));
  const double in_car = fmin(capacity, 1 + floor(ahead / n_cars));
  const double come_s = fmax(0, start_s - crowd_now(crowd)) + travel_s + times.open_s;
  const double ride_s = times.dwell_s + times.close_s + travel_s + times.open_s;
  return fmax(walk_s, come_s + rounds * round_s) + 2 * in_car * times.transfer_s + ride_s +
         lifts->beyond_s[lift];
}

/* ---- in and out ---- */

void crowd_board(flue_crowd *crowd, uint32_t id, uint32_t car, double t) {
  crowd_people *people = &crowd->people;
  crowd_lifts *lifts = &crowd->lifts;
  crowd_cars *cars = &lifts->cars;
  const uint32_t landing = cars->at[car], lift = cars->lift[car];
  const size_t exit = (size_t)people->walker[id].target;
  if (is_net(crowd)) {
    crowd_leave_queue(crowd, id);
    crowd_leave_room(crowd, (size_t)people->walker[id].room);
  } else if (lifts->landings.n_waiting[landing]) {
    lifts->landings.n_waiting[landing]--;
  }
  crowd_leave_floor(crowd, id, t);
  people->walker[id].state = FLUE_PERSON_IN_LIFT;
  people->walker[id].room =
      (int32_t)crowd->in.lifts[lift].room[landing - (uint32_t)lifts->first_landing[lift]];
  people->exit_taken[id] = (int16_t)exit;
  people->walker[id].target = people->walker[id].doorway = -1;
  people->walker[id].speed = people->walker[id].stuck_s = 0;
  crowd->doors.held[crowd->in.exits[exit].door] += (uint64_t)(passing_s / crowd->dt + 0.5);
  lifts->wait_s[id] = NAN;
  lifts->taken[id] = (int32_t)lift;
  lifts->car[id] = car;
  lifts->behind[id] = cars->last_in[car];
  cars->last_in[car] = id;
  cars->load[car]++;
  crowd->totals.n_moving--;
  crowd->totals.n_riding++;
}

/** Puts a person onto the floor of the discharge. @return a negative number when there, else when
 * to try again [s]. */
static double step_out(flue_crowd *crowd, uint32_t id, uint32_t lift, double t) {
  const size_t exit = crowd->lifts.way_out[lift];
  if (!is_net(crowd)) {
    const int32_t cell = crowd->lifts.way_out_cell[lift];
    return crowd_step_onto_cells(crowd, id, exit, cell) ? -1 : t + crowd->dt;
  }
  const uint32_t room = crowd->net.ports.room[crowd->net.exit_port[exit]];
  const double free_s = crowd_room_free_at(crowd, room);
  if (free_s > crowd_now(crowd)) return free_s;
  crowd_step_into_room(crowd, id, exit);
  crowd_set_out(crowd, id);
  return -1;
}

double crowd_alight(flue_crowd *crowd, uint32_t car, double t) {
  crowd_lifts *lifts = &crowd->lifts;
  const uint32_t id = lifts->cars.last_in[car], lift = lifts->cars.lift[car];
  const size_t exit = lifts->way_out[lift];
  if (exit != FLUE_NONE && crowd->doors.is_locked[crowd->in.exits[exit].door]) return t + crowd->dt;
  if (exit == FLUE_NONE || crowd->is_final[exit]) {
    crowd_go_out(crowd, id, t);
  } else {
    const double again_s = step_out(crowd, id, lift, t);
    if (again_s >= 0) return again_s;
  }
  if (exit != FLUE_NONE) {
    crowd->people.exit_taken[id] = (int16_t)exit;
    crowd->doors.held[crowd->in.exits[exit].door] += (uint64_t)(passing_s / crowd->dt + 0.5);
  }
  lifts->cars.last_in[car] = lifts->behind[id];
  lifts->cars.load[car]--;
  crowd->totals.n_riding--;
  return -1;
}

void crowd_shift_riders(flue_crowd *crowd, uint32_t car) {
  const uint32_t landing = crowd->lifts.cars.at[car], lift = crowd->lifts.cars.lift[car];
  const size_t own = landing - crowd->lifts.first_landing[lift];
  for (uint32_t id = crowd->lifts.cars.last_in[car]; id != CROWD_NOBODY;
       id = crowd->lifts.behind[id])
    crowd->people.walker[id].room = (int32_t)crowd->in.lifts[lift].room[own];
}

void crowd_drop_rider(flue_crowd *crowd, uint32_t id) {
  crowd_lifts *lifts = &crowd->lifts;
  const uint32_t car = lifts->car[id];
  uint32_t *link = &lifts->cars.last_in[car];
  while (*link != id) link = &lifts->behind[*link];
  *link = lifts->behind[id];
  lifts->cars.load[car]--;
  lifts->cars.down[car]++;
  crowd->totals.n_riding--;
}

/* ---- a step of the fine mode ---- */

static void count_waiting(flue_crowd *crowd) {
  crowd_landings *landings = &crowd->lifts.landings;
  for (size_t k = 0; k < landings->n; k++) landings->n_waiting[k] = 0;
  for (size_t i = 0; i < crowd->totals.n_active; i++) {
    const uint32_t id = crowd->active[i], landing = landing_ahead(crowd, id);
    if (landing == CROWD_NO_LANDING) continue;
    if (crowd_is_locked(crowd, (size_t)crowd->people.walker[id].target)) continue;
    const float far_m = crowd_distance(crowd, id, (size_t)crowd->people.walker[id].target);
    if (!isnan(crowd->lifts.wait_s[id]) || far_m <= near_m) landings->n_waiting[landing]++;
  }
}

void crowd_step_lifts(flue_crowd *crowd) {
  const double end_s = crowd_now(crowd) + crowd->dt;
  const uint64_t before = crowd->totals.n_riding;
  count_waiting(crowd);
  for (uint32_t k = 0; k < crowd->lifts.landings.n; k++)
    if (crowd->lifts.landings.n_waiting[k]) crowd_call_cars(crowd, k, end_s);
  crowd_move_cars(crowd, end_s);
  if (crowd->totals.n_riding || before) crowd_drop_absent(crowd);
}

/* ---- where they are ---- */

void crowd_locate_rider(const flue_crowd *crowd, size_t id, flue_agent_row *row) {
  const crowd_lifts *lifts = &crowd->lifts;
  const crowd_cars *cars = &lifts->cars;
  const uint32_t car = lifts->car[id], lift = cars->lift[car];
  const flue_crowd_lift *in = &crowd->in.lifts[lift];
  const uint32_t first = (uint32_t)lifts->first_landing[lift];
  const double from = in->z_m[cars->at[car] - first], to = in->z_m[cars->to[car] - first];
  double done_m = 0;
  if (cars->phase[car] == crowd_car_moves)
    done_m = flue_lift_position(crowd_now(crowd) - cars->since_s[car], fabs(to - from), in->speed,
                                in->acceleration);
  const int is_nearer = 2 * done_m > fabs(to - from);
  const uint32_t exit = lifts->landings.first_exit[is_nearer ? cars->to[car] : cars->at[car]];
  row->x = in->x;
  row->y = in->y;
  row->z = from + (to < from ? -done_m : done_m);
  if (exit != CROWD_NO_EXIT)
    row->level = (int32_t)crowd->in.doors[crowd->in.exits[exit].door].floor;
}
