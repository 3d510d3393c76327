/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postproc/ledger_lists.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "postproc/atomic_file.h"
#include "postproc/csv_text.h"
#include "postproc/ledger_store.h"

/** Days ahead for which notices are written; assumed. */
static const long notice_days = 7;

enum { date_size = 16, number_size = 32 };

static void add_cells(flue_text *out, size_t n, const char *const *cells) {
  for (size_t i = 0; i < n; ++i) {
    if (i) flue_text_add(out, ",");
    flue_csv_text(out, cells[i]);
  }
  flue_text_add(out, "\n");
}

static void add_problem(const flue_hazard *h, flue_text *out) {
  char found[date_size], judged[date_size];
  flue_ledger_date(h->found, found);
  flue_ledger_date(h->judged, judged);
  const char *level = h->judged == flue_no_day ? "" : h->is_major ? "major" : "general";
  const char *cells[7] = {
      h->id, h->building, h->title, level, found, judged, FLUE_HAZARD_WORDS[h->status]};
  add_cells(out, 7, cells);
}

static void add_responsibility(const flue_hazard *h, long day, flue_text *out) {
  char due[date_size], closed[date_size], left[number_size] = "", extended[number_size];
  if (h->judged == flue_no_day) return; /* nobody is responsible yet */
  flue_ledger_date(h->due, due);
  flue_ledger_date(h->closed, closed);
  if (h->status != FLUE_HAZARD_CLOSED) snprintf(left, sizeof left, "%ld", h->due - day);
  snprintf(extended, sizeof extended, "%zu", h->n_extended);
  const char *in_time = h->status != FLUE_HAZARD_CLOSED ? "" : h->closed <= h->due ? "1" : "0";
  const char *cells[8] = {h->id, h->owner, due,    FLUE_HAZARD_WORDS[h->status],
                          left,  extended, closed, in_time};
  add_cells(out, 8, cells);
}

/** What is overdue or soon due, with the sentence of the notice. */
static void add_notice(const flue_hazard *h, long day, flue_lang lang, flue_text *out) {
  char due[date_size], days[number_size];
  const int is_open = h->status != FLUE_HAZARD_CLOSED && h->due != flue_no_day;
  if (!is_open || h->due > day + notice_days) return;
  const int is_late = h->due < day;
  flue_ledger_date(h->due, due);
  snprintf(days, sizeof days, "%ld", labs(h->due - day));
  char *sentence =
      flue_message_format(is_late ? FLUE_MSG_LEDGER_NOTICE_LATE : FLUE_MSG_LEDGER_NOTICE, lang,
                          h->owner, h->title, h->building, due, days, NULL);
  const char *cells[7] = {h->id,
                          h->building,
                          h->owner,
                          due,
                          is_late ? "overdue" : "due",
                          days,
                          sentence ? sentence : ""};
  add_cells(out, 7, cells);
  free(sentence);
}

flue_status flue_ledger_write(flue_ctx *ctx, const flue_hazard *hazards, size_t n, long day,
                              flue_lang lang, const char *folder) {
  flue_text out = {0};
  FLUE_TRY(flue_make_folder(ctx, folder));
  flue_text_add(&out, "hazard,building,title,level,found,judged,status\n");
  for (size_t i = 0; i < n; ++i) add_problem(&hazards[i], &out);
  FLUE_TRY(flue_save_text(ctx, folder, "problems.csv", &out));
  flue_text_add(&out, "hazard,owner,due,status,days_left,extended,closed,in_time\n");
  for (size_t i = 0; i < n; ++i) add_responsibility(&hazards[i], day, &out);
  FLUE_TRY(flue_save_text(ctx, folder, "responsibilities.csv", &out));
  flue_text_add(&out, "hazard,building,owner,due,state,days,notice\n");
  for (size_t i = 0; i < n; ++i) add_notice(&hazards[i], day, lang, &out);
  return flue_save_text(ctx, folder, "notices.csv", &out);
}

static const char *count(char *buffer, size_t n) {
  snprintf(buffer, number_size, "%zu", n);
  return buffer;
}

void flue_ledger_screen(const flue_ledger_sums *s, long day, flue_lang lang, flue_text *out) {
  char a[number_size], b[number_size], c[number_size], d[number_size], date[date_size];
  flue_ledger_date(day, date);
  flue_message_line(out, lang, FLUE_MSG_LEDGER_DONE, date, count(a, s->n), count(b, s->major),
                    NULL);
  for (int k = 0; k <= FLUE_HAZARD_CLOSED; ++k)
    if (s->by_status[k])
      flue_message_line(out, lang, FLUE_MSG_LEDGER_STATUS, FLUE_HAZARD_WORDS[k],
                        count(a, s->by_status[k]), NULL, NULL);
  if (s->n) {
    snprintf(d, sizeof d, "%.1f", 100 * flue_ledger_close_rate(s));
    flue_message_line(out, lang, FLUE_MSG_LEDGER_RATE, count(a, s->closed), count(b, s->n), d,
                      count(c, s->in_time));
  }
  if (s->major)
    flue_message_line(out, lang, FLUE_MSG_LEDGER_MAJOR, count(a, s->major_closed),
                      count(b, s->major), NULL, NULL);
  if (!isnan(s->mean_days)) {
    snprintf(d, sizeof d, "%.1f", s->mean_days);
    flue_message_line(out, lang, FLUE_MSG_LEDGER_MEAN, d, NULL);
  }
  if (s->overdue) flue_message_line(out, lang, FLUE_MSG_LEDGER_OVERDUE, count(a, s->overdue), NULL);
}
