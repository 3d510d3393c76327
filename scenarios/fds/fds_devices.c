/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &DEVC, &PROP, &CTRL, &SLCF, and what switches obstacles and vents. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/fds/fds_internal.h"

/* ---- &PROP ---- */

static double kelvin_of(fds_reader *m, flue_namelist_record *r, const char *name) {
  double v;
  return fds_number(m, r, name, 0, &v) ? fds_kelvin(v) : NAN;
}

static void read_property(fds_reader *m, flue_namelist_record *r) {
  static const char *const drops[] = {"PART_ID", "FLOW_RATE", "K_FACTOR", "FLOW_RAMP",
                                      "SPRAY_PATTERN_TABLE"};
  static const double usual_c = 0.0, kilo = 1e3, milli = 1e-3;
  flue_fds_case *out = m->out;
  flue_fds_property *p = fds_more(m, &out->properties, &out->n_properties, sizeof *p);
  if (!p) return;
  *p = (flue_fds_property){.id = fds_keep(m, fds_text(r, "ID", 0) ? fds_text(r, "ID", 0) : "")};
  p->quantity = fds_keep(m, fds_text(r, "QUANTITY", 0));
  p->spec_id = fds_keep(m, fds_text(r, "SPEC_ID", 0));
  p->rti = fds_number_or(m, r, "RTI", 0, NAN);
  p->activation_k = kelvin_of(m, r, "ACTIVATION_TEMPERATURE");
  p->initial_k = kelvin_of(m, r, "INITIAL_TEMPERATURE");
  p->c_factor = fds_number_or(m, r, "C_FACTOR", 0, usual_c);
  p->obscuration = fds_number_or(m, r, "ACTIVATION_OBSCURATION", 0, NAN);
  p->length_m = fds_number_or(m, r, "LENGTH", 0, NAN);
  p->alpha_e = fds_number_or(m, r, "ALPHA_E", 0, NAN);
  p->beta_e = fds_number_or(m, r, "BETA_E", 0, NAN);
  p->alpha_c = fds_number_or(m, r, "ALPHA_C", 0, NAN);
  p->beta_c = fds_number_or(m, r, "BETA_C", 0, NAN);
  p->time_constant_s = fds_number_or(m, r, "TIME_CONSTANT", 0, NAN);
  p->diameter_m =
      fds_number_or(m, r, "BEAD_DIAMETER", 0, fds_number_or(m, r, "DIAMETER", 0, milli));
  p->coefficient = fds_number_or(m, r, "HEAT_TRANSFER_COEFFICIENT", 0,
                                 fds_number_or(m, r, "BEAD_HEAT_TRANSFER_COEFFICIENT", 0, NAN));
  p->emissivity =
      fds_number_or(m, r, "BEAD_EMISSIVITY", 0, fds_number_or(m, r, "EMISSIVITY", 0, NAN));
  p->density = fds_number_or(m, r, "BEAD_DENSITY", 0, fds_number_or(m, r, "DENSITY", 0, NAN));
  p->specific_heat = kilo * fds_number_or(m, r, "BEAD_SPECIFIC_HEAT", 0,
                                          fds_number_or(m, r, "SPECIFIC_HEAT", 0, NAN));
  p->gauge_k = kelvin_of(m, r, "GAUGE_TEMPERATURE");
  for (size_t k = 0; k < sizeof drops / sizeof *drops; ++k)
    fds_refuse_given(m, r, drops[k], FLUE_MSG_FDS_WHY_DROPLETS);
}

/* ---- &DEVC ---- */

static void read_place(fds_reader *m, flue_namelist_record *r, flue_fds_device *d) {
  double at[3] = {0};
  d->is_point = 1;
  if (fds_has(r, "XB") && fds_numbers(m, r, "XB", 6, d->box_m)) {
    d->is_point = 0;
  } else if (fds_has(r, "DB")) { /* all of the grid */
    for (int a = 0; a < 3; ++a) {
      d->box_m[2 * a] = m->face[a][0];
      d->box_m[2 * a + 1] = m->face[a][m->n[a]];
    }
    d->is_point = 0;
  } else if (fds_numbers(m, r, "XYZ", 3, at)) {
    for (int a = 0; a < 6; ++a) d->box_m[a] = at[a / 2];
  }
  const double points = fds_number_or(m, r, "POINTS", 0, 1.0), most = 1e6;
  d->points = (size_t)fmin(most, fmax(1.0, points));
  d->ior = (int)fmin(3.0, fmax(-3.0, fds_number_or(m, r, "IOR", 0, 0.0)));
  for (size_t a = 0; a < 3; ++a) fds_number(m, r, "ORIENTATION", a, &d->orientation[a]);
}

