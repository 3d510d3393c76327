/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

#include "flue_test.h"

static void sizes_that_overflow_are_refused(void **state) {
  (void)state;
  assert_null(flue_alloc(SIZE_MAX / 4 + 1, 8));
  int *items = NULL;
  size_t capacity = 0;
  assert_int_equal(flue_grow(&items, &capacity, SIZE_MAX / 2, sizeof *items), FLUE_ENOMEM);
  assert_null(items);
  assert_int_equal(capacity, 0);
}

static void memory_is_zeroed_and_no_items_give_a_valid_pointer(void **state) {
  (void)state;
  unsigned char *m = flue_alloc(100, 1);
  for (int i = 0; i < 100; ++i) assert_int_equal(m[i], 0);
  free(m);
  m = flue_alloc(0, 8);
  assert_non_null(m);
  free(m);
}

static void arrays_keep_their_items_as_they_grow(void **state) {
  (void)state;
  int *items = NULL;
  size_t capacity = 0;
  for (int i = 0; i < 10000; ++i) {
    assert_int_equal(flue_grow(&items, &capacity, (size_t)i + 1, sizeof *items), FLUE_OK);
    items[i] = i;
  }
  for (int i = 0; i < 10000; ++i) assert_int_equal(items[i], i);
  free(items);
}

static void texts_are_appended_and_copied(void **state) {
  (void)state;
  flue_text t = {0};
  for (int i = 0; i < 1000; ++i) flue_text_add(&t, "%d,", i % 10);
  assert_int_equal(t.length, 2000);
  assert_int_equal(strlen(t.data), 2000);
  char *copy = flue_copy_text(t.data), *formatted = flue_format("%s|%d", "a", 5);
  assert_string_equal(copy, t.data);
  assert_string_equal(formatted, "a|5");
  free(copy);
  free(formatted);
  flue_text_clear(&t);
  assert_null(t.data);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sizes_that_overflow_are_refused),
      cmocka_unit_test(memory_is_zeroed_and_no_items_give_a_valid_pointer),
      cmocka_unit_test(arrays_keep_their_items_as_they_grow),
      cmocka_unit_test(texts_are_appended_and_copied),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
