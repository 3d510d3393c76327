/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meshes, with copies and stretched cells, as one grid. */
#include <stdlib.h>
#include <string.h>

#include "scenarios/fds/fds_internal.h"

/* ---- copies ---- */

/** The record of a group whose ID a parameter of another record names, or NULL. */
static flue_namelist_record *named(fds_reader *m, flue_namelist_record *r, const char *name,
                                   const char *group) {
  const char *id = fds_text(r, name, 0);
  size_t at = 0;
  for (flue_namelist_record *k; id && (k = fds_next(m, group, &at)) != NULL;) {
    const char *own = fds_text(k, "ID", 0);
    if (own && strcmp(own, id) == 0) return k;
  }
  if (id) fds_no_id(m, r, name, group, id);
  return NULL;
}

/** What a &MULT says: counts from low to high, shifts of the six sides for each step. */
typedef struct copies {
  int low[3], high[3], low_n, high_n;
  double first[3], step[6];
} copies;

static copies read_copies(fds_reader *m, flue_namelist_record *r) {
  static const char *const low[] = {"I_LOWER", "J_LOWER", "K_LOWER"};
  static const char *const high[] = {"I_UPPER", "J_UPPER", "K_UPPER"};
  static const char *const first[] = {"DX0", "DY0", "DZ0"}, *const step[] = {"DX", "DY", "DZ"};
  const double most = 1e5;
  copies c = {0};
  for (int a = 0; a < 3; ++a) {
    c.low[a] = (int)fmax(-most, fmin(most, fds_number_or(m, r, low[a], 0, 0.0)));
    c.high[a] = (int)fmax(-most, fmin(most, fds_number_or(m, r, high[a], 0, 0.0)));
    c.first[a] = fds_number_or(m, r, first[a], 0, 0.0);
    c.step[2 * a] = c.step[2 * a + 1] = fds_number_or(m, r, step[a], 0, 0.0);
  }
  for (size_t k = 0; k < 6; ++k) c.step[k] = fds_number_or(m, r, "DXB", k, c.step[k]);
  c.low_n = (int)fmax(-most, fmin(most, fds_number_or(m, r, "N_LOWER", 0, 0.0)));
  c.high_n = (int)fmax(-most, fmin(most, fds_number_or(m, r, "N_UPPER", 0, 0.0)));
  return c;
}

static void one_copy(fds_reader *m, flue_namelist_record *r, const double box[6], const copies *c,
                     const int n[3], fds_box_fn each, const void *user) {
  double moved[6];
  for (int a = 0; a < 6; ++a) moved[a] = box[a] + c->first[a / 2] + n[a / 2] * c->step[a];
  each(m, r, moved, user);
}

void fds_multiply(fds_reader *m, flue_namelist_record *r, const double box[6], fds_box_fn each,
                  const void *user) {
  const double most = 1e5;
  flue_namelist_record *multiple = named(m, r, "MULT_ID", "MULT");
  if (!multiple) {
    each(m, r, box, user);
    return;
  }
  const copies c = read_copies(m, multiple);
  double count = fmax(1, c.high_n - c.low_n + 1);
  for (int a = 0; a < 3; ++a) count *= fmax(0, c.high[a] - c.low[a] + 1);
  if (count > most) {
    fds_refuse(m, r, "MULT_ID", FLUE_MSG_FDS_WHY_TOO_LARGE);
  } else if (c.high_n != 0 || c.low_n != 0) {
    for (int n = c.low_n; n <= c.high_n; ++n)
      one_copy(m, r, box, &c, (const int[]){n, n, n}, each, user);
  } else {
    int n[3];
    for (n[2] = c.low[2]; n[2] <= c.high[2]; ++n[2])
      for (n[1] = c.low[1]; n[1] <= c.high[1]; ++n[1])
        for (n[0] = c.low[0]; n[0] <= c.high[0]; ++n[0]) one_copy(m, r, box, &c, n, each, user);
  }
}

/* ---- stretched cells ---- */

enum { most_points = 24 };

/** Points where computational coordinates are mapped to physical ones, along an axis. */
typedef struct stretch {
  size_t n;
  double at[most_points], to[most_points];
  int derivative[most_points], is_polynomial;
} stretch;

/** Whether a &TRNX is meant for a mesh. */
static int is_for(fds_reader *m, flue_namelist_record *r, flue_namelist_record *mesh,
                  const char *reference, size_t number) {
  const char *own = fds_text(r, "ID", 0), *wanted = fds_text(mesh, reference, 0);
  if (own || wanted) return own && wanted && strcmp(own, wanted) == 0;
  const double for_mesh = fds_number_or(m, r, "MESH_NUMBER", 0, 1.0);
  return for_mesh == 0.0 || (size_t)fmax(for_mesh, 0.0) == number;
}

