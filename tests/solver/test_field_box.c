/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The large-eddy engine in boxes: conservation, exact pressures, walls, threads, restarts. */
#include "core/state.h"
#include "field_case.h"

static const double gas_constant = 8.314462618 / 0.0288; /* of the air of field_case.h */

static double mean_temp(const flue_field_view *v) {
  double sum = 0.0;
  for (int k = 1; k <= v->n[2]; ++k)
    for (int j = 1; j <= v->n[1]; ++j)
      for (int i = 1; i <= v->n[0]; ++i) sum += (double)v->temp[case_at(v, i, j, k)];
  return sum / ((double)v->n[0] * v->n[1] * v->n[2]);
}

/** All heat in a closed box of constant ratio raises its pressure: dp = (g - 1) Q t / V. The case
 *  fire_const_gamma of FDS asks for 1e-5. */
static void heat_in_a_closed_box_raises_its_pressure(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {10, 10, 10};
  const double length[3] = {1.0, 1.0, 1.0};
  case_make(&x, n, length);
  x.in.gravity[2] = -9.81;
  x.start[0] = (flue_field_start){
      .box_m = {0.3, 0.7, 0.3, 0.7, 0.0, 0.2}, .temp_k = NAN, .density = NAN, .release = 1e6};
  x.in.n_starts = 1;
  case_start(&x);
  case_run(&x, 2.0);
  flue_field_view v;
  flue_field_budget b;
  flue_field_get(x.field, &v);
  flue_field_get_budget(x.field, &b);
  const double heat = 1e6 * 4 * 4 * 2 * 1e-3 * 2.0; /* [J] */
  assert_int_equal(v.n_zones, 1);
  assert_near_rel(v.zone_pressure[0], (FLUE_HEAT_RATIO - 1.0) * heat, 2e-5);
  assert_near_rel(b.mass, 101325.0 / (gas_constant * 293.15), 1e-6);
  case_end(&x);
}

/** Gas blown into a closed box brings its enthalpy: dp = (g - 1) m cp T_in / V. */
static void blowing_into_a_closed_box_raises_its_pressure(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {10, 10, 10};
  const double length[3] = {1.0, 1.0, 1.0};
  case_make(&x, n, length);
  x.surface[CASE_OTHER].heat = FLUE_FIELD_AMBIENT_FACE;
  x.surface[CASE_OTHER].blows = 0.1;
  x.patch[0] = (flue_field_patch){
      .axis = 2, .faces_up = 1, .from = {3, 3, 0}, .to = {7, 7, 0}, .surface = CASE_OTHER};
  x.in.n_patches = 1;
  case_start(&x);
  case_run(&x, 5.0);
  flue_field_view v;
  flue_field_budget b;
  flue_field_get(x.field, &v);
  flue_field_get_budget(x.field, &b);
  /* the gas in the face has the pressure of the box: dp/dt = g p A u / V */
  const double rise = exp(FLUE_HEAT_RATIO * 0.1 * 0.16 * 5.0);
  const double start = 101325.0 / (gas_constant * 293.15);
  assert_near_rel(v.zone_pressure[0], 101325.0 * (rise - 1.0), 2e-3);
  assert_near_rel(b.mass - start, start * (rise - 1.0) / FLUE_HEAT_RATIO, 2e-3);
  /* what the gas there warms by is what mass and pressure say, to rounding */
  double inverse = 0.0;
  for (int k = 1; k <= 10; ++k)
    for (int j = 1; j <= 10; ++j)
      for (int i = 1; i <= 10; ++i) inverse += 1e-3 / (double)v.temp[case_at(&v, i, j, k)];
  assert_near_rel(b.mass * gas_constant / inverse, 101325.0 + v.zone_pressure[0], 1e-6);
  case_end(&x);
}

/** A plume between walls and around blocks. */
static void make_busy(field_case *x) {
  const int n[3] = {24, 16, 16};
  const double length[3] = {2.4, 1.6, 1.6};
  case_make(x, n, length);
  case_burn_methane(x, 0.2);
  x->in.gravity[2] = -9.81;
  x->in.side[1] = CASE_OPEN;
  x->surface[CASE_OTHER].release = 500e3;
  x->patch[0] = (flue_field_patch){
      .axis = 2, .faces_up = 1, .from = {5, 6, 0}, .to = {9, 10, 0}, .surface = CASE_OTHER};
  x->in.n_patches = 1;
  x->obstacle[0] = (flue_field_obstacle){.from = {14, 0, 6}, .to = {16, 16, 16}};
  x->obstacle[1] = (flue_field_obstacle){.from = {3, 3, 10}, .to = {10, 9, 10}}; /* a plate */
  x->in.n_obstacles = 2;
}

