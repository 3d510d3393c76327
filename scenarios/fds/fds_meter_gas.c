/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is measured in the gas: in a cell, over boxes, through planes and along lines. */
#include <math.h>

#include "models/gas.h"
#include "models/interface.h"
#include "models/species.h"
#include "models/toxicity.h"
#include "scenarios/fds/fds_internal.h"
#include "scenarios/fds/fds_meter.h"

static const double zero_celsius = 273.15, milli = 1e-3;

int fds_cell_at(const flue_field_view *v, int axis, double x) {
  int i = 1;
  while (i < v->n[axis] && x >= v->face[axis][i]) ++i;
  return i;
}

double fds_gas_enthalpy(const flue_fds_case *c, size_t q, double t) {
  const flue_field_species *s = &c->field.species[q];
  if (c->field.has_constant_ratio)
    return FLUE_MOLAR_GAS_CONSTANT / s->molar_mass * FLUE_HEAT_RATIO / (FLUE_HEAT_RATIO - 1.0) * t;
  double h = 0.0;
  for (int k = FLUE_FIELD_COEFFICIENTS - 1; k >= 0; --k) h = h * t + s->enthalpy[k];
  return h;
}

double fds_gas_heat(const flue_fds_case *c, size_t q, double t) {
  const double step = 0.5; /* [K] */
  return (fds_gas_enthalpy(c, q, t + step) - fds_gas_enthalpy(c, q, t - step)) / (2.0 * step);
}

double fds_gas_density_of(const flue_fds_measures *m, const double *weight, size_t at) {
  double sum = 0.0;
  for (size_t q = 0; q < m->view.n_species; ++q)
    if (weight[q] != 0.0) sum += weight[q] * (double)m->view.partial[q][at];
  return sum;
}

/** Velocity in the middle of a cell. */
static double middle_velocity(const flue_field_view *v, int axis, size_t at) {
  const size_t back = axis == 0 ? 1 : axis == 1 ? v->row : v->plane;
  return 0.5 * ((double)v->velocity[axis][at] + (double)v->velocity[axis][at - back]);
}

static double speed_squared(const flue_field_view *v, size_t at) {
  double sum = 0.0;
  for (int a = 0; a < 3; ++a) sum += pow(middle_velocity(v, a, at), 2.0);
  return sum;
}

double fds_gas_speed(const flue_field_view *v, const int cell[3]) {
  return sqrt(speed_squared(v, fds_view_cell(v, cell)));
}

/** Moles in a volume [mol m-3]. */
static double moles(const flue_fds_measures *m, size_t at) {
  double sum = 0.0;
  for (size_t q = 0; q < m->view.n_species; ++q)
    sum += (double)m->view.partial[q][at] / m->c->field.species[q].molar_mass;
  return sum;
}

/** Enthalpy in a volume [J m-3]. */
static double enthalpy(const flue_fds_measures *m, size_t at, double t) {
  double sum = 0.0;
  for (size_t q = 0; q < m->view.n_species; ++q)
    sum += (double)m->view.partial[q][at] * fds_gas_enthalpy(m->c, q, t);
  return sum;
}

static double heat(const flue_fds_measures *m, size_t at, double t) {
  double sum = 0.0;
  for (size_t q = 0; q < m->view.n_species; ++q)
    sum += (double)m->view.partial[q][at] * fds_gas_heat(m->c, q, t);
  return sum;
}

static double extinction(const flue_fds_measures *m, const fds_meter *t, size_t at) {
  return t->extinction * fds_gas_density_of(m, t->soot, at);
}

static double pressure(const flue_fds_measures *m, size_t at) {
  const flue_field_view *v = &m->view;
  const int zone = v->zone[at];
  const double sealed = zone >= 0 && (size_t)zone < v->n_zones ? v->zone_pressure[zone] : 0.0;
  return sealed + (double)v->density[at] * ((double)v->head[at] - 0.5 * speed_squared(v, at));
}

/** Volume fraction of a primitive. */
static double share_of(const flue_fds_measures *m, const char *name, size_t at) {
  double weight[FLUE_FIELD_SPECIES], molar = 1.0;
  if (!fds_meter_species(m->c, name, weight, &molar)) return 0.0;
  return fds_gas_density_of(m, weight, at) / molar / moles(m, at);
}

