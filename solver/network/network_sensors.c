/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sprinklers and detectors: what they feel, and when they respond. */
#include <math.h>

#include "models/device.h"
#include "models/visibility.h"
#include "solver/network/network_internal.h"

int flue_sensor_is_wet(flue_sensor_kind kind) {
  return kind == FLUE_SENSOR_SPRINKLER || kind == FLUE_SENSOR_MIST;
}

static int has_water(const flue_sensor *s) {
  return flue_sensor_is_wet(s->kind) && s->density > 0.0;
}

static void open_sprinkler(flue_network *net, const flue_sensor *sensor, double at_s) {
  if (!has_water(sensor)) return;
  for (size_t f = net->first_fire[sensor->compartment]; f != NETWORK_NONE; f = net->fire[f].next)
    flue_network_suppress(net, f, at_s, sensor->density);
}

/* ---- paths of light ---- */

/** Share of a path from height z0 to height z1 that runs in the upper layer [1]; one gas counts as
 *  that. */
static double share_in_upper(const flue_network *net, size_t room, double z0, double z1) {
  if (net->upper[room] < 0) return 1.0;
  const double low = fmin(z0, z1), high = fmax(z0, z1), layer = net->layer_m[room];
  if (high <= layer) return 0.0;
  return low >= layer ? 1.0 : (high - layer) / (high - low);
}

/** Light extinction along part of a beam, times its length [1]: at the middles of equal pieces. */
static double thickness_of(const flue_network *net, const flue_sensor *s, double from, double to,
                           double length) {
  enum { pieces = 8 };
  const double start[3] = {s->x_m, s->y_m, s->z_m};
  double sum = 0.0;
  for (int k = 0; k < pieces && to > from; ++k) {
    const double share = from + (to - from) * (k + 0.5) / pieces;
    double at[3];
    for (int i = 0; i < 3; ++i) at[i] = start[i] + share * (s->end_m[i] - start[i]);
    const gas_point gas = network_gas_at(net, s->compartment, at[0], at[1], at[2]);
    sum += flue_visibility_extinction(gas.soot);
  }
  return sum / pieces * (to - from) * length;
}

/** Light that a beam loses: its parts in both layers, with plumes and jets that cross it. */
static double beam_loss(const flue_network *net, const flue_sensor *s) {
  const double upper = share_in_upper(net, s->compartment, s->z_m, s->end_m[2]);
  const int rises = s->end_m[2] > s->z_m;
  const double turn = rises ? 1.0 - upper : upper; /* where it passes the interface */
  const double length = sqrt((s->end_m[0] - s->x_m) * (s->end_m[0] - s->x_m) +
                             (s->end_m[1] - s->y_m) * (s->end_m[1] - s->y_m) +
                             (s->end_m[2] - s->z_m) * (s->end_m[2] - s->z_m));
  return flue_beam_loss(thickness_of(net, s, 0.0, turn, length) +
                        thickness_of(net, s, turn, 1.0, length));
}

/** Middle of a flame in its compartment [m]. */
static void flame_middle(const flue_network *net, size_t f, double at[3]) {
  const flue_fire_view *v = &net->fire_view[f];
  const size_t room = net->fire[f].in.compartment;
  network_fire_place(net, f, &at[0], &at[1]);
  at[2] = fmin(net->room[room].height_m, v->base_m + 0.5 * v->flame_m);
}

/** Radiation of the flames of a compartment that a detector sees, thinned by its layers [W m-2]. */
static double flame_flux(const flue_network *net, const flue_sensor *s) {
  const size_t room = s->compartment;
  const double *absorption = net->radiation[room].of_flames;
  double sum = 0.0;
  for (size_t f = net->first_fire[room]; f != NETWORK_NONE; f = net->fire[f].next) {
    const double power = net->fire_view[f].release - net->fire_view[f].convective;
    if (power <= 0.0) continue;
    double at[3];
    flame_middle(net, f, at);
    const double d[3] = {at[0] - s->x_m, at[1] - s->y_m, at[2] - s->z_m};
    const double r = sqrt(fmax(1e-6, d[0] * d[0] + d[1] * d[1] + d[2] * d[2]));
    const double cosine = (d[0] * s->normal[0] + d[1] * s->normal[1] + d[2] * s->normal[2]) / r;
    const double upper = share_in_upper(net, room, s->z_m, at[2]);
    sum += flue_flame_flux(power, r, cosine, s->view_cosine) *
           exp(-r * (absorption[0] * (1.0 - upper) + absorption[1] * upper));
  }
  return sum;
}

/* ---- response ---- */

/** What a sensor compares with its threshold; a rate-of-rise detector the larger of its two shares.
 */
static double reading_of(const flue_network *net, const flue_sensor *s, const flue_sensor_view *v) {
  if (s->kind != FLUE_SENSOR_RATE) return v->element;
  const double cold = net->room[s->compartment].temp_k;
  return fmax(v->rate / s->rate, (v->element - cold) / (s->threshold - cold));
}

