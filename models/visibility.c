/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/visibility.h"

#include <math.h>

double flue_visibility_extinction(double soot) {
  return FLUE_VISIBILITY_EXTINCTION * soot;
}

double flue_visibility_distance(double extinction, double contrast) {
  if (extinction * FLUE_VISIBILITY_CAP_M <= contrast) return FLUE_VISIBILITY_CAP_M;
  return contrast / extinction;
}

double flue_visibility_optical_density(double extinction) {
  return extinction / log(10.0);
}
