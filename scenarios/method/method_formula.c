/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas of methods, by recursive descent; each step becomes an operation of the program. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/method/method_internal.h"

enum { longest_name = 64, most_arguments = 64, deepest = 100 };

typedef struct formula {
  method_reader *r;
  const flue_node *node;
  const char *at; /**< Where the reading stands. */
  int depth;
  int failed; /**< A finding was made; the rest is not read. */
} formula;

/** A function of the language. */
static const struct {
  const char *name;
  int least, most; /**< Arguments. */
  flue_op_kind kind;
} FUNCTIONS[] = {
    {"min", 1, most_arguments, FLUE_OP_MIN},
    {"max", 1, most_arguments, FLUE_OP_MAX},
    {"sum", 1, most_arguments, FLUE_OP_ADD},
    {"mean", 1, most_arguments, FLUE_OP_DIVIDE},
    {"if", 3, 3, FLUE_OP_IF},
    {"clamp", 3, 3, FLUE_OP_SUBTRACT},
    {"abs", 1, 1, FLUE_OP_ABS},
    {"sqrt", 1, 1, FLUE_OP_SQRT},
    {"exp", 1, 1, FLUE_OP_EXP},
    {"ln", 1, 1, FLUE_OP_LN},
    {"log10", 1, 1, FLUE_OP_LOG10},
    {"floor", 1, 1, FLUE_OP_FLOOR},
    {"ceil", 1, 1, FLUE_OP_CEIL},
    {"round", 1, 1, FLUE_OP_ROUND},
    {"known", 1, 1, FLUE_OP_KNOWN},
};
enum { functions = sizeof FUNCTIONS / sizeof *FUNCTIONS };

static size_t read_or(formula *f);

/** Column of a place within the formula; columns count characters. */
static int column_of(const formula *f, const char *at) {
  int column = f->node->column + f->node->is_quoted;
  for (const char *c = f->node->text; c < at; ++c) column += ((unsigned char)*c & 0xc0) != 0x80;
  return column;
}

static void skip_blanks(formula *f) {
  while (*f->at == ' ' || *f->at == '\t' || *f->at == '\n') ++f->at;
}

/** A finding: what stands here is not what is wanted. Only the first is told. */
static size_t refuse(formula *f, flue_message wanted) {
  if (!f->failed) {
    char found[longest_name];
    size_t n = strcspn(f->at, " \t\n");
    if (n > 20) n = 20;
    snprintf(found, sizeof found, "%.*s", (int)n, f->at);
    flue_diagnostics_add(f->r->list, FLUE_MSG_METHOD_SYNTAX, f->node->line, column_of(f, f->at),
                         n ? found : method_word(f->r, FLUE_MSG_METHOD_END),
                         method_word(f->r, wanted), NULL);
  }
  f->failed = 1;
  return 0;
}

static int is_letter(char c) {
  return isalpha((unsigned char)c) || c == '_';
}

/** Length of the name that begins here. */
static size_t name_length(const char *at) {
  size_t n = 0;
  if (!is_letter(*at)) return 0;
  while (is_letter(at[n]) || isdigit((unsigned char)at[n])) ++n;
  return n;
}

/** Takes a sign or a word when it stands here. */
static int take(formula *f, const char *word) {
  skip_blanks(f);
  const size_t n = strlen(word);
  if (strncmp(f->at, word, n) != 0) return 0;
  if (is_letter(*word) && name_length(f->at) != n) return 0;
  f->at += n;
  return 1;
}

static size_t constant(formula *f, double value) {
  return flue_method_constant(f->r->m, value);
}

static size_t op(formula *f, flue_op_kind kind, size_t a, size_t b) {
  return f->failed ? 0 : flue_method_op(f->r->m, kind, a, b, FLUE_NO_SLOT);
}

static size_t chain(formula *f, flue_op_kind kind, const size_t *arg, size_t n) {
  size_t slot = arg[0];
  for (size_t i = 1; i < n; ++i) slot = op(f, kind, slot, arg[i]);
  return slot;
}

