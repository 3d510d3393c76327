/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/flue_test.h  cmocka with what it needs before it, and the project's assertions. */
#ifndef FLUE_TEST_H
#define FLUE_TEST_H

/* cmocka.h needs the four headers before it */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <stdio.h>

/** |actual - expected| <= tolerance, with the numbers in the message. */
#define assert_near(actual, expected, tolerance)                                                   \
  do {                                                                                             \
    const double actual_ = (actual), expected_ = (expected), tolerance_ = (tolerance);             \
    if (!(fabs(actual_ - expected_) <= tolerance_))                                                \
      fail_msg("%s = %.10g, expected %.10g within %.3g", #actual, actual_, expected_, tolerance_); \
  } while (0)

/** Relative form. */
#define assert_near_rel(actual, expected, share) \
  assert_near(actual, expected, fabs((double)(expected)) * (share))

#endif /* FLUE_TEST_H */
