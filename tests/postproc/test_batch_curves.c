/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People outside against time in the samples of a batch. */
#include "core/memory.h"
#include "post_fixture.h"
#include "postproc/report_figures.h"
#include "postproc/routes.h"

enum { n_samples = 21, n_times = 4, n_doors = 1, n_stairs = 1, n_timed = 2 };
static const double times[n_times] = {60, 120, 180, 240};
static const char *const doors[n_doors] = {"F1.main_exit"}, *const stairs[n_stairs] = {"stair_A"};

static const char *const rooms[n_timed] = {"F1.flat", "走廊"};

static flue_batch_plan plan_with_curves(const flue_provenance *provenance) {
  flue_batch_plan plan = made_up_plan(provenance, n_samples);
  plan.curves = (flue_curve_plan){n_times, times, n_doors, doors, n_stairs, stairs, n_timed, rooms};
  return plan;
}

/** Of 200 people 10 k i come outside in sample i by time k, half of them by the door,
 *  one by the stair. */
static void put_with_curves(flue_batch_store *store, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    const double inputs[2] = {0.01 * (double)i, 0};
    const flue_outcome outcome = made_up_outcome(i);
    double curves[n_times * (1 + n_doors + n_stairs) + n_timed];
    for (size_t t = 0; t < n_times; ++t) {
      curves[t] = (double)(i * (t + 1));
      curves[n_times + t] = 0.5 * curves[t];
      curves[2 * n_times + t] = 1;
    }
    curves[3 * n_times] = 100 + (double)i; /* the flat always, the corridor in one of four */
    curves[3 * n_times + 1] = i % 4 == 0 ? 300 : NAN;
    const int has_failed = i == 20;
    assert_int_equal(flue_batch_put(ctx, store, i, has_failed ? FLUE_ENUMERIC : 0, "", 1, inputs,
                                    has_failed ? NULL : &outcome, has_failed ? NULL : curves),
                     FLUE_OK);
  }
}

static flue_batch *write_and_read(void) {
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = plan_with_curves(&provenance);
  flue_batch_store *store = NULL;
  flue_batch *b = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("c.h5"), &plan, &store), FLUE_OK);
  put_with_curves(store, 0, 9);
  flue_batch_close(&store); /* the rest goes on from the journal */
  assert_int_equal(flue_batch_open(ctx, scratch("c.h5"), &plan, &store), FLUE_OK);
  assert_int_equal(flue_batch_count(store), 9);
  put_with_curves(store, 9, n_samples);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  assert_int_equal(flue_batch_read(ctx, scratch("c.h5"), &b), FLUE_OK);
  return b;
}

static void curves_come_back_and_have_bands(void **state) {
  (void)state;
  flue_batch *b = write_and_read();
  const flue_curves *c = &b->curves;
  assert_int_equal(c->n_times, n_times);
  assert_int_equal(c->n_doors, n_doors);
  assert_int_equal(c->n_stairs, n_stairs);
  assert_string_equal(c->ways[0], doors[0]);
  assert_string_equal(c->ways[1], stairs[0]);
  assert_int_equal(c->n_rooms, n_timed);
  assert_string_equal(c->rooms[1], "走廊");
  assert_near(c->aset[0][7], 107, 0);
  assert_near(c->aset[1][8], 300, 0);
  assert_true(isnan(c->aset[1][9]));
  assert_near(c->counts[2][7], 1, 0);
  assert_near(c->times[3], 240, 0);
  assert_near(c->counts[0][3 * n_samples + 7], 28, 0);
  assert_near(c->counts[1][3 * n_samples + 7], 14, 0);
  assert_true(isnan(c->counts[0][20])); /* the failed run */
  double q[n_times];
  const double *people = b->outcome[FLUE_OUTCOME_people];
  /* samples 0 to 19: the median of i is 9.5, the 5 % quantile 0.95 */
  assert_int_equal(flue_curves_quantile(n_times, b->n, c->counts[0], people, NULL, 0.5, q),
                   FLUE_OK);
  for (size_t t = 0; t < n_times; ++t) assert_near(q[t], 9.5 * (double)(t + 1) / 200, 1e-12);
  assert_int_equal(flue_curves_quantile(n_times, b->n, c->counts[1], NULL, NULL, 0.05, q), FLUE_OK);
  assert_near(q[3], 0.95 * 4 / 2, 1e-12);
  flue_batch_destroy(&b);
}

