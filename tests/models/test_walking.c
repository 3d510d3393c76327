/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include "models/walking.h"

/* SFPE table 59.2: 7/11 in steps, k 1.08 m/s, largest flow 1.01 /(s m); evac.md H4 */
static void stair_of_7_by_11_inches_has_k_1_08_and_flow_1_01(void **state) {
  (void)state;
  const double k = flue_walking_stair_k(7, 11);
  assert_near(k, 1.08, 0.005);
  assert_near(flue_walking_flow_max(k), 1.01, 0.01);
}

/* SFPE table 59.2: all four steps; the square root fits it to 1.2 % */
static void table_of_four_stairs_is_reproduced(void **state) {
  (void)state;
  static const double rows[4][4] = {
      {7.5, 10, 1.00, 0.94}, {7, 11, 1.08, 1.01}, {6.5, 12, 1.16, 1.09}, {6.5, 13, 1.23, 1.16}};
  for (int i = 0; i < 4; i++) {
    const double k = flue_walking_stair_k(rows[i][0], rows[i][1]);
    assert_near_rel(k, rows[i][2], 0.012);
    assert_near_rel(flue_walking_flow_max(k), rows[i][3], 0.012);
  }
}

/* evac.md H5: 18/28 cm steps, 10 m, alone: 0.922 m/s, 10.84 s */
static void lone_walker_takes_10_84_s_for_10_m_of_stair(void **state) {
  (void)state;
  const double speed = flue_walking_speed(flue_walking_stair_k(0.18, 0.28), 0);
  assert_near(speed, 0.922, 5e-4);
  assert_near(10 / speed, 10.84, 0.01);
}

/* evac.md H3: 2 /m2 over 20 m of floor: 30.5 s */
static void crowd_of_2_per_m2_takes_30_5_s_for_20_m(void **state) {
  (void)state;
  assert_near(20 / flue_walking_speed(FLUE_WALKING_K_LEVEL, 2), 30.5, 0.05);
}

/* SFPE: free pace 1.20 m/s on the level, jam at 3.76 /m2, peak flow at 1.88 /m2 */
static void speed_is_free_below_0_54_and_zero_in_a_jam(void **state) {
  (void)state;
  assert_near(flue_walking_speed(FLUE_WALKING_K_LEVEL, 0.1), 1.20, 0.005);
  assert_near(flue_walking_speed(FLUE_WALKING_K_LEVEL, 3.8), 0, 0);
  assert_near_rel(1.88 * flue_walking_speed(FLUE_WALKING_K_LEVEL, 1.88),
                  flue_walking_flow_max(FLUE_WALKING_K_LEVEL), 1e-4);
}

/* evac.md H1: 1 m door, 0.15 m on either side */
static void one_metre_door_has_0_7_m_of_effective_width(void **state) {
  (void)state;
  assert_near(flue_walking_effective_width(1.0), 0.7, 1e-12);
  assert_near(flue_walking_effective_width(0.4), 0.3, 1e-12);
}

/* ISO 20414 test 18: factors to five digits */
static void speed_in_smoke_agrees_with_iso_20414_test_18(void **state) {
  (void)state;
  static const double k[5] = {0.5, 1, 3, 7.5, 10};
  static const double f[5] = {0.95963, 0.91926, 0.75779, 0.39448, 0.19263};
  static const double v[5] = {1.25, 1.0, 0.75, 0.5, 0.25};
  for (int i = 0; i < 5; i++) {
    /* the printed factors come from the ratio 0.057/0.706 before rounding to 0.0807 */
    assert_near(flue_walking_smoke_factor(k[i]), f[i], 5e-4);
    for (int j = 0; j < 5; j++) assert_near(flue_walking_in_smoke(v[j], k[i]), v[j] * f[i], 1e-3);
  }
  assert_near(flue_walking_smoke_factor(50), 0.1, 0);
}

static void nobody_walks_faster_than_0_3_m_per_s_in_darkness(void **state) {
  (void)state;
  assert_near(flue_walking_in_smoke(2.0, 10.1), 0.3, 1e-12);
}

/* Worked out from the formulas of evac.md 3.6 for people of 1.2 m/s (Fridolf: 1.35 m/s) */
static void laws_of_speed_in_smoke_follow_their_formulas(void **state) {
  (void)state;
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_SHARE, 1.2, 2), 1.2 * (1 - 0.0807 * 2), 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_FRANTZICH, 1.2, 2), 0.592, 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_FRANTZICH, 1.2, 7), 0.307, 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_FRANTZICH, 1.2, 0.95), 0.5 * (1.2 + 0.5977),
              1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_JIN, 1.2, 0.8), 0.71122, 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_JIN_IRRITANT, 1.2, 0.4), 0.76858, 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_PURSER, 1.2, 1), 0.577435, 1e-5);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_SFPE, 1.2, 1), 0.6423, 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_SFPE, 1.2, 2), 0.547755, 1e-6);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_FRIDOLF, 1.35, 1), 1.01, 1e-12);
  assert_near(flue_walking_in_smoke_by(FLUE_SMOKE_FRIDOLF, 1.35, 4), 0.5, 1e-12);
}

static void no_law_makes_people_faster_and_all_let_them_go_on(void **state) {
  (void)state;
  for (int law = FLUE_SMOKE_SHARE; law <= FLUE_SMOKE_FRIDOLF; law++)
    for (double speed = 0.15; speed < 2; speed += 0.2) {
      double before = speed;
      for (double k = 0; k < 30; k += 0.1) {
        const double v = flue_walking_in_smoke_by((flue_smoke_law)law, speed, k);
        assert_true(v > 0 && v <= before + 1e-12);
        before = v;
      }
    }
}

/* SFPE eq. 63.13 at x = 0, 0.16 and 1: 1, (1/e + 0.168) / 1.2 and 0 */
static void irritants_slow_people(void **state) {
  (void)state;
  assert_near(flue_walking_irritant_factor(0), 1, 1e-12);
  assert_near(flue_walking_irritant_factor(0.16), (exp(-1) + 0.168) / 1.2, 1e-12);
  assert_near(flue_walking_irritant_factor(1), 0, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(laws_of_speed_in_smoke_follow_their_formulas),
      cmocka_unit_test(no_law_makes_people_faster_and_all_let_them_go_on),
      cmocka_unit_test(irritants_slow_people),
      cmocka_unit_test(stair_of_7_by_11_inches_has_k_1_08_and_flow_1_01),
      cmocka_unit_test(table_of_four_stairs_is_reproduced),
      cmocka_unit_test(lone_walker_takes_10_84_s_for_10_m_of_stair),
      cmocka_unit_test(crowd_of_2_per_m2_takes_30_5_s_for_20_m),
      cmocka_unit_test(speed_is_free_below_0_54_and_zero_in_a_jam),
      cmocka_unit_test(one_metre_door_has_0_7_m_of_effective_width),
      cmocka_unit_test(speed_in_smoke_agrees_with_iso_20414_test_18),
      cmocka_unit_test(nobody_walks_faster_than_0_3_m_per_s_in_darkness),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
