/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/people_arrivals.h"

#include <math.h>
#include <stdlib.h>

#include "postproc/csv_text.h"

static const double least_step_s = 1; /* between rows of the curves */
static const double most_rows = 3600;

/** Way of a person in a table of ways, -1 for none. */
typedef int (*way_fn)(const flue_agents_person *person);

static int exit_of(const flue_agents_person *person) {
  return person->door_out;
}

static int stair_of(const flue_agents_person *person) {
  return person->stair;
}

static int lift_of(const flue_agents_person *person) {
  return person->lift;
}

static int all_of(const flue_agents_person *person) {
  (void)person;
  return 0;
}

static int is_out(const flue_agents_person *person) {
  return isfinite(person->time_out_s);
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** Fills ways, [n], with the arrivals of those who took each. */
static flue_status fill_ways(const flue_agents_view *view, size_t n, flue_way *ways, way_fn way) {
  for (size_t i = 0; i < view->n_people; ++i) {
    const int k = way(&view->people[i]);
    if (k >= 0 && (size_t)k < n && is_out(&view->people[i])) ++ways[k].n;
  }
  for (size_t k = 0; k < n; ++k) {
    ways[k].times = flue_alloc(ways[k].n, sizeof *ways[k].times);
    if (!ways[k].times) return FLUE_ENOMEM;
    ways[k].n = 0;
  }
  for (size_t i = 0; i < view->n_people; ++i) {
    const int k = way(&view->people[i]);
    if (k >= 0 && (size_t)k < n && is_out(&view->people[i]))
      ways[k].times[ways[k].n++] = view->people[i].time_out_s;
  }
  for (size_t k = 0; k < n; ++k)
    if (ways[k].n > 1) qsort(ways[k].times, ways[k].n, sizeof *ways[k].times, ascending);
  return FLUE_OK;
}

/** Drops the ways that nobody took. @return how many are left. */
static size_t keep_used(size_t n, flue_way *ways) {
  size_t kept = 0;
  for (size_t k = 0; k < n; ++k) {
    const flue_way way = ways[k];
    if (way.n == 0) free(way.times);
    if (way.n > 0) ways[kept++] = way;
  }
  return kept;
}

static int most_used_first(const void *a, const void *b) {
  const flue_way *x = a, *y = b;
  if (x->n != y->n) return x->n > y->n ? -1 : 1;
  return (x->times[0] > y->times[0]) - (x->times[0] < y->times[0]);
}

flue_status flue_arrivals_make(const flue_agents_view *view, flue_arrivals *out) {
  *out = (flue_arrivals){.end_s = view->times[view->n_frames - 1]};
  out->n_exits = view->n_doors;
  out->n_stairs = view->n_stairs;
  out->n_lifts = view->n_lifts;
  out->exits = flue_alloc(view->n_doors, sizeof *out->exits);
  out->stairs = flue_alloc(view->n_stairs, sizeof *out->stairs);
  out->lifts = flue_alloc(view->n_lifts, sizeof *out->lifts);
  flue_status status = out->exits && out->stairs && out->lifts ? FLUE_OK : FLUE_ENOMEM;
  for (size_t i = 0; !status && i < view->n_doors; ++i) out->exits[i].name = view->doors[i].name;
  for (size_t i = 0; !status && i < view->n_stairs; ++i) out->stairs[i].name = view->stairs[i].name;
  for (size_t i = 0; !status && i < view->n_lifts; ++i) out->lifts[i].name = view->lifts[i];
  if (!status) status = fill_ways(view, 1, &out->all, all_of);
  if (!status) status = fill_ways(view, out->n_exits, out->exits, exit_of);
  if (!status) status = fill_ways(view, out->n_stairs, out->stairs, stair_of);
  if (!status) status = fill_ways(view, out->n_lifts, out->lifts, lift_of);
  if (status) {
    flue_arrivals_clear(out);
    return status;
  }
  if (out->all.n > 0) out->end_s = fmax(out->end_s, out->all.times[out->all.n - 1]);
  out->n_exits = keep_used(out->n_exits, out->exits);
  out->n_stairs = keep_used(out->n_stairs, out->stairs);
  out->n_lifts = keep_used(out->n_lifts, out->lifts);
  if (out->n_exits > 1) qsort(out->exits, out->n_exits, sizeof *out->exits, most_used_first);
  return FLUE_OK;
}

void flue_arrivals_clear(flue_arrivals *arrivals) {
  for (size_t i = 0; arrivals->exits && i < arrivals->n_exits; ++i) free(arrivals->exits[i].times);
  for (size_t i = 0; arrivals->stairs && i < arrivals->n_stairs; ++i)
    free(arrivals->stairs[i].times);
  for (size_t i = 0; arrivals->lifts && i < arrivals->n_lifts; ++i) free(arrivals->lifts[i].times);
  free(arrivals->lifts);
  free(arrivals->all.times);
  free(arrivals->exits);
  free(arrivals->stairs);
  *arrivals = (flue_arrivals){0};
}

size_t flue_way_count(const flue_way *way, double time_s) {
  size_t low = 0, high = way->n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (way->times[middle] <= time_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* ---- tables ---- */

static const char *cause_word(int cause) {
  static const char *const words[] = {"", "asphyxia", "oxygen", "heat", "irritants"};
  return cause > 0 && cause < 5 ? words[cause] : words[0];
}

static void add_cell(flue_text *out, const char *text) {
  flue_text_add(out, ",");
  if (text) flue_csv_text(out, text);
}

static void add_number(flue_text *out, double value) {
  flue_text_add(out, ",");
  flue_csv_number(out, value);
}

void flue_arrivals_table(const flue_agents_view *view, const flue_start *starts, flue_text *out) {
  flue_text_add(out, "1,,,,s,,,,s,1,\n");
  flue_text_add(out,
                "id,group,start_storey,start_room,warned,exit,stair,lift,time_outside,fed,cause\n");
  for (size_t i = 0; i < view->n_people; ++i) {
    const flue_agents_person *p = &view->people[i];
    const flue_start *s = &starts[i];
    flue_text_add(out, "%zu", i);
    add_cell(out, p->group >= 0 ? view->groups[p->group] : NULL);
    add_cell(out, s->level >= 0 ? view->floors[s->level].name : NULL);
    add_cell(out, s->room >= 0 ? view->rooms[s->room] : NULL);
    add_number(out, p->warned_s);
    add_cell(out, p->door_out >= 0 ? view->doors[p->door_out].name : NULL);
    add_cell(out, p->stair >= 0 ? view->stairs[p->stair].name : NULL);
    add_cell(out, p->lift >= 0 ? view->lifts[p->lift] : NULL);
    add_number(out, p->time_out_s);
    add_number(out, p->dose);
    add_cell(out, cause_word(p->cause));
    flue_text_add(out, "\n");
  }
}

static void add_names(size_t n, const flue_way *ways, const char *kind, flue_text *out) {
  for (size_t i = 0; i < n; ++i) {
    char *name = flue_format("%s %s", kind, ways[i].name);
    add_cell(out, name);
    if (!name) out->failed = 1;
    free(name);
  }
}

void flue_arrivals_curves(const flue_arrivals *a, flue_text *out) {
  const double step = fmax(least_step_s, ceil(a->end_s / most_rows));
  flue_text_add(out, "s,1");
  for (size_t i = 0; i < a->n_exits + a->n_stairs + a->n_lifts; ++i) flue_text_add(out, ",1");
  flue_text_add(out, "\nTime,all");
  add_names(a->n_exits, a->exits, "exit", out);
  add_names(a->n_stairs, a->stairs, "stair", out);
  add_names(a->n_lifts, a->lifts, "lift", out);
  flue_text_add(out, "\n");
  for (double t = 0;; t = fmin(t + step, a->end_s)) {
    flue_csv_number(out, t);
    flue_text_add(out, ",%zu", flue_way_count(&a->all, t));
    for (size_t i = 0; i < a->n_exits; ++i)
      flue_text_add(out, ",%zu", flue_way_count(&a->exits[i], t));
    for (size_t i = 0; i < a->n_stairs; ++i)
      flue_text_add(out, ",%zu", flue_way_count(&a->stairs[i], t));
    for (size_t i = 0; i < a->n_lifts; ++i)
      flue_text_add(out, ",%zu", flue_way_count(&a->lifts[i], t));
    flue_text_add(out, "\n");
    if (!(t < a->end_s)) break;
  }
}
