/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/coarse.h"

#include <stdio.h>

int flue_warn_coarse(flue_diagnostics *list, int line, int column, double release,
                     double diameter_m, double cell_m) {
  const double kilo = 1e3, coarse_ratio = 4.0, fine_ratio = 10.0;
  char heat[32], ratio[32], cell[32], coarse[32], fine[32];
  if (release <= 0.0 || diameter_m >= coarse_ratio * cell_m) return 0;
  snprintf(heat, sizeof heat, "%.4g", release / kilo);
  snprintf(ratio, sizeof ratio, "%.2f", diameter_m / cell_m);
  snprintf(cell, sizeof cell, "%.3g", cell_m);
  snprintf(coarse, sizeof coarse, "%.3g", diameter_m / coarse_ratio);
  snprintf(fine, sizeof fine, "%.3g", diameter_m / fine_ratio);
  flue_diagnostics_add(list, FLUE_MSG_FIELD_COARSE, line, column, heat, ratio, cell, coarse, fine,
                       NULL);
  return 1;
}
