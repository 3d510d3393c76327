/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/batch_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/memory.h"
#include "postproc/atomic_file.h"
#include "postproc/batch_private.h"
#include "postproc/refuse.h"

/** Most pieces of a batch: so many claims are made in its folder. */
enum { most_pieces = 4096 };

static const char journal_ending[] = ".journal";

char *flue_batch_folder(const char *path) {
  return flue_format("%s.parts", path);
}

static char *journal_path(const char *folder, const char *worker) {
  return flue_format("%s/%s%s", folder, worker, journal_ending);
}

/** Name of the worker whose journal a file of the folder is; owned; NULL for other files. */
static char *worker_of(const char *name) {
  const size_t n = strlen(name), ending = sizeof journal_ending - 1;
  const int is_journal = n > ending && strcmp(name + n - ending, journal_ending) == 0;
  return is_journal ? flue_format("%.*s", (int)(n - ending), name) : NULL;
}

/** Reads what another worker has done. */
static flue_status read_worker(flue_ctx *ctx, flue_batch_store *store, const char *worker) {
  const batch_claims *c = &store->claims;
  if (strcmp(worker, c->worker) == 0) return FLUE_OK; /* closing one's own would free its lock */
  char *path = journal_path(c->folder, worker);
  if (!path) return FLUE_ENOMEM;
  const flue_status status =
      flue_journal_read(ctx, path, store->header, store->width, batch_store_found, store);
  free(path);
  return status;
}

flue_status flue_batch_gather(flue_ctx *ctx, flue_batch_store *store) {
  const batch_claims *c = &store->claims;
  DIR *folder = opendir(c->folder);
  if (!folder && access(store->path, F_OK) == 0) return FLUE_OK;
  if (!folder)
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_READ, c->folder, "", strerror(errno), NULL);
  flue_status status = FLUE_OK;
  for (const struct dirent *e; !status && (e = readdir(folder)) != NULL;) {
    char *worker = worker_of(e->d_name);
    if (worker) status = read_worker(ctx, store, worker);
    free(worker);
  }
  closedir(folder);
  if (!status)
    status =
        flue_journal_read(ctx, store->part, store->header, store->width, batch_store_found, store);
  return status;
}

/** Pieces, and where this worker begins: spread, so that workers seldom want the same one. */
static flue_status plan_pieces(flue_batch_store *store) {
  batch_claims *c = &store->claims;
  const size_t n = store->plan.n;
  c->piece = (n + most_pieces - 1) / most_pieces;
  c->n = (n + c->piece - 1) / c->piece;
  c->mine = flue_alloc(c->n, 1);
  c->first = (size_t)(flue_hash_text(c->worker) % c->n);
  return c->mine ? FLUE_OK : FLUE_ENOMEM;
}

static flue_status join(flue_ctx *ctx, flue_batch_store *store, const char *worker) {
  batch_claims *c = &store->claims;
  c->folder = flue_batch_folder(store->path);
  c->worker = flue_copy_text(worker);
  if (!c->folder || !c->worker) return FLUE_ENOMEM;
  FLUE_TRY(flue_make_folder(ctx, c->folder));
  FLUE_TRY(plan_pieces(store));
  free(store->causes);
  store->causes = flue_format("%s/%s.causes", c->folder, worker);
  char *path = store->causes ? journal_path(c->folder, worker) : NULL;
  if (!path) return FLUE_ENOMEM;
  flue_status status = flue_batch_gather(ctx, store); /* of another batch: nothing is left here */
  if (!status)
    status = flue_journal_open(ctx, path, store->header, store->width, batch_store_found, store,
                               &store->journal);
  free(path);
  return status;
}

flue_status flue_batch_join(flue_ctx *ctx, const char *path, const flue_batch_plan *plan,
                            const char *worker, int is_merging, flue_batch_store **out) {
  FLUE_TRY(batch_store_create(path, plan, is_merging, out));
  const flue_status status = join(ctx, *out, worker);
  if (status) flue_batch_close(out);
  return status;
}

/* ---- claims ---- */

static int is_done(const flue_batch_store *store, size_t piece) {
  const size_t from = piece * store->claims.piece;
  for (size_t i = from; i < from + store->claims.piece && i < store->plan.n; ++i)
    if (!store->has[i]) return 0;
  return 1;
}

static char *claim_path(const batch_claims *c, size_t piece, unsigned round) {
  return flue_format("%s/claim.%zu.%u", c->folder, piece, round);
}

/** Claims a piece in a round. @param is_claimed  Whether it was this program that did. */
static flue_status claim(flue_ctx *ctx, batch_claims *c, size_t piece, unsigned round,
                         int *is_claimed) {
  char *path = claim_path(c, piece, round);
  if (!path) return FLUE_ENOMEM;
  *is_claimed = symlink(c->worker, path) == 0;
  flue_status status = FLUE_OK;
  if (!*is_claimed && errno != EEXIST)
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, strerror(errno), NULL);
  if (*is_claimed) c->mine[piece] = 1;
  free(path);
  return status;
}

