/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids for ParaView and Smokeview: what is written, byte by byte. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/whole_file.h"
#include "post_fixture.h"
#include "postproc/export_field.h"
#include "postproc/run_reader.h"

/* A plane of 2 x 2 cells across y, 20 30 above it 40 50, and a second moment of twice that. */
static const double faces[3][3] = {{0, 1, 2}, {0, 0.5, 0}, {0, 1, 3}};
static const size_t n_faces[3] = {3, 2, 3};

static void record_grid(const flue_sink *sink) {
  static const flue_quantity face = {"face", "m", "Faces", "面"},
                             side[6] = {{"x0", "m", "", ""}, {"x1", "m", "", ""},
                                        {"y0", "m", "", ""}, {"y1", "m", "", ""},
                                        {"z0", "m", "", ""}, {"z1", "m", "", ""}};
  static const char *const groups[3] = {"field_grid_x", "field_grid_y", "field_grid_z"};
  static const double box[6] = {1, 2, 0, 0.5, 0, 1};
  for (int a = 0; a < 3; ++a)
    assert_int_equal(sink->column(sink->user, groups[a], &face, n_faces[a], faces[a]), FLUE_OK);
  for (int s = 0; s < 6; ++s)
    assert_int_equal(sink->column(sink->user, "field_solid", &side[s], 1, &box[s]), FLUE_OK);
}

static void make_run(const char *path) {
  static const flue_quantity q = {"value", "C", "TEMPERATURE", "TEMPERATURE"},
                             axis[3] = {{"x", "m", "", ""}, {"y", "m", "", ""}, {"z", "m", "", ""}};
  static const double place[3][4] = {
      {0.5, 1.5, 0.5, 1.5}, {0.25, 0.25, 0.25, 0.25}, {0.5, 0.5, 2, 2}};
  static const double moments[2][4] = {{20, 30, 40, 50}, {40, 60, 80, 100}};
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  size_t handle;
  assert_int_equal(flue_store_create(ctx, path, &provenance, &store), FLUE_OK);
  const flue_sink sink = flue_store_sink(store);
  record_grid(&sink);
  assert_int_equal(sink.series(sink.user, "slice_1", "cell", 4, NULL, 1, &q, &handle), FLUE_OK);
  for (int a = 0; a < 3; ++a)
    assert_int_equal(sink.column(sink.user, "slice_1", &axis[a], 4, place[a]), FLUE_OK);
  for (int t = 0; t < 2; ++t)
    assert_int_equal(sink.frame(sink.user, handle, 5.0 * t, moments[t]), FLUE_OK);
  assert_int_equal(flue_store_finish(ctx, &store, "end"), FLUE_OK);
}

static char *whole(const char *path, size_t *n) {
  char *text = NULL;
  assert_int_equal(flue_whole_file(ctx, path, &text, n), FLUE_OK);
  return text;
}

static void check_floats(const char *bytes, size_t n, const float *wanted) {
  for (size_t k = 0; k < n; ++k) {
    float value;
    memcpy(&value, bytes + 4 * k, sizeof value);
    assert_near(value, wanted[k], 1e-6);
  }
}

static void paraview_gets_cells(void **state) {
  (void)state;
  static const float wanted[] = {20, 30, 40, 50, 40, 60, 80, 100};
  char *name = NULL;
  size_t n = 0;
  make_run(scratch("a.h5"));
  assert_int_equal(flue_export_xdmf(ctx, scratch("a.h5"), scratch("draw"), &name), FLUE_OK);
  char *index = whole(name, &n);
  assert_non_null(strstr(index, "<Time Value=\"5\"/>"));
  assert_non_null(strstr(index, "Dimensions=\"3 2 3\""));
  assert_non_null(strstr(index, "<DataItem Format=\"XML\" Dimensions=\"3\"> 0 1 3 </DataItem>"));
  assert_non_null(strstr(index, "Seek=\"16\" Dimensions=\"2 1 2\">a_slice_1.bin</DataItem>"));
  char *bytes = whole(scratch("draw/a_slice_1.bin"), &n);
  assert_int_equal(n, sizeof wanted);
  check_floats(bytes, 8, wanted);
  free(bytes);
  free(index);
  free(name);
}

