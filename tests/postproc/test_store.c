/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <omp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "post_fixture.h"
#include "postproc/hdf5_file.h"
#include "postproc/run_reader.h"

/** Checks series, names and tables of a finished made-up run. */
static void check_run(const char *path) {
  flue_run_reader *run = NULL;
  assert_int_equal(flue_run_open(ctx, path, &run), FLUE_OK);
  const flue_run_column *c = flue_run_find(run, "zone", "upper_temperature");
  assert_non_null(c);
  assert_int_equal(c->rows, n_frames);
  assert_int_equal(c->width, n_rooms);
  assert_string_equal(c->unit, "K");
  assert_string_equal(c->text_zh, "上层温度");
  double *times = NULL, *values = NULL;
  char **names = NULL;
  size_t n = 0;
  assert_int_equal(flue_run_times(ctx, run, c, &times), FLUE_OK);
  assert_int_equal(flue_run_values(ctx, run, c, &values), FLUE_OK);
  assert_int_equal(flue_run_texts(ctx, run, c, &n, &names), FLUE_OK);
  assert_int_equal(n, n_rooms);
  assert_string_equal(names[2], "走廊");
  for (int f = 0; f < n_frames; ++f) {
    assert_near(times[f], 2.0 * f, 0);
    for (int r = 0; r < n_rooms; ++r)
      assert_near(values[f * n_rooms + r], (double)(float)room_value(0, f, r), 0);
  }
  free(times);
  free(values);
  flue_run_free_texts(n, &names);
  c = flue_run_find(run, "balance", "mass_error");
  assert_int_equal(flue_run_values(ctx, run, c, &values), FLUE_OK);
  assert_near(values[149], 149e-9, 1e-22); /* kept as float64 */
  free(values);
  assert_null(flue_run_find(run, "zone", "room"));
  assert_non_null(flue_run_find(run, "zone", "area"));
  flue_run_close(&run);
}

static void series_names_and_tables_come_back(void **state) {
  (void)state;
  const char *path = scratch("run.h5");
  write_run(path);
  check_run(path);
  assert_int_not_equal(access(scratch("run.h5.part"), F_OK), 0);
  assert_int_equal(access(scratch("run.agents.h5"), F_OK), 0);
}

