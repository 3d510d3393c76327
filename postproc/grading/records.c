/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of whole rows are read one after the other; the rows of a block are shared out to a fixed
 * number of chunks, which threads take up in any order and whose results are put together in
 * theirs. */
#include "postproc/grading/records.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/csv_cells.h"
#include "postproc/atomic_file.h"
#include "postproc/grading/grade_row.h"
#include "postproc/grading/known_ids.h"
#include "postproc/refuse.h"

enum { block_bytes = 4 * 1024 * 1024, longest_row = 16 * 1024 * 1024, chunks = 16 };

/** A row of the block. */
typedef struct row {
  size_t at, end;
  int line;
} row;

/** Name of a building, in the block. */
typedef struct name {
  const char *id;
  int line;
} name;

/** A share of a block, and what it came to. All arrays owned. */
typedef struct chunk {
  flue_text out, journal;
  flue_diagnostics list;
  flue_span *slots;
  flue_grade *grades;
  name *names;
  size_t n_names, name_capacity;
  flue_records_result part;
} chunk;

typedef struct stream {
  const flue_records_job *job;
  FILE *in, *out;
  flue_grade_journal *journal; /**< NULL: none. */
  flue_record_header header;
  int has_header;
  char *data; /**< [capacity + 1] */
  size_t capacity, length;
  int line; /**< Of the first byte. */
  row *rows;
  size_t n_rows, row_capacity;
  chunk chunk[chunks];
  flue_text journal_lines;
  flue_known known;
  double total, done; /**< Bytes. */
} stream;

/* ---- chunks ---- */

static flue_status make_counts(const flue_method *m, flue_records_result *r) {
  r->n_level = flue_alloc(m->n_levels, sizeof *r->n_level);
  r->n_missing = flue_alloc(m->n_inputs, sizeof *r->n_missing);
  return r->n_level && r->n_missing ? FLUE_OK : FLUE_ENOMEM;
}

static flue_status make_chunk(const flue_records_job *job, flue_lang lang, chunk *c) {
  const flue_method *m = job->method;
  c->list = (flue_diagnostics){.file = job->input, .lang = lang};
  c->slots = flue_alloc(m->n_slots, sizeof *c->slots);
  c->grades = flue_alloc(m->n_scales, sizeof *c->grades);
  if (!c->slots || !c->grades) return FLUE_ENOMEM;
  return make_counts(m, &c->part);
}

static void clear_chunk(chunk *c) {
  flue_text_clear(&c->out);
  flue_text_clear(&c->journal);
  flue_diagnostics_clear(&c->list);
  free(c->slots);
  free(c->grades);
  free(c->names);
  flue_records_result_clear(&c->part);
}

/** Keeps the answers of the record that is to be explained. */
static void keep_record(const flue_records_job *job, const char *id, chunk *c) {
  const flue_method *m = job->method;
  if (c->part.id || (job->explain && strcmp(job->explain, id) != 0)) return;
  c->part.slots = flue_alloc(m->n_slots, sizeof *c->part.slots);
  c->part.id = flue_copy_text(id);
  if (!c->part.slots || !c->part.id) {
    c->out.failed = 1;
    return;
  }
  memcpy(c->part.slots, c->slots, m->n_slots * sizeof *c->slots);
}

/** Grades a record on one scale, held by the grade before where there is a journal. */
static void grade_on_scale(const stream *s, size_t scale, const char *id, chunk *c) {
  const flue_method *m = s->job->method;
  flue_grade *g = &c->grades[scale];
  *g = flue_method_grade(m, scale, c->slots);
  if (!s->journal || !g->is_defined) return;
  flue_grade_before before;
  flue_grade_move move = FLUE_GRADE_FIRST;
  if (flue_grade_journal_find(s->journal, id, scale, &before))
    move = flue_grade_hold(m, scale, c->slots, &before, g);
  ++c->part.n_moved[move];
  if (move != FLUE_GRADE_SAME)
    flue_grade_journal_line(&c->journal, m, scale, c->slots, s->job->time, id, g, move);
}

