/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/messages.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "flue_test.h"

/** Bits of the places {0}, {1} ... of a text. */
static unsigned places(const char *text) {
  unsigned bits = 0;
  for (const char *c = text; *c; ++c)
    if (c[0] == '{' && isdigit((unsigned char)c[1]) && c[2] == '}') bits |= 1u << (c[1] - '0');
  return bits;
}

static void both_languages_of_a_message_have_the_same_places(void **state) {
  (void)state;
  for (int m = 0; m < FLUE_MSG_COUNT; ++m) {
    const char *en = flue_message_text((flue_message)m, FLUE_EN);
    const char *zh = flue_message_text((flue_message)m, FLUE_ZH);
    assert_non_null(en);
    assert_non_null(zh);
    if (!en[0] || !zh[0]) fail_msg("message %d (%s) has an empty text", m, en);
    if (places(en) != places(zh)) fail_msg("places differ: %s / %s", en, zh);
  }
}

static void every_code_has_its_form_and_is_used_once(void **state) {
  (void)state;
  for (int m = 0; m < FLUE_MSG_COUNT; ++m) {
    const char *code = flue_message_code((flue_message)m);
    if (!code[0]) continue;
    const int is_sound = strlen(code) == 4 && (code[0] == 'E' || code[0] == 'W') &&
                         isdigit((unsigned char)code[1]) && isdigit((unsigned char)code[2]) &&
                         isdigit((unsigned char)code[3]);
    if (!is_sound) fail_msg("\"%s\" is no code", code);
    for (int k = 0; k < m; ++k)
      if (strcmp(code, flue_message_code((flue_message)k)) == 0) fail_msg("%s stands twice", code);
  }
}

static void places_are_filled_in_any_order_and_missing_ones_shown(void **state) {
  (void)state;
  char *text =
      flue_message_format(FLUE_MSG_MISSING_KEY, FLUE_EN, "fire", "at", "Where {0} is", NULL);
  assert_string_equal(text, "fire needs the key \"at\" (Where {0} is)");
  free(text);
  text = flue_message_format(FLUE_MSG_MISSING_KEY, FLUE_ZH, "fire", "at", NULL);
  assert_string_equal(text, "fire缺少键“at”（?）");
  free(text);
  text = flue_message_format(FLUE_MSG_MANUAL_KEY_TITLE, FLUE_EN, NULL);
  assert_string_equal(text, "text, or {en: English, zh: Chinese}");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(both_languages_of_a_message_have_the_same_places),
      cmocka_unit_test(every_code_has_its_form_and_is_used_once),
      cmocka_unit_test(places_are_filled_in_any_order_and_missing_ones_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