/* chunks are packed whole only where nothing after the rows given would be lost */
static void rows_written_again_leave_those_after_them(void **state) {
  (void)state;
  const char *path = scratch("rows.h5");
  flue_h5 *file = NULL;
  assert_int_equal(flue_h5_create(ctx, path, &file), FLUE_OK);
  assert_int_equal(flue_h5_new_rows(ctx, file, "x", FLUE_H5_FLOAT64, 0, 4), FLUE_OK);
  const double values[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, again = 100;
  assert_int_equal(flue_h5_put_rows(ctx, file, "x", 0, 4, values), FLUE_OK);
  assert_int_equal(flue_h5_put_rows(ctx, file, "x", 4, 3, values + 4), FLUE_OK);
  assert_int_equal(flue_h5_put_rows(ctx, file, "x", 7, 3, values + 7), FLUE_OK);
  assert_int_equal(flue_h5_put_rows(ctx, file, "x", 4, 1, &again), FLUE_OK);
  size_t n = 0;
  double *read = NULL;
  assert_int_equal(flue_h5_read_numbers(ctx, file, "x", &n, &read), FLUE_OK);
  assert_int_equal(n, 10);
  for (size_t i = 0; i < n; ++i) assert_near(read[i], i == 4 ? again : values[i], 0);
  free(read);
  assert_int_equal(flue_h5_close(ctx, &file), FLUE_OK);
}

/** Compares the numbers of two results, column by column. */
static void check_same(const char *a_path, const char *b_path) {
  flue_run_reader *a = NULL, *b = NULL;
  assert_int_equal(flue_run_open(ctx, a_path, &a), FLUE_OK);
  assert_int_equal(flue_run_open(ctx, b_path, &b), FLUE_OK);
  size_t n = 0, m = 0;
  const flue_run_column *columns = flue_run_columns(a, &n);
  flue_run_columns(b, &m);
  assert_int_equal(n, m);
  for (size_t i = 0; i < n; ++i) {
    const flue_run_column *other = flue_run_find(b, columns[i].group, columns[i].name);
    assert_non_null(other);
    assert_int_equal(columns[i].rows, other->rows);
    if (columns[i].is_text) continue;
    double *x = NULL, *y = NULL;
    assert_int_equal(flue_run_values(ctx, a, &columns[i], &x), FLUE_OK);
    assert_int_equal(flue_run_values(ctx, b, other, &y), FLUE_OK);
    assert_memory_equal(x, y, columns[i].rows * columns[i].width * sizeof *x);
    free(x);
    free(y);
  }
  flue_run_close(&a);
  flue_run_close(&b);
}

/** Runs up to frame 70, stops, resumes, dies after more frames, resumes again and finishes. */
static void write_run_in_pieces(const char *path) {
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  size_t handles[2], n = 0;
  const char saved[] = "state at 140 s";
  assert_int_equal(flue_store_create(ctx, path, &provenance, &store), FLUE_OK);
  flue_sink sink = flue_store_sink(store);
  announce(&sink, handles);
  assert_int_equal(record(&sink, handles, 0, 70), FLUE_OK);
  assert_int_equal(flue_store_checkpoint(ctx, &store, 140, saved, sizeof saved), FLUE_OK);
  assert_null(store);
  omp_set_num_threads(1); /* a child has no threads of its parent */
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) { /* goes on, writes past the checkpoint, and is killed */
    double time = 0;
    void *bytes = NULL;
    if (flue_store_resume(ctx, path, &provenance, &store, &time, &bytes, &n)) _exit(1);
    sink = flue_store_sink(store);
    announce(&sink, handles);
    _exit(record(&sink, handles, 70, n_frames) ? 1 : 0);
  }
  int ended = 0;
  waitpid(child, &ended, 0);
  assert_int_equal(ended, 0);
  double time = 0;
  void *bytes = NULL;
  assert_int_equal(flue_store_resume(ctx, path, &provenance, &store, &time, &bytes, &n), FLUE_OK);
  assert_near(time, 140, 0);
  assert_int_equal(n, sizeof saved);
  assert_string_equal(bytes, saved);
  free(bytes);
  sink = flue_store_sink(store);
  announce(&sink, handles);
  assert_int_equal(record(&sink, handles, 70, n_frames), FLUE_OK);
  add_tables(&sink);
  assert_int_equal(flue_store_finish(ctx, &store, "the run came to its end"), FLUE_OK);
}

static void a_resumed_run_has_the_numbers_of_an_uninterrupted_one(void **state) {
  (void)state;
  write_run(scratch("whole.h5"));
  write_run_in_pieces(scratch("pieces.h5"));
  check_run(scratch("pieces.h5"));
  check_same(scratch("whole.h5"), scratch("pieces.h5"));
  check_same(scratch("whole.agents.h5"), scratch("pieces.agents.h5"));
}

static void another_scenario_or_seed_is_not_resumed(void **state) {
  (void)state;
  const char *path = scratch("other.h5");
  flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  double time = 0;
  void *bytes = NULL;
  size_t n = 0;
  assert_int_equal(flue_store_create(ctx, path, &provenance, &store), FLUE_OK);
  assert_int_equal(flue_store_checkpoint(ctx, &store, 1, "x", 1), FLUE_OK);
  provenance.seed = 43;
  assert_int_equal(flue_store_resume(ctx, path, &provenance, &store, &time, &bytes, &n),
                   FLUE_EINPUT);
  assert_non_null(strstr(flue_last_error(ctx), "another scenario, seed"));
  provenance = made_up_provenance();
  provenance.scenario_length -= 1;
  assert_int_equal(flue_store_resume(ctx, path, &provenance, &store, &time, &bytes, &n),
                   FLUE_EINPUT);
  assert_null(store);
}

