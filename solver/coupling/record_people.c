/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run writes of people: their floors, doors and stairs, where they were, how they fared. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "solver/coupling/coupling_internal.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- the floors they walk on ---- */

/** A table under construction: n rows, a column of numbers for each quantity. */
typedef struct table {
  const char *group;
  size_t n, n_columns;
  const flue_quantity *columns; /**< [n_columns], static. */
  double *values;               /**< [n_columns][n], owned. */
} table;

static flue_status start_table(table *t, const char *group, size_t n, size_t n_columns,
                               const flue_quantity *columns) {
  *t = (table){group, n, n_columns, columns, flue_alloc(n * n_columns, sizeof *t->values)};
  return t->values ? FLUE_OK : FLUE_ENOMEM;
}

static void set_row(table *t, size_t row, const double *values) {
  for (size_t q = 0; q < t->n_columns; ++q) t->values[q * t->n + row] = values[q];
}

/** Writes the table with the names of its rows (NULL: none) and frees it; without rows nothing. */
static flue_status put_table(flue_coupling *c, table *t, const char *const *names) {
  static const flue_quantity name = {"name", "", "Name", "名称"};
  flue_status status = FLUE_OK;
  if (t->n > 0 && names && c->sink->texts)
    status = c->sink->texts(c->sink->user, t->group, &name, t->n, names);
  for (size_t q = 0; q < t->n_columns && t->n > 0 && status == FLUE_OK && c->sink->column; ++q)
    status = c->sink->column(c->sink->user, t->group, &t->columns[q], t->n, t->values + q * t->n);
  free(t->values);
  t->values = NULL;
  return status;
}

static flue_status announce_grids(flue_coupling *c) {
  static const flue_quantity columns[] = {
      {"x0", "m", "West edge of the cells", "网格西边缘"},
      {"y0", "m", "South edge of the cells", "网格南边缘"},
      {"z", "m", "Height of the floor above the ground storey", "地面相对首层的高度"},
      {"cell", "m", "Side of a cell", "单元边长"},
      {"nx", "1", "Cells from west to east", "东西向单元数"},
      {"ny", "1", "Cells from south to north", "南北向单元数"}};
  const flue_crowd_input *crowd = &c->in.crowd;
  table t;
  FLUE_TRY(start_table(&t, "agent_floor", crowd->n_floors, COUNT(columns), columns));
  for (size_t i = 0; i < crowd->n_floors; ++i) {
    const flue_crowd_floor *f = &crowd->floors[i];
    set_row(&t, i, (const double[]){f->x0, f->y0, f->z_m, f->cell_m, (double)f->nx, (double)f->ny});
  }
  return put_table(c, &t, c->in.level_names);
}

/** Runs of cells of one room over all floors, row by row; with @p t NULL only counted. */
static size_t run_lengths(const flue_crowd_input *crowd, table *t) {
  size_t n = 0, length = 0;
  int32_t room = -1;
  for (size_t f = 0; f < crowd->n_floors; ++f) {
    const size_t n_cells = crowd->floors[f].nx * crowd->floors[f].ny;
    for (size_t i = 0; i <= n_cells; ++i) {
      const int is_end = i == n_cells;
      if (length > 0 && (is_end || crowd->floors[f].room[i] != room)) {
        if (t) set_row(t, n, (const double[]){room, (double)length});
        ++n;
        length = 0;
      }
      if (is_end) break;
      room = crowd->floors[f].room[i];
      ++length;
    }
  }
  return n;
}

static flue_status announce_cells(flue_coupling *c) {
  static const flue_quantity columns[] = {
      {"room", "1", "Room of a run of cells, a row of agent_room; -1 where nobody walks",
       "一段单元所属房间，为agent_room的行号；-1为不可行走"},
      {"count", "1", "Cells of the run: eastwards, row by row from the south, floor by floor",
       "该段单元数：自西向东，自南向北逐行，逐层"}};
  table t;
  FLUE_TRY(
      start_table(&t, "agent_cells", run_lengths(&c->in.crowd, NULL), COUNT(columns), columns));
  run_lengths(&c->in.crowd, &t);
  return put_table(c, &t, NULL);
}

