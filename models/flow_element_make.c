/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow elements from what their makers and drawings say. */
#include <math.h>

#include "models/flow_element_internal.h"

static const double pi = 3.14159265358979323846;
static const double least_transition = 1e-10; /* [Pa] @cite walton1989 */

static double density_factor(flue_density_power density) {
  return density == FLUE_DENSITY_NONE   ? 1.0
         : density == FLUE_DENSITY_ROOT ? sqrt(FLUE_REFERENCE_DENSITY)
                                        : FLUE_REFERENCE_DENSITY;
}

static double circle_diameter(double area_m2) {
  return sqrt(4.0 * area_m2 / pi);
}

/** Laminar coefficient of a law that turns at a pressure [m3]. */
static double laminar_below(flue_density_power density, double c, double n, double transition) {
  const double flow = c * density_factor(density) * pow(transition, n);
  return FLUE_REFERENCE_VISCOSITY * flow / (FLUE_REFERENCE_DENSITY * transition);
}

/** Pressure at which a law turns, at reference conditions [Pa]. */
static double transition_of(flue_density_power density, double c, double n, double laminar) {
  const double slope = laminar * FLUE_REFERENCE_DENSITY / FLUE_REFERENCE_VISCOSITY;
  return pow(c * density_factor(density) / slope, 1.0 / (1.0 - n));
}

/** The rounding between the branches, in y = dp / dp_t: value, slope and curvature of both. */
static void set_blend(flue_element_power *p) {
  const double low = element_blend[0], high = element_blend[1], n = p->exponent;
  const double span = high - low;
  const double value = pow(high, n) - low - span;
  const double slope = span * n * pow(high, n - 1.0) - span;
  const double curve = span * span * n * (n - 1.0) * pow(high, n - 2.0);
  p->blend[0] = 10.0 * value - 4.0 * slope + 0.5 * curve;
  p->blend[1] = -15.0 * value + 7.0 * slope - curve;
  p->blend[2] = 6.0 * value - 3.0 * slope + 0.5 * curve;
  p->ratio[0] = pow(low, 1.0 - n);
  p->ratio[1] = pow(high, 1.0 - n);
}

static flue_element_power make_power(flue_density_power density, double c, double n,
                                     double laminar) {
  const double usual_transition = 0.01, nearly_linear = 0.999; /* [Pa], [1] */
  flue_element_power p = {.coefficient = c, .exponent = n >= nearly_linear ? 1.0 : n};
  p.laminar = laminar > 0.0 ? laminar : laminar_below(density, c, n, usual_transition);
  set_blend(&p);
  return p;
}

flue_flow_element flue_element_power_law(flue_density_power density, double coefficient,
                                         double exponent, double laminar) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_POWER, .density = density};
  e.power[0] = e.power[1] = make_power(density, coefficient, exponent, laminar);
  return e;
}

double flue_element_laminar(flue_density_power density, double coefficient, double exponent,
                            double area_m2, double diameter_m, double reynolds) {
  const double flow = FLUE_REFERENCE_VISCOSITY * reynolds * area_m2 / diameter_m;
  const double transition = pow(flow / (coefficient * density_factor(density)), 1.0 / exponent);
  return FLUE_REFERENCE_VISCOSITY * flow /
         (FLUE_REFERENCE_DENSITY * fmax(least_transition, transition));
}

flue_flow_element flue_element_orifice(double area_m2, double cd, double exponent,
                                       double reynolds) {
  const double c = cd * area_m2 * sqrt(2.0);
  return flue_element_power_law(FLUE_DENSITY_ROOT, c, exponent,
                                flue_element_laminar(FLUE_DENSITY_ROOT, c, exponent, area_m2,
                                                     circle_diameter(area_m2), reynolds));
}

flue_flow_element flue_element_leak(double area_m2, double cd, double exponent, double dp_r) {
  const double c = cd * area_m2 * sqrt(2.0) * pow(dp_r, 0.5 - exponent);
  return flue_element_power_law(
      FLUE_DENSITY_ROOT, c, exponent,
      flue_element_laminar(FLUE_DENSITY_ROOT, c, exponent, area_m2, circle_diameter(area_m2),
                           FLUE_TRANSITION_REYNOLDS));
}

