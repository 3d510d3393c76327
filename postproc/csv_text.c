/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/csv_text.h"

#include <math.h>
#include <string.h>

void flue_csv_text(flue_text *out, const char *text) {
  if (!strpbrk(text, ",\"\r\n")) {
    flue_text_add(out, "%s", text);
    return;
  }
  flue_text_add(out, "\"");
  for (; *text; ++text) flue_text_add(out, *text == '"' ? "\"\"" : "%c", *text);
  flue_text_add(out, "\"");
}

void flue_csv_number(flue_text *out, double value) {
  if (isfinite(value)) flue_text_add(out, "%.9g", value);
}
