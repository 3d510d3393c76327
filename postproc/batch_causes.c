/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why samples failed: a line each beside the journal, then columns of the batch file. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/batch_private.h"
#include "postproc/refuse.h"

static const char ending[] = ".causes";

char *batch_causes_path(const char *path) {
  return flue_format("%s.part%s", path, ending);
}

flue_status batch_causes_add(flue_ctx *ctx, const flue_batch_store *store, size_t i,
                             const char *cause) {
  char *line = flue_format("%zu %s", i, cause);
  if (!line) return FLUE_ENOMEM;
  for (char *at = line; *at; ++at)
    if (*at == '\n') *at = ' ';
  FILE *file = fopen(store->causes, "a");
  const int is_written = file && fprintf(file, "%s\n", line) > 0;
  const int error = errno;
  free(line);
  if ((!file || !fclose(file)) && is_written) return FLUE_OK;
  return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_FILE_WRITE, store->causes, strerror(error), NULL);
}

int batch_causes_is_file(const char *name) {
  const size_t n = strlen(name), length = sizeof ending - 1;
  return n > length && strcmp(name + n - length, ending) == 0;
}

/** Causes by sample, [n of the store], owned; NULL where there is none. */
static flue_status read_file(const flue_batch_store *store, const char *path, char **cause) {
  enum { longest = 4096 };
  char line[longest];
  FILE *file = fopen(path, "r");
  flue_status status = FLUE_OK;
  while (file && !status && fgets(line, sizeof line, file)) {
    char *end = NULL;
    const unsigned long long i = strtoull(line, &end, 10);
    line[strcspn(line, "\n")] = '\0';
    if (end == line || *end != ' ' || i >= store->plan.n || cause[i]) continue;
    cause[i] = flue_copy_text(end + 1);
    if (!cause[i]) status = FLUE_ENOMEM;
  }
  if (file) fclose(file);
  return status;
}

static flue_status read_folder(const flue_batch_store *store, char **cause) {
  DIR *folder = opendir(store->claims.folder);
  flue_status status = FLUE_OK;
  for (const struct dirent *e; folder && !status && (e = readdir(folder)) != NULL;) {
    if (!batch_causes_is_file(e->d_name)) continue;
    char *path = flue_format("%s/%s", store->claims.folder, e->d_name);
    status = path ? read_file(store, path, cause) : FLUE_ENOMEM;
    free(path);
  }
  if (folder) closedir(folder);
  return status;
}

static flue_status write_columns(flue_ctx *ctx, flue_h5 *file, size_t n, const double *sample,
                                 const char *const *cause) {
  static const flue_quantity number = {"sample", "1", "Number of a sample that failed, from 0",
                                       "失败样本的序号（从0起）"};
  static const flue_quantity why = {"cause", "", "Why it failed", "失败原因"};
  FLUE_TRY(flue_h5_group(ctx, file, "/failed"));
  FLUE_TRY(flue_h5_write_numbers(ctx, file, "/failed/sample", FLUE_H5_UINT64, n, sample));
  FLUE_TRY(flue_h5_describe(ctx, file, "/failed/sample", &number));
  FLUE_TRY(flue_h5_write_texts(ctx, file, "/failed/cause", n, cause));
  return flue_h5_describe(ctx, file, "/failed/cause", &why);
}

flue_status batch_causes_write(flue_ctx *ctx, flue_h5 *file, const flue_batch_store *store) {
  const size_t n = store->plan.n;
  char **cause = flue_alloc(n, sizeof *cause);
  const char **kept = flue_alloc(n, sizeof *kept);
  double *sample = flue_alloc(n, sizeof *sample);
  size_t n_failed = 0;
  flue_status status = cause && kept && sample ? FLUE_OK : FLUE_ENOMEM;
  if (!status)
    status =
        store->claims.folder ? read_folder(store, cause) : read_file(store, store->causes, cause);
  for (size_t i = 0; i < n && !status; ++i) {
    if (!batch_store_has_failed(store, i)) continue;
    sample[n_failed] = (double)i;
    kept[n_failed++] = cause[i] ? cause[i] : "";
  }
  if (!status && n_failed) status = write_columns(ctx, file, n_failed, sample, kept);
  for (size_t i = 0; cause && i < n; ++i) free(cause[i]);
  free(cause);
  free(kept);
  free(sample);
  return status;
}
