/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "post_fixture.h"

/** Reads a batch and compares all numbers with another one. */
static void check_same(const char *a_path, const char *b_path) {
  flue_batch *a = NULL, *b = NULL;
  assert_int_equal(flue_batch_read(ctx, a_path, &a), FLUE_OK);
  assert_int_equal(flue_batch_read(ctx, b_path, &b), FLUE_OK);
  assert_int_equal(a->n, b->n);
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k)
    assert_memory_equal(a->outcome[k], b->outcome[k], a->n * sizeof(double));
  for (size_t k = 0; k < a->n_inputs; ++k)
    assert_memory_equal(a->input[k], b->input[k], a->n * sizeof(double));
  flue_batch_destroy(&a);
  flue_batch_destroy(&b);
}

static void a_batch_comes_back(void **state) {
  (void)state;
  write_batch(scratch("b.h5"), 200);
  flue_batch *b = NULL;
  assert_int_equal(flue_batch_read(ctx, scratch("b.h5"), &b), FLUE_OK);
  assert_int_equal(b->n, 200);
  assert_int_equal(b->n_ok, 200);
  assert_int_equal(b->n_inputs, 2);
  assert_string_equal(b->inputs[1].name, "growth"); /* by name */
  assert_near(b->input[1][150], 1.5, 1e-15);
  assert_near(b->outcome[FLUE_OUTCOME_fatalities][109], 12, 0);
  assert_true(isnan(b->outcome[FLUE_OUTCOME_alarm_time][99]));
  assert_near(flue_batch_fact(b, "floor_area"), 10000, 0);
  assert_true(isnan(flue_batch_fact(b, "moon_phase")));
  assert_string_equal(b->use, "residential");
  assert_string_equal(b->title[FLUE_ZH], "测试楼");
  assert_int_equal(b->seed, 42);
  assert_int_equal(strlen(b->scenario_sha256), 64);
  flue_batch_destroy(&b);
  assert_null(b);
  assert_int_not_equal(access(scratch("b.h5.part"), F_OK), 0);
}

static void weights_and_blocks_come_back(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  flue_batch_plan plan = made_up_plan(&provenance, 30);
  plan.design = (flue_design){FLUE_DESIGN_SOBOL, 42, 30, 8};
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("w.h5"), &plan, &store), FLUE_OK);
  for (size_t i = 0; i < 30; ++i) {
    const double inputs[2] = {1, 0};
    const flue_outcome outcome = made_up_outcome(i);
    assert_int_equal(
        flue_batch_put(ctx, store, i, 0, "", i % 2 ? 0.5 : 1.5, inputs, &outcome, NULL), FLUE_OK);
  }
  flue_batch_shorten(store, 24); /* as if three blocks were enough */
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  flue_batch *b = NULL;
  assert_int_equal(flue_batch_read(ctx, scratch("w.h5"), &b), FLUE_OK);
  assert_int_equal(b->n, 24);
  assert_string_equal(flue_batch_design(b), "sobol");
  assert_near(b->weight[2], 1.5, 0);
  assert_near(b->weight[3], 0.5, 0);
  assert_int_equal(b->block[7], 0);
  assert_int_equal(b->block[23], 2);
  flue_batch_destroy(&b);
}

static void a_torn_journal_goes_on_and_ends_with_the_same_numbers(void **state) {
  (void)state;
  write_batch(scratch("whole.h5"), 150);
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, 150);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("torn.h5"), &plan, &store), FLUE_OK);
  put_samples(store, 100, 150);
  put_samples(store, 0, 40);
  flue_batch_close(&store);
  size_t n = 0;
  char *bytes = file_bytes(scratch("torn.h5.part"), &n);
  free(bytes);
  assert_int_equal(truncate(scratch("torn.h5.part"), (off_t)n - 5), 0);
  assert_int_equal(flue_batch_open(ctx, scratch("torn.h5"), &plan, &store), FLUE_OK);
  assert_int_equal(flue_batch_count(store), 89);
  assert_true(flue_batch_has(store, 38));
  assert_false(flue_batch_has(store, 39));
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_EARG);
  assert_non_null(strstr(flue_last_error(ctx), "sample 39"));
  put_samples(store, 39, 100);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  check_same(scratch("whole.h5"), scratch("torn.h5"));
}

