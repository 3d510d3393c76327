/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What never changes about lifts and places of refuge: landings, times, order of service. */
#include <math.h>

#include "models/lift.h"
#include "models/walking.h"
#include "solver/crowd/crowd_engine.h"

/** Share of the rated capacity that gets in: usual in lift traffic calculations; Bukowski takes 85
 * % for evacuation. @cite liftadvice @cite bukowski2010 */
static const double usual_load_factor = 0.8;
/** Extinction that a smoke detector in the lobby or shaft, which takes a lift out of service, is
 *  taken to react to [m-1]; assumed. */
static const double usual_smoke_limit = 0.1;
/** Doors and people [s]; assumed, ELVAC has tables by kind of door that were not at hand. */
static const double usual_open_s = 2, usual_close_s = 3, usual_dwell_s = 3, usual_transfer_s = 1;

static double or_usual(double given, double usual) {
  return given > 0 ? given : usual;
}

crowd_lift_times crowd_times_of(const flue_crowd *crowd, size_t lift) {
  const flue_crowd_lift *in = &crowd->in.lifts[lift];
  return (crowd_lift_times){.open_s = or_usual(in->open_s, usual_open_s),
                            .close_s = or_usual(in->close_s, usual_close_s),
                            .dwell_s = or_usual(in->dwell_s, usual_dwell_s),
                            .transfer_s = or_usual(in->transfer_s, usual_transfer_s),
                            .smoke_limit = or_usual(in->smoke_limit, usual_smoke_limit)};
}

flue_status crowd_check_lift_input(flue_ctx *ctx, const flue_crowd_input *in, size_t l) {
  const flue_crowd_lift *lift = &in->lifts[l];
  FLUE_CHECK(lift->n_landings > 0 && lift->discharge < lift->n_landings, ctx, FLUE_EARG,
             "lift %zu: discharge at landing %zu of %zu", l, lift->discharge, lift->n_landings);
  FLUE_CHECK(lift->speed > 0 && lift->acceleration > 0 && lift->n_cars > 0 && lift->persons > 0,
             ctx, FLUE_EARG,
             "lift %zu: %zu cars for %zu people, %g m/s, %g m/s2, all above 0 needed", l,
             lift->n_cars, lift->persons, lift->speed, lift->acceleration);
  FLUE_CHECK(lift->load_factor >= 0 && lift->load_factor <= 1, ctx, FLUE_EARG,
             "lift %zu: %g of the rated capacity, 0 to 1 possible", l, lift->load_factor);
  for (size_t k = 0; k < lift->n_landings; k++)
    FLUE_CHECK(lift->room[k] < in->n_rooms, ctx, FLUE_EARG,
               "lift %zu: landing %zu in room %zu of %zu", l, k, lift->room[k], in->n_rooms);
  return FLUE_OK;
}

static void take_landings(flue_crowd *crowd, size_t n) {
  crowd_landings *landings = &crowd->lifts.landings;
  landings->n = n;
  landings->lift = crowd_take(crowd, n, sizeof *landings->lift);
  landings->first_exit = crowd_take(crowd, n, sizeof *landings->first_exit);
  landings->by_rank = crowd_take(crowd, n, sizeof *landings->by_rank);
  landings->rank = crowd_take(crowd, n, sizeof *landings->rank);
  landings->room = crowd_take(crowd, n, sizeof *landings->room);
  landings->travel_s = crowd_take(crowd, n, sizeof *landings->travel_s);
  landings->n_waiting = crowd_take(crowd, n, sizeof *landings->n_waiting);
  landings->is_smoky = crowd_keep(crowd, n, 1);
  landings->heading = crowd_keep(crowd, n, sizeof *landings->heading);
}

static void take_cars(flue_crowd *crowd, size_t n) {
  crowd_cars *cars = &crowd->lifts.cars;
  cars->n = n;
  cars->lift = crowd_take(crowd, n, sizeof *cars->lift);
  cars->phase = crowd_keep(crowd, n, 1);
  cars->at = crowd_keep(crowd, n, sizeof *cars->at);
  cars->to = crowd_keep(crowd, n, sizeof *cars->to);
  cars->event_s = crowd_keep(crowd, n, sizeof *cars->event_s);
  cars->since_s = crowd_keep(crowd, n, sizeof *cars->since_s);
  cars->load = crowd_keep(crowd, n, sizeof *cars->load);
  cars->down = crowd_keep(crowd, n, sizeof *cars->down);
  cars->last_in = crowd_keep(crowd, n, sizeof *cars->last_in);
}