static void nothing_passes_walls_and_no_density_is_negative(void **state) {
  (void)state;
  field_case x;
  make_busy(&x);
  case_start(&x);
  case_run(&x, 1.5);
  flue_field_view v;
  flue_field_budget b;
  flue_field_get(x.field, &v);
  flue_field_get_budget(x.field, &b);
  for (int j = 1; j <= 16; ++j)
    for (int k = 7; k <= 16; ++k) {
      assert_near(v.velocity[0][case_at(&v, 14, j, k)], 0.0, 0.0);
      assert_near(v.velocity[0][case_at(&v, 16, j, k)], 0.0, 0.0);
    }
  for (int j = 4; j <= 9; ++j)
    for (int i = 4; i <= 10; ++i) assert_near(v.velocity[2][case_at(&v, i, j, 10)], 0.0, 0.0);
  for (int k = 1; k <= 16; ++k)
    for (int j = 1; j <= 16; ++j)
      for (int i = 1; i <= 24; ++i)
        for (int q = 0; q < 3; ++q)
          if (v.partial[q][case_at(&v, i, j, k)] < -1e-12f) /* rounding of 1 kg/m3: 1e-7 */
            fail_msg("species %d is %g at %d %d %d", q, (double)v.partial[q][case_at(&v, i, j, k)],
                     i, j, k);
  assert_near(b.divergence_error, 0.0, 0.2); /* the bound that field.h states */
  assert_near_rel(b.release, 80e3, 0.25);    /* 500 kW/m2 on 0.16 m2 */
  case_end(&x);
}

static void same_bits_for_any_number_of_threads(void **state) {
  (void)state;
  float *kept = NULL;
  for (int threads = 1; threads <= 3; ++threads) {
    field_case x;
    make_busy(&x);
    x.in.n_threads = threads;
    x.in.radiation.is_off = 0;
    case_start(&x);
    case_run(&x, 0.4);
    flue_field_view v;
    flue_field_get(x.field, &v);
    if (!kept) {
      kept = malloc(v.size * sizeof *kept);
      memcpy(kept, v.temp, v.size * sizeof *kept);
    }
    for (int k = 1; k <= 16; ++k)
      for (int j = 1; j <= 16; ++j)
        assert_memory_equal(kept + case_at(&v, 1, j, k), v.temp + case_at(&v, 1, j, k),
                            24 * sizeof *kept);
    case_end(&x);
  }
  free(kept);
}

static void a_restored_state_goes_on_with_the_same_bits(void **state) {
  (void)state;
  field_case a, b;
  make_busy(&a);
  make_busy(&b);
  a.in.radiation.is_off = b.in.radiation.is_off = 0;
  case_start(&a);
  case_start(&b);
  for (int i = 0; i < 23; ++i) assert_int_equal(flue_field_step(a.ctx, a.field, 10.0), FLUE_OK);
  flue_state saved = {0};
  flue_field_state(a.field, &saved);
  flue_state_rewind(&saved);
  flue_field_state(b.field, &saved);
  for (int i = 0; i < 11; ++i) {
    assert_int_equal(flue_field_step(a.ctx, a.field, 10.0), FLUE_OK);
    assert_int_equal(flue_field_step(b.ctx, b.field, 10.0), FLUE_OK);
  }
  flue_field_view v, w;
  flue_field_get(a.field, &v);
  flue_field_get(b.field, &w);
  for (int k = 1; k <= 16; ++k)
    for (int j = 1; j <= 16; ++j)
      assert_memory_equal(v.temp + case_at(&v, 1, j, k), w.temp + case_at(&v, 1, j, k),
                          24 * sizeof(float));
  flue_state_clear(&saved);
  case_end(&a);
  case_end(&b);
}