static stretch read_stretch(fds_reader *m, flue_namelist_record *mesh, int axis, size_t number) {
  static const char *const groups[] = {"TRNX", "TRNY", "TRNZ"};
  static const char *const references[] = {"TRNX_ID", "TRNY_ID", "TRNZ_ID"};
  stretch s = {0};
  size_t at = 0;
  for (flue_namelist_record *r; (r = fds_next(m, groups[axis], &at)) != NULL;) {
    if (!is_for(m, r, mesh, references[axis], number) || s.n >= most_points) continue;
    const double derivative = fds_number_or(m, r, "IDERIV", 0, -1.0);
    s.derivative[s.n] = derivative < 0.0 ? 0 : derivative > 3.0 ? 3 : (int)derivative;
    s.is_polynomial |= derivative >= 0.0;
    s.at[s.n] = fds_number_or(m, r, "CC", 0, 0.0);
    s.to[s.n++] = fds_number_or(m, r, "PC", 0, 0.0);
  }
  return s;
}

/** d^k/dx^k of x^p. */
static double power(double x, int p, int k) {
  double factor = 1.0;
  for (int i = 0; i < k; ++i) factor *= p - i;
  return p < k ? 0.0 : factor * pow(x, p - k);
}

/** Coefficients of x^1 ... of the polynomial through the points and the end. @return 0: none. */
static int solve(const stretch *s, double length, double *c) {
  const int n = (int)s->n + 1;
  double a[most_points + 1][most_points + 2];
  for (int i = 0; i < n; ++i) { /* in parts of the length */
    const int is_end = i + 1 == n, k = is_end ? 0 : s->derivative[i];
    const double x = is_end ? 1.0 : s->at[i] / length;
    for (int p = 1; p <= n; ++p) a[i][p - 1] = power(x, p, k);
    a[i][n] = is_end ? 1.0 : s->to[i] * pow(length, k - 1);
  }
  for (int i = 0; i < n; ++i) {
    int best = i;
    for (int j = i + 1; j < n; ++j)
      if (fabs(a[j][i]) > fabs(a[best][i])) best = j;
    if (!(fabs(a[best][i]) > 1e-14)) return 0;
    for (int p = 0; p <= n; ++p) {
      const double other = a[i][p];
      a[i][p] = a[best][p];
      a[best][p] = other;
    }
    for (int j = 0; j < n; ++j) {
      const double share = j == i ? 0.0 : a[j][i] / a[i][i];
      for (int p = i; p <= n && share != 0.0; ++p) a[j][p] -= share * a[i][p];
    }
  }
  for (int i = 0; i < n; ++i) c[i] = a[i][n] / a[i][i];
  return 1;
}

/** Where a computational coordinate from 0 to the length lies. */
static double stretched(const stretch *s, const double *c, double x, double low, double length) {
  if (s->is_polynomial) {
    double y = 0.0;
    for (int p = (int)s->n; p >= 0; --p) y = (y + c[p]) * (x / length);
    return y * length;
  }
  double x0 = 0.0, y0 = 0.0, x1 = length, y1 = length;
  for (size_t i = 0; i < s->n; ++i) {
    const double at = s->at[i] - low, to = s->to[i] - low;
    if (at <= x && at > x0) x0 = at, y0 = to;
    if (at > x && at < x1) x1 = at, y1 = to;
  }
  return x1 > x0 ? y0 + (y1 - y0) * (x - x0) / (x1 - x0) : y0;
}

/** Faces of a mesh along an axis. */
static void set_faces(fds_reader *m, flue_namelist_record *r, fds_mesh *mesh, int axis,
                      size_t number) {
  const double low = mesh->box[2 * axis], length = mesh->box[2 * axis + 1] - low;
  const int n = mesh->n[axis];
  stretch s = read_stretch(m, r, axis, number);
  double c[most_points + 1] = {0};
  for (size_t i = 0; s.is_polynomial && i < s.n; ++i)
    if (s.derivative[i] == 0)
      s.to[i] -= low, s.at[i] -= low;
    else
      s.at[i] -= low;
  int is_sound = !s.is_polynomial || solve(&s, length, c);
  double *face = fds_alloc(m, (size_t)n + 1, sizeof *face);
  mesh->face[axis] = face;
  if (!face) return;
  for (int i = 0; i <= n; ++i) {
    const double x = length * i / n;
    face[i] = low + (s.n > 0 && i > 0 && i < n ? stretched(&s, c, x, low, length) : x);
    if (i > 0 && !(face[i] > face[i - 1])) is_sound = 0;
  }
  if (!is_sound) fds_refuse(m, r, "XB", FLUE_MSG_FDS_WHY_STRETCH);
}

