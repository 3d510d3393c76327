/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "flue_test.h"
#include "models/device.h"
#include "models/flow.h"
#include "solver/network/network.h"

static const flue_build_up concrete = {1, {{1.6, 2300.0, 900.0, 0.15, 0.94, 0.0}}};

static flue_compartment room(double z, double height, double area, double celsius) {
  return (flue_compartment){.z_m = z,
                            .height_m = height,
                            .area_m2 = area,
                            .wall_area_m2 = 4.0 * sqrt(area) * height,
                            .slab_area_m2 = 2.0 * area,
                            .temp_k = celsius + 273.15,
                            .ceiling = FLUE_ADIABATIC,
                            .wall = FLUE_ADIABATIC,
                            .floor = FLUE_ADIABATIC};
}

/** Gives a room walls, floor and ceiling of concrete. */
static void build(flue_compartment *room) {
  room->ceiling = room->wall = room->floor = 0;
}

static flue_fire burner(size_t compartment, double base_m, flue_design_fire design,
                        flue_fuel fuel) {
  return (flue_fire){.compartment = compartment,
                     .x_m = NAN,
                     .y_m = NAN,
                     .base_m = base_m,
                     .design = design,
                     .fuel = fuel,
                     .when = FLUE_NO_TRIGGER};
}

static flue_opening hole(size_t from, size_t to, double z, double cd_area, double n) {
  return (flue_opening){.kind = FLUE_OPENING_HATCH,
                        .from = from,
                        .to = to,
                        .z_bottom = z,
                        .z_top = z,
                        .area_m2 = cd_area,
                        .cd = 1.0,
                        .exponent = n,
                        .open = 1.0};
}

static flue_opening slot(size_t from, size_t to, double z1, double z2, double width, double cd) {
  return (flue_opening){.kind = FLUE_OPENING_SLOT,
                        .from = from,
                        .to = to,
                        .z_bottom = z1,
                        .z_top = z2,
                        .area_m2 = width * (z2 - z1),
                        .cd = cd,
                        .exponent = 0.5,
                        .open = 1.0};
}

static flue_network *make(const flue_compartment *rooms, size_t n, const flue_opening *openings,
                          size_t k, const flue_fire *fires, size_t f, double celsius_out) {
  const flue_network_input input = {.outside = {celsius_out + 273.15, 101325.0, 0.0},
                                    .n_compartments = n,
                                    .n_openings = k,
                                    .n_fires = f,
                                    .compartments = rooms,
                                    .openings = openings,
                                    .fires = fires,
                                    .n_build_ups = 1,
                                    .build_ups = &concrete,
                                    .humidity = 0.5,
                                    .oxygen_limit = NAN,
                                    .step_s = 1.0};
  flue_ctx *ctx = NULL;
  flue_network *net = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  if (flue_network_create(ctx, &input, &net) != FLUE_OK) fail_msg("%s", flue_last_error(ctx));
  flue_ctx_destroy(&ctx);
  return net;
}

static flue_fuel wood(void) {
  flue_fuel fuel = {.name = "wood",
                    .carbon = 1,
                    .hydrogen = 1.7,
                    .oxygen = 0.74,
                    .nitrogen = 0.002,
                    .heat_of_combustion = 12.4e6,
                    .radiative_fraction = 0.37,
                    .area_rate = 250e3};
  assert_int_equal(flue_fuel_complete(NULL, &fuel, 0.004, 0.015, 0.0), FLUE_OK);
  return fuel;
}

/* AIRNET power law 1 (NIST, contam-x-jr-ml): two equal orifices in series share the pressure drop;
   F = Cd A sqrt(2 rho dp / 2) for 1 Pa over both with A1 = 0.01 and A2 = 0.04 m2, Cd 0.6 */
