/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases of network.md, section 6, with fires, steps in time or whole buildings, by their number
 * there, each with its source and tolerance; the others are listed in test_network_cases.c. Those
 * that are not met are tests that expect it, with the number found here and why. */
#include "models/door_force.h"
#include "models/gas.h"
#include "network_model.h"

static const double gravity = 9.81, air = 1.2; /* [kg m-3], of hand calculations */
static const double for_fires = 0.02;          /* share to which numbers of missed fires are kept */

/* ---- fires and steps in time ---- */

/** Air that changes its temperature and stores mass, below air whose density falls with height. */
static void start_free(model *m) {
  start(m, 20.0);
  m->input.is_held = m->input.is_uniform = 0;
  m->input.gravity = gravity;
  m->input.outside.pressure = pressure_for(air, 20.0);
}

static flue_fuel make_fuel(double carbon, double hydrogen, double co, double soot) {
  flue_fuel fuel = {.name = "fuel",
                    .carbon = carbon,
                    .hydrogen = hydrogen,
                    .heat_of_combustion = 46.45e6,
                    .area_rate = 1e6};
  assert_int_equal(flue_fuel_complete(NULL, &fuel, co, soot, 0.0), FLUE_OK);
  return fuel;
}

/** A design fire from time 0 on in the middle of a room; the fire stays with the caller. */
static void burn(model *m, flue_fire *fire, size_t room, double growth, double peak) {
  *fire = (flue_fire){.compartment = room,
                      .x_m = NAN,
                      .y_m = NAN,
                      .design = {growth, peak, 1e12, 0.0},
                      .fuel = make_fuel(3, 8, 0.005, 0.01),
                      .when = FLUE_NO_TRIGGER};
  m->input.fires = fire;
  m->input.n_fires = 1;
}

/** The same as heat alone, without mass and radiation. */
static void heat(model *m, flue_fire *fire, size_t room, double watt) {
  burn(m, fire, room, 1e12, watt);
  fire->fuel.heat_of_combustion = 1e12;
}

static double low_temp(const model *m, size_t room) {
  return m->view.temp[m->view.lower[room]];
}

/* 15: FDS door_crack: room of 2.6 x 2 x 2 m, propane of 160 kW, leak of .002 m2, fan of 1 m3/s and
   1000 Pa: 900 Pa and 160 kW (of its csv file) once steady; 5 %. Here 994.7 Pa and 66 kW.
   The numbers of the case do not go together: at 900 Pa the fan, Q = (1 - p / 1000 Pa)^(1/2) m3/s,
   blows .38 kg/s, and .002 m2 let .093 kg/s of cold air out, less of hot gas. Both are equal at
   993.4 Pa for cold air and above for hot gas; the .081 kg/s of air then hold what 160 kW need, but
   not above the oxygen limit of a fire in well-mixed gas */
static void case_15_fds_door_crack(void **state) {
  (void)state;
  static const flue_build_up steel = {1,
                                      {{50.0, 7850.0, 465.0, 0.2, 0.9, 0.0}}}; /* cold, as in FDS */
  const double most_pa = 1000.0;
  const double curve[4] = {most_pa, 0.0, -most_pa / (air * air), 0.0};
  model m;
  flue_fire fire;
  start_free(&m);
  const size_t a = add_room(&m, 0.0, 2.0, 20.0);
  m.room[a].area_m2 = 2.6 * 2.0;
  m.room[a].wall_area_m2 = 2.0 * (2.6 + 2.0) * 2.0;
  m.room[a].slab_area_m2 = 2.0 * m.room[a].area_m2;
  m.room[a].ceiling = m.room[a].wall = m.room[a].floor = 0;
  m.input.build_ups = &steel;
  m.input.n_build_ups = 1;
  const size_t fan = add(&m, FLUE_OUTSIDE, a, 1.2, flue_element_fan(curve, air, 0.0, 0.0));
  const size_t crack = add(&m, a, FLUE_OUTSIDE, 0.1, hole(0.002, 1.0));
  burn(&m, &fire, a, 1e9, 160e3);
  fire.fuel.radiative_fraction = 0.29; /* FDS */
  solve(&m);
  advance(&m, 900.0);
  const double fuel = m.view.fire[0].vapour;
  assert_near(flow(&m, fan) + fuel, flow(&m, crack), 1e-4);
  assert_true(m.view.pressure[a] > 993.4 && m.view.pressure[a] < most_pa);
  expect_miss_near(m.view.pressure[a], 900.0, 0.05, 994.7, 1e-3);
  expect_miss_near(m.view.heat_release[0], 160e3, 0.05, 66.06e3, for_fires);
  flue_network_destroy(&m.net);
}

