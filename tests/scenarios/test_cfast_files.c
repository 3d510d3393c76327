/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files of CFAST: those of the tests, those of its validation and verification where they are
 * there, and files that went wrong. */
#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

#include "core/random.h"
#include "scenario_fixture.h"
#include "scenarios/cfast/cfast_import.h"

/** A file of this tree. */
static char *source_path(const char *name) {
  const char *source = getenv("FLUE_SOURCE");
  return flue_format("%s/%s", source ? source : ".", name);
}

static reading read_file(const char *path) {
  reading r = {.list = {.file = "c.in"}};
  r.status = flue_scenario_read(NULL, path, NULL, &r.list, &r.scenario);
  flue_diagnostics_print(&r.list, &r.printed);
  return r;
}

/** Every key with its value: what two ways of reading must agree on. */
static char *resolve(const flue_scenario *s) {
  flue_text out = {0};
  flue_scenario_print(s, &out);
  assert_int_equal(out.failed, 0);
  return out.data;
}

/** The YAML that `flue import` writes. */
static char *import(const flue_scenario *s) {
  flue_diagnostics list = {.file = "c.in"};
  flue_node root;
  flue_text out = {0};
  assert_int_equal(flue_cfast_read(NULL, s->text, s->length, &list, &root), FLUE_OK);
  flue_node_print_block(&root, &out);
  flue_node_clear(&root);
  flue_diagnostics_clear(&list);
  return out.data;
}

/** Reads a text as YAML and expects the same resolved scenario. */
static void expect_same(const char *path, const char *yaml, const char *wanted) {
  reading r = read_text(yaml, NULL);
  if (r.status != FLUE_OK) fail_msg("%s:\n%s", path, r.printed.data);
  char *got = resolve(r.scenario);
  if (strcmp(got, wanted) != 0) fail_msg("%s: another scenario comes back", path);
  free(got);
  reading_clear(&r);
}

/** A file without errors, whose YAML and whose resolved text read back to the same. */
static void check_file(const char *path) {
  reading r = read_file(path);
  if (r.status != FLUE_OK) fail_msg("%s:\n%s", path, r.printed.data ? r.printed.data : "");
  char *resolved = resolve(r.scenario), *yaml = import(r.scenario);
  expect_same(path, yaml, resolved);
  expect_same(path, resolved, resolved);
  free(resolved);
  free(yaml);
  reading_clear(&r);
}

/** Calls check_file() for every .in below a folder; how many there were. */
static size_t check_folder(const char *folder) {
  DIR *dir = opendir(folder);
  size_t n = 0;
  if (!dir) return 0;
  for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    char *path = flue_format("%s/%s", folder, entry->d_name);
    struct stat info;
    const char *dot = strrchr(entry->d_name, '.');
    assert_int_equal(stat(path, &info), 0);
    if (S_ISDIR(info.st_mode)) {
      n += check_folder(path);
    } else if (dot && strcmp(dot, ".in") == 0) {
      check_file(path);
      ++n;
    }
    free(path);
  }
  closedir(dir);
  return n;
}

static void the_files_of_the_tests_come_back_from_yaml(void **state) {
  (void)state;
  char *two_rooms = source_path("tests/data/two_rooms.in"),
       *shaft = source_path("tests/data/shaft.in");
  check_file(two_rooms);
  check_file(shaft);
  free(two_rooms);
  free(shaft);
}

static void a_file_in_the_short_way_says_what_it_says(void **state) {
  (void)state;
  char *path = source_path("tests/data/shaft.in");
  reading r = read_file(path);
  assert_int_equal(r.status, FLUE_OK);
  assert_int_equal(r.list.n, 0);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_compartment *shaft = FLUE_ITEM(flue_net_compartment, net->compartments, 0),
                             *lobby = FLUE_ITEM(flue_net_compartment, net->compartments, 1);
  assert_near(shaft->height.d.p[0], 30.0, 0.0);
  assert_int_equal(shaft->kind, 1);
  assert_near_rel(shaft->leak_floor.d.p[0], 0.005, 1e-12);
  assert_near(lobby->at.v[0], 2.0, 0.0);
  assert_int_equal(net->fans.n, 1);
  assert_near(FLUE_ITEM(flue_net_fire, net->fires, 0)->heat.v[0], 2e5, 0.0);
  assert_null(FLUE_ITEM(flue_net_fire, net->fires, 0)->at.v);
  reading_clear(&r);
  free(path);
}

