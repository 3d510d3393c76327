/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/sqlite_file.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/refuse.h"

enum { busy_ms = 5000, most_columns = 16 };

struct flue_sqlite {
  char *path, *part; /**< Of a file that stays the part is NULL. */
  sqlite3 *db;
  int is_read;
  sqlite3_stmt *statement; /**< The last one of flue_sqlite_put(). */
  const char *sql;         /**< Its text, borrowed. */
};

static flue_status failed(flue_ctx *ctx, const flue_sqlite *db) {
  const char *reason = db->db ? sqlite3_errmsg(db->db) : "no memory";
  const char *path = db->part ? db->part : db->path;
  if (db->is_read) return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, path, "", reason, NULL);
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, reason, NULL);
}

/** Closes what is open. @return SQLITE_OK or why what was written is lost. */
static int close_db(flue_sqlite *db) {
  sqlite3_finalize(db->statement);
  db->statement = NULL;
  const int result = sqlite3_close(db->db);
  db->db = NULL;
  return result;
}

static void free_db(flue_sqlite **db) {
  close_db(*db);
  free((*db)->path);
  free((*db)->part);
  free(*db);
  *db = NULL;
}

void flue_sqlite_discard(flue_sqlite **db) {
  if (!db || !*db) return;
  close_db(*db);
  if ((*db)->part) remove((*db)->part);
  free_db(db);
}

flue_status flue_sqlite_do(flue_ctx *ctx, flue_sqlite *db, const char *sql) {
  return sqlite3_exec(db->db, sql, NULL, NULL, NULL) == SQLITE_OK ? FLUE_OK : failed(ctx, db);
}

flue_status flue_sqlite_create(flue_ctx *ctx, const char *path, flue_sqlite **out) {
  flue_sqlite *db = flue_alloc(1, sizeof *db);
  if (!db) return FLUE_ENOMEM;
  db->path = flue_copy_text(path);
  db->part = flue_part_path(path);
  flue_status status = db->path && db->part ? FLUE_OK : FLUE_ENOMEM;
  if (status) {
    free_db(&db);
    return status;
  }
  remove(db->part); /* of a killed export */
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(db->part, &db->db, flags, NULL) != SQLITE_OK) status = failed(ctx, db);
  /* a file that is dropped when anything fails needs no journal */
  if (!status)
    status = flue_sqlite_do(ctx, db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN");
  if (status)
    flue_sqlite_discard(&db);
  else
    *out = db;
  return status;
}

/** Opens a file that stays. @param sql  Carried out at once; NULL: nothing. */
static flue_status open_file(flue_ctx *ctx, const char *path, int flags, const char *sql,
                             flue_sqlite **out) {
  flue_sqlite *db = flue_alloc(1, sizeof *db);
  if (!db) return FLUE_ENOMEM;
  db->path = flue_copy_text(path);
  db->is_read = sql == NULL;
  flue_status status = db->path ? FLUE_OK : FLUE_ENOMEM;
  if (!status && sqlite3_open_v2(path, &db->db, flags, NULL) != SQLITE_OK) status = failed(ctx, db);
  if (!status) sqlite3_busy_timeout(db->db, busy_ms);
  if (!status && sql) status = flue_sqlite_do(ctx, db, sql);
  if (status)
    free_db(&db);
  else
    *out = db;
  return status;
}

flue_status flue_sqlite_open(flue_ctx *ctx, const char *path, flue_sqlite **out) {
  return open_file(ctx, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "BEGIN IMMEDIATE", out);
}

flue_status flue_sqlite_open_read(flue_ctx *ctx, const char *path, flue_sqlite **out) {
  return open_file(ctx, path, SQLITE_OPEN_READONLY, NULL, out);
}

flue_status flue_sqlite_each(flue_ctx *ctx, flue_sqlite *db, const char *sql,
                             flue_sqlite_row_fn row, void *user) {
  sqlite3_stmt *query = NULL;
  flue_status status = FLUE_OK;
  int step = SQLITE_DONE;
  if (sqlite3_prepare_v2(db->db, sql, -1, &query, NULL) != SQLITE_OK) return failed(ctx, db);
  while (status == FLUE_OK && (step = sqlite3_step(query)) == SQLITE_ROW) {
    const char *text[most_columns];
    const int n =
        sqlite3_column_count(query) < most_columns ? sqlite3_column_count(query) : most_columns;
    for (int i = 0; i < n; ++i) {
      text[i] = (const char *)sqlite3_column_text(query, i);
      if (!text[i]) text[i] = "";
    }
    status = row(user, n, text);
  }
  sqlite3_finalize(query);
  if (status == FLUE_OK && step != SQLITE_DONE) return failed(ctx, db);
  return status;
}

static int bind(sqlite3_stmt *statement, int at, const flue_sqlite_value *value) {
  if (value->text) return sqlite3_bind_text(statement, at, value->text, -1, SQLITE_TRANSIENT);
  if (value->is_real) return sqlite3_bind_double(statement, at, value->real);
  return sqlite3_bind_int64(statement, at, value->integer);
}

flue_status flue_sqlite_put(flue_ctx *ctx, flue_sqlite *db, const char *sql, size_t n,
                            const flue_sqlite_value *values) {
  if (db->sql != sql) {
    sqlite3_finalize(db->statement);
    db->statement = NULL;
    db->sql = sql;
    if (sqlite3_prepare_v2(db->db, sql, -1, &db->statement, NULL) != SQLITE_OK)
      return failed(ctx, db);
  }
  for (size_t i = 0; i < n; ++i)
    if (bind(db->statement, (int)i + 1, &values[i]) != SQLITE_OK) return failed(ctx, db);
  if (sqlite3_step(db->statement) != SQLITE_DONE) return failed(ctx, db);
  return sqlite3_reset(db->statement) == SQLITE_OK ? FLUE_OK : failed(ctx, db);
}

flue_status flue_sqlite_finish(flue_ctx *ctx, flue_sqlite **db) {
  flue_sqlite *d = *db;
  sqlite3_finalize(d->statement);
  d->statement = NULL;
  d->sql = NULL;
  FLUE_TRY(flue_sqlite_do(ctx, d, "COMMIT"));
  if (close_db(d) != SQLITE_OK) return failed(ctx, d);
  if (d->part) FLUE_TRY(flue_publish(ctx, d->part, d->path));
  free_db(db);
  return FLUE_OK;
}
