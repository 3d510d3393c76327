/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key table, its manual page and its JSON Schema. */
#include "scenario_fixture.h"
#include "scenarios/keys.h"

static void every_key_of_the_table_is_sound(void **state) {
  (void)state;
  for (size_t k = 0; k < FLUE_KEY_COUNT; ++k) {
    const flue_key *key = &FLUE_KEYS[k];
    assert_non_null(flue_section_find(key->section));
    assert_ptr_equal(flue_key_find(key->section, key->name), key); /* no name twice in a section */
    assert_true(key->offset < flue_section_find(key->section)->size);
    assert_true(key->low <= key->high);
    assert_true(key->text[FLUE_EN][0] && key->text[FLUE_ZH][0]);
    const int is_nested =
        key->type == FLUE_KEY_SECTION || key->type == FLUE_KEY_LIST || key->type == FLUE_KEY_MAP;
    if (is_nested) assert_non_null(flue_section_find(key->extra));
    if (key->flags & FLUE_KEY_REQUIRED) assert_null(key->fallback);
    /* the reader takes the keys of a section in one go */
    if (k && strcmp(key->section, FLUE_KEYS[k - 1].section) != 0)
      for (size_t i = 0; i < k; ++i) assert_string_not_equal(FLUE_KEYS[i].section, key->section);
  }
}

static void the_manual_names_every_section_key_and_distribution_in_both_languages(void **state) {
  (void)state;
  for (int lang = FLUE_EN; lang <= FLUE_ZH; ++lang) {
    flue_text out = {0};
    flue_keys_manual(&out, (flue_lang)lang);
    assert_int_equal(out.failed, 0);
    for (size_t s = 0; s < FLUE_SECTION_COUNT; ++s)
      assert_non_null(strstr(out.data, FLUE_SECTIONS[s].text[lang]));
    for (size_t k = 0; k < FLUE_KEY_COUNT; ++k) {
      char *name = flue_format("**`%s`** %s\n", FLUE_KEYS[k].name, FLUE_KEYS[k].text[lang]);
      if (!strstr(out.data, name)) fail_msg("%s is missing", name);
      free(name);
    }
    for (int d = FLUE_UNIFORM; d < FLUE_DISTRIBUTION_COUNT; ++d)
      assert_non_null(strstr(out.data, FLUE_DISTRIBUTIONS[d].name));
    assert_null(strstr(out.data, "{0}"));
    assert_null(strstr(out.data, "?;"));
    flue_text_clear(&out);
  }
}

/** Writes the schema to a file and runs Python on it; its exit code. */
static int run_python(const char *program) {
  char path[] = "/tmp/flue_schema_XXXXXX";
  const int handle = mkstemp(path);
  assert_true(handle >= 0);
  FILE *file = fdopen(handle, "wb");
  flue_text out = {0};
  flue_keys_schema(&out);
  assert_int_equal(out.failed, 0);
  assert_int_equal(fwrite(out.data, 1, out.length, file), out.length);
  fclose(file);
  flue_text_clear(&out);
  const char *source = getenv("FLUE_SOURCE");
  char *command = flue_format(
      "ASAN_OPTIONS=detect_leaks=0 /usr/bin/python3 -c '%s' %s \"%s\"/scenarios/examples/*.yaml",
      program, path, source ? source : ".");
  const int code = system(command);
  free(command);
  unlink(path);
  return code;
}

static void the_schema_is_json_with_a_definition_of_each_section(void **state) {
  (void)state;
  static const char program[] =
      "import json, sys\n"
      "s = json.load(open(sys.argv[1], encoding=\"utf-8\"))\n"
      "d = s[\"$defs\"]\n"
      "def refs(x):\n"
      "    if isinstance(x, dict):\n"
      "        for k, v in x.items():\n"
      "            if k == \"$ref\": yield v\n"
      "            else: yield from refs(v)\n"
      "    elif isinstance(x, list):\n"
      "        for v in x: yield from refs(v)\n"
      "assert all(r.split(\"/\")[-1] in d for r in refs(s))\n"
      "assert d[\"fire\"][\"additionalProperties\"] is False\n"
      "assert d[\"fire\"][\"required\"] == [\"id\", \"at\"]\n"
      "assert d[\"fire\"][\"properties\"][\"peak\"][\"default\"] == \"5 MW\"\n"
      "assert d[\"alarm\"][\"properties\"][\"works\"][\"default\"] == {\"probability\": 0.95}\n"
      "assert d[\"opening\"][\"properties\"][\"closer\"][\"default\"] is False\n"
      "assert \"dwelling\" in d[\"room\"][\"properties\"][\"use\"][\"enum\"]\n"
      "assert d[\"shaft\"][\"properties\"][\"kind\"][\"enum\"][0] == \"stair\"\n"
      "import re\n"
      "p = [a[\"pattern\"] for a in d[\"weather\"][\"properties\"][\"temperature\"][\"anyOf\"] if "
      "\"pattern\" in a][0]\n"
      "assert re.search(p, \"15 °C\") and re.search(p, \"288.15\") and not re.search(p, \"15 "
      "kg\")\n"
      "c = d[\"option\"][\"properties\"][\"cost\"][\"anyOf\"][1][\"pattern\"]\n"
      "assert re.search(c, \"¥ 268 per opening\") and not re.search(c, \"¥ 268 per window\")\n";
  assert_int_equal(run_python(program), 0);
}

static void the_examples_are_valid_by_the_schema(void **state) {
  (void)state;
  if (system("/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null") != 0) {
    print_message("skipped: python3-jsonschema or python3-yaml is not installed\n");
    skip();
  }
  static const char program[] =
      "import json, sys, yaml, jsonschema\n"
      "s = json.load(open(sys.argv[1], encoding=\"utf-8\"))\n"
      "v = jsonschema.Draft202012Validator(s)\n"
      "v.check_schema(s)\n"
      "for f in sys.argv[2:]: v.validate(yaml.safe_load(open(f, encoding=\"utf-8\")))\n";
  assert_int_equal(run_python(program), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_key_of_the_table_is_sound),
      cmocka_unit_test(the_manual_names_every_section_key_and_distribution_in_both_languages),
      cmocka_unit_test(the_schema_is_json_with_a_definition_of_each_section),
      cmocka_unit_test(the_examples_are_valid_by_the_schema),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
