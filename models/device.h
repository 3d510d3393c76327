/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/device.h  Heat and smoke detectors, sprinklers. */
#ifndef FLUE_MODELS_DEVICE_H
#define FLUE_MODELS_DEVICE_H

/**
 * Temperature of a heat-sensing element after a step: dT/dt = sqrt(u) / RTI (T_gas - T), integrated
 * exactly for constant gas. @cite heskestad1976
 * @param rti  Response time index [m^(1/2) s^(1/2)], above 0.
 */
double flue_element_temp(double temp_k, double gas_temp_k, double speed, double rti, double dt_s);

/**
 * Light extinction a smoke detector sees inside after a step: first-order lag with tau = L / u.
 * @param characteristic_m  Length L [m]; 1.8 m is usual for spot detectors. @cite heskestad1977
 */
double flue_smoke_detector(double inside, double outside, double speed, double characteristic_m,
                           double dt_s);

/** Obscuration per metre [1] of a light extinction coefficient [m-1]: 1 - exp(-K). */
double flue_obscuration(double extinction);

/**
 * Share of the heat release rate left t after a sprinkler opened: exp(-t / (3 w^-1.85)), w in mm/s.
 * @param density  Spray density [m s-1], 0.04 to 0.4 mm/s in the tests. @cite evans1993
 */
double flue_sprinkler_share(double t_s, double density);

/** Soot in a ceiling jet above the layer around it [kg m-3]: soot and heat travel together, so
 *  rho cp dT y_soot / (convective share x heat of combustion). @cite heskestad1977 */
double flue_jet_soot(double rho, double rise_k, double soot_yield, double convective_share,
                     double heat_of_combustion);

#endif /* FLUE_MODELS_DEVICE_H */