static void read_statistics(fds_reader *m, flue_namelist_record *r, flue_fds_device *d) {
  const char *spatial = fds_text(r, "SPATIAL_STATISTIC", 0);
  d->spatial = fds_keep(m, spatial ? spatial : fds_text(r, "STATISTICS", 0));
  d->temporal = fds_keep(m, fds_text(r, "TEMPORAL_STATISTIC", 0));
  d->is_averaged = fds_logical_or(m, r, "TIME_AVERAGED", 1);
  d->has_history = fds_logical_or(m, r, "TIME_HISTORY", 0);
  d->is_relative = fds_logical_or(m, r, "RELATIVE", 0);
  d->is_absolute = fds_logical_or(m, r, "ABSOLUTE_VALUE", 0);
  d->from_s = fds_number_or(m, r, "STATISTICS_START", 0, m->out->t_begin_s);
  d->averaged_s = fds_number_or(m, r, "TIME_PERIOD", 0, NAN);
  d->range[0] = fds_number_or(m, r, "QUANTITY_RANGE", 0, -INFINITY);
  d->range[1] = fds_number_or(m, r, "QUANTITY_RANGE", 1, INFINITY);
  d->factor = fds_number_or(m, r, "CONVERSION_FACTOR", 0, 1.0);
  d->addend = fds_number_or(m, r, "CONVERSION_ADDEND", 0, 0.0);
  d->depth_m = fds_number_or(m, r, "DEPTH", 0, NAN);
  d->unit = fds_keep(m, fds_text(r, "UNITS", 0));
  d->x_id = fds_keep(m, fds_text(r, "X_ID", 0));
  d->hides_place = fds_logical_or(m, r, "HIDE_COORDINATES", 0);
}

static void find_property(fds_reader *m, flue_namelist_record *r, flue_fds_device *d) {
  const char *id = fds_text(r, "PROP_ID", 0);
  d->property = FLUE_FDS_NONE;
  for (size_t k = 0; id && k < m->out->n_properties; ++k)
    if (strcmp(m->out->properties[k].id, id) == 0) d->property = k;
  if (id && d->property == FLUE_FDS_NONE) fds_no_id(m, r, "PROP_ID", "PROP", id);
  if (!d->quantity && d->property != FLUE_FDS_NONE)
    d->quantity = m->out->properties[d->property].quantity;
  if (!d->quantity) d->quantity = "";
}

static void read_device(fds_reader *m, flue_namelist_record *r) {
  flue_fds_case *out = m->out;
  static const char *const refused[] = {"DUCT_ID", "NODE_ID", "INIT_ID", "PART_ID"};
  static const flue_message why[] = {FLUE_MSG_FDS_WHY_DUCTS, FLUE_MSG_FDS_WHY_DUCTS,
                                     FLUE_MSG_FDS_WHY_DROPLETS, FLUE_MSG_FDS_WHY_DROPLETS};
  flue_fds_device *d = fds_more(m, &out->devices, &out->n_devices, sizeof *d);
  if (!d) return;
  char made[32];
  snprintf(made, sizeof made, "DEVC %zu", out->n_devices);
  d->id = fds_keep(m, fds_text(r, "ID", 0) ? fds_text(r, "ID", 0) : made);
  d->line = (size_t)r->line;
  d->quantity = fds_keep(m, fds_text(r, "QUANTITY", 0));
  d->quantity_2 = fds_keep(m, fds_text(r, "QUANTITY2", 0));
  d->spec_id = fds_keep(m, fds_text(r, "SPEC_ID", 0));
  read_place(m, r, d);
  read_statistics(m, r, d);
  find_property(m, r, d);
  d->setpoint = fds_number_or(m, r, "SETPOINT", 0, NAN);
  if (isnan(d->setpoint) && d->property != FLUE_FDS_NONE) { /* links and smoke detectors */
    const flue_fds_property *p = &out->properties[d->property];
    d->setpoint = !isnan(p->obscuration) ? p->obscuration : p->activation_k - fds_kelvin(0.0);
  }
  d->trip_direction = fds_number_or(m, r, "TRIP_DIRECTION", 0, 1.0) < 0.0 ? -1 : 1;
  d->is_latched = fds_logical_or(m, r, "LATCH", 1);
  d->initial_state = fds_logical_or(m, r, "INITIAL_STATE", 0);
  d->delay_s = fds_number_or(m, r, "DELAY", 0, 0.0);
  d->no_update = fds_has(r, "NO_UPDATE_DEVC_ID") || fds_has(r, "NO_UPDATE_CTRL_ID");
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k], why[k]);
}

