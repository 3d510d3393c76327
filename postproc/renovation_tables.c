/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screen and tables of a renovation plan. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/atomic_file.h"
#include "postproc/numbers.h"
#include "postproc/renovation_view.h"
#include "postproc/sheets.h"

enum { sheet_plan, sheet_results, sheet_options, sheet_surveys, n_sheets, number_digits = 3 };

double flue_renovation_upkeep(const flue_renovation_view *v, size_t package) {
  double sum = 0;
  for (size_t o = 0; o < v->r->n_options; ++o)
    if (v->r->set[package] >> o & 1) sum += v->upkeep[o];
  return sum;
}

/** Works spread over the life of each measure, and upkeep [yuan a-1]. */
static double yearly_cost(const flue_renovation_view *v, size_t package) {
  double sum = flue_renovation_upkeep(v, package);
  for (size_t o = 0; o < v->r->n_options; ++o)
    if (v->r->set[package] >> o & 1) sum += v->r->mode[o] / v->life[o];
  return sum;
}

char *flue_renovation_names(const flue_renovation_view *v, uint32_t set, flue_lang lang) {
  flue_text out = {0};
  for (size_t o = 0; o < v->r->n_options; ++o) {
    if (!(set >> o & 1)) continue;
    const char *title = v->option_title[lang][o];
    flue_text_add(&out, "%s%s", out.length ? " + " : "", title[0] ? title : v->option[o]);
  }
  if (!set) flue_text_add(&out, "%s", flue_message_text(FLUE_MSG_STUDY_BASE, lang));
  if (!out.failed) return out.data;
  flue_text_clear(&out);
  return NULL;
}

/** Set of the package in place before year y. */
static uint32_t before(const flue_renovation_view *v, size_t y) {
  return y ? v->r->set[v->step[y - 1]] : 0;
}

/** What year y costs from a fund. */
static double spent(const flue_renovation_view *v, size_t y, size_t fund) {
  const double now = flue_renovation_cost(v->r, v->step[y], fund);
  return now - (y ? flue_renovation_cost(v->r, v->step[y - 1], fund) : 0);
}

static double spent_in_all(const flue_renovation_view *v, size_t y) {
  double sum = 0;
  for (size_t f = 0; f < v->r->limits->n_funds; ++f) sum += spent(v, y, f);
  return sum;
}

/* ---- screen ---- */

static flue_number_text say(double value) {
  flue_number_text text;
  if (fabs(value) >= 1000)
    flue_number_plain(value, 0, &text);
  else
    flue_number_format(value, number_digits, &text);
  return text;
}

static flue_number_text whole(double value) {
  flue_number_text text;
  flue_number_plain(value, 0, &text);
  return text;
}

static void say_years(const flue_renovation_view *v, flue_lang lang, flue_text *out) {
  for (size_t y = 0; y < v->r->limits->n_years; ++y) {
    const uint32_t fresh = v->r->set[v->step[y]] & ~before(v, y);
    char *names = flue_renovation_names(v, fresh, lang);
    const char *what = fresh && names ? names : flue_message_text(FLUE_MSG_STUDY_NO_CHANGE, lang);
    const flue_interval gain = flue_renovation_interval(v->r, v->step[y]);
    flue_message_line(out, lang, FLUE_MSG_STUDY_YEAR, whole((double)y + 1).text, what,
                      whole(spent_in_all(v, y)).text, say(gain.value).text, say(gain.low).text,
                      say(gain.high).text, NULL);
    free(names);
  }
}

static void say_support(const flue_renovation_view *v, flue_lang lang, flue_text *out) {
  for (size_t o = 0; o < v->r->n_options; ++o) {
    if (!(v->support->option[o] > 0)) continue;
    const char *title = v->option_title[lang][o];
    flue_message_line(out, lang, FLUE_MSG_STUDY_SUPPORT, title[0] ? title : v->option[o],
                      whole(100 * v->support->option[o]).text, whole((double)v->support->n).text,
                      NULL);
  }
  flue_message_line(out, lang, FLUE_MSG_STUDY_OVER, whole(100 * v->support->over_budget).text,
                    NULL);
}