/** Rate of the fractional effective dose [s-1]. */
static double dose_rate(const flue_fds_measures *m, size_t at) {
  return flue_toxicity_gases(share_of(m, "CARBON MONOXIDE", at),
                             share_of(m, "HYDROGEN CYANIDE", at), share_of(m, "CARBON DIOXIDE", at),
                             share_of(m, "OXYGEN", at));
}

double fds_gas_value(const flue_fds_measures *m, const fds_meter *t, const int cell[3]) {
  const flue_field_view *v = &m->view;
  const size_t at = fds_view_cell(v, cell);
  const double temp = (double)v->temp[at], density = (double)v->density[at];
  const int has_gas = t->molar_mass > 0.0;
  const double of_gas = has_gas ? fds_gas_density_of(m, t->weight, at) : density;
  switch (t->quantity->code) {
    case FDS_TEMPERATURE:
      return temp - zero_celsius;
    case FDS_U:
    case FDS_V:
    case FDS_W:
      return middle_velocity(v, (int)(t->quantity->code - FDS_U), at);
    case FDS_VELOCITY:
      return sqrt(speed_squared(v, at));
    case FDS_DENSITY:
      return of_gas;
    case FDS_PRESSURE:
      return pressure(m, at);
    case FDS_BACKGROUND_PRESSURE:
      return FLUE_MOLAR_GAS_CONSTANT * moles(m, at) * temp;
    case FDS_MASS_FRACTION:
      return density > 0.0 ? of_gas / density : 0.0;
    case FDS_VOLUME_FRACTION:
      return moles(m, at) > 0.0 ? of_gas / t->molar_mass / moles(m, at) : 0.0;
    case FDS_HRRPUV:
      return milli * (double)v->release[at];
    case FDS_VISIBILITY: {
      const double furthest_m = 30.0, k = extinction(m, t, at);
      return fmin(furthest_m, m->c->visibility_factor / fmax(k, 1e-9));
    }
    case FDS_OPTICAL_DENSITY:
      return extinction(m, t, at) / log(10.0);
    case FDS_EXTINCTION:
      return extinction(m, t, at);
    case FDS_SOOT_VOLUME_FRACTION: {
      const double soot_density = 1800.0; /* [kg m-3] */
      return fds_gas_density_of(m, t->soot, at) / soot_density;
    }
    case FDS_DIVERGENCE:
      return (double)v->divergence[at];
    case FDS_H:
      return (double)v->head[at];
    case FDS_VISCOSITY:
      return (double)v->viscosity[at];
    case FDS_INTENSITY:
      return v->incident ? milli * (double)v->incident[at] : 0.0;
    case FDS_MASS_FLUX_X:
    case FDS_MASS_FLUX_Y:
    case FDS_MASS_FLUX_Z:
      return of_gas * middle_velocity(v, (int)(t->quantity->code - FDS_MASS_FLUX_X), at);
    case FDS_SENSIBLE_ENTHALPY:
    case FDS_ENTHALPY:
      return milli * enthalpy(m, at, temp);
    case FDS_SPECIFIC_HEAT:
      return density > 0.0 ? milli * heat(m, at, temp) / density : 0.0;
    case FDS_MOLECULAR_WEIGHT:
      return moles(m, at) > 0.0 ? density / moles(m, at) / milli : 0.0;
    case FDS_ZONE:
      return v->zone[at] + 1;
    case FDS_FED:
      return dose_rate(m, at);
    case FDS_CHI_R:
      return m->c->field.reaction.radiative_fraction;
    default:
      return NAN;
  }
}

/* ---- boxes ---- */

typedef struct box_sum {
  double least, most, sum, size, plain;
  size_t n;
} box_sum;

