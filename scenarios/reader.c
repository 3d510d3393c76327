/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections, lists, words and shapes of a scenario file, by the key table. */
#include "scenarios/reader.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/nearest.h"
#include "scenarios/reader_internal.h"

static void read_section(reader *r, const char *section, const flue_node *node, void *out);

void *flue_scenario_alloc(flue_scenario *s, size_t n, size_t size) {
  if (flue_grow(&s->owned, &s->owned_capacity, s->n_owned + 1, sizeof *s->owned)) return NULL;
  void *memory = flue_alloc(n, size);
  if (memory) s->owned[s->n_owned++] = memory;
  return memory;
}

static void *take(reader *r, size_t n, size_t size) {
  void *memory = flue_scenario_alloc(r->scenario, n, size);
  if (!memory) r->no_memory = 1;
  return memory;
}

static char *take_text(reader *r, const char *text) {
  const size_t n = strlen(text) + 1;
  char *copy = take(r, n, 1);
  if (copy) memcpy(copy, text, n);
  return copy;
}

static const char *word(const reader *r, flue_message m) {
  return flue_message_text(m, r->list->lang);
}

void reader_wrong_kind(reader *r, const char *name, const flue_node *node, flue_message wanted) {
  static const flue_message kinds[] = {FLUE_MSG_WORD_TEXT, FLUE_MSG_WORD_LIST, FLUE_MSG_WORD_MAP};
  reader_find(r, FLUE_MSG_WRONG_KIND, node, name, word(r, kinds[node->kind]), word(r, wanted),
              NULL);
}

static int is_kind(reader *r, const char *name, const flue_node *node, flue_node_kind kind,
                   flue_message wanted) {
  if (node->kind == kind) return 1;
  reader_wrong_kind(r, name, node, wanted);
  return 0;
}

static void read_word(reader *r, const char *name, const flue_node *node, flue_word *out) {
  if (!is_kind(r, name, node, FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT)) return;
  if (node->text[0] == '\0') {
    reader_find(r, FLUE_MSG_EMPTY_WORD, node, name, NULL);
    return;
  }
  *out = (flue_word){take_text(r, node->text), node->line, node->column};
}

static void read_words(reader *r, const char *name, const flue_node *node, flue_words *out) {
  const int is_list = node->kind == FLUE_NODE_LIST;
  if (node->kind == FLUE_NODE_MAP) {
    reader_wrong_kind(r, name, node, FLUE_MSG_WORD_LIST);
    return;
  }
  const size_t n = is_list ? node->n : 1;
  if (n == 0) reader_find(r, FLUE_MSG_EMPTY_WORD, node, name, NULL);
  out->items = take(r, n, sizeof *out->items);
  if (!out->items) return;
  for (size_t i = 0; i < n; ++i) {
    flue_word w = {0};
    read_word(r, name, is_list ? &node->child[i] : node, &w);
    if (w.text) out->items[out->n++] = w;
  }
}

/** Finds a word among "a|b|c". @return its index, -1 when it is none of them. */
static int find_choice(const char *choices, const char *text, flue_nearest *nearest, char *store,
                       size_t capacity) {
  int index = 0;
  for (const char *c = choices; *c; ++index) {
    const size_t length = strcspn(c, "|");
    if (length == strlen(text) && strncmp(c, text, length) == 0) return index;
    if (length < capacity) {
      char candidate[64];
      snprintf(candidate, sizeof candidate, "%.*s", (int)length, c);
      const int before = nearest->distance;
      const char *old = nearest->best;
      flue_nearest_offer(nearest, candidate);
      if (nearest->best != old || nearest->distance != before) {
        snprintf(store, capacity, "%s", candidate);
        nearest->best = store;
      }
    }
    c += length + (c[length] == '|');
  }
  return -1;
}

