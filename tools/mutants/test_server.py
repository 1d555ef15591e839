"""Runs tests many times without starting Python anew: a child of this process for each run."""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Baseline", "TestServer"]

_MEMORY_BYTES = 6 << 30


class Baseline(NamedTuple):
    """What the tests are without a mutant.

    Attributes:
        seconds: How long each takes, by its name, quickest first.
        lines: By line of the measured file, the tests that ran it in this process.
    """

    seconds: dict[str, float]
    lines: dict[int, list[str]]

    def first(self, line: int) -> list[str]:
        """The tests that ran a line, quickest first; tests may also reach it in other ways."""
        found = set(self.lines.get(line, ()))
        return [name for name in self.seconds if name in found]


class _Recorder:
    """Notes what a run of pytest did, as a plugin of it."""

    def __init__(self, measured: str | None) -> None:
        self.seconds: dict[str, float] = {}
        self.failed = ""
        self._coverage: Any = None
        if measured is not None:
            import coverage

            self._coverage = coverage.Coverage(
                data_file=None, config_file=False, include=[measured], messages=False
            )
            self._coverage.start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """The coming lines are this test's."""
        if self._coverage is not None:
            self._coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Adds up set-up, call and clean-up."""
        name = report.nodeid
        self.seconds[name] = self.seconds.get(name, 0.0) + report.duration
        if report.failed and not self.failed:
            self.failed = name

    def lines(self) -> dict[int, list[str]]:
        """The tests that ran each line of the measured file."""
        if self._coverage is None:
            return {}
        self._coverage.stop()
        data = self._coverage.get_data()
        found: dict[int, list[str]] = {}
        for file in data.measured_files():
            for line, names in data.contexts_by_lineno(file).items():
                found[line] = [name for name in names if name]
        return found


class TestServer:
    """Runs tests of `tree` with the package of `tree`; they are named as pytest does there."""

    __test__ = False  # pytest: this is none

    def __init__(self, tree: Path) -> None:
        self._tests = tree / "tests"
        self._said = tree.parent / "said.txt"
        self._result = tree.parent / "result.json"
        sys.dont_write_bytecode = True
        sys.path[:0] = [str(tree), str(self._tests)]
        os.environ["PYTHONPATH"] = str(tree)
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(tree.parent / "hypothesis")
        for name in ("pytest", "hypothesis", "xdist", "numpy", "click", "rich.console", "jinja2"):
            importlib.import_module(name)

    def measure(self, tests: Sequence[str], file: str) -> Baseline:
        """Runs tests and notes which of them run which lines of a file of the package."""
        measured = str(self._tests.parent / file)
        found = self._run(tests, timeout_s=900, measured=measured)
        if found is None or found["code"] != 0:
            sys.exit(f"the tests of {file} fail without a mutant, see {self._said}")
        seconds = dict(sorted(found["seconds"].items(), key=lambda one: one[1]))
        again = self._run(list(seconds), timeout_s=900)
        if again is None or set(again["seconds"]) != set(seconds) or again["code"] != 0:
            sys.exit(f"the tests of {file} do not run by their names, see {self._said}")
        return Baseline(seconds, {int(line): names for line, names in found["lines"].items()})

    def killer(self, tests: Sequence[str], *, timeout_s: float) -> str:
        """The first of these tests that fails, "time-out", or nothing."""
        if not tests:
            return ""
        found = self._run(tests, timeout_s=timeout_s)
        if found is None:
            return "time-out or crash"
        return found["failed"] or (
            "" if found["code"] == 0 else f"pytest ended with {found['code']}"
        )

    def _run(
        self, tests: Sequence[str], *, timeout_s: float, measured: str | None = None
    ) -> dict[str, Any] | None:
        self._result.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            try:
                self._work(tests, measured)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        for _ in _waits(timeout_s):
            if os.waitpid(child, os.WNOHANG)[0]:
                break
        else:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None
        if not self._result.exists():
            return None
        found: dict[str, Any] = json.loads(self._result.read_text("utf-8"))
        return found

    def _work(self, tests: Sequence[str], measured: str | None) -> None:
        import pytest

        os.setpgid(0, 0)
        said = os.open(self._said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for descriptor in (1, 2):
            os.dup2(said, descriptor)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        os.chdir(self._tests.parent)
        recorder = _Recorder(measured)
        options = ["-q", "-x", "-n0", "-m", "", "--tb=line"]
        options += ["-p", "no:cacheprovider", "--hypothesis-seed=0"]
        # Parts of pytest's plugins are here already.
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        code = pytest.main([*options, *tests], plugins=[recorder])
        result = {
            "code": int(code),
            "failed": recorder.failed,
            "seconds": recorder.seconds,
            "lines": recorder.lines(),
        }
        self._result.write_text(json.dumps(result), "utf-8")


def _waits(seconds: float) -> Iterator[None]:
    """Short waits until so much time has passed, each longer than the one before."""
    end = time.monotonic() + seconds
    wait = 0.005
    while time.monotonic() < end:
        yield
        time.sleep(wait)
        wait = min(wait * 1.2, 0.1)