static void orifices_in_series_pass_the_airnet_flow(void **state) {
  (void)state;
  const flue_compartment rooms[] = {room(0.0, 3.0, 10.0, 20.0)};
  flue_opening openings[] = {hole(FLUE_OUTSIDE, 0, 0.0, 0.6 * 0.01, 0.5),
                             hole(0, FLUE_OUTSIDE, 0.0, 0.6 * 0.04, 0.5)};
  openings[0].wind_pa = 1.0;
  flue_network *net = make(rooms, 1, openings, 2, NULL, 0, 20.0);
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 1.0), FLUE_OK);
  flue_network_get(net, &view);
  assert_near_rel(view.flow[0], 0.00903301, 2e-4); /* the gas constant of air differs a little */
  assert_near(view.flow[1], view.flow[0], 1e-7);
  flue_network_destroy(&net);
}

/* as network.md case 4 (AIRNET stack), which test_network_cases.c holds to 1e-5: one zone at 20
   degC, outside 0 degC, orifices at 0 and 10 m; the drops add up to g (rho_out - rho_in) h = 8.645
   Pa; AIRNET's gravity is 9.8055 */
static void stack_effect_adds_up_to_the_hydrostatic_difference(void **state) {
  (void)state;
  const flue_compartment rooms[] = {room(0.0, 10.0, 10.0, 20.0)};
  const flue_opening openings[] = {hole(FLUE_OUTSIDE, 0, 0.0, 0.006, 0.5),
                                   hole(0, FLUE_OUTSIDE, 10.0, 0.006, 0.5)};
  flue_network *net = make(rooms, 1, openings, 2, NULL, 0, 0.0);
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 0.01), FLUE_OK);
  flue_network_get(net, &view);
  assert_near_rel(view.pressure_drop[0] + view.pressure_drop[1], 8.64491 * 9.80665 / 9.8055, 1e-3);
  assert_true(view.pressure_drop[0] > 0.0 && view.pressure_drop[1] > 0.0);
  flue_network_destroy(&net);
}

/* A slot over the whole height of a well-mixed, unheated room: volume in = volume out, so the
   neutral plane lies at 1 / (1 + (To / Ts)^(1/3)) of the height (Klote's heated form has Ts / To).
 */
static void neutral_plane_of_a_continuous_slot_follows_the_volume_balance(void **state) {
  (void)state;
  const double height = 10.0, out_k = 255.0, in_k = 294.0;
  const flue_compartment rooms[] = {room(0.0, height, 20.0, in_k - 273.15)};
  const flue_opening openings[] = {slot(0, FLUE_OUTSIDE, 0.0, height, 0.01, 0.65)};
  flue_network *net = make(rooms, 1, openings, 1, NULL, 0, out_k - 273.15);
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 0.001), FLUE_OK);
  flue_network_get(net, &view);
  const double drho = 101325.0 / 287.055 * (1.0 / out_k - 1.0 / in_k);
  const double neutral = 0.5 * height - view.pressure_drop[0] / (9.80665 * drho);
  assert_near(neutral / height, 1.0 / (1.0 + cbrt(out_k / in_k)), 1e-3);
  flue_network_destroy(&net);
}

/* Doorway between well-mixed rooms at 20 and 100 degC. Brown and Solvason (1962): each stream is
   (2/3) Cd W sqrt(2 rho g drho) h^1.5; unheated rooms exchange equal volumes, which puts the
   neutral plane at h_cold / h_hot = (T_hot / T_cold)^(1/3). */
