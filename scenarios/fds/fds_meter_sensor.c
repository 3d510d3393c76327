/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensors that lag behind the gas: thermocouples, links, chambers of smoke detectors, doses. */
#include <math.h>

#include "models/gas.h"
#include "scenarios/fds/fds_meter.h"

static const double zero_celsius = 273.15;

static double or_else(double given, double otherwise) {
  return isnan(given) ? otherwise : given;
}

static const flue_fds_property *property_of(const flue_fds_measures *m, const fds_meter *t) {
  static const flue_fds_property none = {.rti = NAN,
                                         .activation_k = NAN,
                                         .initial_k = NAN,
                                         .obscuration = NAN,
                                         .length_m = NAN,
                                         .alpha_e = NAN,
                                         .beta_e = NAN,
                                         .alpha_c = NAN,
                                         .beta_c = NAN,
                                         .time_constant_s = NAN,
                                         .diameter_m = NAN,
                                         .coefficient = NAN,
                                         .emissivity = NAN,
                                         .density = NAN,
                                         .specific_heat = NAN,
                                         .gauge_k = NAN};
  const size_t p = t->device->property;
  return p == FLUE_FDS_NONE ? &none : &m->c->properties[p];
}

/** Conductivity and viscosity of air [W m-1 K-1], [kg m-1 s-1]: Sutherland, Prandtl number 0.7. */
static double air_viscosity(double temp_k) {
  return 1.458e-6 * pow(temp_k, 1.5) / (temp_k + 110.4);
}

/** Convection to a sphere, Nu = 2 + 0.6 Re^1/2 Pr^1/3 @cite ranz1952 [W m-2 K-1]. */
static double bead_coefficient(double temp_k, double density, double speed, double diameter) {
  const double prandtl = 0.7, heat = 1.0e3;
  const double mu = air_viscosity(temp_k), k = mu * heat / prandtl;
  const double re = density * speed * diameter / mu;
  return (2.0 + 0.6 * sqrt(re) * cbrt(prandtl)) * k / diameter;
}

/** A bead of metal between gas and radiation: nickel of 1 mm unless told otherwise. Implicit in
 *  its temperature. */
static double thermocouple(const flue_fds_measures *m, fds_meter *t, size_t at, double dt) {
  const flue_field_view *v = &m->view;
  const flue_fds_property *p = property_of(m, t);
  const double diameter = or_else(p->diameter_m, 1e-3), emissivity = or_else(p->emissivity, 0.85);
  const double density = or_else(p->density, 8908.0), heat = or_else(p->specific_heat, 440.0);
  const double gas = (double)v->temp[at], bead = t->inner[0];
  double h = p->coefficient;
  if (isnan(h))
    h = bead_coefficient(gas, (double)v->density[at], fds_gas_speed(v, t->cell[0]), diameter);
  const double capacity = density * heat * diameter / 6.0;
  if (!isnan(p->time_constant_s)) /* by that alone */
    return p->time_constant_s > 0.0
               ? (bead + dt / p->time_constant_s * gas) / (1.0 + dt / p->time_constant_s)
               : gas;
  const double arrives = m->c->field.radiation.is_off || !v->incident
                             ? 4.0 * FLUE_STEFAN_BOLTZMANN * pow(bead, 4.0)
                             : (double)v->incident[at];
  const double leaves = 4.0 * emissivity * FLUE_STEFAN_BOLTZMANN * pow(bead, 3.0);
  const double net =
      h * (gas - bead) + emissivity * (0.25 * arrives - FLUE_STEFAN_BOLTZMANN * pow(bead, 4.0));
  if (capacity <= 0.0) return gas;
  return bead + dt * net / (capacity + dt * (h + (m->c->field.radiation.is_off ? 0.0 : leaves)));
}

