/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fronts of hot gas under ceilings: it spreads from where it enters, a fire or an opening, as a
 * gravity current or ceiling jet. What lies beyond its front meets the air that was there before.
 */
#include <math.h>
#include <string.h>

#include "models/fire.h"
#include "solver/network/network_internal.h"

static const double pi = 3.14159265358979323846;

/* ---- where hot gas enters ---- */

static void add_heat(hot_inflow *all, double heat, const double at_m[2], double angle) {
  all->heat += heat;
  if (heat <= all->strongest) return;
  all->strongest = heat;
  all->angle = angle;
  memcpy(all->at_m, at_m, sizeof all->at_m);
}

void network_find_inflows(flue_network *net) {
  const double hotter_k = 10.0, unknown[2] = {NAN, NAN};
  memset(net->hot_in, 0, net->n * sizeof *net->hot_in);
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (s->taker < 0 || net->upper[s->taker] < 0) continue;
    const size_t room = (size_t)s->taker;
    const double rise = s->temp - net->temp[net->lower[room]];
    if (rise < hotter_k) continue;
    const opening_state *o = &net->opening[s->opening];
    const int end = o->in.to == room;
    const double heat = FLUE_CP * s->flow * s->upper * rise;
    add_heat(&net->hot_in[room], heat, o->in.is_placed[end] ? o->in.place[end] : unknown, pi);
    /* the cracks of a floor are no hatch */
    if (o->in.exchange_m2 > 0.0 && end && heat > net->hot_in[room].risen) {
      net->hot_in[room].risen = heat;
      net->hot_in[room].hatch_m2 = o->in.open * o->in.exchange_m2;
    }
  }
  for (size_t f = 0; f < net->n_fires; ++f) {
    if (net->fire_view[f].convective <= 0.0) continue;
    double at[2];
    network_fire_place(net, f, &at[0], &at[1]);
    add_heat(&net->hot_in[net->fire[f].in.compartment], net->fire_view[f].convective, at,
             2.0 * pi / net->fire[f].images);
  }
}

/* ---- the front ---- */

/** Way from where the front began to a place [m]: in a corridor along its longer side. */
static double way_to(const flue_network *net, size_t room, double x_m, double y_m) {
  const gas_front *front = &net->front[room];
  double width, depth;
  if (!net->room[room].is_corridor) return hypot(x_m - front->at_m[0], y_m - front->at_m[1]);
  network_sides(&net->room[room], &width, &depth);
  return width >= depth ? fabs(x_m - front->at_m[0]) : fabs(y_m - front->at_m[1]);
}

/** Length of the front across its way [m]: an arc, at most the shorter side on each of the sides
 *  to which it still runs; in a corridor the shorter side. */
static double length_of(const flue_network *net, size_t room) {
  const gas_front *front = &net->front[room];
  const double least = 0.1; /* [m] */
  double width, depth;
  network_sides(&net->room[room], &width, &depth);
  const double across = fmin(width, depth), whole = fmax(width, depth);
  if (net->room[room].is_corridor) return across;
  const double at = front->at_m[width >= depth ? 0 : 1];
  const int sides = (front->run_m < at) + (front->run_m < whole - at);
  return fmax(least, fmin(front->angle * front->run_m, across * fmax(1.0, sides)));
}

/** Jet of the fires of a compartment under its ceiling at the front [m s-1]. */
static double jet_speed(const flue_network *net, size_t room) {
  double fastest = 0.0, rise, speed;
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next) {
    const flue_fire_view *v = &net->fire_view[f];
    flue_ceiling_jet(v->release, net->room[room].height_m - v->base_m, net->front[room].run_m,
                     &rise, &speed);
    fastest = fmax(fastest, speed);
  }
  return fastest;
}

/** Speed of the front: of the current that the heat feeds, not below that of the layer as it lies,
 *  and in rooms with a fire not below its jet. */
static double front_speed(const flue_network *net, size_t room) {
  const int low = net->lower[room], high = net->upper[room];
  const double rise = fmax(0.0, net->temp[high] / net->temp[low] - 1.0) * net->gravity;
  const double deep = net->room[room].height_m - net->layer_m[room];
  const double current = fmax(flue_gas_front(net->hot_in[room].heat, net->density[low],
                                             net->temp[low], length_of(net, room)),
                              flue_gas_current(rise, deep));
  return net->room[room].is_corridor ? current : fmax(current, jet_speed(net, room));
}

/** Share of the height over the fire of a compartment whose gas rises soonest that it rises in dt
 * [1]; 1 without a fire. */
static double climb_in(const flue_network *net, size_t room, double dt) {
  double soonest = INFINITY;
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next) {
    const flue_fire_view *v = &net->fire_view[f];
    soonest =
        fmin(soonest, flue_plume_rise_time(v->convective, net->room[room].height_m - v->base_m));
  }
  return isinf(soonest) ? 1.0 : dt / fmax(soonest, dt);
}

/** Moves the front of a compartment on. @return whether there is a part it has not reached. */
static int run_front(flue_network *net, size_t room, double dt) {
  gas_front *front = &net->front[room];
  if (net->upper[room] < 0 || network_is_field(net, room)) {
    *front = (gas_front){0};
    return 0;
  }
  const hot_inflow *hot = &net->hot_in[room];
  if (!front->is_running && hot->heat > 0.0) {
    const int is_known = !isnan(hot->at_m[0]);
    *front = (gas_front){.is_running = 1,
                         .at_m = {hot->at_m[0], hot->at_m[1]},
                         .angle = hot->angle,
                         .run_m = is_known ? 0.0 : INFINITY};
  }
  if (!front->is_running || isinf(front->run_m)) return 0;
  if (front->climbed < 1.0)
    front->climbed += climb_in(net, room, dt);
  else
    front->run_m += dt * front_speed(net, room);
  double width, depth;
  network_sides(&net->room[room], &width, &depth);
  if (front->run_m > hypot(width, depth)) front->run_m = INFINITY;
  return 1;
}

static void mark_openings(flue_network *net) {
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    if (o->in.kind != FLUE_OPENING_SLOT) continue;
    for (int end = 0; end < 2; ++end) {
      const size_t room = end ? o->in.to : o->in.from;
      o->is_ahead[end] = room != FLUE_OUTSIDE && o->in.is_placed[end] &&
                         network_is_ahead(net, room, o->in.place[end][0], o->in.place[end][1]);
    }
  }
}

int network_is_ahead(const flue_network *net, size_t room, double x_m, double y_m) {
  const gas_front *front = &net->front[room];
  return front->is_running && !isinf(front->run_m) && way_to(net, room, x_m, y_m) > front->run_m;
}

void network_run_fronts(flue_network *net, double dt) {
  int has_parts = 0;
  for (size_t i = 0; i < net->n; ++i) has_parts |= run_front(net, i, dt);
  if (has_parts || net->has_fronts) mark_openings(net);
  net->has_fronts = has_parts;
}

void network_front_state(flue_network *net, flue_state *state) {
  flue_state_bytes(state, net->front, net->n * sizeof *net->front);
  flue_state_bytes(state, &net->has_fronts, sizeof net->has_fronts);
  if (state->is_reading && net->has_fronts) mark_openings(net);
}
