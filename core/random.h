/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file core/random.h  Counter-based random numbers.
 *
 * Philox 4x32-10 (Salmon et al. 2011, Random123): a draw depends only on its address (seed, sample,
 * purpose, item, draw), never on how many were drawn before, by which thread or on which rank.
 */
#ifndef FLUE_CORE_RANDOM_H
#define FLUE_CORE_RANDOM_H

#include <stdint.h>

/** What random numbers are for; each has its own stream. New ones go to the end. */
typedef enum flue_purpose {
  FLUE_PURPOSE_SAMPLING = 1,  /**< Places of uncertain numbers inside their parts. */
  FLUE_PURPOSE_OPENING = 2,   /**< States of single doors and windows. */
  FLUE_PURPOSE_PEOPLE = 3,    /**< Number, place and traits of people. */
  FLUE_PURPOSE_CROWD = 4,     /**< Choices people make while walking. */
  FLUE_PURPOSE_SYSTEM = 5,    /**< Whether single devices work. */
  FLUE_PURPOSE_BOOTSTRAP = 6, /**< Resampling in risk intervals. */
  FLUE_PURPOSE_DESIGN = 7,    /**< Random orders of sampling designs. */
} flue_purpose;

/** Address of a stream of draws. */
typedef struct flue_stream {
  uint64_t seed;   /**< Seed of the scenario. */
  uint32_t sample; /**< Sample of a batch, 0 for a single run. */
  uint32_t purpose;
} flue_stream;

/** 32 random bits; not independent of the uniform number of the same address. */
uint32_t flue_bits(flue_stream stream, uint32_t item, uint32_t draw);
/** Uniform number in the open interval (0, 1). */
double flue_uniform(flue_stream stream, uint32_t item, uint32_t draw);

#endif /* FLUE_CORE_RANDOM_H */
