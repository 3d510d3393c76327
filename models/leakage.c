/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/leakage.h"

double flue_leak_ratio(flue_leak_part part, flue_tightness tightness) {
  static const double ratio[FLUE_LEAK_PART_COUNT][3] = {
      [FLUE_LEAK_EXTERIOR_WALL] = {0.5e-4, 0.17e-3, 0.35e-3},
      [FLUE_LEAK_STAIR_WALL] = {0.14e-4, 0.11e-3, 0.35e-3},
      [FLUE_LEAK_LIFT_WALL] = {0.18e-3, 0.84e-3, 0.18e-2},
      [FLUE_LEAK_FLOOR] = {0.66e-5, 0.52e-4, 0.17e-3},
      [FLUE_LEAK_PARTITION] = {0.14e-4, 0.11e-3, 0.35e-3},
  };
  return ratio[part][tightness];
}

double flue_door_leak(double perimeter_m, flue_tightness tightness) {
  static const double gap_m[] = {0.001, 0.002, 0.004};
  return perimeter_m * gap_m[tightness];
}

double flue_lift_door_leak(void) {
  return 0.06;
}

double flue_window_leak(double perimeter_m, flue_tightness tightness) {
  static const double area_per_metre[] = {0.25e-4, 0.5e-4, 1.5e-4};
  return perimeter_m * area_per_metre[tightness];
}
