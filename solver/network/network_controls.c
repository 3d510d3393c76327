/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time and devices set off: openings, fans and fires. */
#include <math.h>

#include "solver/network/network_internal.h"

static int has_come(const flue_network *net, const flue_trigger *when, double t_s) {
  if (!isnan(when->time_s) && t_s >= when->time_s) return 1;
  if (when->target != NETWORK_NONE) {
    const flue_target_view *v = &net->target_view[when->target];
    if (!isnan(when->temp_k) && v->front_k >= when->temp_k) return 1;
    if (!isnan(when->flux_w) && v->incident >= when->flux_w) return 1;
  }
  return when->sensor != NETWORK_NONE && net->sensor_view[when->sensor].at_s <= t_s;
}

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

static void set_share(flue_network *net, size_t k, double share) {
  opening_state *o = &net->opening[k];
  o->in.open = net->open[k] = share;
  network_update_area(o);
}

void network_controls(flue_network *net, double t_s) {
  for (size_t k = 0; k < net->n_openings; ++k)
    if (net->opening[k].in.n_ramp > 0) set_share(net, k, ramp_at(&net->opening[k].in, t_s));
  for (size_t k = 0; k < net->n_switches; ++k) {
    const flue_switch *s = &net->switches[k];
    if (isnan(net->switched_s[k]) && has_come(net, &s->when, t_s)) net->switched_s[k] = t_s;
    set_share(net, s->opening, isnan(net->switched_s[k]) ? s->before : s->after);
  }
  for (size_t f = 0; f < net->n_fires; ++f) {
    flue_fire_view *v = &net->fire_view[f];
    const flue_trigger *when = &net->fire[f].in.when;
    if (!isnan(v->lit_s)) continue;
    if (!isnan(when->time_s) && t_s >= when->time_s)
      v->lit_s = when->time_s;
    else if (has_come(net, when, t_s))
      v->lit_s = t_s;
  }
}
