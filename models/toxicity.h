/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/toxicity.h  Dose that people take up from gas and heat.
 *
 * Fractional effective doses of Purser's method; the median person goes down at dose 1. Every
 * function gives a rate per SECOND; the sources print rates per minute.
 * Narcosis by CO2 alone is not part of the sum: CO2 acts by making people breathe faster.
 */
#ifndef FLUE_MODELS_TOXICITY_H
#define FLUE_MODELS_TOXICITY_H

/** Dose rate of CO [s-1], 2.764e-5 C^1.036 per minute with C in ppm: light work, 25 l/min.
 *  @param co  Volume fraction [1], not negative. @cite purser2016 */
double flue_toxicity_co(double co);

/** Dose rate of HCN [s-1], exp(C / 43) / 220 - 0.0045 per minute with C in ppm; 0 without HCN; from
 *  1000 ppm on, far beyond its range, it stays.
 *  @param hcn  Volume fraction [1], not negative. @cite korhonen2018 */
double flue_toxicity_hcn(double hcn);

/** How much faster people breathe [1], exp(0.1903 C + 2.0004) / 7.1 with C in percent; 1 up to the
 *  0.05 % of clean air, from 20 % on it stays.
 *  @param co2  Volume fraction [1], not negative. @cite korhonen2018 */
double flue_toxicity_breathing(double co2);

/** Dose rate of CO and HCN together, breathed faster with CO2 [s-1]; arguments as above. */
double flue_toxicity_asphyxia(double co, double hcn, double co2);

/** Dose rate of low oxygen [s-1], 1 / exp(8.13 - 0.54 (20.9 - C)) per minute below 20 %, else 0.
 *  @param o2  Volume fraction [1], 0 to 0.21. @cite purser2016 */
double flue_toxicity_oxygen(double o2);

/** Dose rate of irritant gas [s-1], C / 114000 per minute with C in ppm of HCl; part of the sum of
 *  asphyxiants (FDS+Evac). @param hcl  Volume fraction [1], not negative. @cite korhonen2018 */
double flue_toxicity_irritant_dose(double hcl);

/** Fraction of the concentration of irritant gas that incapacitates at once [1], C / 900 ppm of
 * HCl. Unverified (SFPE, by way of pyFDS-Evac). @cite sfpe2016 */
double flue_toxicity_irritant(double hcl);

/** Dose rate of all these gases [s-1]. Volume fractions [1] that rounding has made less than 0, or
 *  oxygen more than 0.21, count as these. */
double flue_toxicity_gases(double co, double hcn, double co2, double o2);

/** Dose rate of hot air [s-1], T^3.4 / 5e7 per minute with T in deg C, lightly clothed; 0 up to
 *  40 deg C, which people stand for hours.
 *  @param temp_k  Of the air [K]. @cite purser2016 */
double flue_toxicity_convection(double temp_k);

/** Dose rate of hot air for people fully clothed [s-1], T^3.61 / 4.1e8 per minute with T in deg C;
 * 0 up to 40 deg C.
 *  @param temp_k  Of the air [K]. @cite purser2016 (form of ISO 13571) */
double flue_toxicity_convection_clothed(double temp_k);

/** Dose rate of radiation [s-1], q^1.33 / 1.33 per minute with q in kW/m2; 0 below 2.5 kW/m2.
 *  @param flux_w  Onto the skin [W m-2]. @cite purser2016 */
double flue_toxicity_radiation(double flux_w);

#endif /* FLUE_MODELS_TOXICITY_H */
