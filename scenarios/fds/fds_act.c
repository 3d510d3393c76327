/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setpoints of devices, controls, and what comes and goes by them. */
#include <math.h>

#include "scenarios/fds/fds_meter.h"

/* ---- setpoints ---- */

static void set_meter(flue_fds_measures *m, fds_meter *t, int is_on) {
  if (t->is_on == is_on) return;
  t->is_on = is_on;
  t->changed_s = m->time_s;
}

void fds_act_devices(flue_fds_measures *m) {
  for (size_t i = 0; i < m->c->n_devices; ++i) {
    fds_meter *t = &m->meter[i];
    const flue_fds_device *d = t->device;
    if (isnan(d->setpoint) || !t->quantity) continue;
    if (d->is_latched && t->is_on != d->initial_state) continue;
    const int is_past = (t->now[0] - d->setpoint) * d->trip_direction > 0.0;
    set_meter(m, t, is_past ? !d->initial_state : d->initial_state);
  }
}

/* ---- controls ---- */

static double ramp_at(const flue_field_ramp *r, double x) {
  if (r->n == 0) return 1.0;
  if (x <= r->time_s[0]) return r->factor[0];
  for (size_t k = 1; k < r->n; ++k)
    if (x < r->time_s[k])
      return r->factor[k - 1] + (r->factor[k] - r->factor[k - 1]) * (x - r->time_s[k - 1]) /
                                    (r->time_s[k] - r->time_s[k - 1]);
  return r->factor[r->n - 1];
}

static void update(flue_fds_measures *m, size_t k, double dt, int depth);

/** Value of an input of a control. */
static double value_of(flue_fds_measures *m, const flue_fds_control *c, flue_fds_input in,
                       double dt, int depth) {
  if (in.kind == FLUE_FDS_CONSTANT) return c->constant;
  if (in.kind == FLUE_FDS_DEVICE) return m->meter[in.index].now[0];
  update(m, in.index, dt, depth + 1);
  return m->act[in.index].value;
}

static int state_of(flue_fds_measures *m, flue_fds_input in, double dt, int depth) {
  if (in.kind == FLUE_FDS_CONSTANT) return 0;
  if (in.kind == FLUE_FDS_DEVICE) return m->meter[in.index].is_on;
  update(m, in.index, dt, depth + 1);
  return m->act[in.index].is_on;
}

static int count_on(flue_fds_measures *m, const flue_fds_control *c, double dt, int depth) {
  int n = 0;
  for (size_t i = 0; i < c->n_inputs; ++i) n += state_of(m, c->input[i], dt, depth);
  return n;
}

/** On a while after its input is. */
static int is_due(flue_fds_measures *m, const flue_fds_control *c, fds_act *a, double dt,
                  int depth) {
  const int is_on = c->n_inputs > 0 && state_of(m, c->input[0], dt, depth);
  if (is_on && !a->input_was_on) a->changed_s = m->time_s;
  a->input_was_on = is_on;
  return is_on && m->time_s >= a->changed_s + c->delay_s;
}

static int in_deadband(const flue_fds_control *c, const fds_act *a, double x, int was) {
  (void)a;
  if (x < c->setpoint[0]) return c->on_is_lower;
  if (x > c->setpoint[1]) return !c->on_is_lower;
  return was;
}

static double act_pid(const flue_fds_control *c, fds_act *a, double x, double dt) {
  const double error = x - c->target;
  const double slope = a->has_error && dt > 0.0 ? (error - a->error) / dt : 0.0;
  if (dt > 0.0) {
    a->integral += error * dt;
    a->error = error;
    a->has_error = 1;
  } else if (!a->has_error) {
    a->error = error;
    a->has_error = 1;
  }
  return c->gain[0] * error + c->gain[1] * a->integral + c->gain[2] * slope;
}

/** Functions of numbers. */
static double arithmetic(flue_fds_measures *m, const flue_fds_control *c, fds_act *a, double dt,
                         int depth) {
  double x[2] = {0}, sum = 0.0, product = 1.0, least = INFINITY, most = -INFINITY;
  for (size_t i = 0; i < c->n_inputs; ++i) {
    const double v = value_of(m, c, c->input[i], dt, depth);
    if (i < 2) x[i] = v;
    sum += v;
    product *= v;
    least = fmin(least, v);
    most = fmax(most, v);
  }
  switch (c->function) {
    case FLUE_FDS_SUM:
      return sum;
    case FLUE_FDS_SUBTRACT:
      return x[0] - x[1];
    case FLUE_FDS_MULTIPLY:
      return product;
    case FLUE_FDS_DIVIDE:
      return x[1] != 0.0 ? x[0] / x[1] : 0.0;
    case FLUE_FDS_POWER:
      return pow(x[0], x[1]);
    case FLUE_FDS_EXP:
      return exp(x[0]);
    case FLUE_FDS_LOG:
      return log(x[0]);
    case FLUE_FDS_COS:
      return cos(x[0]);
    case FLUE_FDS_SIN:
      return sin(x[0]);
    case FLUE_FDS_ACOS:
      return acos(fmin(1.0, fmax(-1.0, x[0])));
    case FLUE_FDS_ASIN:
      return asin(fmin(1.0, fmax(-1.0, x[0])));
    case FLUE_FDS_MIN:
      return least;
    case FLUE_FDS_MAX:
      return most;
    default:
      return act_pid(c, a, x[0], dt);
  }
}

