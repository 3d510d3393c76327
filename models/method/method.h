/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file models/method/method.h  A rating method as data: inputs, a program of a few operations over
 * an array of numbers, scales of grades, vetoes.
 *
 * Each number is a span of what it may be: an answer that was given is a point, one that is missing
 * the whole range of the input. The program computes with spans, so that grades say how good and
 * how bad a building may be. Nothing is allocated for a record.
 */
#ifndef FLUE_MODELS_METHOD_METHOD_H
#define FLUE_MODELS_METHOD_METHOD_H

#include <stddef.h>

#include "core/memory.h"

/** What a number may be; both ends are the same when it is known. NaN when it has no value. */
typedef struct flue_span {
  double low, high;
} flue_span;

/** How sure a rule or a number of it is. */
typedef enum flue_rule_status {
  FLUE_RULE_VERIFIED,      /**< Compared with the printed rule. */
  FLUE_RULE_SECOND_HAND,   /**< From a text that quotes it. */
  FLUE_RULE_FROM_MEMORY,   /**< Written down from memory. */
  FLUE_RULE_UNVERIFIED,    /**< Not compared with its source. */
  FLUE_RULE_PROPOSAL,      /**< No source defines it. */
  FLUE_RULE_NOT_AVAILABLE, /**< Could not be read; takes no part in a grade. */
  FLUE_RULE_STATUS_COUNT
} flue_rule_status;
/** Words of method files: "verified", "second_hand" ... */
extern const char *const FLUE_RULE_STATUS_WORDS[FLUE_RULE_STATUS_COUNT];

/** Names and where they come from; texts borrowed from the method. */
typedef struct flue_rule_name {
  const char *id;
  const char *text[2]; /**< By flue_lang. */
  const char *clause;  /**< "" without one. */
  const char *source;  /**< "" for that of the method. */
  flue_rule_status status;
} flue_rule_name;

typedef enum flue_input_kind {
  FLUE_INPUT_NUMBER,
  FLUE_INPUT_YES_NO,
  FLUE_INPUT_CHOICE
} flue_input_kind;

/** Values of the answers to a check of a list: index of its choices. */
enum { FLUE_CHECK_FAIL = 0, FLUE_CHECK_PASS = 1, FLUE_CHECK_NONE = 2 };

typedef struct flue_method_input {
  flue_rule_name name;
  flue_input_kind kind;
  const char *unit;         /**< Of the numbers in records. */
  const char *result;       /**< Number of a result that fills it, or fact:NAME; "" for none. */
  double low, high;         /**< Range; of a choice 0 to n - 1. */
  double fallback;          /**< Taken when there is no answer; NaN: none. */
  double good;              /**< Once put right; NaN: nothing that somebody puts right. */
  int is_filled;            /**< A result has answered it for all records. */
  int is_check;             /**< A choice of fail, pass, none. */
  size_t choice, n_choices; /**< First of flue_method.choices, number. */
  size_t slot;
} flue_method_input;

/** Operations; a, b and c are slots unless said otherwise. */
typedef enum flue_op_kind {
  FLUE_OP_ADD,
  FLUE_OP_SUBTRACT,
  FLUE_OP_MULTIPLY,
  FLUE_OP_DIVIDE,
  FLUE_OP_POWER,
  FLUE_OP_MIN,
  FLUE_OP_MAX,
  FLUE_OP_NEGATE,
  FLUE_OP_ABS,
  FLUE_OP_SQRT,
  FLUE_OP_EXP,
  FLUE_OP_LN,
  FLUE_OP_LOG10,
  FLUE_OP_FLOOR,
  FLUE_OP_CEIL,
  FLUE_OP_ROUND,
  FLUE_OP_LESS,       /**< a < b: 0, 1, or both. */
  FLUE_OP_LESS_EQUAL, /**< a <= b */
  FLUE_OP_EQUAL,
  FLUE_OP_NOT,
  FLUE_OP_AND,
  FLUE_OP_OR,
  FLUE_OP_IF,     /**< a: condition, b: then, c: else. */
  FLUE_OP_KNOWN,  /**< 1 when a is a point. */
  FLUE_OP_LADDER, /**< b: index of a ladder. */
  FLUE_OP_TABLE,  /**< a, c: choices (c FLUE_NO_SLOT for one); b: index of a table. */
  FLUE_OP_SHARE,  /**< Weight of the checks that pass over that of all that apply; a: first in
                       flue_method.list, b: number. */
} flue_op_kind;

#define FLUE_NO_SLOT ((size_t)-1)

typedef struct flue_op {
  flue_op_kind kind;
  size_t to, a, b, c;
} flue_op;

/** How a ladder goes from step to step. */
typedef enum flue_ladder_kind {
  FLUE_LADDER_LINEAR, /**< Straight between points, held outside. */
  FLUE_LADDER_LOG,    /**< Straight over the logarithm of x. */
  FLUE_LADDER_FROM,   /**< y of the last point with x at or below the value; the first below it. */
  FLUE_LADDER_UP_TO,  /**< y of the first point with x at or above the value; the last beyond. */
} flue_ladder_kind;

