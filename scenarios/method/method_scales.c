/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales of grades and vetoes of methods. */
#include <math.h>
#include <string.h>

#include "core/nearest.h"
#include "scenarios/method/method_internal.h"

static flue_method_level read_level(method_reader *r, const flue_node *item, int is_last) {
  const char *what = method_word(r, FLUE_MSG_METHOD_LEVEL);
  flue_method_level level = {.limit = NAN};
  if (!method_check_keys(r, what, item, "id|name|colour|limit|clause|source|status")) return level;
  level.name = method_name(r, item, FLUE_MSG_METHOD_LEVEL);
  const flue_node *colour = flue_node_get(item, "colour");
  if (colour) method_choice(r, "colour", colour, "blue|green|yellow|orange|red");
  level.colour = method_plain(r, item, "colour");
  const flue_node *limit = flue_node_get(item, "limit");
  if (is_last == (limit != NULL)) method_find(r, FLUE_MSG_METHOD_LAST, item, NULL);
  if (limit) method_number(r, "limit", limit, &level.limit);
  return level;
}

/** @param is_known  Whether it is known which way is better. */
static void read_levels(method_reader *r, const flue_node *item, int is_known,
                        flue_method_scale *scale) {
  flue_method *m = r->m;
  const flue_node *levels = method_need(r, scale->name.id, item, "levels", FLUE_MSG_METHOD_A_LIST);
  scale->first = m->n_levels;
  if (!levels) return;
  if (levels->kind != FLUE_NODE_LIST || levels->n < 2) {
    method_wrong_kind(r, "levels", levels, FLUE_MSG_METHOD_A_LIST);
    return;
  }
  for (size_t i = 0; i < levels->n; ++i) {
    const flue_method_level level = read_level(r, &levels->child[i], i + 1 == levels->n);
    if (flue_grow(&m->levels, &m->capacity.levels, m->n_levels + 1, sizeof *m->levels)) {
      m->failed = 1;
      return;
    }
    m->levels[m->n_levels++] = level;
    ++scale->n;
    const double before = i ? m->levels[m->n_levels - 2].limit : NAN;
    if (isnan(before) || isnan(level.limit) || !is_known) continue;
    if (scale->is_higher_good ? level.limit >= before : level.limit <= before)
      method_find(r, FLUE_MSG_METHOD_ORDER, &levels->child[i], NULL);
  }
}

static void read_scale(method_reader *r, const flue_node *item) {
  flue_method *m = r->m;
  const char *what = method_word(r, FLUE_MSG_METHOD_SCALE);
  if (!method_check_keys(r, what, item, "id|name|of|better|margin|levels|clause|source|status"))
    return;
  flue_method_scale scale = {.name = method_name(r, item, FLUE_MSG_METHOD_SCALE)};
  const flue_node *of = method_need(r, scale.name.id, item, "of", FLUE_MSG_METHOD_A_FORMULA);
  const flue_node *better = method_need(r, scale.name.id, item, "better", FLUE_MSG_METHOD_BETTER);
  if (of) scale.slot = method_formula(r, of);
  const int way = better ? method_choice(r, "better", better, "lower|higher") : -1;
  scale.is_higher_good = way == 1;
  const flue_node *margin = flue_node_get(item, "margin");
  if (margin && method_number(r, "margin", margin, &scale.margin) &&
      !(scale.margin >= 0 && isfinite(scale.margin)))
    method_find(r, FLUE_MSG_OUT_OF_RANGE, margin, "margin", margin->text, "0", "inf", "", NULL);
  read_levels(r, item, way >= 0, &scale);
  if (flue_grow(&m->scales, &m->capacity.scales, m->n_scales + 1, sizeof *m->scales))
    m->failed = 1;
  else
    m->scales[m->n_scales++] = scale;
}

/** Index of a named scale, or of a level of one; a finding when there is none. */
static size_t find_named(method_reader *r, const char *key, const flue_node *node,
                         flue_message kind, const flue_method_scale *within) {
  flue_nearest nearest = {.word = node->text};
  const size_t n = within ? within->n : r->m->n_scales;
  for (size_t i = 0; i < n; ++i) {
    const char *id = within ? r->m->levels[within->first + i].name.id : r->m->scales[i].name.id;
    if (strcmp(id, node->text) == 0) return i;
    flue_nearest_offer(&nearest, id);
  }
  const char *best = flue_nearest_result(&nearest);
  method_find(r, best ? FLUE_MSG_UNKNOWN_NAME_NEAR : FLUE_MSG_UNKNOWN_NAME, node, key,
              method_word(r, kind), node->text, best, NULL);
  return FLUE_NO_SLOT;
}

static void read_veto(method_reader *r, const flue_node *item) {
  flue_method *m = r->m;
  const char *what = method_word(r, FLUE_MSG_METHOD_VETO);
  if (!method_check_keys(r, what, item, "id|name|when|scale|level|clause|source|status")) return;
  flue_method_veto veto = {.name = method_name(r, item, FLUE_MSG_METHOD_VETO)};
  const flue_node *when = method_need(r, veto.name.id, item, "when", FLUE_MSG_METHOD_A_FORMULA);
  const flue_node *level = method_need(r, veto.name.id, item, "level", FLUE_MSG_METHOD_LEVEL);
  const flue_node *scale = flue_node_get(item, "scale");
  if (when) veto.slot = method_formula(r, when);
  if (scale && scale->kind == FLUE_NODE_SCALAR)
    veto.scale = find_named(r, "scale", scale, FLUE_MSG_METHOD_SCALE, NULL);
  else if (scale)
    method_wrong_kind(r, "scale", scale, FLUE_MSG_WORD_TEXT);
  if (level && level->kind != FLUE_NODE_SCALAR) {
    method_wrong_kind(r, "level", level, FLUE_MSG_WORD_TEXT);
  } else if (level && veto.scale < m->n_scales) {
    veto.level = find_named(r, "level", level, FLUE_MSG_METHOD_LEVEL, &m->scales[veto.scale]);
  }
  if (flue_grow(&m->vetoes, &m->capacity.vetoes, m->n_vetoes + 1, sizeof *m->vetoes))
    m->failed = 1;
  else
    m->vetoes[m->n_vetoes++] = veto;
}

void method_scales(method_reader *r, const flue_node *root) {
  const flue_node *scales = method_list(r, "scales", root, "scales");
  const flue_node *vetoes = method_list(r, "vetoes", root, "vetoes");
  for (size_t i = 0; scales && i < scales->n; ++i) read_scale(r, &scales->child[i]);
  for (size_t i = 0; vetoes && i < vetoes->n; ++i) read_veto(r, &vetoes->child[i]);
}