static void say_surveys(const flue_renovation_view *v, flue_lang lang, flue_text *out) {
  enum { most_shown = 3 };
  size_t shown = 0;
  for (size_t i = 0; i < v->n_surveys && shown < most_shown; ++i) {
    if (!(v->survey_value[i] > v->survey_noise[i])) continue;
    const flue_quantity *q = &v->batch[0]->inputs[v->survey[i]];
    flue_message_line(out, lang, FLUE_MSG_STUDY_SURVEY, q->name, say(v->survey_value[i]).text,
                      NULL);
    ++shown;
  }
  if (!shown) flue_message_line(out, lang, FLUE_MSG_STUDY_NO_SURVEY, NULL);
}

void flue_renovation_screen(const flue_renovation_view *v, flue_lang lang, flue_text *out) {
  const size_t last = v->step[v->r->limits->n_years - 1];
  const double works = flue_renovation_works(v->r, last);
  flue_message_line(out, lang, FLUE_MSG_STUDY_NOW, say(v->now->value).text, say(v->now->low).text,
                    say(v->now->high).text, say(v->r->fires_per_year[0]).text,
                    whole((double)v->r->n_samples).text, whole((double)v->r->n_packages).text,
                    NULL);
  if (v->n_left_out)
    flue_message_line(out, lang, FLUE_MSG_STUDY_LEFT_OUT, whole((double)v->n_left_out).text, NULL);
  if (!(v->now->value > 0)) flue_message_line(out, lang, FLUE_MSG_STUDY_NO_DEATHS, NULL);
  say_years(v, lang, out);
  if (!(v->avoided > 0))
    flue_message_line(out, lang, FLUE_MSG_STUDY_NOTHING, NULL);
  else
    flue_message_line(out, lang, FLUE_MSG_STUDY_TOTAL, whole(v->r->limits->horizon).text,
                      say(v->avoided).text, whole(works).text,
                      whole(flue_renovation_upkeep(v, last)).text, say(works / v->avoided).text,
                      NULL);
  say_support(v, lang, out);
  say_surveys(v, lang, out);
}

/* ---- tables ---- */

/** A column for each fund. */
static void add_funds(const flue_renovation_view *v, flue_sheet *sheet, const char *head,
                      flue_message title, flue_lang lang) {
  for (size_t f = 0; f < v->r->limits->n_funds; ++f) {
    const char *fund = flue_plan_fund(v->in, f);
    const char *name = fund[0] ? fund : flue_message_text(FLUE_MSG_STUDY_T_ALL, lang);
    char *column = flue_format("%s%s%s", head, fund[0] ? "_" : "", fund);
    char *text = flue_message_format(title, lang, name, NULL);
    if (column && text)
      flue_sheet_column(sheet, column, text);
    else
      sheet->failed = 1;
    free(column);
    free(text);
  }
}

static void add_names(const flue_renovation_view *v, flue_sheet *sheet, uint32_t set,
                      flue_lang lang) {
  char *names = flue_renovation_names(v, set, lang);
  if (names)
    flue_sheet_text(sheet, names);
  else
    sheet->failed = 1;
  free(names);
}

static void fill_plan(const flue_renovation_view *v, flue_lang lang, flue_sheet *sheet) {
  const flue_plan_problem *p = v->r->limits;
  sheet->name = "plan";
  flue_sheet_titled(sheet, "year", FLUE_MSG_STUDY_T_YEAR, lang);
  flue_sheet_titled(sheet, "new", FLUE_MSG_STUDY_T_NEW, lang);
  flue_sheet_titled(sheet, "package", FLUE_MSG_STUDY_T_PACKAGE, lang);
  add_funds(v, sheet, "spent", FLUE_MSG_STUDY_T_SPENT, lang);
  add_funds(v, sheet, "budget", FLUE_MSG_STUDY_T_BUDGET, lang);
  flue_sheet_titled(sheet, "upkeep", FLUE_MSG_STUDY_T_UPKEEP, lang);
  flue_sheet_interval_heads(sheet, "avoided", FLUE_MSG_STUDY_T_AVOIDED, lang);
  flue_sheet_titled(sheet, "left", FLUE_MSG_STUDY_T_LEFT, lang);
  for (size_t y = 0; y < p->n_years; ++y) {
    const uint32_t set = v->r->set[v->step[y]], fresh = set & ~before(v, y);
    const flue_interval gain = flue_renovation_interval(v->r, v->step[y]);
    flue_sheet_number(sheet, (double)y + 1);
    if (fresh)
      add_names(v, sheet, fresh, lang);
    else
      flue_sheet_text(sheet, flue_message_text(FLUE_MSG_STUDY_NO_CHANGE, lang));
    add_names(v, sheet, set, lang);
    for (size_t f = 0; f < p->n_funds; ++f) flue_sheet_number(sheet, spent(v, y, f));
    for (size_t f = 0; f < p->n_funds; ++f) flue_sheet_number(sheet, p->budget[y * p->n_funds + f]);
    flue_sheet_number(sheet, flue_renovation_upkeep(v, v->step[y]));
    flue_sheet_interval(sheet, gain);
    flue_sheet_number(sheet, v->now->value - gain.value);
  }
}

