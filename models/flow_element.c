/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation of all flow elements. Each law is written for one direction and a positive pressure
 * difference; flow_sides() puts both directions together. */
#include "models/flow_element.h"

#include <math.h>
#include <string.h>

#include "models/flow_element_internal.h"

double flue_air_viscosity(double temp_k) {
  return 3.7143e-6 + 4.9286e-8 * temp_k;
}

/** Of EnergyPlus: a little different. @cite energyplus2023 */
static double crack_viscosity(double temp_k) {
  return 1.71432e-5 + 4.828e-8 * (temp_k - 273.15);
}

/* ---- smooth steps ---- */

/** From 0 to 1 with two derivatives 0 at both ends. */
static double step_value(double t) {
  return t >= 1.0 ? 1.0 : t * t * t * (10.0 + t * (-15.0 + 6.0 * t));
}

static double step_slope(double t) {
  return t >= 1.0 ? 0.0 : 30.0 * t * t * (1.0 - t) * (1.0 - t);
}

/** Lets a flow that leaves dp = 0 with too steep a slope grow out of a flatter one: from the share
 * k of it at 0 to all of it at x = width. Keeps the flow rising. */
static void ramp(double k, double x, double width, double *flow, double *slope) {
  if (k >= 1.0 || x >= width) return;
  const double t = x / width, share = k + (1.0 - k) * step_value(t);
  *slope = *slope * share + *flow * (1.0 - k) * step_slope(t) / width;
  *flow *= share;
}

static double share_of(double flatter, double slope) {
  return flatter < slope ? flatter / slope : 1.0;
}

/* ---- power laws ---- */

/** Gas of one side as a power law sees it. */
typedef struct power_gas {
  double factor;  /**< Of the coefficient. */
  double laminar; /**< rho / mu [s m-2]. */
} power_gas;

static power_gas gas_of(const flue_flow_element *e, const flue_element_gas *g) {
  const double by_density[] = {1.0, sqrt(g->density), g->density};
  return (power_gas){by_density[e->density], g->density / flue_air_viscosity(g->temp_k)};
}

static power_gas crack_gas(const flue_element_power *p, const flue_element_gas *g) {
  const double mu = crack_viscosity(g->temp_k), mu_0 = crack_viscosity(293.15);
  const double n = p->exponent;
  return (power_gas){
      pow(FLUE_REFERENCE_DENSITY / g->density, n - 1.0) * pow(mu_0 / mu, 2.0 * n - 1.0),
      g->density / mu};
}

static double power_start(const flue_element_power *p, power_gas g) {
  return p->exponent >= 1.0 ? p->coefficient * g.factor : p->laminar * g.laminar;
}

/** Flow of a power law for x >= 0 from its coefficient and laminar slope with the gas; `flatter` is
 *  the slope with which the other direction starts. */
static void power_law(const flue_element_power *p, double coefficient, double start, double x,
                      double flatter, double *flow, double *slope) {
  *flow = *slope = 0.0;
  const double k = share_of(flatter, start);
  if (start <= 0.0) return;
  if (x <= 0.0) {
    *slope = k * start;
    return;
  }
  const double n = p->exponent, linear_width = 0.01; /* [Pa] */
  const double laminar = start * x;
  const double turbulent = coefficient * (n == 0.5 ? sqrt(x) : n >= 1.0 ? x : pow(x, n));
  if (n >= 1.0 || laminar >= p->ratio[1] * turbulent) {
    *flow = turbulent;
    *slope = n * turbulent / x;
    if (n >= 1.0) ramp(k, x, linear_width, flow, slope);
    return;
  }
  const double ratio = laminar / turbulent;
  const double y = n == 0.5 ? ratio * ratio : pow(ratio, 1.0 / (1.0 - n)); /* x over transition */
  if (ratio <= p->ratio[0]) {
    *flow = laminar;
    *slope = start;
    ramp(k, x, 0.5 * element_blend[0] * x / y, flow, slope); /* over half the laminar range */
    return;
  }
  const double span = element_blend[1] - element_blend[0], t = (y - element_blend[0]) / span;
  const double *c = p->blend, t2 = t * t;
  const double value = element_blend[0] + span * t + t2 * t * (c[0] + t * (c[1] + t * c[2]));
  const double rise = span + t2 * (3.0 * c[0] + t * (4.0 * c[1] + t * 5.0 * c[2]));
  *flow = laminar / y * value;
  *slope = start * rise / span;
}

static void power_flow(const flue_element_power *p, power_gas g, double x, double flatter,
                       double *flow, double *slope) {
  power_law(p, p->coefficient * g.factor, power_start(p, g), x, flatter, flow, slope);
}

/* ---- other one-way laws ---- */