static void door_exchange_agrees_with_brown_and_solvason(void **state) {
  (void)state;
  const double cold_k = 293.15, hot_k = 373.15, high = 2.1, wide = 0.9, cd = 0.78;
  const flue_compartment rooms[] = {room(0.0, 3.0, 1e5, 20.0), room(0.0, 3.0, 1e5, 100.0)};
  const flue_opening openings[] = {slot(0, 1, 0.0, high, wide, cd),
                                   hole(FLUE_OUTSIDE, 0, 1.5, 1e-5, 0.5)};
  flue_network *net = make(rooms, 2, openings, 2, NULL, 0, 20.0);
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 0.001), FLUE_OK);
  flue_network_get(net, &view);
  const double rho_cold = 101325.0 / (287.055 * cold_k), rho_hot = 101325.0 / (287.055 * hot_k);
  const double ratio = cbrt(hot_k / cold_k), h_hot = high / (1.0 + ratio), h_cold = high - h_hot;
  const double c = 2.0 / 3.0 * cd * wide * sqrt(2.0 * 9.80665 * (rho_cold - rho_hot));
  assert_near_rel(view.flow[0], c * sqrt(rho_cold) * pow(h_cold, 1.5), 2e-3);
  assert_near_rel(view.back_flow[0], c * sqrt(rho_hot) * pow(h_hot, 1.5), 2e-3);
  flue_network_destroy(&net);
}

/* sealed room of 60 m3 heated with 100 kW: dp/dt = (gamma - 1) Q / V = 666.7 Pa/s; network.md case
   21, with its leak in test_network_reference.c; 1 % */
static void sealed_room_rises_at_the_rate_of_the_first_law(void **state) {
  (void)state;
  const flue_compartment rooms[] = {room(0.0, 3.0, 20.0, 20.0)};
  flue_fire fire = burner(0, 0.1, (flue_design_fire){1e9, 100e3, 1e9, 0.0}, wood());
  fire.fuel.radiative_fraction = 0.0;
  fire.fuel.heat_of_combustion = 1e12; /* heat without mass */
  flue_network *net = make(rooms, 1, NULL, 0, &fire, 1, 20.0);
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 3.0), FLUE_OK);
  flue_network_get(net, &view);
  const double p3 = view.pressure[0];
  assert_int_equal(flue_network_advance(NULL, net, 4.0), FLUE_OK);
  flue_network_get(net, &view);
  assert_near_rel(view.pressure[0] - p3, 666.7, 0.01);
  flue_network_destroy(&net);
}

/* as network.md case 17, which test_network_cases.c holds to 0.1 %: 0.16 m3/s pressed through 0.01
 * m2 without contraction: 153.248 Pa */
static void fan_through_a_leak_builds_the_orifice_pressure(void **state) {
  (void)state;
  const flue_compartment rooms[] = {room(0.0, 3.0, 20.0, 20.0)};
  flue_opening openings[] = {hole(0, FLUE_OUTSIDE, 0.0, 0.01, 0.5), {0}};
  openings[1] = (flue_opening){.kind = FLUE_OPENING_FAN,
                               .from = FLUE_OUTSIDE,
                               .to = 0,
                               .exponent = 0.5,
                               .open = 1.0,
                               .fan_flow = 0.16,
                               .fan_pressure = 1e8};
  flue_network *net = make(rooms, 1, openings, 2, NULL, 0, 20.0);
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 1.0), FLUE_OK);
  flue_network_get(net, &view);
  const double rho = 101325.0 / (287.055 * 293.15);
  assert_near_rel(view.pressure[0], 0.5 * rho * pow(0.16 / 0.01, 2.0), 5e-3);
  flue_network_destroy(&net);
}

