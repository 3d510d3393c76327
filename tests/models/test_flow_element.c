/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow elements one by one: numbers of the literature, slopes against finite differences, flows
 * that rise and have no corners. Numbers: contam-x-jr-ml (NIST), EnergyPlus, Klote and Milke. */
#include "models/flow_element.h"

#include <float.h>

#include "flue_test.h"

static const double gravity = 9.80665;

static flue_element_gas air(double celsius) {
  const double temp_k = celsius + 273.15;
  return (flue_element_gas){101325.0 / (287.055 * temp_k), temp_k};
}

static double net_flow(const flue_flow_element *e, double dp, flue_element_gas a,
                       flue_element_gas b) {
  flue_element_flow f;
  flue_element_flow_at(e, 1.0, dp, a, b, &f);
  return f.forward - f.backward;
}

/* ---- all laws ---- */

enum { laws = 18 };

static void make_all(flue_flow_element e[laws]) {
  static const double falling[4] = {300.0, -50.0, -40.0, -5.0};
  static const double humped[4] = {200.0, 150.0, -200.0, 0.0};
  size_t n = 0;
  e[n++] = flue_element_orifice(0.021, 0.6, 0.5, 30.0);
  e[n++] = flue_element_leak(0.0035, 0.65, 0.65, 10.0);
  e[n++] = flue_element_power_law(FLUE_DENSITY_ONE, 0.01, 0.6, 0.0);
  e[n++] = flue_element_power_law(FLUE_DENSITY_NONE, 0.01, 0.6, 0.0);
  e[n++] = flue_element_power_law(FLUE_DENSITY_ONE, 0.01, 1.0, 0.0);
  e[n++] = flue_element_damper(FLUE_DENSITY_ONE, 0.1, 0.5, 0.002, 0.65, 0.0);
  e[n++] = flue_element_damper(FLUE_DENSITY_NONE, 0.1, 0.5, 0.0, 0.5, 0.0);
  e[n++] = flue_element_crack(0.01, 0.667);
  e[n++] = flue_element_stair(16.0, 3.5, 1.0, 1);
  e[n++] = flue_element_shaft(9.0, 12.0, 0.001, 3.5);
  e[n++] = flue_element_quadratic(FLUE_DENSITY_NONE, 5.0, 200.0);
  e[n++] = flue_element_gap(1.0, 0.002, 0.05, 1.0);
  e[n++] = flue_element_door(2.1, 0.9, 0.78, gravity);
  e[n++] = flue_element_door_pair(2.1, 0.9, 0.78, 0.0, gravity);
  e[n++] = flue_element_duct(10.0, 0.3, 0.0707, 0.00015, 1.5);
  e[n++] = flue_element_fan(falling, 1.2041, 0.1, 0.05);
  e[n++] = flue_element_fan(humped, 1.2041, 0.1, 0.05);
  e[n++] = flue_element_regulating(0.02, 5.0, 0.3);
  assert_int_equal(n, laws);
}

/** Pressures of both signs, from far inside every laminar range to 500 Pa. */
static double some_pressure(int i, int n) {
  const double x = 2.0 * i / (n - 1) - 1.0, decades = 20.0;
  return x == 0.0 ? 0.0 : copysign(500.0 * pow(10.0, decades * (fabs(x) - 1.0)), x);
}

static void slopes_agree_with_finite_differences(void **state) {
  (void)state;
  flue_flow_element e[laws];
  make_all(e);
  enum { n = 181 };
  for (int k = 0; k < laws; ++k)
    for (int i = 0; i < n; ++i) {
      const double dp = some_pressure(i, n),
                   h = fmax(e[k].kind == FLUE_ELEMENT_FAN ? 1e-6 : 1e-18, 1e-5 * fabs(dp));
      flue_element_flow f;
      const flue_element_gas a = air(20.0), b = air(200.0);
      flue_element_flow_at(&e[k], 1.0, dp, a, b, &f);
      const double slope = f.forward_slope + f.backward_slope;
      const double rise = (net_flow(&e[k], dp + h, a, b) - net_flow(&e[k], dp - h, a, b)) / (2 * h);
      /* rounding: of the difference of two streams, and of pressures inside a door */
      const double noise = 1e-15 * (f.forward + f.backward + slope * 20.0) / h;
      if (!(fabs(slope - rise) <= 2e-4 * fabs(rise) + noise + 1e-30))
        fail_msg("law %d at %g Pa: slope %g, difference %g", k, dp, slope, rise);
      if (!(slope >= 0.0)) fail_msg("law %d at %g Pa: slope %g", k, dp, slope);
    }
}