static void earlier_results_stand_until_new_ones_are_whole(void **state) {
  (void)state;
  const char *path = scratch("stands.h5");
  write_run(path);
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  assert_int_equal(flue_store_create(ctx, path, &provenance, &store), FLUE_OK);
  check_run(path);
  flue_store_discard(&store);
  assert_null(store);
  check_run(path);
  assert_int_not_equal(access(scratch("stands.h5.part"), F_OK), 0);
}

static void write_bytes(const char *path, const char *bytes, size_t n) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, n, file), n);
  fclose(file);
}

static void damaged_and_foreign_files_are_refused_with_a_sentence(void **state) {
  (void)state;
  write_run(scratch("good.h5"));
  size_t n = 0;
  char *bytes = file_bytes(scratch("good.h5"), &n);
  flue_run_reader *run = NULL;
  const size_t lengths[] = {0, 7, 100, n / 2, n - 1};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; ++i) {
    write_bytes(scratch("cut.h5"), bytes, lengths[i]);
    assert_int_equal(flue_run_open(ctx, scratch("cut.h5"), &run), FLUE_EIO);
    assert_non_null(strstr(flue_last_error(ctx), "cut.h5"));
    assert_null(run);
  }
  free(bytes);
  write_bytes(scratch("text.h5"), "hello", 5);
  assert_int_equal(flue_run_open(ctx, scratch("text.h5"), &run), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "not an HDF5 file"));
  assert_int_equal(flue_run_open(ctx, scratch("absent.h5"), &run), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "No such file"));
}

static void a_folder_that_is_not_there_is_named(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  assert_int_equal(flue_store_create(ctx, "/nowhere/run.h5", &provenance, &store), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "/nowhere/run.h5.part"));
  assert_non_null(strstr(flue_last_error(ctx), "No such file or directory"));
  assert_null(store);
}

/** Fills a disk that ends after 200 kB; returns 0 when that was told in a sentence. */
static int fill_disk(const char *path) {
  const struct rlimit small = {200000, 200000};
  signal(SIGXFSZ, SIG_IGN);
  if (setrlimit(RLIMIT_FSIZE, &small)) return 1;
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  size_t handles[2];
  if (flue_store_create(ctx, path, &provenance, &store)) return 2;
  const flue_sink sink = flue_store_sink(store);
  announce(&sink, handles);
  flue_status status = FLUE_OK;
  for (int f = 0; f < most_frames_ever * 100 && !status; f += 1000)
    status = record(&sink, handles, f, f + 1000);
  if (status == FLUE_OK) status = flue_store_finish(ctx, &store, "done");
  const int is_told = status == FLUE_EIO && strstr(flue_last_error(ctx), ".part") &&
                      strstr(flue_last_error(ctx), "File too large");
  if (!is_told) fprintf(stderr, "%d: %s\n", status, flue_last_error(ctx));
  flue_store_discard(&store);
  return is_told ? 0 : 3;
}

static void a_full_disk_is_told_and_leaves_the_old_result(void **state) {
  (void)state;
  const char *path = scratch("full.h5");
  write_run(path);
  omp_set_num_threads(1); /* a child has no threads of its parent */
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) exit(fill_disk(path)); /* exit, so that HDF5 closes down as in a program */
  int ended = 0;
  waitpid(child, &ended, 0);
  assert_true(WIFEXITED(ended));
  assert_int_equal(WEXITSTATUS(ended), 0);
  check_run(path);
  assert_int_not_equal(access(scratch("full.h5.part"), F_OK), 0);
  assert_int_not_equal(access(scratch("full.agents.h5.part"), F_OK), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_written_again_leave_those_after_them),
      cmocka_unit_test(series_names_and_tables_come_back),
      cmocka_unit_test(a_resumed_run_has_the_numbers_of_an_uninterrupted_one),
      cmocka_unit_test(another_scenario_or_seed_is_not_resumed),
      cmocka_unit_test(earlier_results_stand_until_new_ones_are_whole),
      cmocka_unit_test(damaged_and_foreign_files_are_refused_with_a_sentence),
      cmocka_unit_test(a_folder_that_is_not_there_is_named),
      cmocka_unit_test(a_full_disk_is_told_and_leaves_the_old_result),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
