/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compartments whose outside changes, against exact pressures of stack effect, wind and leaks. */
#include <stdlib.h>
#include <string.h>

#include "flue_test.h"
#include "models/flow_element.h"
#include "solver/network/network.h"

static const double sea_level_pa = 101325.0, room_height = 12.0, low_z = 1.0, high_z = 11.0;

/** A room with an orifice low and one high in its wall, or with other laws. */
typedef struct model {
  flue_compartment room;
  flue_flow_element law;
  flue_opening opening[2];
  flue_network_input input;
  flue_ctx *ctx;
  flue_network *net;
  flue_network_view view;
} model;

static flue_opening way(const flue_flow_element *law, double z) {
  return (flue_opening){.kind = FLUE_OPENING_ELEMENT,
                        .from = FLUE_OUTSIDE,
                        .to = 0,
                        .z_bottom = z,
                        .z_top = z,
                        .end_z = {z, z},
                        .element = law,
                        .multiplier = 1.0,
                        .exponent = 0.5,
                        .open = 1.0};
}

static void start(model *m, double inside_k, double outside_k) {
  memset(m, 0, sizeof *m);
  m->room = (flue_compartment){.height_m = room_height,
                               .area_m2 = 10.0,
                               .temp_k = inside_k,
                               .ceiling = FLUE_ADIABATIC,
                               .wall = FLUE_ADIABATIC,
                               .floor = FLUE_ADIABATIC};
  m->law = flue_element_orifice(0.01, 0.6, 0.5, FLUE_TRANSITION_REYNOLDS);
  m->opening[0] = way(&m->law, low_z);
  m->opening[1] = way(&m->law, high_z);
  m->input = (flue_network_input){.outside = {outside_k, sea_level_pa, 0.0},
                                  .n_compartments = 1,
                                  .n_openings = 2,
                                  .oxygen_limit = NAN,
                                  .step_s = 1.0};
  m->input.ambient.constant = (flue_outside){outside_k, sea_level_pa, 0.0, 0.0, NAN};
}

static void create(model *m) {
  m->input.compartments = &m->room;
  m->input.openings = m->opening;
  assert_int_equal(flue_ctx_create(&m->ctx), FLUE_OK);
  if (flue_network_create(m->ctx, &m->input, &m->net) != FLUE_OK)
    fail_msg("%s", flue_last_error(m->ctx));
  flue_network_get(m->net, &m->view);
}

static void advance(model *m, double t_s) {
  if (flue_network_advance(m->ctx, m->net, t_s) != FLUE_OK) fail_msg("%s", flue_last_error(m->ctx));
  flue_network_get(m->net, &m->view);
}

static void clear(model *m) {
  flue_network_destroy(&m->net);
  flue_ctx_destroy(&m->ctx);
}

static double density(double pressure, double temp_k) {
  return pressure / (FLUE_GAS_CONSTANT * temp_k);
}

/** Two equal orifices, cold air in below and warm air out above: both mass flows are equal, so that
 *  rho_o dp_low = rho_i dp_high, and dp_low + dp_high = (rho_o - rho_i) g h. */
static double exact_low_drop(double rho_in, double rho_out) {
  const double stack = (rho_out - rho_in) * FLUE_GRAVITY * (high_z - low_z);
  return stack * rho_in / (rho_in + rho_out);
}

static void stack_pressures_follow_a_ramp_and_a_jump_of_the_temperature_outside(void **state) {
  (void)state;
  static const double time[] = {0.0, 100.0, 200.0, 200.0},
                      temp[] = {283.15, 263.15, 263.15, 273.15};
  model m;
  start(&m, 293.15, 283.15);
  m.input.is_held = m.input.is_uniform = 1;
  m.input.ambient.n = 4;
  m.input.ambient.time_s = time;
  m.input.ambient.temp_k = temp;
  create(&m);
  static const double at[] = {0.0, 25.0, 50.0, 99.0, 150.0, 200.0, 201.0, 300.0};
  static const double outside[] = {283.15, 278.15, 273.15, 263.35, 263.15, 263.15, 273.15, 273.15};
  for (size_t i = 0; i < sizeof at / sizeof *at; ++i) {
    if (at[i] > 0.0) advance(&m, at[i]);
    assert_near(m.view.outside.temp_k, outside[i], 1e-9);
    const double drop =
        exact_low_drop(density(sea_level_pa, 293.15), density(sea_level_pa, outside[i]));
    assert_near_rel(m.view.pressure_drop[0], drop, 1e-6);
    assert_near_rel(m.view.flow[0], 0.006 * sqrt(2.0 * density(sea_level_pa, outside[i]) * drop),
                    1e-5);
  }
  clear(&m);
}

/* the same with a temperature inside that follows the air that comes in: the weight of the air that
   the room holds, one step of 0.1 s old */
