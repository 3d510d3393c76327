/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices and controls of FDS input in small boxes of gas, against numbers worked out by hand. */
#include <math.h>

#include "fds_fixture.h"
#include "scenarios/fds/fds_measure.h"

/** A case at work. */
typedef struct trial {
  flue_ctx *ctx;
  flue_diagnostics list;
  flue_fds_case *file;
  flue_field *field;
  flue_fds_measures *measures;
} trial;

static trial read_text(const char *text) {
  const fds_reading read = fds_read_sound(text);
  trial r = {.ctx = read.ctx, .list = read.list, .file = read.file};
  flue_fds_check_measures(r.file, &r.list);
  return r;
}

/** Reads, and measures once. */
static trial start(const char *text) {
  trial r = read_text(text);
  r.file->field.n_threads = 1;
  assert_int_equal(r.list.errors, 0);
  if (flue_field_create(r.ctx, &r.file->field, &r.field) != FLUE_OK)
    fail_msg("%s", flue_last_error(r.ctx));
  assert_int_equal(flue_fds_measures_create(r.ctx, r.file, r.field, &r.list, &r.measures), FLUE_OK);
  assert_int_equal(flue_fds_measures_step(r.ctx, r.measures, r.field), FLUE_OK);
  return r;
}

static void run(trial *r, double t_s) {
  flue_field_budget b = {0};
  while (b.time_s < t_s - 1e-9) {
    if (flue_field_step(r->ctx, r->field, t_s) != FLUE_OK) fail_msg("%s", flue_last_error(r->ctx));
    assert_int_equal(flue_fds_measures_step(r->ctx, r->measures, r->field), FLUE_OK);
    flue_field_get_budget(r->field, &b);
  }
}

static double value(const trial *r, const char *id) {
  for (size_t i = 0; i < r->file->n_devices; ++i)
    if (strcmp(r->file->devices[i].id, id) == 0) return flue_fds_measures_value(r->measures, i, 0);
  fail_msg("no device %s", id);
  return NAN;
}

static void end(trial *r) {
  flue_fds_measures_destroy(&r->measures);
  flue_field_destroy(&r->field);
  flue_fds_destroy(&r->file);
  flue_diagnostics_clear(&r->list);
  flue_ctx_destroy(&r->ctx);
}

static int found(const trial *r, flue_message m) {
  int n = 0;
  for (size_t i = 0; i < r->list.n; ++i) n += r->list.items[i].message == m;
  return n;
}

/** A box of 1 m by 1 m by 2 m, still, without radiation and without heat at its walls. */
#define BOX                                                               \
  "&HEAD CHID = 'x' /\n&MESH IJK = 4, 4, 20, XB = 0, 1, 0, 1, 0, 2 /\n"   \
  "&RADI RADIATION = F /\n&SURF ID = 'A', ADIABATIC = T, DEFAULT = T /\n" \
  "&TIME T_END = 10, DT = 0.01, LOCK_TIME_STEP = T /\n"
#define STILL "&MISC GVEC = 0, 0, 0, STRATIFICATION = F /\n"