static void flows_rise_and_have_no_steps(void **state) {
  (void)state;
  flue_flow_element e[laws];
  make_all(e);
  enum { n = 40001 };
  for (int k = 0; k < laws; ++k) {
    if (e[k].kind == FLUE_ELEMENT_DOOR_PAIR) continue; /* turns where no pressure here is close */
    double before = -DBL_MAX, slope_before = 0.0, dp_before = 0.0;
    for (int i = 0; i < n; ++i) {
      const double dp = some_pressure(i, n);
      flue_element_flow f;
      flue_element_flow_at(&e[k], 1.0, dp, air(-10.0), air(600.0), &f);
      const double flow = f.forward - f.backward, slope = f.forward_slope + f.backward_slope;
      if (i > 0) {
        /* rounding of the difference of two large streams of a door counts for nothing */
        const double noise = 1e-13 * (f.forward + f.backward) + 1e-14 * slope;
        if (flow < before - noise) fail_msg("law %d falls at %g Pa", k, dp);
        const double most = 1.2 * fmax(slope, slope_before) * (dp - dp_before) + noise + 1e-16;
        if (flow - before > most) fail_msg("law %d has a step at %g Pa", k, dp);
      }
      before = flow;
      slope_before = slope;
      dp_before = dp;
    }
  }
}

/** No corner anywhere: slopes of neighbours agree, though they change by the flow's own scale. */
static void slopes_have_no_corners(void **state) {
  (void)state;
  flue_flow_element e[laws];
  make_all(e);
  enum { n = 400001 };
  for (int k = 0; k < laws; ++k) {
    /* doors bend as a square root where their neutral plane passes an edge, fans at their peak */
    if (e[k].kind == FLUE_ELEMENT_FAN) continue;
    if (e[k].kind == FLUE_ELEMENT_DOOR || e[k].kind == FLUE_ELEMENT_DOOR_PAIR) continue;
    double before = -1.0;
    for (int i = 0; i < n; ++i) {
      flue_element_flow f;
      flue_element_flow_at(&e[k], 1.0, some_pressure(i, n), air(20.0), air(200.0), &f);
      const double slope = f.forward_slope + f.backward_slope;
      const double change = fabs(slope - before), size = fmax(slope, before);
      /* between neighbours pressures differ by 2.3e-4 of themselves */
      if (before >= 0.0 && change > 4e-3 * size + 1e-9)
        fail_msg("law %d has a corner at %g Pa: %g %g", k, some_pressure(i, n), before, slope);
      before = slope;
    }
  }
}

static void a_turned_law_gives_the_flow_turned(void **state) {
  (void)state;
  flue_flow_element e[laws];
  make_all(e);
  for (int k = 0; k < laws; ++k) {
    if (e[k].kind == FLUE_ELEMENT_FAN || e[k].kind == FLUE_ELEMENT_REGULATING) continue;
    if (k == 5 || k == 6) continue; /* dampers */
    for (int i = 0; i < 40; ++i) {
      const double dp = some_pressure(i, 40);
      const double one = net_flow(&e[k], dp, air(20.0), air(80.0));
      const double other = net_flow(&e[k], -dp, air(80.0), air(20.0));
      assert_near(one, -other, 1e-12 + 1e-9 * fabs(one));
    }
  }
}

/* ---- power laws ---- */

/* network.md section 2 and the file of the tower: orifice .021 m2, Cd .6: Ct = Cd A sqrt(2) */
static void an_orifice_passes_what_the_handbook_says(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_orifice(0.02, 0.65, 0.5, 30.0);
  const flue_element_gas a = {1.2, 294.15};
  /* case 26: Q = 0.839 A sqrt(dp) for Cd = 0.65, rho = 1.2: 0.0839 m3/s at 25 Pa */
  assert_near_rel(net_flow(&e, 25.0, a, a) / 1.2, 0.0839, 1e-3);
  assert_near_rel(net_flow(&e, 25.0, a, a), 0.65 * 0.02 * sqrt(2.0 * 1.2 * 25.0), 1e-12);
}

