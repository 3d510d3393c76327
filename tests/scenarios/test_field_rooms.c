/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rooms with `model: field`: how they become grids, and a run with one. */
#include <string.h>

#include "derive_fixture.h"
#include "scenarios/case_grid.h"

/* An L of 4 x 4 m without its corner of 2 x 2 m, cells of 0.5 m, height 2.8 m: 48 columns, 6 rows
 */
#define HOUSE(more)                                                                            \
  "flue: 1\ntitle: L\n"                                                                        \
  "building: {storeys: [{id: F1, height: 3 m, plan: p" more                                    \
  "}]}\n"                                                                                      \
  "plans:\n"                                                                                   \
  "  p:\n"                                                                                     \
  "    rooms:\n"                                                                               \
  "      l: {use: dwelling, model: field, cell: 0.5 m, polygon: [[0, 0], [4, 0], [4, 2], [2, " \
  "2], [2, 4], [0, 4]]}\n"                                                                     \
  "      side: {use: corridor, polygon: [[4, 0], [8, 0], [8, 2], [4, 2]]}\n"                   \
  "    openings:\n"                                                                            \
  "    - {id: door, between: [l, side], at: [4, 1], width: 1 m, height: 2 m, open: 1}\n"       \
  "    - {id: gap, kind: vent, between: [l, outside], at: [0, 2], width: 0.1 m, sill: 1 m, "   \
  "height: 0.1 m}\n"                                                                           \
  "    - {id: front, between: [side, outside], at: [8, 1], open: 1}\n"                         \
  "systems: {exhaust: [{in: dwelling, flow: 0.5 m3/s}]}\n"
#define FIRE                                                                                  \
  "fires: [{id: f, at: {room: F1.l, point: [1, 1]}, fuel: wood, growth: 0.1 kW/s2, peak: 60 " \
  "kW, base: 0}]\nrun: {end: 20 s, output: 1 s, step: 1 s}\n"

static double area_of(const flue_field *f, size_t surface) {
  flue_field_look look;
  flue_field_look_at(f, surface, &look);
  return look.area;
}

/** The grid of a case as an engine. */
static flue_field *engine_of(const flue_grid_input *g) {
  static const flue_field_species air = {"AIR", 0.029, {0, 1000}, {0}};
  flue_field_input in = g->field;
  flue_field *f = NULL;
  in.n_species = 1;
  in.species = &air;
  in.ambient_k = 293.15;
  in.pressure = 101325.0;
  in.ambient[0] = 1.0;
  in.radiation.is_off = 1;
  assert_int_equal(flue_field_create(NULL, &in, &f), FLUE_OK);
  return f;
}

/** Ports of an opening, by its place in the network. */
static size_t ports_of(const flue_grid_input *g, size_t opening, const flue_grid_port *list[8]) {
  size_t n = 0;
  for (size_t p = 0; p < g->n_ports; ++p)
    if (g->ports[p].port.opening == opening) list[n++] = &g->ports[p];
  return n;
}

static void an_outline_becomes_columns_of_cells(void **state) {
  (void)state;
  derived x = derive_text(HOUSE("") FIRE, 0, 0);
  assert_int_equal(x.c->input.n_grids, 1);
  const flue_grid_input *g = &x.c->input.grids[0];
  assert_int_equal(g->field.n[0], 8);
  assert_int_equal(g->field.n[1], 8);
  assert_int_equal(g->field.n[2], 6);
  flue_field *f = engine_of(g);
  assert_near(flue_field_volume(f), 12.0 * 2.8, 1e-5);
  flue_field_destroy(&f);
  underive(&x);
}

/** A door of 1 x 2 m covers two columns and the four rows of 0.467 m whose middle it holds; a gap
 * of 0.1 m is one face. */
static void openings_keep_at_least_a_face(void **state) {
  (void)state;
  derived x = derive_text(HOUSE("") FIRE, 0, 0);
  const flue_grid_input *g = &x.c->input.grids[0];
  const flue_opening *door = &x.c->input.network.openings[0];
  const flue_grid_port *list[8];
  flue_field *f = engine_of(g);
  const double row = 2.8 / 6.0;
  double area = 0.0;
  assert_int_equal(door->n_strips, 4);
  assert_near(door->strip_z[0], 0.0, 1e-9);
  assert_near(door->strip_z[1], row, 1e-9);
  assert_near(door->strip_z[4], 2.0, 1e-9); /* the true height, for the true area */
  assert_int_equal(ports_of(g, 0, list), 4);
  for (size_t k = 0; k < 4; ++k) area += area_of(f, list[k]->surface[0]);
  assert_near(area, 4.0 * row * 1.0, 1e-5);
  assert_int_equal(ports_of(g, 1, list), 1);
  assert_near(area_of(f, list[0]->surface[0]), row * 0.5, 1e-5);
  flue_field_destroy(&f);
  underive(&x);
}

