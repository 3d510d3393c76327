/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenarios/layout_internal.h  What the files that build and check a layout share. */
#ifndef FLUE_SCENARIOS_LAYOUT_INTERNAL_H
#define FLUE_SCENARIOS_LAYOUT_INTERNAL_H

#include "scenarios/geometry.h"
#include "scenarios/layout.h"

/** A storey's id and where it was written. */
typedef struct level_word {
  const char *id;         /**< Borrowed from the level. */
  const flue_word *where; /**< Borrowed. */
  size_t index;
} level_word;

/** Work in progress. */
typedef struct builder {
  flue_ctx *ctx;
  const flue_scenario *scenario;
  flue_diagnostics *list;
  flue_layout *layout;
  size_t n_shafts;
  size_t *first, *last;   /**< Storeys of each shaft, [n_shafts]; first > last when unknown. */
  size_t *room_start;     /**< First space of each storey's rooms, [n_levels]. */
  size_t *segment;        /**< Space of each shaft at each storey, [n_shafts][n_levels]. */
  level_word *level_word; /**< [n_levels]; sorted by id once all are there. */
  size_t level_word_capacity;
  int no_memory;
} builder;

#define find_at(b, message, where, ...) \
  flue_diagnostics_add((b)->list, (message), (where)->line, (where)->column, __VA_ARGS__)

/** Text of a number for a message; buffer of the caller. */
typedef struct number_text {
  char text[32];
} number_text;
number_text layout_number(double value, int digits);

/** Walls, openings, partitions of all storeys. */
void layout_build_plans(builder *b);
/** Floors between storeys. */
void layout_build_slabs(builder *b);
/** Names in systems, fires and people; ways out. */
void layout_check_names(builder *b);
/** How the gas of spaces is divided, and grids. */
void layout_check_models(builder *b);
/** Whether a door counts as none. */
typedef int (*layout_door_fn)(const flue_door *door);
/** Marks with 1 every space from which doors lead outside, [n_spaces]; @p is_shut may be NULL. */
void layout_mark_ways(const flue_layout *l, layout_door_fn is_shut, unsigned char *reached);
/** Whether people can leave and are warned; for scenarios with people. */
void layout_check_leaving(builder *b);
/** Keys that stand where nothing reads them. */
void layout_check_idle(builder *b);
/** A finding that a name does not exist, with the nearest of the candidates ("a|b|c"). */
void layout_unknown(builder *b, const char *where, flue_message what, const flue_word *name,
                    const char *const *candidates, size_t n);

#endif /* FLUE_SCENARIOS_LAYOUT_INTERNAL_H */
