#!/bin/sh
# Fail if a folder includes a header from a folder it may not depend on.
cd "${FLUE_SOURCE:-$(dirname "$0")/..}" || exit 1
allowed() {
  case $1 in
    core) echo core ;; models) echo core models ;; solver) echo core models solver ;;
    scenarios) echo core models solver scenarios ;; postproc) echo core models postproc ;;
    validation) echo core models solver validation ;;
  esac
}
bad=0
for d in core models solver scenarios postproc validation; do
  ok=$(allowed $d)
  for used in $(grep -rhoE '^#include "[a-z]+/' --include='*.[ch]' "$d" | sed 's/.*"//; s,/,,' | sort -u); do
    case " $ok " in *" $used "*) ;; *)
      echo "$d must not include $used/"
      grep -rnE "#include \"$used/" "$d"
      bad=1 ;;
    esac
  done
done
# commands are users of the library like any other
if grep -nE '^#include "(core|models|solver|scenarios|postproc|validation)/' app/cmd_*.c; then
  echo "app/cmd_*.c must include only flue.h and app/cli.h"
  bad=1
fi
# each external library stays behind the files named here
behind() { # HEADER FILES...
  header=$1
  shift
  for file in $(grep -rlE "^#include <$header" core models solver scenarios postproc validation app); do
    case " $* " in *" $file "*) ;; *) echo "$file must not include <$header"; bad=1 ;; esac
  done
}
behind yaml.h scenarios/yaml.c
behind netcdf.h scenarios/weather_file.c
behind geos_c.h scenarios/geometry.c
behind glpk.h postproc/plan_exact.c
behind klu.h solver/sparse.c
behind Random123 core/random.c
behind openssl core/hash.c
behind hdf5.h postproc/hdf5_private.h
# file names are unique in the whole tree
names=$(git ls-files 2>/dev/null | grep -E '\.[ch]$' | sed 's,.*/,,' | sort | uniq -d)
[ -z "$names" ] || { echo "file names used twice: $names"; bad=1; }
exit $bad
