/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corridors: hot gas runs along the ceiling as a gravity current. What lies beyond its front meets
 * the air that was there before. */
#include <math.h>

#include "solver/network/network_internal.h"

/** Hot gas that enters a corridor in a step. */
typedef struct inflow {
  double heat;      /**< Above the air below [W]. */
  double strongest; /**< Largest part of it [W]. */
  double at_m;      /**< Where that enters along the axis [m]; NaN: not known. */
} inflow;

/** Place along the longer side of a compartment. */
static double along(const flue_network *net, size_t room, double x_m, double y_m) {
  double width, depth;
  network_sides(&net->room[room], &width, &depth);
  return width >= depth ? x_m : y_m;
}

static double place_of(const flue_network *net, const flue_opening *o, int end) {
  return o->is_placed[end] ? along(net, end ? o->to : o->from, o->place[end][0], o->place[end][1])
                           : NAN;
}

static void add_heat(inflow *all, double heat, double at_m) {
  all->heat += heat;
  if (heat <= all->strongest) return;
  all->strongest = heat;
  all->at_m = at_m;
}

static inflow inflow_of(const flue_network *net, size_t room) {
  const double hotter_k = 10.0, low_k = net->temp[net->lower[room]];
  inflow all = {.at_m = NAN};
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    const flue_opening *o = &net->opening[s->opening].in;
    if (s->taker != (int)room || s->temp < low_k + hotter_k) continue;
    add_heat(&all, FLUE_CP * s->flow * s->upper * (s->temp - low_k),
             place_of(net, o, o->to == room));
  }
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next) {
    double x, y;
    network_fire_place(net, f, &x, &y);
    add_heat(&all, net->fire_view[f].convective, along(net, room, x, y));
  }
  return all;
}

/** Speed of the front: of the current that the heat feeds, and not below that of the layer as it
 *  lies. */
static double front_speed(const flue_network *net, size_t room, double heat) {
  double width, depth;
  const int low = net->lower[room], high = net->upper[room];
  network_sides(&net->room[room], &width, &depth);
  const double rise = fmax(0.0, net->temp[high] / net->temp[low] - 1.0) * net->gravity;
  const double deep = net->room[room].height_m - net->layer_m[room];
  return fmax(flue_corridor_front(heat, net->density[low], net->temp[low], fmin(width, depth)),
              flue_corridor_current(rise, deep));
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
  const corridor_front *front = &net->front[room];
  if (!net->room[room].is_corridor || !front->is_running) return 0;
  return fabs(along(net, room, x_m, y_m) - front->start_m) > front->run_m;
}

void network_run_fronts(flue_network *net, double dt) {
  if (!net->has_corridors) return;
  for (size_t i = 0; i < net->n; ++i) {
    corridor_front *front = &net->front[i];
    if (!net->room[i].is_corridor) continue;
    if (net->upper[i] < 0) {
      *front = (corridor_front){0};
      continue;
    }
    const inflow hot = inflow_of(net, i);
    if (!front->is_running && hot.heat > 0.0)
      *front =
          isnan(hot.at_m) ? (corridor_front){1, 0.0, INFINITY} : (corridor_front){1, hot.at_m, 0.0};
    if (front->is_running) front->run_m += dt * front_speed(net, i, hot.heat);
  }
  mark_openings(net);
}

void network_corridor_state(flue_network *net, flue_state *state) {
  flue_state_bytes(state, net->front, net->n * sizeof *net->front);
  if (state->is_reading && net->has_corridors) mark_openings(net);
}
