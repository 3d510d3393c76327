/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conduction into walls against the half space, the steady wall, and the balance of energy. */
#include "models/wall.h"

#include <string.h>

#include "flue_test.h"
#include "models/gas.h"

static const flue_material material = {1.6, 2300, 900, 0.15, 0.94, 0.0};
static const flue_build_up concrete = {1, {{1.6, 2300, 900, 0.15, 0.94, 0.0}}};
static const double start_k = 293.15;

static void fill(double *temp, double value) {
  for (int k = 0; k < FLUE_WALL_CELLS; ++k) temp[k] = value;
}

/** A step of a wall and of the gas of heat capacity c_gas before it, solved together.
 *  @return heat out of the gas [J]. */
static double step(const flue_wall_grid *g, double *temp, double dt, double area, double h,
                   double flux, double gas, double c_gas, double h_back) {
  flue_wall_step s;
  double alpha[FLUE_WALL_CELLS];
  flue_wall_step_set(g, dt, h_back, &s);
  flue_wall_reduce(&s, temp, start_k, alpha);
  /* face: h (T_gas - T) + flux = G0 (T - alpha - beta T); gas: c (T_gas - T_old) = -dt A h (T_gas -
   * T) */
  const double into = g->conductance[0] * (1.0 - s.beta[0]);
  const double constant = (flux + g->conductance[0] * alpha[0]) / (h + into),
               slope = h / (h + into), exchange = dt * area * h;
  const double gas_new = (c_gas * gas + exchange * constant) / (c_gas + exchange * (1.0 - slope));
  const double face = constant + slope * gas_new;
  assert_near_rel(g->conductance[0] * (face - alpha[0] - s.beta[0] * face),
                  h * (gas_new - face) + flux, 1e-6);
  flue_wall_finish(&s, alpha, face, temp);
  return exchange * (gas_new - face);
}

static double stored(const flue_wall_grid *g, const double *temp, double from) {
  double sum = 0.0;
  for (int k = 0; k < g->n; ++k) sum += g->capacity[k] * (temp[k] - from);
  return sum;
}

static void a_grid_holds_the_capacity_and_resistance_of_its_wall(void **state) {
  (void)state;
  static const double steps[] = {0.05, 1.0, 10.0, 1e4};
  for (int i = 0; i < 4; ++i) {
    const flue_wall_grid g = flue_wall_grid_make(&concrete, steps[i]);
    double capacity = 0.0, resistance = 0.0;
    for (int k = 0; k < g.n; ++k) capacity += g.capacity[k];
    for (int k = 0; k <= g.n; ++k) resistance += 1.0 / g.conductance[k];
    assert_near_rel(capacity, 0.15 * 2300 * 900, 1e-12);
    assert_near_rel(resistance, 0.15 / 1.6, 1e-12);
    assert_near_rel(g.depth_m[g.n], 0.15, 1e-12);
  }
}

static void heat_into_a_suddenly_hot_surface_follows_the_half_space(void **state) {
  (void)state;
  /* Carslaw and Jaeger 1959, 2.5: surface raised by dT, heat after t: 2 dT sqrt(k rho c t / pi).
     The wall is deep enough for 30 min (penetration 2 sqrt(a t) = 75 mm of 150 mm). A surface
     coefficient of 1e6 stands for a given surface temperature; ten cells and steps of 1 s give 3 %.
   */
  const double dt = 1.0, end = 1800.0, rise = 100.0, huge = 1e12;
  const flue_wall_grid g = flue_wall_grid_make(&concrete, dt);
  double temp[FLUE_WALL_CELLS], heat = 0.0;
  fill(temp, start_k);
  for (double t = 0.0; t < end; t += dt)
    heat += step(&g, temp, dt, 1.0, 1e6, 0.0, start_k + rise, huge, 0.0);
  const double exact = 2.0 * rise * sqrt(1.6 * 2300 * 900 * end / acos(-1.0));
  assert_near_rel(heat, exact, 0.03);
}

static void a_surface_under_constant_flux_warms_with_the_root_of_time(void **state) {
  (void)state;
  /* Carslaw and Jaeger 1959, 2.9: surface rise 2 q sqrt(t / (pi k rho c)). */
  const double dt = 1.0, end = 1200.0, flux = 2000.0;
  const flue_wall_grid g = flue_wall_grid_make(&concrete, dt);
  double temp[FLUE_WALL_CELLS];
  fill(temp, start_k);
  for (double t = 0.0; t < end; t += dt) step(&g, temp, dt, 1.0, 0.0, flux, 400.0, 1e3, 0.0);
  const double face = temp[0] + flux / g.conductance[0];
  const double exact = 2.0 * flux * sqrt(end / (acos(-1.0) * 1.6 * 2300 * 900));
  assert_near_rel(face - start_k, exact, 0.03); /* ten cells */
  assert_near_rel(stored(&g, temp, start_k), flux * end, 1e-9);
}

