/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/walking.h  Speed and flow of people on the level, on stairs and in smoke.
 *
 * Hydraulic relations of the SFPE handbook: speed falls with density, S = k (1 - a D), in the sixth
 * edition eq. 67.3, p. 2174.
 */
#ifndef FLUE_MODELS_WALKING_H
#define FLUE_MODELS_WALKING_H

/** k on the level [m s-1], 84 m/min. @cite sfpe2016 */
#define FLUE_WALKING_K_LEVEL 1.40
/** a in S = k (1 - a D) [m2]. @cite sfpe2016 */
#define FLUE_WALKING_A 0.266
/** Density below which people walk freely [m-2]. @cite sfpe2016 */
#define FLUE_WALKING_FREE_DENSITY 0.54
/** Largest design flow through doors per effective width [s-1 m-1]. @cite imo1533 */
#define FLUE_WALKING_DOOR_FLOW 1.33
/** Width on each side of a door or stair that nobody uses [m]. @cite sfpe2016 */
#define FLUE_WALKING_BOUNDARY_M 0.15
/** Speed up a stair over that down it [1] (0.8 against 1.0 m/s). @cite imo1533 */
#define FLUE_WALKING_UP_FACTOR 0.8

/**
 * k on a stair, k = 51.8 sqrt(tread / riser) m/min.
 * @param riser_m  Height of a step [m], above 0; fitted range 0.165 to 0.19.
 * @param tread_m  Going of a step [m], above 0; fitted range 0.25 to 0.33.
 * @return k [m s-1].
 * @cite sfpe2016
 */
double flue_walking_stair_k(double riser_m, double tread_m);

/**
 * Speed at a density, S = k (1 - a D): free below 0.54 /m2, 0 from 3.76 /m2 on.
 * @param k          Of the surface [m s-1].
 * @param density_m2 People per area [m-2], not negative.
 * @return Speed [m s-1].
 * @cite sfpe2016
 */
double flue_walking_speed(double k, double density_m2);

/** Largest flow per effective width, k / (4 a) [s-1 m-1], reached at 1.88 /m2. @cite sfpe2016 */
double flue_walking_flow_max(double k);

/**
 * Width that people use, the clear width without 0.15 m on each side; at least 0.3 m, so that a
 * single file passes openings of 0.6 m and less.
 * @param width_m  Clear width [m].
 * @return [m]
 * @cite sfpe2016
 */
double flue_walking_effective_width(double width_m);

/**
 * Speed in smoke over speed in clear air, f = max(0.1, 1 - 0.0807 K).
 * @param extinction  Extinction coefficient K [m-1], not negative; fitted range 1.9 to 7.4.
 * @cite frantzich2003
 * @cite korhonen2018
 */
double flue_walking_smoke_factor(double extinction);

/** Laws of speed in smoke. Between clear air and the least extinction at which a law was fitted the
 *  speed falls in a straight line; beyond the greatest it goes on; nobody gets faster. */
typedef enum flue_smoke_law {
  FLUE_SMOKE_SHARE,        /**< max(0.1, 1 - 0.0807 K) of the free speed. @cite korhonen2018 */
  FLUE_SMOKE_FRANTZICH,    /**< 0.706 - 0.057 K m/s, K 1.9 to 7.4 /m. @cite frantzich2003 */
  FLUE_SMOKE_JIN,          /**< 1.0573 - 0.4326 K m/s, K 0.5 to 1.13 /m, smoke that does not
                                irritate. @cite jin1978, by way of pyFDS-Evac: unverified */
  FLUE_SMOKE_JIN_IRRITANT, /**< 1.1517 - 0.9578 K m/s, K 0.32 to 0.47 /m. As above. */
  FLUE_SMOKE_PURSER,       /**< 1.236 - 1.738 OD of the free speed, OD = K / ln 10 per m. @cite
                                purser2016, by way of pyFDS-Evac: unverified */
  FLUE_SMOKE_SFPE,         /**< 0.6423 - 0.1364 ln K m/s. @cite sfpe2016 eq. 63.10: unverified */
  FLUE_SMOKE_FRIDOLF,      /**< Free speed less 0.34 (3 - V) m/s where the visibility V = 2 / K is
                                below 3 m, not below 0.2 m/s. Fridolf et al. 2019, by way of
                                pyFDS-Evac: unverified */
} flue_smoke_law;

/**
 * Speed in smoke by a law; at least 0.3 m/s, the speed in the dark, but for the laws that say less
 * (the share, Fridolf's) and people who are slower.
 * @param speed  In clear air [m s-1]. @param extinction  K [m-1], not negative.
 * @return [m s-1]
 */
double flue_walking_in_smoke_by(flue_smoke_law law, double speed, double extinction);

/**
 * Speed in irritant gas over that in clean air, (exp(-(1000 x / 160)^2) + 0.2 - 0.2 x) / 1.2, not
 * below 0. Unverified (SFPE eq. 63.13, by way of pyFDS-Evac). @cite sfpe2016
 * @param x  Fraction of the concentration that incapacitates, for HCl over 1000 ppm [1].
 */
double flue_walking_irritant_factor(double x);

/**
 * Speed in smoke: the factor above, and not more than 0.3 m/s where one cannot see one's feet
 * (K above 10 /m: a reflecting object is seen from less than 0.3 m).
 * @param speed  In clear air [m s-1].
 * @return [m s-1]
 * @cite frantzich2003
 */
double flue_walking_in_smoke(double speed, double extinction);

#endif /* FLUE_MODELS_WALKING_H */
