/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole chunks of numbers, packed here and handed to HDF5 as its own filters would leave them:
 * bytes sorted by their place in the number, then zlib. libdeflate does so several times faster
 * than the filters, which also start anew for each chunk. */
#include <libdeflate.h>
#include <math.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/memory.h"
#include "postproc/hdf5_private.h"

enum { deflate_level = 1 };

static inline uint32_t bits_of_single(float number) {
  const union {
    float number;
    uint32_t bits;
  } value = {number};
  return value.bits;
}

static inline uint64_t bits_of_double(double number) {
  const union {
    double number;
    uint64_t bits;
  } value = {number};
  return value.bits;
}

/** Byte k of number i, of those from first on, goes to k stride + i, by bits so that several
 * numbers go at once. */
#define SORT(first, end, stride, size, bits_of_i) \
  for (size_t i = (first); i < (end); ++i)        \
    for (size_t k = 0; k < (size); ++k)           \
  out[k * (stride) + i] = (unsigned char)((bits_of_i) >> (8 * k))

/** Numbers of a chunk after the first `given` are missing. */
static void sort_bytes(const flue_h5_chunk *c, unsigned char *out) {
  const size_t given = c->n * c->width, n = c->rows * c->width;
  const float *single = c->values;
  const double *wide = c->values;
  if (c->bytes == sizeof(double)) { /* values are double too */
    SORT(0, given, n, sizeof(double), bits_of_double(wide[i]));
    SORT(given, n, n, sizeof(double), bits_of_double((double)NAN));
    return;
  }
  if (c->is_single)
    SORT(0, given, n, sizeof(float), bits_of_single(single[i]));
  else
    SORT(0, given, n, sizeof(float), bits_of_single((float)wide[i]));
  SORT(given, n, n, sizeof(float), bits_of_single(NAN));
}

flue_h5_chunk flue_h5_chunk_of(hid_t dataset, size_t at, size_t n, size_t width, const void *values,
                               int is_single) {
  const hid_t type = H5Dget_type(dataset), properties = H5Dget_create_plist(dataset);
  const int is_float = H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F64LE) > 0;
  flue_h5_chunk c = {.at = at,
                     .n = n,
                     .width = width,
                     .bytes = H5Tget_size(type),
                     .values = values,
                     .is_single = is_single};
  hsize_t chunk[2] = {0, 0};
  if (is_float && !(is_single && c.bytes != sizeof(float)) &&
      H5Pget_layout(properties) == H5D_CHUNKED && H5Pget_nfilters(properties) == 2 &&
      H5Pget_chunk(properties, 2, chunk) > 0 && at % chunk[0] == 0 && n <= chunk[0])
    c.rows = (size_t)chunk[0];
  H5Pclose(properties);
  H5Tclose(type);
  return c;
}

static void pack(flue_h5_chunk *c) {
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

/* ---- threads ---- */

enum { most_threads = 2 }; /* for each series, whose packers run at the same time */

struct flue_h5_packers {
  size_t n;
  flue_h5_chunk *chunks; /**< Borrowed. */
  atomic_size_t next;
  int n_threads;
  pthread_t threads[most_threads];
};

static void *pack_next(void *user) {
  flue_h5_packers *p = user;
  for (size_t i; (i = atomic_fetch_add(&p->next, 1)) < p->n;) pack(&p->chunks[i]);
  return NULL;
}

/** Threads besides the caller's that are worth waking: none where the user asked for one. */
static int threads_for(size_t n, const flue_h5_chunk *chunks) {
  const size_t worth_threads = 60000; /* numbers; fewer are packed before a thread has woken */
  size_t numbers = 0;
  for (size_t i = 0; i < n; ++i) numbers += chunks[i].rows * chunks[i].width;
  if (numbers < worth_threads) return 0;
  const int others = omp_get_max_threads() - 1;
  return others < most_threads ? others : most_threads;
}

flue_h5_packers *flue_h5_packers_start(size_t n, flue_h5_chunk *chunks) {
  flue_h5_packers *p = flue_alloc(1, sizeof *p);
  if (!p) return NULL;
  p->n = n;
  p->chunks = chunks;
  atomic_init(&p->next, 0);
  const int wanted = threads_for(n, chunks);
  while (p->n_threads < wanted &&
         pthread_create(&p->threads[p->n_threads], NULL, pack_next, p) == 0)
    ++p->n_threads;
  return p;
}

void flue_h5_packers_finish(flue_h5_packers **packers) {
  flue_h5_packers *p = *packers;
  *packers = NULL;
  if (!p) return;
  pack_next(p);
  for (int i = 0; i < p->n_threads; ++i) pthread_join(p->threads[i], NULL);
  free(p);
}
