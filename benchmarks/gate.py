"""A gate against slow code on any machine: `make gate` counts instructions, not seconds.

`core-workload` (csrc/bench) does fixed pieces of work on a fixed text in one thread. Its
instructions are counted by `perf` or, where the processor's counters are out of reach, by valgrind,
and compared with those of `gate_baseline.json`. Counts depend on the compiler and the kind of
processor, so only like is compared with like; where nothing is known the gate is skipped and says
why. Exit code 0: nothing grew, or skipped; 1: something grew.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from benchmarks.corpora import source_text
from benchmarks.resample import resample

ROOT = Path(__file__).resolve().parent.parent
BASELINE = Path(__file__).with_name("gate_baseline.json")
WORKLOAD = ROOT / "build" / "core-release" / "core-workload"
TEXT_BYTES = 2_000_000
TOLERANCE = 0.03

PREREQUISITE = {
    "read": None,
    "count": "read",
    "count-orders": "read",
    "count-rare": "read",
    "connect": "count",
    "find": "count",
    "expect": "count-rare",
    "segment": "count-rare",
}
"""The steps of the workload, and the step whose work each one repeats before its own."""


class SkippedError(Exception):
    """The gate cannot say anything here; the text says why."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A program that counts the instructions of another.

    Attributes:
        name: As the baseline calls it.
        arguments: What comes before the counted command.
        pattern: Finds the count in what it writes to standard error.
    """

    name: str
    arguments: tuple[str, ...]
    pattern: str

    def count(self, command: Sequence[str]) -> int:
        """Instructions in user mode.

        Raises:
            SkippedError: It is not installed or has no access to a counter.
            CalledProcessError: The counted command failed.
        """
        if shutil.which(self.arguments[0]) is None:
            raise SkippedError(f"{self.arguments[0]} is not installed")
        environment = {**os.environ, "LC_ALL": "C"}
        done = subprocess.run(
            [*self.arguments, *command],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        found = re.search(self.pattern, done.stderr)
        if done.returncode != 0 or found is None:
            sys.stderr.write(done.stderr)
        done.check_returncode()
        if found is None:
            raise SkippedError(f"{self.arguments[0]} counted nothing")
        return int(found.group(1).replace(",", ""))

    def try_out(self) -> None:
        """Counts a program that does nothing.

        Raises:
            SkippedError: It does not work here.
        """
        if shutil.which(self.arguments[0]) is None:
            raise SkippedError(f"{self.arguments[0]} is not installed")
        done = subprocess.run(
            [*self.arguments, "true"], capture_output=True, text=True, check=False
        )
        if re.search(self.pattern, done.stderr) is None:
            raise SkippedError(f"{self.arguments[0]} has no access to an instruction counter")


COUNTERS = (
    Counter("perf", ("perf", "stat", "-x", ",", "-e", "instructions:u"), r"(?m)^(\d+),.*instr"),
    Counter(
        "valgrind",
        ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"),
        r"I +refs: +([\d,]+)",
    ),
)


def write_text(directory: Path) -> Path:
    """The text of the workload: the sample texts, resampled to `TEXT_BYTES`, in one file."""
    blocks = resample(source_text(ROOT / "corpus_samples" / "text"), seed=1, chains=1 << 12)
    text = b""
    while len(text) < TEXT_BYTES:
        text += next(blocks)
    path = directory / "text.txt"
    path.write_bytes(text[:TEXT_BYTES].decode("utf-8", errors="ignore").encode())
    return path


def own_work(totals: Mapping[str, int]) -> dict[str, int]:
    """The instructions of each step without those of its prerequisite."""
    return {
        step: total - (totals[before] if (before := PREREQUISITE[step]) else 0)
        for step, total in totals.items()
    }


def conditions(counter: str, text: Path) -> dict[str, str]:
    """All that two counts must have in common to be compared."""
    compiler = os.environ.get("CXX", "c++")
    try:
        said = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True)
        version = subprocess.run(
            [compiler, "-dumpversion"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise SkippedError(f"{compiler} does not tell its version") from error
    family = "clang" if "clang" in said.stdout else "gcc"
    return {
        "counter": counter,
        "machine": platform.machine(),
        "compiler": f"{family} {version.stdout.strip().partition('.')[0]}",
        "text": f"{zlib.crc32(text.read_bytes()):08x}",
    }


def grown(now: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """The steps that take more instructions than before, beyond the tolerance."""
    return [step for step in now if now[step] > before.get(step, 0) * (1 + TOLERANCE)]


def table(now: Mapping[str, int], before: Mapping[str, int]) -> str:
    """Millions of instructions by step, then and now."""
    lines = ["| step | million instructions before | now | change |", "| --- | --- | --- | --- |"]
    for step, count in now.items():
        old = before.get(step)
        change = f"{count / old - 1:+.1%}" if old else "new"
        shown = f"{old / 1e6:.1f}" if old else ""
        lines.append(f"| {step} | {shown} | {count / 1e6:.1f} | {change} |")
    return "\n".join(lines)


class Entry(TypedDict):
    """What one kind of machine counted."""

    conditions: dict[str, str]
    instructions: dict[str, int]


def read_baseline(path: Path) -> list[Entry]:
    """The entries of a baseline; none without a file."""
    if not path.exists():
        return []
    entries: list[Entry] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def choose(
    text: Path, known: Sequence[Entry], *, is_update: bool
) -> tuple[Counter, dict[str, str]]:
    """A counter that works here, one with a baseline where possible.

    Raises:
        SkippedError: None works, or none that works has a baseline.
    """
    reasons = []
    for counter in COUNTERS:
        try:
            counter.try_out()
        except SkippedError as error:
            reasons.append(str(error))
            continue
        here = conditions(counter.name, text)
        if is_update or any(entry["conditions"] == here for entry in known):
            return counter, here
        reasons.append("no baseline for " + ", ".join(here.values()) + " (make gate GATE=--update)")
    raise SkippedError("; ".join(reasons))


def _measure(counter: Counter, text: Path) -> dict[str, int]:
    totals = {}
    for step in PREREQUISITE:
        totals[step] = counter.count([str(WORKLOAD), str(text), step])
        print(f"{step}: {totals[step]} instructions in all", file=sys.stderr, flush=True)
    return own_work(totals)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the gate and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument(
        "--update", action="store_true", help="store what is counted as the baseline"
    )
    options = parser.parse_args(argv)
    known = read_baseline(BASELINE)
    with tempfile.TemporaryDirectory(prefix="newword-gate-") as directory:
        text = write_text(Path(directory))
        try:
            if not WORKLOAD.exists():
                raise SkippedError("the workload is not built (make -C csrc workload)")
            counter, here = choose(text, known, is_update=options.update)
            now = _measure(counter, text)
        except SkippedError as error:
            print(f"gate skipped: {error}", file=sys.stderr)
            return 0
    before: dict[str, int] = next(
        (entry["instructions"] for entry in known if entry["conditions"] == here), {}
    )
    print(table(now, before))
    if options.update:
        rest = [entry for entry in known if entry["conditions"] != here]
        document = [*rest, {"conditions": here, "instructions": now}]
        BASELINE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        return 0
    slower = grown(now, before)
    if slower:
        print(f"more instructions than {1 + TOLERANCE:.2f} times the baseline: {', '.join(slower)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
