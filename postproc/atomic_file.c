/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/memory.h"
#include "postproc/refuse.h"

static flue_status refuse_write(flue_ctx *ctx, const char *path, int error) {
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, path, strerror(error), NULL);
}

char *flue_part_path(const char *path) {
  return flue_format("%s.part", path);
}

char *flue_agents_path(const char *path) {
  const size_t n = strlen(path);
  const int has_ending = n > 3 && strcmp(path + n - 3, ".h5") == 0;
  return flue_format("%.*s.agents.h5", (int)(has_ending ? n - 3 : n), path);
}

flue_status flue_check_idle(flue_ctx *ctx, const char *path) {
  char *part = flue_part_path(path);
  if (!part) return FLUE_ENOMEM;
  const int fd = open(part, O_RDONLY);
  free(part);
  if (fd < 0) return FLUE_OK;
  const int is_busy = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(fd);
  return is_busy ? flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_BUSY, path, NULL) : FLUE_OK;
}

/** Flushes a file or folder to the disk. @return 0 or errno. */
static int sync_path(const char *path) {
  const int fd = open(path, O_RDONLY);
  if (fd < 0) return errno;
  const int error = fsync(fd) ? errno : 0;
  close(fd);
  return error == EINVAL ? 0 : error; /* a file system without fsync for this kind */
}

/** Flushes the folder of a file, so that the new name survives a power cut; failing is harmless. */
static void sync_folder(const char *path) {
  const char *slash = strrchr(path, '/');
  char *folder = slash ? flue_format("%.*s", (int)(slash - path + 1), path) : flue_copy_text(".");
  if (folder) sync_path(folder);
  free(folder);
}

flue_status flue_publish(flue_ctx *ctx, const char *part, const char *path) {
  const int error = sync_path(part);
  if (error) return refuse_write(ctx, part, error);
  if (rename(part, path)) return refuse_write(ctx, path, errno);
  sync_folder(path);
  return FLUE_OK;
}

flue_status flue_write_file(flue_ctx *ctx, const char *path, const char *data, size_t n) {
  char *part = flue_part_path(path);
  if (!part) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  FILE *file = fopen(part, "wb");
  if (!file) {
    status = refuse_write(ctx, part, errno);
  } else {
    errno = 0;
    const int is_short = fwrite(data, 1, n, file) != n;
    const int error = errno;
    if (fclose(file) || is_short) {
      status = refuse_write(ctx, part, is_short && error ? error : errno);
      remove(part);
    }
  }
  if (!status) status = flue_publish(ctx, part, path);
  free(part);
  return status;
}

flue_status flue_copy_file(flue_ctx *ctx, const char *from, const char *to) {
  char block[65536];
  errno = 0;
  FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
  int is_sound = in && out;
  size_t n = 0;
  while (is_sound && (n = fread(block, 1, sizeof block, in)) > 0)
    is_sound = fwrite(block, 1, n, out) == n;
  if (in) is_sound = is_sound && !ferror(in);
  int error = errno;
  if (out && fclose(out) != 0) {
    is_sound = 0;
    error = errno;
  }
  if (in) fclose(in);
  if (is_sound) return FLUE_OK;
  if (out) remove(to);
  return refuse_write(ctx, to, error);
}

flue_status flue_make_folder(flue_ctx *ctx, const char *path) {
  if (mkdir(path, 0777) == 0) return FLUE_OK;
  struct stat info;
  const int error = errno;
  if (error == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return FLUE_OK;
  return refuse_write(ctx, path, error == EEXIST ? ENOTDIR : error);
}

flue_status flue_save_text(flue_ctx *ctx, const char *folder, const char *name, flue_text *text) {
  char *path = text->failed ? NULL : flue_format("%s/%s", folder, name);
  flue_status status = FLUE_ENOMEM;
  if (path) status = flue_write_file(ctx, path, text->data ? text->data : "", text->length);
  free(path);
  flue_text_clear(text);
  return status;
}
