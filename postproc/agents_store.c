/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/agents_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/provenance.h"
#include "postproc/seal.h"

enum { rows_in_buffer = 1 << 16 };

struct flue_agents_store {
  char *path, *part;
  flue_h5 *file;
  flue_agent_row *rows; /**< [rows_in_buffer], owned. */
  size_t n_buffered, n_written;
  double *times; /**< Time of each frame [s], [n_frames]. */
  double *ends;  /**< Rows up to the end of each frame, [n_frames]. */
  size_t n_frames, times_capacity, ends_capacity;
  size_t frames_written;
};

static flue_agents_store *new_store(const char *path) {
  flue_agents_store *store = flue_alloc(1, sizeof *store);
  if (!store) return NULL;
  store->path = flue_copy_text(path);
  store->part = flue_part_path(path);
  store->rows = flue_alloc(rows_in_buffer, sizeof *store->rows);
  if (!store->path || !store->part || !store->rows) flue_agents_store_close(NULL, &store);
  return store;
}

flue_status flue_agents_store_close(flue_ctx *ctx, flue_agents_store **store) {
  if (!store || !*store) return FLUE_OK;
  const flue_status status = flue_h5_close(ctx, &(*store)->file);
  free((*store)->path);
  free((*store)->part);
  free((*store)->rows);
  free((*store)->times);
  free((*store)->ends);
  free(*store);
  *store = NULL;
  return status;
}

void flue_agents_store_remove(const char *path) {
  char *part = flue_part_path(path);
  if (part) remove(part);
  free(part);
}

flue_h5 *flue_agents_store_file(flue_agents_store *store) {
  return store->file;
}

static flue_status make_datasets(flue_ctx *ctx, flue_h5 *file) {
  static const flue_quantity start = {
      "frame_start", "1", "First row of each frame in trajectory, then the number of rows",
      "各帧在trajectory中的起始行，末尾为总行数"};
  static const flue_quantity time = {"frame_time", "s", "Time of each frame", "各帧的时间"};
  static const double zero = 0;
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "Conventions", "CF-1.8"));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "flue_layout", FLUE_LAYOUT));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/", "wkt_geometry", "POLYGON EMPTY"));
  FLUE_TRY(flue_h5_new_trajectory(ctx, file, "/trajectory"));
  FLUE_TRY(flue_h5_set_text(ctx, file, "/trajectory", "units",
                            "id: 1, frame: 1, x: m, y: m, z: m, level: 1, speed: m s-1, fed: 1, "
                            "state: 1"));
  FLUE_TRY(flue_h5_new_rows(ctx, file, "/frame_start", FLUE_H5_UINT64, 0, 1024));
  FLUE_TRY(flue_h5_describe(ctx, file, "/frame_start", &start));
  FLUE_TRY(flue_h5_put_rows(ctx, file, "/frame_start", 0, 1, &zero));
  FLUE_TRY(flue_h5_new_rows(ctx, file, "/frame_time", FLUE_H5_FLOAT64, 0, 1024));
  return flue_h5_describe(ctx, file, "/frame_time", &time);
}

flue_status flue_agents_store_create(flue_ctx *ctx, const char *path, flue_agents_store **out) {
  flue_agents_store *store = new_store(path);
  if (!store) return FLUE_ENOMEM;
  flue_status status = flue_h5_create(ctx, store->part, &store->file);
  if (!status) status = make_datasets(ctx, store->file);
  if (status)
    flue_agents_store_close(ctx, &store);
  else
    *out = store;
  return status;
}

static flue_status spill(flue_ctx *ctx, flue_agents_store *store) {
  FLUE_TRY(flue_h5_put_trajectory(ctx, store->file, "/trajectory", store->n_written,
                                  store->n_buffered, store->rows));
  store->n_written += store->n_buffered;
  store->n_buffered = 0;
  const size_t done = store->frames_written, n = store->n_frames - done;
  if (n == 0) return FLUE_OK;
  FLUE_TRY(flue_h5_put_rows(ctx, store->file, "/frame_time", done, n, store->times + done));
  FLUE_TRY(flue_h5_put_rows(ctx, store->file, "/frame_start", done + 1, n, store->ends + done));
  store->frames_written = store->n_frames;
  return flue_h5_flush(ctx, store->file);
}

