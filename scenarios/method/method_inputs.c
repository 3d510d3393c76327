/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs of methods: what records are asked for. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/method/method_internal.h"

enum { deepest_tree = 3 };

/** Adds a choice. @return 0 when memory is short. */
static int add_choice(method_reader *r, flue_rule_name name) {
  flue_method *m = r->m;
  if (flue_grow(&m->choices, &m->capacity.choices, m->n_choices + 1, sizeof *m->choices)) {
    m->failed = 1;
    return 0;
  }
  m->choices[m->n_choices++] = name;
  return 1;
}

/** The answers to a check: fails, passes, does not apply. */
static void add_check(method_reader *r, flue_method_input *in) {
  static const struct {
    const char *id;
    flue_message text;
  } answers[] = {[FLUE_CHECK_FAIL] = {"fail", FLUE_MSG_METHOD_FAIL},
                 [FLUE_CHECK_PASS] = {"pass", FLUE_MSG_METHOD_PASS},
                 [FLUE_CHECK_NONE] = {"none", FLUE_MSG_METHOD_NONE}};
  in->choice = r->m->n_choices;
  in->n_choices = 3;
  in->is_check = 1;
  for (size_t i = 0; i < 3; ++i)
    add_choice(r, (flue_rule_name){answers[i].id,
                                   {flue_message_text(answers[i].text, FLUE_EN),
                                    flue_message_text(answers[i].text, FLUE_ZH)},
                                   "",
                                   "",
                                   in->name.status});
}

static void read_choices(method_reader *r, const flue_node *item, flue_method_input *in) {
  in->choice = r->m->n_choices;
  const flue_node *choices = method_need(r, in->name.id, item, "choices", FLUE_MSG_WORD_MAP);
  if (!choices) return;
  if (choices->kind != FLUE_NODE_MAP || choices->n < 2) {
    method_wrong_kind(r, "choices", choices, FLUE_MSG_WORD_MAP);
    return;
  }
  for (size_t i = 0; i < choices->n; ++i) {
    flue_rule_name name = {.id = flue_method_text(r->m, choices->key[i].text),
                           .clause = "",
                           .source = "",
                           .status = in->name.status};
    method_check_id(r, &choices->key[i]);
    method_texts(r, "choices", choices, name.id, 1, name.text);
    in->n_choices += (size_t)add_choice(r, name);
  }
}

static void read_range(method_reader *r, const flue_node *item, flue_method_input *in) {
  in->low = -INFINITY;
  in->high = INFINITY;
  const flue_node *range = flue_node_get(item, "range");
  if (!range) return;
  const int is_pair = range->kind == FLUE_NODE_LIST && range->n == 2;
  double low, high;
  if (is_pair && method_number(r, "range", &range->child[0], &low) &&
      method_number(r, "range", &range->child[1], &high) && low < high) {
    in->low = low;
    in->high = high;
  } else {
    method_find(r, FLUE_MSG_METHOD_RANGE, range, NULL);
  }
}

/** An answer written in a method file: a number, yes or no, or a word of the choice. */
static double read_answer(method_reader *r, const flue_node *item, const char *key,
                          const flue_method_input *in) {
  const flue_node *node = flue_node_get(item, key);
  if (!node) return NAN;
  if (in->kind == FLUE_INPUT_YES_NO) return method_choice(r, key, node, "no|yes");
  if (in->kind == FLUE_INPUT_CHOICE) {
    flue_text words = {0};
    for (size_t i = 0; i < in->n_choices; ++i)
      flue_text_add(&words, "%s%s", i ? "|" : "", r->m->choices[in->choice + i].id);
    const int index = words.data ? method_choice(r, key, node, words.data) : -1;
    flue_text_clear(&words);
    return index;
  }
  double value = NAN;
  if (method_number(r, key, node, &value) && !(value >= in->low && value <= in->high)) {
    char low[32], high[32];
    snprintf(low, sizeof low, "%g", in->low);
    snprintf(high, sizeof high, "%g", in->high);
    method_find(r, FLUE_MSG_OUT_OF_RANGE, node, key, node->text, low, high, in->unit, NULL);
  }
  return value;
}

/** A finding when an input or node of that name stands above. */
static void check_unique(method_reader *r, const flue_node *item, const char *id) {
  if (!*id || flue_method_find_slot(r->m, id) == FLUE_NO_SLOT) return;
  method_find(r, FLUE_MSG_METHOD_TWICE, flue_node_get(item, "id"), id, NULL);
}

