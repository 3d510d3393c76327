/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario with all its defaults, in SI, as YAML that reads back to the same values. */
#include <math.h>
#include <string.h>

#include "scenarios/keys.h"
#include "scenarios/scenario.h"

/** Where the next line goes. */
typedef struct printer {
  flue_text *out;
  int indent;
  int is_item; /**< The next line is the first of a list item. */
} printer;

static void print_section(printer *p, const char *section, const char *base);
static int has_any(const char *section, const char *base);

static void start_line(printer *p) {
  if (p->is_item)
    flue_text_add(p->out, "%*s- ", p->indent - 2, "");
  else
    flue_text_add(p->out, "%*s", p->indent, "");
  p->is_item = 0;
}

static void print_text(flue_text *out, char *text) {
  const flue_node node = {.kind = FLUE_NODE_SCALAR, .text = text};
  flue_node_print(&node, out);
}

static void print_words(flue_text *out, const flue_words *words) {
  flue_text_add(out, "[");
  for (size_t i = 0; i < words->n; ++i) {
    if (i) flue_text_add(out, ", ");
    print_text(out, words->items[i].text);
  }
  flue_text_add(out, "]");
}

static void print_value(flue_text *out, const flue_value *value) {
  const flue_distribution_info *info = &FLUE_DISTRIBUTIONS[value->d.kind];
  if (value->d.kind == FLUE_CONSTANT) {
    flue_text_add_number(out, value->d.p[0]);
    return;
  }
  flue_text_add(out, "{%s: {", info->name);
  for (int i = 0; i < FLUE_DISTRIBUTION_PARAMETERS && info->parameter[i]; ++i) {
    flue_text_add(out, "%s%s: ", i ? ", " : "", info->parameter[i]);
    flue_text_add_number(out, value->d.p[i]);
  }
  flue_text_add(out, "}");
  if (value->d.kind == FLUE_PROBABILITY && value->d.p[1] > 0) {
    flue_text_add(out, ", sampled: ");
    flue_text_add_number(out, value->d.p[1]);
  }
  flue_text_add(out, "}");
}

static void print_numbers(flue_text *out, const flue_numbers *numbers) {
  flue_text_add(out, "[");
  for (size_t i = 0; i < numbers->n; ++i) {
    if (i) flue_text_add(out, ", ");
    flue_text_add_number(out, numbers->v[i]);
  }
  flue_text_add(out, "]");
}

static void print_pair(flue_text *out, double x, double y) {
  flue_text_add(out, "[");
  flue_text_add_number(out, x);
  flue_text_add(out, ", ");
  flue_text_add_number(out, y);
  flue_text_add(out, "]");
}

static void print_polygon(flue_text *out, const flue_polygon *polygon) {
  flue_text_add(out, "[");
  for (size_t i = 0; i < polygon->n; ++i) {
    if (i) flue_text_add(out, ", ");
    print_pair(out, polygon->point[i][0], polygon->point[i][1]);
  }
  flue_text_add(out, "]");
}

static void print_pick(flue_text *out, const flue_pick *pick) {
  if (pick->any.text) {
    flue_text_add(out, "{any: ");
    print_text(out, pick->any.text);
    flue_text_add(out, "}");
  } else if (pick->id >= 0) {
    flue_text_add(out, "{choice: ");
    print_words(out, &pick->rooms);
    flue_text_add(out, "}");
  } else {
    print_text(out, pick->rooms.items[0].text);
  }
}

static void print_title(flue_text *out, char *const *title) {
  flue_text_add(out, "{en: ");
  print_text(out, title[FLUE_EN]);
  flue_text_add(out, ", zh: ");
  print_text(out, title[FLUE_ZH]);
  flue_text_add(out, "}");
}

static void print_cost(flue_text *out, const flue_cost *cost) {
  flue_text_add(out, "\"");
  flue_text_add_number(out, cost->amount);
  flue_text_add(out, " CNY");
  if (cost->per.text) flue_text_add(out, " per %s", cost->per.text);
  flue_text_add(out, "\"");
}

static void print_choice(flue_text *out, const char *choices, int index) {
  const char *c = choices;
  for (; index > 0; --index) c = strchr(c, '|') + 1;
  flue_text_add(out, "%.*s", (int)strcspn(c, "|"), c);
}

/** Paths keep their values as written: what a path leads to decides what they are. */
static void print_set(printer *p, const flue_list *set) {
  if (set->n == 0) flue_text_add(p->out, "{}");
  p->indent += 2;
  for (size_t i = 0; i < set->n; ++i) {
    const flue_patch *patch = FLUE_ITEM(flue_patch, *set, i);
    flue_text_add(p->out, "\n");
    start_line(p);
    print_text(p->out, patch->path.text);
    flue_text_add(p->out, ": ");
    flue_node_print_flow(patch->value, p->out);
  }
  p->indent -= 2;
}

