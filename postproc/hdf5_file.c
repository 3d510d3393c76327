/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/hdf5_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/memory.h"
#include "postproc/hdf5_private.h"
#include "postproc/refuse.h"

enum { reason_size = 256, chunk_slots = 11, chunk_bytes = 1 << 20 };

/** Keeps the operating system's reason if there is one, else the innermost sentence of HDF5. */
static herr_t find_reason(unsigned n, const H5E_error2_t *error, void *user) {
  (void)n;
  char *reason = user;
  if (!error->desc) return 0;
  const char *mark = strstr(error->desc, "error message = '");
  if (mark) {
    mark += strlen("error message = '");
    snprintf(reason, reason_size, "%.*s", (int)strcspn(mark, "'"), mark);
    return 1;
  }
  if (!reason[0]) snprintf(reason, reason_size, "%s", error->desc);
  return 0;
}

flue_status flue_h5_failed(flue_ctx *ctx, const flue_h5 *file, const char *object) {
  char reason[reason_size] = "";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, find_reason, reason);
  H5Eclear2(H5E_DEFAULT);
  if (!reason[0]) snprintf(reason, sizeof reason, "%s", object);
  const flue_message id = file->is_writable ? FLUE_MSG_FILE_WRITE : FLUE_MSG_RESULT_READ;
  return flue_refuse(ctx, FLUE_EIO, id, file->path, reason, object, NULL);
}

hid_t flue_h5_text_type(void) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  if (type < 0) return type;
  if (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
    H5Tclose(type);
    return -1;
  }
  return type;
}

/** Access properties: superblock 2, since from 3 on a file that a killed run left counts as open;
 * closing the file closes all that is open in it, and a small cache of chunks, which are written
 * whole and once: its table is cleared at each opening of a dataset. */
static hid_t access_properties(void) {
  const hid_t properties = H5Pcreate(H5P_FILE_ACCESS);
  if (properties < 0) return properties;
  if (H5Pset_libver_bounds(properties, H5F_LIBVER_V18, H5F_LIBVER_V110) < 0 ||
      H5Pset_fclose_degree(properties, H5F_CLOSE_STRONG) < 0 ||
      H5Pset_cache(properties, 0, chunk_slots, chunk_bytes, 1.0) < 0) {
    H5Pclose(properties);
    return -1;
  }
  return properties;
}

static flue_h5 *new_file(const char *path, int is_writable) {
  /* HDF5 1.10 crashes in its exit handler when a file could not be closed on a full disk; all
   * files are closed here, so that the handler is not needed */
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL); /* the library prints nothing */
  flue_h5 *file = flue_alloc(1, sizeof *file);
  if (!file) return NULL;
  file->path = flue_copy_text(path);
  file->is_writable = is_writable;
  if (!file->path) {
    free(file);
    return NULL;
  }
  return file;
}

static void free_file(flue_h5 **file) {
  free((*file)->path);
  free(*file);
  *file = NULL;
}

flue_status flue_h5_create(flue_ctx *ctx, const char *path, flue_h5 **out) {
  flue_h5 *file = new_file(path, 1);
  if (!file) return FLUE_ENOMEM;
  const hid_t properties = access_properties();
  file->id = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, properties);
  flue_status status = FLUE_OK;
  if (file->id < 0) {
    status = flue_h5_failed(ctx, file, "/");
    free_file(&file);
  } else {
    *out = file;
  }
  H5Pclose(properties);
  return status;
}

flue_status flue_h5_open(flue_ctx *ctx, const char *path, int is_writable, flue_h5 **out) {
  struct stat info;
  if (stat(path, &info))
    return flue_refuse(ctx, FLUE_EIO, FLUE_MSG_RESULT_READ, path, strerror(errno), NULL);
  flue_h5 *file = new_file(path, is_writable);
  if (!file) return FLUE_ENOMEM;
  const hid_t properties = access_properties();
  file->id = H5Fopen(path, is_writable ? H5F_ACC_RDWR : H5F_ACC_RDONLY, properties);
  flue_status status = FLUE_OK;
  if (file->id < 0) {
    status = flue_h5_failed(ctx, file, "/");
    if (H5Fis_hdf5(path) <= 0)
      status = flue_refuse(ctx, FLUE_EIO, FLUE_MSG_RESULT_NOT_HDF5, path, NULL);
    free_file(&file);
    H5Eclear2(H5E_DEFAULT);
  } else {
    *out = file;
  }
  H5Pclose(properties);
  return status;
}

