/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/svg_plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postproc/html_text.h"
#include "postproc/numbers.h"

/** Sizes in px of the drawing. */
enum {
  page_width = 720,
  area_left = 78,
  area_width = 620,
  area_height = 300,
  legend_line = 20,
  margin_top = 12,
  margin_bottom = 54,
  most_legends = 12
};

static const char ink[] = "#333", grid[] = "#ddd";

struct flue_plot {
  int id;
  flue_plot_axis x, y;
  flue_text body; /**< Curves, in px with the origin at the lower left of the area, y upward. */
  size_t n_legends;
  struct {
    flue_plot_style style;
    char kind; /**< l: line, b: block, d: dot. */
  } legends[most_legends];
};

flue_plot *flue_plot_create(int id, flue_plot_axis x, flue_plot_axis y) {
  flue_plot *plot = flue_alloc(1, sizeof *plot);
  if (plot) {
    plot->id = id;
    plot->x = x;
    plot->y = y;
  }
  return plot;
}

/** Place on an axis as a share of its length; NaN when it has none. */
static double place(const flue_plot_axis *axis, double value) {
  if (!isfinite(value) || (axis->is_log && !(value > 0))) return NAN;
  const double share = axis->is_log ? log(value / axis->low) / log(axis->high / axis->low)
                                    : (value - axis->low) / (axis->high - axis->low);
  return fmin(fmax(share, -10), 10); /* far outside is far enough */
}

static double x_of(const flue_plot *plot, double value) {
  return area_width * place(&plot->x, value);
}

static double y_of(const flue_plot *plot, double value) {
  return area_height * (1 - place(&plot->y, value));
}

static void remember(flue_plot *plot, flue_plot_style style, char kind) {
  if (!style.label || plot->n_legends == most_legends) return;
  plot->legends[plot->n_legends].style = style;
  plot->legends[plot->n_legends++].kind = kind;
}

static void add_stroke(flue_text *out, flue_plot_style style) {
  flue_text_add(out, "fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"%s%s%s", style.colour,
                style.width, style.dash ? " stroke-dasharray=\"" : "", style.dash ? style.dash : "",
                style.dash ? "\"" : "");
}

static void add_points(flue_plot *plot, size_t n, const double *x, const double *y,
                       flue_plot_style style, int is_step) {
  double before = NAN;
  flue_text_add(&plot->body, "<polyline points=\"");
  for (size_t i = 0; i < n; ++i) {
    const double a = x_of(plot, x[i]), b = y_of(plot, y[i]);
    if (isnan(a) || isnan(b)) continue;
    if (is_step && !isnan(before)) flue_text_add(&plot->body, "%.2f,%.2f ", a, before);
    flue_text_add(&plot->body, "%.2f,%.2f ", a, b);
    before = b;
  }
  flue_text_add(&plot->body, "\" ");
  add_stroke(&plot->body, style);
  flue_text_add(&plot->body, "/>\n");
  remember(plot, style, 'l');
}

void flue_plot_line(flue_plot *plot, size_t n, const double *x, const double *y,
                    flue_plot_style style) {
  add_points(plot, n, x, y, style, 0);
}

void flue_plot_step(flue_plot *plot, size_t n, const double *x, const double *y,
                    flue_plot_style style) {
  add_points(plot, n, x, y, style, 1);
}

void flue_plot_band(flue_plot *plot, size_t n, const double *x, const double *low,
                    const double *high, flue_plot_style style) {
  flue_text_add(&plot->body, "<polygon points=\"");
  for (size_t i = 0; i < 2 * n; ++i) {
    const size_t k = i < n ? i : 2 * n - 1 - i;
    const double a = x_of(plot, x[k]), b = y_of(plot, i < n ? high[k] : low[k]);
    if (!isnan(a) && !isnan(b)) flue_text_add(&plot->body, "%.2f,%.2f ", a, b);
  }
  flue_text_add(&plot->body, "\" fill=\"%s\" fill-opacity=\"0.18\" stroke=\"none\"/>\n",
                style.colour);
  remember(plot, style, 'b');
}

