/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/visibility.h  What people see in smoke. */
#ifndef FLUE_MODELS_VISIBILITY_H
#define FLUE_MODELS_VISIBILITY_H

/** Extinction per mass of soot of flaming fires [m2 kg-1], 8700 +- 1100.
 *  @cite mulholland2000 */
#define FLUE_VISIBILITY_EXTINCTION 8700.0
/** Visibility times extinction of a sign that reflects light [1]. @cite jin1978 */
#define FLUE_VISIBILITY_REFLECTING 3.0
/** Visibility times extinction of a sign that emits light [1]. @cite jin1978 */
#define FLUE_VISIBILITY_EMITTING 8.0
/** Distance beyond which visibility is not told apart [m]. */
#define FLUE_VISIBILITY_CAP_M 30.0

/**
 * Extinction coefficient K of smoke [m-1].
 * @param soot  Mass of soot per volume [kg m-3], not negative.
 * @cite mulholland2000
 */
double flue_visibility_extinction(double soot);

/**
 * Distance from which a sign is seen, C / K, at most 30 m.
 * @param extinction  K [m-1], not negative.
 * @param contrast    C [1], one of the two constants above.
 * @return [m]
 * @cite jin1978
 */
double flue_visibility_distance(double extinction, double contrast);

/** Optical density per path, K / ln 10 [m-1]. */
double flue_visibility_optical_density(double extinction);

#endif /* FLUE_MODELS_VISIBILITY_H */
