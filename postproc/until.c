/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/until.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/refuse.h"

static const double confidence = 0.95;

/** Names for outcomes that people know by another one. */
static const struct {
  const char *name;
  flue_outcome_id outcome;
  int is_share;
} SHORT_NAMES[] = {{"pll", FLUE_OUTCOME_fatalities, 0}, {"p_fatal", FLUE_OUTCOME_fatalities, 1}};
enum { n_short_names = sizeof SHORT_NAMES / sizeof *SHORT_NAMES };

/** Times may never come, and then have no mean. */
static int has_mean(size_t outcome) {
  return strcmp(FLUE_OUTCOMES[outcome].unit, "s") != 0;
}

static int find_name(flue_until *u) {
  for (size_t k = 0; k < n_short_names; ++k) {
    if (strcmp(u->name, SHORT_NAMES[k].name) != 0) continue;
    u->outcome = SHORT_NAMES[k].outcome;
    u->is_share = SHORT_NAMES[k].is_share;
    return 1;
  }
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k) {
    if (!has_mean(k) || strcmp(u->name, FLUE_OUTCOMES[k].name) != 0) continue;
    u->outcome = (flue_outcome_id)k;
    return 1;
  }
  return 0;
}

static flue_status refuse_text(flue_ctx *ctx, const char *text) {
  flue_text names = {0};
  for (size_t k = 0; k < n_short_names; ++k)
    flue_text_add(&names, "%s%s", k ? ", " : "", SHORT_NAMES[k].name);
  for (size_t k = 0; k < FLUE_OUTCOME_COUNT; ++k)
    if (has_mean(k)) flue_text_add(&names, ", %s", FLUE_OUTCOMES[k].name);
  const flue_status status =
      flue_refuse(ctx, FLUE_EARG, FLUE_MSG_UNTIL_TEXT, text, names.data ? names.data : "", NULL);
  flue_text_clear(&names);
  return status;
}

flue_status flue_until_read(flue_ctx *ctx, const char *text, flue_until *out) {
  flue_until u = {0};
  char *end = NULL;
  const size_t start = strspn(text, " "), length = strcspn(text + start, " ");
  snprintf(u.name, sizeof u.name, "%.*s", (int)length, text + start);
  const char *number = text + start + length;
  u.width = strtod(number, &end);
  const int has_number = end != number;
  end += strspn(end, " ");
  u.is_relative = *end == '%';
  end += u.is_relative;
  end += strspn(end, " ");
  if (u.is_relative) u.width /= 100;
  const int is_sound = has_number && *end == '\0' && u.width > 0 && isfinite(u.width);
  if (!is_sound || !find_name(&u)) return refuse_text(ctx, text);
  *out = u;
  return FLUE_OK;
}

int flue_until_is_reached(const flue_until *u, const flue_drawn *drawn, const double *values,
                          flue_interval *now) {
  *now = u->is_share ? flue_drawn_share_interval(drawn, values, confidence)
                     : flue_drawn_mean_interval(drawn, values, confidence);
  if (flue_drawn_blocks(drawn) < FLUE_UNTIL_LEAST_BLOCKS) return 0;
  const double half = fmax(now->high - now->value, now->value - now->low);
  if (u->is_relative && !(now->value > 0)) return 0; /* nothing met so far: nothing known */
  return half <= u->width * (u->is_relative ? now->value : 1);
}

flue_status flue_until_look(const flue_until *u, const flue_batch_store *store, size_t n,
                            flue_interval *now, int *is_reached) {
  double *values = flue_alloc(n, sizeof *values), *weights = flue_alloc(n, sizeof *weights);
  uint32_t *blocks = flue_alloc(n, sizeof *blocks);
  const flue_status status = values && weights && blocks ? FLUE_OK : FLUE_ENOMEM;
  *is_reached = 0;
  *now = (flue_interval){NAN, NAN, NAN};
  if (status == FLUE_OK) {
    const size_t used = flue_batch_take(store, n, u->outcome, values, weights, blocks);
    for (size_t i = 0; i < used && u->is_share; ++i) values[i] = values[i] >= 1;
    const flue_drawn drawn = {used, weights, blocks};
    if (used) *is_reached = flue_until_is_reached(u, &drawn, values, now);
  }
  free(values);
  free(weights);
  free(blocks);
  return status;
}
