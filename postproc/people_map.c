/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/people_map.h"

#include <math.h>
#include <string.h>

#include "postproc/html_text.h"

/** Sizes in px of the drawing. */
enum { page_width = 900, margin_left = 56, margin_top = 16, margin_right = 16, axis_height = 44 };
enum { legend_line = 20, legend_columns = 3, letter_width = 6, letter_height = 12 };
static const double most_height = 620; /* of the plan [px] */
static const char ink[] = "#333", wall[] = "#555", out_colour[] = "#0a7d32",
                  stair_colour[] = "#7a3db8";

/** Scale of a drawing: px = left + (x - x0) scale, top + (y1 - y) scale. */
typedef struct frame {
  double x0, y1, width, height; /**< North-west corner and size [m]. */
  double scale;                 /**< [px m-1] */
} frame;

static frame make_frame(const flue_map *map) {
  const double *box = map->shape->box, margin = 1.0; /* [m] */
  frame f = {.x0 = box[0] - margin, .y1 = box[3] + margin};
  f.width = box[2] - box[0] + 2 * margin;
  f.height = box[3] - box[1] + 2 * margin;
  f.scale = fmin((page_width - margin_left - margin_right) / f.width, most_height / f.height);
  return f;
}

static double px(const frame *f, double x) {
  return margin_left + (x - f->x0) * f->scale;
}

static double py(const frame *f, double y) {
  return margin_top + (f->y1 - y) * f->scale;
}

/** Path of all rooms. */
static void add_path(const flue_map *map, const frame *f, flue_text *out) {
  const flue_floor_shape *s = map->shape;
  for (size_t i = 0; i < s->n_rings; ++i) {
    for (size_t k = 0; k < s->rings[i].n; ++k) {
      const double *p = s->points[s->rings[i].first + k];
      flue_text_add(out, "%c%.1f %.1f", k ? 'L' : 'M', px(f, p[0]), py(f, p[1]));
    }
    flue_text_add(out, "Z");
  }
}

/** Squares of one class, runs of a row as one rectangle. */
static void add_class(const flue_map *map, const frame *f, int class_of, flue_text *out) {
  const flue_density_floor *d = map->density;
  const double side = FLUE_DENSITY_SIDE * f->scale;
  flue_text_add(out, "<path fill=\"%s\" d=\"", map->colours[class_of]);
  for (size_t row = 0; row < d->ny; ++row)
    for (size_t c = 0; c < d->nx;) {
      size_t end = c;
      while (end < d->nx && map->class_of(&d->squares[row * d->nx + end]) == class_of) ++end;
      if (end > c)
        flue_text_add(out, "M%.1f %.1fh%.1fv%.1fh%.1fz",
                      px(f, d->x0 + (double)c * FLUE_DENSITY_SIDE),
                      py(f, d->y0 + (double)row * FLUE_DENSITY_SIDE), (double)(end - c) * side,
                      -side, -(double)(end - c) * side);
      c = end > c ? end : c + 1;
    }
  flue_text_add(out, "\"/>\n");
}

static void add_label(double x, double y, const char *anchor, const char *colour, const char *text,
                      flue_text *out) {
  flue_text_add(out,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" stroke=\"#fff\" "
                "stroke-width=\"2.5\" paint-order=\"stroke\" font-size=\"11\">",
                x, y, anchor, colour);
  flue_html_add(out, text);
  flue_text_add(out, "</text>\n");
}

/** Name without that of the storey before it. */
static const char *own_name(const flue_map *map, const char *name) {
  const char *storey = map->view->floors[map->level].name;
  const size_t n = strlen(storey);
  return strncmp(name, storey, n) == 0 && name[n] == '.' ? name + n + 1 : name;
}

/** Names of the rooms whose names fit into them. */
static void add_rooms(const flue_map *map, const frame *f, flue_text *out) {
  const flue_floor_shape *s = map->shape;
  for (size_t i = 0; i < s->n_rings; ++i) {
    const flue_ring *ring = &s->rings[i];
    if (ring->is_hole || ring->room < 0) continue;
    double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t k = 0; k < ring->n; ++k) {
      const double *p = s->points[ring->first + k];
      box[0] = fmin(box[0], p[0]);
      box[1] = fmin(box[1], p[1]);
      box[2] = fmax(box[2], p[0]);
      box[3] = fmax(box[3], p[1]);
    }
    const char *name = own_name(map, map->view->rooms[ring->room]);
    const int fits = (double)strlen(name) * letter_width < (box[2] - box[0]) * f->scale &&
                     letter_height < (box[3] - box[1]) * f->scale;
    /* a ring with many corners may have its middle in another room */
    const int is_plain = ring->n <= 8;
    if (fits && is_plain)
      add_label(px(f, 0.5 * (box[0] + box[2])), py(f, 0.5 * (box[1] + box[3])) + 4, "middle",
                "#777", name, out);
  }
}

/** Doors out of the storey as thick lines across their clear width, with the name of where they
 *  lead. */