/** A fire room with a window and a door to a corridor that opens to a 10-storey shaft. */
static flue_network *small_building(void) {
  enum { storeys = 10 };
  flue_compartment rooms[2 + storeys];
  flue_opening openings[4 + 2 * storeys];
  size_t k = 0;
  rooms[0] = room(3.0, 3.0, 25.0, 20.0);
  rooms[1] = room(3.0, 3.0, 40.0, 20.0);
  rooms[0].zone = rooms[1].zone = FLUE_ZONE_TWO_LAYER;
  build(&rooms[0]);
  build(&rooms[1]);
  openings[k++] = slot(0, 1, 3.0, 5.0, 0.9, 0.7);
  openings[k++] = slot(0, FLUE_OUTSIDE, 4.0, 5.2, 1.0, 0.6);
  openings[k++] = slot(1, 3, 3.0, 5.0, 0.9, 0.7);
  for (size_t s = 0; s < storeys; ++s) {
    rooms[2 + s] = room(3.0 * (double)s, 3.0, 12.0, 20.0);
    build(&rooms[2 + s]);
    openings[k++] = slot(2 + s, FLUE_OUTSIDE, 3.0 * (double)s, 3.0 * (double)s + 3.0, 0.02, 0.65);
    if (s == 0) continue;
    openings[k] = hole(1 + s, 2 + s, 3.0 * (double)s, 1.2, 0.5);
    openings[k++].exchange_m2 = 4.0;
  }
  const flue_fire fire = burner(0, 0.3, (flue_design_fire){46.9, 3e6, 2e9, 0.0}, wood());
  return make(rooms, 2 + storeys, openings, k, &fire, 1, 0.0);
}

static void balances_hold_over_a_whole_fire(void **state) {
  (void)state;
  flue_network *net = small_building();
  assert_int_equal(flue_network_advance(NULL, net, 1200.0), FLUE_OK);
  flue_network_balance b;
  flue_network_get_balance(net, &b);
  assert_true(b.heat_released > 5e8);
  assert_true(b.mass_error < 1e-10);
  assert_true(b.energy_error < 1e-8);
  flue_network_destroy(&net);
}

static void smoke_fills_the_fire_room_and_climbs_the_shaft(void **state) {
  (void)state;
  flue_network *net = small_building();
  flue_network_view view;
  assert_int_equal(flue_network_advance(NULL, net, 600.0), FLUE_OK);
  flue_network_get(net, &view);
  /* below the door soffit; a starved fire draws the interface down to its base at 0.3 m */
  assert_in_range(view.layer_m[0] * 1000.0, 250, 1800);
  assert_true(view.temp[view.upper[0]] > 450.0 && view.temp[view.upper[0]] < 1500.0);
  double top[FLUE_SPECIES_COUNT], bottom[FLUE_SPECIES_COUNT];
  flue_network_get_fractions(net, view.lower[11], top);
  flue_network_get_fractions(net, view.lower[2], bottom);
  assert_true(top[FLUE_SOOT] > 100.0 * bottom[FLUE_SOOT]);
  for (size_t c = 0; c < view.n_cells; ++c) {
    double y[FLUE_SPECIES_COUNT];
    flue_network_get_fractions(net, (int)c, y);
    for (int s = 0; s < FLUE_SPECIES_COUNT; ++s) assert_true(y[s] > -1e-12 && y[s] < 1.0);
  }
  flue_network_destroy(&net);
}

/* A fire far too large for its room takes what oxygen there is and never more. */
static void a_starved_fire_leaves_no_negative_oxygen(void **state) {
  (void)state;
  flue_compartment rooms[] = {room(0.0, 3.0, 25.0, 20.0)};
  rooms[0].zone = FLUE_ZONE_TWO_LAYER;
  build(&rooms[0]);
  const flue_opening openings[] = {slot(0, FLUE_OUTSIDE, 0.0, 2.0, 0.9, 0.7)};
  const flue_fire fires[] = {burner(0, 0.3, (flue_design_fire){187.6, 20e6, 2e10, 0.0}, wood()),
                             burner(0, 0.1, (flue_design_fire){187.6, 10e6, 2e10, 0.0}, wood())};
  flue_network *net = make(rooms, 1, openings, 1, fires, 2, 20.0);
  flue_network_view view;
  double release = 0.0;
  for (double t = 1.0; t <= 900.0; t += 1.0) {
    assert_int_equal(flue_network_advance(NULL, net, t), FLUE_OK);
    flue_network_get(net, &view);
    const double now = view.heat_release[0] + view.heat_release[1];
    if (t > 600.0) assert_near_rel(now, release, 0.02); /* evenly, not on and off by steps */
    release = now;
    for (size_t k = 0; k < FLUE_SPECIES_COUNT * view.n_cells; ++k)
      assert_true(view.fraction[k] > -1e-12);
  }
  /* steady release: not above what a door lets in, 1.5 MW per m^(5/2) of A H^(1/2) (Kawagoe) */
  const double kawagoe_w = 1.5e6 * 0.9 * 2.0 * sqrt(2.0);
  assert_in_range(release / kawagoe_w * 100.0, 30, 110);
  flue_network_destroy(&net);
}

