/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/agents_reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/hdf5_file.h"
#include "postproc/provenance.h"
#include "postproc/refuse.h"
#include "postproc/seal.h"

struct flue_agents_reader {
  char *path;
  flue_h5 *file;
  flue_agents_view view;
  flue_agents_floor *floors;
  flue_agents_door *doors;
  flue_agents_stair *stairs;
  flue_agents_person *people;
  char **rooms, **groups, **lifts;
  double *times;  /**< [n_frames] */
  double *starts; /**< First row of each frame, then the number of rows, [n_frames + 1]. */
};

void flue_agents_close(flue_agents_reader **reader) {
  if (!reader || !*reader) return;
  flue_agents_reader *r = *reader;
  const flue_agents_view *v = &r->view;
  for (size_t i = 0; r->floors && i < v->n_floors; ++i) {
    free(r->floors[i].name);
    free(r->floors[i].room);
  }
  for (size_t i = 0; r->doors && i < v->n_doors; ++i) free(r->doors[i].name);
  for (size_t i = 0; r->stairs && i < v->n_stairs; ++i) free(r->stairs[i].name);
  flue_h5_free_texts(v->n_rooms, &r->rooms);
  flue_h5_free_texts(v->n_groups, &r->groups);
  flue_h5_free_texts(v->n_lifts, &r->lifts);
  free(r->view.title[FLUE_EN]);
  free(r->view.title[FLUE_ZH]);
  free(r->floors);
  free(r->doors);
  free(r->stairs);
  free(r->people);
  free(r->times);
  free(r->starts);
  flue_h5_close(NULL, &r->file);
  free(r->path);
  free(r);
  *reader = NULL;
}

const flue_agents_view *flue_agents_get(const flue_agents_reader *reader) {
  return &reader->view;
}

static flue_status refuse_damaged(flue_ctx *ctx, const flue_agents_reader *r) {
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_AGENTS_OLD, r->path, NULL);
}

/* ---- tables ---- */

/** Columns of one table, in the order asked for. */
typedef struct columns {
  size_t n;          /**< Rows. */
  double *number[8]; /**< [n] each, owned. */
  char **name;       /**< [n], owned. */
} columns;

static void free_columns(columns *c) {
  for (size_t i = 0; i < sizeof c->number / sizeof *c->number; ++i) free(c->number[i]);
  flue_h5_free_texts(c->n, &c->name);
}

/** Reads columns of numbers of one length; a table that is not there has no rows. */
static flue_status read_columns(flue_ctx *ctx, flue_agents_reader *r, const char *group,
                                size_t n_columns, const char *const *names, columns *out) {
  *out = (columns){0};
  for (size_t i = 0; i < n_columns; ++i) {
    char *path = flue_format("/%s/%s", group, names[i]);
    if (!path) return FLUE_ENOMEM;
    size_t n = 0;
    flue_status status = FLUE_OK;
    if (flue_h5_exists(r->file, path))
      status = flue_h5_read_numbers(ctx, r->file, path, &n, &out->number[i]);
    free(path);
    FLUE_TRY(status);
    if (i == 0) out->n = n;
    if (n != out->n) return refuse_damaged(ctx, r);
  }
  return FLUE_OK;
}

/** Reads the names of rows; @p n rows are wanted unless it is 0. */
static flue_status read_names(flue_ctx *ctx, flue_agents_reader *r, const char *group, size_t *n,
                              char ***out) {
  char *path = flue_format("/%s/name", group);
  if (!path) return FLUE_ENOMEM;
  size_t found = 0;
  flue_status status = FLUE_OK;
  if (flue_h5_exists(r->file, path)) status = flue_h5_read_texts(ctx, r->file, path, &found, out);
  free(path);
  FLUE_TRY(status);
  if (*n > 0 && found != *n) {
    flue_h5_free_texts(found, out);
    return refuse_damaged(ctx, r);
  }
  *n = found;
  return FLUE_OK;
}

static flue_status read_table(flue_ctx *ctx, flue_agents_reader *r, const char *group,
                              size_t n_columns, const char *const *names, columns *out) {
  FLUE_TRY(read_columns(ctx, r, group, n_columns, names, out));
  size_t n = out->n;
  return n > 0 ? read_names(ctx, r, group, &n, &out->name) : FLUE_OK;
}

/** Takes a name out of a table. */
static char *take_name(columns *c, size_t row) {
  char *name = c->name[row];
  c->name[row] = NULL;
  return name;
}

