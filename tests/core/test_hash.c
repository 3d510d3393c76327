/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hash.h"
#include "flue_test.h"

/* FIPS 180-4 examples, and the well known hash of nothing */
static void sha256_of_published_texts(void **state) {
  (void)state;
  char hash[FLUE_SHA256_SIZE];
  assert_int_equal(flue_sha256("abc", 3, hash), FLUE_OK);
  assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert_int_equal(flue_sha256(NULL, 0, hash), FLUE_OK);
  assert_string_equal(hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  assert_int_equal(flue_sha256(two_blocks, 56, hash), FLUE_OK);
  assert_string_equal(hash, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sha256_of_published_texts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
