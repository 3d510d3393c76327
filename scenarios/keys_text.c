/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key table as a manual page and as a JSON Schema. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/messages.h"
#include "models/distribution.h"
#include "scenarios/keys.h"
#include "scenarios/reader.h"

/* ---- manual ---- */

static void add_message(flue_text *out, flue_lang lang, flue_message m, const char *a,
                        const char *b, const char *c) {
  const char *const args[] = {a, b, c};
  flue_message_add(out, m, lang, 3, args);
}

static void add_plain(flue_text *out, flue_lang lang, flue_message m) {
  add_message(out, lang, m, "", "", "");
}

/** "a|b|c" as "`a`, `b`, `c`". */
static void add_alternatives(flue_text *out, const char *choices) {
  for (const char *c = choices; *c;) {
    const size_t length = strcspn(c, "|");
    flue_text_add(out, "%s`%.*s`", c == choices ? "" : ", ", (int)length, c);
    c += length + (c[length] == '|');
  }
}

static void add_choices(flue_text *out, flue_lang lang, flue_message m, const char *choices) {
  flue_text words = {0};
  add_alternatives(&words, choices);
  add_message(out, lang, m, words.data ? words.data : "", "", "");
  flue_text_clear(&words);
}

static void add_library(flue_text *out, flue_lang lang, const char *table) {
  flue_text names = {0}, words = {0};
  flue_library_find(table, "", &names);
  add_alternatives(&words, names.data ? names.data : "");
  add_message(out, lang, FLUE_MSG_MANUAL_LIBRARY, table, words.data ? words.data : "", "");
  flue_text_clear(&names);
  flue_text_clear(&words);
}

static void add_type(flue_text *out, flue_lang lang, const flue_key *key) {
  static const flue_message names[] = {
      [FLUE_KEY_NUMBER] = FLUE_MSG_MANUAL_NUMBER,
      [FLUE_KEY_FIXED] = FLUE_MSG_MANUAL_FIXED,
      [FLUE_KEY_WORD] = FLUE_MSG_MANUAL_WORD,
      [FLUE_KEY_WORDS] = FLUE_MSG_MANUAL_WORDS,
      [FLUE_KEY_CHOICE] = FLUE_MSG_MANUAL_CHOICE,
      [FLUE_KEY_BOOL] = FLUE_MSG_MANUAL_BOOL,
      [FLUE_KEY_LIBRARY] = FLUE_MSG_MANUAL_LIBRARY,
      [FLUE_KEY_TITLE] = FLUE_MSG_MANUAL_KEY_TITLE,
      [FLUE_KEY_POINT] = FLUE_MSG_MANUAL_POINT,
      [FLUE_KEY_NUMBERS] = FLUE_MSG_MANUAL_NUMBERS,
      [FLUE_KEY_POLYGON] = FLUE_MSG_MANUAL_POLYGON,
      [FLUE_KEY_PICK] = FLUE_MSG_MANUAL_PICK,
      [FLUE_KEY_COST] = FLUE_MSG_MANUAL_COST,
      [FLUE_KEY_SET] = FLUE_MSG_MANUAL_SET,
      [FLUE_KEY_LIST] = FLUE_MSG_MANUAL_LIST,
      [FLUE_KEY_SECTION] = FLUE_MSG_MANUAL_KEY_SECTION,
      [FLUE_KEY_MAP] = FLUE_MSG_MANUAL_MAP,
  };
  if (key->type == FLUE_KEY_LIBRARY)
    add_library(out, lang, key->extra);
  else if (key->type == FLUE_KEY_CHOICE || key->type == FLUE_KEY_COST)
    add_choices(out, lang, names[key->type], key->extra);
  else
    add_message(out, lang, names[key->type], key->extra ? key->extra : "", "", "");
}

static void add_number(flue_text *out, flue_lang lang, const flue_key *key) {
  const int has_unit = key->dimension != FLUE_DIM_NONE;
  if (has_unit) {
    flue_text_add(out, " ");
    add_message(out, lang, FLUE_MSG_MANUAL_UNITS, flue_dimension_unit(key->dimension),
                flue_dimension_units(key->dimension), "");
  }
  char *low = flue_format("%g", key->low), *high = flue_format("%g", key->high);
  flue_text_add(out, "; ");
  add_message(out, lang, FLUE_MSG_MANUAL_RANGE, low ? low : "", high ? high : "",
              has_unit ? flue_dimension_unit(key->dimension) : "");
  while (out->length > 0 && out->data[out->length - 1] == ' ') out->data[--out->length] = '\0';
  free(low);
  free(high);
}

