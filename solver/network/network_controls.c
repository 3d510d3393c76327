/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time and devices set off: openings, fans, fires and controllers. */
#include <math.h>

#include "solver/network/network_internal.h"

static const double close_time = 1e-9; /* [s] */

/* ---- triggers ---- */

/** Whether the time of a trigger is over: in a step that begins at it or later, and in the steady
 *  state at the start. */
static int is_over(double time_s, double t_s) {
  return t_s > time_s + close_time || (t_s <= 0.0 && time_s <= 0.0);
}

/** Whether the target or sensor of a trigger asks for it by the state now. */
static int is_asked(const flue_network *net, const flue_trigger *when, double t_s) {
  if (when->target != NETWORK_NONE) {
    const flue_target_view *v = &net->target_view[when->target];
    if (!isnan(when->temp_k) && v->front_k >= when->temp_k) return 1;
    if (!isnan(when->flux_w) && v->incident >= when->flux_w) return 1;
  }
  if (when->sensor == NETWORK_NONE) return 0;
  const flue_sensor_view *v = &net->sensor_view[when->sensor];
  return when->is_momentary ? v->is_on : v->at_s <= t_s;
}

static int is_sensed(const flue_trigger *when) {
  return when->sensor != NETWORK_NONE && !when->is_momentary;
}

static int has_cause(const flue_trigger *when) {
  return !isnan(when->time_s) || when->target != NETWORK_NONE || when->sensor != NETWORK_NONE;
}

int network_acts(const flue_network *net, const flue_trigger *when, double *come_s, double t_s) {
  if (!has_cause(when)) return 1;
  if (!isnan(when->time_s) && is_over(when->time_s + when->delay_s, t_s)) return 1;
  const int asked = is_asked(net, when, t_s);
  if (when->is_momentary && !asked) *come_s = NAN;
  if (isnan(*come_s) && asked)
    *come_s = is_sensed(when) ? net->sensor_view[when->sensor].at_s : net->time_s;
  return *come_s + when->delay_s <= t_s - (when->delay_s > 0.0 ? close_time : 0.0);
}

/** Next time after now at which a trigger acts by its time or its delay. */
static double next_action(const flue_network *net, const flue_trigger *when, double come_s) {
  double next = INFINITY;
  const double times[] = {when->time_s + when->delay_s, come_s + when->delay_s};
  for (int i = 0; i < 2; ++i)
    if (times[i] > net->time_s + 1e-6) next = fmin(next, times[i]); /* not so for NaN */
  return next;
}

double network_next_control(const flue_network *net) {
  double next = network_next_sample(net);
  for (size_t k = 0; k < net->n_switches; ++k)
    next = fmin(next, next_action(net, &net->switches[k].when, net->switched_s[k]));
  for (size_t f = 0; f < net->n_fires; ++f)
    if (isnan(net->fire_view[f].lit_s) && has_cause(&net->fire[f].in.when))
      next = fmin(next, next_action(net, &net->fire[f].in.when, net->fire[f].come_s));
  for (size_t i = 0; i < net->n_controllers; ++i)
    next = fmin(next, next_action(net, &net->controller[i].when, net->controller_view[i].come_s));
  return next;
}

/* ---- shares ---- */

double network_ramp(const double *time_s, const double *share, size_t n, double t_s) {
  const size_t last = n - 1;
  if (t_s <= time_s[0]) return share[0];
  if (t_s >= time_s[last]) return share[last];
  size_t k = 1;
  while (time_s[k] < t_s) ++k;
  const double span = time_s[k] - time_s[k - 1];
  if (span <= 0.0) return share[k];
  return share[k - 1] + (share[k] - share[k - 1]) * (t_s - time_s[k - 1]) / span;
}

static double ramp_at(const flue_opening *o, double t_s) {
  return network_ramp(o->ramp_t, o->ramp_share, o->n_ramp, t_s);
}

void network_set_share(flue_network *net, size_t k, double share) {
  for (; k != NETWORK_NONE; k = net->opening[k].next) {
    opening_state *o = &net->opening[k];
    o->in.open = net->open[k] = share;
    network_update_area(o);
  }
}

/* ---- steps ---- */

static void light(flue_network *net, size_t f, double t_s) {
  flue_fire_view *v = &net->fire_view[f];
  const flue_trigger *when = &net->fire[f].in.when;
  if (!isnan(v->lit_s)) return;
  if (!isnan(when->time_s) && t_s >= when->time_s + when->delay_s)
    v->lit_s = when->time_s + when->delay_s;
  else if (has_cause(when) && network_acts(net, when, &net->fire[f].come_s, t_s))
    v->lit_s = fmax(net->time_s, net->fire[f].come_s + when->delay_s); /* in the step it starts */
}

void network_controls(flue_network *net, double t_s) {
  for (size_t k = 0; k < net->n_openings; ++k)
    if (net->opening[k].in.n_ramp > 0) network_set_share(net, k, ramp_at(&net->opening[k].in, t_s));
  for (size_t k = 0; k < net->n_switches; ++k) {
    const flue_switch *s = &net->switches[k];
    const int acts = network_acts(net, &s->when, &net->switched_s[k], t_s);
    network_set_share(net, s->opening, acts ? s->after : s->before);
  }
  for (size_t f = 0; f < net->n_fires; ++f) light(net, f, t_s);
}