flue_flow_element flue_element_damper(flue_density_power density, double forward,
                                      double forward_exponent, double backward,
                                      double backward_exponent, double laminar) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_POWER, .density = density};
  e.power[0] = make_power(density, forward, forward_exponent, laminar);
  double back = 0.0;
  if (backward > 0.0 && forward > 0.0 && e.power[0].exponent < 1.0)
    back = laminar_below(density, backward, backward_exponent,
                         transition_of(density, forward, forward_exponent, e.power[0].laminar));
  e.power[1] = make_power(density, backward, backward_exponent, back);
  return e;
}

flue_flow_element flue_element_crack(double coefficient, double exponent) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_CRACK};
  /* EnergyPlus takes the coefficient of the power law for the laminar one, too */
  e.power[0] = e.power[1] = make_power(FLUE_DENSITY_NONE, coefficient, exponent, coefficient);
  return e;
}

flue_flow_element flue_element_stair(double area_m2, double storey_m, double people, int is_open) {
  const double per_height = is_open ? 0.089 : 0.083, crowding = 0.24, cd = 0.6; /* [m-1] */
  const double effective = per_height * storey_m * area_m2 * (1.0 - crowding * sqrt(people));
  return flue_element_orifice(effective, cd, 0.5, FLUE_TRANSITION_REYNOLDS);
}

flue_flow_element flue_element_shaft(double area_m2, double perimeter_m, double roughness_m,
                                     double storey_m) {
  const double diameter = 4.0 * area_m2 / perimeter_m;
  const double root = -2.0 * log10(roughness_m / (3.7 * diameter)); /* 1 / sqrt(f) */
  const double c = area_m2 * root * sqrt(2.0 * diameter / storey_m);
  return flue_element_power_law(
      FLUE_DENSITY_ROOT, c, 0.5,
      flue_element_laminar(FLUE_DENSITY_ROOT, c, 0.5, area_m2, diameter, FLUE_TRANSITION_REYNOLDS));
}

flue_flow_element flue_element_quadratic(flue_density_power density, double a, double b) {
  const double least = 1e-3; /* a^2 / b [Pa] that keeps the slope at 0 finite */
  flue_flow_element e = {.kind = FLUE_ELEMENT_QUADRATIC, .density = density};
  e.quadratic.b = b;
  e.quadratic.a = fmax(a, sqrt(least * b));
  return e;
}

flue_flow_element flue_element_gap(double length_m, double width_m, double depth_m, double bends) {
  const double mu = FLUE_REFERENCE_VISCOSITY, rho = FLUE_REFERENCE_DENSITY;
  const double area = length_m * width_m, entry = 1.5;
  return flue_element_quadratic(FLUE_DENSITY_ONE,
                                12.0 * mu * depth_m / (length_m * pow(width_m, 3.0)),
                                0.5 * rho * (entry + bends) / (area * area));
}

/** Transition pressure of a doorway [Pa]. */
static double door_transition(double height_m, double width_m, double area_cd, double area_m2) {
  const double diameter = 2.0 * height_m * width_m / (height_m + width_m);
  const double c = area_cd * sqrt(2.0);
  return transition_of(
      FLUE_DENSITY_ROOT, c, 0.5,
      flue_element_laminar(FLUE_DENSITY_ROOT, c, 0.5, area_m2, diameter, FLUE_TRANSITION_REYNOLDS));
}

flue_flow_element flue_element_door(double height_m, double width_m, double cd, double gravity) {
  const double area = height_m * width_m;
  flue_flow_element e = {
      .kind = FLUE_ELEMENT_DOOR, .height_m = height_m, .gravity = gravity, .area_cd = cd * area};
  e.law = flue_power_law_make(0.5, door_transition(height_m, width_m, cd * area, area));
  return e;
}

flue_flow_element flue_element_door_pair(double height_m, double width_m, double cd, double half_m,
                                         double gravity) {
  const double area = 0.5 * height_m * width_m, c = cd * area * sqrt(2.0);
  const double diameter = 2.0 * height_m * width_m / (height_m + width_m);
  flue_flow_element e = flue_element_power_law(
      FLUE_DENSITY_ROOT, c, 0.5,
      flue_element_laminar(FLUE_DENSITY_ROOT, c, 0.5, area, diameter, FLUE_TRANSITION_REYNOLDS));
  e.kind = FLUE_ELEMENT_DOOR_PAIR;
  e.half_m = half_m > 0.0 ? half_m : 2.0 / 9.0 * height_m;
  e.gravity = gravity;
  return e;
}