/* AIRNET's transition: F = mu Re A / D, laminar below in proportion to dp */
static void a_laminar_orifice_follows_rho_over_mu(void **state) {
  (void)state;
  const double area = 0.01, re = 100.0, diameter = sqrt(4.0 * area / 3.14159265358979);
  const flue_flow_element e = flue_element_orifice(area, 0.6, 0.5, re);
  const double at = 1.81625e-5 * re * area / diameter;
  const double dp = pow(at / (0.6 * area * sqrt(2.0 * 1.2041)), 2.0);
  assert_near_rel(net_flow(&e, 0.5 * dp, air(20.0), air(20.0)), 0.5 * at, 1e-4);
  const double cold = air(-20.0).density / flue_air_viscosity(253.15);
  const double warm = air(20.0).density / flue_air_viscosity(293.15);
  assert_near_rel(net_flow(&e, 0.3 * dp, air(-20.0), air(-20.0)), 0.3 * at * cold / warm, 1e-4);
  /* the rounding stays within 2 % of the smaller branch */
  assert_near_rel(net_flow(&e, dp, air(20.0), air(20.0)), at, 0.02);
}

static void the_three_density_powers_differ_by_the_density(void **state) {
  (void)state;
  const flue_element_gas a = air(-10.0);
  const double c = 0.01, n = 0.65, dp = 20.0, bare = c * pow(dp, n);
  flue_flow_element e = flue_element_power_law(FLUE_DENSITY_NONE, c, n, 0.0);
  assert_near_rel(net_flow(&e, dp, a, a), bare, 1e-12);
  e = flue_element_power_law(FLUE_DENSITY_ROOT, c, n, 0.0);
  assert_near_rel(net_flow(&e, dp, a, a), bare * sqrt(a.density), 1e-12);
  e = flue_element_power_law(FLUE_DENSITY_ONE, c, n, 0.0);
  assert_near_rel(net_flow(&e, dp, a, a), bare * a.density, 1e-12);
}

/* leakage area at 10 Pa, Cd .65: at 10 Pa it is an orifice of that area */
static void a_leak_is_an_orifice_at_its_reference_pressure(void **state) {
  (void)state;
  const flue_flow_element leak = flue_element_leak(0.0035, 0.65, 0.65, 10.0);
  const flue_flow_element hole = flue_element_orifice(0.0035, 0.65, 0.5, 30.0);
  assert_near_rel(net_flow(&leak, 10.0, air(20.0), air(20.0)),
                  net_flow(&hole, 10.0, air(20.0), air(20.0)), 1e-12);
  assert_near_rel(leak.power[0].coefficient, 0.65 * 0.0035 * sqrt(2.0) * pow(10.0, -0.15), 1e-12);
}

/* EnergyPlus: C at 20 degC and 101325 Pa; elsewhere corrected by density and viscosity */
static void a_crack_is_corrected_for_temperature(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_crack(0.01, 0.667);
  const flue_element_gas standard = {1.2041, 293.15};
  assert_near_rel(net_flow(&e, 10.0, standard, standard), 0.01 * pow(10.0, 0.667), 1e-9);
  const flue_element_gas cold = air(-10.0);
  const double mu0 = 1.71432e-5 + 4.828e-8 * 20.0, mu = 1.71432e-5 - 4.828e-8 * 10.0;
  const double correction =
      pow(1.2041 / cold.density, 0.667 - 1.0) * pow(mu0 / mu, 2.0 * 0.667 - 1.0);
  assert_near_rel(net_flow(&e, 10.0, cold, cold), 0.01 * correction * pow(10.0, 0.667), 1e-9);
}

