/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/diagnostics.h"

#include "flue_test.h"

static void findings_are_printed_in_order_of_place(void **state) {
  (void)state;
  flue_diagnostics list = {.file = "a.yaml", .lang = FLUE_EN};
  flue_text out = {0};
  flue_diagnostics_add(&list, FLUE_MSG_EMPTY_WORD, 9, 2, "id", NULL);
  flue_diagnostics_add(&list, FLUE_MSG_NO_STOREY, 2, 7, NULL);
  flue_diagnostics_add(&list, FLUE_MSG_EMPTY_WORD, 2, 3, "use", NULL);
  flue_diagnostics_add(&list, FLUE_MSG_UNKNOWN_OPTION, 0, 0, "x", "y", NULL);
  assert_int_equal(list.errors, 4);
  flue_diagnostics_print(&list, &out);
  assert_string_equal(out.data,
                      "a.yaml: error E226: there is no option \"x\"; the file has: y\n"
                      "a.yaml:2:3: error E236: use: the text is empty\n"
                      "a.yaml:2:7: error E237: the building has no storey\n"
                      "a.yaml:9:2: error E236: id: the text is empty\n");
  flue_text_clear(&out);
  flue_diagnostics_clear(&list);
  assert_int_equal(list.n, 0);
  assert_int_equal(list.errors, 0);
}

static void a_mistake_met_twice_is_one_mistake(void **state) {
  (void)state;
  flue_ctx *ctx;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_diagnostics list = {.file = "a.yaml", .lang = FLUE_EN};
  flue_diagnostics_add(&list, FLUE_MSG_EMPTY_WORD, 9, 2, "id", NULL);
  flue_diagnostics_add(&list, FLUE_MSG_NO_STOREY, 2, 7, NULL);
  flue_diagnostics_add(&list, FLUE_MSG_EMPTY_WORD, 9, 2, "id", NULL);
  assert_int_equal(flue_diagnostics_fail(ctx, &list), FLUE_EINPUT);
  assert_string_equal(flue_last_error(ctx), "2 mistake(s) in a.yaml");
  flue_diagnostics_clear(&list);
  flue_ctx_destroy(&ctx);
}

static void an_empty_list_prints_nothing(void **state) {
  (void)state;
  flue_diagnostics list = {.file = "a.yaml", .lang = FLUE_ZH};
  flue_text out = {0};
  flue_diagnostics_print(&list, &out);
  assert_int_equal(out.length, 0);
  flue_diagnostics_clear(&list);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(findings_are_printed_in_order_of_place),
      cmocka_unit_test(a_mistake_met_twice_is_one_mistake),
      cmocka_unit_test(an_empty_list_prints_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