/* 21: sealed room of 60 m3, 100 kW: 666.7 Pa/s (gamma = 1.4; the rate is tested in test_network.c
   too); with a leak of .01 m2, C = .65, at the floor 1128 Pa steady (computed with rho T = 353 kg
   K/m3, cp = 1005 J/(kg K), air of 1.2 kg/m3 going out); 1 %. Here 1096 Pa: gas under that pressure
   swells less and weighs more, and the heat capacity of hot gas is larger. With these the formula
   is met */
static void case_21_sealed_room_with_a_leak(void **state) {
  (void)state;
  const double watt = 100e3, volume = 60.0, cd_area = 0.65 * 0.01;
  for (int has_leak = 0; has_leak < 2; ++has_leak) {
    model m;
    flue_fire fire;
    start_free(&m);
    const size_t a = add_room(&m, 0.0, 3.0, 20.0);
    m.room[a].area_m2 = volume / 3.0;
    if (has_leak) m.room[a].zone = FLUE_ZONE_TWO_LAYER; /* so that cold air goes out */
    if (has_leak) add(&m, a, FLUE_OUTSIDE, 0.0, hole(0.01, 0.65));
    heat(&m, &fire, a, watt);
    solve(&m);
    advance(&m, 3.0);
    const double before = m.view.pressure[a];
    advance(&m, 4.0);
    if (!has_leak) {
      assert_near_rel(m.view.pressure[a] - before, 666.7, 0.01);
    } else {
      advance(&m, 25.0);
      const double absolute = m.input.outside.pressure + m.view.pressure[a];
      const double hot_k = m.view.temp[m.view.upper[a]]; /* air is drawn in cold and made as hot */
      const double cp = 0.5 * (flue_specific_heat(low_temp(&m, a)) + flue_specific_heat(hot_k));
      const double swells = gas_constant * watt / (cp * absolute); /* [m3 s-1] */
      const double rho = m.view.density[m.view.lower[a]];
      expect_miss_near(m.view.pressure_drop[0], 1128.0, 0.01, 1095.6, for_fires);
      assert_near_rel(m.view.pressure_drop[0], 0.5 * rho * pow(swells / cd_area, 2.0), 0.01);
    }
    flue_network_destroy(&m.net);
  }
}

/** 22: 3.6 kg of air and .02 kg/s more for 60 s, with ramps of 1 s; `is_warm`: it comes in as warm
 *  as the air inside. */
static void press_air_in(int is_warm, double *pressure, double *temp_k, double *density) {
  static const double ramp_t[] = {0.0, 1.0, 60.0, 61.0}, ramp_share[] = {0.0, 1.0, 1.0, 0.0};
  enum { rows = 124 };
  const double every = 0.5, rate = 0.02, mass = 3.6, start_k = 293.15;
  double time[rows], warm[rows], come = 0.0;
  for (int i = 0; i < rows; ++i) {
    time[i] = every * i;
    warm[i] = start_k * pow(1.0 + come / mass, FLUE_HEAT_RATIO - 1.0);
    const double middle = time[i] + 0.5 * every;
    come += every * rate * fmax(0.0, fmin(1.0, fmin(middle, 61.0 - middle)));
  }
  model m;
  start_free(&m);
  m.input.step_s = 0.1;
  if (is_warm) {
    m.input.ambient = (flue_ambient){.n = rows, .time_s = time, .temp_k = warm};
    m.input.ambient.constant = (flue_outside){start_k, m.input.outside.pressure, 0.0, 0.0, NAN};
  }
  const size_t a = add_room(&m, 0.0, 1.0, 20.0);
  m.room[a].area_m2 = 3.0;
  const size_t k = add(&m, FLUE_OUTSIDE, a, 0.5, flue_element_constant(FLUE_DENSITY_NONE, rate));
  m.opening[k].n_ramp = 4;
  m.opening[k].ramp_t = ramp_t;
  m.opening[k].ramp_share = ramp_share;
  solve(&m);
  for (int i = 1; i < rows; ++i) advance(&m, time[i]);
  advance(&m, 62.0);
  *pressure = m.view.pressure[a];
  *temp_k = low_temp(&m, a);
  *density = m.view.density[m.view.lower[a]];
  flue_network_destroy(&m.net);
}

