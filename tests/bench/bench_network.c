/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time to build a network and find its steady pressures: bench_network FILE [TIMES]. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "scenarios/derive.h"

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  const int times = argc > 2 ? atoi(argv[2]) : 20;
  flue_ctx *ctx = NULL;
  flue_diagnostics list = {.file = argc > 1 ? argv[1] : ""};
  flue_scenario *scenario = NULL;
  flue_layout *layout = NULL;
  flue_walkable *walkable = NULL;
  flue_draw draw = {0};
  flue_case *c = NULL;
  if (argc < 2 || flue_ctx_create(&ctx) ||
      flue_scenario_read(ctx, argv[1], NULL, &list, &scenario) ||
      flue_layout_create(ctx, scenario, &list, &layout) ||
      flue_walkable_create(ctx, layout, &walkable) || flue_draw_medians(ctx, scenario, &draw) ||
      flue_case_create(ctx, layout, walkable, &draw, &c)) {
    fprintf(stderr, "%s\n", ctx ? flue_last_error(ctx) : "bench_network FILE [TIMES]");
    return 2;
  }
  double best = 1e300;
  for (int i = 0; i < times; ++i) {
    flue_network *net = NULL;
    const double start = now_ms();
    if (flue_network_create(ctx, &c->input.network, &net)) {
      fprintf(stderr, "%s\n", flue_last_error(ctx));
      return 5;
    }
    const double took = now_ms() - start;
    if (took < best) best = took;
    flue_network_destroy(&net);
  }
  printf("%zu compartments, %zu openings: %.2f ms\n", c->input.network.n_compartments,
         c->input.network.n_openings, best);
  flue_case_destroy(&c);
  flue_draw_clear(&draw);
  flue_walkable_destroy(&walkable);
  flue_layout_destroy(&layout);
  flue_scenario_destroy(&scenario);
  flue_diagnostics_clear(&list);
  flue_ctx_destroy(&ctx);
  return 0;
}
