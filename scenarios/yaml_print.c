/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree as YAML: on one line, or in blocks for people. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenarios/yaml.h"

static void print_scalar(const char *text, flue_text *out) {
  flue_text_add(out, "\"");
  for (const char *c = text; *c; ++c) {
    if (*c == '"' || *c == '\\')
      flue_text_add(out, "\\%c", *c);
    else if ((unsigned char)*c < 0x20 || *c == 0x7f)
      flue_text_add(out, "\\x%02x", (unsigned)*c);
    else
      flue_text_add(out, "%c", *c);
  }
  flue_text_add(out, "\"");
}

void flue_node_print_flow(const flue_node *node, flue_text *out) {
  if (node->kind == FLUE_NODE_SCALAR) {
    print_scalar(node->text, out);
    return;
  }
  flue_text_add(out, node->kind == FLUE_NODE_MAP ? "{" : "[");
  for (size_t i = 0; i < node->n; ++i) {
    if (i > 0) flue_text_add(out, ", ");
    if (node->kind == FLUE_NODE_MAP) {
      print_scalar(node->key[i].text, out);
      flue_text_add(out, ": ");
    }
    flue_node_print_flow(&node->child[i], out);
  }
  flue_text_add(out, node->kind == FLUE_NODE_MAP ? "}" : "]");
}

void flue_node_print(const flue_node *node, flue_text *out) {
  if (node->kind != FLUE_NODE_MAP) {
    flue_node_print_flow(node, out);
    return;
  }
  for (size_t i = 0; i < node->n; ++i) {
    flue_text_add(out, "%s: ", node->key[i].text);
    flue_node_print_flow(&node->child[i], out);
    flue_text_add(out, "\n");
  }
}

/* ---- blocks ---- */

enum { widest = 96 };

/** Whether the text may stand without quotes, in a flow too, and is read as what it is. */
static int is_plain(const flue_node *node) {
  static const char signs[] = "_.-+/()%^* ";
  const char *text = node->text;
  const size_t n = strlen(text);
  const unsigned char first = (unsigned char)text[0];
  const int is_signed = (first == '-' || first == '.') && isdigit((unsigned char)text[1]);
  if (n == 0 || text[n - 1] == ' ' || !(isalnum(first) || first >= 0x80 || is_signed)) return 0;
  for (const char *c = text; *c; ++c)
    if (!isalnum((unsigned char)*c) && (unsigned char)*c < 0x80 && !strchr(signs, *c)) return 0;
  if (!node->is_quoted) return 1;
  static const char *const other[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  for (size_t i = 0; i < sizeof other / sizeof *other; ++i)
    if (strcasecmp(text, other[i]) == 0) return 0;
  return isalpha(first) || first >= 0x80; /* what begins with a digit could be taken for a number */
}

static void add_scalar(const flue_node *node, flue_text *out) {
  if (is_plain(node))
    flue_text_add(out, "%s", node->text);
  else
    print_scalar(node->text, out);
}

static void add_flow(const flue_node *node, flue_text *out) {
  if (node->kind == FLUE_NODE_SCALAR) {
    add_scalar(node, out);
    return;
  }
  flue_text_add(out, node->kind == FLUE_NODE_MAP ? "{" : "[");
  for (size_t i = 0; i < node->n; ++i) {
    if (i > 0) flue_text_add(out, ", ");
    if (node->kind == FLUE_NODE_MAP) {
      add_scalar(&node->key[i], out);
      flue_text_add(out, ": ");
    }
    add_flow(&node->child[i], out);
  }
  flue_text_add(out, node->kind == FLUE_NODE_MAP ? "}" : "]");
}

/** Whether the whole node goes on one line: a scalar, a list of scalars, or what is short. */
static int fits(const flue_node *node, int indent) {
  int is_simple = 1;
  for (size_t i = 0; i < node->n; ++i) is_simple &= node->child[i].kind == FLUE_NODE_SCALAR;
  if (node->n == 0 || (node->kind == FLUE_NODE_LIST && is_simple)) return 1;
  if (node->kind == FLUE_NODE_LIST && node->child[0].kind == FLUE_NODE_MAP && indent < 6) return 0;
  flue_text line = {0};
  add_flow(node, &line);
  const int is_short = line.length + (size_t)indent <= widest;
  flue_text_clear(&line);
  return is_short;
}

/** A list of scalars, broken where lines grow too long. */
static void add_long_list(const flue_node *list, int indent, flue_text *out) {
  size_t line = out->length;
  flue_text_add(out, "[");
  for (size_t i = 0; i < list->n; ++i) {
    flue_text item = {0};
    add_flow(&list->child[i], &item);
    const int is_full = i > 0 && out->length - line + item.length + (size_t)indent > widest;
    if (i > 0) flue_text_add(out, is_full ? ",\n%*s" : ", ", is_full ? indent + 1 : 0, "");
    if (is_full) line = out->length - (size_t)indent;
    flue_text_add(out, "%s", item.data ? item.data : "");
    flue_text_clear(&item);
  }
  flue_text_add(out, "]");
}

static void add_block(const flue_node *node, int indent, int is_top, flue_text *out);

/** A value after "key:" or "-": on the same line when it fits, else below. */
static void add_value(const flue_node *value, int indent, int is_item, flue_text *out) {
  if (fits(value, indent)) {
    flue_text_add(out, " ");
    if (value->kind == FLUE_NODE_LIST)
      add_long_list(value, indent, out);
    else
      add_flow(value, out);
    flue_text_add(out, "\n");
  } else if (is_item) {
    flue_text_add(out, " ");
    add_block(value, indent + 2, 0, out); /* its first key stands beside the dash */
  } else {
    flue_text_add(out, "\n");
    add_block(value, indent + 2, 1, out);
  }
}

static void add_block(const flue_node *node, int indent, int is_top, flue_text *out) {
  for (size_t i = 0; i < node->n; ++i) {
    if (i > 0 || is_top) flue_text_add(out, "%*s", indent, "");
    const int is_map = node->kind == FLUE_NODE_MAP;
    if (is_map) add_scalar(&node->key[i], out);
    flue_text_add(out, is_map ? ":" : "-");
    add_value(&node->child[i], indent, !is_map, out);
  }
}

void flue_node_print_block(const flue_node *node, flue_text *out) {
  if (node->kind == FLUE_NODE_MAP && node->n > 0) {
    add_block(node, 0, 1, out);
  } else {
    add_flow(node, out);
    flue_text_add(out, "\n");
  }
}
