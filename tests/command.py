"""Running the command line as a user does: another process, its streams and its exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from forked import Request, can_fork, run_forked

import newword

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpus_samples"
TEXT = SAMPLES / "text"
IS_SANITIZED = "NEWWORD_SANITIZER" in os.environ
unsanitized = pytest.mark.skipif(IS_SANITIZED, reason="a sanitizer takes memory of its own")
HEADER = (
    "word\tcount\tcohesion\tleft_entropy\tright_entropy\taccessor_variety\tscore\tknown"
    "\tdocuments\tdispersion\tfirst_seen\tlast_seen"
)

Argument = str | bytes | os.PathLike[str]


class Done(NamedTuple):
    """What a finished run left behind."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.stdout.decode()

    @property
    def err(self) -> str:
        """Standard error as text."""
        return self.stderr.decode()

    @property
    def problems(self) -> list[str]:
        """The lines of standard error that name an input problem or a failure."""
        return [line for line in self.err.splitlines() if line not in self.summary]

    @property
    def summary(self) -> list[str]:
        """The lines of standard error that `discover` and `count` end with."""
        lines = self.err.splitlines()
        starts = [n for n, line in enumerate(lines) if _SUMMARY.search(line)]
        return lines[starts[0] :] if starts else []


_SUMMARY = re.compile(r" files?, .* units?, ")


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment, in which the very newword that is imported here is found, and no other."""
    package = str(Path(newword.__file__).resolve().parent.parent)
    settings = {"PYTHONPATH": package, "PYTHONIOENCODING": "utf-8", "NEWWORD_LANG": "en"}
    return {**os.environ, **settings, **(changes or {})}


def command(*arguments: Argument) -> list[Argument]:
    """The command line that runs newword with these arguments."""
    return [sys.executable, "-m", "newword", *arguments]


def run(
    *arguments: Argument,
    stdin: bytes = b"",
    cwd: Path | None = None,
    changes: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
    script: str | None = None,
    timeout_s: float = 60,
) -> Done:
    """Runs newword to its end, in a process of its own.

    Args:
        arguments: Those after `newword`.
        stdin: What standard input holds.
        cwd: Where to run.
        changes: Environment variables to set.
        before: Called in the child before newword starts: limits, closed descriptors.
        script: Python to run instead of `-m newword`; it sees the arguments in sys.argv[1:].
        timeout_s: A run that takes longer is a hang, and fails the test.
    """
    settings = environment(changes)
    if before is None and script is None and can_fork(settings):
        place = os.fspath(cwd or Path.cwd())
        request = Request([os.fsencode(each) for each in arguments], place, settings, _umask())
        return Done(*run_forked(request, stdin, timeout_s))
    line: Sequence[Argument] = command(*arguments)
    if script is not None:
        line = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(
        line,
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=settings,
        preexec_fn=before,
        timeout=timeout_s,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def limit_file_size(limit_bytes: int) -> Callable[[], None]:
    """For `before`: no file may become larger."""

    def apply() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    return apply


def words_of(tsv: bytes | str) -> list[str]:
    """The words of a TSV that `discover` wrote."""
    text = tsv.decode() if isinstance(tsv, bytes) else tsv
    return [line.split("\t")[0] for line in text.splitlines()[1:]]


def write_tree(directory: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes files below a directory, in the order given."""
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return directory
