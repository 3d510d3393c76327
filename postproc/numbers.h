/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/numbers.h  Numbers as people read them. */
#ifndef FLUE_POSTPROC_NUMBERS_H
#define FLUE_POSTPROC_NUMBERS_H

typedef struct flue_number_text {
  char text[48];
} flue_number_text;

/** With @p digits significant digits; 1.2×10⁻⁵ below 0.001 and from 100 000 on; "–" for NaN. */
void flue_number_format(double value, int digits, flue_number_text *out);

/** With @p decimals decimals; "–" for NaN. */
void flue_number_plain(double value, int decimals, flue_number_text *out);

#endif /* FLUE_POSTPROC_NUMBERS_H */