/** Who claimed a piece last, "" for nobody, and in which round. */
static flue_status find_owner(const batch_claims *c, size_t piece, char *owner, size_t size,
                              unsigned *round) {
  owner[0] = '\0';
  for (*round = 0;; ++*round) {
    char *path = claim_path(c, piece, *round);
    if (!path) return FLUE_ENOMEM;
    const ssize_t n = readlink(path, owner, size - 1);
    free(path);
    if (n < 0) break; /* owner stays that of the round before */
    owner[n] = '\0';
  }
  return FLUE_OK;
}

static flue_status is_alive(const batch_claims *c, const char *worker, int *out) {
  char *path = journal_path(c->folder, worker);
  if (!path) return FLUE_ENOMEM;
  *out = strcmp(worker, c->worker) != 0 && flue_journal_is_held(path);
  free(path);
  return FLUE_OK;
}

/** Claims what a worker that has ended left undone. */
static flue_status take_over(flue_ctx *ctx, flue_batch_store *store, size_t piece,
                             int *is_claimed) {
  enum { longest_name = 256 };
  batch_claims *c = &store->claims;
  char owner[longest_name];
  unsigned round = 0;
  int alive = 0;
  FLUE_TRY(find_owner(c, piece, owner, sizeof owner, &round));
  if (owner[0]) FLUE_TRY(is_alive(c, owner, &alive));
  if (alive) return FLUE_OK;
  FLUE_TRY(claim(ctx, c, piece, round, is_claimed));
  /* it may have added some since all were read */
  return *is_claimed && owner[0] ? read_worker(ctx, store, owner) : FLUE_OK;
}

flue_status flue_batch_claim(flue_ctx *ctx, flue_batch_store *store, size_t *from, size_t *to) {
  batch_claims *c = &store->claims;
  int is_claimed = 0;
  size_t piece = 0;
  for (; !is_claimed && c->asked < 2 * c->n; ++c->asked) {
    if (c->asked == c->n) FLUE_TRY(flue_batch_gather(ctx, store));
    piece = (c->first + c->asked) % c->n;
    if (c->mine[piece] || is_done(store, piece)) continue;
    if (c->asked < c->n)
      FLUE_TRY(claim(ctx, c, piece, 0, &is_claimed));
    else
      FLUE_TRY(take_over(ctx, store, piece, &is_claimed));
  }
  *from = is_claimed ? piece * c->piece : 0;
  *to = is_claimed ? *from + c->piece : 0;
  if (*to > store->plan.n) *to = store->plan.n;
  return FLUE_OK;
}

void flue_batch_look_again(flue_batch_store *store) {
  if (store->claims.asked > store->claims.n) store->claims.asked = store->claims.n;
}

int flue_batch_is_busy(const char *path) {
  char *part = flue_part_path(path), *name = flue_batch_folder(path);
  int is_busy = part && flue_journal_is_held(part);
  DIR *folder = name ? opendir(name) : NULL;
  for (const struct dirent *e; folder && !is_busy && (e = readdir(folder)) != NULL;) {
    char *worker = worker_of(e->d_name);
    char *journal = worker ? journal_path(name, worker) : NULL;
    is_busy = journal && flue_journal_is_held(journal);
    free(journal);
    free(worker);
  }
  if (folder) closedir(folder);
  free(part);
  free(name);
  return is_busy;
}

void flue_batch_pieces(const flue_batch_store *store, size_t *n, size_t *piece) {
  *n = store->claims.n;
  *piece = store->claims.piece;
}

size_t flue_batch_record_bytes(const flue_batch_store *store) {
  return store->width * sizeof *store->records + sizeof(uint64_t);
}

void flue_batch_remove_journal(const char *path) {
  char *part = flue_part_path(path), *causes = batch_causes_path(path);
  if (part) remove(part);
  if (causes) remove(causes);
  free(part);
  free(causes);
}

void flue_batch_remove_parts(const char *path) {
  char *name = flue_batch_folder(path);
  DIR *folder = name ? opendir(name) : NULL;
  for (const struct dirent *e; folder && (e = readdir(folder)) != NULL;) {
    char *worker = worker_of(e->d_name);
    const int is_ours = worker || batch_causes_is_file(e->d_name) ||
                        strncmp(e->d_name, "claim.", strlen("claim.")) == 0;
    char *file = is_ours ? flue_format("%s/%s", name, e->d_name) : NULL;
    if (file) unlink(file);
    free(file);
    free(worker);
  }
  if (folder) closedir(folder);
  if (name) rmdir(name); /* stays when something else lies in it */
  free(name);
}
