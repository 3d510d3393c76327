/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/flow_element.h  Every law by which air passes from one space to another: plain
 * data, and one evaluation for all.
 *
 * A law gives the mass flow and its slope by the pressure difference dp = p_from - p_to. Flows
 * rise with dp everywhere and never turn back, so that a network of them has one solution. Where a
 * law of the literature has a corner or an infinite slope at dp = 0 it is rounded:
 *
 * - Below a transition the flow is laminar, F = C_l (rho / mu) dp; between 0.8 and 1.2 times the
 *   transition pressure a polynomial of degree 5 joins both branches with equal value, slope and
 *   curvature. CONTAM takes the smaller of both flows instead; the largest difference is 2 % of
 *   the flow at the transition, at the transition.
 * - Gas on the upstream side counts. Where it differs from that on the other side, the steeper of
 *   the two laminar branches grows out of the slope of the other one over half the laminar range.
 *
 * Viscosity of air: mu = 3.7143e-6 + 4.9286e-8 T [Pa s], 20 degC: 1.81625e-5. @cite dols2020
 */
#ifndef FLUE_MODELS_FLOW_ELEMENT_H
#define FLUE_MODELS_FLOW_ELEMENT_H

#include "models/flow.h"

#define FLUE_REFERENCE_DENSITY   1.2041     /**< Air at 20 degC, 101325 Pa [kg m-3]. */
#define FLUE_REFERENCE_VISCOSITY 1.81625e-5 /**< Air at 20 degC [Pa s]. @cite dols2020 */
/** Reynolds number at which an opening turns from laminar to turbulent. @cite dols2020 */
#define FLUE_TRANSITION_REYNOLDS 30.0

typedef enum flue_element_kind {
  FLUE_ELEMENT_POWER,      /**< Power law, one for each direction. */
  FLUE_ELEMENT_CRACK,      /**< Power law corrected for temperature as in EnergyPlus. */
  FLUE_ELEMENT_QUADRATIC,  /**< dp = a F + b F^2. */
  FLUE_ELEMENT_DOOR,       /**< Two-way flow over the height of one opening. */
  FLUE_ELEMENT_DOOR_PAIR,  /**< Two-way flow through an upper and a lower opening. */
  FLUE_ELEMENT_DUCT,       /**< Friction and losses of a duct. */
  FLUE_ELEMENT_FAN,        /**< Pressure rise by flow. */
  FLUE_ELEMENT_CONSTANT,   /**< The same flow whatever the pressure. */
  FLUE_ELEMENT_REGULATING, /**< A vent that levels off. */
  FLUE_ELEMENT_PISTON,     /**< A lift car that moves in its shaft. */
  FLUE_ELEMENT_COUNT
} flue_element_kind;

/** What the coefficient of a law gives: F = C dp^n, C sqrt(rho) dp^n or C rho dp^n. */
typedef enum flue_density_power {
  FLUE_DENSITY_NONE, /**< Mass flow. */
  FLUE_DENSITY_ROOT, /**< Orifices: the usual one. */
  FLUE_DENSITY_ONE   /**< Volume flow. */
} flue_density_power;

/** A power law for one direction. */
typedef struct flue_element_power {
  double coefficient; /**< C; 0: no flow. */
  double exponent;    /**< n [1], 0.5 to 1. */
  double laminar;     /**< C_l [m3]. */
  double ratio[2];    /**< Laminar over turbulent flow where the rounding begins and ends [1]. */
  double blend[3];    /**< Coefficients of degree 3 to 5 of the rounding. */
} flue_element_power;

