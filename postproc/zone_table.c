/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/zone_table.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/memory.h"
#include "postproc/refuse.h"

struct flue_zone_table {
  char *bytes;      /**< The file, owned. */
  size_t length;    /**< Bytes of it. */
  const char *head; /**< Header line, inside bytes. */
  const char *data; /**< First data row, inside bytes. */
  size_t *columns;  /**< Number of each column asked for, [n_asked]. */
  size_t n_asked;   /**< Columns asked for. */
  size_t capacity;  /**< Of columns. */
  size_t *slots;    /**< By column of the file: its ticket or FLUE_ZONE_NO_TICKET, [n_slots]. */
  size_t n_slots;   /**< One more than the last column asked for. */
  double *values;   /**< [n_asked][most_rows] */
  size_t most_rows; /**< Rows that fit. */
  size_t rows;      /**< Rows read. */
};

/* ---- numbers ---- */

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

static int is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/** By strtod(): for what the short way cannot read exactly, and for what is no number. */
static double slow_number(const char *begin, const char *end) {
  char text[64];
  const size_t n = (size_t)(end - begin);
  if (n == 0 || n >= sizeof text) return NAN;
  memcpy(text, begin, n);
  text[n] = '\0';
  char *rest = NULL;
  const double value = strtod(text, &rest);
  return rest == text + n ? value : NAN;
}

/** Digits as a whole number; counts them. */
static const char *read_digits(const char *p, const char *end, uint64_t *whole, int *count) {
  for (; p < end && is_digit(*p); ++p, ++*count) *whole = 10 * *whole + (uint64_t)(*p - '0');
  return p;
}

/** Exponent after its letter. @return NULL when there is none. */
static const char *read_exponent(const char *p, const char *end, int *exponent) {
  const int is_negative = p < end && *p == '-';
  uint64_t whole = 0;
  int count = 0;
  if (p < end && (*p == '-' || *p == '+')) ++p;
  p = read_digits(p, end, &whole, &count);
  if (count == 0 || count > 4) return NULL;
  *exponent = is_negative ? -(int)whole : (int)whole;
  return p;
}

double flue_zone_number(const char *begin, const char *end) {
  /* a whole number below 2^53 times or over a power of ten up to 22 is exact before it is rounded
   * once; everything else goes the slow way */
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  enum { most_digits = 18, most_power = 22 };
  while (begin < end && is_space(*begin)) ++begin;
  while (end > begin && is_space(end[-1])) --end;
  const char *p = begin;
  uint64_t whole = 0;
  int count = 0, decimals = 0, exponent = 0;
  if (p < end && (*p == '-' || *p == '+')) ++p;
  p = read_digits(p, end, &whole, &count);
  if (p < end && *p == '.') {
    const int before = count;
    p = read_digits(p + 1, end, &whole, &count);
    decimals = count - before;
  }
  if (p < end && (*p == 'E' || *p == 'e')) p = read_exponent(p + 1, end, &exponent);
  const int power = exponent - decimals;
  if (p != end || count == 0 || count > most_digits || whole > (UINT64_C(1) << 53) ||
      abs(power) > most_power)
    return slow_number(begin, end);
  const double value = power < 0 ? (double)whole / powers[-power] : (double)whole * powers[power];
  return *begin == '-' ? -value : value;
}

/* ---- the file ---- */

/** End of the line that begins at @p p: its line feed, or the end of the file. */
static const char *line_end(const char *p, const char *end) {
  const char *feed = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
  return feed ? feed : end;
}

/** Start of line number @p row, from 1; the end of the file when it is shorter. */
static const char *line_start(const flue_zone_table *table, size_t row) {
  const char *end = table->bytes + table->length, *p = table->bytes;
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  if (table->length >= 3 && memcmp(p, byte_order_mark, 3) == 0) p += 3;
  for (size_t i = 1; i < row && p < end; ++i) {
    p = line_end(p, end);
    if (p < end) ++p;
  }
  return p;
}

/** Size of an ordinary file. @return 0 or errno. */
static int file_size(FILE *file, size_t *size) {
  struct stat info;
  if (fstat(fileno(file), &info)) return errno;
  if (!S_ISREG(info.st_mode)) return EISDIR;
  *size = (size_t)info.st_size;
  return 0;
}

/** Reads a file into table->bytes. @return 0 or errno. */
static int read_bytes(flue_zone_table *table, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return errno;
  size_t size = 0;
  int error = file_size(file, &size);
  if (!error) {
    table->bytes = malloc(size + 1);
    if (!table->bytes) error = ENOMEM;
  }
  if (!error) {
    table->length = fread(table->bytes, 1, size, file);
    if (ferror(file)) error = EIO;
  }
  fclose(file);
  return error;
}