static void add_key(flue_text *out, flue_lang lang, const flue_key *key) {
  flue_text_add(out, "- **`%s`** %s\n  *", key->name, key->text[lang]);
  add_type(out, lang, key);
  if (key->type == FLUE_KEY_NUMBER || key->type == FLUE_KEY_FIXED || key->type == FLUE_KEY_NUMBERS)
    add_number(out, lang, key);
  if (key->flags & FLUE_KEY_WHOLE) {
    flue_text_add(out, "; ");
    add_plain(out, lang, FLUE_MSG_MANUAL_WHOLE);
  }
  if (key->flags & FLUE_KEY_REQUIRED) {
    flue_text_add(out, "; ");
    add_plain(out, lang, FLUE_MSG_MANUAL_REQUIRED);
  }
  if (key->fallback && key->fallback[0]) {
    char *quoted = flue_format("`%s`", key->fallback);
    flue_text_add(out, "; ");
    add_message(out, lang, FLUE_MSG_MANUAL_DEFAULT, quoted ? quoted : "", "", "");
    free(quoted);
  }
  if (key->flags & FLUE_KEY_PER_ITEM) {
    flue_text_add(out, "; ");
    add_plain(out, lang, FLUE_MSG_MANUAL_PER_ITEM);
  }
  flue_text_add(out, "*\n");
}

static void add_heading(flue_text *out, flue_lang lang, flue_message title, flue_message text) {
  flue_text_add(out, "\n## ");
  add_plain(out, lang, title);
  flue_text_add(out, "\n\n");
  add_plain(out, lang, text);
  flue_text_add(out, "\n");
}

static void add_parameters(flue_text *out, flue_lang lang, const flue_distribution_info *info) {
  flue_text_add(out, "- **`%s`** ", info->name);
  for (int i = 0; i < FLUE_DISTRIBUTION_PARAMETERS && info->parameter[i]; ++i) {
    char *name = flue_format("`%s`", info->parameter[i]);
    flue_text_add(out, "%s", i ? ", " : "");
    if (info->has_unit[i])
      add_message(out, lang, FLUE_MSG_MANUAL_WITH_UNIT, name ? name : "", "", "");
    else
      flue_text_add(out, "%s", name ? name : "");
    free(name);
  }
  flue_text_add(out, "\n");
}

static void add_distributions(flue_text *out, flue_lang lang) {
  add_heading(out, lang, FLUE_MSG_MANUAL_DISTRIBUTIONS, FLUE_MSG_MANUAL_DISTRIBUTIONS_TEXT);
  flue_text_add(out, "\n");
  for (int k = FLUE_UNIFORM; k < FLUE_DISTRIBUTION_COUNT; ++k) {
    add_parameters(out, lang, &FLUE_DISTRIBUTIONS[k]);
    if (k == FLUE_LOGNORMAL) add_parameters(out, lang, &FLUE_LOGNORMAL_BY_MEAN);
  }
}

void flue_keys_manual(flue_text *out, flue_lang lang) {
  flue_text_add(out, "# ");
  add_plain(out, lang, FLUE_MSG_MANUAL_TITLE);
  flue_text_add(out, "\n\n");
  add_plain(out, lang, FLUE_MSG_MANUAL_INTRO);
  flue_text_add(out, "\n");
  add_plain(out, lang, FLUE_MSG_MANUAL_NAMES);
  flue_text_add(out, "\n");
  for (size_t s = 0; s < FLUE_SECTION_COUNT; ++s) {
    const flue_section *section = &FLUE_SECTIONS[s];
    flue_text_add(out, "\n<a id=\"%s\"></a>\n\n## ", section->name);
    add_message(out, lang, FLUE_MSG_MANUAL_SECTION, section->name, section->text[lang], "");
    flue_text_add(out, "\n\n");
    for (size_t k = 0; k < FLUE_KEY_COUNT; ++k)
      if (strcmp(FLUE_KEYS[k].section, section->name) == 0) add_key(out, lang, &FLUE_KEYS[k]);
  }
  add_distributions(out, lang);
  add_heading(out, lang, FLUE_MSG_MANUAL_PATHS, FLUE_MSG_MANUAL_PATHS_TEXT);
}

/* ---- schema ---- */

