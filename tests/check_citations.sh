#!/bin/sh
# Fail if a @cite key is not in docs/references.bib.
cd "${FLUE_SOURCE:-$(dirname "$0")/..}" || exit 1
bad=0
# a comment may break the line after @cite
for key in $(cat $(find core models solver scenarios postproc validation app include -name '*.[ch]') | tr '\n*' '  ' |
  grep -oE '@cite +[a-z0-9_]+' | sed 's/@cite *//' | sort -u); do
  grep -qE "^@[a-z]+\{$key," docs/references.bib || { echo "no reference for @cite $key"; bad=1; }
done
exit $bad
