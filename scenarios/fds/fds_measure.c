/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices and controls at work: places, values, courses in time. */
#include "scenarios/fds/fds_measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/fds/fds_internal.h"
#include "scenarios/fds/fds_meter.h"

/* ---- places ---- */

/** Cells whose middles lie in the box; where it is flat, those that hold the plane. */
static void find_cells(const flue_field_view *v, const double box[6], int from[3], int to[3]) {
  const double slack = 1e-6;
  for (int a = 0; a < 3; ++a) {
    int first = 1, last = v->n[a];
    while (first <= v->n[a] && fds_middle(v, a, first) < box[2 * a] - slack) ++first;
    while (last >= 1 && fds_middle(v, a, last) > box[2 * a + 1] + slack) --last;
    if (first > last) first = last = fds_cell_at(v, a, 0.5 * (box[2 * a] + box[2 * a + 1]));
    from[a] = first;
    to[a] = last + 1;
  }
}

static void find_points(const flue_field_view *v, fds_meter *t) {
  const double *box = t->device->box_m;
  for (size_t p = 0; p < t->points; ++p) {
    const double share = t->points > 1 ? (double)p / (double)(t->points - 1) : 0.0;
    for (int a = 0; a < 3; ++a)
      t->cell[p][a] = fds_cell_at(v, a, box[2 * a] + share * (box[2 * a + 1] - box[2 * a]));
  }
}

/** The plane of faces nearest to a flat box. */
static void find_plane(const flue_field_view *v, fds_meter *t) {
  const double *box = t->device->box_m;
  int axis = 0, face = 0;
  for (int a = 1; a < 3; ++a)
    if (box[2 * a + 1] - box[2 * a] < box[2 * axis + 1] - box[2 * axis]) axis = a;
  for (int i = 1; i <= v->n[axis]; ++i)
    if (fabs(v->face[axis][i] - box[2 * axis]) < fabs(v->face[axis][face] - box[2 * axis]))
      face = i;
  t->cell[0][0] = axis;
  t->cell[0][1] = face;
}

/** What blocks light for a device: the gas it names, else soot. */
static void find_smoke(const flue_fds_case *c, fds_meter *t) {
  const flue_fds_property *p =
      t->device->property == FLUE_FDS_NONE ? NULL : &c->properties[t->device->property];
  const char *named = t->device->spec_id ? t->device->spec_id : p ? p->spec_id : NULL;
  double molar;
  t->extinction = c->extinction;
  if (!named || !fds_meter_species(c, named, t->soot, &molar))
    fds_meter_species(c, "SOOT", t->soot, &molar);
}

static flue_status set_meter(const flue_fds_case *c, const flue_field *field,
                             const flue_field_view *v, size_t i, fds_meter *t) {
  const flue_fds_device *d = &c->devices[i];
  flue_message why;
  t->device = d;
  t->points = fds_device_points(d);
  t->is_on = d->initial_state;
  t->changed_s = NAN;
  t->quantity = fds_device_quantity(c, d, &why);
  t->now = flue_alloc(t->points, sizeof *t->now);
  t->sum = flue_alloc(t->points, sizeof *t->sum);
  t->line = flue_alloc(t->points, sizeof *t->line);
  t->cell = flue_alloc(t->points, sizeof *t->cell);
  t->first = flue_alloc(t->points, sizeof *t->first);
  if (!t->now || !t->sum || !t->line || !t->cell || !t->first) return FLUE_ENOMEM;
  if (!t->quantity) return FLUE_OK;
  t->course = fds_course_find(d, t->quantity);
  t->statistic = fds_statistic_find(d->spatial);
  if (t->statistic == FDS_STAT_UNKNOWN) t->statistic = FDS_STAT_NONE; /* one in time */
  if (!fds_meter_species(c, d->spec_id, t->weight, &t->molar_mass)) t->molar_mass = 0.0;
  find_smoke(c, t);
  fds_meter_unit(t);
  find_cells(v, d->box_m, t->from, t->to);
  if (t->quantity->scope == FDS_SCOPE_FLOW)
    find_plane(v, t);
  else
    find_points(v, t);
  return t->quantity->scope == FDS_SCOPE_WALL ? fds_wall_find(field, v, t) : FLUE_OK;
}

/* ---- life ---- */

static void clear_meter(fds_meter *t) {
  free(t->now);
  free(t->sum);
  free(t->line);
  free(t->first);
  free(t->cell);
  free(t->spot);
}

void flue_fds_measures_destroy(flue_fds_measures **out) {
  flue_fds_measures *m = *out;
  if (!m) return;
  for (size_t i = 0; m->meter && i < m->c->n_devices; ++i) clear_meter(&m->meter[i]);
  free(m->meter);
  free(m->act);
  free(m->sheet);
  free(m->row);
  free(m);
  *out = NULL;
}

