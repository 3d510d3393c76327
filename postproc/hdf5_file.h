/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/hdf5_file.h  HDF5 files as flue writes and reads them; nothing above knows HDF5.
 *
 * Superblock version 0, shuffle and deflate 1, no time stamps inside (equal data give equal
 * bytes), UTF-8 texts, `units`, `long_name` and `long_name_zh` on each dataset, dimension scales as
 * netCDF-4 and xarray expect them. Every failure is FLUE_EIO with the path and the reason.
 */
#ifndef FLUE_POSTPROC_HDF5_FILE_H
#define FLUE_POSTPROC_HDF5_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/sink.h"
#include "core/status.h"

typedef struct flue_h5 flue_h5;

/** Number type of a dataset. */
typedef enum flue_h5_kind { FLUE_H5_FLOAT32, FLUE_H5_FLOAT64, FLUE_H5_UINT64 } flue_h5_kind;

/** Makes a new file, replacing one of that name. */
flue_status flue_h5_create(flue_ctx *ctx, const char *path, flue_h5 **out);
/** Opens a file; a file that is no HDF5 or is cut short fails with a sentence that says so. */
flue_status flue_h5_open(flue_ctx *ctx, const char *path, int is_writable, flue_h5 **out);
/** Hands everything to the operating system. */
flue_status flue_h5_flush(flue_ctx *ctx, flue_h5 *file);
/** Closes; accepts NULL, sets the pointer to NULL. A late write error comes out here. */
flue_status flue_h5_close(flue_ctx *ctx, flue_h5 **file);
/** Version of the HDF5 library, for instance "1.10.8". Text of at least 16 bytes. */
void flue_h5_version(char *text, size_t size);

/** Whether an object of that path is in the file. */
int flue_h5_exists(flue_h5 *file, const char *path);
/** Makes a group unless it is there. */
flue_status flue_h5_group(flue_ctx *ctx, flue_h5 *file, const char *path);
/** Removes an object. */
flue_status flue_h5_remove(flue_ctx *ctx, flue_h5 *file, const char *path);

/** A member of a group. */
typedef struct flue_h5_member {
  char *name; /**< Owned. */
  int is_group;
  int is_text;      /**< A dataset of texts. */
  int rank;         /**< Dimensions of a dataset. */
  size_t length[2]; /**< The first two of them. */
} flue_h5_member;

/** Members of a group by name. @param out  Owned, free with flue_h5_free_members(). */
flue_status flue_h5_members(flue_ctx *ctx, flue_h5 *file, const char *group, size_t *n,
                            flue_h5_member **out);
void flue_h5_free_members(size_t n, flue_h5_member **members);

/* Attributes of groups and datasets; "/" is the root. */
flue_status flue_h5_set_text(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                             const char *text);
flue_status flue_h5_set_number(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                               double value);
flue_status flue_h5_set_integer(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                                uint64_t value);
/** @param out  Owned text; "" when there is no such attribute. */
flue_status flue_h5_get_text(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                             char **out);
/** @param out  Untouched when there is no such attribute. */
flue_status flue_h5_get_integer(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                                uint64_t *out);
/** Sets units, long_name and long_name_zh. */
flue_status flue_h5_describe(flue_ctx *ctx, flue_h5 *file, const char *object,
                             const flue_quantity *q);

/**
 * Makes an empty dataset that grows by rows.
 * @param width       Numbers in a row; 0 for a one-dimensional dataset.
 * @param chunk_rows  Rows stored together.
 */
flue_status flue_h5_new_rows(flue_ctx *ctx, flue_h5 *file, const char *path, flue_h5_kind kind,
                             size_t width, size_t chunk_rows);
/** Rows on their way into several datasets. */
typedef struct flue_h5_parcel flue_h5_parcel;
/**
 * Begins to write rows of several datasets: they are packed by other threads while the caller goes
 * on, the same bytes for any number of threads. No more rows of these datasets are begun before the
 * end of these.
 * @param values  Borrowed until the end; those of path i begin at number i stride.
 * @param is_single  They are float, not double.
 * @param paths   Borrowed until the end.
 * @param rows    NULL on failure; to be ended.
 */
flue_status flue_h5_begin_rows(flue_ctx *ctx, flue_h5 *file, size_t n_paths, char *const *paths,
                               size_t at, size_t n, const void *values, int is_single,
                               size_t stride, flue_h5_parcel **rows);
/** Helps to pack what is left, writes all and frees. @param rows  NULL: nothing was begun. @return
 * as flue_h5_put_rows(). */
flue_status flue_h5_end_rows(flue_ctx *ctx, flue_h5 *file, flue_h5_parcel **rows);
/** Frees rows without writing them. */
void flue_h5_drop_rows(flue_h5_parcel **rows);
/** Writes rows [n][width] (borrowed) from row @p at on, growing the dataset as needed. */
flue_status flue_h5_put_rows(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at, size_t n,
                             const double *values);
/** Cuts or lengthens a growing dataset to n rows; new rows hold NaN (0 for integers). */
flue_status flue_h5_resize(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n);
/** Rows of a dataset. */
flue_status flue_h5_rows(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n);

/** Writes a whole column, replacing one of that name. */
flue_status flue_h5_write_numbers(flue_ctx *ctx, flue_h5 *file, const char *path, flue_h5_kind kind,
                                  size_t n, const double *values);
flue_status flue_h5_write_texts(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n,
                                const char *const *values);
/** Writes one text or one number as a dataset without dimensions. */
flue_status flue_h5_write_text(flue_ctx *ctx, flue_h5 *file, const char *path, const char *text);
flue_status flue_h5_write_number(flue_ctx *ctx, flue_h5 *file, const char *path, double value);
flue_status flue_h5_write_bytes(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n,
                                const void *bytes);

/** Reads numbers of any type and shape as double, in file order. @param out  Owned, [*n]. */
flue_status flue_h5_read_numbers(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n,
                                 double **out);
/** Reads texts. @param out  Owned, free with flue_h5_free_texts(). */
flue_status flue_h5_read_texts(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n,
                               char ***out);
void flue_h5_free_texts(size_t n, char ***texts);
/** @param out  Owned. */
flue_status flue_h5_read_bytes(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n,
                               void **out);

/** A dataset and the scales along its dimensions. Borrowed. */
typedef struct flue_h5_axes {
  const char *dataset;
  const char *scale[2]; /**< Paths; the second is NULL for one dimension. */
} flue_h5_axes;

/**
 * Makes datasets dimension scales and ties others to them. To be called once for all datasets of a
 * file, when nothing grows any more.
 */
flue_status flue_h5_set_axes(flue_ctx *ctx, flue_h5 *file, size_t n_scales,
                             const char *const *scales, size_t n, const flue_h5_axes *axes);

/** Makes the dataset `trajectory` of the Pedestrian Data Archive, empty. */
flue_status flue_h5_new_trajectory(flue_ctx *ctx, flue_h5 *file, const char *path);
/** Writes rows (borrowed) from row @p at on. */
flue_status flue_h5_put_trajectory(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at,
                                   size_t n, const flue_agent_row *rows);
/** Reads rows from row @p at on into the caller's array, [n]. */
flue_status flue_h5_get_trajectory(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at,
                                   size_t n, flue_agent_row *rows);

#endif /* FLUE_POSTPROC_HDF5_FILE_H */
