/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/lift.h"

#include <math.h>

double flue_lift_travel_time(double distance_m, double speed, double acceleration) {
  if (distance_m >= speed * speed / acceleration) return distance_m / speed + speed / acceleration;
  return 2 * sqrt(distance_m / acceleration);
}

double flue_lift_position(double time_s, double distance_m, double speed, double acceleration) {
  const double whole_s = flue_lift_travel_time(distance_m, speed, acceleration);
  const double top = fmin(speed, sqrt(distance_m * acceleration)); /* speed that is reached */
  const double ramp_s = top / acceleration;
  const double left_s = whole_s - time_s;
  if (time_s <= 0) return 0;
  if (left_s <= 0) return distance_m;
  if (time_s < ramp_s) return 0.5 * acceleration * time_s * time_s;
  if (left_s < ramp_s) return distance_m - 0.5 * acceleration * left_s * left_s;
  return 0.5 * top * ramp_s + top * (time_s - ramp_s);
}

double flue_escalator_flow(double speed, double width_m) {
  enum { n = 4 };
  static const double speeds[n] = {0, 0.5, 0.65, 0.75};      /* [m s-1] */
  static const double per_hour_m[n] = {0, 6000, 7300, 8200}; /* on steps of 1 m */
  const double hour_s = 3600;
  double flow = per_hour_m[n - 1];
  for (int i = 1; i < n; i++) {
    if (speed >= speeds[i]) continue;
    const double share = (speed - speeds[i - 1]) / (speeds[i] - speeds[i - 1]);
    flow = per_hour_m[i - 1] + share * (per_hour_m[i] - per_hour_m[i - 1]);
    break;
  }
  return flow * width_m / hour_s;
}
