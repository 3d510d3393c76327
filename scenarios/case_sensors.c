/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sprinklers and detectors of a network from their keys. */
#include <math.h>

#include "models/device.h"
#include "scenarios/case_internal.h"

static double number(const deriver *d, const flue_value *v, double otherwise) {
  const double drawn = flue_draw_get(d->draw, v);
  return isnan(drawn) ? otherwise : drawn;
}

static flue_sensor_kind kind_of(const flue_net_detector *s) {
  const int has_rise = s->kind == FLUE_NET_SMOKE && flue_is_given(&s->rise);
  return has_rise ? FLUE_SENSOR_RISE : (flue_sensor_kind)s->kind;
}

static double threshold_of(const deriver *d, const flue_net_detector *s, double cold_k) {
  const double usual_loss = 0.5, usual_flux = 5.0; /* [W m-2], from memory: unverified */
  switch (kind_of(s)) {
    case FLUE_SENSOR_SMOKE:
      return flue_draw_get(d->draw, &s->obscuration);
    case FLUE_SENSOR_BEAM:
      return number(d, &s->loss, usual_loss);
    case FLUE_SENSOR_FLAME:
      return number(d, &s->flux, usual_flux);
    case FLUE_SENSOR_RISE:
      return cold_k + flue_draw_get(d->draw, &s->rise);
    default:
      return flue_draw_get(d->draw, &s->temperature);
  }
}

/** Axis of the view of a flame detector, of length 1. */
static void set_view(const flue_net_detector *s, flue_sensor *out) {
  static const double down[3] = {0.0, 0.0, -1.0};
  const double degree = 3.14159265358979323846 / 180.0, usual_view = 45.0; /* [deg] */
  const double *n = s->normal.v ? s->normal.v : down;
  const double length = fmax(1e-12, sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]));
  for (int i = 0; i < 3; ++i) out->normal[i] = n[i] / length;
  out->view_cosine = cos(degree * flue_value_or(&s->view, usual_view));
}

static flue_sensor sensor_of(const deriver *d, const flue_net_detector *s) {
  const size_t room = flue_names_find(&d->compartments, s->in.text);
  const double usual_lag = 20.0; /* [s], assumed */
  const double water_density = 1000.0 /* [kg m-3] */, usual_share = 0.5 /* assumed */;
  const double *to = s->to.v ? s->to.v : s->at.v;
  flue_sensor out = {
      .kind = kind_of(s),
      .compartment = room,
      .x_m = s->at.v[0],
      .y_m = s->at.v[1],
      .z_m = s->at.v[2],
      .threshold = threshold_of(d, s, d->out->input.network.compartments[room].temp_k),
      .rti = flue_draw_get(d->draw, &s->rti),
      .conduction = number(d, &s->conduction, 0.0),
      .density = flue_draw_get(d->draw, &s->density),
      .rate = number(d, &s->rate, FLUE_USUAL_RATE),
      .lag_s = number(d, &s->lag, usual_lag),
      .end_m = {to[0], to[1], to[2]},
      .water_kg = water_density * number(d, &s->water, 0.0),
      .evaporates = number(d, &s->evaporates, usual_share),
      .hold_s = flue_value_or(&s->hold, 0.0)};
  set_view(s, &out);
  return out;
}

flue_status case_sensors(deriver *d) {
  const flue_net *net = &d->root->network;
  flue_sensor *sensors = case_alloc(d, net->detectors.n, sizeof *sensors);
  const char **names = case_alloc(d, net->detectors.n, sizeof *names);
  FLUE_CHECK(sensors && names, d->ctx, FLUE_ENOMEM, "no memory for detectors");
  for (size_t k = 0; k < net->detectors.n; ++k) {
    const flue_net_detector *s = FLUE_ITEM(flue_net_detector, net->detectors, k);
    sensors[k] = sensor_of(d, s);
    names[k] = s->id.text;
  }
  d->out->input.network.sensors = sensors;
  d->out->input.network.n_sensors = net->detectors.n;
  d->out->input.sensor_names = names;
  return FLUE_OK;
}
