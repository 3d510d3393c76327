/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/csv_text.h  Cells of CSV tables. */
#ifndef FLUE_POSTPROC_CSV_TEXT_H
#define FLUE_POSTPROC_CSV_TEXT_H

#include "core/memory.h"

/** Appends a cell, in double quotes where a comma, a quote or a line end asks for them. */
void flue_csv_text(flue_text *out, const char *text);
/** Appends a number; one that is not finite leaves its cell empty. */
void flue_csv_number(flue_text *out, double value);

#endif /* FLUE_POSTPROC_CSV_TEXT_H */
