/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/door_force.h  What it takes to open a door against a pressure difference. */
#ifndef FLUE_MODELS_DOOR_FORCE_H
#define FLUE_MODELS_DOOR_FORCE_H

/**
 * Force on the handle: F = F_c + W A dp / (2 (W - d)).
 * @param width_m, height_m  Of the leaf [m]; A is its area.
 * @param edge_m    From the handle to the edge it closes at [m], below the width.
 * @param closer_n  Force that the closer and friction take [N].
 * @param dp        Pressure difference against opening [Pa].
 * @return [N]. @cite nfpa92
 */
double flue_door_force(double width_m, double height_m, double edge_m, double closer_n, double dp);
/** Largest pressure difference for a force on the handle [Pa]. @cite nfpa92 */
double flue_door_pressure(double width_m, double height_m, double edge_m, double closer_n,
                          double force_n);

#endif /* FLUE_MODELS_DOOR_FORCE_H */
