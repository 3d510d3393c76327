/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radiation that leaves by openings to the outside. */
#include "network_fixture.h"

/* a room of 4 x 4 x 4 m at 727 degC in metal of 2 mm, with a square hole */
#define OVEN(size)                                                                                \
  "flue: 1\nsite: {weather: {temperature: 20 °C, lapse: 0}}\nnetwork:\n  temperature: 727 °C\n" \
  "  longest_step: 0.5 s\n"                                                                       \
  "  materials: {metal: {conductivity: 400 W/m/K, density: 7850 kg/m3, specific_heat: 0.5 "       \
  "kJ/kg/K, thickness: 2 mm, emissivity: 0.9}}\n"                                                 \
  "  compartments: [{id: a, width: 4, depth: 4, height: 4, ceiling: [{material: metal}], walls: " \
  "[{material: metal}], floor: [{material: metal}]}]\n"                                           \
  "  openings: [{id: hole, between: [a, outside], bottom: 1.5, height: " size ", width: " size    \
  "}]\n"

static const double hot_k = 1000.15, cold_k = 293.15, time_s = 5.0;

/** Heat that metal and gas lose in 5 s [J]; metal so thin is everywhere as warm as its face. The
 *  opening lets radiation pass, but no gas. */
static double heat_lost(const char *text, double hole_m2) {
  built b = built_case(read_sound(text, NULL));
  flue_network_input input = b.c->input.network;
  flue_opening hole = input.openings[0];
  hole.cd = 1e-9;
  input.openings = &hole;
  assert_int_equal(flue_network_create(b.ctx, &input, &b.net), FLUE_OK);
  flue_network_get(b.net, &b.view);
  advance(&b, time_s);
  flue_network_balance balance;
  flue_network_get_balance(b.net, &balance);
  assert_true(balance.energy_error < 1e-10);
  const double per_area = 0.002 * 7850.0 * 500.0; /* [J m-2 K-1] */
  const double above = 1.0 - b.view.layer_m[0] / 4.0, wall = 64.0 - hole_m2;
  const double area[FLUE_SURFACE_COUNT] = {16.0, wall * above, wall * (1.0 - above), 16.0};
  double heat = balance.heat_to_walls; /* which the gas lost */
  for (int s = 0; s < FLUE_SURFACE_COUNT; ++s)
    heat += per_area * area[s] * (hot_k - b.view.surface_k[s]);
  built_clear(&b);
  return heat;
}

/* a hole in an oven is black: A sigma (T^4 - T_out^4) leaves it, 56.3 kW, less 1 % as the oven
   cools by 5 K meanwhile; where the hole is, no metal is cooled by its back with 10 W/(m2 K) */
static void a_hole_in_an_oven_is_black(void **state) {
  (void)state;
  const double sigma = 5.670374e-8, back = 10.0;
  const double more = heat_lost(OVEN("1"), 1.0) - heat_lost(OVEN("0.3"), 0.09);
  const double hole_w = 0.99 * sigma * (pow(hot_k, 4.0) - pow(cold_k, 4.0));
  assert_near_rel(more / time_s, (1.0 - 0.09) * (hole_w - back * (hot_k - cold_k)), 0.01);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_hole_in_an_oven_is_black)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
