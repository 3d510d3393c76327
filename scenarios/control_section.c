/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section control_check: codes, storeys and spaces it names. */
#include <stdlib.h>
#include <string.h>

#include "scenarios/control_internal.h"
#include "scenarios/names.h"

/** What the checks share. */
typedef struct section {
  const flue_root *root;
  const flue_layout *layout;
  flue_diagnostics *list;
  flue_storeys storeys;
} section;

/* ---- patterns ---- */

int control_like(const char *pattern, const char *text) {
  if (*pattern == '\0') return *text == '\0';
  if (*pattern != '*') return *pattern == *text && control_like(pattern + 1, text + 1);
  for (; *text; ++text)
    if (control_like(pattern + 1, text)) return 1;
  return control_like(pattern + 1, text);
}

/* ---- storeys ---- */

static int by_height(const void *a, const void *b) {
  const flue_storey_place *x = a, *y = b;
  return (x->z_m > y->z_m) - (x->z_m < y->z_m);
}

/** Part of a name before its first dot: the level, where names of CONTAM need one. */
static char *level_of(const char *id, double z_m) {
  const size_t n = strcspn(id, ".");
  return id[n] ? flue_format("%.*s", (int)n, id) : flue_format("%+.1f m", z_m);
}

/** Floors at about the same height are one storey. */
static flue_status storeys_of_network(const flue_net *net, flue_storeys *out) {
  const double near_m = 0.75;
  const size_t n = net->compartments.n;
  out->at = flue_alloc(n, sizeof *out->at);
  flue_storey_place *all = flue_alloc(n, sizeof *all);
  if (!out->at || !all) {
    free(all);
    return FLUE_ENOMEM;
  }
  for (size_t i = 0; i < n; ++i) {
    const flue_net_compartment *c = FLUE_ITEM(flue_net_compartment, net->compartments, i);
    all[i] = (flue_storey_place){c->id.text, c->at.v[2]};
  }
  if (n > 1) qsort(all, n, sizeof *all, by_height);
  for (size_t i = 0; i < n; ++i) {
    if (out->n > 0 && all[i].z_m - out->at[out->n - 1].z_m < near_m) continue;
    out->at[out->n++] = (flue_storey_place){level_of(all[i].name, all[i].z_m), all[i].z_m};
  }
  free(all);
  return FLUE_OK;
}

static flue_status storeys_of_layout(const flue_layout *l, flue_storeys *out) {
  out->at = flue_alloc(l->n_levels, sizeof *out->at);
  if (!out->at) return FLUE_ENOMEM;
  for (; out->n < l->n_levels; ++out->n)
    out->at[out->n] =
        (flue_storey_place){flue_copy_text(l->level[out->n].id), l->level[out->n].z_m};
  return FLUE_OK;
}

flue_status control_storeys(const flue_root *root, const flue_layout *layout, flue_storeys *out) {
  *out = (flue_storeys){0};
  return root->has_network ? storeys_of_network(&root->network, out)
                           : storeys_of_layout(layout, out);
}

void control_storeys_clear(flue_storeys *s) {
  for (size_t i = 0; i < s->n; ++i) free(s->at[i].name);
  free(s->at);
  *s = (flue_storeys){0};
}

static size_t find_storey(const flue_storeys *s, const char *name, size_t length) {
  size_t i = 0;
  while (i < s->n && !(s->at[i].name && strlen(s->at[i].name) == length &&
                       strncmp(s->at[i].name, name, length) == 0))
    ++i;
  return i;
}

int control_storey_range(const flue_storeys *s, const char *text, size_t *first, size_t *last) {
  const char *dots = strstr(text, "..");
  *first = *last = find_storey(s, text, strlen(text));
  if (*first < s->n) return 1;
  if (!dots) return 0;
  *first = find_storey(s, text, (size_t)(dots - text));
  *last = find_storey(s, dots + 2, strlen(dots + 2));
  return *first < s->n && *last < s->n && *first <= *last;
}

/* ---- checks ---- */

static void check_code(section *s, const flue_word *word) {
  flue_nearest nearest = {.word = word->text};
  for (int k = 0; k < FLUE_CODE_COUNT; ++k) {
    if (strcmp(FLUE_CODE_NAMES[k], word->text) == 0) return;
    flue_nearest_offer(&nearest, FLUE_CODE_NAMES[k]);
  }
  const char *best = flue_nearest_result(&nearest);
  flue_diagnostics_add(s->list, best ? FLUE_MSG_BAD_CHOICE_NEAR : FLUE_MSG_BAD_CHOICE, word->line,
                       word->column, "codes", word->text,
                       best ? best : "gb51251, nfpa92, ibc, en12101_6", NULL);
}

static void check_storey(section *s, const flue_word *word) {
  size_t first, last;
  if (control_storey_range(&s->storeys, word->text, &first, &last)) return;
  flue_nearest nearest = {.word = word->text};
  for (size_t i = 0; i < s->storeys.n; ++i)
    if (s->storeys.at[i].name) flue_nearest_offer(&nearest, s->storeys.at[i].name);
  flue_names_refuse(s->list, "fire_storeys", FLUE_MSG_WORD_STOREY, word, &nearest);
}

/** Whether some space is meant by the word. */
static int is_known(const section *s, const flue_word *word) {
  flue_word copy = *word;
  const flue_words one = {&copy, 1};
  if (!s->root->has_network) {
    for (size_t i = 0; i < s->layout->n_spaces; ++i)
      if (flue_layout_fits(&s->layout->space[i], &one)) return 1;
    return 0;
  }
  const flue_list *rooms = &s->root->network.compartments;
  for (size_t i = 0; i < rooms->n; ++i)
    if (control_like(word->text, FLUE_ITEM(flue_net_compartment, *rooms, i)->id.text)) return 1;
  return 0;
}

static void check_spaces(section *s, const flue_words *in) {
  const flue_message message = s->root->has_network ? FLUE_MSG_SPACES_NONE : FLUE_MSG_NO_SUCH_USE;
  for (size_t i = 0; i < in->n; ++i) {
    const flue_word *word = &in->items[i];
    if (is_known(s, word)) continue;
    if (s->root->has_network)
      flue_diagnostics_add(s->list, message, word->line, word->column, word->text, NULL);
    else
      flue_diagnostics_add(s->list, message, word->line, word->column, "spaces", word->text, NULL);
  }
}

flue_status flue_control_section_check(flue_ctx *ctx, const flue_scenario *scenario,
                                       const flue_layout *layout, flue_diagnostics *list) {
  section s = {.root = &scenario->root, .layout = layout, .list = list};
  const flue_control *c = &s.root->control_check;
  const flue_status status = control_storeys(s.root, layout, &s.storeys);
  for (size_t i = 0; status == FLUE_OK && i < c->codes.n; ++i) check_code(&s, &c->codes.items[i]);
  for (size_t i = 0; status == FLUE_OK && i < c->fire_storeys.n; ++i)
    check_storey(&s, &c->fire_storeys.items[i]);
  for (size_t i = 0; status == FLUE_OK && i < c->spaces.n; ++i)
    check_spaces(&s, &FLUE_ITEM(flue_control_spaces, c->spaces, i)->in);
  control_storeys_clear(&s.storeys);
  FLUE_CHECK(status == FLUE_OK, ctx, status, "no memory for the design check");
  return FLUE_OK;
}