/** dT/dt = sqrt(u) / RTI (Tg - T) - C / RTI (T - T0) @cite heskestad1988 */
static double link_temp(const flue_fds_measures *m, fds_meter *t, size_t at, double dt) {
  const flue_fds_property *p = property_of(m, t);
  const double start = or_else(p->initial_k, m->c->field.ambient_k);
  const double gain = sqrt(fds_gas_speed(&m->view, t->cell[0])) / p->rti,
               loss = p->c_factor / p->rti;
  return (t->inner[0] + dt * (gain * (double)m->view.temp[at] + loss * start)) /
         (1.0 + dt * (gain + loss));
}

/** Keeps a mass fraction and gives that of an earlier time. */
static double delayed(fds_meter *t, double time_s, double value, double delay_s) {
  if (delay_s <= 0.0) return value;
  const size_t last = (t->first_late + t->n_late + FDS_DELAY_SLOTS - 1) % FDS_DELAY_SLOTS;
  const double spacing = 2.0 * delay_s / FDS_DELAY_SLOTS;
  if (t->n_late == 0 || time_s - t->late_s[last] >= spacing) {
    if (t->n_late == FDS_DELAY_SLOTS)
      t->first_late = (t->first_late + 1) % FDS_DELAY_SLOTS;
    else
      ++t->n_late;
    const size_t place = (t->first_late + t->n_late - 1) % FDS_DELAY_SLOTS;
    t->late_s[place] = time_s;
    t->late[place] = value;
  }
  double out = 0.0;
  for (size_t k = 0; k < t->n_late; ++k) {
    const size_t place = (t->first_late + k) % FDS_DELAY_SLOTS;
    if (t->late_s[place] > time_s - delay_s) break;
    out = t->late[place];
  }
  return out;
}

/** Smoke enters a chamber with a lag that the speed shortens: one lag of a length (Heskestad) or
 *  two of its powers (Cleary) @cite cleary1999. The mass fraction of smoke in it. */
static double chamber(const flue_fds_measures *m, fds_meter *t, size_t at, double dt) {
  const flue_fds_property *p = property_of(m, t);
  const double usual_length_m = 1.8, slowest = 1e-3;
  const double speed = fmax(slowest, fds_gas_speed(&m->view, t->cell[0]));
  const double outside =
      fds_gas_density_of(m, t->soot, at) / fmax(1e-9, (double)m->view.density[at]);
  double wait = 0.0, lag = or_else(p->length_m, usual_length_m) / speed;
  if (!isnan(p->alpha_e)) wait = p->alpha_e * pow(speed, or_else(p->beta_e, -1.0));
  if (!isnan(p->alpha_c)) lag = p->alpha_c * pow(speed, or_else(p->beta_c, -1.0));
  const double arrives = delayed(t, m->time_s, outside, wait);
  return lag > 0.0 ? (t->inner[0] + dt / lag * arrives) / (1.0 + dt / lag) : arrives;
}

double fds_sensor_value(const flue_fds_measures *m, fds_meter *t, double dt) {
  const double percent = 100.0;
  const size_t at = fds_view_cell(&m->view, t->cell[0]);
  const fds_code code = t->quantity->code;
  if (t->inner[1] == 0.0) { /* begins at the ambient temperature, without smoke */
    const double start = or_else(property_of(m, t)->initial_k, m->c->field.ambient_k);
    t->inner[0] = code == FDS_THERMOCOUPLE || code == FDS_LINK ? start : 0.0;
    t->inner[1] = 1.0;
  }
  switch (code) {
    case FDS_THERMOCOUPLE:
      t->inner[0] = thermocouple(m, t, at, dt);
      return t->inner[0] - zero_celsius;
    case FDS_LINK:
      t->inner[0] = link_temp(m, t, at, dt);
      return t->inner[0] - zero_celsius;
    case FDS_FED:
      t->inner[0] += dt * fds_gas_value(m, t, t->cell[0]);
      return t->inner[0];
    default:
      t->inner[0] = chamber(m, t, at, dt);
      return percent * (1.0 - exp(-t->extinction * (double)m->view.density[at] * t->inner[0]));
  }
}
