/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/people_density.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

static const double substep_s = 1; /* about how far apart positions are taken */

/** Somebody who counts; level -1: does not. */
typedef struct walker {
  int32_t level;
  float speed;
  double x, y;
} walker;

/** Sums over the squares of all storeys, one after the other. */
typedef struct sums {
  float *people; /**< [n_squares] */
  float *flow;   /**< Sum of speeds [m s-1], [n_squares] */
} sums;

struct flue_density {
  const flue_agents_view *view;
  flue_density_floor *floors; /**< [n_floors] */
  size_t *first;              /**< First square of each storey, [n_floors + 1]. */
  walker *before, *now;       /**< [n_people] */
  int has_before;
  size_t n_substeps;        /**< In a frame interval. */
  double step_s;            /**< Length of one. */
  size_t n_window;          /**< Substeps in the window. */
  sums *ring;               /**< Of the last substeps, [n_window]. */
  sums spare;               /**< Of the substep under way. */
  sums window;              /**< Their sum. */
  double *people, *flow;    /**< Of the whole run, [n_squares]. */
  unsigned char *is_walked; /**< Whether anybody is on the way, by storey, [n_floors]. */
  size_t n_done;            /**< Substeps so far. */
};

static void free_sums(sums *s) {
  free(s->people);
  free(s->flow);
}

static int make_sums(sums *s, size_t n) {
  s->people = flue_alloc(n, sizeof *s->people);
  s->flow = flue_alloc(n, sizeof *s->flow);
  return s->people && s->flow;
}

void flue_density_destroy(flue_density **density) {
  if (!density || !*density) return;
  flue_density *d = *density;
  for (size_t i = 0; d->floors && i < d->view->n_floors; ++i) free(d->floors[i].squares);
  for (size_t i = 0; d->ring && i < d->n_window; ++i) free_sums(&d->ring[i]);
  free_sums(&d->window);
  free_sums(&d->spare);
  free(d->floors);
  free(d->first);
  free(d->before);
  free(d->now);
  free(d->ring);
  free(d->people);
  free(d->flow);
  free(d->is_walked);
  free(d);
  *density = NULL;
}

/** Lays squares over a storey and adds up what is walkable in each. */
static flue_status make_floor(const flue_agents_floor *grid, flue_density_floor *f) {
  *f = (flue_density_floor){.x0 = grid->x0, .y0 = grid->y0};
  f->nx = (size_t)ceil((double)grid->nx * grid->cell_m / FLUE_DENSITY_SIDE - 1e-9);
  f->ny = (size_t)ceil((double)grid->ny * grid->cell_m / FLUE_DENSITY_SIDE - 1e-9);
  f->squares = flue_alloc(f->nx * f->ny, sizeof *f->squares);
  if (!f->squares) return FLUE_ENOMEM;
  for (size_t i = 0; i < grid->nx * grid->ny; ++i) {
    if (grid->room[i] < 0) continue;
    const double x = ((double)(i % grid->nx) + 0.5) * grid->cell_m,
                 y = ((double)(i / grid->nx) + 0.5) * grid->cell_m;
    const size_t column = (size_t)(x / FLUE_DENSITY_SIDE), row = (size_t)(y / FLUE_DENSITY_SIDE);
    f->squares[row * f->nx + column].area_m2 += grid->cell_m * grid->cell_m;
  }
  return FLUE_OK;
}

static flue_status make_floors(flue_density *d) {
  const size_t n = d->view->n_floors;
  d->floors = flue_alloc(n, sizeof *d->floors);
  d->first = flue_alloc(n + 1, sizeof *d->first);
  d->is_walked = flue_alloc(n, 1);
  if (!d->floors || !d->first || !d->is_walked) return FLUE_ENOMEM;
  for (size_t i = 0; i < n; ++i) {
    FLUE_TRY(make_floor(&d->view->floors[i], &d->floors[i]));
    d->first[i + 1] = d->first[i] + d->floors[i].nx * d->floors[i].ny;
  }
  return FLUE_OK;
}

