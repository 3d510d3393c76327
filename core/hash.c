/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hash.h"

#include <openssl/evp.h>

flue_status flue_sha256(const void *data, size_t n, char out[FLUE_SHA256_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (!EVP_Digest(data ? data : "", n, bytes, &length, EVP_sha256(), NULL)) return FLUE_ENOMEM;
  for (unsigned int i = 0; i < 32; ++i) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[64] = '\0';
  return FLUE_OK;
}
