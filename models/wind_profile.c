/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/wind_profile.h"

#include <math.h>

static const double turn = 360.0; /* [deg] */

/** Interval of a rising list that holds a value. */
static size_t interval(const double *angle, size_t n, double at) {
  size_t k = 0;
  while (k + 2 < n && at >= angle[k + 1]) ++k;
  return k;
}

static double linear(const double *angle, const double *cp, size_t n, double at) {
  const size_t k = interval(angle, n, at);
  const double span = angle[k + 1] - angle[k];
  const double w = span > 0.0 ? fmin(1.0, fmax(0.0, (at - angle[k]) / span)) : 1.0;
  return (1.0 - w) * cp[k] + w * cp[k + 1];
}

/** Second derivatives at the points of a closed cubic spline: rows
 *  h_{i-1} m_{i-1} + 2 (h_{i-1} + h_i) m_i + h_i m_{i+1} = 6 (d_i - d_{i-1}), solved by sweeps,
 * which converge fast since the diagonal is twice the rest. */
static void spline_curvature(const double *angle, const double *cp, size_t n, double *m) {
  const size_t last = n - 1; /* the same point as 0 */
  const double close = 1e-15;
  for (size_t i = 0; i < n; ++i) m[i] = 0.0;
  for (int sweep = 0; sweep < 200; ++sweep) {
    double change = 0.0;
    for (size_t i = 0; i < last; ++i) {
      const size_t before = i == 0 ? last - 1 : i - 1, after = (i + 1) % last;
      const double h0 = angle[before + 1] - angle[before], h1 = angle[i + 1] - angle[i];
      const double d0 = (cp[i] - cp[before]) / h0, d1 = (cp[after] - cp[i]) / h1;
      const double next = (6.0 * (d1 - d0) - h0 * m[before] - h1 * m[after]) / (2.0 * (h0 + h1));
      change = fmax(change, fabs(next - m[i]));
      m[i] = next;
    }
    if (change < close) break;
  }
  m[last] = m[0];
}

static double spline(const double *angle, const double *cp, size_t n, double at) {
  double m[FLUE_WIND_POINTS];
  spline_curvature(angle, cp, n, m);
  const size_t k = interval(angle, n, at);
  const double h = angle[k + 1] - angle[k], x = at - angle[k];
  const double end = k + 2 == n ? cp[0] : cp[k + 1];
  const double slope = (end - cp[k]) / h - (2.0 * m[k] + m[k + 1]) * h / 6.0;
  return cp[k] + x * (slope + x * (0.5 * m[k] + x * (m[k + 1] - m[k]) / (6.0 * h)));
}

static double trigonometric(const double *angle, const double *cp, size_t n, double at) {
  const double radians = at * 3.14159265358979323846 / 180.0;
  const double c = cos(radians), s = sin(radians);
  double corner[4];
  for (int i = 0; i < 4; ++i) corner[i] = linear(angle, cp, n, 90.0 * i);
  return 0.5 * ((corner[0] + corner[2]) * pow(c * c, 0.25) +
                (corner[0] - corner[2]) * copysign(pow(fabs(c), 0.75), c) +
                (corner[1] + corner[3]) * s * s * s * s + (corner[1] - corner[3]) * s);
}

double flue_wind_profile(const double *angle, const double *cp, size_t n, flue_wind_fit fit,
                         double at_deg) {
  const double at = at_deg - turn * floor(at_deg / turn);
  switch (fit) {
    case FLUE_WIND_SPLINE:
      return spline(angle, cp, n, at);
    case FLUE_WIND_TRIGONOMETRIC:
      return trigonometric(angle, cp, n, at);
    default:
      return linear(angle, cp, n, at);
  }
}
