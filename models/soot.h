/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/soot.h  Soot that leaves the gas. */
#ifndef FLUE_MODELS_SOOT_H
#define FLUE_MODELS_SOOT_H

/**
 * Speed at which soot drifts to a surface colder than the gas [m s-1], 0 to a warmer one.
 *
 *     v = K nu / T dT/dn,   dT/dn = h (T_gas - T_surface) / k
 *
 * thermophoresis through the boundary layer whose temperature gradient carries the convected heat;
 * K = 0.55, properties of air at the mean temperature. Particles below a micrometre; turbulent
 * deposition and settling, slower in rooms, are left out. @cite talbot1980 (unverified: from
 * memory)
 * @param h  Convection coefficient [W m-2 K-1].
 */
double flue_soot_drift(double h, double gas_k, double surface_k);

#endif /* FLUE_MODELS_SOOT_H */
