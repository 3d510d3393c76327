/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes of methods: each becomes one or a few operations of the program. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/method/method_internal.h"

static double *add_numbers(method_reader *r, size_t n, size_t *first) {
  flue_method *m = r->m;
  *first = m->n_numbers;
  if (flue_grow(&m->numbers, &m->capacity.numbers, m->n_numbers + n + 1, sizeof *m->numbers)) {
    m->failed = 1;
    return NULL;
  }
  m->n_numbers += n;
  return &m->numbers[*first];
}

/** The items of a node: a list of formulas, or a map of formulas with their weights. */
static size_t item_slot(method_reader *r, const flue_node *list, size_t i) {
  return method_formula(r, list->kind == FLUE_NODE_MAP ? &list->key[i] : &list->child[i]);
}

static double item_weight(method_reader *r, const flue_node *list, size_t i) {
  double weight = 1;
  if (list->kind == FLUE_NODE_MAP) method_number(r, list->key[i].text, &list->child[i], &weight);
  return weight;
}

static int is_list(method_reader *r, const char *name, const flue_node *node, int takes_weights) {
  const int is_sound =
      node->kind == FLUE_NODE_LIST || (takes_weights && node->kind == FLUE_NODE_MAP);
  if (!is_sound || node->n == 0) {
    method_wrong_kind(r, name, node, FLUE_MSG_METHOD_A_LIST);
    return 0;
  }
  return 1;
}

/** Items one after the other by an operation, each times its weight. */
static size_t fold(method_reader *r, const char *name, const flue_node *node, flue_op_kind kind) {
  if (!is_list(r, name, node, kind == FLUE_OP_ADD)) return 0;
  size_t slot = 0;
  for (size_t i = 0; i < node->n; ++i) {
    size_t item = item_slot(r, node, i);
    if (node->kind == FLUE_NODE_MAP)
      item = flue_method_op(r->m, FLUE_OP_MULTIPLY, item,
                            flue_method_constant(r->m, item_weight(r, node, i)), FLUE_NO_SLOT);
    slot = i ? flue_method_op(r->m, kind, slot, item, FLUE_NO_SLOT) : item;
  }
  return slot;
}

/** How many items are met (yes), or are checks that fail: count: {of: [...], is: fail}. */
static size_t count(method_reader *r, const flue_node *node) {
  const flue_node *of = node;
  int answer = -1;
  if (node->kind == FLUE_NODE_MAP) {
    method_check_keys(r, "count", node, "of|is");
    of = method_need(r, "count", node, "of", FLUE_MSG_METHOD_A_LIST);
    const flue_node *is = flue_node_get(node, "is");
    if (is) answer = method_choice(r, "is", is, "fail|pass|none");
  }
  if (!of || !is_list(r, "count", of, 0)) return 0;
  size_t sum = flue_method_constant(r->m, 0);
  for (size_t i = 0; i < of->n; ++i) {
    size_t met = item_slot(r, of, i);
    if (answer >= 0)
      met = flue_method_op(r->m, FLUE_OP_EQUAL, met, flue_method_constant(r->m, answer),
                           FLUE_NO_SLOT);
    sum = flue_method_op(r->m, FLUE_OP_ADD, sum, met, FLUE_NO_SLOT);
  }
  return sum;
}

/** Whether a slot is that of a check. */
static int is_check(const flue_method *m, size_t slot) {
  for (size_t i = 0; i < m->n_inputs; ++i)
    if (m->inputs[i].slot == slot) return m->inputs[i].is_check;
  return 0;
}

static size_t share(method_reader *r, const flue_node *node) {
  flue_method *m = r->m;
  if (!is_list(r, "share", node, 1)) return 0;
  const size_t first = m->n_list;
  for (size_t i = 0; i < node->n; ++i) {
    const flue_node *at = node->kind == FLUE_NODE_MAP ? &node->key[i] : &node->child[i];
    const size_t errors = r->list->errors, slot = item_slot(r, node, i);
    if (errors == r->list->errors && !is_check(m, slot))
      method_find(r, FLUE_MSG_METHOD_NO_CHECK, at, at->text, NULL);
    if (flue_grow(&m->list, &m->capacity.list, m->n_list + 1, sizeof *m->list)) {
      m->failed = 1;
      return 0;
    }
    m->list[m->n_list++] = (flue_list_item){slot, item_weight(r, node, i)};
  }
  return flue_method_op(m, FLUE_OP_SHARE, first, m->n_list - first, FLUE_NO_SLOT);
}

