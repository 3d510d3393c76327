/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/grading/grade_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/csv_cells.h"
#include "core/hash.h"
#include "core/whole_file.h"
#include "postproc/csv_text.h"
#include "postproc/refuse.h"

const char *const FLUE_GRADE_MOVES[] = {"first", "same", "better", "worse"};

static const char header[] =
    "time,method,edition,id,scale,score_low,score_high,best_by_score,worst_by_score,best,worst,"
    "vetoes,move\n";
enum { columns = 13 };
enum {
  c_method = 1,
  c_edition,
  c_id,
  c_scale,
  c_best_by_score = 7,
  c_worst_by_score,
  c_best,
  c_worst
};

/** A building on a scale, with its grade; id borrowed from the text of the journal. */
typedef struct entry {
  const char *id;
  size_t scale;
  flue_grade_before grade;
} entry;

struct flue_grade_journal {
  const flue_method *method;
  char *text;     /**< Owned. */
  entry *table;   /**< Open addressing, [size], owned. */
  size_t size, n; /**< Size a power of two. */
};

/* ---- table ---- */

static size_t hash_of(const char *id, size_t scale) {
  const uint64_t hash = flue_hash(FLUE_HASH_START + scale, id, strlen(id));
  return (size_t)(hash ^ (hash >> 32));
}

/** Place of an entry, or the free one where it belongs. */
static size_t place_of(const flue_grade_journal *j, const char *id, size_t scale) {
  size_t i = hash_of(id, scale) & (j->size - 1);
  while (j->table[i].id && (j->table[i].scale != scale || strcmp(j->table[i].id, id) != 0))
    i = (i + 1) & (j->size - 1);
  return i;
}

static flue_status make_room(flue_grade_journal *j) {
  enum { first_size = 1024 };
  if (j->size && 2 * (j->n + 1) <= j->size) return FLUE_OK;
  flue_grade_journal wider = *j;
  wider.size = j->size ? 2 * j->size : first_size;
  wider.table = flue_alloc(wider.size, sizeof *wider.table);
  if (!wider.table) return FLUE_ENOMEM;
  for (size_t i = 0; i < j->size; ++i)
    if (j->table[i].id)
      wider.table[place_of(&wider, j->table[i].id, j->table[i].scale)] = j->table[i];
  free(j->table);
  *j = wider;
  return FLUE_OK;
}

/* ---- reading ---- */

static size_t scale_named(const flue_method *m, const char *id) {
  for (size_t i = 0; i < m->n_scales; ++i)
    if (strcmp(m->scales[i].name.id, id) == 0) return i;
  return FLUE_NO_SLOT;
}

/** Level of a scale by its id. @return 0 when it has none such. */
static int level_named(const flue_method *m, size_t scale, const char *id, size_t *out) {
  const flue_method_scale *s = &m->scales[scale];
  for (*out = 0; *out < s->n; ++*out)
    if (strcmp(m->levels[s->first + *out].name.id, id) == 0) return 1;
  return 0;
}

/** Keeps a line of this method and edition; what another edition said is no grade to hold. */
static flue_status keep(flue_grade_journal *j, char *const *cell) {
  const flue_method *m = j->method;
  if (strcmp(cell[c_method], m->name.id) != 0 || strcmp(cell[c_edition], m->edition) != 0)
    return FLUE_OK;
  entry e = {.id = cell[c_id], .scale = scale_named(m, cell[c_scale])};
  if (e.scale == FLUE_NO_SLOT ||
      !level_named(m, e.scale, cell[c_best_by_score], &e.grade.best_by_score) ||
      !level_named(m, e.scale, cell[c_worst_by_score], &e.grade.worst_by_score) ||
      !level_named(m, e.scale, cell[c_best], &e.grade.best) ||
      !level_named(m, e.scale, cell[c_worst], &e.grade.worst))
    return FLUE_OK; /* levels were renamed since */
  FLUE_TRY(make_room(j));
  const size_t i = place_of(j, e.id, e.scale);
  j->n += !j->table[i].id;
  j->table[i] = e; /* a later line stands for an earlier one */
  return FLUE_OK;
}

static flue_status read_lines(flue_ctx *ctx, const char *path, flue_grade_journal *j,
                              size_t length) {
  flue_csv_cursor c = {j->text, j->text + length, 1};
  if (length < sizeof header - 1 || strncmp(j->text, header, sizeof header - 1) != 0)
    return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_GRADES_NO_JOURNAL, path, NULL);
  flue_csv_pass_row(&c);
  while (flue_csv_find_row(&c)) {
    flue_csv_cursor whole = c; /* a line cut short by a crash is passed over */
    if (!flue_csv_pass_row(&whole)) break;
    char *cell[columns];
    size_t n = 0;
    for (int is_last = 0; !is_last; ++n) {
      char *text = flue_csv_next_cell(&c, &is_last);
      if (!text) return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_GRADES_NO_JOURNAL, path, NULL);
      if (n < columns) cell[n] = text;
    }
    if (n == columns) FLUE_TRY(keep(j, cell));
  }
  return FLUE_OK;
}