/* 22: FDS pressure_rise: 3 m2 (a slice of 1 m), .02 kg/s of air for 60 s: +50,000 Pa, 55 degC, 1.6
   kg/m3; 1 % (of the absolute temperature). The inlet of FDS is adiabatic, so that air comes in as
   warm as that inside: a compression without heat, T (m / m_0)^-.4 constant. Air of 20 degC in its
   place, by the first law T m = T_0 (m_0 + 1.4 (m - m_0)), makes 49.3 degC and 47,124 Pa */
static void case_22_fds_pressure_rise(void **state) {
  (void)state;
  double pressure, temp_k, density;
  press_air_in(1, &pressure, &temp_k, &density);
  assert_near_rel(pressure, 50000.0, 0.01);
  assert_near_rel(temp_k, 55.0 + 273.15, 0.01);
  assert_near_rel(density, 1.6, 0.01);
  press_air_in(0, &pressure, &temp_k, &density);
  const double p0 = pressure_for(air, 20.0), gain = 1.0 + FLUE_HEAT_RATIO * 1.2 / 3.6;
  assert_near_rel(pressure, p0 * (gain - 1.0), 0.01);
  assert_near_rel(temp_k, 293.15 * gain * 3.6 / 4.8, 0.01);
}

/** 23: flow by volume of outside air [m3 s-1] and rise of the temperature [K] in a room with two
 *  vents. */
static void ventilate(double watt, double *flow_out, double *rise) {
  model m;
  flue_fire fire;
  start_free(&m);
  const size_t a = add_room(&m, 0.0, 3.0, 20.0);
  add(&m, FLUE_OUTSIDE, a, 0.0, hole(0.5, 0.6));
  add(&m, a, FLUE_OUTSIDE, 3.0, hole(0.5, 0.6));
  heat(&m, &fire, a, watt);
  solve(&m);
  advance(&m, 6000.0);
  *flow_out = flow(&m, 0) / air;
  *rise = low_temp(&m, a) - 293.15;
  flue_network_destroy(&m.net);
}

/* 23: Li and Delsante: 10 kW in a room with vents of .5 m2, Cd .6, 3 m apart: q = (Cd A*)^(2/3)
   (2 B h)^(1/3) = .4216 m3/s, 19.67 K; .5 %. The form takes densities as equal but for buoyancy.
   Here .4073 m3/s and 20.32 K, as with the densities there are: m^2 (1 / rho_o + 1 / rho_i) = 2 (Cd
   A)^2 (rho_o - rho_i) g h. With 100 W, where densities are equal, the form is met */
static void case_23_buoyant_vents(void **state) {
  (void)state;
  const double watt = 10e3, cd_area = 0.6 * 0.5, height = 3.0, cp = 1005.0, out_k = 293.15;
  double q, rise;
  ventilate(watt, &q, &rise);
  expect_miss(q, .4216, 5e-3, .40731);
  expect_miss(rise, 19.67, 5e-3, 20.321);
  double mass = air * .4216, warmer = 0.0;
  for (int i = 0; i < 100; ++i) {
    warmer = watt / (mass * cp);
    const double inside = air * out_k / (out_k + warmer);
    mass = cd_area * sqrt(2.0 * (air - inside) * gravity * height / (1.0 / air + 1.0 / inside));
  }
  assert_near_rel(q, mass / air, 5e-3);
  assert_near_rel(rise, warmer, 5e-3);
  ventilate(0.01 * watt, &q, &rise);
  assert_near_rel(q, .4216 * pow(0.01, 1.0 / 3.0), 5e-3);
  assert_near_rel(rise, 19.67 * pow(0.01, 2.0 / 3.0), 5e-3);
}

/* air as warm as that outside rests, whatever the height, also where one density of all air goes
   with temperatures that may change; 20 degC and 100 m */
static void a_uniform_column_of_equal_air_rests(void **state) {
  (void)state;
  model m;
  start(&m, 20.0);
  m.input.is_held = 0;
  const size_t a = add_room(&m, 0.0, 100.0, 20.0);
  const size_t low = add(&m, FLUE_OUTSIDE, a, 0.0, hole(0.01, 0.6)),
               high = add(&m, a, FLUE_OUTSIDE, 100.0, hole(0.01, 0.6));
  solve(&m);
  advance(&m, 60.0);
  assert_near(flow(&m, low), 0.0, 1e-9);
  assert_near(flow(&m, high), 0.0, 1e-9);
  flue_network_destroy(&m.net);
}

