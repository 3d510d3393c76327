/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/smoke_control.h  Formulas of smoke-control design: supply of stairs and lobbies,
 *  plumes and the volume to be exhausted, air that holds smoke back. */
#ifndef FLUE_MODELS_SMOKE_CONTROL_H
#define FLUE_MODELS_SMOKE_CONTROL_H

/* ---- supply of stairs and lobbies, GB 51251 3.4 ---- */

/**
 * Air through open doors: L1 = A_k v N_1. @cite gb51251 3.4.6
 * @param area_m2  Of the open doors of one storey [m2].
 * @param speed    In the doorway [m s-1].
 * @param storeys  With open doors [1].
 * @return [m3 s-1]
 */
double flue_gb_door_supply(double area_m2, double speed, double storeys);
/**
 * Air through gaps of closed doors: L2 = 0.827 A dP^(1/n) 1.25 N_2. @cite gb51251 3.4.7
 * @param area_m2   Gaps of the doors of one storey [m2].
 * @param dp        Mean pressure difference, flue_gb_mean_pressure() [Pa].
 * @param exponent  n: 2 doors, 1.6 windows [1].
 * @param storeys   With closed doors [1].
 * @return [m3 s-1]
 */
double flue_gb_gap_supply(double area_m2, double dp, double exponent, double storeys);
/** Air through closed dampers: L3 = 0.083 A_f N_3 [m3 s-1]. @cite gb51251 3.4.8
 *  @param area_m2  Of one damper [m2]. @param dampers  That are closed [1]. */
double flue_gb_damper_supply(double area_m2, double dampers);
/** Pressure difference over closed doors while others are open [Pa]: 6, 12, 17 Pa for 0.7, 1.0, 1.2
 *  m/s, linear between and held outside (unverified: 1.2 m/s from memory). @cite gb51251 3.4.7 */
double flue_gb_mean_pressure(double speed);
/** Speed in the doorway of a supplied lobby whose stair has windows over the 0.6 m/s of the table
 *  of limits [1]: A_l / A_g + 1. @cite gb51251 3.4.6
 *  @param stair_m2  Doors from the stair to the lobby [m2]. @param lobby_m2  To the corridor. */
double flue_gb_lobby_factor(double stair_m2, double lobby_m2);
/** Storeys whose dampers open for a system of lobbies, where there are so many.
 *  @cite gb51251 3.4.6 */
#define FLUE_GB_LOBBY_STOREYS 3
/** Storeys whose doors count as open for a stair: 2 up to 24 m, 3 above. @cite gb51251 3.4.6 */
int flue_gb_open_storeys(double height_m);

/* ---- plumes ---- */

/** Gas in an axisymmetric plume at a height above the fuel [kg s-1]: 0.071 Q_c^(1/3) z^(5/3) +
 *  0.0018 Q_c above the flame, 0.032 Q_c^(3/5) z below (kW, m). @cite nfpa92 gb51251
 *  @param convective_w  [W] */
double flue_smoke_axisymmetric(double convective_w, double z_m);
/** Mean height of the flame for that plume [m]: 0.166 Q_c^(2/5). @cite nfpa92 */
double flue_smoke_flame(double convective_w);
/** Gas that spills over a balcony [kg s-1]: 0.36 (Q W^2)^(1/3) (z_b + 0.25 H).
 *  @cite nfpa92 gb51251
 *  @param release_w  [W] @param width_m  Of the spill. @param z_m  Above the balcony.
 *  @param balcony_m  Of the balcony above the floor of the fire. */
double flue_smoke_balcony(double release_w, double width_m, double z_m, double balcony_m);
/** Gas that leaves through a window into an atrium [kg s-1]: 0.68 (A H^(1/2))^(1/3)
 *  (z + a)^(5/3) + 1.59 A H^(1/2), a = 2.4 A^(2/5) H^(1/5) - 2.1 H. @cite nfpa92 gb51251
 *  @param area_m2, height_m  Of the window. @param z_m  Above its top. */
double flue_smoke_window(double area_m2, double height_m, double z_m);
/** Temperature of smoke above the air around [K]: K Q_c / (m c_p), c_p 1.01 kJ/(kg K).
 *  @cite gb51251 4.6.12 @param share  K: 1 mechanical, 0.5 natural exhaust (from memory). */
double flue_smoke_rise(double convective_w, double mass, double share);
/** Volume of smoke [m3 s-1]: m T / (rho_0 T_0), 1.2 kg/m3 at 293.15 K. @cite gb51251 4.6.13 */
double flue_smoke_volume(double mass, double temp_k);
/** Most that one vent takes of a layer without drawing air through it [m3 s-1]:
 *  4.16 g d^(5/2) (dT / T_0)^(1/2). @cite gb51251 4.6.14
 *  @param far  1 two diameters from walls, else 0.5. @param depth_m  Of the layer below the vent.
 */
double flue_smoke_vent_most(double far, double depth_m, double temp_k, double ambient_k);
/** Least clear height [m]: 1.6 + 0.1 H, below 3 m half of H. @cite gb51251 4.6.9 */
double flue_gb_clear_height(double height_m);

/* ---- exhaust of rooms, GB 51251 4.6.3 ---- */

/** Classes of the design fires of GB 51251. */
typedef enum flue_gb_fire {
  FLUE_GB_OFFICE,    /**< Offices, classrooms, guest rooms, corridors. */
  FLUE_GB_SHOP,      /**< Shops, exhibitions. */
  FLUE_GB_OTHER,     /**< Other public places. */
  FLUE_GB_CAR_PARK,  /**< Car parks. */
  FLUE_GB_FACTORY,   /**< Factories. */
  FLUE_GB_WAREHOUSE, /**< Warehouses. */
  FLUE_GB_FIRE_COUNT
} flue_gb_fire;

/** Design heat release [W]. Above a clear height of 8 m sprinklers do not count.
 *  @cite gb51251 4.6.7 */
double flue_gb_release(flue_gb_fire fire, int is_sprinklered, double height_m);
/** Exhaust of a room higher than 6 m [m3 s-1]: volume of the axisymmetric plume at 0.9 of the
 *  height, all convective heat in the smoke. Gives the 32 values of table 4.6.3 to rounding.
 *  @cite gb51251 4.6.3 */
double flue_gb_high_exhaust(double release_w, double height_m);

/* ---- air against smoke ---- */

/** Speed that keeps smoke from going up a corridor [m s-1]: 0.0292 (E / W)^(1/3), E in W.
 *  @cite nfpa92 (from memory) @param release_w  Into the corridor [W]. @param width_m  Of it. */
double flue_critical_corridor_speed(double release_w, double width_m);
/** Speed through a doorway that keeps smoke back [m s-1]: 0.64 (g H (T_f - T_0) / T_f)^(1/2).
 *  @cite nfpa92 (from memory) @param height_m  Of the doorway. @param smoke_k, air_k [K] */
double flue_critical_door_speed(double height_m, double smoke_k, double air_k);

#endif /* FLUE_MODELS_SMOKE_CONTROL_H */
