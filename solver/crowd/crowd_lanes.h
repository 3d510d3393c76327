/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd_lanes.h  Eight numbers at a time.
 *
 * The only place that uses vector types of the compiler (gcc and clang, any processor). All are
 * operations by lane, rounded as IEEE 754 says, and sums of lanes are taken in a fixed order: the
 * bits do not depend on the processor. Intrinsics of AVX2 or SSE2 stand in where the general form
 * is slow, with the same result.
 */
#ifndef FLUE_SOLVER_CROWD_LANES_H
#define FLUE_SOLVER_CROWD_LANES_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

enum { crowd_lanes = 8, crowd_half = crowd_lanes / 2 };

typedef float crowd_f8 __attribute__((vector_size(32)));
/** Numbers, or masks: all bits of a lane set for true. */
typedef int32_t crowd_i8 __attribute__((vector_size(32)));
/** The same by halves. */
typedef float crowd_f4 __attribute__((vector_size(16)));
typedef int32_t crowd_i4 __attribute__((vector_size(16)));

/** Inlined wherever it is used: vectors never pass from one function to another. */
#define CROWD_INLINE static inline __attribute__((always_inline))

CROWD_INLINE crowd_f8 crowd_all(float value) {
  return (crowd_f8){value, value, value, value, value, value, value, value};
}

CROWD_INLINE crowd_i8 crowd_whole(int32_t value) {
  return (crowd_i8){value, value, value, value, value, value, value, value};
}

CROWD_INLINE crowd_f4 crowd_lower(crowd_f8 v) {
  return (crowd_f4){v[0], v[1], v[2], v[3]};
}

CROWD_INLINE crowd_f4 crowd_upper(crowd_f8 v) {
  return (crowd_f4){v[4], v[5], v[6], v[7]};
}

CROWD_INLINE crowd_f8 crowd_join(crowd_f4 lower, crowd_f4 upper) {
  return __builtin_shufflevector(lower, upper, 0, 1, 2, 3, 4, 5, 6, 7);
}

CROWD_INLINE crowd_f8 crowd_load(const void *from) {
  crowd_f8 v;
  memcpy(&v, from, sizeof v);
  return v;
}

CROWD_INLINE crowd_i8 crowd_load_whole(const void *from) {
  crowd_i8 v;
  memcpy(&v, from, sizeof v);
  return v;
}

/** Eight bytes as whole numbers. */
CROWD_INLINE crowd_i8 crowd_bytes(const uint8_t *from) {
#ifdef __AVX2__
  return (crowd_i8)_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i_u *)from));
#else
  crowd_i8 v;
  for (int k = 0; k < crowd_lanes; k++) v[k] = from[k];
  return v;
#endif
}

CROWD_INLINE void crowd_store(void *to, crowd_f8 v) {
  memcpy(to, &v, sizeof v);
}

/** The first n of eight numbers, 0 beyond. */
CROWD_INLINE crowd_f8 crowd_load_first(const void *from, size_t n) {
  if (n == crowd_lanes) return crowd_load(from);
  crowd_f8 v = crowd_all(0);
  memcpy(&v, from, n * sizeof v[0]);
  return v;
}

CROWD_INLINE void crowd_store_first(void *to, crowd_f8 v, size_t n) {
  if (n == crowd_lanes)
    crowd_store(to, v);
  else
    memcpy(to, &v, n * sizeof v[0]);
}

/** Value where the mask is set, 0 elsewhere. */
CROWD_INLINE crowd_f8 crowd_only(crowd_i8 mask, crowd_f8 value) {
  return (crowd_f8)(mask & (crowd_i8)value);
}

CROWD_INLINE crowd_f8 crowd_select(crowd_i8 mask, crowd_f8 is_set, crowd_f8 is_not) {
#ifdef __AVX2__
  return (crowd_f8)_mm256_blendv_ps((__m256)is_not, (__m256)is_set, (__m256)mask);
#else
  return (crowd_f8)((mask & (crowd_i8)is_set) | (~mask & (crowd_i8)is_not));
#endif
}

CROWD_INLINE crowd_f8 crowd_abs(crowd_f8 v) {
  return (crowd_f8)((crowd_i8)v & crowd_whole(INT32_MAX));
}

CROWD_INLINE crowd_f4 crowd_sqrt_half(crowd_f4 v) {
#ifdef __SSE2__
  return (crowd_f4)_mm_sqrt_ps((__m128)v);
#else
  return (crowd_f4){sqrtf(v[0]), sqrtf(v[1]), sqrtf(v[2]), sqrtf(v[3])};
#endif
}

