/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &OBST, &HOLE, and what no mesh covers, as boxes of solid cells. */
#include <stdlib.h>
#include <string.h>

#include "scenarios/fds/fds_internal.h"

/** A cut through obstacles. */
typedef struct hole {
  double box[6];
  int from[3], to[3], is_controlled, initial;
  flue_fds_input by;
} hole;

/** An obstacle or what holes left of it. */
typedef struct piece {
  double box[6]; /**< Of the whole obstacle, as given. */
  int from[3], to[3], is_controlled, is_inverse, initial;
  flue_fds_input by;
} piece;

typedef struct carving {
  hole *holes;
  piece *pieces;
  size_t n_holes, n_pieces;
  size_t surface[6];
  double thicken;
} carving;

/** Nearest faces to a box. @return 0: it lies outside the grid. */
static int snap(const fds_reader *m, const double box[6], int from[3], int to[3]) {
  for (int a = 0; a < 3; ++a) {
    const double *face = m->face[a];
    const int n = m->n[a];
    const double before = (face[1] - face[0]) / 2.0, behind = (face[n] - face[n - 1]) / 2.0;
    if (box[2 * a + 1] < face[0] - before || box[2 * a] > face[n] + behind) return 0;
    from[a] = fds_face_near(m, a, box[2 * a]);
    to[a] = fds_face_near(m, a, box[2 * a + 1]);
  }
  return 1;
}

/* ---- what no mesh covers ---- */

static flue_field_obstacle *add_box(fds_reader *m, const int from[3], const int to[3],
                                    const size_t surface[6]) {
  flue_field_obstacle *o = fds_more(m, &m->obstacle, &m->n_obstacles, sizeof *m->obstacle);
  if (!o) return NULL;
  memcpy(o->from, from, sizeof o->from);
  memcpy(o->to, to, sizeof o->to);
  memcpy(o->surface, surface, sizeof o->surface);
  for (int k = from[2]; k < to[2]; ++k)
    for (int j = from[1]; j < to[1]; ++j)
      if (from[0] < to[0])
        memset(&m->solid[fds_cell(m, from[0], j, k)], 1, (size_t)(to[0] - from[0]));
  return o;
}

static void fill_uncovered(fds_reader *m) {
  const int nx = m->n_blocks[0], ny = m->n_blocks[1], nz = m->n_blocks[2];
  size_t surface[6];
  for (int s = 0; s < 6; ++s) surface[s] = m->default_surface;
  for (int k = 0; k < nz; ++k)
    for (int j = 0; j < ny; ++j)
      for (int i = 0; i < nx; ++i) {
        const unsigned char *row = &m->covered[nx * (j + ny * k)];
        int end = i;
        while (end < nx && !row[end]) ++end;
        if (end == i) continue;
        add_box(m, (const int[]){m->block_at[0][i], m->block_at[1][j], m->block_at[2][k]},
                (const int[]){m->block_at[0][end], m->block_at[1][j + 1], m->block_at[2][k + 1]},
                surface);
        i = end;
      }
}

/* ---- holes ---- */

static void add_hole(fds_reader *m, flue_namelist_record *r, const double box[6],
                     const void *user) {
  carving *c;
  memcpy(&c, user, sizeof c);
  hole h = {0};
  memcpy(h.box, box, sizeof h.box);
  if (!snap(m, box, h.from, h.to)) return;
  h.is_controlled = fds_find_input(m, r, &h.by, &h.initial);
  hole *place = fds_more(m, &c->holes, &c->n_holes, sizeof *c->holes);
  if (place) *place = h;
}

static void read_holes(fds_reader *m, carving *c) {
  size_t at = 0;
  double box[6];
  for (flue_namelist_record *r; (r = fds_next(m, "HOLE", &at)) != NULL;) {
    if (fds_box(m, r, "XB", box))
      fds_multiply(m, r, box, add_hole, &c);
    else if (!fds_has(r, "XB"))
      flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, r->line, r->column, "HOLE", "XB", NULL);
  }
}

/** Where a hole meets a piece. @return 0: nowhere. */
static int meet(const fds_reader *m, const hole *h, const piece *p, int from[3], int to[3]) {
  const double share = 0.01;
  for (int a = 0; a < 3; ++a) {
    const int cell = p->from[a] < m->n[a] ? p->from[a] : m->n[a] - 1;
    const double slack = share * (m->face[a][cell + 1] - m->face[a][cell]);
    const int covers =
        h->box[2 * a] <= p->box[2 * a] + slack && h->box[2 * a + 1] >= p->box[2 * a + 1] - slack;
    from[a] = covers || h->from[a] < p->from[a] ? p->from[a] : h->from[a];
    to[a] = covers || h->to[a] > p->to[a] ? p->to[a] : h->to[a];
    if (!covers && from[a] >= to[a]) return 0;
  }
  return 1;
}

static void add_piece(fds_reader *m, carving *c, const piece *p) {
  int sizes = 0;
  for (int a = 0; a < 3; ++a) sizes += p->to[a] > p->from[a];
  if (sizes < 2) return; /* a line */
  const piece copy = *p;
  piece *place = fds_more(m, &c->pieces, &c->n_pieces, sizeof *c->pieces);
  if (place) *place = copy;
}

