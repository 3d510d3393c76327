/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/reader_internal.h  What the files of the reader share. */
#ifndef FLUE_SCENARIOS_READER_INTERNAL_H
#define FLUE_SCENARIOS_READER_INTERNAL_H

#include "core/memory.h"
#include "scenarios/reader.h"

typedef struct reader {
  flue_scenario *scenario;
  flue_diagnostics *list;
  flue_text path;      /**< Of the key being read, such as "fires[0].growth". */
  flue_node *fallback; /**< Defaults as trees, once needed, [FLUE_KEY_COUNT]. */
  int no_memory;
} reader;

/** A finding at a node; arguments are texts, ended by NULL. */
#define reader_find(r, message, node, ...) \
  flue_diagnostics_add((r)->list, (message), (node)->line, (node)->column, __VA_ARGS__)

/** A finding: this kind of node where another is wanted. */
void reader_wrong_kind(reader *r, const char *name, const flue_node *node, flue_message wanted);
/** Reads a number or distribution. */
void reader_value(reader *r, const flue_key *key, const flue_node *node, flue_value *value);
/** Reads a plain number and checks its range. */
void reader_number(reader *r, const flue_key *key, const flue_node *node, double *value);
/** Adds an uncertain value; its index, -1 when memory is short. */
int reader_register(reader *r, const flue_key *key, const flue_distribution *d);

#endif /* FLUE_SCENARIOS_READER_INTERNAL_H */