static flue_status make_floors(flue_ctx *ctx, flue_agents_reader *r, columns *c) {
  const double most_cells = 1e8;
  r->floors = flue_alloc(c->n, sizeof *r->floors);
  if (!r->floors) return FLUE_ENOMEM;
  r->view.n_floors = c->n;
  for (size_t i = 0; i < c->n; ++i) {
    double *const *v = c->number;
    if (!(v[2][i] > 0 && v[3][i] >= 1 && v[4][i] >= 1 && v[3][i] * v[4][i] <= most_cells))
      return refuse_damaged(ctx, r);
    flue_agents_floor *f = &r->floors[i];
    *f = (flue_agents_floor){.name = take_name(c, i),
                             .x0 = v[0][i],
                             .y0 = v[1][i],
                             .cell_m = v[2][i],
                             .nx = (size_t)v[3][i],
                             .ny = (size_t)v[4][i]};
    f->room = flue_alloc(f->nx * f->ny, sizeof *f->room);
    if (!f->room) return FLUE_ENOMEM;
  }
  return FLUE_OK;
}

/** Spreads the runs of cells over the floors. */
static flue_status fill_floors(flue_ctx *ctx, flue_agents_reader *r, const columns *c) {
  size_t floor = 0, at = 0;
  for (size_t k = 0; k < c->n; ++k) {
    const double room = c->number[0][k], count = c->number[1][k];
    while (floor < r->view.n_floors && at == r->floors[floor].nx * r->floors[floor].ny) {
      ++floor;
      at = 0;
    }
    if (floor == r->view.n_floors) return refuse_damaged(ctx, r);
    const size_t left = r->floors[floor].nx * r->floors[floor].ny - at;
    const int is_room = room >= -1 && room < (double)r->view.n_rooms;
    if (!is_room || !(count >= 1 && count <= (double)left)) return refuse_damaged(ctx, r);
    for (size_t i = 0; i < (size_t)count; ++i) r->floors[floor].room[at++] = (int32_t)room;
  }
  const size_t last = r->view.n_floors - 1;
  const int is_whole = floor == last && at == r->floors[last].nx * r->floors[last].ny;
  return is_whole ? FLUE_OK : refuse_damaged(ctx, r);
}

static flue_status read_floors(flue_ctx *ctx, flue_agents_reader *r) {
  static const char *const floors[] = {"x0", "y0", "cell", "nx", "ny"};
  static const char *const cells[] = {"room", "count"};
  columns c;
  flue_status status = read_table(ctx, r, "agent_floor", 5, floors, &c);
  if (!status && c.n == 0) status = refuse_damaged(ctx, r);
  if (!status) status = make_floors(ctx, r, &c);
  free_columns(&c);
  FLUE_TRY(status);
  status = read_columns(ctx, r, "agent_cells", 2, cells, &c);
  if (!status) status = fill_floors(ctx, r, &c);
  free_columns(&c);
  return status;
}

static flue_status make_doors(flue_ctx *ctx, flue_agents_reader *r, columns *c) {
  double *const *v = c->number;
  r->doors = flue_alloc(c->n, sizeof *r->doors);
  if (!r->doors) return FLUE_ENOMEM;
  r->view.n_doors = c->n;
  for (size_t i = 0; i < c->n; ++i) {
    const int is_floor = v[0][i] >= 0 && v[0][i] < (double)r->view.n_floors;
    const int is_way = v[6][i] >= FLUE_DOOR_OF_LIFT && v[6][i] < (double)r->view.n_stairs;
    if (!is_floor || !is_way) return refuse_damaged(ctx, r);
    r->doors[i] = (flue_agents_door){take_name(c, i), (size_t)v[0][i], v[1][i], v[2][i],
                                     v[3][i],         v[4][i],         v[5][i], (int)v[6][i]};
  }
  return FLUE_OK;
}

static flue_status read_ways(flue_ctx *ctx, flue_agents_reader *r) {
  static const char *const stairs[] = {"x", "y"};
  static const char *const doors[] = {"floor", "x", "y", "width", "along_x", "along_y", "stair"};
  columns c;
  flue_status status = read_table(ctx, r, "agent_stair", 2, stairs, &c);
  r->stairs = status ? NULL : flue_alloc(c.n, sizeof *r->stairs);
  if (!status && !r->stairs) status = FLUE_ENOMEM;
  if (!status) r->view.n_stairs = c.n;
  for (size_t i = 0; !status && i < c.n; ++i)
    r->stairs[i] = (flue_agents_stair){take_name(&c, i), c.number[0][i], c.number[1][i]};
  free_columns(&c);
  FLUE_TRY(status);
  status = read_table(ctx, r, "agent_door", 7, doors, &c);
  if (!status) status = make_doors(ctx, r, &c);
  free_columns(&c);
  return status;
}

