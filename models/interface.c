/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/interface.h"

#include <math.h>

double flue_interface_height(double height_m, double low_k, double integral, double inverse) {
  const double even = 1e-9; /* rounding of the sums */
  /* the integral of (T - low)^2 / T, never below 0 but for rounding */
  const double excess = integral + inverse * low_k * low_k - 2.0 * low_k * height_m;
  if (excess <= even * integral) return height_m;
  const double interface = low_k * (integral * inverse - height_m * height_m) / excess;
  return fmin(height_m, fmax(0.0, interface));
}
