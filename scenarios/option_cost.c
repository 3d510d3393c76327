/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/option_cost.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/patch.h"

/** Key that marks an item which an option touches; no key of a scenario begins so. */
static const char mark[] = "~touched";

/** What an option touches. */
typedef struct touched {
  double openings, shafts, rooms, area_m2;
} touched;

/* ---- openings and shafts: by the paths of the option ---- */

/** Beginning of a path up to the item of the list called @p list, such as
 *  "plans.typical.openings[kind=door]", and the mark; owned; NULL when it does not go through. */
static char *path_to_item(const char *path, const char *list) {
  const char *at = strstr(path, list);
  const size_t n = strlen(list);
  if (!at || (at != path && at[-1] != '.') || at[n] != '[') return NULL;
  const char *end = strchr(at, ']');
  return end && end[1] == '.' ? flue_format("%.*s.%s", (int)(end + 1 - path), path, mark) : NULL;
}

static flue_status mark_items(const flue_option *option, const char *list, flue_node *tree) {
  char word[] = "1";
  const flue_node value = {.kind = FLUE_NODE_SCALAR, .text = word};
  for (size_t i = 0; i < option->set.n; ++i) {
    char *path = path_to_item(FLUE_ITEM(flue_patch, option->set, i)->path.text, list);
    size_t places = 0;
    const flue_status status = path ? flue_patch_apply(tree, path, &value, &places) : FLUE_OK;
    free(path);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

static double count_marked(const flue_node *list) {
  double n = 0;
  for (size_t i = 0; list && list->kind == FLUE_NODE_LIST && i < list->n; ++i)
    n += list->child[i].kind == FLUE_NODE_MAP && flue_node_get(&list->child[i], mark) != NULL;
  return n;
}

/** Marked openings of each plan in all storeys that have it. */
static double count_openings(const flue_layout *layout, const flue_node *tree) {
  const flue_node *plans = flue_node_get(tree, "plans");
  double n = 0;
  for (size_t i = 0; plans && plans->kind == FLUE_NODE_MAP && i < plans->n; ++i) {
    const double marked = count_marked(flue_node_get(&plans->child[i], "openings"));
    for (size_t level = 0; level < layout->n_levels; ++level) {
      const flue_plan *plan = layout->level[level].plan;
      if (plan && strcmp(plan->id.text, plans->key[i].text) == 0) n += marked;
    }
  }
  return n;
}

static double count_all_doors(const flue_layout *layout) {
  double n = 0;
  for (size_t i = 0; i < layout->n_gaps; ++i)
    n += flue_layout_is_walkable(layout, &layout->gap[i]) != 0;
  return n;
}

static flue_status count_items(flue_ctx *ctx, const flue_layout *layout, const flue_option *option,
                               touched *t) {
  flue_node tree = {0};
  flue_diagnostics list = {0};
  flue_status status = flue_scenario_tree(ctx, layout->scenario, &list, &tree);
  flue_diagnostics_clear(&list);
  if (status == FLUE_OK) status = mark_items(option, "openings", &tree);
  if (status == FLUE_OK) status = mark_items(option, "shafts", &tree);
  if (status == FLUE_OK) {
    const flue_node *building = flue_node_get(&tree, "building");
    t->openings = count_openings(layout, &tree);
    t->shafts = count_marked(building ? flue_node_get(building, "shafts") : NULL);
    if (t->openings == 0) t->openings = count_all_doors(layout);
    if (t->shafts == 0) t->shafts = (double)layout->scenario->root.building.shafts.n;
  }
  flue_node_clear(&tree);
  return status;
}

/* ---- rooms: by the words `in` of what the option sets ---- */

static int names_space(const flue_space *space, const flue_node *node) {
  flue_word word = {.text = node->kind == FLUE_NODE_SCALAR ? node->text : NULL};
  const flue_words words = {&word, word.text ? 1 : 0};
  return flue_layout_fits(space, &words);
}

/** Whether a tree has words `in`, and whether one of them names a space. */
static void look_for(const flue_node *node, const flue_space *space, int *has_words,
                     int *is_named) {
  for (size_t i = 0; i < node->n; ++i) {
    const flue_node *child = &node->child[i];
    const int is_in = node->kind == FLUE_NODE_MAP && strcmp(node->key[i].text, "in") == 0;
    if (!is_in) look_for(child, space, has_words, is_named);
    if (!is_in) continue;
    *has_words = 1;
    *is_named |= names_space(space, child);
    for (size_t k = 0; child->kind == FLUE_NODE_LIST && k < child->n; ++k)
      *is_named |= names_space(space, &child->child[k]);
  }
}

static void count_rooms(const flue_layout *layout, const flue_option *option, touched *t) {
  for (size_t i = 0; i < layout->n_spaces; ++i) {
    const flue_space *space = &layout->space[i];
    if (!space->room) continue;
    int has_words = 0, is_named = 0;
    for (size_t k = 0; k < option->set.n; ++k)
      look_for(FLUE_ITEM(flue_patch, option->set, k)->value, space, &has_words, &is_named);
    if (has_words && !is_named) continue;
    t->rooms += 1;
    t->area_m2 += space->area_m2;
  }
}

static double count_of(const flue_layout *layout, const touched *t, const flue_cost *cost) {
  const char *per = cost->per.text;
  if (!per || strcmp(per, "building") == 0) return 1;
  if (strcmp(per, "opening") == 0) return t->openings;
  if (strcmp(per, "shaft") == 0) return t->shafts;
  if (strcmp(per, "room") == 0) return t->rooms;
  if (strcmp(per, "m2") == 0) return t->area_m2;
  return (double)layout->n_levels;
}

flue_status flue_option_costs(flue_ctx *ctx, const flue_layout *layout, const flue_option *option,
                              flue_option_cost *out) {
  touched t = {0};
  FLUE_TRY(count_items(ctx, layout, option, &t));
  count_rooms(layout, option, &t);
  const flue_cost *low = option->cost_low.amount > 0 ? &option->cost_low : &option->cost;
  const flue_cost *high = option->cost_high.amount > 0 ? &option->cost_high : &option->cost;
  *out =
      (flue_option_cost){.low = low->amount * count_of(layout, &t, low),
                         .mode = option->cost.amount * count_of(layout, &t, &option->cost),
                         .high = high->amount * count_of(layout, &t, high),
                         .upkeep = option->upkeep.amount * count_of(layout, &t, &option->upkeep)};
  return FLUE_OK;
}
