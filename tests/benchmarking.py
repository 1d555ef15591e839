"""A text, and a command of Python's own, for the tests of the benchmarks."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import Command

TEXT = "山高月小，水落石出。\n清风徐来，水波不兴。\n月出于东山之上，徘徊于斗牛之间。\n" * 20


def python(name: str, code: str, **files: Path) -> Command:
    return Command(name=name, argv=(sys.executable, "-I", "-S", "-c", code), **files)
