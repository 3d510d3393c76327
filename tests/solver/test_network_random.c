/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random buildings: each runs to its end or says which compartment is impossible and why. Set
 * FLUE_RANDOM_BUILDINGS to try more than the usual number, FLUE_RANDOM_FIRST to begin elsewhere. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "flue_test.h"
#include "solver/random_building.h"

typedef struct tally {
  size_t finished, refused, wrong;
  double slowest_s;
  uint32_t slowest;
} tally;

static double cpu_now(void) {
  return (double)clock() / CLOCKS_PER_SEC;
}

static int number_from(const char *name, int usual) {
  const char *text = getenv(name);
  return text ? atoi(text) : usual;
}

/** NULL, or what is wrong with the state of the gas. */
static const char *fault(const flue_network *net) {
  flue_network_view v;
  flue_network_balance balance;
  flue_network_get(net, &v);
  flue_network_get_balance(net, &balance);
  for (size_t i = 0; i < v.n_compartments; ++i) {
    if (!isfinite(v.pressure[i]) || fabs(v.pressure[i]) > 1e8) return "pressure";
    const int cells[2] = {v.lower[i], v.upper[i]};
    for (int l = 0; l < 2 && cells[l] >= 0; ++l) {
      if (!(v.temp[cells[l]] > 100.0) || !(v.temp[cells[l]] < 2e4)) return "temperature";
      if (!(v.density[cells[l]] > 0.0) || !(v.size[cells[l]] > 0.0)) return "mass";
    }
  }
  for (size_t c = 0; c < v.n_cells * FLUE_SPECIES_COUNT; ++c)
    if (!(v.fraction[c] > -1e-9) || !(v.fraction[c] < 1.0 + 1e-9)) return "fraction";
  if (!(balance.mass_error < 1e-8)) return "mass balance";
  if (!(balance.energy_error < 1e-8)) return "energy balance";
  return NULL;
}

static void try_building(flue_ctx *ctx, random_building *b, uint32_t number, tally *t) {
  random_building_make(b, number);
  flue_network *net = NULL;
  const double start = cpu_now();
  flue_status status = flue_network_create(ctx, &b->input, &net);
  const char *wrong = status == FLUE_OK ? fault(net) : NULL;
  for (int part = 1; part <= 10 && status == FLUE_OK && !wrong; ++part) {
    status = flue_network_advance(ctx, net, 0.1 * part * b->end_s);
    if (status == FLUE_OK) wrong = fault(net);
  }
  const double took = cpu_now() - start;
  if (took > t->slowest_s) {
    t->slowest_s = took;
    t->slowest = number;
  }
  if (wrong) {
    printf("building %u: %s is wrong\n", number, wrong);
    ++t->wrong;
  } else if (status == FLUE_OK) {
    ++t->finished;
  } else if (strstr(flue_last_error(ctx), "compartment")) {
    if (getenv("FLUE_RANDOM_SAY")) printf("building %u: %s\n", number, flue_last_error(ctx));
    ++t->refused;
  } else {
    printf("building %u: no compartment named: %s\n", number, flue_last_error(ctx));
    ++t->wrong;
  }
  flue_network_destroy(&net);
}

static void random_buildings_finish_or_name_the_impossible(void **state) {
  (void)state;
  const int count = number_from("FLUE_RANDOM_BUILDINGS", 150);
  const int first = number_from("FLUE_RANDOM_FIRST", 0);
  const double longest_s = 60.0; /* of one building, with sanitizers */
  flue_ctx *ctx = NULL;
  random_building *b = malloc(sizeof *b);
  tally t = {0};
  assert_non_null(b);
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  for (int i = 0; i < count; ++i) try_building(ctx, b, (uint32_t)(first + i), &t);
  printf("%zu finished, %zu refused by name, %zu wrong; the slowest, building %u, took %.2f s\n",
         t.finished, t.refused, t.wrong, t.slowest, t.slowest_s);
  flue_ctx_destroy(&ctx);
  free(b);
  assert_int_equal(t.wrong, 0);
  assert_true(t.finished > 0);
  assert_true(t.slowest_s < longest_s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_buildings_finish_or_name_the_impossible),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