/** 30: depth of clear air over height, of an ideal layer: it takes what the plume of case 28 brings
 *  and swells with its heat. */
static double ideal_filling(double growth, double peak, double end_s) {
  const double height = 20.0, area = 1000.0, step = 0.01, rho_t = 353.0, cp = 1.005;
  double clear = height;
  for (int i = 0; i < (int)(end_s / step); ++i) {
    const double t = step * (i + 0.5), convective = 0.7e-3 * fmin(peak, growth * t * t);
    const double mass = .071 * cbrt(convective) * pow(clear, 5.0 / 3.0) + .0018 * convective;
    clear -= step * (mass / air + convective / (rho_t * cp)) / area;
  }
  return clear / height;
}

/* 30: filling of an atrium of 1000 m2 and 20 m (NFPA 92, from memory): steady 5 MW, 100 s: z/H =
   1.11 - .28 ln(t Q^(1/3) H^(-4/3) / (A/H^2)) = .4006; growing as t^2 to 1055 kW in 150 s, 150 s:
   .91 (t tg^(-2/5) H^(-4/5) (A/H^2)^(-3/5))^(-1.45) = .834; .1 %. Here .495 and .678. The formulas
   fit the first sign of smoke, and that of growing fires the time until it arrives; a layer of two
   zones is its mean and begins at once. An ideal layer under the plume of case 28 has .527, .721;
   what the jet under the ceiling draws in makes it deeper */
static void case_30_atrium_filling(void **state) {
  (void)state;
  static const flue_build_up concrete = {1, {{1.6, 2300.0, 900.0, 0.15, 0.94, 0.0}}};
  static const struct {
    double growth, peak, end_s, expected, found;
  } fires[] = {{1e12, 5e6, 100.0, .4006, .4949},
               {1055e3 / (150.0 * 150.0), 1e12, 150.0, .834, .6784}};
  for (int i = 0; i < 2; ++i) {
    model m;
    flue_fire fire;
    start_free(&m);
    const size_t a = add_room(&m, 0.0, 20.0, 20.0);
    flue_compartment *hall = &m.room[a];
    hall->zone = FLUE_ZONE_TWO_LAYER;
    hall->area_m2 = 1000.0;
    hall->wall_area_m2 = 4.0 * sqrt(1000.0) * 20.0;
    hall->slab_area_m2 = 2000.0;
    hall->ceiling = hall->wall = hall->floor = 0;
    m.input.build_ups = &concrete;
    m.input.n_build_ups = 1;
    add(&m, a, FLUE_OUTSIDE, 0.0, hole(5.0, 1.0));
    burn(&m, &fire, a, fires[i].growth, fires[i].peak);
    fire.fuel.radiative_fraction = 0.3; /* case 28 */
    solve(&m);
    advance(&m, fires[i].end_s);
    const double clear = m.view.layer_m[a] / 20.0;
    expect_miss_near(clear, fires[i].expected, 1e-3, fires[i].found, for_fires);
    const double ideal = ideal_filling(fires[i].growth, fires[i].peak, fires[i].end_s);
    assert_true(clear < 1.02 * ideal && clear > 0.9 * ideal);
    flue_network_destroy(&m.net);
  }
}

/** Mean temperature [K] and height [m] of the layer between 300 and 600 s of 8 MW in a flat of 60
 * m2 with a window and a door, and the air that comes in [kg s-1], by steps of one length. */
