/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/seal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "postproc/refuse.h"

static const char seal_word[] = "\nflue-sha256 ";
enum {
  seal_length = sizeof seal_word - 1 + FLUE_SHA256_SIZE
}; /* the line end stands for the NUL */

static void make_line(const char hash[FLUE_SHA256_SIZE], char line[seal_length + 1]) {
  snprintf(line, seal_length + 1, "%s%s\n", seal_word, hash);
}

flue_status flue_seal_write(flue_ctx *ctx, const char *path) {
  errno = 0;
  FILE *file = fopen(path, "r+b");
  if (!file) return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, strerror(errno), NULL);
  char hash[FLUE_SHA256_SIZE], line[seal_length + 1];
  flue_status status = flue_sha256_file(file, UINT64_MAX, hash);
  int is_written = 0;
  if (status == FLUE_OK) {
    make_line(hash, line);
    is_written = fseek(file, 0, SEEK_END) == 0 && fputs(line, file) >= 0;
  }
  const int is_closed = fclose(file) == 0;
  if (status == FLUE_OK && !(is_written && is_closed))
    status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, strerror(errno), NULL);
  return status;
}

static int is_hdf5(FILE *file) {
  static const char signature[] = "\x89HDF\r\n\x1a\n";
  char start[8];
  return fread(start, 1, sizeof start, file) == sizeof start &&
         memcmp(start, signature, sizeof start) == 0;
}

/** Whether the last line fits all before it. */
static int is_sealed(FILE *file) {
  char found[seal_length + 1] = "", wanted[seal_length + 1], hash[FLUE_SHA256_SIZE];
  if (fseek(file, -(long)seal_length, SEEK_END)) return 0;
  const long end = ftell(file);
  if (end < 0 || fread(found, 1, seal_length, file) != seal_length) return 0;
  rewind(file);
  if (flue_sha256_file(file, (uint64_t)end, hash) != FLUE_OK) return 0;
  make_line(hash, wanted);
  return strcmp(found, wanted) == 0;
}

flue_status flue_seal_check(flue_ctx *ctx, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return FLUE_OK;
  const int is_sound = !is_hdf5(file) || is_sealed(file);
  fclose(file);
  return is_sound ? FLUE_OK : flue_refuse(ctx, FLUE_EIO, FLUE_MSG_RESULT_DAMAGED, path, NULL);
}
