/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ducts and fans: pressure is given by the flow, and the flow is found from it. */
#include <math.h>
#include <stddef.h>

#include "models/flow_element_internal.h"

/** A pressure that rises with the flow. */
typedef struct curve {
  const flue_flow_element *e;
  const flue_element_gas *gas;
  double (*pressure)(const struct curve *c, double flow, double *slope);
} curve;

/** Flow at which a rising curve reaches a pressure: Newton's method, kept between bounds that close
 *  in. Both bounds are widened until they enclose it. */
static double find_flow(const curve *c, double pressure, double low, double high, double *slope) {
  const double tight = 1e-14;
  while (c->pressure(c, low, slope) > pressure) low -= 2.0 * (high - low);
  while (c->pressure(c, high, slope) < pressure) high += 2.0 * (high - low);
  double flow = 0.5 * (low + high);
  for (int i = 0; i < 200; ++i) {
    const double miss = c->pressure(c, flow, slope) - pressure;
    if (miss > 0.0)
      high = flow;
    else
      low = flow;
    double next = flow - miss / *slope;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (fabs(next - flow) <= tight * fabs(next)) break;
    flow = next;
  }
  c->pressure(c, flow, slope);
  return flow;
}

/* ---- ducts ---- */

/** 1 / sqrt(f) of Colebrook, and its slope by the Reynolds number. @cite colebrook1939 */
static double colebrook(double roughness, double re, double *slope) {
  const double two_over_ln10 = 0.868588963806504, rough = roughness / 3.7, smooth = 2.51 / re;
  double s = -two_over_ln10 * log(rough + 5.74 / pow(re, 0.9)); /* start: Swamee and Jain */
  for (int i = 0; i < 20; ++i) {
    const double h = rough + smooth * s;
    const double step = (s + two_over_ln10 * log(h)) / (1.0 + two_over_ln10 * smooth / h);
    s -= step;
    if (fabs(step) < 1e-14 * s) break;
  }
  const double weight = two_over_ln10 * smooth / (rough + smooth * s);
  *slope = weight / (1.0 + weight) * s / re;
  return s;
}

/** Friction factor: laminar, turbulent, and a smooth step between. */
static double friction(double roughness, double re, double *slope) {
  const double laminar_re = 2000.0, turbulent_re = 4000.0;
  const double laminar = 64.0 / re;
  *slope = -laminar / re;
  if (re <= laminar_re) return laminar;
  double rise;
  const double s = colebrook(roughness, re, &rise);
  const double f = 1.0 / (s * s), df = -2.0 * rise / (s * s * s);
  const double t = fmin(1.0, (re - laminar_re) / (turbulent_re - laminar_re));
  const double share = t * t * t * (10.0 + t * (-15.0 + 6.0 * t));
  const double dshare = 30.0 * t * t * (1.0 - t) * (1.0 - t) / (turbulent_re - laminar_re);
  *slope = (1.0 - share) * *slope + share * df + dshare * (f - laminar);
  return (1.0 - share) * laminar + share * f;
}

/** Pressure difference by the flow; odd, so that the search may start anywhere. */
static double duct_pressure(const curve *c, double flow, double *slope) {
  const flue_flow_element *e = c->e;
  const double mu = flue_air_viscosity(c->gas->temp_k), rho = c->gas->density;
  const double d = e->duct.diameter_m, a = e->duct.area_m2;
  const double by_flow = d / (mu * a); /* Re = by_flow F */
  const double head = 1.0 / (2.0 * rho * a * a), length = e->duct.length_m / d;
  const double size = fabs(flow), re = by_flow * size, tiny = 1e-12;
  const double slow = FLUE_TRANSITION_REYNOLDS / by_flow;
  const double loss_flow = hypot(size, slow); /* losses: K F sqrt(F^2 + F_t^2) */
  double pressure = head * e->duct.loss * size * loss_flow;
  *slope = head * e->duct.loss * (loss_flow + size * size / loss_flow);
  if (re <= tiny) { /* f F^2 = 64 F / by_flow */
    pressure += head * length * 64.0 / by_flow * size;
    *slope += head * length * 64.0 / by_flow;
  } else {
    double df;
    const double f = friction(e->duct.roughness_m / d, re, &df);
    pressure += head * length * f * size * size;
    *slope += head * length * (2.0 * f * size + df * by_flow * size * size);
  }
  return copysign(pressure, flow);
}

void element_duct_flow(const flue_flow_element *e, const flue_element_gas *g, double x,
                       double *flow, double *slope) {
  const curve c = {e, g, duct_pressure};
  const double usual_f = 0.02;
  const double losses = usual_f * e->duct.length_m / e->duct.diameter_m + e->duct.loss;
  const double most = e->duct.area_m2 * sqrt(2.0 * g->density * x / fmax(1e-6, losses));
  double rise;
  *flow = x > 0.0 ? find_flow(&c, x, 0.0, most, &rise) : 0.0;
  if (x <= 0.0) duct_pressure(&c, 0.0, &rise);
  *slope = 1.0 / rise;
}

double element_duct_start(const flue_flow_element *e, const flue_element_gas *g) {
  const curve c = {e, g, duct_pressure};
  double rise;
  duct_pressure(&c, 0.0, &rise);
  return 1.0 / rise;
}

double element_duct_width(const flue_flow_element *e, const flue_element_gas *g) {
  const curve c = {e, g, duct_pressure};
  double slope;
  return duct_pressure(&c,
                       FLUE_TRANSITION_REYNOLDS * flue_air_viscosity(g->temp_k) * e->duct.area_m2 /
                           e->duct.diameter_m,
                       &slope);
}

/* ---- fans ---- */

/** Less the pressure rise, which rises with the flow; straight beyond the falling part. */
static double fan_drop(const curve *c, double flow, double *slope) {
  const double *k = c->e->fan.curve;
  const int end = flow < c->e->fan.flow[0] ? 0 : flow > c->e->fan.flow[1] ? 1 : -1;
  const double f = end < 0 ? flow : c->e->fan.flow[end];
  const double drop = -(k[0] + f * (k[1] + f * (k[2] + f * k[3])));
  *slope = end < 0 ? -(k[1] + f * (2.0 * k[2] + f * 3.0 * k[3])) : -c->e->fan.slope[end];
  return drop + *slope * (flow - f);
}

double element_fan_flow(const flue_flow_element *e, double rise, double *slope) {
  const curve c = {e, NULL, fan_drop};
  const double flow = find_flow(&c, -rise, e->fan.flow[0], e->fan.flow[1], slope);
  *slope = -*slope;
  return flow;
}