static void the_name_or_the_first_sign_tells_cfast(void **state) {
  (void)state;
  static const char record[] = "\xEF\xBB\xBF ! mine\n\n &HEAD /";
  assert_true(flue_cfast_is("case.yaml", record, sizeof record - 1));
  assert_true(flue_cfast_is("/a.b/CASE.IN", "flue: 1", 7));
  assert_true(flue_cfast_is("case", "VERSN,6,x", 9));
  assert_false(flue_cfast_is("case.yaml", "flue: 1 # &HEAD /", 17));
  assert_false(flue_cfast_is("/a.in/case.yaml", "", 0));
}

static void every_file_of_the_validation_is_read_and_comes_back(void **state) {
  (void)state;
  char *folder = source_path("../shared/validation/zone");
  const clock_t start = clock();
  const size_t n = check_folder(folder);
  if (n == 0) {
    print_message("skipped: no files of CFAST in ../shared/validation/zone\n");
    free(folder);
    skip();
  }
  print_message("%zu files, %.2f s\n", n, (double)(clock() - start) / CLOCKS_PER_SEC);
  free(folder);
}

/** One change: a sign, a piece taken out, or a piece said twice. */
static size_t mutate(char *text, size_t n, flue_stream s, uint32_t k, uint32_t draw) {
  static const char signs[] = "&/'\",=!()*.- \n\r\tTF019EDxX\xff\x01";
  const size_t at = (size_t)(flue_uniform(s, k, 4 * draw) * (double)n),
               length = (size_t)(flue_uniform(s, k, 4 * draw + 1) * 40.0),
               sign = (size_t)(flue_uniform(s, k, 4 * draw + 2) * (double)(sizeof signs - 1));
  const double kind = flue_uniform(s, k, 4 * draw + 3);
  if (kind < 0.6) {
    text[at] = signs[sign];
  } else if (kind < 0.8 && at + length < n) {
    memmove(text + at, text + at + length, n - at - length);
    return n - length;
  } else if (at + length < n) {
    memmove(text + at + length, text + at, n - at);
    return n + length;
  }
  return n;
}

static void changed_files_are_read_or_refused_but_do_no_harm(void **state) {
  (void)state;
  static const char *const names[] = {"tests/data/two_rooms.in", "tests/data/shaft.in"};
  static char text[16000], copy[20000];
  const flue_stream s = {11, 0, FLUE_PURPOSE_SAMPLING};
  for (uint32_t f = 0; f < 2; ++f) {
    char *path = source_path(names[f]);
    FILE *file = fopen(path, "rb");
    free(path);
    assert_non_null(file);
    const size_t n = fread(text, 1, sizeof text, file);
    fclose(file);
    for (uint32_t k = 0; k < 150; ++k) {
      size_t length = n;
      memcpy(copy, text, n);
      for (uint32_t c = 0; c < 1 + k % 5; ++c) length = mutate(copy, length, s, 1000 * f + k, c);
      reading r = read_bytes(copy, length, NULL, k % 2 ? FLUE_ZH : FLUE_EN);
      assert_true(r.status == FLUE_OK || (r.status == FLUE_EINPUT && r.list.errors > 0));
      reading_clear(&r);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_files_of_the_tests_come_back_from_yaml),
      cmocka_unit_test(a_file_in_the_short_way_says_what_it_says),
      cmocka_unit_test(the_name_or_the_first_sign_tells_cfast),
      cmocka_unit_test(every_file_of_the_validation_is_read_and_comes_back),
      cmocka_unit_test(changed_files_are_read_or_refused_but_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