static void take_lifts(flue_crowd *crowd) {
  crowd_lifts *lifts = &crowd->lifts;
  const size_t n = crowd->in.n_lifts, n_people = crowd->in.n_people;
  lifts->first_landing = crowd_take(crowd, n + 1, sizeof *lifts->first_landing);
  lifts->first_car = crowd_take(crowd, n + 1, sizeof *lifts->first_car);
  lifts->capacity = crowd_take(crowd, n, sizeof *lifts->capacity);
  lifts->way_out = crowd_take(crowd, n, sizeof *lifts->way_out);
  lifts->way_out_cell = crowd_take(crowd, n, sizeof *lifts->way_out_cell);
  lifts->beyond_s = crowd_take(crowd, n, sizeof *lifts->beyond_s);
  lifts->next_exit = crowd_take(crowd, crowd->in.n_exits, sizeof *lifts->next_exit);
  lifts->may_ride = crowd_take(crowd, n_people, 1);
  lifts->is_out = crowd_keep(crowd, n, 1);
  lifts->trips = crowd_keep(crowd, n, sizeof *lifts->trips);
  lifts->carried = crowd_keep(crowd, n, sizeof *lifts->carried);
  lifts->wait_s = crowd_keep(crowd, n_people, sizeof *lifts->wait_s);
  lifts->car = crowd_keep(crowd, n_people, sizeof *lifts->car);
  lifts->behind = crowd_keep(crowd, n_people, sizeof *lifts->behind);
  lifts->taken = crowd_keep(crowd, n_people, sizeof *lifts->taken);
}

/** Groups take a lift only when all of them may. */
static void find_riders(flue_crowd *crowd) {
  const crowd_groups *g = &crowd->groups;
  uint8_t *may_ride = crowd->lifts.may_ride;
  for (size_t id = 0; id < crowd->in.n_people; id++) may_ride[id] = crowd->in.people[id].uses_lifts;
  for (size_t k = 0; k < crowd->in.n_groups; k++) {
    int all = 1;
    for (uint32_t i = g->begin[k]; i < g->begin[k + 1]; i++) all &= may_ride[g->member[i]] != 0;
    for (uint32_t i = g->begin[k]; i < g->begin[k + 1]; i++) may_ride[g->member[i]] &= (uint8_t)all;
  }
}

/** All cars stand at the discharge with their doors shut. */
static void place_cars(flue_crowd *crowd, size_t lift) {
  crowd_cars *cars = &crowd->lifts.cars;
  const flue_crowd_lift *in = &crowd->in.lifts[lift];
  const size_t discharge = crowd->lifts.first_landing[lift] + in->discharge;
  for (size_t c = crowd->lifts.first_car[lift]; c < crowd->lifts.first_car[lift + 1]; c++) {
    cars->lift[c] = (uint32_t)lift;
    cars->at[c] = cars->to[c] = (uint32_t)discharge;
    cars->event_s[c] = INFINITY;
    cars->last_in[c] = CROWD_NOBODY;
  }
}

static void build_lift(flue_crowd *crowd, size_t lift) {
  crowd_lifts *lifts = &crowd->lifts;
  const flue_crowd_lift *in = &crowd->in.lifts[lift];
  const double share = or_usual(in->load_factor, usual_load_factor), rounding = 1e-9;
  const size_t first = lifts->first_landing[lift];
  lifts->capacity[lift] = (uint32_t)fmax(1, floor(share * (double)in->persons + rounding));
  lifts->way_out[lift] = FLUE_NONE;
  lifts->way_out_cell[lift] = -1;
  lifts->is_out[lift] = in->is_out_of_order != 0;
  for (size_t k = 0; k < in->n_landings; k++) {
    const double distance_m = fabs(in->z_m[k] - in->z_m[in->discharge]);
    lifts->landings.lift[first + k] = (uint32_t)lift;
    lifts->landings.first_exit[first + k] = CROWD_NO_EXIT;
    lifts->landings.room[first + k] = -1;
    lifts->landings.travel_s[first + k] =
        flue_lift_travel_time(distance_m, in->speed, in->acceleration);
  }
  place_cars(crowd, lift);
}

