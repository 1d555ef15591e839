# make         build in place and run the unit tests
# make check   lint, types and every test
# make bench   compare with KenLM and the peers (minutes; builds them in a scratch directory)
# make asan    the C++ tests and the unit tests under AddressSanitizer and UBSan
# make tsan    the C++ tests under ThreadSanitizer
PYTHON ?= python3
CORE := $(wildcard csrc/src/*.cpp)
CXXFLAGS ?= -std=c++20 -O1 -g -Wall -Wextra -ffp-contract=off -Icsrc/include -pthread
ASAN := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
TSAN := -fsanitize=thread

.PHONY: all build check bench asan tsan train clean
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

asan:
	mkdir -p build
	$(CXX) $(CXXFLAGS) $(ASAN) csrc/tests/*.cpp $(CORE) -o build/core_tests_asan
	./build/core_tests_asan
	NEWWORD_SANITIZE="$(ASAN)" $(PYTHON) setup.py -q build_ext --build-lib build/asan --build-temp build/asan-temp

tsan:
	mkdir -p build
	$(CXX) $(CXXFLAGS) $(TSAN) csrc/tests/*.cpp $(CORE) -o build/core_tests_tsan
	./build/core_tests_tsan

clean:
	rm -rf build dist *.egg-info newword/*.so newword/*.pyd
