/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/controller.h  Controllers that act at equal intervals of time. */
#ifndef FLUE_MODELS_CONTROLLER_H
#define FLUE_MODELS_CONTROLLER_H

/** A proportional and integral controller with limits. */
typedef struct flue_pi {
  double gain;       /**< Output for each unit of the error. */
  double integral_s; /**< Time in which a constant error adds as much again; infinity: never [s]. */
  double low, high;  /**< Limits of the output. */
} flue_pi;

/**
 * Output at a sampling time, held until the next one:
 *
 *     I <- I + K e dt / T_i,  u = K e + I, kept within its limits.
 *
 * Anti-windup: I stays within the limits of the output, so that the output leaves a limit as soon
 * as the error turns. @cite astrom1995
 * @param error         Wanted less measured value.
 * @param[in,out] integral  I; the output of a controller that starts without a jump.
 */
double flue_pi_step(const flue_pi *pi, double error, double dt_s, double *integral);

/** On and off: high below the wanted value by half the band, low above it by half the band, as
 *  before between. */
double flue_on_off_step(double low, double high, double band, double error, double before);

#endif /* FLUE_MODELS_CONTROLLER_H */
