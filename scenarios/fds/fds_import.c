/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole file: text, records of other files, groups in the order in which they need each other.
 */
#include "scenarios/fds/fds_import.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/whole_file.h"
#include "scenarios/fds/fds_internal.h"

/* ---- &CATF ---- */

/** A file beside another one. */
static char *beside(const char *path, const char *name) {
  const char *end = strrchr(path, '/');
  return end && name[0] != '/' ? flue_format("%.*s%s", (int)(end - path + 1), path, name)
                               : flue_copy_text(name);
}

/** Adds the records of a file, which stand where it is named. */
static flue_status add_file(fds_reader *m, flue_namelist_record *r, const char *name) {
  char *path = beside(m->path, name), *text = NULL;
  const int line = r->line, column = r->column;
  size_t length = 0;
  flue_namelist more = {0};
  if (!path || flue_whole_file(NULL, path, &text, &length) != FLUE_OK) {
    fds_refuse(m, r, "OTHER_FILES", FLUE_MSG_FDS_WHY_FILE);
    free(path);
    return FLUE_OK;
  }
  free(path);
  const flue_status status = flue_namelist_read(m->ctx, text, length, m->list, &more);
  free(text);
  FLUE_TRY(status);
  for (size_t k = 0; k < more.n && !m->no_memory; ++k) {
    if (flue_grow(&m->file.record, &m->file.capacity, m->file.n + 1, sizeof *m->file.record) !=
        FLUE_OK) {
      m->no_memory = 1;
      break;
    }
    flue_namelist_record *own = &more.record[k];
    own->line = line;
    own->column = column;
    for (size_t p = 0; p < own->n; ++p) {
      own->parameter[p].line = line;
      own->parameter[p].column = column;
      for (size_t v = 0; v < own->parameter[p].n; ++v) {
        own->parameter[p].value[v].line = line;
        own->parameter[p].value[v].column = column;
      }
    }
    m->file.record[m->file.n++] = *own;
    *own = (flue_namelist_record){0};
  }
  flue_namelist_clear(&more);
  return FLUE_OK;
}

static flue_status add_files(fds_reader *m) {
  const size_t n = m->file.n; /* those of other files name none */
  for (size_t i = 0; i < n; ++i) {
    if (strcmp(m->file.record[i].group, "CATF") != 0) continue;
    const size_t files = fds_count(&m->file.record[i], "OTHER_FILES");
    for (size_t k = 0; k < files; ++k) {
      const char *name = fds_text(&m->file.record[i], "OTHER_FILES", k);
      if (name) FLUE_TRY(add_file(m, &m->file.record[i], name));
    }
  }
  return FLUE_OK;
}

/* ---- whole ---- */

/** Moves what was read into the input of the field. */
static void put_together(fds_reader *m) {
  flue_field_input *in = &m->out->field;
  const double usual = 0.2; /* of the divergence [s-1] */
  double smallest = INFINITY;
  for (int a = 0; a < 3; ++a) {
    in->n[a] = m->n[a];
    in->face[a] = m->face[a];
    for (int i = 0; m->face[a] && i < m->n[a]; ++i)
      if (m->n[a] > 1) smallest = fmin(smallest, m->face[a][i + 1] - m->face[a][i]);
  }
  if (m->velocity_error > 0.0 && smallest < INFINITY)
    in->divergence_tolerance = fmin(usual, m->velocity_error / smallest);
  in->surfaces = m->surface;
  in->n_surfaces = m->n_surfaces;
  in->obstacles = m->obstacle;
  in->n_obstacles = m->n_obstacles;
  in->patches = m->patch;
  in->n_patches = m->n_patches;
  in->starts = m->start;
  in->n_starts = m->n_starts;
}

static void build(fds_reader *m) {
  static void (*const steps[])(fds_reader *) = {
      fds_read_general,   fds_read_meshes,  fds_read_gases,    fds_read_reaction,
      fds_read_surfaces,  fds_read_devices, fds_read_controls, fds_read_slices,
      fds_read_obstacles, fds_read_vents,   fds_read_starts,   fds_read_output};
  for (size_t k = 0; k < sizeof steps / sizeof *steps && !m->no_memory; ++k) {
    if (steps[k] == fds_read_devices && !m->solid) break; /* no grid */
    steps[k](m);
  }
  put_together(m);
}

flue_status flue_fds_read(flue_ctx *ctx, const char *path, flue_diagnostics *list,
                          flue_fds_case **out) {
  fds_reader m = {.ctx = ctx, .list = list, .path = path};
  char *text = NULL;
  size_t length = 0;
  *out = NULL;
  FLUE_TRY(flue_whole_file(ctx, path, &text, &length));
  flue_status status = flue_namelist_read(ctx, text, length, list, &m.file);
  free(text);
  FLUE_TRY(status);
  m.out = flue_alloc(1, sizeof *m.out);
  m.no_memory = !m.out;
  if (m.out) status = add_files(&m);
  if (m.out && status == FLUE_OK && !m.no_memory) {
    build(&m);
    if (!m.no_memory) fds_report_unused(&m);
  }
  flue_namelist_clear(&m.file);
  if (status != FLUE_OK || m.no_memory || list->errors > 0) flue_fds_destroy(&m.out);
  *out = m.out;
  FLUE_TRY(status);
  FLUE_CHECK(!m.no_memory, ctx, FLUE_ENOMEM, "no memory to read %s", path);
  return FLUE_OK;
}

void flue_fds_destroy(flue_fds_case **out) {
  if (!*out) return;
  for (size_t k = 0; k < (*out)->n_memory; ++k) free((*out)->memory[k]);
  free((*out)->memory);
  free(*out);
  *out = NULL;
}
