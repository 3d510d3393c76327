/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are no scenarios: refused by findings, never by a crash (run under ASan and UBSan). */
#include "core/random.h"
#include "scenario_fixture.h"

static void refuse(const char *bytes, size_t n) {
  reading r = read_bytes(bytes, n, NULL, FLUE_EN);
  assert_int_equal(r.status, FLUE_EINPUT);
  assert_true(r.list.errors > 0);
  assert_null(r.scenario);
  reading_clear(&r);
}

static void empty_and_tiny_files_are_refused(void **state) {
  (void)state;
  refuse("", 0);
  for (int c = 0; c < 256; ++c) {
    const char byte = (char)c;
    refuse(&byte, 1);
  }
  refuse("\xEF\xBB\xBF", 3);
  refuse("\0\0\0\0", 4);
  refuse("flue: 1\0title: x\n", 17);
}

static void random_bytes_are_refused(void **state) {
  (void)state;
  const flue_stream s = {99, 0, FLUE_PURPOSE_SAMPLING};
  char bytes[400];
  for (uint32_t k = 0; k < 500; ++k) {
    const size_t n = 1 + (size_t)(flue_uniform(s, k, 0) * (double)sizeof bytes);
    for (size_t i = 0; i < n && i < sizeof bytes; ++i)
      bytes[i] = (char)(int)(flue_uniform(s, k, (uint32_t)i + 1) * 256.0 - 128.0);
    refuse(bytes, n < sizeof bytes ? n : sizeof bytes);
  }
}

/** A sound scenario with a few bytes changed: read or refused, but sound in memory. */
static void changed_bytes_do_no_harm(void **state) {
  (void)state;
  static const char signs[] = "[]{}:,-&*!|>'\"%@` \n\t#?~0a.\xff\x01";
  const char *source = getenv("FLUE_SOURCE");
  char *path = flue_format("%s/scenarios/examples/tower.yaml", source ? source : ".");
  FILE *file = fopen(path, "rb");
  free(path);
  if (!file) skip();
  static char text[20000], copy[20000];
  const size_t n = fread(text, 1, sizeof text, file);
  fclose(file);
  const flue_stream s = {5, 0, FLUE_PURPOSE_SAMPLING};
  for (uint32_t k = 0; k < 150; ++k) {
    memcpy(copy, text, n);
    for (uint32_t c = 0; c < 3; ++c)
      copy[(size_t)(flue_uniform(s, k, 2 * c) * (double)n)] =
          signs[(size_t)(flue_uniform(s, k, 2 * c + 1) * (double)(sizeof signs - 1))];
    reading r = read_bytes(copy, n, NULL, k % 2 ? FLUE_ZH : FLUE_EN);
    assert_true(r.status == FLUE_OK || r.list.errors > 0);
    reading_clear(&r);
  }
}

static void structures_that_are_no_scenario_are_refused(void **state) {
  (void)state;
  static const char *const texts[] = {
      "a",
      "[]",
      "{}",
      "- - - -",
      "&a [*a]",
      "a: &x 1\nb: *x\n",
      "<<: {flue: 1}",
      "? {a: b}\n: c",
      "flue: [1]",
      "flue: {normal: 3}",
      "flue: 1\nbuilding: []\nplans: 3",
      "title: *x",
      "flue: 1\nbuilding: {storeys: {a: b}}\nplans: {P: 3}",
      "flue: 1\nbuilding: {storeys: [3, [], {}]}\nplans: {P: {rooms: {a: []}, openings: [1]}}",
      "flue: 1\nbuilding: {storeys: [{id: F9223372036854775807..F9223372036854775807, height: 3, "
      "plan: P}]}\n"
      "plans: {P: {rooms: {a: {use: office, polygon: [[0,0],[1,0],[1,1]]}}}}",
      "flue: 1\nbuilding: {storeys: [{id: .., height: 3, plan: P}]}\nplans: {P: {rooms: {}}}",
      "flue: 1\nbuilding: {storeys: [{id: a, height: 3, plan: P}], ground: ''}\nplans: {P: {rooms: "
      "{}}}",
      "flue: 1\nbuilding: {storeys: [{id: a, height: .nan, plan: P}]}\nplans: {P: {rooms: {}}}",
      "flue: 1\nbuilding: {storeys: [{id: a, height: 3, plan: P}]}\nplans:\n P:\n  rooms:\n   a: "
      "{use: "
      "office, polygon: [[0, 0], [0, 0], [0, 0]]}",
      "options: [{id: x, set: {a: 1}}, 3, {set: []}]",
      "title: {}",
      "run: {end: {probability: 3}}",
      "fires: [{id: f, at: {room: {choice: []}}}]",
      "fires: [{id: f, at: {room: {}}, peak: {}}]",
      "fires: [{id: f, at: {room: {a: 1, b: 2}}, peak: {uniform: {}, normal: {}}}]"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) refuse(texts[i], strlen(texts[i]));
}

static void deep_nesting_is_refused_without_using_up_the_stack(void **state) {
  (void)state;
  enum { depth = 20000 };
  static char text[2 * depth + 10];
  static const char *const openers[] = {"[", "{a: ", "- ", "? "};
  for (int k = 0; k < 4; ++k) {
    const size_t step = strlen(openers[k]);
    size_t n = 0;
    while (n + step < sizeof text) {
      memcpy(text + n, openers[k], step);
      n += step;
    }
    refuse(text, n);
  }
}

static void a_map_of_100000_keys_is_refused_key_by_key(void **state) {
  (void)state;
  flue_text text = {0};
  for (int i = 0; i < 100000; ++i) flue_text_add(&text, "k%d: %d\n", i, i);
  flue_text_add(&text, "k7: again\n");
  reading r = read_bytes(text.data, text.length, NULL, FLUE_EN);
  assert_int_equal(r.status, FLUE_EINPUT);
  /* each key is unknown, one stands twice, and three are missing */
  assert_int_equal(r.list.n, 100000 + 1 + 1 + 3);
  reading_clear(&r);
  flue_text_clear(&text);
}

static void a_byte_order_mark_and_windows_line_ends_are_read(void **state) {
  (void)state;
  reading r = read_text(
      "\xEF\xBB\xBF"
      "flue: 1\r\nbuilding: {storeys: [{id: F1, height: 3, plan: P}]}\r\nplans:\r\n"
      " P:\r\n  rooms: {a: {use: office, polygon: [[0, 0], [4, 0], [4, 4]]}}\r\n"
      "  openings: [{id: d, between: [a, outside], at: [2, 0]}]\r\n",
      NULL);
  if (r.status != FLUE_OK) fail_msg("%s", r.printed.data);
  reading_clear(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(empty_and_tiny_files_are_refused),
      cmocka_unit_test(random_bytes_are_refused),
      cmocka_unit_test(changed_bytes_do_no_harm),
      cmocka_unit_test(structures_that_are_no_scenario_are_refused),
      cmocka_unit_test(deep_nesting_is_refused_without_using_up_the_stack),
      cmocka_unit_test(a_map_of_100000_keys_is_refused_key_by_key),
      cmocka_unit_test(a_byte_order_mark_and_windows_line_ends_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
