/* SPDX-License-Identifier: GPL-3.0-or-later */
/* &VENT: sides of the grid, and patches on walls and obstacles. */
#include <string.h>

#include "scenarios/fds/fds_internal.h"

/** A vent on its way to patches. */
typedef struct vent {
  flue_namelist_record *record;
  int axis, plane;
  int from[3], to[3];
  double area;     /**< As given [m2]; 0: that of its cells. */
  int follows_ior; /**< -1 or 1 when IOR is given. */
  size_t surface;
  double radius_m, centre[3], spread;
} vent;

/** All of a file; the first one lies over later ones, as in FDS. */
typedef struct vents {
  vent *item;
  size_t n;
} vents;

static const char *const PLANES[] = {"XMIN", "XMAX", "YMIN", "YMAX", "ZMIN", "ZMAX"};

static int plane_of(const char *text) {
  for (int s = 0; s < 6; ++s)
    if (fds_same(text, PLANES[s])) return s;
  return -1;
}

/* ---- reading ---- */

static void read_circle(fds_reader *m, flue_namelist_record *r, vent *v) {
  double at[3];
  v->radius_m = fmax(0.0, fds_number_or(m, r, "RADIUS", 0, 0.0));
  v->spread = fmax(0.0, fds_number_or(m, r, "SPREAD_RATE", 0, 0.0));
  const int has_centre = fds_numbers(m, r, "XYZ", 3, at);
  if (has_centre) memcpy(v->centre, at, sizeof at);
  if (!has_centre && (v->radius_m > 0.0 || v->spread > 0.0))
    flue_diagnostics_add(m->list, FLUE_MSG_CFAST_MISSING, r->line, r->column, "VENT", "XYZ", NULL);
  fds_refuse_given(m, r, "RADIUS_INNER", FLUE_MSG_FDS_WHY_CHOICE);
}

static void refuse_vent(fds_reader *m, flue_namelist_record *r) {
  static const char *const refused[] = {"TMP_EXTERIOR",
                                        "TMP_EXTERIOR_RAMP",
                                        "DYNAMIC_PRESSURE",
                                        "PRESSURE_RAMP",
                                        "L_EDDY",
                                        "N_EDDY",
                                        "VEL_RMS",
                                        "REYNOLDS_STRESS",
                                        "L_EDDY_IJ",
                                        "UVW",
                                        "MESH_ID",
                                        "OBST_ID",
                                        "GEOM"};
  for (size_t k = 0; k < sizeof refused / sizeof *refused; ++k)
    fds_refuse_given(m, r, refused[k], FLUE_MSG_FDS_WHY_CHOICE);
}

static vent begin(fds_reader *m, flue_namelist_record *r) {
  vent v = {.record = r, .surface = fds_find_surface(m, r, "SURF_ID", 0)};
  const double ior = fds_number_or(m, r, "IOR", 0, 0.0);
  v.follows_ior = ior > 0.0 ? 1 : ior < 0.0 ? -1 : 0;
  read_circle(m, r, &v);
  return v;
}

static void keep(fds_reader *m, vents *all, const vent *v) {
  vent *place = fds_more(m, &all->item, &all->n, sizeof *all->item);
  if (place) *place = *v;
}

