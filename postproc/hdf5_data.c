/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/hdf5_private.h"

enum { deflate_level = 1, trajectory_chunk = 16384 };

static hid_t file_type(flue_h5_kind kind) {
  switch (kind) {
    case FLUE_H5_FLOAT32:
      return H5T_IEEE_F32LE;
    case FLUE_H5_FLOAT64:
      return H5T_IEEE_F64LE;
    case FLUE_H5_UINT64:
      return H5T_STD_U64LE;
  }
  return -1;
}

/** Creation properties of all datasets: no time stamps; chunked and packed when chunk is given. */
static hid_t creation_properties(int rank, const hsize_t *chunk) {
  const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(properties, 0);
  if (chunk) {
    H5Pset_chunk(properties, rank, chunk);
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, deflate_level);
  }
  return properties;
}

/** Creates a dataset of any type, replacing one of that path; *dataset is to be closed. */
static flue_status create_dataset(flue_ctx *ctx, flue_h5 *file, const char *path, hid_t type,
                                  hid_t space, hid_t properties, hid_t *dataset) {
  if (flue_h5_exists(file, path)) {
    flue_h5_let_go(file);
    H5Ldelete(file->id, path, H5P_DEFAULT);
  }
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  *dataset = H5Dcreate2(file->id, path, type, space, links, properties, H5P_DEFAULT);
  const flue_status status = *dataset < 0 ? flue_h5_failed(ctx, file, path) : FLUE_OK;
  H5Pclose(links);
  return status;
}

flue_status flue_h5_new_rows(flue_ctx *ctx, flue_h5 *file, const char *path, flue_h5_kind kind,
                             size_t width, size_t chunk_rows) {
  const int rank = width ? 2 : 1;
  const hsize_t now[2] = {0, width}, most[2] = {H5S_UNLIMITED, width},
                chunk[2] = {chunk_rows, width};
  const hid_t space = H5Screate_simple(rank, now, most);
  const hid_t properties = creation_properties(rank, chunk);
  const double missing = NAN;
  if (kind != FLUE_H5_UINT64) H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &missing);
  hid_t dataset = -1;
  const flue_status status =
      create_dataset(ctx, file, path, file_type(kind), space, properties, &dataset);
  if (!status) flue_h5_keep(file, path, dataset);
  H5Pclose(properties);
  H5Sclose(space);
  return status;
}

/** Makes room for rows [at, at + n) of an open growing dataset. @return its rank, or -1. */
static int grow_rows(hid_t dataset, size_t at, size_t n, hsize_t size[2]) {
  const hid_t space = H5Dget_space(dataset);
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank == 1 || rank == 2) H5Sget_simple_extent_dims(space, size, NULL);
  H5Sclose(space);
  if (rank < 1 || rank > 2) return -1;
  if (size[0] >= at + n) return rank;
  size[0] = at + n;
  return H5Dset_extent(dataset, size) < 0 ? -1 : rank;
}

/** Numbers are converted in a small buffer: HDF5 clears it for each call, and its own has 1 MB. */
static hid_t transfer_properties(void) {
  const size_t bytes = 1 << 14;
  const hid_t properties = H5Pcreate(H5P_DATASET_XFER);
  H5Pset_buffer(properties, bytes, NULL, NULL);
  return properties;
}

/** Writes rows of an open dataset that has room for them; the memory type says what @p values are.
 */
static flue_status write_rows(flue_ctx *ctx, flue_h5 *file, const char *path, hid_t dataset,
                              hid_t type, size_t at, size_t n, const void *values) {
  const hid_t space = H5Dget_space(dataset);
  hsize_t size[2] = {0, 0};
  const int rank = H5Sget_simple_extent_dims(space, size, NULL);
  const hsize_t start[2] = {at, 0}, count[2] = {n, size[1]};
  const hid_t memory = H5Screate_simple(rank, count, NULL), transfer = transfer_properties();
  H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
  flue_status status = FLUE_OK;
  if (H5Dwrite(dataset, type, memory, space, transfer, values) < 0)
    status = flue_h5_failed(ctx, file, path);
  H5Pclose(transfer);
  H5Sclose(memory);
  H5Sclose(space);
  return status;
}

/** Makes room for rows of a dataset and finds how they are stored. */
static flue_status plan_rows(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at, size_t n,
                             const void *values, int is_single, flue_h5_chunk *chunk) {
  const hid_t dataset = flue_h5_object(file, path);
  hsize_t size[2] = {0, 0};
  const int rank = dataset < 0 ? -1 : grow_rows(dataset, at, n, size);
  if (rank < 0) return flue_h5_failed(ctx, file, path);
  *chunk = flue_h5_chunk_of(dataset, at, n, rank > 1 ? (size_t)size[1] : 1, values, is_single);
  if (at + n != size[0]) chunk->rows = 0; /* rows after these would be lost */
  return FLUE_OK;
}

