/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is measured at walls: faces are looked for once. */
#include <math.h>

#include "core/memory.h"
#include "models/gas.h"
#include "scenarios/fds/fds_meter.h"

static const double zero_celsius = 273.15, milli = 1e-3;

static int is_inside(const flue_field_view *v, const int cell[3]) {
  for (int a = 0; a < 3; ++a)
    if (cell[a] < 1 || cell[a] > v->n[a]) return 0;
  return 1;
}

/** Area of a face and its place along its axis. */
static fds_spot make_spot(const flue_field_view *v, const int cell[3], int axis, int faces_up) {
  fds_spot s = {.axis = axis, .faces_up = faces_up, .area = 1.0};
  for (int a = 0; a < 3; ++a) {
    s.cell[a] = cell[a];
    if (a != axis) s.area *= fds_width(v, a, cell[a]);
  }
  return s;
}

static double place_of(const flue_field_view *v, const fds_spot *s, int axis) {
  if (axis != s->axis) return fds_middle(v, axis, s->cell[axis]);
  return v->face[axis][s->faces_up ? s->cell[axis] - 1 : s->cell[axis]];
}

/** The wall nearest to a point that faces a way, at most three cells off.
 *  @param ior  0: any way. */
static int find_near(const flue_field *field, const flue_field_view *v, const double at[3], int ior,
                     fds_spot *out) {
  const int reach = 2;
  double best = INFINITY;
  int base[3], c[3];
  flue_field_face face;
  for (int a = 0; a < 3; ++a) base[a] = fds_cell_at(v, a, at[a]);
  for (c[2] = base[2] - reach; c[2] <= base[2] + reach; ++c[2])
    for (c[1] = base[1] - reach; c[1] <= base[1] + reach; ++c[1])
      for (c[0] = base[0] - reach; c[0] <= base[0] + reach; ++c[0])
        for (int way = 0; way < 6 && is_inside(v, c); ++way) {
          const int axis = way / 2, up = way % 2;
          if (ior != 0 && ior != (up ? axis + 1 : -axis - 1)) continue;
          const fds_spot s = make_spot(v, c, axis, up);
          double off = 0.0;
          for (int a = 0; a < 3; ++a) off += pow(place_of(v, &s, a) - at[a], 2.0);
          if (off >= best - 1e-12) continue;
          if (!flue_field_get_face(field, c, axis, up, &face)) continue;
          best = off;
          *out = s;
        }
  return best < INFINITY;
}

/** Whether the middle of a face lies in the box of a device. */
static int lies_in(const flue_field_view *v, const fds_spot *s, const double box[6]) {
  int is_flat = 0; /* then it is about faces across the way it is flat */
  for (int a = 0; a < 3; ++a) is_flat |= box[2 * a] == box[2 * a + 1];
  if (is_flat && box[2 * s->axis] != box[2 * s->axis + 1]) return 0;
  for (int a = 0; a < 3; ++a) {
    const double near = 0.51 * fds_width(v, a, s->cell[a]), at = place_of(v, s, a);
    const double slack = box[2 * a] == box[2 * a + 1] ? near : 1e-6;
    if (at < box[2 * a] - slack || at > box[2 * a + 1] + slack) return 0;
  }
  return 1;
}

/** Whether a face may be one of a wall: a solid or the edge lies behind it, or the box is flat
 *  there. */
static int may_be_wall(const flue_field_view *v, const fds_spot *s, const double box[6]) {
  int behind[3] = {s->cell[0], s->cell[1], s->cell[2]};
  behind[s->axis] += s->faces_up ? -1 : 1;
  if (!is_inside(v, behind)) return 1;
  return v->solid[fds_view_cell(v, behind)] || box[2 * s->axis] == box[2 * s->axis + 1];
}

