"""Trying the mutants of C++ files: each compiled, linked and given to the core's own tests."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.mutants.mutant import Mutant
from tools.mutants.targets import CORE
from tools.mutants.trials import EQUIVALENT, INVALID, KILLED, SURVIVED, Trials

__all__ = ["try_core"]

ROOT = Path(__file__).resolve().parent.parent.parent
OBJECTS = ROOT / "build" / "core-mutants"
COMPILER = os.environ.get("CXX", "c++")
# The flags of csrc/Makefile for SANITIZER=mutants. No debugging information: then a mutant that
# makes no difference to the compiler has the same object file.
FLAGS = ("-std=c++20", "-ffp-contract=off", "-pthread", "-O1")
COMPILE_S = 300


class _Core:
    """The core in objects, one of which is replaced."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._home.mkdir(exist_ok=True)
        _must("make", "-s", "-C", "csrc", "SANITIZER=mutants", f"CXXFLAGS={FLAGS[-1]}", "build")

    @functools.cached_property
    def _sources(self) -> list[Path]:
        return sorted((ROOT / "csrc" / "newword").rglob("*.cpp"))

    def users(self, file: str) -> list[Path]:
        """The sources to compile with a mutant of the file.

        Of a header its own source and test. What else includes it, the test does not run.
        """
        stem = Path(file).stem
        room = Path(file).parent.name
        tests = ROOT / "csrc" / "tests" / room
        own = (ROOT / "csrc" / "newword" / room / f"{stem}.cpp", tests / f"test_{stem}.cpp")
        return [own[0]] if file.endswith(".cpp") else [one for one in own if one.exists()]

    def compile(self, file: str, text: str, users: Sequence[Path]) -> list[Path] | None:
        """Objects with the file's text in place of what it is; None if it does not compile."""
        overlay = self._home / "overlay"
        shutil.rmtree(overlay, ignore_errors=True)
        place = overlay / Path(file).relative_to("csrc")
        place.parent.mkdir(parents=True)
        place.write_text(text, "utf-8")
        objects = []
        for user in users:
            source = place if user == ROOT / file else user
            made = self._home / f"{user.stem}.o"
            include = (f"-I{overlay}", f"-I{ROOT}/csrc")
            line = (COMPILER, *FLAGS, *include, "-w", "-c", source, "-o", made)
            if subprocess.run(line, capture_output=True, check=False, timeout=COMPILE_S).returncode:
                return None
            objects.append(made)
        return objects

    def link(self, changed: Sequence[Path]) -> Path:
        """The program of the core's tests with these objects."""
        program = self._home / "core-tests"
        names = {one.name for one in changed}
        core = [
            (OBJECTS / one.relative_to(ROOT / "csrc")).with_suffix(".o") for one in self._sources
        ]
        others = [*sorted((OBJECTS / "tests").rglob("*.o")), *core]
        # First the changed ones: of an inline function the linker takes the first it meets.
        objects = [*changed, *(one for one in others if one.name not in names)]
        wrap = "-Wl,--wrap=realloc,--wrap=aligned_alloc,--wrap=open,--wrap=pread"
        _must(COMPILER, "-pthread", wrap, *objects, "-o", program)
        return program


def _must(*line: str | Path) -> None:
    done = subprocess.run(line, cwd=ROOT, check=False, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, line))} failed:\n{done.stderr.decode(errors='replace')}")


def _fails(program: Path, test: str, timeout_s: float = 120) -> bool:
    try:
        done = subprocess.run([program, test], capture_output=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def try_core(
    file: str, mutants: Sequence[Mutant], trials: Trials, home: Path, deadline: float
) -> None:
    """Tries mutants of a file until all are tried or the time is over; `home` is for objects."""
    source = (ROOT / file).read_text("utf-8")
    core = _Core(home)
    users = core.users(file)
    true = core.compile(file, source, users)
    assert true is not None, f"{file} does not compile"  # noqa: S101
    bytes_of_true = [one.read_bytes() for one in true]
    program = core.link(true)
    began = time.monotonic()
    if any(_fails(program, test) for test in CORE[file]):
        sys.exit(f"the core's tests of {file} fail without a mutant")
    timeout_s = 10 + 10 * (time.monotonic() - began)  # mutants of loops often have no end
    for mutant in mutants:
        if time.monotonic() > deadline:
            return
        objects = core.compile(file, mutant.apply(source), users)
        if objects is None:
            trials.note(mutant, source, INVALID)
            continue
        if [one.read_bytes() for one in objects] == bytes_of_true:
            trials.note(mutant, source, EQUIVALENT, "the compiler makes the same of it")
            continue
        program = core.link(objects)
        killer = next((test for test in CORE[file] if _fails(program, test, timeout_s)), "")
        trials.note(mutant, source, KILLED if killer else SURVIVED, killer)
        if not killer:
            print(f"survived: {mutant}", flush=True)
