/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/door_force.h"

/** Force on the handle for each pascal [N Pa-1]. */
static double lever(double width_m, double height_m, double edge_m) {
  return width_m * width_m * height_m / (2.0 * (width_m - edge_m));
}

double flue_door_force(double width_m, double height_m, double edge_m, double closer_n, double dp) {
  return closer_n + lever(width_m, height_m, edge_m) * dp;
}

double flue_door_pressure(double width_m, double height_m, double edge_m, double closer_n,
                          double force_n) {
  return (force_n - closer_n) / lever(width_m, height_m, edge_m);
}
