/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole chunks of numbers, packed here and handed to HDF5 as its own filters would leave them:
 * bytes sorted by their place in the number, then zlib. libdeflate does so several times faster
 * than the filters, which also start anew for each chunk. */
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "postproc/hdf5_private.h"

enum { deflate_level = 1 };

/** Byte k of number i goes to k n + i, by bits so that several numbers go at once. */
static void sort_floats(const double *values, size_t n, size_t stride, unsigned char *out) {
  union {
    float number;
    uint32_t bits;
  } u;
  for (size_t i = 0; i < n; ++i) {
    u.number = (float)values[i];
    for (size_t k = 0; k < sizeof u; ++k) out[k * stride + i] = (unsigned char)(u.bits >> (8 * k));
  }
}

static void sort_doubles(const double *values, size_t n, size_t stride, unsigned char *out) {
  union {
    double number;
    uint64_t bits;
  } u;
  for (size_t i = 0; i < n; ++i) {
    u.number = values[i];
    for (size_t k = 0; k < sizeof u; ++k) out[k * stride + i] = (unsigned char)(u.bits >> (8 * k));
  }
}

/** Numbers of a chunk after the first `given` are missing. */
static void sort_bytes(const flue_h5_chunk *c, unsigned char *out) {
  const size_t given = c->n * c->width, n = c->rows * c->width;
  const double missing = NAN;
  void (*sort)(const double *, size_t, size_t, unsigned char *) =
      c->bytes == sizeof(float) ? sort_floats : sort_doubles;
  sort(c->values, given, n, out);
  for (size_t i = given; i < n; ++i) sort(&missing, 1, n, out + i);
}

flue_h5_chunk flue_h5_chunk_of(hid_t dataset, size_t at, size_t n, size_t width,
                               const double *values) {
  const hid_t type = H5Dget_type(dataset), properties = H5Dget_create_plist(dataset);
  const int is_float = H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F64LE) > 0;
  flue_h5_chunk c = {
      .at = at, .n = n, .width = width, .bytes = H5Tget_size(type), .values = values};
  hsize_t chunk[2] = {0, 0};
  if (is_float && H5Pget_layout(properties) == H5D_CHUNKED && H5Pget_nfilters(properties) == 2 &&
      H5Pget_chunk(properties, 2, chunk) > 0 && at % chunk[0] == 0 && n <= chunk[0])
    c.rows = (size_t)chunk[0];
  H5Pclose(properties);
  H5Tclose(type);
  return c;
}

void flue_h5_pack(flue_h5_chunk *c) {
  const size_t size = c->rows * c->width * c->bytes;
  if (size == 0) return;
  struct libdeflate_compressor *zlib = libdeflate_alloc_compressor(deflate_level);
  const size_t most = zlib ? libdeflate_zlib_compress_bound(zlib, size) : 0;
  unsigned char *sorted = most ? malloc(size) : NULL;
  c->packed = sorted ? malloc(most) : NULL;
  if (c->packed) {
    sort_bytes(c, sorted);
    c->length = libdeflate_zlib_compress(zlib, sorted, size, c->packed, most);
  }
  free(sorted);
  if (zlib) libdeflate_free_compressor(zlib);
}
