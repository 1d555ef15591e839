"""What several tests build on."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to build in, which is also the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