static flue_status put_chunk(flue_ctx *ctx, flue_h5 *file, const char *path,
                             const flue_h5_chunk *c) {
  const hid_t dataset = flue_h5_object(file, path);
  if (dataset < 0) return flue_h5_failed(ctx, file, path);
  if (c->length == 0)
    return write_rows(ctx, file, path, dataset, c->is_single ? H5T_NATIVE_FLOAT : H5T_NATIVE_DOUBLE,
                      c->at, c->n, c->values);
  const hsize_t start[2] = {c->at, 0};
  const herr_t done = H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, start, c->length, c->packed);
  return done < 0 ? flue_h5_failed(ctx, file, path) : FLUE_OK;
}

struct flue_h5_parcel {
  size_t n;
  char *const *paths;
  flue_h5_chunk *chunks; /**< [n], owned. */
  flue_h5_packers *packers;
};

flue_status flue_h5_begin_rows(flue_ctx *ctx, flue_h5 *file, size_t n_paths, char *const *paths,
                               size_t at, size_t n, const void *values, int is_single,
                               size_t stride, flue_h5_parcel **out) {
  *out = NULL;
  if (n == 0 || n_paths == 0) return FLUE_OK;
  flue_h5_parcel *rows = flue_alloc(1, sizeof *rows);
  if (!rows) return FLUE_ENOMEM;
  *rows = (flue_h5_parcel){.n = n_paths, .paths = paths};
  rows->chunks = flue_alloc(n_paths, sizeof *rows->chunks);
  flue_status status = rows->chunks ? FLUE_OK : FLUE_ENOMEM;
  const size_t bytes = stride * (is_single ? sizeof(float) : sizeof(double));
  for (size_t i = 0; i < n_paths && !status; ++i)
    status = plan_rows(ctx, file, paths[i], at, n, (const char *)values + i * bytes, is_single,
                       &rows->chunks[i]);
  if (!status) {
    rows->packers = flue_h5_packers_start(n_paths, rows->chunks);
    if (!rows->packers) status = FLUE_ENOMEM;
  }
  *out = rows;
  if (status) flue_h5_drop_rows(out);
  return status;
}

void flue_h5_drop_rows(flue_h5_parcel **rows) {
  flue_h5_parcel *r = *rows;
  *rows = NULL;
  if (!r) return;
  flue_h5_packers_finish(&r->packers);
  for (size_t i = 0; r->chunks && i < r->n; ++i) free(r->chunks[i].packed);
  free(r->chunks);
  free(r);
}

flue_status flue_h5_end_rows(flue_ctx *ctx, flue_h5 *file, flue_h5_parcel **rows) {
  flue_h5_parcel *r = *rows;
  flue_status status = FLUE_OK;
  if (r) flue_h5_packers_finish(&r->packers);
  for (size_t i = 0; r && i < r->n && !status; ++i)
    status = put_chunk(ctx, file, r->paths[i], &r->chunks[i]);
  flue_h5_drop_rows(rows);
  return status;
}

flue_status flue_h5_put_rows(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at, size_t n,
                             const double *values) {
  char *own = flue_copy_text(path);
  flue_h5_parcel *rows = NULL;
  flue_status status =
      own ? flue_h5_begin_rows(ctx, file, 1, &own, at, n, values, 0, 0, &rows) : FLUE_ENOMEM;
  if (!status) status = flue_h5_end_rows(ctx, file, &rows);
  free(own);
  return status;
}

flue_status flue_h5_resize(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n) {
  const hid_t dataset = flue_h5_object(file, path);
  if (dataset < 0) return flue_h5_failed(ctx, file, path);
  const hid_t space = H5Dget_space(dataset);
  hsize_t size[2] = {0, 0};
  H5Sget_simple_extent_dims(space, size, NULL);
  H5Sclose(space);
  size[0] = n;
  flue_status status = FLUE_OK;
  if (H5Dset_extent(dataset, size) < 0) status = flue_h5_failed(ctx, file, path);
  return status;
}

