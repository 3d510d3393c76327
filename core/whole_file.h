/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file core/whole_file.h  Files of text read whole. */
#ifndef FLUE_CORE_WHOLE_FILE_H
#define FLUE_CORE_WHOLE_FILE_H

#include <stddef.h>

#include "core/status.h"

/** Reads an ordinary file of up to 512 MiB. @param[out] text  Owned, ended by a NUL that is not
 *  counted. @return FLUE_OK or FLUE_EIO. */
flue_status flue_whole_file(flue_ctx *ctx, const char *path, char **text, size_t *length);

#endif /* FLUE_CORE_WHOLE_FILE_H */