static void two_layers_are_found(void **state) {
  (void)state;
  trial r =
      start(BOX STILL
            "&INIT XB = 0, 1, 0, 1, 1.2, 2, TEMPERATURE = 120 /\n"
            "&DEVC ID = 'z', XB = 0.5, 0.5, 0.5, 0.5, 0, 2, QUANTITY = 'LAYER HEIGHT' /\n"
            "&DEVC ID = 'u', XB = 0.5, 0.5, 0.5, 0.5, 0, 2, QUANTITY = 'UPPER TEMPERATURE' /\n"
            "&DEVC ID = 'l', XB = 0.5, 0.5, 0.5, 0.5, 0, 2, QUANTITY = 'LOWER TEMPERATURE' /\n"
            "&DEVC ID = 'm', XB = 0, 1, 0, 1, 0, 2, QUANTITY = 'TEMPERATURE', "
            "SPATIAL_STATISTIC = 'VOLUME MEAN' /\n"
            "&DEVC ID = 'v', XB = 0, 1, 0, 1, 0, 1.2, QUANTITY = 'DENSITY', "
            "SPATIAL_STATISTIC = 'VOLUME' /\n"
            "&DEVC ID = 'p', XYZ = 0.5, 0.5, 1, QUANTITY = 'PRESSURE' /\n"
            "&DEVC ID = 'b', XYZ = 0.5, 0.5, 1, QUANTITY = 'BACKGROUND PRESSURE' /\n");
  assert_near(value(&r, "z"), 1.2, 1e-4);
  assert_near(value(&r, "u"), 120.0, 1e-2);
  assert_near(value(&r, "l"), 20.0, 1e-3);
  assert_near(value(&r, "m"), 0.6 * 20.0 + 0.4 * 120.0, 1e-3);
  assert_near(value(&r, "v"), 1.2, 1e-9);
  assert_near(value(&r, "p"), 0.0, 1e-3);
  assert_near(value(&r, "b"), 101325.0, 0.1);
  end(&r);
}

static void flows_are_velocity_times_area(void **state) {
  (void)state;
  trial r = start(BOX
                  "&MISC GVEC = 0, 0, 0, STRATIFICATION = F, U0 = 2, FREEZE_VELOCITY = T /\n"
                  "&DEVC ID = 'd', XYZ = 0.6, 0.6, 1, QUANTITY = 'DENSITY' /\n"
                  "&DEVC ID = 'u', XYZ = 0.6, 0.6, 1, QUANTITY = 'U-VELOCITY' /\n"
                  "&DEVC ID = 'm', XB = 0.5, 0.5, 0, 0.5, 0.5, 1.5, QUANTITY = 'MASS FLOW' /\n"
                  "&DEVC ID = 'p', XB = 0.5, 0.5, 0, 1, 0, 2, QUANTITY = 'VOLUME FLOW +' /\n"
                  "&DEVC ID = 'n', XB = 0.5, 0.5, 0, 1, 0, 2, QUANTITY = 'VOLUME FLOW -' /\n"
                  "&DEVC ID = 'a', XB = 0.5, 0.5, 0, 1, 0, 2, QUANTITY = 'U-VELOCITY', "
                  "SPATIAL_STATISTIC = 'AREA INTEGRAL' /\n"
                  "&DEVC ID = 'h', XB = 0.5, 0.5, 0, 1, 0, 2, QUANTITY = 'HEAT FLOW' /\n");
  assert_near(value(&r, "u"), 2.0, 1e-6);
  assert_near_rel(value(&r, "m"), value(&r, "d") * 2.0 * 0.5, 1e-6);
  assert_near(value(&r, "p"), 4.0, 1e-6);
  assert_near(value(&r, "n"), 0.0, 1e-12);
  assert_near(value(&r, "a"), 4.0, 1e-6);
  assert_near(value(&r, "h"), 0.0, 1e-2);
  end(&r);
}