static double quadratic_start(const flue_flow_element *e, const flue_element_gas *g) {
  return (e->density == FLUE_DENSITY_ONE ? g->density : 1.0) / e->quadratic.a;
}

static void quadratic_flow(const flue_flow_element *e, const flue_element_gas *g, double x,
                           double flatter, double *flow, double *slope) {
  const double a = e->quadratic.a, b = e->quadratic.b;
  const double factor = e->density == FLUE_DENSITY_ONE ? g->density : 1.0;
  const double root = sqrt(a * a + 4.0 * b * x), width = b > 0.0 ? 0.1 * a * a / b : 0.01;
  *flow = factor * 2.0 * x / (a + root);
  *slope = factor / root;
  ramp(share_of(flatter, quadratic_start(e, g)), x, width, flow, slope);
}

static double regulating_start(const flue_flow_element *e, const flue_element_gas *g, int back) {
  const double share = back ? e->regulating.reverse : 1.0;
  return share * g->density * e->regulating.flow / e->regulating.pressure;
}

static void regulating_flow(const flue_flow_element *e, const flue_element_gas *g, int back,
                            double x, double flatter, double *flow, double *slope) {
  const double most = g->density * e->regulating.flow * (back ? e->regulating.reverse : 1.0);
  const double rest = exp(-x / e->regulating.pressure), width = 0.1 * e->regulating.pressure;
  *flow = most * (1.0 - rest);
  *slope = most * rest / e->regulating.pressure;
  ramp(share_of(flatter, regulating_start(e, g, back)), x, width, flow, slope);
}

/* ---- both directions ---- */

static double start_slope(const flue_flow_element *e, const flue_element_gas *g, int back) {
  switch (e->kind) {
    case FLUE_ELEMENT_POWER:
      return power_start(&e->power[back], gas_of(e, g));
    case FLUE_ELEMENT_CRACK:
      return power_start(&e->power[back], crack_gas(&e->power[back], g));
    case FLUE_ELEMENT_QUADRATIC:
      return quadratic_start(e, g);
    case FLUE_ELEMENT_DUCT:
      return element_duct_start(e, g);
    default:
      return regulating_start(e, g, back);
  }
}

/** Flow for x = |dp| out of gas g. */
static void one_way(const flue_flow_element *e, const flue_element_gas *g, int back, double x,
                    double flatter, double *flow, double *slope) {
  switch (e->kind) {
    case FLUE_ELEMENT_POWER:
      power_flow(&e->power[back], gas_of(e, g), x, flatter, flow, slope);
      break;
    case FLUE_ELEMENT_CRACK:
      power_flow(&e->power[back], crack_gas(&e->power[back], g), x, flatter, flow, slope);
      break;
    case FLUE_ELEMENT_QUADRATIC:
      quadratic_flow(e, g, x, flatter, flow, slope);
      break;
    case FLUE_ELEMENT_DUCT:
      element_duct_flow(e, g, x, flow, slope);
      ramp(share_of(flatter, element_duct_start(e, g)), x, element_duct_width(e, g), flow, slope);
      break;
    default:
      regulating_flow(e, g, back, x, flatter, flow, slope);
  }
}

/** Laws of one pressure difference: the upstream gas counts. */
static void flow_sides(const flue_flow_element *e, double share, double dp,
                       const flue_element_gas *from, const flue_element_gas *to,
                       flue_element_flow *out) {
  const int back = dp < 0.0;
  const flue_element_gas *up = back ? to : from, *down = back ? from : to;
  const double flatter = start_slope(e, down, !back);
  double flow, slope;
  one_way(e, up, back, fabs(dp), flatter, &flow, &slope);
  *(back ? &out->backward : &out->forward) += share * flow;
  *(back ? &out->backward_slope : &out->forward_slope) += share * slope;
}

/* ---- doors ---- */

static void door_flow(const flue_flow_element *e, double share, double dp,
                      const flue_element_gas *from, const flue_element_gas *to,
                      flue_element_flow *out) {
  const double half = 0.5 * e->height_m * e->gravity * (from->density - to->density);
  const double k_from = share * e->area_cd * sqrt(2.0 * from->density);
  const double k_to = share * e->area_cd * sqrt(2.0 * to->density);
  flue_power_law_slab(&e->law, dp + half, dp - half, &out->forward, &out->backward,
                      &out->forward_slope, &out->backward_slope);
  out->forward *= k_from;
  out->forward_slope *= k_from;
  out->backward *= k_to;
  out->backward_slope *= k_to;
}

static void door_pair_flow(const flue_flow_element *e, double share, double dp,
                           const flue_element_gas *from, const flue_element_gas *to,
                           flue_element_flow *out) {
  flue_flow_element one = *e;
  one.kind = FLUE_ELEMENT_POWER;
  const double shift = e->gravity * (from->density - to->density) * e->half_m;
  flow_sides(&one, share, dp + shift, from, to, out);
  flow_sides(&one, share, dp - shift, from, to, out);
}