void fds_read_devices(fds_reader *m) {
  size_t at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "PROP", &at)) != NULL;) read_property(m, r);
  at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "DEVC", &at)) != NULL;) read_device(m, r);
}

/* ---- &CTRL ---- */

static const char FUNCTIONS[] =
    "ALL|ANY|ONLY|AT_LEAST|TIME_DELAY|CUSTOM|DEADBAND|KILL|RESTART|SUM|SUBTRACT|MULTIPLY|DIVIDE|"
    "POWER|EXP|LOG|COS|SIN|ACOS|ASIN|MIN|MAX|PID";

/** What an ID names among devices and controls. @return 0: neither. */
static int find_source(const fds_reader *m, const char *id, int has_devices, flue_fds_input *out) {
  for (size_t k = 0; has_devices && k < m->out->n_devices; ++k)
    if (strcmp(m->out->devices[k].id, id) == 0) {
      *out = (flue_fds_input){FLUE_FDS_DEVICE, k};
      return 1;
    }
  for (size_t k = 0; k < m->out->n_controls; ++k)
    if (strcmp(m->out->controls[k].id, id) == 0) {
      *out = (flue_fds_input){FLUE_FDS_CONTROL, k};
      return 1;
    }
  return 0;
}

static void read_control(fds_reader *m, flue_namelist_record *r) {
  flue_fds_control c = {.id = fds_keep(m, fds_text(r, "ID", 0) ? fds_text(r, "ID", 0) : "")};
  static const char *const gains[] = {"PROPORTIONAL_GAIN", "INTEGRAL_GAIN", "DIFFERENTIAL_GAIN"};
  const char *function = fds_text(r, "FUNCTION_TYPE", 0);
  const int choice = fds_choice(function, FUNCTIONS);
  double *t = NULL, *f = NULL;
  size_t n = 0;
  if (choice < 0) fds_refuse(m, r, "FUNCTION_TYPE", FLUE_MSG_FDS_WHY_CHOICE);
  c.function = choice < 0 ? FLUE_FDS_ALL : (flue_fds_function)choice;
  c.n = (int)fmin(1e6, fmax(0.0, fds_number_or(m, r, "N", 0, 1.0)));
  c.delay_s = fds_number_or(m, r, "DELAY", 0, 0.0);
  c.constant = fds_number_or(m, r, "CONSTANT", 0, 0.0);
  c.setpoint[0] = fds_number_or(m, r, "SETPOINT", 0, NAN);
  c.setpoint[1] = fds_number_or(m, r, "SETPOINT", 1, NAN);
  c.on_is_lower = fds_choice(fds_text(r, "ON_BOUND", 0), "UPPER|LOWER") != 0;
  c.trip_direction = fds_number_or(m, r, "TRIP_DIRECTION", 0, 1.0) < 0.0 ? -1 : 1;
  c.is_latched = fds_logical_or(m, r, "LATCH", 1);
  c.initial_state = fds_logical_or(m, r, "INITIAL_STATE", 0);
  for (size_t k = 0; k < 3; ++k) c.gain[k] = fds_number_or(m, r, gains[k], 0, k == 0 ? 1.0 : 0.0);
  c.target = fds_number_or(m, r, "TARGET_VALUE", 0, 0.0);
  if (fds_has(r, "RAMP_ID") && fds_find_ramp(m, r, "RAMP_ID", 0, &t, &f, &n))
    c.ramp = (flue_field_ramp){n, t, f};
  flue_fds_control *place = fds_more(m, &m->out->controls, &m->out->n_controls, sizeof c);
  if (place) *place = c;
}