static void print_items(printer *p, const flue_key *key, const flue_list *list) {
  const size_t size = flue_section_find(key->extra)->size;
  const int is_map = key->type == FLUE_KEY_MAP;
  if (list->n == 0) flue_text_add(p->out, is_map ? "{}" : "[]");
  p->indent += is_map ? 2 : 4;
  for (size_t i = 0; i < list->n; ++i) {
    const char *item = (const char *)list->items + i * size;
    flue_text_add(p->out, "\n");
    if (is_map) {
      flue_word id; /* structs of maps begin with their id */
      memcpy(&id, item, sizeof id);
      start_line(p);
      print_text(p->out, id.text);
      flue_text_add(p->out, ":\n");
      p->indent += 2;
    }
    p->is_item = !is_map;
    print_section(p, key->extra, item);
    p->is_item = 0;
    p->indent -= is_map ? 2 : 0;
    --p->out->length; /* the end of the last line is written by the caller */
  }
  p->indent -= is_map ? 2 : 4;
}

/** Whether the scenario has this key; what it leaves out has no default either. */
static int is_present(const flue_key *key, const void *field) {
  switch (key->type) {
    case FLUE_KEY_NUMBER:
    case FLUE_KEY_FIXED:
      return !isnan(((const flue_value *)field)->d.p[0]);
    case FLUE_KEY_WORD:
    case FLUE_KEY_LIBRARY:
      return ((const flue_word *)field)->text != NULL;
    case FLUE_KEY_WORDS:
      return ((const flue_words *)field)->n > 0;
    case FLUE_KEY_POINT:
      return ((const flue_point *)field)->is_given;
    case FLUE_KEY_NUMBERS:
      return ((const flue_numbers *)field)->v != NULL;
    case FLUE_KEY_CHOICE:
    case FLUE_KEY_BOOL:
      return key->fallback || (key->flags & FLUE_KEY_REQUIRED) || *(const int *)field != 0;
    case FLUE_KEY_SECTION:
      return has_any(key->extra, field);
    default:
      return 1;
  }
}

/** Whether any key of a section is there. */
static int has_any(const char *section, const char *base) {
  size_t first, last;
  flue_keys_of(section, &first, &last);
  for (size_t k = first; k < last; ++k)
    if (is_present(&FLUE_KEYS[k], base + FLUE_KEYS[k].offset)) return 1;
  return 0;
}

static void print_key(printer *p, const flue_key *key, const char *base) {
  const void *field = base + key->offset;
  flue_text *out = p->out;
  switch (key->type) {
    case FLUE_KEY_NUMBER:
    case FLUE_KEY_FIXED:
      print_value(out, field);
      if (key->dimension != FLUE_DIM_NONE)
        flue_text_add(out, " # %s", flue_dimension_unit(key->dimension));
      break;
    case FLUE_KEY_WORD:
    case FLUE_KEY_LIBRARY:
      print_text(out, ((const flue_word *)field)->text);
      break;
    case FLUE_KEY_WORDS:
      print_words(out, field);
      break;
    case FLUE_KEY_CHOICE:
      print_choice(out, key->extra, *(const int *)field);
      break;
    case FLUE_KEY_BOOL:
      flue_text_add(out, *(const int *)field ? "true" : "false");
      break;
    case FLUE_KEY_TITLE:
      print_title(out, field);
      break;
    case FLUE_KEY_POINT:
      print_pair(out, ((const flue_point *)field)->x, ((const flue_point *)field)->y);
      break;
    case FLUE_KEY_NUMBERS:
      print_numbers(out, field);
      break;
    case FLUE_KEY_POLYGON:
      print_polygon(out, field);
      break;
    case FLUE_KEY_PICK:
      print_pick(out, field);
      break;
    case FLUE_KEY_COST:
      print_cost(out, field);
      break;
    case FLUE_KEY_SET:
      print_set(p, field);
      break;
    case FLUE_KEY_SECTION:
      flue_text_add(out, "\n");
      p->indent += 2;
      print_section(p, key->extra, field);
      p->indent -= 2;
      --out->length;
      break;
    case FLUE_KEY_LIST:
    case FLUE_KEY_MAP:
      print_items(p, key, field);
      break;
  }
}

/** Whether the value begins on the line below its key. */
static int is_block(const flue_key *key, const void *field) {
  if (key->type == FLUE_KEY_SECTION) return 1;
  const int is_list =
      key->type == FLUE_KEY_LIST || key->type == FLUE_KEY_MAP || key->type == FLUE_KEY_SET;
  return is_list && ((const flue_list *)field)->n > 0;
}

static void print_section(printer *p, const char *section, const char *base) {
  size_t first, last;
  flue_keys_of(section, &first, &last);
  for (size_t k = first; k < last && !p->out->failed; ++k) {
    const flue_key *key = &FLUE_KEYS[k];
    if (!is_present(key, base + key->offset)) continue;
    start_line(p);
    flue_text_put(p->out, key->name);
    flue_text_put(p->out, is_block(key, base + key->offset) ? ":" : ": ");
    print_key(p, key, base);
    flue_text_put(p->out, "\n");
  }
}

void flue_scenario_print(const flue_scenario *scenario, flue_text *out) {
  printer p = {.out = out};
  const flue_root *root = &scenario->root;
  print_section(&p, root->has_network ? "network_scenario" : "scenario", (const char *)root);
}
