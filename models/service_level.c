/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/service_level.h"

#include <math.h>

double flue_service_area(flue_service_level level) {
  static const double least_m2[FLUE_SERVICE_COUNT] = {3.25, 2.32, 1.39, 0.93, 0.46, 0};
  return least_m2[level];
}

double flue_service_density(flue_service_level level) {
  return level == FLUE_SERVICE_F ? INFINITY : 1 / flue_service_area(level);
}

flue_service_level flue_service_of(double density) {
  int level = FLUE_SERVICE_A;
  while (level < FLUE_SERVICE_F && density > flue_service_density((flue_service_level)level))
    ++level;
  return (flue_service_level)level;
}