/** All walls in the box. @param out  [n], or NULL to count. */
static size_t list_walls(const flue_field *field, const flue_field_view *v, const fds_meter *t,
                         fds_spot *out) {
  const double *box = t->device->box_m;
  const int ior = t->device->ior;
  size_t n = 0;
  int from[3], to[3], c[3];
  flue_field_face face;
  for (int a = 0; a < 3; ++a) {
    from[a] = fds_cell_at(v, a, box[2 * a]) - 1;
    to[a] = fds_cell_at(v, a, box[2 * a + 1]) + 1;
  }
  for (c[2] = from[2]; c[2] <= to[2]; ++c[2])
    for (c[1] = from[1]; c[1] <= to[1]; ++c[1])
      for (c[0] = from[0]; c[0] <= to[0]; ++c[0])
        for (int way = 0; way < 6 && is_inside(v, c); ++way) {
          const int axis = way / 2, up = way % 2;
          if (ior != 0 && ior != (up ? axis + 1 : -axis - 1)) continue;
          if (v->solid[fds_view_cell(v, c)]) continue;
          const fds_spot s = make_spot(v, c, axis, up);
          if (!lies_in(v, &s, box) || !may_be_wall(v, &s, box)) continue;
          const int is_flow = t->quantity->code == FDS_WALL_MASS_FLUX ||
                              t->quantity->code == FDS_WALL_ENTHALPY_FLUX ||
                              t->quantity->code == FDS_NORMAL_VELOCITY;
          if (!is_flow && !flue_field_get_face(field, c, axis, up, &face)) continue;
          if (out) out[n] = s;
          ++n;
        }
  return n;
}

flue_status fds_wall_find(const flue_field *field, const flue_field_view *v, fds_meter *t) {
  const flue_fds_device *d = t->device;
  if (t->statistic != FDS_STAT_NONE) {
    t->n_spots = list_walls(field, v, t, NULL);
    t->spot = flue_alloc(t->n_spots, sizeof *t->spot);
    if (!t->spot) return FLUE_ENOMEM;
    list_walls(field, v, t, t->spot);
    return FLUE_OK;
  }
  t->spot = flue_alloc(t->points, sizeof *t->spot);
  if (!t->spot) return FLUE_ENOMEM;
  for (size_t p = 0; p < t->points; ++p) {
    double at[3];
    const double share = t->points > 1 ? (double)p / (double)(t->points - 1) : 0.0;
    for (int a = 0; a < 3; ++a)
      at[a] = d->box_m[2 * a] + share * (d->box_m[2 * a + 1] - d->box_m[2 * a]);
    t->n_spots += (size_t)find_near(field, v, at, d->ior, &t->spot[p]);
  }
  if (t->n_spots < t->points) t->n_spots = 0; /* not all lie on walls */
  return FLUE_OK;
}

/** Flux that a cold or given gauge would take up [W m-2]. */
static double gauge(const flue_fds_measures *m, const fds_meter *t, const flue_field_face *f,
                    double h, double gas_k) {
  const flue_fds_property *p =
      t->device->property == FLUE_FDS_NONE ? NULL : &m->c->properties[t->device->property];
  const double ambient = m->c->field.ambient_k;
  const double temp = p && !isnan(p->gauge_k) ? p->gauge_k : ambient;
  const double emissivity = p && !isnan(p->emissivity) ? p->emissivity : 1.0;
  const double radiation = emissivity * (f->incident - FLUE_STEFAN_BOLTZMANN * pow(temp, 4.0));
  return t->quantity->code == FDS_RADIOMETER ? radiation : radiation + h * (gas_k - temp);
}

/** Temperature at which a wall that takes up nothing would be [K]. */
static double adiabatic_temp(double emissivity, double incident, double h, double gas_k) {
  double low = 0.0, high = 5000.0;
  const int halvings = 60;
  for (int i = 0; i < halvings; ++i) {
    const double t = 0.5 * (low + high);
    const double net =
        emissivity * (incident - FLUE_STEFAN_BOLTZMANN * pow(t, 4.0)) + h * (gas_k - t);
    if (net > 0.0)
      low = t;
    else
      high = t;
  }
  return 0.5 * (low + high);
}

/** What passes a face into the gas, by the velocity at it; the normal velocity points to the wall.
 */
