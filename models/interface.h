/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/interface.h  Two layers that stand for a profile of temperature. */
#ifndef FLUE_MODELS_INTERFACE_H
#define FLUE_MODELS_INTERFACE_H

/**
 * Height of the interface between a lower layer as warm as the gas at the floor and an upper one,
 * with the profile's integrals of the temperature and of its inverse. That of the ceiling where the
 * profile is even: there is but one layer then.
 *
 * @param height_m  From floor to ceiling H, above 0 [m].
 * @param low_k     At the floor [K].
 * @param integral  Of T over the height [K m].
 * @param inverse   Of 1 / T over the height [m K-1].
 * @return from 0 to H above the floor [m]
 * @cite janssens1992
 */
double flue_interface_height(double height_m, double low_k, double integral, double inverse);

#endif /* FLUE_MODELS_INTERFACE_H */
