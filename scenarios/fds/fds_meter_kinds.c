/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of quantities and statistics, and which devices can be followed. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/fds/fds_internal.h"
#include "scenarios/fds/fds_meter.h"

static const fds_quantity QUANTITIES[] = {
    {"TEMPERATURE", "C", FDS_SCOPE_GAS, FDS_TEMPERATURE, 0},
    {"U-VELOCITY", "m/s", FDS_SCOPE_GAS, FDS_U, 0},
    {"V-VELOCITY", "m/s", FDS_SCOPE_GAS, FDS_V, 0},
    {"W-VELOCITY", "m/s", FDS_SCOPE_GAS, FDS_W, 0},
    {"VELOCITY", "m/s", FDS_SCOPE_GAS, FDS_VELOCITY, 0},
    {"DENSITY", "kg/m3", FDS_SCOPE_GAS, FDS_DENSITY, 0},
    {"PRESSURE", "Pa", FDS_SCOPE_GAS, FDS_PRESSURE, 0},
    {"BACKGROUND PRESSURE", "Pa", FDS_SCOPE_GAS, FDS_BACKGROUND_PRESSURE, 0},
    {"MASS FRACTION", "kg/kg", FDS_SCOPE_GAS, FDS_MASS_FRACTION, 0},
    {"VOLUME FRACTION", "mol/mol", FDS_SCOPE_GAS, FDS_VOLUME_FRACTION, 0},
    {"HRRPUV", "kW/m3", FDS_SCOPE_GAS, FDS_HRRPUV, 0},
    {"VISIBILITY", "m", FDS_SCOPE_GAS, FDS_VISIBILITY, 0},
    {"OPTICAL DENSITY", "1/m", FDS_SCOPE_GAS, FDS_OPTICAL_DENSITY, 0},
    {"EXTINCTION COEFFICIENT", "1/m", FDS_SCOPE_GAS, FDS_EXTINCTION, 0},
    {"SOOT VOLUME FRACTION", "mol/mol", FDS_SCOPE_GAS, FDS_SOOT_VOLUME_FRACTION, 0},
    {"DIVERGENCE", "1/s", FDS_SCOPE_GAS, FDS_DIVERGENCE, 0},
    {"H", "(m/s)^2", FDS_SCOPE_GAS, FDS_H, 0},
    {"VISCOSITY", "kg/m/s", FDS_SCOPE_GAS, FDS_VISCOSITY, 0},
    {"INTEGRATED INTENSITY", "kW/m2", FDS_SCOPE_GAS, FDS_INTENSITY, 0},
    {"MASS FLUX X", "kg/s/m2", FDS_SCOPE_GAS, FDS_MASS_FLUX_X, 0},
    {"MASS FLUX Y", "kg/s/m2", FDS_SCOPE_GAS, FDS_MASS_FLUX_Y, 0},
    {"MASS FLUX Z", "kg/s/m2", FDS_SCOPE_GAS, FDS_MASS_FLUX_Z, 0},
    {"SENSIBLE ENTHALPY", "kJ/m3", FDS_SCOPE_GAS, FDS_SENSIBLE_ENTHALPY, 0},
    {"ENTHALPY", "kJ/m3", FDS_SCOPE_GAS, FDS_ENTHALPY, 0},
    {"SPECIFIC HEAT", "kJ/kg/K", FDS_SCOPE_GAS, FDS_SPECIFIC_HEAT, 0},
    {"MOLECULAR WEIGHT", "g/mol", FDS_SCOPE_GAS, FDS_MOLECULAR_WEIGHT, 0},
    {"PRESSURE ZONE", "", FDS_SCOPE_GAS, FDS_ZONE, 0},
    {"FED", "", FDS_SCOPE_SENSOR, FDS_FED, 0},
    {"CHI_R", "", FDS_SCOPE_GAS, FDS_CHI_R, 0},
    {"WALL TEMPERATURE", "C", FDS_SCOPE_WALL, FDS_WALL_TEMPERATURE, 0},
    {"INSIDE WALL TEMPERATURE", "C", FDS_SCOPE_WALL, FDS_WALL_INSIDE, 0},
    {"BACK WALL TEMPERATURE", "C", FDS_SCOPE_WALL, FDS_WALL_BACK, 0},
    {"GAUGE HEAT FLUX", "kW/m2", FDS_SCOPE_WALL, FDS_GAUGE, 0},
    {"CONVECTIVE HEAT FLUX", "kW/m2", FDS_SCOPE_WALL, FDS_CONVECTIVE, 0},
    {"RADIATIVE HEAT FLUX", "kW/m2", FDS_SCOPE_WALL, FDS_RADIATIVE, 0},
    {"NET HEAT FLUX", "kW/m2", FDS_SCOPE_WALL, FDS_NET, 0},
    {"TOTAL HEAT FLUX", "kW/m2", FDS_SCOPE_WALL, FDS_NET, 0},
    {"INCIDENT HEAT FLUX", "kW/m2", FDS_SCOPE_WALL, FDS_INCIDENT, 0},
    {"RADIOMETER", "kW/m2", FDS_SCOPE_WALL, FDS_RADIOMETER, 0},
    {"ADIABATIC SURFACE TEMPERATURE", "C", FDS_SCOPE_WALL, FDS_ADIABATIC_TEMPERATURE, 0},
    {"HEAT TRANSFER COEFFICIENT", "W/m2/K", FDS_SCOPE_WALL, FDS_COEFFICIENT, 0},
    {"NORMAL VELOCITY", "m/s", FDS_SCOPE_WALL, FDS_NORMAL_VELOCITY, 0},
    {"MASS FLUX WALL", "kg/s/m2", FDS_SCOPE_WALL, FDS_WALL_MASS_FLUX, 0},
    {"ENTHALPY FLUX WALL", "kW/m2", FDS_SCOPE_WALL, FDS_WALL_ENTHALPY_FLUX, 0},
    {"MASS FLOW", "kg/s", FDS_SCOPE_FLOW, FDS_FLOW, FDS_CARRIES_MASS},
    {"MASS FLOW +", "kg/s", FDS_SCOPE_FLOW, FDS_FLOW_PLUS, FDS_CARRIES_MASS},
    {"MASS FLOW -", "kg/s", FDS_SCOPE_FLOW, FDS_FLOW_MINUS, FDS_CARRIES_MASS},
    {"VOLUME FLOW", "m3/s", FDS_SCOPE_FLOW, FDS_FLOW, FDS_CARRIES_VOLUME},
    {"VOLUME FLOW +", "m3/s", FDS_SCOPE_FLOW, FDS_FLOW_PLUS, FDS_CARRIES_VOLUME},
    {"VOLUME FLOW -", "m3/s", FDS_SCOPE_FLOW, FDS_FLOW_MINUS, FDS_CARRIES_VOLUME},
    {"HEAT FLOW", "kW", FDS_SCOPE_FLOW, FDS_FLOW, FDS_CARRIES_HEAT},
    {"HEAT FLOW +", "kW", FDS_SCOPE_FLOW, FDS_FLOW_PLUS, FDS_CARRIES_HEAT},
    {"HEAT FLOW -", "kW", FDS_SCOPE_FLOW, FDS_FLOW_MINUS, FDS_CARRIES_HEAT},
    {"LAYER HEIGHT", "m", FDS_SCOPE_LAYER, FDS_LAYER_HEIGHT, 0},
    {"UPPER TEMPERATURE", "C", FDS_SCOPE_LAYER, FDS_UPPER, 0},
    {"LOWER TEMPERATURE", "C", FDS_SCOPE_LAYER, FDS_LOWER, 0},
    {"PATH OBSCURATION", "%", FDS_SCOPE_PATH, FDS_OBSCURATION, 0},
    {"TRANSMISSION", "%/m", FDS_SCOPE_PATH, FDS_TRANSMISSION, 0},
    {"THERMOCOUPLE", "C", FDS_SCOPE_SENSOR, FDS_THERMOCOUPLE, 0},
    {"LINK TEMPERATURE", "C", FDS_SCOPE_SENSOR, FDS_LINK, 0},
    {"SPRINKLER LINK TEMPERATURE", "C", FDS_SCOPE_SENSOR, FDS_LINK, 0},
    {"CHAMBER OBSCURATION", "%/m", FDS_SCOPE_SENSOR, FDS_CHAMBER, 0},
    {"TIME", "s", FDS_SCOPE_WHOLE, FDS_TIME, 0},
    {"TIME STEP", "s", FDS_SCOPE_WHOLE, FDS_STEP, 0},
    {"HRR", "kW", FDS_SCOPE_WHOLE, FDS_RELEASE, 0},
    {"PRESSURE ITERATIONS", "", FDS_SCOPE_WHOLE, FDS_PASSES, 0},
    {"CFL MAX", "", FDS_SCOPE_WHOLE, FDS_COURANT, 0},
    {"CONTROL", "", FDS_SCOPE_CONTROL, FDS_CONTROL, 0},
    {"CONTROL VALUE", "", FDS_SCOPE_CONTROL, FDS_CONTROL_VALUE, 0},
};
enum { n_quantities = sizeof QUANTITIES / sizeof *QUANTITIES };