/** A law with its coefficients. Made by the functions below; copied freely. */
typedef struct flue_flow_element {
  flue_element_kind kind;
  flue_density_power density;
  union {
    flue_element_power power[2]; /**< Power, crack, door pair (first one): forward, backward. */
    struct {
      double a, b; /**< [Pa s kg-1], [Pa s2 kg-2], or by volume [Pa s m-3], [Pa s2 m-6]. */
    } quadratic;
    struct {
      double length_m, diameter_m, area_m2, roughness_m, loss;
    } duct;
    struct {
      double curve[4];          /**< Pressure rise [Pa] by powers of the flow [kg s-1]. */
      double reference_density; /**< Of the curve [kg m-3]. */
      double flow[2];           /**< Falling part of the curve [kg s-1]. */
      double slope[2];          /**< Beyond its ends [Pa s kg-1], below 0. */
      double off;               /**< Speed below which only the gap passes air [1]. */
      flue_element_power gap;   /**< When it is off. */
    } fan;
    struct {
      double flow,
          pressure;   /**< Highest volume flow [m3 s-1]; where 63 % of it are reached [Pa]. */
      double reverse; /**< Flow against the vent over that along it [1]. */
    } regulating;
    struct {
      double volume; /**< Swept by the car [m3 s-1]; above 0 towards `to`. */
      flue_element_power gap;
    } piston;
    double flow; /**< Constant: [kg s-1] or [m3 s-1]. */
  };
  double height_m;    /**< Doors. */
  double half_m;      /**< Door pair: of each opening above and below the middle. */
  double gravity;     /**< Doors [m s-2]. */
  double area_cd;     /**< Door: width, height and discharge coefficient [m2]. */
  flue_power_law law; /**< Door. */
} flue_flow_element;

/** Gas at one end. */
typedef struct flue_element_gas {
  double density, temp_k; /**< [kg m-3], [K] */
} flue_element_gas;

/** Flows both ways. Their difference is the net flow, the sum of the slopes its slope. */
typedef struct flue_element_flow {
  double forward, backward;             /**< [kg s-1], not negative. */
  double forward_slope, backward_slope; /**< Of `forward`, and of less `backward`, by dp
                                           [kg s-1 Pa-1], not negative. */
  int is_surging; /**< A fan pushed back beyond the falling part of its curve. */
} flue_element_flow;

/**
 * Flow of a law.
 * @param share  Part that is open [1], 0 to 1; a fan: its speed over that of its curve; constant
 *               flows and lift cars: below 0 the other way.
 * @param dp     p_from - p_to at the middle of the opening [Pa].
 */
void flue_element_flow_at(const flue_flow_element *e, double share, double dp,
                          flue_element_gas from, flue_element_gas to, flue_element_flow *out);

/** A law between known gases: what does not depend on pressures, worked out once. */
typedef struct flue_element_ready {
  const flue_flow_element *element; /**< Borrowed. */
  double share;
  flue_element_gas gas[2]; /**< At `from` and `to`. */
  double coefficient[2];   /**< Power laws: of the flow out of each of them, with its gas. */
  double start[2];         /**< Their laminar slopes [kg s-1 Pa-1]. */
} flue_element_ready;

/** Whether it is one power of the pressure difference to either side, with a laminar start. */
int flue_element_is_power(const flue_flow_element *element);
/** Prepares the law of flue_element_flow_at(). */
void flue_element_prepare(const flue_flow_element *e, double share, flue_element_gas from,
                          flue_element_gas to, flue_element_ready *out);
/** The same flow as flue_element_flow_at(). */
void flue_element_flow_ready(const flue_element_ready *ready, double dp, flue_element_flow *out);

/** Viscosity of air [Pa s]. @cite dols2020 */
double flue_air_viscosity(double temp_k);

/* ---- power laws ---- */

/** F = C rho^0, 1/2 or 1 dp^n with a laminar coefficient C_l [m3]; 0: laminar below 0.01 Pa.
 *  @cite dols2020 */
flue_flow_element flue_element_power_law(flue_density_power density, double coefficient,
                                         double exponent, double laminar);
/** Laminar coefficient of an opening: laminar below the Reynolds number re, F = mu re A / D.
 *  @param diameter_m  Hydraulic [m]. @cite dols2020 */
double flue_element_laminar(flue_density_power density, double coefficient, double exponent,
                            double area_m2, double diameter_m, double reynolds);
/** F = Cd A sqrt(2 rho) dp^n. @param reynolds  Of the transition [1]. @cite dols2020 */
flue_flow_element flue_element_orifice(double area_m2, double cd, double exponent, double reynolds);
/** Effective leakage area at a reference pressure: C = Cd A sqrt(2) dp_r^(1/2 - n). @cite dols2020
 */
flue_flow_element flue_element_leak(double area_m2, double cd, double exponent, double dp_r);
/** Power law for each direction; smooth through 0. Coefficient 0: nothing passes that way.
 *  @param laminar  Of the forward direction [m3]; backward the same transition pressure. */
flue_flow_element flue_element_damper(flue_density_power density, double forward,
                                      double forward_exponent, double backward,
                                      double backward_exponent, double laminar);
