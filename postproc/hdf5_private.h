/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/hdf5_private.h  Shared by the files hdf5_*.c, the only users of HDF5. */
#ifndef FLUE_POSTPROC_HDF5_PRIVATE_H
#define FLUE_POSTPROC_HDF5_PRIVATE_H

#include <hdf5.h>

#include "postproc/hdf5_file.h"

typedef struct flue_h5_packer flue_h5_packer;

struct flue_h5 {
  hid_t id;
  char *path; /**< Owned. */
  int is_writable;
  char *open_path; /**< Of the object opened last, which stays open; owned, NULL: none. */
  hid_t open_id;
  flue_h5_packer *packer; /**< Owned, NULL until it is needed. */
};

/** An object of the file, open until another is asked for or flue_h5_let_go(); calls about one
 * object follow each other. Negative on failure. */
hid_t flue_h5_object(flue_h5 *file, const char *path);
/** Keeps an object that was just made or opened as the last one. */
void flue_h5_keep(flue_h5 *file, const char *path, hid_t id);
/** Closes the last object. @return negative when what was written is lost. */
herr_t flue_h5_let_go(flue_h5 *file);

/** What became of rows that were to be packed. */
typedef enum flue_h5_packed {
  FLUE_H5_NOT_PACKED, /**< Nothing is written: not a chunk of packed floats from its first row on.
                       */
  FLUE_H5_PACKED,
  FLUE_H5_PACK_FAILED
} flue_h5_packed;
/** Writes n rows of width numbers from row `at` on as a chunk that is packed already, where they
 *  begin one: rows it lacks are missing, so no row of the dataset may come after them. */
flue_h5_packed flue_h5_put_packed(flue_h5 *file, hid_t dataset, size_t at, size_t n, size_t width,
                                  const double *values);
void flue_h5_free_packer(flue_h5_packer **packer);

/** Fails with the path, the object and the reason that HDF5's error stack gives. To be called
 *  before any other call of HDF5, which would clear that stack. */
flue_status flue_h5_failed(flue_ctx *ctx, const flue_h5 *file, const char *object);

/** A text type of UTF-8 with variable length; to be closed. Negative on failure. */
hid_t flue_h5_text_type(void);

#endif /* FLUE_POSTPROC_HDF5_PRIVATE_H */