static flue_status announce_doors(flue_coupling *c) {
  static const flue_quantity columns[] = {
      {"floor", "1", "Floor, a row of agent_floor", "楼层，为agent_floor的行号"},
      {"x", "m", "Middle, eastwards", "中点x坐标"},
      {"y", "m", "Middle, northwards", "中点y坐标"},
      {"width", "m", "Clear width", "净宽"},
      {"along_x", "1", "Direction of the wall, eastwards", "墙体方向x分量"},
      {"along_y", "1", "Direction of the wall, northwards", "墙体方向y分量"},
      {"stair", "1",
       "Stair it leads into, a row of agent_stair; -1: outside; -2: between two rooms; -3: a lift",
       "通向的楼梯，为agent_stair的行号；-1为室外；-2为两房间之间；-3为电梯"}};
  const flue_crowd_input *crowd = &c->in.crowd;
  const double outside = -1, between_rooms = -2, into_lift = -3;
  table t;
  FLUE_TRY(start_table(&t, "agent_door", crowd->n_doors, COUNT(columns), columns));
  double *stair = t.values + (COUNT(columns) - 1) * t.n;
  for (size_t i = 0; i < t.n; ++i) {
    const flue_crowd_door *d = &crowd->doors[i];
    set_row(&t, i,
            (const double[]){(double)d->floor, d->x, d->y, d->width_m, d->along_x, d->along_y,
                             between_rooms});
  }
  for (size_t e = 0; e < crowd->n_exits; ++e) {
    const flue_crowd_exit *exit = &crowd->exits[e];
    if (exit->lift)
      stair[exit->door] = into_lift;
    else if (!exit->refuge)
      stair[exit->door] = exit->stair == FLUE_NONE ? outside : (double)exit->stair;
  }
  for (size_t s = 0; s < crowd->n_stairs; ++s)
    if (crowd->stairs[s].exit_door != FLUE_NONE) stair[crowd->stairs[s].exit_door] = outside;
  return put_table(c, &t, c->in.door_names);
}

static flue_status announce_stairs(flue_coupling *c) {
  static const flue_quantity columns[] = {{"x", "m", "Middle, eastwards", "中点x坐标"},
                                          {"y", "m", "Middle, northwards", "中点y坐标"},
                                          {"width", "m", "Clear width", "净宽"}};
  const flue_crowd_input *crowd = &c->in.crowd;
  table t;
  FLUE_TRY(start_table(&t, "agent_stair", crowd->n_stairs, COUNT(columns), columns));
  for (size_t i = 0; i < t.n; ++i) {
    const flue_crowd_stair *s = &crowd->stairs[i];
    set_row(&t, i, (const double[]){s->x, s->y, s->width_m});
  }
  return put_table(c, &t, c->in.stair_names);
}

static flue_status announce_lifts(flue_coupling *c) {
  static const flue_quantity columns[] = {{"x", "m", "Middle, eastwards", "中点x坐标"},
                                          {"y", "m", "Middle, northwards", "中点y坐标"},
                                          {"cars", "1", "Cars", "轿厢数"}};
  const flue_crowd_input *crowd = &c->in.crowd;
  table t;
  FLUE_TRY(start_table(&t, "agent_lift", crowd->n_lifts, COUNT(columns), columns));
  for (size_t i = 0; i < t.n; ++i) {
    const flue_crowd_lift *l = &crowd->lifts[i];
    set_row(&t, i, (const double[]){l->x, l->y, (double)l->n_cars});
  }
  return put_table(c, &t, c->in.lift_names);
}

/** What lifts did, at the end. */
static flue_status record_lifts(flue_coupling *c) {
  static const flue_quantity columns[] = {
      {"trips", "1", "Arrivals with people at the ground", "载客到达地面的次数"},
      {"carried", "1", "People carried", "运送人数"}};
  table t;
  if (!c->in.crowd.n_lifts) return FLUE_OK;
  FLUE_TRY(start_table(&t, "agent_lift", c->in.crowd.n_lifts, COUNT(columns), columns));
  flue_crowd_get_lifts(c->crowd, t.values, t.values + t.n);
  return put_table(c, &t, NULL);
}

/** Lift taken last and stay in a refuge, where the building has any. */
static flue_status record_stays(flue_coupling *c) {
  static const flue_quantity columns[] = {
      {"lift", "1", "Lift taken last, a row of agent_lift; -1 for none",
       "最后乘坐的电梯，为agent_lift的行号；-1为无"},
      {"in_refuge_since", "s", "Since when the person stays in a place of refuge",
       "进入避难间并停留的时间"}};
  const flue_crowd_input *crowd = &c->in.crowd;
  int has_refuge = 0;
  for (size_t e = 0; e < crowd->n_exits; ++e) has_refuge |= crowd->exits[e].refuge != 0;
  table t;
  if (!crowd->n_lifts && !has_refuge) return FLUE_OK;
  FLUE_TRY(start_table(&t, "agent", crowd->n_people, COUNT(columns), columns));
  flue_crowd_get_stays(c->crowd, t.values, t.values + t.n);
  return put_table(c, &t, NULL);
}

