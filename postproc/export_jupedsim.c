/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/export_jupedsim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "postproc/agents_reader.h"
#include "postproc/file_name.h"
#include "postproc/floor_shape.h"
#include "postproc/sqlite_file.h"

static const double gap_m = 5;       /* between storeys side by side */
static const double least_m = 0.001; /* a shorter way between two frames has no direction */

static const char schema[] =
    "CREATE TABLE trajectory_data(frame INTEGER NOT NULL, id INTEGER NOT NULL, "
    "pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL);"
    "CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE geometry(hash INTEGER NOT NULL, wkt TEXT NOT NULL);"
    "CREATE UNIQUE INDEX geometry_hash ON geometry(hash);"
    "CREATE TABLE frame_data(frame INTEGER NOT NULL, geometry_hash INTEGER NOT NULL);";
static const char insert_row[] = "INSERT INTO trajectory_data VALUES(?, ?, ?, ?, ?, ?)";
static const char insert_meta[] = "INSERT INTO metadata VALUES(?, ?)";
static const char insert_geometry[] = "INSERT INTO geometry VALUES(?, ?)";
static const char insert_frame[] = "INSERT INTO frame_data VALUES(?, ?)";

/** A file under way. */
typedef struct target {
  char *path;
  flue_sqlite *db;
  size_t n_rows;
} target;

/** Somebody on a floor. */
typedef struct place {
  size_t id;
  int32_t level;
  double x, y;
} place;

typedef struct exporter {
  flue_ctx *ctx;
  const flue_agents_view *view;
  flue_floor_shape *shapes; /**< [n_floors] */
  double *dx;               /**< Shift of each storey in the file of all, [n_floors]. */
  target *targets;          /**< All storeys, then each, [n_floors + 1]. */
  place *before;            /**< People on floors in the last frame, [n_people]. */
  size_t n_before, frame_before;
  place *now;               /**< The same of this frame, by person; level -1: on no floor. */
  double (*orientation)[2]; /**< [n_people] */
} exporter;

static flue_sqlite_value text(const char *value) {
  return (flue_sqlite_value){.text = value};
}

static flue_sqlite_value integer(int64_t value) {
  return (flue_sqlite_value){.integer = value};
}

static flue_sqlite_value real(double value) {
  return (flue_sqlite_value){.real = value, .is_real = 1};
}

/* ---- files ---- */

/** OUT.sqlite and F1 give OUT_F1.sqlite; owned, NULL without memory. */
static char *storey_path(const char *path, const char *storey) {
  static const char ending[] = ".sqlite";
  const size_t length = strlen(path), tail = strlen(ending);
  const int has_ending = length > tail && strcmp(path + length - tail, ending) == 0;
  char *name = flue_file_name(storey);
  char *out = name ? flue_format("%.*s_%s%s", (int)(has_ending ? length - tail : length), path,
                                 name, has_ending ? ending : "")
                   : NULL;
  free(name);
  return out;
}

static flue_status put_meta(exporter *e, flue_sqlite *db, const char *key, const char *value) {
  const flue_sqlite_value row[] = {text(key), text(value)};
  return flue_sqlite_put(e->ctx, db, insert_meta, 2, row);
}

static flue_status put_number(exporter *e, flue_sqlite *db, const char *key, double value) {
  flue_text number = {0};
  flue_text_add_number(&number, value);
  const flue_status status = number.failed ? FLUE_ENOMEM : put_meta(e, db, key, number.data);
  flue_text_clear(&number);
  return status;
}

/** Hash of a text, as a positive number of SQLite. */
static int64_t hash_of(const char *bytes) {
  return (int64_t)(flue_hash_text(bytes) >> 1);
}

/** Geometry and the frames that it belongs to: all. */
static flue_status put_geometry(exporter *e, flue_sqlite *db, const char *wkt) {
  const int64_t hash = hash_of(wkt);
  const flue_sqlite_value row[] = {integer(hash), text(wkt)};
  FLUE_TRY(flue_sqlite_put(e->ctx, db, insert_geometry, 2, row));
  for (size_t f = 0; f < e->view->n_frames; ++f) {
    const flue_sqlite_value frame[] = {integer((int64_t)f), integer(hash)};
    FLUE_TRY(flue_sqlite_put(e->ctx, db, insert_frame, 2, frame));
  }
  return FLUE_OK;
}

