/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/whole_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/memory.h"

flue_status flue_whole_file(flue_ctx *ctx, const char *path, char **text, size_t *length) {
  const long largest = 512L * 1024 * 1024;
  struct stat info;
  errno = 0;
  FILE *file = fopen(path, "rb");
  FLUE_CHECK(file, ctx, FLUE_EIO, "%s cannot be read: %s", path, strerror(errno));
  if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
    fclose(file);
    return flue_fail(ctx, FLUE_EIO, __FILE__, __LINE__, "%s is not a file", path);
  }
  const long size = (long)info.st_size;
  *text = size <= largest ? flue_alloc((size_t)size + 1, 1) : NULL;
  *length = *text ? fread(*text, 1, (size_t)size, file) : 0;
  const int is_whole = *text && *length == (size_t)size;
  fclose(file);
  if (is_whole) return FLUE_OK;
  free(*text);
  *text = NULL;
  return flue_fail(ctx, FLUE_EIO, __FILE__, __LINE__, "%s (%ld bytes) cannot be read", path, size);
}