static flue_status make_counts(flue_density *d) {
  const double frame_s = 1 / flue_agents_rate(d->view);
  const size_t n = d->first[d->view->n_floors], n_people = d->view->n_people;
  d->n_substeps = (size_t)fmax(1, round(frame_s / substep_s));
  d->step_s = frame_s / (double)d->n_substeps;
  d->n_window = (size_t)fmax(1, round(FLUE_DENSITY_WINDOW / d->step_s));
  const size_t all = (d->view->n_frames - 1) * d->n_substeps;
  if (d->n_window > all) d->n_window = all > 0 ? all : 1;
  d->ring = flue_alloc(d->n_window, sizeof *d->ring);
  d->before = flue_alloc(n_people, sizeof *d->before);
  d->now = flue_alloc(n_people, sizeof *d->now);
  d->people = flue_alloc(n, sizeof *d->people);
  d->flow = flue_alloc(n, sizeof *d->flow);
  int sound = d->ring && d->before && d->now && d->people && d->flow && make_sums(&d->window, n) &&
              make_sums(&d->spare, n);
  for (size_t i = 0; sound && i < d->n_window; ++i) sound = make_sums(&d->ring[i], n);
  return sound ? FLUE_OK : FLUE_ENOMEM;
}

flue_status flue_density_create(const flue_agents_view *view, flue_density **out) {
  flue_density *d = flue_alloc(1, sizeof *d);
  if (!d) return FLUE_ENOMEM;
  d->view = view;
  flue_status status = make_floors(d);
  if (!status) status = make_counts(d);
  if (status)
    flue_density_destroy(&d);
  else
    *out = d;
  return status;
}

double flue_density_window(const flue_density *density) {
  return density->step_s * (double)density->n_window;
}

/* ---- counting ---- */

/** Square below a point; (size_t)-1 where nobody walks. */
static size_t square_at(const flue_density *d, size_t level, double x, double y) {
  const flue_density_floor *f = &d->floors[level];
  const double column = floor((x - f->x0) / FLUE_DENSITY_SIDE),
               row = floor((y - f->y0) / FLUE_DENSITY_SIDE);
  if (!(column >= 0 && row >= 0 && column < (double)f->nx && row < (double)f->ny))
    return (size_t)-1;
  const size_t square = (size_t)row * f->nx + (size_t)column;
  return f->squares[square].area_m2 > 0 ? d->first[level] + square : (size_t)-1;
}

/** Where somebody is at a share of the way from one frame to the next. */
static walker between(const walker *a, const walker *b, double share) {
  if (a->level < 0 || b->level < 0 || a->level != b->level) return share < 0.5 ? *a : *b;
  const walker w = {a->level, (float)(a->speed + share * (b->speed - a->speed)),
                    a->x + share * (b->x - a->x), a->y + share * (b->y - a->y)};
  return w;
}

static void count_one(flue_density *d, sums *s, const walker *a, const walker *b, double share) {
  walker w = between(a, b, share);
  if (w.level < 0) return;
  size_t square = square_at(d, (size_t)w.level, w.x, w.y);
  if (square == (size_t)-1) { /* the straight line cuts a corner: the nearer end counts */
    w = share < 0.5 ? *a : *b;
    square = square_at(d, (size_t)w.level, w.x, w.y);
  }
  d->is_walked[w.level] = 1;
  if (square == (size_t)-1) return;
  s->people[square] += 1;
  s->flow[square] += w.speed;
}

