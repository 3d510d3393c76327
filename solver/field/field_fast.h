/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/field/field_fast.h  Loops over cells for the processor at hand. */
#ifndef FLUE_SOLVER_FIELD_FAST_H
#define FLUE_SOLVER_FIELD_FAST_H

/** Makes a function once for any processor and once for those with wider vectors. No fused
 * operations, so all give the same bits. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define FIELD_FAST __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define FIELD_FAST
#endif
#define FIELD_INLINE static inline __attribute__((always_inline))

#endif /* FLUE_SOLVER_FIELD_FAST_H */
