/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/wait.h>

#include "post_fixture.h"
#include "postproc/export_csv.h"

/** Lets Python open a file; skips the test when Python or a module is missing. */
static void let_python_check(const char *kind, const char *path) {
  const char *source = getenv("FLUE_SOURCE");
  char command[512];
  snprintf(command, sizeof command,
           "HDF5_USE_FILE_LOCKING=FALSE /usr/bin/python3 -W ignore "
           "'%s/tests/postproc/check_files.py' %s '%s'",
           source ? source : ".", kind, path);
  const int ended = system(command);
  assert_true(WIFEXITED(ended));
  if (WEXITSTATUS(ended) == 77 || WEXITSTATUS(ended) == 127) skip();
  assert_int_equal(WEXITSTATUS(ended), 0);
}

static void a_run_opens_in_h5py_and_xarray(void **state) {
  (void)state;
  write_run(scratch("run.h5"));
  let_python_check("run", scratch("run.h5"));
}

static void people_open_as_pedpy_reads_them(void **state) {
  (void)state;
  write_run(scratch("people.h5"));
  let_python_check("agents", scratch("people.agents.h5"));
}

static void a_batch_opens_in_xarray(void **state) {
  (void)state;
  write_batch(scratch("batch.h5"), 200);
  let_python_check("batch", scratch("batch.h5"));
}

/** Whether a file starts with a text. */
static void check_start(const char *path, const char *start) {
  size_t n = 0;
  char *bytes = file_bytes(path, &n);
  if (strncmp(bytes, start, strlen(start)) != 0) fail_msg("%s starts with %.200s", path, bytes);
  free(bytes);
}

static void csv_tables_have_units_then_names(void **state) {
  (void)state;
  write_run(scratch("csv.h5"));
  assert_int_equal(flue_export_csv(ctx, scratch("csv.h5"), scratch("tables")), FLUE_OK);
  check_start(scratch("tables/zone_upper_temperature.csv"),
              "s,K,K,K\nTime,F1.flat_1,F1.corridor,走廊\n0,293.149994,293.149994,293.149994\n2,");
  check_start(scratch("tables/zone.csv"),
              ",m2\nroom,area\nF1.flat_1,72\nF1.corridor,42\n走廊,12\n");
  check_start(scratch("tables/opening.csv"),
              "1,m\nid,width\n\"door, \"\"A\"\"\",0.9\ndoor B,1.2\n");
  check_start(scratch("tables/agent.csv"), "s\nexit_time\n10\n20\n30\n\n");
  check_start(scratch("tables/balance_mass_error.csv"), "s,1\nTime,building\n0,0\n2,1e-09\n");
  /* a file where the folder should be */
  assert_int_equal(flue_export_csv(ctx, scratch("csv.h5"), scratch("csv.h5")), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "Not a directory"));
}

/** Series over cells have no names, but numbers from 0. */
static void items_without_names_are_numbered(void **state) {
  (void)state;
  static const flue_quantity q = {"value", "C", "TEMPERATURE", "TEMPERATURE"},
                             x = {"x", "m", "Place", "位置"};
  static const double values[3] = {20, 30, 25}, places[3] = {0.5, 1.5, 2.5};
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  size_t handle;
  assert_int_equal(flue_store_create(ctx, scratch("cells.h5"), &provenance, &store), FLUE_OK);
  const flue_sink sink = flue_store_sink(store);
  assert_int_equal(sink.series(sink.user, "slice_1", "cell", 3, NULL, 1, &q, &handle), FLUE_OK);
  assert_int_equal(sink.column(sink.user, "slice_1", &x, 3, places), FLUE_OK);
  assert_int_equal(sink.frame(sink.user, handle, 2, values), FLUE_OK);
  assert_int_equal(flue_store_finish(ctx, &store, "end"), FLUE_OK);
  assert_int_equal(flue_export_csv(ctx, scratch("cells.h5"), scratch("cells")), FLUE_OK);
  check_start(scratch("cells/slice_1_value.csv"), "s,C,C,C\nTime,0,1,2\n2,20,30,25\n");
  check_start(scratch("cells/slice_1.csv"), ",m\ncell,x\n0,0.5\n1,1.5\n2,2.5\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_run_opens_in_h5py_and_xarray),
      cmocka_unit_test(people_open_as_pedpy_reads_them),
      cmocka_unit_test(a_batch_opens_in_xarray),
      cmocka_unit_test(csv_tables_have_units_then_names),
      cmocka_unit_test(items_without_names_are_numbered),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