static void a_free_room_keeps_the_exact_stack_pressure_of_its_own_temperature(void **state) {
  (void)state;
  static const double time[] = {0.0, 300.0}, temp[] = {293.15, 268.15};
  model m;
  start(&m, 293.15, 293.15);
  m.law = flue_element_orifice(0.2, 0.6, 0.5, FLUE_TRANSITION_REYNOLDS);
  m.input.step_s = 0.1;
  m.input.ambient.n = 2;
  m.input.ambient.time_s = time;
  m.input.ambient.temp_k = temp;
  create(&m);
  for (double t = 60.0; t <= 300.0; t += 60.0) {
    advance(&m, t);
    const flue_atmosphere air = {293.15 - t / 12.0, sea_level_pa, 0.0};
    const double column = flue_atmosphere_head(&air, low_z) - flue_atmosphere_head(&air, high_z);
    const double stack = column - m.view.density[0] * FLUE_GRAVITY * (high_z - low_z);
    assert_true(stack > 0.5);
    assert_near(m.view.pressure_drop[0] - m.view.pressure_drop[1], stack, 3e-4 * stack);
  }
  flue_network_balance b;
  flue_network_get_balance(m.net, &b);
  assert_true(b.mass_in > 20.0);
  assert_true(b.mass_error < 1e-10 && b.energy_error < 1e-8);
  clear(&m);
}

/* a room with a linear leak q = C dp in an atmosphere whose pressure falls by r a second: the gauge
   pressure is -r tau (1 - exp(-t / tau)), tau = V / (gamma p C), for small changes */
static void a_leaky_room_lags_behind_the_pressure_outside(void **state) {
  (void)state;
  static const double time[] = {0.0, 4000.0}, pressure[] = {101325.0, 101325.0 - 100.0};
  const double leak = 2e-6, rate = -100.0 / 4000.0; /* [m3 s-1 Pa-1], [Pa s-1] */
  model m;
  start(&m, 288.15, 288.15);
  m.room.height_m = 3.0;
  m.law = flue_element_power_law(FLUE_DENSITY_ONE, leak, 1.0, 0.0);
  m.opening[0] = way(&m.law, 1.5);
  m.input.n_openings = 1;
  m.input.ambient.n = 2;
  m.input.ambient.time_s = time;
  m.input.ambient.pressure = pressure;
  create(&m);
  const double tau = 30.0 / (FLUE_HEAT_RATIO * sea_level_pa * leak); /* 106 s */
  for (double t = 50.0; t <= 1000.0; t += 50.0) {
    advance(&m, t);
    const double exact = -rate * tau * (1.0 - exp(-t / tau));
    assert_near(m.view.pressure[0], exact, 0.005 * -rate * tau); /* steps of 1 s: 1 / (2 tau) */
  }
  flue_network_balance b;
  flue_network_get_balance(m.net, &b);
  assert_near(b.mass_in - b.mass_out - b.mass_stored, 0.0, 1e-8 * b.mass_out);
  assert_near(b.energy_in - b.energy_out - b.energy_stored, 0.0, 1e-8 * b.energy_out);
  clear(&m);
}

/* a held room: what its air weighs follows the pressure outside, and comes in through its leak */
static void a_held_room_breathes_with_the_pressure_outside(void **state) {
  (void)state;
  static const double time[] = {0.0, 1000.0}, pressure[] = {101325.0, 102325.0};
  model m;
  start(&m, 293.15, 293.15);
  m.input.is_held = m.input.is_uniform = 1;
  m.input.ambient.n = 2;
  m.input.ambient.time_s = time;
  m.input.ambient.pressure = pressure;
  create(&m);
  advance(&m, 500.0);
  const double rise = 120.0 * 1.0 / (FLUE_GAS_CONSTANT * 293.15); /* V dp/dt / (R T) [kg s-1] */
  double net_flow = 0.0;
  for (int k = 0; k < 2; ++k) net_flow += m.view.flow[k] - m.view.back_flow[k];
  assert_near_rel(net_flow, rise, 1e-6);
  flue_network_balance b;
  flue_network_get_balance(m.net, &b);
  assert_near_rel(b.mass_stored, 500.0 * rise, 1e-6);
  assert_true(b.mass_error < 1e-7);
  clear(&m);
}

/* openings to the north and to the east, equal below and above: the wind turns from north to east
   along a straight line of its vector; the room takes the mean of both wind pressures */
