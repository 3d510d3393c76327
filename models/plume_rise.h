/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/plume_rise.h  Gas that plumes carry up, by the plume that is chosen for a fire. */
#ifndef FLUE_MODELS_PLUME_RISE_H
#define FLUE_MODELS_PLUME_RISE_H

/** Which plume rises from a fire. */
typedef enum flue_plume_kind {
  FLUE_PLUME_HESKESTAD,
  FLUE_PLUME_MCCAFFREY,
  FLUE_PLUME_LINE,
  FLUE_PLUME_BALCONY,
  FLUE_PLUME_KIND_COUNT
} flue_plume_kind;

/** A fire as its plume draws in air. */
typedef struct flue_plume_fire {
  double release, convective; /**< [W] */
  double diameter_m;          /**< Of a circle of its area. */
  double length_m;            /**< Line: of the fire, above 0 [m]. */
  double spill_m;             /**< Balcony: width of the sheet that spills, above 0 [m]. */
  double edge_m;              /**< Balcony: its edge above the fuel surface [m]. */
} flue_plume_fire;

/** A plume to be chosen. */
typedef struct flue_plume_rise {
  double (*flow)(const flue_plume_fire *fire, double z_m); /**< Up to z above the fuel [kg s-1]. */
  int is_round; /**< Rises from a round fire: walls and draughts act on it as on such. */
} flue_plume_rise;

/** The plume of a kind; stays. */
const flue_plume_rise *flue_plume_rise_of(flue_plume_kind kind);

/**
 * Gas in the plume of a line fire up to height z [kg s-1].
 *
 *     m = 0.21 Q'^(1/3) z L,   Q' = Qc / L   (kW m-1, m),   z up to 5 L
 *
 * Beyond, the plume is that of a point: m rises as z^(5/3) from there, with 0.0718 Qc^(1/3).
 * Range: above the flames of a fire at least three times as long as wide, in still air; used within
 * the flames too. @cite lee1961 (form) @cite yuan1996 (fires); coefficient and limit as in
 * @cite cibse1995 (unverified: from memory)
 */
double flue_plume_line(double convective_w, double length_m, double z_m);

/**
 * Gas of a fire below a balcony that spills over its edge [kg s-1].
 *
 *     m = 0.36 (Q W^2)^(1/3) (z_b + 0.25 H),   z_b = z - H
 *
 * by all the heat Q of the fire. Below the edge nothing is known: linear from 0 at the fuel
 * (assumed). Range: z_b up to 15 m. @cite nfpa92
 */
double flue_plume_balcony(double release_w, double spill_m, double edge_m, double z_m);

#endif /* FLUE_MODELS_PLUME_RISE_H */
