/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/solver/random_building.h  Random buildings, many of them absurd, for the network
 *  engine: sealed rooms, tiny leaks, huge fans, doors that slam, fires that overpressure. */
#ifndef FLUE_TESTS_RANDOM_BUILDING_H
#define FLUE_TESTS_RANDOM_BUILDING_H

#include <math.h>
#include <string.h>

#include "core/random.h"
#include "solver/network/network.h"

enum { random_most_rooms = 14, random_most_openings = 48, random_most_fires = 3, random_ramp = 6 };

typedef struct random_building {
  flue_compartment rooms[random_most_rooms];
  flue_opening openings[random_most_openings];
  flue_flow_element elements[random_most_openings];
  double ramp_t[random_most_openings][random_ramp], ramp_share[random_most_openings][random_ramp];
  flue_fire fires[random_most_fires];
  flue_target target;
  flue_sensor sensor;
  flue_switch slam;
  flue_network_input input;
  double end_s;
  uint32_t draws;
  flue_stream stream;
} random_building;

static double random_uniform(random_building *b, double low, double high) {
  return low + (high - low) * flue_uniform(b->stream, 0, b->draws++);
}

/** Of even density on a scale of logarithms. */
static double random_scale(random_building *b, double low, double high) {
  return low * pow(high / low, random_uniform(b, 0.0, 1.0));
}

static size_t random_below(random_building *b, size_t n) {
  return (size_t)random_uniform(b, 0.0, (double)n - 1e-9);
}

static int random_is(random_building *b, double probability) {
  return random_uniform(b, 0.0, 1.0) < probability;
}

static const flue_build_up random_walls[] = {{1, {{1.6, 2300.0, 900.0, 0.15, 0.94, 0.0}}},
                                             {1, {{0.16, 700.0, 1000.0, 0.0125, 0.9, 0.133}}},
                                             {1, {{54.0, 7850.0, 465.0, 0.001, 0.8, 0.0}}}};

static size_t random_wall(random_building *b) {
  return random_is(b, 0.15) ? FLUE_ADIABATIC : random_below(b, 3);
}

static void random_room(random_building *b, size_t i) {
  const double area = random_scale(b, 0.3, 3000.0), height = random_scale(b, 0.5, 40.0);
  const double level = floor(random_uniform(b, 0.0, 4.0));
  b->rooms[i] = (flue_compartment){.zone = (flue_zone)random_below(b, 3),
                                   .z_m = random_is(b, 0.05) ? 200.0 : 3.0 * level,
                                   .height_m = height,
                                   .area_m2 = area,
                                   .wall_area_m2 = 4.0 * sqrt(area) * height,
                                   .slab_area_m2 = 2.0 * area,
                                   .temp_k = random_uniform(b, 253.0, 323.0),
                                   .ceiling = random_wall(b),
                                   .wall = random_wall(b),
                                   .floor = random_wall(b)};
}

static void random_element(random_building *b, size_t k, flue_opening *o) {
  flue_flow_element *e = &b->elements[k];
  const double curve[4] = {random_scale(b, 10.0, 3000.0), -random_scale(b, 0.1, 300.0),
                           -random_scale(b, 1e-3, 10.0), 0.0};
  switch (random_below(b, 9)) {
    case 0:
      *e = flue_element_orifice(random_scale(b, 1e-6, 20.0), 0.6, 0.5, 30.0);
      break;
    case 1:
      *e = flue_element_leak(random_scale(b, 1e-8, 0.5), 1.0, 0.65, 4.0);
      break;
    case 2:
      *e = flue_element_stair(random_scale(b, 2.0, 40.0), 3.0, random_uniform(b, 0.0, 2.0), 1);
      break;
    case 3:
      *e = flue_element_shaft(random_scale(b, 0.1, 60.0), random_uniform(b, 2.0, 30.0), 0.1, 3.0);
      break;
    case 4:
      *e = flue_element_duct(random_scale(b, 1.0, 100.0), 0.3, random_scale(b, 0.01, 2.0), 1e-4,
                             2.0);
      break;
    case 5:
      *e = flue_element_fan(curve, 1.2041, 0.05, random_is(b, 0.5) ? 0.01 : 0.0);
      break;
    case 6:
      *e = flue_element_constant(random_is(b, 0.5) ? FLUE_DENSITY_NONE : FLUE_DENSITY_ONE,
                                 random_scale(b, 1e-4, 5.0));
      break;
    case 7:
      *e = flue_element_regulating(random_scale(b, 1e-3, 2.0), random_scale(b, 0.5, 50.0), 0.1);
      break;
    default:
      *e =
          flue_element_door(random_uniform(b, 0.5, 3.0), random_scale(b, 0.01, 4.0), 0.78, 9.80665);
  }
  o->kind = FLUE_OPENING_ELEMENT;
  o->element = e;
  o->multiplier = 1.0;
  o->end_z[0] = o->end_z[1] = o->z_bottom + 1.0;
}

