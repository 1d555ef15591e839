"""Writing files as the tests of `newword.platform.files` do."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from command import environment

from newword.platform.files import commit

OLD, NEW = b"old\n" * 1000, b"new\n" * 300_000  # more than two buffers
KINDS = ("unnamed", "named")
"""Both ways to have a temporary file, on every system."""


def choose_kind(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the temporary files of this test of that kind."""
    if kind == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
        monkeypatch.setattr(sys, "platform", "other")


def write(path: Path | str | bytes, content: bytes = NEW) -> None:
    with commit(path) as out:
        for start in range(0, len(content), 100_000):
            out.write(content[start : start + 100_000])


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def run_python(code: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=environment(),
        cwd=Path(__file__).parent,
        check=False,
        timeout=30,
        **options,
    )