static void count_record(const flue_method *m, chunk *c) {
  flue_records_result *r = &c->part;
  const flue_grade_state state = flue_grade_state_of(m, c->slots, c->grades);
  ++r->n;
  r->n_one += state == FLUE_GRADED;
  r->n_some += state == FLUE_GRADE_RANGE;
  r->n_open += state == FLUE_GRADE_OPEN || state == FLUE_GRADE_UNDEFINED;
  for (size_t i = 0; i < m->n_scales; ++i)
    if (c->grades[i].is_defined) ++r->n_level[m->scales[i].first + c->grades[i].worst];
  for (size_t i = 0; i < m->n_inputs; ++i) {
    const flue_span *answer = &c->slots[m->inputs[i].slot];
    r->n_missing[i] += answer->low < answer->high;
  }
}

/** A finding for each contradiction that holds for certain. @return how many. */
static size_t find_contradictions(const flue_method *m, int line, chunk *c) {
  size_t n = 0;
  for (size_t i = 0; i < m->n_checks; ++i) {
    if (!(c->slots[m->checks[i].slot].low > 0)) continue;
    flue_diagnostics_add(&c->list, FLUE_MSG_RECORDS_CONTRADICTION, line, 1,
                         m->checks[i].name.text[c->list.lang], NULL);
    ++n;
  }
  return n;
}

static void grade_row(const stream *s, const row *at, chunk *c) {
  const flue_method *m = s->job->method;
  const int has_grades = flue_method_is_available(m);
  flue_csv_cursor cursor = {s->data + at->at, s->data + at->end, at->line};
  flue_record record;
  const size_t errors = c->list.errors;
  flue_method_reset(m, c->slots);
  flue_record_read(&s->header, &cursor, c->slots, &c->list, &record);
  if (c->list.errors > errors) return;
  if (flue_grow(&c->names, &c->name_capacity, c->n_names + 1, sizeof *c->names) != FLUE_OK)
    c->out.failed = 1;
  else
    c->names[c->n_names++] = (name){record.id, at->line};
  if (has_grades) {
    keep_record(s->job, record.id, c);
    flue_method_run(m, c->slots);
    if (find_contradictions(m, at->line, c)) return;
    for (size_t i = 0; i < m->n_scales; ++i) grade_on_scale(s, i, record.id, c);
  }
  count_record(m, c);
  if (s->out) flue_grade_row(&c->out, m, &record, c->slots, c->grades);
}

static void grade_chunk(const stream *s, int k, chunk *c) {
  const size_t first = s->n_rows * (size_t)k / chunks, end = s->n_rows * (size_t)(k + 1) / chunks;
  for (size_t i = first; i < end; ++i) grade_row(s, &s->rows[i], c);
}

/* ---- blocks ---- */

/** Finds the whole rows of the block. @return bytes that they take up. */
static flue_status find_rows(stream *s, int is_end, size_t *used) {
  flue_csv_cursor c = {s->data, s->data + s->length, s->line};
  s->n_rows = 0;
  for (;;) {
    const flue_csv_cursor before = c;
    const int is_row = flue_csv_find_row(&c);
    const flue_csv_cursor begin = c;
    const int is_whole = is_row && flue_csv_pass_row(&c);
    if (!is_whole && !is_end) { /* comments and rows that go on in the next block */
      c = before;
      break;
    }
    if (!is_row) break;
    if (!is_whole) c.at = c.end;
    FLUE_TRY(flue_grow(&s->rows, &s->row_capacity, s->n_rows + 1, sizeof *s->rows));
    s->rows[s->n_rows++] =
        (row){(size_t)(begin.at - s->data), (size_t)(c.at - s->data), begin.line};
  }
  *used = (size_t)(c.at - s->data);
  s->line = c.line;
  return FLUE_OK;
}

/** Finds the buildings of a chunk that were there before. */
static flue_status find_again(stream *s, chunk *c) {
  for (size_t i = 0; i < c->n_names; ++i) {
    int before = 0;
    char line[16];
    FLUE_TRY(flue_known_add(&s->known, c->names[i].id, c->names[i].line, &before));
    snprintf(line, sizeof line, "%d", before);
    if (before)
      flue_diagnostics_add(&c->list, FLUE_MSG_RECORDS_AGAIN, c->names[i].line, 1, c->names[i].id,
                           line, NULL);
  }
  c->n_names = 0;
  return FLUE_OK;
}

