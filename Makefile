# make         build in place and run the unit tests
# make check   lint, types and every test
# make test-core   build and run the tests of the C++ core, without Python
# make asan, make tsan   the same and the property tests under sanitizers (GCC, minutes)
# make gate    count the core's instructions and compare with benchmarks/gate_baseline.json (perf or valgrind)
# make bench   compare with KenLM and the peers (minutes; builds them in a scratch directory)
PYTHON ?= python3

.PHONY: all build check test-core asan tsan gate bench clean
all: build
	$(PYTHON) -m pytest tests/unit

build:
	$(PYTHON) setup.py -q build_ext --inplace

check: build test-core
	ruff check .
	mypy
	$(PYTHON) -m pytest

test-core:
	$(MAKE) -C csrc

asan tsan:
	$(MAKE) -C csrc SANITIZER=$@
	tools/sanitized_pytest.sh $@ $(PYTHON) property

gate:
	$(MAKE) -C csrc workload
	$(PYTHON) -m benchmarks.gate $(GATE)

bench:
	$(PYTHON) -m benchmarks run $(BENCH)

clean:
	rm -rf build dist *.egg-info newword/*.so newword/*.pyd