/** Packages from the one that avoids most. @param order  [n_packages] */
static void rank(const flue_renovation_view *v, size_t *order) {
  for (size_t k = 0; k < v->r->n_packages; ++k) {
    const double gain = flue_renovation_reduction(v->r, k);
    size_t at = k;
    for (; at > 0 && flue_renovation_reduction(v->r, order[at - 1]) < gain; --at)
      order[at] = order[at - 1];
    order[at] = k;
  }
}

static void fill_results(const flue_renovation_view *v, flue_lang lang, flue_sheet *sheet) {
  size_t *order = flue_alloc(v->r->n_packages, sizeof *order);
  sheet->name = "results";
  sheet->failed = !order;
  if (!order) return;
  rank(v, order);
  flue_sheet_titled(sheet, "package", FLUE_MSG_STUDY_T_PACKAGE, lang);
  flue_sheet_titled(sheet, "cost", FLUE_MSG_STUDY_T_COST, lang);
  flue_sheet_titled(sheet, "upkeep", FLUE_MSG_STUDY_T_UPKEEP, lang);
  flue_sheet_titled(sheet, "cost_a_year", FLUE_MSG_STUDY_T_RENEWAL, lang);
  flue_sheet_interval_heads(sheet, "avoided", FLUE_MSG_STUDY_T_AVOIDED, lang);
  flue_sheet_titled(sheet, "yuan_per_death", FLUE_MSG_STUDY_T_RATIO, lang);
  flue_sheet_titled(sheet, "pareto", FLUE_MSG_STUDY_T_BEST, lang);
  flue_sheet_titled(sheet, "support", FLUE_MSG_STUDY_T_SUPPORT, lang);
  flue_sheet_titled(sheet, "batch", FLUE_MSG_STUDY_T_FILE, lang);
  for (size_t i = 0; i < v->r->n_packages; ++i) {
    const size_t k = order[i];
    const flue_interval gain = flue_renovation_interval(v->r, k);
    add_names(v, sheet, v->r->set[k], lang);
    flue_sheet_number(sheet, flue_renovation_works(v->r, k));
    flue_sheet_number(sheet, flue_renovation_upkeep(v, k));
    flue_sheet_number(sheet, yearly_cost(v, k));
    flue_sheet_interval(sheet, gain);
    flue_sheet_number(sheet, gain.value > 0 ? yearly_cost(v, k) / gain.value : NAN);
    flue_sheet_number(sheet, v->is_best[k]);
    flue_sheet_number(sheet, v->support->package[k]);
    char *file = flue_format("package-%04x", v->r->set[k]);
    flue_sheet_text(sheet, file ? file : "");
    free(file);
  }
  free(order);
}

/** Package of this measure alone; the number of packages when there is none. */
static size_t alone(const flue_renovation_view *v, size_t option) {
  size_t k = 0;
  while (k < v->r->n_packages && v->r->set[k] != UINT32_C(1) << option) ++k;
  return k;
}

