/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file postproc/seal.h  A checksum at the end of result files.
 *
 * HDF5 trusts what it reads: a few changed bytes can crash it or pass as numbers. A published file
 * therefore ends with a line that holds the SHA-256 of all before it; HDF5 ignores what follows its
 * end.
 */
#ifndef FLUE_POSTPROC_SEAL_H
#define FLUE_POSTPROC_SEAL_H

#include "core/status.h"

/** Appends the line. @return FLUE_OK, FLUE_EIO or FLUE_ENOMEM. */
flue_status flue_seal_write(flue_ctx *ctx, const char *path);
/** Fails with FLUE_EIO when an HDF5 file has no seal or another content than was sealed. Files that
 * are not HDF5 or not there pass: opening them says what is wrong. */
flue_status flue_seal_check(flue_ctx *ctx, const char *path);

#endif /* FLUE_POSTPROC_SEAL_H */
