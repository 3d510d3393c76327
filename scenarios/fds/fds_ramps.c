/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &RAMP and the courses in time that TAU stands for. */
#include <string.h>

#include "scenarios/fds/fds_internal.h"

/** Sorts points by the first coordinate, those of one value in the order of the file, and sets
 *  equal ones a little apart. */
static void make_rise(double *t, double *f, size_t n) {
  const double least = 1e-9;
  for (size_t i = 1; i < n; ++i)
    for (size_t k = i; k > 0 && t[k - 1] > t[k]; --k) {
      const double t_k = t[k], f_k = f[k];
      t[k] = t[k - 1];
      f[k] = f[k - 1];
      t[k - 1] = t_k;
      f[k - 1] = f_k;
    }
  for (size_t i = 1; i < n; ++i)
    if (t[i] <= t[i - 1]) t[i] = t[i - 1] + least * fmax(1.0, fabs(t[i - 1]));
}

int fds_find_ramp(fds_reader *m, flue_namelist_record *r, const char *name, size_t place,
                  double **t, double **f, size_t *n) {
  const char *id = fds_text(r, name, place);
  size_t at = 0, count = 0;
  for (flue_namelist_record *k; (k = fds_next(m, "RAMP", &at)) != NULL;) {
    const char *own = fds_text(k, "ID", 0);
    count += id && own && strcmp(own, id) == 0;
  }
  *n = 0;
  if (count == 0) {
    if (id) fds_no_id(m, r, name, "RAMP", id);
    return 0;
  }
  *t = fds_alloc(m, count, sizeof **t);
  *f = fds_alloc(m, count, sizeof **f);
  if (!*t || !*f) return 0;
  at = 0;
  for (flue_namelist_record *k; (k = fds_next(m, "RAMP", &at)) != NULL;) {
    const char *own = fds_text(k, "ID", 0);
    if (!own || strcmp(own, id) != 0) continue;
    fds_refuse_given(m, k, "DEVC_ID", FLUE_MSG_FDS_WHY_CHOICE);
    fds_refuse_given(m, k, "CTRL_ID", FLUE_MSG_FDS_WHY_CHOICE);
    fds_refuse_given(m, k, "CTRL_ID_DEP", FLUE_MSG_FDS_WHY_CHOICE);
    (*t)[*n] =
        fds_number_or(m, k, "T", 0, fds_number_or(m, k, "X", 0, fds_number_or(m, k, "Z", 0, 0.0)));
    (*f)[(*n)++] = fds_number_or(m, k, "F", 0, 0.0);
  }
  make_rise(*t, *f, *n);
  return 1;
}

/** tanh(t / tau) for a rise that slows down; (t / tau)^2 for a negative tau. */
static flue_field_ramp make_course(fds_reader *m, double tau) {
  enum { points = 61 };
  const double far = 6.0, end = tau < 0.0 ? -tau : far * tau;
  double *t = fds_alloc(m, points, sizeof *t), *f = fds_alloc(m, points, sizeof *f);
  if (!t || !f) return (flue_field_ramp){0};
  for (int i = 0; i < points; ++i) {
    const double x = (double)i / (points - 1);
    t[i] = end * (tau < 0.0 ? x : x * x); /* dense where it rises */
    f[i] = tau < 0.0 ? x * x : tanh(t[i] / tau);
  }
  f[points - 1] = 1.0;
  return (flue_field_ramp){points, t, f};
}

flue_field_ramp fds_read_course(fds_reader *m, flue_namelist_record *r, const char *ramp,
                                const char *tau, size_t place) {
  const double usual_tau = 1.0;
  double *t = NULL, *f = NULL;
  size_t n = 0;
  const double tau_s = fds_number_or(m, r, tau, place, usual_tau);
  if (fds_text(r, ramp, place))
    return fds_find_ramp(m, r, ramp, place, &t, &f, &n) ? (flue_field_ramp){n, t, f}
                                                        : (flue_field_ramp){0};
  return fabs(tau_s) > 0.0 && isfinite(tau_s) ? make_course(m, tau_s) : (flue_field_ramp){0};
}