flue_flow_element flue_element_duct(double length_m, double diameter_m, double area_m2,
                                    double roughness_m, double loss) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_DUCT};
  e.duct.length_m = length_m;
  e.duct.diameter_m = diameter_m;
  e.duct.area_m2 = area_m2;
  e.duct.roughness_m = roughness_m;
  e.duct.loss = loss;
  return e;
}

/* ---- fans ---- */

static double rise_at(const double k[4], double f) {
  return k[0] + f * (k[1] + f * (k[2] + f * k[3]));
}

static double rise_slope(const double k[4], double f) {
  return k[1] + f * (2.0 * k[2] + f * 3.0 * k[3]);
}

/** Flow at which a fan makes no pressure; a large one when its curve never gets there. */
static double free_delivery(const double k[4]) {
  double high = 1e-6;
  while (rise_at(k, high) > 0.0 && high < 1e6) high *= 2.0;
  double low = 0.0;
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    if (rise_at(k, middle) > 0.0)
      low = middle;
    else
      high = middle;
  }
  return high;
}

/** Flow between two where the slope of the curve passes a value; it lies on different sides there.
 */
static double find_slope(const double k[4], double low, double high, double wanted) {
  const int is_above = rise_slope(k, low) > wanted;
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    if ((rise_slope(k, middle) > wanted) == is_above)
      low = middle;
    else
      high = middle;
  }
  return 0.5 * (low + high);
}

/** The part of the curve that falls clearly and reaches farthest towards free delivery. */
static void find_falling(flue_flow_element *e) {
  const double *k = e->fan.curve;
  const double end = free_delivery(k), flat_share = 0.02;
  const double flat = -flat_share * fmax(1e-6, fabs(k[0])) / end;
  enum { parts = 400 };
  int last = parts; /* of the falling part, counted down from the end */
  while (last > 0 && rise_slope(k, end * last / parts) > flat) --last;
  int first = last;
  while (first > 0 && rise_slope(k, end * (first - 1) / parts) <= flat) --first;
  e->fan.flow[0] =
      first == 0 ? 0.0 : find_slope(k, end * (first - 1) / parts, end * first / parts, flat);
  e->fan.flow[1] =
      last == parts ? end : find_slope(k, end * last / parts, end * (last + 1) / parts, flat);
  if (first == last) e->fan.flow[0] = e->fan.flow[1] = first == 0 ? 0.0 : end;
  for (int i = 0; i < 2; ++i) e->fan.slope[i] = fmin(flat, rise_slope(k, e->fan.flow[i]));
  if (!(e->fan.flow[1] > e->fan.flow[0])) e->fan.flow[1] = e->fan.flow[0] + 1e-9 * end;
}

flue_flow_element flue_element_fan(const double curve[4], double reference_density, double off,
                                   double gap_m2) {
  const double cd = 0.6;
  flue_flow_element e = {.kind = FLUE_ELEMENT_FAN};
  for (int i = 0; i < 4; ++i) e.fan.curve[i] = curve[i];
  e.fan.reference_density = reference_density;
  e.fan.off = off;
  if (gap_m2 > 0.0)
    e.fan.gap = flue_element_orifice(gap_m2, cd, 0.5, FLUE_TRANSITION_REYNOLDS).power[0];
  else
    e.fan.gap = make_power(FLUE_DENSITY_ROOT, 0.0, 0.5, 0.0);
  find_falling(&e);
  return e;
}

flue_flow_element flue_element_constant(flue_density_power density, double flow) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_CONSTANT, .density = density};
  e.flow = flow;
  return e;
}

flue_flow_element flue_element_regulating(double flow, double pressure, double reverse) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_REGULATING};
  e.regulating.flow = flow;
  e.regulating.pressure = pressure;
  e.regulating.reverse = reverse;
  return e;
}

flue_flow_element flue_element_piston(double shaft_m2, double car_m2, double speed, double cc) {
  flue_flow_element e = {.kind = FLUE_ELEMENT_PISTON};
  e.piston.volume = car_m2 * speed;
  e.piston.gap =
      flue_element_orifice(shaft_m2 - car_m2, cc, 0.5, FLUE_TRANSITION_REYNOLDS).power[0];
  return e;
}
