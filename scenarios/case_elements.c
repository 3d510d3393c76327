/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow elements of a network from their keys. */
#include <math.h>

#include "scenarios/case_internal.h"

static double cd_of(const flue_net_element *e, double usual) {
  return flue_value_or(&e->cd, usual);
}

static flue_flow_element power(const flue_net_element *e, flue_density_power density) {
  return flue_element_power_law(density, e->coefficient.d.p[0], flue_value_or(&e->exponent, 0.5),
                                flue_value_or(&e->laminar, 0.0));
}

static flue_flow_element damper(const flue_net_element *e, flue_density_power density) {
  return flue_element_damper(density, e->coefficient.d.p[0], flue_value_or(&e->exponent, 0.5),
                             e->backward.d.p[0], flue_value_or(&e->backward_exponent, 0.5),
                             flue_value_or(&e->laminar, 0.0));
}

static flue_flow_element quadratic(const flue_net_element *e, flue_density_power density) {
  return flue_element_quadratic(density, e->linear.d.p[0], e->square.d.p[0]);
}

static flue_flow_element duct(const flue_net_element *e) {
  const double pi = 3.14159265358979323846, usual_roughness = 1e-4; /* [m] */
  const double area = e->area.d.p[0];
  return flue_element_duct(
      flue_value_or(&e->length, 0.0), flue_value_or(&e->diameter, sqrt(4.0 * area / pi)), area,
      flue_value_or(&e->roughness, usual_roughness), flue_value_or(&e->loss, 0.0));
}

static flue_flow_element fan(const flue_net_element *e) {
  return flue_element_fan(e->curve.v, flue_value_or(&e->density, FLUE_REFERENCE_DENSITY),
                          flue_value_or(&e->off, 0.0), flue_value_or(&e->gap, 0.0));
}

/** Laws with sizes. */
static flue_flow_element by_size(const flue_net_element *e, double gravity) {
  const double opening_cd = 0.6, door_cd = 0.78, car_cd = 0.83, leak_n = 0.65;
  const double leak_pressure = 4.0, shaft_roughness = 0.1; /* [Pa], [m] */
  const double height = e->height.d.p[0], width = e->width.d.p[0], area = e->area.d.p[0];
  switch (e->kind) {
    case FLUE_NET_LEAK:
      return flue_element_leak(area, cd_of(e, opening_cd), flue_value_or(&e->exponent, leak_n),
                               flue_value_or(&e->reference_pressure, leak_pressure));
    case FLUE_NET_GAP:
      return flue_element_gap(e->length.d.p[0], width, e->depth.d.p[0],
                              flue_value_or(&e->bends, 0.0));
    case FLUE_NET_DOOR:
      return flue_element_door(height, width, cd_of(e, door_cd), gravity);
    case FLUE_NET_DOOR_PAIR:
      return flue_element_door_pair(height, width, cd_of(e, door_cd),
                                    flue_value_or(&e->spacing, 0.0), gravity);
    case FLUE_NET_STAIR:
      return flue_element_stair(area, height, flue_value_or(&e->people, 0.0), e->treads == 0);
    case FLUE_NET_SHAFT:
      return flue_element_shaft(area, e->perimeter.d.p[0],
                                flue_value_or(&e->roughness, shaft_roughness), height);
    case FLUE_NET_DUCT:
      return duct(e);
    case FLUE_NET_PISTON:
      return flue_element_piston(e->shaft.d.p[0], e->car.d.p[0], e->speed.d.p[0], cd_of(e, car_cd));
    default:
      return flue_element_orifice(area, cd_of(e, opening_cd), flue_value_or(&e->exponent, 0.5),
                                  flue_value_or(&e->reynolds, FLUE_TRANSITION_REYNOLDS));
  }
}

flue_flow_element case_element(const flue_net_element *e, double gravity) {
  const double crack_n = 0.65;
  switch (e->kind) {
    case FLUE_NET_POWER:
      return power(e, FLUE_DENSITY_ROOT);
    case FLUE_NET_POWER_VOLUME:
      return power(e, FLUE_DENSITY_ONE);
    case FLUE_NET_POWER_MASS:
      return power(e, FLUE_DENSITY_NONE);
    case FLUE_NET_CRACK:
      return flue_element_crack(e->coefficient.d.p[0], flue_value_or(&e->exponent, crack_n));
    case FLUE_NET_DAMPER_VOLUME:
      return damper(e, FLUE_DENSITY_ONE);
    case FLUE_NET_DAMPER_MASS:
      return damper(e, FLUE_DENSITY_NONE);
    case FLUE_NET_QUADRATIC_VOLUME:
      return quadratic(e, FLUE_DENSITY_ONE);
    case FLUE_NET_QUADRATIC_MASS:
      return quadratic(e, FLUE_DENSITY_NONE);
    case FLUE_NET_FAN_CURVE:
      return fan(e);
    case FLUE_NET_MASS_FLOW:
      return flue_element_constant(FLUE_DENSITY_NONE, e->mass_flow.d.p[0]);
    case FLUE_NET_VOLUME_FLOW:
      return flue_element_constant(FLUE_DENSITY_ONE, e->flow.d.p[0]);
    case FLUE_NET_REGULATING:
      return flue_element_regulating(e->flow.d.p[0], e->pressure.d.p[0],
                                     flue_value_or(&e->reverse, 0.0));
    default:
      return by_size(e, gravity);
  }
}
