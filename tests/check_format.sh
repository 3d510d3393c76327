#!/bin/sh
# Fail if clang-format 14 would change a file. A missing clang-format skips by name (77).
cd "${FLUE_SOURCE:-$(dirname "$0")/..}" || exit 1
command -v clang-format-14 >/dev/null 2>&1 || { echo "skipped: no clang-format-14"; exit 77; }
find core models solver scenarios postproc validation app include tests -name '*.[ch]' |
  xargs clang-format-14 --dry-run --Werror
