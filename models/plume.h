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
 *     dT_axis = 9.1 (T / (g cp^2 rho^2))^(1/3) Qc^(2/3) (z - z0)^(-5/3), to 900 K above the lower
 * layer, u_axis = 3.4 (g / (cp rho T))^(1/3) Qc^(1/3) (z - z0)^(-1/3), Gaussian across with b_dT =
 * 0.12 (T_axis / T)^(1/2) (z - z0)
 *
 * Above the interface a substitute source carries the plume on: Qc and z0 so changed that mass,
 * heat and momentum pass the interface. A plume cooler than the layer leaves it as it is.
 * @cite heskestad1984  @cite evans1984
 */
flue_plume_gas flue_plume_at(const flue_plume_source *fire, const flue_plume_room *room, double r_m,
                             double z_m);

/**
 * Hottest gas in the jet under the ceiling at radius r [m] from the axis.
 *
 *     dT = 16.9 Q^(2/3) H^(-5/3)  r < 0.18 H,   5.38 (Q/r)^(2/3) / H            beyond
 *                                                                                      [kW, m]
 *
 * by the height H of the ceiling above the fuel, in a room whose hot layer is the ambient of the
 * substitute source above, with the speed of flue_ceiling_jet_speed over the virtual origin.
 * @cite alpert1972 @cite evans1984
 */
flue_plume_gas flue_plume_ceiling_jet(const flue_plume_source *fire, const flue_plume_room *room,
                                      double r_m);

/** What the jet of a fire does to a flat ceiling, whatever the distance from its axis. */
typedef struct flue_plume_ceiling {
  double ambient_k, height_m; /**< Of the source below the ceiling [m]; 0: no plume comes to it. */
  double near, fall, far;     /**< Of the coefficient of convection. */
  double rise, most_rise;     /**< Of the adiabatic temperature [K]. */
} flue_plume_ceiling;

/** The jet of a fire below the ceiling of a room. */
flue_plume_ceiling flue_plume_ceiling_of(const flue_plume_source *fire,
                                         const flue_plume_room *room);
/**
 * Convection from the jet under a flat ceiling: heat to a ring is h (T_ad - T_ceiling).
 *
 *     h / h0 = 8.82 Re^(-1/2) Pr^(-2/3) (1 - (5 - 0.284 Re^0.2) r/H)                  r/H < 0.2
 *              0.283 Re^(-0.3) Pr^(-2/3) (r/H)^(-1.2) (r/H - 0.0771) / (r/H + 0.279)  beyond
 *     T_ad - T = T Q*^(2/3) (10.22 - 14.9 r/H), and 8.39 f(r/H) beyond,
 *     h0 = rho cp (g H)^(1/2) Q*^(1/3),  Re = (g H^3)^(1/2) Q*^(1/3) / nu
 *
 * @cite cooper1982  @cite cooper1986
 * @param r_m        From the axis [m].
 * @param[out] h     [W m-2 K-1]
 * @param[out] temp  Adiabatic temperature of the ceiling [K]. Gas of the layer without a plume.
 */
void flue_plume_ceiling_heat(const flue_plume_ceiling *jet, double r_m, double *h, double *temp);

enum { FLUE_PLUME_RINGS = 8 };
/** Rings into which a round ceiling is cut, finer near the axis: of equal steps in the root of the
 *  radius. @param[out] r  Middle of ring k over the radius. @param[out] area  Over that of all. */
void flue_plume_ring(int k, double *r, double *area);

/** Heat that the jet gives to the ceiling within a radius [W]. */
double flue_plume_ceiling_loss(const flue_plume_ceiling *jet, double radius_m, double ceiling_k);

/**
 * Gas that the jet under a ceiling draws in from below, over the flow of the plume that turns into
 * it.
 *
 *     m / m_plume - 1 = (1 - loss) (r / 0.18 H)^(2/3) - 1   to r = 2 H, as far as Alpert measured
 *
 * since what the ceiling leaves of the heat, 1 - loss, is spread over a rise that falls as
 * Alpert's. It all comes from below a layer no deeper than the thickness of the jet, where its
 * speed is half of the greatest,
 *
 *     delta = 0.1 H (r/H)^0.9, r > 0.2 H   [davis1989] (unverified: from memory; to 3 H, assumed)
 *
 * and none of it where the layer holds the whole jet, from twice that (assumed, linear between).
 *
 * @cite alpert1972  @cite davis1989
 * @param height_m  H, of the ceiling above the fuel [m].
 * @param radius_m  How far the jet runs [m].
 * @param layer_m   Depth of the layer under the ceiling [m].
 * @param loss      Share of the heat given to the ceiling on the way.
 */
double flue_jet_growth(double height_m, double radius_m, double layer_m, double loss);

#endif /* FLUE_MODELS_PLUME_H */