/** By XB: one side without size, or as good as none. */
static void add_by_box(fds_reader *m, flue_namelist_record *r, const double box[6],
                       const void *user) {
  const double pi = 3.14159265358979323846;
  vents *all;
  memcpy(&all, user, sizeof all);
  vent v = begin(m, r);
  v.axis = 0;
  for (int a = 1; a < 3; ++a)
    if (box[2 * a + 1] - box[2 * a] < box[2 * v.axis + 1] - box[2 * v.axis]) v.axis = a;
  v.area = 1.0;
  for (int a = 0; a < 3; ++a) {
    v.from[a] = fds_face_near(m, a, box[2 * a]);
    v.to[a] = fds_face_near(m, a, box[2 * a + 1]);
    const double half = (m->face[a][1] - m->face[a][0]) / 2.0;
    const int is_outside =
        box[2 * a] > m->face[a][m->n[a]] + half || box[2 * a + 1] < m->face[a][0] - half;
    if (is_outside || (a != v.axis && v.from[a] == v.to[a])) {
      fds_take(m, r, "XB", FLUE_MSG_FDS_WHY_OUTSIDE);
      return;
    }
    if (a != v.axis) /* what lies outside does not count */
      v.area *= fmin(box[2 * a + 1], m->face[a][m->n[a]]) - fmax(box[2 * a], m->face[a][0]);
  }
  if (v.radius_m > 0.0) v.area = pi * v.radius_m * v.radius_m;
  v.plane = v.from[v.axis];
  v.to[v.axis] = v.plane;
  keep(m, all, &v);
}

/** Over a whole section of the grid. */
static void add_plane(fds_reader *m, flue_namelist_record *r, int axis, int plane, vents *all) {
  vent v = begin(m, r);
  v.axis = axis;
  v.plane = plane;
  memcpy(v.to, m->n, sizeof v.to);
  v.from[axis] = v.to[axis] = plane;
  keep(m, all, &v);
}

/** On a side of each mesh, where no other mesh goes on. */
static void add_mesh_side(fds_reader *m, flue_namelist_record *r, int side, vents *all) {
  const int axis = side / 2, edge = side % 2 ? m->n[axis] : 0;
  int has_edge = 0;
  for (size_t k = 0; k < m->n_meshes; ++k) {
    const fds_mesh *mesh = &m->mesh[k];
    const int plane = side % 2 ? mesh->to[axis] : mesh->from[axis];
    if (plane == edge) {
      if (!has_edge) add_plane(m, r, axis, plane, all);
      has_edge = 1;
      continue;
    }
    int behind[3];
    memcpy(behind, mesh->from, sizeof behind);
    behind[axis] = side % 2 ? plane : plane - 1;
    if (fds_is_covered(m, behind)) continue; /* its first cell stands for the side */
    vent v = begin(m, r);
    v.axis = axis;
    v.plane = plane;
    memcpy(v.from, mesh->from, sizeof v.from);
    memcpy(v.to, mesh->to, sizeof v.to);
    v.from[axis] = v.to[axis] = plane;
    keep(m, all, &v);
  }
}

static void read_vent(fds_reader *m, flue_namelist_record *r, vents *all) {
  static const char *const across[] = {"PBX", "PBY", "PBZ"};
  double box[6], at;
  refuse_vent(m, r);
  for (int a = 0; a < 3; ++a)
    if (fds_number(m, r, across[a], 0, &at)) {
      add_plane(m, r, a, fds_face_near(m, a, at), all);
      return;
    }
  const char *mesh_side = fds_text(r, "MB", 0), *side = fds_text(r, "DB", 0);
  if (mesh_side || side) {
    const int s = plane_of(mesh_side ? mesh_side : side);
    if (s < 0)
      fds_refuse(m, r, mesh_side ? "MB" : "DB", FLUE_MSG_FDS_WHY_CHOICE);
    else if (mesh_side)
      add_mesh_side(m, r, s, all);
    else
      add_plane(m, r, s / 2, s % 2 ? m->n[s / 2] : 0, all);
  } else if (fds_box(m, r, "XB", box)) {
    fds_multiply(m, r, box, add_by_box, &all);
  } else if (!fds_has(r, "XB")) {
    fds_refuse(m, r, "XB", FLUE_MSG_FDS_WHY_PLACE);
  }
}

/* ---- patches ---- */

static int is_solid(const fds_reader *m, const int cell[3]) {
  for (int a = 0; a < 3; ++a)
    if (cell[a] < 0 || cell[a] >= m->n[a]) return 1;
  return m->solid[fds_cell(m, cell[0], cell[1], cell[2])];
}