static void read_choice(reader *r, const flue_key *key, const flue_node *node, int *out) {
  if (!is_kind(r, key->name, node, FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT)) return;
  char store[64] = "";
  flue_nearest nearest = {.word = node->text};
  const int index = find_choice(key->extra, node->text, &nearest, store, sizeof store);
  if (index >= 0) {
    *out = index;
  } else if (flue_nearest_result(&nearest)) {
    reader_find(r, FLUE_MSG_BAD_CHOICE_NEAR, node, key->name, node->text, store, NULL);
  } else {
    reader_find(r, FLUE_MSG_BAD_CHOICE, node, key->name, node->text, key->extra, NULL);
  }
}

static void read_bool(reader *r, const flue_key *key, const flue_node *node, int *out) {
  if (!is_kind(r, key->name, node, FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT)) return;
  if (strcmp(node->text, "true") == 0)
    *out = 1;
  else if (strcmp(node->text, "false") == 0)
    *out = 0;
  else
    reader_find(r, FLUE_MSG_BAD_BOOL, node, key->name, node->text, NULL);
}

static void read_library(reader *r, const flue_key *key, const flue_node *node, flue_word *out) {
  read_word(r, key->name, node, out);
  if (!out->text) return;
  if (!flue_library_find(key->extra, out->text, NULL)) {
    flue_text names = {0};
    flue_library_find(key->extra, "", &names);
    flue_nearest nearest = {.word = out->text};
    char store[64] = "";
    find_choice(names.data ? names.data : "", out->text, &nearest, store, sizeof store);
    if (flue_nearest_result(&nearest))
      reader_find(r, FLUE_MSG_BAD_CHOICE_NEAR, node, key->name, out->text, store, NULL);
    else
      reader_find(r, FLUE_MSG_BAD_CHOICE, node, key->name, out->text, names.data ? names.data : "",
                  NULL);
    out->text = NULL;
    flue_text_clear(&names);
  }
}

static void read_title(reader *r, const flue_key *key, const flue_node *node, char **out) {
  if (node->kind == FLUE_NODE_SCALAR) {
    out[FLUE_EN] = out[FLUE_ZH] = take_text(r, node->text);
    return;
  }
  if (!is_kind(r, key->name, node, FLUE_NODE_MAP, FLUE_MSG_WORD_MAP)) return;
  for (size_t i = 0; i < node->n; ++i) {
    const char *lang = node->key[i].text;
    const int index = strcmp(lang, "en") == 0 ? FLUE_EN : strcmp(lang, "zh") == 0 ? FLUE_ZH : -1;
    if (index < 0)
      reader_find(r, FLUE_MSG_UNKNOWN_KEY, &node->key[i], lang, key->name, "en, zh", NULL);
    else if (is_kind(r, key->name, &node->child[i], FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT))
      out[index] = take_text(r, node->child[i].text);
  }
  if (!out[FLUE_EN]) out[FLUE_EN] = out[FLUE_ZH];
  if (!out[FLUE_ZH]) out[FLUE_ZH] = out[FLUE_EN];
  if (!out[FLUE_EN]) out[FLUE_EN] = out[FLUE_ZH] = take_text(r, "");
}

static int read_pair(reader *r, const char *name, const flue_node *node, double *x, double *y) {
  const double farthest = 1e5; /* [m] */
  double v[2];
  int sound = node->kind == FLUE_NODE_LIST && node->n == 2;
  for (size_t i = 0; sound && i < 2; ++i)
    sound =
        node->child[i].kind == FLUE_NODE_SCALAR &&
        flue_number_read(node->child[i].text, FLUE_DIM_LENGTH, 0, &v[i], NULL) == FLUE_NUMBER_OK &&
        fabs(v[i]) <= farthest;
  if (!sound) {
    reader_find(r, FLUE_MSG_BAD_POINT, node, name, NULL);
    return 0;
  }
  *x = v[0];
  *y = v[1];
  return 1;
}

static void read_point(reader *r, const flue_key *key, const flue_node *node, flue_point *out) {
  out->line = node->line;
  out->column = node->column;
  out->is_given = read_pair(r, key->name, node, &out->x, &out->y);
}

