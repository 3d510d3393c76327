/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Detectors, sprinklers, windows, the alarm, fans and doors. */
#include "models/device.h"

#include <math.h>

#include "models/visibility.h"
#include "solver/coupling/coupling_internal.h"

/** Gas that flows past a device under the ceiling. */
typedef struct ceiling_gas {
  double temp_k, extinction, speed;
} ceiling_gas;

/** The gas of a grid under its ceiling. */
static ceiling_gas gas_of_grid(const flue_grid *grid, double radius_m) {
  flue_grid_gas gas;
  flue_grid_ceiling_at(grid, radius_m, &gas);
  const double soot = fmax(0.0, gas.density * gas.fraction[FLUE_SOOT]);
  return (ceiling_gas){gas.temp_k, flue_visibility_extinction(soot), gas.speed};
}

/** The layer under the ceiling, and in the room of a fire the ceiling jet, whichever is worse. */
static ceiling_gas gas_at(const flue_coupling *c, const flue_network_view *v, size_t room,
                          double radius_m) {
  const double still_air = 0.1; /* [m s-1] in a smoke layer away from the fire */
  const flue_grid *grid = coupling_grid_of(c, room);
  if (grid) return gas_of_grid(grid, radius_m);
  const int top = v->upper[room] >= 0 ? v->upper[room] : v->lower[room];
  ceiling_gas gas = {v->temp[top], c->upper_extinction[room], still_air};
  const double below = v->temp[v->lower[room]];
  for (size_t f = 0; f < v->n_fires; ++f) {
    const flue_fire *fire = &c->in.network.fires[f];
    if (fire->compartment != room || v->heat_release[f] <= 0.0) continue;
    double rise, speed;
    const double height = fmax(0.5, c->in.rooms[room].height_m - fire->base_m);
    flue_ceiling_jet(v->heat_release[f], height, radius_m, &rise, &speed);
    const double soot =
        flue_jet_soot(v->density[v->lower[room]], rise, fire->fuel.yield[FLUE_SOOT],
                      1.0 - fire->fuel.radiative_fraction, fire->fuel.heat_of_combustion);
    gas.temp_k = fmax(gas.temp_k, below + rise);
    gas.extinction = fmax(gas.extinction, flue_visibility_extinction(soot));
    gas.speed = fmax(gas.speed, speed);
  }
  return gas;
}

/** Whether a beam under the ceiling of a room runs in its upper layer. */
static int beam_is_in_smoke(const flue_coupling *c, const flue_network_view *v, size_t room) {
  const double below_ceiling = 0.3; /* [m] */
  return v->upper[room] < 0 || v->layer_m[room] < c->in.rooms[room].height_m - below_ceiling;
}

/** A detector over a step. @return 1 when it responds. */
static int detector_responds(const flue_coupling *c, const flue_network_view *v,
                             const flue_detector *d, detector_state *s, double dt) {
  const double lag_s = 20.0; /* of a rate, assumed */
  const ceiling_gas gas = gas_at(c, v, d->room, d->radius_m);
  const double cold = c->in.network.compartments[d->room].temp_k, before = s->inside;
  if (d->is_heat) {
    s->inside =
        flue_element_temp_lossy(s->inside, gas.temp_k, gas.speed, d->rti, d->conduction, cold, dt);
    s->rate = flue_rate_of_rise(s->rate, s->inside - before, dt, lag_s);
    return s->inside >= d->threshold || (d->rate > 0.0 && s->rate >= d->rate);
  }
  if (d->path_m > 0.0) {
    const int is_in_smoke = beam_is_in_smoke(c, v, d->room);
    s->inside = flue_beam_loss(is_in_smoke ? c->upper_extinction[d->room] * d->path_m : 0.0);
  } else if (d->rise_k > 0.0) {
    s->inside = gas.temp_k - cold;
    return s->inside >= d->rise_k;
  } else {
    s->inside = flue_smoke_detector(&s->way, s->inside, gas.extinction, gas.speed, c->time_s, dt);
  }
  return s->inside >= d->threshold;
}

static void detect(flue_coupling *c, const flue_network_view *v, double dt) {
  for (size_t i = 0; i < c->in.n_detectors; ++i) {
    const flue_detector *d = &c->in.detectors[i];
    detector_state *s = &c->detector[i];
    if (!d->works || !isnan(s->at_s)) continue;
    if (!detector_responds(c, v, d, s, dt)) continue;
    s->at_s = c->time_s;
    if (!isnan(c->first_detection_s)) continue;
    c->first_detection_s = c->time_s;
    c->alarm_level = c->in.rooms[d->room].level;
  }
}

static void sprinkle(flue_coupling *c, const flue_network_view *v, double dt) {
  for (size_t i = 0; i < c->in.n_heads; ++i) {
    const flue_head *h = &c->in.heads[i];
    detector_state *s = &c->head[i];
    if (!h->works || !isnan(s->at_s)) continue;
    const ceiling_gas gas = gas_at(c, v, h->room, h->radius_m);
    s->inside = flue_element_temp_lossy(s->inside, gas.temp_k, gas.speed, h->rti, h->conduction,
                                        c->in.network.compartments[h->room].temp_k, dt);
    if (s->inside < h->temp_k) continue;
    s->at_s = c->time_s;
    for (size_t f = 0; f < v->n_fires; ++f)
      if (c->in.network.fires[f].compartment == h->room)
        flue_network_suppress(c->network, f, c->time_s, h->density);
    if (!isnan(c->first_detection_s)) continue; /* flow switches raise the alarm too */
    c->first_detection_s = c->time_s;
    c->alarm_level = c->in.rooms[h->room].level;
  }
}