static void burn_flat(double step_s, double *temp_k, double *layer_m, double *comes_in) {
  static const flue_build_up concrete = {1, {{1.6, 2300.0, 900.0, 0.15, 0.94, 0.0}}};
  enum { from_s = 300, to_s = 600, every_s = 5 };
  model m;
  flue_fire fire;
  start_free(&m);
  m.input.step_s = step_s;
  const size_t a = add_room(&m, 0.0, 2.8, 20.0);
  flue_compartment *flat = &m.room[a];
  flat->zone = FLUE_ZONE_TWO_LAYER;
  flat->area_m2 = 60.0;
  flat->wall_area_m2 = 87.0;
  flat->slab_area_m2 = 120.0;
  flat->ceiling = flat->wall = flat->floor = 0;
  m.input.build_ups = &concrete;
  m.input.n_build_ups = 1;
  add_slot(&m, a, FLUE_OUTSIDE, 0.9, 2.4, 3.0, 0.7);
  add_slot(&m, a, FLUE_OUTSIDE, 0.0, 2.0, 1.8, 0.7);
  burn(&m, &fire, a, 190.0, 8e6);
  fire.fuel.radiative_fraction = 0.35;
  solve(&m);
  *temp_k = *layer_m = *comes_in = 0.0;
  for (int t = every_s; t <= to_s; t += every_s) {
    advance(&m, t);
    if (t <= from_s) continue;
    const double share = (double)every_s / (to_s - from_s);
    *temp_k += share * m.view.temp[m.view.upper[a]];
    *layer_m += share * m.view.layer_m[a];
    *comes_in += share * (m.view.back_flow[0] + m.view.back_flow[1]);
  }
  flue_network_destroy(&m.net);
}

/* Steps are no part of the model: those of 5 s, in which the plume could take up the lower layer
   more than once and surfaces take a third of the heat of the upper one, give what steps of .2 s
   give; .3 % */
static void long_steps_keep_the_layers_of_a_large_fire(void **state) {
  (void)state;
  double fine[3], coarse[3];
  burn_flat(0.2, &fine[0], &fine[1], &fine[2]);
  burn_flat(5.0, &coarse[0], &coarse[1], &coarse[2]);
  assert_true(fine[0] > 800.0 && fine[2] > 3.0);
  for (int i = 0; i < 3; ++i) assert_near_rel(coarse[i], fine[i], 0.003);
}

/* ---- whole buildings ---- */

static const double inch_of_water = 249.089; /* [Pa] */

/** A building of storeys with a lift shaft and a stair, each one compartment a storey. */
typedef struct tower {
  model m;
  int storeys;
  size_t room[30], wall[30], lift_door[30], fan;
} tower;

static const double storey_m = 3.5;

/** @param lift_m2  Leaks of the lift doors of a storey; four times that on the ground, where they
 *                  stand open. @param wall_m2  Leaks of the facade of a storey. */
static void build_tower(tower *t, int storeys, double lift_m2, double wall_m2) {
  const double stair_door_m2 = 2.0 * 0.02, shaft_m2 = 15.0, around_m = 16.0, rough_m = 0.001;
  model *m = &t->m;
  start(m, -12.0);
  m->input.gravity = gravity;
  t->storeys = storeys;
  size_t lift = 0, stair = 0;
  for (int s = 0; s < storeys; ++s) {
    const double z = storey_m * s, middle = z + 0.5 * storey_m;
    const size_t room = add_room(m, z, storey_m, 21.0), lift_below = lift, stair_below = stair;
    lift = add_room(m, z, storey_m, 21.0);
    stair = add_room(m, z, storey_m, 21.0);
    t->room[s] = room;
    t->wall[s] = add(m, room, FLUE_OUTSIDE, middle, hole(1.0, 0.65));
    m->opening[t->wall[s]].multiplier = wall_m2;
    t->lift_door[s] = add(m, lift, room, middle, hole((s == 0 ? 4.0 : 1.0) * lift_m2, 0.65));
    add(m, stair, room, middle, hole(stair_door_m2, 0.65));
    if (s == 0) continue;
    add(m, lift_below, lift, z, flue_element_shaft(shaft_m2, around_m, rough_m, storey_m));
    add(m, stair_below, stair, z, flue_element_stair(shaft_m2, storey_m, 0.0, 0));
  }
  t->fan = add(m, FLUE_OUTSIDE, lift, storey_m * storeys - 1.0,
               flue_element_constant(FLUE_DENSITY_ONE, 1000.0));
  m->opening[t->fan].open = 0.0;
  solve(m);
}

/** Largest and smallest pressure of the lift shaft over the storeys [Pa]. */
static void lift_pressures(const tower *t, double *least, double *most) {
  *least = INFINITY;
  *most = -INFINITY;
  for (int s = 0; s < t->storeys; ++s) {
    const double dp = t->m.view.pressure_drop[t->lift_door[s]];
    *least = fmin(*least, dp);
    *most = fmax(*most, dp);
  }
}

static double stack(int storeys, double lift_m2, double wall_m2) {
  tower t;
  double least, most;
  build_tower(&t, storeys, lift_m2, wall_m2);
  lift_pressures(&t, &least, &most);
  flue_network_destroy(&t.m.net);
  return fmax(-least, most);
}

