/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of people against the figures their rows give. */
#include "models/profile.h"

#include "flue_test.h"

static flue_profile profile_of(const char *name) {
  flue_profile p;
  assert_int_equal(flue_profile_find(NULL, name, &p), FLUE_OK);
  return p;
}

static void adults_walk_stairs_as_the_hydraulic_law_says(void **state) {
  (void)state;
  const flue_profile p = profile_of("adults");
  const flue_traits able = flue_profile_draw(&p, 0.5, 0.5),
                    impaired = flue_profile_draw(&p, 0.01, 0.5);
  assert_int_equal(p.n, 2);
  assert_near(able.speed, 1.25, 1e-12);
  assert_near(impaired.speed, 0.6, 1e-12);
  assert_near(able.down_factor, 1, 1e-4); /* five digits in the table */
  assert_near(able.up_factor, 1, 1e-4);
  assert_near(able.body_m, 0.45, 1e-12);
}

/* IMO MSC/Circ.1533: men of 30 to 50 walk at 0.97 to 1.62 m/s on the level, 0.64 to 1.07 down and
   0.47 to 0.79 up stairs; free speed of the law on steps of 17.5 by 28 cm 0.93518 m/s, 0.8 of it up
 */
static void men_of_30_to_50_have_the_ranges_of_the_imo(void **state) {
  (void)state;
  const flue_profile p = profile_of("imo_passengers");
  const double below = 0.07 + 0.07 + 0.16 + 0.1 + 0.1 + 0.07; /* women and men below 30 */
  const flue_traits slow = flue_profile_draw(&p, below + 0.01, 0),
                    quick = flue_profile_draw(&p, below + 0.01, 1);
  assert_near(slow.speed, 0.97, 1e-12);
  assert_near(quick.speed, 1.62, 1e-12);
  assert_near(slow.down_factor * 0.93518, 0.64, 1e-4);
  assert_near(quick.down_factor * 0.93518, 1.07, 1e-4);
  assert_near(slow.up_factor * 0.8 * 0.93518, 0.47, 1e-4);
  assert_near(quick.up_factor * 0.8 * 0.93518, 0.79, 1e-4);
}

static void every_profile_is_sound(void **state) {
  (void)state;
  static const char *const names[] = {
      "adults",    "residents_night",  "shoppers",    "hotel_guests", "elderly",
      "staff",     "imo_passengers",   "rimea",       "wheelchair",   "children",
      "stretcher", "evacuation_chair", "rescue_sheet"};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    const flue_profile p = profile_of(names[i]);
    for (size_t k = 0; k < p.n; ++k) {
      const flue_profile_part *part = &p.part[k];
      assert_true(part->share > 0 && part->speed_min > 0 && part->speed_min <= part->speed_max);
      assert_true(part->down_min > 0 && part->down_min <= part->down_max);
      assert_true(part->up_min > 0 && part->up_min <= part->up_max &&
                  part->up_max <= part->down_max);
      assert_true(part->body_m > 0.2 && part->body_m < 1);
    }
  }
  flue_profile none;
  assert_int_equal(flue_profile_find(NULL, "giants", &none), FLUE_EARG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(adults_walk_stairs_as_the_hydraulic_law_says),
      cmocka_unit_test(men_of_30_to_50_have_the_ranges_of_the_imo),
      cmocka_unit_test(every_profile_is_sound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