static void add_ways(const flue_map *map, const frame *f, flue_text *out) {
  const flue_agents_view *v = map->view;
  for (size_t i = 0; i < v->n_doors; ++i) {
    const flue_agents_door *d = &v->doors[i];
    if (d->floor != map->level || d->stair == FLUE_DOOR_BETWEEN) continue;
    const int is_out = d->stair == FLUE_DOOR_OUTSIDE;
    const char *colour = is_out ? out_colour : stair_colour;
    const double half = 0.5 * d->width_m, dx = half * d->along_x, dy = half * d->along_y;
    flue_text_add(out,
                  "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" "
                  "stroke-width=\"5\"/>\n",
                  px(f, d->x - dx), py(f, d->y - dy), px(f, d->x + dx), py(f, d->y + dy), colour);
    const double x = px(f, d->x), third = (page_width - margin_left) / 3.0;
    const char *anchor = x < margin_left + third       ? "start"
                         : x > margin_left + 2 * third ? "end"
                                                       : "middle";
    add_label(x, py(f, d->y) - 6, anchor, colour,
              d->stair < 0 ? own_name(map, d->name) : v->stairs[d->stair].name, out);
  }
}

/** Step of the axes: 1, 2 or 5 times a power of ten, for about @p n parts. */
static double axis_step(double length, double n) {
  const double power = pow(10, floor(log10(length / n))), lead = length / n / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

static void add_axes(const flue_map *map, const frame *f, flue_text *out) {
  const double step = axis_step(fmax(f->width, f->height), 10), y0 = f->y1 - f->height;
  const double bottom = py(f, y0), right = px(f, f->x0 + f->width);
  flue_text_add(out,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" "
                "stroke=\"#999\"/>\n",
                margin_left, margin_top, right - margin_left, bottom - margin_top);
  for (double x = ceil(f->x0 / step) * step; x <= f->x0 + f->width; x += step)
    flue_text_add(out,
                  "<path stroke=\"%s\" d=\"M%.1f %.1fv5\"/><text x=\"%.1f\" y=\"%.1f\" "
                  "text-anchor=\"middle\">%g</text>\n",
                  ink, px(f, x), bottom, px(f, x), bottom + 18, fabs(x) < 1e-9 ? 0 : x);
  for (double y = ceil(y0 / step) * step; y <= f->y1; y += step)
    flue_text_add(out,
                  "<path stroke=\"%s\" d=\"M%d %.1fh-5\"/><text x=\"%d\" y=\"%.1f\" "
                  "text-anchor=\"end\">%g</text>\n",
                  ink, margin_left, py(f, y), margin_left - 8, py(f, y) + 4,
                  fabs(y) < 1e-9 ? 0 : y);
  flue_text_add(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">",
                0.5 * (margin_left + right), bottom + 36);
  flue_html_add(out, map->axis_x);
  flue_text_add(out,
                "</text><text transform=\"translate(14,%.1f) rotate(-90)\" "
                "text-anchor=\"middle\">",
                0.5 * (margin_top + bottom));
  flue_html_add(out, map->axis_y);
  flue_text_add(out, "</text>\n");
}

static void add_legend(const flue_map *map, double top, flue_text *out) {
  const double column = (page_width - margin_left) / (double)legend_columns;
  for (size_t i = 0; i < map->n_classes; ++i) {
    const double x = margin_left + column * (double)(i % legend_columns),
                 y = top + legend_line * (double)(i / legend_columns);
    flue_text_add(out,
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"22\" height=\"12\" fill=\"%s\"/>"
                  "<text x=\"%.1f\" y=\"%.1f\">",
                  x, y, map->colours[i], x + 28, y + 11);
    flue_html_add(out, map->legends[i]);
    flue_text_add(out, "</text>\n");
  }
}

void flue_map_add(const flue_map *map, flue_text *out) {
  const frame f = make_frame(map);
  const double bottom = margin_top + f.height * f.scale + axis_height;
  const size_t lines = (map->n_classes + legend_columns - 1) / legend_columns;
  flue_text_add(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" role=\"img\" "
                "font-size=\"12\" fill=\"%s\">\n<clipPath id=\"plan%d\"><path "
                "clip-rule=\"evenodd\" d=\"",
                page_width, bottom + (double)(lines * legend_line) + 4, ink, map->id);
  add_path(map, &f, out);
  flue_text_add(out, "\"/></clipPath>\n<path fill=\"#f4f5f6\" fill-rule=\"evenodd\" d=\"");
  add_path(map, &f, out);
  flue_text_add(out, "\"/>\n<g clip-path=\"url(#plan%d)\">\n", map->id);
  for (size_t k = 0; k < map->n_classes; ++k) add_class(map, &f, (int)k, out);
  flue_text_add(out, "</g>\n<path fill=\"none\" stroke=\"%s\" stroke-width=\"1\" d=\"", wall);
  add_path(map, &f, out);
  flue_text_add(out, "\"/>\n");
  add_rooms(map, &f, out);
  add_ways(map, &f, out);
  add_axes(map, &f, out);
  add_legend(map, bottom + 4, out);
  flue_text_add(out, "</svg>\n");
}