flue_status flue_agents_store_frame(flue_ctx *ctx, flue_agents_store *store, double time_s,
                                    size_t n, const flue_agent_row *rows) {
  const size_t frame = store->n_frames;
  FLUE_TRY(flue_grow(&store->times, &store->times_capacity, frame + 1, sizeof(double)));
  FLUE_TRY(flue_grow(&store->ends, &store->ends_capacity, frame + 1, sizeof(double)));
  for (size_t i = 0; i < n; ++i) {
    if (store->n_buffered == rows_in_buffer) FLUE_TRY(spill(ctx, store));
    flue_agent_row *row = &store->rows[store->n_buffered++];
    *row = rows[i];
    row->frame = (uint32_t)frame;
  }
  store->times[frame] = time_s;
  store->ends[frame] = (double)(store->n_written + store->n_buffered);
  ++store->n_frames;
  return FLUE_OK;
}

flue_status flue_agents_store_mark(flue_ctx *ctx, flue_agents_store *store) {
  FLUE_TRY(spill(ctx, store));
  FLUE_TRY(flue_h5_set_integer(ctx, store->file, "/", "restart_frames", store->n_frames));
  return flue_h5_set_integer(ctx, store->file, "/", "restart_rows", store->n_written);
}

static flue_status cut_back(flue_ctx *ctx, flue_agents_store *store) {
  uint64_t frames = 0, rows = 0;
  FLUE_TRY(flue_h5_get_integer(ctx, store->file, "/", "restart_frames", &frames));
  FLUE_TRY(flue_h5_get_integer(ctx, store->file, "/", "restart_rows", &rows));
  FLUE_TRY(flue_h5_resize(ctx, store->file, "/trajectory", (size_t)rows));
  FLUE_TRY(flue_h5_resize(ctx, store->file, "/frame_time", (size_t)frames));
  FLUE_TRY(flue_h5_resize(ctx, store->file, "/frame_start", (size_t)frames + 1));
  store->n_written = (size_t)rows;
  FLUE_TRY(flue_h5_read_numbers(ctx, store->file, "/frame_time", &store->n_frames, &store->times));
  size_t n = 0;
  FLUE_TRY(flue_h5_read_numbers(ctx, store->file, "/frame_start", &n, &store->ends));
  memmove(store->ends, store->ends + 1, (n - 1) * sizeof *store->ends);
  store->frames_written = store->times_capacity = store->ends_capacity = store->n_frames;
  return FLUE_OK;
}

flue_status flue_agents_store_resume(flue_ctx *ctx, const char *path, flue_agents_store **out) {
  flue_agents_store *store = new_store(path);
  if (!store) return FLUE_ENOMEM;
  flue_status status = flue_h5_open(ctx, store->part, 1, &store->file);
  if (!status) status = cut_back(ctx, store);
  if (status)
    flue_agents_store_close(ctx, &store);
  else
    *out = store;
  return status;
}

/** Frames per second over the whole recording; 1 when there are fewer than two. */
static double frames_per_second(const flue_agents_store *store) {
  const size_t n = store->n_frames;
  if (n < 2 || !(store->times[n - 1] > store->times[0])) return 1;
  return (double)(n - 1) / (store->times[n - 1] - store->times[0]);
}

flue_status flue_agents_store_finish(flue_ctx *ctx, flue_agents_store **store) {
  flue_agents_store *s = *store;
  FLUE_TRY(spill(ctx, s));
  FLUE_TRY(flue_h5_set_number(ctx, s->file, "/trajectory", "fps", frames_per_second(s)));
  FLUE_TRY(flue_axes_write(ctx, s->file, "row"));
  FLUE_TRY(flue_h5_close(ctx, &s->file));
  FLUE_TRY(flue_seal_write(ctx, s->part));
  FLUE_TRY(flue_publish(ctx, s->part, s->path));
  return flue_agents_store_close(ctx, store);
}
