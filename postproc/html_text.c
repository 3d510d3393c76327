/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/html_text.h"

void flue_html_add(flue_text *out, const char *text) {
  for (; *text; ++text) {
    const unsigned char c = (unsigned char)*text;
    if (c == '&')
      flue_text_add(out, "&amp;");
    else if (c == '<')
      flue_text_add(out, "&lt;");
    else if (c == '>')
      flue_text_add(out, "&gt;");
    else if (c == '"')
      flue_text_add(out, "&quot;");
    else if (c >= ' ' || c == '\n' || c == '\t')
      flue_text_add(out, "%c", c);
  }
}
