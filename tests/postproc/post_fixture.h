/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/postproc/post_fixture.h  A folder for scratch files, a made-up run and a made-up
 *  batch whose answers are known. */
#ifndef FLUE_TESTS_POST_FIXTURE_H
#define FLUE_TESTS_POST_FIXTURE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flue_test.h"
#include "postproc/batch_store.h"
#include "postproc/store.h"

static flue_ctx *ctx;
static char folder[64];

static int make_folder(void **state) {
  (void)state;
  strcpy(folder, "/tmp/flue_post_XXXXXX");
  return flue_ctx_create(&ctx) || !mkdtemp(folder);
}

static int remove_folder(void **state) {
  (void)state;
  char command[96];
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  flue_ctx_destroy(&ctx);
  return system(command);
}

/** Path of a scratch file; one of four buffers in turn. */
static inline const char *scratch(const char *name) {
  static char paths[4][160];
  static int turn;
  char *path = paths[turn++ % 4];
  snprintf(path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

/** Bytes of a file, owned. */
static inline char *file_bytes(const char *path, size_t *n) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  fseek(file, 0, SEEK_END);
  *n = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*n + 1);
  assert_non_null(bytes);
  assert_int_equal(fread(bytes, 1, *n, file), *n);
  bytes[*n] = '\0';
  fclose(file);
  return bytes;
}

static inline flue_provenance made_up_provenance(void) {
  static const char text[] = "flue: 1\ntitle: 测试楼\n";
  return (flue_provenance){.program = "flue",
                           .version = "0.1.0",
                           .git = "abc123",
                           .flags = "-O2",
                           .scenario_path = "house.yaml",
                           .scenario_text = text,
                           .scenario_length = sizeof text - 1,
                           .resolved_text = "flue: 1\n",
                           .seed = 42,
                           .threads = 2,
                           .title_en = "Test house",
                           .title_zh = "测试楼"};
}

/* ---- a run ---- */

enum { n_rooms = 3, n_frames = 150, n_people = 4, most_frames_ever = 2000 };

static const flue_quantity room_quantities[2] = {
    {"upper_temperature", "K", "Temperature of the upper layer", "上层温度"},
    {"layer_height", "m", "Height of the layer", "烟气层高度"}};
static const flue_quantity mass_quantity = {"mass_error", "1", "Mass error", "质量误差"};

/** Series of the made-up run; to be called again after resuming. */
static inline void announce(const flue_sink *sink, size_t handles[2]) {
  static const char *const rooms[n_rooms] = {"F1.flat_1", "F1.corridor", "走廊"};
  static const char *const building[1] = {"building"};
  assert_int_equal(
      sink->series(sink->user, "zone", "room", n_rooms, rooms, 2, room_quantities, &handles[0]),
      FLUE_OK);
  assert_int_equal(
      sink->series(sink->user, "balance", "whole", 1, building, 1, &mass_quantity, &handles[1]),
      FLUE_OK);
}

static inline double room_value(int quantity, int frame, int room) {
  return quantity ? 3 - 0.01 * frame - room : 293.15 + frame * (room + 1);
}

/** Records frames [from, to). @return the first failure. */
static inline flue_status record(const flue_sink *sink, const size_t handles[2], int from, int to) {
  for (int f = from; f < to; ++f) {
    double values[2 * n_rooms];
    const double error = 1e-9 * f;
    flue_agent_row rows[n_people];
    for (int q = 0; q < 2; ++q)
      for (int r = 0; r < n_rooms; ++r) values[q * n_rooms + r] = room_value(q, f, r);
    memset(rows, 0, sizeof rows);
    for (int i = 0; i < n_people; ++i)
      rows[i] = (flue_agent_row){.id = (uint32_t)i + 1,
                                 .x = i + 0.01 * f,
                                 .y = 2,
                                 .z = 3.5,
                                 .level = 1,
                                 .speed = 1.2f,
                                 .fed = 0.25f,
                                 .state = 2};
    flue_status status = sink->frame(sink->user, handles[0], 2.0 * f, values);
    if (!status) status = sink->frame(sink->user, handles[1], 2.0 * f, &error);
    if (!status) status = sink->agents(sink->user, 2.0 * f, n_people, rows);
    if (status) return status;
  }
  return FLUE_OK;
}