static void random_kind(random_building *b, size_t k, flue_opening *o) {
  const double choice = random_uniform(b, 0.0, 1.0);
  if (choice < 0.45) {
    o->kind = FLUE_OPENING_SLOT;
    o->z_top = o->z_bottom + random_scale(b, 1e-3, 4.0);
    o->area_m2 = random_scale(b, 1e-6, 8.0) * (o->z_top - o->z_bottom);
    o->cd = 0.7;
  } else if (choice < 0.6) {
    o->kind = FLUE_OPENING_HATCH;
    o->area_m2 = random_scale(b, 1e-6, 20.0);
    o->cd = 0.68;
    o->exchange_m2 = random_is(b, 0.6) ? o->area_m2 : 0.0;
  } else if (choice < 0.7) {
    o->kind = FLUE_OPENING_FAN;
    o->fan_flow = random_scale(b, 0.01, 500.0);
    o->fan_pressure = random_scale(b, 5.0, 5000.0);
  } else if (choice < 0.75) {
    o->kind = FLUE_OPENING_BLOWER;
    o->fan_flow = random_scale(b, 0.01, 20.0);
    o->cutoff_pa[0] = random_scale(b, 50.0, 1000.0);
    o->cutoff_pa[1] = 1.5 * o->cutoff_pa[0];
    o->end_z[0] = o->end_z[1] = o->z_bottom + 1.0;
    o->end_size[0] = o->end_size[1] = 0.3;
  } else {
    random_element(b, k, o);
  }
}

/** Doors that slam: shares that jump between 0 and 1. */
static void random_slams(random_building *b, size_t k, flue_opening *o) {
  o->n_ramp = random_ramp;
  o->ramp_t = b->ramp_t[k];
  o->ramp_share = b->ramp_share[k];
  double t = random_uniform(b, 5.0, 60.0);
  for (int p = 0; p < random_ramp; ++p) {
    b->ramp_t[k][p] = t;
    b->ramp_share[k][p] = (p / 2) % 2 ? 0.0 : 1.0;
    t += p % 2 ? random_uniform(b, 10.0, 60.0) : random_scale(b, 1e-3, 1.0);
  }
}

static void random_opening(random_building *b, size_t k, size_t n_rooms) {
  flue_opening o = {.from = random_below(b, n_rooms),
                    .exponent = random_is(b, 0.5) ? 0.5 : 0.65,
                    .open = random_is(b, 0.85) ? 1.0 : random_uniform(b, 0.0, 1.0),
                    .leak_m2 = random_is(b, 0.5) ? random_scale(b, 1e-7, 0.01) : 0.0};
  o.to = random_is(b, 0.4) ? FLUE_OUTSIDE : random_below(b, n_rooms);
  if (o.to == o.from) o.to = FLUE_OUTSIDE;
  const flue_compartment *r = &b->rooms[o.from];
  o.z_bottom = o.z_top = r->z_m + random_uniform(b, 0.0, 0.8) * r->height_m;
  o.wind_pa = o.to == FLUE_OUTSIDE && random_is(b, 0.3) ? random_uniform(b, -500.0, 500.0) : 0.0;
  random_kind(b, k, &o);
  if (o.kind != FLUE_OPENING_FAN && random_is(b, 0.2)) random_slams(b, k, &o);
  b->openings[k] = o;
}