CROWD_INLINE crowd_f8 crowd_sqrt(crowd_f8 v) {
#ifdef __AVX2__
  return (crowd_f8)_mm256_sqrt_ps((__m256)v);
#else
  return crowd_join(crowd_sqrt_half(crowd_lower(v)), crowd_sqrt_half(crowd_upper(v)));
#endif
}

/** Smaller of each lane; b where either is NaN. */
CROWD_INLINE crowd_f4 crowd_least_half(crowd_f4 a, crowd_f4 b) {
#ifdef __SSE2__
  return (crowd_f4)_mm_min_ps((__m128)a, (__m128)b);
#else
  const crowd_i4 is_less = a < b;
  return (crowd_f4)((is_less & (crowd_i4)a) | (~is_less & (crowd_i4)b));
#endif
}

/** Larger of each lane; b where either is NaN. */
CROWD_INLINE crowd_f4 crowd_most_half(crowd_f4 a, crowd_f4 b) {
#ifdef __SSE2__
  return (crowd_f4)_mm_max_ps((__m128)a, (__m128)b);
#else
  const crowd_i4 is_more = a > b;
  return (crowd_f4)((is_more & (crowd_i4)a) | (~is_more & (crowd_i4)b));
#endif
}

/** Smaller of each lane; neither is NaN. */
CROWD_INLINE crowd_f8 crowd_least(crowd_f8 a, crowd_f8 b) {
#ifdef __AVX2__
  return (crowd_f8)_mm256_min_ps((__m256)a, (__m256)b);
#else
  return crowd_select(a < b, a, b);
#endif
}

/** A bit for each lane of a mask, lane 0 lowest. */
CROWD_INLINE unsigned crowd_bits_half(crowd_i4 mask) {
#ifdef __SSE2__
  return (unsigned)_mm_movemask_ps((__m128)mask);
#else
  return (mask[0] & 1U) | (mask[1] & 2U) | (mask[2] & 4U) | (mask[3] & 8U);
#endif
}

CROWD_INLINE unsigned crowd_bits(crowd_i8 mask) {
#ifdef __AVX2__
  return (unsigned)_mm256_movemask_ps((__m256)mask);
#else
  return crowd_bits_half((crowd_i4)crowd_lower((crowd_f8)mask)) |
         crowd_bits_half((crowd_i4)crowd_upper((crowd_f8)mask)) << crowd_half;
#endif
}

