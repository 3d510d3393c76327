/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plumes to choose from against their closed forms. */
#include "models/plume_rise.h"

#include "flue_test.h"
#include "models/fire.h"
#include "models/flow.h"

static double flow(flue_plume_kind kind, const flue_plume_fire *fire, double z_m) {
  return flue_plume_rise_of(kind)->flow(fire, z_m);
}

static void the_usual_plume_is_heskestads(void **state) {
  (void)state;
  const flue_plume_fire fire = {.release = 1e6, .convective = 7e5, .diameter_m = 1.0};
  for (double z = 0.0; z < 20.0; z += 0.5)
    assert_near(flow(FLUE_PLUME_HESKESTAD, &fire, z), flue_plume_entrainment(1e6, 7e5, 1.0, z),
                0.0);
}

static void mccaffreys_regions_meet_within_3_percent(void **state) {
  (void)state;
  /* 1 MW: Q^0.4 = 15.849; flame up to 1.268 m, intermittent up to 3.170 m */
  const flue_plume_fire fire = {.release = 1e6, .convective = 7e5, .diameter_m = 1.0};
  const double reach = pow(1000.0, 0.4);
  const double flame = flow(FLUE_PLUME_MCCAFFREY, &fire, 1.0);
  assert_near_rel(flame, 11.0 * pow(1.0 / reach, 0.566), 1e-12); /* 2.303 kg/s */
  assert_near_rel(flame, 2.303, 1e-3);
  assert_near_rel(flow(FLUE_PLUME_MCCAFFREY, &fire, 2.0), 26.0 * pow(2.0 / reach, 0.909), 1e-12);
  const double plume = flow(FLUE_PLUME_MCCAFFREY, &fire, 10.0);
  assert_near_rel(plume, 124.0 * pow(10.0 / reach, 1.895), 1e-12);
  assert_near_rel(plume, 51.82, 1e-3); /* kg/s */
  for (int k = 0; k < 2; ++k) {
    const double z = (k ? 0.20 : 0.08) * reach;
    assert_near_rel(flow(FLUE_PLUME_MCCAFFREY, &fire, z + 1e-9),
                    flow(FLUE_PLUME_MCCAFFREY, &fire, z - 1e-9), k ? 0.026 : 0.007);
  }
  assert_near(flow(FLUE_PLUME_MCCAFFREY, &fire, 0.0), 0.0, 0.0);
}

static void a_line_fire_draws_evenly_up_to_five_times_its_length(void **state) {
  (void)state;
  /* 700 kW over 4 m: 0.21 * 175^(1/3) = 1.17462 kg/s for each metre of length and height */
  const flue_plume_fire fire = {.release = 1e6, .convective = 7e5, .length_m = 4.0};
  assert_near_rel(flow(FLUE_PLUME_LINE, &fire, 3.0), 1.17462 * 4.0 * 3.0, 1e-5); /* 14.1 kg/s */
  assert_near_rel(flow(FLUE_PLUME_LINE, &fire, 20.0 + 1e-9), flow(FLUE_PLUME_LINE, &fire, 20.0),
                  1e-8);
  /* far above, that of a point: 0.071 Qc^(1/3) z^(5/3) */
  assert_near_rel(flow(FLUE_PLUME_LINE, &fire, 60.0), 0.071 * cbrt(700.0) * pow(60.0, 5.0 / 3.0),
                  0.012);
}

/* network.md, section 6, case 29: 5 MW, W = 10 m, z_b = 8 m, H = 4 m: 257.2 kg/s; .1 % */
static void smoke_that_spills_over_a_balcony_matches_nfpa_92(void **state) {
  (void)state;
  const flue_plume_fire fire = {.release = 5e6, .spill_m = 10.0, .edge_m = 4.0};
  assert_near(flow(FLUE_PLUME_BALCONY, &fire, 12.0), 257.2, 0.05);
  assert_near_rel(flow(FLUE_PLUME_BALCONY, &fire, 12.0), 0.36 * cbrt(5e5) * 9.0, 1e-12);
  assert_near_rel(flow(FLUE_PLUME_BALCONY, &fire, 4.0), 0.36 * cbrt(5e5) * 1.0, 1e-12);
  assert_near_rel(flow(FLUE_PLUME_BALCONY, &fire, 2.0), 0.36 * cbrt(5e5) * 0.5, 1e-12);
  assert_near(flow(FLUE_PLUME_BALCONY, &fire, 0.0), 0.0, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_usual_plume_is_heskestads),
      cmocka_unit_test(mccaffreys_regions_meet_within_3_percent),
      cmocka_unit_test(a_line_fire_draws_evenly_up_to_five_times_its_length),
      cmocka_unit_test(smoke_that_spills_over_a_balcony_matches_nfpa_92),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
