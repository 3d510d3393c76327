/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/cfast/namelist.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

enum {
  most_repeats = 10000, /* of 3*0 */
  most_places = 10000,  /* of NAME(3) */
  longest_found = 40    /* characters of a mistake that are shown */
};

typedef struct place {
  const char *at;
  int line, column;
} place;

/** The text, where reading is, and what it is read into. */
typedef struct scanner {
  place here;
  const char *end;
  flue_diagnostics *list;
  flue_namelist *file;
  int is_lost;   /**< A mistake was reported; the next key ends it. */
  int is_faulty; /**< A mistake was reported in this record. */
  int no_memory;
} scanner;

/* ---- signs ---- */

static int is_end(const scanner *s) {
  return s->here.at >= s->end;
}

static char peek(const scanner *s) {
  return is_end(s) ? '\0' : *s->here.at;
}

static int is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f';
}

static int is_name_sign(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/** Columns count characters, not bytes. */
static void advance(scanner *s) {
  if (is_end(s)) return;
  const unsigned char c = (unsigned char)*s->here.at++;
  if (c == '\n') {
    ++s->here.line;
    s->here.column = 1;
  } else if (s->here.at >= s->end || ((unsigned char)*s->here.at & 0xc0) != 0x80) {
    ++s->here.column;
  }
}

static void skip_line(scanner *s) {
  while (!is_end(s) && peek(s) != '\n') advance(s);
}

/** Blanks, ends of lines and comments. */
static void skip_blanks(scanner *s) {
  while (!is_end(s) && (is_blank(peek(s)) || peek(s) == '!'))
    if (peek(s) == '!')
      skip_line(s);
    else
      advance(s);
}

static char *copy(scanner *s, const char *from, size_t n) {
  char *text = flue_alloc(n + 1, 1);
  if (text)
    memcpy(text, from, n);
  else
    s->no_memory = 1;
  return text;
}

static char *copy_upper(scanner *s, const char *from, size_t n) {
  char *text = copy(s, from, n);
  for (char *c = text; c && *c; ++c) *c = (char)toupper((unsigned char)*c);
  return text;
}

/* ---- findings ---- */

/** The piece of text at a place, up to a blank, cut where it is long. */
static char *piece(scanner *s, const place *from) {
  size_t n = 0;
  while (from->at + n < s->end && !is_blank(from->at[n]) && n < longest_found) ++n;
  while (n > 0 && from->at + n < s->end && ((unsigned char)from->at[n] & 0xc0) == 0x80) --n;
  return copy(s, from->at, n);
}

/** Something that is no NAME = value; one finding until the next key. */
static void refuse_piece(scanner *s, const flue_namelist_record *r, const place *from) {
  if (s->is_lost) return;
  s->is_lost = s->is_faulty = 1;
  char *found = piece(s, from);
  if (found)
    flue_diagnostics_add(s->list, FLUE_MSG_NAMELIST_KEY, from->line, from->column, r->group, found,
                         NULL);
  free(found);
}

/* ---- values ---- */

static flue_namelist_value *add_value(scanner *s, flue_namelist_parameter *p,
                                      flue_namelist_kind kind, const place *at) {
  if (flue_grow(&p->value, &p->capacity, p->n + 1, sizeof *p->value) != FLUE_OK) {
    s->no_memory = 1;
    return NULL;
  }
  p->value[p->n] = (flue_namelist_value){.kind = kind, .line = at->line, .column = at->column};
  return &p->value[p->n++];
}

/** Where the text that begins with a quote ends: at the closing quote, or NULL. It may go on over
 * lines unless something there looks like another key or record: then a quote was forgotten. */
static const char *closing_quote(const scanner *s) {
  const char quote = peek(s);
  int is_first_line = 1, is_line_start = 0;
  for (const char *c = s->here.at + 1; c < s->end; ++c) {
    if (*c == quote && c + 1 < s->end && c[1] == quote)
      ++c;
    else if (*c == quote)
      return c;
    else if (!is_first_line && (*c == '=' || (is_line_start && *c == '&')))
      return NULL;
    if (*c == '\n') is_first_line = 0;
    is_line_start = *c == '\n' || (is_line_start && is_blank(*c));
  }
  return NULL;
}

/** Text between quotes; a doubled quote is one, ends of lines are none, blanks behind do not count.
 */
static char *quoted_text(scanner *s, const char *from, const char *to, char quote) {
  char *text = copy(s, from, (size_t)(to - from));
  size_t n = 0;
  for (const char *c = from; text && c < to; ++c) {
    if (*c != '\n') text[n++] = *c;
    if (*c == quote) ++c; /* the second of two */
  }
  while (text && n > 0 && is_blank(text[n - 1])) --n;
  if (text) text[n] = '\0';
  return text;
}

static void read_quoted(scanner *s, flue_namelist_parameter *p) {
  const place from = s->here;
  const char quote = peek(s);
  const char *close = closing_quote(s);
  if (!close) {
    const char name[2] = {quote, '\0'};
    flue_diagnostics_add(s->list, FLUE_MSG_NAMELIST_QUOTE, from.line, from.column, name, NULL);
    skip_line(s);
    s->is_lost = s->is_faulty = 1;
    return;
  }
  flue_namelist_value *value = add_value(s, p, FLUE_NAMELIST_TEXT, &from);
  if (value) value->text = quoted_text(s, from.at + 1, close, quote);
  while (s->here.at <= close) advance(s);
}

/** Whether the text is a number of Fortran, 1.0D0 too. */
static int read_number(const char *text, double *number) {
  char plain[64];
  const size_t n = strlen(text);
  if (n == 0 || n >= sizeof plain || strspn(text, "0123456789+-.eEdD") != n) return 0;
  for (size_t i = 0; i <= n; ++i) plain[i] = text[i] == 'd' || text[i] == 'D' ? 'e' : text[i];
  char *end = NULL;
  *number = strtod(plain, &end);
  return end != plain && *end == '\0' && isfinite(*number);
}

/** A value without quotes: up to a separator. */
static size_t bare_length(const scanner *s) {
  size_t n = 0;
  while (s->here.at + n < s->end && !is_blank(s->here.at[n]) && !strchr(",/!'\"=&", s->here.at[n]))
    ++n;
  return n;
}

static void read_bare(scanner *s, flue_namelist_parameter *p) {
  const place from = s->here;
  const size_t n = bare_length(s);
  char *text = copy(s, from.at, n);
  flue_namelist_value *value = text ? add_value(s, p, FLUE_NAMELIST_WORD, &from) : NULL;
  if (value) {
    value->text = text;
    if (read_number(text, &value->number)) value->kind = FLUE_NAMELIST_NUMBER;
  } else {
    free(text);
  }
  for (size_t i = 0; i < n; ++i) advance(s);
}

/** The count of 3*0 with its star; 1 without one, 0 when it is no sensible count. */
static long read_repeats(scanner *s) {
  size_t n = 0;
  while (s->here.at + n < s->end && isdigit((unsigned char)s->here.at[n])) ++n;
  if (n == 0 || s->here.at + n >= s->end || s->here.at[n] != '*') return 1;
  long count = 0;
  for (size_t i = 0; i < n && count <= most_repeats; ++i)
    count = 10 * count + (s->here.at[i] - '0');
  if (count > most_repeats) return 0;
  for (size_t i = 0; i <= n; ++i) advance(s);
  return count;
}

/** Says the last value of a parameter so many times in all. */
static void repeat(scanner *s, flue_namelist_parameter *p, long times) {
  for (long i = 1; i < times && p->n > 0 && !s->no_memory; ++i) {
    const place at = {NULL, p->value[p->n - 1].line, p->value[p->n - 1].column};
    flue_namelist_value *value = add_value(s, p, p->value[p->n - 1].kind, &at);
    if (!value) return;
    value->number = value[-1].number;
    if (value[-1].text && !(value->text = flue_copy_text(value[-1].text))) s->no_memory = 1;
  }
}

/** Whether NAME = or NAME(3) = stands here; the scanner stays where it is. */
static int is_key_ahead(const scanner *s) {
  const char *c = s->here.at;
  if (c >= s->end || !isalpha((unsigned char)*c)) return 0;
  while (c < s->end && is_name_sign(*c)) ++c;
  while (c < s->end && is_blank(*c)) ++c;
  if (c < s->end && *c == '(') {
    while (c < s->end && *c != ')' && *c != '\n') ++c;
    if (c < s->end && *c == ')') ++c;
    while (c < s->end && is_blank(*c)) ++c;
  }
  return c < s->end && *c == '=';
}

/** One value, counted or not. @return 0 when something else stands here. */
static int read_value(scanner *s, flue_namelist_parameter *p) {
  const place from = s->here;
  const long times = read_repeats(s);
  const size_t before = p->n;
  const char c = peek(s);
  if (c == '\'' || c == '"') {
    read_quoted(s, p);
  } else if (bare_length(s) > 0) {
    read_bare(s, p);
  } else if (s->here.at > from.at) {
    add_value(s, p, FLUE_NAMELIST_ABSENT, &from); /* 3* alone leaves three places out */
  } else {
    return 0;
  }
  if (p->n > before) {
    p->value[p->n - 1].line = from.line;
    p->value[p->n - 1].column = from.column;
    repeat(s, p, times);
  }
  return 1;
}

/** Whether a word stands here that is neither number nor logical: behind a value without a comma it
 * is no other value, but a key without its sign. */
static int is_stray_word(const scanner *s) {
  const size_t n = bare_length(s);
  const char *c = s->here.at + (peek(s) == '.');
  if (n == 0 || isdigit((unsigned char)peek(s)) || strchr("+-.", peek(s))) return 0;
  return !(toupper((unsigned char)*c) == 'T' || toupper((unsigned char)*c) == 'F') || n > 7;
}

static void read_values(scanner *s, const flue_namelist_record *r, flue_namelist_parameter *p) {
  int has_value = 0;
  while (!s->no_memory) {
    skip_blanks(s);
    const char c = peek(s);
    if (is_end(s) || c == '/' || c == '&' || is_key_ahead(s)) return;
    if (c == ',') {
      if (!has_value) add_value(s, p, FLUE_NAMELIST_ABSENT, &s->here);
      has_value = 0;
      advance(s);
    } else if (has_value && is_stray_word(s)) {
      refuse_piece(s, r, &s->here);
      for (size_t n = bare_length(s); n > 0; --n) advance(s);
    } else if (read_value(s, p)) {
      has_value = 1;
    } else {
      refuse_piece(s, r, &s->here);
      advance(s);
    }
  }
}

/* ---- records ---- */

static flue_namelist_parameter *add_parameter(scanner *s, flue_namelist_record *r) {
  const place from = s->here;
  size_t n = 0;
  while (from.at + n < s->end && is_name_sign(from.at[n])) ++n;
  char *name = copy_upper(s, from.at, n);
  if (!name || flue_grow(&r->parameter, &r->capacity, r->n + 1, sizeof *r->parameter)) {
    free(name);
    s->no_memory = 1;
    return NULL;
  }
  for (size_t i = 0; i < n; ++i) advance(s);
  r->parameter[r->n] =
      (flue_namelist_parameter){.name = name, .line = from.line, .column = from.column};
  return &r->parameter[r->n++];
}

/** The place in NAME(3), NAME(1:2) or NAME(:); 0 for what is none. */
static size_t read_place(scanner *s) {
  long place_number = 0;
  advance(s);
  skip_blanks(s);
  while (isdigit((unsigned char)peek(s)) && place_number < most_places) {
    place_number = 10 * place_number + (peek(s) - '0');
    advance(s);
  }
  while (!is_end(s) && peek(s) != ')' && peek(s) != '\n') advance(s);
  advance(s);
  return place_number > 0 && place_number <= most_places ? (size_t)place_number - 1 : 0;
}

/** NAME = values; the caller has seen that it is one. */
static void read_parameter(scanner *s, flue_namelist_record *r) {
  s->is_lost = 0;
  flue_namelist_parameter *p = add_parameter(s, r);
  if (!p) return;
  skip_blanks(s);
  if (peek(s) == '(') p->first = read_place(s);
  skip_blanks(s);
  advance(s); /* = */
  read_values(s, r, p);
}

static flue_namelist_record *add_record(scanner *s) {
  const place from = s->here;
  advance(s);
  size_t n = 0;
  while (s->here.at + n < s->end && is_name_sign(s->here.at[n])) ++n;
  char *group = copy_upper(s, s->here.at, n);
  if (!group ||
      flue_grow(&s->file->record, &s->file->capacity, s->file->n + 1, sizeof *s->file->record)) {
    free(group);
    s->no_memory = 1;
    return NULL;
  }
  for (size_t i = 0; i < n; ++i) advance(s);
  s->file->record[s->file->n] =
      (flue_namelist_record){.group = group, .line = from.line, .column = from.column};
  return &s->file->record[s->file->n++];
}

static int starts_with(const scanner *s, const char *word) {
  for (size_t i = 0; word[i]; ++i)
    if (s->here.at + i >= s->end || toupper((unsigned char)s->here.at[i]) != word[i]) return 0;
  return 1;
}

/** Reads to the end of the record: /, or &END of older Fortran. */
static void read_parts(scanner *s, flue_namelist_record *r) {
  while (!s->no_memory) {
    skip_blanks(s);
    if (is_end(s) || (peek(s) == '&' && !starts_with(s, "&END"))) {
      if (!s->is_lost)
        flue_diagnostics_add(s->list, FLUE_MSG_NAMELIST_OPEN, r->line, r->column, r->group, NULL);
      s->is_faulty = 1;
      return;
    }
    if (peek(s) == '&') skip_line(s);
    if (peek(s) == '/' || peek(s) == '\n' || is_end(s)) {
      advance(s);
      return;
    }
    if (is_key_ahead(s)) {
      read_parameter(s, r);
    } else {
      if (peek(s) != ',') refuse_piece(s, r, &s->here);
      while (!is_end(s) && is_name_sign(peek(s))) advance(s);
      if (!is_end(s) && !is_name_sign(peek(s)) && !strchr("/&", peek(s))) advance(s);
    }
  }
}

static void read_record(scanner *s) {
  flue_namelist_record *r = add_record(s);
  s->is_lost = s->is_faulty = 0;
  if (!r) return;
  read_parts(s, r);
  r->is_faulty = s->is_faulty;
}

/** Whether a record begins here. */
static int is_record(const scanner *s) {
  return peek(s) == '&' && s->here.at + 1 < s->end && isalpha((unsigned char)s->here.at[1]);
}

static void read_all(scanner *s) {
  while (!is_end(s) && !s->no_memory) {
    while (peek(s) == ' ' || peek(s) == '\t') advance(s);
    if (is_record(s)) {
      read_record(s); /* another may begin on the same line */
      continue;
    }
    skip_line(s);
    advance(s);
  }
}

/* ---- the text made fit ---- */

/** Number of bytes of the UTF-8 character at a place; 0 when it is none, or none that YAML takes.
 */
static size_t character(const unsigned char *c, const unsigned char *end) {
  static const unsigned lowest[] = {0, 0x20, 0xa0, 0x800, 0x10000};
  const size_t n = *c < 0x80   ? 1
                   : *c < 0xc0 ? 0
                   : *c < 0xe0 ? 2
                   : *c < 0xf0 ? 3
                   : *c < 0xf5 ? 4
                               : 0;
  if (n == 0 || n > (size_t)(end - c)) return 0;
  unsigned code = n == 1 ? *c : *c & (0xffu >> (n + 1));
  for (size_t i = 1; i < n; ++i) {
    if ((c[i] & 0xc0) != 0x80) return 0;
    code = code << 6 | (c[i] & 0x3f);
  }
  const int is_surrogate = code >= 0xd800 && code < 0xe000;
  return code < lowest[n] || is_surrogate || (code & 0xfffe) == 0xfffe || code == 0x7f ? 0 : n;
}

/** UTF-8 with plain ends of lines: without byte order mark, CR and control signs. */
static char *clean_text(const char *text, size_t length, size_t *n) {
  const unsigned char *c = (const unsigned char *)text, *end = c + length;
  char *out = flue_alloc(2 * length + 1, 1);
  *n = 0;
  if (!out) return NULL;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) c += 3;
  while (c < end) {
    const size_t size = character(c, end);
    if (*c == '\r') {
      if (c + 1 >= end || c[1] != '\n') out[(*n)++] = '\n';
    } else if (*c == '\n' || *c == '\t') {
      out[(*n)++] = (char)*c;
    } else if (size == 0 && *c < 0xa0) {
      out[(*n)++] = *c < 0x80 ? ' ' : '?';
    } else if (size > 0) {
      memcpy(out + *n, c, size);
      *n += size;
    } else {
      out[(*n)++] = (char)(0xc0 | *c >> 6);
      out[(*n)++] = (char)(0x80 | (*c & 0x3f));
    }
    c += size > 0 ? size : 1;
  }
  return out;
}

flue_status flue_namelist_read(flue_ctx *ctx, const char *text, size_t length,
                               flue_diagnostics *list, flue_namelist *out) {
  size_t n = 0;
  *out = (flue_namelist){0};
  char *clean = clean_text(text, length, &n);
  FLUE_CHECK(clean, ctx, FLUE_ENOMEM, "no memory to read a namelist");
  scanner s = {.here = {clean, 1, 1}, .end = clean + n, .list = list, .file = out};
  read_all(&s);
  free(clean);
  if (s.no_memory) flue_namelist_clear(out);
  FLUE_CHECK(!s.no_memory, ctx, FLUE_ENOMEM, "no memory to read a namelist");
  return FLUE_OK;
}

void flue_namelist_clear(flue_namelist *file) {
  for (size_t i = 0; i < file->n; ++i) {
    flue_namelist_record *r = &file->record[i];
    for (size_t k = 0; k < r->n; ++k) {
      for (size_t v = 0; v < r->parameter[k].n; ++v) free(r->parameter[k].value[v].text);
      free(r->parameter[k].value);
      free(r->parameter[k].name);
    }
    free(r->parameter);
    free(r->group);
  }
  free(file->record);
  *file = (flue_namelist){0};
}