/** Takes a hole out of the piece at an index: what is left around it are new pieces. */
static void carve(fds_reader *m, carving *c, const hole *h, size_t index) {
  int from[3], to[3];
  piece rest = c->pieces[index];
  if (!meet(m, h, &rest, from, to)) return;
  for (int a = 0; a < 3; ++a) {
    piece side = rest;
    side.to[a] = from[a];
    if (side.to[a] > side.from[a]) add_piece(m, c, &side);
    side = rest;
    side.from[a] = to[a];
    if (side.to[a] > side.from[a]) add_piece(m, c, &side);
    rest.from[a] = from[a];
    rest.to[a] = to[a];
  }
  if (h->is_controlled && !rest.is_controlled) {
    rest.is_controlled = rest.is_inverse = 1;
    rest.by = h->by;
    rest.initial = h->initial;
    c->pieces[index] = rest;
  } else if (!h->is_controlled) {
    memcpy(c->pieces[index].to, c->pieces[index].from, sizeof rest.to); /* gone */
  }
}

/* ---- obstacles ---- */

static void put_pieces(fds_reader *m, carving *c, size_t first) {
  for (size_t k = first; k < c->n_pieces; ++k) {
    const piece *p = &c->pieces[k];
    size_t surface[6];
    int sizes = 0;
    double given[3], cells[3];
    for (int a = 0; a < 3; ++a) {
      sizes += p->to[a] > p->from[a];
      given[a] = p->box[2 * a + 1] - p->box[2 * a];
      cells[a] = m->face[a][p->to[a]] - m->face[a][p->from[a]];
    }
    if (sizes < 2) continue;
    const int is_whole = k == first && c->n_pieces == first + 1;
    for (int s = 0; s < 6; ++s) {
      const int b = s / 2 == 0 ? 1 : 0, d = s / 2 == 2 ? 1 : 2;
      surface[s] = fds_surface_for(m, c->surface[s], s / 2, is_whole ? given[b] * given[d] : 0.0,
                                   cells[b] * cells[d]);
    }
    flue_field_obstacle *o = add_box(m, p->from, p->to, surface);
    if (!o || !p->is_controlled) continue;
    o->is_absent = p->is_inverse ? p->initial : !p->initial;
    fds_add_switch(m, p->by, 0, p->is_inverse, m->n_obstacles - 1);
  }
}

static void add_obstacle(fds_reader *m, flue_namelist_record *r, const double box[6],
                         const void *user) {
  carving *c;
  memcpy(&c, user, sizeof c);
  piece p = {0};
  memcpy(p.box, box, sizeof p.box);
  if (!snap(m, box, p.from, p.to)) return;
  for (int a = 0; a < 3 && fds_logical_or(m, r, "THICKEN", m->thickens); ++a) {
    if (p.from[a] < p.to[a]) continue;
    const double middle = (box[2 * a] + box[2 * a + 1]) / 2.0;
    while (p.from[a] > 0 && m->face[a][p.from[a]] > middle) --p.from[a];
    while (p.from[a] < m->n[a] - 1 && m->face[a][p.from[a] + 1] <= middle) ++p.from[a];
    p.to[a] = p.from[a] + 1;
  }
  p.is_controlled = fds_find_input(m, r, &p.by, &p.initial);
  const size_t first = c->n_pieces;
  add_piece(m, c, &p);
  const int permits = fds_logical_or(m, r, "PERMIT_HOLE", 1);
  for (size_t h = 0; permits && h < c->n_holes; ++h)
    for (size_t k = first, n = c->n_pieces; k < n && k < c->n_pieces; ++k)
      carve(m, c, &c->holes[h], k);
  put_pieces(m, c, first);
}

static void read_obstacle(fds_reader *m, flue_namelist_record *r, carving *c) {
  static const char *const refused[] = {"INTERNAL_HEAT_SOURCE", "BULK_DENSITY", "HT3D", "SHAPE"};
  double box[6];
  for (size_t s = 0; s < 6; ++s) c->surface[s] = fds_find_surface(m, r, "SURF_ID", 0);
  if (fds_has(r, "SURF_IDS"))
    for (size_t s = 0; s < 6; ++s)
      c->surface[s] = fds_find_surface(m, r, "SURF_IDS", s == 5 ? 0 : s == 4 ? 2 : 1);
  if (fds_has(r, "SURF_ID6"))
    for (size_t s = 0; s < 6; ++s) c->surface[s] = fds_find_surface(m, r, "SURF_ID6", s);
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k], FLUE_MSG_FDS_WHY_CHOICE);
  if (fds_box(m, r, "XB", box))
    fds_multiply(m, r, box, add_obstacle, &c);
  else if (!fds_has(r, "XB"))
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, r->line, r->column, "OBST", "XB", NULL);
}

void fds_read_obstacles(fds_reader *m) {
  carving c = {0};
  size_t at = 0;
  fill_uncovered(m);
  read_holes(m, &c);
  for (flue_namelist_record *r; !m->no_memory && (r = fds_next(m, "OBST", &at)) != NULL;)
    read_obstacle(m, r, &c);
}