/**
 * F = C k dp^n with k = (rho_0 / rho)^(n - 1) (mu_0 / mu)^(2n - 1) and C at 20 degC and 101325 Pa;
 * mu = 1.71432e-5 + 4.828e-8 t(degC). Its numbers differ from those of CONTAM's elements.
 * @cite energyplus2023
 */
flue_flow_element flue_element_crack(double coefficient, double exponent);
/**
 * A storey of a stairwell: F = 0.6 A_e sqrt(2 rho dp), A_e = k h A (1 - 0.24 sqrt(d)), k = 0.089
 * m-1 with open, 0.083 m-1 with closed treads. Coefficients from memory of the source: unverified.
 * @param people  On the stair [m-2], 0 to 2. @cite achakji1988
 */
flue_flow_element flue_element_stair(double area_m2, double storey_m, double people, int is_open);
/** A storey of a shaft: F = A sqrt(2 D rho dp / (f h)), f of Colebrook for a fully rough wall,
 *  D = 4 A / perimeter. @cite dols2020 */
flue_flow_element flue_element_shaft(double area_m2, double perimeter_m, double roughness_m,
                                     double storey_m);

/* ---- other openings ---- */

/** dp = a F + b F^2, or with the volume flow in the place of F. @cite dols2020 */
flue_flow_element flue_element_quadratic(flue_density_power density, double a, double b);
/** The same for a crack: a = 12 mu d / (L w^3), b = rho (1.5 + n_b) / (2 L^2 w^2) by volume flow,
 *  for air at 20 degC. From memory of the source: unverified. @cite dols2020 */
flue_flow_element flue_element_gap(double length_m, double width_m, double depth_m, double bends);
/**
 * Two-way flow of a doorway between well-mixed spaces: the orifice law over the height, with
 * dp(y) = dp - g (rho_from - rho_to) y. With the neutral plane inside each stream is
 * (2/3) Cd W sqrt(2 rho g |drho|) h^(3/2). @cite brown1962
 * @param gravity  [m s-2].
 */
flue_flow_element flue_element_door(double height_m, double width_m, double cd, double gravity);
/** The same with two openings of half the area, half_m above and below the middle; 0: 2/9 of the
 *  height. @cite dols2020 */
flue_flow_element flue_element_door_pair(double height_m, double width_m, double cd, double half_m,
                                         double gravity);
/**
 * A duct: dp = F^2 / (2 rho A^2) (f L / D + K), f = 64 / Re below Re = 2000, by Colebrook above
 * 4000, joined between. Losses grow as those of an orifice below Re = 30.
 * @cite colebrook1939 @cite walton1989
 */
flue_flow_element flue_element_duct(double length_m, double diameter_m, double area_m2,
                                    double roughness_m, double loss);

/* ---- what moves air ---- */

/**
 * A fan by its curve: pressure rise = a0 + a1 F + a2 F^2 + a3 F^3 at a reference density; at
 * another one and speed s: rise / (s^2 rho / rho_0) by F / (s rho / rho_0). Only the falling part
 * counts; beyond it the curve goes on straight. In front of it, where it would rise, the fan
 * surges and the result says so. @cite dols2020
 * @param off      Speed below which it stands still and only a gap passes air [1].
 * @param gap_m2   Area of that gap [m2]; 0: none.
 */
flue_flow_element flue_element_fan(const double curve[4], double reference_density, double off,
                                   double gap_m2);
/** Constant flow: mass (density none) [kg s-1] or volume (density one) [m3 s-1]. */
flue_flow_element flue_element_constant(flue_density_power density, double flow);
/** Q = Q_0 (1 - exp(-dp / p_0)), against it `reverse` times that. From memory of the source:
 *  unverified. @cite dols2020 */
flue_flow_element flue_element_regulating(double flow, double pressure, double reverse);
/**
 * A lift car between the parts of its shaft below (from) and above (to): it sweeps its area with
 * its speed, and the air returns through the gap around it, F = C_c (A_s - A_c) sqrt(2 rho dp).
 * C_c: 0.94 in a shaft of two cars, 0.83 in one of its own. Form from memory of the source:
 * unverified. @cite klote1986
 * @param speed  Upwards [m s-1].
 */
flue_flow_element flue_element_piston(double shaft_m2, double car_m2, double speed, double cc);

#endif /* FLUE_MODELS_FLOW_ELEMENT_H */