void flue_plot_dots(flue_plot *plot, size_t n, const double *x, const double *y,
                    flue_plot_style style) {
  for (size_t i = 0; i < n; ++i) {
    const double a = x_of(plot, x[i]), b = y_of(plot, y[i]);
    if (isnan(a) || isnan(b)) continue;
    flue_text_add(&plot->body, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.1f\" fill=\"%s\"/>\n", a, b,
                  style.width, style.colour);
  }
  remember(plot, style, 'd');
}

void flue_plot_bars(flue_plot *plot, size_t n, const double *x, const double *y, double width,
                    flue_plot_style style) {
  for (size_t i = 0; i < n; ++i) {
    const double left = x_of(plot, x[i] - width / 2), right = x_of(plot, x[i] + width / 2);
    const double top = y_of(plot, y[i]);
    if (isnan(left) || isnan(right) || isnan(top)) continue;
    flue_text_add(&plot->body,
                  "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n",
                  left, top, right - left, fmax(area_height - top, 0), style.colour);
    flue_number_text number;
    flue_number_format(y[i], 2, &number);
    flue_text_add(&plot->body,
                  "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\" font-size=\"12\" "
                  "fill=\"%s\">%s</text>\n",
                  (left + right) / 2, top - 5, ink, number.text);
  }
  remember(plot, style, 'b');
}