/** A row of rooms so long that it is worked out by several threads, with a fire in the first. */
static flue_network *long_row(size_t n) {
  flue_compartment *rooms = calloc(n, sizeof *rooms);
  flue_opening *openings = calloc(3 * n, sizeof *openings);
  static flue_flow_element leak;
  leak = flue_element_leak(0.01, 0.65, 0.65, 75.0);
  assert_true(rooms && openings);
  for (size_t i = 0; i < n; ++i) {
    rooms[i] = room(0.0, 3.0, 12.0, 15.0 + (double)(i % 7));
    build(&rooms[i]);
    rooms[i].zone = i < 4 ? FLUE_ZONE_TWO_LAYER : FLUE_ZONE_MIXED;
    openings[3 * i] = slot(i, i + 1 < n ? i + 1 : FLUE_OUTSIDE, 0.0, 2.0, 0.8, 0.7);
    openings[3 * i + 1] = slot(i, FLUE_OUTSIDE, 0.5, 0.6, 0.3, 0.7);
    openings[3 * i + 2] = slot(i, FLUE_OUTSIDE, 2.0, 2.0, 0.3, 0.7);
    openings[3 * i + 2].kind = FLUE_OPENING_ELEMENT;
    openings[3 * i + 2].element = &leak;
    openings[3 * i + 2].end_z[0] = openings[3 * i + 2].end_z[1] = 2.0;
    openings[3 * i + 2].multiplier = 1.0;
  }
  const flue_fire fire = burner(0, 0.3, (flue_design_fire){46.9, 1e6, 1e9, 0.0}, wood());
  flue_network *net = make(rooms, n, openings, 3 * n, &fire, 1, 0.0);
  free(rooms);
  free(openings);
  return net;
}

static void threads_do_not_change_a_bit(void **state) {
  (void)state;
  const size_t n = 5100; /* 15300 openings */
  const int usual = omp_get_max_threads();
  flue_network *net[2];
  flue_network_view v[2];
  for (int i = 0; i < 2; ++i) {
    omp_set_num_threads(1 + i);
    net[i] = long_row(n);
    assert_int_equal(flue_network_advance(NULL, net[i], 20.0), FLUE_OK);
    flue_network_get(net[i], &v[i]);
  }
  omp_set_num_threads(usual);
  assert_memory_equal(v[0].pressure, v[1].pressure, n * sizeof(double));
  assert_memory_equal(v[0].temp, v[1].temp, v[0].n_cells * sizeof(double));
  assert_memory_equal(v[0].flow, v[1].flow, 3 * n * sizeof(double));
  flue_network_balance a, b;
  flue_network_get_balance(net[0], &a);
  flue_network_get_balance(net[1], &b);
  assert_memory_equal(&a, &b, sizeof a);
  flue_network_destroy(&net[0]);
  flue_network_destroy(&net[1]);
}

