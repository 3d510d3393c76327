/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From which spaces doors lead outside. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "scenarios/layout_internal.h"

static int is_stair(const flue_space *s) {
  return s->shaft && s->shaft->kind == FLUE_SHAFT_STAIR;
}

/** Neighbours by door of each space, as lists one after the other. */
typedef struct graph {
  size_t *start, *next;
} graph;

static int build_graph(const flue_layout *l, layout_door_fn is_shut, graph *g) {
  const size_t n = l->n_spaces;
  g->start = flue_alloc(n + 2, sizeof *g->start);
  g->next = flue_alloc(2 * (l->n_gaps + n) + 1, sizeof *g->next);
  if (!g->start || !g->next) return 0;
  for (int pass = 0; pass < 2; ++pass) {
    /* pass 0 counts two places ahead, so that pass 1 ends with start[i] where list i begins */
    for (size_t k = 0; k < l->n_gaps; ++k) {
      const flue_gap *gap = &l->gap[k];
      if (gap->b == FLUE_OPEN_AIR || !flue_layout_is_walkable(l, gap)) continue;
      if (is_shut && is_shut(gap->door)) continue;
      if (pass) {
        g->next[g->start[gap->a + 1]++] = gap->b;
        g->next[g->start[gap->b + 1]++] = gap->a;
      } else {
        ++g->start[gap->a + 2];
        ++g->start[gap->b + 2];
      }
    }
    if (!pass)
      for (size_t i = 2; i < n + 2; ++i) g->start[i] += g->start[i - 1];
  }
  return 1;
}

static void reach(const flue_layout *l, const graph *g, size_t *queue, size_t n_queue,
                  unsigned char *reached) {
  for (size_t head = 0; head < n_queue; ++head) {
    const size_t at = queue[head];
    for (size_t k = g->start[at]; k < g->start[at + 1]; ++k)
      if (!reached[g->next[k]]) {
        reached[g->next[k]] = 1;
        queue[n_queue++] = g->next[k];
      }
    if (!is_stair(&l->space[at])) continue;
    for (size_t i = 0; i < l->n_spaces; ++i)
      if (l->space[i].shaft == l->space[at].shaft && !reached[i]) {
        reached[i] = 1;
        queue[n_queue++] = i;
      }
  }
}

void layout_mark_ways(const flue_layout *l, layout_door_fn is_shut, unsigned char *reached) {
  graph g = {0};
  size_t *queue = flue_alloc(l->n_spaces, sizeof *queue);
  memset(reached, 0, l->n_spaces);
  if (queue && build_graph(l, is_shut, &g)) {
    size_t n = 0;
    for (size_t k = 0; k < l->n_gaps; ++k) {
      const flue_gap *gap = &l->gap[k];
      if (!flue_layout_is_exit(l, gap) || reached[gap->a]) continue;
      if (is_shut && is_shut(gap->door)) continue;
      reached[gap->a] = 1;
      queue[n++] = gap->a;
    }
    reach(l, &g, queue, n, reached);
  }
  free(queue);
  free(g.start);
  free(g.next);
}

void flue_layout_mark_ways_out(const flue_layout *l, unsigned char *reached) {
  layout_mark_ways(l, NULL, reached);
}
