/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/memory.h"
#include "postproc/refuse.h"

struct flue_journal {
  char *path;
  FILE *file;
  size_t width;
  long end;             /**< Where the good records end [byte]. */
  unsigned char *bytes; /**< One record with its checksum, owned. */
};

static flue_status refuse_write(flue_ctx *ctx, const flue_journal *journal) {
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, journal->path, strerror(errno), NULL);
}

void flue_journal_close(flue_journal **journal) {
  if (!journal || !*journal) return;
  if ((*journal)->file) fclose((*journal)->file);
  free((*journal)->path);
  free((*journal)->bytes);
  free(*journal);
  *journal = NULL;
}

/** Takes the journal for this process, so that two do not write into each other's records. */
static flue_status lock(flue_ctx *ctx, const flue_journal *journal) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(fileno(journal->file), F_SETLK, &whole) == 0) return FLUE_OK;
  if (errno != EACCES && errno != EAGAIN) return FLUE_OK; /* a file system without locks */
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_BUSY, journal->path, NULL);
}

/** Begins a journal that is open and locked and holds nothing. */
static flue_status start(flue_ctx *ctx, flue_journal *journal, const char *header) {
  if (ftruncate(fileno(journal->file), 0) || fseek(journal->file, 0, SEEK_SET) ||
      fprintf(journal->file, "%s\n", header) < 0 || fflush(journal->file) ||
      fsync(fileno(journal->file)))
    return refuse_write(ctx, journal);
  journal->end = (long)strlen(header) + 1;
  return FLUE_OK;
}

/** Opens the file or makes it, without changing it, and takes it: of two programs that come at once
 *  the second finds it locked before it can do harm. */
static flue_status open_locked(flue_ctx *ctx, flue_journal *journal) {
  const int fd = open(journal->path, O_RDWR | O_CREAT, 0666);
  journal->file = fd < 0 ? NULL : fdopen(fd, "r+b");
  if (!journal->file) {
    const flue_status status = refuse_write(ctx, journal);
    if (fd >= 0) close(fd);
    return status;
  }
  return lock(ctx, journal);
}

/** Whether the first line is the header. A journal without a whole first line holds nothing. */
static flue_status check_header(flue_ctx *ctx, flue_journal *journal, const char *header,
                                int *is_empty) {
  const size_t n = strlen(header) + 1;
  char *line = flue_alloc(n + 1, 1);
  if (!line) return FLUE_ENOMEM;
  const size_t found = fread(line, 1, n, journal->file);
  *is_empty = found < n && !memchr(line, '\n', found);
  const int is_same = found == n && line[n - 1] == '\n' && memcmp(line, header, n - 1) == 0;
  free(line);
  if (is_same || *is_empty) return FLUE_OK;
  return flue_refuse(ctx, FLUE_EINPUT, FLUE_MSG_JOURNAL_OTHER, journal->path, NULL);
}

/** Drops what follows the good records. @return 0 or -1 with errno. */
static int cut_back(flue_journal *journal) {
  if (ftruncate(fileno(journal->file), (off_t)journal->end)) return -1;
  return fseek(journal->file, journal->end, SEEK_SET);
}

/** Hands on the good records. */
static flue_status replay(flue_journal *journal, long header, flue_journal_fn found, void *user) {
  journal->end = header;
  const size_t n = journal->width * sizeof(double);
  double *record = flue_alloc(journal->width, sizeof *record);
  if (!record) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  while (!status && fread(journal->bytes, 1, n + 8, journal->file) == n + 8) {
    uint64_t sum = 0; /* enough to tell a whole record from a torn one */
    memcpy(&sum, journal->bytes + n, sizeof sum);
    if (sum != flue_hash(FLUE_HASH_START, journal->bytes, n)) break;
    memcpy(record, journal->bytes, n);
    status = found(user, record);
    journal->end += (long)(n + 8);
  }
  free(record);
  return status;
}

/** A journal without its file. */
static flue_journal *make_journal(const char *path, size_t width) {
  flue_journal *journal = flue_alloc(1, sizeof *journal);
  if (!journal) return NULL;
  journal->path = flue_copy_text(path);
  journal->width = width;
  journal->bytes = flue_alloc(width * sizeof(double) + 8, 1);
  if (!journal->path || !journal->bytes) flue_journal_close(&journal);
  return journal;
}

flue_status flue_journal_read(flue_ctx *ctx, const char *path, const char *header, size_t width,
                              flue_journal_fn found, void *user) {
  flue_journal *journal = make_journal(path, width);
  if (!journal) return FLUE_ENOMEM;
  int is_empty = 1;
  flue_status status = FLUE_OK;
  if ((journal->file = fopen(path, "rb")) != NULL)
    status = check_header(ctx, journal, header, &is_empty);
  if (!status && !is_empty) status = replay(journal, (long)strlen(header) + 1, found, user);
  flue_journal_close(&journal);
  return status;
}

int flue_journal_is_held(const char *path) {
  const int fd = open(path, O_RDWR);
  if (fd < 0) return 0;
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  const int is_held = fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
  close(fd);
  return is_held;
}

flue_status flue_journal_open(flue_ctx *ctx, const char *path, const char *header, size_t width,
                              flue_journal_fn found, void *user, flue_journal **out) {
  flue_journal *journal = make_journal(path, width);
  if (!journal) return FLUE_ENOMEM;
  int is_empty = 1;
  flue_status status = open_locked(ctx, journal);
  if (!status) status = check_header(ctx, journal, header, &is_empty);
  if (!status && !is_empty) status = replay(journal, (long)strlen(header) + 1, found, user);
  if (!status && !is_empty && cut_back(journal)) status = refuse_write(ctx, journal);
  if (!status && is_empty) status = start(ctx, journal, header);
  if (!status) setvbuf(journal->file, NULL, _IONBF, 0);
  if (status)
    flue_journal_close(&journal);
  else
    *out = journal;
  return status;
}

flue_status flue_journal_add(flue_ctx *ctx, flue_journal *journal, const double *record) {
  const size_t n = journal->width * sizeof(double);
  memcpy(journal->bytes, record, n);
  const uint64_t sum = flue_hash(FLUE_HASH_START, journal->bytes, n);
  memcpy(journal->bytes + n, &sum, sizeof sum);
  if (fwrite(journal->bytes, 1, n + 8, journal->file) != n + 8 || fflush(journal->file) ||
      fdatasync(fileno(journal->file))) {
    const flue_status status = refuse_write(ctx, journal);
    clearerr(journal->file);
    cut_back(journal); /* so that a later record does not follow half a one */
    return status;
  }
  journal->end += (long)(n + 8);
  return FLUE_OK;
}
