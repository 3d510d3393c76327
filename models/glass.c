/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/glass.h"

#include <math.h>

#include "models/gas.h"

const flue_glass FLUE_FLOAT_GLASS = {0.004, 2500.0, 840.0, 0.9, 47e6, 70e9, 9e-6, 1.0};

double flue_glass_limit(const flue_glass *g) {
  return g->geometry * g->strength / (g->modulus * g->expansion);
}

static double fourth(double t) {
  return t * t * t * t;
}

double flue_glass_temp(const flue_glass *g, double temp_k, const flue_glass_heat *heat,
                       double dt_s) {
  const double capacity = g->density * g->specific_heat * g->thickness_m;
  const double slope = 4.0 * FLUE_STEFAN_BOLTZMANN * temp_k * temp_k * temp_k;
  /* both faces emit: 2 e s T^4, about 2 e (slope T - 3 s T0^4) */
  const double in =
      heat->h_gas * heat->gas_k + heat->h_out * heat->outside_k +
      g->emissivity * (heat->incident +
                       FLUE_STEFAN_BOLTZMANN * (fourth(heat->outside_k) + 6.0 * fourth(temp_k)));
  const double out = heat->h_gas + heat->h_out + 2.0 * g->emissivity * slope;
  if (out <= 0.0) return temp_k + in * dt_s / capacity;
  return in / out + (temp_k - in / out) * exp(-out * dt_s / capacity);
}