static void sensors_lag(void **state) {
  (void)state;
  trial r = start(BOX STILL
                  "&INIT TEMPERATURE = 120 /\n"
                  "&PROP ID = 't', TIME_CONSTANT = 0.5 /\n"
                  "&PROP ID = 'k', QUANTITY = 'LINK TEMPERATURE', RTI = 50, "
                  "ACTIVATION_TEMPERATURE = 68 /\n"
                  "&DEVC ID = 't', XYZ = 0.5, 0.5, 1, QUANTITY = 'THERMOCOUPLE', PROP_ID = 't' /\n"
                  "&DEVC ID = 'b', XYZ = 0.5, 0.5, 1, QUANTITY = 'THERMOCOUPLE' /\n"
                  "&DEVC ID = 'k', XYZ = 0.5, 0.5, 1, PROP_ID = 'k' /\n"
                  "&DEVC ID = 'i', XYZ = 0.5, 0.5, 1, QUANTITY = 'TIME', "
                  "TEMPORAL_STATISTIC = 'TIME INTEGRAL' /\n");
  run(&r, 0.5);
  assert_near(value(&r, "t"), 120.0 - 100.0 * exp(-1.0), 0.5);
  /* bead of 1 mm: Nu = 2, k of air at 393 K 0.0326 W/m/K, so h = 65 W/m2/K and the time constant
     8908 * 440 * 1e-3 / 6 / 65 = 10.0 s; after 0.5 s it took up 4.9 % */
  assert_near(value(&r, "b"), 20.0 + 100.0 * (1.0 - exp(-0.5 / 10.0)), 0.5);
  assert_near(value(&r, "k"), 20.0, 1e-3); /* no flow */
  end(&r);
}

static void controls_follow_their_inputs(void **state) {
  (void)state;
  trial r =
      start("&HEAD CHID = 'x' /\n&MESH IJK = 4, 4, 4, XB = 0, 1, 0, 1, 0, 1 /\n" STILL
            "&RADI RADIATION = F /\n&TIME T_END = 2, DT = 0.1, LOCK_TIME_STEP = T /\n"
            "&DEVC ID = 'a', XYZ = 0, 0, 0, QUANTITY = 'TIME', SETPOINT = 0.25 /\n"
            "&DEVC ID = 'b', XYZ = 0, 0, 0, QUANTITY = 'TIME', SETPOINT = 0.75 /\n"
            "&CTRL ID = 'any', FUNCTION_TYPE = 'ANY', INPUT_ID = 'a', 'b' /\n"
            "&CTRL ID = 'all', FUNCTION_TYPE = 'ALL', INPUT_ID = 'a', 'b' /\n"
            "&CTRL ID = 'one', FUNCTION_TYPE = 'ONLY', N = 1, INPUT_ID = 'a', 'b', LATCH = F /\n"
            "&CTRL ID = 'late', FUNCTION_TYPE = 'TIME_DELAY', DELAY = 0.2, INPUT_ID = 'any' /\n"
            "&CTRL ID = 'sum', FUNCTION_TYPE = 'SUM', INPUT_ID = 'a', 'CONSTANT', CONSTANT = 3 /\n"
            "&DEVC ID = 'sum', XYZ = 0, 0, 0, QUANTITY = 'CONTROL VALUE', CTRL_ID = 'sum' /\n"
            "&OBST XB = 0.5, 0.75, 0, 1, 0, 1, CTRL_ID = 'late' /\n");
  const flue_fds_input any = {FLUE_FDS_CONTROL, 0}, all = {FLUE_FDS_CONTROL, 1},
                       one = {FLUE_FDS_CONTROL, 2}, late = {FLUE_FDS_CONTROL, 3};
  const struct {
    double t_s;
    int any, all, one, late;
  } rows[] = {{0.2, 0, 0, 0, 0},
              {0.3, 1, 0, 1, 0},
              {0.4, 1, 0, 1, 0},
              {0.6, 1, 0, 1, 1},
              {0.9, 1, 1, 0, 1}};
  for (size_t k = 0; k < sizeof rows / sizeof *rows; ++k) {
    run(&r, rows[k].t_s);
    assert_int_equal(flue_fds_measures_is_on(r.measures, any), rows[k].any);
    assert_int_equal(flue_fds_measures_is_on(r.measures, all), rows[k].all);
    assert_int_equal(flue_fds_measures_is_on(r.measures, one), rows[k].one);
    assert_int_equal(flue_fds_measures_is_on(r.measures, late), rows[k].late);
  }
  assert_near(value(&r, "sum"), 3.9, 1e-6);
  run(&r, 1.0); /* the obstacle came with a step after its control */
  flue_field_view v;
  flue_field_get(r.field, &v);
  assert_int_equal(v.solid[3 + v.row + v.plane], 1);
  end(&r);
}