static void a_long_heated_wall_reaches_its_steady_flow(void **state) {
  (void)state;
  const double h = 25.0, h_back = 9.0;
  const flue_wall_grid g = flue_wall_grid_make(&concrete, 60.0);
  double temp[FLUE_WALL_CELLS], heat = 0.0;
  fill(temp, start_k);
  for (int i = 0; i < 10000; ++i) heat = step(&g, temp, 60.0, 2.0, h, 0.0, 600.0, 1e12, h_back);
  const double u = 1.0 / (1.0 / h + 0.15 / 1.6 + 1.0 / h_back);
  assert_near_rel(heat / 60.0, 2.0 * u * (600.0 - start_k), 1e-6);
}

static void gas_loses_what_an_insulated_wall_gains(void **state) {
  (void)state;
  const double area = 12.0, c_gas = 50e3, flux = 300.0, dt = 2.0;
  const flue_wall_grid g = flue_wall_grid_make(&concrete, dt);
  double temp[FLUE_WALL_CELLS], gas = 900.0, heat_sum = 0.0;
  fill(temp, start_k);
  for (int i = 0; i < 500; ++i) {
    const double heat = step(&g, temp, dt, area, 20.0, flux, gas, c_gas, 0.0);
    gas -= heat / c_gas;
    heat_sum += heat;
  }
  assert_near_rel(area * stored(&g, temp, start_k), heat_sum + flux * area * dt * 500, 1e-10);
  assert_true(gas < 900.0 && gas > start_k);
}

static void huge_steps_stay_between_gas_and_wall(void **state) {
  (void)state;
  const flue_wall_grid g = flue_wall_grid_make(&concrete, 1.0);
  double temp[FLUE_WALL_CELLS];
  fill(temp, start_k);
  const double heat = step(&g, temp, 1e6, 10.0, 1e3, 0.0, 1500.0, 1e3, 9.0);
  assert_true(1500.0 - heat / 1e3 >= start_k - 1e-6);
  for (int k = 0; k < FLUE_WALL_CELLS; ++k)
    assert_true(temp[k] >= start_k - 1e-6 && temp[k] <= 1500.0);
}

static void library_materials_are_found_by_name(void **state) {
  (void)state;
  flue_material m;
  assert_int_equal(flue_material_find(NULL, "concrete", &m), FLUE_OK);
  assert_memory_equal(&m, &material, sizeof m);
  assert_int_equal(flue_material_find(NULL, "cheese", &m), FLUE_EARG);
}

static void surface_coefficients_follow_the_way_a_surface_faces(void **state) {
  (void)state;
  assert_near(flue_convection(FLUE_FACING_SIDE, 300, 300), 1.0, 0.0);
  assert_near(flue_convection(FLUE_FACING_SIDE, 1293, 293), 13.1, 1e-9);
  assert_near(flue_convection(FLUE_FACING_DOWN, 1293, 293), 15.1, 1e-9);
  assert_near(flue_convection(FLUE_FACING_UP, 293, 1293), 15.1, 1e-9);
  assert_near(flue_convection(FLUE_FACING_UP, 1293, 293), 7.6, 1e-9);
  assert_near(flue_convection(FLUE_FACING_DOWN, 293, 1293), 7.6, 1e-9);
}

/* air at 50 degC as in tables of textbooks: k 0.028 W/m/K, nu 1.8e-5 m2/s, Pr 0.70; its 5 m/s along
 * a metre have Re 2.8e5 and Nu = 0.037 Re^0.8 Pr^(1/3) = 743 */
static void a_draught_cools_a_plate_as_textbooks_have_it(void **state) {
  (void)state;
  assert_near_rel(flue_convection_forced(5.0, 323.15), 743.0 * 0.028, 0.02);
  /* at 700 K 0.0524 W/m/K and 6.81e-5 m2/s: Re 7.34e4, Nu 256 */
  assert_near_rel(flue_convection_forced(5.0, 700.0), 256.0 * 0.0524, 0.03);
  assert_near_rel(flue_convection_forced(10.0, 323.15) / flue_convection_forced(5.0, 323.15),
                  pow(2.0, 0.8), 1e-9);
  assert_near(flue_convection_forced(0.0, 323.15), 0.0, 0.0);
  /* a metre behind the edge: Nu = 0.0296 Re^0.8 Pr^(1/3) = 594, the mean over 3 m within 1 % */
  assert_near_rel(flue_convection_along(5.0, 323.15), 594.0 * 0.028, 0.02);
  assert_near_rel(flue_convection_along(5.0, 323.15),
                  pow(3.0, -0.2) * flue_convection_forced(5.0, 323.15), 0.01);
}