/** Two rooms that nothing joins are zones of their own; a plate that vanishes joins them. */
static void rooms_are_zones_until_their_wall_goes(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {12, 6, 6};
  const double length[3] = {1.2, 0.6, 0.6};
  case_make(&x, n, length);
  x.obstacle[0] = (flue_field_obstacle){.from = {4, 0, 0}, .to = {4, 6, 6}};
  x.in.n_obstacles = 1;
  x.start[0] = (flue_field_start){
      .box_m = {0.0, 0.4, 0.0, 0.6, 0.0, 0.6}, .temp_k = NAN, .density = NAN, .release = 1e4};
  x.in.n_starts = 1;
  case_start(&x);
  case_run(&x, 0.5);
  flue_field_view v;
  flue_field_get(x.field, &v);
  assert_int_equal(v.n_zones, 2);
  assert_near_rel(v.zone_pressure[0], (FLUE_HEAT_RATIO - 1.0) * 1e4 * 0.5, 1e-4);
  assert_near(v.zone_pressure[1], 0.0, 1e-6);
  assert_int_equal(flue_field_set_obstacle(x.ctx, x.field, 0, 0), FLUE_OK);
  assert_int_equal(flue_field_step(x.ctx, x.field, 1.0), FLUE_OK);
  flue_field_get(x.field, &v);
  assert_int_equal(v.n_zones, 1);
  flue_field_budget b;
  flue_field_get_budget(x.field, &b);
  assert_near_rel(v.zone_pressure[0], (FLUE_HEAT_RATIO - 1.0) * 1e4 * b.time_s / 3.0, 1e-3);
  assert_true(mean_temp(&v) > 293.15);
  case_end(&x);
}

/** Air that rises in a shaft of air as warm as it cools by g / cp on its way. */
static void rising_air_cools_by_its_expansion(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {4, 4, 20};
  const double length[3] = {2.0, 2.0, 20.0};
  case_make(&x, n, length);
  for (int side = 0; side < 4; ++side) x.in.side[side] = CASE_MIRROR;
  x.in.side[4] = CASE_OTHER;
  x.in.side[5] = CASE_OPEN;
  x.surface[CASE_OTHER].heat = FLUE_FIELD_AMBIENT_FACE;
  x.surface[CASE_OTHER].blows = 1.0;
  x.in.velocity[2] = 1.0;
  x.in.gravity[2] = -9.81;
  x.in.is_stratified = 1;
  case_start(&x);
  case_run(&x, 5.0);
  flue_field_view v;
  flue_field_get(x.field, &v);
  const double cp = FLUE_HEAT_RATIO / (FLUE_HEAT_RATIO - 1.0) * gas_constant;
  for (int k = 10; k <= 16; ++k)
    assert_near((double)v.temp[case_at(&v, 2, 2, k)] - 293.15, -9.81 / cp * 5.0, 0.004);
  case_end(&x);
}

static double largest_change_of_temp(const flue_field_view *v) {
  double most = 0.0;
  for (int k = 1; k <= v->n[2]; ++k)
    for (int j = 1; j <= v->n[1]; ++j)
      for (int i = 1; i <= v->n[0]; ++i)
        most = fmax(most, fabs((double)v->temp[case_at(v, i, j, k)] - 293.15));
  return most;
}

/** Neither wind at a block when it starts nor a plate that shuts a duct heats the air. */
static void sudden_walls_do_not_heat_the_air(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {30, 10, 10};
  const double length[3] = {3.0, 1.0, 1.0};
  case_make(&x, n, length);
  x.in.side[0] = x.in.side[1] = CASE_OPEN;
  x.in.velocity[0] = 2.0;
  x.obstacle[0] = (flue_field_obstacle){.from = {8, 3, 0}, .to = {11, 7, 6}};
  x.obstacle[1] = (flue_field_obstacle){.from = {20, 0, 0}, .to = {20, 10, 10}, .is_absent = 1};
  x.in.n_obstacles = 2;
  case_start(&x);
  case_run(&x, 0.3);
  flue_field_view v;
  flue_field_get(x.field, &v);
  assert_near(largest_change_of_temp(&v), 0.0, 0.5);
  assert_int_equal(flue_field_set_obstacle(x.ctx, x.field, 1, 1), FLUE_OK);
  case_run(&x, 0.6);
  flue_field_get(x.field, &v);
  assert_near(largest_change_of_temp(&v), 0.0, 1.0);
  case_end(&x);
}