/** Whether a plate lies under a vent. */
static int has_plate(const fds_reader *m, const vent *v) {
  for (size_t k = 0; k < m->n_obstacles; ++k) {
    const flue_field_obstacle *o = &m->obstacle[k];
    int meets = o->from[v->axis] == o->to[v->axis] && o->from[v->axis] == v->plane;
    for (int a = 0; a < 3; ++a)
      if (a != v->axis) meets &= o->from[a] < v->to[a] && o->to[a] > v->from[a];
    if (meets) return 1;
  }
  return 0;
}

/** Area of the faces in the circle, or of all; which ways there is gas in front of a solid. */
static double look(const fds_reader *m, const vent *v, int *has_up, int *has_down) {
  const int b = v->axis == 0 ? 1 : 0, d = v->axis == 2 ? 1 : 2;
  double area = 0.0;
  int low[3], high[3];
  *has_up = *has_down = 0;
  for (int j = v->from[d]; j < v->to[d]; ++j)
    for (int i = v->from[b]; i < v->to[b]; ++i) {
      low[v->axis] = v->plane - 1;
      high[v->axis] = v->plane;
      low[b] = high[b] = i;
      low[d] = high[d] = j;
      const double x = (m->face[b][i] + m->face[b][i + 1]) / 2.0 - v->centre[b];
      const double y = (m->face[d][j] + m->face[d][j + 1]) / 2.0 - v->centre[d];
      if (v->radius_m > 0.0 && x * x + y * y > v->radius_m * v->radius_m) continue;
      area += (m->face[b][i + 1] - m->face[b][i]) * (m->face[d][j + 1] - m->face[d][j]);
      const int solid_low = is_solid(m, low), solid_high = is_solid(m, high);
      *has_up |= solid_low && !solid_high;
      *has_down |= solid_high && !solid_low;
    }
  return area;
}

static size_t with_spread(fds_reader *m, const vent *v, size_t surface) {
  flue_field_surface copy = m->surface[surface];
  fds_surface extra = m->extra[surface];
  if (v->spread == 0.0) return surface;
  copy.spread = v->spread;
  memcpy(copy.spread_m, v->centre, sizeof copy.spread_m);
  flue_field_surface *place = fds_more(m, &m->surface, &m->n_surfaces, sizeof *m->surface);
  fds_surface *more = fds_more(m, &m->extra, &m->n_extra, sizeof *m->extra);
  if (!place || !more) return surface;
  *place = copy;
  *more = extra;
  more->axis = 3; /* found by no other vent */
  return m->n_surfaces - 1;
}

static void put_patch(fds_reader *m, const vent *v, size_t surface, int faces_up) {
  flue_fds_input by;
  int initial = 0;
  flue_field_patch *p = fds_more(m, &m->patch, &m->n_patches, sizeof *m->patch);
  if (!p) return;
  *p = (flue_field_patch){
      .axis = v->axis, .faces_up = faces_up, .surface = surface, .radius_m = v->radius_m};
  memcpy(p->from, v->from, sizeof p->from);
  memcpy(p->to, v->to, sizeof p->to);
  memcpy(p->centre_m, v->centre, sizeof p->centre_m);
  if (!fds_find_input(m, v->record, &by, &initial)) return;
  p->is_absent = !initial;
  fds_add_switch(m, by, 1, 0, m->n_patches - 1);
}

/** Plates on the edge of the grid close what is open behind them, as long as they are there. */
static void close_by_plates(fds_reader *m, const vent *v, int faces_up) {
  const size_t n_switches = m->out->n_switches, a = (size_t)v->axis;
  for (size_t k = 0; k < m->n_obstacles && !m->no_memory; ++k) {
    const flue_field_obstacle *o = &m->obstacle[k];
    flue_field_patch p = {.axis = v->axis, .faces_up = faces_up};
    int overlaps = o->from[a] == v->plane && o->to[a] == v->plane;
    for (int d = 0; d < 3; ++d) {
      p.from[d] = o->from[d] > v->from[d] ? o->from[d] : v->from[d];
      p.to[d] = o->to[d] < v->to[d] ? o->to[d] : v->to[d];
      overlaps = overlaps && (d == v->axis || p.from[d] < p.to[d]);
    }
    if (!overlaps) continue;
    p.surface = o->surface[2 * v->axis + (faces_up ? 1 : 0)];
    p.is_absent = o->is_absent;
    flue_field_patch *place = fds_more(m, &m->patch, &m->n_patches, sizeof *m->patch);
    if (place) *place = p;
    for (size_t s = 0; place && s < n_switches; ++s) {
      const flue_fds_switch by = m->out->switches[s];
      if (!by.is_patch && by.index == k)
        fds_add_switch(m, by.by, 1, by.is_inverse, m->n_patches - 1);
    }
  }
}

