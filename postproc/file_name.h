/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/file_name.h  Names of storeys and the like as parts of file names. */
#ifndef FLUE_POSTPROC_FILE_NAME_H
#define FLUE_POSTPROC_FILE_NAME_H

/** The name with what does not belong into a file name as _; owned, NULL without memory. */
char *flue_file_name(const char *name);

/** The last part of a path without its ending: "a/RUN.h5" gives "RUN"; owned, NULL without memory.
 */
char *flue_file_stem(const char *path);

#endif /* FLUE_POSTPROC_FILE_NAME_H */
