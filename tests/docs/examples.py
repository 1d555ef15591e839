"""The fenced examples of the documents: finding them, running them, comparing what they show."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from command import ROOT, SAMPLES, environment

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "corpus_samples" / "README.md"]
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a run says of itself when the machine is slow.
_PROGRESS = re.compile(r"^newword: [a-z ,\d]+: [\d., /]+ (?:MB|M steps), .*/s\b.*\n", re.MULTILINE)
_SECONDS = re.compile(r"\b\d+\.\d s\b")
_INSTALL = re.compile(r"^pip install .*?(?:&& |$)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One fenced block.

    Attributes:
        document: Where it stands.
        line: Of its first line, from 1.
        language: After the fence: python, sh, console ...
        text: Between the fences.
    """

    document: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        """Such as README.md:17, to find it."""
        return f"{self.document.relative_to(ROOT)}:{self.line}"

    @property
    def commands(self) -> list[tuple[str, str]]:
        """Commands of a console block after `$ `, and what each shows."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]

    @property
    def runs_newword(self) -> bool:
        """Whether there is anything of ours to run."""
        return re.search(r"(^|[|&] |\$ )newword ", self.script, re.MULTILINE) is not None

    @property
    def script(self) -> str:
        """The block as a shell can run it, without installing anything."""
        return _INSTALL.sub("", self.text)


def examples_of(document: Path, *languages: str) -> list[Example]:
    """The blocks of a document in these languages, or all, in their order."""
    text = document.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 2
        if not languages or match[1] in languages:
            found.append(Example(document, line, match[1], match[2]))
    return found


def prepare(directory: Path) -> dict[str, str]:
    """Makes a place where examples run as in a fresh clone; returns its environment."""
    shutil.copytree(SAMPLES, directory / "corpus_samples")
    programs = directory.parent / f"{directory.name}-bin"
    programs.mkdir()
    for name, arguments in (("newword", "-m newword"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', "utf-8")
        program.chmod(0o755)
    return environment(
        {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(programs),  # where jieba keeps its cache
            "COLUMNS": "80",
        }
    )


def run_shell(script: str, directory: Path, settings: dict[str, str]) -> tuple[int, str]:
    """Runs a script; returns its exit code and what a terminal would show: results, then notes."""
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=directory, env=settings, capture_output=True, timeout=900, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode() + _PROGRESS.sub("", done.stderr.decode())


def without_times(text: str) -> str:
    """A text in which every run took no time at all."""
    return _SECONDS.sub("0.0 s", text)


def is_as_shown(shown: str, got: str) -> bool:
    """Whether an output is what a document shows, times aside; `...` stands for anything."""
    shown, got = without_times(shown), without_times(got)
    return doctest.OutputChecker().check_output(shown, got, doctest.ELLIPSIS)
