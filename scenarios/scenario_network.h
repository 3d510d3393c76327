/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/scenario_network.h  Compartments given one by one, without plans: the section
 *  `network` of a scenario file, as scenario.h has the others. */
#ifndef FLUE_SCENARIOS_SCENARIO_NETWORK_H
#define FLUE_SCENARIOS_SCENARIO_NETWORK_H

#include "scenarios/scenario_values.h"

typedef struct flue_net_material {
  flue_word id;
  flue_value conductivity, density, specific_heat, thickness, emissivity, bound_water;
  flue_word name;
} flue_net_material;
typedef struct flue_net_fuel {
  flue_word id;
  flue_value carbon, hydrogen, oxygen, nitrogen, chlorine, heat_of_combustion, radiative_fraction;
} flue_net_fuel;
typedef struct flue_net_layer {
  flue_word material;
  flue_value thickness;
} flue_net_layer;
typedef struct flue_net_compartment {
  flue_word id;
  flue_numbers at;
  flue_value width, depth, height;
  int kind, corridor;
  flue_list ceiling, walls, floor;
  flue_numbers heights, areas;
  flue_value leak_walls, leak_floor, leak_cd;
  flue_value area, volume, temperature;
} flue_net_compartment;
/** When something opens, starts or burns: the same keys wherever they stand. */
typedef struct flue_net_trigger {
  flue_value at_time, at_temperature, at_flux;
  flue_word target, detector;
  flue_value delay;
  int momentary;
} flue_net_trigger;
typedef struct flue_net_gauge {
  flue_words between;
  flue_value z;
} flue_net_gauge;
typedef struct flue_net_control {
  int kind;
  flue_net_gauge sensor;
  flue_value setpoint, gain, integral_time, band, min, max, every, start;
  flue_net_trigger when;
} flue_net_control;
typedef struct flue_net_glass {
  int breaks;
  flue_value breaks_at, limit, thickness, strength, modulus, expansion, geometry, emissivity, falls;
} flue_net_glass;
typedef struct flue_net_opening {
  flue_word id;
  int kind;
  flue_words between;
  flue_value bottom, height, width, area;
  int shape, face;
  flue_numbers offset;
  flue_value cd;
  flue_value wind_pressure;
  flue_word wind_profile;
  flue_value wind_modifier, facing;
  flue_numbers times, shares;
  flue_net_trigger when;
  flue_value before, after;
  flue_net_control control;
  flue_net_glass glass;
} flue_net_opening;
typedef struct flue_net_fan {
  flue_word id;
  flue_words between;
  flue_value flow;
  flue_numbers heights, areas, cutoff;
  flue_words facing;
  flue_numbers offset;
  flue_value wind_pressure;
  flue_word wind_profile;
  flue_value wind_modifier, facing_to;
  flue_value filter_from, filter_share;
  flue_numbers times, shares;
  flue_net_trigger when;
  flue_value before, after;
  flue_net_control control;
} flue_net_fan;
typedef struct flue_net_link {
  flue_word from;
  int surface;
  flue_words to;
  flue_numbers shares;
} flue_net_link;
typedef struct flue_net_fire {
  flue_word id, in;
  flue_numbers at;
  flue_word fuel, curve;
  flue_numbers times, heat, heights, areas, co, soot, hcn, hcl, trace;
  flue_value flaming_from;
  int plume;
  flue_value line_length, spill_width, edge_height, e_coefficient;
  flue_net_trigger when;
} flue_net_fire;
typedef struct flue_net_target {
  flue_word id, in;
  flue_numbers at, normal;
  int kind;
  flue_word material;
  flue_value thickness, depth;
  int adiabatic;
  flue_numbers convection;
  flue_value temperature;
} flue_net_target;
typedef struct flue_net_detector {
  flue_word id, in;
  flue_numbers at;
  int kind;
  flue_value temperature, obscuration, smouldering, rti, density;
  flue_value conduction, rise, rate, lag;
  flue_numbers to;
  flue_value loss, flux;
  flue_numbers normal;
  flue_value view, hold;
  flue_value water, evaporates;
} flue_net_detector;
/** What is held instead of computed. */
typedef struct flue_net_imposed {
  flue_value temperature, h2o, co2, upper_layer, flux, fire_flux;
  flue_numbers times, temperatures;
} flue_net_imposed;
/** A flow element: the coefficients of its law. */
typedef struct flue_net_element {
  flue_word id;
  int kind;
  flue_value area, cd, exponent, reference_pressure, coefficient, laminar, reynolds;
  flue_value backward, backward_exponent, linear, square;
  flue_value height, width, depth, length, bends, spacing;
  flue_value diameter, perimeter, roughness, loss, people;
  int treads;
  flue_numbers curve;
  flue_value density, off, gap, flow, mass_flow, pressure, reverse, shaft, car, speed;
} flue_net_element;
typedef struct flue_net_schedule {
  flue_word id;
  flue_numbers times, shares;
  int shape;
} flue_net_schedule;
typedef struct flue_net_profile {
  flue_word id;
  flue_numbers angles, coefficients;
  int fit;
} flue_net_profile;
typedef struct flue_net_path {
  flue_word id;
  flue_words between;
  flue_word element;
  flue_net_element law;
  flue_numbers z;
  flue_value multiplier;
  flue_word schedule;
  flue_numbers times, shares;
  flue_net_trigger when;
  flue_value before, after;
  flue_net_control control;
  flue_value wind_pressure;
  flue_word wind_profile;
  flue_value wind_modifier, facing;
} flue_net_path;
typedef struct flue_net_handler {
  flue_word id;
  flue_value outside_air, least_outside_air, volume, temperature;
} flue_net_handler;
typedef struct flue_net_source {
  flue_word in;
  flue_value rate;
  flue_word schedule;
} flue_net_source;
typedef struct flue_net {
  flue_value temperature, humidity, pressure, oxygen, oxygen_outside, oxygen_limit;
  flue_numbers extinction;
  flue_value longest_step;
  int adiabatic;
  flue_net_imposed imposed;
  flue_list materials, fuels, compartments, openings, fans, links, fires, targets, detectors;
  flue_value gravity, door_gravity;
  int column, temperatures;
  flue_list elements, schedules, wind_profiles, paths, air_handling, sources;
} flue_net;

#endif /* FLUE_SCENARIOS_SCENARIO_NETWORK_H */