/** Step of the ticks on a linear axis: 1, 2 or 5 times a power of ten, at most eight ticks. */
static double tick_step(const flue_plot_axis *axis) {
  const double rough = (axis->high - axis->low) / 7;
  const double power = pow(10, floor(log10(rough)));
  const double lead = rough / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** Text of a tick; powers of ten on a logarithmic axis. */
static void tick_text(const flue_plot_axis *axis, double value, double step,
                      flue_number_text *out) {
  if (axis->is_log) {
    flue_number_format(value, 1, out);
    if (strncmp(out->text, "1×", strlen("1×")) == 0)
      memmove(out->text, out->text + strlen("1×"), strlen(out->text + strlen("1×")) + 1);
    return;
  }
  const int decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
  flue_number_plain(fabs(value) < step * 1e-6 ? 0 : value, decimals, out);
}

static void add_x_tick(const flue_plot *plot, flue_text *out, double at, const char *text) {
  const double x = x_of(plot, at);
  if (isnan(x) || x < -0.5 || x > area_width + 0.5) return;
  if (plot->x.n_names == 0)
    flue_text_add(out, "<line x1=\"%.2f\" y1=\"0\" x2=\"%.2f\" y2=\"%d\" stroke=\"%s\"/>\n", x, x,
                  area_height, grid);
  flue_text_add(out, "<text x=\"%.2f\" y=\"%d\" text-anchor=\"middle\">", x, area_height + 18);
  flue_html_add(out, text);
  flue_text_add(out, "</text>\n");
}

static void add_y_tick(const flue_plot *plot, flue_text *out, double at, const char *text) {
  const double y = y_of(plot, at);
  if (isnan(y) || y < -0.5 || y > area_height + 0.5) return;
  flue_text_add(out, "<line x1=\"0\" y1=\"%.2f\" x2=\"%d\" y2=\"%.2f\" stroke=\"%s\"/>\n", y,
                area_width, y, grid);
  flue_text_add(out, "<text x=\"-8\" y=\"%.2f\" text-anchor=\"end\">", y + 4);
  flue_html_add(out, text);
  flue_text_add(out, "</text>\n");
}

typedef void (*tick_fn)(const flue_plot *plot, flue_text *out, double at, const char *text);

static void add_ticks(const flue_plot *plot, flue_text *out, const flue_plot_axis *axis,
                      tick_fn add) {
  flue_number_text text;
  if (axis->n_names) {
    for (size_t i = 0; i < axis->n_names; ++i) add(plot, out, (double)i, axis->names[i]);
  } else if (axis->is_log) {
    const int last = (int)floor(log10(axis->high) + 1e-9);
    for (int k = (int)ceil(log10(axis->low) - 1e-9); k <= last; ++k) {
      tick_text(axis, pow(10, k), 1, &text);
      add(plot, out, pow(10, k), text.text);
    }
  } else {
    const double step = tick_step(axis);
    const double first = ceil(axis->low / step - 1e-9);
    for (int k = 0; k < 12 && (first + k) * step <= axis->high + step * 1e-6; ++k) {
      tick_text(axis, (first + k) * step, step, &text);
      add(plot, out, (first + k) * step, text.text);
    }
  }
}

static void add_legends(const flue_plot *plot, flue_text *out) {
  for (size_t i = 0; i < plot->n_legends; ++i) {
    const flue_plot_style style = plot->legends[i].style;
    const int y = margin_top + (int)i * legend_line;
    if (plot->legends[i].kind == 'b') {
      const double opacity = style.width > 0 ? 1 : 0.18;
      flue_text_add(out,
                    "<rect x=\"%d\" y=\"%d\" width=\"30\" height=\"12\" fill=\"%s\" "
                    "fill-opacity=\"%.2f\"/>\n",
                    area_left, y - 4, style.colour, opacity);
    } else if (plot->legends[i].kind == 'd') {
      flue_text_add(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%.1f\" fill=\"%s\"/>\n", area_left + 15,
                    y + 2, style.width, style.colour);
    } else {
      flue_text_add(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" ", area_left, y + 2,
                    area_left + 30, y + 2);
      add_stroke(out, style);
      flue_text_add(out, "/>\n");
    }
    flue_text_add(out, "<text x=\"%d\" y=\"%d\">", area_left + 38, y + 6);
    flue_html_add(out, style.label);
    flue_text_add(out, "</text>\n");
  }
}

static void add_labels(const flue_plot *plot, flue_text *out) {
  flue_text_add(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", area_width / 2,
                area_height + 42);
  flue_html_add(out, plot->x.label);
  flue_text_add(out,
                "</text>\n<text transform=\"translate(-60,%d) rotate(-90)\" "
                "text-anchor=\"middle\">",
                area_height / 2);
  flue_html_add(out, plot->y.label);
  flue_text_add(out, "</text>\n");
}

char *flue_plot_finish(flue_plot **plot) {
  flue_plot *p = *plot;
  if (!p) return NULL;
  const int top = margin_top + (int)p->n_legends * legend_line + 6;
  flue_text out = {0};
  flue_text_add(&out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
                "font-size=\"13\" fill=\"%s\">\n",
                page_width, top + area_height + margin_bottom, ink);
  flue_text_add(&out,
                "<clipPath id=\"area%d\"><rect x=\"0\" y=\"-14\" width=\"%d\" height=\"%d\"/>"
                "</clipPath>\n",
                p->id, area_width, area_height + 14);
  add_legends(p, &out);
  flue_text_add(&out, "<g transform=\"translate(%d,%d)\">\n", area_left, top);
  add_ticks(p, &out, &p->x, add_x_tick);
  add_ticks(p, &out, &p->y, add_y_tick);
  flue_text_add(&out, "<g clip-path=\"url(#area%d)\">\n%s</g>\n", p->id,
                p->body.data ? p->body.data : "");
  flue_text_add(&out,
                "<rect x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"%s\"/>\n",
                area_width, area_height, ink);
  add_labels(p, &out);
  flue_text_add(&out, "</g>\n</svg>\n");
  if (out.failed || p->body.failed) flue_text_clear(&out);
  flue_text_clear(&p->body);
  free(p);
  *plot = NULL;
  return out.data;
}