/** Value in a cell; a flux through a plane is that of the nearest face. */
static double value_on(const flue_fds_measures *m, const fds_meter *t, const int cell[3]) {
  const flue_field_view *v = &m->view;
  const fds_code code = t->quantity->code;
  const int axis = code >= FDS_U && code <= FDS_W ? (int)(code - FDS_U)
                   : code >= FDS_MASS_FLUX_X && code <= FDS_MASS_FLUX_Z
                       ? (int)(code - FDS_MASS_FLUX_X)
                       : -1;
  if (t->statistic != FDS_STAT_AREA_INTEGRAL || axis < 0 ||
      t->device->box_m[2 * axis] != t->device->box_m[2 * axis + 1])
    return fds_gas_value(m, t, cell);
  const size_t back = axis == 0 ? 1 : axis == 1 ? v->row : v->plane;
  const int is_low = t->device->box_m[2 * axis] < fds_middle(v, axis, cell[axis]);
  const size_t at = fds_view_cell(v, cell), face = is_low ? at - back : at;
  const double u = (double)v->velocity[axis][face];
  if (code <= FDS_W) return u;
  return t->molar_mass > 0.0
             ? u * 0.5 *
                   (fds_gas_density_of(m, t->weight, face) +
                    fds_gas_density_of(m, t->weight, face + back))
             : u * 0.5 * ((double)v->density[face] + (double)v->density[face + back]);
}

/** Adds a cell to the sums. */
static void add_cell(const flue_fds_measures *m, const fds_meter *t, const int cell[3],
                     box_sum *sum) {
  const flue_field_view *v = &m->view;
  const size_t at = fds_view_cell(v, cell);
  if (v->solid[at]) return;
  const double value = value_on(m, t, cell);
  if (value < t->device->range[0] || value > t->device->range[1]) return;
  double size = 1.0;
  for (int a = 0; a < 3; ++a) {
    const int is_flat = t->device->box_m[2 * a] == t->device->box_m[2 * a + 1];
    if (t->statistic == FDS_STAT_AREA_INTEGRAL || t->statistic == FDS_STAT_AREA)
      size *= is_flat ? 1.0 : fds_width(v, a, cell[a]);
    else
      size *= fds_width(v, a, cell[a]);
  }
  if (t->statistic == FDS_STAT_MASS_INTEGRAL || t->statistic == FDS_STAT_MASS_MEAN)
    size *= (double)v->density[at];
  sum->least = fmin(sum->least, value);
  sum->most = fmax(sum->most, value);
  sum->sum += value * size;
  sum->size += size;
  sum->plain += value;
  ++sum->n;
}

double fds_space_value(const flue_fds_measures *m, const fds_meter *t) {
  box_sum s = {.least = INFINITY, .most = -INFINITY};
  int c[3];
  for (c[2] = t->from[2]; c[2] < t->to[2]; ++c[2])
    for (c[1] = t->from[1]; c[1] < t->to[1]; ++c[1])
      for (c[0] = t->from[0]; c[0] < t->to[0]; ++c[0]) add_cell(m, t, c, &s);
  switch (t->statistic) {
    case FDS_STAT_MIN:
      return s.n ? s.least : 0.0;
    case FDS_STAT_MAX:
      return s.n ? s.most : 0.0;
    case FDS_STAT_MEAN:
      return s.n ? s.plain / (double)s.n : 0.0;
    case FDS_STAT_VOLUME_MEAN:
    case FDS_STAT_MASS_MEAN:
      return s.size > 0.0 ? s.sum / s.size : 0.0;
    case FDS_STAT_AREA:
    case FDS_STAT_VOLUME:
      return s.size;
    default:
      return s.sum;
  }
}

/* ---- flows ---- */

static double through_face(const flue_fds_measures *m, const fds_meter *t, int axis, size_t low,
                           double area) {
  const flue_field_view *v = &m->view;
  const size_t high = low + (axis == 0 ? 1 : axis == 1 ? v->row : v->plane);
  double u = (double)v->velocity[axis][low];
  if (t->quantity->code == FDS_FLOW_PLUS) u = fmax(u, 0.0);
  if (t->quantity->code == FDS_FLOW_MINUS) u = fmin(u, 0.0);
  if (t->quantity->carried == FDS_CARRIES_VOLUME) return u * area;
  if (t->quantity->carried == FDS_CARRIES_MASS) {
    const double density = t->molar_mass > 0.0 ? fds_gas_density_of(m, t->weight, low) +
                                                     fds_gas_density_of(m, t->weight, high)
                                               : (double)v->density[low] + (double)v->density[high];
    return 0.5 * density * u * area;
  }
  const double ambient = m->c->field.ambient_k;
  double carried = 0.0;
  const size_t at[2] = {low, high};
  for (int side = 0; side < 2; ++side)
    carried +=
        0.5 * (enthalpy(m, at[side], (double)v->temp[at[side]]) - enthalpy(m, at[side], ambient));
  return milli * carried * u * area;
}