/** A number, or a list of numbers of one dimension. */
static void read_numbers(reader *r, const flue_key *key, const flue_node *node, flue_numbers *out) {
  const int is_list = node->kind == FLUE_NODE_LIST;
  const size_t n = is_list ? node->n : 1;
  const size_t wanted = key->extra ? (size_t)strtoul(key->extra, NULL, 10) : 0;
  out->line = node->line;
  out->column = node->column;
  if (node->kind == FLUE_NODE_MAP || n == 0 || (wanted && n != wanted)) {
    reader_find(r, FLUE_MSG_BAD_NUMBERS, node, key->name, key->extra ? key->extra : "1, 2, 3 ...",
                NULL);
    return;
  }
  out->v = take(r, n, sizeof *out->v);
  if (!out->v) return;
  for (size_t i = 0; i < n; ++i) {
    const flue_node *item = is_list ? &node->child[i] : node;
    out->v[i] = NAN;
    if (is_kind(r, key->name, item, FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT))
      reader_number(r, key, item, &out->v[i]);
  }
  out->n = n;
}

static void read_polygon(reader *r, const flue_key *key, const flue_node *node, flue_polygon *out) {
  if (!is_kind(r, key->name, node, FLUE_NODE_LIST, FLUE_MSG_WORD_LIST)) return;
  out->line = node->line;
  out->column = node->column;
  if (node->n < 3) {
    char found[32];
    snprintf(found, sizeof found, "%zu", node->n);
    reader_find(r, FLUE_MSG_BAD_POLYGON, node, key->name, found, NULL);
    return;
  }
  out->point = take(r, node->n, sizeof *out->point);
  if (!out->point) return;
  for (size_t i = 0; i < node->n; ++i)
    if (read_pair(r, key->name, &node->child[i], &out->point[i][0], &out->point[i][1])) ++out->n;
  if (out->n != node->n) out->n = 0;
}

static void read_pick(reader *r, const flue_key *key, const flue_node *node, flue_pick *out) {
  out->id = -1;
  if (node->kind != FLUE_NODE_MAP) {
    if (is_kind(r, key->name, node, FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT))
      read_words(r, key->name, node, &out->rooms);
    return;
  }
  const char *form = node->n == 1 ? node->key[0].text : "";
  if (strcmp(form, "choice") == 0) {
    read_words(r, key->name, &node->child[0], &out->rooms);
  } else if (strcmp(form, "any") == 0) {
    read_word(r, key->name, &node->child[0], &out->any);
  } else {
    reader_find(r, FLUE_MSG_BAD_CHOICE, node, key->name, form, "choice, any", NULL);
    return;
  }
  const flue_distribution uniform = {FLUE_UNIFORM, {0.0, 1.0, 0.0}};
  flue_key pick = *key;
  pick.low = 0.0;
  pick.high = 1.0;
  out->id = reader_register(r, &pick, &uniform);
}

static void read_cost(reader *r, const flue_key *key, const flue_node *node, flue_cost *out) {
  if (!is_kind(r, key->name, node, FLUE_NODE_SCALAR, FLUE_MSG_WORD_TEXT)) return;
  const char *per = strstr(node->text, " per ");
  char *amount = flue_format("%.*s", per ? (int)(per - node->text) : 1000, node->text);
  if (!amount) {
    r->no_memory = 1;
    return;
  }
  char store[64] = "";
  flue_nearest nearest = {.word = per ? per + 5 : ""};
  const int sound =
      flue_number_read(amount, FLUE_DIM_MONEY, 0, &out->amount, NULL) == FLUE_NUMBER_OK &&
      out->amount >= 0 &&
      (!per || find_choice(key->extra, per + 5, &nearest, store, sizeof store) >= 0);
  free(amount);
  if (!sound)
    reader_find(r, FLUE_MSG_BAD_COST, node, key->name, node->text, key->extra, NULL);
  else if (per)
    out->per = (flue_word){take_text(r, per + 5), node->line, node->column};
}

