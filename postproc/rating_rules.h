/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/rating_rules.h  Reading the rule file of a score; rules/grade_default.csv shows
 *  the format. */
#ifndef FLUE_POSTPROC_RATING_RULES_H
#define FLUE_POSTPROC_RATING_RULES_H

#include "core/hash.h"
#include "core/status.h"
#include "core/table.h"

enum { FLUE_LADDER_MAX = 16 };

/** Points earned by a measure, between steps of rising value. */
typedef struct flue_ladder {
  size_t n;
  int is_log; /**< Interpolate over the logarithm of the value. */
  double value[FLUE_LADDER_MAX];
  double points[FLUE_LADDER_MAX];
} flue_ladder;

/** Points at a value; beyond the ends those of the ends; NaN for NaN. */
double flue_ladder_points(const flue_ladder *ladder, double value);

/** Texts of a row, borrowed from the table of the rules. */
typedef struct flue_rule_text {
  const char *id, *measure, *text[2], *source, *status;
} flue_rule_text;

typedef struct flue_factor_rule {
  flue_rule_text text;
  double weight;
  flue_ladder ladder;
} flue_factor_rule;

/** `text.measure` is the colour. */
typedef struct flue_grade_rule {
  flue_rule_text text;
  double limit; /**< Lowest score of the grade. */
} flue_grade_rule;

typedef struct flue_veto_rule {
  flue_rule_text text;
  int is_above; /**< Fires above the limit, else below. */
  double limit;
  size_t grade; /**< Best grade left. */
} flue_veto_rule;

/** A whole rule file. */
typedef struct flue_rules {
  flue_table *table; /**< Owned. */
  char *name;        /**< Owned. */
  char sha256[FLUE_SHA256_SIZE];
  size_t n_factors, n_grades, n_vetoes;
  flue_factor_rule *factors; /**< Owned. */
  flue_grade_rule *grades;   /**< From the highest limit down; owned. */
  flue_veto_rule *vetoes;    /**< Owned. */
} flue_rules;

/**
 * Reads and checks a rule file.
 * @param path  NULL for the one built in.
 * @return FLUE_OK; FLUE_EINPUT with every mistake on a line of its own; FLUE_EIO; FLUE_ENOMEM.
 */
flue_status flue_rules_read(flue_ctx *ctx, const char *path, flue_rules **out);
void flue_rules_destroy(flue_rules **rules);

#endif /* FLUE_POSTPROC_RATING_RULES_H */
