/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/plume.h  Gas in the plume of a fire and in its jet under the ceiling, also where a
 *  hot layer lies above. */
#ifndef FLUE_MODELS_PLUME_H
#define FLUE_MODELS_PLUME_H

/** A fire as its plume feels it. */
typedef struct flue_plume_source {
  double release;    /**< [W] */
  double convective; /**< [W] */
  double diameter_m;
  double base_m; /**< Height of the fuel surface above the floor [m]. */
} flue_plume_source;

/** Two layers, or one with both temperatures the same. */
typedef struct flue_plume_room {
  double height_m;         /**< Floor to ceiling [m]. */
  double layer_m;          /**< Interface above the floor [m]. */
  double lower_k, upper_k; /**< [K] */
} flue_plume_room;

/** Gas in a plume or jet. */
typedef struct flue_plume_gas {
  double temp_k, speed; /**< [K], [m s-1] */
} flue_plume_gas;

/**
 * Gas in the plume at a height and a distance from its axis.
 *
 *     dT_axis = 9.1 (T / (g cp^2 rho^2))^(1/3) Qc^(2/3) (z - z0)^(-5/3), not above 900 K,
 *     u_axis = 3.4 (g / (cp rho T))^(1/3) Qc^(1/3) (z - z0)^(-1/3),
 *     Gaussian across with b_dT = 0.12 (T_axis / T)^(1/2) (z - z0)
 *
 * Above the interface a substitute source carries the plume on: Qc and z0 so changed that mass,
 * heat and momentum pass the interface. A plume cooler than the layer leaves it as it is.
 * @cite heskestad1984  @cite evans1984
 */
flue_plume_gas flue_plume_at(const flue_plume_source *fire, const flue_plume_room *room, double r_m,
                             double z_m);

/**
 * Hottest gas in the jet under the ceiling at radius r [m] from the axis, in a room whose hot layer
 * is the ambient of the substitute source above. @cite alpert1972
 */
flue_plume_gas flue_plume_ceiling_jet(const flue_plume_source *fire, const flue_plume_room *room,
                                      double r_m);

#endif /* FLUE_MODELS_PLUME_H */