static void restored_engine_gives_the_same_bits(void **state) {
  (void)state;
  flue_network *straight = small_building(), *resumed = small_building();
  flue_state saved = {0};
  assert_int_equal(flue_network_advance(NULL, straight, 200.0), FLUE_OK);
  flue_network_state(straight, &saved);
  assert_int_equal(flue_network_advance(NULL, straight, 400.0), FLUE_OK);
  flue_state_rewind(&saved);
  flue_network_state(resumed, &saved);
  assert_int_equal(saved.status, FLUE_OK);
  assert_int_equal(flue_network_advance(NULL, resumed, 400.0), FLUE_OK);
  flue_network_view a, b;
  flue_network_get(straight, &a);
  flue_network_get(resumed, &b);
  assert_memory_equal(a.temp, b.temp, a.n_cells * sizeof(double));
  assert_memory_equal(a.fraction, b.fraction, FLUE_SPECIES_COUNT * a.n_cells * sizeof(double));
  assert_memory_equal(a.pressure, b.pressure, a.n_compartments * sizeof(double));
  flue_state_clear(&saved);
  flue_network_destroy(&straight);
  flue_network_destroy(&resumed);
}

static double held_energy(const flue_network *net) {
  flue_network_balance b;
  flue_network_get_balance(net, &b);
  return b.energy_error;
}

/* A compartment of its own choice has layers while a fire burns, and one gas again when they are
   alike; mass and energy are the same before and after. */
static void compartments_part_and_join_by_themselves(void **state) {
  (void)state;
  flue_compartment rooms[] = {room(0.0, 3.0, 30.0, 20.0)};
  rooms[0].zone = FLUE_ZONE_AUTO;
  build(&rooms[0]);
  const flue_opening openings[] = {slot(0, FLUE_OUTSIDE, 0.0, 2.0, 0.9, 0.7)};
  const flue_fire fire = burner(0, 0.1, (flue_design_fire){50.0, 200e3, 2e7, 10.0}, wood());
  flue_network *net = make(rooms, 1, openings, 1, &fire, 1, 20.0);
  flue_network_view view;
  flue_network_get(net, &view);
  assert_int_equal(view.upper[0], -1);
  assert_int_equal(flue_network_advance(NULL, net, 100.0), FLUE_OK);
  flue_network_get(net, &view);
  assert_true(view.upper[0] >= 0);
  assert_true(view.temp[view.upper[0]] > view.temp[view.lower[0]] + 50.0);
  assert_true(held_energy(net) < 1e-12);
  assert_int_equal(flue_network_advance(NULL, net, 7200.0), FLUE_OK);
  flue_network_get(net, &view);
  assert_int_equal(view.upper[0], -1);
  flue_network_balance b;
  flue_network_get_balance(net, &b);
  assert_true(b.mass_error < 1e-11 && b.energy_error < 1e-11);
  flue_network_destroy(&net);
}

/* A slab between two rooms: heat conducted in the steady state is k / L (T_1 - T_2) of its faces,
   so that half-way through it has their mean. Thin steel between a hot and a cold room: equal
   faces. Links given from both sides are one slab. */
static void a_slab_has_one_temperature_profile_from_both_sides(void **state) {
  (void)state;
  static const flue_build_up steel = {1, {{50.0, 7850.0, 465.0, 0.002, 0.9, 0.0}}};
  flue_compartment rooms[] = {room(0.0, 3.0, 20.0, 20.0), room(3.0, 3.0, 20.0, 20.0)};
  rooms[0].ceiling = rooms[1].floor = 0;
  const flue_heat_link links[] = {{1, 0, FLUE_FLOOR, 1.0}, {0, 1, FLUE_CEILING, 1.0}};
  const flue_fire fire = burner(0, 0.1, (flue_design_fire){1e3, 20e3, 1e9, 0.0}, wood());
  const flue_opening openings[] = {slot(0, FLUE_OUTSIDE, 0.0, 2.0, 0.1, 0.7),
                                   slot(1, FLUE_OUTSIDE, 3.0, 5.0, 0.1, 0.7)};
  const flue_network_input input = {.outside = {293.15, 101325.0, 0.0},
                                    .n_compartments = 2,
                                    .n_openings = 2,
                                    .n_fires = 1,
                                    .n_links = 2,
                                    .compartments = rooms,
                                    .openings = openings,
                                    .fires = &fire,
                                    .links = links,
                                    .n_build_ups = 1,
                                    .build_ups = &steel,
                                    .humidity = 0.5,
                                    .oxygen_limit = NAN,
                                    .step_s = 1.0};
  flue_ctx *ctx = NULL;
  flue_network *net = NULL;
  flue_network_view view;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  assert_int_equal(flue_network_create(ctx, &input, &net), FLUE_OK);
  assert_int_equal(flue_network_advance(ctx, net, 1200.0), FLUE_OK);
  flue_network_get(net, &view);
  const double below = view.surface_k[FLUE_CEILING],
               above = view.surface_k[FLUE_SURFACE_COUNT + FLUE_FLOOR];
  assert_true(below > 300.0);
  assert_near(above, below, 0.1); /* 2 mm of steel: k / L = 25 kW/m2/K, steps of 1 s apart */
  assert_true(view.temp[view.lower[1]] > 294.0 &&
              view.temp[view.lower[1]] < view.temp[view.lower[0]]);
  flue_network_destroy(&net);
  flue_ctx_destroy(&ctx);
}

