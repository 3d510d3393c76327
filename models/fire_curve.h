/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/fire_curve.h  Measured heat release of single items; models/data/curves.csv. */
#ifndef FLUE_MODELS_FIRE_CURVE_H
#define FLUE_MODELS_FIRE_CURVE_H

#include <stddef.h>

#include "core/status.h"

enum { FLUE_FIRE_CURVE_POINTS = 64 };

/** Heat release of an item with all the air it needs: linear between its points. A smouldering item
 * is one whose fuel radiates nothing and gives off much CO. */
typedef struct flue_fire_curve {
  char fuel[32];  /**< Of models/data/fuels.csv. */
  double area_m2; /**< Burning area that stands for the item. */
  size_t n;
  double time_s[FLUE_FIRE_CURVE_POINTS], heat_w[FLUE_FIRE_CURVE_POINTS];
} flue_fire_curve;

/** The curve of that name. @return FLUE_OK; FLUE_EARG when there is none; FLUE_EINPUT when its row
 *  has times that do not rise or not one heat for each. */
flue_status flue_fire_curve_find(flue_ctx *ctx, const char *name, flue_fire_curve *out);

#endif /* FLUE_MODELS_FIRE_CURVE_H */
