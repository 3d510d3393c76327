/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/design.h"

#include <stddef.h>

const char *const FLUE_DESIGN_NAMES[FLUE_DESIGN_COUNT] = {"latin_hypercube", "plain", "stratified",
                                                          "sobol", "indices"};

size_t flue_design_block(const flue_design *design) {
  return design->block ? design->block : design->n;
}

static flue_stream order_of(const flue_design *design, size_t block) {
  return (flue_stream){design->seed, (uint32_t)block, FLUE_PURPOSE_DESIGN};
}

/* ---- a random order ---- */

size_t flue_permute(flue_stream stream, uint32_t item, size_t i, size_t n) {
  enum { rounds = 6, least_half = 3, round_shift = 20 };
  if (n < 2) return 0;
  unsigned half = least_half; /* bits of each half of a word */
  while (((size_t)1 << 2 * half) < n) ++half;
  const uint32_t mask = (UINT32_C(1) << half) - 1;
  size_t x = i;
  do {
    uint32_t left = (uint32_t)(x >> half), right = (uint32_t)x & mask;
    for (uint32_t r = 0; r < rounds; ++r) {
      const uint32_t next = left ^ (flue_bits(stream, item, r << round_shift | right) & mask);
      left = right;
      right = next;
    }
    x = (size_t)left << half | right;
  } while (x >= n);
  return x;
}

/* ---- Sobol ---- */

enum { most_degree = 10, sobol_bits = 32 };

/** A row of sobol_numbers.def. */
typedef struct sobol_row {
  uint32_t polynomial, first[most_degree];
} sobol_row;

static const sobol_row SOBOL_ROWS[FLUE_SOBOL_DIMENSIONS - 1] = {
#define S(polynomial, ...) {polynomial, {__VA_ARGS__}},
#include "core/sobol_numbers.def"
#undef S
};

static unsigned degree_of(uint32_t polynomial) {
  unsigned degree = 0;
  while (polynomial >> (degree + 1)) ++degree;
  return degree;
}

uint32_t flue_sobol_point(uint32_t dimension, uint32_t i) {
  uint32_t v[sobol_bits], x = 0;
  const sobol_row *row = dimension ? &SOBOL_ROWS[dimension - 1] : NULL;
  const unsigned degree = row ? degree_of(row->polynomial) : 0;
  for (unsigned k = 0; i >> k; ++k) {
    if (!row) {
      v[k] = UINT32_C(1) << (sobol_bits - 1 - k);
    } else if (k < degree) {
      v[k] = row->first[k] << (sobol_bits - 1 - k);
    } else {
      v[k] = v[k - degree] ^ v[k - degree] >> degree;
      for (unsigned j = 1; j < degree; ++j)
        if (row->polynomial >> (degree - j) & 1) v[k] ^= v[k - j];
    }
    if (i >> k & 1) x ^= v[k];
    if (k + 1 == sobol_bits) break;
  }
  return x;
}

/** Bits that tell the points of a block from each other. */
static unsigned block_bits(size_t block) {
  unsigned bits = 0;
  while (((size_t)1 << bits) < block) ++bits;
  return bits;
}

/** Owen's scrambling: each bit is turned or not by chance, for every beginning of bits anew. Beyond
 *  the bits that tell the points of a block apart the rest is one uniform number. */
static double scrambled(const flue_design *design, size_t i, uint32_t number, uint32_t dimension) {
  const size_t block = flue_design_block(design);
  const unsigned bits = block_bits(block);
  const flue_stream order = order_of(design, i / block);
  const flue_stream within = {design->seed, (uint32_t)i + 1, FLUE_PURPOSE_SAMPLING};
  const uint32_t point =
      bits ? flue_sobol_point(dimension, (uint32_t)(i % block)) >> (32 - bits) : 0;
  uint32_t turned = 0;
  for (unsigned b = 0; b < bits; ++b) {
    const uint32_t above = point >> (bits - b); /* the beginning, b bits */
    const uint32_t turn = flue_bits(order, number, UINT32_C(1) << b | above) & 1;
    turned = turned << 1 | ((point >> (bits - 1 - b) & 1) ^ turn);
  }
  return (turned + flue_uniform(within, number, 0)) / (double)((size_t)1 << bits);
}

/* ---- all designs ---- */

static double latin(const flue_design *design, size_t i, uint32_t number) {
  const size_t block = flue_design_block(design);
  const flue_stream within = {design->seed, (uint32_t)i + 1, FLUE_PURPOSE_SAMPLING};
  const size_t part = flue_permute(order_of(design, i / block), number, i % block, block);
  return ((double)part + flue_uniform(within, number, 0)) / (double)block;
}

double flue_design_share(const flue_design *design, size_t i, uint32_t number, uint32_t dimension) {
  const flue_stream alone = {design->seed, (uint32_t)i + 1, FLUE_PURPOSE_SAMPLING};
  if (design->kind == FLUE_DESIGN_PLAIN || design->kind == FLUE_DESIGN_INDICES)
    return flue_uniform(alone, number, 0);
  if (design->kind == FLUE_DESIGN_SOBOL && dimension < FLUE_SOBOL_DIMENSIONS)
    return scrambled(design, i, number, dimension);
  return latin(design, i, number);
}

void flue_design_dimensions(size_t n, const uint32_t *keys, uint32_t *dimensions) {
  enum { few = FLUE_SOBOL_DIMENSIONS / 4 };
  unsigned char is_taken[FLUE_SOBOL_DIMENSIONS] = {0};
  const size_t slots = n <= few ? 2 * few : FLUE_SOBOL_DIMENSIONS;
  for (size_t k = 0; k < n; ++k) dimensions[k] = FLUE_SOBOL_DIMENSIONS;
  for (size_t taken = 0; taken < n && taken < slots; ++taken) {
    size_t next = n; /* least key without a dimension: the order of the numbers does not matter */
    for (size_t k = 0; k < n; ++k)
      if (dimensions[k] == FLUE_SOBOL_DIMENSIONS && (next == n || keys[k] < keys[next])) next = k;
    size_t slot = keys[next] % slots;
    while (is_taken[slot]) slot = (slot + 1) % slots;
    is_taken[slot] = 1;
    dimensions[next] = (uint32_t)slot;
  }
}

double flue_design_branch(double share, double p, int *is_taken) {
  *is_taken = share > 1 - p;
  return *is_taken ? (share - (1 - p)) / p : share / (1 - p);
}