static void break_panes(flue_coupling *c, const flue_network_view *v) {
  for (size_t i = 0; i < c->in.n_panes; ++i) {
    const flue_pane *p = &c->in.panes[i];
    if (!isnan(c->pane_broken_s[i])) continue;
    const int is_in_layer = v->upper[p->room] >= 0 && v->layer_m[p->room] < p->top_m;
    const double gas = v->temp[is_in_layer ? v->upper[p->room] : v->lower[p->room]];
    if (fmax(gas, flue_network_flame_at(c->network, p->opening)) < p->breaks_at) continue;
    c->pane_broken_s[i] = c->time_s;
    flue_network_set_open(c->network, p->opening, p->falls);
  }
}

/** Storeys between a room and the one next to the fire's; 0 on that and nearer. */
static size_t storeys_beyond(const flue_room_info *r, size_t fire) {
  if (r->level > fire + 1) return r->level - fire - 1;
  return fire > r->top_level + 1 ? fire - r->top_level - 1 : 0;
}

/** The storey of the fire and the ones next to it first, the others by stages. */
static void warn_people(flue_coupling *c) {
  if (c->in.alarm_stage_s <= 0) {
    flue_crowd_warn(c->crowd, FLUE_NONE, c->alarm_s);
    return;
  }
  for (size_t i = 0; i < c->n_rooms; ++i) {
    const size_t stages = storeys_beyond(&c->in.rooms[i], c->alarm_level);
    if (stages == 0)
      flue_crowd_warn(c->crowd, i, c->alarm_s);
    else if (isfinite(c->in.alarm_stage_s))
      flue_crowd_warn(c->crowd, i, c->alarm_s + (double)stages * c->in.alarm_stage_s);
  }
}

static void sound_alarm(flue_coupling *c) {
  if (!c->in.alarm_works || isnan(c->first_detection_s) || c->warned) return;
  const double due = c->first_detection_s + c->in.alarm_delay_s;
  if (c->time_s < due) return;
  c->alarm_s = c->time_s;
  c->warned = 1;
  warn_people(c);
}

static void run_fans(flue_coupling *c) {
  for (size_t i = 0; i < c->in.n_fans; ++i) {
    const flue_fan *f = &c->in.fans[i];
    if (!f->works || isnan(c->alarm_s) || c->time_s < c->alarm_s + f->delay_s) continue;
    if (f->level > c->alarm_level || c->alarm_level > f->top_level) continue;
    if (f->controller != FLUE_NONE)
      flue_network_begin_control(c->network, f->controller);
    else
      flue_network_set_open(c->network, f->opening, 1.0);
  }
}

/** Whether it is the time of those who fight the fire. */
static int is_due(const flue_coupling *c, const flue_fighters *f) {
  return c->time_s >= c->fire_s + f->after_start_s ||
         (!isnan(c->first_detection_s) && c->time_s >= c->first_detection_s + f->after_detection_s);
}

/** Those who come once, and put out what is not too large for them. */
static void fight(flue_coupling *c, const flue_network_view *v, double dt) {
  double release = 0.0;
  for (size_t i = 0; i < v->n_fires; ++i) release += v->heat_release[i];
  if (!(release > 0.0)) return; /* nothing to fight, now or yet */
  if (isnan(c->fire_s)) c->fire_s = c->time_s - dt;
  for (size_t k = 0; k < FLUE_FIGHTERS; ++k) {
    const flue_fighters *f = &c->in.fighters[k];
    if (!f->works || !isnan(c->tried_s[k]) || !is_due(c, f)) continue;
    c->tried_s[k] = c->time_s;
    if (release > f->most_w) continue;
    c->fought_s[k] = c->time_s;
    for (size_t i = 0; i < v->n_fires; ++i)
      if (v->heat_release[i] > 0.0) flue_network_suppress(c->network, i, c->time_s, f->density);
  }
}

void coupling_devices(flue_coupling *c, double dt) {
  flue_network_view v;
  flue_network_get(c->network, &v);
  detect(c, &v, dt);
  sprinkle(c, &v, dt);
  fight(c, &v, dt);
  break_panes(c, &v);
  sound_alarm(c);
  run_fans(c);
}

void coupling_doors(flue_coupling *c) {
  flue_crowd_take_held(c->crowd, c->held);
  for (size_t i = 0; i < c->in.n_leaves; ++i) {
    const flue_leaf *leaf = &c->in.leaves[i];
    const double held = c->held[leaf->door];
    if (held > 0.0 && !leaf->closes) c->leaf_base[i] = 1.0; /* nobody shuts it behind them */
    flue_network_set_open(c->network, leaf->opening, fmax(c->leaf_base[i], held));
  }
}
