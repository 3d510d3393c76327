/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/method/method.h"

const char *const FLUE_RULE_STATUS_WORDS[FLUE_RULE_STATUS_COUNT] = {
    "verified", "second_hand", "from_memory", "unverified", "proposal", "not_available"};

flue_status flue_method_create(flue_method **out) {
  flue_method *method = flue_alloc(1, sizeof *method);
  if (!method) return FLUE_ENOMEM;
  *out = method;
  return FLUE_OK;
}

void flue_method_destroy(flue_method **method) {
  if (!method || !*method) return;
  flue_method *m = *method;
  void *const owned[] = {m->inputs, m->choices, m->nodes,  m->outputs, m->costs,   m->remarks,
                         m->scales, m->levels,  m->vetoes, m->ops,     m->ladders, m->tables,
                         m->list,   m->numbers, m->start,  m->checks};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; ++i) free(owned[i]);
  for (size_t i = 0; i < m->n_texts; ++i) free(m->texts[i]);
  free(m->texts);
  free(m);
  *method = NULL;
}

const char *flue_method_text(flue_method *method, const char *text) {
  if (!text || !*text) return "";
  char *copy = flue_copy_text(text);
  if (!copy || flue_grow(&method->texts, &method->capacity.texts, method->n_texts + 1,
                         sizeof *method->texts)) {
    free(copy);
    method->failed = 1;
    return "";
  }
  method->texts[method->n_texts++] = copy;
  return copy;
}

size_t flue_method_slot(flue_method *method, flue_span start) {
  if (flue_grow(&method->start, &method->capacity.slots, method->n_slots + 1,
                sizeof *method->start)) {
    method->failed = 1;
    return 0;
  }
  method->start[method->n_slots] = start;
  return method->n_slots++;
}

/** Whether a slot holds a constant: no input and no operation writes to it. */
static int is_constant(const flue_method *method, size_t slot) {
  for (size_t i = 0; i < method->n_inputs; ++i)
    if (method->inputs[i].slot == slot) return 0;
  for (size_t i = 0; i < method->n_ops; ++i)
    if (method->ops[i].to == slot) return 0;
  return 1;
}

size_t flue_method_constant(flue_method *method, double value) {
  for (size_t i = 0; i < method->n_slots; ++i)
    if (memcmp(&method->start[i].low, &value, sizeof value) == 0 &&
        memcmp(&method->start[i].high, &value, sizeof value) == 0 && is_constant(method, i))
      return i;
  return flue_method_slot(method, (flue_span){value, value});
}

size_t flue_method_op(flue_method *method, flue_op_kind kind, size_t a, size_t b, size_t c) {
  const size_t to = flue_method_slot(method, (flue_span){NAN, NAN});
  if (flue_grow(&method->ops, &method->capacity.ops, method->n_ops + 1, sizeof *method->ops)) {
    method->failed = 1;
    return to;
  }
  method->ops[method->n_ops++] = (flue_op){kind, to, a, b, c};
  return to;
}

size_t flue_method_find_input(const flue_method *method, const char *id) {
  for (size_t i = 0; i < method->n_inputs; ++i)
    if (strcmp(method->inputs[i].name.id, id) == 0) return i;
  return FLUE_NO_SLOT;
}

size_t flue_method_find_slot(const flue_method *method, const char *id) {
  const size_t input = flue_method_find_input(method, id);
  if (input != FLUE_NO_SLOT) return method->inputs[input].slot;
  for (size_t i = 0; i < method->n_nodes; ++i)
    if (strcmp(method->nodes[i].name.id, id) == 0) return method->nodes[i].slot;
  return FLUE_NO_SLOT;
}

void flue_method_fill(flue_method *method, size_t input, double value) {
  flue_method_input *in = &method->inputs[input];
  in->is_filled = 1;
  method->start[in->slot] = (flue_span){value, value};
}

int flue_method_is_available(const flue_method *method) {
  return method->name.status != FLUE_RULE_NOT_AVAILABLE && method->n_nodes > 0;
}
