"""Measure which lines and branches the tests run: of Python, and of the core in C++.

    pip install "newword[coverage]"
    make coverage                          everything, minutes
    make coverage TESTS=unit/corpus       these tests more, added to what was measured before
    make coverage-python [TESTS=spark]     Python alone, with the package that is built in place

Builds the package with gcov's counters in build/coverage, runs the tests of the core and of tests/
with it (commands that tests start are measured too), prints what no test reached and then a table,
and fails if that is anything. What is left out and why: [tool.coverage] in pyproject.toml, and
LCOV_EXCL_LINE, or LCOV_EXCL_START and LCOV_EXCL_STOP, in csrc, with the reason on the line.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "coverage"
PACKAGE = HOME / "lib"
DATA = HOME / "data"
CORE = ROOT / "csrc" / "newword"
OBJECTS = (HOME, ROOT / "build" / "core-coverage")
FLAGS = "-O0 -g --coverage -fprofile-update=atomic"


class Row(NamedTuple):
    """A line of the table: how many there are, and how many of them ran."""

    what: str
    all: int
    run: int

    def __str__(self) -> str:
        share = 100 * self.run / self.all if self.all else 100
        return f"{self.what:28}{self.all:>8,}{self.all - self.run:>8,}{share:>9.2f} %"


def execute(
    *line: str | Path,
    changes: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    check: bool = True,
) -> int:
    """Runs a program and gives its exit code; fails with it unless told not to."""
    done = subprocess.run(line, cwd=cwd, env={**os.environ, **(changes or {})}, check=False)
    if check and done.returncode != 0:
        sys.exit(done.returncode)
    return done.returncode


def forget() -> None:
    """Removes what earlier runs measured."""
    shutil.rmtree(DATA, ignore_errors=True)
    for directory in OBJECTS:
        for counters in directory.rglob("*.gcda"):
            counters.unlink()


def build() -> None:
    """Builds the package and the tests of the core, both with counters."""
    python = (sys.executable, "setup.py", "-q", "build")
    places = ("--build-base", str(HOME), "--build-lib", str(PACKAGE))
    execute(*python, *places, changes={"NEWWORD_SANITIZE": FLAGS})
    execute("make", "-s", "-C", "csrc", "SANITIZER=coverage", "build")


def run_tests(tests: Sequence[str], package: Path) -> int:
    """Runs tests of tests/ with the package below a directory; their exit code."""
    DATA.mkdir(parents=True, exist_ok=True)
    changes = {"PYTHONPATH": str(package), "COVERAGE_FILE": str(DATA / "coverage")}
    settings = ("--rcfile", str(ROOT / "pyproject.toml"), "--parallel-mode")
    pytest = (sys.executable, "-m", "coverage", "run", *settings, "-m", "pytest", "-q", "-m", "")
    # The directory of the tests, not the root: there the package without counters may be.
    return execute(*pytest, *tests, changes=changes, cwd=ROOT / "tests", check=False)


def python_rows() -> list[Row]:
    """Prints what of the package did not run; the sums. Spark's part needs Java and is apart."""
    changes = {"COVERAGE_FILE": str(DATA / "coverage")}
    program = (sys.executable, "-m", "coverage")
    if any(DATA.glob("coverage.*")):
        execute(*program, "combine", "-q", "--append", DATA, changes=changes)
    execute(*program, "report", "--show-missing", "--skip-covered", changes=changes, check=False)
    execute(*program, "json", "-q", "-o", HOME / "python.json", changes=changes)
    files: dict[str, Any] = json.loads((HOME / "python.json").read_text("utf-8"))["files"]
    rows = []
    for what, is_spark in (("Python", False), ("Python, newword.spark", True)):
        sums = [one["summary"] for name, one in files.items() if ("/spark/" in name) == is_spark]
        for kind, all_, run in (
            ("lines", "num_statements", "covered_lines"),
            ("branches", "num_branches", "covered_branches"),
        ):
            one = Row(f"{what}, {kind}", sum(s[all_] for s in sums), sum(s[run] for s in sums))
            rows.append(one)
    return rows


def core_lines() -> dict[Path, dict[int, int]]:
    """How often each line of the core ran, over everything that was compiled from it."""
    sums: dict[Path, dict[int, int]] = {}
    for notes in sorted(one for home in OBJECTS for one in home.rglob("*.gcno")):
        if "cython" in notes.parts:
            continue
        # The counters lie beside the notes; without them nothing of the file ran.
        done = subprocess.run(["gcov", "-j", "-t", notes], capture_output=True, check=True)  # noqa: S607
        for said in map(json.loads, done.stdout.splitlines()):
            for file in said["files"]:
                path = Path(os.path.normpath(Path(said["current_working_directory"], file["file"])))
                if path.is_relative_to(CORE):
                    counts = sums.setdefault(path, {})
                    for line in file["lines"]:
                        number = line["line_number"]
                        counts[number] = counts.get(number, 0) + line["count"]
    return sums


def left_out(source: Sequence[str]) -> set[int]:
    """The lines that are marked as not to be covered.

    And those of a closing brace alone: what gcov counts there is the clean-up after an exception.
    """
    found, is_inside = set(), False
    for number, line in enumerate(source, 1):
        is_inside = is_inside or "LCOV_EXCL_START" in line
        if is_inside or "LCOV_EXCL_LINE" in line or line.strip() in ("}", "};"):
            found.add(number)
        is_inside = is_inside and "LCOV_EXCL_STOP" not in line
    return found


def core_row() -> Row:
    """Prints what of the core did not run; the sum."""
    all_ = run = 0
    for path, counts in sorted(core_lines().items()):
        source = path.read_text("utf-8").splitlines()
        excluded = left_out(source)
        ours = {line: count for line, count in counts.items() if line not in excluded}
        missing = sorted(line for line, count in ours.items() if count == 0)
        all_, run = all_ + len(ours), run + len(ours) - len(missing)
        for line in missing:
            print(f"{path.relative_to(ROOT)}:{line}: {source[line - 1].strip()[:100]}")
    return Row("C++, lines", all_, run)


def main() -> None:
    """Measures and reports."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tests", nargs="*", help="tests to add to what was measured before")
    parser.add_argument("--report", action="store_true", help="only report")
    parser.add_argument("--python", action="store_true", help="leave the core out")
    arguments = parser.parse_args()
    if importlib.util.find_spec("coverage") is None:
        sys.exit('coverage is missing; run: pip install "newword[coverage]"')
    if not arguments.python and shutil.which("gcov") is None:
        sys.exit("gcov is missing; it comes with GCC")
    failed = 0
    if not arguments.report:
        if not arguments.tests:
            forget()
        if not arguments.python:
            build()
            if not arguments.tests:
                failed = execute(OBJECTS[1] / "core-tests", check=False)
        failed = run_tests(arguments.tests, ROOT if arguments.python else PACKAGE) or failed
    rows = python_rows() if arguments.python else [*python_rows(), core_row()]
    print(f"\n{'':28}{'all':>8}{'not run':>8}{'share':>11}")
    print(*rows, sep="\n")
    ours = [row for row in rows if "spark" not in row.what]
    sys.exit(failed or int(any(row.run < row.all for row in ours)))


if __name__ == "__main__":
    main()