/** What blows goes on blowing when something else comes in. */
static void supplies_outlast_a_change_of_walls(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {10, 10, 10};
  const double length[3] = {1.0, 1.0, 1.0};
  case_make(&x, n, length);
  x.in.side[5] = CASE_OPEN;
  x.surface[CASE_OTHER].heat = FLUE_FIELD_AMBIENT_FACE;
  x.surface[CASE_OTHER].blows = 0.5;
  x.patch[0] = (flue_field_patch){
      .axis = 0, .faces_up = 1, .from = {0, 3, 3}, .to = {0, 6, 6}, .surface = CASE_OTHER};
  x.in.n_patches = 1;
  x.obstacle[0] = (flue_field_obstacle){.from = {6, 6, 0}, .to = {8, 8, 4}, .is_absent = 1};
  x.in.n_obstacles = 1;
  case_start(&x);
  case_run(&x, 0.5);
  assert_int_equal(flue_field_set_obstacle(x.ctx, x.field, 0, 1), FLUE_OK);
  assert_int_equal(flue_field_renew(x.ctx, x.field), FLUE_OK);
  flue_field_view v;
  flue_field_get(x.field, &v);
  assert_near((double)v.velocity[0][case_at(&v, 0, 5, 5)], 0.5, 0.0);
  case_run(&x, 1.0);
  assert_near((double)v.velocity[0][case_at(&v, 0, 5, 5)], 0.5, 0.0);
  case_end(&x);
}

/** Slab of thickness L, insulated behind, that gas heats from 0 to 1: sum of C cos(z x / L)
 * exp(-z^2 Fo) with z tan z = Bi is what is left (textbook result). */
static double left_of_slab(double biot, double fourier, double x) {
  const double pi = 3.14159265358979323846;
  double sum = 0.0;
  for (int n = 0; n < 12; ++n) {
    double low = n * pi, high = (n + 0.5) * pi;
    for (int i = 0; i < 60; ++i) {
      const double z = 0.5 * (low + high);
      *(z * tan(z) < biot ? &low : &high) = z;
    }
    sum += 4.0 * sin(low) / (2.0 * low + sin(2.0 * low)) * cos(low * x) * exp(-low * low * fourier);
  }
  return sum;
}

/** Walls go on alone beside gas of 120 C: case heat_conduction_a of FDS, Bi = 100, Fo = 0.2 after
 *  2000 s. A wall has at most a dozen cells: 1 K at its back. */
static void walls_go_on_beside_still_gas(void **state) {
  (void)state;
  field_case x;
  const int n[3] = {3, 3, 3}, cell[3] = {2, 2, 1};
  const double length[3] = {0.3, 0.3, 0.3};
  case_make(&x, n, length);
  x.surface[CASE_OTHER].heat = FLUE_FIELD_CONDUCTING;
  x.surface[CASE_OTHER].coefficient = 100.0;
  x.surface[CASE_OTHER].gas_k = 393.15;
  x.surface[CASE_OTHER].back_k = 293.15;
  x.surface[CASE_OTHER].back_is_insulated = 1;
  x.surface[CASE_OTHER].layers = (flue_build_up){
      .n = 1,
      .layer = {
          {.thickness_m = 0.1, .conductivity = 0.1, .density = 100.0, .specific_heat = 1000.0}}};
  x.patch[0] = (flue_field_patch){
      .axis = 2, .faces_up = 1, .from = {1, 1, 0}, .to = {2, 2, 0}, .surface = CASE_OTHER};
  x.in.n_patches = 1;
  x.in.is_still = x.in.has_fixed_step = 1;
  x.in.step_s = 0.5;
  case_start(&x);
  case_run(&x, 2000.0);
  flue_field_view v;
  flue_field_get(x.field, &v);
  assert_near(v.temp[case_at(&v, 2, 2, 1)], 293.15, 1e-3); /* the gas stays as it is */
  static const double depth[] = {0.0, 0.04, 0.08}, off[] = {0.1, 0.6, 1.0};
  for (int k = 0; k < 3; ++k) {
    double temp;
    assert_true(flue_field_inner_temp(x.field, cell, 2, 1, depth[k], &temp));
    const double exact = 393.15 - 100.0 * left_of_slab(100.0, 0.2, 1.0 - depth[k] / 0.1);
    assert_near(temp, exact, off[k]);
  }
  case_end(&x);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(heat_in_a_closed_box_raises_its_pressure),
      cmocka_unit_test(blowing_into_a_closed_box_raises_its_pressure),
      cmocka_unit_test(nothing_passes_walls_and_no_density_is_negative),
      cmocka_unit_test(same_bits_for_any_number_of_threads),
      cmocka_unit_test(a_restored_state_goes_on_with_the_same_bits),
      cmocka_unit_test(rooms_are_zones_until_their_wall_goes),
      cmocka_unit_test(rising_air_cools_by_its_expansion),
      cmocka_unit_test(sudden_walls_do_not_heat_the_air),
      cmocka_unit_test(supplies_outlast_a_change_of_walls),
      cmocka_unit_test(walls_go_on_beside_still_gas),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