/* ---- ladders ---- */

static int read_points(method_reader *r, const flue_node *points, double *p) {
  for (size_t i = 0; i < points->n; ++i) {
    const flue_node *pair = &points->child[i];
    const int is_pair = pair->kind == FLUE_NODE_LIST && pair->n == 2;
    if (!is_pair || !method_number(r, "points", &pair->child[0], &p[2 * i]) ||
        !method_number(r, "points", &pair->child[1], &p[2 * i + 1])) {
      if (!is_pair) method_find(r, FLUE_MSG_METHOD_POINTS, pair, NULL);
      return 0;
    }
    if (i && !(p[2 * i] > p[2 * i - 2])) {
      method_find(r, FLUE_MSG_METHOD_POINTS, pair, NULL);
      return 0;
    }
  }
  return 1;
}

static size_t ladder(method_reader *r, const flue_node *node) {
  flue_method *m = r->m;
  if (!method_check_keys(r, "ladder", node, "of|kind|points")) return 0;
  const flue_node *of = method_need(r, "ladder", node, "of", FLUE_MSG_METHOD_A_FORMULA);
  const flue_node *kind = flue_node_get(node, "kind");
  const flue_node *points = method_need(r, "ladder", node, "points", FLUE_MSG_METHOD_A_LIST);
  const int way = kind ? method_choice(r, "kind", kind, "linear|log|from|up_to") : 0;
  if (!of || !points || way < 0) return 0;
  if (points->kind != FLUE_NODE_LIST || points->n < 2) {
    method_find(r, FLUE_MSG_METHOD_POINTS, points, NULL);
    return 0;
  }
  size_t first;
  double *p = add_numbers(r, 2 * points->n, &first);
  if (!p || !read_points(r, points, p)) return 0;
  if (way == FLUE_LADDER_LOG && !(p[0] > 0)) {
    method_find(r, FLUE_MSG_METHOD_POINTS, &points->child[0], NULL);
    return 0;
  }
  if (flue_grow(&m->ladders, &m->capacity.ladders, m->n_ladders + 1, sizeof *m->ladders)) {
    m->failed = 1;
    return 0;
  }
  m->ladders[m->n_ladders] = (flue_step_ladder){(flue_ladder_kind)way, first, points->n};
  const size_t index = m->n_ladders++;
  return flue_method_op(m, FLUE_OP_LADDER, method_formula(r, of), index, FLUE_NO_SLOT);
}

/* ---- tables ---- */

/** The choice that a table is looked up by, or NULL with a finding. */
static const flue_method_input *choice_input(method_reader *r, const flue_node *node) {
  if (node->kind != FLUE_NODE_SCALAR) {
    method_wrong_kind(r, "of", node, FLUE_MSG_WORD_TEXT);
    return NULL;
  }
  const size_t i = flue_method_find_input(r->m, node->text);
  if (i != FLUE_NO_SLOT && r->m->inputs[i].n_choices > 0) return &r->m->inputs[i];
  if (i == FLUE_NO_SLOT)
    method_unknown_slot(r, node->text, node->line, node->column);
  else
    method_find(r, FLUE_MSG_METHOD_NO_CHOICE, node, node->text, NULL);
  return NULL;
}

/** Value of a choice in a map of words; a finding when it is missing. */
static const flue_node *value_of(method_reader *r, const flue_node *map,
                                 const flue_method_input *input, size_t choice) {
  const char *word = r->m->choices[input->choice + choice].id;
  const flue_node *value = flue_node_get(map, word);
  if (!value) method_find(r, FLUE_MSG_METHOD_TABLE, map, input->name.id, word, NULL);
  return value;
}

static void check_words(method_reader *r, const flue_node *map, const flue_method_input *input) {
  flue_text words = {0};
  for (size_t i = 0; i < input->n_choices; ++i)
    flue_text_add(&words, "%s%s", i ? "|" : "", r->m->choices[input->choice + i].id);
  if (words.data) method_check_keys(r, "values", map, words.data);
  if (words.failed) r->m->failed = 1;
  flue_text_clear(&words);
}