/** What it compares that with. */
static double threshold_of(const flue_sensor *s) {
  return s->kind == FLUE_SENSOR_RATE ? 1.0 : s->threshold;
}

static double element_after(const flue_network *net, size_t i, double dt) {
  const flue_sensor *s = &net->sensor[i];
  const flue_sensor_view *v = &net->sensor_view[i];
  switch (s->kind) {
    case FLUE_SENSOR_SMOKE:
      return flue_smoke_detector(&net->smoke_way[i], v->element, v->extinction, v->gas_speed,
                                 net->time_s, dt);
    case FLUE_SENSOR_BEAM:
      return beam_loss(net, s);
    case FLUE_SENSOR_FLAME:
      return flame_flux(net, s);
    case FLUE_SENSOR_RISE:
      return v->gas_k;
    default:
      return flue_element_temp_lossy(v->element, v->gas_k, v->gas_speed, fmax(s->rti, 1e-3),
                                     s->conduction, net->room[s->compartment].temp_k, dt);
  }
}

/** When the threshold was passed in a step of dt, the reading having moved evenly. */
static double passed_at(const flue_network *net, double before, double after, double threshold,
                        double dt) {
  const double rise = after - before;
  const double share = rise > 0.0 ? fmin(1.0, fmax(0.0, (threshold - before) / rise)) : 1.0;
  return net->time_s - (1.0 - share) * dt;
}

void network_sense(flue_network *net, size_t i, double dt) {
  const flue_sensor *s = &net->sensor[i];
  flue_sensor_view *v = &net->sensor_view[i];
  const gas_point gas = network_gas_at(net, s->compartment, s->x_m, s->y_m, s->z_m);
  const double threshold = threshold_of(s);
  const double before = reading_of(net, s, v), element = v->element;
  v->gas_k = gas.temp_k;
  v->gas_speed = gas.speed;
  v->extinction = flue_visibility_extinction(gas.soot);
  v->element = element_after(net, i, dt);
  if (s->kind == FLUE_SENSOR_RATE)
    v->rate = flue_rate_of_rise(v->rate, v->element - element, dt, s->lag_s);
  const double after = reading_of(net, s, v);
  v->climb = dt > 0.0 ? (after - before) / dt : 0.0;
  v->is_on = after >= threshold;
  if (!v->is_on) v->since_s = NAN;
  if (v->is_on && isnan(v->since_s)) v->since_s = passed_at(net, before, after, threshold, dt);
  if (!isnan(v->at_s) || !v->is_on || net->time_s < v->since_s + s->hold_s) return;
  v->at_s = v->since_s + s->hold_s;
  open_sprinkler(net, s, v->at_s);
}

/* ---- steps before a response ---- */

/** Time until a reading that climbs evenly passes a threshold [s]; INFINITY when it does not. */
static double time_to(double reading, double climb, double threshold) {
  return climb > 0.0 && reading < threshold ? (threshold - reading) / climb : INFINITY;
}

static double until_response(const flue_network *net, size_t i) {
  const flue_sensor_view *v = &net->sensor_view[i];
  const flue_sensor *s = &net->sensor[i];
  if (!isnan(v->at_s)) return INFINITY;
  if (v->is_on) return v->since_s + s->hold_s - net->time_s;
  return time_to(reading_of(net, s, v), v->climb, threshold_of(s));
}

static double until_asked(const flue_network *net, const flue_trigger *when) {
  double wait = INFINITY;
  if (when->sensor != NETWORK_NONE) wait = until_response(net, when->sensor);
  if (when->target == NETWORK_NONE) return wait;
  const flue_target_view *v = &net->target_view[when->target];
  if (!isnan(when->temp_k)) wait = fmin(wait, time_to(v->front_k, v->climb, when->temp_k));
  if (!isnan(when->flux_w)) wait = fmin(wait, time_to(v->incident, v->flux_climb, when->flux_w));
  return wait;
}

double network_step_to_response(const flue_network *net) {
  const double share = 0.4, least_s = 0.5; /* readings lag half a step and climb ever faster */
  double wait = INFINITY;
  for (size_t i = 0; i < net->n_sensors; ++i)
    if (has_water(&net->sensor[i])) wait = fmin(wait, until_response(net, i));
  for (size_t k = 0; k < net->n_switches; ++k)
    wait = fmin(wait, until_asked(net, &net->switches[k].when));
  for (size_t k = 0; k < net->n_controllers; ++k)
    wait = fmin(wait, until_asked(net, &net->controller[k].when));
  for (size_t f = 0; f < net->n_fires; ++f)
    if (isnan(net->fire_view[f].lit_s)) wait = fmin(wait, until_asked(net, &net->fire[f].in.when));
  return fmax(least_s, share * wait);
}
