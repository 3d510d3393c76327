/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fire protection systems share: power, water, upkeep. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/case_internal.h"

static const double true_from = 0.5; /* yes-or-no numbers are 0 or 1 */

/** Index of a supply among the first n; n when there is none of that name. */
static size_t find_supply(const flue_list *supplies, const flue_word *name, size_t n) {
  for (size_t i = 0; i < n; ++i)
    if (strcmp(FLUE_ITEM(flue_supply, *supplies, i)->id.text, name->text) == 0) return i;
  return n;
}

/** Whether all supplies work that are named, among the first n, and all that feed these. */
static int all_work(const deriver *d, const flue_words *fed_by, size_t n) {
  const flue_list *supplies = &d->root->systems.supplies;
  for (size_t k = 0; k < fed_by->n; ++k) {
    const size_t i = find_supply(supplies, &fed_by->items[k], n);
    if (i == n) continue;
    const flue_supply *s = FLUE_ITEM(flue_supply, *supplies, i);
    if (!(flue_draw_get(d->draw, &s->works) > true_from) || !all_work(d, &s->fed_by, i)) return 0;
  }
  return 1;
}

int case_supplies_work(const deriver *d, const flue_words *fed_by) {
  return all_work(d, fed_by, d->root->systems.supplies.n);
}

/* ---- probabilities ---- */

double case_probability(const flue_value *v) {
  return v->d.kind == FLUE_PROBABILITY ? v->d.p[0] : v->id < 0 ? v->d.p[0] > true_from : true_from;
}

double case_supplies_probability(const flue_root *root, const flue_words *fed_by) {
  const flue_list *supplies = &root->systems.supplies;
  unsigned char *is_needed = flue_alloc(supplies->n, 1);
  if (!is_needed) return NAN;
  const flue_words *names = fed_by;
  double p = 1.0;
  for (size_t n = supplies->n + 1; n-- > 0;) { /* from the systems down to what feeds all else */
    for (size_t k = 0; names && k < names->n; ++k) {
      const size_t i = find_supply(supplies, &names->items[k], n);
      if (i < n) is_needed[i] = 1;
    }
    names = NULL;
    if (n == 0 || !is_needed[n - 1]) continue;
    const flue_supply *s = FLUE_ITEM(flue_supply, *supplies, n - 1);
    p *= case_probability(&s->works);
    names = &s->fed_by;
  }
  free(is_needed);
  return p;
}

/* ---- common causes ---- */

/** A system that is drawn once a sample. */
typedef struct shared_system {
  const flue_value *works;
  const flue_words *fed_by;
} shared_system;

static shared_system system_at(const flue_systems *s, size_t k) {
  if (k < s->sprinklers.n) {
    const flue_sprinklers *x = FLUE_ITEM(flue_sprinklers, s->sprinklers, k);
    return (shared_system){&x->works, &x->fed_by};
  }
  k -= s->sprinklers.n;
  if (k < s->pressurisation.n) {
    const flue_pressurisation *x = FLUE_ITEM(flue_pressurisation, s->pressurisation, k);
    return (shared_system){&x->works, &x->fed_by};
  }
  k -= s->pressurisation.n;
  if (k < s->exhaust.n) {
    const flue_exhaust *x = FLUE_ITEM(flue_exhaust, s->exhaust, k);
    return (shared_system){&x->works, &x->fed_by};
  }
  return (shared_system){&s->alarm.works, &s->alarm.fed_by};
}

/** The first of the supplies named whose common cause is at work in this sample; or none. */
static size_t active_cause(const deriver *d, const flue_words *fed_by) {
  const flue_list *supplies = &d->root->systems.supplies;
  for (size_t k = 0; k < fed_by->n; ++k) {
    const size_t i = find_supply(supplies, &fed_by->items[k], supplies->n);
    if (i == supplies->n) continue;
    if (flue_draw_get(d->draw, &FLUE_ITEM(flue_supply, *supplies, i)->common_cause) > true_from)
      return i;
  }
  return supplies->n;
}

/** Share by which all systems of a common cause are drawn: uniform, and below the probability of
 *  failure of the least reliable of them just when that fails by its own draw, so that what was
 *  drawn more often than it happens keeps its weight. */
static double common_share(const deriver *d, size_t cause) {
  const flue_systems *s = &d->root->systems;
  const size_t n = s->sprinklers.n + s->pressurisation.n + s->exhaust.n + 1;
  const flue_value *leader = NULL;
  for (size_t k = 0; k < n; ++k) {
    const shared_system x = system_at(s, k);
    if (active_cause(d, x.fed_by) != cause) continue;
    if (!leader || case_probability(x.works) < case_probability(leader)) leader = x.works;
  }
  const uint32_t item = UINT32_C(0x80000000) | (uint32_t)cause; /* devices count from 0 */
  const double within = flue_uniform(flue_draw_stream(d->draw, FLUE_PURPOSE_SYSTEM), item, 0);
  if (!leader) return within;
  const double fails = 1 - case_probability(leader);
  const int has_failed = !(flue_draw_get(d->draw, leader) > true_from);
  return has_failed ? within * fails : fails + within * (1 - fails);
}

int case_common_cause(const deriver *d, const flue_value *works, const flue_words *fed_by,
                      int *is_sound) {
  const size_t cause = active_cause(d, fed_by);
  if (cause == d->root->systems.supplies.n) return 0;
  *is_sound = common_share(d, cause) >= 1 - case_probability(works);
  return 1;
}

int case_system_works(const deriver *d, const flue_value *works, const flue_words *fed_by) {
  int is_sound = 1;
  if (!case_common_cause(d, works, fed_by, &is_sound))
    is_sound = flue_draw_get(d->draw, works) > true_from;
  return is_sound && case_supplies_work(d, fed_by);
}