/** Leaks of the facade with which the stack effect over the lift doors has a size. */
static double calibrate(int storeys, double lift_m2, double wanted_pa) {
  double low = 1e-3, high = 10.0;
  for (int i = 0; i < 50; ++i) {
    const double middle = sqrt(low * high);
    if (stack(storeys, lift_m2, middle) < wanted_pa)
      low = middle;
    else
      high = middle;
  }
  return sqrt(low * high);
}

/** Sets the share of the fan so that the shaft has at least so much over each storey. */
static void pressurise(tower *t, double least_pa) {
  double low = 0.0, high = 1.0, least, most;
  for (int i = 0; i < 40; ++i) {
    const double share = 0.5 * (low + high);
    flue_network_set_open(t->m.net, t->fan, share);
    assert_int_equal(flue_network_balance_now(NULL, t->m.net), FLUE_OK);
    lift_pressures(t, &least, &most);
    if (least < least_pa)
      low = share;
    else
      high = share;
  }
}

/* 33: Clemson (Beasley and Miller, Pressurization in Tall Building Elevator Shafts): 10 storeys
   with one shaft of three lifts, 30 storeys with eight lifts, 21 degC inside, -12 outside, leaks
   calibrated to a stack effect of up to .071 and .134 inches of water over the lift doors (17.7 and
   33.4 Pa); trend. With at least .05 inches over all lift doors, those of the ground storey open,
   some have more than .3, in the tall building .4 inches; and the profile moves by the same at all
   levels but the ground. Leaks are not in the collection: .06 m2 a lift door, .02 m2 a door of two
   stairs, four times as much for an open lift door; those of the facade are calibrated here */
static void case_33_lift_shafts_of_clemson(void **state) {
  (void)state;
  static const struct {
    int storeys;
    double lift_m2, stack_inch, most_inch;
  } buildings[] = {{10, 3 * 0.06, .071, .3}, {30, 8 * 0.06, .134, .4}};
  double worst[2];
  for (int i = 0; i < 2; ++i) {
    const int n = buildings[i].storeys;
    const double wanted = buildings[i].stack_inch * inch_of_water;
    const double wall_m2 = calibrate(n, buildings[i].lift_m2, wanted);
    assert_true(wall_m2 > 0.1 && wall_m2 < 1.0); /* as a loose facade of 100 to 1000 m2 */
    tower t;
    double least, most, before[30], shift_least = INFINITY, shift_most = 0.0;
    build_tower(&t, n, buildings[i].lift_m2, wall_m2);
    lift_pressures(&t, &least, &most);
    assert_near_rel(fmax(-least, most), wanted, 1e-3);
    assert_true(least < 0.0 && most > 0.0); /* in below, out above */
    for (int s = 0; s < n; ++s) before[s] = t.m.view.pressure_drop[t.lift_door[s]];
    pressurise(&t, 0.05 * inch_of_water);
    lift_pressures(&t, &least, &worst[i]);
    assert_near_rel(least, 0.05 * inch_of_water, 1e-3);
    assert_true(worst[i] > buildings[i].most_inch * inch_of_water);
    for (int s = 1; s < n; ++s) {
      const double shift = t.m.view.pressure_drop[t.lift_door[s]] - before[s];
      shift_least = fmin(shift_least, shift);
      shift_most = fmax(shift_most, shift);
    }
    assert_true(shift_most - shift_least < 0.1 * shift_most);
    print_message(
        "%d storeys: facade %.2f m2, up to %.3f inches of water, moved by %.0f to %.0f Pa\n", n,
        wall_m2, worst[i] / inch_of_water, shift_least, shift_most);
    flue_network_destroy(&t.m.net);
  }
  assert_true(worst[1] > worst[0]);
  /* the same leaks: the stack effect goes with the height */
  assert_near(stack(30, 0.18, 0.1) / stack(10, 0.18, 0.1), 3.0, 0.5);
}

/* ---- a stair of Ventus ---- */

enum { stair_storeys = 6, fire_door = 3 };

typedef struct stairwell {
  model m;
  flue_controller control;
  flue_switch door_opens;
  size_t door[stair_storeys]; /**< Closed, from the stair to the storey. */
  size_t open_door, fan;
} stairwell;

static const double open_at_s = 120.0, doorway_m2 = 0.9 * 2.0;