static void fill_options(const flue_renovation_view *v, flue_lang lang, flue_sheet *sheet) {
  sheet->name = "options";
  flue_sheet_titled(sheet, "option", FLUE_MSG_STUDY_T_OPTION, lang);
  flue_sheet_titled(sheet, "title", FLUE_MSG_STUDY_T_TITLE, lang);
  flue_sheet_titled(sheet, "fund", FLUE_MSG_STUDY_T_FUND, lang);
  flue_sheet_titled(sheet, "cost", FLUE_MSG_STUDY_T_COST, lang);
  flue_sheet_titled(sheet, "cost_low", FLUE_MSG_SHEET_LOW, lang);
  flue_sheet_titled(sheet, "cost_high", FLUE_MSG_SHEET_HIGH, lang);
  flue_sheet_titled(sheet, "upkeep", FLUE_MSG_STUDY_T_UPKEEP, lang);
  flue_sheet_titled(sheet, "life", FLUE_MSG_STUDY_T_LIFE, lang);
  flue_sheet_titled(sheet, "alone", FLUE_MSG_STUDY_T_ALONE, lang);
  flue_sheet_titled(sheet, "support", FLUE_MSG_STUDY_T_SUPPORT, lang);
  for (size_t o = 0; o < v->r->n_options; ++o) {
    const size_t k = alone(v, o);
    flue_sheet_text(sheet, v->option[o]);
    flue_sheet_text(sheet, v->option_title[lang][o]);
    flue_sheet_text(sheet, v->fund[o]);
    flue_sheet_number(sheet, v->r->mode[o]);
    flue_sheet_number(sheet, v->r->low[o]);
    flue_sheet_number(sheet, v->r->high[o]);
    flue_sheet_number(sheet, v->upkeep[o]);
    flue_sheet_number(sheet, v->life[o]);
    flue_sheet_number(sheet, k < v->r->n_packages ? flue_renovation_reduction(v->r, k) : NAN);
    flue_sheet_number(sheet, v->support->option[o]);
  }
}

static void fill_surveys(const flue_renovation_view *v, flue_lang lang, flue_sheet *sheet) {
  enum { most_shown = 20 };
  sheet->name = "surveys";
  flue_sheet_titled(sheet, "input", FLUE_MSG_STUDY_T_INPUT, lang);
  flue_sheet_titled(sheet, "title", FLUE_MSG_STUDY_T_TITLE, lang);
  flue_sheet_titled(sheet, "value", FLUE_MSG_STUDY_T_GAIN, lang);
  flue_sheet_titled(sheet, "noise", FLUE_MSG_STUDY_T_NOISE, lang);
  for (size_t i = 0; i < v->n_surveys && i < most_shown; ++i) {
    const flue_quantity *q = &v->batch[0]->inputs[v->survey[i]];
    flue_sheet_text(sheet, q->name);
    flue_sheet_text(sheet, lang == FLUE_ZH ? q->text_zh : q->text_en);
    flue_sheet_number(sheet, v->survey_value[i]);
    flue_sheet_number(sheet, v->survey_noise[i]);
  }
}

/* ---- files ---- */

static flue_status write_page(flue_ctx *ctx, const flue_renovation_view *v, flue_lang lang,
                              const flue_sheet *const *sheets, const char *folder) {
  flue_text out = {0};
  flue_renovation_page(v, lang, sheets, &out);
  return flue_save_text(ctx, folder, lang == FLUE_ZH ? "sheet.zh.html" : "sheet.en.html", &out);
}

/** All files of one language; the tables themselves only in that of the user. */
static flue_status write_language(flue_ctx *ctx, const flue_renovation_view *v, flue_lang lang,
                                  const char *folder) {
  flue_sheet sheet[n_sheets] = {{0}};
  const flue_sheet *sheets[n_sheets];
  fill_plan(v, lang, &sheet[sheet_plan]);
  fill_results(v, lang, &sheet[sheet_results]);
  fill_options(v, lang, &sheet[sheet_options]);
  fill_surveys(v, lang, &sheet[sheet_surveys]);
  flue_status status = FLUE_OK;
  for (size_t i = 0; i < n_sheets; ++i) {
    sheets[i] = &sheet[i];
    if (!status && lang == flue_ctx_lang(ctx)) status = flue_sheet_csv(ctx, &sheet[i], folder);
  }
  char *book = flue_format("%s/plan.%s.xlsx", folder, lang == FLUE_ZH ? "zh" : "en");
  if (!status) status = book ? flue_sheets_xlsx(ctx, n_sheets, sheets, book) : FLUE_ENOMEM;
  if (!status) status = write_page(ctx, v, lang, sheets, folder);
  free(book);
  for (size_t i = 0; i < n_sheets; ++i) flue_sheet_clear(&sheet[i]);
  return status;
}

flue_status flue_renovation_write(flue_ctx *ctx, const flue_renovation_view *v,
                                  const char *folder) {
  FLUE_TRY(write_language(ctx, v, FLUE_EN, folder));
  return write_language(ctx, v, FLUE_ZH, folder);
}