/** The area of storeys from @p first to before @p end side by side. */
static void make_wkt(const exporter *e, size_t first, size_t end, const double *dx,
                     flue_text *out) {
  size_t last = (size_t)-1;
  flue_text_add(out, "GEOMETRYCOLLECTION (");
  for (size_t i = first; i < end; ++i) {
    const flue_floor_shape *s = &e->shapes[i];
    if (s->n_rings == 0) continue;
    if (last != (size_t)-1) {
      const flue_floor_shape *b = &e->shapes[last];
      const flue_strip strip = {b->east[0] + dx[last], b->east[1], s->west[0] + dx[i], s->west[1]};
      flue_text_add(out, ", ");
      flue_strip_wkt(&strip, out);
      flue_text_add(out, ", ");
    }
    flue_floor_shape_wkt(s, dx[i], out);
    last = i;
  }
  flue_text_add(out, ")");
}

static flue_status put_box(exporter *e, flue_sqlite *db, size_t first, size_t end,
                           const double *dx) {
  double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = first; i < end; ++i) {
    const flue_floor_shape *s = &e->shapes[i];
    if (s->n_rings == 0) continue;
    box[0] = fmin(box[0], s->box[0] + dx[i]);
    box[1] = fmin(box[1], s->box[1]);
    box[2] = fmax(box[2], s->box[2] + dx[i]);
    box[3] = fmax(box[3], s->box[3]);
  }
  FLUE_TRY(put_number(e, db, "xmin", box[0]));
  FLUE_TRY(put_number(e, db, "ymin", box[1]));
  FLUE_TRY(put_number(e, db, "xmax", box[2]));
  return put_number(e, db, "ymax", box[3]);
}

/** Starts a file with everything but the rows of people. */
static flue_status start_file(exporter *e, target *t, size_t first, size_t end, const double *dx) {
  FLUE_TRY(flue_sqlite_create(e->ctx, t->path, &t->db));
  FLUE_TRY(flue_sqlite_do(e->ctx, t->db, schema));
  FLUE_TRY(put_meta(e, t->db, "version", "2"));
  FLUE_TRY(put_number(e, t->db, "fps", flue_agents_rate(e->view)));
  FLUE_TRY(put_box(e, t->db, first, end, dx));
  FLUE_TRY(put_meta(e, t->db, "producer", "flue"));
  for (size_t i = first; i < end; ++i) {
    char *key = flue_format("x_offset_%s", e->view->floors[i].name);
    const flue_status status = key ? put_number(e, t->db, key, dx[i]) : FLUE_ENOMEM;
    free(key);
    FLUE_TRY(status);
  }
  flue_text wkt = {0};
  make_wkt(e, first, end, dx, &wkt);
  const flue_status status = wkt.failed ? FLUE_ENOMEM : put_geometry(e, t->db, wkt.data);
  flue_text_clear(&wkt);
  return status;
}

static flue_status start_files(exporter *e) {
  const size_t n = e->view->n_floors;
  FLUE_TRY(start_file(e, &e->targets[0], 0, n, e->dx));
  double *unmoved = flue_alloc(n, sizeof *unmoved);
  flue_status status = unmoved ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; i < n && !status; ++i)
    status = start_file(e, &e->targets[i + 1], i, i + 1, unmoved);
  free(unmoved);
  return status;
}

/* ---- frames ---- */

static flue_status put_place(exporter *e, const place *p, size_t frame) {
  const double *o = e->orientation[p->id];
  flue_sqlite_value row[] = {integer((int64_t)frame),
                             integer((int64_t)p->id),
                             real(p->x),
                             real(p->y),
                             real(o[0]),
                             real(o[1])};
  target *own = &e->targets[p->level + 1], *all = &e->targets[0];
  FLUE_TRY(flue_sqlite_put(e->ctx, own->db, insert_row, 6, row));
  row[2].real += e->dx[p->level];
  FLUE_TRY(flue_sqlite_put(e->ctx, all->db, insert_row, 6, row));
  ++own->n_rows;
  ++all->n_rows;
  return FLUE_OK;
}

/** Writes the last frame, now that it is known where everybody went. */
static flue_status put_before(exporter *e) {
  for (size_t i = 0; i < e->n_before; ++i) {
    const place *p = &e->before[i], *q = &e->now[p->id];
    const double dx = q->x - p->x, dy = q->y - p->y, way = hypot(dx, dy);
    if (q->level == p->level && way > least_m) {
      e->orientation[p->id][0] = dx / way;
      e->orientation[p->id][1] = dy / way;
    }
    FLUE_TRY(put_place(e, p, e->frame_before));
  }
  for (size_t i = 0; i < e->view->n_people; ++i) e->now[i].level = -1;
  return FLUE_OK;
}

