/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program of a method over spans. A result encloses every value that the operands allow; for
 * points it is the ordinary result, to the bit. */
#include <math.h>
#include <string.h>

#include "models/method/method.h"

void flue_method_reset(const flue_method *method, flue_span *slots) {
  if (method->n_slots) memcpy(slots, method->start, method->n_slots * sizeof *slots);
}

static int is_point(flue_span s) {
  return !(s.low < s.high);
}

static flue_span point(double value) {
  return (flue_span){value, value};
}

static flue_span hull(flue_span a, flue_span b) {
  return (flue_span){fmin(a.low, b.low), fmax(a.high, b.high)};
}

static int has_value(flue_span s) {
  return s.low <= s.high;
}

/** A truth from what may be: certainly so, possibly so. */
static flue_span truth(int is_certain, int is_possible) {
  return (flue_span){is_certain ? 1.0 : 0.0, is_possible ? 1.0 : 0.0};
}

static double apply(flue_op_kind kind, double a, double b) {
  switch (kind) {
    case FLUE_OP_MULTIPLY:
      return a * b;
    case FLUE_OP_DIVIDE:
      return a / b;
    default:
      return pow(a, b);
  }
}

/** Product, quotient or power: the extremes lie at corners of the spans. An end without bound that
 *  meets 0 leaves 0 (the missing answer is finite, only not bounded). */
static flue_span corners(flue_op_kind kind, flue_span a, flue_span b) {
  if (is_point(a) && is_point(b)) return point(apply(kind, a.low, b.low));
  const flue_span all = {-INFINITY, INFINITY};
  if (kind == FLUE_OP_DIVIDE && b.low <= 0 && b.high >= 0) return all;
  if (kind == FLUE_OP_POWER && a.low < 0) return all;
  const double x[] = {a.low, a.high}, y[] = {b.low, b.high};
  flue_span out = {INFINITY, -INFINITY};
  for (int i = 0; i < 4; ++i) {
    double v = apply(kind, x[i / 2], y[i % 2]);
    if (isnan(v)) v = kind == FLUE_OP_POWER ? 1.0 : 0.0;
    out = hull(out, point(v));
  }
  return out;
}

static double rising(flue_op_kind kind, double x) {
  switch (kind) {
    case FLUE_OP_SQRT:
      return sqrt(x);
    case FLUE_OP_EXP:
      return exp(x);
    case FLUE_OP_LN:
      return log(x);
    case FLUE_OP_LOG10:
      return log10(x);
    case FLUE_OP_FLOOR:
      return floor(x);
    case FLUE_OP_CEIL:
      return ceil(x);
    default:
      return round(x);
  }
}

/** A function that rises; where it has no value at the low end of a span it starts at 0 (roots) or
 *  without bound (logarithms). */
static flue_span monotone(flue_op_kind kind, flue_span a) {
  if (is_point(a)) return point(rising(kind, a.low));
  const int needs_positive = kind == FLUE_OP_SQRT || kind == FLUE_OP_LN || kind == FLUE_OP_LOG10;
  const double low = needs_positive && a.low < 0 ? 0 : a.low;
  return (flue_span){rising(kind, low), rising(kind, a.high)};
}

static flue_span absolute(flue_span a) {
  if (is_point(a)) return point(fabs(a.low));
  const double x = fabs(a.low), y = fabs(a.high);
  return (flue_span){a.low <= 0 && a.high >= 0 ? 0 : fmin(x, y), fmax(x, y)};
}

/** Value of a ladder at x. */
static double step(const flue_method *m, const flue_step_ladder *l, double x) {
  const double *p = &m->numbers[l->first];
  if (isnan(x)) return NAN;
  size_t i = 0; /* first point at or above x */
  while (i < l->n && p[2 * i] < x) ++i;
  if (l->kind == FLUE_LADDER_UP_TO) return p[2 * (i < l->n ? i : l->n - 1) + 1];
  if (l->kind == FLUE_LADDER_FROM) {
    const int is_met = i < l->n && !(x < p[2 * i]);
    return p[2 * (is_met ? i : i > 0 ? i - 1 : 0) + 1];
  }
  if (i == 0) return p[1];
  if (i == l->n) return p[2 * (l->n - 1) + 1];
  const double a = p[2 * i - 2], b = p[2 * i], ya = p[2 * i - 1], yb = p[2 * i + 1];
  const double share = l->kind == FLUE_LADDER_LOG ? log(x / a) / log(b / a) : (x - a) / (b - a);
  return ya + share * (yb - ya);
}