/** Corners are means of the cells about them; records stand between copies of their lengths. */
static void smokeview_gets_corners(void **state) {
  (void)state;
  static const float first[] = {20, 25, 30, 30, 35, 40, 40, 45, 50};
  static const int32_t range[] = {0, 2, 0, 0, 0, 2};
  const size_t labels = 3 * (30 + 8), ranges = 24 + 8, moment = 4 + 8 + 36 + 8;
  char *name = NULL;
  size_t n = 0;
  make_run(scratch("b.h5"));
  assert_int_equal(flue_export_smokeview(ctx, scratch("b.h5"), scratch("draw"), &name), FLUE_OK);
  char *bytes = whole(scratch("draw/b_1.sf"), &n);
  assert_int_equal(n, labels + ranges + 2 * moment);
  assert_memory_equal(bytes + 4, "TEMPERATURE    ", 15);
  assert_memory_equal(bytes + labels + 4, range, sizeof range);
  check_floats(bytes + labels + ranges + 4 + 8 + 4, 9, first);
  char *index = whole(name, &n);
  assert_non_null(strstr(index, "GRID field\n 2 1 2 0\n"));
  assert_non_null(strstr(index,
                         "OBST\n 1\n 1.000000 2.000000 0.000000 0.500000 0.000000 1.000000 "
                         "1 0 0 0 0 0 0\n 1 2 0 1 0 1 -1 -1\n"));
  assert_non_null(strstr(index, "SLCF 1 # STRUCTURED & 0 2 0 0 0 2\n b_1.sf\n TEMPERATURE\n"));
  free(index);
  free(bytes);
  free(name);
}

/** Numbers over cells keep 14 binary digits: 2^-15 of a number, and no number stays none. */
static void fields_lose_useless_digits(void **state) {
  (void)state;
  static const flue_quantity q = {"value", "K", "TEMPERATURE", "TEMPERATURE"};
  static const double values[] = {293.156789, -1.23456e-7, 0.0, NAN};
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  flue_run_reader *run = NULL;
  size_t handle;
  double *back = NULL;
  assert_int_equal(flue_store_create(ctx, scratch("d.h5"), &provenance, &store), FLUE_OK);
  const flue_sink sink = flue_store_sink(store);
  assert_int_equal(sink.series(sink.user, "slice_1", "cell", 4, NULL, 1, &q, &handle), FLUE_OK);
  assert_int_equal(sink.frame(sink.user, handle, 0.0, values), FLUE_OK);
  assert_int_equal(flue_store_finish(ctx, &store, "end"), FLUE_OK);
  assert_int_equal(flue_run_open(ctx, scratch("d.h5"), &run), FLUE_OK);
  assert_int_equal(flue_run_values(ctx, run, flue_run_find(run, "slice_1", "value"), &back),
                   FLUE_OK);
  for (int k = 0; k < 3; ++k) {
    const float x = (float)back[k];
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    assert_int_equal(bits & 0x1ffu, 0);
    assert_true(fabs(back[k] - values[k]) <= fabs(values[k]) / 32768.0);
  }
  assert_true(isnan(back[3]));
  free(back);
  flue_run_close(&run);
}

static void a_run_without_a_grid_is_refused(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  char *name = NULL;
  assert_int_equal(flue_store_create(ctx, scratch("c.h5"), &provenance, &store), FLUE_OK);
  assert_int_equal(flue_store_finish(ctx, &store, "end"), FLUE_OK);
  assert_int_equal(flue_export_xdmf(ctx, scratch("c.h5"), scratch("draw"), &name), FLUE_EINPUT);
  assert_null(name);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paraview_gets_cells),
      cmocka_unit_test(smokeview_gets_corners),
      cmocka_unit_test(fields_lose_useless_digits),
      cmocka_unit_test(a_run_without_a_grid_is_refused),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