double fds_flow_value(const flue_fds_measures *m, const fds_meter *t) {
  const flue_field_view *v = &m->view;
  const int axis = t->cell[0][0]; /* the plane: axis and face */
  const int b = (axis + 1) % 3, d = (axis + 2) % 3;
  double sum = 0.0;
  int c[3];
  c[axis] = t->cell[0][1];
  for (c[b] = t->from[b]; c[b] < t->to[b]; ++c[b])
    for (c[d] = t->from[d]; c[d] < t->to[d]; ++c[d])
      sum += through_face(m, t, axis, fds_view_cell(v, c),
                          fds_width(v, b, c[b]) * fds_width(v, d, c[d]));
  return sum;
}

/* ---- layers ---- */

/** Cells along a vertical line from its bottom, above what is solid. */
static double column_temp(const flue_fds_measures *m, const fds_meter *t, int k) {
  return (double)m->view.temp[fds_view_at(&m->view, t->from[0], t->from[1], k)];
}

double fds_layer_value(const flue_fds_measures *m, const fds_meter *t) {
  const flue_field_view *v = &m->view;
  double first = 0.0, second = 0.0, height = 0.0;
  const double low = column_temp(m, t, t->from[2]);
  const double bottom = v->face[2][t->from[2] - 1];
  for (int k = t->from[2]; k < t->to[2]; ++k) {
    const double dz = fds_width(v, 2, k), temp = column_temp(m, t, k);
    first += temp * dz;
    second += dz / temp;
    height += dz;
  }
  const double layer = flue_interface_height(height, low, first, second);
  if (t->quantity->code == FDS_LAYER_HEIGHT) return bottom + layer;
  if (t->quantity->code == FDS_LOWER) return low - zero_celsius;
  if (height - layer < 1e-6 * height) return column_temp(m, t, t->to[2] - 1) - zero_celsius;
  double above = 0.0;
  for (int k = t->from[2]; k < t->to[2]; ++k) {
    const double share = fmin(fds_width(v, 2, k), v->face[2][k] - bottom - layer);
    if (share > 0.0) above += share * column_temp(m, t, k);
  }
  return above / (height - layer) - zero_celsius;
}

/* ---- lines of sight ---- */

/** Next parameter of a line, 0 to 1, at which it crosses a face beyond s. */
static double next_crossing(const flue_field_view *v, const double box[6], double s) {
  double next = 1.0;
  for (int a = 0; a < 3; ++a) {
    const double from = box[2 * a], along = box[2 * a + 1] - from;
    if (along == 0.0) continue;
    for (int i = 0; i <= v->n[a]; ++i) {
      const double at = (v->face[a][i] - from) / along;
      if (at > s + 1e-12 && at < next) next = at;
    }
  }
  return next;
}

double fds_path_value(const flue_fds_measures *m, const fds_meter *t) {
  const double *box = t->device->box_m, percent = 100.0;
  double length = 0.0, depth = 0.0;
  for (int a = 0; a < 3; ++a) length += pow(box[2 * a + 1] - box[2 * a], 2.0);
  length = sqrt(length);
  for (double s = 0.0; s < 1.0 - 1e-12;) {
    const double next = next_crossing(&m->view, box, s), middle = 0.5 * (s + next);
    int cell[3];
    for (int a = 0; a < 3; ++a)
      cell[a] = fds_cell_at(&m->view, a, box[2 * a] + middle * (box[2 * a + 1] - box[2 * a]));
    depth += (next - s) * length * extinction(m, t, fds_view_cell(&m->view, cell));
    s = next;
  }
  if (t->quantity->code == FDS_TRANSMISSION) return percent * exp(-depth / fmax(length, 1e-9));
  return percent * (1.0 - exp(-depth));
}
