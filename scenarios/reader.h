/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/reader.h  From the tree of a file to typed sections, by the key table. */
#ifndef FLUE_SCENARIOS_READER_H
#define FLUE_SCENARIOS_READER_H

#include "scenarios/keys.h"
#include "scenarios/scenario.h"

/** Reads one section of the key table; its findings go to the list.
 *  @return FLUE_OK (also with findings) or FLUE_ENOMEM. */
flue_status flue_reader_read(flue_ctx *ctx, flue_scenario *scenario, flue_diagnostics *list,
                             const flue_node *root);
/** Memory that the scenario frees with itself; NULL when memory is short. */
void *flue_scenario_alloc(flue_scenario *scenario, size_t n, size_t size);
/** Whether a data table compiled into the library has a row of that name (first column).
 *  @param[out] names  Names before it, or all when there is none, joined by "|"; may be NULL. */
int flue_library_find(const char *table, const char *name, flue_text *names);

#endif /* FLUE_SCENARIOS_READER_H */
