/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans of large portfolios: time and proved gap. */
#include <stdio.h>
#include <time.h>

#include "tests/postproc/plan_fixture.h"

static double cpu_s(void) {
  return (double)clock() / (double)CLOCKS_PER_SEC;
}

static void plan_of(size_t n, size_t packages, size_t years, size_t funds) {
  portfolio f = portfolio_make(1, n, packages, years, funds, 0.3);
  flue_plan_result plan;
  const double begin = cpu_s();
  if (flue_plan_solve(NULL, &f.p, &plan) != FLUE_OK) return;
  printf("%zu buildings, %zu packages each, %zu years, %zu funds: %.2f s CPU, gap %.4f %%\n", n,
         packages, years, funds, cpu_s() - begin, 100 * flue_plan_gap(&plan));
  flue_plan_clear(&plan);
  portfolio_clear(&f);
}

int main(void) {
  plan_of(1000, 5, 3, 3);
  plan_of(10000, 5, 3, 3);
  plan_of(100000, 5, 3, 3);
  return 0;
}