flue_status flue_zone_table_open(flue_ctx *ctx, const char *path, size_t head_row, size_t data_row,
                                 flue_zone_table **out) {
  flue_zone_table *table = flue_alloc(1, sizeof *table);
  if (!table) return FLUE_ENOMEM;
  const int error = read_bytes(table, path);
  if (error) {
    flue_zone_table_destroy(&table);
    if (error == ENOMEM) return FLUE_ENOMEM;
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, path, "", strerror(error), NULL);
  }
  table->head = line_start(table, head_row);
  table->data = line_start(table, data_row);
  *out = table;
  return FLUE_OK;
}

void flue_zone_table_destroy(flue_zone_table **table) {
  if (!table || !*table) return;
  free((*table)->bytes);
  free((*table)->columns);
  free((*table)->slots);
  free((*table)->values);
  free(*table);
  *table = NULL;
}

/* ---- columns ---- */

/** Whether the text [begin, end) without the spaces around it is @p name. */
static int is_named(const char *begin, const char *end, const char *name, size_t length) {
  while (begin < end && is_space(*begin)) ++begin;
  while (end > begin && is_space(end[-1])) --end;
  return (size_t)(end - begin) == length && memcmp(begin, name, length) == 0;
}

/** Number of a column in the header, or FLUE_ZONE_NO_TICKET. */
static size_t find_column(const flue_zone_table *table, const char *name) {
  const char *end = line_end(table->head, table->bytes + table->length);
  const size_t length = strlen(name);
  const char *cell = table->head;
  for (size_t column = 0;; ++column) {
    const char *comma = memchr(cell, ',', (size_t)(end - cell));
    if (is_named(cell, comma ? comma : end, name, length)) return column;
    if (!comma) return FLUE_ZONE_NO_TICKET;
    cell = comma + 1;
  }
}

size_t flue_zone_table_ask(flue_zone_table *table, const char *name) {
  const size_t column = find_column(table, name);
  if (column == FLUE_ZONE_NO_TICKET) return column;
  for (size_t i = 0; i < table->n_asked; ++i)
    if (table->columns[i] == column) return i;
  if (flue_grow(&table->columns, &table->capacity, table->n_asked + 1, sizeof *table->columns))
    return FLUE_ZONE_NO_TICKET;
  table->columns[table->n_asked] = column;
  return table->n_asked++;
}

/** Makes room for the columns asked for. */
static flue_status make_room(flue_zone_table *table) {
  const char *end = table->bytes + table->length;
  table->most_rows = 1;
  for (const char *p = table->data; p < end; p = line_end(p, end) + 1) ++table->most_rows;
  for (size_t i = 0; i < table->n_asked; ++i)
    if (table->columns[i] >= table->n_slots) table->n_slots = table->columns[i] + 1;
  table->slots = flue_alloc(table->n_slots, sizeof *table->slots);
  table->values = flue_alloc(table->n_asked * table->most_rows, sizeof *table->values);
  if (!table->slots || !table->values) return FLUE_ENOMEM;
  for (size_t i = 0; i < table->n_slots; ++i) table->slots[i] = FLUE_ZONE_NO_TICKET;
  for (size_t i = 0; i < table->n_asked; ++i) table->slots[table->columns[i]] = i;
  for (size_t i = 0; i < table->n_asked * table->most_rows; ++i) table->values[i] = NAN;
  return FLUE_OK;
}

/** Reads the cells asked for of the line [cell, end). */
static void read_row(flue_zone_table *table, const char *cell, const char *end) {
  for (size_t column = 0; column < table->n_slots; ++column) {
    const char *comma = memchr(cell, ',', (size_t)(end - cell));
    const size_t ticket = table->slots[column];
    if (ticket != FLUE_ZONE_NO_TICKET)
      table->values[ticket * table->most_rows + table->rows] =
          flue_zone_number(cell, comma ? comma : end);
    if (!comma) break;
    cell = comma + 1;
  }
  ++table->rows;
}

flue_status flue_zone_table_load(flue_zone_table *table) {
  FLUE_TRY(make_room(table));
  const char *end = table->bytes + table->length;
  for (const char *p = table->data; p < end;) {
    const char *stop = line_end(p, end);
    const char *text = p;
    while (text < stop && is_space(*text)) ++text;
    if (text < stop) read_row(table, p, stop);
    p = stop + 1;
  }
  return FLUE_OK;
}

size_t flue_zone_table_rows(const flue_zone_table *table) {
  return table->rows;
}

const double *flue_zone_table_values(const flue_zone_table *table, size_t ticket) {
  return table->values + ticket * table->most_rows;
}