/* ---- meshes ---- */

static void add_mesh(fds_reader *m, flue_namelist_record *r, const double box[6],
                     const void *user) {
  enum { most = 4096 };
  if (m->n_meshes == most) fds_refuse(m, r, "IJK", FLUE_MSG_FDS_WHY_TOO_LARGE);
  fds_mesh *mesh = m->n_meshes < most ? fds_more(m, &m->mesh, &m->n_meshes, sizeof *mesh) : NULL;
  if (!mesh) return;
  memcpy(mesh->n, user, sizeof mesh->n);
  memcpy(mesh->box, box, sizeof mesh->box);
  for (int a = 0; a < 3; ++a) set_faces(m, r, mesh, a, m->n_meshes);
}

static void read_mesh(fds_reader *m, flue_namelist_record *r) {
  const double most = 1e5;
  double n[3] = {0}, box[6] = {0};
  if (fds_logical_or(m, r, "CYLINDRICAL", 0))
    fds_refuse(m, r, "CYLINDRICAL", FLUE_MSG_FDS_WHY_GEOMETRY);
  const int has_all = fds_numbers(m, r, "IJK", 3, n) + fds_box(m, r, "XB", box) == 2;
  int cells[3], is_sound = has_all;
  for (int a = 0; a < 3; ++a) {
    is_sound &= n[a] >= 1.0 && n[a] <= most && box[2 * a + 1] > box[2 * a] &&
                fabs(box[2 * a]) < 1e9 && fabs(box[2 * a + 1]) < 1e9;
    cells[a] = is_sound ? (int)n[a] : 1;
  }
  if (!is_sound)
    fds_refuse(m, r, fds_has(r, "IJK") ? "XB" : "IJK", FLUE_MSG_FDS_WHY_NUMBERS);
  else
    fds_multiply(m, r, box, add_mesh, cells);
}

/* ---- one grid ---- */

static int compare(const void *a, const void *b) {
  double x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return (x > y) - (x < y);
}

/** Sorts numbers and leaves one of those that are closer than a tolerance. @return how many. */
static size_t distinct(double *x, size_t n, double tolerance) {
  if (n == 0) return 0;
  qsort(x, n, sizeof *x, compare);
  size_t kept = 1;
  for (size_t i = 1; i < n; ++i)
    if (x[i] - x[kept - 1] > tolerance) x[kept++] = x[i];
  return kept;
}

static double smallest_cell(const fds_reader *m, int axis) {
  double smallest = INFINITY;
  for (size_t k = 0; k < m->n_meshes; ++k)
    for (int i = 0; m->mesh[k].face[axis] && i < m->mesh[k].n[axis]; ++i)
      smallest = fmin(smallest, m->mesh[k].face[axis][i + 1] - m->mesh[k].face[axis][i]);
  return smallest;
}

/** Faces of all meshes along an axis, and where none has any, cells of the smallest size. */
static int merge_faces(fds_reader *m, int axis) {
  const double share = 1e-3, cell = smallest_cell(m, axis), most = 1e6;
  size_t n = 0, total = 0;
  for (size_t k = 0; k < m->n_meshes; ++k) n += (size_t)m->mesh[k].n[axis] + 1;
  double *all = fds_alloc(m, n, sizeof *all);
  if (!all) return 0;
  for (size_t k = 0, at = 0; k < m->n_meshes; ++k)
    for (int i = 0; i <= m->mesh[k].n[axis]; ++i) all[at++] = m->mesh[k].face[axis][i];
  n = distinct(all, n, share * cell);
  if ((all[n - 1] - all[0]) / cell > most) return 0;
  m->face[axis] = fds_alloc(m, n + (size_t)((all[n - 1] - all[0]) / cell) + 2, sizeof(double));
  if (!m->face[axis]) return 0;
  for (size_t i = 0; i < n; ++i) {
    m->face[axis][total++] = all[i];
    int is_inside = i + 1 == n;
    for (size_t k = 0; !is_inside && k < m->n_meshes; ++k) {
      const double middle = (all[i] + all[i + 1]) / 2.0;
      is_inside = middle > m->mesh[k].box[2 * axis] && middle < m->mesh[k].box[2 * axis + 1];
    }
    const int more = is_inside ? 1 : (int)fmax(1.0, floor((all[i + 1] - all[i]) / cell + 0.5));
    for (int j = 1; j < more; ++j)
      m->face[axis][total++] = all[i] + (all[i + 1] - all[i]) * j / more;
  }
  m->n[axis] = (int)total - 1;
  return 1;
}

