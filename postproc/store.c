/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/store.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/agents_store.h"
#include "postproc/atomic_file.h"
#include "postproc/refuse.h"
#include "postproc/seal.h"

#define RESTART "/restart"

/** Frames kept before they go to the file, and numbers in them at most. */
enum { most_frames = 1024, numbers_in_buffer = 1 << 16 };

/** Times of a group, shared by its series. */
typedef struct time_axis {
  char *group;   /**< Owned. */
  double *times; /**< [n], owned. */
  size_t n, capacity;
  size_t n_written;
} time_axis;

typedef struct series {
  size_t axis;
  size_t n, nq;
  const char *item;       /**< Static. */
  flue_quantity *q;       /**< [nq], owned. */
  char **paths;           /**< [nq], owned. */
  int is_single;          /**< Stored as float, else as double. */
  int is_field;           /**< Over cells: without digits that only cost room. */
  void *buffer;           /**< [nq][depth][n] of these, owned. */
  void *leaving;          /**< The same, on its way to the file; owned, NULL before it is needed. */
  flue_h5_parcel *parcel; /**< That way; NULL: nothing is on it. */
  size_t depth;
  size_t n_written, n_buffered; /**< Frames. */
  int is_made;                  /**< Its datasets are in the file. */
} series;

struct flue_store {
  flue_ctx *ctx; /**< Borrowed for the life of the store. */
  char *path, *part, *agents_path;
  flue_h5 *file;
  flue_agents_store *agents; /**< NULL until there are people. */
  time_axis *axes;
  size_t n_axes, axes_capacity;
  series *series;
  size_t n_series, series_capacity;
};

static size_t number_size(const series *s) {
  return s->is_single ? sizeof(float) : sizeof(double);
}

static void free_series(series *s) {
  flue_h5_drop_rows(&s->parcel);
  for (size_t i = 0; s->paths && i < s->nq; ++i) free(s->paths[i]);
  free(s->paths);
  free(s->buffer);
  free(s->leaving);
  free(s->q);
}

/** Closes what is open, frees, and keeps the files on the disk. */
static flue_status close_store(flue_store **store) {
  flue_store *s = *store;
  flue_status status = flue_agents_store_close(s->ctx, &s->agents);
  const flue_status main_status = flue_h5_close(s->ctx, &s->file);
  if (main_status) status = main_status;
  for (size_t i = 0; i < s->n_series; ++i) free_series(&s->series[i]);
  for (size_t i = 0; i < s->n_axes; ++i) {
    free(s->axes[i].group);
    free(s->axes[i].times);
  }
  free(s->series);
  free(s->axes);
  free(s->path);
  free(s->part);
  free(s->agents_path);
  free(s);
  *store = NULL;
  return status;
}

static flue_store *new_store(flue_ctx *ctx, const char *path) {
  flue_store *store = flue_alloc(1, sizeof *store);
  if (!store) return NULL;
  store->ctx = ctx;
  store->path = flue_copy_text(path);
  store->part = flue_part_path(path);
  store->agents_path = flue_agents_path(path);
  if (!store->path || !store->part || !store->agents_path) close_store(&store);
  return store;
}

flue_status flue_store_create(flue_ctx *ctx, const char *path, const flue_provenance *provenance,
                              flue_store **out) {
  flue_store *store = new_store(ctx, path);
  if (!store) return FLUE_ENOMEM;
  flue_status status = flue_h5_create(ctx, store->part, &store->file);
  if (!status) status = flue_provenance_write(ctx, store->file, provenance);
  if (!status) status = flue_h5_flush(ctx, store->file); /* tells a killed run's file from others */
  if (!status) flue_agents_store_remove(store->agents_path);
  if (status && store->file)
    flue_store_discard(&store);
  else if (status)
    close_store(&store);
  else
    *out = store;
  return status;
}

/* ---- series ---- */

