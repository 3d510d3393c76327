/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of people outside in a sample of the house. */
#include <stdlib.h>

#include "core/memory.h"
#include "flue_test.h"
#include "scenarios/batch.h"

static void counts_rise_to_those_who_escaped_and_doors_add_up(void **state) {
  (void)state;
  const char *source = getenv("FLUE_SOURCE");
  char path[4096];
  snprintf(path, sizeof path, "%s/tests/data/house.yaml", source ? source : ".");
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  flue_diagnostics list = {.file = path};
  flue_scenario *scenario = NULL;
  flue_layout *layout = NULL;
  flue_walkable *walkable = NULL;
  flue_arrival_grid grid;
  assert_int_equal(flue_scenario_read(ctx, path, NULL, &list, &scenario), FLUE_OK);
  assert_int_equal(flue_layout_create(ctx, scenario, &list, &layout), FLUE_OK);
  assert_int_equal(flue_walkable_create(ctx, layout, &walkable), FLUE_OK);
  assert_int_equal(flue_arrival_grid_make(layout, walkable, 4, &grid), FLUE_OK);
  assert_int_equal(grid.n_times, 100);
  assert_true(grid.n_doors > 0 && grid.n_doors <= FLUE_MOST_COUNTED_WAYS);
  assert_int_equal(grid.n_stairs, walkable->n_stairs);
  assert_near(grid.times[99], scenario->root.run.end.d.p[0], 1e-9);
  double *counts = flue_alloc(flue_arrival_grid_size(&grid), sizeof *counts);
  flue_outcome outcome;
  const flue_design design = flue_scenario_design(scenario, 4);
  for (size_t i = 0; i < 4; ++i) {
    assert_int_equal(
        flue_batch_sample(ctx, layout, walkable, &grid, &design, i, NULL, NULL, &outcome, counts),
        FLUE_OK);
    assert_near(counts[99], outcome.value[FLUE_OUTCOME_escaped], 0);
    const double *aset = counts + flue_arrival_grid_size(&grid) - grid.n_rooms;
    assert_int_equal(grid.n_rooms, layout->n_spaces);
    const size_t fire = flue_layout_find(layout, "F1.living");
    assert_string_equal(grid.room_names[fire], "F1.living");
    const double wanted = outcome.value[FLUE_OUTCOME_aset_room];
    assert_true(isnan(wanted) ? isnan(aset[fire]) : fabs(aset[fire] - wanted) <= 0);
    for (size_t t = 0; t < 100; ++t) {
      double sum = 0;
      for (size_t d = 1; d <= grid.n_doors; ++d) sum += counts[d * 100 + t];
      assert_near(sum, counts[t], 0);
      sum = 0;
      for (size_t k = 1; k <= grid.n_stairs; ++k) sum += counts[(grid.n_doors + k) * 100 + t];
      assert_true(sum <= counts[t]);
      if (t > 0) assert_true(counts[t] >= counts[t - 1]);
    }
  }
  free(counts);
  flue_arrival_grid_clear(&grid);
  /* a batch of very many samples keeps the curve of all people only */
  assert_int_equal(flue_arrival_grid_make(layout, walkable, FLUE_MOST_COUNTED_SAMPLES + 1, &grid),
                   FLUE_OK);
  assert_int_equal(flue_arrival_grid_size(&grid), 100);
  flue_arrival_grid_clear(&grid);
  flue_walkable_destroy(&walkable);
  flue_layout_destroy(&layout);
  flue_scenario_destroy(&scenario);
  flue_diagnostics_clear(&list);
  flue_ctx_destroy(&ctx);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_rise_to_those_who_escaped_and_doors_add_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
