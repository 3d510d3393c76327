/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/html_text.h  Text inside HTML and SVG. */
#ifndef FLUE_POSTPROC_HTML_TEXT_H
#define FLUE_POSTPROC_HTML_TEXT_H

#include "core/memory.h"

/** Appends text with &, <, > and " written as entities, and without control characters. */
void flue_html_add(flue_text *out, const char *text);

#endif /* FLUE_POSTPROC_HTML_TEXT_H */