const fds_quantity *fds_quantity_find(const char *name) {
  for (size_t k = 0; name && k < n_quantities; ++k)
    if (fds_same(name, QUANTITIES[k].name) && QUANTITIES[k].scope != FDS_SCOPE_NONE)
      return &QUANTITIES[k];
  return NULL;
}

fds_statistic fds_statistic_find(const char *name) {
  static const char names[] =
      "MIN|MAX|MEAN|VOLUME MEAN|MASS MEAN|VOLUME INTEGRAL|MASS INTEGRAL|AREA INTEGRAL|AREA|"
      "SURFACE INTEGRAL|SURFACE AREA|VOLUME";
  if (!name) return FDS_STAT_NONE;
  const int choice = fds_choice(name, names);
  return choice < 0 ? FDS_STAT_UNKNOWN : (fds_statistic)(choice + 1);
}

/** Statistics in time that older files give as those in space. */
static const char COURSES[] =
    "TIME AVERAGE|INSTANT VALUE|RUNNING AVERAGE|TIME INTEGRAL|TIME MIN|TIME MAX|RMS";

static int is_course(const char *name) {
  static const char older[] = "TIME INTEGRAL|RMS|RUNNING AVERAGE|TIME AVERAGE";
  return name && fds_choice(name, older) >= 0;
}

