/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/program.h"

#include <unistd.h>

void flue_program_path(char path[FLUE_LONGEST_PATH]) {
  const ssize_t n = readlink("/proc/self/exe", path, FLUE_LONGEST_PATH - 1);
  path[n > 0 ? n : 0] = '\0';
}
