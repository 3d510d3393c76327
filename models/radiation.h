/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/radiation.h  Emission of hot gas and soot, views between the surfaces of a box. */
#ifndef FLUE_MODELS_RADIATION_H
#define FLUE_MODELS_RADIATION_H

/**
 * Emissivity of a path through gas with water vapour and carbon dioxide at 1 atm in all.
 *
 * Leckner's fits to spectral data with their correction for pressure and overlap: within 5 % (H2O)
 * and 10 % (CO2) above 400 K, for 0.001 to 1000 bar cm. Below 400 K held at the value of 400 K.
 * @param h2o, co2  Partial pressures [bar], not negative.
 * @cite leckner1972, as printed in modest2013 section 11.11 (coefficients checked: see theory.md)
 */
double flue_gas_emissivity(double h2o, double co2, double temp_k, double path_m);

/** Absorption coefficient of soot [m-1]: 1186 f_v T with soot of 1800 kg m-3.
 *  @param soot  [kg m-3]. @cite sfpe2016 (unverified: from memory) */
double flue_soot_absorption(double soot, double temp_k);

/** Share of the radiation of one of two equal, parallel, facing rectangles that reaches the other.
 *  @param a_m, b_m  Sides. @param gap_m  Distance, above 0. @cite howell1982 C-11 */
double flue_view_parallel(double a_m, double b_m, double gap_m);

/** Share of all directions in which a point sees a rectangle of sides a and b that lies across its
 *  axis at a distance, the foot of the axis at (x, y) from a corner, possibly outside.
 *  Solid angle over 4 pi. @param gap_m  Not negative. */
double flue_view_from_point(double a_m, double b_m, double x_m, double y_m, double gap_m);

#endif /* FLUE_MODELS_RADIATION_H */