/** A device that lies on no wall is left out. */
static void check_walls(const flue_fds_measures *m, flue_diagnostics *list) {
  for (size_t i = 0; i < m->c->n_devices; ++i) {
    fds_meter *t = &m->meter[i];
    if (!t->quantity || t->quantity->scope != FDS_SCOPE_WALL || t->n_spots > 0) continue;
    t->quantity = NULL;
    if (list)
      flue_diagnostics_add(list, FLUE_MSG_FDS_DEVICE_LEFT_OUT, (int)t->device->line, 1,
                           t->device->id, t->device->quantity,
                           flue_message_text(FLUE_MSG_FDS_WHY_NO_WALL, list->lang), NULL);
  }
}

static flue_status build(flue_fds_measures *m, const flue_field *field) {
  const flue_fds_case *c = m->c;
  m->meter = flue_alloc(c->n_devices, sizeof *m->meter);
  m->act = flue_alloc(c->n_controls, sizeof *m->act);
  m->sheet = flue_alloc(c->n_slices, sizeof *m->sheet);
  if (!m->meter || !m->act || !m->sheet) return FLUE_ENOMEM;
  flue_field_get(field, &m->view);
  for (size_t i = 0; i < c->n_devices; ++i)
    FLUE_TRY(set_meter(c, field, &m->view, i, &m->meter[i]));
  for (size_t k = 0; k < c->n_controls; ++k) m->act[k].is_on = c->controls[k].initial_state;
  return FLUE_OK;
}

flue_status flue_fds_measures_create(flue_ctx *ctx, const flue_fds_case *c, const flue_field *field,
                                     flue_diagnostics *list, flue_fds_measures **out) {
  flue_fds_measures *m = *out = flue_alloc(1, sizeof *m);
  FLUE_CHECK(m, ctx, FLUE_ENOMEM, "no memory for devices");
  m->c = c;
  const flue_status status = build(m, field);
  if (status == FLUE_OK) check_walls(m, list);
  if (status != FLUE_OK) flue_fds_measures_destroy(out);
  FLUE_CHECK(status == FLUE_OK, ctx, status, "no memory for devices");
  return FLUE_OK;
}

/* ---- values ---- */

static double control_value(const flue_fds_measures *m, const fds_meter *t) {
  const flue_fds_input in = t->device->control;
  if (t->quantity->code == FDS_CONTROL) return flue_fds_measures_is_on(m, in);
  return in.kind == FLUE_FDS_CONTROL ? m->act[in.index].value : m->meter[in.index].now[0];
}

static double whole_value(const flue_fds_measures *m, fds_code code) {
  switch (code) {
    case FDS_TIME:
      return m->time_s;
    case FDS_STEP:
      return m->budget.step_s;
    case FDS_RELEASE:
      return 1e-3 * m->budget.release;
    case FDS_PASSES:
      return (double)m->budget.passes;
    default:
      return m->budget.courant;
  }
}

/** Value of a point in the unit of the quantity. */
static double measure(const flue_fds_measures *m, const flue_field *field, fds_meter *t, size_t p,
                      double dt) {
  switch (t->quantity->scope) {
    case FDS_SCOPE_GAS:
      return t->statistic != FDS_STAT_NONE ? fds_space_value(m, t)
                                           : fds_gas_value(m, t, t->cell[p]);
    case FDS_SCOPE_WALL:
      return t->statistic != FDS_STAT_NONE ? fds_wall_statistic(m, field, t)
                                           : fds_wall_value(m, field, t, &t->spot[p]);
    case FDS_SCOPE_FLOW:
      return fds_flow_value(m, t);
    case FDS_SCOPE_LAYER:
      return fds_layer_value(m, t);
    case FDS_SCOPE_PATH:
      return fds_path_value(m, t);
    case FDS_SCOPE_SENSOR:
      return fds_sensor_value(m, t, dt);
    case FDS_SCOPE_CONTROL:
      return control_value(m, t);
    default:
      return whole_value(m, t->quantity->code);
  }
}

/** Adds a value to the course of a point. */
static void follow(const flue_fds_measures *m, fds_meter *t, size_t p, double value, double dt) {
  const int has_begun = m->time_s >= t->device->from_s - 1e-9;
  const int is_first = t->weight_s == 0.0;
  switch (t->course) {
    case FDS_COURSE_INTEGRAL:
      if (has_begun) t->sum[p] += value * dt;
      break;
    case FDS_COURSE_RUNNING:
    case FDS_COURSE_AVERAGE:
      if (has_begun || t->course == FDS_COURSE_AVERAGE) t->sum[p] += value * dt;
      break;
    case FDS_COURSE_RMS: /* by the mean and the mean of squares: [0] and the line */
      if (has_begun) t->sum[p] += value * value * dt;
      break;
    case FDS_COURSE_MIN:
      if (has_begun) t->sum[p] = is_first ? value : fmin(t->sum[p], value);
      break;
    case FDS_COURSE_MAX:
      if (has_begun) t->sum[p] = is_first ? value : fmax(t->sum[p], value);
      break;
    default:
      break;
  }
}

