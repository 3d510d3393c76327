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

/** A case that is not met: `actual` lies outside a share of what is expected. The number found here
 *  is kept to the share `kept`, so that a change shows. */
#define expect_miss_near(actual, expected, share, found, kept)                             \
  do {                                                                                     \
    const double missed_ = (actual), wanted_ = (expected);                                 \
    if (fabs(missed_ - wanted_) <= fabs(wanted_) * (share))                                \
      fail_msg("%s = %.10g for %g is met now: make it an ordinary test", #actual, missed_, \
               wanted_);                                                                   \
    assert_near_rel(missed_, found, kept);                                                 \
  } while (0)

/** The same, kept to 0.1 %. */
#define expect_miss(actual, expected, share, found) \
  expect_miss_near(actual, expected, share, found, 1e-3)

#endif /* FLUE_TEST_H */
