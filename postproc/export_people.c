/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/export_people.h"

#include <stdlib.h>

#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/file_name.h"
#include "postproc/people_page.h"

/** Work in progress. */
typedef struct people_export {
  flue_ctx *ctx;
  const flue_agents_view *view;
  const char *folder;
  flue_density *density;
  flue_start *starts;       /**< [n_people] */
  flue_floor_shape *shapes; /**< [n_floors] */
  flue_arrivals arrivals;
} people_export;

static flue_status save(people_export *e, const char *name, const flue_text *text) {
  if (text->failed) return FLUE_ENOMEM;
  char *path = flue_format("%s/%s", e->folder, name);
  if (!path) return FLUE_ENOMEM;
  const flue_status status =
      flue_write_file(e->ctx, path, text->data ? text->data : "", text->length);
  free(path);
  return status;
}

/** Notes where people are at the first frame, and counts them. */
static flue_status on_frame(void *user, size_t frame, double time_s, size_t n,
                            const flue_agent_row *rows) {
  people_export *e = user;
  for (size_t i = 0; frame == 0 && i < n; ++i) {
    if (!flue_agents_is_on_floor(e->view, &rows[i])) continue;
    const flue_agents_floor *f = &e->view->floors[rows[i].level];
    e->starts[rows[i].id] =
        (flue_start){rows[i].level, f->room[flue_agents_cell(f, rows[i].x, rows[i].y)]};
  }
  return flue_density_frame(e->density, frame, time_s, n, rows);
}

/* ---- tables ---- */

static void add_square(const flue_density_floor *f, size_t at, flue_text *out) {
  const flue_density_square *s = &f->squares[at];
  const double x = f->x0 + ((double)(at % f->nx) + 0.5) * FLUE_DENSITY_SIDE,
               y = f->y0 + ((double)(at / f->nx) + 0.5) * FLUE_DENSITY_SIDE;
  const double numbers[] = {x, y, s->area_m2, s->mean_density, s->largest_density};
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k) {
    flue_csv_number(out, numbers[k]);
    flue_text_add(out, ",");
  }
  flue_text_add(out, "%c,", 'A' + (int)flue_service_of(s->largest_density));
  flue_csv_number(out, s->mean_flow);
  flue_text_add(out, ",");
  flue_csv_number(out, s->largest_flow);
  for (int k = FLUE_SERVICE_A; k < FLUE_SERVICE_F; ++k) {
    flue_text_add(out, ",");
    flue_csv_number(out, s->worse_s[k]);
  }
  flue_text_add(out, "\n");
}

static flue_status save_density(people_export *e, size_t level, const flue_density_floor *f) {
  flue_text text = {0};
  flue_text_add(&text, "m,m,m2,m-2,m-2,,m-1 s-1,m-1 s-1,s,s,s,s,s\n");
  flue_text_add(&text,
                "x,y,area,mean_density,largest_density,level,mean_flow,largest_flow,"
                "worse_than_A,worse_than_B,worse_than_C,worse_than_D,worse_than_E\n");
  for (size_t i = 0; i < f->nx * f->ny; ++i)
    if (f->squares[i].area_m2 > 0) add_square(f, i, &text);
  char *storey = flue_file_name(e->view->floors[level].name);
  char *name = storey ? flue_format("density_%s.csv", storey) : NULL;
  const flue_status status = name ? save(e, name, &text) : FLUE_ENOMEM;
  free(name);
  free(storey);
  flue_text_clear(&text);
  return status;
}

static flue_status save_tables(people_export *e, const flue_density_floor *floors) {
  flue_text text = {0};
  flue_arrivals_table(e->view, e->starts, &text);
  flue_status status = save(e, "arrivals.csv", &text);
  flue_text_clear(&text);
  FLUE_TRY(status);
  flue_arrivals_curves(&e->arrivals, &text);
  status = save(e, "arrival_curves.csv", &text);
  flue_text_clear(&text);
  for (size_t i = 0; i < e->view->n_floors && !status; ++i) status = save_density(e, i, &floors[i]);
  return status;
}

static flue_status save_pages(people_export *e, const flue_density_floor *floors) {
  static const char *const names[] = {"people.en.html", "people.zh.html"};
  const flue_people_result result = {e->view, &e->arrivals, e->shapes, floors,
                                     flue_density_window(e->density)};
  for (int lang = FLUE_EN; lang <= FLUE_ZH; ++lang) {
    flue_text text = {0};
    flue_people_page(&result, (flue_lang)lang, &text);
    const flue_status status = save(e, names[lang], &text);
    flue_text_clear(&text);
    FLUE_TRY(status);
  }
  return FLUE_OK;
}

/* ---- whole ---- */

static flue_status prepare(people_export *e) {
  e->starts = flue_alloc(e->view->n_people, sizeof *e->starts);
  e->shapes = flue_alloc(e->view->n_floors, sizeof *e->shapes);
  if (!e->starts || !e->shapes) return FLUE_ENOMEM;
  for (size_t i = 0; i < e->view->n_people; ++i) e->starts[i] = (flue_start){-1, -1};
  for (size_t i = 0; i < e->view->n_floors; ++i)
    FLUE_TRY(flue_floor_shape_trace(&e->view->floors[i], &e->shapes[i]));
  FLUE_TRY(flue_arrivals_make(e->view, &e->arrivals));
  return flue_density_create(e->view, &e->density);
}

static void release(people_export *e) {
  for (size_t i = 0; e->shapes && i < e->view->n_floors; ++i) flue_floor_shape_clear(&e->shapes[i]);
  flue_arrivals_clear(&e->arrivals);
  flue_density_destroy(&e->density);
  free(e->starts);
  free(e->shapes);
}

flue_status flue_export_people(flue_ctx *ctx, const char *run_path, const char *folder) {
  flue_agents_reader *reader = NULL;
  FLUE_TRY(flue_agents_open(ctx, run_path, &reader));
  people_export e = {.ctx = ctx, .view = flue_agents_get(reader), .folder = folder};
  flue_status status = flue_make_folder(ctx, folder);
  if (!status) status = prepare(&e);
  if (!status) status = flue_agents_each(ctx, reader, on_frame, &e);
  if (!status) {
    const flue_density_floor *floors = flue_density_finish(e.density);
    status = save_tables(&e, floors);
    if (!status) status = save_pages(&e, floors);
  }
  release(&e);
  flue_agents_close(&reader);
  return status;
}
