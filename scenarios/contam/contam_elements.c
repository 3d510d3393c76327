/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow elements of a project file: which coefficients each kind has. */
#include <string.h>

#include "scenarios/contam/contam_project.h"

/** A kind of element: how many leading coefficients matter, and whether paths may use it. */
static const struct {
  const char *kind;
  int coefficients, is_supported;
} KINDS[] = {
    {"plr_orfc", 3, 1},  {"plr_leak1", 3, 1}, {"plr_leak2", 3, 1}, {"plr_leak3", 3, 1},
    {"plr_conn", 3, 1},  {"plr_qcn", 3, 1},   {"plr_fcn", 3, 1},   {"plr_test1", 3, 1},
    {"plr_test2", 3, 1}, {"plr_crack", 3, 1}, {"plr_stair", 3, 1}, {"plr_shaft", 3, 1},
    {"plr_bdq", 5, 1},   {"plr_bdf", 5, 1},   {"srv_jwa", 3, 1},   {"qfr_qab", 2, 1},
    {"qfr_fab", 2, 1},   {"qfr_crack", 6, 1}, {"qfr_test2", 6, 1}, {"dor_door", 7, 1},
    {"dor_pl2", 7, 1},   {"fan_cmf", 1, 1},   {"fan_cvf", 1, 1},   {"fan_fan", 7, 1},
    {"csf_fsp", 0, 0},   {"csf_qsp", 0, 0},   {"csf_psf", 0, 0},   {"csf_psq", 0, 0},
    {"sup_afe", 0, 0},
};
enum { kinds = sizeof KINDS / sizeof *KINDS };

static int find_kind(const char *kind) {
  for (int i = 0; i < kinds; ++i)
    if (strcmp(KINDS[i].kind, kind) == 0) return i;
  return -1;
}

int contam_is_supported(const char *kind) {
  const int i = find_kind(kind);
  return i >= 0 && KINDS[i].is_supported;
}

/** Four more coefficients on a line of their own, then as many lines as the fifth number says. */
static void read_fan(contam_words *w, contam_element *e) {
  for (int i = 0; i < 4; ++i) e->c[e->n++] = contam_number(w, i ? CONTAM_HERE : CONTAM_NEXT_LINE);
  const int points = contam_integer(w, CONTAM_HERE);
  contam_name word;
  for (int i = 0; i < points && !w->is_broken; ++i) contam_word(w, CONTAM_NEXT_LINE, word);
}

static void skip_spline(contam_words *w) {
  const int points = contam_integer(w, CONTAM_NEXT_LINE);
  contam_name word;
  for (int i = 0; i < points && !w->is_broken; ++i) contam_word(w, CONTAM_NEXT_LINE, word);
}

static void skip_super(contam_words *w) {
  const int parts = contam_integer(w, CONTAM_NEXT_LINE);
  contam_name word;
  contam_word(w, CONTAM_HERE, word);
  contam_word(w, CONTAM_HERE, word);
  for (int i = 0; i < parts && !w->is_broken; ++i)
    for (int k = 0; k < 3; ++k) contam_word(w, CONTAM_HERE, word);
}

int contam_read_element(contam_words *w, contam_element *e) {
  const int kind = find_kind(e->kind);
  if (kind < 0) return 0;
  for (int i = 0; i < KINDS[kind].coefficients; ++i)
    e->c[e->n++] = contam_number(w, i ? CONTAM_HERE : CONTAM_NEXT_LINE);
  if (strcmp(e->kind, "fan_fan") == 0) read_fan(w, e);
  if (strncmp(e->kind, "csf_", 4) == 0) skip_spline(w);
  if (strcmp(e->kind, "sup_afe") == 0) skip_super(w);
  return 1;
}
