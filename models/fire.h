/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/fire.h  Fuels, design fires, plumes, oxygen limit. */
#ifndef FLUE_MODELS_FIRE_H
#define FLUE_MODELS_FIRE_H

#include "core/status.h"
#include "models/gas.h"

/** A fuel as burnt in a well-ventilated fire; models/data/fuels.csv holds the library. */
typedef struct flue_fuel {
  char name[32];
  double carbon, hydrogen, oxygen, nitrogen, chlorine; /**< Atoms in the formula unit [1]. */
  double heat_of_combustion;                           /**< Effective [J kg-1]. */
  double radiative_fraction; /**< Share of the heat that leaves as radiation [1]. */
  double area_rate;          /**< Heat release per burning area [W m-2]. */
  /** Mass made (+) or used (-) per mass burnt, by conservation of atoms, [FLUE_SPECIES_COUNT]. */
  double yield[FLUE_SPECIES_COUNT];
} flue_fuel;

/**
 * Completes a fuel from its formula and its CO, soot and HCN yields. Oxygen releases 13.1 MJ/kg,
 * which says how much of the fuel burns at its effective heat of combustion; CO2, H2O and O2 follow
 * from the atoms, chlorine leaves as HCl, and the rest as fuel vapour. @cite huggett1980
 * @return FLUE_OK, or FLUE_EINPUT when the yields need more carbon or nitrogen than the fuel has.
 */
flue_status flue_fuel_complete(flue_ctx *ctx, flue_fuel *fuel, double co, double soot, double hcn);
/**
 * What a fuel that burns whole makes and uses per mass, by its atoms: chlorine leaves as HCl,
 * nitrogen as N2 but for the HCN. Yields beyond the carbon there is are cut to it.
 * @param trace  Mass of a trace per mass burnt [1].
 * @param[out] yield  Mass made (+) or used (-) per mass burnt, [FLUE_SPECIES_COUNT].
 */
void flue_fuel_stoichiometry(const flue_fuel *fuel, double co, double soot, double hcn, double hcl,
                             double trace, double yield[FLUE_SPECIES_COUNT]);
/**
 * Multiplies the yields of CO, soot and HCN of a fuel by factors not below 1, as far as its carbon
 * and nitrogen reach. The carbon comes from CO2, hydrogen of HCN from water, and the oxygen that is
 * not used is left; the mass made in all stays 1.
 * @param[in,out] yield  Mass made (+) or used (-) per mass burnt, [FLUE_SPECIES_COUNT].
 */
void flue_fuel_shift_yields(const flue_fuel *fuel, double co, double soot, double hcn,
                            double yield[FLUE_SPECIES_COUNT]);
/** The library fuel of that name. @return FLUE_OK, FLUE_EARG when there is none. */
flue_status flue_fuel_find(flue_ctx *ctx, const char *name, flue_fuel *out);

/** A t-squared design fire that burns out: growth, plateau, linear decay.
 *  The decay begins when 70 % of the fire load is burnt. @cite en1991_1_2 annex E.4 */
typedef struct flue_design_fire {
  double growth; /**< [W s-2] */
  double peak;   /**< [W] */
  double load;   /**< Heat that can be released [J]. */
  double start_s;
} flue_design_fire;

/** Characteristic diameter D* = (Q / (rho cp T sqrt(g)))^(2/5) of a fire in air [m]; a grid
 * resolves it by 4 to 16 cells. @cite mcgrattan2024
 *  @param release  [W]. @param density, temp_k  Of the air [kg m-3], [K]. */
double flue_fire_diameter(double release, double density, double temp_k);
/** Heat release rate of the design fire with all the air it needs [W]. */
double flue_design_fire_rate(const flue_design_fire *fire, double t_s);

/** Mean flame height above the base, not below 0 [m]: 0.235 Q^0.4 - 1.02 D, Q in kW. @cite
 * heskestad1983 */
double flue_flame_height(double q_w, double d_m);

/**
 * Air entrained into the plume of a fire up to height z above its base [kg s-1].
 *
 *     above the flame: 0.071 Qc^(1/3) (z - z0)^(5/3) (1 + 0.027 Qc^(2/3) (z - z0)^(-5/3)),
 *     within:          0.0056 Qc z / L,        z0 = 0.083 Q^0.4 - 1.02 D      (kW, m)
 *
 * made continuous at the flame tip by scaling the second. Range: L / D of 0.1 to 10, round fires.
 * @cite heskestad1984
 */
double flue_plume_entrainment(double q_w, double q_convective_w, double d_m, double z_m);

/**
 * Gas that a plume in a draught draws in across the wind, besides what it draws in still air, up to
 * height z above its base [kg s-1].
 *
 *     d m / d z = 2 pi b rho beta U,   b = D / 2 + 6/5 alpha z,   alpha = 0.11, beta = 0.6
 *
 * the second term of the entrainment law of plumes in a crosswind, alpha |w| + beta |U|, with the
 * top-hat radius of a plume in still air. Fires in rooms with open doors were found to entrain more
 * than free ones, as their wind-blown plumes lead to expect. @cite hoult1969 (unverified: from
 * memory) @cite quintiere1981
 * @param density  Of the air [kg m-3]. @param wind  Its speed U [m s-1].
 */
