/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file postproc/svg_plot.h  Small plots as SVG text, to stand inside a page. */
#ifndef FLUE_POSTPROC_SVG_PLOT_H
#define FLUE_POSTPROC_SVG_PLOT_H

#include <stddef.h>

/** An axis. Texts borrowed until the plot is finished. */
typedef struct flue_plot_axis {
  const char *label;
  double low, high; /**< Range shown; both above 0 on a logarithmic axis. */
  int is_log;
  size_t n_names;           /**< Above 0: an axis of names at 0, 1, 2 ... instead of numbers. */
  const char *const *names; /**< [n_names] */
} flue_plot_axis;

/** How a curve looks. */
typedef struct flue_plot_style {
  const char *colour; /**< For instance "#1f6fb2". Borrowed until the plot is finished. */
  double width;       /**< Of a line [px]. */
  const char *dash;   /**< SVG dash pattern, or NULL. */
  const char *label;  /**< For the legend, or NULL. Borrowed until the plot is finished. */
} flue_plot_style;

typedef struct flue_plot flue_plot;

/** Starts a plot; NULL when memory is short. @param id  Different for each plot of a page. */
flue_plot *flue_plot_create(int id, flue_plot_axis x, flue_plot_axis y);
/** Joins points by straight lines. Points that are not finite (or not above 0 on a logarithmic
 *  axis) are left out. All arrays borrowed for the call. */
void flue_plot_line(flue_plot *plot, size_t n, const double *x, const double *y,
                    flue_plot_style style);
/** Holds each value until the next point: a staircase. */
void flue_plot_step(flue_plot *plot, size_t n, const double *x, const double *y,
                    flue_plot_style style);
/** Fills between two curves. */
void flue_plot_band(flue_plot *plot, size_t n, const double *x, const double *low,
                    const double *high, flue_plot_style style);
/** Dots. */
void flue_plot_dots(flue_plot *plot, size_t n, const double *x, const double *y,
                    flue_plot_style style);
/** Bars from zero, centred at x, [width] of the axis, with their value above them. */
void flue_plot_bars(flue_plot *plot, size_t n, const double *x, const double *y, double width,
                    flue_plot_style style);
/** Ends the plot. @return owned SVG text, NULL when memory was short. Sets the pointer to NULL. */
char *flue_plot_finish(flue_plot **plot);

#endif /* FLUE_POSTPROC_SVG_PLOT_H */