static void link_control(fds_reader *m, flue_namelist_record *r, flue_fds_control *c) {
  const size_t n = fds_count(r, "INPUT_ID");
  c->input = fds_alloc(m, n, sizeof *c->input);
  for (size_t k = 0; c->input && k < n; ++k) {
    const char *id = fds_text(r, "INPUT_ID", k);
    if (!id) continue;
    flue_fds_input *input = &c->input[c->n_inputs];
    if (fds_same(id, "CONSTANT"))
      *input = (flue_fds_input){FLUE_FDS_CONSTANT, 0};
    else if (!find_source(m, id, 1, input)) {
      fds_no_id(m, r, "INPUT_ID", "DEVC", id);
      continue;
    }
    ++c->n_inputs;
  }
}

/** Devices that show controls. */
static void link_devices(fds_reader *m) {
  size_t at = 0, k = 0;
  for (flue_namelist_record *r; k < m->out->n_devices && (r = fds_next(m, "DEVC", &at)) != NULL;
       ++k) {
    flue_fds_device *d = &m->out->devices[k];
    const char *id = fds_text(r, "CTRL_ID", 0);
    d->has_control =
        id && (find_source(m, id, 0, &d->control) || find_source(m, id, 1, &d->control));
    if (id && !d->has_control) fds_no_id(m, r, "CTRL_ID", "CTRL", id);
  }
}

void fds_read_controls(fds_reader *m) {
  size_t at = 0, k = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "CTRL", &at)) != NULL;) read_control(m, r);
  at = 0;
  for (flue_namelist_record *r; k < m->out->n_controls && (r = fds_next(m, "CTRL", &at)) != NULL;
       ++k)
    link_control(m, r, &m->out->controls[k]);
  link_devices(m);
}

int fds_find_input(fds_reader *m, flue_namelist_record *r, flue_fds_input *out, int *initial) {
  static const char *const names[] = {"DEVC_ID", "CTRL_ID"}, *const groups[] = {"DEVC", "CTRL"};
  for (int k = 0; k < 2; ++k) {
    const char *id = fds_text(r, names[k], 0);
    if (!id) continue;
    if (!(k == 1 && find_source(m, id, 0, out)) && !find_source(m, id, 1, out)) {
      fds_no_id(m, r, names[k], groups[k], id);
      continue;
    }
    *initial = out->kind == FLUE_FDS_DEVICE ? m->out->devices[out->index].initial_state
                                            : m->out->controls[out->index].initial_state;
    return 1;
  }
  return 0;
}

void fds_add_switch(fds_reader *m, flue_fds_input by, int is_patch, int is_inverse, size_t index) {
  flue_fds_switch *s = fds_more(m, &m->out->switches, &m->out->n_switches, sizeof *s);
  if (s) *s = (flue_fds_switch){by, is_patch, is_inverse, index};
}

/* ---- &SLCF ---- */

void fds_read_slices(fds_reader *m) {
  static const char *const across[] = {"PBX", "PBY", "PBZ"};
  static const char *const middles[] = {"XMID", "YMID", "ZMID"};
  size_t at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, "SLCF", &at)) != NULL;) {
    flue_fds_slice s = {.axis = -1};
    double v;
    for (int a = 0; a < 3; ++a) {
      s.box_m[2 * a] = m->face[a][0];
      s.box_m[2 * a + 1] = m->face[a][m->n[a]];
    }
    if (fds_box(m, r, "XB", s.box_m))
      for (int a = 0; a < 3; ++a)
        if (s.box_m[2 * a + 1] - s.box_m[2 * a] <= 0.0) s.axis = a;
    for (int a = 0; a < 3; ++a) {
      const int is_middle = fds_same(fds_text(r, "DB", 0), middles[a]);
      if (!fds_number(m, r, across[a], 0, &v) && !is_middle) continue;
      if (is_middle) v = (m->face[a][0] + m->face[a][m->n[a]]) / 2.0;
      s.axis = a;
      s.box_m[2 * a] = s.box_m[2 * a + 1] = v;
    }
    s.id = fds_keep(m, fds_text(r, "ID", 0));
    s.quantity = fds_keep(m, fds_text(r, "QUANTITY", 0));
    s.spec_id = fds_keep(m, fds_text(r, "SPEC_ID", 0));
    s.is_vector = fds_logical_or(m, r, "VECTOR", 0);
    s.is_cell_centred = fds_logical_or(m, r, "CELL_CENTERED", 0);
    flue_fds_slice *place = fds_more(m, &m->out->slices, &m->out->n_slices, sizeof s);
    if (place) *place = s;
  }
}
