/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hash.h"

#include <openssl/evp.h>

static void write_digits(const unsigned char *bytes, char out[FLUE_SHA256_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  for (unsigned int i = 0; i < 32; ++i) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[64] = '\0';
}

flue_status flue_sha256(const void *data, size_t n, char out[FLUE_SHA256_SIZE]) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (!EVP_Digest(data ? data : "", n, bytes, &length, EVP_sha256(), NULL)) return FLUE_ENOMEM;
  write_digits(bytes, out);
  return FLUE_OK;
}

flue_status flue_sha256_file(FILE *file, uint64_t n, char out[FLUE_SHA256_SIZE]) {
  EVP_MD_CTX *digest = EVP_MD_CTX_new();
  unsigned char bytes[EVP_MAX_MD_SIZE], block[16384];
  if (!digest) return FLUE_ENOMEM;
  int is_sound = EVP_DigestInit_ex(digest, EVP_sha256(), NULL);
  while (is_sound && n > 0) {
    const size_t wanted = n < sizeof block ? (size_t)n : sizeof block;
    const size_t got = fread(block, 1, wanted, file);
    is_sound = EVP_DigestUpdate(digest, block, got);
    n -= got;
    if (got < wanted) break;
  }
  is_sound = is_sound && EVP_DigestFinal_ex(digest, bytes, NULL);
  EVP_MD_CTX_free(digest);
  if (!is_sound) return FLUE_ENOMEM;
  if (ferror(file)) return FLUE_EIO;
  write_digits(bytes, out);
  return FLUE_OK;
}