/** A stair with a supply whose speed holds the pressure over the middle storey from the start, and
 *  a door that opens later on a storey with its windows open.
 *  @param is_held_speed  The speed is that of the closed stair for good. */
static void build_stair(stairwell *w, double speed, int is_held_speed) {
  model *m = &w->m;
  start(m, 20.0);
  m->input.step_s = 0.1;
  size_t stair = 0, middle = 0, room = 0;
  for (int s = 0; s < stair_storeys; ++s) {
    const double z = 3.0 * s, at = z + 1.5;
    const size_t below = stair;
    stair = add_room(m, z, 3.0, 20.0);
    room = add_room(m, z, 3.0, 20.0);
    w->door[s] = add(m, stair, room, at, hole(0.0116, 0.65));
    add(m, room, FLUE_OUTSIDE, at, hole(s == fire_door ? 1.5 : 0.05, 0.65));
    if (s == fire_door) {
      w->open_door = add(m, stair, room, at, hole(doorway_m2, 0.65));
      m->opening[w->open_door].open = 0.0;
    }
    if (s == fire_door - 1) middle = w->door[s];
    if (s > 0) add(m, below, stair, z, flue_element_stair(12.0, 3.0, 0.0, 0));
  }
  w->fan = add(m, FLUE_OUTSIDE, stair, 3.0 * stair_storeys - 1.0,
               flue_element_constant(FLUE_DENSITY_ONE, 4.0));
  m->opening[w->fan].open = speed;
  w->control = (flue_controller){.kind = FLUE_CONTROL_PI,
                                 .opening = w->fan,
                                 .from = m->opening[middle].from,
                                 .to = m->opening[middle].to,
                                 .z_m = m->opening[middle].z_bottom,
                                 .setpoint_pa = 37.5,
                                 .gain = 0.0005,
                                 .integral_s = 0.2,
                                 .high = 1.0,
                                 .every_s = 0.1,
                                 .when = FLUE_NO_TRIGGER};
  m->input.controllers = &w->control;
  m->input.n_controllers = is_held_speed ? 0 : 1;
  w->door_opens = (flue_switch){.opening = w->open_door, .after = 1.0, .when = FLUE_NO_TRIGGER};
  w->door_opens.when.time_s = open_at_s;
  m->input.switches = &w->door_opens;
  m->input.n_switches = 1;
  solve(m);
}

static double doorway_speed(const stairwell *w) {
  return flow(&w->m, w->open_door) / (w->m.view.density[0] * doorway_m2);
}

/* 34: Ventus, tutorial of stairs under pressure: doors closed 25 to 50 Pa over each and at most 100
   N to open one; the door to the storey of the fire open, at least 1 m/s in it within 5 s. Leaf of
   .9 x 2 m, handle at .07 m, closer of 45 N; gaps of network.md, section 7; a fan of up to 4 m3/s
   whose speed a controller sets. With the speed it has while all doors are shut the air is too slow
 */
static void case_34_stair_of_ventus(void **state) {
  (void)state;
  stairwell w;
  build_stair(&w, 0.0, 0);
  advance(&w.m, open_at_s - 1.0);
  for (int s = 0; s < stair_storeys; ++s) {
    const double dp = w.m.view.pressure_drop[w.door[s]];
    assert_true(dp >= 25.0 && dp <= 50.0);
    assert_true(flue_door_force(0.9, 2.0, 0.07, 45.0, dp) <= 100.0);
  }
  const double speed_shut = w.m.view.open[w.fan];
  advance(&w.m, open_at_s + 5.0);
  assert_true(doorway_speed(&w) >= 1.0);
  flue_network_destroy(&w.m.net);
  build_stair(&w, speed_shut, 1);
  advance(&w.m, open_at_s + 5.0);
  assert_true(doorway_speed(&w) > 0.0 && doorway_speed(&w) < 1.0);
  flue_network_destroy(&w.m.net);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(case_15_fds_door_crack),
      cmocka_unit_test(case_21_sealed_room_with_a_leak),
      cmocka_unit_test(case_22_fds_pressure_rise),
      cmocka_unit_test(case_23_buoyant_vents),
      cmocka_unit_test(a_uniform_column_of_equal_air_rests),
      cmocka_unit_test(case_30_atrium_filling),
      cmocka_unit_test(long_steps_keep_the_layers_of_a_large_fire),
      cmocka_unit_test(case_33_lift_shafts_of_clemson),
      cmocka_unit_test(case_34_stair_of_ventus),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
