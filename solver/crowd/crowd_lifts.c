/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cars of lifts in evacuation. An empty car goes to the first landing in the order of service at
 * which more people wait than the cars there or on their way take: the floors of the fire first,
 * then from the top down. It waits with open doors as long as people come, and a little longer, or
 * until it is full; of several cars at a landing one is filled after the other. At most half full
 * it stops at the next landing on its way with people left to it; else it goes straight to the
 * discharge. A detector, taken to be at each landing and all along the shaft, ends the service of
 * the landing or the lift for good; people in a car are still brought to the discharge. The same
 * code moves cars in both modes; it is called at their exact times in network mode and once in each
 * step in fine mode.
 */
#include <math.h>

#include "models/lift.h"
#include "solver/crowd/crowd_engine.h"

/** Part of a second that two times may differ by and be the same [s]: rounding. */
static const double time_slack = 1e-9;
/** Share of its capacity up to which a car stops again on its way. */
static const double stops_again_share = 0.5;

double crowd_lift_start(const flue_crowd *crowd, size_t lift) {
  return crowd->totals.warned_s + crowd->in.lifts[lift].start_s;
}

int crowd_is_served(const flue_crowd *crowd, uint32_t landing) {
  const crowd_lifts *lifts = &crowd->lifts;
  return !lifts->is_out[lifts->landings.lift[landing]] && !lifts->landings.is_smoky[landing] &&
         lifts->landings.first_exit[landing] != CROWD_NO_EXIT;
}

void crowd_check_smoke(flue_crowd *crowd) {
  crowd_lifts *lifts = &crowd->lifts;
  for (size_t k = 0; k < lifts->landings.n; k++) {
    const uint32_t lift = lifts->landings.lift[k];
    const size_t shaft = crowd->in.lifts[lift].room[k - lifts->first_landing[lift]];
    const double limit = crowd_times_of(crowd, lift).smoke_limit;
    const int32_t room = lifts->landings.room[k];
    if (crowd->extinction[shaft] > limit) lifts->is_out[lift] = 1;
    if (room >= 0 && crowd->extinction[room] > limit) lifts->landings.is_smoky[k] = 1;
  }
}

static double height_of(const flue_crowd *crowd, uint32_t landing) {
  const uint32_t lift = crowd->lifts.landings.lift[landing];
  return crowd->in.lifts[lift].z_m[landing - crowd->lifts.first_landing[lift]];
}

static uint32_t discharge_of(const flue_crowd *crowd, uint32_t lift) {
  return (uint32_t)(crowd->lifts.first_landing[lift] + crowd->in.lifts[lift].discharge);
}

static uint32_t free_places(const flue_crowd *crowd, uint32_t car) {
  const crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t capacity = crowd->lifts.capacity[cars->lift[car]];
  const uint32_t taken = cars->load[car] + cars->down[car];
  return taken < capacity ? capacity - taken : 0;
}

/** Whether more people wait at a landing than other cars there or on their way take. */
static int needs_car(const flue_crowd *crowd, uint32_t car, uint32_t landing) {
  const crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = cars->lift[car], n_waiting = crowd_waiting_at(crowd, landing);
  uint32_t coming = 0;
  if (!n_waiting || !crowd_is_served(crowd, landing)) return 0;
  for (size_t c = crowd->lifts.first_car[lift]; c < crowd->lifts.first_car[lift + 1]; c++) {
    const uint8_t phase = cars->phase[c];
    if (c == car || cars->to[c] != landing) continue;
    if (phase == crowd_car_idle || phase == crowd_car_closes) continue;
    coming += free_places(crowd, (uint32_t)c);
  }
  return n_waiting > coming;
}

/** Where an empty car is needed most, CROWD_NO_LANDING for nowhere. */
static uint32_t first_call(const flue_crowd *crowd, uint32_t car) {
  const crowd_lifts *lifts = &crowd->lifts;
  const uint32_t lift = lifts->cars.lift[car];
  for (size_t k = lifts->first_landing[lift]; k < lifts->first_landing[lift + 1]; k++)
    if (needs_car(crowd, car, lifts->landings.by_rank[k])) return lifts->landings.by_rank[k];
  return CROWD_NO_LANDING;
}

