/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/until.h  When a batch has run long enough: "pll 10%".
 *
 * A batch grows by blocks (core/design.h); after each the interval over blocks is looked at. The
 * answer depends on the samples so far and on nothing else, so that it is the same for any number
 * of threads and after an interruption. That the width is looked at again and again costs some
 * coverage while blocks are few: no answer is given before FLUE_UNTIL_LEAST_BLOCKS.
 * @cite chow1965
 */
#ifndef FLUE_POSTPROC_UNTIL_H
#define FLUE_POSTPROC_UNTIL_H

#include "postproc/batch_store.h"

enum { FLUE_UNTIL_LEAST_BLOCKS = 10, FLUE_UNTIL_NAME = 48 };

/** What has to be known how well. */
typedef struct flue_until {
  char name[FLUE_UNTIL_NAME]; /**< As it was asked for. */
  flue_outcome_id outcome;
  int is_share;    /**< Of fires in which the outcome is 1 or more; else its mean. */
  int is_relative; /**< The width is one of the estimate. */
  double width;    /**< Half width of the 95 % interval. */
} flue_until;

/**
 * Reads "NAME WIDTH" with a width such as 10% (of the estimate) or 0.02. Names: pll (fatalities per
 * fire: runs do not make the frequency of fires better known), p_fatal (share of fires that kill),
 * and outcomes that are no times, such as injured.
 * @return FLUE_OK, or FLUE_EARG with a sentence that lists the names.
 */
flue_status flue_until_read(flue_ctx *ctx, const char *text, flue_until *out);

/**
 * Looks at the first n samples, whole blocks.
 * @param now  Estimate with its 95 % interval so far. @param is_reached  Whether it is narrow
 *             enough.
 * @return FLUE_OK or FLUE_ENOMEM.
 */
flue_status flue_until_look(const flue_until *until, const flue_batch_store *store, size_t n,
                            flue_interval *now, int *is_reached);
/** The same for values at hand. */
int flue_until_is_reached(const flue_until *until, const flue_drawn *drawn, const double *values,
                          flue_interval *now);

#endif /* FLUE_POSTPROC_UNTIL_H */