/** The time axis of a group, made when it is new; (size_t)-1 without memory. */
static size_t find_axis(flue_store *store, const char *group) {
  for (size_t i = 0; i < store->n_axes; ++i)
    if (strcmp(store->axes[i].group, group) == 0) return i;
  if (flue_grow(&store->axes, &store->axes_capacity, store->n_axes + 1, sizeof *store->axes))
    return (size_t)-1;
  char *name = flue_copy_text(group);
  if (!name) return (size_t)-1;
  store->axes[store->n_axes] = (time_axis){.group = name};
  return store->n_axes++;
}

/** Makes the datasets of a series that are not in the file. They are made when their first frames
 *  go there, so that all frames of a short run are stored together.
 *  @param is_last  Nothing follows. */
static flue_status make_quantities(flue_store *store, const series *s, int is_last) {
  const flue_h5_kind kind = s->is_single ? FLUE_H5_FLOAT32 : FLUE_H5_FLOAT64;
  const size_t chunk = is_last && s->n_buffered > 0 ? s->n_buffered : s->depth;
  for (size_t i = 0; i < s->nq; ++i) {
    if (flue_h5_exists(store->file, s->paths[i])) continue;
    FLUE_TRY(flue_h5_new_rows(store->ctx, store->file, s->paths[i], kind, s->n, chunk));
    FLUE_TRY(flue_h5_describe(store->ctx, store->file, s->paths[i], &s->q[i]));
    FLUE_TRY(flue_h5_set_text(store->ctx, store->file, s->paths[i], "item", s->item));
  }
  return FLUE_OK;
}

/** Names the dataset of one quantity, and finds its frames in a resumed run. */
static flue_status find_quantity(flue_store *store, series *s, const char *group, size_t i) {
  const char *path = s->paths[i] = flue_format("/%s/%s", group, s->q[i].name);
  if (!path) return FLUE_ENOMEM;
  if (!flue_h5_exists(store->file, path)) return FLUE_OK;
  s->is_made = 1;
  return flue_h5_rows(store->ctx, store->file, path, &s->n_written);
}

/** Items without names are numbered from 0. */
static flue_status number_items(flue_store *store, const char *path, size_t n) {
  double *number = flue_alloc(n, sizeof *number);
  if (!number) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) number[i] = (double)i;
  const flue_status status =
      flue_h5_write_numbers(store->ctx, store->file, path, FLUE_H5_UINT64, n, number);
  free(number);
  return status;
}

/** Whether all digits of a group are kept: balances, and what is compared with other programs. */
static int keeps_digits(const char *group) {
  static const char *const groups[] = {"balance", "device", "hrr", "mass"};
  for (size_t k = 0; k < sizeof groups / sizeof *groups; ++k)
    if (strcmp(group, groups[k]) == 0) return 1;
  return 0;
}

static flue_status make_names(flue_store *store, const char *group, const char *item, size_t n,
                              const char *const *names) {
  char *path = flue_format("/%s/%s", group, item);
  if (!path) return FLUE_ENOMEM;
  const flue_quantity q = {item, "1", item, item};
  flue_status status = FLUE_OK;
  if (!flue_h5_exists(store->file, path)) {
    status = names ? flue_h5_write_texts(store->ctx, store->file, path, n, names)
                   : number_items(store, path, n);
    if (!status) status = flue_h5_describe(store->ctx, store->file, path, &q);
  }
  free(path);
  return status;
}