static double flux_of_gas(const flue_fds_measures *m, const fds_meter *t, const fds_spot *s) {
  const flue_field_view *v = &m->view;
  const size_t back = s->axis == 0 ? 1 : s->axis == 1 ? v->row : v->plane;
  const size_t gas = fds_view_cell(v, s->cell), face = s->faces_up ? gas - back : gas;
  const size_t behind = s->faces_up ? gas - back : gas + back;
  const double into = (s->faces_up ? 1.0 : -1.0) * (double)v->velocity[s->axis][face];
  if (t->quantity->code == FDS_NORMAL_VELOCITY) return -into;
  const size_t from = into > 0.0 ? behind : gas;
  if (t->quantity->code == FDS_WALL_MASS_FLUX)
    return into * (t->molar_mass > 0.0 ? fds_gas_density_of(m, t->weight, from)
                                       : (double)v->density[from]);
  double h = 0.0;
  for (size_t q = 0; q < v->n_species; ++q)
    h += (double)v->partial[q][from] * fds_gas_enthalpy(m->c, q, (double)v->temp[from]);
  return into * milli * h;
}

static int is_temperature(fds_code code) {
  return code == FDS_WALL_TEMPERATURE || code == FDS_WALL_INSIDE || code == FDS_WALL_BACK ||
         code == FDS_ADIABATIC_TEMPERATURE;
}

/** Inside a wall at the depth of the device, or at its back [C]. */
static double inner_value(const flue_field *field, const fds_meter *t, const fds_spot *s,
                          double face_k) {
  const double given = isnan(t->device->depth_m) ? 0.0 : t->device->depth_m;
  const double depth = t->quantity->code == FDS_WALL_BACK ? INFINITY : given;
  double temp = face_k;
  flue_field_inner_temp(field, s->cell, s->axis, s->faces_up, depth, &temp);
  return temp - zero_celsius;
}

double fds_wall_value(const flue_fds_measures *m, const flue_field *field, const fds_meter *t,
                      const fds_spot *s) {
  const double tiny_k = 1e-3;
  flue_field_face f;
  if (t->quantity->code >= FDS_NORMAL_VELOCITY) return flux_of_gas(m, t, s);
  if (!flue_field_get_face(field, s->cell, s->axis, s->faces_up, &f)) /* it went away */
    return is_temperature(t->quantity->code) ? m->c->field.ambient_k - zero_celsius : 0.0;
  const double gas_k = (double)m->view.temp[fds_view_cell(&m->view, s->cell)];
  const double difference = gas_k - f.temp_k;
  const double h = fabs(difference) > tiny_k ? fmax(0.0, f.convective / difference) : 0.0;
  const double emissivity = m->c->field.surfaces[f.surface].emissivity;
  switch (t->quantity->code) {
    case FDS_WALL_TEMPERATURE:
      return f.temp_k - zero_celsius;
    case FDS_WALL_INSIDE:
    case FDS_WALL_BACK:
      return inner_value(field, t, s, f.temp_k);
    case FDS_CONVECTIVE:
      return milli * f.convective;
    case FDS_RADIATIVE:
      return milli * f.radiative;
    case FDS_NET:
      return milli * (f.convective + f.radiative);
    case FDS_INCIDENT:
      return milli * f.incident;
    case FDS_GAUGE:
    case FDS_RADIOMETER:
      return milli * gauge(m, t, &f, h, gas_k);
    case FDS_ADIABATIC_TEMPERATURE:
      return adiabatic_temp(emissivity, f.incident, h, gas_k) - zero_celsius;
    default:
      return h;
  }
}

double fds_wall_statistic(const flue_fds_measures *m, const flue_field *field, const fds_meter *t) {
  double least = INFINITY, most = -INFINITY, sum = 0.0, plain = 0.0, area = 0.0;
  size_t n = 0;
  for (size_t k = 0; k < t->n_spots; ++k) {
    const double value = fds_wall_value(m, field, t, &t->spot[k]);
    least = fmin(least, value);
    most = fmax(most, value);
    sum += value * t->spot[k].area;
    area += t->spot[k].area;
    plain += value;
    ++n;
  }
  switch (t->statistic) {
    case FDS_STAT_MIN:
      return n ? least : 0.0;
    case FDS_STAT_MAX:
      return n ? most : 0.0;
    case FDS_STAT_MEAN:
      return n ? plain / (double)n : 0.0;
    case FDS_STAT_AREA:
    case FDS_STAT_SURFACE_AREA:
      return area;
    default:
      return sum;
  }
}
