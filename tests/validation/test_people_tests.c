/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flue_test.h"

#include <math.h>

#include "validation/people/people_tests.h"

/* Ranges are those of the standards: see people_tests.c */
static void published_tests_pass(void **state) {
  (void)state;
  size_t n;
  const flue_people_test *tests = flue_people_tests(&n);
  for (size_t i = 0; i < n; ++i) {
    size_t same = 0;
    while (tests[same].measure != tests[i].measure) ++same;
    if (same < i) continue; /* of another standard too */
    const double measured = tests[i].measure();
    print_message("%-14s %g %s\n", tests[i].id, measured, tests[i].unit);
    assert_true(flue_people_passes(&tests[i], measured));
  }
}

static void ranges_are_closed_and_nothing_measured_fails(void **state) {
  (void)state;
  const flue_people_test times = {.low = 26, .high = 34}, flow = {.low = 1, .high = INFINITY};
  assert_true(flue_people_passes(&times, 26) && flue_people_passes(&times, 34));
  assert_false(flue_people_passes(&times, 25.99) || flue_people_passes(&times, 34.01));
  assert_true(flue_people_passes(&flow, 1e9));
  assert_false(flue_people_passes(&times, NAN) || flue_people_passes(&flow, NAN));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(published_tests_pass),
      cmocka_unit_test(ranges_are_closed_and_nothing_measured_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