/** Numbers in a dataset, and its rows through @p rows when that is not NULL. */
static size_t extent(hid_t dataset, size_t *rows) {
  const hid_t space = H5Dget_space(dataset);
  hsize_t size[H5S_MAX_RANK] = {0};
  const int rank = H5Sget_simple_extent_dims(space, size, NULL);
  const hssize_t n = H5Sget_simple_extent_npoints(space);
  H5Sclose(space);
  if (rows) *rows = rank > 0 ? (size_t)size[0] : 1;
  return n > 0 ? (size_t)n : 0;
}

flue_status flue_h5_rows(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n) {
  const hid_t dataset = flue_h5_object(file, path);
  if (dataset < 0) return flue_h5_failed(ctx, file, path);
  extent(dataset, n);
  return FLUE_OK;
}

/** Writes a dataset of n items at once; is_scalar leaves its dimension away. */
static flue_status write_whole(flue_ctx *ctx, flue_h5 *file, const char *path, hid_t stored,
                               hid_t memory, int is_scalar, size_t n, const void *values) {
  const hsize_t size[1] = {n};
  const hid_t space = is_scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, size, NULL);
  const int is_packed = !is_scalar && n > 64 && H5Tget_class(stored) != H5T_STRING;
  const hid_t properties = creation_properties(1, is_packed ? size : NULL);
  hid_t dataset = -1;
  flue_status status = create_dataset(ctx, file, path, stored, space, properties, &dataset);
  const hid_t transfer = transfer_properties();
  if (!status && n > 0 && H5Dwrite(dataset, memory, H5S_ALL, H5S_ALL, transfer, values) < 0)
    status = flue_h5_failed(ctx, file, path);
  H5Pclose(transfer);
  if (dataset >= 0) flue_h5_keep(file, path, dataset);
  H5Pclose(properties);
  H5Sclose(space);
  return status;
}

flue_status flue_h5_write_numbers(flue_ctx *ctx, flue_h5 *file, const char *path, flue_h5_kind kind,
                                  size_t n, const double *values) {
  return write_whole(ctx, file, path, file_type(kind), H5T_NATIVE_DOUBLE, 0, n, values);
}

flue_status flue_h5_write_texts(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n,
                                const char *const *values) {
  const hid_t type = flue_h5_text_type();
  const flue_status status = write_whole(ctx, file, path, type, type, 0, n, values);
  H5Tclose(type);
  return status;
}

flue_status flue_h5_write_text(flue_ctx *ctx, flue_h5 *file, const char *path, const char *text) {
  const hid_t type = flue_h5_text_type();
  const flue_status status = write_whole(ctx, file, path, type, type, 1, 1, &text);
  H5Tclose(type);
  return status;
}

flue_status flue_h5_write_number(flue_ctx *ctx, flue_h5 *file, const char *path, double value) {
  return write_whole(ctx, file, path, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, 1, &value);
}

flue_status flue_h5_write_bytes(flue_ctx *ctx, flue_h5 *file, const char *path, size_t n,
                                const void *bytes) {
  return write_whole(ctx, file, path, H5T_STD_U8LE, H5T_NATIVE_UCHAR, 0, n, bytes);
}

/** Reads a whole dataset into an owned buffer of items of @p size bytes. */
static flue_status read_whole(flue_ctx *ctx, flue_h5 *file, const char *path, hid_t memory,
                              H5T_class_t wanted, size_t size, size_t *n, void **out) {
  const hid_t dataset = flue_h5_object(file, path);
  if (dataset < 0) return flue_h5_failed(ctx, file, path);
  const hid_t type = H5Dget_type(dataset);
  const H5T_class_t found = H5Tget_class(type);
  const int is_other = (found == H5T_STRING) != (wanted == H5T_STRING) || found == H5T_COMPOUND ||
                       (wanted == H5T_STRING && H5Tis_variable_str(type) <= 0);
  H5Tclose(type);
  *n = extent(dataset, NULL);
  void *data = flue_alloc(*n, size);
  flue_status status = data ? FLUE_OK : FLUE_ENOMEM;
  if (data &&
      (is_other || (*n && H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)))
    status = flue_h5_failed(ctx, file, path);
  if (status)
    free(data);
  else
    *out = data;
  return status;
}

flue_status flue_h5_read_numbers(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n,
                                 double **out) {
  void *data = NULL;
  FLUE_TRY(read_whole(ctx, file, path, H5T_NATIVE_DOUBLE, H5T_FLOAT, sizeof **out, n, &data));
  *out = data;
  return FLUE_OK;
}

flue_status flue_h5_read_bytes(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n,
                               void **out) {
  return read_whole(ctx, file, path, H5T_NATIVE_UCHAR, H5T_INTEGER, 1, n, out);
}

