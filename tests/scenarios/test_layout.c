/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storeys, spaces, openings, walls, floors and ways out of a small building. */
#include "scenario_fixture.h"
#include "scenarios/layout.h"

static const char building[] =
    "flue: 1\n"
    "building:\n"
    "  storeys:\n"
    "  - {id: B3..B1, height: 4 m, plan: P}\n"
    "  - {id: F1..F2, height: 3 m, plan: P}\n"
    "  - {id: F3, height: 3 m, plan: Q}\n"
    "  shafts:\n"
    "  - {id: S, kind: stair, storeys: B3..F3, polygon: [[10, 0], [13, 0], [13, 5], [10, 5]]}\n"
    "  - {id: A, kind: atrium, storeys: F1..F3, polygon: [[0, 5], [10, 5], [10, 9], [0, 9]]}\n"
    "plans:\n"
    "  P:\n"
    "    rooms:\n"
    "      a: {use: office, polygon: [[0, 0], [5, 0], [5, 5], [0, 5]]}\n"
    "      b: {use: corridor, polygon: [[5, 0], [10, 0], [10, 5], [5, 5]]}\n"
    "    openings:\n"
    "    - {id: d1, between: [a, b], at: [5, 2.5]}\n"
    "    - {id: d2, between: [S, b], at: [10, 2.5]}\n"
    "    - {id: d3, between: [outside, b], at: [7, 0]}\n"
    "    - {id: w, kind: window, between: [a, outside], at: [0, 2], width: 1 m, height: 1 m, sill: "
    "1 m}\n"
    "  Q:\n"
    "    rooms:\n"
    "      c: {use: office, polygon: [[0, 0], [10, 0], [10, 5], [0, 5]]}\n"
    "    openings:\n"
    "    - {id: d4, between: [c, S], at: [10, 2.5]}\n"
    "people: [{in: office, count: 3}]\n";

typedef struct built {
  reading r;
  flue_layout *l;
} built;

static built build(const char *text) {
  built b = {.r = read_sound(text, NULL)};
  assert_int_equal(flue_layout_create(NULL, b.r.scenario, &b.r.list, &b.l), FLUE_OK);
  return b;
}

static void unbuild(built *b) {
  flue_layout_destroy(&b->l);
  reading_clear(&b->r);
}

static void storey_ranges_count_down_below_ground_and_up_above(void **state) {
  (void)state;
  static const char *const ids[] = {"B3", "B2", "B1", "F1", "F2", "F3"};
  static const double z[] = {-12, -8, -4, 0, 3, 6};
  built b = build(building);
  assert_int_equal(b.l->n_levels, 6);
  assert_int_equal(b.l->ground, 3);
  for (size_t i = 0; i < 6; ++i) {
    assert_string_equal(b.l->level[i].id, ids[i]);
    assert_near(b.l->level[i].z_m, z[i], 1e-12);
  }
  unbuild(&b);
}

static void stairs_have_a_segment_each_storey_and_an_atrium_is_one_space(void **state) {
  (void)state;
  built b = build(building);
  /* 5 storeys of 2 rooms, 1 of 1; 6 stair segments; 1 atrium */
  assert_int_equal(b.l->n_spaces, 11 + 6 + 1);
  const flue_space *s = &b.l->space[flue_layout_find(b.l, "B2.S")];
  assert_near(s->z_m, -8, 1e-12);
  assert_near(s->height_m, 4, 1e-12); /* a stair has no ceiling */
  const flue_space *atrium = &b.l->space[flue_layout_find(b.l, "A")];
  assert_near(atrium->height_m, 9, 1e-12);
  assert_int_equal(atrium->level, 3);
  assert_int_equal(atrium->top_level, 5);
  for (size_t level = 3; level < 6; ++level)
    assert_ptr_equal(&b.l->space[flue_layout_segment(b.l, atrium->shaft, level)], atrium);
  assert_true(flue_layout_segment(b.l, atrium->shaft, 2) == FLUE_OPEN_AIR);
  const flue_space *a = &b.l->space[flue_layout_find(b.l, "F1.a")];
  assert_near(a->height_m, 2.8, 1e-12); /* 0.2 m less than the storey */
  assert_near(b.l->floor_area_m2, 6 * 50.0, 1e-9);
  assert_true(flue_layout_find(b.l, "F9.a") == FLUE_OPEN_AIR);
  unbuild(&b);
}

static const flue_gap *gap(const flue_layout *l, const char *name) {
  for (size_t i = 0; i < l->n_gaps; ++i)
    if (strcmp(l->gap[i].name, name) == 0) return &l->gap[i];
  fail_msg("no opening %s", name);
  return NULL;
}

