/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file tests/scenarios/fds_fixture.h  Texts of FDS input, read. */
#ifndef FLUE_TEST_FDS_FIXTURE_H
#define FLUE_TEST_FDS_FIXTURE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flue_test.h"
#include "scenarios/fds/fds_import.h"

/** A file read, with its findings. */
typedef struct fds_reading {
  flue_ctx *ctx;
  flue_diagnostics list;
  flue_fds_case *file;
} fds_reading;

static inline fds_reading fds_read_text(const char *text) {
  char path[] = "/tmp/flue_fds_XXXXXX";
  fds_reading r = {0};
  const int fd = mkstemp(path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, strlen(text)), strlen(text));
  close(fd);
  assert_int_equal(flue_ctx_create(&r.ctx), FLUE_OK);
  r.list.file = "test.fds";
  assert_int_equal(flue_fds_read(r.ctx, path, &r.list, &r.file), FLUE_OK);
  unlink(path);
  return r;
}

/** The same of a text without errors. */
static inline fds_reading fds_read_sound(const char *text) {
  fds_reading r = fds_read_text(text);
  for (size_t k = 0; k < r.list.n; ++k)
    if (flue_message_code(r.list.items[k].message)[0] == 'E')
      fail_msg("%d: %s", r.list.items[k].line, r.list.items[k].text);
  assert_non_null(r.file);
  return r;
}

#endif /* FLUE_TEST_FDS_FIXTURE_H */
