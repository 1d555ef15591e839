"""Trying the mutants of Python files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from tools.mutants.mutant import Mutant
from tools.mutants.targets import PYTHON
from tools.mutants.test_server import TestServer
from tools.mutants.trials import KILLED, SURVIVED, Trials

__all__ = ["try_python"]


def try_python(
    file: str, mutants: Sequence[Mutant], trials: Trials, tree: Path, deadline: float
) -> None:
    """Tries mutants of a file until all are tried or the time is over.

    First the tests that run the line, then the others: they may reach it through a process.
    """
    place = tree / file
    source = place.read_text("utf-8")
    server = TestServer(tree)
    tests = PYTHON[file]
    baseline = server.measure(tests, file)
    whole_s = sum(baseline.seconds.values())
    try:
        for mutant in mutants:
            if time.monotonic() > deadline:
                return
            place.write_text(mutant.apply(source), "utf-8")
            first = baseline.first(mutant.line)
            first_s = sum(baseline.seconds[name] for name in first)
            killer = server.killer(first, timeout_s=10 + 5 * first_s)
            killer = killer or server.killer(tests, timeout_s=15 + 5 * whole_s)
            trials.note(mutant, source, KILLED if killer else SURVIVED, killer)
            if not killer:
                print(f"survived: {mutant}", flush=True)
    finally:
        place.write_text(source, "utf-8")
