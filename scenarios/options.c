/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/options.h"

#include <string.h>

#include "core/memory.h"

size_t flue_option_find(const flue_scenario *scenario, const char *id) {
  size_t i = 0;
  while (i < scenario->root.options.n &&
         strcmp(FLUE_ITEM(flue_option, scenario->root.options, i)->id.text, id) != 0)
    ++i;
  return i;
}

static void check_names(const flue_scenario *scenario, const flue_option *option,
                        const flue_words *names, flue_diagnostics *list) {
  flue_text others = {0};
  for (size_t k = 0; k < scenario->root.options.n; ++k) {
    const char *id = FLUE_ITEM(flue_option, scenario->root.options, k)->id.text;
    if (strcmp(id, option->id.text) != 0)
      flue_text_add(&others, "%s%s", others.length ? ", " : "", id);
  }
  for (size_t i = 0; i < names->n; ++i) {
    const flue_word *name = &names->items[i];
    const int is_there = flue_option_find(scenario, name->text) < scenario->root.options.n;
    if (!is_there || strcmp(name->text, option->id.text) == 0)
      flue_diagnostics_add(list, FLUE_MSG_OPTION_NAME, name->line, name->column, option->id.text,
                           name->text, others.data ? others.data : "-", NULL);
  }
  flue_text_clear(&others);
}

void flue_options_check(const flue_scenario *scenario, flue_diagnostics *list) {
  for (size_t i = 0; i < scenario->root.options.n; ++i) {
    const flue_option *o = FLUE_ITEM(flue_option, scenario->root.options, i);
    for (size_t k = 0; k < o->requires.n; ++k)
      for (size_t m = 0; m < o->excludes.n; ++m)
        if (strcmp(o->requires.items[k].text, o->excludes.items[m].text) == 0)
          flue_diagnostics_add(list, FLUE_MSG_OPTION_BOTH, o->excludes.items[m].line,
                               o->excludes.items[m].column, o->id.text, o->excludes.items[m].text,
                               NULL);
    check_names(scenario, o, &o->requires, list);
    check_names(scenario, o, &o->excludes, list);
    const int is_low = o->cost_low.amount > 0 && o->cost_low.amount > o->cost.amount;
    const int is_high = o->cost_high.amount > 0 && o->cost_high.amount < o->cost.amount;
    const flue_word *a = &o->cost.per, *b = is_low ? &o->cost_low.per : &o->cost_high.per;
    const int is_alike = !a->text == !b->text && (!a->text || strcmp(a->text, b->text) == 0);
    if ((is_low || is_high) && is_alike)
      flue_diagnostics_add(list, FLUE_MSG_OPTION_RANGE, o->id.line, o->id.column, o->id.text, NULL);
  }
}

static int is_in(uint32_t set, size_t option) {
  const size_t bits = 32;
  return option < bits && (set >> option & 1);
}

int flue_options_fit(const flue_scenario *scenario, uint32_t set) {
  for (size_t i = 0; i < scenario->root.options.n; ++i) {
    if (!is_in(set, i)) continue;
    const flue_option *o = FLUE_ITEM(flue_option, scenario->root.options, i);
    for (size_t k = 0; k < o->requires.n; ++k)
      if (!is_in(set, flue_option_find(scenario, o->requires.items[k].text))) return 0;
    for (size_t k = 0; k < o->excludes.n; ++k)
      if (is_in(set, flue_option_find(scenario, o->excludes.items[k].text))) return 0;
  }
  return 1;
}