/** Next landing with people on the way to the discharge, else the discharge. */
static uint32_t next_stop(const flue_crowd *crowd, uint32_t car) {
  const crowd_lifts *lifts = &crowd->lifts;
  const uint32_t lift = lifts->cars.lift[car], discharge = discharge_of(crowd, lift);
  const double most = stops_again_share * lifts->capacity[lift];
  const int is_below = lifts->cars.at[car] < discharge;
  if (lifts->cars.load[car] + lifts->cars.down[car] > most || !free_places(crowd, car))
    return discharge;
  for (uint32_t k = lifts->cars.at[car]; k != discharge;) {
    k += is_below ? 1u : UINT32_MAX; /* one down */
    if (k != discharge && needs_car(crowd, car, k)) return k;
  }
  return discharge;
}

static void begin(crowd_cars *cars, uint32_t car, enum crowd_car_phase phase, double t,
                  double until_s) {
  cars->phase[car] = (uint8_t)phase;
  cars->since_s[car] = t;
  cars->event_s[car] = until_s;
}

static void open_doors(flue_crowd *crowd, uint32_t car, double t) {
  const crowd_lift_times times = crowd_times_of(crowd, crowd->lifts.cars.lift[car]);
  begin(&crowd->lifts.cars, car, crowd_car_opens, t, t + times.open_s);
}

static void go_to(flue_crowd *crowd, uint32_t car, uint32_t landing, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const flue_crowd_lift *in = &crowd->in.lifts[cars->lift[car]];
  const double way_m = fabs(height_of(crowd, landing) - height_of(crowd, cars->at[car]));
  cars->to[car] = landing;
  if (landing == cars->at[car]) {
    open_doors(crowd, car, t);
    return;
  }
  const double travel_s = flue_lift_travel_time(way_m, in->speed, in->acceleration);
  begin(cars, car, crowd_car_moves, t, t + travel_s);
}

/** A car with shut doors goes where it is needed, or does nothing. */
static void send(flue_crowd *crowd, uint32_t car, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = cars->lift[car];
  const double start_s = crowd_lift_start(crowd, lift);
  if (cars->load[car]) {
    go_to(crowd, car, next_stop(crowd, car), t);
    return;
  }
  const int is_early = t < start_s - time_slack;
  const uint32_t call = is_early ? CROWD_NO_LANDING : first_call(crowd, car);
  begin(cars, car, crowd_car_idle, t, is_early ? start_s : INFINITY);
  if (call != CROWD_NO_LANDING) go_to(crowd, car, call, t);
}

static void close_doors(flue_crowd *crowd, uint32_t car, double t) {
  const crowd_lift_times times = crowd_times_of(crowd, crowd->lifts.cars.lift[car]);
  begin(&crowd->lifts.cars, car, crowd_car_closes, t, t + times.close_s);
}

/** The next person gets out at the discharge, or the doors close. */
static void let_out(flue_crowd *crowd, uint32_t car, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = cars->lift[car];
  if (!cars->load[car]) {
    close_doors(crowd, car, t);
    return;
  }
  const double again_s = crowd_alight(crowd, car, t);
  if (again_s >= 0) {
    cars->event_s[car] = again_s;
    return;
  }
  crowd->lifts.carried[lift] += 1;
  cars->event_s[car] = cars->load[car] ? t + crowd_times_of(crowd, lift).transfer_s : t;
}

/** Whether another open car at the same landing is filled first: the fuller one. */
static int is_after_another(const flue_crowd *crowd, uint32_t car) {
  const crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = cars->lift[car];
  for (uint32_t c = (uint32_t)crowd->lifts.first_car[lift]; c < crowd->lifts.first_car[lift + 1];
       c++) {
    if (c == car || cars->phase[c] != crowd_car_is_open || cars->at[c] != cars->at[car]) continue;
    if (!free_places(crowd, c)) continue;
    if (cars->load[c] > cars->load[car] || (cars->load[c] == cars->load[car] && c < car)) return 1;
  }
  return 0;
}

