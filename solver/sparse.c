/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/sparse.h"

#include <amd.h>
#include <klu.h>
#include <ldl.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/** Factors L D L' of P A P', the arrays of LDL. */
typedef struct ldl_factors {
  int *order, *inverse;                  /**< P; [n]. */
  int *start, *parent, *count, *row;     /**< Of L: [n + 1], [n], [n], [start[n]]. */
  int *pattern, *flag;                   /**< Work, [n]. */
  double *value, *diagonal, *work, *rhs; /**< L [start[n]], D [n], work [n]. */
} ldl_factors;

struct flue_sparse {
  flue_symmetry symmetry;
  int n;
  int *column_start, *row;
  double *value;
  /* unsymmetric: the entries that are not 0 */
  int *used_start, *used_row;
  double *used_value;
  klu_common common;
  klu_symbolic *symbolic;
  klu_numeric *numeric;
  /* symmetric */
  ldl_factors ldl;
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

/* ---- symmetric matrices ---- */

static void ldl_clear(ldl_factors *f) {
  void *const all[] = {f->order,   f->inverse, f->start, f->parent,   f->count, f->row,
                       f->pattern, f->flag,    f->value, f->diagonal, f->work,  f->rhs};
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) free(all[i]);
}

/** Order of elimination and pattern of L. @return 1, 0 without memory. */
static int ldl_analyse(flue_sparse *m) {
  ldl_factors *f = &m->ldl;
  const size_t n = (size_t)m->n;
  int **const indices[] = {&f->order, &f->inverse, &f->parent, &f->count, &f->pattern, &f->flag};
  double **const numbers[] = {&f->diagonal, &f->work, &f->rhs};
  for (size_t i = 0; i < sizeof indices / sizeof *indices; ++i)
    if (!(*indices[i] = flue_alloc(n, sizeof(int)))) return 0;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i)
    if (!(*numbers[i] = flue_alloc(n, sizeof(double)))) return 0;
  f->start = flue_alloc(n + 1, sizeof *f->start);
  if (!f->start || amd_order(m->n, m->column_start, m->row, f->order, NULL, NULL) < 0) return 0;
  ldl_symbolic(m->n, m->column_start, m->row, f->start, f->parent, f->count, f->flag, f->order,
               f->inverse);
  const size_t nonzeros = (size_t)f->start[m->n] + 1; /* none is no allocation */
  f->row = flue_alloc(nonzeros, sizeof *f->row);
  f->value = flue_alloc(nonzeros, sizeof *f->value);
  return f->row && f->value;
}

static flue_status ldl_factor(flue_sparse *m) {
  ldl_factors *f = &m->ldl;
  const int done =
      ldl_numeric(m->n, m->column_start, m->row, m->value, f->start, f->parent, f->count, f->row,
                  f->value, f->diagonal, f->work, f->pattern, f->flag, f->order, f->inverse);
  return done == m->n ? FLUE_OK : FLUE_ENUMERIC;
}

static void ldl_solve(flue_sparse *m, double *x) {
  ldl_factors *f = &m->ldl;
  ldl_perm(m->n, f->rhs, x, f->order);
  ldl_lsolve(m->n, f->rhs, f->start, f->row, f->value);
  ldl_dsolve(m->n, f->rhs, f->diagonal);
  ldl_ltsolve(m->n, f->rhs, f->start, f->row, f->value);
  ldl_permt(m->n, x, f->rhs, f->order);
}

/* ---- unsymmetric matrices ---- */

static int klu_prepare(flue_sparse *m) {
  const size_t n = (size_t)m->n, most = (size_t)m->column_start[m->n];
  klu_defaults(&m->common);
  m->common.scale = -1; /* diagonally dominant rows of like size need no scaling */
  m->used_start = flue_alloc(n + 1, sizeof *m->used_start);
  m->used_row = flue_alloc(most, sizeof *m->used_row);
  m->used_value = flue_alloc(most, sizeof *m->used_value);
  return m->used_start && m->used_row && m->used_value;
}

