/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/controller.h"

#include <math.h>

static double within(const flue_pi *pi, double value) {
  return fmin(pi->high, fmax(pi->low, value));
}

double flue_pi_step(const flue_pi *pi, double error, double dt_s, double *integral) {
  const double proportional = pi->gain * error;
  *integral = within(pi, *integral + proportional * dt_s / pi->integral_s);
  return within(pi, proportional + *integral);
}

double flue_on_off_step(double low, double high, double band, double error, double before) {
  if (error > 0.5 * band) return high;
  return error < -0.5 * band ? low : before;
}