flue_status flue_h5_read_texts(flue_ctx *ctx, flue_h5 *file, const char *path, size_t *n,
                               char ***out) {
  const hid_t type = flue_h5_text_type();
  void *data = NULL;
  flue_status status = read_whole(ctx, file, path, type, H5T_STRING, sizeof **out, n, &data);
  H5Tclose(type);
  if (status) return status;
  char **texts = data;
  /* HDF5 owns what it allocated: exchange it for our own memory */
  for (size_t i = 0; i < *n; ++i) {
    char *copy = flue_copy_text(texts[i] ? texts[i] : "");
    H5free_memory(texts[i]);
    texts[i] = copy;
    if (!copy) status = FLUE_ENOMEM;
  }
  if (status)
    flue_h5_free_texts(*n, &texts);
  else
    *out = texts;
  return status;
}

void flue_h5_free_texts(size_t n, char ***texts) {
  for (size_t i = 0; *texts && i < n; ++i) free((*texts)[i]);
  free(*texts);
  *texts = NULL;
}

/** Entry of REFERENCE_LIST, as the HDF5 dimension scale specification lays it out. */
typedef struct back_reference {
  hobj_ref_t dataset;
  unsigned dimension;
} back_reference;

static hid_t back_reference_type(void) {
  const hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(back_reference));
  H5Tinsert(type, "dataset", HOFFSET(back_reference, dataset), H5T_STD_REF_OBJ);
  H5Tinsert(type, "dimension", HOFFSET(back_reference, dimension), H5T_NATIVE_UINT);
  return type;
}

/** Writes an attribute of n items of any type, replacing one of that name. */
static herr_t write_list(hid_t owner, const char *name, hid_t type, size_t n, const void *values) {
  if (H5Aexists(owner, name) > 0) H5Adelete(owner, name);
  const hsize_t size[1] = {n};
  const hid_t space = H5Screate_simple(1, size, NULL);
  const hid_t attribute = H5Acreate2(owner, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  const herr_t result = attribute < 0 ? -1 : H5Awrite(attribute, type, values);
  if (attribute >= 0) H5Aclose(attribute);
  H5Sclose(space);
  return result;
}

/** Writes a short ASCII text the way the dimension scale library does: fixed length, with NUL. */
static herr_t write_word(hid_t owner, const char *name, const char *word) {
  if (H5Aexists(owner, name) > 0) H5Adelete(owner, name);
  const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  H5Tset_size(type, strlen(word) + 1);
  const hid_t attribute = H5Acreate2(owner, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  const herr_t result = attribute < 0 ? -1 : H5Awrite(attribute, type, word);
  if (attribute >= 0) H5Aclose(attribute);
  H5Sclose(space);
  H5Tclose(type);
  return result;
}

/** Marks a dataset as scale and lists who uses it. */
static herr_t write_scale(flue_h5 *file, const char *scale, size_t n, const flue_h5_axes *axes,
                          back_reference *uses) {
  size_t n_uses = 0;
  for (size_t i = 0; i < n; ++i)
    for (unsigned d = 0; d < 2; ++d)
      if (axes[i].scale[d] && strcmp(axes[i].scale[d], scale) == 0) {
        uses[n_uses].dimension = d;
        if (H5Rcreate(&uses[n_uses++].dataset, file->id, axes[i].dataset, H5R_OBJECT, -1) < 0)
          return -1;
      }
  const hid_t dataset = flue_h5_object(file, scale);
  if (dataset < 0) return -1;
  const char *slash = strrchr(scale, '/');
  herr_t result = write_word(dataset, "CLASS", "DIMENSION_SCALE");
  if (result >= 0) result = write_word(dataset, "NAME", slash ? slash + 1 : scale);
  if (result >= 0 && n_uses) {
    const hid_t type = back_reference_type();
    result = write_list(dataset, "REFERENCE_LIST", type, n_uses, uses);
    H5Tclose(type);
  }
  return result;
}

/** Writes the scales of one dataset into its DIMENSION_LIST. */
static herr_t write_axes(flue_h5 *file, const flue_h5_axes *axes) {
  hobj_ref_t references[2];
  hvl_t list[2];
  const size_t rank = axes->scale[1] ? 2 : 1;
  for (size_t d = 0; d < rank; ++d) {
    if (H5Rcreate(&references[d], file->id, axes->scale[d], H5R_OBJECT, -1) < 0) return -1;
    list[d] = (hvl_t){.len = 1, .p = &references[d]};
  }
  const hid_t dataset = flue_h5_object(file, axes->dataset);
  if (dataset < 0) return -1;
  const hid_t type = H5Tvlen_create(H5T_STD_REF_OBJ);
  const herr_t result = write_list(dataset, "DIMENSION_LIST", type, rank, list);
  H5Tclose(type);
  return result;
}

flue_status flue_h5_set_axes(flue_ctx *ctx, flue_h5 *file, size_t n_scales,
                             const char *const *scales, size_t n, const flue_h5_axes *axes) {
  back_reference *uses = flue_alloc(2 * n, sizeof *uses);
  if (!uses) return FLUE_ENOMEM;
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n_scales && !status; ++i)
    if (write_scale(file, scales[i], n, axes, uses) < 0)
      status = flue_h5_failed(ctx, file, scales[i]);
  for (size_t i = 0; i < n && !status; ++i)
    if (write_axes(file, &axes[i]) < 0) status = flue_h5_failed(ctx, file, axes[i].dataset);
  free(uses);
  return status;
}

/** The columns of `trajectory`; PedPy wants id, frame, x, y, z among them. */
static hid_t trajectory_memory_type(void) {
  const hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(flue_agent_row));
  H5Tinsert(type, "id", HOFFSET(flue_agent_row, id), H5T_NATIVE_UINT32);
  H5Tinsert(type, "frame", HOFFSET(flue_agent_row, frame), H5T_NATIVE_UINT32);
  H5Tinsert(type, "x", HOFFSET(flue_agent_row, x), H5T_NATIVE_DOUBLE);
  H5Tinsert(type, "y", HOFFSET(flue_agent_row, y), H5T_NATIVE_DOUBLE);
  H5Tinsert(type, "z", HOFFSET(flue_agent_row, z), H5T_NATIVE_DOUBLE);
  H5Tinsert(type, "level", HOFFSET(flue_agent_row, level), H5T_NATIVE_INT32);
  H5Tinsert(type, "speed", HOFFSET(flue_agent_row, speed), H5T_NATIVE_FLOAT);
  H5Tinsert(type, "fed", HOFFSET(flue_agent_row, fed), H5T_NATIVE_FLOAT);
  H5Tinsert(type, "state", HOFFSET(flue_agent_row, state), H5T_NATIVE_INT32);
  return type;
}

