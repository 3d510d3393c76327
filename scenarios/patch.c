/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/patch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/keys.h"

enum { longest_step = 256 };

/** One step of a path, taken apart. */
typedef struct step {
  char key[longest_step];
  char selector[longest_step]; /**< What stands in brackets; empty for none. */
  int has_selector;
  const char *rest; /**< After the dot; NULL at the end. */
} step;

/** @return 0 when the path cannot be read. */
static int take_step(const char *path, step *s) {
  size_t n = 0, depth = 0;
  while (path[n] && (path[n] != '.' || depth > 0)) {
    if (path[n] == '[') ++depth;
    if (path[n] == ']' && depth > 0) --depth;
    ++n;
  }
  if (n == 0 || n >= longest_step || depth > 0) return 0;
  memcpy(s->key, path, n);
  s->key[n] = '\0';
  s->rest = path[n] == '.' ? path + n + 1 : NULL;
  s->selector[0] = '\0';
  char *bracket = strchr(s->key, '[');
  s->has_selector = bracket != NULL;
  if (!bracket) return 1;
  const size_t length = strlen(bracket);
  if (bracket[length - 1] != ']') return 0;
  memcpy(s->selector, bracket + 1, length - 2);
  s->selector[length - 2] = '\0';
  *bracket = '\0';
  return 1;
}

/** Default of a key in the items of the list called `list`; NULL when there is none. */
static const char *default_of(const char *list, const char *key) {
  for (size_t k = 0; k < FLUE_KEY_COUNT; ++k) {
    if (FLUE_KEYS[k].type != FLUE_KEY_LIST || strcmp(FLUE_KEYS[k].name, list) != 0) continue;
    const flue_key *found = flue_key_find(FLUE_KEYS[k].extra, key);
    return found ? found->fallback : NULL;
  }
  return NULL;
}

/** Whether the item of the list called `list` is meant; a key it leaves out has its default. */
static int item_fits(const flue_node *item, size_t index, const char *list, const char *selector) {
  if (strcmp(selector, "*") == 0) return 1;
  const char *equals = strchr(selector, '=');
  if (!equals) {
    char *end = NULL;
    const unsigned long wanted = strtoul(selector, &end, 10);
    return end != selector && *end == '\0' && wanted == index;
  }
  char key[longest_step];
  snprintf(key, sizeof key, "%.*s", (int)(equals - selector), selector);
  const flue_node *value = flue_node_get(item, key);
  if (value) return value->kind == FLUE_NODE_SCALAR && strcmp(value->text, equals + 1) == 0;
  const char *fallback = item->kind == FLUE_NODE_MAP ? default_of(list, key) : NULL;
  return fallback && strcmp(fallback, equals + 1) == 0;
}

static flue_status replace(flue_node *place, const flue_node *value, size_t *places) {
  flue_node copy;
  FLUE_TRY(flue_node_copy(value, &copy));
  flue_node_clear(place);
  *place = copy;
  ++*places;
  return FLUE_OK;
}

static flue_status descend(flue_node *node, const char *rest, const flue_node *value,
                           size_t *places) {
  return rest ? flue_patch_apply(node, rest, value, places) : replace(node, value, places);
}

static flue_status take_child(flue_node *child, const step *s, const flue_node *value,
                              size_t *places) {
  if (!s->has_selector) return descend(child, s->rest, value, places);
  if (child->kind != FLUE_NODE_LIST) return FLUE_OK;
  for (size_t i = 0; i < child->n; ++i)
    if (item_fits(&child->child[i], i, s->key, s->selector))
      FLUE_TRY(descend(&child->child[i], s->rest, value, places));
  return FLUE_OK;
}

static flue_status add_key(flue_node *map, const char *key, const flue_node *value,
                           size_t *places) {
  size_t key_capacity = map->capacity;
  FLUE_TRY(flue_grow(&map->child, &map->capacity, map->n + 1, sizeof *map->child));
  FLUE_TRY(flue_grow(&map->key, &key_capacity, map->n + 1, sizeof *map->key));
  flue_node *name = &map->key[map->n];
  *name = (flue_node){.line = value->line, .column = value->column};
  map->child[map->n] = (flue_node){0};
  if (!(name->text = flue_copy_text(key))) return FLUE_ENOMEM;
  ++map->n;
  return replace(&map->child[map->n - 1], value, places);
}

flue_status flue_patch_apply(flue_node *root, const char *path, const flue_node *value,
                             size_t *places) {
  step s;
  if (root->kind != FLUE_NODE_MAP || !take_step(path, &s)) return FLUE_OK;
  if (strcmp(s.key, "*") == 0) {
    for (size_t i = 0; i < root->n; ++i) FLUE_TRY(take_child(&root->child[i], &s, value, places));
    return FLUE_OK;
  }
  flue_node *child = flue_node_get(root, s.key);
  if (child) return take_child(child, &s, value, places);
  return s.rest || s.has_selector ? FLUE_OK : add_key(root, s.key, value, places);
}