/* Evans' law holds for what a fire released when sprinklers opened on it, also where a table says
   how much that was [evans1993]. */
static void a_sprinkler_holds_back_a_fire_given_by_a_table(void **state) {
  (void)state;
  static const double times_s[] = {0.0, 60.0, 600.0}, heat_w[] = {20e3, 20e3, 20e3};
  const flue_compartment hall = room(0.0, 3.0, 100.0, 20.0);
  const flue_opening door = slot(0, FLUE_OUTSIDE, 0.0, 2.0, 1.0, 0.7);
  flue_fire fire = burner(0, 0.1, (flue_design_fire){0}, wood());
  fire.table = (flue_fire_table){.n = 3, .time_s = times_s, .heat_w = heat_w};
  fire.when.time_s = 0.0;
  const double density = 1e-4; /* [m s-1] */
  flue_ctx *ctx = NULL;
  flue_network_view view;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_network *net = make(&hall, 1, &door, 1, &fire, 1, 20.0);
  assert_int_equal(flue_network_advance(ctx, net, 60.0), FLUE_OK);
  flue_network_get(net, &view);
  assert_near(view.fire[0].release, 20e3, 1.0);
  flue_network_suppress(net, 0, 60.0, density);
  assert_int_equal(flue_network_advance(ctx, net, 120.0), FLUE_OK);
  flue_network_get(net, &view);
  const double held = 20e3 * flue_sprinkler_share(60.0, density);
  assert_true(held < 0.9 * 20e3);
  assert_near(view.fire[0].wanted, held, 0.01 * held); /* of the middle of the last step */
  flue_network_destroy(&net);
  flue_ctx_destroy(&ctx);
}

/* With a coefficient of its fuel a growing fire is held to a share of what it would be now. */
static void water_holds_back_a_growing_fire(void **state) {
  (void)state;
  static const double times_s[] = {0.0, 600.0}, heat_w[] = {0.0, 60e3};
  const flue_compartment hall = room(0.0, 3.0, 100.0, 20.0);
  const flue_opening door = slot(0, FLUE_OUTSIDE, 0.0, 2.0, 1.0, 0.7);
  flue_fire fire = burner(0, 0.1, (flue_design_fire){0}, wood());
  fire.table = (flue_fire_table){.n = 2, .time_s = times_s, .heat_w = heat_w};
  fire.when.time_s = 0.0;
  fire.has_e_coefficient = 1;
  fire.e_coefficient = 0.01;
  const double density = 1e-4; /* [m s-1] */
  flue_network_view view;
  flue_network *net = make(&hall, 1, &door, 1, &fire, 1, 20.0);
  flue_network_suppress(net, 0, 60.0, density);
  assert_int_equal(flue_network_advance(NULL, net, 60.0), FLUE_OK);
  assert_int_equal(flue_network_advance(NULL, net, 80.0), FLUE_OK);
  flue_network_get(net, &view);
  assert_near_rel(view.heat_release[0], 8e3 * exp(-0.5 * 0.01 * 0.1 * 400.0), 0.02);
  flue_network_destroy(&net);
}

