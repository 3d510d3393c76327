/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file scenarios/fds/fds_measure.h  What devices of an FDS file measure in a field, what controls
 * make of it, and what is recorded.
 *
 * Values have the units of FDS (C, kW/m2, %/m). Gas is measured in the cell that a point lies in,
 * flows through a plane on the faces nearest to it, walls on the face nearest to the point.
 * @cite mcgrattan2024 (names and meaning of the quantities)
 */
#ifndef FLUE_SCENARIOS_FDS_MEASURE_H
#define FLUE_SCENARIOS_FDS_MEASURE_H

#include "core/sink.h"
#include "core/state.h"
#include "scenarios/fds/fds_import.h"

/** Devices and controls at work. */
typedef struct flue_fds_measures flue_fds_measures;

/** Finds what cannot be measured: a mistake where something listens to it, else a warning, and its
 *  column is left out. */
void flue_fds_check_measures(const flue_fds_case *c, flue_diagnostics *list);

/**
 * @param c     Borrowed for the life of the measures.
 * @param list  Takes devices that lie on no wall; may be NULL.
 * @return FLUE_OK; FLUE_ENOMEM.
 */
flue_status flue_fds_measures_create(flue_ctx *ctx, const flue_fds_case *c, const flue_field *field,
                                     flue_diagnostics *list, flue_fds_measures **out);
void flue_fds_measures_destroy(flue_fds_measures **out);
/** Measures and controls: once at the start, then after each step. Obstacles and patches come and
 *  go by it. */
flue_status flue_fds_measures_step(flue_ctx *ctx, flue_fds_measures *m, flue_field *field);
/** The value now, of a point of a device; NaN when it is left out. */
double flue_fds_measures_value(const flue_fds_measures *m, size_t device, size_t point);
/** Unit of a device as FDS writes it. Borrowed. */
const char *flue_fds_measures_unit(const flue_fds_measures *m, size_t device);
/** Whether a device or control is on. */
int flue_fds_measures_is_on(const flue_fds_measures *m, flue_fds_input input);
/** Whether a control asks for the end of the run. */
int flue_fds_measures_is_killed(const flue_fds_measures *m);
/** Which obstacles and patches are there: sets is_absent of the copies that a resumed run starts
 *  from, [n_obstacles], [n_patches] of the case. */
void flue_fds_measures_place(const flue_fds_measures *m, flue_field_obstacle *obstacles,
                             flue_field_patch *patches);
/** Saves or restores everything that changes. */
void flue_fds_measures_state(flue_fds_measures *m, flue_state *state);

/** Announces the groups device, hrr and slice_N to a sink, borrowed for the life of the measures.
 */
flue_status flue_fds_record_start(flue_ctx *ctx, flue_fds_measures *m, const flue_field *field,
                                  const flue_sink *sink);
/** Records what is due. @param is_end  Everything is. */
flue_status flue_fds_record(flue_ctx *ctx, flue_fds_measures *m, const flue_field *field,
                            int is_end);
/** Records the profiles of devices with points, at the end of the run. */
flue_status flue_fds_record_lines(flue_ctx *ctx, flue_fds_measures *m);

#endif /* FLUE_SCENARIOS_FDS_MEASURE_H */
