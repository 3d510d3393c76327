/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/file_name.h"

#include <ctype.h>

#include "core/memory.h"

char *flue_file_name(const char *name) {
  char *out = flue_copy_text(name);
  for (char *c = out; c && *c; ++c) {
    const unsigned char byte = (unsigned char)*c; /* bytes from 0x80 on are those of UTF-8 */
    if (byte < 0x80 && !isalnum(byte) && byte != '-' && byte != '_' && byte != '+') *c = '_';
  }
  return out;
}