fds_course fds_course_find(const flue_fds_device *d, const fds_quantity *q) {
  const char *name = d->temporal ? d->temporal : is_course(d->spatial) ? d->spatial : NULL;
  const int is_momentary = q->scope == FDS_SCOPE_CONTROL || q->code == FDS_TIME ||
                           q->code == FDS_FED || q->scope == FDS_SCOPE_SENSOR ||
                           q->code == FDS_STEP || q->code == FDS_PASSES;
  if (name) {
    const int choice = fds_choice(name, COURSES);
    return choice < 0 ? FDS_COURSE_UNKNOWN : (fds_course)choice;
  }
  return is_momentary || !d->is_averaged ? FDS_COURSE_NOW : FDS_COURSE_AVERAGE;
}

/* ---- species ---- */

int fds_meter_species(const flue_fds_case *c, const char *spec_id, double *weight, double *molar) {
  const flue_field_input *in = &c->field;
  for (size_t q = 0; q < FLUE_FIELD_SPECIES; ++q) weight[q] = 0.0;
  for (size_t q = 0; spec_id && q < in->n_species; ++q)
    if (fds_same(spec_id, in->species[q].name)) {
      weight[q] = 1.0;
      *molar = in->species[q].molar_mass;
      return 1;
    }
  for (size_t p = 0; spec_id && p < c->n_parts; ++p)
    if (fds_same(spec_id, c->species_parts[p])) {
      for (size_t q = 0; q < in->n_species; ++q) weight[q] = c->part_fraction[q * c->n_parts + p];
      *molar = c->part_mass[p];
      return 1;
    }
  return 0;
}

/* ---- devices ---- */

size_t fds_device_points(const flue_fds_device *d) {
  return d->points > 1 && (!d->spatial || is_course(d->spatial)) ? d->points : 1;
}

static int fits_statistic(fds_scope scope, fds_statistic s) {
  const int is_surface = s == FDS_STAT_SURFACE_INTEGRAL || s == FDS_STAT_SURFACE_AREA;
  const int is_plain = s == FDS_STAT_MIN || s == FDS_STAT_MAX || s == FDS_STAT_MEAN;
  if (s == FDS_STAT_NONE) return 1;
  if (s == FDS_STAT_UNKNOWN) return 0;
  if (scope == FDS_SCOPE_GAS) return !is_surface;
  if (scope == FDS_SCOPE_WALL)
    return is_surface || is_plain || s == FDS_STAT_AREA || s == FDS_STAT_AREA_INTEGRAL;
  return 0;
}

static int needs_species(const fds_quantity *q) {
  return q->code == FDS_MASS_FRACTION || q->code == FDS_VOLUME_FRACTION;
}

const fds_quantity *fds_device_quantity(const flue_fds_case *c, const flue_fds_device *d,
                                        flue_message *why) {
  const fds_quantity *q = fds_quantity_find(d->quantity);
  const fds_statistic s = is_course(d->spatial) ? FDS_STAT_NONE : fds_statistic_find(d->spatial);
  double weight[FLUE_FIELD_SPECIES], molar = 0.0;
  *why = FLUE_MSG_FDS_WHY_NOT_MEASURED;
  if (!q || d->quantity_2) return NULL;
  if (q->code == FDS_ENTHALPY && c->field.reaction.is_there && !c->field.has_constant_ratio)
    return NULL;
  *why = FLUE_MSG_FDS_WHY_STATISTIC;
  if (!fits_statistic(q->scope, s) || fds_course_find(d, q) == FDS_COURSE_UNKNOWN) return NULL;
  if (s == FDS_STAT_NONE && !d->is_point && fds_device_points(d) == 1 &&
      (q->scope == FDS_SCOPE_GAS || q->scope == FDS_SCOPE_WALL))
    return NULL; /* a box without a statistic */
  *why = FLUE_MSG_FDS_WHY_NO_GAS;
  const int is_found = fds_meter_species(c, d->spec_id, weight, &molar);
  if ((d->spec_id && !is_found) || (needs_species(q) && !is_found)) return NULL;
  *why = FLUE_MSG_FDS_WHY_NEEDS_PROPERTY;
  if ((q->code == FDS_LINK) &&
      (d->property == FLUE_FDS_NONE || isnan(c->properties[d->property].rti)))
    return NULL;
  *why = FLUE_MSG_FDS_WHY_NEEDS_CONTROL;
  if (q->scope == FDS_SCOPE_CONTROL && !d->has_control) return NULL;
  return q;
}

