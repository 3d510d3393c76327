/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines, shared walls and overlaps of shapes whose numbers are known. */
#include "scenarios/geometry.h"

#include <stdlib.h>

#include "flue_test.h"

#define POLYGON(name, ...)                                                                       \
  static double name##_points[][2] = {__VA_ARGS__};                                              \
  static const flue_polygon name = {name##_points, sizeof name##_points / sizeof *name##_points, \
                                    1, 1}

POLYGON(left, {0, 0}, {5, 0}, {5, 5}, {0, 5});
POLYGON(right, {5, 1}, {9, 1}, {9, 6}, {5, 6});
POLYGON(right_other_way, {5, 6}, {9, 6}, {9, 1}, {5, 1});
POLYGON(corner, {0, 0}, {4, 0}, {4, 1}, {1, 1}, {1, 3}, {0, 3});
POLYGON(bow, {0, 0}, {2, 2}, {2, 0}, {0, 2});

static void areas_perimeters_and_insides_are_those_of_the_shape(void **state) {
  (void)state;
  assert_near(flue_polygon_area(&corner), 6.0, 1e-12);
  assert_near(flue_polygon_perimeter(&corner), 14.0, 1e-12);
  assert_near(flue_polygon_area(&right_other_way), 20.0, 1e-12);
  assert_true(flue_polygon_contains(&corner, 0.5, 2.5));
  assert_true(flue_polygon_contains(&corner, 0.0, 1.5)); /* on the wall */
  assert_false(flue_polygon_contains(&corner, 2.0, 2.0));
  double x, y;
  flue_polygon_inside(&corner, &x, &y);
  assert_true(flue_polygon_contains(&corner, x, y));
}

static void an_outline_that_crosses_itself_is_named(void **state) {
  (void)state;
  assert_null(flue_polygon_problem(&corner));
  assert_null(flue_polygon_problem(&right_other_way));
  char *problem = flue_polygon_problem(&bow);
  assert_non_null(problem);
  free(problem);
}

static double length_between(const flue_walls *w, size_t a, size_t b) {
  double sum = 0.0;
  for (size_t i = 0; i < w->n; ++i)
    if (w->piece[i].a == a && w->piece[i].b == b)
      sum += hypot(w->piece[i].x2 - w->piece[i].x1, w->piece[i].y2 - w->piece[i].y1);
  return sum;
}

static void neighbours_share_the_wall_they_touch_and_no_more(void **state) {
  (void)state;
  const flue_polygon *const both[2][2] = {{&left, &right}, {&left, &right_other_way}};
  for (int k = 0; k < 2; ++k) {
    flue_walls w;
    assert_int_equal(flue_walls_find(NULL, both[k], 2, &w), FLUE_OK);
    assert_int_equal(w.n_overlaps, 0);
    assert_near(length_between(&w, 0, 1), 4.0, 1e-9); /* y from 1 to 5 */
    assert_near(length_between(&w, 0, (size_t)-1), 16.0, 1e-9);
    assert_near(length_between(&w, 1, (size_t)-1), 14.0, 1e-9);
    for (size_t i = 0; i < w.n; ++i) { /* outline a lies to the left of 1 -> 2 */
      const flue_wall_piece *p = &w.piece[i];
      const double l = hypot(p->x2 - p->x1, p->y2 - p->y1);
      const double x = 0.5 * (p->x1 + p->x2) - 0.1 * (p->y2 - p->y1) / l;
      const double y = 0.5 * (p->y1 + p->y2) + 0.1 * (p->x2 - p->x1) / l;
      assert_true(flue_polygon_contains(both[k][p->a], x, y));
    }
    flue_walls_clear(&w);
  }
}

static void walls_2_cm_apart_are_shared_and_5_cm_are_not(void **state) {
  (void)state;
  static double near_points[][2] = {{5.015, 0}, {9, 0}, {9, 5}, {5.015, 5}};
  static double far_points[][2] = {{5.05, 0}, {9, 0}, {9, 5}, {5.05, 5}};
  const flue_polygon near_shape = {near_points, 4, 1, 1}, far_shape = {far_points, 4, 1, 1};
  const flue_polygon *const one[] = {&left, &near_shape}, *const two[] = {&left, &far_shape};
  flue_walls w;
  assert_int_equal(flue_walls_find(NULL, one, 2, &w), FLUE_OK);
  assert_near(length_between(&w, 0, 1), 5.0, 1e-9);
  flue_walls_clear(&w);
  assert_int_equal(flue_walls_find(NULL, two, 2, &w), FLUE_OK);
  assert_near(length_between(&w, 0, 1), 0.0, 0.0);
  flue_walls_clear(&w);
}

static void overlaps_are_found_with_their_size_and_place(void **state) {
  (void)state;
  const flue_polygon *const both[] = {&left, &corner};
  flue_walls w;
  assert_int_equal(flue_walls_find(NULL, both, 2, &w), FLUE_OK);
  assert_int_equal(w.n_overlaps, 1);
  assert_near(w.overlap[0].area_m2, 6.0, 1e-9);
  assert_true(flue_polygon_contains(&corner, w.overlap[0].x, w.overlap[0].y));
  assert_near(flue_polygon_common(&left, &corner), 6.0, 1e-9);
  assert_near(flue_polygon_common(&left, &right), 0.0, 1e-12);
  flue_walls_clear(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(areas_perimeters_and_insides_are_those_of_the_shape),
      cmocka_unit_test(an_outline_that_crosses_itself_is_named),
      cmocka_unit_test(neighbours_share_the_wall_they_touch_and_no_more),
      cmocka_unit_test(walls_2_cm_apart_are_shared_and_5_cm_are_not),
      cmocka_unit_test(overlaps_are_found_with_their_size_and_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