static flue_status on_series(void *user, const char *group, const char *item, size_t n,
                             const char *const *names, size_t nq, const flue_quantity *q,
                             size_t *handle) {
  flue_store *store = user;
  FLUE_CHECK(n > 0 && nq > 0, store->ctx, FLUE_EARG, "the series %s has no items or quantities",
             group);
  FLUE_TRY(flue_grow(&store->series, &store->series_capacity, store->n_series + 1,
                     sizeof *store->series));
  series s = {.axis = find_axis(store, group), .n = n, .nq = nq, .item = item};
  if (s.axis == (size_t)-1) return FLUE_ENOMEM;
  s.depth = numbers_in_buffer / n;
  if (s.depth > most_frames) s.depth = most_frames;
  if (s.depth == 0) s.depth = 1;
  s.paths = flue_alloc(nq, sizeof *s.paths);
  s.is_single = !keeps_digits(group);
  s.is_field = s.is_single && !names;
  s.buffer = flue_alloc(nq * s.depth * n, number_size(&s));
  s.q = flue_alloc(nq, sizeof *s.q);
  flue_status status = s.paths && s.buffer && s.q ? FLUE_OK : FLUE_ENOMEM;
  if (!status) memcpy(s.q, q, nq * sizeof *q);
  if (!status) status = make_names(store, group, item, n, names);
  for (size_t i = 0; i < nq && !status; ++i) status = find_quantity(store, &s, group, i);
  if (status) {
    free_series(&s);
    return status;
  }
  *handle = store->n_series;
  store->series[store->n_series++] = s;
  return FLUE_OK;
}

static flue_status write_times(flue_store *store, time_axis *axis, int is_last) {
  static const flue_quantity q = {"time", "s", "Time from the start of the run",
                                  "自运行开始的时间"};
  const size_t n = axis->n - axis->n_written;
  char *path = flue_format("/%s/time", axis->group);
  if (!path) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  if (!flue_h5_exists(store->file, path)) {
    status = flue_h5_new_rows(store->ctx, store->file, path, FLUE_H5_FLOAT64, 0,
                              is_last && n > 0 ? n : most_frames);
    if (!status) status = flue_h5_describe(store->ctx, store->file, path, &q);
  }
  if (!status)
    status = flue_h5_put_rows(store->ctx, store->file, path, axis->n_written, n,
                              axis->times + axis->n_written);
  free(path);
  if (!status) axis->n_written = axis->n;
  return status;
}

/** Sends the buffered frames of a series to the file, after those sent before: they are packed
 * while the run goes on. @param is_last  Nothing follows. */
static flue_status spill(flue_store *store, series *s, int is_last) {
  FLUE_TRY(flue_h5_end_rows(store->ctx, store->file, &s->parcel));
  if (!s->is_made) FLUE_TRY(make_quantities(store, s, is_last));
  s->is_made = 1;
  if (s->n_buffered == 0) return FLUE_OK;
  if (!s->leaving) s->leaving = flue_alloc(s->nq * s->depth * s->n, number_size(s));
  if (!s->leaving) return FLUE_ENOMEM;
  FLUE_TRY(flue_h5_begin_rows(store->ctx, store->file, s->nq, s->paths, s->n_written, s->n_buffered,
                              s->buffer, s->is_single, s->depth * s->n, &s->parcel));
  void *empty = s->leaving;
  s->leaving = s->buffer;
  s->buffer = empty;
  s->n_written += s->n_buffered;
  s->n_buffered = 0;
  FLUE_TRY(write_times(store, &store->axes[s->axis], is_last));
  return is_last ? FLUE_OK : flue_h5_flush(store->ctx, store->file);
}

/** The nearest number whose fraction has 14 binary digits: 3e-5 of it off at most (0.01 K of 300
 * K), and packed into less room. Infinities and what is no number stay. */