static void reports_show_them_and_batches_without_show_none(void **state) {
  (void)state;
  flue_batch *b = write_and_read();
  char *all = flue_figure_outside(b, FLUE_ZH), *exits = flue_figure_exits(b, FLUE_EN);
  assert_non_null(strstr(all, "已到室外人员比例"));
  assert_non_null(strstr(exits, doors[0]));
  char *by_stair = flue_figure_stairs(b, FLUE_EN);
  assert_non_null(strstr(by_stair, stairs[0]));
  free(all);
  free(exits);
  free(by_stair);
  flue_batch_destroy(&b);
  write_batch(scratch("none.h5"), 10);
  assert_int_equal(flue_batch_read(ctx, scratch("none.h5"), &b), FLUE_OK);
  assert_int_equal(b->curves.n_times, 0);
  assert_null(flue_figure_outside(b, FLUE_EN));
  assert_null(flue_figure_exits(b, FLUE_EN));
  flue_batch_destroy(&b);
}

/* by the door i (t + 1)/2 people by time t: complete at the last time, 240 s, but in sample 0,
 * where nobody comes; by the stair one, from the first time on */
static void the_last_one_out_by_each_route_is_told(void **state) {
  (void)state;
  flue_batch *b = write_and_read();
  size_t n = 0;
  flue_route *routes = NULL;
  assert_int_equal(flue_routes_assess(b, &n, &routes), FLUE_OK);
  assert_int_equal(n, 2);
  assert_string_equal(routes[0].name, doors[0]);
  assert_int_equal(routes[0].runs, 19);
  assert_near(routes[0].median.value, 240, 0);
  assert_true(routes[1].is_stair);
  assert_int_equal(routes[1].runs, 20);
  assert_near(routes[1].q95.value, 60, 0);
  free(routes);
  /* half of the samples are through by 120 s: the median lies between */
  for (size_t i = 0; i < 10; ++i)
    for (size_t t = 1; t < n_times; ++t) b->curves.counts[1][t * n_samples + i] = 5;
  assert_int_equal(flue_routes_assess(b, &n, &routes), FLUE_OK);
  assert_int_equal(routes[0].runs, 20);
  assert_near(routes[0].median.value, 180, 0);
  assert_near(routes[0].median.low, 120, 0);
  assert_near(routes[0].median.high, 240, 0);
  free(routes);
  flue_text out = {0}, page = {0};
  assert_int_equal(flue_routes_screen(b, FLUE_EN, &out), FLUE_OK);
  assert_non_null(strstr(out.data, "by the exit F1.main_exit (RSET): median 180 s"));
  flue_routes_html(b, FLUE_ZH, &page);
  assert_non_null(strstr(page.data, "楼梯 stair_A"));
  flue_text_clear(&out);
  flue_text_clear(&page);
  flue_batch_destroy(&b);
}

/* the flat at 100 + i s, always; the corridor at 300 s in samples 0, 4, ... 16 of 20 */
static void rooms_tell_how_often_and_when_they_are_lost(void **state) {
  (void)state;
  flue_batch *b = write_and_read();
  size_t n = 0;
  flue_room_aset *r = NULL;
  assert_int_equal(flue_rooms_assess(b, &n, &r), FLUE_OK);
  assert_int_equal(n, n_timed);
  assert_string_equal(r[0].name, rooms[0]);
  assert_int_equal(r[0].runs, 20);
  assert_near(r[0].share.value, 1, 0);
  assert_near(r[0].median.value, 109.5, 1e-12);
  assert_near(r[1].share.value, 0.25, 1e-12);
  assert_near(r[1].share.high, flue_share_interval(5, 20, 0.95).high, 0);
  assert_near(r[1].q05.value, 300, 0);
  assert_true(isinf(r[1].median.value));
  free(r);
  flue_text out = {0}, page = {0};
  assert_int_equal(flue_routes_screen(b, FLUE_EN, &out), FLUE_OK);
  assert_non_null(strstr(out.data, "走廊 becomes untenable in 25 % of fires"));
  assert_non_null(strstr(out.data, "median 110 s (105 – 114), from 20 runs"));
  flue_routes_html(b, FLUE_EN, &page);
  assert_non_null(strstr(page.data, "Rooms that become untenable"));
  flue_text_clear(&out);
  flue_text_clear(&page);
  flue_batch_destroy(&b);
}

static void a_journal_with_other_times_is_refused(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  flue_batch_plan plan = plan_with_curves(&provenance);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("t.h5"), &plan, &store), FLUE_OK);
  flue_batch_close(&store);
  const double other[n_times] = {60, 120, 180, 241};
  plan.curves.times = other;
  assert_int_equal(flue_batch_open(ctx, scratch("t.h5"), &plan, &store), FLUE_EINPUT);
  assert_null(store);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(curves_come_back_and_have_bands),
      cmocka_unit_test(reports_show_them_and_batches_without_show_none),
      cmocka_unit_test(the_last_one_out_by_each_route_is_told),
      cmocka_unit_test(rooms_tell_how_often_and_when_they_are_lost),
      cmocka_unit_test(a_journal_with_other_times_is_refused),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
