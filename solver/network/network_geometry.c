/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heights, areas and volumes of compartments. */
#include <math.h>

#include "solver/network/network_internal.h"

double network_head(const flue_network *net, double z_m) {
  const double ratio = net->gravity / FLUE_GRAVITY;
  if (net->is_uniform)
    return -net->gravity * z_m * net->outside.pressure / (FLUE_GAS_CONSTANT * net->outside.temp_k);
  /* another gravity is standard gravity over another height */
  const flue_atmosphere a = {net->outside.temp_k, net->outside.pressure,
                             net->outside.lapse / ratio};
  return flue_atmosphere_head(&a, z_m * ratio);
}

double network_density_pressure(const flue_network *net, double head_pa) {
  return net->outside.pressure + (net->is_uniform ? 0.0 : head_pa);
}

void network_sides(const flue_compartment *room, double *width, double *depth) {
  *width = room->width_m > 0.0 ? room->width_m : sqrt(room->area_m2);
  *depth = room->depth_m > 0.0 ? room->depth_m : sqrt(room->area_m2);
}

/** Area at a height between two points of a profile. */
static double area_between(const flue_compartment *r, size_t k, double z_m) {
  const double z1 = r->profile_z[k], z2 = r->profile_z[k + 1];
  const double share = (z_m - z1) / (z2 - z1);
  return r->profile_area[k] + share * (r->profile_area[k + 1] - r->profile_area[k]);
}

double network_area_at(const flue_network *net, size_t room, double z_m) {
  const flue_compartment *r = &net->room[room];
  if (r->n_profile == 0) return r->area_m2;
  for (size_t k = 0; k + 1 < r->n_profile; ++k)
    if (z_m <= r->profile_z[k + 1]) return area_between(r, k, fmax(z_m, r->profile_z[k]));
  return r->profile_area[r->n_profile - 1];
}

static double slice(const flue_compartment *r, size_t k) {
  return 0.5 * (r->profile_area[k] + r->profile_area[k + 1]) *
         (r->profile_z[k + 1] - r->profile_z[k]);
}

double network_volume(const flue_compartment *room) {
  if (room->n_profile == 0) return room->area_m2 * room->height_m;
  double sum = 0.0;
  for (size_t k = 0; k + 1 < room->n_profile; ++k) sum += slice(room, k);
  return sum;
}

/** Height above the start of a slice that holds a volume: root of a1 h + (a2 - a1) h^2 / (2 d). */
static double height_in_slice(const flue_compartment *r, size_t k, double volume) {
  const double d = r->profile_z[k + 1] - r->profile_z[k];
  const double a1 = r->profile_area[k], rise = (r->profile_area[k + 1] - a1) / d;
  return 2.0 * volume / (a1 + sqrt(fmax(0.0, a1 * a1 + 2.0 * rise * volume)));
}

double network_height_of(const flue_network *net, size_t room, double volume) {
  const flue_compartment *r = &net->room[room];
  if (r->n_profile == 0) return volume / r->area_m2;
  double rest = volume;
  for (size_t k = 0; k + 1 < r->n_profile; ++k) {
    const double here = slice(r, k);
    if (rest <= here) return r->profile_z[k] + height_in_slice(r, k, rest);
    rest -= here;
  }
  return r->height_m;
}