static void read_input(method_reader *r, const flue_node *item) {
  flue_method *m = r->m;
  const char *what = method_word(r, FLUE_MSG_METHOD_INPUT);
  if (!method_check_keys(
          r, what, item,
          "id|name|kind|unit|range|choices|default|good|result|clause|source|status|group"))
    return;
  flue_method_input in = {.name = method_name(r, item, FLUE_MSG_METHOD_INPUT)};
  check_unique(r, item, in.name.id);
  const flue_node *kind = flue_node_get(item, "kind");
  const int k = kind ? method_choice(r, "kind", kind, "number|yes_no|choice|check") : 0;
  in.kind = k > 1 ? FLUE_INPUT_CHOICE : (flue_input_kind)(k > 0 ? k : 0);
  in.unit = method_plain(r, item, "unit");
  in.result = method_plain(r, item, "result");
  if (in.kind == FLUE_INPUT_NUMBER)
    read_range(r, item, &in);
  else if (k == 3)
    add_check(r, &in);
  else if (in.kind == FLUE_INPUT_CHOICE)
    read_choices(r, item, &in);
  if (in.kind != FLUE_INPUT_NUMBER)
    in.high = in.kind == FLUE_INPUT_YES_NO ? 1 : in.n_choices ? (double)in.n_choices - 1 : 0;
  in.fallback = read_answer(r, item, "default", &in);
  in.good = in.is_check ? FLUE_CHECK_PASS : read_answer(r, item, "good", &in);
  in.slot = flue_method_slot(
      m, isnan(in.fallback) ? (flue_span){in.low, in.high} : (flue_span){in.fallback, in.fallback});
  if (flue_grow(&m->inputs, &m->capacity.inputs, m->n_inputs + 1, sizeof *m->inputs))
    m->failed = 1;
  else
    m->inputs[m->n_inputs++] = in;
}

/* ---- the tree of a checklist ---- */

/** Reads "3.2.1" into numbers. @return how many, 0 when it is none. */
static int read_group(const char *text, int *part) {
  int n = 0;
  for (;;) {
    char *end = NULL;
    const long value = strtol(text, &end, 10);
    if (end == text || value < 1 || value > 9999 || n == deepest_tree) return 0;
    part[n++] = (int)value;
    if (*end == '\0') return n;
    if (*end != '.') return 0;
    text = end + 1;
  }
}

/** Whether an earlier input has the same first @p n parts. */
static int is_seen(const flue_node *inputs, size_t before, const int *part, int n) {
  for (size_t i = 0; i < before; ++i) {
    const flue_node *group = flue_node_get(&inputs->child[i], "group");
    int other[deepest_tree];
    if (group && group->kind == FLUE_NODE_SCALAR &&
        read_group(group->text, other) == deepest_tree &&
        memcmp(other, part, (size_t)n * sizeof *part) == 0)
      return 1;
  }
  return 0;
}

/** Counts items of each depth of the tree that the groups make; each needs three parts. */
static void count_tree(method_reader *r, const flue_node *inputs, int *count) {
  for (size_t i = 0; i < inputs->n; ++i) {
    const flue_node *group = flue_node_get(&inputs->child[i], "group");
    int part[deepest_tree];
    if (!group) continue;
    if (group->kind != FLUE_NODE_SCALAR || read_group(group->text, part) != deepest_tree) {
      method_find(r, FLUE_MSG_METHOD_GROUP, group, NULL);
      continue;
    }
    for (int n = 1; n <= deepest_tree; ++n) count[n - 1] += !is_seen(inputs, i, part, n);
  }
}

/** tree: [8, 27, 34] says how many items, sub-items and points a checklist has. */
static void check_tree(method_reader *r, const flue_node *root, const flue_node *inputs) {
  const flue_node *tree = flue_node_get(root, "tree");
  int count[deepest_tree] = {0};
  if (!tree) return;
  double wanted[deepest_tree];
  int is_sound = tree->kind == FLUE_NODE_LIST && tree->n == deepest_tree;
  for (int i = 0; is_sound && i < deepest_tree; ++i)
    is_sound = method_number(r, "tree", &tree->child[i], &wanted[i]);
  if (!is_sound) {
    method_find(r, FLUE_MSG_METHOD_GROUP, tree, NULL);
    return;
  }
  const size_t errors = r->list->errors;
  count_tree(r, inputs, count);
  if (r->list->errors > errors) return;
  if (wanted[0] == count[0] && wanted[1] == count[1] && wanted[2] == count[2]) return;
  char found[64], asked[64];
  snprintf(found, sizeof found, "%d/%d/%d", count[0], count[1], count[2]);
  snprintf(asked, sizeof asked, "%.0f/%.0f/%.0f", wanted[0], wanted[1], wanted[2]);
  method_find(r, FLUE_MSG_METHOD_TREE, tree, asked, found, NULL);
}

void method_inputs(method_reader *r, const flue_node *root) {
  const flue_node *inputs = method_list(r, "inputs", root, "inputs");
  if (!inputs) return;
  for (size_t i = 0; i < inputs->n; ++i) read_input(r, &inputs->child[i]);
  check_tree(r, root, inputs);
}
