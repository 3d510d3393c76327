/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/random.h"

#include <Random123/philox.h>

static philox4x32_ctr_t draw_bits(flue_stream stream, uint32_t item, uint32_t draw) {
  const philox4x32_key_t key = {{(uint32_t)stream.seed, (uint32_t)(stream.seed >> 32)}};
  const philox4x32_ctr_t counter = {{stream.sample, stream.purpose, item, draw}};
  return philox4x32(counter, key);
}

uint32_t flue_bits(flue_stream stream, uint32_t item, uint32_t draw) {
  return draw_bits(stream, item, draw).v[0];
}

double flue_uniform(flue_stream stream, uint32_t item, uint32_t draw) {
  const philox4x32_ctr_t bits = draw_bits(stream, item, draw);
  /* 53 bits, centred in their cells so that neither 0 nor 1 can come out */
  const uint64_t mantissa = ((uint64_t)bits.v[0] << 21) ^ (bits.v[1] >> 11);
  return ((double)(mantissa & ((UINT64_C(1) << 53) - 1)) + 0.5) * 0x1p-53;
}