static flue_span climb(const flue_method *m, size_t ladder, flue_span x) {
  const flue_step_ladder *l = &m->ladders[ladder];
  if (is_point(x)) return point(step(m, l, x.low));
  flue_span out = hull(point(step(m, l, x.low)), point(step(m, l, x.high)));
  for (size_t i = 0; i < l->n; ++i) {
    const double *p = &m->numbers[l->first + 2 * i];
    if (p[0] > x.low && p[0] < x.high) out = hull(out, point(p[1]));
  }
  return out;
}

/** Indices of a choice that a span allows. */
static void indices(flue_span s, size_t n, size_t *first, size_t *last) {
  *first = s.low > 0 ? (size_t)s.low : 0;
  *last = s.high > 0 ? (size_t)s.high : 0;
  if (*last >= n) *last = n - 1;
  if (*first > *last) *first = *last;
}

static flue_span look_up(const flue_method *m, size_t table, flue_span row, flue_span column) {
  const flue_choice_table *t = &m->tables[table];
  size_t r0, r1, c0, c1;
  indices(row, t->rows, &r0, &r1);
  indices(column, t->columns, &c0, &c1);
  flue_span out = point(m->numbers[t->first + r0 * t->columns + c0]);
  for (size_t r = r0; r <= r1; ++r)
    for (size_t c = c0; c <= c1; ++c)
      out = hull(out, point(m->numbers[t->first + r * t->columns + c]));
  return out;
}

/** Weight of checks passed over that of those that apply; a missing check fails at worst and passes
 *  at best. 1 when none applies. */
static flue_span share(const flue_list_item *items, size_t n, const flue_span *slots) {
  double passed = 0, failed = 0, open = 0;
  for (size_t i = 0; i < n; ++i) {
    const flue_span s = slots[items[i].slot];
    if (s.low < s.high)
      open += items[i].weight;
    else if (s.low == FLUE_CHECK_PASS)
      passed += items[i].weight;
    else if (s.low == FLUE_CHECK_FAIL)
      failed += items[i].weight;
  }
  const double all = passed + failed + open;
  if (!(all > 0)) return point(1);
  if (!(open > 0)) return point(passed / all);
  return (flue_span){passed / all, (passed + open) / all};
}

static flue_span choose(flue_span condition, flue_span yes, flue_span no) {
  if (!has_value(condition)) return point(NAN);
  if (condition.low > 0) return yes;
  if (!(condition.high > 0)) return no;
  return has_value(yes) && has_value(no) ? hull(yes, no) : point(NAN);
}

static flue_span compare(flue_op_kind kind, flue_span a, flue_span b) {
  if (!has_value(a) || !has_value(b)) return point(NAN);
  if (kind == FLUE_OP_LESS) return truth(a.high < b.low, a.low < b.high);
  if (kind == FLUE_OP_LESS_EQUAL) return truth(a.high <= b.low, a.low <= b.high);
  return truth(is_point(a) && is_point(b) && a.low == b.low, a.low <= b.high && b.low <= a.high);
}