/** Tables of the made-up run. */
static inline void add_tables(const flue_sink *sink) {
  static const flue_quantity area = {"area", "m2", "Floor area", "面积"};
  static const flue_quantity id = {"id", "1", "Name of the opening", "开口名称"};
  static const flue_quantity width = {"width", "m", "Width", "宽度"};
  static const flue_quantity exit_time = {"exit_time", "s", "Time of leaving", "离开时间"};
  static const flue_quantity wkt = {"wkt_geometry", "1", "Walkable area", "可行走区域"};
  static const double areas[n_rooms] = {72, 42, 12}, widths[2] = {0.9, 1.2};
  static const double exits[n_people] = {10, 20, 30, (double)NAN};
  static const char *const ids[2] = {"door, \"A\"", "door B"};
  static const char *const polygon[1] = {"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))"};
  assert_int_equal(sink->column(sink->user, "zone", &area, n_rooms, areas), FLUE_OK);
  assert_int_equal(sink->texts(sink->user, "opening", &id, 2, ids), FLUE_OK);
  assert_int_equal(sink->column(sink->user, "opening", &width, 2, widths), FLUE_OK);
  assert_int_equal(sink->column(sink->user, "agent", &exit_time, n_people, exits), FLUE_OK);
  assert_int_equal(sink->texts(sink->user, "agents", &wkt, 1, polygon), FLUE_OK);
}

/** Writes the whole made-up run. */
static inline void write_run(const char *path) {
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  size_t handles[2];
  assert_int_equal(flue_store_create(ctx, path, &provenance, &store), FLUE_OK);
  const flue_sink sink = flue_store_sink(store);
  announce(&sink, handles);
  assert_int_equal(record(&sink, handles, 0, n_frames), FLUE_OK);
  add_tables(&sink);
  assert_int_equal(flue_store_finish(ctx, &store, "the run came to its end"), FLUE_OK);
  assert_null(store);
}

/* ---- a batch ---- */

static const flue_quantity batch_inputs[2] = {{"growth", "W s-2", "Fire growth", "火灾增长系数"},
                                              {"door_open", "1", "Door open", "门开启"}};
static const flue_fact batch_facts[3] = {
    {{"floor_area", "m2", "Floor area", "建筑面积"}, 10000},
    {{"closer_share", "1", "Doors with closers", "闭门器比例"}, 0.5},
    {{"stair_width_per_100", "m", "Stair width for 100 people", "百人宽度"}, 1.0}};

static inline flue_batch_plan made_up_plan(const flue_provenance *provenance, size_t n) {
  return (flue_batch_plan){.provenance = provenance,
                           .n = n,
                           .n_inputs = 2,
                           .inputs = batch_inputs,
                           .n_facts = 3,
                           .facts = batch_facts,
                           .use = "residential"};
}

/** Outcome of sample i: of 100 fires five kill 1, three kill 2, one kills 5, one kills 12. */
static inline flue_outcome made_up_outcome(size_t i) {
  static const double deaths[10] = {1, 1, 1, 1, 1, 2, 2, 2, 5, 12};
  flue_outcome o;
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k) o.value[k] = 0;
  const size_t k = i % 100;
  const double n = k < 10 ? deaths[k] : 0;
  o.value[FLUE_OUTCOME_people] = 200;
  o.value[FLUE_OUTCOME_fatalities] = n;
  o.value[FLUE_OUTCOME_fatalities_asphyxia] = n > 2 ? n - 2 : n;
  o.value[FLUE_OUTCOME_fatalities_heat] = n > 2 ? 2 : 0;
  o.value[FLUE_OUTCOME_injured] = 2 * n;
  o.value[FLUE_OUTCOME_alarm_time] = k == 99 ? (double)NAN : 40 + 2.0 * (double)k;
  o.value[FLUE_OUTCOME_rset_storey] = 180 + 3.0 * (double)k;
  o.value[FLUE_OUTCOME_rset_building] = n > 0 ? (double)NAN : 600 + 4.0 * (double)k;
  o.value[FLUE_OUTCOME_aset_room] = 90 + (double)k;
  o.value[FLUE_OUTCOME_aset_storey] = k < 20 ? 150 : k < 60 ? 900 : (double)NAN;
  o.value[FLUE_OUTCOME_aset_stair] = k < 4 ? 400 : (double)NAN;
  o.value[FLUE_OUTCOME_untenable_storeys] = k < 10 ? 3 : 1;
  o.value[FLUE_OUTCOME_sprinkler_time] = k < 70 ? 120 + (double)k : (double)NAN;
  o.value[FLUE_OUTCOME_window_time] = NAN;
  return o;
}

static inline void put_samples(flue_batch_store *store, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    const double inputs[2] = {0.01 * (double)i, (double)(i % 2)};
    const flue_outcome outcome = made_up_outcome(i);
    assert_int_equal(flue_batch_put(ctx, store, i, 0, "", 1, inputs, &outcome, NULL), FLUE_OK);
  }
}

/** Writes a whole made-up batch of n samples. */
static inline void write_batch(const char *path, size_t n) {
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, n);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_open(ctx, path, &plan, &store), FLUE_OK);
  put_samples(store, 0, n);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  assert_null(store);
}

#endif /* FLUE_TESTS_POST_FIXTURE_H */
