/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a method file in their order: identity, inputs, nodes, outputs, costs, remarks,
 * scales, vetoes. */
#include "scenarios/method/method_reader.h"

#include <stdlib.h>
#include <string.h>

#include "core/embedded.h"
#include "core/whole_file.h"
#include "scenarios/method/method_internal.h"

static const char method_prefix[] = "method_";

/** Identity of the method itself. */
static void read_head(method_reader *r, const flue_node *root) {
  flue_method *m = r->m;
  const char *what = method_word(r, FLUE_MSG_METHOD_A_METHOD);
  method_check_keys(r, what, root,
                    "method|id|name|edition|source|status|note|tree|inputs|nodes|outputs|costs|"
                    "remarks|checks|scales|vetoes");
  const flue_node *layout = flue_node_get(root, "method");
  if (layout->kind != FLUE_NODE_SCALAR || strcmp(layout->text, "1") != 0)
    method_find(r, FLUE_MSG_METHOD_LAYOUT, layout, layout->text ? layout->text : "?", NULL);
  m->name.status = FLUE_RULE_UNVERIFIED;
  m->name = method_name(r, root, FLUE_MSG_METHOD_A_METHOD);
  method_texts(r, what, root, "source", 1, m->source);
  method_need(r, what, root, "status", FLUE_MSG_METHOD_STATUS);
  method_texts(r, "note", root, "note", 0, m->note);
  m->edition = method_plain(r, root, "edition");
}

/** Adds a named number to one of the arrays of the method. */
static void add_number(method_reader *r, flue_method_number **array, size_t *n, size_t *capacity,
                       flue_method_number number) {
  if (flue_grow(array, capacity, *n + 1, sizeof **array))
    r->m->failed = 1;
  else
    (*array)[(*n)++] = number;
}

static void read_node(method_reader *r, const flue_node *item) {
  flue_method *m = r->m;
  const char *what = method_word(r, FLUE_MSG_METHOD_NODE);
  if (!method_check_keys(r, what, item,
                         "id|name|unit|clause|source|status|formula|sum|product|min|max|mean|count|"
                         "share|ladder|table"))
    return;
  flue_method_number node = {.name = method_name(r, item, FLUE_MSG_METHOD_NODE)};
  node.unit = method_plain(r, item, "unit");
  const int is_twice = *node.name.id && flue_method_find_slot(m, node.name.id) != FLUE_NO_SLOT;
  if (is_twice)
    method_find(r, FLUE_MSG_METHOD_TWICE, flue_node_get(item, "id"), node.name.id, NULL);
  node.slot = method_operation(r, item);
  add_number(r, &m->nodes, &m->n_nodes, &m->capacity.nodes, node);
}

/** outputs: names of inputs or nodes that a report shows beside the grade. */
static void read_output(method_reader *r, const flue_node *item) {
  flue_method *m = r->m;
  if (item->kind != FLUE_NODE_SCALAR) {
    method_wrong_kind(r, "outputs", item, FLUE_MSG_WORD_TEXT);
    return;
  }
  for (size_t i = 0; i < m->n_nodes; ++i) {
    if (strcmp(m->nodes[i].name.id, item->text) != 0) continue;
    add_number(r, &m->outputs, &m->n_outputs, &m->capacity.outputs, m->nodes[i]);
    return;
  }
  const size_t i = flue_method_find_input(m, item->text);
  if (i == FLUE_NO_SLOT) {
    method_unknown_slot(r, item->text, item->line, item->column);
    return;
  }
  const flue_method_input *in = &m->inputs[i];
  add_number(r, &m->outputs, &m->n_outputs, &m->capacity.outputs,
             (flue_method_number){in->name, in->unit, in->slot});
}

/** costs: points that an item takes from the score. */
static void read_cost(method_reader *r, const flue_node *item) {
  flue_method *m = r->m;
  const char *what = method_word(r, FLUE_MSG_METHOD_COST);
  if (!method_check_keys(r, what, item, "id|name|lost|clause|source|status")) return;
  flue_method_number cost = {.name = method_name(r, item, FLUE_MSG_METHOD_COST), .unit = ""};
  const flue_node *lost = method_need(r, cost.name.id, item, "lost", FLUE_MSG_METHOD_A_FORMULA);
  if (lost) cost.slot = method_formula(r, lost);
  add_number(r, &m->costs, &m->n_costs, &m->capacity.costs, cost);
}

