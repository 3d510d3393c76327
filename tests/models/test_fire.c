/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuels, design fires, plumes and ceiling jets against published numbers and balances. */
#include "models/fire.h"

#include <string.h>

#include "flue_test.h"

static void flame_of_1_MW_on_1_m_is_2_7_m_high(void **state) {
  (void)state;
  /* Heskestad 1983: 0.235 * 1000^0.4 - 1.02 */
  assert_near(flue_flame_height(1e6, 1.0), 0.235 * pow(1000, 0.4) - 1.02, 1e-12);
  assert_near(flue_flame_height(1e6, 1.0), 2.70, 0.005); /* as printed */
  assert_near(flue_flame_height(1e4, 5.0), 0.0, 0.0);
}

static void plume_above_the_flame_follows_heskestad(void **state) {
  (void)state;
  /* Heskestad 1984 by hand: 1 MW, 700 kW convective, D = 1 m, z = 10 m.
     z0 = 0.083 * 1000^0.4 - 1.02 = 0.2955 m; 0.071 * 700^(1/3) * 9.7045^(5/3) = 27.86 kg/s;
     times 1 + 0.027 * 700^(2/3) * 9.7045^(-5/3) = 1.0482 */
  const double m = flue_plume_entrainment(1e6, 7e5, 1.0, 10.0);
  const double rise = 10.0 - (0.083 * pow(1000, 0.4) - 1.02);
  assert_near_rel(m,
                  0.071 * cbrt(700) * pow(rise, 5.0 / 3) *
                      (1 + 0.027 * pow(700, 2.0 / 3) * pow(rise, -5.0 / 3)),
                  1e-12);
  assert_true(m > 28.0 && m < 30.5);
}

static void entrainment_grows_with_height_without_a_jump_at_the_flame_tip(void **state) {
  (void)state;
  const double tip = flue_flame_height(1e6, 1.0);
  const double below = flue_plume_entrainment(1e6, 7e5, 1.0, tip - 1e-6);
  const double above = flue_plume_entrainment(1e6, 7e5, 1.0, tip + 1e-6);
  assert_near_rel(below, above, 1e-5); /* slopes differ, over 2 um */
  /* Heskestad's own relation at the tip is 0.0056 Qc = 3.9 kg/s; the far field is scaled to within
   * 1/3 */
  assert_near_rel(above, 0.0056 * 700, 0.34);
  double last = 0.0;
  for (double z = 0.05; z < 20.0; z += 0.05) {
    const double m = flue_plume_entrainment(1e6, 7e5, 1.0, z);
    assert_true(m >= last);
    last = m;
  }
  assert_near(flue_plume_entrainment(1e6, 7e5, 1.0, 0.0), 0.0, 0.0);
  assert_near(flue_plume_entrainment(0.0, 0.0, 1.0, 2.0), 0.0, 0.0);
}

static void ceiling_jet_follows_alpert(void **state) {
  (void)state;
  /* Alpert 1972, as in the SFPE Handbook: Q = 1 MW, H = 3 m */
  double rise, speed;
  flue_ceiling_jet(1e6, 3.0, 0.0, &rise, &speed);
  assert_near(rise, 16.9 * 100.0 / pow(3.0, 5.0 / 3), 1e-9); /* 270.8 K */
  assert_near_rel(speed, 0.96 * cbrt(1000.0 / 3.0), 0.06);   /* 6.66 m/s in 1972 */
  flue_ceiling_jet(1e6, 3.0, 3.0, &rise, &speed);
  assert_near(rise, 5.38 * pow(1000.0 / 3.0, 2.0 / 3) / 3.0, 1e-9); /* 86.2 K */
  assert_near(speed, 0.2526 * cbrt(700.0 / 3.0), 1e-9);             /* 1.56 m/s; 1972: 1.35 */
  /* PD 7974-1:2019, equation 27, a worked value: 1 MW convective, 3 m above an origin at 0.29546 m
   */
  assert_near(flue_ceiling_jet_speed(1e6, 3.0 - 0.29546, 1.75), 2.8935351, 1e-6);
  /* the fit of 1972 at 2 H: 0.195 2^(-5/6) (Q/H)^(1/3) */
  assert_near_rel(flue_ceiling_jet_speed(0.7e6, 3.0, 6.0),
                  0.195 * pow(2.0, -5.0 / 6) * cbrt(1000.0 / 3.0), 0.03);
  /* both branches of the temperature were fitted apart: they meet within 2 % */
  double inner, outer, ignored;
  flue_ceiling_jet(1e6, 3.0, 0.18 * 3.0 - 1e-9, &inner, &ignored);
  flue_ceiling_jet(1e6, 3.0, 0.18 * 3.0 + 1e-9, &outer, &ignored);
  assert_near_rel(outer, inner, 0.02);
}