/** Whether a vent is a whole side that is always there. */
static int is_side(fds_reader *m, const vent *v) {
  const int is_edge = v->plane == 0 || v->plane == m->n[v->axis];
  int is_whole = is_edge && v->radius_m == 0.0 && v->spread == 0.0;
  for (int a = 0; a < 3; ++a)
    if (a != v->axis) is_whole &= v->from[a] == 0 && v->to[a] == m->n[a];
  return is_whole && !fds_has(v->record, "DEVC_ID") && !fds_has(v->record, "CTRL_ID");
}

static void put_vent(fds_reader *m, const vent *v, int *has_side) {
  const flue_field_gas_edge gas = m->surface[v->surface].gas;
  const int is_edge = v->plane == 0 || v->plane == m->n[v->axis];
  const int side = 2 * v->axis + (v->plane > 0);
  int up, down;
  const double area = look(m, v, &up, &down);
  if (!is_edge && gas != FLUE_FIELD_SOLID) {
    if (up || down) fds_refuse(m, v->record, "SURF_ID", FLUE_MSG_FDS_WHY_OPEN_INSIDE);
    return;
  }
  size_t surface = fds_surface_for(m, v->surface, v->axis, v->area > 0.0 ? v->area : area, area);
  if (is_side(m, v)) {
    m->out->field.side[side] = surface;
    has_side[side] = 1;
    return;
  }
  if (gas == FLUE_FIELD_PERIODIC) fds_refuse(m, v->record, "SURF_ID", FLUE_MSG_FDS_WHY_CHOICE);
  surface = with_spread(m, v, surface);
  if (is_edge) {
    up = v->plane == 0;
    down = !up;
  } else if (has_plate(m, v) && !up && !down) {
    up = v->follows_ior >= 0;
    down = v->follows_ior <= 0;
  }
  if (!is_edge && v->follows_ior > 0) down = 0;
  if (!is_edge && v->follows_ior < 0) up = 0;
  if (!up && !down) fds_take(m, v->record, "XB", FLUE_MSG_FDS_WHY_NO_SOLID);
  if (up) put_patch(m, v, surface, 1);
  if (down) put_patch(m, v, surface, 0);
  if (gas == FLUE_FIELD_OPEN) close_by_plates(m, v, up);
}

void fds_read_vents(fds_reader *m) {
  vents all = {0};
  int has_side[6] = {0};
  size_t at = 0;
  flue_field_input *in = &m->out->field;
  flue_namelist_record *last = NULL;
  for (flue_namelist_record *r; (r = fds_next(m, "VENT", &at)) != NULL; last = r)
    read_vent(m, r, &all);
  for (size_t s = 0; s < 6; ++s) in->side[s] = m->default_surface;
  for (size_t k = all.n; k > 0 && !m->no_memory; --k) put_vent(m, &all.item[k - 1], has_side);
  for (size_t s = 2; m->is_two_dimensional && s < 4; ++s)
    if (!has_side[s]) in->side[s] = FDS_MIRROR;
  for (int a = 0; a < 3; ++a) {
    const int low = in->side[2 * a] == FDS_PERIODIC, high = in->side[2 * a + 1] == FDS_PERIODIC;
    if (low != high && last) fds_refuse(m, last, "SURF_ID", FLUE_MSG_FDS_WHY_ONE_PERIODIC);
  }
}