/** Copy of a tree whose parts the scenario frees. @return 0 when memory is short. */
static int copy_tree(reader *r, const flue_node *from, flue_node *to) {
  *to = (flue_node){.kind = from->kind, .line = from->line, .column = from->column, .n = from->n};
  if (from->text && !(to->text = take_text(r, from->text))) return 0;
  if (from->n && !(to->child = take(r, from->n, sizeof *to->child))) return 0;
  if (from->n && from->key && !(to->key = take(r, from->n, sizeof *to->key))) return 0;
  for (size_t i = 0; i < from->n; ++i) {
    if (!copy_tree(r, &from->child[i], &to->child[i])) return 0;
    if (from->key && !copy_tree(r, &from->key[i], &to->key[i])) return 0;
  }
  return 1;
}

static void read_set(reader *r, const flue_key *key, const flue_node *node, flue_list *out) {
  if (!is_kind(r, key->name, node, FLUE_NODE_MAP, FLUE_MSG_WORD_MAP)) return;
  flue_patch *patch = take(r, node->n, sizeof *patch);
  if (!patch) return;
  out->items = patch;
  for (size_t i = 0; i < node->n; ++i) {
    const flue_node *path = &node->key[i];
    patch[i].path = (flue_word){take_text(r, path->text), path->line, path->column};
    patch[i].value = take(r, 1, sizeof *patch[i].value);
    if (!patch[i].value || !copy_tree(r, &node->child[i], patch[i].value)) return;
    ++out->n;
  }
}

static int by_word(const void *a, const void *b) {
  const flue_word *const *x = a, *const *y = b;
  const int order = strcmp((*x)->text, (*y)->text);
  if (order) return order;
  return (*x)->line != (*y)->line ? ((*x)->line < (*y)->line ? -1 : 1)
                                  : ((*x)->column > (*y)->column) - ((*x)->column < (*y)->column);
}

/** A finding for each id that a list has twice; storeys and shafts are checked with the layout. */
static void find_double_ids(reader *r, const flue_key *key, const flue_list *list, size_t size) {
  static const struct {
    const char *section;
    flue_message word;
  } kinds[] = {{"opening", FLUE_MSG_WORD_OPENING},
               {"fire", FLUE_MSG_WORD_FIRE},
               {"supply", FLUE_MSG_WORD_SUPPLY},
               {"option", FLUE_MSG_WORD_OPTION},
               {"design_weather", FLUE_MSG_WORD_WEATHER},
               {"compartment", FLUE_MSG_WORD_COMPARTMENT},
               {"vent", FLUE_MSG_WORD_OPENING},
               {"fan", FLUE_MSG_WORD_FAN},
               {"burner", FLUE_MSG_WORD_FIRE},
               {"target", FLUE_MSG_WORD_TARGET},
               {"sensor", FLUE_MSG_WORD_DETECTOR},
               {"path", FLUE_MSG_WORD_PATH},
               {"air_handler", FLUE_MSG_WORD_HANDLER}};
  size_t kind = 0;
  const size_t n_kinds = sizeof kinds / sizeof *kinds;
  while (kind < n_kinds && strcmp(kinds[kind].section, key->extra) != 0) ++kind;
  const flue_word **sorted = kind < n_kinds ? flue_alloc(list->n, sizeof *sorted) : NULL;
  if (kind == n_kinds) return;
  if (!sorted) {
    r->no_memory = 1;
    return;
  }
  size_t n = 0;
  for (size_t i = 0; i < list->n; ++i) { /* these structs begin with their id */
    const flue_word *id = (const flue_word *)(const void *)((const char *)list->items + i * size);
    if (id->text) sorted[n++] = id;
  }
  if (n > 1) qsort(sorted, n, sizeof *sorted, by_word);
  for (size_t i = 1; i < n; ++i) {
    if (strcmp(sorted[i - 1]->text, sorted[i]->text) != 0) continue;
    char line[16];
    snprintf(line, sizeof line, "%d", sorted[i - 1]->line);
    reader_find(r, FLUE_MSG_DUPLICATE_ID, sorted[i], word(r, kinds[kind].word), sorted[i]->text,
                line, NULL);
  }
  free(sorted);
}