/** Heat of a design fire until it is out, by the midpoint rule. */
static double burnt(const flue_design_fire *fire, double step) {
  double sum = 0.0;
  for (double t = 0.5 * step; t < 2e5; t += step) sum += flue_design_fire_rate(fire, t) * step;
  return sum;
}

static void a_fire_releases_its_load_and_no_more(void **state) {
  (void)state;
  static const flue_design_fire fires[] = {{46.9, 5e6, 780e6 * 20, 0.0}, /* reaches its peak */
                                           {46.9, 5e6, 100e6, 0.0},      /* burns out before */
                                           {187.6, 10e6, 2e9, 300.0},    /* begins later */
                                           {2.93, 1e6, 1e9, 0.0}};
  for (size_t i = 0; i < sizeof fires / sizeof *fires; ++i)
    assert_near_rel(burnt(&fires[i], 0.5), fires[i].load, 1e-4); /* midpoint rule, 0.5 s */
}

static void a_fire_grows_with_the_square_of_time_to_its_peak(void **state) {
  (void)state;
  /* "fast" of NFPA 72: 1055 kW after 150 s */
  const flue_design_fire fast = {1055e3 / (150.0 * 150.0), 5e6, 1e10, 60.0};
  assert_near(flue_design_fire_rate(&fast, 59.0), 0.0, 0.0);
  assert_near_rel(flue_design_fire_rate(&fast, 60.0 + 150.0), 1055e3, 1e-12);
  assert_near(flue_design_fire_rate(&fast, 60.0 + 1000.0), 5e6, 0.0);
}

static void products_weigh_what_fuel_and_oxygen_weighed(void **state) {
  (void)state;
  static const char *const names[] = {"polyurethane", "wood",        "furniture", "polystyrene",
                                      "pmma",         "cooking_oil", "vehicle",   "pvc"};
  static const double m_c = 12.011, m_h = 1.008, m_o = 15.999, m_n = 14.007, m_cl = 35.453;
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    flue_fuel f;
    assert_int_equal(flue_fuel_find(NULL, names[i], &f), FLUE_OK);
    const double mass =
        f.carbon * m_c + f.hydrogen * m_h + f.oxygen * m_o + f.nitrogen * m_n + f.chlorine * m_cl;
    const double burns =
        1.0 - f.yield[FLUE_FUEL]; /* the rest leaves as vapour of the same formula */
    /* PVC: 0.584 kg of HCl per kg that burns */
    assert_near(f.yield[FLUE_HCL], burns * f.chlorine * 36.461 / mass, 1e-4);
    const double n2 = burns * f.nitrogen * m_n / mass - f.yield[FLUE_HCN] * m_n / 27.026;
    double sum = n2;
    for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) sum += f.yield[s];
    assert_near(sum, 1.0, 2e-4); /* molar masses are rounded to 1 mg/mol */
    assert_true(f.yield[FLUE_O2] < 0.0 && f.yield[FLUE_CO2] > 0.0 && n2 > -1e-9);
    /* Huggett 1980: 13.1 MJ per kg of oxygen; 14 at most where the heat given is above what
       complete burning of the formula would release */
    const double per_oxygen = f.heat_of_combustion / -f.yield[FLUE_O2];
    if (!(per_oxygen > 13.09e6 && per_oxygen < 14e6)) fail_msg("%s: %g J/kg", f.name, per_oxygen);
  }
}

