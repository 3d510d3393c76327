/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newton's method for the pressures: enthalpy, or mass, is balanced in all compartments at once.
 * What does not depend on pressures is worked out once for all iterations, in compact terms. */
#include <math.h>
#include <string.h>

#include "solver/network/network_internal.h"

/* ---- terms ---- */

static flow_term *terms_of(const flue_network *net, size_t opening) {
  return net->term + net->opening[opening].first_term;
}

static void set_terms(flue_network *net) {
#pragma omp parallel for schedule(static) if (network_is_large(net))
  for (size_t k = 0; k < net->n_openings; ++k) {
    opening_state *o = &net->opening[k];
    flow_term *t = terms_of(net, k);
    o->n_terms = network_terms(net, o, t);
    for (size_t i = 0; i < o->n_terms; ++i) {
      t[i].from = o->in.from == FLUE_OUTSIDE ? -1 : (int)o->in.from;
      t[i].to = o->in.to == FLUE_OUTSIDE ? -1 : (int)o->in.to;
      t[i].opening = (int)k;
      memcpy(t[i].place, o->jac, sizeof o->jac);
    }
  }
}

static double pressure_of(const flue_network *net, int room) {
  return room < 0 ? 0.0 : net->pressure[room];
}

/** Flow of an element. A power law so near the difference it was last evaluated for, a straight
 * line is wrong by a part in 1e7: most passes move few pressures by more. */
static flue_element_flow element_flow_of(const flue_network *net, flow_term *t, double dp) {
  const double near = 1e-3;
  const double change = dp - t->at;
  flue_element_flow f;
  if (net->is_held || !flue_element_is_power(t->element->element) ||
      !(fabs(change) < near * fabs(t->at))) {
    flue_element_flow_ready(t->element, dp, &f);
    t->exact = f;
    t->at = dp;
    return f;
  }
  f = t->exact;
  f.forward += f.forward_slope * change;
  f.backward -= f.backward_slope * change;
  return f;
}

/** Flow of a slab, hatch or fan. As that of elements, a straight line so near the last evaluation.
 */
static opening_flow slab_flow_of(const flue_network *net, flow_term *t, double dp) {
  const double near = 3e-4;
  const double bottom = t->bottom + dp, top = t->top + dp, change = dp - t->at;
  if (!net->is_held && fabs(change) < near * fmax(fabs(bottom), fabs(top))) {
    opening_flow f = t->exact_slab;
    f.enthalpy += f.slope * change;
    return f;
  }
  double out, back, out_slope, back_slope;
  flue_power_law_slab(t->law, bottom, top, &out, &back, &out_slope, &back_slope);
  t->at = dp;
  t->exact_slab = (opening_flow){t->out * out - t->back * back + t->fixed,
                                 t->out * out_slope + t->back * back_slope,
                                 t->out * out + t->back * back + t->fixed_size};
  return t->exact_slab;
}

/** Flow of a term at the pressures now. */
static opening_flow flow_of(flue_network *net, flow_term *t) {
  if (!t->law && !t->element) return network_flow(net, &net->opening[t->opening]);
  const double dp = pressure_of(net, t->from) - pressure_of(net, t->to);
  if (t->element) {
    const flue_element_flow f = element_flow_of(net, t, t->bottom + dp);
    const double forward = t->out * f.forward, backward = t->back * f.backward;
    t->forward = f.forward;
    t->backward = f.backward;
    return (opening_flow){forward - backward, t->out * f.forward_slope + t->back * f.backward_slope,
                          forward + backward};
  }
  return slab_flow_of(net, t, dp);
}

/* ---- balances ---- */

static void add_flow(flue_network *net, const flow_term *t, opening_flow f, double *value) {
  if (t->from >= 0) {
    net->residual[t->from] += f.enthalpy;
    net->scale[t->from] += f.size;
    value[t->place[0]] += f.slope;
  }
  if (t->to >= 0) {
    net->residual[t->to] -= f.enthalpy;
    net->scale[t->to] += f.size;
    value[t->place[1]] += f.slope;
  }
  if (t->from < 0 || t->to < 0) return;
  value[t->place[2]] -= f.slope;
  value[t->place[3]] -= f.slope;
}