herr_t flue_h5_let_go(flue_h5 *file) {
  if (!file->open_path) return 0;
  free(file->open_path);
  file->open_path = NULL;
  return H5Oclose(file->open_id);
}

void flue_h5_keep(flue_h5 *file, const char *path, hid_t id) {
  flue_h5_let_go(file);
  file->open_path = flue_copy_text(path);
  file->open_id = id;
  if (!file->open_path) H5Oclose(id);
}

hid_t flue_h5_object(flue_h5 *file, const char *path) {
  if (file->open_path && strcmp(file->open_path, path) == 0) return file->open_id;
  flue_h5_let_go(file);
  const hid_t id = H5Oopen(file->id, path, H5P_DEFAULT);
  if (id >= 0) flue_h5_keep(file, path, id);
  return file->open_path ? id : -1;
}

flue_status flue_h5_flush(flue_ctx *ctx, flue_h5 *file) {
  if (flue_h5_let_go(file) < 0) return flue_h5_failed(ctx, file, "/");
  if (H5Fflush(file->id, H5F_SCOPE_GLOBAL) < 0) return flue_h5_failed(ctx, file, "/");
  return FLUE_OK;
}

flue_status flue_h5_close(flue_ctx *ctx, flue_h5 **file) {
  if (!file || !*file) return FLUE_OK;
  flue_status status = FLUE_OK;
  if (flue_h5_let_go(*file) < 0) status = flue_h5_failed(ctx, *file, "/");
  if (H5Fclose((*file)->id) < 0) status = flue_h5_failed(ctx, *file, "/");
  free_file(file);
  return status;
}

void flue_h5_version(char *text, size_t size) {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  snprintf(text, size, "%u.%u.%u", major, minor, release);
}

int flue_h5_exists(flue_h5 *file, const char *path) {
  if (strcmp(path, "/") == 0) return 1;
  char *part = flue_copy_text(path);
  if (!part) return 0;
  int is_there = 1;
  /* each folder on the way must be asked for by itself */
  for (char *p = part + 1; is_there; ++p) {
    if (*p != '/' && *p != '\0') continue;
    const char end = *p;
    *p = '\0';
    is_there = H5Lexists(file->id, part, H5P_DEFAULT) > 0;
    *p = end;
    if (end == '\0') break;
  }
  free(part);
  H5Eclear2(H5E_DEFAULT);
  return is_there;
}

flue_status flue_h5_group(flue_ctx *ctx, flue_h5 *file, const char *path) {
  if (flue_h5_exists(file, path)) return FLUE_OK;
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  const hid_t group = H5Gcreate2(file->id, path, links, H5P_DEFAULT, H5P_DEFAULT);
  flue_status status = FLUE_OK;
  if (group < 0)
    status = flue_h5_failed(ctx, file, path);
  else
    H5Gclose(group);
  H5Pclose(links);
  return status;
}

flue_status flue_h5_remove(flue_ctx *ctx, flue_h5 *file, const char *path) {
  flue_h5_let_go(file);
  if (H5Ldelete(file->id, path, H5P_DEFAULT) < 0) return flue_h5_failed(ctx, file, path);
  return FLUE_OK;
}

typedef struct member_list {
  flue_h5_member *items;
  size_t n, capacity;
} member_list;

static void read_shape(hid_t dataset, flue_h5_member *member) {
  const hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
  hsize_t dims[H5S_MAX_RANK] = {0};
  member->rank = H5Sget_simple_extent_dims(space, dims, NULL);
  member->length[0] = (size_t)dims[0];
  member->length[1] = (size_t)dims[1];
  member->is_text = H5Tget_class(type) == H5T_STRING;
  H5Tclose(type);
  H5Sclose(space);
}

static herr_t add_member(hid_t group, const char *name, const H5L_info_t *info, void *user) {
  (void)info;
  member_list *list = user;
  if (flue_grow(&list->items, &list->capacity, list->n + 1, sizeof *list->items)) return -1;
  flue_h5_member *member = &list->items[list->n];
  *member = (flue_h5_member){.name = flue_copy_text(name)};
  if (!member->name) return -1;
  ++list->n;
  const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
  if (object < 0) return -1;
  const H5I_type_t kind = H5Iget_type(object);
  member->is_group = kind == H5I_GROUP;
  if (kind == H5I_DATASET) read_shape(object, member);
  H5Oclose(object);
  return 0;
}

