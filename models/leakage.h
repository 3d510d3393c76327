/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/leakage.h  Leakage areas of walls, floors and doors by class of tightness. */
#ifndef FLUE_MODELS_LEAKAGE_H
#define FLUE_MODELS_LEAKAGE_H

/** How well a building is sealed. */
typedef enum flue_tightness { FLUE_TIGHT, FLUE_AVERAGE, FLUE_LOOSE } flue_tightness;

/** Parts of a building that leak. */
typedef enum flue_leak_part {
  FLUE_LEAK_EXTERIOR_WALL,
  FLUE_LEAK_STAIR_WALL,
  FLUE_LEAK_LIFT_WALL,
  FLUE_LEAK_FLOOR,
  FLUE_LEAK_PARTITION, /**< Walls between rooms; taken as stair walls, no source gives them. */
  FLUE_LEAK_PART_COUNT
} flue_leak_part;

/** Leak area over wall or floor area [1], for a discharge coefficient of 0.65.
 *  @cite nfpa92 (unverified: from memory) */
double flue_leak_ratio(flue_leak_part part, flue_tightness tightness);
/** Leak area of a closed single-leaf door of usual size [m2]: gaps of 1, 2 or 4 mm around it
 *  (average: a usual Chinese calculation sheet, 2 mm; the others assumed).
 *  @param perimeter_m  Width and height, both twice [m]. */
double flue_door_leak(double perimeter_m, flue_tightness tightness);
/** Leak area of closed lift landing doors [m2]. @cite en12101_6 (unverified: from memory) */
double flue_lift_door_leak(void);
/** Leak area of a closed window [m2]: 0.25, 0.5 or 1.5 cm2 per metre of perimeter (assumed). */
double flue_window_leak(double perimeter_m, flue_tightness tightness);
/** Discharge coefficients [1] of cracks and of openings people and smoke pass. */
#define FLUE_CD_LEAK 0.65
#define FLUE_CD_DOOR                                                                             \
  0.68 /**< Doorways with two-way flow in fires: 0.68 between rooms @cite nakaya1986, 0.69 @cite \
          bryant2011. */

#endif /* FLUE_MODELS_LEAKAGE_H */