static flue_span perform(const flue_method *m, const flue_op *op, const flue_span *s) {
  const flue_span none = {0, 0};
  if (op->kind == FLUE_OP_SHARE) return share(&m->list[op->a], op->b, s);
  const flue_span a = s[op->a];
  if (op->kind == FLUE_OP_LADDER) return climb(m, op->b, a);
  if (op->kind == FLUE_OP_TABLE)
    return look_up(m, op->b, a, op->c == FLUE_NO_SLOT ? none : s[op->c]);
  const flue_span b = op->b == FLUE_NO_SLOT ? none : s[op->b];
  switch (op->kind) {
    case FLUE_OP_ADD:
      return (flue_span){a.low + b.low, a.high + b.high};
    case FLUE_OP_SUBTRACT:
      return (flue_span){a.low - b.high, a.high - b.low};
    case FLUE_OP_MULTIPLY:
    case FLUE_OP_DIVIDE:
    case FLUE_OP_POWER:
      return corners(op->kind, a, b);
    case FLUE_OP_MIN:
    case FLUE_OP_MAX:
      if (!has_value(a) || !has_value(b)) return point(NAN);
      if (op->kind == FLUE_OP_MIN) return (flue_span){fmin(a.low, b.low), fmin(a.high, b.high)};
      return (flue_span){fmax(a.low, b.low), fmax(a.high, b.high)};
    case FLUE_OP_NEGATE:
      return (flue_span){-a.high, -a.low};
    case FLUE_OP_ABS:
      return absolute(a);
    case FLUE_OP_LESS:
    case FLUE_OP_LESS_EQUAL:
    case FLUE_OP_EQUAL:
      return compare(op->kind, a, b);
    case FLUE_OP_NOT:
      return has_value(a) ? truth(!(a.high > 0), !(a.low > 0)) : point(NAN);
    case FLUE_OP_AND:
      return truth(a.low > 0 && b.low > 0, !(a.high <= 0) && !(b.high <= 0));
    case FLUE_OP_OR:
      return truth(a.low > 0 || b.low > 0, !(a.high <= 0) || !(b.high <= 0));
    case FLUE_OP_IF:
      return choose(a, b, s[op->c]);
    case FLUE_OP_KNOWN:
      return point(is_point(a) ? 1 : 0);
    default:
      return monotone(op->kind, a);
  }
}

void flue_method_run(const flue_method *method, flue_span *slots) {
  for (size_t i = 0; i < method->n_ops; ++i) {
    const flue_op *op = &method->ops[i];
    slots[op->to] = perform(method, op, slots);
  }
}

/* ---- grades ---- */

size_t flue_method_level_of(const flue_method *method, const flue_method_scale *scale,
                            double score) {
  const flue_method_level *levels = &method->levels[scale->first];
  size_t level = 0;
  while (level + 1 < scale->n &&
         !(scale->is_higher_good ? score >= levels[level].limit : score <= levels[level].limit))
    ++level;
  return level;
}

size_t flue_method_level_held(const flue_method *method, const flue_method_scale *scale,
                              double score, size_t before) {
  const double margin = scale->is_higher_good ? scale->margin : -scale->margin;
  const size_t at_least = flue_method_level_of(method, scale, score - margin);
  const size_t at_most = flue_method_level_of(method, scale, score + margin);
  if (at_least < before) return at_least; /* better by the margin */
  return at_most > before ? at_most : before;
}

void flue_method_apply_vetoes(const flue_method *method, size_t scale, const flue_span *slots,
                              flue_grade *grade) {
  grade->best = grade->best_by_score;
  grade->worst = grade->worst_by_score;
  for (size_t i = 0; i < method->n_vetoes; ++i) {
    const flue_method_veto *veto = &method->vetoes[i];
    if (veto->scale != scale) continue;
    const flue_span met = slots[veto->slot];
    if (met.low > 0 && grade->best < veto->level) grade->best = veto->level;
    if (!(met.high <= 0) && grade->worst < veto->level) grade->worst = veto->level;
  }
}

flue_grade flue_method_grade(const flue_method *method, size_t scale, const flue_span *slots) {
  const flue_method_scale *s = &method->scales[scale];
  flue_grade grade = {.score = slots[s->slot]};
  grade.is_defined = has_value(grade.score);
  if (!grade.is_defined) return grade;
  const double good = s->is_higher_good ? grade.score.high : grade.score.low;
  const double bad = s->is_higher_good ? grade.score.low : grade.score.high;
  grade.best_by_score = flue_method_level_of(method, s, good);
  grade.worst_by_score = flue_method_level_of(method, s, bad);
  flue_method_apply_vetoes(method, scale, slots, &grade);
  return grade;
}
