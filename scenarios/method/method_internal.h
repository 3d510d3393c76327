/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/method/method_internal.h  What the files of the reader of methods share. */
#ifndef FLUE_SCENARIOS_METHOD_METHOD_INTERNAL_H
#define FLUE_SCENARIOS_METHOD_METHOD_INTERNAL_H

#include "scenarios/method/method_reader.h"
#include "scenarios/yaml.h"

/** A method while it is read. */
typedef struct method_reader {
  flue_method *m;
  flue_diagnostics *list;
} method_reader;

/** A finding at a node; arguments are texts, ended by NULL. */
#define method_find(r, message, node, ...) \
  flue_diagnostics_add((r)->list, (message), (node)->line, (node)->column, __VA_ARGS__)

/** Text of a message in the language of the findings. */
const char *method_word(const method_reader *r, flue_message message);
/** A finding: another kind of node is wanted (a message that names it). */
void method_wrong_kind(method_reader *r, const char *name, const flue_node *node,
                       flue_message wanted);
/** Whether the node is a map; a finding on keys that are not in the list "id|name|unit". */
int method_check_keys(method_reader *r, const char *name, const flue_node *node, const char *keys);
/** Value of a key that must be there, or NULL with a finding. @param what  Says what it is. */
const flue_node *method_need(method_reader *r, const char *name, const flue_node *map,
                             const char *key, flue_message what);
/** Value of a key that is a list, or NULL (with a finding when it is something else). */
const flue_node *method_list(method_reader *r, const char *name, const flue_node *map,
                             const char *key);
/** Text of a key; "" without it. */
const char *method_plain(method_reader *r, const flue_node *map, const char *key);
/** Reads a number; .inf and -.inf are without bound. @return 0 with a finding. */
int method_number(method_reader *r, const char *name, const flue_node *node, double *value);
/** Index of a word among several (joined by |), or -1 with a finding. */
int method_choice(method_reader *r, const char *name, const flue_node *node, const char *words);
/** A text in both languages: {en: ..., zh: ...}. @param is_needed  A finding without it. */
void method_texts(method_reader *r, const char *name, const flue_node *map, const char *key,
                  int is_needed, const char *text[2]);
/** Identity of an item: id, name, clause, source, status. @param kind  For findings. */
flue_rule_name method_name(method_reader *r, const flue_node *item, flue_message kind);
/** A finding when a name is none: letters, digits, underscores. */
void method_check_id(method_reader *r, const flue_node *node);
/** Names that could be meant: inputs and nodes. A finding on a word that is none of them. */
void method_unknown_slot(method_reader *r, const char *word, int line, int column);

/** Compiles a formula. @return its slot; any slot after a finding. */
size_t method_formula(method_reader *r, const flue_node *node);
/** Compiles the operation of a node of the method. */
size_t method_operation(method_reader *r, const flue_node *item);
/** Reads inputs, with the tree of a checklist. */
void method_inputs(method_reader *r, const flue_node *root);
/** Reads scales and vetoes. */
void method_scales(method_reader *r, const flue_node *root);

#endif /* FLUE_SCENARIOS_METHOD_METHOD_INTERNAL_H */
