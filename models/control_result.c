/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/control_result.h"

#include <math.h>
#include <stdlib.h>

flue_status flue_control_result_create(flue_ctx *ctx, size_t storeys, size_t weathers,
                                       size_t subjects, flue_control_result **out) {
  flue_control_result *r = *out = flue_alloc(1, sizeof *r);
  FLUE_CHECK(r, ctx, FLUE_ENOMEM, "no memory for a check");
  r->n_storeys = storeys;
  r->n_weathers = weathers;
  r->n_subjects = subjects;
  r->storey = flue_alloc(storeys, sizeof *r->storey);
  r->storey_z_m = flue_alloc(storeys, sizeof *r->storey_z_m);
  r->weather = flue_alloc(weathers, sizeof *r->weather);
  r->subject = flue_alloc(subjects, sizeof *r->subject);
  const int is_whole = r->storey && r->storey_z_m && r->weather && r->subject;
  flue_status status = is_whole ? flue_limits_create(ctx, &r->limits) : FLUE_ENOMEM;
  if (status != FLUE_OK) flue_control_result_destroy(out);
  return status;
}

static void free_texts(char **texts, size_t n) {
  for (size_t i = 0; texts && i < n; ++i) free(texts[i]);
  free(texts);
}

void flue_control_result_destroy(flue_control_result **result) {
  if (!result || !*result) return;
  flue_control_result *r = *result;
  free_texts(r->storey, r->n_storeys);
  free_texts(r->subject, r->n_subjects);
  for (size_t i = 0; r->weather && i < r->n_weathers; ++i) free(r->weather[i].id);
  free(r->weather);
  free(r->storey_z_m);
  free(r->row);
  flue_limits_destroy(&r->limits);
  flue_text_clear(&r->assumptions);
  flue_text_clear(&r->advice);
  free(r);
  *result = NULL;
}

double flue_control_margin(const flue_control_row *row) {
  double margin = INFINITY;
  if (!isnan(row->least)) margin = (row->value - row->least) / fabs(row->least);
  if (!isnan(row->most)) margin = fmin(margin, (row->most - row->value) / fabs(row->most));
  return margin;
}

flue_status flue_control_add(flue_control_result *r, flue_control_row row) {
  const double rounding = 1e-3; /* of the limit: what two digits cannot show */
  if (row.verdict != FLUE_VERDICT_NONE)
    row.verdict = flue_control_margin(&row) >= -rounding ? FLUE_VERDICT_PASS : FLUE_VERDICT_FAIL;
  FLUE_TRY(flue_grow(&r->row, &r->row_capacity, r->n_rows + 1, sizeof *r->row));
  r->row[r->n_rows++] = row;
  return FLUE_OK;
}

size_t flue_control_failed(const flue_control_result *r) {
  size_t n = 0;
  for (size_t i = 0; i < r->n_rows; ++i) n += r->row[i].verdict == FLUE_VERDICT_FAIL;
  return n;
}

/* ---- groups ---- */

/** Whether row a is nearer to not being kept than row b: judged ones first. */
static int is_worse(const flue_control_row *a, const flue_control_row *b) {
  const int judged_a = a->verdict != FLUE_VERDICT_NONE, judged_b = b->verdict != FLUE_VERDICT_NONE;
  if (judged_a != judged_b) return judged_a;
  return flue_control_margin(a) < flue_control_margin(b);
}

/** Adds a row to its group; the range is that of judged rows where there are any. */
static void join(const flue_control_result *r, flue_control_group *g, size_t i) {
  const flue_control_row *row = &r->row[i];
  const int is_judged = row->verdict != FLUE_VERDICT_NONE;
  const int is_first = is_judged ? g->n == 0 : g->n + g->n_none == 0;
  if (is_first || is_worse(row, &r->row[g->worst])) g->worst = i;
  if (is_judged || g->n == 0) {
    g->low = is_first ? row->value : fmin(g->low, row->value);
    g->high = is_first ? row->value : fmax(g->high, row->value);
  }
  g->n += row->verdict != FLUE_VERDICT_NONE;
  g->n_none += row->verdict == FLUE_VERDICT_NONE;
  g->n_failed += row->verdict == FLUE_VERDICT_FAIL;
}

flue_status flue_control_group_rows(const flue_control_result *r, int by_weather,
                                    flue_control_group **out, size_t *n) {
  /* one place for each limit and weather, the last for rows without weather; then what is empty
   * goes */
  const size_t kinds = by_weather ? r->n_weathers + 1 : 1, limits = flue_limits_count(r->limits);
  flue_control_group *all = flue_alloc(limits * kinds, sizeof *all);
  *out = all;
  *n = 0;
  if (!all) return FLUE_ENOMEM;
  for (size_t i = 0; i < r->n_rows; ++i) {
    const flue_control_row *row = &r->row[i];
    const size_t at = row->weather == FLUE_CONTROL_ANY ? kinds - 1 : row->weather;
    flue_control_group *g = &all[row->limit * kinds + (by_weather ? at : 0)];
    g->limit = row->limit;
    g->weather = by_weather ? row->weather : FLUE_CONTROL_ANY;
    join(r, g, i);
  }
  for (size_t k = 0; k < limits * kinds; ++k)
    if (all[k].n + all[k].n_none > 0) all[(*n)++] = all[k];
  return FLUE_OK;
}