static void a_damper_has_a_law_for_each_direction(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_damper(FLUE_DENSITY_ONE, 0.1, 0.5, 0.002, 0.65, 0.0);
  const flue_element_gas a = air(20.0);
  assert_near_rel(net_flow(&e, 9.0, a, a), a.density * 0.1 * 3.0, 1e-12);
  assert_near_rel(net_flow(&e, -9.0, a, a), -a.density * 0.002 * pow(9.0, 0.65), 1e-12);
  const flue_flow_element shut = flue_element_damper(FLUE_DENSITY_NONE, 0.1, 0.5, 0.0, 0.5, 0.0);
  assert_near(net_flow(&shut, -50.0, a, a), 0.0, 0.0);
}

/* Achakji and Tamura, from memory (unverified): 16 m2, 3.5 m, empty, open treads: Ae = 4.984 m2 */
static void a_stairwell_is_an_orifice_of_its_effective_area(void **state) {
  (void)state;
  flue_flow_element e = flue_element_stair(16.0, 3.5, 0.0, 1);
  assert_near_rel(e.power[0].coefficient, 0.6 * 0.089 * 3.5 * 16.0 * sqrt(2.0), 1e-12);
  e = flue_element_stair(16.0, 3.5, 1.0, 0);
  assert_near_rel(e.power[0].coefficient, 0.6 * 0.083 * 3.5 * 16.0 * 0.76 * sqrt(2.0), 1e-12);
}

/* 9 m2, 12 m around, roughness 1 mm, 3.5 m: D = 3 m, f = 1 / (2 log10(11100))^2 = .015277 */
static void a_shaft_is_a_rough_duct(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_shaft(9.0, 12.0, 0.001, 3.5);
  const double f = pow(2.0 * log10(3.7 * 3.0 / 0.001), -2.0);
  assert_near_rel(f, 0.015277, 1e-4);
  assert_near_rel(net_flow(&e, 0.5, air(20.0), air(20.0)),
                  9.0 * sqrt(2.0 * 3.0 * air(20.0).density * 0.5 / (f * 3.5)), 1e-12);
}

static void a_quadratic_law_returns_its_pressure(void **state) {
  (void)state;
  const flue_element_gas a = air(0.0);
  flue_flow_element e = flue_element_quadratic(FLUE_DENSITY_NONE, 5.0, 200.0);
  double f = net_flow(&e, 30.0, a, a);
  assert_near_rel(5.0 * f + 200.0 * f * f, 30.0, 1e-12);
  e = flue_element_quadratic(FLUE_DENSITY_ONE, 5.0, 200.0);
  f = net_flow(&e, -30.0, a, a) / a.density;
  assert_near_rel(5.0 * f - 200.0 * f * f, -30.0, 1e-12);
}

/* ---- doors ---- */

/* case 9, closed form: equal masses exchanged by .9 x 2.1 m, Cd .78, 20 and 30 degC: .48366 kg/s
   with the mean density; here with that of each stream and dp where both are equal; .05 % */
static void a_door_exchanges_what_brown_and_solvason_say(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_door(2.1, 0.9, 0.78, 9.81);
  const flue_element_gas a = air(20.0), b = air(30.0);
  double low = -1.0, high = 1.0;
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    if (net_flow(&e, middle, a, b) > 0.0)
      high = middle;
    else
      low = middle;
  }
  flue_element_flow f;
  flue_element_flow_at(&e, 1.0, low, a, b, &f);
  assert_near_rel(f.forward, 0.48366, 5e-4);
  assert_near_rel(f.forward, f.backward, 1e-9);
  /* y0 = dp / (g drho) above the middle; each side (2/3) Cd W sqrt(2 rho g drho) h^1.5 */
  const double drho = a.density - b.density, y0 = low / (9.81 * drho);
  const double c = 2.0 / 3.0 * 0.78 * 0.9 * sqrt(2.0 * 9.81 * drho);
  assert_near_rel(f.forward, c * sqrt(a.density) * pow(1.05 + y0, 1.5), 1e-6);
  assert_near_rel(f.backward, c * sqrt(b.density) * pow(1.05 - y0, 1.5), 1e-6);
}

static void a_door_with_one_air_is_an_orifice(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_door(2.1, 0.9, 0.78, gravity);
  assert_near_rel(net_flow(&e, 5.0, air(20.0), air(20.0)),
                  0.78 * 1.89 * sqrt(2.0 * air(20.0).density * 5.0), 1e-9);
}

