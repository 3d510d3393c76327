/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People of a made-up run: densities, arrivals, files, refusals. */
#include "crowd_fixture.h"
#include "postproc/export_jupedsim.h"
#include "postproc/export_people.h"
#include "postproc/people_arrivals.h"
#include "postproc/people_density.h"

static flue_agents_reader *open_crowd(void) {
  flue_agents_reader *reader = NULL;
  write_crowd(scratch("crowd.h5"));
  assert_int_equal(flue_agents_open(ctx, scratch("crowd.h5"), &reader), FLUE_OK);
  return reader;
}

static void floors_doors_and_people_are_read_back(void **state) {
  (void)state;
  flue_agents_reader *reader = open_crowd();
  const flue_agents_view *v = flue_agents_get(reader);
  assert_int_equal(v->n_floors, 1);
  assert_int_equal(v->n_people, crowd_people);
  assert_int_equal(v->n_frames, crowd_frames);
  assert_near(flue_agents_rate(v), 1, 1e-12);
  assert_string_equal(v->title[FLUE_ZH], "测试楼");
  assert_int_equal(v->floors[0].room[0], 0);
  assert_int_equal(v->floors[0].room[4], 1);
  assert_int_equal(v->floors[0].room[3 * crowd_nx + 7], -1);
  assert_int_equal(v->doors[1].stair, 0);
  assert_int_equal(v->people[3].stair, 0);
  assert_int_equal(flue_agents_cell(&v->floors[0], -0.1, 0), (size_t)-1);
  flue_agents_close(&reader);
  assert_null(reader);
}

static const flue_density_square *square_of(const flue_density_floor *f, double x, double y) {
  return &f->squares[(size_t)y * f->nx + (size_t)x];
}

static void densities_are_those_counted_by_hand(void **state) {
  (void)state;
  flue_agents_reader *reader = open_crowd();
  const flue_agents_view *v = flue_agents_get(reader);
  flue_density *density = NULL;
  assert_int_equal(flue_density_create(v, &density), FLUE_OK);
  assert_int_equal(flue_agents_each(ctx, reader, flue_density_frame, density), FLUE_OK);
  const flue_density_floor *f = flue_density_finish(density);
  assert_near(flue_density_window(density), 10, 1e-12);
  assert_near(f->walked_s, 40, 1e-9); /* somebody lies there all the time */
  /* who lies in a square of 1 m2 is 1 m-2, at level D, from the first whole window on; the walker
     comes through for 10 s of the 40 s: at most two in the square */
  const flue_density_square *lying = square_of(f, 2.5, 0.5);
  assert_near(lying->area_m2, 1, 1e-12);
  assert_near(lying->mean_density, 1 + 10.0 / 40, 1e-6);
  assert_near(lying->largest_density, 2, 0.05); /* the window of 10 s fits the passage to 0.5 s */
  assert_near(lying->mean_flow, 0.1 * 10 / 40, 1e-6);
  assert_near(lying->largest_flow, 0.1, 0.005);
  assert_near(lying->worse_s[FLUE_SERVICE_C], 31, 1e-9); /* windows that end at 10 s ... 40 s */
  assert_near(lying->worse_s[FLUE_SERVICE_E], 0, 1e-9);
  /* the walker alone: 10 s in the square from x = 1 to 2 */
  const flue_density_square *walked = square_of(f, 1.5, 0.5);
  assert_near(walked->mean_density, 10.0 / 40, 0.026);
  assert_near(walked->largest_density, 1, 0.05);
  /* who waits for a start, or is on a stair, does not count; no floor in the corner */
  assert_near(square_of(f, 1.5, 1.5)->largest_density, 0, 0);
  assert_near(square_of(f, 0.5, 1.5)->mean_density, 0, 0);
  assert_near(square_of(f, 3.5, 1.5)->area_m2, 0, 0);
  flue_density_destroy(&density);
  flue_agents_close(&reader);
}

