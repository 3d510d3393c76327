/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole chunks of numbers, packed here and handed to HDF5 as its own filters would leave them:
 * bytes sorted by their place in the number, then zlib. libdeflate does so several times faster
 * than the filters, which also start anew for each chunk. */
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "postproc/hdf5_private.h"

enum { deflate_level = 1 };

struct flue_h5_packer {
  struct libdeflate_compressor *zlib;
  unsigned char *sorted, *packed; /**< Owned. */
  size_t sorted_capacity, packed_capacity;
};

void flue_h5_free_packer(flue_h5_packer **packer) {
  if (!*packer) return;
  if ((*packer)->zlib) libdeflate_free_compressor((*packer)->zlib);
  free((*packer)->sorted);
  free((*packer)->packed);
  free(*packer);
  *packer = NULL;
}

static flue_h5_packer *packer_of(flue_h5 *file) {
  if (file->packer) return file->packer;
  flue_h5_packer *p = file->packer = flue_alloc(1, sizeof *p);
  if (p) p->zlib = libdeflate_alloc_compressor(deflate_level);
  if (p && !p->zlib) flue_h5_free_packer(&file->packer);
  return file->packer;
}

/** Byte k of number i goes to k n + i. Numbers after the first `given` of n are missing. */
static void sort_bytes(const double *values, size_t given, size_t n, size_t bytes,
                       unsigned char *out) {
  for (size_t i = 0; i < n; ++i) {
    const double wide = i < given ? values[i] : NAN;
    const float narrow = (float)wide;
    unsigned char number[sizeof wide];
    if (bytes == sizeof narrow)
      memcpy(number, &narrow, sizeof narrow);
    else
      memcpy(number, &wide, sizeof wide);
    for (size_t k = 0; k < bytes; ++k) out[k * n + i] = number[k];
  }
}

/** Rows of a chunk of a dataset that is packed and whose numbers are floats; 0 for others. */
static size_t rows_of_chunk(hid_t dataset, size_t *bytes) {
  const hid_t type = H5Dget_type(dataset), properties = H5Dget_create_plist(dataset);
  const int is_float = H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F64LE) > 0;
  *bytes = H5Tget_size(type);
  hsize_t chunk[2] = {0, 0};
  const int is_packed = is_float && H5Pget_layout(properties) == H5D_CHUNKED &&
                        H5Pget_nfilters(properties) == 2 && H5Pget_chunk(properties, 2, chunk) > 0;
  H5Pclose(properties);
  H5Tclose(type);
  return is_packed ? (size_t)chunk[0] : 0;
}

flue_h5_packed flue_h5_put_packed(flue_h5 *file, hid_t dataset, size_t at, size_t n, size_t width,
                                  const double *values) {
  if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) return FLUE_H5_NOT_PACKED;
  size_t bytes = 0;
  const size_t rows = rows_of_chunk(dataset, &bytes);
  if (rows == 0 || at % rows != 0 || n > rows) return FLUE_H5_NOT_PACKED;
  flue_h5_packer *p = packer_of(file);
  const size_t numbers = rows * width, size = numbers * bytes;
  const size_t most = p ? libdeflate_zlib_compress_bound(p->zlib, size) : 0;
  if (!p || flue_grow(&p->sorted, &p->sorted_capacity, size, 1) ||
      flue_grow(&p->packed, &p->packed_capacity, most, 1))
    return FLUE_H5_NOT_PACKED;
  sort_bytes(values, n * width, numbers, bytes, p->sorted);
  const size_t length = libdeflate_zlib_compress(p->zlib, p->sorted, size, p->packed, most);
  const hsize_t start[2] = {at, 0};
  if (length == 0) return FLUE_H5_NOT_PACKED;
  return H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, start, length, p->packed) < 0 ? FLUE_H5_PACK_FAILED
                                                                               : FLUE_H5_PACKED;
}
