/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/rating.h  Score, grade and colour of a building by an editable rule file. */
#ifndef FLUE_POSTPROC_RATING_H
#define FLUE_POSTPROC_RATING_H

#include "postproc/rating_rules.h"
#include "postproc/risk.h"

/** One factor of the score. Texts borrowed from the rules. */
typedef struct flue_rating_factor {
  const flue_factor_rule *rule;
  int is_absent;       /**< Its measure is not known: left out of the score. */
  double share;        /**< Of the score after leaving out; 0 when absent. */
  flue_interval value; /**< Of the measure. */
  flue_interval score; /**< 0 to 100; the ends belong to the ends of the value. */
  double lost;         /**< Points of the score that it costs. */
} flue_rating_factor;

enum { FLUE_RATING_COSTLY = 3 };

/** The rating of one building. Free with flue_rating_clear(). */
typedef struct flue_rating {
  flue_rules *rules;     /**< Owned. */
  flue_interval score;   /**< 0 to 100; ends: all factors at their worse or better end at once. */
  size_t grade;          /**< Index in rules->grades, after the vetoes. */
  size_t grade_by_score; /**< Before them. */
  size_t grade_worst, grade_best; /**< At the ends of the score, after the vetoes. */
  flue_rating_factor *factors;    /**< [rules->n_factors], owned. */
  size_t n_absent;
  double absent_weight; /**< Share of all weights that was left out. */
  size_t n_costly;
  size_t costly[FLUE_RATING_COSTLY]; /**< Factors that cost most points, from the dearest on. */
  unsigned char *is_vetoed;          /**< [rules->n_vetoes], owned. */
} flue_rating;

/**
 * Rates a building.
 * @param rules_path  Rule file; NULL for the one built in.
 * @param out         Owns what it points to; untouched on failure.
 * @return FLUE_OK; FLUE_EINPUT with all mistakes of the rule file, or when no measure is known;
 *         FLUE_EIO; FLUE_ENOMEM.
 */
flue_status flue_rating_assess(flue_ctx *ctx, const flue_batch *batch, const flue_risk *risk,
                               const char *rules_path, flue_rating *out);
void flue_rating_clear(flue_rating *rating);

/** A measure of a rule: a number of the assessment or "fact:NAME". NaN when it is not known.
 *  @param unit  Its unit, borrowed; may be NULL. */
flue_interval flue_rating_measure(const flue_batch *batch, const flue_risk *risk, const char *name,
                                  const char **unit);

/** One line for the screen: score, grade, risk, costly factors. Owned; NULL without memory. */
char *flue_rating_line(const flue_risk *risk, const flue_rating *rating, flue_lang lang);

#endif /* FLUE_POSTPROC_RATING_H */