/** Reads one row: a number, or a number for each column. */
static void read_row(method_reader *r, const flue_node *row, const flue_method_input *columns,
                     double *out) {
  if (!columns) {
    method_number(r, "values", row, out);
    return;
  }
  if (row->kind != FLUE_NODE_MAP) {
    method_wrong_kind(r, "values", row, FLUE_MSG_WORD_MAP);
    return;
  }
  check_words(r, row, columns);
  for (size_t c = 0; c < columns->n_choices; ++c) {
    const flue_node *value = value_of(r, row, columns, c);
    if (value) method_number(r, "values", value, &out[c]);
  }
}

static size_t table(method_reader *r, const flue_node *node) {
  flue_method *m = r->m;
  if (!method_check_keys(r, "table", node, "of|values")) return 0;
  const flue_node *of = method_need(r, "table", node, "of", FLUE_MSG_METHOD_A_CHOICE);
  const flue_node *values = method_need(r, "table", node, "values", FLUE_MSG_WORD_MAP);
  if (!of || !values) return 0;
  const int is_two = of->kind == FLUE_NODE_LIST && of->n == 2;
  const flue_method_input *rows = choice_input(r, is_two ? &of->child[0] : of);
  const flue_method_input *columns = is_two ? choice_input(r, &of->child[1]) : NULL;
  if (!rows || (is_two && !columns)) return 0;
  if (values->kind != FLUE_NODE_MAP) {
    method_wrong_kind(r, "values", values, FLUE_MSG_WORD_MAP);
    return 0;
  }
  check_words(r, values, rows);
  const size_t width = columns ? columns->n_choices : 1;
  size_t first;
  double *out = add_numbers(r, rows->n_choices * width, &first);
  if (!out || flue_grow(&m->tables, &m->capacity.tables, m->n_tables + 1, sizeof *m->tables)) {
    m->failed = 1;
    return 0;
  }
  for (size_t i = 0; i < rows->n_choices * width; ++i) out[i] = NAN;
  for (size_t i = 0; i < rows->n_choices; ++i) {
    const flue_node *row = value_of(r, values, rows, i);
    if (row) read_row(r, row, columns, &out[i * width]);
  }
  m->tables[m->n_tables] = (flue_choice_table){first, rows->n_choices, width};
  const size_t index = m->n_tables++;
  return flue_method_op(m, FLUE_OP_TABLE, rows->slot, index,
                        columns ? columns->slot : FLUE_NO_SLOT);
}

/* ---- nodes ---- */

static size_t fold_mean(method_reader *r, const flue_node *node) {
  const size_t sum = fold(r, "mean", node, FLUE_OP_ADD);
  return flue_method_op(r->m, FLUE_OP_DIVIDE, sum,
                        flue_method_constant(r->m, node->n ? (double)node->n : 1), FLUE_NO_SLOT);
}

size_t method_operation(method_reader *r, const flue_node *item) {
  static const char *const kinds[] = {"formula", "sum",   "product", "min",    "max",
                                      "mean",    "count", "share",   "ladder", "table"};
  enum { n_kinds = sizeof kinds / sizeof *kinds };
  const flue_node *found = NULL;
  int kind = -1, n = 0;
  for (int i = 0; i < n_kinds; ++i) {
    const flue_node *node = flue_node_get(item, kinds[i]);
    if (!node) continue;
    found = node;
    kind = i;
    ++n;
  }
  if (n != 1) {
    char number[16];
    snprintf(number, sizeof number, "%d", n);
    method_find(r, FLUE_MSG_METHOD_ONE_KIND, item, number, NULL);
    return 0;
  }
  switch (kind) {
    case 0:
      return method_formula(r, found);
    case 1:
      return fold(r, "sum", found, FLUE_OP_ADD);
    case 2:
      return fold(r, "product", found, FLUE_OP_MULTIPLY);
    case 3:
      return fold(r, "min", found, FLUE_OP_MIN);
    case 4:
      return fold(r, "max", found, FLUE_OP_MAX);
    case 5:
      return fold_mean(r, found);
    case 6:
      return count(r, found);
    case 7:
      return share(r, found);
    case 8:
      return ladder(r, found);
    default:
      return table(r, found);
  }
}
