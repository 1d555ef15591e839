"""What the tests of the benchmarks build on."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarking import TEXT


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    directory = tmp_path / "sample"
    for name in ("b/two.txt", "a/one.txt", "a/notes.md"):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return directory


@pytest.fixture
def work(tmp_path: Path) -> Path:
    directory = tmp_path / "work"
    directory.mkdir()
    return directory
