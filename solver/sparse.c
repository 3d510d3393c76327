/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/sparse.h"

#include <klu.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

struct flue_sparse {
  int n;
  int *column_start, *row;
  double *value;
  klu_common common;
  klu_symbolic *symbolic;
  klu_numeric *numeric;
};

static int by_column(const void *a, const void *b) {
  const flue_entry *x = a, *y = b;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/** Fills the pattern from sorted entries merged with the diagonal. */
static void fill_pattern(flue_sparse *m, const flue_entry *entries, size_t n_entries) {
  size_t e = 0;
  int nonzeros = 0;
  for (int column = 0; column < m->n; ++column) {
    m->column_start[column] = nonzeros;
    int has_diagonal = 0, last = -1;
    while (e < n_entries && entries[e].column == column) {
      const int row = entries[e++].row;
      if (!has_diagonal && row >= column) {
        has_diagonal = 1;
        if (row != column) m->row[nonzeros++] = column;
      }
      if (row != last) m->row[nonzeros++] = last = row;
    }
    if (!has_diagonal) m->row[nonzeros++] = column;
  }
  m->column_start[m->n] = nonzeros;
}

flue_status flue_sparse_create(flue_ctx *ctx, size_t n, flue_entry *entries, size_t n_entries,
                               flue_sparse **out) {
  flue_sparse *m = flue_alloc(1, sizeof *m);
  FLUE_CHECK(m, ctx, FLUE_ENOMEM, "no memory for a sparse matrix");
  m->n = (int)n;
  qsort(entries, n_entries, sizeof *entries, by_column);
  m->column_start = flue_alloc(n + 1, sizeof *m->column_start);
  m->row = flue_alloc(n + n_entries, sizeof *m->row);
  m->value = flue_alloc(n + n_entries, sizeof *m->value);
  klu_defaults(&m->common);
  m->common.btf = 0;    /* every network is one block but for sealed rooms */
  m->common.scale = -1; /* diagonally dominant rows of like size need no scaling */
  if (m->column_start && m->row && m->value) {
    fill_pattern(m, entries, n_entries);
    m->symbolic = n ? klu_analyze(m->n, m->column_start, m->row, &m->common) : NULL;
  }
  *out = m;
  if (m->symbolic || n == 0) return FLUE_OK;
  flue_sparse_destroy(out);
  return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__,
                   "no memory for a sparse matrix of %zu rows", n);
}

void flue_sparse_destroy(flue_sparse **matrix) {
  if (!matrix || !*matrix) return;
  flue_sparse *m = *matrix;
  if (m->numeric) klu_free_numeric(&m->numeric, &m->common);
  if (m->symbolic) klu_free_symbolic(&m->symbolic, &m->common);
  free(m->column_start);
  free(m->row);
  free(m->value);
  free(m);
  *matrix = NULL;
}

double *flue_sparse_values(flue_sparse *matrix) {
  return matrix->value;
}

int flue_sparse_position(const flue_sparse *m, int row, int column) {
  int low = m->column_start[column], high = m->column_start[column + 1] - 1;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (m->row[middle] < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void flue_sparse_zero(flue_sparse *m) {
  memset(m->value, 0, (size_t)m->column_start[m->n] * sizeof *m->value);
}

flue_status flue_sparse_factor(flue_sparse *m) {
  if (m->n == 0) return FLUE_OK;
  if (m->numeric) {
    if (klu_refactor(m->column_start, m->row, m->value, m->symbolic, m->numeric, &m->common))
      return FLUE_OK;
    klu_free_numeric(&m->numeric, &m->common);
  }
  m->numeric = klu_factor(m->column_start, m->row, m->value, m->symbolic, &m->common);
  return m->numeric ? FLUE_OK : FLUE_ENUMERIC;
}

flue_status flue_sparse_solve(flue_sparse *m, size_t n_rhs, double *x) {
  if (m->n == 0) return FLUE_OK;
  return klu_solve(m->symbolic, m->numeric, m->n, (int)n_rhs, x, &m->common) ? FLUE_OK
                                                                             : FLUE_ENUMERIC;
}