/** A number of a row as an index below n; -1 for all others. */
static int index_of(double value, size_t n) {
  return value >= 0 && value < (double)n ? (int)value : -1;
}

static flue_status read_people(flue_ctx *ctx, flue_agents_reader *r) {
  static const char *const names[] = {"time_outside", "warned",   "dose", "cause",
                                      "stair",        "door_out", "group"};
  columns c;
  flue_status status = read_columns(ctx, r, "agent", 7, names, &c);
  r->people = status ? NULL : flue_alloc(c.n, sizeof *r->people);
  if (!status && !r->people) status = FLUE_ENOMEM;
  double *const *v = c.number;
  for (size_t i = 0; !status && i < c.n; ++i)
    r->people[i] = (flue_agents_person){.time_out_s = v[0][i],
                                        .warned_s = v[1][i],
                                        .dose = v[2][i],
                                        .cause = (int)v[3][i],
                                        .stair = index_of(v[4][i], r->view.n_stairs),
                                        .lift = -1,
                                        .door_out = index_of(v[5][i], r->view.n_doors),
                                        .group = index_of(v[6][i], r->view.n_groups)};
  if (!status) r->view.n_people = c.n;
  free_columns(&c);
  return status;
}

/** Lifts, which older files and buildings without evacuation lifts do not have. */
static flue_status read_lifts(flue_ctx *ctx, flue_agents_reader *r) {
  static const char *const names[] = {"lift"};
  columns c;
  FLUE_TRY(read_names(ctx, r, "agent_lift", &r->view.n_lifts, &r->lifts));
  if (!r->view.n_lifts) return FLUE_OK;
  flue_status status = read_columns(ctx, r, "agent", 1, names, &c);
  if (!status && c.n != r->view.n_people && c.n != 0) status = refuse_damaged(ctx, r);
  for (size_t i = 0; !status && i < c.n; ++i)
    r->people[i].lift = index_of(c.number[0][i], r->view.n_lifts);
  free_columns(&c);
  return status;
}

static flue_status read_frames(flue_ctx *ctx, flue_agents_reader *r) {
  size_t n_starts = 0;
  FLUE_TRY(flue_h5_read_numbers(ctx, r->file, "/frame_time", &r->view.n_frames, &r->times));
  FLUE_TRY(flue_h5_read_numbers(ctx, r->file, "/frame_start", &n_starts, &r->starts));
  return n_starts == r->view.n_frames + 1 ? FLUE_OK : refuse_damaged(ctx, r);
}

static flue_status read_all(flue_ctx *ctx, flue_agents_reader *r) {
  FLUE_TRY(flue_layout_check(ctx, r->file, r->path));
  if (!flue_h5_exists(r->file, "/agent"))
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_AGENTS_NONE, r->path, NULL);
  if (!flue_h5_exists(r->file, "/agent_floor")) return refuse_damaged(ctx, r);
  FLUE_TRY(read_names(ctx, r, "agent_room", &r->view.n_rooms, &r->rooms));
  FLUE_TRY(read_names(ctx, r, "agent_group", &r->view.n_groups, &r->groups));
  FLUE_TRY(read_floors(ctx, r));
  FLUE_TRY(read_ways(ctx, r));
  FLUE_TRY(read_people(ctx, r));
  FLUE_TRY(read_lifts(ctx, r));
  FLUE_TRY(read_frames(ctx, r));
  if (r->view.n_people == 0 || r->view.n_frames == 0)
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_AGENTS_NONE, r->path, NULL);
  r->view.floors = r->floors;
  r->view.doors = r->doors;
  r->view.stairs = r->stairs;
  r->view.people = r->people;
  r->view.rooms = r->rooms;
  r->view.lifts = r->lifts;
  r->view.groups = r->groups;
  r->view.times = r->times;
  return FLUE_OK;
}

/** Titles from the result itself, which is looked at first: a wrong name is told as such. */
static flue_status read_run(flue_ctx *ctx, const char *run_path, flue_agents_view *view) {
  flue_h5 *run = NULL;
  FLUE_TRY(flue_seal_check(ctx, run_path));
  FLUE_TRY(flue_h5_open(ctx, run_path, 0, &run));
  flue_status status = flue_layout_check(ctx, run, run_path);
  if (!status) status = flue_h5_get_text(ctx, run, "/", "title", &view->title[FLUE_EN]);
  if (!status) status = flue_h5_get_text(ctx, run, "/", "title_zh", &view->title[FLUE_ZH]);
  flue_h5_close(NULL, &run);
  return status;
}

