/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/yaml.h  A YAML file as a tree whose nodes know their line and column. */
#ifndef FLUE_SCENARIOS_YAML_H
#define FLUE_SCENARIOS_YAML_H

#include <stddef.h>

#include "core/diagnostics.h"
#include "core/status.h"

typedef enum flue_node_kind { FLUE_NODE_SCALAR, FLUE_NODE_LIST, FLUE_NODE_MAP } flue_node_kind;

/** A node. Maps keep their keys beside their values, in the order of the file. */
typedef struct flue_node {
  flue_node_kind kind;
  int line, column;        /**< From 1. */
  char *text;              /**< Scalar: owned text. */
  int is_quoted;           /**< Scalar: a text, even where it looks like a number. */
  size_t n, capacity;      /**< Children. */
  struct flue_node *child; /**< Owned, [n]. */
  struct flue_node *key;   /**< Map: owned scalars, [n]; else NULL. */
} flue_node;

/**
 * Reads YAML from memory. Syntax errors, duplicate keys, aliases and too deep nesting are findings.
 * @return FLUE_OK also when there are findings (look at list->errors); FLUE_ENOMEM.
 */
flue_status flue_yaml_read(flue_ctx *ctx, const char *text, size_t length, flue_diagnostics *list,
                           flue_node *root);
void flue_node_clear(flue_node *node);
/** Adds an empty child to a list, or to a map under a key (copied; at the place of the map).
 * @return the child, valid until the next is added; NULL when memory is short. */
flue_node *flue_node_add(flue_node *parent, const char *key);
/** Value of a key, or NULL. */
flue_node *flue_node_get(const flue_node *map, const char *key);
/** Deep copy. @return FLUE_OK or FLUE_ENOMEM. */
flue_status flue_node_copy(const flue_node *from, flue_node *to);
/** Writes the tree as YAML on one line. */
void flue_node_print_flow(const flue_node *node, flue_text *out);
/** Writes the tree as YAML in flow style, one top-level key a line. */
void flue_node_print(const flue_node *node, flue_text *out);
/** Writes the tree as YAML to be read and edited by people: a key a line, short items on one. */
void flue_node_print_block(const flue_node *node, flue_text *out);

#endif /* FLUE_SCENARIOS_YAML_H */