/** Puts the parts of the chunks together, in order. */
static void collect(stream *s, flue_diagnostics *list, flue_records_result *out, int *failed) {
  const flue_method *m = s->job->method;
  for (int k = 0; k < chunks; ++k) {
    chunk *c = &s->chunk[k];
    flue_records_result *p = &c->part;
    *failed |= find_again(s, c) != FLUE_OK;
    flue_diagnostics_take(list, &c->list, FLUE_RECORDS_MOST_FINDINGS);
    *failed |= c->out.failed || c->journal.failed;
    out->n += p->n;
    out->n_one += p->n_one;
    out->n_some += p->n_some;
    out->n_open += p->n_open;
    for (size_t i = 0; i < m->n_levels; ++i) out->n_level[i] += p->n_level[i];
    for (size_t i = 0; i < m->n_inputs; ++i) out->n_missing[i] += p->n_missing[i];
    for (size_t i = 0; i < 4; ++i) out->n_moved[i] += p->n_moved[i];
    if (!out->id && p->id) {
      out->id = p->id;
      out->slots = p->slots;
      p->id = NULL;
      p->slots = NULL;
    }
    if (c->journal.length) flue_text_put(&s->journal_lines, c->journal.data);
    free(p->id);
    free(p->slots);
    p->id = NULL;
    p->slots = NULL;
    p->n = p->n_one = p->n_some = p->n_open = 0;
    memset(p->n_moved, 0, sizeof p->n_moved);
    memset(p->n_level, 0, m->n_levels * sizeof *p->n_level);
    memset(p->n_missing, 0, m->n_inputs * sizeof *p->n_missing);
  }
}

static flue_status write_rows(flue_ctx *ctx, stream *s) {
  for (int k = 0; k < chunks; ++k) {
    flue_text *out = &s->chunk[k].out;
    const int is_written =
        !s->out || !out->length || fwrite(out->data, 1, out->length, s->out) == out->length;
    out->length = 0;
    s->chunk[k].journal.length = 0;
    if (!is_written)
      return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, s->job->output, strerror(errno), NULL);
  }
  return FLUE_OK;
}

/** Takes the header off the beginning of the file. */
static flue_status take_header(stream *s, flue_diagnostics *list) {
  flue_csv_cursor c = {s->data, s->data + s->length, s->line};
  s->has_header = 1;
  flue_csv_skip_mark(&c);
  if (!flue_csv_find_row(&c)) {
    flue_diagnostics_add(list, FLUE_MSG_RECORDS_EMPTY, 0, 0, NULL);
    return FLUE_OK;
  }
  FLUE_TRY(flue_record_header_read(s->job->method, &c, list, &s->header));
  const size_t used = (size_t)(c.at - s->data);
  memmove(s->data, c.at, s->length - used);
  s->length -= used;
  s->line = c.line;
  return FLUE_OK;
}

/** Grades the rows of the block that are whole, and keeps what follows them. */
static flue_status grade_block(flue_ctx *ctx, stream *s, int is_end, flue_diagnostics *list,
                               flue_records_result *out) {
  size_t used = 0;
  FLUE_TRY(find_rows(s, is_end, &used));
#pragma omp parallel for schedule(dynamic, 1)
  for (int k = 0; k < chunks; ++k) grade_chunk(s, k, &s->chunk[k]);
  int failed = 0;
  collect(s, list, out, &failed);
  FLUE_TRY(write_rows(ctx, s));
  memmove(s->data, s->data + used, s->length - used);
  s->length -= used;
  return failed || s->journal_lines.failed ? FLUE_ENOMEM : FLUE_OK;
}

/** Fills the block up. @return whether the file ends with it. */
static flue_status fill(flue_ctx *ctx, stream *s, int *is_end) {
  if (s->length == s->capacity) {
    if (s->capacity >= longest_row)
      return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_RECORDS_LONG, s->job->input, NULL);
    FLUE_TRY(flue_grow(&s->data, &s->capacity, 2 * s->capacity + 1, 1));
    --s->capacity; /* cells end with a NUL, the last one too */
  }
  const size_t n = fread(s->data + s->length, 1, s->capacity - s->length, s->in);
  s->length += n;
  s->done += (double)n;
  *is_end = s->length < s->capacity;
  if (ferror(s->in))
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, s->job->input, "", strerror(errno), NULL);
  return FLUE_OK;
}