flue_status flue_grade_journal_open(flue_ctx *ctx, const char *path, const flue_method *method,
                                    flue_grade_journal **out) {
  struct stat info;
  flue_grade_journal *j = flue_alloc(1, sizeof *j);
  if (!j) return FLUE_ENOMEM;
  j->method = method;
  flue_status status = make_room(j);
  const int is_there = stat(path, &info) == 0 && info.st_size > 0;
  size_t length = 0;
  if (status == FLUE_OK && is_there) status = flue_whole_file(ctx, path, &j->text, &length);
  if (status == FLUE_OK && is_there) status = read_lines(ctx, path, j, length);
  if (status)
    flue_grade_journal_close(&j);
  else
    *out = j;
  return status;
}

void flue_grade_journal_close(flue_grade_journal **journal) {
  if (!journal || !*journal) return;
  free((*journal)->text);
  free((*journal)->table);
  free(*journal);
  *journal = NULL;
}

int flue_grade_journal_find(const flue_grade_journal *journal, const char *id, size_t scale,
                            flue_grade_before *out) {
  const entry *e = &journal->table[place_of(journal, id, scale)];
  if (e->id) *out = e->grade;
  return e->id != NULL;
}

/* ---- holding ---- */

static flue_grade_move compare(size_t before, size_t now) {
  return now < before ? FLUE_GRADE_BETTER : now > before ? FLUE_GRADE_WORSE : FLUE_GRADE_SAME;
}

flue_grade_move flue_grade_hold(const flue_method *method, size_t scale, const flue_span *slots,
                                const flue_grade_before *before, flue_grade *grade) {
  const flue_method_scale *s = &method->scales[scale];
  const double good = s->is_higher_good ? grade->score.high : grade->score.low;
  const double bad = s->is_higher_good ? grade->score.low : grade->score.high;
  grade->best_by_score = flue_method_level_held(method, s, good, before->best_by_score);
  grade->worst_by_score = flue_method_level_held(method, s, bad, before->worst_by_score);
  flue_method_apply_vetoes(method, scale, slots, grade);
  const flue_grade_move move = compare(before->worst, grade->worst);
  return move == FLUE_GRADE_SAME ? compare(before->best, grade->best) : move;
}

/* ---- writing ---- */

static void add_cell(flue_text *out, const char *text) {
  flue_csv_text(out, text);
  flue_text_put(out, ",");
}

void flue_grade_journal_line(flue_text *out, const flue_method *method, size_t scale,
                             const flue_span *slots, const char *time, const char *id,
                             const flue_grade *grade, flue_grade_move move) {
  const flue_method_level *levels = &method->levels[method->scales[scale].first];
  const size_t shown[] = {grade->best_by_score, grade->worst_by_score, grade->best, grade->worst};
  add_cell(out, time);
  add_cell(out, method->name.id);
  add_cell(out, method->edition);
  add_cell(out, id);
  add_cell(out, method->scales[scale].name.id);
  flue_csv_number(out, grade->score.low);
  flue_text_put(out, ",");
  flue_csv_number(out, grade->score.high);
  flue_text_put(out, ",");
  for (size_t i = 0; i < sizeof shown / sizeof *shown; ++i) add_cell(out, levels[shown[i]].name.id);
  const char *between = "";
  for (size_t i = 0; i < method->n_vetoes; ++i) {
    const flue_method_veto *veto = &method->vetoes[i];
    if (veto->scale != scale || !(slots[veto->slot].low > 0)) continue;
    flue_text_add(out, "%s%s", between, veto->name.id);
    between = ";";
  }
  flue_text_add(out, ",%s\n", FLUE_GRADE_MOVES[move]);
}

static flue_status fail_to_write(flue_ctx *ctx, const char *path) {
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, strerror(errno), NULL);
}

/** Writes all bytes. @return 0 when that fails. */
static int write_all(int file, const char *data, size_t n) {
  while (n > 0) {
    const ssize_t written = write(file, data, n);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return 0;
    data += written;
    n -= (size_t)written;
  }
  return 1;
}

flue_status flue_grade_journal_append(flue_ctx *ctx, const char *path, const flue_text *lines) {
  struct stat info;
  if (lines->failed) return FLUE_ENOMEM;
  const int file = open(path, O_RDWR | O_CREAT | O_APPEND, 0666);
  if (file < 0 || fstat(file, &info) != 0) {
    const flue_status status = fail_to_write(ctx, path);
    if (file >= 0) close(file);
    return status;
  }
  char last = '\n'; /* a line cut short by a crash is ended first */
  int is_done = info.st_size == 0 ? write_all(file, header, sizeof header - 1)
                                  : pread(file, &last, 1, info.st_size - 1) == 1;
  if (is_done && last != '\n') is_done = write_all(file, "\n", 1);
  if (is_done && lines->length) is_done = write_all(file, lines->data, lines->length);
  if (is_done) is_done = fsync(file) == 0;
  const flue_status status = is_done ? FLUE_OK : fail_to_write(ctx, path);
  close(file);
  return status;
}
