/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/report_drivers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/drivers.h"
#include "postproc/html_text.h"
#include "postproc/numbers.h"

enum { most_on_screen = 5, most_in_table = 12 };

static int is_told(const flue_driver_row *row) {
  return !isnan(row->driver.first.value) || !isnan(row->sobol.total.value);
}

/** What an input is and where it stands, owned; NULL without memory. */
static char *name_of(const flue_driver_row *row, flue_lang lang) {
  if (!row->input) return flue_copy_text(flue_message_text(FLUE_MSG_DRIVERS_CHANCE, lang));
  const char *text = lang == FLUE_ZH ? row->input->text_zh : row->input->text_en;
  return flue_format("%s (%s)", text, row->input->name);
}

static void format(double value, flue_number_text *text) {
  flue_number_format(value, 2, text);
}

/** Numbers of a row in the order of the messages: index by itself with ends, then either the index
 *  with all others with ends or the means at both ends of the input. */
static void format_row(const flue_driver_row *row, int has_total, flue_number_text text[6]) {
  const flue_interval first = has_total ? row->sobol.first : row->driver.first;
  const flue_interval total = row->sobol.total;
  const double values[6] = {first.value,
                            first.low,
                            first.high,
                            has_total ? total.value : row->driver.low,
                            has_total ? total.low : row->driver.high,
                            total.high};
  for (int i = 0; i < 6; ++i) format(values[i], &text[i]);
}

static void say_row(const flue_driver_row *row, int has_total, flue_lang lang, flue_text *out) {
  flue_number_text x[6];
  format_row(row, has_total, x);
  char *name = name_of(row, lang);
  const char *args[] = {name ? name : "", x[0].text, x[1].text, x[2].text,
                        x[3].text,        x[4].text, x[5].text};
  flue_message_add(out, has_total ? FLUE_MSG_DRIVERS_TOTAL : FLUE_MSG_DRIVERS_ROW, lang,
                   has_total ? 7 : 6, args);
  flue_text_put(out, "\n");
  if (!name) out->failed = 1;
  free(name);
}

static void add_title(const flue_drivers *d, flue_lang lang, flue_text *out) {
  char runs[24];
  snprintf(runs, sizeof runs, "%zu", d->runs);
  flue_message_add(out, FLUE_MSG_DRIVERS_TITLE, lang, 1, (const char *const[]){runs});
}

flue_status flue_drivers_screen(const flue_batch *batch, flue_lang lang, flue_text *out) {
  flue_drivers d;
  FLUE_TRY(flue_drivers_assess(batch, FLUE_OUTCOME_fatalities, &d));
  if (d.n > 0 && is_told(&d.row[0])) {
    flue_text_put(out, "  ");
    add_title(&d, lang, out);
    flue_text_put(out, "\n");
    for (size_t k = 0; k < d.n && k < most_on_screen && is_told(&d.row[k]); ++k)
      say_row(&d.row[k], d.has_total, lang, out);
  }
  flue_drivers_clear(&d);
  return FLUE_OK;
}

/* ---- page ---- */

static void add_cell(flue_text *out, const char *tag, const char *text) {
  flue_text_add(out, "<%s>", tag);
  flue_html_add(out, text);
  flue_text_add(out, "</td>");
}

static void add_share(flue_text *out, flue_interval x) {
  flue_number_text text[3];
  format(x.value, &text[0]);
  format(x.low, &text[1]);
  format(x.high, &text[2]);
  flue_text_add(out, "<td class=\"n\"><b>%s</b> (%s – %s)</td>",
                isnan(x.value) ? "–" : text[0].text, isnan(x.low) ? "–" : text[1].text,
                isnan(x.high) ? "–" : text[2].text);
}

static void add_number(flue_text *out, double value) {
  flue_number_text text;
  format(value, &text);
  flue_text_add(out, "<td class=\"n\">%s</td>", isnan(value) ? "–" : text.text);
}

static void add_row(const flue_driver_row *row, int has_total, flue_lang lang, flue_text *out) {
  char *name = name_of(row, lang);
  flue_text_add(out, "<tr>");
  add_cell(out, "td", name ? name : "");
  add_share(out, has_total ? row->sobol.first : row->driver.first);
  if (has_total) add_share(out, row->sobol.total);
  add_number(out, row->driver.low);
  add_number(out, row->driver.high);
  flue_text_add(out, "</tr>\n");
  if (!name) out->failed = 1;
  free(name);
}

void flue_drivers_html(const flue_batch *batch, flue_lang lang, flue_text *out) {
  static const flue_message heads[] = {FLUE_MSG_DRIVERS_INPUT, FLUE_MSG_DRIVERS_FIRST,
                                       FLUE_MSG_DRIVERS_ALL, FLUE_MSG_DRIVERS_LOW,
                                       FLUE_MSG_DRIVERS_HIGH};
  flue_drivers d;
  if (flue_drivers_assess(batch, FLUE_OUTCOME_fatalities, &d) != FLUE_OK) {
    out->failed = 1;
    return;
  }
  if (d.n > 0 && is_told(&d.row[0])) {
    flue_text_add(out, "<h3>");
    add_title(&d, lang, out);
    flue_text_add(out, "</h3>\n<table><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i)
      if (d.has_total || heads[i] != FLUE_MSG_DRIVERS_ALL)
        flue_text_add(out, "<th>%s</th>", flue_message_text(heads[i], lang));
    flue_text_add(out, "</tr>\n");
    for (size_t k = 0; k < d.n && k < most_in_table && is_told(&d.row[k]); ++k)
      add_row(&d.row[k], d.has_total, lang, out);
    flue_text_add(out, "</table>\n");
  }
  flue_drivers_clear(&d);
}
