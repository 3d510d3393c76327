/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/state.h"

#include "flue_test.h"

static void what_was_saved_comes_back_bit_by_bit(void **state) {
  (void)state;
  double values[3] = {0.1, -0.0, NAN};
  int number = 42;
  flue_state s = {0};
  flue_state_bytes(&s, values, sizeof values);
  flue_state_bytes(&s, &number, sizeof number);
  flue_state_bytes(&s, NULL, 0);
  double back[3] = {0};
  int back_number = 0;
  for (int pass = 0; pass < 2; ++pass) {
    flue_state_rewind(&s);
    flue_state_bytes(&s, back, sizeof back);
    flue_state_bytes(&s, &back_number, sizeof back_number);
    assert_int_equal(s.status, FLUE_OK);
    assert_memory_equal(back, values, sizeof values);
    assert_int_equal(back_number, 42);
  }
  flue_state_clear(&s);
}

static void a_state_that_is_too_short_is_refused_and_nothing_changes(void **state) {
  (void)state;
  int number = 1, other = 2;
  double value = 3.0;
  flue_state s = {0};
  flue_state_bytes(&s, &number, sizeof number);
  flue_state_rewind(&s);
  flue_state_bytes(&s, &value, sizeof value);
  assert_int_equal(s.status, FLUE_EIO);
  assert_near(value, 3.0, 0.0);
  flue_state_bytes(&s, &other, sizeof other); /* would fit, but the first failure stays */
  assert_int_equal(other, 2);
  flue_state_clear(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_saved_comes_back_bit_by_bit),
      cmocka_unit_test(a_state_that_is_too_short_is_refused_and_nothing_changes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