static void heptane_burns_to_its_textbook_yields(void **state) {
  (void)state;
  /* more heat than the oxygen for complete burning gives at 13.1 MJ/kg: all of it burns */
  flue_fuel f = {.name = "heptane", .carbon = 7, .hydrogen = 16, .heat_of_combustion = 48e6};
  assert_int_equal(flue_fuel_complete(NULL, &f, 0, 0, 0), FLUE_OK);
  /* C7H16 + 11 O2 = 7 CO2 + 8 H2O; molar mass 100.205 g/mol */
  assert_near(f.yield[FLUE_O2], -11 * 31.998 / 100.205, 1e-5);
  assert_near(f.yield[FLUE_CO2], 7 * 44.009 / 100.205, 1e-5);
  assert_near(f.yield[FLUE_H2O], 8 * 18.015 / 100.205, 1e-5);
}

static void yields_beyond_the_atoms_of_a_fuel_are_refused(void **state) {
  (void)state;
  /* more heat than the oxygen for complete burning gives at 13.1 MJ/kg: all of it burns */
  flue_fuel f = {.name = "heptane", .carbon = 7, .hydrogen = 16, .heat_of_combustion = 48e6};
  assert_int_equal(flue_fuel_complete(NULL, &f, 1.5, 0.5, 0), FLUE_EINPUT);
  assert_int_equal(flue_fuel_complete(NULL, &f, 0, 0, 0.01), FLUE_EINPUT);
  assert_int_equal(flue_fuel_find(NULL, "water", &f), FLUE_EARG);
}

/* 0.135 at 20 degC, falling to 0 at the critical flame temperature of 1780 K (McGrattan et al.);
   free burning above 600 degC */
static void flames_go_out_below_a_limit_of_oxygen_that_falls_with_temperature(void **state) {
  (void)state;
  assert_near(flue_extinction_limit(293.15), 0.135, 1e-12);
  assert_near(flue_extinction_limit(250.0), 0.135, 1e-12);
  assert_near(flue_extinction_limit(673.15), 0.135 * (1780.0 - 673.15) / (1780.0 - 293.15), 1e-12);
  assert_near(flue_extinction_limit(873.15), 0.0, 0.0);
  assert_near(flue_extinction_limit(2000.0), 0.0, 0.0);
}

/* Peatross and Beyler 1997: 0.1 X - 1.1, X the oxygen in percent by volume */
static void burning_slows_with_oxygen_as_peatross_and_beyler_found(void **state) {
  (void)state;
  const double per_volume = 31.998 / 28.96;
  assert_near(flue_oxygen_share(FLUE_AIR[FLUE_O2]), 1.0, 1e-12);
  assert_near(flue_oxygen_share(0.16 * per_volume), 0.1 * 16.0 - 1.1,
              0.02); /* moist air has 20.8 % */
  assert_near(flue_oxygen_share(0.11 * per_volume), 0.0, 1e-12);
  assert_near(flue_oxygen_share(0.05), 0.0, 0.0);
}

static void draught_adds_the_crosswind_term_to_a_plume(void **state) {
  (void)state;
  /* by hand: 2 pi 1.2 0.6 U (D/2 z + 0.066 z^2) with U = 0.5, D = 1, z = 2:
     2.2619 * (1 + 0.264) = 2.859 kg/s */
  assert_near_rel(flue_plume_crosswind(1.2, 0.5, 1.0, 2.0), 2.859, 1e-3);
  assert_near(flue_plume_crosswind(1.2, 0.0, 1.0, 2.0), 0.0, 0.0);
}

