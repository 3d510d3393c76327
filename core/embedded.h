/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/embedded.h  Data files compiled into the library (see cmake/embed.cmake). */
#ifndef FLUE_CORE_EMBEDDED_H
#define FLUE_CORE_EMBEDDED_H

#include <stddef.h>

/** A data file: models/data/NAME.csv, postproc/rules/NAME.csv or models/data/methods/NAME.yaml. */
typedef struct flue_embedded {
  const char *name;           /**< File name without folder and ending. */
  const unsigned char *bytes; /**< Ended by a NUL that `length` does not count. */
  size_t length;
} flue_embedded;

/** All data files, ended by an entry whose name is NULL. */
extern const flue_embedded FLUE_EMBEDDED[];

/** The data file of that name, or NULL. */
const flue_embedded *flue_embedded_find(const char *name);

#endif /* FLUE_CORE_EMBEDDED_H */
