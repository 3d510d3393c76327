/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input of CFAST as a scenario: every number in SI, defaults as CFAST has them, findings at their
 * places. */
#include "scenario_fixture.h"

#define HEAD "&HEAD VERSION = 7600, TITLE = 'Case' /\n"
#define ROOM "&COMP ID = 'A' WIDTH = 4 DEPTH = 5 HEIGHT = 3 /\n"
#define FUEL "&CHEM ID = 'F' CARBON = 1 HYDROGEN = 4 HEAT_OF_COMBUSTION = 50000 /\n"

static double value(const flue_value *v) {
  assert_int_equal(v->d.kind, FLUE_CONSTANT);
  return v->d.p[0];
}

static void same_numbers(const flue_numbers *got, size_t n, const double *wanted) {
  assert_int_equal(got->n, n);
  for (size_t i = 0; i < n; ++i) assert_near_rel(got->v[i], wanted[i], 1e-12);
}

/** Number of findings of a kind. */
static int found(const reading *r, flue_message m) {
  int n = 0;
  for (size_t i = 0; i < r->list.n; ++i) n += r->list.items[i].message == m;
  return n;
}

static void general_records_are_read_in_SI(void **state) {
  (void)state;
  reading r = read_sound(
      "&HEAD VERSION = 7600, TITLE = '\"Two rooms\"' /\n"
      "&TIME SIMULATION = 1800 PRINT = 60 SPREADSHEET = 15 /\n"
      "&INIT PRESSURE = 101300 RELATIVE_HUMIDITY = 40 INTERIOR_TEMPERATURE = 22 "
      "EXTERIOR_TEMPERATURE = -5 INTERIOR_O2_MASS_FRACTION = 0.2 /\n"
      "&MISC ADIABATIC = T MAX_TIME_STEP = 0.1 LOWER_OXYGEN_LIMIT = 0.1 "
      "SPECIFIC_EXTINCTION = 8000, 4000 /\n" ROOM,
      NULL);
  const flue_root *root = &r.scenario->root;
  assert_true(root->has_network);
  assert_string_equal(root->title[FLUE_EN], "Two rooms");
  assert_near(value(&root->run.end), 1800.0, 0.0);
  assert_near(value(&root->run.output), 15.0, 0.0);
  assert_near(value(&root->site.weather.temperature), 268.15, 1e-12);
  assert_near(value(&root->site.weather.lapse), 0.0, 0.0);
  assert_near(value(&root->network.temperature), 295.15, 1e-12);
  assert_near(value(&root->network.humidity), 0.4, 1e-15);
  assert_near(value(&root->network.pressure), 101300.0, 0.0);
  assert_near(value(&root->network.oxygen), 0.2, 0.0);
  assert_true(isnan(root->network.longest_step.d.p[0])); /* the engine chooses */
  assert_near(value(&root->network.oxygen_limit), 0.1, 0.0);
  same_numbers(&root->network.extinction, 2, (const double[]){8000, 4000});
  assert_true(root->network.adiabatic);
  reading_clear(&r);
}

static void a_file_of_one_room_has_the_defaults_of_cfast(void **state) {
  (void)state;
  reading r = read_sound(ROOM, NULL);
  const flue_root *root = &r.scenario->root;
  assert_near(value(&root->run.end), 900.0, 0.0);
  assert_near(value(&root->run.output), 60.0, 0.0);
  assert_near(value(&root->network.temperature), 293.15, 1e-12);
  assert_near(value(&root->network.humidity), 0.5, 0.0);
  assert_near(value(&root->network.pressure), 101325.0, 0.0);
  /* choices of computing stay flue's own */
  assert_true(isnan(root->network.oxygen_limit.d.p[0]));
  assert_true(isnan(root->network.longest_step.d.p[0]));
  const flue_net_compartment *room = FLUE_ITEM(flue_net_compartment, root->network.compartments, 0);
  same_numbers(&room->at, 3, (const double[]){0, 0, 0});
  assert_int_equal(room->ceiling.n + room->walls.n + room->floor.n, 0);
  assert_int_equal(room->kind, 0);
  reading_clear(&r);
}

