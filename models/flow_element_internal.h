/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/flow_element_internal.h  What the files of the flow elements share. */
#ifndef FLUE_MODELS_FLOW_ELEMENT_INTERNAL_H
#define FLUE_MODELS_FLOW_ELEMENT_INTERNAL_H

#include "models/flow_element.h"

/** Pressure over the transition pressure where the rounding begins and ends [1]. */
static const double element_blend[2] = {0.8, 1.2};

/** Flow of a duct for x >= 0 [kg s-1], and its slope. */
void element_duct_flow(const flue_flow_element *e, const flue_element_gas *g, double x,
                       double *flow, double *slope);
/** Its slope at 0, and the pressure below which it is laminar by far [Pa]. */
double element_duct_start(const flue_flow_element *e, const flue_element_gas *g);
double element_duct_width(const flue_flow_element *e, const flue_element_gas *g);
/** Flow of a fan at its reference density and speed that makes a pressure rise [kg s-1], and the
 *  slope of its curve there, below 0. */
double element_fan_flow(const flue_flow_element *e, double rise, double *slope);

#endif /* FLUE_MODELS_FLOW_ELEMENT_INTERNAL_H */