/* A fire in a small closet with a vent into a hall: what it cannot burn burns in the jet outside,
   as long as a flame there would be hot enough. */
static void run_closet(double heat_w, flue_network_view *view, flue_network **out) {
  const double times_s[] = {0.0, 40.0, 600.0}, rows_w[] = {0.0, heat_w, heat_w};
  flue_compartment rooms[] = {room(0.0, 2.0, 0.36, 20.0), room(0.0, 4.0, 80.0, 20.0)};
  rooms[0].zone = rooms[1].zone = FLUE_ZONE_TWO_LAYER;
  build(&rooms[0]);
  build(&rooms[1]);
  const flue_opening openings[] = {slot(0, 1, 0.05, 0.15, 0.4, 0.7), slot(0, 1, 1.7, 1.9, 0.4, 0.7),
                                   slot(1, FLUE_OUTSIDE, 0.0, 2.0, 2.0, 0.7)};
  flue_fire fire = burner(0, 0.3, (flue_design_fire){0}, wood());
  fire.table = (flue_fire_table){.n = 3, .time_s = times_s, .heat_w = rows_w};
  fire.when.time_s = 0.0;
  *out = make(rooms, 2, openings, 3, &fire, 1, 20.0);
  assert_int_equal(flue_network_advance(NULL, *out, 120.0), FLUE_OK);
  flue_network_get(*out, view);
}

static void vapour_of_a_starved_fire_burns_in_the_next_room(void **state) {
  (void)state;
  flue_network *net = NULL;
  flue_network_view view;
  run_closet(400e3, &view, &net);
  assert_true(view.heat_release[0] < 0.9 * view.design_release[0]);
  assert_near(view.vent_release[1], 0.0, 0.0); /* too thin for a flame */
  flue_network_destroy(&net);
  run_closet(600e3, &view, &net);
  assert_true(view.heat_release[0] < 0.6 * view.design_release[0]); /* short of air */
  assert_true(view.vent_release[1] > 1e4);
  assert_true(view.vent_release[1] + view.heat_release[0] < 1.01 * 600e3);
  flue_network_balance b;
  flue_network_get_balance(net, &b);
  assert_true(b.mass_error < 1e-11 && b.energy_error < 1e-11);
  flue_network_destroy(&net);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(compartments_part_and_join_by_themselves),
      cmocka_unit_test(a_slab_has_one_temperature_profile_from_both_sides),
      cmocka_unit_test(vapour_of_a_starved_fire_burns_in_the_next_room),
      cmocka_unit_test(a_sprinkler_holds_back_a_fire_given_by_a_table),
      cmocka_unit_test(water_holds_back_a_growing_fire),
      cmocka_unit_test(orifices_in_series_pass_the_airnet_flow),
      cmocka_unit_test(stack_effect_adds_up_to_the_hydrostatic_difference),
      cmocka_unit_test(neutral_plane_of_a_continuous_slot_follows_the_volume_balance),
      cmocka_unit_test(door_exchange_agrees_with_brown_and_solvason),
      cmocka_unit_test(sealed_room_rises_at_the_rate_of_the_first_law),
      cmocka_unit_test(fan_through_a_leak_builds_the_orifice_pressure),
      cmocka_unit_test(balances_hold_over_a_whole_fire),
      cmocka_unit_test(smoke_fills_the_fire_room_and_climbs_the_shaft),
      cmocka_unit_test(a_starved_fire_leaves_no_negative_oxygen),
      cmocka_unit_test(threads_do_not_change_a_bit),
      cmocka_unit_test(restored_engine_gives_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