static void compartments_have_layers_leaks_and_shapes(void **state) {
  (void)state;
  reading r = read_sound(
      "&MATL ID = 'GYP1/2' MATERIAL = 'Gypsum' CONDUCTIVITY = 0.16 DENSITY = 790 SPECIFIC_HEAT = "
      "0.9 THICKNESS = 0.016 /\n"
      "&COMP ID = 'Hall' WIDTH = 4 DEPTH = 5 HEIGHT = 3 ORIGIN = 1, 2, 3 HALL = .TRUE.\n"
      "  CEILING_MATL_ID = 'GYP1/2', 'DEFAULT' CEILING_THICKNESS = 0.02, 0.1\n"
      "  WALL_MATL_ID = 'OFF' FLOOR_MATL_ID(1) = 'GYP1/2' LEAK_AREA_RATIO = 0.001, 0 /\n"
      "&COMP ID = 'Shaft' WIDTH = 2 DEPTH = 2 HEIGHT = 10 SHAFT = .TRUE. LEAK_AREA = 0.8, 0.04\n"
      "  FLOW_COEFFICIENT = 0.07 CROSS_SECT_HEIGHTS = 0 5 CROSS_SECT_AREAS = 4 2 /\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  assert_int_equal(net->materials.n, 2);
  const flue_net_material *gypsum = FLUE_ITEM(flue_net_material, net->materials, 0),
                          *usual = FLUE_ITEM(flue_net_material, net->materials, 1);
  assert_string_equal(gypsum->id.text, "GYP1/2");
  assert_string_equal(gypsum->name.text, "Gypsum");
  assert_near(value(&gypsum->specific_heat), 900.0, 1e-12);
  assert_near(value(&gypsum->emissivity), 0.9, 0.0);
  assert_string_equal(usual->id.text, "DEFAULT");
  assert_near(value(&usual->conductivity), 0.12, 0.0);
  const flue_net_compartment *hall = FLUE_ITEM(flue_net_compartment, net->compartments, 0),
                             *shaft = FLUE_ITEM(flue_net_compartment, net->compartments, 1);
  assert_true(hall->corridor && !shaft->corridor);
  assert_int_equal(shaft->kind, 1);
  same_numbers(&hall->at, 3, (const double[]){1, 2, 3});
  assert_int_equal(hall->ceiling.n, 2);
  assert_int_equal(hall->walls.n, 0);
  assert_int_equal(hall->floor.n, 1);
  const flue_net_layer *outer = FLUE_ITEM(flue_net_layer, hall->ceiling, 1);
  assert_string_equal(outer->material.text, "DEFAULT");
  assert_near(value(&outer->thickness), 0.1, 0.0);
  assert_near(value(&hall->leak_walls), 0.001, 0.0);
  assert_near(value(&hall->leak_floor), 0.0, 0.0);
  assert_near_rel(value(&shaft->leak_walls), 0.8 / 80.0, 1e-12);
  assert_near_rel(value(&shaft->leak_floor), 0.01, 1e-12);
  assert_near(value(&shaft->leak_cd), 0.07, 0.0);
  same_numbers(&shaft->areas, 2, (const double[]){4, 2});
  reading_clear(&r);
}

static void openings_keep_their_order_and_open_as_told(void **state) {
  (void)state;
  reading r = read_sound(
      ROOM
      "&COMP ID = 'B' WIDTH = 4 DEPTH = 5 HEIGHT = 3 ORIGIN = 0 0 3 /\n"
      "&DEVC ID = 't' COMP_ID = 'A' TYPE = 'PLATE' LOCATION = 1 1 1 /\n"
      "&VENT TYPE = 'WALL' ID = 'door' COMP_IDS = 'OUTSIDE', 'A' BOTTOM = 0.5 TOP = 2 WIDTH = 1 "
      "FACE = 'REAR' OFFSET = 1.5 CRITERION = 'TIME' T = 0, 600, 600 F = 0, 0, 1 /\n"
      "&VENT TYPE = 'WALL' COMP_IDS = 'A', 'OUTSIDE' BOTTOM = -1 HEIGHT = 0.5 WIDTH = 1 "
      "CRITERION = 'FLUX' SETPOINT = 2.5 DEVC_ID = 't' PRE_FRACTION = 0 /\n"
      "&VENT TYPE = 'FLOOR' ID = 'hatch' COMP_IDS = 'B', 'A' AREA = 0.5 SHAPE = 'SQUARE' OFFSETS = "
      "1 2 FLOW_COEFFICIENT = 0.6 /\n"
      "&VENT TYPE = 'CEILING' ID = 'roof' COMP_IDS = 'OUTSIDE', 'B' AREA = 1 POST_FRACTION = 0.3 "
      "/\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_opening *door = FLUE_ITEM(flue_net_opening, net->openings, 0),
                         *second = FLUE_ITEM(flue_net_opening, net->openings, 1),
                         *hatch = FLUE_ITEM(flue_net_opening, net->openings, 2),
                         *roof = FLUE_ITEM(flue_net_opening, net->openings, 3);
  /* measured from a room, never from outside */
  assert_string_equal(door->between.items[0].text, "A");
  assert_string_equal(door->between.items[1].text, "outside");
  assert_near(value(&door->height), 1.5, 1e-15);
  assert_int_equal(door->face, FLUE_NET_REAR);
  same_numbers(&door->offset, 1, (const double[]){1.5});
  same_numbers(&door->times, 3, (const double[]){0, 600, 600.001}); /* a step */
  same_numbers(&door->shares, 3, (const double[]){0, 0, 1});
  assert_string_equal(second->id.text, "opening 2");
  assert_near(value(&second->bottom), 2.0, 1e-15); /* below 0: from the ceiling */
  assert_near(value(&second->when.at_flux), 2500.0, 1e-9);
  assert_string_equal(second->when.target.text, "t");
  assert_near(value(&second->before), 0.0, 0.0);
  assert_near(value(&second->after), 1.0, 0.0);
  assert_int_equal(hatch->kind, FLUE_NET_FLOOR);
  assert_string_equal(hatch->between.items[0].text, "B"); /* the upper one */
  assert_int_equal(hatch->shape, 0);
  assert_near(value(&hatch->cd), 0.6, 0.0);
  assert_int_equal(roof->shape, 1); /* round where nothing is said */
  assert_near(value(&roof->before), 0.3, 0.0);
  reading_clear(&r);
}

static void fans_have_ends_filters_and_ramps(void **state) {
  (void)state;
  reading r = read_sound(
      ROOM
      "&RAMP ID = 'r' T = 0 60 F = 0 1 /\n"
      "&VENT TYPE = 'MECHANICAL' ID = 'fan' COMP_IDS = 'OUTSIDE', 'A' AREAS = 0.3, 0.4 HEIGHTS = "
      "2, "
      "-1 FLOW = 0.5 CUTOFFS = 100, 150 ORIENTATIONS = 'HORIZONTAL', 'VERTICAL' OFFSETS = 1, 2 "
      "FILTER_TIME = 30 FILTER_EFFICIENCY = 95 OPENING_RAMP_ID = 'r' /\n"
      "&VENT TYPE = 'MECHANICAL' ID = 'off' COMP_IDS = 'A' 'OUTSIDE' FLOW = 0 CRITERION = "
      "'TEMPERATURE' SETPOINT = 60 DEVC_ID = 't' PRE_FRACTION = 1 POST_FRACTION = 0.25 /\n"
      "&DEVC ID = 't' COMP_ID = 'A' TYPE = 'PLATE' LOCATION = 1 1 1 /\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_fan *fan = FLUE_ITEM(flue_net_fan, net->fans, 0),
                     *off = FLUE_ITEM(flue_net_fan, net->fans, 1);
  assert_string_equal(fan->between.items[0].text, "outside"); /* from the first to the second */
  assert_near(value(&fan->flow), 0.5, 0.0);
  same_numbers(&fan->heights, 2, (const double[]){2, 2});
  same_numbers(&fan->areas, 2, (const double[]){0.3, 0.4});
  same_numbers(&fan->cutoff, 2, (const double[]){100, 150});
  same_numbers(&fan->offset, 2, (const double[]){1, 2});
  assert_string_equal(fan->facing.items[0].text, "horizontal");
  assert_near_rel(value(&fan->filter_share), 0.95, 1e-12);
  assert_near(value(&fan->filter_from), 30.0, 0.0);
  same_numbers(&fan->times, 2, (const double[]){0, 60});
  same_numbers(&off->cutoff, 2, (const double[]){200, 300});
  assert_near(value(&off->when.at_temperature), 333.15, 1e-12);
  assert_near(value(&off->after), 0.25, 0.0);
  reading_clear(&r);
}

static void fires_join_place_fuel_and_table_in_any_order_of_columns(void **state) {
  (void)state;
  reading r = read_sound(
      ROOM FUEL
      "&FIRE ID = 'one' COMP_ID = 'A' FIRE_ID = 'F' LOCATION = 2, 2.5 /\n"
      "&FIRE ID = 'two' COMP_ID = 'A' FIRE_ID = 'F' LOCATION = -1, 1 IGNITION_CRITERION = 'FLUX' "
      "SETPOINT = 6 DEVC_ID = 't' /\n"
      "&FIRE ID = 'later' COMP_ID = 'A' FIRE_ID = 'G' SETPOINT = 90 E_COEFFICIENT = 0.3 /\n"
      "&TABL ID = 'F' DATA = 0, 0.05, 0, 0.3, 0.01 /\n"
      "&TABL ID = 'F' DATA = 60, 0.05, 100, 0, 0.01 /\n"
      "&TABL ID = 'F' LABELS = 'TIME', 'SOOT_YIELD', 'hrr', 'AREA', 'TRACE_YIELD' /\n"
      "&CHEM ID = 'G' CARBON = 3 CHLORINE = 0.5 HEAT_OF_COMBUSTION = 1.0D4 RADIATIVE_FRACTION = "
      "0.4 "
      "HRR = 50 CO_YIELD = 0.02 AREA = 0.5 FLAMING_TRANSITION_TIME = 20 /\n"
      "&DEVC ID = 't' COMP_ID = 'A' TYPE = 'PLATE' LOCATION = 1 1 1 /\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_fire *one = FLUE_ITEM(flue_net_fire, net->fires, 0),
                      *two = FLUE_ITEM(flue_net_fire, net->fires, 1),
                      *later = FLUE_ITEM(flue_net_fire, net->fires, 2);
  same_numbers(&one->at, 2, (const double[]){2, 2.5});
  same_numbers(&one->times, 2, (const double[]){0, 60});
  same_numbers(&one->heat, 2, (const double[]){0, 1e5});
  same_numbers(&one->soot, 2, (const double[]){0.05, 0.05});
  same_numbers(&one->areas, 2, (const double[]){0.3, 0.031415926535897934});
  same_numbers(&one->trace, 2, (const double[]){0.01, 0.01});
  assert_int_equal(one->co.n + one->hcl.n, 0);
  assert_true(isnan(one->when.at_time.d.p[0]));
  same_numbers(&two->at, 2, (const double[]){3, 1});
  same_numbers(&two->heat, 2, (const double[]){0, 1e5}); /* one table for two fires */
  assert_near(value(&two->when.at_flux), 6000.0, 1e-9);
  same_numbers(&later->heat, 1, (const double[]){5e4});
  same_numbers(&later->co, 1, (const double[]){0.02});
  assert_near(value(&later->when.at_time), 90.0, 0.0);
  assert_near(value(&later->flaming_from), 20.0, 0.0);
  assert_near(value(&later->e_coefficient), 0.3, 0.0);
  assert_true(isnan(one->e_coefficient.d.p[0]));
  const flue_net_fuel *f = FLUE_ITEM(flue_net_fuel, net->fuels, 0),
                      *g = FLUE_ITEM(flue_net_fuel, net->fuels, 1);
  assert_near(value(&f->heat_of_combustion), 5e7, 1e-6);
  assert_near(value(&f->radiative_fraction), 0.0, 0.0); /* CFAST's default */
  assert_near(value(&g->heat_of_combustion), 1e7, 1e-6);
  assert_near(value(&g->chlorine), 0.5, 0.0);
  reading_clear(&r);
}

static void targets_face_and_are_made_of_what_they_say(void **state) {
  (void)state;
  reading r = read_sound(
      ROOM FUEL
      "&MATL ID = 'STEEL' CONDUCTIVITY = 54 DENSITY = 7850 SPECIFIC_HEAT = 0.465 THICKNESS = 0.01 "
      "/\n"
      "&FIRE ID = 'fire' COMP_ID = 'A' FIRE_ID = 'F' LOCATION = 2, 2 /\n"
      "&DEVC ID = 'a' COMP_ID = 'A' TYPE = 'PLATE' LOCATION = 1, 1, -1 MATL_ID = 'STEEL' "
      "SURFACE_ORIENTATION = 'LEFT WALL' TEMPERATURE_DEPTH = 0.0075 DEPTH_UNITS = 'M' "
      "SURFACE_TEMPERATURE = 30 /\n"
      "&DEVC ID = 'b' COMP_ID = 'A' TYPE = 'CYLINDER' LOCATION = 1, 1, 1 MATL_ID = 'STEEL' "
      "THICKNESS "
      "= 0.02 FRONT_SURFACE_ORIENTATION = 'CEILING' TEMPERATURE_DEPTH = 0.25 /\n"
      "&DEVC ID = 'c' COMP_ID = 'A' TYPE = 'PLATE' LOCATION = 1 2 0 SURFACE_ORIENTATION = 'fire' "
      "ADIABATIC_TARGET = T CONVECTION_COEFFICIENTS = 0.01, 0.005 /\n"
      "&DEVC ID = 'd' COMP_ID = 'A' TYPE = 'PLATE' LOCATION = 1 2 0 NORMAL = 1, 0, 0 "
      "TEMPERATURE_DEPTH = 0.05 DEPTH_UNITS = 'DISTANCE' /\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_target *a = FLUE_ITEM(flue_net_target, net->targets, 0),
                        *b = FLUE_ITEM(flue_net_target, net->targets, 1),
                        *c = FLUE_ITEM(flue_net_target, net->targets, 2),
                        *d = FLUE_ITEM(flue_net_target, net->targets, 3);
  same_numbers(&a->at, 3, (const double[]){1, 1, 2});
  same_numbers(&a->normal, 3, (const double[]){0, -1, 0});
  assert_near(value(&a->depth), 0.0075, 0.0);
  assert_near(value(&a->temperature), 303.15, 1e-12);
  assert_int_equal(b->kind, FLUE_NET_CYLINDER);
  same_numbers(&b->normal, 3, (const double[]){0, 0, 1});
  assert_near(value(&b->thickness), 0.02, 0.0);
  assert_near_rel(value(&b->depth), 0.005, 1e-12); /* a share of the thickness */
  same_numbers(&c->normal, 3, (const double[]){1, 0, 0});
  assert_true(c->adiabatic);
  same_numbers(&c->convection, 2, (const double[]){10, 5});
  assert_string_equal(c->material.text, "DEFAULT");
  assert_true(isnan(c->depth.d.p[0])); /* its middle */
  same_numbers(&d->normal, 3, (const double[]){1, 0, 0});
  assert_near(value(&d->depth), 0.012, 0.0); /* not beyond the back */
  reading_clear(&r);
}

static void detectors_respond_at_temperatures_and_obscurations(void **state) {
  (void)state;
  reading r = read_sound(
      ROOM
      "&DEVC ID = 'a' COMP_ID = 'A' TYPE = 'SPRINKLER' LOCATION = 1, 1, 2.9 SETPOINT = 68 RTI = 80 "
      "SPRAY_DENSITY = 7E-5 /\n"
      "&DEVC ID = 'b' COMP_ID = 'A' TYPE = 'HEAT_DETECTOR' /\n"
      "&DEVC ID = 'c' COMP_ID = 'A' TYPE = 'SMOKE_DETECTOR' LOCATION = 1, 1, 2.9 SETPOINT = 10 /\n"
      "&DEVC ID = 'd' COMP_ID = 'A' TYPE = 'SMOKE_DETECTOR' LOCATION = 1, 1, 2.9 SETPOINTS(1) = 20 "
      "SETPOINTS(2) = 10 /\n"
      "&DEVC ID = 'e' COMP_ID = 'A' TYPE = 'SMOKE_DETECTOR' LOCATION = 1, 1, 2.9 SPRAY_DENSITY = "
      "-300 /\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_detector *a = FLUE_ITEM(flue_net_detector, net->detectors, 0),
                          *b = FLUE_ITEM(flue_net_detector, net->detectors, 1),
                          *c = FLUE_ITEM(flue_net_detector, net->detectors, 2),
                          *d = FLUE_ITEM(flue_net_detector, net->detectors, 3),
                          *e = FLUE_ITEM(flue_net_detector, net->detectors, 4);
  assert_int_equal(a->kind, FLUE_NET_SPRINKLER);
  assert_near(value(&a->temperature), 341.15, 1e-12);
  assert_near(value(&a->rti), 80.0, 0.0);
  assert_near(value(&a->density), 7e-5, 1e-18);
  assert_int_equal(b->kind, FLUE_NET_HEAT);
  assert_near(value(&b->temperature), 330.37, 1e-9); /* 135 degF */
  assert_near(value(&b->rti), 50.0, 0.0);
  same_numbers(&b->at, 3, (const double[]){2, 2.5, 3 - 0.0762});
  assert_near_rel(value(&c->obscuration), -log(0.9), 1e-12);
  assert_near_rel(value(&d->obscuration), -log(0.9), 1e-12); /* flaming */
  assert_near_rel(value(&d->smouldering), -log(0.8), 1e-12);
  assert_near_rel(value(&e->obscuration), -log(0.92) / 0.3048, 1e-6); /* 8 %/ft */
  assert_near(value(&e->density), 0.0, 0.0);
  reading_clear(&r);
}

static void conduction_and_imposed_conditions_are_carried_over(void **state) {
  (void)state;
  reading r = read_sound(
      ROOM
      "&COMP ID = 'B' WIDTH = 4 DEPTH = 5 HEIGHT = 3 ORIGIN = 0 0 3 /\n"
      "&CONN TYPE = 'FLOOR' COMP_ID = 'B' COMP_IDS = 'A' /\n"
      "&CONN TYPE = 'CEILING' COMP_ID = 'A' COMP_IDS = 'B' /\n"
      "&CONN TYPE = 'WALL' COMP_ID = 'A' COMP_IDS = 'B', 'OUTSIDE' F = 0.4, 0.6 /\n"
      "&DIAG GAS_TEMPERATURE = 726.85 PARTIAL_PRESSURE_H2O = 101325 PARTIAL_PRESSURE_CO2 = 0\n"
      "  ADIABATIC_TARGET_VERIFICATION = 'ON' RADIATIVE_INCIDENT_FLUX = 1 UPPER_LAYER_THICKNESS = "
      "1\n"
      "  VERIFICATION_TIME_STEP = 0.5 VERIFICATION_FIRE_HEAT_FLUX = 50 T = 0, 10 F = 500., 600. "
      "/\n",
      NULL);
  const flue_net *net = &r.scenario->root.network;
  const flue_net_link *floor = FLUE_ITEM(flue_net_link, net->links, 0),
                      *ceiling = FLUE_ITEM(flue_net_link, net->links, 1),
                      *wall = FLUE_ITEM(flue_net_link, net->links, 2);
  assert_string_equal(floor->from.text, "B");
  assert_string_equal(floor->to.items[0].text, "A");
  assert_string_equal(ceiling->from.text, "B"); /* the floor above a ceiling, however it is said */
  assert_int_equal(wall->surface, FLUE_NET_LINK_WALL);
  assert_string_equal(wall->to.items[1].text, "outside");
  same_numbers(&wall->shares, 2, (const double[]){0.4, 0.6});
  const flue_net_imposed *imposed = &net->imposed;
  assert_near(value(&imposed->temperature), 1000.0, 1e-9);
  assert_near(value(&imposed->h2o), 101325.0, 0.0);
  assert_near(value(&imposed->co2), 0.0, 0.0);
  assert_near(value(&imposed->flux), 1000.0, 0.0);
  assert_near(value(&imposed->fire_flux), 50000.0, 0.0);
  assert_near(value(&imposed->upper_layer), 1.0, 0.0);
  assert_near(value(&net->longest_step), 0.5, 0.0);
  same_numbers(&imposed->times, 2, (const double[]){0, 10});
  same_numbers(&imposed->temperatures, 2, (const double[]){773.15, 873.15});
  reading_clear(&r);
}

static void what_has_no_place_is_named_once(void **state) {
  (void)state;
  reading r = read_sound(
      HEAD
      "&TIME SMOKEVIEW = 5 SPREADSHEET = 10 /\n"
      "&COMP ID = 'A' WIDTH = 4 DEPTH = 5 HEIGHT = 3 GRID = 50, 50, 50 FYI = 'x' /\n"
      "&COMP ID = 'B' WIDTH = 4 DEPTH = 5 HEIGHT = 3 GRID = 5, 5, 5 COLOUR = 'red' HIGHT = 2 /\n"
      "&SLCF DOMAIN = '2-D' /\n&SLCF DOMAIN = '3-D' /\n&FOAM RATE = 3 /\n&VNET ID = 'V' /\n"
      "&TIME SIMULATION = 5 /\n&DIAG RADIATION_SUB_MODEL = 'OFF' /\n"
      "&CHEM ID = 'F' CARBON = 1 /\n&CHEM ID = 'F' CARBON = 2 /\n&TAIL /\n",
      NULL);
  static const char *const lines[] = {
      "s.yaml:2:7: warning W201: &TIME SMOKEVIEW is ignored: flue has no use for it (times given: "
      "1)",
      "s.yaml:3:47: warning W201: &COMP GRID is ignored: flue has no use for it (times given: 2)",
      "W201: &COMP FYI",
      "s.yaml:4:62: warning W202: &COMP COLOUR is not known in CFAST input",
      "W203: &COMP HIGHT is not known in CFAST input and is ignored (times given: 1); did you mean "
      "HEIGHT?",
      "s.yaml:5:1: warning W201: &SLCF is ignored: flue has no use for it (times given: 2)",
      "W202: &FOAM is not known",
      "W203: &VNET is not known in CFAST input and is ignored (times given: 1); did you mean "
      "&VENT?",
      "s.yaml:9:1: warning W204: this &TIME is ignored: the one at line 2 counts",
      "W201: &DIAG RADIATION_SUB_MODEL",
      "s.yaml:11:1: warning W204: this &CHEM is ignored: the one at line 12 counts"};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i)
    if (!strstr(r.printed.data, lines[i]))
      fail_msg("%s\nis missing in\n%s", lines[i], r.printed.data);
  assert_int_equal(r.list.n, sizeof lines / sizeof *lines);
  const flue_net *net = &r.scenario->root.network;
  assert_near(value(&FLUE_ITEM(flue_net_fuel, net->fuels, 0)->carbon), 2.0, 0.0);
  reading_clear(&r);
}

static void values_beyond_a_range_are_limited_with_a_warning(void **state) {
  (void)state;
  reading r = read_sound(
      "&TIME SIMULATION = 0 /\n&COMP ID = 'A' WIDTH = 4 DEPTH = 5 HEIGHT = 0 /\n"
      "&DEVC ID = 'c' COMP_ID = 'A' TYPE = 'SMOKE_DETECTOR' LOCATION = 1, 1, 0 SETPOINT = 100 /\n"
      "&VENT TYPE = 'WALL' ID = 'v' COMP_IDS = 'A' 'OUTSIDE' HEIGHT = 0 WIDTH = 0 FACE = 'TOP' /\n",
      NULL);
  assert_int_equal(found(&r, FLUE_MSG_CFAST_LIMITED), 2);
  assert_int_equal(found(&r, FLUE_MSG_CFAST_WORD_IGNORED), 1);
  assert_near(value(&r.scenario->root.run.end), 0.01, 0.0);
  reading_clear(&r);
}

static void mistakes_of_a_file_are_errors_at_their_places(void **state) {
  (void)state;
  static const char text[] = HEAD
      "&TIME SIMULATION = 'soon' /\n"
      "&COMP ID = 'A' WIDTH = 4 DEPTH = 5 HALL = yes /\n"
      "&MATL ID = 'M' DENSITY = 1 SPECIFIC_HEAT = 1 /\n"
      "&VENT TYPE = 'WINDOW' COMP_IDS = 'A' 'OUTSIDE' /\n"
      "&DEVC COMP_ID = 'A' LOCATION = 1 1 1 /\n";
  static const char *const lines[] = {
      "s.yaml:2:20: error E247: &TIME SIMULATION: found \"soon\" where a number is wanted\n",
      "s.yaml:3:1: error E249: &COMP 'A' needs HEIGHT\n",
      "s.yaml:4:1: error E249: &MATL 'M' needs CONDUCTIVITY\n",
      "s.yaml:5:14: error E250: &VENT TYPE: \"WINDOW\" is none of its words: "
      "WALL|CEILING|FLOOR|MECHANICAL\n",
      "s.yaml:6:1: error E249: &DEVC needs TYPE\n"};
  reading r = read_text(text, NULL);
  assert_int_equal(r.status, FLUE_EINPUT);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i)
    if (!strstr(r.printed.data, lines[i]))
      fail_msg("%s\nis missing in\n%s", lines[i], r.printed.data);
  assert_int_equal(r.list.errors, sizeof lines / sizeof *lines);
  reading_clear(&r);
}

static void unknown_ids_are_errors_with_the_nearest_name(void **state) {
  (void)state;
  static const char text[] =
      "&COMP ID = 'Room' WIDTH = 4 DEPTH = 5 HEIGHT = 3 WALL_MATL_ID = 'Gyp' /\n"
      "&VENT TYPE = 'WALL' ID = 'v' COMP_IDS = 'Rom' 'OUTSIDE' HEIGHT = 2 WIDTH = 1 /\n"
      "&FIRE ID = 'f' COMP_ID = 'Room' FIRE_ID = 'Wood' /\n"
      "&DEVC ID = 't' COMP_ID = 'Attic' TYPE = 'PLATE' LOCATION = 1 1 1 /\n"
      "&DEVC ID = 't' COMP_ID = 'Room' TYPE = 'SMOKE_DETECTOR' LOCATION = 1 1 1 /\n";
  static const char *const lines[] = {
      "s.yaml:1:65: error E228: material: there is no material \"Gyp\"\n",
      "s.yaml:2:41: error E229: between: there is no compartment \"Rom\"; did you mean \"Room\"?\n",
      "s.yaml:3:43: error E228: fuel: there is no fuel \"Wood\"\n",
      "s.yaml:4:26: error E228: in: there is no compartment \"Attic\"\n",
      "warning W208: \"t\" stands already at line 4; here it is called \"t (5)\"\n"};
  reading r = read_text(text, NULL);
  assert_int_equal(r.status, FLUE_EINPUT);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i)
    if (!strstr(r.printed.data, lines[i]))
      fail_msg("%s\nis missing in\n%s", lines[i], r.printed.data);
  reading_clear(&r);
}

static void comma_separated_input_is_refused_in_one_sentence(void **state) {
  (void)state;
  reading r = read_text("VERSN,6,CFAST Simulation\nTIMES,900,50,10,10,1\n", NULL);
  assert_int_equal(r.status, FLUE_EINPUT);
  assert_int_equal(r.list.n, 1);
  assert_int_equal(r.list.items[0].message, FLUE_MSG_CFAST_OLD);
  reading_clear(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(general_records_are_read_in_SI),
      cmocka_unit_test(a_file_of_one_room_has_the_defaults_of_cfast),
      cmocka_unit_test(compartments_have_layers_leaks_and_shapes),
      cmocka_unit_test(openings_keep_their_order_and_open_as_told),
      cmocka_unit_test(fans_have_ends_filters_and_ramps),
      cmocka_unit_test(fires_join_place_fuel_and_table_in_any_order_of_columns),
      cmocka_unit_test(targets_face_and_are_made_of_what_they_say),
      cmocka_unit_test(detectors_respond_at_temperatures_and_obscurations),
      cmocka_unit_test(conduction_and_imposed_conditions_are_carried_over),
      cmocka_unit_test(what_has_no_place_is_named_once),
      cmocka_unit_test(values_beyond_a_range_are_limited_with_a_warning),
      cmocka_unit_test(mistakes_of_a_file_are_errors_at_their_places),
      cmocka_unit_test(unknown_ids_are_errors_with_the_nearest_name),
      cmocka_unit_test(comma_separated_input_is_refused_in_one_sentence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
