/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/flow.h  Flow through openings: the orifice law, smooth at zero, and its integral
 * over height.
 *
 * The orifice law F ~ sign(dp) |dp|^n has an infinite slope at dp = 0 that makes Newton's method
 * oscillate. Below |dp| = dp_t it is replaced by an odd polynomial of degree 7 that meets it with
 * equal value, slope and curvature. @cite wetter2014
 */
#ifndef FLUE_MODELS_FLOW_H
#define FLUE_MODELS_FLOW_H

/** Constants of one smoothed power law. */
typedef struct flue_power_law {
  double n;          /**< Exponent [1], 0.5 (orifice) to 1 (laminar). */
  double dp_t;       /**< Where the polynomial takes over [Pa], above 0. */
  double a, b, c, d; /**< Coefficients of the polynomial. */
  double scale;      /**< dp_t^n. */
  double offset;     /**< Integral below dp_t less that of the bare law. */
} flue_power_law;

/** Prepares a smoothed law. */
flue_power_law flue_power_law_make(double n, double dp_t);
/** sign(dp) |dp|^n, smoothed [Pa^n]. */
double flue_power_law_value(const flue_power_law *law, double dp);
/** Its slope [Pa^(n-1)]; finite everywhere and above 0. */
double flue_power_law_slope(const flue_power_law *law, double dp);
/** Its integral from 0 to dp [Pa^(n+1)]. */
double flue_power_law_integral(const flue_power_law *law, double dp);

/**
 * Mean of the law over a slab in which dp runs linearly from dp1 to dp2, split by direction.
 * @param[out] forward   Mean of the part with dp > 0, not negative.
 * @param[out] backward  Mean of the part with dp < 0, as a positive number.
 * @param[out] forward_slope, backward_slope  Their derivatives by a shift of dp, as positive
 * numbers.
 */
void flue_power_law_slab(const flue_power_law *law, double dp1, double dp2, double *forward,
                         double *backward, double *forward_slope, double *backward_slope);

/**
 * Gas that a buoyant jet out of an opening draws in over a height z [kg s-1]: a plume of the same
 * heat whose virtual source lies where it would carry the jet's own flow already.
 *
 *     m / Q = 0.011 Z^0.566 (Z < 0.08), 0.026 Z^0.909 (Z < 0.2), 0.124 Z^1.895, Z = z / Q^0.4,
 *
 * kg/s, kW, m. @cite mccaffrey1983
 * @param flow_kg  Of the jet [kg s-1]. @param heat_w  Its heat above (below) the gas around [W].
 */
double flue_jet_entrainment(double flow_kg, double heat_w, double z_m);

/**
 * Gas in the plume of a fire up to height z [kg s-1] by the regions above: flame, intermittent
 * flame, plume. They were fitted apart: at 0.08 the flow steps down by 0.6 %, at 0.20 by 2.4 %.
 * Range: fires of 14 to 57 kW in the experiments, far larger ones in use. @cite mccaffrey1983
 * @param release_w  All the heat of the fire [W].
 */
double flue_plume_mccaffrey(double release_w, double z_m);

/** Wind speed at height z over that at 10 m in open country: A0 (z / 10)^a.
 *  Terrain: open 1.0, 0.15; suburban 0.60, 0.28; urban 0.35, 0.40. @cite dols2020 */
typedef enum flue_terrain {
  FLUE_TERRAIN_OPEN,
  FLUE_TERRAIN_SUBURBAN,
  FLUE_TERRAIN_URBAN
} flue_terrain;
double flue_wind_factor(flue_terrain terrain, double z_m);

/** Surface-averaged wind pressure coefficient of a wall of a high-rise building.
 *  Table for a long wall by Swami and Chandra, 0 to 180 degrees in steps of 30, linear between.
 *  @param angle_deg  Between the wind and the outward normal of the wall; 0: wind blows onto it.
 *  @cite swami1988 */
double flue_wind_coefficient(double angle_deg);

/**
 * Exchange flow through a horizontal opening with dense gas above light gas.
 *
 *     q = 0.1 sqrt(2 g drho A^2.5 / (rho1 + rho2)) max(0, 1 - |dp| / dp_f),
 *     dp_f = C^2 g drho D^5 / (2 A^2), C = 0.942 for a square
 *
 * @return Volume flow each way [m3 s-1]. Fitted for openings below 1 m2; used beyond, unverified.
 * @cite cooper1989
 */
double flue_horizontal_exchange(double area_m2, double rho_below, double rho_above, double dp);

#endif /* FLUE_MODELS_FLOW_H */
