/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/design.h  Sampling designs: where the samples of a batch lie in the unit cube.
 *
 * Each function depends on nothing but its arguments, so that samples may be run in any order, by
 * any thread, and again. The samples of a batch may be cut into blocks: each block is a whole
 * design with a randomisation of its own, so that the means of blocks are independent and tell the
 * error of the mean of all, whatever the design (see core/drawn.h).
 * @cite owen2013
 */
#ifndef FLUE_CORE_DESIGN_H
#define FLUE_CORE_DESIGN_H

#include "core/random.h"

#include <stddef.h>

/** Designs, in the order of the key run.sampling.design. */
typedef enum flue_design_kind {
  FLUE_DESIGN_LATIN,      /**< Latin hypercube. @cite mckay1979 */
  FLUE_DESIGN_PLAIN,      /**< Every sample for itself. */
  FLUE_DESIGN_STRATIFIED, /**< Latin, with the branches of an event tree stratified jointly. */
  FLUE_DESIGN_SOBOL,      /**< Sobol sequence in Owen's random order. @cite owen1995 */
  FLUE_DESIGN_INDICES,    /**< For Sobol indices: blocks of a plain sample a, another one b, and for
                               each number a with this number of b. See core/sensitivity.h. */
} flue_design_kind;

enum { FLUE_DESIGN_COUNT = FLUE_DESIGN_INDICES + 1 };
/** Their names in scenarios and results, [FLUE_DESIGN_COUNT]. */
extern const char *const FLUE_DESIGN_NAMES[FLUE_DESIGN_COUNT];

/** A design. */
typedef struct flue_design {
  flue_design_kind kind;
  uint64_t seed;
  size_t n;     /**< Samples, above 0. */
  size_t block; /**< Samples of one randomisation; 0: all n. A last block that is not full is the
                     beginning of a full one. */
} flue_design;

/** Dimensions with direction numbers; those beyond are taken as in a Latin hypercube. */
enum { FLUE_SOBOL_DIMENSIONS = 128 };

/** Samples of one randomisation. */
size_t flue_design_block(const flue_design *design);

/**
 * Share of a number's distribution that lies below its value in a sample, in (0, 1).
 * @param i          Sample, from 0.
 * @param number     Key of the number: draws of different numbers are independent.
 * @param dimension  Of the Sobol sequence, from 0; see flue_design_dimensions().
 */
double flue_design_share(const flue_design *design, size_t i, uint32_t number, uint32_t dimension);

/**
 * Dimensions for numbers, by their keys alone: one number less leaves those of nearly all others as
 * they were. The first FLUE_SOBOL_DIMENSIONS numbers get one each.
 * @param keys  [n], borrowed. @param dimensions  [n].
 */
void flue_design_dimensions(size_t n, const uint32_t *keys, uint32_t *dimensions);

/**
 * Takes one branch of an event tree off a share that is stratified: yes with probability p.
 * @param share  In (0, 1). @param is_taken  Whether the branch is taken.
 * @return Share that is left, uniform in (0, 1) whatever the branch: for the next branch. Samples
 *         over equal parts of `share` so fall on each leaf of the tree in proportion to its
 *         probability, to within two samples.
 */
double flue_design_branch(double share, double p, int *is_taken);

/**
 * Place of i in a random order of 0 to n - 1: a permutation by a network of Feistel with Philox as
 * its function and walks along cycles that leave the range; without memory, for any n below 2^31.
 * @cite luby1988 @cite black2002
 */
size_t flue_permute(flue_stream stream, uint32_t item, size_t i, size_t n);

/** Point i of the Sobol sequence as a 32-bit fraction. @cite joe2008 */
uint32_t flue_sobol_point(uint32_t dimension, uint32_t i);

#endif /* FLUE_CORE_DESIGN_H */
