"""The command: tries what is left, prints survivors and the table."""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tools import mutants as about
from tools.mutants.core_source import core_changes
from tools.mutants.core_trials import try_core
from tools.mutants.mutant import Mutant, make_mutants
from tools.mutants.python_source import python_changes
from tools.mutants.python_trials import try_python
from tools.mutants.targets import CORE, PYTHON
from tools.mutants.trials import SURVIVED, Score, Trials

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "build" / "mutants"
TREE = HOME / "tree"
_ATOMIC = ("newword/platform/files.py", "newword/platform/writing/replacement.py")
_MARKS = ("<!-- mutants -->", "<!-- end of mutants -->")


def copy_tree() -> None:
    """A copy of what the tests need, so that no mutant ever stands in a file of ours."""
    shutil.rmtree(TREE, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", ".hypothesis", "reliability", "spark")
    for name in ("newword", "tests", "corpus_samples", "docs", "csrc", "tools", "benchmarks"):
        shutil.copytree(ROOT / name, TREE / name, ignore=None if name == "newword" else ignored)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy2(ROOT / name, TREE / name)


def all_mutants(file: str) -> list[Mutant]:
    """Every mutant of a file."""
    find = python_changes if file in PYTHON else core_changes
    return make_mutants(ROOT / file, ROOT, find((ROOT / file).read_text("utf-8")))


def table(scores: Sequence[Score]) -> str:
    """The scores in Markdown, with the commit and the day."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    place = f"{said.stdout.strip()}, {datetime.datetime.now(tz=datetime.timezone.utc):%Y-%m-%d}"
    lines = [
        "| file | killed | survived | equivalent | not tried | score | commit, date |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in scores:
        share = "" if one.untried else f"{one.share:.1f} %"
        sums = " | ".join(map(str, one[1:]))
        lines.append(f"| `{one.file}` | {sums} | {share} | {place} |")
    return "\n".join(lines)


def main() -> None:
    """Tries mutants and reports."""
    parser = argparse.ArgumentParser(
        description=about.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", help="only files with one of these in their name")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so many")
    parser.add_argument("--list", action="store_true", help="only tell what is known")
    parser.add_argument("--report", type=Path, help="the page whose table of mutants is replaced")
    arguments = parser.parse_args()
    deadline = time.monotonic() + arguments.seconds
    HOME.mkdir(parents=True, exist_ok=True)
    trials = Trials(HOME / "trials.json", Path(__file__).with_name("equivalent.toml"))
    chosen = [
        file
        for file in (*PYTHON, *CORE)
        if not arguments.files or any(part in file for part in arguments.files)
    ]
    if not arguments.list:
        copy_tree()
    scores = []
    for file in (*PYTHON, *CORE):
        source = (ROOT / file).read_text("utf-8")
        mutants = all_mutants(file)
        left = [one for one in mutants if trials.state(one, source) in ("", SURVIVED)]
        left.sort(key=lambda one: trials.state(one, source) != "")  # survivors last
        is_wanted = file in chosen and not arguments.list and time.monotonic() < deadline
        if left and is_wanted and file in _ATOMIC and os.geteuid() == 0:
            print(f"{file}: not as root, for whom a mutant may put a file in a device's place")
            is_wanted = False
        if left and is_wanted:
            print(f"{file}: {len(left)} of {len(mutants)} mutants to try", flush=True)
            if file in PYTHON:
                try_python(file, left, trials, TREE, deadline)
            else:
                try_core(file, left, trials, HOME / "core", deadline)
        elif arguments.list and file in chosen:
            for one in mutants:
                if trials.state(one, source) == SURVIVED:
                    print(f"survived: {one}")
        scores.append(trials.score(file, mutants, source))
    for identity in sorted(trials.unused):
        if identity[0] in chosen:
            print(f"listed as equivalent, but no mutant: {identity}")
    print(table(scores))
    if arguments.report is not None:
        text = arguments.report.read_text("utf-8")
        between = re.compile(f"{_MARKS[0]}.*?{_MARKS[1]}", re.S)
        page = between.sub(lambda _: f"{_MARKS[0]}\n{table(scores)}\n{_MARKS[1]}", text)
        arguments.report.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
