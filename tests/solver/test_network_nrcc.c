/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case 32 of network.md, section 6: four fires of propane in the ten-storey tower of the National
 * Research Council of Canada. What the collection does not say about the building, the burner and
 * the first temperatures is from firemodels/fds, Validation/NRCC_Smoke_Tower: inputs by P. Tyson,
 * measured series. */
#include "network_model.h"

enum { storeys = 10, fire_storey = 2, most_rows = 20 };
enum { tests = 4, compared = 3 };

static const double depth_of_burner = 0.6, length_of_burner = 6.1, watt_per_m2 = 273.2e3;
static const double most_miss = 0.25, kept = 0.05; /* of a rise; of numbers that are missed */

/** One test: where air gets in on the ground storey, the ramp of the burner, what was measured. */
typedef struct experiment {
  const char *name;
  double celsius_out;
  int doors_in_row;                           /**< From the outside to the foot of the stair. */
  double peak_w;                              /**< Measured release [W]. */
  double peak_c[compared], start_c[compared]; /**< Storeys 4, 8, 10 below the ceiling [degC]. */
  double missed[compared]; /**< Rise found where the measured one is missed [K]; 0: met. */
  double burnt_w;          /**< Largest release found in the room of the fire [W]; 0: met. */
  double end_s;
  size_t rows;
  double time_s[most_rows], share[most_rows]; /**< Of 1 MW. */
} experiment;

static const experiment experiments[tests] = {
    {.name = "BK-R",
     .celsius_out = 15.0,
     .doors_in_row = 2,
     .peak_w = 3035e3,
     .peak_c = {61.1, 33.5, 24.2},
     .start_c = {14.7, 14.8, 15.3},
     .missed = {0, 12.4, 5.2},
     .burnt_w = 2046e3,
     .end_s = 2400.0,
     .rows = 17,
     .time_s = {0, 10, 20, 50, 90, 710, 780, 830, 960, 1100, 1170, 1340, 1440, 1640, 2010, 2840,
                5270},
     .share = {0, .130, .221, .226, .015, .015, .454, .187, 1.752, 2.576, 3.028, 2.871, 2.646,
               1.329, .852, .552, .303}},
    {.name = "CMP-R",
     .celsius_out = 6.0,
     .doors_in_row = 2,
     .peak_w = 3208e3,
     .peak_c = {45.3, 16.7, 9.9},
     .start_c = {6.9, 7.5, 8.3},
     .missed = {0, 12.8, 5.5},
     .burnt_w = 2060e3,
     .end_s = 1200.0,
     .rows = 15,
     .time_s = {0, 10, 250, 290, 330, 350, 400, 540, 560, 600, 690, 730, 740, 770, 1310},
     .share = {0, .160, .160, .377, .364, .297, .301, 1.982, 1.829, 2.671, 3.193, 3.162, 3.000,
               .747, .160}},
    {.name = "CLC-I-R",
     .celsius_out = 15.0,
     .doors_in_row = 3,
     .peak_w = 2566e3,
     .peak_c = {34.9, 19.9, 18.4},
     .start_c = {16.0, 16.3, 18.0},
     .missed = {35.0, 8.7, 3.4},
     .end_s = 1200.0,
     .rows = 14,
     .time_s = {0, 20, 50, 80, 140, 160, 220, 240, 250, 310, 510, 1000, 1150, 1170},
     .share = {0, .123, .123, .960, .625, .674, 2.365, 2.565, 2.416, .696, .382, .091, .090, 0}},
    {.name = "CLC-II-R",
     .celsius_out = 2.0,
     .doors_in_row = 3,
     .peak_w = 3372e3,
     .peak_c = {38.9, 11.1, 5.0},
     .start_c = {1.3, 1.2, 2.8},
     .missed = {0, 13.4, 5.7},
     .burnt_w = 2400e3,
     .end_s = 1200.0,
     .rows = 14,
     .time_s = {0, 10, 110, 230, 270, 320, 380, 410, 480, 560, 730, 1610, 2140, 2150},
     .share = {0, .170, .176, 1.914, 2.400, 2.950, 3.370, 3.250, 1.175, .770, .480, .175, .075, 0}},
};

