#!/bin/sh
# Builds the package with a sanitizer in build/SANITIZER and runs tests of tests/ through it:
#   tools/sanitized_pytest.sh asan|tsan PYTHON [PYTEST ARGUMENT]...
# Python itself is not instrumented, so the sanitizer's runtime is loaded before everything else.
set -eu
sanitizer=$1 python=$2
shift 2
cd "$(dirname "$0")/.."
base=$PWD/build/$sanitizer
compiler=${CXX:-c++}

case $sanitizer in
asan) # Python frees little at its end: leaks are left to the test binary of the core.
    flags="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
    runtime=libasan.so
    export ASAN_OPTIONS="detect_leaks=0 ${ASAN_OPTIONS:-}" ;;
tsan)
    flags="-fsanitize=thread"
    runtime=libtsan.so ;;
*)
    echo "usage: $0 asan|tsan PYTHON [PYTEST ARGUMENT]..." >&2
    exit 2 ;;
esac

NEWWORD_SANITIZE="-O1 -g $flags" "$python" setup.py -q build --build-base "$base" --build-lib "$base/lib"
preload="$("$compiler" -print-file-name=$runtime) $("$compiler" -print-file-name=libstdc++.so)"
cd tests # not the root, where a build without sanitizers may be
# One thread in numpy's own libraries: their synchronisation is not instrumented.
# Told to tests that measure memory or start a browser, which no sanitizer allows.
NEWWORD_SANITIZER=$sanitizer LD_PRELOAD=$preload PYTHONPATH=$base/lib OPENBLAS_NUM_THREADS=1 "$python" -m pytest "$@"