/** Floor and ceiling are shared by faces that let in and that let out; a fan takes some of them. */
static void cracks_are_spread_over_what_they_are_in(void **state) {
  (void)state;
  derived x = derive_text(HOUSE("") FIRE, 0, 0);
  const flue_grid_input *g = &x.c->input.grids[0];
  flue_field *f = engine_of(g);
  for (size_t k = 0; k < x.c->input.network.n_openings; ++k) {
    const flue_opening *o = &x.c->input.network.openings[k];
    const flue_grid_port *list[8];
    const size_t n = ports_of(g, k, list);
    if (o->kind == FLUE_OPENING_HATCH && o->from == 0) {
      assert_int_equal(n, 1);
      const double in = area_of(f, list[0]->surface[0]), out = area_of(f, list[0]->surface[1]);
      assert_near(in + out, 12.0 - 0.25, 1e-4); /* 0.5 m3/s at 3 m/s: one cell */
    }
    if (o->kind == FLUE_OPENING_FAN) {
      assert_int_equal(n, 1);
      assert_near(area_of(f, list[0]->surface[0]), 0.25, 1e-5);
    }
  }
  flue_field_destroy(&f);
  underive(&x);
}

/** A storey marks its rooms; what a room says itself counts more. */
static void a_storey_marks_its_rooms(void **state) {
  (void)state;
  derived x = derive_text(HOUSE(", model: field, cell: 0.4 m") FIRE, 0, 0);
  assert_int_equal(x.c->input.n_grids, 2);
  assert_int_equal(x.c->input.grids[0].field.n[0], 8);  /* 4 m by 0.5 m */
  assert_int_equal(x.c->input.grids[1].field.n[0], 10); /* 4 m by 0.4 m */
  underive(&x);
}

static void a_grid_too_coarse_for_its_fire_is_told(void **state) {
  (void)state;
  reading r = read_text(HOUSE("") FIRE, NULL);
  flue_layout *l = NULL;
  assert_int_equal(flue_layout_create(NULL, r.scenario, &r.list, &l), FLUE_OK);
  flue_text found = {0};
  flue_diagnostics_print(&r.list, &found);
  assert_non_null(found.data);
  assert_non_null(strstr(found.data, "W614"));
  flue_text_clear(&found);
  flue_layout_destroy(&l);
  reading_clear(&r);
}

/** The whole: the fire of 1 kW at 0.1 t^2 has released 26.7 kJ after 20 s of t^3 / 3, what burns on
 *  the grid follows within a tenth, the balance of the network closes, and gas goes both ways
 *  through the door. */
static void a_run_with_a_grid(void **state) {
  (void)state;
  derived x = derive_text(HOUSE("") FIRE, 0, 0);
  flue_coupling *c = NULL;
  flue_outcome o;
  assert_int_equal(flue_coupling_create(NULL, &x.c->input, NULL, &c), FLUE_OK);
  assert_int_equal(flue_coupling_run(NULL, c), FLUE_OK);
  flue_coupling_get_outcome(c, &o);
  const double released = 100.0 * 20.0 * 20.0 * 20.0 / 3.0;
  assert_near(o.value[FLUE_OUTCOME_heat_released], released, 0.1 * released);
  assert_true(o.value[FLUE_OUTCOME_mass_error] < 1e-12);
  assert_true(o.value[FLUE_OUTCOME_energy_error] < 1e-12);
  assert_true(o.value[FLUE_OUTCOME_peak_temperature] > 294.0);
  flue_coupling_destroy(&c);
  underive(&x);
}

/** Samples of a batch run side by side, each with a grid of its own: the same bits as alone. */
static void grids_side_by_side(void **state) {
  (void)state;
  enum { n = 4 };
  double released[n], alone = 0.0;
  derived x = derive_text(HOUSE("") FIRE, 0, 0);
  x.c->input.end_s = 5.0;
#pragma omp parallel for schedule(dynamic, 1) num_threads(2)
  for (int k = 0; k < n + 1; ++k) {
    flue_coupling *c = NULL;
    flue_outcome o = {{0}};
    if (flue_coupling_create(NULL, &x.c->input, NULL, &c) == FLUE_OK &&
        flue_coupling_run(NULL, c) == FLUE_OK)
      flue_coupling_get_outcome(c, &o);
    *(k < n ? &released[k] : &alone) = o.value[FLUE_OUTCOME_heat_released];
    flue_coupling_destroy(&c);
  }
  assert_true(alone > 1e3);
  for (int k = 0; k < n; ++k) assert_true(released[k] == alone);
  underive(&x);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_outline_becomes_columns_of_cells),
      cmocka_unit_test(openings_keep_at_least_a_face),
      cmocka_unit_test(cracks_are_spread_over_what_they_are_in),
      cmocka_unit_test(a_storey_marks_its_rooms),
      cmocka_unit_test(a_grid_too_coarse_for_its_fire_is_told),
      cmocka_unit_test(a_run_with_a_grid),
      cmocka_unit_test(grids_side_by_side),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