static float rounded(float x) {
  enum { digits = 23, kept = 14 };
  const uint32_t half = UINT32_C(1) << (digits - kept - 1), mask = ~(2 * half - 1);
  uint32_t bits;
  if (!isfinite(x)) return x;
  memcpy(&bits, &x, sizeof bits);
  bits = (bits + half) & mask;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/** Keeps the numbers of a quantity in the next frame of the buffer. */
static void keep_numbers(series *s, size_t quantity, const double *values) {
  const size_t first = (quantity * s->depth + s->n_buffered) * s->n;
  if (!s->is_single) {
    memcpy((double *)s->buffer + first, values, s->n * sizeof *values);
    return;
  }
  float *to = (float *)s->buffer + first;
  for (size_t i = 0; i < s->n; ++i)
    to[i] = s->is_field ? rounded((float)values[i]) : (float)values[i];
}

static flue_status on_frame(void *user, size_t handle, double time_s, const double *values) {
  flue_store *store = user;
  FLUE_CHECK(handle < store->n_series, store->ctx, FLUE_EARG, "there is no series %zu", handle);
  series *s = &store->series[handle];
  time_axis *axis = &store->axes[s->axis];
  const size_t frame = s->n_written + s->n_buffered;
  if (frame >= axis->n) {
    FLUE_TRY(flue_grow(&axis->times, &axis->capacity, axis->n + 1, sizeof *axis->times));
    axis->times[axis->n++] = time_s;
  }
  FLUE_CHECK(axis->times[frame] == time_s, store->ctx, FLUE_EARG,
             "two series of the group %s have different times: %g s and %g s", axis->group,
             axis->times[frame], time_s);
  FLUE_CHECK(s->n_buffered < s->depth, store->ctx, FLUE_EIO, "frames of the group %s are lost",
             axis->group);
  for (size_t i = 0; i < s->nq; ++i) keep_numbers(s, i, values + i * s->n);
  ++s->n_buffered;
  return s->n_buffered == s->depth ? spill(store, s, 0) : FLUE_OK;
}

/* ---- tables and people ---- */

/** The agents file, made when it is first needed. */
static flue_status need_agents(flue_store *store) {
  if (store->agents) return FLUE_OK;
  return flue_agents_store_create(store->ctx, store->agents_path, &store->agents);
}

/** The file that takes the tables of a group. */
static flue_status file_of_group(flue_store *store, const char *group, flue_h5 **file) {
  *file = store->file;
  if (strncmp(group, "agent", strlen("agent")) != 0) return FLUE_OK;
  FLUE_TRY(need_agents(store));
  *file = flue_agents_store_file(store->agents);
  return FLUE_OK;
}

static flue_status on_column(void *user, const char *group, const flue_quantity *q, size_t n,
                             const double *values) {
  flue_store *store = user;
  flue_h5 *file = NULL;
  FLUE_TRY(file_of_group(store, group, &file));
  char *path = flue_format("/%s/%s", group, q->name);
  if (!path) return FLUE_ENOMEM;
  flue_status status = flue_h5_write_numbers(store->ctx, file, path, FLUE_H5_FLOAT64, n, values);
  if (!status) status = flue_h5_describe(store->ctx, file, path, q);
  free(path);
  return status;
}

static flue_status on_texts(void *user, const char *group, const flue_quantity *q, size_t n,
                            const char *const *values) {
  flue_store *store = user;
  if (strcmp(group, "agents") == 0 && strcmp(q->name, "wkt_geometry") == 0) {
    FLUE_TRY(need_agents(store));
    return flue_h5_set_text(store->ctx, flue_agents_store_file(store->agents), "/", q->name,
                            n ? values[0] : "");
  }
  flue_h5 *file = NULL;
  FLUE_TRY(file_of_group(store, group, &file));
  char *path = flue_format("/%s/%s", group, q->name);
  if (!path) return FLUE_ENOMEM;
  flue_status status = flue_h5_write_texts(store->ctx, file, path, n, values);
  if (!status) status = flue_h5_describe(store->ctx, file, path, q);
  free(path);
  return status;
}

static flue_status on_agents(void *user, double time_s, size_t n, const flue_agent_row *rows) {
  flue_store *store = user;
  FLUE_TRY(need_agents(store));
  return flue_agents_store_frame(store->ctx, store->agents, time_s, n, rows);
}

flue_sink flue_store_sink(flue_store *store) {
  return (flue_sink){.user = store,
                     .series = on_series,
                     .frame = on_frame,
                     .column = on_column,
                     .texts = on_texts,
                     .agents = on_agents};
}

/* ---- stopping, resuming, finishing ---- */

static flue_status spill_all(flue_store *store, int is_last) {
  for (size_t i = 0; i < store->n_series; ++i) FLUE_TRY(spill(store, &store->series[i], is_last));
  for (size_t i = 0; i < store->n_series; ++i)
    FLUE_TRY(flue_h5_end_rows(store->ctx, store->file, &store->series[i].parcel));
  for (size_t i = 0; i < store->n_axes; ++i) FLUE_TRY(write_times(store, &store->axes[i], is_last));
  return FLUE_OK;
}

static flue_status write_restart(flue_store *store, double time_s, const void *state, size_t n) {
  flue_ctx *ctx = store->ctx;
  FLUE_TRY(flue_h5_group(ctx, store->file, RESTART));
  for (size_t i = 0; i < store->n_axes; ++i)
    FLUE_TRY(
        flue_h5_set_integer(ctx, store->file, RESTART, store->axes[i].group, store->axes[i].n));
  if (store->agents) FLUE_TRY(flue_agents_store_mark(ctx, store->agents));
  FLUE_TRY(flue_h5_set_integer(ctx, store->file, RESTART, "has agents", store->agents != NULL));
  FLUE_TRY(flue_h5_write_number(ctx, store->file, RESTART "/time", time_s));
  return flue_h5_write_bytes(ctx, store->file, RESTART "/state", n, state);
}

flue_status flue_store_checkpoint(flue_ctx *ctx, flue_store **store, double time_s,
                                  const void *state, size_t n) {
  flue_store *s = *store;
  s->ctx = ctx;
  FLUE_TRY(spill_all(s, 0));
  FLUE_TRY(write_restart(s, time_s, state, n));
  return close_store(store);
}

static const char *text_of(const char *text) {
  return text ? text : "";
}

static flue_status check_same_run(flue_store *store, const flue_provenance *provenance) {
  char hash[FLUE_SHA256_SIZE];
  FLUE_TRY(flue_provenance_hash(provenance, hash));
  char *stored = NULL;
  FLUE_TRY(flue_h5_get_text(store->ctx, store->file, "/provenance", "scenario_sha256", &stored));
  const int is_same = strcmp(stored, hash) == 0;
  free(stored);
  uint64_t seed = 0;
  FLUE_TRY(flue_h5_get_integer(store->ctx, store->file, "/provenance", "seed", &seed));
  char *version = NULL, *git = NULL;
  FLUE_TRY(flue_h5_get_text(store->ctx, store->file, "/provenance", "version", &version));
  const flue_status status = flue_h5_get_text(store->ctx, store->file, "/provenance", "git", &git);
  const int is_program = status == FLUE_OK && strcmp(version, text_of(provenance->version)) == 0 &&
                         strcmp(git, text_of(provenance->git)) == 0;
  free(version);
  free(git);
  FLUE_TRY(status);
  if (is_same && is_program && seed == provenance->seed) return FLUE_OK;
  return flue_refuse(store->ctx, FLUE_EINPUT, FLUE_MSG_RESUME_OTHER, store->part, NULL);
}

/** Cuts the datasets of a group back to the checkpoint and reads its times. */
static flue_status restore_group(flue_store *store, const char *group) {
  uint64_t frames = UINT64_MAX;
  FLUE_TRY(flue_h5_get_integer(store->ctx, store->file, RESTART, group, &frames));
  if (frames == UINT64_MAX) return FLUE_OK; /* a table */
  char *home = flue_format("/%s", group);
  size_t n = 0;
  flue_h5_member *members = NULL;
  flue_status status =
      home ? flue_h5_members(store->ctx, store->file, home, &n, &members) : FLUE_ENOMEM;
  for (size_t i = 0; i < n && !status; ++i) {
    const int is_time = strcmp(members[i].name, "time") == 0;
    if (!is_time && members[i].rank != 2) continue;
    char *path = flue_format("%s/%s", home, members[i].name);
    if (members[i].length[0] > frames) /* written after the checkpoint */
      status = path ? flue_h5_resize(store->ctx, store->file, path, (size_t)frames) : FLUE_ENOMEM;
    if (is_time && !status) {
      const size_t at = find_axis(store, group);
      time_axis *axis = at == (size_t)-1 ? NULL : &store->axes[at];
      status = axis ? flue_h5_read_numbers(store->ctx, store->file, path, &axis->n, &axis->times)
                    : FLUE_ENOMEM;
      if (!status) axis->n_written = axis->capacity = axis->n;
    }
    free(path);
  }
  flue_h5_free_members(n, &members);
  free(home);
  return status;
}

static flue_status restore_groups(flue_store *store) {
  size_t n = 0;
  flue_h5_member *groups = NULL;
  FLUE_TRY(flue_h5_members(store->ctx, store->file, "/", &n, &groups));
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n && !status; ++i)
    if (groups[i].is_group) status = restore_group(store, groups[i].name);
  flue_h5_free_members(n, &groups);
  return status;
}