double flue_plume_crosswind(double density, double wind, double d_m, double z_m);

/**
 * Oxygen volume fraction below which a diffusion flame goes out in gas of a temperature: the one
 * that heats the products to the critical flame temperature of 1780 K, 0.135 at 293 K and falling
 * linearly with the temperature of the gas. @cite mcgrattan2024 section 5.3  Gas above 600 degC
 * burns freely (the same, from memory); the limit falls to 0 over 50 K below that (assumed).
 */
double flue_extinction_limit(double temp_k);

/**
 * Burning rate at an oxygen mass fraction over that in air: falls linearly from 1 in air to 0 at 11
 * % by volume; 0.1 X - 1.1 with X in percent fits pool fires in vitiated compartments, which is 1
 * at 21 %.
 * @cite peatross1997 (unverified: from memory)
 */
double flue_oxygen_share(double y_o2);

/**
 * Vapour that radiation from outside drives out of a fuel, over that of its fire in the open:
 *
 *     q'' / (L m''),   m'' = release per area in the open / heat of combustion
 *
 * with a heat of gasification L of 3 MJ/kg for all fuels (assumed; solids have 1.2 to 4): the
 * second term of the burning rate of fires in compartments, m'' = m''_open Y_O2 / Y_air + q'' / L.
 * @cite utiskul2005  @param flux  [W m-2]
 */
double flue_radiated_vapour(const flue_fuel *fuel, double flux);

/**
 * By how much the yields of a fire short of air exceed those of a well-ventilated one:
 *
 *     1 + a exp(-2.5 phi^(-b)),   CO: a = 44, b = 3.5;  soot: a = 2.5, b = 1.2   (wood)
 *
 * with the equivalence ratio phi of fuel vapour to air over the stoichiometric one. The
 * coefficients for polymers lie between 2 and 43 (CO) and 0.4 and 2.8 (soot); those of wood serve
 * for all fuels. HCN is taken to rise as CO does from nylon (a = 36, b = 3). Range: phi from 0
 * to 4.
 * @cite tewarson2016 (unverified: from memory)
 */
typedef struct flue_starved_yields {
  double co, soot, hcn; /**< Factors [1]. */
} flue_starved_yields;
flue_starved_yields flue_fire_starved_yields(double equivalence_ratio);

/**
 * Time that the first gas of a fire takes to rise to a height above its base [s]: the head of a
 * starting plume is 0.61 times as fast as the axis of a steady one, w = 1.03 Qc^(1/3) z^(-1/3) (kW,
 * m), so that t = 3/4 z^(4/3) / (0.61 1.03 Qc^(1/3)). Infinity without heat.
 * @cite turner1962 (unverified: from memory) @cite heskestad1984
 */
double flue_plume_rise_time(double q_convective_w, double z_m);

/**
 * Greatest speed of the jet below a flat, unobstructed ceiling at radius r from the axis [m s-1]:
 *
 *     u = 0.2526 Qc^(1/3) H^(-1/3) (r/H)^(-1.0739),   r > 0.246 H,   no more nearer to the axis
 *                                                                    (assumed)        [kW, m]
 *
 * Alpert's later fit to his tests, taken from programs that follow PD 7974-1:2019, equation 27; not
 * compared with the originals (unverified). The fit of 1972 gives 13 % less at r = H and as much at
 * 2 H. @cite alpert2016
 * @param convective_w  [W] @param height_m  H, of the ceiling above the virtual origin [m].
 */
double flue_ceiling_jet_speed(double convective_w, double height_m, double r_m);

/** Ceiling jet below a flat, unobstructed ceiling, at radius r from the axis of a fire with a
 *  convective share of 0.7 and its virtual origin at its base. @cite alpert1972 (temperature)
 *  @param[out] rise   Temperature above that of the air the plume entrains [K].
 *  @param[out] speed  [m s-1], flue_ceiling_jet_speed. */
void flue_ceiling_jet(double q_w, double height_m, double r_m, double *rise, double *speed);

/** Speed of a gravity current of a depth below a ceiling [m s-1]: u = 0.7 (g' d)^(1/2), with g' =
 *  g dT / T. @cite bailey2002 (unverified: from memory) */
double flue_gas_current(double reduced_gravity, double depth_m);

/**
 * Speed of the front of hot gas under a ceiling [m s-1]: the gravity current whose flow u d W
 * through a front of length W carries the heat Q, so that mixing does not change it.
 *
 *     u = 0.7 (g' d)^(1/2),  g' u d W = g Q / (rho cp T)   ->   u = 0.7^(2/3) (g Q / (rho cp T
 * W))^(1/3)
 *
 * In a corridor W is its width, in a room the arc that the gas has come to. Heat lost to the
 * ceiling is left out, which makes the front fast. @cite bailey2002 (unverified: from memory)
 * @param heat_w  Above the air below [W]. @param density, temp_k  Of that air [kg m-3], [K].
 */
double flue_gas_front(double heat_w, double density, double temp_k, double length_m);

#endif /* FLUE_MODELS_FIRE_H */
