/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/numbers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Writes NaN and infinity. @return 1 when @p value was one of them. */
static int special(double value, flue_number_text *out) {
  if (isfinite(value)) return 0;
  snprintf(out->text, sizeof out->text, "%s", isnan(value) ? "–" : value > 0 ? "∞" : "−∞");
  return 1;
}

void flue_number_plain(double value, int decimals, flue_number_text *out) {
  if (!special(value, out)) snprintf(out->text, sizeof out->text, "%.*f", decimals, value);
}

void flue_number_format(double value, int digits, flue_number_text *out) {
  static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  if (special(value, out)) return;
  char digits_text[32];
  snprintf(digits_text, sizeof digits_text, "%.*e", digits - 1, value);
  char *mark = strchr(digits_text, 'e');
  const int exponent = (int)strtol(mark + 1, NULL, 10);
  if (value == 0 || (exponent >= -3 && exponent < 5)) {
    const int decimals = digits - 1 - exponent;
    snprintf(out->text, sizeof out->text, "%.*f", value == 0 || decimals < 0 ? 0 : decimals, value);
    return;
  }
  *mark = '\0';
  char power[16], *at = out->text;
  snprintf(power, sizeof power, "%d", abs(exponent));
  at += snprintf(at, 24, "%s×10%s", digits_text, exponent < 0 ? "⁻" : "");
  for (const char *p = power; *p; ++p) at += snprintf(at, 8, "%s", raised[*p - '0']);
}