flue_status flue_agents_open(flue_ctx *ctx, const char *run_path, flue_agents_reader **out) {
  flue_agents_reader *r = flue_alloc(1, sizeof *r);
  if (!r) return FLUE_ENOMEM;
  r->path = flue_agents_path(run_path);
  flue_status status = r->path ? read_run(ctx, run_path, &r->view) : FLUE_ENOMEM;
  if (!status && access(r->path, F_OK) != 0)
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_AGENTS_MISSING, run_path, r->path, NULL);
  if (!status) status = flue_seal_check(ctx, r->path);
  if (!status) status = flue_h5_open(ctx, r->path, 0, &r->file);
  if (!status) status = read_all(ctx, r);
  if (status)
    flue_agents_close(&r);
  else
    *out = r;
  return status;
}

/* ---- frames ---- */

/** Rows of people, in blocks of whole frames. */
enum { rows_in_block = 1 << 17 };

/** The last frame, past @p first, whose rows still fit into a block; at least one frame. */
static size_t block_end(const flue_agents_reader *r, size_t first) {
  size_t end = first + 1;
  while (end < r->view.n_frames && r->starts[end + 1] - r->starts[first] <= rows_in_block) ++end;
  return end;
}

/** Rows that stand outside the file's own limits would be read beside memory. */
static int is_sound(const flue_agents_view *v, const flue_agent_row *row) {
  return row->id < v->n_people && row->level < (int32_t)v->n_floors && row->level >= -1;
}

static flue_status hand_on(flue_ctx *ctx, flue_agents_reader *r, size_t first, size_t end,
                           const flue_agent_row *rows, flue_agents_frame_fn fn, void *user) {
  const double begin = r->starts[first];
  const size_t n_rows = (size_t)(r->starts[end] - begin);
  for (size_t i = 0; i < n_rows; ++i)
    if (!is_sound(&r->view, &rows[i])) return refuse_damaged(ctx, r);
  for (size_t f = first; f < end; ++f)
    FLUE_TRY(fn(user, f, r->times[f], (size_t)(r->starts[f + 1] - r->starts[f]),
                rows + (size_t)(r->starts[f] - begin)));
  return FLUE_OK;
}

flue_status flue_agents_each(flue_ctx *ctx, flue_agents_reader *r, flue_agents_frame_fn fn,
                             void *user) {
  flue_agent_row *rows = NULL;
  size_t capacity = 0;
  flue_status status = FLUE_OK;
  for (size_t f = 0; f < r->view.n_frames && !status;) {
    const size_t end = block_end(r, f);
    for (size_t k = f; k < end && !status; ++k)
      if (!(r->starts[k + 1] >= r->starts[k])) status = refuse_damaged(ctx, r);
    const size_t n = status ? 0 : (size_t)(r->starts[end] - r->starts[f]);
    if (!status) status = flue_grow(&rows, &capacity, n + 1, sizeof *rows);
    if (!status)
      status = flue_h5_get_trajectory(ctx, r->file, "/trajectory", (size_t)r->starts[f], n, rows);
    if (!status) status = hand_on(ctx, r, f, end, rows, fn, user);
    f = end;
  }
  free(rows);
  return status;
}

size_t flue_agents_cell(const flue_agents_floor *grid, double x, double y) {
  const double column = floor((x - grid->x0) / grid->cell_m),
               row = floor((y - grid->y0) / grid->cell_m);
  if (!(column >= 0 && row >= 0 && column < (double)grid->nx && row < (double)grid->ny))
    return (size_t)-1;
  return (size_t)row * grid->nx + (size_t)column;
}

int flue_agents_is_on_floor(const flue_agents_view *view, const flue_agent_row *row) {
  const int is_away = row->state == FLUE_AGENT_ON_STAIR || row->state == FLUE_AGENT_IN_LIFT ||
                      row->state == FLUE_AGENT_OUTSIDE || row->state == FLUE_AGENT_ON_WAY;
  if (row->level < 0 || is_away) return 0;
  const flue_agents_floor *f = &view->floors[row->level];
  const size_t cell = flue_agents_cell(f, row->x, row->y);
  return cell != (size_t)-1 && f->room[cell] >= 0;
}

double flue_agents_rate(const flue_agents_view *view) {
  const size_t n = view->n_frames;
  if (n < 2 || !(view->times[n - 1] > view->times[0])) return 1;
  return (double)(n - 1) / (view->times[n - 1] - view->times[0]);
}