/** Whether the condition of a control holds. */
static int holds(flue_fds_measures *m, const flue_fds_control *c, fds_act *a, double dt,
                 int depth) {
  const int n = (int)c->n_inputs;
  switch (c->function) {
    case FLUE_FDS_ALL:
      return count_on(m, c, dt, depth) == n && n > 0;
    case FLUE_FDS_ANY:
      return count_on(m, c, dt, depth) > 0;
    case FLUE_FDS_ONLY:
      return count_on(m, c, dt, depth) == c->n;
    case FLUE_FDS_AT_LEAST:
      return count_on(m, c, dt, depth) >= c->n;
    case FLUE_FDS_TIME_DELAY:
      return is_due(m, c, a, dt, depth);
    case FLUE_FDS_KILL:
    case FLUE_FDS_RESTART:
      return count_on(m, c, dt, depth) > 0;
    case FLUE_FDS_CUSTOM:
      a->value = n > 0 ? ramp_at(&c->ramp, value_of(m, c, c->input[0], dt, depth)) : 0.0;
      return a->value > 0.0;
    case FLUE_FDS_DEADBAND:
      return n > 0 && in_deadband(c, a, value_of(m, c, c->input[0], dt, depth),
                                  a->is_on != c->initial_state);
    default:
      a->value = arithmetic(m, c, a, dt, depth);
      return !isnan(c->setpoint[0]) && (a->value - c->setpoint[0]) * c->trip_direction > 0.0;
  }
}

static void update(flue_fds_measures *m, size_t k, double dt, int depth) {
  const flue_fds_control *c = &m->c->controls[k];
  fds_act *a = &m->act[k];
  const int deepest = 64; /* rings of controls keep the state of the last step */
  if (a->is_done || depth > deepest) return;
  a->is_done = 1;
  const int is_true = holds(m, c, a, dt, depth);
  const int is_numeric = c->function >= FLUE_FDS_SUM;
  const int stays = c->is_latched && !is_numeric && c->function != FLUE_FDS_DEADBAND &&
                    c->function != FLUE_FDS_CUSTOM && a->is_on != c->initial_state;
  if (!stays) a->is_on = is_true ? !c->initial_state : c->initial_state;
  if (!is_numeric && c->function != FLUE_FDS_CUSTOM) a->value = a->is_on;
  if (c->function == FLUE_FDS_KILL && is_true) m->is_killed = 1;
}

void fds_act_controls(flue_fds_measures *m, double dt) {
  for (size_t k = 0; k < m->c->n_controls; ++k) m->act[k].is_done = 0;
  for (size_t k = 0; k < m->c->n_controls; ++k) update(m, k, dt, 0);
}

/* ---- switches ---- */

int flue_fds_measures_is_on(const flue_fds_measures *m, flue_fds_input in) {
  return in.kind == FLUE_FDS_DEVICE    ? m->meter[in.index].is_on
         : in.kind == FLUE_FDS_CONTROL ? m->act[in.index].is_on
                                       : 0;
}

static int is_there(const flue_fds_measures *m, const flue_fds_switch *s) {
  return flue_fds_measures_is_on(m, s->by) != (s->is_inverse != 0);
}

flue_status fds_act_switch(flue_ctx *ctx, const flue_fds_measures *m, flue_field *field) {
  for (size_t k = 0; k < m->c->n_switches; ++k) {
    const flue_fds_switch *s = &m->c->switches[k];
    FLUE_TRY(s->is_patch ? flue_field_set_patch(ctx, field, s->index, is_there(m, s))
                         : flue_field_set_obstacle(ctx, field, s->index, is_there(m, s)));
  }
  return FLUE_OK;
}

void flue_fds_measures_place(const flue_fds_measures *m, flue_field_obstacle *obstacles,
                             flue_field_patch *patches) {
  for (size_t k = 0; k < m->c->n_switches; ++k) {
    const flue_fds_switch *s = &m->c->switches[k];
    if (s->is_patch)
      patches[s->index].is_absent = !is_there(m, s);
    else
      obstacles[s->index].is_absent = !is_there(m, s);
  }
}