static void yields_rise_where_air_is_short(void **state) {
  (void)state;
  /* Tewarson's form for wood: 1 + 44 exp(-2.5) = 4.61 for CO, 1 + 2.5 exp(-2.5) = 1.205 for soot at
     an equivalence ratio of 1; none of it well below */
  const flue_starved_yields one = flue_fire_starved_yields(1.0),
                            low = flue_fire_starved_yields(0.2);
  assert_near_rel(one.co, 1.0 + 44.0 * exp(-2.5), 1e-12);
  assert_near_rel(one.soot, 1.0 + 2.5 * exp(-2.5), 1e-12);
  assert_near(low.co, 1.0, 1e-12);
  assert_near(low.soot, 1.0, 1e-7);
}

static void shifted_yields_conserve_mass_and_carbon(void **state) {
  (void)state;
  flue_fuel foam = {.name = "foam",
                    .carbon = 1,
                    .hydrogen = 1.8,
                    .oxygen = 0.3,
                    .nitrogen = 0.05,
                    .heat_of_combustion = 17.8e6};
  assert_int_equal(flue_fuel_complete(NULL, &foam, 0.01, 0.05, 0.003), FLUE_OK);
  double y[FLUE_SPECIES_COUNT];
  memcpy(y, foam.yield, sizeof y);
  flue_fuel_shift_yields(&foam, 10.0, 2.0, 3.0, y);
  assert_true(y[FLUE_CO] > 5.0 * foam.yield[FLUE_CO]);
  const double carbon[2] = {foam.yield[FLUE_CO2] * 12.011 / 44.009 +
                                foam.yield[FLUE_CO] * 12.011 / 28.010 +
                                foam.yield[FLUE_HCN] * 12.011 / 27.026 + foam.yield[FLUE_SOOT],
                            y[FLUE_CO2] * 12.011 / 44.009 + y[FLUE_CO] * 12.011 / 28.010 +
                                y[FLUE_HCN] * 12.011 / 27.026 + y[FLUE_SOOT]};
  assert_near_rel(carbon[1], carbon[0], 1e-4); /* molar masses are rounded */
  double sum[2] = {0.0, 0.0};
  for (int k = 0; k < FLUE_SPECIES_COUNT; ++k) {
    sum[0] += foam.yield[k];
    sum[1] += y[k];
  }
  /* nitrogen is the rest: HCN takes 14.007 / 27.026 of what it gained from it */
  const double more_hcn = y[FLUE_HCN] - foam.yield[FLUE_HCN];
  assert_near(sum[1] - sum[0], more_hcn * 14.007 / 27.026, 1e-4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(draught_adds_the_crosswind_term_to_a_plume),
      cmocka_unit_test(yields_rise_where_air_is_short),
      cmocka_unit_test(shifted_yields_conserve_mass_and_carbon),
      cmocka_unit_test(flame_of_1_MW_on_1_m_is_2_7_m_high),
      cmocka_unit_test(plume_above_the_flame_follows_heskestad),
      cmocka_unit_test(entrainment_grows_with_height_without_a_jump_at_the_flame_tip),
      cmocka_unit_test(ceiling_jet_follows_alpert),
      cmocka_unit_test(a_fire_releases_its_load_and_no_more),
      cmocka_unit_test(a_fire_grows_with_the_square_of_time_to_its_peak),
      cmocka_unit_test(products_weigh_what_fuel_and_oxygen_weighed),
      cmocka_unit_test(heptane_burns_to_its_textbook_yields),
      cmocka_unit_test(yields_beyond_the_atoms_of_a_fuel_are_refused),
      cmocka_unit_test(flames_go_out_below_a_limit_of_oxygen_that_falls_with_temperature),
      cmocka_unit_test(burning_slows_with_oxygen_as_peatross_and_beyler_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