flue_status flue_h5_members(flue_ctx *ctx, flue_h5 *file, const char *group, size_t *n,
                            flue_h5_member **out) {
  const hid_t id = H5Gopen2(file->id, group, H5P_DEFAULT);
  if (id < 0) return flue_h5_failed(ctx, file, group);
  member_list list = {0};
  const herr_t result = H5Literate(id, H5_INDEX_NAME, H5_ITER_INC, NULL, add_member, &list);
  H5Gclose(id);
  if (result < 0) {
    flue_h5_free_members(list.n, &list.items);
    return flue_h5_failed(ctx, file, group);
  }
  *n = list.n;
  *out = list.items;
  return FLUE_OK;
}

void flue_h5_free_members(size_t n, flue_h5_member **members) {
  for (size_t i = 0; *members && i < n; ++i) free((*members)[i].name);
  free(*members);
  *members = NULL;
}

/** Writes scalar attributes, replacing those of the same names. @param values  [n] of size bytes.
 */
static flue_status set_attributes(flue_ctx *ctx, flue_h5 *file, const char *object, size_t n,
                                  const char *const *names, hid_t type, size_t size,
                                  const void *values) {
  const hid_t owner = flue_h5_object(file, object);
  if (owner < 0) return flue_h5_failed(ctx, file, object);
  const hid_t space = H5Screate(H5S_SCALAR);
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n && !status; ++i) {
    if (H5Aexists(owner, names[i]) > 0) H5Adelete(owner, names[i]);
    const hid_t attribute = H5Acreate2(owner, names[i], type, space, H5P_DEFAULT, H5P_DEFAULT);
    const void *value = (const char *)values + i * size;
    if (attribute < 0 || H5Awrite(attribute, type, value) < 0)
      status = flue_h5_failed(ctx, file, object);
    if (attribute >= 0) H5Aclose(attribute);
  }
  H5Sclose(space);
  return status;
}

/** Writes texts as attributes. */
static flue_status set_texts(flue_ctx *ctx, flue_h5 *file, const char *object, size_t n,
                             const char *const *names, const char *const *texts) {
  const hid_t type = flue_h5_text_type();
  const flue_status status =
      set_attributes(ctx, file, object, n, names, type, sizeof *texts, texts);
  H5Tclose(type);
  return status;
}

flue_status flue_h5_set_text(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                             const char *text) {
  if (!text) text = "";
  return set_texts(ctx, file, object, 1, &name, &text);
}

flue_status flue_h5_set_number(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                               double value) {
  return set_attributes(ctx, file, object, 1, &name, H5T_NATIVE_DOUBLE, sizeof value, &value);
}

flue_status flue_h5_set_integer(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                                uint64_t value) {
  return set_attributes(ctx, file, object, 1, &name, H5T_NATIVE_UINT64, sizeof value, &value);
}

/** Reads a scalar attribute; *found tells whether it is there. */
static flue_status get_attribute(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                                 hid_t type, void *value, int *found) {
  *found = 0;
  const hid_t owner = flue_h5_object(file, object);
  if (owner < 0) return flue_h5_failed(ctx, file, object);
  flue_status status = FLUE_OK;
  if (H5Aexists(owner, name) > 0) {
    const hid_t attribute = H5Aopen(owner, name, H5P_DEFAULT);
    if (attribute < 0 || H5Aread(attribute, type, value) < 0)
      status = flue_h5_failed(ctx, file, object);
    else
      *found = 1;
    if (attribute >= 0) H5Aclose(attribute);
  }
  return status;
}

flue_status flue_h5_get_text(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                             char **out) {
  const hid_t type = flue_h5_text_type();
  char *text = NULL;
  int found = 0;
  const flue_status status = get_attribute(ctx, file, object, name, type, &text, &found);
  H5Tclose(type);
  if (status) return status;
  *out = flue_copy_text(found && text ? text : "");
  if (found) H5free_memory(text);
  return *out ? FLUE_OK : FLUE_ENOMEM;
}

flue_status flue_h5_get_integer(flue_ctx *ctx, flue_h5 *file, const char *object, const char *name,
                                uint64_t *out) {
  int found = 0;
  return get_attribute(ctx, file, object, name, H5T_NATIVE_UINT64, out, &found);
}

flue_status flue_h5_describe(flue_ctx *ctx, flue_h5 *file, const char *object,
                             const flue_quantity *q) {
  const char *const names[] = {"units", "long_name", "long_name_zh"};
  const char *const texts[] = {q->unit, q->text_en, q->text_zh};
  return set_texts(ctx, file, object, 3, names, texts);
}