static flue_status restore(flue_store *store, const flue_provenance *provenance, double *time_s,
                           void **state, size_t *n) {
  flue_ctx *ctx = store->ctx;
  FLUE_TRY(flue_layout_check(ctx, store->file, store->part));
  FLUE_TRY(check_same_run(store, provenance));
  if (!flue_h5_exists(store->file, RESTART "/state"))
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_RESUME_NOTHING, store->part, NULL);
  FLUE_TRY(restore_groups(store));
  uint64_t has_agents = 0;
  FLUE_TRY(flue_h5_get_integer(ctx, store->file, RESTART, "has agents", &has_agents));
  if (has_agents) FLUE_TRY(flue_agents_store_resume(ctx, store->agents_path, &store->agents));
  size_t one = 0;
  double *time = NULL;
  FLUE_TRY(flue_h5_read_numbers(ctx, store->file, RESTART "/time", &one, &time));
  *time_s = time[0];
  free(time);
  return flue_h5_read_bytes(ctx, store->file, RESTART "/state", n, state);
}

flue_status flue_store_resume(flue_ctx *ctx, const char *path, const flue_provenance *provenance,
                              flue_store **out, double *time_s, void **state, size_t *n) {
  flue_store *store = new_store(ctx, path);
  if (!store) return FLUE_ENOMEM;
  flue_status status = flue_h5_open(ctx, store->part, 1, &store->file);
  if (!status) status = restore(store, provenance, time_s, state, n);
  if (status)
    close_store(&store);
  else
    *out = store;
  return status;
}