/** Height of a storey's floor: two of 3.6 m, eight of 2.6 m from slab to slab. */
static double floor_z(int storey) {
  return storey <= 3 ? 3.6 * (storey - 1) : 7.2 + 2.6 * (storey - 3);
}

static double clear_height(int storey) {
  return storey <= 2 ? 3.4 : 2.4;
}

static const flue_build_up build_ups[] = {
    {1, {{1.6, 2300.0, 1000.0, 0.2, 0.9, 0.0}}}, /* concrete */
    {2,
     {{0.129, 96.0, 960.0, 0.0254, 0.97, 0.0},
      {1.6, 2300.0, 1000.0, 0.2, 0.9, 0.0}}}, /* ceramic fibre */
};

static size_t space(model *m, int storey, double wide, double deep, double height, double celsius,
                    flue_zone zone, size_t build_up) {
  const size_t i = add_room(m, floor_z(storey), height, celsius);
  flue_compartment *r = &m->room[i];
  r->area_m2 = wide * deep;
  r->width_m = wide;
  r->depth_m = deep;
  r->wall_area_m2 = 2.0 * (wide + deep) * height;
  r->slab_area_m2 = 2.0 * wide * deep;
  r->zone = zone;
  r->ceiling = r->wall = r->floor = build_up;
  return i;
}

static void door(model *m, size_t from, size_t to, double z, double wide, double high) {
  add_slot(m, from, to, z, z + high, wide * high, 0.7);
}

typedef struct tower {
  model m;
  size_t room[storeys + 1], stair[storeys + 1];
  flue_fire fire;
} tower;

static void build_tower(tower *t, const experiment *e) {
  model *m = &t->m;
  start(m, e->celsius_out);
  m->input.is_held = m->input.is_uniform = 0;
  m->input.gravity = 9.81;
  m->input.humidity = 0.5;
  m->input.build_ups = build_ups;
  m->input.n_build_ups = 2;
  const double c = e->celsius_out;
  for (int s = 1; s <= storeys; ++s) {
    const double pitch = s < storeys ? floor_z(s + 1) - floor_z(s) : 2.4;
    t->stair[s] = space(m, s, 5.0, 2.5, pitch, c, FLUE_ZONE_MIXED, 0);
    if (s == 1) continue;
    /* stair of two flights with closed treads (Achakji and Tamura) in a hole of 2.5 m2 a metre */
    const double hole_m2 = (s <= 3 ? 3.4 : 2.6) * 2.5;
    const double free = 0.083 * (floor_z(s) - floor_z(s - 1)) * hole_m2;
    m->opening[m->openings++] = (flue_opening){.kind = FLUE_OPENING_HATCH,
                                               .from = t->stair[s - 1],
                                               .to = t->stair[s],
                                               .z_bottom = floor_z(s),
                                               .z_top = floor_z(s),
                                               .area_m2 = free,
                                               .cd = 0.6,
                                               .exponent = 0.5,
                                               .open = 1.0,
                                               .exchange_m2 = free};
  }
  add_slot(m, FLUE_OUTSIDE, t->stair[1], 0.0, 2.1, 0.9 * 2.1 / sqrt(e->doors_in_row), 0.7);
  for (int s = 2; s <= storeys; s += 2) {
    const int burns = s == fire_storey;
    const double z = floor_z(s), h = clear_height(s);
    const size_t lining = burns ? 1 : 0;
    t->room[s] = space(m, s, 3.8, 8.9, h, c, FLUE_ZONE_TWO_LAYER, lining);
    const size_t lobby = space(m, s, 2.3, 1.1, h, c, FLUE_ZONE_TWO_LAYER, lining);
    const size_t corridor = space(m, s, 27.5, 1.2, h, c, FLUE_ZONE_TWO_LAYER, 0);
    door(m, t->stair[s], lobby, z, 0.9, s == 6 ? 1.9 : 2.1);
    /* above the fire the inner door stands ajar: .3 m beside and above the leaf, then .9 m */
    door(m, lobby, t->room[s], z, burns ? 0.9 : 0.42, 2.1);
    if (burns)
      door(m, t->room[s], corridor, z, 1.2, 0.9);
    else
      door(m, t->room[s], corridor, z, 0.9, 2.1);
    if (s >= 6) door(m, t->room[s], corridor, z, 1.2, h);
    add_slot(m, corridor, FLUE_OUTSIDE, z + 0.7, z + 2.2, 0.06, 1.0);
  }
  t->fire = (flue_fire){.compartment = t->room[fire_storey],
                        .x_m = NAN,
                        .y_m = NAN,
                        .base_m = 0.8,
                        .when = FLUE_NO_TRIGGER,
                        .plume = FLUE_PLUME_LINE,
                        .length_m = length_of_burner};
  t->fire.fuel = (flue_fuel){.name = "propane",
                             .carbon = 3,
                             .hydrogen = 8,
                             .heat_of_combustion = 46.45e6,
                             .radiative_fraction = 0.29,
                             .area_rate = watt_per_m2};
  assert_int_equal(flue_fuel_complete(NULL, &t->fire.fuel, 0.005, 0.024, 0.0), FLUE_OK);
  static double heat_w[most_rows];
  for (size_t i = 0; i < e->rows; ++i)
    heat_w[i] = e->share[i] * watt_per_m2 * depth_of_burner * length_of_burner;
  t->fire.when.time_s = 0.0;
  t->fire.table = (flue_fire_table){.n = e->rows, .time_s = e->time_s, .heat_w = heat_w};
  m->input.fires = &t->fire;
  m->input.n_fires = 1;
  solve(m);
}