static void a_door_pair_adds_two_orifices(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_door_pair(2.1, 0.9, 0.78, 0.0, gravity);
  assert_near_rel(e.half_m, 2.1 * 2.0 / 9.0, 1e-12);
  const flue_element_gas a = air(20.0), b = air(100.0);
  flue_element_flow f;
  flue_element_flow_at(&e, 1.0, 0.0, a, b, &f);
  const double dp = gravity * (a.density - b.density) * e.half_m;
  assert_near_rel(f.forward, 0.78 * 0.945 * sqrt(2.0 * a.density * dp), 1e-9);
  assert_near_rel(f.backward, 0.78 * 0.945 * sqrt(2.0 * b.density * dp), 1e-9);
}

/* ---- ducts and fans ---- */

/* Moody: Re = 1e5, e/D = 1e-3: f = .02217; the pressure goes back into the law */
static void a_duct_follows_colebrook(void **state) {
  (void)state;
  const double d = 0.5, area = 0.19635, re = 1e5;
  const flue_element_gas a = air(20.0);
  const flue_flow_element e = flue_element_duct(20.0, d, area, 0.0005, 0.0);
  const double flow = re * flue_air_viscosity(a.temp_k) * area / d;
  const double dp = 0.02217 * 20.0 / d * flow * flow / (2.0 * a.density * area * area);
  assert_near_rel(net_flow(&e, dp, a, a), flow, 5e-4);
  /* laminar: 64 / Re */
  const double slow = flow / 100.0;
  const double dp_slow = 64.0 / 1000.0 * 20.0 / d * slow * slow / (2.0 * a.density * area * area);
  assert_near_rel(net_flow(&e, dp_slow, a, a), slow, 1e-9);
}

static void losses_of_a_duct_alone_make_an_orifice(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_duct(0.0, 0.2, 0.04, 0.0, 10.0);
  assert_near_rel(net_flow(&e, 4.5, air(20.0), air(20.0)),
                  0.04 * sqrt(2.0 * air(20.0).density * 4.5 / 10.0), 1e-5);
}

static void a_fan_runs_on_its_curve_at_any_density(void **state) {
  (void)state;
  static const double k[4] = {300.0, -50.0, -40.0, -5.0};
  const flue_flow_element e = flue_element_fan(k, 1.2041, 0.1, 0.0);
  const flue_element_gas a = air(200.0);
  const double flow = net_flow(&e, -150.0, a, a), ratio = a.density / 1.2041, f = flow / ratio;
  assert_near_rel(ratio * (k[0] + f * (k[1] + f * (k[2] + f * k[3]))), 150.0, 1e-9);
  flue_element_flow half;
  flue_element_flow_at(&e, 0.5, -150.0 / 4.0, a, a, &half);
  assert_near_rel(half.forward, 0.5 * flow, 1e-9);
}

static void a_fan_beyond_its_curve_goes_on_straight(void **state) {
  (void)state;
  static const double k[4] = {300.0, -50.0, -40.0, -5.0};
  const flue_flow_element e = flue_element_fan(k, 1.2041, 0.1, 0.0);
  const flue_element_gas a = {1.2041, 293.15};
  assert_near_rel(net_flow(&e, -350.0, a, a), -50.0 / 50.0, 1e-6); /* slope at 0: -50 Pa s/kg */
  flue_element_flow f;
  flue_element_flow_at(&e, 1.0, -350.0, a, a, &f);
  assert_int_equal(f.is_surging, 0);
}

static void a_fan_on_the_rising_part_of_its_curve_surges(void **state) {
  (void)state;
  static const double k[4] = {200.0, 150.0, -200.0, 0.0}; /* highest at .375 kg/s: 228 Pa */
  const flue_flow_element e = flue_element_fan(k, 1.2041, 0.1, 0.0);
  const flue_element_gas a = {1.2041, 293.15};
  flue_element_flow f;
  flue_element_flow_at(&e, 1.0, -150.0, a, a, &f);
  assert_int_equal(f.is_surging, 0);
  assert_near_rel(200.0 + f.forward * (150.0 - 200.0 * f.forward), 150.0, 1e-9);
  flue_element_flow_at(&e, 1.0, -240.0, a, a, &f);
  assert_int_equal(f.is_surging, 1);
}

