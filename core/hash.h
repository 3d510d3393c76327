/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/hash.h  SHA-256 of bytes, the fingerprint of scenarios and rule files. */
#ifndef FLUE_CORE_HASH_H
#define FLUE_CORE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

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

#endif /* FLUE_CORE_HASH_H */