static size_t call(formula *f, int function, const size_t *arg, size_t n) {
  const flue_op_kind kind = FUNCTIONS[function].kind;
  const char *name = FUNCTIONS[function].name;
  if (strcmp(name, "mean") == 0)
    return op(f, FLUE_OP_DIVIDE, chain(f, FLUE_OP_ADD, arg, n), constant(f, (double)n));
  if (strcmp(name, "clamp") == 0)
    return op(f, FLUE_OP_MIN, op(f, FLUE_OP_MAX, arg[0], arg[1]), arg[2]);
  if (kind == FLUE_OP_IF) return flue_method_op(f->r->m, kind, arg[0], arg[1], arg[2]);
  if (FUNCTIONS[function].most > 1) return chain(f, kind, arg, n);
  return op(f, kind, arg[0], FLUE_NO_SLOT);
}

static void refuse_count(formula *f, int function, size_t n) {
  char wanted[32], found[32];
  if (FUNCTIONS[function].least == FUNCTIONS[function].most)
    snprintf(wanted, sizeof wanted, "%d", FUNCTIONS[function].least);
  else
    snprintf(wanted, sizeof wanted, "1-%d", most_arguments);
  snprintf(found, sizeof found, "%zu", n);
  flue_diagnostics_add(f->r->list, FLUE_MSG_METHOD_ARGUMENTS, f->node->line, column_of(f, f->at),
                       FUNCTIONS[function].name, wanted, found, NULL);
  f->failed = 1;
}

static size_t read_call(formula *f, int function) {
  size_t arg[most_arguments];
  size_t n = 0;
  do {
    const size_t slot = read_or(f);
    if (n < most_arguments) arg[n] = slot;
    ++n;
  } while (!f->failed && take(f, ","));
  if (f->failed) return 0;
  if (!take(f, ")")) return refuse(f, FLUE_MSG_METHOD_BRACKET);
  if ((int)n < FUNCTIONS[function].least || (int)n > FUNCTIONS[function].most) {
    refuse_count(f, function, n);
    return 0;
  }
  return call(f, function, arg, n);
}

static size_t unknown_function(formula *f, const char *name, const char *at) {
  flue_text names = {0};
  for (int i = 0; i < functions; ++i)
    flue_text_add(&names, "%s%s", i ? ", " : "", FUNCTIONS[i].name);
  flue_diagnostics_add(f->r->list, FLUE_MSG_METHOD_FUNCTION, f->node->line, column_of(f, at), name,
                       names.data ? names.data : "", NULL);
  flue_text_clear(&names);
  f->failed = 1;
  return 0;
}

/** A name: a function with its arguments, an input or a node. */
static size_t read_name(formula *f) {
  const char *at = f->at;
  const size_t n = name_length(at);
  char name[longest_name];
  snprintf(name, sizeof name, "%.*s", (int)n, at);
  f->at += n;
  if (take(f, "(")) {
    for (int i = 0; i < functions; ++i)
      if (strcmp(FUNCTIONS[i].name, name) == 0) return read_call(f, i);
    return unknown_function(f, name, at);
  }
  const size_t slot = flue_method_find_slot(f->r->m, name);
  if (slot != FLUE_NO_SLOT) return slot;
  method_unknown_slot(f->r, name, f->node->line, column_of(f, at));
  f->failed = 1;
  return 0;
}

static size_t read_primary(formula *f) {
  skip_blanks(f);
  if (++f->depth > deepest) return refuse(f, FLUE_MSG_METHOD_SIMPLER);
  size_t slot;
  if (take(f, "(")) {
    slot = read_or(f);
    if (!f->failed && !take(f, ")")) slot = refuse(f, FLUE_MSG_METHOD_BRACKET);
  } else if (name_length(f->at)) {
    slot = read_name(f);
  } else if (isdigit((unsigned char)*f->at) || *f->at == '.') {
    char *end = NULL;
    const double value = strtod(f->at, &end);
    if (end == f->at) return refuse(f, FLUE_MSG_METHOD_VALUE);
    f->at = end;
    slot = constant(f, value);
  } else {
    slot = refuse(f, FLUE_MSG_METHOD_VALUE);
  }
  --f->depth;
  return slot;
}

static size_t read_signed(formula *f);

static size_t read_power(formula *f) {
  const size_t base = read_primary(f);
  return !f->failed && take(f, "^") ? op(f, FLUE_OP_POWER, base, read_signed(f)) : base;
}

static size_t read_signed(formula *f) {
  if (!take(f, "-")) return read_power(f);
  if (++f->depth > deepest) return refuse(f, FLUE_MSG_METHOD_SIMPLER);
  const size_t slot = op(f, FLUE_OP_NEGATE, read_signed(f), FLUE_NO_SLOT);
  --f->depth;
  return slot;
}

