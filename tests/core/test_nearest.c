/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nearest.h"

#include <string.h>

#include "flue_test.h"

static void distances_count_insertions_deletions_replacements_and_swaps(void **state) {
  (void)state;
  assert_int_equal(flue_edit_distance("growth", "growth"), 0);
  assert_int_equal(flue_edit_distance("Growth", "growth"), 0);
  assert_int_equal(flue_edit_distance("growt", "growth"), 1);
  assert_int_equal(flue_edit_distance("growtth", "growth"), 1);
  assert_int_equal(flue_edit_distance("grawth", "growth"), 1);
  assert_int_equal(flue_edit_distance("gorwth", "growth"), 1);
  assert_int_equal(flue_edit_distance("kitten", "sitting"), 3);
  assert_int_equal(flue_edit_distance("", "abc"), 3);
  assert_int_equal(flue_edit_distance("abc", ""), 3);
  assert_int_equal(flue_edit_distance("", ""), 0);
}

static void words_of_any_length_are_compared_without_harm(void **state) {
  (void)state;
  char at_limit[65], beyond[66];
  memset(at_limit, 'a', 64), at_limit[64] = '\0';
  memset(beyond, 'a', 65), beyond[65] = '\0';
  assert_int_equal(flue_edit_distance(at_limit, at_limit), 0);
  assert_int_equal(flue_edit_distance(beyond, "a"), 99);
}

static void only_a_near_word_is_suggested_and_the_first_of_equals(void **state) {
  (void)state;
  flue_nearest n = {.word = "paek"};
  assert_null(flue_nearest_result(&n));
  flue_nearest_offer(&n, "load");
  flue_nearest_offer(&n, "peak");
  flue_nearest_offer(&n, "peek");
  assert_string_equal(flue_nearest_result(&n), "peak");
  flue_nearest far = {.word = "zebra"};
  flue_nearest_offer(&far, "growth");
  assert_null(flue_nearest_result(&far));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(distances_count_insertions_deletions_replacements_and_swaps),
      cmocka_unit_test(words_of_any_length_are_compared_without_harm),
      cmocka_unit_test(only_a_near_word_is_suggested_and_the_first_of_equals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
