/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/file_name.h"

#include <ctype.h>
#include <string.h>

#include "core/memory.h"

char *flue_file_name(const char *name) {
  char *out = flue_copy_text(name);
  for (char *c = out; c && *c; ++c) {
    const unsigned char byte = (unsigned char)*c; /* bytes from 0x80 on are those of UTF-8 */
    if (byte < 0x80 && !isalnum(byte) && byte != '-' && byte != '_' && byte != '+') *c = '_';
  }
  return out;
}

char *flue_file_stem(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  const char *dot = strrchr(name, '.');
  return flue_format("%.*s", (int)(dot && dot > name ? dot - name : (long)strlen(name)), name);
}