/* ---- what moves air ---- */

static void gap_flow(const flue_element_power *gap, double dp, const flue_element_gas *from,
                     const flue_element_gas *to, flue_element_flow *out) {
  flue_flow_element orifice = {.kind = FLUE_ELEMENT_POWER, .density = FLUE_DENSITY_ROOT};
  orifice.power[0] = orifice.power[1] = *gap;
  flow_sides(&orifice, 1.0, dp, from, to, out);
}

static void add_signed(double flow, double slope, flue_element_flow *out) {
  out->forward += fmax(0.0, flow);
  out->backward += fmax(0.0, -flow);
  *(flow >= 0.0 ? &out->forward_slope : &out->backward_slope) += slope;
}

static void fan_flow(const flue_flow_element *e, double speed, double dp,
                     const flue_element_gas *from, const flue_element_gas *to,
                     flue_element_flow *out) {
  if (speed <= e->fan.off || speed <= 0.0) {
    gap_flow(&e->fan.gap, dp, from, to, out);
    return;
  }
  const double k = from->density / e->fan.reference_density;
  double slope;
  const double flow = element_fan_flow(e, -dp / (speed * speed * k), &slope);
  out->is_surging = e->fan.flow[0] > 0.0 && flow < e->fan.flow[0];
  add_signed(speed * k * flow, -1.0 / (speed * slope), out);
}

static void constant_flow(const flue_flow_element *e, double share, const flue_element_gas *from,
                          const flue_element_gas *to, flue_element_flow *out) {
  const double density = e->density == FLUE_DENSITY_NONE ? 1.0
                         : share * e->flow >= 0.0        ? from->density
                                                         : to->density;
  add_signed(share * e->flow * density, 0.0, out);
}

static void piston_flow(const flue_flow_element *e, double share, double dp,
                        const flue_element_gas *from, const flue_element_gas *to,
                        flue_element_flow *out) {
  const double volume = share * e->piston.volume;
  gap_flow(&e->piston.gap, dp, from, to, out);
  add_signed(volume * (volume >= 0.0 ? from->density : to->density), 0.0, out);
}

void flue_element_flow_at(const flue_flow_element *e, double share, double dp,
                          flue_element_gas from, flue_element_gas to, flue_element_flow *out) {
  *out = (flue_element_flow){0};
  switch (e->kind) {
    case FLUE_ELEMENT_DOOR:
      door_flow(e, share, dp, &from, &to, out);
      break;
    case FLUE_ELEMENT_DOOR_PAIR:
      door_pair_flow(e, share, dp, &from, &to, out);
      break;
    case FLUE_ELEMENT_FAN:
      fan_flow(e, share, dp, &from, &to, out);
      break;
    case FLUE_ELEMENT_CONSTANT:
      constant_flow(e, share, &from, &to, out);
      break;
    case FLUE_ELEMENT_PISTON:
      piston_flow(e, share, dp, &from, &to, out);
      break;
    default:
      flow_sides(e, share, dp, &from, &to, out);
  }
}

/* ---- prepared laws ---- */

int flue_element_is_power(const flue_flow_element *e) {
  return e->kind == FLUE_ELEMENT_POWER || e->kind == FLUE_ELEMENT_CRACK;
}

void flue_element_prepare(const flue_flow_element *e, double share, flue_element_gas from,
                          flue_element_gas to, flue_element_ready *out) {
  *out = (flue_element_ready){.element = e, .share = share, .gas = {from, to}};
  if (!flue_element_is_power(e)) return;
  for (int back = 0; back < 2; ++back) {
    const flue_element_power *p = &e->power[back];
    const power_gas g =
        e->kind == FLUE_ELEMENT_POWER ? gas_of(e, &out->gas[back]) : crack_gas(p, &out->gas[back]);
    out->coefficient[back] = p->coefficient * g.factor;
    out->start[back] = power_start(p, g);
  }
}

void flue_element_flow_ready(const flue_element_ready *ready, double dp, flue_element_flow *out) {
  const flue_flow_element *e = ready->element;
  if (!flue_element_is_power(e)) {
    flue_element_flow_at(e, ready->share, dp, ready->gas[0], ready->gas[1], out);
    return;
  }
  const int back = dp < 0.0;
  double flow, slope;
  power_law(&e->power[back], ready->coefficient[back], ready->start[back], fabs(dp),
            ready->start[!back], &flow, &slope);
  *out = (flue_element_flow){0};
  *(back ? &out->backward : &out->forward) = ready->share * flow;
  *(back ? &out->backward_slope : &out->forward_slope) = ready->share * slope;
}