/** Reads items of a list or map into one array of structs. */
static void read_items(reader *r, const flue_key *key, const flue_node *node, flue_list *out) {
  const int is_map = key->type == FLUE_KEY_MAP;
  if (!is_kind(r, key->name, node, is_map ? FLUE_NODE_MAP : FLUE_NODE_LIST,
               is_map ? FLUE_MSG_WORD_MAP : FLUE_MSG_WORD_LIST))
    return;
  const flue_section *section = flue_section_find(key->extra);
  char *items = take(r, node->n, section->size);
  if (!items) return;
  out->items = items;
  out->n = node->n;
  const size_t length = r->path.length;
  for (size_t i = 0; i < node->n; ++i) {
    char *item = items + i * section->size;
    if (is_map) {
      flue_text_add(&r->path, ".%s", node->key[i].text);
      /* structs of maps begin with their id */
      const flue_word id = {take_text(r, node->key[i].text), node->key[i].line,
                            node->key[i].column};
      memcpy(item, &id, sizeof id);
    } else {
      flue_text_add(&r->path, "[%zu]", i);
    }
    read_section(r, key->extra, &node->child[i], item);
    r->path.length = length;
    if (r->path.data) r->path.data[length] = '\0';
  }
  if (!is_map) find_double_ids(r, key, out, section->size);
}

static void read_key(reader *r, const flue_key *key, const flue_node *node, char *field) {
  void *place = field;
  switch (key->type) {
    case FLUE_KEY_NUMBER:
    case FLUE_KEY_FIXED:
      reader_value(r, key, node, place);
      break;
    case FLUE_KEY_WORD:
      read_word(r, key->name, node, place);
      break;
    case FLUE_KEY_WORDS:
      read_words(r, key->name, node, place);
      break;
    case FLUE_KEY_CHOICE:
      read_choice(r, key, node, place);
      break;
    case FLUE_KEY_BOOL:
      read_bool(r, key, node, place);
      break;
    case FLUE_KEY_LIBRARY:
      read_library(r, key, node, place);
      break;
    case FLUE_KEY_TITLE:
      read_title(r, key, node, place);
      break;
    case FLUE_KEY_POINT:
      read_point(r, key, node, place);
      break;
    case FLUE_KEY_NUMBERS:
      read_numbers(r, key, node, place);
      break;
    case FLUE_KEY_POLYGON:
      read_polygon(r, key, node, place);
      break;
    case FLUE_KEY_PICK:
      read_pick(r, key, node, place);
      break;
    case FLUE_KEY_COST:
      read_cost(r, key, node, place);
      break;
    case FLUE_KEY_SET:
      read_set(r, key, node, place);
      break;
    case FLUE_KEY_SECTION:
      read_section(r, key->extra, node, place);
      break;
    case FLUE_KEY_LIST:
    case FLUE_KEY_MAP:
      read_items(r, key, node, place);
      break;
  }
}

/** Tree of a key's default, read once for all; NULL when memory is short. */
static const flue_node *read_fallback(reader *r, const flue_key *key) {
  flue_node *tree = &r->fallback[key - FLUE_KEYS];
  if (tree->n == 0) {
    char *line = flue_format(strchr("{[", key->fallback[0]) ? "x: %s" : "x: \"%s\"", key->fallback);
    if (!line || flue_yaml_read(NULL, line, strlen(line), r->list, tree) != FLUE_OK)
      r->no_memory = 1;
    free(line);
  }
  return r->no_memory || tree->n == 0 ? NULL : &tree->child[0];
}

