/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/service_level.h  Levels of service of walkways: how free people are to walk.
 *
 * The levels A to F are set by the area that each person has: 35, 25, 15, 10 and 5 square feet,
 * which is 3.25, 2.32, 1.39, 0.93 and 0.46 m2. They are for people who walk on the level; queues
 * and stairs have levels of their own, which are not used here.
 */
#ifndef FLUE_MODELS_SERVICE_LEVEL_H
#define FLUE_MODELS_SERVICE_LEVEL_H

/** Levels of service, from the freest. */
typedef enum flue_service_level {
  FLUE_SERVICE_A,
  FLUE_SERVICE_B,
  FLUE_SERVICE_C,
  FLUE_SERVICE_D,
  FLUE_SERVICE_E,
  FLUE_SERVICE_F,
  FLUE_SERVICE_COUNT
} flue_service_level;

/**
 * Least area of each person at a level [m2]; 0 for level F.
 * @cite fruin1971 (walkways). The paper was not at hand: the figures are those of two secondary
 * sources that agree, one in square feet and one in square metres.
 */
double flue_service_area(flue_service_level level);

/** Greatest density of a level [m-2]; infinite for level F. */
double flue_service_density(flue_service_level level);

/** Level of service at a density of people. @param density  [m-2], not negative. */
flue_service_level flue_service_of(double density);

#endif /* FLUE_MODELS_SERVICE_LEVEL_H */