static void openings_know_their_sides_and_where_outside_is(void **state) {
  (void)state;
  built b = build(building);
  assert_int_equal(b.l->n_gaps, 5 * 4 + 1);
  const flue_gap *south = gap(b.l, "F1.d3"), *west = gap(b.l, "F2.w");
  assert_true(south->b == FLUE_OPEN_AIR && west->b == FLUE_OPEN_AIR);
  assert_int_equal(south->a, flue_layout_find(b.l, "F1.b")); /* though outside was named first */
  assert_near(south->facing_deg, 180.0, 1e-9); /* y = 0 is the southern edge, north is +y */
  assert_near(west->facing_deg, 270.0, 1e-9);
  assert_near(fabs(south->along_x), 1.0, 1e-12);
  unbuild(&b);
}

static void only_doors_at_ground_level_are_exits(void **state) {
  (void)state;
  built b = build(building);
  size_t exits = 0;
  for (size_t i = 0; i < b.l->n_gaps; ++i) exits += (size_t)flue_layout_is_exit(b.l, &b.l->gap[i]);
  assert_int_equal(exits, 1);
  assert_true(flue_layout_is_exit(b.l, gap(b.l, "F1.d3")));
  assert_false(flue_layout_is_exit(b.l, gap(b.l, "F2.d3")));
  assert_false(flue_layout_is_exit(b.l, gap(b.l, "F1.w")));
  unsigned char reached[32];
  flue_layout_mark_ways_out(b.l, reached);
  for (size_t i = 0; i < b.l->n_spaces; ++i) /* all but the atrium, which has no door */
    assert_int_equal(reached[i], strcmp(b.l->space[i].use, "atrium") != 0);
  unbuild(&b);
}

static double partition_length(const flue_layout *l, const char *a, const char *b, double facing) {
  const size_t x = flue_layout_find(l, a), y = b ? flue_layout_find(l, b) : FLUE_OPEN_AIR;
  double sum = 0.0;
  for (size_t i = 0; i < l->n_partitions; ++i) {
    const flue_partition *p = &l->partition[i];
    const int fits = (p->a == x && p->b == y) || (p->a == y && p->b == x);
    if (fits && (b || fabs(p->facing_deg - facing) < 0.5)) sum += p->length_m;
  }
  return sum;
}

static void walls_have_their_lengths_and_facades_their_directions(void **state) {
  (void)state;
  built b = build(building);
  assert_near(partition_length(b.l, "F1.a", "F1.b", 0), 5.0, 1e-9);
  assert_near(partition_length(b.l, "F1.b", "F1.S", 0), 5.0, 1e-9);
  assert_near(partition_length(b.l, "F2.a", "A", 0), 5.0, 1e-9);
  assert_near(partition_length(b.l, "F3.c", "A", 0), 10.0, 1e-9);
  assert_near(partition_length(b.l, "F1.a", NULL, 270), 5.0, 1e-9);
  assert_near(partition_length(b.l, "F1.a", NULL, 180), 5.0, 1e-9);
  assert_near(partition_length(b.l, "F1.a", NULL, 0), 0.0, 0.0);  /* the atrium is there */
  assert_near(partition_length(b.l, "B1.a", NULL, 0), 5.0, 1e-9); /* but not below ground */
  assert_near(partition_length(b.l, "F1.S", NULL, 90), 5.0, 1e-9);
  unbuild(&b);
}

static void floors_lie_between_rooms_above_each_other(void **state) {
  (void)state;
  built b = build(building);
  assert_int_equal(b.l->n_slabs, 4 * 2 + 2); /* equal plans one to one; a and b below c */
  double below_c = 0.0;
  for (size_t i = 0; i < b.l->n_slabs; ++i)
    if (b.l->slab[i].above == flue_layout_find(b.l, "F3.c")) {
      assert_near(b.l->slab[i].area_m2, 25.0, 1e-9);
      below_c += b.l->slab[i].area_m2;
    }
  assert_near(below_c, 50.0, 1e-9);
  unbuild(&b);
}

static void selectors_mean_uses_ids_names_and_all_rooms(void **state) {
  (void)state;
  built b = build(building);
  static char *const words[] = {"all", "office", "a", "F2.a", "stair", "S"};
  static const size_t wanted[] = {11, 6, 5, 1, 6, 6};
  for (size_t w = 0; w < 6; ++w) {
    flue_word word = {words[w], 1, 1};
    const flue_words in = {&word, 1};
    size_t n = 0;
    for (size_t i = 0; i < b.l->n_spaces; ++i) n += (size_t)flue_layout_fits(&b.l->space[i], &in);
    assert_int_equal(n, wanted[w]);
  }
  unbuild(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(storey_ranges_count_down_below_ground_and_up_above),
      cmocka_unit_test(stairs_have_a_segment_each_storey_and_an_atrium_is_one_space),
      cmocka_unit_test(openings_know_their_sides_and_where_outside_is),
      cmocka_unit_test(only_doors_at_ground_level_are_exits),
      cmocka_unit_test(walls_have_their_lengths_and_facades_their_directions),
      cmocka_unit_test(floors_lie_between_rooms_above_each_other),
      cmocka_unit_test(selectors_mean_uses_ids_names_and_all_rooms),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