static flue_status on_frame(void *user, size_t frame, double time_s, size_t n,
                            const flue_agent_row *rows) {
  exporter *e = user;
  (void)time_s;
  for (size_t i = 0; i < n; ++i)
    if (flue_agents_is_on_floor(e->view, &rows[i]))
      e->now[rows[i].id] = (place){rows[i].id, rows[i].level, rows[i].x, rows[i].y};
  FLUE_TRY(put_before(e));
  e->n_before = 0;
  e->frame_before = frame;
  for (size_t i = 0; i < n && e->n_before < e->view->n_people; ++i)
    if (flue_agents_is_on_floor(e->view, &rows[i]))
      e->before[e->n_before++] = (place){rows[i].id, rows[i].level, rows[i].x, rows[i].y};
  return FLUE_OK;
}

/* ---- whole ---- */

/** Names the files, and lays the storeys out from west to east. */
static flue_status lay_out(exporter *e, const char *path) {
  double edge = NAN;
  for (size_t i = 0; i < e->view->n_floors; ++i) {
    FLUE_TRY(flue_floor_shape_trace(&e->view->floors[i], &e->shapes[i]));
    const flue_floor_shape *s = &e->shapes[i];
    if (s->n_rings == 0) continue;
    e->dx[i] = isnan(edge) ? 0 : ceil(edge + gap_m - s->box[0]);
    edge = s->box[2] + e->dx[i];
  }
  e->targets[0].path = flue_copy_text(path);
  if (!e->targets[0].path) return FLUE_ENOMEM;
  for (size_t i = 0; i < e->view->n_floors; ++i) {
    e->targets[i + 1].path = storey_path(path, e->view->floors[i].name);
    if (!e->targets[i + 1].path) return FLUE_ENOMEM;
  }
  return FLUE_OK;
}

static flue_status make_exporter(exporter *e, const char *path) {
  const size_t n_floors = e->view->n_floors, n_people = e->view->n_people;
  e->shapes = flue_alloc(n_floors, sizeof *e->shapes);
  e->dx = flue_alloc(n_floors, sizeof *e->dx);
  e->targets = flue_alloc(n_floors + 1, sizeof *e->targets);
  e->before = flue_alloc(n_people, sizeof *e->before);
  e->now = flue_alloc(n_people, sizeof *e->now);
  e->orientation = flue_alloc(n_people, sizeof *e->orientation);
  if (!e->shapes || !e->dx || !e->targets || !e->before || !e->now || !e->orientation)
    return FLUE_ENOMEM;
  for (size_t i = 0; i < n_people; ++i) {
    e->now[i].level = -1;
    e->orientation[i][0] = 1;
  }
  return lay_out(e, path);
}

static void free_exporter(exporter *e) {
  for (size_t i = 0; e->targets && i <= e->view->n_floors; ++i) {
    flue_sqlite_discard(&e->targets[i].db);
    free(e->targets[i].path);
  }
  for (size_t i = 0; e->shapes && i < e->view->n_floors; ++i) flue_floor_shape_clear(&e->shapes[i]);
  free(e->shapes);
  free(e->dx);
  free(e->targets);
  free(e->before);
  free(e->now);
  free(e->orientation);
}

/** Gives the files their names, those of storeys without people left out. */
static flue_status finish_files(exporter *e, flue_jupedsim_counts *counts) {
  static const char index[] = "CREATE INDEX frame_id_idx ON trajectory_data(frame, id)";
  const size_t n = e->view->n_floors + 1;
  for (size_t i = 0; i < n; ++i)
    if (i == 0 || e->targets[i].n_rows) FLUE_TRY(flue_sqlite_do(e->ctx, e->targets[i].db, index));
  *counts = (flue_jupedsim_counts){.rows = e->targets[0].n_rows, .fps = flue_agents_rate(e->view)};
  for (size_t i = n; i-- > 0;) {
    target *t = &e->targets[i];
    if (i > 0 && t->n_rows == 0) {
      flue_sqlite_discard(&t->db);
      remove(t->path); /* of an earlier export: does not fit this one */
      continue;
    }
    FLUE_TRY(flue_sqlite_finish(e->ctx, &t->db));
    counts->storeys += i > 0;
  }
  return FLUE_OK;
}

flue_status flue_export_jupedsim(flue_ctx *ctx, const char *run_path, const char *path,
                                 flue_jupedsim_counts *counts) {
  flue_agents_reader *reader = NULL;
  FLUE_TRY(flue_agents_open(ctx, run_path, &reader));
  exporter e = {.ctx = ctx, .view = flue_agents_get(reader)};
  flue_status status = make_exporter(&e, path);
  if (!status) status = start_files(&e);
  if (!status) status = flue_agents_each(ctx, reader, on_frame, &e);
  if (!status) status = put_before(&e);
  if (!status) status = finish_files(&e, counts);
  free_exporter(&e);
  flue_agents_close(&reader);
  return status;
}
