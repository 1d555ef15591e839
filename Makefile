# make         build in place and run the unit tests
# make check   lint, types and every test
# make test-core   build and run the tests of the C++ core, without Python
# make asan, make tsan [TESTS=.]   the same, the kept inputs of the fuzz targets and tests in Python under sanitizers (GCC, long)
# make coverage [TESTS=unit/corpus/test_read.py]   what the tests run of Python and the core (minutes)
# make coverage-python [TESTS=spark]   of Python alone
# make mutants [FILES=candidates] [SECONDS=900]   faults put into the code, which tests must notice (hours)
# make reliability [LEVEL=quick|full|overnight] [SEED=1] [ROWS=faults,fuzz]   docs/reliability.md and its table
# make fuzz [TARGET=encoder] [EXECS=1000000] [SECONDS=60] [SEED=1] [KIND=sanitized,plain]   the fuzz targets of csrc/fuzz
# make site    the documents as pages, into build/site (newword[docs])
# make gate    count the core's instructions and compare with benchmarks/gate_baseline.json (perf or valgrind)
# make bench   compare with KenLM and the peers (minutes; builds them in a scratch directory)
PYTHON ?= python3

.PHONY: all build check test-core asan tsan coverage coverage-python mutants reliability fuzz gate site bench clean
all: build
	$(PYTHON) -m pytest tests/unit

build:
	$(PYTHON) setup.py -q build_ext --inplace

check: build test-core
	ruff check .
	clang-format --dry-run -Werror $(shell find csrc newword -name '*.[ch]pp')
	mypy
	$(PYTHON) -m pytest -m "" --hypothesis-profile=full

test-core:
	$(MAKE) -C csrc run

# What is nearest to the core; TESTS=. for the whole suite.
SANITIZED_asan := property faults $(addprefix unit/,$(addsuffix .py,core/test_core core/test_core_files \
  core/test_core_threads core/test_text_parts dictionary/test_background counting/test_count_merge \
  counting/test_count_score counting/test_count_file counting/test_count_discover language/test_language_model \
  language/test_language_training language/test_language_words model/test_model model/test_model_dictionary \
  methods/test_formula corpus/test_decode counting/test_shards counting/test_kept_text corpus/test_read \
  corpus/test_inputs)) golden
SANITIZED_tsan := property

asan tsan:
	$(MAKE) -C csrc run fuzz-replay SANITIZER=$@
	tools/sanitized_pytest.sh $@ $(PYTHON) -m "" -n0 $(or $(TESTS),$(SANITIZED_$@))

coverage:
	$(PYTHON) -m tools.coverage_run $(TESTS)

coverage-python: build
	$(PYTHON) -m tools.coverage_run --python $(TESTS)

mutants: build
	$(PYTHON) -m tools.mutants $(FILES) $(if $(SECONDS),--seconds $(SECONDS)) --report docs/reliability.md

LEVEL ?= quick
SEED ?= 1
RELIABILITY = PYTHONPATH=.:tests $(PYTHON) -m reliability --seed $(SEED)

reliability: build
	$(RELIABILITY) --level $(LEVEL) $(if $(ROWS),--rows $(ROWS)) --report docs/reliability.md

fuzz:
	FUZZ_TARGET=$(TARGET) FUZZ_EXECUTIONS=$(EXECS) FUZZ_SECONDS=$(SECONDS) FUZZ_KIND=$(KIND) \
	PYTHONPATH=.:tests $(PYTHON) -m reliability --seed $(SEED) --rows fuzz

gate:
	$(MAKE) -C csrc workload
	$(PYTHON) -m benchmarks.gate $(GATE)

site:
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --strict

bench:
	$(PYTHON) -m benchmarks run $(BENCH)

clean:
	rm -rf build dist *.egg-info newword/core/*.so newword/core/*.pyd
