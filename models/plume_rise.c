/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plume_rise.h"

#include <math.h>

#include "models/fire.h"
#include "models/flow.h"
#include "models/smoke_control.h"

double flue_plume_line(double convective_w, double length_m, double z_m) {
  const double coefficient = 0.21, reach = 5.0 * length_m, watt_per_kw = 1000.0;
  if (convective_w <= 0.0 || z_m <= 0.0) return 0.0;
  const double per_height =
      coefficient * cbrt(convective_w / watt_per_kw / length_m) * length_m; /* [kg s-1 m-1] */
  return z_m <= reach ? per_height * z_m : per_height * reach * pow(z_m / reach, 5.0 / 3.0);
}

double flue_plume_balcony(double release_w, double spill_m, double edge_m, double z_m) {
  if (release_w <= 0.0 || z_m <= 0.0) return 0.0;
  return flue_smoke_balcony(release_w, spill_m, fmax(0.0, z_m - edge_m), fmin(z_m, edge_m));
}

static double heskestad(const flue_plume_fire *f, double z_m) {
  return flue_plume_entrainment(f->release, f->convective, f->diameter_m, z_m);
}

static double mccaffrey(const flue_plume_fire *f, double z_m) {
  return flue_plume_mccaffrey(f->release, z_m);
}

static double line(const flue_plume_fire *f, double z_m) {
  return flue_plume_line(f->convective, f->length_m, z_m);
}

static double balcony(const flue_plume_fire *f, double z_m) {
  return flue_plume_balcony(f->release, f->spill_m, f->edge_m, z_m);
}

const flue_plume_rise *flue_plume_rise_of(flue_plume_kind kind) {
  static const flue_plume_rise all[FLUE_PLUME_KIND_COUNT] = {
      {heskestad, 1}, {mccaffrey, 1}, {line, 0}, {balcony, 0}};
  return &all[kind];
}
