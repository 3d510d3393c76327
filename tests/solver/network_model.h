/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/solver/network_model.h  Small networks put together path by path: at first of air
 *  that holds its temperatures and has one density at all heights, as in CONTAM. */
#ifndef FLUE_TEST_NETWORK_MODEL_H
#define FLUE_TEST_NETWORK_MODEL_H

#include <stdlib.h>
#include <string.h>

#include "flue_test.h"
#include "models/flow_element.h"
#include "solver/network/network.h"

static const double contam_gravity = 9.8055;
static const double standard_pa = 101325.0, gas_constant = 287.055;

enum { most_rooms = 96, most_openings = 256 };

/** A network under construction. */
typedef struct model {
  flue_compartment room[most_rooms];
  flue_opening opening[most_openings];
  flue_flow_element element[most_openings];
  flue_network_input input;
  size_t rooms, openings;
  flue_network *net;
  flue_network_view view;
} model;

static inline void start(model *m, double celsius_out) {
  memset(m, 0, sizeof *m);
  m->input = (flue_network_input){.outside = {celsius_out + 273.15, standard_pa, 0.0},
                                  .gravity = contam_gravity,
                                  .is_uniform = 1,
                                  .is_held = 1,
                                  .oxygen_limit = NAN,
                                  .step_s = 1.0};
}

/** Pressure at which air of a temperature has a density: programs whose air is not ours. */
static inline double pressure_for(double density, double celsius) {
  return density * gas_constant * (celsius + 273.15);
}

static inline size_t add_room(model *m, double z, double height, double celsius) {
  m->room[m->rooms] = (flue_compartment){.z_m = z,
                                         .height_m = height,
                                         .area_m2 = 10.0,
                                         .temp_k = celsius + 273.15,
                                         .ceiling = FLUE_ADIABATIC,
                                         .wall = FLUE_ADIABATIC,
                                         .floor = FLUE_ADIABATIC};
  return m->rooms++;
}

static inline size_t add(model *m, size_t from, size_t to, double z, flue_flow_element law) {
  m->element[m->openings] = law;
  m->opening[m->openings] = (flue_opening){.kind = FLUE_OPENING_ELEMENT,
                                           .from = from,
                                           .to = to,
                                           .z_bottom = z,
                                           .z_top = z,
                                           .end_z = {z, z},
                                           .element = &m->element[m->openings],
                                           .multiplier = 1.0,
                                           .exponent = 0.5,
                                           .open = 1.0};
  return m->openings++;
}

static inline size_t add_slot(model *m, size_t from, size_t to, double z1, double z2, double area,
                              double cd) {
  m->opening[m->openings] = (flue_opening){.kind = FLUE_OPENING_SLOT,
                                           .from = from,
                                           .to = to,
                                           .z_bottom = z1,
                                           .z_top = z2,
                                           .area_m2 = area,
                                           .cd = cd,
                                           .exponent = 0.5,
                                           .open = 1.0};
  return m->openings++;
}

static inline flue_flow_element hole(double area, double cd) {
  return flue_element_orifice(area, cd, 0.5, FLUE_TRANSITION_REYNOLDS);
}

static inline void solve(model *m) {
  flue_ctx *ctx = NULL;
  m->input.compartments = m->room;
  m->input.n_compartments = m->rooms;
  m->input.openings = m->opening;
  m->input.n_openings = m->openings;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  if (flue_network_create(ctx, &m->input, &m->net) != FLUE_OK) fail_msg("%s", flue_last_error(ctx));
  flue_ctx_destroy(&ctx);
  flue_network_get(m->net, &m->view);
}

static inline double flow(const model *m, size_t k) {
  return m->view.flow[k] - m->view.back_flow[k];
}

static inline void advance(model *m, double t_s) {
  assert_int_equal(flue_network_advance(NULL, m->net, t_s), FLUE_OK);
  flue_network_get(m->net, &m->view);
}

#endif /* FLUE_TEST_NETWORK_MODEL_H */