static void layers_of_a_wall_keep_their_capacity_resistance_and_order(void **state) {
  (void)state;
  const flue_build_up wall = {
      2, {{0.16, 790, 900, 0.016, 0.9, 0.0}, {0.04, 30, 1200, 0.05, 0.9, 0.0}}};
  const flue_wall_grid g = flue_wall_grid_make(&wall, 1.0);
  double capacity = 0.0, resistance = 0.0;
  for (int k = 0; k < g.n; ++k) capacity += g.capacity[k];
  for (int k = 0; k <= g.n; ++k) resistance += 1.0 / g.conductance[k];
  assert_near_rel(capacity, 0.016 * 790 * 900 + 0.05 * 30 * 1200, 1e-12);
  assert_near_rel(resistance, 0.016 / 0.16 + 0.05 / 0.04, 1e-12);
  /* steady: the drop over each layer is in proportion to its resistance */
  double temp[FLUE_WALL_CELLS];
  fill(temp, start_k);
  for (int i = 0; i < 5000; ++i) step(&g, temp, 600.0, 1.0, 1e6, 0.0, start_k + 135.0, 1e12, 1e6);
  assert_near(flue_wall_temp_at(&g, temp, start_k + 135.0, 0.008), start_k + 135.0 - 5.0, 0.01);
}

/** Root of Neumann's equation for a front that melts: lambda exp(lambda^2) sqrt(pi) = hot /
 * erf(lambda) - cold / erfc(lambda). */
static double front_of(double hot, double cold) {
  double low = 1e-6, high = 3.0;
  for (int i = 0; i < 100; ++i) {
    const double x = 0.5 * (low + high);
    const double miss =
        x * exp(x * x) * sqrt(3.14159265358979323846) - hot / erf(x) + cold / erfc(x);
    if (miss > 0.0)
      high = x;
    else
      low = x;
  }
  return 0.5 * (low + high);
}

/* Neumann's solution of Stefan's problem with the same conductivity and capacity on both sides
   (Carslaw and Jaeger 1959, chapter 11): a thick gypsum wall, its face suddenly at 400 degC, is dry
   to a depth of 2 lambda sqrt(a t). */
static void bound_water_dries_to_the_depth_of_stefans_problem(void **state) {
  (void)state;
  const flue_build_up gypsum = {1, {{0.2, 800, 1000, 0.2, 0.9, FLUE_GYPSUM_WATER}}};
  const flue_wall_grid g = flue_wall_grid_make(&gypsum, 1.0);
  const double face_k = 673.15, latent = FLUE_GYPSUM_WATER * FLUE_BOUND_WATER_HEAT;
  const double lambda = front_of(1000.0 * (face_k - FLUE_BOUND_WATER_K) / latent,
                                 1000.0 * (FLUE_BOUND_WATER_K - start_k) / latent);
  double temp[FLUE_WALL_CELLS], alpha[FLUE_WALL_CELLS], dried[FLUE_WALL_CELLS] = {0};
  double heat_in = 0.0, sum = 0.0;
  fill(temp, start_k);
  flue_wall_step s;
  flue_wall_step_set(&g, 1.0, 0.0, &s);
  for (int t = 0; t < 1800; ++t) {
    flue_wall_reduce(&s, temp, start_k, alpha);
    flue_wall_finish(&s, alpha, face_k, temp);
    heat_in += g.conductance[0] * (face_k - temp[0]);
    flue_wall_dry(&g, temp, dried);
  }
  for (int k = 0; k < g.n; ++k) sum += dried[k];
  const double depth = 2.0 * lambda * sqrt(0.2 / (800.0 * 1000.0) * 1800.0);
  assert_near(depth, 0.01954, 1e-4);
  assert_near_rel(sum / (800.0 * latent), depth, 0.04);
  assert_near_rel(stored(&g, temp, start_k) + sum, heat_in, 1e-9);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_draught_cools_a_plate_as_textbooks_have_it),
      cmocka_unit_test(a_grid_holds_the_capacity_and_resistance_of_its_wall),
      cmocka_unit_test(heat_into_a_suddenly_hot_surface_follows_the_half_space),
      cmocka_unit_test(a_surface_under_constant_flux_warms_with_the_root_of_time),
      cmocka_unit_test(a_long_heated_wall_reaches_its_steady_flow),
      cmocka_unit_test(gas_loses_what_an_insulated_wall_gains),
      cmocka_unit_test(huge_steps_stay_between_gas_and_wall),
      cmocka_unit_test(library_materials_are_found_by_name),
      cmocka_unit_test(surface_coefficients_follow_the_way_a_surface_faces),
      cmocka_unit_test(layers_of_a_wall_keep_their_capacity_resistance_and_order),
      cmocka_unit_test(bound_water_dries_to_the_depth_of_stefans_problem),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