/** The next person gets in, or the doors close after a while. */
static void let_in(flue_crowd *crowd, uint32_t car, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t landing = cars->at[car];
  const crowd_lift_times times = crowd_times_of(crowd, cars->lift[car]);
  const int may_enter = free_places(crowd, car) > 0 && crowd_is_served(crowd, landing);
  if (may_enter && crowd_waiting_at(crowd, landing) && is_after_another(crowd, car)) {
    cars->since_s[car] = t;
    cars->event_s[car] = t + times.transfer_s;
    return;
  }
  const uint32_t id = may_enter ? crowd_first_at(crowd, landing) : CROWD_NOBODY;
  if (id != CROWD_NOBODY) {
    crowd_board(crowd, id, car, t);
    cars->since_s[car] = cars->event_s[car] = t + times.transfer_s;
  } else if (!may_enter || t >= cars->since_s[car] + times.dwell_s - time_slack) {
    close_doors(crowd, car, t);
  } else {
    cars->event_s[car] = cars->since_s[car] + times.dwell_s;
  }
}

/** The doors are open now. */
static void begin_transfer(flue_crowd *crowd, uint32_t car, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = cars->lift[car];
  const int brings = cars->load[car] && cars->at[car] == discharge_of(crowd, lift);
  if (brings) crowd->lifts.trips[lift] += 1;
  const double first_s = brings ? crowd_times_of(crowd, lift).transfer_s : 0;
  begin(cars, car, crowd_car_is_open, t, t + first_s);
}

static void arrive(flue_crowd *crowd, uint32_t car, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const int is_discharge = cars->to[car] == discharge_of(crowd, cars->lift[car]);
  cars->at[car] = cars->to[car];
  crowd_shift_riders(crowd, car);
  if (is_discharge || crowd_is_served(crowd, cars->at[car]))
    open_doors(crowd, car, t);
  else
    send(crowd, car, t); /* smoke came meanwhile: passes by */
}

static void act(flue_crowd *crowd, uint32_t car, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = cars->lift[car];
  switch ((enum crowd_car_phase)cars->phase[car]) {
    case crowd_car_moves:
      arrive(crowd, car, t);
      break;
    case crowd_car_opens:
      begin_transfer(crowd, car, t);
      break;
    case crowd_car_is_open:
      if (cars->at[car] == discharge_of(crowd, lift))
        let_out(crowd, car, t);
      else
        let_in(crowd, car, t);
      break;
    case crowd_car_closes:
      send(crowd, car, t);
      crowd_wake_cars(crowd, t); /* others may be needed where this one left people */
      break;
    case crowd_car_idle:
      send(crowd, car, t);
      break;
  }
}

void crowd_move_cars(flue_crowd *crowd, double t) {
  const crowd_cars *cars = &crowd->lifts.cars;
  for (uint32_t car = 0; car < cars->n; car++)
    while (cars->event_s[car] <= t + time_slack) act(crowd, car, cars->event_s[car]);
}

double crowd_next_car(const flue_crowd *crowd) {
  double next_s = INFINITY;
  for (size_t car = 0; car < crowd->lifts.cars.n; car++)
    next_s = fmin(next_s, crowd->lifts.cars.event_s[car]);
  return next_s;
}

void crowd_call_cars(flue_crowd *crowd, uint32_t landing, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  const uint32_t lift = crowd->lifts.landings.lift[landing];
  for (size_t c = crowd->lifts.first_car[lift]; c < crowd->lifts.first_car[lift + 1]; c++) {
    if (cars->phase[c] == crowd_car_is_open && cars->at[c] == landing)
      cars->event_s[c] = fmin(cars->event_s[c], fmax(t, cars->since_s[c]));
    else if (cars->phase[c] == crowd_car_idle)
      cars->event_s[c] = fmin(cars->event_s[c], t);
  }
}

void crowd_wake_cars(flue_crowd *crowd, double t) {
  crowd_cars *cars = &crowd->lifts.cars;
  for (size_t c = 0; c < cars->n; c++)
    if (cars->phase[c] == crowd_car_idle) cars->event_s[c] = fmin(cars->event_s[c], t);
}
