/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/scenarios/scenario_fixture.h  Scenario texts to files, files to scenarios, findings
 * to text. */
#ifndef FLUE_TEST_SCENARIO_FIXTURE_H
#define FLUE_TEST_SCENARIO_FIXTURE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"
#include "flue_test.h"
#include "scenarios/scenario.h"

/** An office and a corridor with a way outside, to be followed by what a test is about. */
#define TWO_ROOMS                                                           \
  "building: {storeys: [{id: F1, height: 3, plan: P}]}\n"                   \
  "plans:\n"                                                                \
  "  P:\n"                                                                  \
  "    rooms:\n"                                                            \
  "      a: {use: office, polygon: [[0, 0], [5, 0], [5, 5], [0, 5]]}\n"     \
  "      b: {use: corridor, polygon: [[5, 0], [10, 0], [10, 5], [5, 5]]}\n" \
  "    openings:\n"                                                         \
  "    - {id: d1, between: [a, b], at: [5, 2.5]}\n"                         \
  "    - {id: d3, kind: open, between: [b, outside], at: [7, 0]}\n"

/** A scenario read from a text, with its findings. Free with reading_clear(). */
typedef struct reading {
  flue_status status;
  flue_scenario *scenario; /**< NULL when there are errors. */
  flue_diagnostics list;
  flue_text printed; /**< Findings, in order, one a line. */
} reading;

/** Reads bytes by way of a file, as a user's program would. */
static inline reading read_bytes(const char *bytes, size_t n, const char *const *options,
                                 flue_lang lang) {
  char path[] = "/tmp/flue_test_XXXXXX";
  const int handle = mkstemp(path);
  assert_true(handle >= 0);
  FILE *file = fdopen(handle, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, n, file), n);
  assert_int_equal(fclose(file), 0);
  reading r = {.list = {.file = "s.yaml", .lang = lang}};
  flue_ctx *ctx = NULL;
  assert_int_equal(flue_ctx_create(&ctx), FLUE_OK);
  r.status = flue_scenario_read(ctx, path, options, &r.list, &r.scenario);
  flue_ctx_destroy(&ctx);
  unlink(path);
  flue_diagnostics_print(&r.list, &r.printed);
  return r;
}

static inline reading read_text(const char *text, const char *const *options) {
  return read_bytes(text, strlen(text), options, FLUE_EN);
}

static inline void reading_clear(reading *r) {
  flue_scenario_destroy(&r->scenario);
  flue_diagnostics_clear(&r->list);
  flue_text_clear(&r->printed);
}

/** A scenario without findings; whatever is found ends the test. */
static inline reading read_sound(const char *text, const char *const *options) {
  reading r = read_text(text, options);
  if (r.status != FLUE_OK || !r.scenario)
    fail_msg("%s\n%s", flue_status_text(r.status), r.printed.data ? r.printed.data : "");
  return r;
}

#endif /* FLUE_TEST_SCENARIO_FIXTURE_H */
