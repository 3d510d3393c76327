/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/soot.h"

#include <math.h>

double flue_soot_drift(double h, double gas_k, double surface_k) {
  const double coefficient = 0.55;
  const double film = 0.5 * (gas_k + surface_k), ratio = film / 300.0;
  /* air at 300 K: 1.57e-5 m2/s, 0.0263 W/(m K); powers fit tables from 300 to 1000 K within 3 % */
  const double viscosity = 1.57e-5 * pow(ratio, 1.72), conductivity = 0.0263 * pow(ratio, 0.78);
  const double gradient = h * (gas_k - surface_k) / conductivity;
  return gradient > 0.0 ? coefficient * viscosity / film * gradient : 0.0;
}
