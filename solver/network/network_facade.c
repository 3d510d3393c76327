/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flames out of openings in facades: vapour that leaves hot and burns outside, and the heat on what
 * lies above. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

/** The compartment behind an opening to the outside. */
static size_t behind(const flue_opening *o) {
  return o->from == FLUE_OUTSIDE ? o->to : o->from;
}

/** Width of the open part [m]. */
static double width_of(const opening_state *o) {
  return o->in.open * o->in.area_m2 / o->z_span;
}

/** Whether what a stream carries out of a facade burns there: hot enough to be lit, as after
 *  flashover (500 C, assumed). */
static int is_out(const flue_network *net, const stream *s) {
  const double flashover_k = 773.15;
  const opening_state *o = &net->opening[s->opening];
  return s->taker < 0 && s->to_port < 0 && s->donor >= 0 && o->in.kind == FLUE_OPENING_SLOT &&
         o->z_span > 0.0 && net->temp[s->donor] >= flashover_k;
}

static double burnt_inside(const flue_network *net, size_t room) {
  double sum = net->vent_release[room];
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next)
    sum += net->fire_view[f].release;
  return sum;
}

static double hot_outflow(const flue_network *net, size_t room) {
  double sum = 0.0;
  for (size_t k = 0; k < net->n_streams; ++k) {
    const stream *s = &net->streams[k];
    if (is_out(net, s) && (size_t)net->room_of[s->donor] == room) sum += s->flow;
  }
  return sum;
}

/** Heat that leaves through an opening with its streams, which follow each other from `first` on,
 * and what of it burns outside [W]. @return the first stream of the next opening. */
static size_t heat_out(const flue_network *net, size_t first, double *heat, double *excess) {
  size_t k = first;
  *heat = *excess = 0.0;
  for (; k < net->n_streams && net->streams[k].opening == net->streams[first].opening; ++k) {
    const stream *s = &net->streams[k];
    if (!is_out(net, s)) continue;
    const size_t room = (size_t)net->room_of[s->donor];
    *excess += s->flow * fmax(0.0, network_fraction(net, FLUE_FUEL, s->donor)) * net->vapour.heat;
    *heat += burnt_inside(net, room) * s->flow / hot_outflow(net, room);
  }
  *heat += *excess;
  return k;
}

/** Lights what stands behind open windows that a flame has reached. */
static void light_behind(flue_network *net) {
  for (size_t f = 0; f < net->n_fires; ++f) {
    const flue_fire *fire = &net->fire[f].in;
    if (!fire->by_flame || !isnan(net->fire_view[f].lit_s)) continue;
    for (size_t k = 0; k < net->n_openings && isnan(net->fire_view[f].lit_s); ++k) {
      const opening_state *o = &net->opening[k];
      if (o->in.facade == 0 || behind(&o->in) != fire->compartment || o->in.open <= 0.0) continue;
      if (network_facade_heat(net, k).flux > 0.0)
        net->fire_view[f].lit_s = net->time_s + fire->when.delay_s;
    }
  }
}

double flue_network_flame_at(const flue_network *net, size_t opening) {
  const facade_heat heat = network_facade_heat(net, opening);
  return heat.flux > 0.0 ? heat.gas_k : 0.0;
}

static void find_flames(flue_network *net) {
  const double least_excess = 0.05; /* of the heat of the flame, assumed */
  if (net->n_flames_out > 0) {
    memset(net->flame_out, 0, net->n_openings * sizeof *net->flame_out);
    memset(net->flame_out_m, 0, net->n_openings * sizeof *net->flame_out_m);
  }
  net->n_flames_out = 0;
  for (size_t k = 0; k < net->n_streams && net->vapour.given_off > 0.0;) {
    if (!is_out(net, &net->streams[k])) {
      ++k;
      continue;
    }
    const size_t opening = net->streams[k].opening;
    const opening_state *o = &net->opening[opening];
    double heat, excess;
    k = heat_out(net, k, &heat, &excess);
    if (excess <= least_excess * heat) continue;
    net->flame_out[opening] = flue_facade_flame_of(heat, width_of(o), o->z_span);
    net->flame_out_m[opening] = net->flame_out[opening].height_m;
    net->n_flames_out += net->flame_out_m[opening] > 0.0;
  }
}

void network_flame_out(flue_network *net) {
  find_flames(net);
  if (net->n_flames_out > 0) light_behind(net);
}

/** Whether one opening lies above another in the same facade. */
static int lies_above(const opening_state *high, const opening_state *low) {
  const double flush_m = 0.5;
  if (high->in.facade == 0 || high->in.facade != low->in.facade) return 0;
  const double aside = fabs(high->in.facade_m[0] - low->in.facade_m[0]);
  return high->in.z_bottom >= low->in.z_top &&
         fabs(high->in.facade_m[1] - low->in.facade_m[1]) <= flush_m &&
         aside < 0.5 * (width_of(low) + high->in.area_m2 / high->z_span);
}

facade_heat network_facade_heat(const flue_network *net, size_t opening) {
  const opening_state *o = &net->opening[opening];
  facade_heat most = {.air_k = o->temp_out};
  if (net->n_flames_out == 0 || o->in.kind != FLUE_OPENING_SLOT || o->in.facade == 0) return most;
  for (size_t k = 0; k < net->n_openings; ++k) {
    if (net->flame_out_m[k] <= 0.0 || k == opening) continue;
    const opening_state *low = &net->opening[k];
    const double start = o->in.z_bottom - low->in.z_top;
    if (start >= net->flame_out_m[k] || !lies_above(o, low)) continue;
    const double end = fmin(net->flame_out_m[k], start + o->z_span);
    const double rise = flue_facade_rise(&net->flame_out[k], 0.5 * (start + end));
    const double flux = flue_facade_radiation(&net->flame_out[k], rise, o->temp_out);
    if (flux > most.flux)
      most = (facade_heat){flux, o->temp_out + rise, net->flame_out[k].convection,
                           (end - start) / o->z_span, o->temp_out};
  }
  return most;
}

double network_facade_onto(const flue_network *net, const target_state *t, int is_back) {
  const double pi = 3.14159265358979323846, sign = is_back ? -1.0 : 1.0;
  const size_t room = t->in.compartment;
  double sum = 0.0;
  for (size_t k = 0; k < net->n_openings && net->vapour.given_off > 0.0; ++k) {
    const opening_state *o = &net->opening[k];
    const int end = o->in.to == room;
    if (o->in.facade == 0 || behind(&o->in) != room || o->in.open <= 0.0) continue;
    const facade_heat heat = network_facade_heat(net, k);
    if (heat.flux <= 0.0) continue;
    const double to[3] = {o->in.place[end][0] - t->from[0], o->in.place[end][1] - t->from[1],
                          0.5 * (o->in.z_bottom + o->in.z_top) - net->room[room].z_m - t->from[2]};
    const double way2 = to[0] * to[0] + to[1] * to[1] + to[2] * to[2], way = sqrt(way2);
    const double ahead =
        sign * (to[0] * t->in.normal[0] + to[1] * t->in.normal[1] + to[2] * t->in.normal[2]);
    const double out =
        fabs(to[o->in.facade % 2]); /* across a front or rear, a right or left wall */
    const double area = o->in.open * o->in.area_m2 * heat.share;
    if (ahead <= 0.0 || way <= 0.0) continue;
    const double view = ahead / way * (out / way) * area / (pi * way2 + area);
    sum += view * (heat.flux - FLUE_STEFAN_BOLTZMANN * pow(heat.air_k, 4.0));
  }
  return sum;
}
