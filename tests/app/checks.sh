#!/bin/bash
# What tests of the program share; sourced. Counts in `failures`.
failures=0

# expect CODE PATTERN COMMAND...: exit code and a pattern in what is printed
expect() {
  local code=$1 pattern=$2
  shift 2
  "$@" >out.txt 2>&1
  local got=$?
  if [ "$got" -ne "$code" ] || ! grep -qE -- "$pattern" out.txt; then
    echo "FAILED: $* : exit $got (expected $code), expected text /$pattern/, printed:"
    head -20 out.txt
    failures=$((failures + 1))
  fi
}
# absent FILE: nothing was written
absent() {
  [ ! -e "$1" ] || { echo "FAILED: $1 must not exist"; failures=$((failures + 1)); }
}
same() {
  cmp -s "$1" "$2" || { echo "FAILED: $1 and $2 differ"; failures=$((failures + 1)); }
}
bits() { # FILE: everything but the provenance
  /usr/bin/python3 - "$1" <<'EOF'
import sys
try:
    import h5py
except ImportError:
    print("no h5py to compare with", sys.argv[1]); sys.exit(0)  # differs by name: the test fails
import hashlib
total = hashlib.sha256()
def visit(name, item):
    if isinstance(item, h5py.Dataset) and not name.startswith("provenance"):
        value = item[()]
        data = value.tobytes() if hasattr(value, "tobytes") and value.dtype != object else repr(list(value)).encode()
        total.update(name.encode() + data)
h5py.File(sys.argv[1]).visititems(visit)
print(total.hexdigest())
EOF
}