/** Turns four rows of four numbers into four columns. */
CROWD_INLINE void crowd_turn_half(crowd_f4 row[4]) {
  const crowd_f4 a = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const crowd_f4 b = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const crowd_f4 c = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const crowd_f4 d = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  row[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5);
  row[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
  row[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5);
  row[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
}

/** The lanes named by @p which. */
CROWD_INLINE crowd_f8 crowd_pick(crowd_f8 v, crowd_i8 which) {
#ifdef __AVX2__
  return (crowd_f8)_mm256_permutevar8x32_ps((__m256)v, (__m256i)which);
#else
  crowd_f8 picked;
  for (int k = 0; k < crowd_lanes; k++) picked[k] = v[which[k]];
  return picked;
#endif
}

/** Four numbers at each of eight addresses as four columns of eight. */
CROWD_INLINE void crowd_columns(const void *const from[crowd_lanes], crowd_f8 column[4]) {
#ifdef __AVX2__
  __m256 row[4];
  for (int k = 0; k < crowd_half; k++) {
    const __m128 lower = _mm_loadu_ps((const float *)from[k]);
    const __m128 upper = _mm_loadu_ps((const float *)from[k + crowd_half]);
    row[k] = _mm256_insertf128_ps(_mm256_castps128_ps256(lower), upper, 1);
  }
  const __m256d a = (__m256d)_mm256_unpacklo_ps(row[0], row[1]);
  const __m256d b = (__m256d)_mm256_unpacklo_ps(row[2], row[3]);
  const __m256d c = (__m256d)_mm256_unpackhi_ps(row[0], row[1]);
  const __m256d d = (__m256d)_mm256_unpackhi_ps(row[2], row[3]);
  column[0] = (crowd_f8)_mm256_unpacklo_pd(a, b);
  column[1] = (crowd_f8)_mm256_unpackhi_pd(a, b);
  column[2] = (crowd_f8)_mm256_unpacklo_pd(c, d);
  column[3] = (crowd_f8)_mm256_unpackhi_pd(c, d);
#else
  crowd_f4 lower[4], upper[4];
  for (int k = 0; k < crowd_half; k++) memcpy(&lower[k], from[k], sizeof lower[k]);
  for (int k = 0; k < crowd_half; k++) memcpy(&upper[k], from[k + crowd_half], sizeof upper[k]);
  crowd_turn_half(lower);
  crowd_turn_half(upper);
  for (int i = 0; i < 4; i++) column[i] = crowd_join(lower[i], upper[i]);
#endif
}

/** Lower halves of a and b. */
CROWD_INLINE crowd_f8 crowd_lowers(crowd_f8 a, crowd_f8 b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
}

/** Upper halves of a and b. */
CROWD_INLINE crowd_f8 crowd_uppers(crowd_f8 a, crowd_f8 b) {
  return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}

/** First two numbers of each half of a and b, by turns. */
CROWD_INLINE crowd_f8 crowd_firsts(crowd_f8 a, crowd_f8 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}

/** Last two numbers of each half of a and b, by turns. */
CROWD_INLINE crowd_f8 crowd_lasts(crowd_f8 a, crowd_f8 b) {
  return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}

/** First two numbers of each half of a, then of b. */
CROWD_INLINE crowd_f8 crowd_first_pairs(crowd_f8 a, crowd_f8 b) {
  return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
}

/** Last two numbers of each half of a, then of b. */
CROWD_INLINE crowd_f8 crowd_last_pairs(crowd_f8 a, crowd_f8 b) {
  return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
}

/** Sum or smaller of each lane. */
CROWD_INLINE crowd_f8 crowd_join_by(int is_sum, crowd_f8 a, crowd_f8 b) {
  return is_sum ? a + b : crowd_least(a, b);
}

/** Joins each of eight rows to one number in the order of a tree: halves first. */
CROWD_INLINE crowd_f8 crowd_fold(int is_sum, const crowd_f8 row[crowd_lanes]) {
  crowd_f8 half[4], pair[2];
  for (int k = 0; k < 4; k++)
    half[k] =
        crowd_join_by(is_sum, crowd_lowers(row[k], row[k + 4]), crowd_uppers(row[k], row[k + 4]));
  for (int k = 0; k < 2; k++)
    pair[k] = crowd_join_by(is_sum, crowd_firsts(half[2 * k], half[2 * k + 1]),
                            crowd_lasts(half[2 * k], half[2 * k + 1]));
  return crowd_join_by(is_sum, crowd_first_pairs(pair[0], pair[1]),
                       crowd_last_pairs(pair[0], pair[1]));
}

/** Sums of eight rows. */
CROWD_INLINE crowd_f8 crowd_sums(const crowd_f8 row[crowd_lanes]) {
  return crowd_fold(1, row);
}

/** Smallest number of each of eight rows. */
CROWD_INLINE crowd_f8 crowd_smallest(const crowd_f8 row[crowd_lanes]) {
  return crowd_fold(0, row);
}

/** Puts four columns of eight numbers at eight addresses, four numbers each. */
CROWD_INLINE void crowd_put_columns(const crowd_f8 column[4], void *const to[crowd_lanes],
                                    size_t n) {
  const crowd_f8 a = crowd_firsts(column[0], column[1]), b = crowd_firsts(column[2], column[3]);
  const crowd_f8 c = crowd_lasts(column[0], column[1]), d = crowd_lasts(column[2], column[3]);
  const crowd_f8 row[4] = {crowd_first_pairs(a, b), crowd_last_pairs(a, b), crowd_first_pairs(c, d),
                           crowd_last_pairs(c, d)}; /* k and k + 4 */
  for (size_t k = 0; k < n; k++)
    memcpy(to[k], (const float *)&row[k % 4] + k / 4 * 4, 4 * sizeof(float));
}

/** Exponential function for arguments from -80 to 80, relative error below 3e-6: 2 to the power of
 *  the nearest whole number times the series of the rest up to its fifth power. */
CROWD_INLINE crowd_f8 crowd_exp(crowd_f8 x) {
  static const float log2_e = 1.44269504f, rounder = 12582912.0f;              /* 1.5 times 2^23 */
  static const float c1 = 0.693147181f, c2 = 0.240226507f, c3 = 0.0555041087f; /* ln(2)^k / k! */
  static const float c4 = 0.00961812911f, c5 = 0.00133335581f;
  enum { mantissa_bits = 23 };
  const crowd_f8 t = x * log2_e;
  const crowd_f8 shifted = t + rounder;
  const crowd_f8 f = t - (shifted - rounder);
  const crowd_i8 whole = (crowd_i8)shifted - (crowd_i8)crowd_all(rounder);
  const crowd_f8 p = 1 + f * (c1 + f * (c2 + f * (c3 + f * (c4 + f * c5))));
  return (crowd_f8)((crowd_i8)p + (whole << mantissa_bits));
}

#endif /* FLUE_SOLVER_CROWD_LANES_H */