/** Copies what is not 0. @return whether it lies where it lay before. */
static int take_used(flue_sparse *m) {
  int n = 0, is_same = 1;
  for (int column = 0; column < m->n; ++column) {
    is_same &= m->used_start[column] == n;
    m->used_start[column] = n;
    for (int k = m->column_start[column]; k < m->column_start[column + 1]; ++k) {
      if (m->value[k] == 0.0) continue;
      is_same &= m->used_row[n] == m->row[k];
      m->used_row[n] = m->row[k];
      m->used_value[n++] = m->value[k];
    }
  }
  is_same &= m->used_start[m->n] == n;
  m->used_start[m->n] = n;
  return is_same;
}

/** Most flows go one way, so that the matrix has many small blocks; they are found anew when a flow
 *  turns. Nothing but the values now decides on the order of elimination. */
static flue_status klu_factors(flue_sparse *m) {
  if (!take_used(m) || !m->symbolic) {
    klu_free_symbolic(&m->symbolic, &m->common);
    m->symbolic = klu_analyze(m->n, m->used_start, m->used_row, &m->common);
    if (!m->symbolic) return FLUE_ENUMERIC;
  }
  klu_free_numeric(&m->numeric, &m->common);
  m->numeric = klu_factor(m->used_start, m->used_row, m->used_value, m->symbolic, &m->common);
  return m->numeric ? FLUE_OK : FLUE_ENUMERIC;
}

/* ---- both ---- */

static int prepare(flue_sparse *m, const flue_entry *entries, size_t n_entries) {
  const size_t n = (size_t)m->n;
  m->column_start = flue_alloc(n + 1, sizeof *m->column_start);
  m->row = flue_alloc(n + n_entries, sizeof *m->row);
  m->value = flue_alloc(n + n_entries, sizeof *m->value);
  if (!m->column_start || !m->row || !m->value) return 0;
  fill_pattern(m, entries, n_entries);
  if (n == 0) return 1;
  return m->symmetry == FLUE_SYMMETRIC ? ldl_analyse(m) : klu_prepare(m);
}

flue_status flue_sparse_create(flue_ctx *ctx, flue_symmetry symmetry, size_t n, flue_entry *entries,
                               size_t n_entries, flue_sparse **out) {
  *out = flue_alloc(1, sizeof **out);
  FLUE_CHECK(*out, ctx, FLUE_ENOMEM, "no memory for a sparse matrix");
  (*out)->symmetry = symmetry;
  (*out)->n = (int)n;
  qsort(entries, n_entries, sizeof *entries, by_column);
  if (prepare(*out, entries, n_entries)) return FLUE_OK;
  flue_sparse_destroy(out);
  return flue_fail(ctx, FLUE_ENOMEM, __FILE__, __LINE__,
                   "no memory for a sparse matrix of %zu rows", n);
}

void flue_sparse_destroy(flue_sparse **matrix) {
  if (!matrix || !*matrix) return;
  flue_sparse *m = *matrix;
  if (m->numeric) klu_free_numeric(&m->numeric, &m->common);
  if (m->symbolic) klu_free_symbolic(&m->symbolic, &m->common);
  ldl_clear(&m->ldl);
  free(m->used_start);
  free(m->used_row);
  free(m->used_value);
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
  return m->symmetry == FLUE_SYMMETRIC ? ldl_factor(m) : klu_factors(m);
}

flue_status flue_sparse_solve(flue_sparse *m, size_t n_rhs, double *x) {
  if (m->n == 0) return FLUE_OK;
  if (m->symmetry == FLUE_UNSYMMETRIC)
    return klu_solve(m->symbolic, m->numeric, m->n, (int)n_rhs, x, &m->common) ? FLUE_OK
                                                                               : FLUE_ENUMERIC;
  for (size_t k = 0; k < n_rhs; ++k) ldl_solve(m, x + k * (size_t)m->n);
  return FLUE_OK;
}