/** Points in flue_method.numbers: x then y, x rising. */
typedef struct flue_step_ladder {
  flue_ladder_kind kind;
  size_t first, n;
} flue_step_ladder;

/** Values in flue_method.numbers, [rows][columns]. */
typedef struct flue_choice_table {
  size_t first, rows, columns;
} flue_choice_table;

/** An item of a weighted list. */
typedef struct flue_list_item {
  size_t slot;
  double weight;
} flue_list_item;

/** A number of the method with a name: node, output, loss of points, remark. */
typedef struct flue_method_number {
  flue_rule_name name;
  const char *unit; /**< "" without one. */
  size_t slot;
} flue_method_number;

typedef struct flue_method_level {
  flue_rule_name name;
  const char *colour;
  double limit; /**< Reached at this value or a better one; the last level has none. */
} flue_method_level;

/** A scale of grades; levels from the best on. */
typedef struct flue_method_scale {
  flue_rule_name name;
  size_t slot;        /**< Of the score. */
  int is_higher_good; /**< Else a lower value is better. */
  double margin;      /**< By which the score has to pass a border before the grade changes. */
  size_t first, n;    /**< Of flue_method.levels. */
} flue_method_scale;

typedef struct flue_method_veto {
  flue_rule_name name;
  size_t slot;         /**< Truth. */
  size_t scale, level; /**< Worst grade it leaves; level counted within the scale. */
} flue_method_veto;

/** A method. Everything owned; texts live in `texts`. */
typedef struct flue_method {
  flue_rule_name name; /**< clause and source: unused. */
  const char *source[2];
  const char *edition;
  const char *note[2]; /**< "" without one. */
  flue_method_input *inputs;
  flue_rule_name *choices;
  flue_method_number *nodes, *outputs, *costs, *remarks;
  flue_method_number *checks; /**< Hold when answers contradict each other. */
  flue_method_scale *scales;
  flue_method_level *levels;
  flue_method_veto *vetoes;
  size_t n_inputs, n_choices, n_nodes, n_outputs, n_costs, n_remarks, n_checks, n_scales, n_levels,
      n_vetoes;
  flue_op *ops;
  flue_step_ladder *ladders;
  flue_choice_table *tables;
  flue_list_item *list;
  double *numbers;
  flue_span *start; /**< Slots before a record is filled in: constants, inputs not answered. */
  size_t n_ops, n_ladders, n_tables, n_list, n_numbers, n_slots;
  struct {
    size_t inputs, choices, nodes, outputs, costs, remarks, checks, scales, levels, vetoes, ops,
        ladders, tables, list, numbers, slots, texts;
  } capacity;
  char **texts; /**< [n_texts], owned. */
  size_t n_texts;
  int failed; /**< Memory was short while it was built. */
} flue_method;

/* ---- building ---- */

flue_status flue_method_create(flue_method **out);
void flue_method_destroy(flue_method **method);
/** Copy of a text that lives as long as the method; "" when memory is short. */
const char *flue_method_text(flue_method *method, const char *text);
/** A new slot that begins as @p start. */
size_t flue_method_slot(flue_method *method, flue_span start);
/** A slot that holds a constant; the same for the same number. */
size_t flue_method_constant(flue_method *method, double value);
/** Adds an operation. @return its slot. */
size_t flue_method_op(flue_method *method, flue_op_kind kind, size_t a, size_t b, size_t c);
/** Index of an input, or FLUE_NO_SLOT. */
size_t flue_method_find_input(const flue_method *method, const char *id);
/** Slot of an input or node, or FLUE_NO_SLOT. */
size_t flue_method_find_slot(const flue_method *method, const char *id);
/** Answers an input for all records that do not answer it themselves, by the number of a result. */
void flue_method_fill(flue_method *method, size_t input, double value);
/** Whether the method can grade: it is there and has nodes. */
int flue_method_is_available(const flue_method *method);

/* ---- computing ---- */

/** Sets all slots to their start: constants, inputs without answer. @param slots  [n_slots] */
void flue_method_reset(const flue_method *method, flue_span *slots);
/** Runs the program. */
void flue_method_run(const flue_method *method, flue_span *slots);

/** Grade on one scale. Levels counted within the scale, 0 the best; best <= worst. */
typedef struct flue_grade {
  flue_span score;
  size_t best_by_score, worst_by_score; /**< Before the vetoes. */
  size_t best, worst;
  int is_defined; /**< Not when the score has no value. */
} flue_grade;

/** Level that a score reaches. */
size_t flue_method_level_of(const flue_method *method, const flue_method_scale *scale,
                            double score);
/** Grade of a record whose program has run. */
flue_grade flue_method_grade(const flue_method *method, size_t scale, const flue_span *slots);
/**
 * Level by the score when a grade was given before: it changes only once the score lies beyond a
 * border by the margin of the scale.
 * @param before  Level by the score last time.
 */
size_t flue_method_level_held(const flue_method *method, const flue_method_scale *scale,
                              double score, size_t before);
/** Makes a grade no better than the vetoes leave it. */
void flue_method_apply_vetoes(const flue_method *method, size_t scale, const flue_span *slots,
                              flue_grade *grade);

#endif /* FLUE_MODELS_METHOD_METHOD_H */