/** When people were told and helped, where somebody does that. */
static flue_status record_duties(flue_coupling *c) {
  static const flue_quantity helped[] = {
      {"needs_helpers", "1", "Helpers the person needs", "所需协助人数"},
      {"helped_at", "s", "When the helpers had come and the person was ready to be moved",
       "协助者到齐且准备就绪的时间"}};
  static const flue_quantity told[] = {{"told_at", "s",
                                        "When somebody told the people of the room to go",
                                        "有人当面通知室内人员撤离的时间"}};
  const flue_crowd_input *crowd = &c->in.crowd;
  int has_needs = 0, has_knocks = 0;
  for (size_t i = 0; i < crowd->n_people; ++i) {
    has_needs |= crowd->duties && crowd->duties[i].needs_helpers;
    has_knocks |= crowd->people[i].knocks;
  }
  table t;
  if (has_needs) {
    FLUE_TRY(start_table(&t, "agent", crowd->n_people, COUNT(helped), helped));
    flue_crowd_get_helped(c->crowd, t.values + t.n);
    for (size_t i = 0; i < t.n; ++i) {
      t.values[i] = crowd->duties ? crowd->duties[i].needs_helpers : 0;
      if (isinf(t.values[t.n + i])) t.values[t.n + i] = NAN;
    }
    FLUE_TRY(put_table(c, &t, NULL));
  }
  if (!crowd->n_rounds && !has_knocks) return FLUE_OK;
  FLUE_TRY(start_table(&t, "agent_room", c->n_rooms, COUNT(told), told));
  flue_crowd_get_told(c->crowd, t.values);
  return put_table(c, &t, NULL);
}

static flue_status announce_names(flue_coupling *c) {
  const char **names = flue_alloc(c->n_rooms, sizeof *names);
  if (!names) return FLUE_ENOMEM;
  for (size_t i = 0; i < c->n_rooms; ++i) names[i] = c->in.rooms[i].name;
  table rooms = {.group = "agent_room", .n = c->n_rooms};
  table groups = {.group = "agent_group", .n = c->in.n_groups};
  flue_status status = put_table(c, &rooms, names);
  if (status == FLUE_OK) status = put_table(c, &groups, c->in.group_names);
  free(names);
  return status;
}

/** The people's groups: they are known from the start. */
static flue_status announce_groups(flue_coupling *c) {
  static const flue_quantity column = {"group", "1",
                                       "Group of the scenario's people, a row of agent_group",
                                       "所属人员组，为agent_group的行号"};
  table t;
  if (!c->in.person_group) return FLUE_OK;
  FLUE_TRY(start_table(&t, "agent", c->in.crowd.n_people, 1, &column));
  for (size_t i = 0; i < t.n; ++i) t.values[i] = c->in.person_group[i];
  return put_table(c, &t, NULL);
}

/** Extent of all floors as a rectangle, for programs that want a walkable area. */
static flue_status announce_extent(flue_coupling *c) {
  double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = 0; i < c->in.crowd.n_floors; ++i) {
    const flue_crowd_floor *f = &c->in.crowd.floors[i];
    box[0] = fmin(box[0], f->x0);
    box[1] = fmin(box[1], f->y0);
    box[2] = fmax(box[2], f->x0 + (double)f->nx * f->cell_m);
    box[3] = fmax(box[3], f->y0 + (double)f->ny * f->cell_m);
  }
  char wkt[256];
  snprintf(wkt, sizeof wkt, "POLYGON ((%g %g, %g %g, %g %g, %g %g, %g %g))", box[0], box[1], box[2],
           box[1], box[2], box[3], box[0], box[3], box[0], box[1]);
  const flue_quantity q = {"wkt_geometry", "", "Extent of the floors", "楼层范围"};
  const char *text = wkt;
  return c->sink->texts ? c->sink->texts(c->sink->user, "agents", &q, 1, &text) : FLUE_OK;
}

