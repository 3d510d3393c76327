/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which inputs decide an outcome, from batches whose answer is known. */
#include "core/memory.h"
#include "post_fixture.h"
#include "postproc/drivers.h"
#include "postproc/report_drivers.h"

/* fatalities = 3 growth + 1 door + chance, each uniform or a branch: variances 9/12, 1/4 and 1/12
 * of 13/12, so that shares are 9/13, 3/13 and 1/13; there are no interactions */
static double fatalities(double growth, double door, double chance) {
  return 3 * growth + door + chance;
}

static double uniform(uint32_t sample, uint32_t number) {
  return flue_uniform((flue_stream){5, sample, FLUE_PURPOSE_SAMPLING}, number, 0);
}

static flue_batch *indices_batch(const char *name, size_t bases) {
  const flue_provenance provenance = made_up_provenance();
  enum { width = 5 };
  flue_batch_plan plan = made_up_plan(&provenance, bases * width);
  plan.design = (flue_design){FLUE_DESIGN_INDICES, 42, plan.n, width};
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch(name), &plan, &store), FLUE_OK);
  for (uint32_t i = 0; i < bases * width; ++i) {
    const uint32_t column = i % width, base = i / width;
    double x[3];
    for (uint32_t k = 0; k < 3; ++k) x[k] = uniform(2 * base + (column == 1 || column == 2 + k), k);
    x[1] = x[1] > 0.5;
    flue_outcome outcome = made_up_outcome(0);
    outcome.value[FLUE_OUTCOME_fatalities] = fatalities(x[0], x[1], x[2]);
    assert_int_equal(flue_batch_put(ctx, store, i, 0, "", 1, x, &outcome, NULL), FLUE_OK);
  }
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  flue_batch *batch = NULL;
  assert_int_equal(flue_batch_read(ctx, scratch(name), &batch), FLUE_OK);
  return batch;
}

static void shares_of_a_sum_are_those_of_its_parts(void **state) {
  (void)state;
  flue_batch *batch = indices_batch("indices.h5", 2000);
  flue_drivers d;
  assert_int_equal(flue_drivers_assess(batch, FLUE_OUTCOME_fatalities, &d), FLUE_OK);
  assert_int_equal(d.n, 3);
  assert_true(d.has_total);
  assert_int_equal(d.runs, 10000);
  static const char *const names[2] = {"growth", "door_open"};
  static const double shares[3] = {9 / 13.0, 3 / 13.0, 1 / 13.0};
  for (int k = 0; k < 3; ++k) {
    if (k < 2) assert_string_equal(d.row[k].input->name, names[k]);
    assert_near(d.row[k].sobol.total.value, shares[k], 0.05);
    assert_near(d.row[k].sobol.first.value, shares[k], 0.15);
    assert_true(d.row[k].sobol.total.low < shares[k] && shares[k] < d.row[k].sobol.total.high);
    if (k < 2) assert_near(d.row[k].driver.first.value, shares[k], 0.05);
  }
  assert_null(d.row[2].input); /* chance */
  /* a branch: means 0 + 3/2 + 1/2 and 1 more */
  assert_near(d.row[1].driver.low, 2, 0.1);
  assert_near(d.row[1].driver.high, 3, 0.1);
  flue_drivers_clear(&d);
  flue_text screen = {0}, page = {0};
  assert_int_equal(flue_drivers_screen(batch, FLUE_EN, &screen), FLUE_OK);
  flue_drivers_html(batch, FLUE_ZH, &page);
  assert_non_null(strstr(screen.data, "Fire growth (growth): 0."));
  assert_non_null(strstr(screen.data, "all that is drawn for single rooms"));
  assert_non_null(strstr(page.data, "火灾增长系数 (growth)"));
  flue_text_clear(&screen);
  flue_text_clear(&page);
  flue_batch_destroy(&batch);
}

static void a_small_batch_tells_nothing(void **state) {
  (void)state;
  flue_batch *batch = indices_batch("small.h5", 6);
  flue_drivers d;
  assert_int_equal(flue_drivers_assess(batch, FLUE_OUTCOME_fatalities, &d), FLUE_OK);
  assert_int_equal(d.n, 0);
  flue_drivers_clear(&d);
  flue_batch_destroy(&batch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shares_of_a_sum_are_those_of_its_parts),
      cmocka_unit_test(a_small_batch_tells_nothing),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
