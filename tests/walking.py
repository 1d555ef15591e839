"""Files to walk, and what a walk finds of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from newword.corpus.walk import Listing, find_files


def make(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(path)


def found(*paths: str, **options: Any) -> list[str]:
    return [os.fsdecode(file.path) for file in find_files(paths, **options)]


def problems(listing: Listing) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in listing.problems]


def recorded(monkeypatch: pytest.MonkeyPatch, name: str) -> list[bytes]:
    """The paths for which a function of os is called from now on."""
    asked: list[bytes] = []
    real = getattr(os, name)

    def call(path: bytes, **options: Any) -> Any:
        asked.append(path)
        return real(path, **options)

    monkeypatch.setattr(os, name, call)
    return asked