static void random_fire(random_building *b, size_t f, size_t n_rooms) {
  const double peak = random_scale(b, 1e3, 1e9);
  const flue_design_fire design = {random_scale(b, 1.0, 1e4), peak,
                                   peak * random_scale(b, 10.0, 3000.0),
                                   random_is(b, 0.7) ? 0.0 : random_uniform(b, 0.0, 100.0)};
  flue_fuel fuel = {.name = "fuel",
                    .carbon = 1,
                    .hydrogen = 1.8,
                    .oxygen = 0.3,
                    .nitrogen = 0.02,
                    .heat_of_combustion = 20e6,
                    .radiative_fraction = random_uniform(b, 0.1, 0.5),
                    .area_rate = random_scale(b, 1e5, 2e6)};
  flue_fuel_complete(NULL, &fuel, 0.01, random_uniform(b, 0.0, 0.15), 0.002);
  b->fires[f] = (flue_fire){.compartment = random_below(b, n_rooms),
                            .x_m = NAN,
                            .y_m = NAN,
                            .base_m = random_scale(b, 0.01, 3.0),
                            .design = design,
                            .fuel = fuel,
                            .when = {NAN, NAN, NAN, FLUE_NO_DEVICE, FLUE_NO_DEVICE}};
}

/** The building of a number. */
static void random_building_make(random_building *b, uint32_t number) {
  memset(b, 0, sizeof *b);
  b->stream = (flue_stream){2024, number, 0};
  const size_t rooms = 1 + random_below(b, random_most_rooms);
  const size_t openings =
      random_below(b, 1 + (rooms * 3 < random_most_openings ? rooms * 3 : random_most_openings));
  const size_t fires = random_below(b, 1 + random_most_fires);
  for (size_t i = 0; i < rooms; ++i) random_room(b, i);
  for (size_t k = 0; k < openings; ++k) random_opening(b, k, rooms);
  for (size_t f = 0; f < fires; ++f) random_fire(b, f, rooms);
  b->target = (flue_target){.compartment = 0,
                            .x_m = 0.1,
                            .y_m = 0.1,
                            .z_m = 0.2,
                            .normal = {0.0, 0.0, 1.0},
                            .material = random_walls[1].layer[0],
                            .depth_m = 0.005,
                            .convection = {NAN, NAN}};
  b->sensor = (flue_sensor){.kind = FLUE_SENSOR_SPRINKLER,
                            .x_m = 1.0,
                            .y_m = 1.0,
                            .z_m = 0.9 * b->rooms[0].height_m,
                            .threshold = 341.0,
                            .rti = 80.0,
                            .density = 1e-4};
  b->slam = (flue_switch){.before = 1.0, .after = 0.0, .when = FLUE_NO_TRIGGER};
  b->slam.when.sensor = 0;
  b->input = (flue_network_input){.outside = {random_uniform(b, 243.0, 313.0), 101325.0, 0.0065},
                                  .humidity = 0.5,
                                  .n_build_ups = 3,
                                  .n_compartments = rooms,
                                  .n_openings = openings,
                                  .n_fires = fires,
                                  .n_switches = openings > 0 && random_is(b, 0.2),
                                  .n_targets = 1,
                                  .n_sensors = 1,
                                  .build_ups = random_walls,
                                  .compartments = b->rooms,
                                  .openings = b->openings,
                                  .fires = b->fires,
                                  .switches = &b->slam,
                                  .targets = &b->target,
                                  .sensors = &b->sensor,
                                  .oxygen_limit = NAN,
                                  .step_s = random_is(b, 0.5) ? 10.0 : 1.0};
  b->end_s = random_scale(b, 30.0, 1200.0);
}

#endif /* FLUE_TESTS_RANDOM_BUILDING_H */
