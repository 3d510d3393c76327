/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/embedded.h"

#include <string.h>

const flue_embedded *flue_embedded_find(const char *name) {
  for (const flue_embedded *data = FLUE_EMBEDDED; data->name; ++data)
    if (strcmp(data->name, name) == 0) return data;
  return NULL;
}