static void wind_pressures_follow_the_vector_of_the_wind(void **state) {
  (void)state;
  static const double angle[] = {0.0, 90.0, 180.0, 270.0, 360.0},
                      cp[] = {0.8, -0.4, -0.3, -0.4, 0.8};
  static const double time[] = {0.0, 100.0};
  const double speed = 10.0, modifier = 0.49;
  double east[2], north[2];
  flue_wind_parts(speed, 0.0, &east[0], &north[0]);
  flue_wind_parts(speed, 90.0, &east[1], &north[1]);
  model m;
  start(&m, 288.15, 288.15);
  m.input.is_held = m.input.is_uniform = 1;
  for (int k = 0; k < 2; ++k) {
    m.opening[k].wind = (flue_wind_end){modifier, 90.0 * k, 5, angle, cp, FLUE_WIND_LINEAR};
    m.opening[k].end_z[0] = m.opening[k].end_z[1] = 2.0;
    m.opening[k].wind_pa = 1.0; /* adds to the wind */
  }
  m.input.ambient.n = 2;
  m.input.ambient.time_s = time;
  m.input.ambient.east = east;
  m.input.ambient.north = north;
  create(&m);
  const double rho = density(sea_level_pa, 288.15);
  static const double at[] = {0.0, 50.0, 100.0}, share[] = {1.0, 0.70710678118654752, 1.0};
  static const double cp_north[] = {0.8, 0.2, -0.4}, cp_east[] = {-0.4, 0.2, 0.8};
  for (size_t i = 0; i < 3; ++i) {
    if (at[i] > 0.0) advance(&m, at[i]);
    const double dynamic = 0.5 * rho * speed * speed * share[i] * share[i] * modifier;
    assert_near(m.view.outside.wind_speed, share[i] * speed, 1e-9);
    assert_near(m.view.outside.wind_from, 45.0 * (double)i, 1e-9);
    assert_near(m.view.pressure[0], 1.0 + 0.5 * dynamic * (cp_north[i] + cp_east[i]), 1e-4);
    assert_near(m.view.pressure_drop[0], 0.5 * dynamic * (cp_north[i] - cp_east[i]), 1e-4);
  }
  clear(&m);
}

/* what a resumed run finds is what the first one would have found, bit by bit */
static void a_restored_state_goes_on_with_the_same_bits(void **state) {
  (void)state;
  static const double time[] = {0.0, 70.0, 130.0}, temp[] = {293.15, 268.15, 280.0},
                      pressure[] = {101325.0, 101000.0, 101100.0}, humidity[] = {0.2, 0.9, 0.5};
  for (int is_held = 0; is_held < 2; ++is_held) {
    model m, other;
    start(&m, 295.15, 293.15);
    m.input.is_held = is_held;
    m.input.ambient.n = 3;
    m.input.ambient.time_s = time;
    m.input.ambient.temp_k = temp;
    m.input.ambient.pressure = pressure;
    m.input.ambient.humidity = humidity;
    other = m;
    other.opening[0].element = other.opening[1].element = &other.law;
    create(&m);
    create(&other);
    advance(&m, 33.0);
    flue_state saved = {0};
    flue_network_state(m.net, &saved);
    flue_state_rewind(&saved);
    flue_network_state(other.net, &saved);
    assert_int_equal(saved.status, FLUE_OK);
    flue_state_clear(&saved);
    for (double t = 50.0; t < 200.0; t += 17.0) {
      advance(&m, t);
      advance(&other, t);
      assert_memory_equal(m.view.temp, other.view.temp, sizeof(double));
      assert_memory_equal(m.view.pressure, other.view.pressure, sizeof(double));
      assert_memory_equal(m.view.floor_pressure, other.view.floor_pressure, sizeof(double));
      assert_memory_equal(m.view.flow, other.view.flow, 2 * sizeof(double));
      assert_memory_equal(m.view.fraction, other.view.fraction,
                          FLUE_SPECIES_COUNT * sizeof(double));
    }
    clear(&m);
    clear(&other);
  }
}

static void a_state_of_another_weather_is_refused(void **state) {
  (void)state;
  static const double time[] = {0.0, 70.0}, one[] = {293.15, 268.15}, two[] = {293.15, 268.16};
  model m, other;
  start(&m, 295.15, 293.15);
  m.input.ambient.n = 2;
  m.input.ambient.time_s = time;
  m.input.ambient.temp_k = one;
  other = m;
  other.opening[0].element = other.opening[1].element = &other.law;
  other.input.ambient.temp_k = two;
  create(&m);
  create(&other);
  flue_state saved = {0};
  flue_network_state(m.net, &saved);
  flue_state_rewind(&saved);
  flue_network_state(other.net, &saved);
  assert_int_equal(saved.status, FLUE_EIO);
  flue_state_clear(&saved);
  clear(&m);
  clear(&other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(stack_pressures_follow_a_ramp_and_a_jump_of_the_temperature_outside),
      cmocka_unit_test(a_free_room_keeps_the_exact_stack_pressure_of_its_own_temperature),
      cmocka_unit_test(a_leaky_room_lags_behind_the_pressure_outside),
      cmocka_unit_test(a_held_room_breathes_with_the_pressure_outside),
      cmocka_unit_test(wind_pressures_follow_the_vector_of_the_wind),
      cmocka_unit_test(a_restored_state_goes_on_with_the_same_bits),
      cmocka_unit_test(a_state_of_another_weather_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
