/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/hdf5_private.h  Shared by the files hdf5_*.c, the only users of HDF5. */
#ifndef FLUE_POSTPROC_HDF5_PRIVATE_H
#define FLUE_POSTPROC_HDF5_PRIVATE_H

#include <hdf5.h>

#include "postproc/hdf5_file.h"

struct flue_h5 {
  hid_t id;
  char *path; /**< Owned. */
  int is_writable;
  char *open_path; /**< Of the object opened last, which stays open; owned, NULL: none. */
  hid_t open_id;
};

/** An object of the file, open until another is asked for or flue_h5_let_go(); calls about one
 * object follow each other. Negative on failure. */
hid_t flue_h5_object(flue_h5 *file, const char *path);
/** Keeps an object that was just made or opened as the last one. */
void flue_h5_keep(flue_h5 *file, const char *path, hid_t id);
/** Closes the last object. @return negative when what was written is lost. */
herr_t flue_h5_let_go(flue_h5 *file);

/** Rows of a dataset that begin one of its chunks, to be packed before they are written. */
typedef struct flue_h5_chunk {
  size_t at, n, width; /**< First row, rows given, numbers in a row. */
  size_t rows;         /**< Of the chunk; 0: not a chunk of packed floats from its first row on. */
  size_t bytes;        /**< Of a number in the file. */
  const void *values;
  int is_single;         /**< The values are float, not double. */
  unsigned char *packed; /**< Owned, by malloc; NULL until it is packed. */
  size_t length;         /**< Of that; 0: it could not be packed. */
} flue_h5_chunk;

/** How n rows from row `at` on are stored. Rows that the chunk lacks will be missing, so no row of
 *  the dataset may come after them. */
flue_h5_chunk flue_h5_chunk_of(hid_t dataset, size_t at, size_t n, size_t width, const void *values,
                               int is_single);
/** Threads that pack chunks, without HDF5, each the next one that is left. */
typedef struct flue_h5_packers flue_h5_packers;
/** Starts to pack chunks (borrowed until the finish). NULL without memory. */
flue_h5_packers *flue_h5_packers_start(size_t n, flue_h5_chunk *chunks);
/** Packs what is left and frees. @param packers  NULL does nothing. */
void flue_h5_packers_finish(flue_h5_packers **packers);

/** Fails with the path, the object and the reason that HDF5's error stack gives. To be called
 *  before any other call of HDF5, which would clear that stack. */
flue_status flue_h5_failed(flue_ctx *ctx, const flue_h5 *file, const char *object);

/** A text type of UTF-8 with variable length; to be closed. Negative on failure. */
hid_t flue_h5_text_type(void);

#endif /* FLUE_POSTPROC_HDF5_PRIVATE_H */