static void the_journal_of_another_batch_is_refused(void **state) {
  (void)state;
  flue_provenance provenance = made_up_provenance();
  flue_batch_plan plan = made_up_plan(&provenance, 10);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("j.h5"), &plan, &store), FLUE_OK);
  flue_batch_close(&store);
  plan.n = 11;
  assert_int_equal(flue_batch_open(ctx, scratch("j.h5"), &plan, &store), FLUE_EINPUT);
  assert_non_null(strstr(flue_last_error(ctx), "--restart"));
  plan.n = 10;
  provenance.seed = 1;
  assert_int_equal(flue_batch_open(ctx, scratch("j.h5"), &plan, &store), FLUE_EINPUT);
  assert_null(store);
  provenance.seed = 42;
  assert_int_equal(flue_batch_open(ctx, scratch("j.h5"), &plan, &store), FLUE_OK);
  flue_batch_close(&store);
}

static void two_programs_do_not_write_one_journal(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, 5);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("busy.h5"), &plan, &store), FLUE_OK);
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    flue_batch_store *other = NULL;
    const flue_status status = flue_batch_open(ctx, scratch("busy.h5"), &plan, &other);
    _exit(status == FLUE_EIO && strstr(flue_last_error(ctx), "another program") ? 0 : 1);
  }
  int ended = 0;
  waitpid(child, &ended, 0);
  assert_int_equal(ended, 0);
  flue_batch_close(&store);
}

static void failed_runs_are_kept_apart(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, 3);
  const double inputs[2] = {1, 0};
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("f.h5"), &plan, &store), FLUE_OK);
  put_samples(store, 0, 2);
  assert_int_equal(flue_batch_put(ctx, store, 2, FLUE_ENUMERIC, "no answer", 1, inputs, NULL, NULL),
                   FLUE_OK);
  assert_int_equal(flue_batch_put(ctx, store, 3, 0, "", 1, inputs, NULL, NULL), FLUE_EARG);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  flue_batch *b = NULL;
  assert_int_equal(flue_batch_read(ctx, scratch("f.h5"), &b), FLUE_OK);
  assert_int_equal(b->n_ok, 2);
  assert_int_equal(b->status[2], FLUE_ENUMERIC);
  assert_int_equal(b->n_failed, 1);
  assert_near(b->failed[0], 2, 0);
  assert_string_equal(b->cause[0], "no answer");
  assert_int_not_equal(access(scratch("f.h5.part.causes"), F_OK), 0);
  assert_true(isnan(b->outcome[FLUE_OUTCOME_fatalities][2]));
  flue_batch_destroy(&b);
}

static void other_files_are_no_batch(void **state) {
  (void)state;
  flue_batch *b = NULL;
  write_run(scratch("run.h5"));
  assert_int_equal(flue_batch_read(ctx, scratch("run.h5"), &b), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "not a batch"));
  write_batch(scratch("cut.h5"), 100);
  assert_int_equal(truncate(scratch("cut.h5"), 5000), 0);
  assert_int_equal(flue_batch_read(ctx, scratch("cut.h5"), &b), FLUE_EIO);
  assert_null(b);
}

/** A disk that ends after the header: the records do not fit. */
static void a_full_disk_is_told(void **state) {
  (void)state;
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    const struct rlimit small = {700, 700};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const flue_provenance provenance = made_up_provenance();
    const flue_batch_plan plan = made_up_plan(&provenance, 30);
    flue_batch_store *store = NULL;
    const double inputs[2] = {1, 0};
    const flue_outcome outcome = made_up_outcome(0);
    flue_status status = flue_batch_open(ctx, scratch("full.h5"), &plan, &store);
    for (size_t i = 0; i < 30 && !status; ++i)
      status = flue_batch_put(ctx, store, i, 0, "", 1, inputs, &outcome, NULL);
    const int is_told = status == FLUE_EIO && strstr(flue_last_error(ctx), "File too large") &&
                        flue_batch_count(store) > 0;
    _exit(is_told ? 0 : 1);
  }
  int ended = 0;
  waitpid(child, &ended, 0);
  assert_int_equal(ended, 0);
  /* what was written is good */
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, 30);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, scratch("full.h5"), &plan, &store), FLUE_OK);
  assert_true(flue_batch_has(store, 0));
  flue_batch_close(&store);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_batch_comes_back),
      cmocka_unit_test(weights_and_blocks_come_back),
      cmocka_unit_test(a_torn_journal_goes_on_and_ends_with_the_same_numbers),
      cmocka_unit_test(the_journal_of_another_batch_is_refused),
      cmocka_unit_test(two_programs_do_not_write_one_journal),
      cmocka_unit_test(failed_runs_are_kept_apart),
      cmocka_unit_test(other_files_are_no_batch),
      cmocka_unit_test(a_full_disk_is_told),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