static void a_fan_that_stands_still_leaves_its_gap(void **state) {
  (void)state;
  static const double k[4] = {300.0, -50.0, -40.0, -5.0};
  const flue_flow_element e = flue_element_fan(k, 1.2041, 0.1, 0.05);
  flue_element_flow f;
  flue_element_flow_at(&e, 0.05, 10.0, air(20.0), air(20.0), &f);
  assert_near_rel(f.forward, 0.6 * 0.05 * sqrt(2.0 * air(20.0).density * 10.0), 1e-9);
}

static void constant_flows_do_not_ask_the_pressure(void **state) {
  (void)state;
  flue_flow_element e = flue_element_constant(FLUE_DENSITY_ONE, 0.6);
  assert_near_rel(net_flow(&e, -400.0, air(-10.0), air(20.0)), 0.6 * air(-10.0).density, 1e-12);
  e = flue_element_constant(FLUE_DENSITY_NONE, -0.6);
  assert_near_rel(net_flow(&e, 100.0, air(-10.0), air(20.0)), -0.6, 1e-12);
}

static void a_regulating_vent_levels_off(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_regulating(0.02, 5.0, 0.3);
  const flue_element_gas a = air(20.0);
  assert_near_rel(net_flow(&e, 5.0, a, a), a.density * 0.02 * (1.0 - exp(-1.0)), 1e-12);
  assert_near_rel(net_flow(&e, 500.0, a, a), a.density * 0.02, 1e-9);
  assert_near_rel(net_flow(&e, -500.0, a, a), -a.density * 0.006, 1e-9);
}

/* Without other openings the air that a car of 3 m2 at 3 m/s sweeps returns through the gap of 3 m2
   around it: dp = (rho / 2) (Ac U / (Cc (As - Ac)))^2 = 7.86 Pa with Cc = .83 */
static void a_lift_car_raises_the_pressure_in_front_of_it(void **state) {
  (void)state;
  const flue_flow_element e = flue_element_piston(6.0, 3.0, 3.0, 0.83);
  const double rho = air(20.0).density, dp = -0.5 * rho * pow(9.0 / (0.83 * 3.0), 2.0);
  assert_near_rel(dp, -7.865, 1e-3);
  assert_near(net_flow(&e, dp, air(20.0), air(20.0)), 0.0, 1e-9);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(slopes_agree_with_finite_differences),
      cmocka_unit_test(flows_rise_and_have_no_steps),
      cmocka_unit_test(slopes_have_no_corners),
      cmocka_unit_test(a_turned_law_gives_the_flow_turned),
      cmocka_unit_test(an_orifice_passes_what_the_handbook_says),
      cmocka_unit_test(a_laminar_orifice_follows_rho_over_mu),
      cmocka_unit_test(the_three_density_powers_differ_by_the_density),
      cmocka_unit_test(a_leak_is_an_orifice_at_its_reference_pressure),
      cmocka_unit_test(a_crack_is_corrected_for_temperature),
      cmocka_unit_test(a_damper_has_a_law_for_each_direction),
      cmocka_unit_test(a_stairwell_is_an_orifice_of_its_effective_area),
      cmocka_unit_test(a_shaft_is_a_rough_duct),
      cmocka_unit_test(a_quadratic_law_returns_its_pressure),
      cmocka_unit_test(a_door_exchanges_what_brown_and_solvason_say),
      cmocka_unit_test(a_door_with_one_air_is_an_orifice),
      cmocka_unit_test(a_door_pair_adds_two_orifices),
      cmocka_unit_test(a_duct_follows_colebrook),
      cmocka_unit_test(losses_of_a_duct_alone_make_an_orifice),
      cmocka_unit_test(a_fan_runs_on_its_curve_at_any_density),
      cmocka_unit_test(a_fan_beyond_its_curve_goes_on_straight),
      cmocka_unit_test(a_fan_on_the_rising_part_of_its_curve_surges),
      cmocka_unit_test(a_fan_that_stands_still_leaves_its_gap),
      cmocka_unit_test(constant_flows_do_not_ask_the_pressure),
      cmocka_unit_test(a_regulating_vent_levels_off),
      cmocka_unit_test(a_lift_car_raises_the_pressure_in_front_of_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