/** A sentence when a condition holds. @return 0 when the item is no map. */
static int read_sentence(method_reader *r, const flue_node *item, flue_method_number *remark) {
  const char *what = method_word(r, FLUE_MSG_METHOD_REMARK);
  if (!method_check_keys(r, what, item, "id|name|when|clause|source|status")) return 0;
  *remark = (flue_method_number){.name = method_name(r, item, FLUE_MSG_METHOD_REMARK), .unit = ""};
  const flue_node *when = method_need(r, remark->name.id, item, "when", FLUE_MSG_METHOD_A_FORMULA);
  if (when) remark->slot = method_formula(r, when);
  return 1;
}

static void read_remark(method_reader *r, const flue_node *item) {
  flue_method_number remark;
  if (read_sentence(r, item, &remark))
    add_number(r, &r->m->remarks, &r->m->n_remarks, &r->m->capacity.remarks, remark);
}

/** checks: answers that contradict each other are a mistake of the record. */
static void read_check(method_reader *r, const flue_node *item) {
  flue_method_number check;
  if (read_sentence(r, item, &check))
    add_number(r, &r->m->checks, &r->m->n_checks, &r->m->capacity.checks, check);
}

static void read_each(method_reader *r, const flue_node *root, const char *key,
                      void (*read)(method_reader *, const flue_node *)) {
  const flue_node *list = method_list(r, key, root, key);
  for (size_t i = 0; list && i < list->n; ++i) read(r, &list->child[i]);
}

static void read_parts(method_reader *r, const flue_node *root) {
  if (!flue_node_get(root, "method")) { /* a scenario, most likely: its keys would all be strange */
    method_find(r, FLUE_MSG_METHOD_NOT_ONE, root, NULL);
    return;
  }
  read_head(r, root);
  method_inputs(r, root);
  read_each(r, root, "nodes", read_node);
  read_each(r, root, "outputs", read_output);
  read_each(r, root, "costs", read_cost);
  read_each(r, root, "remarks", read_remark);
  read_each(r, root, "checks", read_check);
  method_scales(r, root);
  const int is_there = r->m->name.status != FLUE_RULE_NOT_AVAILABLE;
  if (is_there && !r->m->n_nodes) method_find(r, FLUE_MSG_METHOD_EMPTY, root, NULL);
}

flue_status flue_method_read(flue_ctx *ctx, const char *text, size_t length, flue_diagnostics *list,
                             flue_method **out) {
  flue_node root;
  *out = NULL;
  FLUE_TRY(flue_yaml_read(ctx, text, length, list, &root));
  if (list->errors > 0) {
    flue_node_clear(&root);
    return FLUE_OK;
  }
  flue_method *m = NULL;
  flue_status status = flue_method_create(&m);
  if (status == FLUE_OK) {
    method_reader r = {m, list};
    read_parts(&r, &root);
    if (m->failed) status = FLUE_ENOMEM;
  }
  flue_node_clear(&root);
  if (status != FLUE_OK || list->errors > 0)
    flue_method_destroy(&m);
  else
    *out = m;
  return status;
}

/* ---- by name ---- */

int flue_method_is_named(const char *word) {
  const char *dot = strrchr(word, '.');
  if (dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0)) return 1;
  for (const flue_embedded *data = FLUE_EMBEDDED; data->name; ++data)
    if (strncmp(data->name, method_prefix, strlen(method_prefix)) == 0 &&
        strcmp(data->name + strlen(method_prefix), word) == 0)
      return 1;
  return 0;
}

void flue_method_names(flue_text *out) {
  const size_t n = strlen(method_prefix);
  for (const flue_embedded *data = FLUE_EMBEDDED; data->name; ++data)
    if (strncmp(data->name, method_prefix, n) == 0)
      flue_text_add(out, "%s%s", out->length ? ", " : "", data->name + n);
}

/** The text of a method: built in, or from a file. @param[out] text  Owned. */
static flue_status load_text(flue_ctx *ctx, const char *name, char **text, size_t *length) {
  char *key = flue_format("%s%s", method_prefix, name);
  const flue_embedded *data = key ? flue_embedded_find(key) : NULL;
  free(key);
  if (!data) return flue_whole_file(ctx, name, text, length);
  *text = flue_copy_text((const char *)data->bytes);
  *length = data->length;
  return *text ? FLUE_OK : FLUE_ENOMEM;
}

flue_status flue_method_load(flue_ctx *ctx, const char *name, flue_method **out,
                             flue_text *findings) {
  char *text = NULL;
  size_t length = 0;
  flue_diagnostics list = {.file = name, .lang = flue_ctx_lang(ctx)};
  *out = NULL;
  flue_status status = load_text(ctx, name, &text, &length);
  if (status == FLUE_OK) status = flue_method_read(ctx, text, length, &list, out);
  flue_diagnostics_print(&list, findings);
  if (status == FLUE_OK && list.errors > 0) status = flue_diagnostics_fail(ctx, &list);
  flue_diagnostics_clear(&list);
  free(text);
  return status;
}
