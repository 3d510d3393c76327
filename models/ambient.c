/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/ambient.h"

#include <math.h>

#include "models/flow.h"

static const double degree = 3.14159265358979323846 / 180.0, turn = 360.0;

/** First row whose time is not before t_s; n: none. */
static size_t first_from(const flue_ambient *a, double t_s) {
  size_t low = 0, high = a->n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (a->time_s[middle] < t_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/** A column at a share of the way from row k - 1 to row k. */
static double mix(const double *column, size_t k, double share, double otherwise) {
  if (!column) return otherwise;
  return k == 0 ? column[0] : column[k - 1] + share * (column[k] - column[k - 1]);
}

flue_outside flue_ambient_at(const flue_ambient *a, double t_s) {
  if (a->n == 0) return a->constant;
  size_t k = first_from(a, t_s);
  double share = 1.0;
  if (k == a->n)
    k = a->n - 1;
  else if (k > 0)
    share = (t_s - a->time_s[k - 1]) / (a->time_s[k] - a->time_s[k - 1]);
  flue_outside out = {.temp_k = mix(a->temp_k, k, share, a->constant.temp_k),
                      .pressure = mix(a->pressure, k, share, a->constant.pressure),
                      .wind_speed = a->constant.wind_speed,
                      .wind_from = a->constant.wind_from,
                      .humidity = mix(a->humidity, k, share, a->constant.humidity)};
  if (!a->east || !a->north) return out;
  const double east = mix(a->east, k, share, 0.0), north = mix(a->north, k, share, 0.0);
  out.wind_speed = hypot(east, north);
  if (out.wind_speed > 0.0) {
    out.wind_from = atan2(-east, -north) / degree;
    if (out.wind_from < 0.0) out.wind_from += turn;
  }
  return out;
}

double flue_ambient_next(const flue_ambient *a, double t_s) {
  size_t k = first_from(a, t_s);
  while (k < a->n && a->time_s[k] <= t_s) ++k;
  return k < a->n ? a->time_s[k] : INFINITY;
}

void flue_wind_parts(double speed, double from_deg, double *east, double *north) {
  *east = -speed * sin(from_deg * degree);
  *north = -speed * cos(from_deg * degree);
}

double flue_wind_pressure(const flue_wind_end *end, double rho, double speed, double from_deg) {
  if (end->modifier == 0.0 || speed == 0.0) return 0.0;
  const double angle = from_deg - end->facing_deg;
  const double cp = end->n > 0 ? flue_wind_profile(end->angle, end->cp, end->n, end->fit, angle)
                               : flue_wind_coefficient(angle);
  return 0.5 * rho * speed * speed * end->modifier * cp;
}