flue_status coupling_announce_floors(flue_coupling *c) {
  FLUE_TRY(announce_extent(c));
  if (!c->in.door_names) return FLUE_OK;
  FLUE_TRY(announce_grids(c));
  FLUE_TRY(announce_cells(c));
  FLUE_TRY(announce_doors(c));
  FLUE_TRY(announce_stairs(c));
  FLUE_TRY(announce_lifts(c));
  FLUE_TRY(announce_names(c));
  return announce_groups(c);
}

/* ---- the people ---- */

flue_status coupling_record_agents(flue_coupling *c) {
  if (!c->sink || !c->sink->agents || c->in.is_network) return FLUE_OK;
  flue_crowd_get_rows(c->crowd, c->rows);
  /* people who are outside leave the record */
  size_t kept = 0;
  for (size_t i = 0; i < c->in.crowd.n_people; ++i)
    if (c->rows[i].state != FLUE_PERSON_OUTSIDE) c->rows[kept++] = c->rows[i];
  return c->sink->agents(c->sink->user, c->time_s, kept, c->rows);
}

flue_status coupling_record_people(flue_coupling *c) {
  static const flue_quantity columns[] = {
      {"time_outside", "s", "Time at which the person was outside", "到达室外的时间"},
      {"exit", "1", "Exit taken; -1 for none", "所用出口；-1为无"},
      {"dose", "1", "Fractional effective dose", "有效剂量分数"},
      {"cause", "1",
       "Why the person went down: 0 did not, 1 asphyxia, 2 want of oxygen, 3 heat, 4 irritants",
       "失能原因：0无，1窒息性气体，2缺氧，3高温"},
      {"warned", "s", "Time at which the person was warned", "收到警报的时间"},
      {"stair", "1", "Stair entered last, a row of agent_stair; -1 for none",
       "最后进入的楼梯，为agent_stair的行号；-1为无"},
      {"door_out", "1",
       "Door by which the person came outside, a row of agent_door; -1 for none or not outside",
       "到达室外所经的门，为agent_door的行号；-1为无或未到室外"}};
  const size_t n = c->in.crowd.n_people;
  if (!c->sink || !c->sink->column || c->in.is_network) return FLUE_OK;
  double *v = flue_alloc(n, COUNT(columns) * sizeof *v);
  if (!v) return FLUE_ENOMEM;
  flue_crowd_get_people(c->crowd, v, v + n, v + 2 * n, v + 3 * n, v + 4 * n);
  flue_crowd_get_ways(c->crowd, v + 5 * n, v + 6 * n);
  flue_status status = FLUE_OK;
  for (size_t q = 0; q < COUNT(columns) && status == FLUE_OK; ++q)
    status = c->sink->column(c->sink->user, "agent", &columns[q], n, v + q * n);
  free(v);
  FLUE_TRY(status);
  FLUE_TRY(record_stays(c));
  FLUE_TRY(record_duties(c));
  return record_lifts(c);
}

/** Adds somebody who came outside to a curve. */
static void count_from(size_t n_times, const double *times, double out_s, double *counts) {
  for (size_t k = n_times; k-- > 0 && times[k] >= out_s;) counts[k] += 1;
}

flue_status flue_coupling_count_out(const flue_coupling *c, size_t n_times, const double *times,
                                    size_t n_doors, const size_t *doors, size_t n_stairs,
                                    double *counts) {
  const size_t n = c->in.crowd.n_people;
  for (size_t k = 0; k < (1 + n_doors + n_stairs) * n_times; ++k) counts[k] = 0;
  if (c->in.is_network) return FLUE_OK;
  double *v = flue_alloc(n, 3 * sizeof *v);
  if (!v) return FLUE_ENOMEM;
  flue_crowd_get_people(c->crowd, v, NULL, NULL, NULL, NULL);
  flue_crowd_get_ways(c->crowd, v + n, v + 2 * n);
  for (size_t i = 0; i < n; ++i) {
    if (isnan(v[i])) continue;
    count_from(n_times, times, v[i], counts);
    for (size_t d = 0; d < n_doors; ++d)
      if (v[2 * n + i] == (double)doors[d])
        count_from(n_times, times, v[i], counts + (1 + d) * n_times);
    if (v[n + i] >= 0 && v[n + i] < (double)n_stairs)
      count_from(n_times, times, v[i], counts + (1 + n_doors + (size_t)v[n + i]) * n_times);
  }
  free(v);
  return FLUE_OK;
}
