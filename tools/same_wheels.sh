#!/bin/sh
# Builds the wheel twice from clean copies of the last commit, compares them and bounds their size: tools/same_wheels.sh [PYTHON]
set -eu
python=${1:-python3}
root=$(cd "$(dirname "$0")/.." && pwd)
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
PIP_CONSTRAINT=$root/tools/build_constraints.txt
export SOURCE_DATE_EPOCH PIP_CONSTRAINT
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for build in 1 2; do
    mkdir "$work/tree" # the same path: compilers write it into what they make
    git -C "$root" archive HEAD | tar -x -C "$work/tree"
    "$python" -m pip wheel -q --no-deps -w "$work/$build" "$work/tree"
    rm -rf "$work/tree"
done
cmp "$work"/1/*.whl "$work"/2/*.whl
sha256sum "$work"/1/*.whl | sed "s,$work/1/,,"
size=$(wc -c <"$(ls "$work"/1/*.whl)")
echo "$size bytes"
[ "$size" -lt 2150000 ] || { echo "larger than 2,150,000 bytes" >&2; exit 1; }