static void walls_show_their_temperature(void **state) {
  (void)state;
  trial r =
      start("&HEAD CHID = 'x' /\n&MESH IJK = 4, 4, 4, XB = 0, 1, 0, 1, 0, 1 /\n" STILL
            "&RADI RADIATION = F /\n&TIME T_END = 2, DT = 0.01, LOCK_TIME_STEP = T /\n"
            "&SURF ID = 'H', TMP_FRONT = 70, HEAT_TRANSFER_COEFFICIENT = 10, TAU_T = 0 /\n"
            "&VENT MB = 'ZMIN', SURF_ID = 'H' /\n"
            "&DEVC ID = 't', XYZ = 0.6, 0.6, 0, IOR = 3, QUANTITY = 'WALL TEMPERATURE' /\n"
            "&DEVC ID = 'c', XYZ = 0.6, 0.6, 0, IOR = 3, QUANTITY = 'CONVECTIVE HEAT FLUX' /\n"
            "&DEVC ID = 's', XB = 0, 1, 0, 1, 0, 0, QUANTITY = 'WALL TEMPERATURE', "
            "SPATIAL_STATISTIC = 'SURFACE AREA' /\n");
  run(&r, 0.01);
  assert_near(value(&r, "t"), 70.0, 1e-6);
  assert_near(value(&r, "c"), -0.5, 5e-3); /* 10 W/m2/K and 50 K, in kW/m2 */
  assert_near(value(&r, "s"), 1.0, 1e-9);
  end(&r);
}

static void what_cannot_be_measured_is_said(void **state) {
  (void)state;
  trial r =
      read_text(BOX
                "&DEVC ID = 'a', XYZ = 0.5, 0.5, 0.5, QUANTITY = 'KOLMOGOROV LENGTH SCALE' /\n"
                "&DEVC ID = 'b', XYZ = 0.5, 0.5, 0.5, QUANTITY = 'AEROSOL', SETPOINT = 1 /\n"
                "&OBST XB = 0, 1, 0, 1, 0, 0.2, DEVC_ID = 'b' /\n");
  assert_int_equal(found(&r, FLUE_MSG_FDS_DEVICE_LEFT_OUT), 1);
  assert_int_equal(found(&r, FLUE_MSG_FDS_DEVICE_REFUSED), 1);
  end(&r);
}

static void a_state_goes_on_as_it_was(void **state) {
  (void)state;
  static const char text[] = BOX STILL
      "&INIT TEMPERATURE = 120 /\n&PROP ID = 't', TIME_CONSTANT = 0.5 /\n"
      "&DEVC ID = 't', XYZ = 0.5, 0.5, 1, QUANTITY = 'THERMOCOUPLE', PROP_ID = 't' /\n";
  trial a = start(text), b = start(text);
  flue_state s = {0};
  run(&a, 0.3);
  flue_fds_measures_state(a.measures, &s);
  flue_field_state(a.field, &s);
  flue_state_rewind(&s);
  flue_fds_measures_state(b.measures, &s);
  flue_field_state(b.field, &s);
  assert_int_equal(s.status, FLUE_OK);
  assert_int_equal(s.cursor, s.length);
  run(&a, 0.6);
  run(&b, 0.6);
  assert_near(value(&a, "t"), value(&b, "t"), 0.0);
  flue_state_clear(&s);
  end(&a);
  end(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_layers_are_found),
      cmocka_unit_test(flows_are_velocity_times_area),
      cmocka_unit_test(sensors_lag),
      cmocka_unit_test(controls_follow_their_inputs),
      cmocka_unit_test(walls_show_their_temperature),
      cmocka_unit_test(what_cannot_be_measured_is_said),
      cmocka_unit_test(a_state_goes_on_as_it_was),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