void crowd_build_lifts(flue_crowd *crowd) {
  crowd_lifts *lifts = &crowd->lifts;
  size_t n_landings = 0, n_cars = 0;
  if (!crowd->in.n_lifts) return;
  for (size_t i = 0; i < crowd->in.n_lifts; i++) {
    n_landings += crowd->in.lifts[i].n_landings;
    n_cars += crowd->in.lifts[i].n_cars;
  }
  take_lifts(crowd);
  take_landings(crowd, n_landings);
  take_cars(crowd, n_cars);
  if (crowd->has_failed) return;
  for (size_t i = 0; i < crowd->in.n_lifts; i++) {
    lifts->first_landing[i + 1] = lifts->first_landing[i] + crowd->in.lifts[i].n_landings;
    lifts->first_car[i + 1] = lifts->first_car[i] + crowd->in.lifts[i].n_cars;
    build_lift(crowd, i);
  }
  for (size_t i = 0; i < crowd->in.n_people; i++) {
    lifts->wait_s[i] = NAN;
    lifts->taken[i] = -1;
  }
  find_riders(crowd);
}

uint32_t crowd_landing_of(const flue_crowd *crowd, size_t exit) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  return (uint32_t)(crowd->lifts.first_landing[in->lift - 1] + in->segment);
}

void crowd_join_landing(flue_crowd *crowd, size_t exit, int32_t cell, int32_t room) {
  const flue_crowd_exit *in = &crowd->in.exits[exit];
  crowd_lifts *lifts = &crowd->lifts;
  const size_t lift = in->lift - 1, landing = crowd_landing_of(crowd, exit);
  if (in->segment == crowd->in.lifts[lift].discharge && lifts->way_out[lift] == FLUE_NONE) {
    lifts->way_out[lift] = exit;
    lifts->way_out_cell[lift] = cell;
  }
  lifts->next_exit[exit] = lifts->landings.first_exit[landing];
  lifts->landings.first_exit[landing] = (uint32_t)exit;
  lifts->landings.room[landing] = room;
}

/** Class of service of a landing: the floor of the fire, the two above it, the two below it, all
 *  others. That these five come first and the rest from the top down: @cite bukowski2010; the order
 *  among the five is assumed. */
static int class_of(const flue_crowd *crowd, size_t landing) {
  enum { reach = 2, others = 2 * reach + 1 };
  const uint32_t exit = crowd->lifts.landings.first_exit[landing];
  if (exit == CROWD_NO_EXIT || !crowd->in.fire_floor) return others;
  const int64_t floor = (int64_t)crowd->in.doors[crowd->in.exits[exit].door].floor;
  const int64_t above = floor - ((int64_t)crowd->in.fire_floor - 1);
  if (above < -reach || above > reach) return others;
  return (int)(above >= 0 ? above : reach - above);
}

static int is_before(const flue_crowd *crowd, size_t a, size_t b) {
  const size_t first = crowd->lifts.first_landing[crowd->lifts.landings.lift[a]];
  const double *z = crowd->in.lifts[crowd->lifts.landings.lift[a]].z_m;
  const int class_a = class_of(crowd, a), class_b = class_of(crowd, b);
  if (class_a != class_b) return class_a < class_b;
  return z[a - first] > z[b - first] || (z[a - first] >= z[b - first] && a < b);
}

static void rank_landings(flue_crowd *crowd, size_t lift) {
  crowd_landings *landings = &crowd->lifts.landings;
  const size_t first = crowd->lifts.first_landing[lift], end = crowd->lifts.first_landing[lift + 1];
  for (size_t k = first; k < end; k++) {
    size_t j = k;
    for (; j > first && is_before(crowd, k, landings->by_rank[j - 1]); j--)
      landings->by_rank[j] = landings->by_rank[j - 1];
    landings->by_rank[j] = (uint32_t)k;
  }
  for (size_t k = first; k < end; k++) landings->rank[landings->by_rank[k]] = (uint32_t)k;
}

void crowd_time_lifts(flue_crowd *crowd) {
  for (size_t i = 0; i < crowd->in.n_lifts; i++) {
    const size_t exit = crowd->lifts.way_out[i];
    if (exit != FLUE_NONE && !crowd->is_final[exit])
      crowd->lifts.beyond_s[i] = crowd_time_from_discharge(crowd, exit);
    rank_landings(crowd, i);
  }
}
