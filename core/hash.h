/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/hash.h  SHA-256 of bytes, the fingerprint of scenarios and rule files, and a quick
 * hash. */
#ifndef FLUE_CORE_HASH_H
#define FLUE_CORE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/status.h"

/** Bytes a fingerprint needs: 64 hexadecimal digits and a NUL. */
#define FLUE_SHA256_SIZE 65

/**
 * SHA-256 of @p n bytes as 64 lower-case hexadecimal digits.
 * @param data  Bytes, borrowed; may be NULL when n is 0.
 * @return FLUE_OK, or FLUE_ENOMEM when libcrypto has no memory for it.
 * @cite fips180
 */
flue_status flue_sha256(const void *data, size_t n, char out[FLUE_SHA256_SIZE]);

/** The same of the next n bytes of an open file, or of all that follow when there are fewer.
 *  @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM. */
flue_status flue_sha256_file(FILE *file, uint64_t n, char out[FLUE_SHA256_SIZE]);

/** Quick hash of nothing (FNV-1a, 64 bits), to begin with: for tables, and checksums of records. */
#define FLUE_HASH_START UINT64_C(14695981039346656037)

/** Quick hash of what @p start stands for with n bytes behind it. */
static inline uint64_t flue_hash(uint64_t start, const void *bytes, size_t n) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < n; ++i) start = (start ^ at[i]) * UINT64_C(1099511628211);
  return start;
}

static inline uint64_t flue_hash_text(const char *text) {
  return flue_hash(FLUE_HASH_START, text, strlen(text));
}

#endif /* FLUE_CORE_HASH_H */
