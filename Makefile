# make         build in place and run the unit tests
# make check   lint, types and every test
# make bench   compare with KenLM and the peers (minutes; builds them in a scratch directory)
PYTHON ?= python3

.PHONY: all build check bench clean
all: build
	$(PYTHON) -m pytest tests/unit

build:
	$(PYTHON) setup.py -q build_ext --inplace

check: build
	ruff check .
	mypy
	$(PYTHON) -m pytest

bench:
	$(PYTHON) -m benchmarks run $(BENCH)

clean:
	rm -rf build dist *.egg-info newword/*.so newword/*.pyd