static double below_ceiling(const model *m, size_t room) {
  const int high = m->view.upper[room];
  return m->view.temp[high >= 0 ? high : m->view.lower[room]] - 273.15;
}

/** @param missed  What was found where the measured value is not met; 0: it is. */
static void expect(double value, double measured, double missed) {
  if (missed == 0.0)
    assert_near_rel(value, measured, most_miss);
  else
    expect_miss_near(value, measured, most_miss, missed, kept);
}

/* 32: tower of ten storeys, propane on the second, stair open on 4, 6, 8 and 10: peak releases
   3035, 3208, 2566, 3372 kW; peaks below the ceilings of storeys 4, 8 and 10 of 61.1 33.5 24.2
   (BK-R), 45.3 16.7 9.9 (CMP-R), 34.9 19.9 18.4 (CLC-I-R), 38.9 11.1 5.0 degC (CLC-II-R); 20 to 25
   % of the rise. The ramp of the burner is that of the FDS inputs, which follow the measured
   release to 1 %. Met on storey 4 of three tests. In the long test storeys 8 and 10 stay 6 and 4 K
   too cold, in the short ones 3 to 16 K too warm: one gas a storey of the stair brings smoke up at
   once. Of the release 2.0 to 2.6 MW burn in the room, as the oxygen that comes
   through its door allows; the rest leaves as vapour */
static void case_32_nrcc_tower(void **state) {
  (void)state;
  static const int storey[compared] = {4, 8, 10};
  for (int k = 0; k < tests; ++k) {
    const experiment *e = &experiments[k];
    tower t;
    double peak[compared] = {0}, wanted = 0.0, burnt = 0.0;
    build_tower(&t, e);
    for (double time = 10.0; time <= e->end_s; time += 10.0) {
      advance(&t.m, time);
      for (int i = 0; i < compared; ++i)
        peak[i] = fmax(peak[i], below_ceiling(&t.m, t.room[storey[i]]) - e->celsius_out);
      wanted = fmax(wanted, t.m.view.design_release[0]);
      burnt = fmax(burnt, t.m.view.heat_release[0]);
    }
    flue_network_balance balance;
    flue_network_get_balance(t.m.net, &balance);
    flue_network_destroy(&t.m.net);
    print_message("%s: burnt %.0f kW;", e->name, burnt / 1e3);
    for (int i = 0; i < compared; ++i)
      print_message(" %.1f for %.1f K", peak[i], e->peak_c[i] - e->start_c[i]);
    print_message("\n");
    assert_near_rel(wanted, e->peak_w, 0.01);
    expect(burnt, e->peak_w, e->burnt_w);
    for (int i = 0; i < compared; ++i) expect(peak[i], e->peak_c[i] - e->start_c[i], e->missed[i]);
    assert_true(balance.mass_error < 1e-9 && balance.energy_error < 1e-8);
  }
}

int main(void) {
  const struct CMUnitTest all[] = {cmocka_unit_test(case_32_nrcc_tower)};
  return cmocka_run_group_tests(all, NULL, NULL);
}