/** Takes the means over the window of one storey. */
static void judge_floor(flue_density *d, size_t level) {
  flue_density_floor *f = &d->floors[level];
  for (size_t i = d->first[level]; i < d->first[level + 1]; ++i) {
    if (!(d->window.people[i] > 0.5f)) continue;
    flue_density_square *square = &f->squares[i - d->first[level]];
    const double per = fmax(square->area_m2, FLUE_DENSITY_LEAST_AREA) * (double)d->n_window;
    const double density = d->window.people[i] / per;
    square->largest_density = fmax(square->largest_density, density);
    square->largest_flow = fmax(square->largest_flow, d->window.flow[i] / per);
    for (int level_of = FLUE_SERVICE_A; level_of < FLUE_SERVICE_F; ++level_of)
      if (density > flue_service_density((flue_service_level)level_of))
        square->worse_s[level_of] += d->step_s;
  }
}

/** Adds a storey's substep to the run and to the window; the ring's oldest leaves. */
static void slide(flue_density *d, sums *s, size_t level, const sums *leaving) {
  for (size_t i = d->first[level]; i < d->first[level + 1]; ++i) {
    d->people[i] += s->people[i];
    d->flow[i] += s->flow[i];
    d->window.people[i] += s->people[i] - leaving->people[i];
    d->window.flow[i] += s->flow[i] - leaving->flow[i];
  }
}

/** Counts everybody at a share of the way between the two frames. */
static void count_substep(flue_density *d, double share) {
  const size_t n = d->first[d->view->n_floors];
  sums *oldest = &d->ring[d->n_done % d->n_window];
  memset(d->spare.people, 0, n * sizeof *d->spare.people);
  memset(d->spare.flow, 0, n * sizeof *d->spare.flow);
  memset(d->is_walked, 0, d->view->n_floors);
  for (size_t i = 0; i < d->view->n_people; ++i)
    if (d->before[i].level >= 0 || d->now[i].level >= 0)
      count_one(d, &d->spare, &d->before[i], &d->now[i], share);
  ++d->n_done;
  for (size_t level = 0; level < d->view->n_floors; ++level) {
    slide(d, &d->spare, level, oldest);
    if (d->is_walked[level]) d->floors[level].walked_s += d->step_s;
    if (d->n_done >= d->n_window) judge_floor(d, level);
  }
  const sums swap = *oldest;
  *oldest = d->spare;
  d->spare = swap;
}

static int counts(const flue_density *d, const flue_agent_row *row) {
  const int is_on_way = row->state == FLUE_AGENT_WALKING || row->state == FLUE_AGENT_DOWN;
  return is_on_way && flue_agents_is_on_floor(d->view, row);
}

flue_status flue_density_frame(void *density, size_t frame, double time_s, size_t n,
                               const flue_agent_row *rows) {
  flue_density *d = density;
  (void)frame;
  (void)time_s;
  for (size_t i = 0; i < d->view->n_people; ++i) d->now[i].level = -1;
  for (size_t i = 0; i < n; ++i)
    if (counts(d, &rows[i]))
      d->now[rows[i].id] = (walker){rows[i].level, rows[i].speed, rows[i].x, rows[i].y};
  const int is_only = d->view->n_frames == 1;
  if (is_only) memcpy(d->before, d->now, d->view->n_people * sizeof *d->now);
  for (size_t k = 0; (d->has_before || is_only) && k < d->n_substeps; ++k)
    count_substep(d, ((double)k + 0.5) / (double)d->n_substeps);
  walker *swap = d->before;
  d->before = d->now;
  d->now = swap;
  d->has_before = 1;
  return FLUE_OK;
}

const flue_density_floor *flue_density_finish(flue_density *d) {
  for (size_t level = 0; level < d->view->n_floors; ++level) {
    flue_density_floor *f = &d->floors[level];
    for (size_t i = 0; i < f->nx * f->ny && f->walked_s > 0; ++i) {
      flue_density_square *square = &f->squares[i];
      const double steps = f->walked_s / d->step_s;
      const double per = fmax(square->area_m2, FLUE_DENSITY_LEAST_AREA) * steps;
      square->mean_density = d->people[d->first[level] + i] / per;
      square->mean_flow = d->flow[d->first[level] + i] / per;
    }
  }
  return d->floors;
}