flue_status flue_h5_new_trajectory(flue_ctx *ctx, flue_h5 *file, const char *path) {
  const hsize_t now[1] = {0}, most[1] = {H5S_UNLIMITED}, chunk[1] = {trajectory_chunk};
  const hid_t type = trajectory_memory_type();
  H5Tpack(type);
  const hid_t space = H5Screate_simple(1, now, most), properties = creation_properties(1, chunk);
  hid_t dataset = -1;
  const flue_status status = create_dataset(ctx, file, path, type, space, properties, &dataset);
  if (!status) flue_h5_keep(file, path, dataset);
  H5Pclose(properties);
  H5Sclose(space);
  H5Tclose(type);
  return status;
}

flue_status flue_h5_put_trajectory(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at,
                                   size_t n, const flue_agent_row *rows) {
  if (n == 0) return FLUE_OK;
  const hid_t type = trajectory_memory_type();
  const hid_t dataset = flue_h5_object(file, path);
  hsize_t size[2] = {0, 0};
  flue_status status = FLUE_OK;
  if (dataset < 0 || grow_rows(dataset, at, n, size) < 0)
    status = flue_h5_failed(ctx, file, path);
  else
    status = write_rows(ctx, file, path, dataset, type, at, n, rows);
  H5Tclose(type);
  return status;
}

flue_status flue_h5_get_trajectory(flue_ctx *ctx, flue_h5 *file, const char *path, size_t at,
                                   size_t n, flue_agent_row *rows) {
  if (n == 0) return FLUE_OK;
  const hid_t dataset = flue_h5_object(file, path);
  if (dataset < 0) return flue_h5_failed(ctx, file, path);
  const hsize_t start[1] = {at}, count[1] = {n};
  const hid_t type = trajectory_memory_type(), from = H5Dget_space(dataset);
  const hid_t to = H5Screate_simple(1, count, NULL);
  flue_status status = FLUE_OK;
  if (H5Sselect_hyperslab(from, H5S_SELECT_SET, start, NULL, count, NULL) < 0 ||
      H5Dread(dataset, type, to, from, H5P_DEFAULT, rows) < 0)
    status = flue_h5_failed(ctx, file, path);
  H5Sclose(to);
  H5Sclose(from);
  H5Tclose(type);
  return status;
}