/** When the profile of a line begins: half way unless the file says so. */
static double line_start(const flue_fds_measures *m, const fds_meter *t) {
  const double half = 0.5 * (m->c->t_begin_s + m->c->t_end_s);
  return t->device->from_s > m->c->t_begin_s ? t->device->from_s : half;
}

static void measure_meter(const flue_fds_measures *m, const flue_field *field, fds_meter *t,
                          double dt) {
  const flue_fds_device *d = t->device;
  const int is_in_line = m->time_s >= line_start(m, t) || t->course == FDS_COURSE_RMS;
  for (size_t p = 0; p < t->points; ++p) {
    double value = measure(m, field, t, p, dt);
    if (m->calls == 1) t->first[p] = value;
    if (d->is_relative) value -= t->first[p];
    value = d->factor * value + d->addend;
    if (d->is_absolute) value = fabs(value);
    follow(m, t, p, value, dt);
    t->now[p] = value;
    if (is_in_line) t->line[p] += value * dt;
  }
  if (is_in_line) t->line_s += dt;
  if (m->time_s >= d->from_s - 1e-9 || t->course == FDS_COURSE_AVERAGE) t->weight_s += dt;
}

flue_status flue_fds_measures_step(flue_ctx *ctx, flue_fds_measures *m, flue_field *field) {
  flue_field_get(field, &m->view);
  flue_field_get_budget(field, &m->budget);
  m->time_s = m->c->t_begin_s + m->budget.time_s;
  const double dt = m->calls++ > 0 ? m->time_s - m->last_s : 0.0;
  m->last_s = m->time_s;
  m->released += m->budget.release * dt;
  for (int pass = 0; pass < 2; ++pass) { /* what shows controls comes after them */
    for (size_t i = 0; i < m->c->n_devices; ++i) {
      fds_meter *t = &m->meter[i];
      const int is_late = t->quantity && t->quantity->scope == FDS_SCOPE_CONTROL;
      if (t->quantity && is_late == pass) measure_meter(m, field, t, dt);
    }
    if (pass > 0) break;
    fds_act_devices(m);
    fds_act_controls(m, dt);
  }
  return fds_act_switch(ctx, m, field);
}

double flue_fds_measures_value(const flue_fds_measures *m, size_t device, size_t point) {
  const fds_meter *t = &m->meter[device];
  return t->quantity && point < t->points ? t->now[point] : NAN;
}

const char *flue_fds_measures_unit(const flue_fds_measures *m, size_t device) {
  return m->meter[device].unit;
}

int flue_fds_measures_is_killed(const flue_fds_measures *m) {
  return m->is_killed;
}

/* ---- state ---- */

void flue_fds_measures_state(flue_fds_measures *m, flue_state *s) {
  for (size_t i = 0; i < m->c->n_devices; ++i) {
    fds_meter *t = &m->meter[i];
    flue_state_bytes(s, t->now, t->points * sizeof *t->now);
    flue_state_bytes(s, t->first, t->points * sizeof *t->first);
    flue_state_bytes(s, t->sum, t->points * sizeof *t->sum);
    flue_state_bytes(s, t->line, t->points * sizeof *t->line);
    flue_state_bytes(s, &t->weight_s, sizeof t->weight_s);
    flue_state_bytes(s, &t->line_s, sizeof t->line_s);
    flue_state_bytes(s, t->inner, sizeof t->inner);
    flue_state_bytes(s, t->late, sizeof t->late);
    flue_state_bytes(s, t->late_s, sizeof t->late_s);
    flue_state_bytes(s, &t->first_late, sizeof t->first_late);
    flue_state_bytes(s, &t->n_late, sizeof t->n_late);
    flue_state_bytes(s, &t->is_on, sizeof t->is_on);
    flue_state_bytes(s, &t->changed_s, sizeof t->changed_s);
  }
  flue_state_bytes(s, m->act, m->c->n_controls * sizeof *m->act);
  flue_state_bytes(s, &m->time_s, sizeof m->time_s);
  flue_state_bytes(s, &m->last_s, sizeof m->last_s);
  flue_state_bytes(s, &m->calls, sizeof m->calls);
  flue_state_bytes(s, &m->is_killed, sizeof m->is_killed);
  flue_state_bytes(s, &m->released, sizeof m->released);
  flue_state_bytes(s, &m->next_device_s, sizeof m->next_device_s);
  flue_state_bytes(s, &m->next_release_s, sizeof m->next_release_s);
  flue_state_bytes(s, &m->next_slice_s, sizeof m->next_slice_s);
  flue_state_bytes(s, m->hrr_sum, sizeof m->hrr_sum);
  flue_state_bytes(s, &m->hrr_s, sizeof m->hrr_s);
  flue_state_bytes(s, &m->enthalpy, sizeof m->enthalpy);
  flue_state_bytes(s, &m->work, sizeof m->work);
}
