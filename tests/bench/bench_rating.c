/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buildings graded a second, and the memory that takes. bench_rating [RECORDS [METHOD]] writes a
 * table of random buildings into /tmp and grades it. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "core/hash.h"
#include "postproc/grading/records.h"
#include "scenarios/method/method_reader.h"

static double wall_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** Next of a chain of 64-bit numbers (splitmix64), as a share of 1. */
static double share(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static void write_cell(FILE *file, const flue_method *m, const flue_method_input *in,
                       uint64_t *state) {
  const double missing = 0.03, u = share(state);
  if (share(state) < missing)
    fputs(",", file);
  else if (in->kind == FLUE_INPUT_YES_NO)
    fputs(u < 0.97 ? (in->good > 0 ? ",yes" : ",no") : (in->good > 0 ? ",no" : ",yes"), file);
  else if (in->kind == FLUE_INPUT_CHOICE)
    fprintf(file, ",%s", m->choices[in->choice + (size_t)(u * (double)in->n_choices)].id);
  else
    fprintf(file, ",%.3f", in->low + u * ((in->high < 1e3 ? in->high : 1e3) - in->low));
}

static int write_records(const char *path, const flue_method *m, long n) {
  FILE *file = fopen(path, "w");
  if (!file) return 0;
  uint64_t state = 1;
  fputs("id", file);
  for (size_t i = 0; i < m->n_inputs; ++i) fprintf(file, ",%s", m->inputs[i].name.id);
  for (long k = 0; k < n; ++k) {
    fprintf(file, "\nB%07ld", k);
    for (size_t i = 0; i < m->n_inputs; ++i) write_cell(file, m, &m->inputs[i], &state);
  }
  fputs("\n", file);
  return fclose(file) == 0;
}

static void run(flue_ctx *ctx, const flue_records_job *job, int threads) {
  flue_diagnostics list = {0};
  flue_records_result result;
  omp_set_num_threads(threads);
  const double begin = wall_s();
  const flue_status status = flue_records_grade(ctx, job, &list, &result);
  const double used = wall_s() - begin;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  if (status != FLUE_OK || list.errors) {
    printf("not graded: %s, %zu mistakes\n", flue_last_error(ctx), list.errors);
    flue_diagnostics_clear(&list);
    return;
  }
  printf(
      "%d thread(s)%s: %zu buildings in %.2f s, %.0f a second, %.0f MB at most so far; %zu with "
      "one grade\n",
      threads, job->journal ? " with journal" : "", result.n, used, (double)result.n / used,
      (double)usage.ru_maxrss / 1024.0, result.n_one);
  flue_records_result_clear(&result);
}

static void print_hash(const char *path) {
  char hash[FLUE_SHA256_SIZE];
  FILE *file = fopen(path, "rb");
  if (!file) return;
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  if (flue_sha256_file(file, (uint64_t)size, hash) == FLUE_OK)
    printf("  sha256 of the grades %.16s\n", hash);
  fclose(file);
}

int main(int argc, char **argv) {
  const long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
  const char *name = argc > 2 ? argv[2] : "static_dynamic";
  char input[64], output[64], journal[64];
  flue_ctx *ctx = NULL;
  flue_method *method = NULL;
  flue_text findings = {0};
  snprintf(input, sizeof input, "/tmp/bench_rating_%d.csv", (int)getpid());
  snprintf(output, sizeof output, "/tmp/bench_rating_%d.grades.csv", (int)getpid());
  snprintf(journal, sizeof journal, "/tmp/bench_rating_%d.journal.csv", (int)getpid());
  if (flue_ctx_create(&ctx) || flue_method_load(ctx, name, &method, &findings) ||
      !write_records(input, method, n)) {
    printf("cannot begin: %s\n", findings.data ? findings.data : "");
    return 1;
  }
  printf("%s: %zu inputs, %zu operations\n", name, method->n_inputs, method->n_ops);
  flue_records_job job = {
      .method = method, .input = input, .output = output, .time = "2026-01-01T00:00:00Z"};
  run(ctx, &job, 2);
  print_hash(output);
  run(ctx, &job, 1);
  print_hash(output);
  job.journal = journal;
  run(ctx, &job, 2);
  run(ctx, &job, 2);
  remove(input);
  remove(output);
  remove(journal);
  flue_method_destroy(&method);
  flue_text_clear(&findings);
  flue_ctx_destroy(&ctx);
  return 0;
}
