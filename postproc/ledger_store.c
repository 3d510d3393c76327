/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/ledger_store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/calendar.h"
#include "core/memory.h"
#include "core/table.h"
#include "postproc/refuse.h"
#include "postproc/sqlite_file.h"

static const double day_s = 86400;

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS event(number INTEGER PRIMARY KEY, date TEXT NOT NULL, hazard TEXT "
    "NOT "
    "NULL, event TEXT NOT NULL, building TEXT NOT NULL, title TEXT NOT NULL, level TEXT NOT NULL, "
    "owner "
    "TEXT NOT NULL, due TEXT NOT NULL, note TEXT NOT NULL);"
    "CREATE TRIGGER IF NOT EXISTS event_is_not_changed BEFORE UPDATE ON event BEGIN SELECT "
    "RAISE(ABORT, 'the history is only added to'); END;"
    "CREATE TRIGGER IF NOT EXISTS event_is_not_removed BEFORE DELETE ON event BEGIN SELECT "
    "RAISE(ABORT, 'the history is only added to'); END;"
    "CREATE TRIGGER IF NOT EXISTS event_is_not_replaced BEFORE INSERT ON event WHEN NEW.number IN "
    "(SELECT "
    "number FROM event) BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END;";
static const char insert[] =
    "INSERT INTO event(date, hazard, event, building, title, level, owner, due, note) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char query[] =
    "SELECT date, hazard, event, building, title, level, owner, due, note FROM event ORDER BY "
    "number";

enum { date_length = 10, first_year = 1900, last_year = 2200 };

/** Columns of tables and of the file, in the order of the query. */
enum { c_date, c_hazard, c_event, c_building, c_title, c_level, c_owner, c_due, c_note, n_columns };
static const char *const columns[n_columns] = {"date",  "hazard", "event", "building", "title",
                                               "level", "owner",  "due",   "note"};

int flue_ledger_day(const char *text, long *day) {
  double seconds = 0;
  const long year = strtol(text, NULL, 10);
  const int is_plain = strlen(text) == date_length && text[4] == '-' && text[7] == '-';
  if (!is_plain || year < first_year || year > last_year) return 0;
  if (!flue_date_read(text, FLUE_CALENDAR_STANDARD, &seconds)) return 0;
  *day = (long)floor(seconds / day_s);
  return 1;
}

void flue_ledger_date(long day, char *text) {
  char whole[FLUE_DATE_TEXT] = "";
  if (day != flue_no_day) flue_date_print((double)day * day_s, whole);
  memcpy(text, whole, date_length);
  text[date_length] = '\0';
}

static int kind_of(const char *word) {
  int kind = 0;
  while (kind < FLUE_HAZARD_EVENTS && strcmp(word, FLUE_HAZARD_WORDS[kind]) != 0) ++kind;
  return kind;
}

/** An event from its texts, which are copied. */
static flue_ledger_event make_event(const char *const *text) {
  flue_ledger_event e = {.hazard = flue_copy_text(text[c_hazard]),
                         .building = flue_copy_text(text[c_building]),
                         .title = flue_copy_text(text[c_title]),
                         .owner = flue_copy_text(text[c_owner]),
                         .note = flue_copy_text(text[c_note]),
                         .day = flue_no_day,
                         .due = flue_no_day,
                         .kind = kind_of(text[c_event]),
                         .is_major = strcmp(text[c_level], "major") == 0};
  flue_ledger_day(text[c_date], &e.day);
  flue_ledger_day(text[c_due], &e.due);
  return e;
}

/* ---- the file ---- */

static flue_status take_row(void *user, int n, const char *const *text) {
  if (n != n_columns) return FLUE_EIO;
  const flue_ledger_event e = make_event(text);
  return flue_ledger_add(user, &e);
}

static flue_status put(flue_ctx *ctx, flue_sqlite *db, const flue_ledger_event *e) {
  char date[16], due[16];
  flue_ledger_date(e->day, date);
  flue_ledger_date(e->due, due);
  const char *level = e->kind != FLUE_HAZARD_JUDGED ? "" : e->is_major ? "major" : "general";
  const char *text[n_columns] = {date,        e->hazard, FLUE_HAZARD_WORDS[e->kind],
                                 e->building, e->title,  level,
                                 e->owner,    due,       e->note};
  flue_sqlite_value values[n_columns];
  for (int i = 0; i < n_columns; ++i) values[i] = (flue_sqlite_value){.text = text[i]};
  return flue_sqlite_put(ctx, db, insert, n_columns, values);
}

/* ---- tables ---- */

/** An import under way. */
typedef struct import {
  const flue_table *table;
  flue_diagnostics *findings;
  size_t column[n_columns];
} import;

static void tell(const import *m, flue_message message, size_t row, int column, const char *a) {
  flue_diagnostics_add(m->findings, message, flue_table_line(m->table, row),
                       flue_table_place(m->table, row, m->column[column]), a, NULL);
}

/** Tells what is wrong with the cells of a row alone. @return whether anything is. */
static int check_cells(const import *m, size_t row, const char *const *text) {
  const size_t before = m->findings->n;
  long day = 0;
  if (!flue_ledger_day(text[c_date], &day))
    tell(m, FLUE_MSG_LEDGER_DATE, row, c_date, text[c_date]);
  if (*text[c_due] && !flue_ledger_day(text[c_due], &day))
    tell(m, FLUE_MSG_LEDGER_DATE, row, c_due, text[c_due]);
  if (!*text[c_hazard]) tell(m, FLUE_MSG_LEDGER_NAMELESS, row, c_hazard, "");
  const int kind = kind_of(text[c_event]);
  if (kind == FLUE_HAZARD_EVENTS) tell(m, FLUE_MSG_LEDGER_EVENT, row, c_event, text[c_event]);
  const int is_level = strcmp(text[c_level], "major") == 0 || strcmp(text[c_level], "general") == 0;
  if (kind == FLUE_HAZARD_JUDGED && !is_level)
    tell(m, FLUE_MSG_LEDGER_LEVEL, row, c_level, text[c_level]);
  return m->findings->n > before;
}

static int is_same(const flue_ledger_event *a, const flue_ledger_event *b) {
  return a->day == b->day && a->due == b->due && a->kind == b->kind && a->is_major == b->is_major &&
         strcmp(a->hazard, b->hazard) == 0 && strcmp(a->building, b->building) == 0 &&
         strcmp(a->title, b->title) == 0 && strcmp(a->owner, b->owner) == 0 &&
         strcmp(a->note, b->note) == 0;
}

/** Where a hazard stands, with its events. */
typedef struct track {
  flue_hazard hazard;
  long last;   /* day of its last event */
  size_t n;    /* events */
  size_t next; /* first of them that the table under way has not come to */
  size_t *event;
  size_t capacity;
} track;

/** Hazards in the order of their names. */
typedef struct tracks {
  track **item;
  size_t n, capacity;
} tracks;

/** Place of a name among the hazards, or where it would stand. */
static size_t find_track(const tracks *t, const char *name) {
  size_t low = 0, high = t->n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (strcmp(t->item[middle]->hazard.id, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static track *track_of(const tracks *t, const char *name) {
  const size_t at = find_track(t, name);
  return at < t->n && strcmp(t->item[at]->hazard.id, name) == 0 ? t->item[at] : NULL;
}

static flue_status add_track(tracks *t, const char *name, track **out) {
  const size_t at = find_track(t, name);
  FLUE_TRY(flue_grow(&t->item, &t->capacity, t->n + 1, sizeof *t->item));
  *out = flue_alloc(1, sizeof **out);
  if (!*out) return FLUE_ENOMEM;
  memmove(t->item + at + 1, t->item + at, (t->n - at) * sizeof *t->item);
  t->item[at] = *out;
  ++t->n;
  return FLUE_OK;
}

static void clear_tracks(tracks *t) {
  for (size_t i = 0; i < t->n; ++i) {
    free(t->item[i]->event);
    free(t->item[i]);
  }
  free(t->item);
}

/** Carries the i-th event of a ledger out. */
static flue_status track_event(const flue_ledger *ledger, size_t i, tracks *t) {
  const flue_ledger_event *e = &ledger->event[i];
  track *of = track_of(t, e->hazard);
  if (!of) FLUE_TRY(add_track(t, e->hazard, &of));
  FLUE_TRY(flue_grow(&of->event, &of->capacity, of->n + 1, sizeof *of->event));
  of->event[of->n++] = i;
  of->last = e->day;
  flue_hazard_apply(&of->hazard, e);
  return FLUE_OK;
}

/** Whether an event stands in the history already, after those that the table came to before. */
static int is_there(const flue_ledger *ledger, size_t n_history, track *of,
                    const flue_ledger_event *e) {
  for (size_t i = of ? of->next : 0; of && i < of->n && of->event[i] < n_history; ++i) {
    if (!is_same(&ledger->event[of->event[i]], e)) continue;
    of->next = i + 1;
    return 1;
  }
  return 0;
}

/** Tells what is wrong with an event after those of its hazard. @return whether anything is. */
static int check_event(const import *m, size_t row, const track *of, const flue_ledger_event *e) {
  const flue_message problem = flue_hazard_problem(of ? &of->hazard : NULL, e);
  if (problem != FLUE_MSG_COUNT) {
    flue_diagnostics_add(m->findings, problem, flue_table_line(m->table, row),
                         flue_table_place(m->table, row, m->column[c_event]), e->hazard,
                         FLUE_HAZARD_WORDS[e->kind], of ? FLUE_HAZARD_WORDS[of->hazard.status] : "",
                         NULL);
    return 1;
  }
  if (!of || e->day >= of->last) return 0;
  tell(m, FLUE_MSG_LEDGER_EARLIER, row, c_date, flue_table_cell(m->table, row, m->column[c_date]));
  return 1;
}

static flue_status import_row(const import *m, size_t row, size_t n_history, tracks *t,
                              flue_ledger *ledger) {
  const char *text[n_columns];
  for (int c = 0; c < n_columns; ++c) text[c] = flue_table_cell(m->table, row, m->column[c]);
  if (check_cells(m, row, text)) return FLUE_OK;
  track *of = track_of(t, text[c_hazard]);
  flue_ledger_event e = make_event(text);
  const int is_whole = e.hazard && e.building && e.title && e.owner && e.note;
  if (!is_whole || is_there(ledger, n_history, of, &e) || check_event(m, row, of, &e)) {
    flue_ledger_event_clear(&e);
    return is_whole ? FLUE_OK : FLUE_ENOMEM;
  }
  FLUE_TRY(flue_ledger_add(ledger, &e));
  return track_event(ledger, ledger->n - 1, t);
}

/** All rows, after what the history says. */
static flue_status import_rows(const import *m, flue_ledger *ledger) {
  const size_t n_history = ledger->n;
  tracks t = {0};
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n_history && status == FLUE_OK; ++i) status = track_event(ledger, i, &t);
  for (size_t i = 0; i < flue_table_rows(m->table) && status == FLUE_OK; ++i)
    status = import_row(m, i, n_history, &t, ledger);
  clear_tracks(&t);
  return status;
}

flue_status flue_ledger_import(flue_ctx *ctx, const char *path, flue_diagnostics *findings,
                               flue_ledger *ledger) {
  flue_table *table = NULL;
  FLUE_TRY(flue_table_read(ctx, path, &table));
import m = {.table = table, .findings = findings };
  findings->file = path;
  for (int c = 0; c < n_columns; ++c) {
    m.column[c] = flue_table_column(table, columns[c]);
    if (c <= c_event && m.column[c] == (size_t)-1)
      flue_diagnostics_add(findings, FLUE_MSG_LEDGER_COLUMN, 1, 1, columns[c], NULL);
  }
  const flue_status status = findings->errors ? FLUE_OK : import_rows(&m, ledger);
  flue_table_destroy(&table);
  if (status == FLUE_OK && findings->errors) return flue_diagnostics_fail(ctx, findings);
  return status;
}

/* ---- the file as a whole ---- */

/** Whether the events of a history follow each other as they must; else it was changed, or is none.
 */
static flue_status check_history(flue_ctx *ctx, const char *path, const flue_ledger *ledger) {
  tracks t = {0};
  flue_status status = FLUE_OK;
  int is_right = 1;
  for (size_t i = 0; i < ledger->n && is_right && status == FLUE_OK; ++i) {
    const flue_ledger_event *e = &ledger->event[i];
    const track *of = track_of(&t, e->hazard);
    is_right = e->kind < FLUE_HAZARD_EVENTS && e->day != flue_no_day &&
               flue_hazard_problem(of ? &of->hazard : NULL, e) == FLUE_MSG_COUNT;
    if (is_right) status = track_event(ledger, i, &t);
  }
  clear_tracks(&t);
  if (status != FLUE_OK || is_right) return status;
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_LEDGER_BROKEN, path, NULL);
}

static flue_status read_history(flue_ctx *ctx, flue_sqlite *db, const char *path,
                                flue_ledger *ledger) {
  FLUE_TRY(flue_sqlite_each(ctx, db, query, take_row, ledger));
  return check_history(ctx, path, ledger);
}

flue_status flue_ledger_read(flue_ctx *ctx, const char *path, flue_ledger *ledger) {
  flue_sqlite *db = NULL;
  FLUE_TRY(flue_sqlite_open_read(ctx, path, &db));
  const flue_status status = read_history(ctx, db, path, ledger);
  flue_sqlite_discard(&db);
  return status;
}

flue_status flue_ledger_update(flue_ctx *ctx, const char *path, const char *events,
                               flue_diagnostics *findings, flue_ledger *ledger, size_t *added) {
  flue_sqlite *db = NULL;
  const int is_new = access(path, F_OK) != 0;
  FLUE_TRY(flue_sqlite_open(ctx, path, &db));
  flue_status status = flue_sqlite_do(ctx, db, schema);
  if (status == FLUE_OK) status = read_history(ctx, db, path, ledger);
  const size_t before = ledger->n;
  if (status == FLUE_OK) status = flue_ledger_import(ctx, events, findings, ledger);
  for (size_t i = before; i < ledger->n && status == FLUE_OK; ++i)
    status = put(ctx, db, &ledger->event[i]);
  if (status == FLUE_OK) status = flue_sqlite_finish(ctx, &db);
  flue_sqlite_discard(&db);
  if (status != FLUE_OK && is_new) remove(path);
  *added = ledger->n - before;
  return status;
}