/** The balance by mass has no capacity; a leak too small to matter keeps it regular. */
static void add_ghosts(flue_network *net, double *value) {
  const double ghost = 1e-12; /* [kg s-1 Pa-1] */
  for (size_t i = 0; i < net->n; ++i) {
    net->residual[i] += ghost * net->pressure[i] - net->heat_rate[i];
    value[net->pressure_diagonal[i]] += ghost;
  }
}

static void start_residuals(flue_network *net) {
  flue_sparse_zero(net->pressure_matrix);
  memset(net->residual, 0, net->n * sizeof *net->residual);
  memset(net->scale, 0, net->n * sizeof *net->scale);
}

/** What compartments store and sources add. */
static void add_stores(flue_network *net, double capacity_per_s, double *value) {
  if (net->is_held) {
    add_ghosts(net, value);
    return;
  }
  const double ghost = 1e-9; /* [K kg s-1 Pa-1] keeps a sealed compartment regular when steady */
  for (size_t i = 0; i < net->n; ++i) {
    const double capacity =
        net->volume[i] / ((FLUE_HEAT_RATIO - 1.0) * FLUE_CP) * capacity_per_s + ghost;
    net->residual[i] += capacity * (net->pressure[i] - net->state_pressure[i]) - net->heat_rate[i];
    value[net->pressure_diagonal[i]] += capacity;
  }
}

/** Residuals [K kg s-1] of all compartments, [kg s-1] when temperatures are held, and their matrix.
 */
static void residuals(flue_network *net, double capacity_per_s) {
  double *value = flue_sparse_values(net->pressure_matrix);
  start_residuals(net);
#pragma omp parallel for schedule(static) if (network_is_large(net))
  for (size_t k = 0; k < net->n_openings; ++k)
    for (size_t i = 0; i < net->opening[k].n_terms; ++i) {
      flow_term *t = &terms_of(net, k)[i];
      t->last = flow_of(net, t);
    }
  /* one after the other: the same bits for any number of threads */
  for (size_t k = 0; k < net->n_openings; ++k)
    for (size_t i = 0; i < net->opening[k].n_terms; ++i)
      add_flow(net, &terms_of(net, k)[i], terms_of(net, k)[i].last, value);
  add_stores(net, capacity_per_s, value);
}

/** What is left over is carried to the next step, but not where mass is balanced at each moment.
 *  3e-3 K kg/s is 1e-5 kg/s at room temperature. */
typedef struct tolerance {
  double absolute, relative; /**< [K kg s-1] or [kg s-1]; of the flows through a compartment [1]. */
} tolerance;

static tolerance tolerance_of(const flue_network *net, double capacity_per_s) {
  const double slack = fmax(1.0, net->slack);
  const tolerance held = {1e-10 * slack, 1e-8 * slack}, steady = {1e-4, 1e-6},
                  moving = {3e-3, 1e-4};
  return net->is_held ? held : capacity_per_s <= 0.0 ? steady : moving;
}

static double slope_along(const flue_network *net) {
  double sum = 0.0;
  for (size_t i = 0; i < net->n; ++i) sum += net->residual[i] * net->direction[i];
  return sum;
}

/** Shortens the step until the slope of the potential along it has clearly fallen. */
static void line_search(flue_network *net, double capacity_per_s) {
  const double slope0 = slope_along(net); /* at the start, above 0 along -direction */
  memcpy(net->start, net->pressure, net->n * sizeof *net->start);
  double length = 1.0;
  for (int trial = 0; trial < 12; ++trial) {
    for (size_t i = 0; i < net->n; ++i)
      net->pressure[i] = net->start[i] - length * net->direction[i];
    residuals(net, capacity_per_s);
    const double slope = slope_along(net);
    if (slope >= -0.5 * fabs(slope0)) return;
    const double secant = length * slope0 / (slope0 - slope);
    length = fmax(0.1 * length, fmin(secant, 0.9 * length));
  }
}

/** Largest residual over what is allowed. */
static double misfit(const flue_network *net, double capacity_per_s) {
  const tolerance t = tolerance_of(net, capacity_per_s);
  double most = 0.0;
  for (size_t i = 0; i < net->n; ++i) {
    const double miss = fabs(net->residual[i]) / fmax(t.absolute, t.relative * net->scale[i]);
    if (!(miss < INFINITY)) return INFINITY;
    most = fmax(most, miss);
  }
  return most;
}

