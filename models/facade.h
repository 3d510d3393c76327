/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file models/facade.h  Flames out of openings in a facade, and their heat above. */
#ifndef FLUE_MODELS_FACADE_H
#define FLUE_MODELS_FACADE_H

/** A flame out of one opening, without a draught through the room. */
typedef struct flue_facade_flame {
  double height_m;   /**< Above the upper edge of the opening [m]; 0: none. */
  double length_m;   /**< Along its axis [m]. */
  double window_k;   /**< Above the air at the opening [K]. */
  double fall;       /**< Share of that lost on the way to the tip [1]. */
  double emissivity; /**< Of its thickness of two thirds of the opening's height [1]. */
  double convection; /**< To a face of the opening's size [W m-2 K-1]. */
} flue_facade_flame;

/**
 * The flame of a fire whose heat Q, burnt inside and out, leaves by an opening of width w and
 * height h:
 *
 *     L_L = 1.9 (Q / w)^(2/3) - h,   L_f = L_L + h / 2,
 *     T_w - T_0 = 520 / (1 - 0.4725 L_f w / Q)              (MW, m, K)
 *     e = 1 - exp(-0.3 d_f),  d_f = 2 h / 3,   a_c = 4.67 d^(-0.4) (Q / A)^0.6
 *
 * Range: flashed-over rooms, h up to 1.25 w, a wall above; L_f w / Q up to 1, held there beyond.
 * d is taken as the height of the opening (assumed; meant for members of the size d).
 * @cite en1991_1_2 annex B.4.1 (unverified: from memory)  @cite law1981
 */
flue_facade_flame flue_facade_flame_of(double heat_w, double width_m, double height_m);

/** Temperature of the flame above that of the air, so far above the upper edge of its opening [K];
 *  520 K at its tip, 0 beyond it. @cite en1991_1_2 annex B.4.1 (unverified: from memory) */
double flue_facade_rise(const flue_facade_flame *flame, double above_m);

/** Radiation of a flame that covers a face in air of a temperature [W m-2]: its own, and that of
 * the air through it. @param rise_k  Of the flame above the air [K]. */
double flue_facade_radiation(const flue_facade_flame *flame, double rise_k, double air_k);

#endif /* FLUE_MODELS_FACADE_H */
