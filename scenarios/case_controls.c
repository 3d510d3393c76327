/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Switches, controllers and panes of a network from their keys. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/case_internal.h"

static size_t find_target(const flue_net *net, const char *name) {
  for (size_t i = 0; name && i < net->targets.n; ++i)
    if (strcmp(FLUE_ITEM(flue_net_target, net->targets, i)->id.text, name) == 0) return i;
  return FLUE_NO_DEVICE;
}

static size_t find_sensor(const flue_net *net, const char *name) {
  for (size_t i = 0; name && i < net->detectors.n; ++i)
    if (strcmp(FLUE_ITEM(flue_net_detector, net->detectors, i)->id.text, name) == 0) return i;
  return FLUE_NO_DEVICE;
}

/* ---- triggers ---- */

flue_trigger case_trigger(const deriver *d, const flue_net_trigger *t) {
  const flue_net *net = &d->root->network;
  return (flue_trigger){
      .time_s = t->at_time.d.p[0],
      .temp_k = t->at_temperature.d.p[0],
      .flux_w = t->at_flux.d.p[0],
      .target = find_target(net, t->target.text),
      .sensor = find_sensor(net, t->detector.text ? t->detector.text : t->target.text),
      .delay_s = flue_value_or(&t->delay, 0.0),
      .is_momentary = t->momentary};
}

int case_trigger_is_set(const flue_trigger *t) {
  return !isnan(t->time_s) || t->target != FLUE_NO_DEVICE || t->sensor != FLUE_NO_DEVICE;
}

/* ---- controllers ---- */

static double middle_of(const deriver *d, size_t room) {
  const flue_compartment *r = &d->out->input.network.compartments[room];
  return r->z_m + 0.5 * r->height_m;
}

static flue_controller controller_of(const deriver *d, const flue_net_control *k) {
  const size_t from = case_compartment(d, k->sensor.between.items[0].text);
  const size_t to = case_compartment(d, k->sensor.between.items[1].text);
  const double low = flue_value_or(&k->min, 0.0), usual_step = 1.0; /* [s] */
  return (flue_controller){
      .kind = k->kind == FLUE_NET_ON_OFF ? FLUE_CONTROL_ON_OFF : FLUE_CONTROL_PI,
      .opening = d->n_openings,
      .from = from,
      .to = to,
      .z_m = flue_value_or(&k->sensor.z, middle_of(d, from == FLUE_OUTSIDE ? to : from)),
      .setpoint_pa = k->setpoint.d.p[0],
      .gain = flue_value_or(&k->gain, 0.0),
      .integral_s = flue_value_or(&k->integral_time, INFINITY),
      .low = low,
      .high = flue_value_or(&k->max, 1.0),
      .band_pa = flue_value_or(&k->band, 0.0),
      .every_s = flue_value_or(&k->every, usual_step),
      .start = flue_value_or(&k->start, low),
      .when = case_trigger(d, &k->when)};
}

flue_status case_add_controller(deriver *d, const flue_controller *c, const char *name) {
  size_t *n = &d->out->input.network.n_controllers;
  FLUE_TRY(flue_grow(&d->controllers, &d->controller_capacity, *n + 1, sizeof *d->controllers));
  FLUE_TRY(flue_grow(&d->controller_names, &d->controller_name_capacity, *n + 1,
                     sizeof *d->controller_names));
  d->controllers[*n] = *c;
  d->controller_names[(*n)++] = name;
  return FLUE_OK;
}

flue_status case_control(deriver *d, flue_opening *o, const flue_net_trigger *when, double before,
                         double after, const flue_net_control *control, const char *name) {
  size_t *n = &d->out->input.network.n_switches;
  if (control->kind != FLUE_NET_NO_CONTROL) {
    const flue_controller c = controller_of(d, control);
    return case_add_controller(d, &c, name);
  }
  const flue_trigger trigger = case_trigger(d, when);
  if (!case_trigger_is_set(&trigger)) return FLUE_OK;
  FLUE_TRY(flue_grow(&d->switches, &d->switch_capacity, *n + 1, sizeof *d->switches));
  const flue_switch s = {.opening = d->n_openings,
                         .before = isnan(before) ? 1.0 : before,
                         .after = isnan(after) ? 1.0 : after,
                         .when = trigger};
  d->switches[(*n)++] = s;
  o->open = s.before;
  return FLUE_OK;
}

/* ---- panes ---- */

flue_status case_add_glazing(deriver *d, const flue_glazing *g) {
  size_t *n = &d->out->input.network.n_glazings;
  FLUE_TRY(flue_grow(&d->glazings, &d->glazing_capacity, *n + 1, sizeof *d->glazings));
  d->glazings[(*n)++] = *g;
  return FLUE_OK;
}

static flue_glass glass_of(const deriver *d, const flue_net_glass *g) {
  flue_glass out = FLUE_FLOAT_GLASS;
  const double strength = flue_draw_get(d->draw, &g->strength);
  out.thickness_m = flue_value_or(&g->thickness, out.thickness_m);
  out.emissivity = flue_value_or(&g->emissivity, out.emissivity);
  out.strength = isnan(strength) ? out.strength : strength;
  out.modulus = flue_value_or(&g->modulus, out.modulus);
  out.expansion = flue_value_or(&g->expansion, out.expansion);
  out.geometry = flue_value_or(&g->geometry, out.geometry);
  return out;
}

flue_status case_glass(deriver *d, flue_opening *o, const flue_net_glass *g) {
  const double usual_k = 573.15; /* [K] */
  if (g->breaks == FLUE_NET_UNBROKEN) return FLUE_OK;
  const double falls = flue_draw_get(d->draw, &g->falls),
               at = flue_draw_get(d->draw, &g->breaks_at),
               limit = flue_draw_get(d->draw, &g->limit);
  o->open = 0.0;
  flue_glazing pane = {.opening = d->n_openings,
                       .height_m = o->z_top - o->z_bottom,
                       .glass = glass_of(d, g),
                       .breaks_at_k = NAN,
                       .limit_k = NAN,
                       .falls = isnan(falls) ? 1.0 : falls};
  if (g->breaks == FLUE_NET_BY_GAS) pane.breaks_at_k = isnan(at) ? usual_k : at;
  if (g->breaks == FLUE_NET_BY_SHOCK)
    pane.limit_k = isnan(limit) ? flue_glass_limit(&pane.glass) : limit;
  for (int side = 0; side < 2; ++side) {
    pane.compartment = side ? o->to : o->from;
    if (pane.compartment == FLUE_OUTSIDE) continue;
    pane.top_m = o->z_top - d->out->input.network.compartments[pane.compartment].z_m;
    FLUE_TRY(case_add_glazing(d, &pane));
  }
  return FLUE_OK;
}

/* ---- whole ---- */

flue_status case_own_controls(deriver *d) {
  flue_coupling_input *in = &d->out->input;
  union {
    const char **in;
    void *out;
  } names = {d->controller_names};
  void *const memory[] = {d->switches, d->controllers, d->glazings, names.out};
  flue_status status = FLUE_OK;
  in->network.switches = d->switches;
  in->network.controllers = d->controllers;
  in->network.glazings = d->glazings;
  in->controller_names = d->controller_names;
  for (size_t i = 0; i < sizeof memory / sizeof *memory; ++i) {
    const flue_status owned = case_own(d, memory[i]);
    if (status == FLUE_OK) status = owned;
  }
  return status;
}
