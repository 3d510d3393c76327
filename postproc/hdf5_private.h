/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/hdf5_private.h  Shared by hdf5_file.c and hdf5_data.c, the only users of HDF5. */
#ifndef FLUE_POSTPROC_HDF5_PRIVATE_H
#define FLUE_POSTPROC_HDF5_PRIVATE_H

#include <hdf5.h>

#include "postproc/hdf5_file.h"

struct flue_h5 {
  hid_t id;
  char *path; /**< Owned. */
  int is_writable;
};

/** Fails with the path, the object and the reason that HDF5's error stack gives. To be called
 *  before any other call of HDF5, which would clear that stack. */
flue_status flue_h5_failed(flue_ctx *ctx, const flue_h5 *file, const char *object);

/** A text type of UTF-8 with variable length; to be closed. Negative on failure. */
hid_t flue_h5_text_type(void);

#endif /* FLUE_POSTPROC_HDF5_PRIVATE_H */