/** Whether something of the run depends on a device. */
static int is_heard(const flue_fds_case *c, size_t device) {
  for (size_t k = 0; k < c->n_switches; ++k)
    if (c->switches[k].by.kind == FLUE_FDS_DEVICE && c->switches[k].by.index == device) return 1;
  for (size_t k = 0; k < c->n_controls; ++k)
    for (size_t i = 0; i < c->controls[k].n_inputs; ++i)
      if (c->controls[k].input[i].kind == FLUE_FDS_DEVICE &&
          c->controls[k].input[i].index == device)
        return 1;
  return 0;
}

/** Names of devices and their quantities, once each, with the first line. */
static void check_device(const flue_fds_case *c, size_t i, flue_diagnostics *list) {
  const flue_fds_device *d = &c->devices[i];
  flue_message why;
  if (fds_device_quantity(c, d, &why)) return;
  const flue_message m =
      is_heard(c, i) ? FLUE_MSG_FDS_DEVICE_REFUSED : FLUE_MSG_FDS_DEVICE_LEFT_OUT;
  flue_diagnostics_add(list, m, (int)d->line, 1, d->id, d->quantity,
                       flue_message_text(why, list->lang), NULL);
}

void flue_fds_check_measures(const flue_fds_case *c, flue_diagnostics *list) {
  for (size_t i = 0; i < c->n_devices; ++i) check_device(c, i, list);
  for (size_t k = 0; k < c->n_controls; ++k)
    if (c->controls[k].function == FLUE_FDS_RESTART)
      flue_diagnostics_add(list, FLUE_MSG_FDS_DEVICE_LEFT_OUT, 0, 0, c->controls[k].id, "RESTART",
                           flue_message_text(FLUE_MSG_FDS_WHY_RESTART, list->lang), NULL);
  for (size_t s = 0; s < c->n_slices; ++s) {
    const fds_quantity *q = fds_quantity_find(c->slices[s].quantity);
    double weight[FLUE_FIELD_SPECIES], molar;
    const int is_fine =
        q && q->scope == FDS_SCOPE_GAS &&
        (!needs_species(q) || fds_meter_species(c, c->slices[s].spec_id, weight, &molar));
    if (!is_fine)
      flue_diagnostics_add(list, FLUE_MSG_FDS_SLICE_LEFT_OUT, 0, 0,
                           c->slices[s].quantity ? c->slices[s].quantity : "", NULL);
  }
}

/* ---- units ---- */

static int begins(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

void fds_meter_unit(fds_meter *m) {
  const char *unit = m->quantity->unit;
  const int is_volume =
      m->statistic == FDS_STAT_VOLUME_INTEGRAL || m->statistic == FDS_STAT_MASS_INTEGRAL;
  const int is_area =
      m->statistic == FDS_STAT_AREA_INTEGRAL || m->statistic == FDS_STAT_SURFACE_INTEGRAL;
  const char *slash = strstr(unit, is_volume ? "/m3" : "/m2");
  if (m->device && m->device->unit)
    snprintf(m->unit, sizeof m->unit, "%s", m->device->unit);
  else if (m->statistic == FDS_STAT_AREA || m->statistic == FDS_STAT_SURFACE_AREA)
    snprintf(m->unit, sizeof m->unit, "m2");
  else if (m->statistic == FDS_STAT_VOLUME)
    snprintf(m->unit, sizeof m->unit, "m3");
  else if (m->statistic == FDS_STAT_MASS_INTEGRAL)
    snprintf(m->unit, sizeof m->unit, "%s*kg", unit);
  else if ((is_volume || is_area) && slash && slash[3] == '\0')
    snprintf(m->unit, sizeof m->unit, "%.*s", (int)(slash - unit), unit);
  else if (is_area && begins(unit, "m/s"))
    snprintf(m->unit, sizeof m->unit, "m3/s");
  else
    snprintf(m->unit, sizeof m->unit, "%s%s", unit, is_volume ? "*m3" : is_area ? "*m2" : "");
  if (m->course == FDS_COURSE_INTEGRAL) {
    const size_t n = strlen(m->unit);
    snprintf(m->unit + n, sizeof m->unit - n, "*s");
  }
}