static size_t read_product(formula *f) {
  size_t slot = read_signed(f);
  while (!f->failed) {
    if (take(f, "*"))
      slot = op(f, FLUE_OP_MULTIPLY, slot, read_signed(f));
    else if (take(f, "/"))
      slot = op(f, FLUE_OP_DIVIDE, slot, read_signed(f));
    else
      break;
  }
  return slot;
}

static size_t read_sum(formula *f) {
  size_t slot = read_product(f);
  while (!f->failed) {
    if (take(f, "+"))
      slot = op(f, FLUE_OP_ADD, slot, read_product(f));
    else if (take(f, "-"))
      slot = op(f, FLUE_OP_SUBTRACT, slot, read_product(f));
    else
      break;
  }
  return slot;
}

/** Input whose slot it is, or FLUE_NO_SLOT. */
static size_t choice_of(const formula *f, size_t slot) {
  for (size_t i = 0; i < f->r->m->n_inputs; ++i)
    if (f->r->m->inputs[i].slot == slot && f->r->m->inputs[i].n_choices > 0) return i;
  return FLUE_NO_SLOT;
}

/** Right side of == : a word when the left side is a choice. */
static size_t read_word(formula *f, size_t input) {
  const flue_method_input *in = &f->r->m->inputs[input];
  skip_blanks(f);
  const size_t n = name_length(f->at);
  flue_text names = {0};
  for (size_t i = 0; i < in->n_choices; ++i) {
    const char *word = f->r->m->choices[in->choice + i].id;
    if (strlen(word) == n && strncmp(f->at, word, n) == 0) {
      f->at += n;
      flue_text_clear(&names);
      return constant(f, (double)i);
    }
    flue_text_add(&names, "%s%s", i ? ", " : "", word);
  }
  char found[longest_name];
  snprintf(found, sizeof found, "%.*s", (int)n, f->at);
  flue_diagnostics_add(f->r->list, FLUE_MSG_BAD_CHOICE, f->node->line, column_of(f, f->at),
                       in->name.id, found, names.data ? names.data : "", NULL);
  flue_text_clear(&names);
  f->failed = 1;
  return 0;
}

static size_t read_comparison(formula *f) {
  const size_t left = read_sum(f);
  if (f->failed) return 0;
  const int is_equal = take(f, "=="), is_other = !is_equal && take(f, "!=");
  if (is_equal || is_other) {
    const size_t input = choice_of(f, left);
    const size_t right = input == FLUE_NO_SLOT ? read_sum(f) : read_word(f, input);
    const size_t same = op(f, FLUE_OP_EQUAL, left, right);
    return is_equal ? same : op(f, FLUE_OP_NOT, same, FLUE_NO_SLOT);
  }
  if (take(f, "<=")) return op(f, FLUE_OP_LESS_EQUAL, left, read_sum(f));
  if (take(f, "<")) return op(f, FLUE_OP_LESS, left, read_sum(f));
  if (take(f, ">=")) return op(f, FLUE_OP_LESS_EQUAL, read_sum(f), left);
  if (take(f, ">")) return op(f, FLUE_OP_LESS, read_sum(f), left);
  return left;
}

static size_t read_not(formula *f) {
  if (!take(f, "not")) return read_comparison(f);
  if (++f->depth > deepest) return refuse(f, FLUE_MSG_METHOD_SIMPLER);
  const size_t slot = op(f, FLUE_OP_NOT, read_not(f), FLUE_NO_SLOT);
  --f->depth;
  return slot;
}

static size_t read_and(formula *f) {
  size_t slot = read_not(f);
  while (!f->failed && take(f, "and")) slot = op(f, FLUE_OP_AND, slot, read_not(f));
  return slot;
}

static size_t read_or(formula *f) {
  size_t slot = read_and(f);
  while (!f->failed && take(f, "or")) slot = op(f, FLUE_OP_OR, slot, read_and(f));
  return slot;
}

size_t method_formula(method_reader *r, const flue_node *node) {
  if (node->kind != FLUE_NODE_SCALAR) {
    method_wrong_kind(r, "formula", node, FLUE_MSG_METHOD_A_FORMULA);
    return 0;
  }
  formula f = {.r = r, .node = node, .at = node->text};
  const size_t slot = read_or(&f);
  skip_blanks(&f);
  if (!f.failed && *f.at) refuse(&f, FLUE_MSG_METHOD_OPERATOR);
  return f.failed ? 0 : slot;
}