/** Fills a field that the file leaves out: its default, or "absent". */
static void read_absent(reader *r, const flue_key *key, const flue_node *parent, char *field) {
  if (key->flags & FLUE_KEY_REQUIRED) {
    const char *text = key->text[r->list->lang];
    reader_find(r, FLUE_MSG_MISSING_KEY, parent, key->section, key->name, text, NULL);
  }
  if (key->type == FLUE_KEY_SECTION && !(key->flags & FLUE_KEY_REQUIRED)) {
    const flue_node empty = {.kind = FLUE_NODE_MAP, .line = parent->line, .column = parent->column};
    read_section(r, key->extra, &empty, field);
    return;
  }
  if (!key->fallback) {
    const flue_value absent = {
        {FLUE_CONSTANT, {NAN, 0.0, 0.0}}, -1, parent->line, parent->column, 0};
    if (key->type == FLUE_KEY_NUMBER || key->type == FLUE_KEY_FIXED)
      memcpy(field, &absent, sizeof absent);
    return;
  }
  const flue_node *tree = read_fallback(r, key);
  if (!tree) return;
  flue_node node = *tree; /* a view; the tree keeps what it owns */
  node.line = parent->line;
  node.column = parent->column;
  read_key(r, key, &node, field);
  if (key->type == FLUE_KEY_NUMBER || key->type == FLUE_KEY_FIXED)
    ((flue_value *)(void *)field)->is_default = 1;
}

static void refuse_key(reader *r, const char *section, const flue_node *key_node) {
  flue_text names = {0};
  flue_nearest nearest = {.word = key_node->text};
  size_t first, last;
  flue_keys_of(section, &first, &last);
  for (size_t k = first; k < last; ++k) {
    flue_text_add(&names, "%s%s", names.length ? ", " : "", FLUE_KEYS[k].name);
    flue_nearest_offer(&nearest, FLUE_KEYS[k].name);
  }
  const char *best = flue_nearest_result(&nearest);
  if (best)
    reader_find(r, FLUE_MSG_UNKNOWN_KEY_NEAR, key_node, key_node->text, section, best, NULL);
  else
    reader_find(r, FLUE_MSG_UNKNOWN_KEY, key_node, key_node->text, section, names.data, NULL);
  flue_text_clear(&names);
}

static int has_key(const char *name, size_t first, size_t last) {
  for (size_t k = first; k < last; ++k)
    if (strcmp(FLUE_KEYS[k].name, name) == 0) return 1;
  return 0;
}

static void read_section(reader *r, const char *section, const flue_node *node, void *out) {
  if (!is_kind(r, section, node, FLUE_NODE_MAP, FLUE_MSG_WORD_MAP)) return;
  char *const base = out;
  const size_t length = r->path.length;
  size_t first, last;
  flue_keys_of(section, &first, &last);
  for (size_t i = 0; i < node->n; ++i)
    if (!has_key(node->key[i].text, first, last)) refuse_key(r, section, &node->key[i]);
  for (size_t k = first; k < last; ++k) {
    const flue_key *key = &FLUE_KEYS[k];
    if (length) flue_text_put(&r->path, ".");
    flue_text_put(&r->path, key->name);
    const flue_node *child = flue_node_get(node, key->name);
    if (child)
      read_key(r, key, child, base + key->offset);
    else
      read_absent(r, key, node, base + key->offset);
    r->path.length = length;
    if (r->path.data) r->path.data[length] = '\0';
  }
}

flue_status flue_reader_read(flue_ctx *ctx, flue_scenario *scenario, flue_diagnostics *list,
                             const flue_node *root) {
  reader r = {.scenario = scenario, .list = list};
  r.fallback = flue_alloc(FLUE_KEY_COUNT, sizeof *r.fallback);
  scenario->root.has_network = flue_node_get(root, "network") != NULL;
  const char *kind = scenario->root.has_network ? "network_scenario" : "scenario";
  if (r.fallback) read_section(&r, kind, root, &scenario->root);
  const int failed = !r.fallback || r.no_memory || r.path.failed;
  for (size_t k = 0; r.fallback && k < FLUE_KEY_COUNT; ++k) flue_node_clear(&r.fallback[k]);
  free(r.fallback);
  flue_text_clear(&r.path);
  FLUE_CHECK(!failed, ctx, FLUE_ENOMEM, "no memory to read the scenario");
  return FLUE_OK;
}
