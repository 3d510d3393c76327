/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of hand-made floors. */
#include <stdlib.h>
#include <string.h>

#include "flue_test.h"
#include "postproc/floor_shape.h"

enum { side = 5 };

/** A floor from rows of letters, the first row in the north; "." is no floor. */
static flue_agents_floor draw(const char *const *rows, int32_t *room) {
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const char c = rows[side - 1 - y][x];
      room[y * side + x] = c == '.' ? -1 : c - 'a';
    }
  return (flue_agents_floor){
      .x0 = 10, .y0 = 20, .cell_m = 0.5, .nx = side, .ny = side, .room = room};
}

/** Area inside the outer rings less that of the holes. */
static double area_of(const flue_floor_shape *s) {
  double area = 0;
  for (size_t i = 0; i < s->n_rings; ++i) {
    const flue_ring *r = &s->rings[i];
    double twice = 0;
    for (size_t k = 0; k < r->n; ++k) {
      const double *a = s->points[r->first + k], *b = s->points[r->first + (k + 1) % r->n];
      twice += a[0] * b[1] - b[0] * a[1];
    }
    assert_true(r->is_hole ? twice < 0 : twice > 0);
    area += 0.5 * twice;
  }
  return area;
}

static void a_room_is_one_ring_with_a_corner_at_each_turn(void **state) {
  (void)state;
  const char *const rows[side] = {".....", ".a...", ".a...", ".aaa.", "....."};
  int32_t room[side * side];
  const flue_agents_floor grid = draw(rows, room);
  flue_floor_shape s;
  assert_int_equal(flue_floor_shape_trace(&grid, &s), FLUE_OK);
  assert_int_equal(s.n_rings, 1);
  assert_int_equal(s.rings[0].n, 6);
  assert_near(area_of(&s), 5 * 0.25, 1e-12);
  assert_near(s.box[0], 10.5, 1e-12);
  assert_near(s.box[3], 22.0, 1e-12);
  flue_text wkt = {0};
  flue_floor_shape_wkt(&s, 100, &wkt);
  assert_string_equal(wkt.data,
                      "POLYGON ((112 20.5, 112 21, 111 21, 111 22, 110.5 22, 110.5 20.5, "
                      "112 20.5))");
  flue_text_clear(&wkt);
  flue_floor_shape_clear(&s);
}

static void rooms_have_rings_of_their_own_and_holes_belong_to_them(void **state) {
  (void)state;
  const char *const rows[side] = {"aaaaa", "a...a", "a.b.a", "a...a", "aaaaa"};
  int32_t room[side * side];
  const flue_agents_floor grid = draw(rows, room);
  flue_floor_shape s;
  assert_int_equal(flue_floor_shape_trace(&grid, &s), FLUE_OK);
  assert_int_equal(s.n_rings, 3);
  assert_false(s.rings[0].is_hole);
  assert_true(s.rings[1].is_hole);
  assert_false(s.rings[2].is_hole);
  assert_int_equal(s.rings[2].room, 1);
  assert_near(area_of(&s), 17 * 0.25, 1e-12);
  /* the inner room touches nothing: it is joined by a strip over one empty cell */
  assert_int_equal(s.n_strips, 1);
  assert_near(hypot(s.strips[0].x2 - s.strips[0].x1, s.strips[0].y2 - s.strips[0].y1), 1.0, 1e-12);
  flue_floor_shape_clear(&s);
}

static void a_ring_that_meets_itself_at_a_corner_is_cut_there(void **state) {
  (void)state;
  /* the empty cell in the middle touches the outside at a corner only */
  const char *const rows[side] = {".....", ".aa..", ".a.a.", ".aaa.", "....."};
  int32_t room[side * side];
  const flue_agents_floor grid = draw(rows, room);
  flue_floor_shape s;
  assert_int_equal(flue_floor_shape_trace(&grid, &s), FLUE_OK);
  assert_int_equal(s.n_rings, 2);
  assert_true(s.rings[1].is_hole);
  assert_int_equal(s.rings[1].n, 4);
  assert_near(area_of(&s), 7 * 0.25, 1e-12);
  for (size_t r = 0; r < s.n_rings; ++r) /* no corner twice */
    for (size_t i = 0; i < s.rings[r].n; ++i)
      for (size_t k = i + 1; k < s.rings[r].n; ++k) {
        const double *a = s.points[s.rings[r].first + i], *b = s.points[s.rings[r].first + k];
        assert_true(a[0] != b[0] || a[1] != b[1]);
      }
  assert_int_equal(s.n_strips, 0);
  flue_floor_shape_clear(&s);
}

static void rooms_side_by_side_need_no_strip_and_a_corner_does_not_join(void **state) {
  (void)state;
  const char *const rows[side] = {"aab..", "aab..", "...cc", "...cc", "....."};
  int32_t room[side * side];
  const flue_agents_floor grid = draw(rows, room);
  flue_floor_shape s;
  assert_int_equal(flue_floor_shape_trace(&grid, &s), FLUE_OK);
  assert_int_equal(s.n_rings, 3);
  assert_int_equal(s.n_strips, 1);
  flue_floor_shape_clear(&s);
}

static void a_floor_without_cells_has_no_outline(void **state) {
  (void)state;
  const char *const rows[side] = {".....", ".....", ".....", ".....", "....."};
  int32_t room[side * side];
  const flue_agents_floor grid = draw(rows, room);
  flue_floor_shape s;
  assert_int_equal(flue_floor_shape_trace(&grid, &s), FLUE_OK);
  assert_int_equal(s.n_rings, 0);
  assert_int_equal(s.n_strips, 0);
  flue_floor_shape_clear(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_room_is_one_ring_with_a_corner_at_each_turn),
      cmocka_unit_test(rooms_have_rings_of_their_own_and_holes_belong_to_them),
      cmocka_unit_test(a_ring_that_meets_itself_at_a_corner_is_cut_there),
      cmocka_unit_test(rooms_side_by_side_need_no_strip_and_a_corner_does_not_join),
      cmocka_unit_test(a_floor_without_cells_has_no_outline),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
