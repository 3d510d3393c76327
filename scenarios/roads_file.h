/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/roads_file.h  Roads from a GeoJSON file of OpenStreetMap ways. */
#ifndef FLUE_SCENARIOS_ROADS_FILE_H
#define FLUE_SCENARIOS_ROADS_FILE_H

#include "core/diagnostics.h"
#include "models/roads.h"

/**
 * Reads a FeatureCollection: lines whose property `highway` names a class that the table
 * models/data/road_speeds.csv has, others and those with `access` or
 * `motor_vehicle` no are passed over. Ways meet where they share a position to
 * 1e-7 degree; pieces of more than 50 m are cut. `oneway` (yes, no, -1) counts; motorways and
 * roundabouts go one way without it.
 *
 * @param[out] findings  Mistakes, with line and column.
 * @return FLUE_OK, FLUE_EINPUT (with findings), FLUE_EIO or FLUE_ENOMEM.
 */
flue_status flue_roads_read(flue_ctx *ctx, const char *path, flue_diagnostics *findings,
                            flue_roads *out);

#endif /* FLUE_SCENARIOS_ROADS_FILE_H */
