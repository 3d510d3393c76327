/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a batch among programs. Locks are of processes, so that other programs are children. */
#include <sys/wait.h>

#include "post_fixture.h"
#include "postproc/batch_parts.h"

enum { n_samples = 5000, n_pieces = 2500 };

static flue_batch_store *join(const flue_batch_plan *plan, const char *path, const char *worker,
                              int is_merging) {
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_join(ctx, path, plan, worker, is_merging, &store), FLUE_OK);
  return store;
}

/** Runs a piece: adds its samples. @return how many. */
static size_t run_piece(flue_batch_store *store, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    const double inputs[2] = {0.01 * (double)i, 1};
    const flue_outcome outcome = made_up_outcome(i);
    const int has_failed = i % 1000 == 7;
    assert_int_equal(flue_batch_put(ctx, store, i, has_failed ? FLUE_ENUMERIC : 0, "too hot", 1,
                                    inputs, has_failed ? NULL : &outcome, NULL),
                     FLUE_OK);
  }
  return to - from;
}

/** Runs pieces until none is left, or so many. @return samples run. */
static size_t run_pieces(flue_batch_store *store, size_t most) {
  size_t done = 0, from = 0, to = 1;
  for (size_t k = 0; k < most && to > from; ++k) {
    assert_int_equal(flue_batch_claim(ctx, store, &from, &to), FLUE_OK);
    done += run_piece(store, from, to);
  }
  return done;
}

static void pieces_are_few_and_cover_all(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, n_samples);
  flue_batch_store *store = join(&plan, scratch("pieces.h5"), "only", 1);
  size_t n = 0, piece = 0;
  flue_batch_pieces(store, &n, &piece);
  assert_int_equal(n, n_pieces);
  assert_int_equal(piece, 2);
  assert_int_equal(run_pieces(store, SIZE_MAX), n_samples);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
  assert_int_not_equal(access(scratch("pieces.h5.parts"), F_OK), 0);
  flue_batch *b = NULL;
  assert_int_equal(flue_batch_read(ctx, scratch("pieces.h5"), &b), FLUE_OK);
  assert_int_equal(b->n_failed, 5);
  assert_near(b->failed[4], 4007, 0);
  assert_string_equal(b->cause[4], "too hot");
  flue_batch_destroy(&b);
}

static void what_a_dead_worker_left_is_taken_over(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, n_samples);
  flue_batch_store *dead = join(&plan, scratch("dead.h5"), "dead", 0);
  assert_int_equal(run_pieces(dead, 40), 80);
  size_t from = 0, to = 0;
  assert_int_equal(flue_batch_claim(ctx, dead, &from, &to), FLUE_OK);
  run_piece(dead, from, from + 1); /* half of it */
  flue_batch_close(&dead);
  flue_batch_store *heir = join(&plan, scratch("dead.h5"), "heir", 1);
  assert_int_equal(flue_batch_count(heir), 81);
  size_t seen = 0, last = 0;
  for (from = 0, to = 1; to > from;) {
    assert_int_equal(flue_batch_claim(ctx, heir, &from, &to), FLUE_OK);
    for (size_t i = from; i < to; ++i) {
      if (flue_batch_has(heir, i)) continue;
      seen += run_piece(heir, i, i + 1);
      last = i;
    }
  }
  assert_int_equal(seen, n_samples - 81);
  assert_int_equal(last % 2, 1); /* the other half comes at the end */
  assert_int_equal(flue_batch_finish(ctx, &heir), FLUE_OK);
}

/** A worker in another process that claims a piece and waits to be let go. */
static pid_t start_slow_worker(const flue_batch_plan *plan, const char *path, int *let_go) {
  int ready[2], go[2];
  assert_int_equal(pipe(ready) | pipe(go), 0);
  const pid_t child = fork();
  assert_true(child >= 0);
  char byte = 0;
  if (child == 0) {
    close(go[1]);
    flue_batch_store *slow = join(plan, path, "slow", 0);
    size_t from = 0, to = 0;
    int status = flue_batch_claim(ctx, slow, &from, &to);
    if (write(ready[1], "r", 1) != 1 || read(go[0], &byte, 1) < 0) status = 1;
    _exit(status);
  }
  close(go[0]);
  assert_int_equal(read(ready[0], &byte, 1), 1);
  *let_go = go[1];
  return child;
}

static void what_a_living_worker_has_is_left_to_it(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, n_samples);
  int let_go = -1, status = 0;
  const pid_t slow = start_slow_worker(&plan, scratch("slow.h5"), &let_go);
  flue_batch_store *store = join(&plan, scratch("slow.h5"), "main", 1);
  assert_int_equal(run_pieces(store, SIZE_MAX), n_samples - 2);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_EARG); /* a sample is missing */
  close(let_go);
  waitpid(slow, &status, 0);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  flue_batch_close(&store);
  store = join(&plan, scratch("slow.h5"), "main", 1);
  assert_int_equal(run_pieces(store, SIZE_MAX), 2);
  assert_int_equal(flue_batch_finish(ctx, &store), FLUE_OK);
}

static void two_programs_of_one_name_are_refused(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, n_samples);
  int let_go = -1, status = 0;
  const pid_t slow = start_slow_worker(&plan, scratch("twice.h5"), &let_go);
  flue_batch_store *store = NULL;
  assert_int_equal(flue_batch_join(ctx, scratch("twice.h5"), &plan, "slow", 0, &store), FLUE_EIO);
  assert_non_null(strstr(flue_last_error(ctx), "E530"));
  close(let_go);
  waitpid(slow, &status, 0);
}

static void another_batch_is_refused_and_leaves_nothing(void **state) {
  (void)state;
  const flue_provenance provenance = made_up_provenance();
  const flue_batch_plan plan = made_up_plan(&provenance, n_samples);
  const flue_batch_plan other = made_up_plan(&provenance, 50);
  flue_batch_store *store = join(&plan, scratch("other.h5"), "a", 0);
  flue_batch_close(&store);
  assert_int_equal(flue_batch_join(ctx, scratch("other.h5"), &other, "b", 0, &store), FLUE_EINPUT);
  assert_int_not_equal(access(scratch("other.h5.parts/b.journal"), F_OK), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_are_few_and_cover_all),
      cmocka_unit_test(what_a_dead_worker_left_is_taken_over),
      cmocka_unit_test(what_a_living_worker_has_is_left_to_it),
      cmocka_unit_test(two_programs_of_one_name_are_refused),
      cmocka_unit_test(another_batch_is_refused_and_leaves_nothing),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