int fds_face_near(const fds_reader *m, int axis, double x) {
  const double *face = m->face[axis], noise = 1e-6, half = 0.5;
  int low = 0, high = m->n[axis];
  if (!(x > face[0])) return 0;
  if (x >= face[high]) return high;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (face[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  return (x - face[low]) / (face[high] - face[low]) >= half - noise ? high : low;
}

/** Whether the faces of a mesh are those of the grid where it lies. */
static int is_aligned(fds_reader *m, fds_mesh *mesh) {
  for (int a = 0; a < 3; ++a) {
    mesh->from[a] = fds_face_near(m, a, mesh->box[2 * a]);
    mesh->to[a] = fds_face_near(m, a, mesh->box[2 * a + 1]);
    if (mesh->to[a] - mesh->from[a] != mesh->n[a]) return 0;
  }
  return 1;
}

/** Blocks between the ends of meshes, and which of them meshes cover. */
static void find_blocks(fds_reader *m, flue_namelist_record *first) {
  const size_t most_blocks = 1000000;
  size_t all = 1;
  for (int a = 0; a < 3; ++a) {
    double *end = fds_alloc(m, 2 * m->n_meshes, sizeof *end);
    if (!end) return;
    for (size_t k = 0; k < m->n_meshes; ++k) {
      end[2 * k] = m->mesh[k].from[a];
      end[2 * k + 1] = m->mesh[k].to[a];
    }
    const size_t n = distinct(end, 2 * m->n_meshes, 0.5);
    m->block_at[a] = fds_alloc(m, n, sizeof *m->block_at[a]);
    if (!m->block_at[a]) return;
    for (size_t i = 0; i < n; ++i) m->block_at[a][i] = (int)end[i];
    m->n_blocks[a] = (int)n - 1;
    all *= n - 1;
  }
  if (all > most_blocks) {
    fds_refuse(m, first, "XB", FLUE_MSG_FDS_WHY_MESHES);
    return;
  }
  unsigned char *covered = fds_alloc(m, all, 1);
  m->covered = covered;
  for (size_t at = 0; covered && at < all; ++at) {
    const size_t nx = (size_t)m->n_blocks[0], ny = (size_t)m->n_blocks[1];
    const int corner[3] = {m->block_at[0][at % nx], m->block_at[1][at / nx % ny],
                           m->block_at[2][at / nx / ny]};
    for (size_t k = 0; k < m->n_meshes && !covered[at]; ++k) {
      covered[at] = 1;
      for (int a = 0; a < 3; ++a)
        covered[at] &= corner[a] >= m->mesh[k].from[a] && corner[a] < m->mesh[k].to[a];
    }
  }
}

int fds_is_covered(const fds_reader *m, const int cell[3]) {
  int block[3];
  for (int a = 0; a < 3; ++a) {
    if (cell[a] < 0 || cell[a] >= m->n[a]) return 0;
    for (block[a] = 0; cell[a] >= m->block_at[a][block[a] + 1];) ++block[a];
  }
  return m->covered[block[0] + m->n_blocks[0] * (block[1] + m->n_blocks[1] * block[2])];
}

size_t fds_cell(const fds_reader *m, int i, int j, int k) {
  return (size_t)i + (size_t)m->n[0] * ((size_t)j + (size_t)m->n[1] * (size_t)k);
}

void fds_read_meshes(fds_reader *m) {
  size_t at = 0;
  flue_namelist_record *first = NULL;
  double cells = 1.0;
  const size_t before = m->list->errors;
  for (flue_namelist_record *r; (r = fds_next(m, "MESH", &at)) != NULL;) {
    if (!first) first = r;
    read_mesh(m, r);
  }
  if (!first) flue_diagnostics_add(m->list, FLUE_MSG_CFAST_GROUP, 1, 1, "MESH", NULL);
  if (m->list->errors > before || m->no_memory || !first || m->n_meshes == 0) return;
  int is_sound = 1;
  for (int a = 0; is_sound && a < 3; ++a) {
    is_sound = merge_faces(m, a);
    cells *= m->n[a];
  }
  if (m->no_memory) return;
  if (is_sound && cells > FDS_MOST_CELLS) fds_refuse(m, first, "IJK", FLUE_MSG_FDS_WHY_TOO_LARGE);
  for (size_t k = 0; is_sound && k < m->n_meshes; ++k) is_sound = is_aligned(m, &m->mesh[k]);
  if (!is_sound) fds_refuse(m, first, "XB", FLUE_MSG_FDS_WHY_MESHES);
  m->is_two_dimensional = m->n[1] == 1;
  if (m->list->errors > before) return;
  find_blocks(m, first);
  if (m->list->errors > before) return;
  m->solid = fds_alloc(m, (size_t)m->n[0] * (size_t)m->n[1] * (size_t)m->n[2], 1);
}
