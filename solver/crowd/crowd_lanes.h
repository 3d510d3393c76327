/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file solver/crowd/crowd_lanes.h  Four numbers at a time.
 *
 * The only place that uses vector types of the compiler (gcc and clang, any processor). All are
 * operations by lane, rounded as IEEE 754 says, and sums of lanes are taken in a fixed order: the
 * bits do not depend on the processor. Intrinsics of SSE2, which each x86-64 has, stand in where
 * the general form is slow, with the same result.
 */
#ifndef FLUE_SOLVER_CROWD_LANES_H
#define FLUE_SOLVER_CROWD_LANES_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { crowd_lanes = 4 };

typedef float crowd_f4 __attribute__((vector_size(16)));
/** Numbers, or masks: all bits of a lane set for true. */
typedef int32_t crowd_i4 __attribute__((vector_size(16)));

static inline crowd_f4 crowd_all(float value) {
  return (crowd_f4){value, value, value, value};
}

static inline crowd_f4 crowd_load(const void *from) {
  crowd_f4 v;
  memcpy(&v, from, sizeof v);
  return v;
}

static inline void crowd_store(void *to, crowd_f4 v) {
  memcpy(to, &v, sizeof v);
}

/** Value where the mask is set, 0 elsewhere. */
static inline crowd_f4 crowd_only(crowd_i4 mask, crowd_f4 value) {
  return (crowd_f4)(mask & (crowd_i4)value);
}

static inline crowd_f4 crowd_select(crowd_i4 mask, crowd_f4 is_set, crowd_f4 is_not) {
  return (crowd_f4)((mask & (crowd_i4)is_set) | (~mask & (crowd_i4)is_not));
}

static inline crowd_f4 crowd_abs(crowd_f4 v) {
  const crowd_i4 magnitude = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX};
  return (crowd_f4)((crowd_i4)v & magnitude);
}

static inline crowd_f4 crowd_sqrt(crowd_f4 v) {
#ifdef __SSE2__
  return (crowd_f4)_mm_sqrt_ps((__m128)v);
#else
  return (crowd_f4){sqrtf(v[0]), sqrtf(v[1]), sqrtf(v[2]), sqrtf(v[3])};
#endif
}

/** Whole numbers as floats. */
static inline crowd_f4 crowd_floats(crowd_i4 v) {
#ifdef __SSE2__
  return (crowd_f4)_mm_cvtepi32_ps((__m128i)v);
#else
  return (crowd_f4){(float)v[0], (float)v[1], (float)v[2], (float)v[3]};
#endif
}

/** Smaller of each lane; neither is NaN. */
static inline crowd_f4 crowd_least(crowd_f4 a, crowd_f4 b) {
#ifdef __SSE2__
  return (crowd_f4)_mm_min_ps((__m128)a, (__m128)b);
#else
  return crowd_select(a < b, a, b);
#endif
}

/** A bit for each lane of a mask, lane 0 lowest. */
static inline unsigned crowd_bits(crowd_i4 mask) {
#ifdef __SSE2__
  return (unsigned)_mm_movemask_ps((__m128)mask);
#else
  const crowd_i4 bit = {1, 2, 4, 8};
  const crowd_i4 set = mask & bit;
  return (unsigned)(set[0] | set[1] | set[2] | set[3]);
#endif
}

static inline float crowd_sum(crowd_f4 v) {
  return (v[0] + v[1]) + (v[2] + v[3]);
}

static inline float crowd_smallest(crowd_f4 v) {
  const float a = v[0] < v[1] ? v[0] : v[1], b = v[2] < v[3] ? v[2] : v[3];
  return a < b ? a : b;
}

/** Turns four rows of four numbers into four columns. */
static inline void crowd_transpose(crowd_f4 row[4]) {
#ifdef __SSE2__
  __m128 a = (__m128)row[0], b = (__m128)row[1], c = (__m128)row[2], d = (__m128)row[3];
  _MM_TRANSPOSE4_PS(a, b, c, d);
  row[0] = (crowd_f4)a;
  row[1] = (crowd_f4)b;
  row[2] = (crowd_f4)c;
  row[3] = (crowd_f4)d;
#else
  const crowd_f4 a = row[0], b = row[1], c = row[2], d = row[3];
  for (int k = 0; k < crowd_lanes; k++) row[k] = (crowd_f4){a[k], b[k], c[k], d[k]};
#endif
}

/** Exponential function for arguments from -80 to 80, relative error below 3e-6: 2 to the power of
 *  the nearest whole number times the series of the rest up to its fifth power. */
static inline crowd_f4 crowd_exp(crowd_f4 x) {
  static const float log2_e = 1.44269504f, rounder = 12582912.0f;              /* 1.5 times 2^23 */
  static const float c1 = 0.693147181f, c2 = 0.240226507f, c3 = 0.0555041087f; /* ln(2)^k / k! */
  static const float c4 = 0.00961812911f, c5 = 0.00133335581f;
  enum { mantissa_bits = 23 };
  const crowd_f4 t = x * log2_e;
  const crowd_f4 shifted = t + rounder;
  const crowd_f4 f = t - (shifted - rounder);
  const crowd_i4 whole = (crowd_i4)shifted - (crowd_i4)crowd_all(rounder);
  const crowd_f4 p = 1 + f * (c1 + f * (c2 + f * (c3 + f * (c4 + f * c5))));
  return (crowd_f4)((crowd_i4)p + (whole << mantissa_bits));
}

#endif /* FLUE_SOLVER_CROWD_LANES_H */
