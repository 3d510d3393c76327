/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/postproc/crowd_fixture.h  A made-up run of five people on a floor of 4 m by 2 m, a
 *  frame each second from 0 to 40 s, whose densities and arrivals are known by hand. */
#ifndef FLUE_TESTS_CROWD_FIXTURE_H
#define FLUE_TESTS_CROWD_FIXTURE_H

#include "post_fixture.h"

enum { crowd_people = 5, crowd_frames = 41, crowd_nx = 8, crowd_ny = 4 };

static inline void crowd_column(const flue_sink *sink, const char *group, const char *name,
                                size_t n, const double *values) {
  const flue_quantity q = {name, "1", name, name};
  assert_int_equal(sink->column(sink->user, group, &q, n, values), FLUE_OK);
}

static inline void crowd_names(const flue_sink *sink, const char *group, size_t n,
                               const char *const *names) {
  const flue_quantity q = {"name", "", "Name", "名称"};
  assert_int_equal(sink->texts(sink->user, group, &q, n, names), FLUE_OK);
}

/** Two rooms of 2 m by 2 m in cells of 0.5 m, the north-eastern corner of 1 m by 1 m missing;
 *  a door outside in the east, one into a stair in the west. */
static inline void add_floor(const flue_sink *sink) {
  const double zero = 0, cell = 0.5, nx = crowd_nx, ny = crowd_ny;
  crowd_column(sink, "agent_floor", "x0", 1, &zero);
  crowd_column(sink, "agent_floor", "y0", 1, &zero);
  crowd_column(sink, "agent_floor", "z", 1, &zero);
  crowd_column(sink, "agent_floor", "cell", 1, &cell);
  crowd_column(sink, "agent_floor", "nx", 1, &nx);
  crowd_column(sink, "agent_floor", "ny", 1, &ny);
  crowd_names(sink, "agent_floor", 1, (const char *const[]){"F/1"});
  const double rooms[] = {0, 1, 0, 1, 0, 1, -1, 0, 1, -1};
  const double counts[] = {4, 4, 4, 4, 4, 2, 2, 4, 2, 2};
  crowd_column(sink, "agent_cells", "room", 10, rooms);
  crowd_column(sink, "agent_cells", "count", 10, counts);
  crowd_names(sink, "agent_room", 2, (const char *const[]){"F/1.hall", "F/1.shop"});
  crowd_names(sink, "agent_group", 1, (const char *const[]){"shop: staff"});
  const double x[2] = {4, 0}, y[2] = {0.5, 1}, one[2] = {1, 1}, floor_of[2] = {0, 0};
  const double along_x[2] = {0, 0}, stair[2] = {-1, 0};
  crowd_column(sink, "agent_door", "floor", 2, floor_of);
  crowd_column(sink, "agent_door", "x", 2, x);
  crowd_column(sink, "agent_door", "y", 2, y);
  crowd_column(sink, "agent_door", "width", 2, one);
  crowd_column(sink, "agent_door", "along_x", 2, along_x);
  crowd_column(sink, "agent_door", "along_y", 2, one);
  crowd_column(sink, "agent_door", "stair", 2, stair);
  crowd_names(sink, "agent_door", 2, (const char *const[]){"F/1.exit", "F/1.to_stair"});
  crowd_column(sink, "agent_stair", "x", 1, &zero);
  crowd_column(sink, "agent_stair", "y", 1, &zero);
  crowd_column(sink, "agent_stair", "width", 1, one);
  crowd_names(sink, "agent_stair", 1, (const char *const[]){"stair_A"});
}

/** What became of the people: 0 lies from the start; 1 walks out; 2 waits; 3 is on the stair for
 *  20 s and then out by the same exit; 4 never appears. */
static inline void add_people(const flue_sink *sink) {
  const double nan = (double)NAN;
  const double out[crowd_people] = {nan, 31, nan, 20.5, nan}, warned[] = {nan, 1, 2, 3, nan};
  const double dose[] = {1.5, 0.1, 0, 0.2, 0}, cause[] = {3, 0, 0, 0, 0};
  const double stair[] = {-1, -1, -1, 0, -1}, door[] = {-1, 0, -1, 0, -1};
  const double group[crowd_people] = {0, 0, 0, 0, 0};
  crowd_column(sink, "agent", "time_outside", crowd_people, out);
  crowd_column(sink, "agent", "warned", crowd_people, warned);
  crowd_column(sink, "agent", "dose", crowd_people, dose);
  crowd_column(sink, "agent", "cause", crowd_people, cause);
  crowd_column(sink, "agent", "stair", crowd_people, stair);
  crowd_column(sink, "agent", "door_out", crowd_people, door);
  crowd_column(sink, "agent", "group", crowd_people, group);
}

/** Person 1 walks east at 0.1 m/s from (0.75, 0.25), for 30 s. */
static inline void add_frames(const flue_sink *sink) {
  for (int f = 0; f < crowd_frames; ++f) {
    flue_agent_row rows[crowd_people];
    size_t n = 0;
    memset(rows, 0, sizeof rows);
    rows[n++] = (flue_agent_row){.id = 0, .x = 2.5, .y = 0.6, .state = 4};
    if (f <= 30)
      rows[n++] =
          (flue_agent_row){.id = 1, .x = 0.75 + 0.1 * f, .y = 0.25, .speed = 0.1f, .state = 1};
    rows[n++] = (flue_agent_row){.id = 2, .x = 1.5, .y = 1.5, .state = 0};
    if (f <= 20) rows[n++] = (flue_agent_row){.id = 3, .x = 0, .y = 0, .speed = 0.5f, .state = 2};
    assert_int_equal(sink->agents(sink->user, f, n, rows), FLUE_OK);
  }
}

static inline void write_crowd(const char *path) {
  const flue_provenance provenance = made_up_provenance();
  flue_store *store = NULL;
  assert_int_equal(flue_store_create(ctx, path, &provenance, &store), FLUE_OK);
  const flue_sink sink = flue_store_sink(store);
  add_floor(&sink);
  add_frames(&sink);
  add_people(&sink);
  assert_int_equal(flue_store_finish(ctx, &store, "done"), FLUE_OK);
}

#endif /* FLUE_TESTS_CROWD_FIXTURE_H */
