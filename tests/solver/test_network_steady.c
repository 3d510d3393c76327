/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A held network solved again and again for other doors, fans and temperatures. */
#include <string.h>

#include "flue_test.h"
#include "solver/network/network.h"

static const double inside_k = 293.15;
enum { stair, corridor, rooms };
enum { supply, door, leak, openings };

/** A supplied stair beside a corridor that leaks to the outside; a door of 2 m2 between them. */
static flue_network *build(flue_ctx *ctx, double outside_k, double door_share) {
  flue_compartment room[rooms];
  for (int i = 0; i < rooms; ++i)
    room[i] = (flue_compartment){.height_m = 3.0,
                                 .area_m2 = 20.0,
                                 .temp_k = inside_k,
                                 .ceiling = FLUE_ADIABATIC,
                                 .wall = FLUE_ADIABATIC,
                                 .floor = FLUE_ADIABATIC};
  const flue_opening opening[openings] = {
      [supply] = {.kind = FLUE_OPENING_BLOWER,
                  .from = FLUE_OUTSIDE,
                  .to = stair,
                  .fan_flow = 1.0,
                  .cutoff_pa = {1e5, 2e5},
                  .end_z = {1.5, 1.5},
                  .open = 1.0,
                  .exponent = 0.5},
      [door] = {.kind = FLUE_OPENING_SLOT,
                .from = stair,
                .to = corridor,
                .z_top = 2.0,
                .area_m2 = 2.0,
                .cd = 0.7,
                .leak_m2 = 0.02,
                .exponent = 0.5,
                .open = door_share},
      [leak] = {.kind = FLUE_OPENING_SLOT,
                .from = corridor,
                .to = FLUE_OUTSIDE,
                .z_top = 3.0,
                .area_m2 = 0.5,
                .cd = 0.65,
                .exponent = 0.5,
                .open = 1.0},
  };
  const flue_network_input input = {.outside = {outside_k, 101325.0, 0.0},
                                    .is_held = 1,
                                    .oxygen_limit = NAN,
                                    .step_s = 1.0,
                                    .n_compartments = rooms,
                                    .compartments = room,
                                    .n_openings = openings,
                                    .openings = opening};
  flue_network *net = NULL;
  assert_int_equal(flue_network_create(ctx, &input, &net), FLUE_OK);
  return net;
}

static double net_flow(const flue_network_view *v, size_t k) {
  return v->flow[k] - v->back_flow[k];
}

/* closed: 1 m3/s of 1.204 kg/m3 through 0.65 * 0.02 m2: dp = rho/2 (1/0.013)^2 = 3562 Pa; open:
 * the same flow through 0.7 * 2 m2: dp = rho/2 (1/1.4)^2 = 0.307 Pa */
static void door_that_opens_takes_the_pressure_away(void **state) {
  (void)state;
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_network *net = build(ctx, inside_k, 0.0);
  flue_network_view v;
  flue_network_get(net, &v);
  const double rho = v.density[0];
  assert_near(v.pressure_drop[door], 0.5 * rho / (0.013 * 0.013), 1.0);
  flue_network_set_open(net, door, 1.0);
  assert_int_equal(flue_network_balance_now(ctx, net), FLUE_OK);
  flue_network_get(net, &v);
  assert_near(v.pressure_drop[door], 0.5 * rho / (1.4 * 1.4), 1e-3);
  assert_near(net_flow(&v, door), rho, 1e-3);
  flue_network_destroy(&net);
  flue_ctx_destroy(&ctx);
}

static void half_a_fan_gives_half_the_flow_and_a_way_back_leads_home(void **state) {
  (void)state;
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_network *net = build(ctx, 268.15, 0.0), *fresh = build(ctx, 268.15, 1.0);
  flue_network_view v, w;
  flue_network_get(net, &v);
  const double before = v.pressure_drop[door], full = net_flow(&v, supply);
  flue_network_set_open(net, supply, 0.5);
  assert_int_equal(flue_network_balance_now(ctx, net), FLUE_OK);
  flue_network_get(net, &v);
  assert_near(net_flow(&v, supply), 0.5 * full, 1e-6);
  flue_network_set_open(net, supply, 1.0);
  flue_network_set_open(net, door, 1.0);
  assert_int_equal(flue_network_balance_now(ctx, net), FLUE_OK);
  flue_network_get(net, &v);
  flue_network_get(fresh, &w);
  assert_near(v.pressure_drop[door], w.pressure_drop[door], 1e-6);
  assert_near(v.floor_pressure[corridor], w.floor_pressure[corridor], 1e-5);
  flue_network_set_open(net, door, 0.0);
  assert_int_equal(flue_network_balance_now(ctx, net), FLUE_OK);
  flue_network_get(net, &v);
  assert_near(v.pressure_drop[door], before, 1e-4);
  flue_network_destroy(&net);
  flue_network_destroy(&fresh);
  flue_ctx_destroy(&ctx);
}

/* a hot corridor is lighter: over the 2 m of the door the difference falls by
 * (rho_cold - rho_hot) g 2 m = 0.6 * 9.81 * 2 at twice the temperature */
static void a_hot_corridor_has_lighter_air(void **state) {
  (void)state;
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_network *net = build(ctx, inside_k, 1.0);
  flue_network_set_temperature(net, corridor, 2.0 * inside_k);
  assert_int_equal(flue_network_balance_now(ctx, net), FLUE_OK);
  flue_network_view v;
  flue_network_get(net, &v);
  assert_near(v.density[corridor], 0.5 * v.density[stair], 1e-3);
  assert_true(v.back_flow[door] > 0.0); /* hot gas comes out at the top of the door */
  flue_network_destroy(&net);
  flue_ctx_destroy(&ctx);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(door_that_opens_takes_the_pressure_away),
      cmocka_unit_test(half_a_fan_gives_half_the_flow_and_a_way_back_leads_home),
      cmocka_unit_test(a_hot_corridor_has_lighter_air),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