static void arrivals_rise_to_the_number_of_those_outside(void **state) {
  (void)state;
  flue_agents_reader *reader = open_crowd();
  flue_arrivals a;
  assert_int_equal(flue_arrivals_make(flue_agents_get(reader), &a), FLUE_OK);
  assert_int_equal(a.all.n, 2);
  assert_int_equal(a.n_exits, 1); /* the door into the stair is no exit */
  assert_int_equal(a.exits[0].n, 2);
  assert_int_equal(a.n_stairs, 1);
  assert_int_equal(a.stairs[0].n, 1);
  size_t before = 0;
  for (double t = 0; t <= a.end_s; t += 0.5) {
    const size_t now = flue_way_count(&a.all, t);
    assert_true(now >= before);
    before = now;
  }
  assert_int_equal(before, a.all.n);
  assert_int_equal(flue_way_count(&a.all, 20.4), 0);
  assert_int_equal(flue_way_count(&a.all, 20.5), 1);
  flue_arrivals_clear(&a);
  flue_agents_close(&reader);
}

static void has_text(const char *path, const char *text) {
  size_t n = 0;
  char *bytes = file_bytes(path, &n);
  if (!strstr(bytes, text)) fail_msg("%s does not hold \"%s\"", path, text);
  free(bytes);
}

static void tables_and_pages_are_written(void **state) {
  (void)state;
  write_crowd(scratch("crowd.h5"));
  assert_int_equal(flue_export_people(ctx, scratch("crowd.h5"), scratch("people")), FLUE_OK);
  has_text(scratch("people/arrivals.csv"), "\n1,shop: staff,F/1,F/1.hall,1,F/1.exit,,,31,0.1,\n");
  has_text(scratch("people/arrivals.csv"), "\n0,shop: staff,F/1,F/1.shop,,,,,,1.5,heat\n");
  has_text(scratch("people/arrivals.csv"), "\n4,shop: staff,,,,,,,,0,\n");
  has_text(scratch("people/arrival_curves.csv"), "Time,all,exit F/1.exit,stair stair_A\n");
  has_text(scratch("people/arrival_curves.csv"), "\n40,2,2,1\n");
  has_text(scratch("people/density_F_1.csv"), "\n2.5,0.5,1,1.25,2,E,");
  has_text(scratch("people/people.en.html"), "5 people: 2 outside, 2 still inside and 1 incap");
  has_text(scratch("people/people.zh.html"), "服务水平");
}

static void sqlite_files_appear_whole_or_not_at_all(void **state) {
  (void)state;
  flue_jupedsim_counts counts;
  write_crowd(scratch("crowd.h5"));
  assert_int_equal(flue_export_jupedsim(ctx, scratch("crowd.h5"), scratch("all.sqlite"), &counts),
                   FLUE_OK);
  assert_int_equal(counts.storeys, 1);
  assert_int_equal(counts.rows,
                   41 + 31 + 41); /* lying, walking, waiting; not who is on the stair */
  has_text(scratch("all.sqlite"), "SQLite format 3");
  assert_int_equal(access(scratch("all_F_1.sqlite"), F_OK), 0);
  assert_int_equal(
      flue_export_jupedsim(ctx, scratch("crowd.h5"), scratch("none/all.sqlite"), &counts),
      FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "E521"));
  assert_int_not_equal(access(scratch("all.sqlite.part"), F_OK), 0);
}

static void a_run_without_people_is_refused(void **state) {
  (void)state;
  flue_agents_reader *reader = NULL;
  write_crowd(scratch("alone.h5"));
  assert_int_equal(remove(scratch("alone.agents.h5")), 0);
  assert_int_equal(flue_agents_open(ctx, scratch("alone.h5"), &reader), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "E544"));
  flue_ctx_set_lang(ctx, FLUE_ZH);
  assert_int_equal(flue_agents_open(ctx, scratch("alone.h5"), &reader), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "人员"));
  flue_ctx_set_lang(ctx, FLUE_EN);
  write_run(scratch("old.h5")); /* people, but no floors */
  assert_int_equal(flue_agents_open(ctx, scratch("old.h5"), &reader), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "E546"));
  assert_null(reader);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(floors_doors_and_people_are_read_back),
      cmocka_unit_test(densities_are_those_counted_by_hand),
      cmocka_unit_test(arrivals_rise_to_the_number_of_those_outside),
      cmocka_unit_test(tables_and_pages_are_written),
      cmocka_unit_test(sqlite_files_appear_whole_or_not_at_all),
      cmocka_unit_test(a_run_without_people_is_refused),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
