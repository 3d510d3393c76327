/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file validation/people/people_tests.h  The table of published tests of evacuation models. */
#ifndef FLUE_VALIDATION_PEOPLE_TESTS_H
#define FLUE_VALIDATION_PEOPLE_TESTS_H

#include "core/messages.h"

/** A published test: what it says about a number, and how this engine gets it. */
typedef struct flue_people_test {
  const char *id;          /**< Standard and number, such as "RiMEA 1". */
  flue_message what;       /**< What is measured. */
  const char *unit;        /**< "" for none. */
  double low, high;        /**< Accepted range; -INFINITY or INFINITY: open at that side. */
  double (*measure)(void); /**< Runs it; NaN when somebody who should arrive does not. */
} flue_people_test;

/** Numbered tests of RiMEA (16), IMO (11), NIST TN 1822 (17), ISO 20414 (21) and SFPE chains (13);
 *  and those of them that are in the table with all their parts. */
enum { flue_people_catalogue = 78, flue_people_covered = 77 };

/** All tests of the table, static. @param n  How many. */
const flue_people_test *flue_people_tests(size_t *n);
/** Whether a measured value is accepted; NaN is not. */
int flue_people_passes(const flue_people_test *test, double measured);

#endif /* FLUE_VALIDATION_PEOPLE_TESTS_H */