static flue_status go_through(flue_ctx *ctx, stream *s, flue_diagnostics *list,
                              flue_records_result *out) {
  for (int is_end = 0; !is_end;) {
    FLUE_CHECK(!flue_should_stop(ctx), ctx, FLUE_ESTOPPED, "%s", s->job->input);
    FLUE_TRY(fill(ctx, s, &is_end));
    if (!s->has_header) {
      FLUE_TRY(take_header(s, list));
      if (list->errors > 0) return FLUE_OK; /* rows would only tell of it again */
    }
    FLUE_TRY(grade_block(ctx, s, is_end, list, out));
    if (flue_shows_progress(ctx)) flue_progress(ctx, s->done / s->total, s->job->input);
  }
  return FLUE_OK;
}

/* ---- files ---- */

static flue_status open_files(flue_ctx *ctx, stream *s, const char *part) {
  struct stat info;
  const flue_records_job *job = s->job;
  s->in = fopen(job->input, "rb");
  if (!s->in || fstat(fileno(s->in), &info) != 0 || S_ISDIR(info.st_mode))
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, job->input, "",
                       strerror(s->in && !errno ? EISDIR : errno), NULL);
  s->total = info.st_size > 0 ? (double)info.st_size : 1.0;
  if (job->journal) FLUE_TRY(flue_grade_journal_open(ctx, job->journal, job->method, &s->journal));
  if (!part) return FLUE_OK;
  s->out = fopen(part, "wb");
  if (!s->out)
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, job->output, strerror(errno), NULL);
  flue_text header = {0};
  flue_grade_header(&header, job->method);
  const int is_bad = header.failed || fputs(header.data, s->out) < 0;
  flue_text_clear(&header);
  return is_bad ? FLUE_EIO : FLUE_OK;
}

/** Gives the table its name, or takes it away; then adds to the journal. */
static flue_status finish(flue_ctx *ctx, stream *s, const char *part, flue_status status,
                          const flue_diagnostics *list) {
  const flue_records_job *job = s->job;
  if (s->out && fclose(s->out) != 0 && status == FLUE_OK)
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, job->output, strerror(errno), NULL);
  const int is_sound = status == FLUE_OK && list->errors == 0;
  if (is_sound && part) status = flue_publish(ctx, part, job->output);
  if (!is_sound && s->out) remove(part);
  if (is_sound && status == FLUE_OK && job->journal)
    status = flue_grade_journal_append(ctx, job->journal, &s->journal_lines);
  return status;
}

static void clear_stream(stream *s) {
  if (s->in) fclose(s->in);
  flue_grade_journal_close(&s->journal);
  flue_record_header_clear(&s->header);
  free(s->data);
  free(s->rows);
  flue_text_clear(&s->journal_lines);
  flue_known_clear(&s->known);
  for (int k = 0; k < chunks; ++k) clear_chunk(&s->chunk[k]);
}

flue_status flue_records_grade(flue_ctx *ctx, const flue_records_job *job, flue_diagnostics *list,
                               flue_records_result *out) {
  stream s = {.job = job, .line = 1, .capacity = block_bytes};
  char *part = job->output ? flue_part_path(job->output) : NULL;
  *out = (flue_records_result){0};
  list->file = job->input;
  flue_status status = make_counts(job->method, out);
  for (int k = 0; k < chunks && status == FLUE_OK; ++k)
    status = make_chunk(job, list->lang, &s.chunk[k]);
  s.data = flue_alloc(s.capacity + 1, 1);
  if (!s.data || (job->output && !part)) status = FLUE_ENOMEM;
  if (status == FLUE_OK) {
    status = open_files(ctx, &s, part);
    if (status == FLUE_OK) status = go_through(ctx, &s, list, out);
    status = finish(ctx, &s, part, status, list);
  }
  out->n_columns_unused = s.header.n - s.header.n_used - (s.header.id < s.header.n);
  clear_stream(&s);
  free(part);
  if (status != FLUE_OK) flue_records_result_clear(out);
  return status;
}

void flue_records_result_clear(flue_records_result *result) {
  free(result->n_level);
  free(result->n_missing);
  free(result->id);
  free(result->slots);
  *result = (flue_records_result){0};
}
