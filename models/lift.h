/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/lift.h  Motion of lift cars, and what escalators carry. */
#ifndef FLUE_MODELS_LIFT_H
#define FLUE_MODELS_LIFT_H

/**
 * Time of a trip from stop to stop: constant acceleration, rated speed, the same deceleration.
 *
 *     t = d / v + v / a   where d >= v^2 / a,   else   t = 2 sqrt(d / a)
 *
 * The transition from acceleration to speed at less than full acceleration, part of ELVAC, is left
 * out. @cite klote1992
 *
 * @param distance_m    Way [m], not negative.
 * @param speed         Rated speed [m s-1], above 0.
 * @param acceleration  [m s-2], above 0.
 * @return [s]
 */
double flue_lift_travel_time(double distance_m, double speed, double acceleration);

/**
 * Way done some time after the start of such a trip.
 * @param time_s  Since the start [s]; before it 0, after the end the whole distance.
 * @return [m]
 */
double flue_lift_position(double time_s, double distance_m, double speed, double acceleration);

/**
 * Most people that get onto an escalator: 6000, 7300 and 8200 per hour on steps 1 m wide at 0.5,
 * 0.65 and 0.75 m/s, in proportion to the width (narrower steps in the same source: 4800 and 3600
 * per hour for 0.8 and 0.6 m at 0.5 m/s), straight lines between; below 0.5 m/s in proportion to
 * the speed, above 0.75 m/s no more. Unverified: EN 115-1 (2008) from memory, the text was not at
 * hand.
 * @param speed    Of the steps along the slope [m s-1], not negative.
 * @param width_m  Of the steps [m], above 0.
 * @return [s-1]
 */
double flue_escalator_flow(double speed, double width_m);

#endif /* FLUE_MODELS_LIFT_H */