/** A JSON string; `after` (may be NULL) follows on a second line. */
static void json_text(flue_text *out, const char *text, size_t length, const char *after) {
  flue_text_add(out, "\"");
  for (size_t i = 0; i < length; ++i) {
    const unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\')
      flue_text_add(out, "\\%c", c);
    else if (c < 0x20)
      flue_text_add(out, "\\u%04x", c);
    else
      flue_text_add(out, "%c", c);
  }
  for (const char *c = after ? after : ""; *c; ++c) {
    if (c == after) flue_text_add(out, "\\n");
    flue_text_add(out, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
  }
  flue_text_add(out, "\"");
}

/** "a|b|c" as ["a", "b", "c"]. */
static void json_choices(flue_text *out, const char *choices) {
  flue_text_add(out, "[");
  for (const char *c = choices; *c;) {
    const size_t length = strcspn(c, "|");
    if (c != choices) flue_text_add(out, ", ");
    json_text(out, c, length, NULL);
    c += length + (c[length] == '|');
  }
  flue_text_add(out, "]");
}

/** Alternatives of a regular expression, inside a JSON string: signs with a meaning are escaped. */
static void json_units(flue_text *out, flue_dimension d) {
  const char *unit;
  for (size_t i = 0; (unit = flue_dimension_unit_at(d, i)) != NULL; ++i) {
    flue_text_add(out, "%s", i ? "|" : "");
    for (const char *c = unit; *c; ++c)
      flue_text_add(out, strchr("^$.()[]{}*+?|/", *c) && *c != '/' ? "\\\\%c" : "%c", *c);
  }
}

static const char number_pattern[] = "[-+]?([0-9]+\\\\.?[0-9]*|\\\\.[0-9]+)([eE][-+]?[0-9]+)?";

static void json_quantity(flue_text *out, flue_dimension d) {
  flue_text_add(out, "{\"type\": \"string\", \"pattern\": \"^\\\\s*%s\\\\s*(", number_pattern);
  json_units(out, d);
  flue_text_add(out, ")?\\\\s*$\"}");
}

static void json_number(flue_text *out, const flue_key *key) {
  flue_text_add(out, "\"anyOf\": [{\"type\": \"%s\", \"minimum\": %.17g, \"maximum\": %.17g}, ",
                key->flags & FLUE_KEY_WHOLE ? "integer" : "number", key->low, key->high);
  json_quantity(out, key->dimension);
  if (key->type == FLUE_KEY_NUMBER) flue_text_add(out, ", {\"$ref\": \"#/$defs/distribution\"}");
  flue_text_add(out, "]");
}

static void json_cost(flue_text *out, const flue_key *key) {
  flue_text_add(out, "\"anyOf\": [{\"type\": \"number\"}, {\"type\": \"string\", \"pattern\": ");
  flue_text_add(out, "\"^\\\\s*(¥\\\\s*)?%s\\\\s*(", number_pattern);
  json_units(out, FLUE_DIM_MONEY);
  flue_text_add(out, ")?( per (%s))?$\"}]", key->extra);
}

static void json_library(flue_text *out, const flue_key *key) {
  flue_text names = {0};
  flue_library_find(key->extra, "", &names);
  flue_text_add(out, "\"enum\": ");
  json_choices(out, names.data ? names.data : "");
  flue_text_clear(&names);
}

static void json_type(flue_text *out, const flue_key *key) {
  switch (key->type) {
    case FLUE_KEY_NUMBER:
    case FLUE_KEY_FIXED:
      json_number(out, key);
      break;
    case FLUE_KEY_WORD:
      flue_text_add(out, "\"$ref\": \"#/$defs/word\"");
      break;
    case FLUE_KEY_WORDS:
      flue_text_add(out, "\"$ref\": \"#/$defs/words\"");
      break;
    case FLUE_KEY_CHOICE:
      flue_text_add(out, "\"enum\": ");
      json_choices(out, key->extra);
      break;
    case FLUE_KEY_BOOL:
      flue_text_add(out, "\"type\": \"boolean\"");
      break;
    case FLUE_KEY_LIBRARY:
      json_library(out, key);
      break;
    case FLUE_KEY_TITLE:
      flue_text_add(out, "\"$ref\": \"#/$defs/title\"");
      break;
    case FLUE_KEY_POINT:
      flue_text_add(out, "\"$ref\": \"#/$defs/point\"");
      break;
    case FLUE_KEY_NUMBERS:
      flue_text_add(out, "\"$ref\": \"#/$defs/numbers\"");
      break;
    case FLUE_KEY_POLYGON:
      flue_text_add(out,
                    "\"type\": \"array\", \"minItems\": 3, "
                    "\"items\": {\"$ref\": \"#/$defs/point\"}");
      break;
    case FLUE_KEY_PICK:
      flue_text_add(out, "\"$ref\": \"#/$defs/pick\"");
      break;
    case FLUE_KEY_COST:
      json_cost(out, key);
      break;
    case FLUE_KEY_SET:
      flue_text_add(out, "\"type\": \"object\"");
      break;
    case FLUE_KEY_SECTION:
      flue_text_add(out, "\"$ref\": \"#/$defs/%s\"", key->extra);
      break;
    case FLUE_KEY_LIST:
      flue_text_add(out, "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/%s\"}", key->extra);
      break;
    case FLUE_KEY_MAP:
      flue_text_add(out,
                    "\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"#/$defs/%s\"}",
                    key->extra);
      break;
  }
}

/** A tree in flow style as JSON: numbers and truth values bare, the rest as text. */
static void json_node(flue_text *out, const flue_node *node) {
  if (node->kind == FLUE_NODE_MAP) {
    flue_text_add(out, "{");
    for (size_t i = 0; i < node->n; ++i) {
      flue_text_add(out, "%s", i ? ", " : "");
      json_text(out, node->key[i].text, strlen(node->key[i].text), NULL);
      flue_text_add(out, ": ");
      json_node(out, &node->child[i]);
    }
    flue_text_add(out, "}");
    return;
  }
  if (node->kind == FLUE_NODE_LIST) {
    flue_text_add(out, "[");
    for (size_t i = 0; i < node->n; ++i) {
      flue_text_add(out, "%s", i ? ", " : "");
      json_node(out, &node->child[i]);
    }
    flue_text_add(out, "]");
    return;
  }
  char *end = NULL;
  const double value = strtod(node->text, &end);
  const int is_number = isdigit((unsigned char)node->text[0]) && *end == '\0';
  if (is_number)
    flue_text_add(out, "%.15g", value);
  else if (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0)
    flue_text_add(out, "%s", node->text);
  else
    json_text(out, node->text, strlen(node->text), NULL);
}

static void json_default(flue_text *out, const flue_key *key) {
  flue_diagnostics list = {.file = "keys.def"};
  flue_node tree = {0};
  char *line = flue_format(strchr("{[", key->fallback[0]) ? "x: %s" : "x: \"%s\"", key->fallback);
  flue_text_add(out, ", \"default\": ");
  if (line && flue_yaml_read(NULL, line, strlen(line), &list, &tree) == FLUE_OK && tree.n == 1)
    json_node(out, &tree.child[0]);
  else
    out->failed = 1;
  free(line);
  flue_node_clear(&tree);
  flue_diagnostics_clear(&list);
}

static void json_section(flue_text *out, const flue_section *section) {
  flue_text required = {0};
  int is_first = 1;
  flue_text_add(out, "    \"%s\": {\n      \"description\": ", section->name);
  json_text(out, section->text[FLUE_EN], strlen(section->text[FLUE_EN]), section->text[FLUE_ZH]);
  flue_text_add(out,
                ",\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n"
                "      \"properties\": {");
  for (size_t k = 0; k < FLUE_KEY_COUNT; ++k) {
    const flue_key *key = &FLUE_KEYS[k];
    if (strcmp(key->section, section->name) != 0) continue;
    flue_text_add(out, "%s\n        \"%s\": {", is_first ? "" : ",", key->name);
    is_first = 0;
    json_type(out, key);
    flue_text_add(out, ", \"description\": ");
    json_text(out, key->text[FLUE_EN], strlen(key->text[FLUE_EN]), key->text[FLUE_ZH]);
    if (key->fallback) json_default(out, key);
    flue_text_add(out, "}");
    if (key->flags & FLUE_KEY_REQUIRED)
      flue_text_add(&required, "%s\"%s\"", required.length ? ", " : "", key->name);
  }
  flue_text_add(out, "\n      },\n      \"required\": [%s]\n    },\n",
                required.data ? required.data : "");
  flue_text_clear(&required);
}

/** The map of parameters of a distribution. */
static void json_parameters(flue_text *out, const flue_distribution_info *info) {
  flue_text names = {0}, parameters = {0};
  for (int i = 0; i < FLUE_DISTRIBUTION_PARAMETERS && info->parameter[i]; ++i) {
    flue_text_add(&names, "%s\"%s\"", i ? ", " : "", info->parameter[i]);
    flue_text_add(&parameters, "%s\"%s\": {\"$ref\": \"#/$defs/quantity\"}", i ? ", " : "",
                  info->parameter[i]);
  }
  flue_text_add(out,
                "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {%s}, "
                "\"required\": [%s]}",
                parameters.data ? parameters.data : "", names.data ? names.data : "");
  flue_text_clear(&names);
  flue_text_clear(&parameters);
}

static void json_distributions(flue_text *out) {
  flue_text_add(out,
                "    \"distribution\": {\n      \"type\": \"object\",\n"
                "      \"additionalProperties\": false,\n      \"minProperties\": 1,\n"
                "      \"anyOf\": [{\"maxProperties\": 1, \"not\": {\"required\": [\"sampled\"]}}, "
                "{\"maxProperties\": 2, \"required\": [\"probability\", \"sampled\"]}],\n"
                "      \"properties\": {\n        \"sampled\": {\"$ref\": "
                "\"#/$defs/quantity\"},");
  for (int k = FLUE_UNIFORM; k < FLUE_DISTRIBUTION_COUNT; ++k) {
    const flue_distribution_info *info = &FLUE_DISTRIBUTIONS[k];
    flue_text_add(out, "%s\n        \"%s\": {\"anyOf\": [", k > FLUE_UNIFORM ? "," : "",
                  info->name);
    if (!info->parameter[1]) flue_text_add(out, "{\"$ref\": \"#/$defs/quantity\"}, ");
    json_parameters(out, info);
    if (k == FLUE_LOGNORMAL) {
      flue_text_add(out, ", ");
      json_parameters(out, &FLUE_LOGNORMAL_BY_MEAN);
    }
    flue_text_add(out, "]}");
  }
  flue_text_add(out, "\n      }\n    },\n");
}

/** Shapes that several keys have. YAML reads a bare number as one also where flue wants a text. */
static void json_shapes(flue_text *out) {
  flue_text_add(out,
                "    \"quantity\": {\"anyOf\": [{\"type\": \"number\"}, "
                "{\"type\": \"string\", \"pattern\": \"^\\\\s*%s\"}]},\n",
                number_pattern);
  flue_text_add(out,
                "    \"word\": {\"type\": [\"string\", \"number\"]},\n"
                "    \"words\": {\"anyOf\": [{\"$ref\": \"#/$defs/word\"}, {\"type\": \"array\", "
                "\"minItems\": 1, \"items\": {\"$ref\": \"#/$defs/word\"}}]},\n");
  flue_text_add(out,
                "    \"title\": {\"anyOf\": [{\"$ref\": \"#/$defs/word\"}, "
                "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": "
                "{\"en\": {\"$ref\": \"#/$defs/word\"}, \"zh\": {\"$ref\": "
                "\"#/$defs/word\"}}}]},\n");
  flue_text_add(out,
                "    \"length\": {\"anyOf\": [{\"type\": \"number\", \"minimum\": -100000, "
                "\"maximum\": 100000}, ");
  json_quantity(out, FLUE_DIM_LENGTH);
  flue_text_add(out,
                "]},\n"
                "    \"numbers\": {\"anyOf\": [{\"$ref\": \"#/$defs/quantity\"}, {\"type\": "
                "\"array\", \"minItems\": 1, \"items\": {\"$ref\": \"#/$defs/quantity\"}}]},\n"
                "    \"point\": {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, "
                "\"items\": {\"$ref\": \"#/$defs/length\"}},\n");
  flue_text_add(out,
                "    \"pick\": {\"anyOf\": [{\"$ref\": \"#/$defs/word\"}, {\"type\": \"object\", "
                "\"additionalProperties\": false, \"minProperties\": 1, \"maxProperties\": 1, "
                "\"properties\": {\"choice\": {\"$ref\": \"#/$defs/words\"}, "
                "\"any\": {\"$ref\": \"#/$defs/word\"}}}]}\n");
}

void flue_keys_schema(flue_text *out) {
  flue_text_add(out,
                "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                "  \"title\": \"flue scenario, layout 1\",\n"
                "  \"if\": {\"required\": [\"network\"]},\n"
                "  \"then\": {\"$ref\": \"#/$defs/network_scenario\"},\n"
                "  \"else\": {\"$ref\": \"#/$defs/scenario\"},\n  \"$defs\": {\n");
  for (size_t s = 0; s < FLUE_SECTION_COUNT; ++s) json_section(out, &FLUE_SECTIONS[s]);
  json_distributions(out);
  json_shapes(out);
  flue_text_add(out, "  }\n}\n");
}