/** @param has_factor  The matrix of the prediction is factorised: it serves as long as residuals
 * fall fast with it. */
static int newton(flue_network *net, double capacity_per_s, int has_factor) {
  const int most = 60;
  const double fast = 0.2;
  residuals(net, capacity_per_s);
  double before = misfit(net, capacity_per_s);
  for (int i = 0; i < most && before > 1.0 && before < INFINITY; ++i) {
    if (!has_factor && flue_sparse_factor(net->pressure_matrix) != FLUE_OK) return 0;
    memcpy(net->direction, net->residual, net->n * sizeof *net->direction);
    if (flue_sparse_solve(net->pressure_matrix, 1, net->direction) != FLUE_OK) return 0;
    line_search(net, capacity_per_s);
    const double now = misfit(net, capacity_per_s);
    has_factor = has_factor && now < fast * before;
    before = now;
  }
  /* rounding in wide openings may stand in the way: CONTAM asks for a hundred times less */
  return before <= (net->is_held ? 100.0 : 1.0);
}

/** Flow of the last solve with its slope. Through a door that has moved since, as much more or less
 *  as its area; its pressure difference will go most of the way to 0, so that the line goes there.
 */
static opening_flow line_of(const opening_state *o) {
  opening_flow f = o->base;
  if (o->base_cda <= 0.0 || o->cda == o->base_cda) return f;
  const double most = 2.0; /* over the slope: that of an orifice */
  const double share = o->cda / o->base_cda;
  f = (opening_flow){share * f.enthalpy, share * f.slope, share * f.size};
  if (o->drop != 0.0) f.slope = fmax(f.slope, fmin(most * f.slope, f.enthalpy / o->drop));
  return f;
}

/** Pressures for which the flows of the last solve, as straight lines about it, balance. Small
 *  changes of density move the flows in wide shafts far from their balance at the old pressures,
 * and the laws of flow bend there most; the lines bring them back at once. */
static int predict(flue_network *net, double capacity_per_s) {
  double *value = flue_sparse_values(net->pressure_matrix);
  start_residuals(net);
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flow_term *t = terms_of(net, k); /* the first holds what all of an opening share */
    const opening_state *o = &net->opening[k];
    if (!o->has_base) return 0;
    const double drop = t->middle + pressure_of(net, t->from) - pressure_of(net, t->to);
    opening_flow f = line_of(o);
    f.enthalpy += f.slope * (drop - o->drop);
    add_flow(net, t, f, value);
  }
  add_stores(net, capacity_per_s, value);
  memcpy(net->direction, net->residual, net->n * sizeof *net->direction);
  if (flue_sparse_factor(net->pressure_matrix) != FLUE_OK ||
      flue_sparse_solve(net->pressure_matrix, 1, net->direction) != FLUE_OK)
    return 0;
  for (size_t i = 0; i < net->n; ++i) net->pressure[i] -= net->direction[i];
  return 1;
}

/** Keeps the flows at the pressures found. Elements were evaluated there last. */
static void keep_flows(flue_network *net) {
  for (size_t k = 0; k < net->n_openings; ++k) {
    const flow_term *t = terms_of(net, k);
    opening_state *o = &net->opening[k];
    o->has_base = 1;
    o->base_cda = o->cda;
    if (!t->element) {
      const int is_slab = o->in.kind == FLUE_OPENING_SLOT && network_take_slab(net, o, t);
      o->base = is_slab ? t->last : network_flow(net, o);
      continue;
    }
    o->drop = t->middle + pressure_of(net, t->from) - pressure_of(net, t->to);
    network_take_element(o, o->in.multiplier * t->forward, o->in.multiplier * t->backward);
    o->base = t->last;
  }
}

int network_solve_pressure(flue_network *net, double dt) {
  const double capacity_per_s = dt > 0.0 ? 1.0 / dt : 0.0;
  set_terms(net);
  for (size_t i = 0; i < net->n; ++i)
    net->heat_rate[i] =
        net->is_held ? -network_storage(net, i, dt) : network_heat_source(net, i) + net->mixing[i];
  if (net->n_ports > 0) network_expand(net);
  const int has_factor = !net->is_held && predict(net, capacity_per_s);
  if (!newton(net, capacity_per_s, has_factor)) return 0;
  keep_flows(net);
  return 1;
}