/** Writes the last of the main file and closes it. */
static flue_status seal(flue_store *store, const char *end_line) {
  flue_ctx *ctx = store->ctx;
  FLUE_TRY(spill_all(store, 1));
  if (flue_h5_exists(store->file, RESTART)) FLUE_TRY(flue_h5_remove(ctx, store->file, RESTART));
  FLUE_TRY(flue_axes_write(ctx, store->file, "row"));
  FLUE_TRY(flue_provenance_finish(ctx, store->file, end_line));
  return flue_h5_close(ctx, &store->file);
}

flue_status flue_store_finish(flue_ctx *ctx, flue_store **store, const char *end_line) {
  flue_store *s = *store;
  s->ctx = ctx;
  FLUE_TRY(seal(s, end_line));
  const int has_agents = s->agents != NULL;
  if (has_agents) FLUE_TRY(flue_agents_store_finish(ctx, &s->agents));
  if (!has_agents) remove(s->agents_path); /* people of an earlier run do not fit this one */
  FLUE_TRY(flue_seal_write(ctx, s->part));
  FLUE_TRY(flue_publish(ctx, s->part, s->path));
  return close_store(store);
}

void flue_store_keep(flue_store **store) {
  if (store && *store) close_store(store);
}

void flue_store_discard(flue_store **store) {
  if (!store || !*store) return;
  char *part = flue_copy_text((*store)->part);
  char *agents = flue_copy_text((*store)->agents_path);
  close_store(store);
  if (part) remove(part);
  if (agents) flue_agents_store_remove(agents);
  free(part);
  free(agents);
}
