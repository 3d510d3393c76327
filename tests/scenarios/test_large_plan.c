/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan of 100,000 rooms: reading and checking grow in proportion to the plan, not with its
 * square. */
#include <time.h>

#include "scenario_fixture.h"
#include "scenarios/derive.h"
#include "scenarios/layout.h"

enum { columns = 400, rows = 250 };
static const double side = 4.0; /* [m] of a room */

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* other programs do not count */
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** A grid of square rooms with a door to the next room in each row and column, and one outside. */
static void write_grid(flue_text *out, int n_columns, int n_rows) {
  flue_text_add(out,
                "flue: 1\nbuilding: {storeys: [{id: F1, height: 3, plan: P}]}\n"
                "people: [{in: all, density: 0.01}]\nsystems: {detection: [{in: all}]}\n"
                "fires: [{id: f, at: {room: F1.r0_0}, peak: 1 MW}]\nplans:\n P:\n  rooms:\n");
  for (int r = 0; r < n_rows; ++r)
    for (int c = 0; c < n_columns; ++c) {
      const double x = side * c, y = side * r;
      flue_text_add(out,
                    "   r%d_%d: {use: office, polygon: [[%g, %g], [%g, %g], [%g, %g], [%g, %g]]}\n",
                    r, c, x, y, x + side, y, x + side, y + side, x, y + side);
    }
  flue_text_add(out, "  openings:\n   - {id: out, between: [r0_0, outside], at: [0, 2]}\n");
  for (int r = 0; r < n_rows; ++r)
    for (int c = 0; c < n_columns; ++c) {
      const double x = side * c, y = side * r;
      if (c + 1 < n_columns)
        flue_text_add(out, "   - {id: e%d_%d, between: [r%d_%d, r%d_%d], at: [%g, %g]}\n", r, c, r,
                      c, r, c + 1, x + side, y + 0.5 * side);
      if (r + 1 < n_rows)
        flue_text_add(out, "   - {id: n%d_%d, between: [r%d_%d, r%d_%d], at: [%g, %g]}\n", r, c, r,
                      c, r + 1, c, x + 0.5 * side, y + side);
    }
}

static double time_of_reading(int n_columns, int n_rows) {
  flue_text text = {0};
  write_grid(&text, n_columns, n_rows);
  const double start = now_s();
  reading r = read_bytes(text.data, text.length, NULL, FLUE_EN);
  const double spent = now_s() - start;
  assert_int_equal(r.status, FLUE_OK);
  assert_int_equal(r.list.n, 0);
  reading_clear(&r);
  flue_text_clear(&text);
  return spent;
}

static void a_plan_of_100000_rooms_is_checked_in_time_proportional_to_its_size(void **state) {
  (void)state;
  const double small = time_of_reading(columns / 5, rows / 5),
               large = time_of_reading(columns, rows);
  print_message("4,000 rooms: %.2f s, 100,000 rooms: %.2f s\n", small, large);
  /* 25 times the rooms; 3 times that for sorting, caches and a busy machine. A check that compares
     each room with each other would take 625 times as long. */
  assert_true(large < 75.0 * small + 1.0);
  assert_true(large < 60.0);
}

static void its_layout_has_every_room_door_and_wall_once(void **state) {
  (void)state;
  flue_text text = {0};
  const int nc = columns / 5, nr = rows / 5;
  write_grid(&text, nc, nr);
  reading r = read_sound(text.data, NULL);
  flue_layout *l = NULL;
  assert_int_equal(flue_layout_create(NULL, r.scenario, &r.list, &l), FLUE_OK);
  assert_int_equal(l->n_spaces, nc * nr);
  assert_int_equal(l->n_gaps, 1 + (nc - 1) * nr + nc * (nr - 1));
  /* shared walls, and one facade for each room at the edge in each direction */
  assert_int_equal(l->n_partitions, (nc - 1) * nr + nc * (nr - 1) + 2 * (nc + nr));
  assert_near_rel(l->floor_area_m2, side * side * nc * nr, 1e-9);
  flue_layout_destroy(&l);
  reading_clear(&r);
  flue_text_clear(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_of_100000_rooms_is_checked_in_time_proportional_to_its_size),
      cmocka_unit_test(its_layout_has_every_room_door_and_wall_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
