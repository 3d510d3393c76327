/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/device.h  Heat, smoke and flame detectors, sprinklers. */
#ifndef FLUE_MODELS_DEVICE_H
#define FLUE_MODELS_DEVICE_H

/**
 * Temperature of a heat-sensing element after a step: dT/dt = sqrt(u) / RTI (T_gas - T), integrated
 * exactly for constant gas. @cite heskestad1976
 * @param rti  Response time index [m^(1/2) s^(1/2)], above 0.
 */
double flue_element_temp(double temp_k, double gas_temp_k, double speed, double rti, double dt_s);

/**
 * The same with heat lost to the fitting: dT/dt = sqrt(u) / RTI (T_gas - T) - C / RTI (T -
 * T_fitting), integrated exactly for constant gas. @cite heskestad1988
 * @param conduction  C factor [m^(1/2) s^(-1/2)], not negative; standard sprinklers have 0.3 to 2.
 * @param fitting_k   Temperature of the fitting, the pipe and its water [K].
 */
double flue_element_temp_lossy(double temp_k, double gas_temp_k, double speed, double rti,
                               double conduction, double fitting_k, double dt_s);

/**
 * Response time index by a plunge test: an element at the temperature of its fitting is put into
 * gas of constant temperature and speed and responds after t:
 *
 *     RTI = -t sqrt(u) (1 + C / sqrt(u)) / ln(1 - (1 + C / sqrt(u)) rise / excess)
 *
 * Form of the sprinkler standards (ISO 6182-1), the solution of the equation above.
 * @param rise_k    Of the response temperature above the start [K].
 * @param excess_k  Of the gas above the start [K]; above (1 + C / sqrt(u)) rise_k.
 * @cite heskestad1988
 */
double flue_plunge_rti(double t_s, double speed, double conduction, double rise_k, double excess_k);

/**
 * Rate at which an element warms as a rate-of-rise detector sees it after a step in which the
 * element warmed evenly: a second element follows the first with a lag, and the difference of both
 * over that lag is the rate [K s-1].
 * @param rate_k_s  Before the step. @param rise_k  Of the element in the step [K].
 * @param lag_s     Of the second element [s], above 0.
 */
double flue_rate_of_rise(double rate_k_s, double rise_k, double dt_s, double lag_s);
/** Usual setting of rate-of-rise detectors: 15 degF a minute. From memory: unverified.
 *  @cite nfpa72 */
#define FLUE_USUAL_RATE (8.33 / 60.0)

/** Light that a beam loses over its path [1]: 1 - exp(-integral of K ds). @param thickness  The
 *  integral [1]. */
double flue_beam_loss(double thickness);

/**
 * Radiant flux of a flame at a place [W m-2], the flame being a point at half its height:
 * q = P cos(angle) / (4 pi r^2), 0 outside the field of view. @cite modak1977
 * @param power_w     Radiated [W]. @param distance_m  [m], above 0.
 * @param cosine      Of the angle between the line of sight and the axis of the detector.
 * @param view_cosine Of half the angle of its field of view.
 */
double flue_flame_flux(double power_w, double distance_m, double cosine, double view_cosine);

enum { FLUE_SMOKE_WAY = 64 };

/** What met a spot smoke detector outside of late: the smoke on its way into the chamber. */
typedef struct flue_smoke_way {
  double time_s[FLUE_SMOKE_WAY], extinction[FLUE_SMOKE_WAY]; /**< Rising times; [m-1]. */
  int n;
} flue_smoke_way;

/**
 * Light extinction in the chamber of a spot smoke detector after a step [m-1]: smoke needs a dwell
 * time to come in, 1.8 / u, and then mixes into the chamber, dY/dt = (Y_in - Y) u^0.8 / 1.0 (s,
 * m/s). Measured at 0.02 to 0.55 m/s; these are the coefficients of the photoelectric detector P1,
 * near the mean of the four detectors of the source (2.5 u^-0.7 and 0.8 u^-0.9; 1.8 u^-1.1 and
 * u^-0.8; 1.8 u^-1 and u^-0.8; 1.8 u^-0.8 and 0.8 u^-0.8). Taken from lists of inputs for FDS, not
 * compared with the paper (unverified). @cite cleary1999
 * @param way      Of this detector; all 0 before the first step.
 * @param inside   At the start of the step. @param outside  At its end.
 * @param speed    Of the gas [m s-1]; taken as 0.1 below that. @param time_s  At the end of the
 * step.
 */
double flue_smoke_detector(flue_smoke_way *way, double inside, double outside, double speed,
                           double time_s, double dt_s);

/** Obscuration per metre [1] of a light extinction coefficient [m-1]: 1 - exp(-K). */
double flue_obscuration(double extinction);

/**
 * Share of the heat release rate left t after a sprinkler opened: exp(-t / (3 w^-1.85)), w in mm/s.
 * @param density  Spray density [m s-1], 0.04 to 0.4 mm/s in the tests. @cite evans1993
 */
double flue_sprinkler_share(double t_s, double density);
/**
 * Share of the heat release rate that water leaves which gathers on a fire t after a sprinkler
 * opened: d ln(q)/dt = -E m, with the water m = w t [kg m-2] so far, so that q = exp(-E w t^2 / 2).
 * The rule for E_COEFFICIENT in the source of CFAST as of September 2026 @cite cfast2026, after
 * that of FDS, where the rate of water takes the place of its sum.
 * @param density      Spray density [m s-1], water of 1000 kg m-3.
 * @param coefficient  E [m2 kg-1 s-1], of the fuel, by experiment.
 */
double flue_sprinkler_share_of_water(double t_s, double density, double coefficient);

/** Soot in a ceiling jet above the layer around it [kg m-3]: soot and heat travel together, so
 *  rho cp dT y_soot / (convective share x heat of combustion). @cite heskestad1977 */
double flue_jet_soot(double rho, double rise_k, double soot_yield, double convective_share,
                     double heat_of_combustion);

/** Water of 20 C [K], and the heat that makes vapour of the same temperature of it [J kg-1].
 *  @cite moran2014 table A-2 */
#define FLUE_MIST_WATER_K 293.15
#define FLUE_MIST_LATENT  2.454e6

/**
 * Share of the water of a mist that evaporates in gas of a temperature: all that can (`share`) from
 * 100 C on, less in cooler gas, linear to none at that of the water. Drops are not followed, nor
 * saturation: unverified, by assumption.
 */
double flue_mist_share(double share, double temp_k);

#endif /* FLUE_MODELS_DEVICE_H */
