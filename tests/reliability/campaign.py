"""What a row of the table is, and what it is given to work with."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LEVELS = ("quick", "full", "overnight")

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "reliability"


@dataclass(slots=True)
class Campaign:
    """One row's run: its chance, its directory, what it has counted and found so far."""

    level: str
    seed: int
    place: Path
    counts: dict[str, int | str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def chance(self, name: str = "") -> random.Random:
        """Chance that repeats for a seed."""
        return random.Random(f"{self.seed} {name}")

    def of(self, quick: int, full: int, overnight: int) -> int:
        """The number for the level."""
        return {"quick": quick, "full": full, "overnight": overnight}[self.level]

    def add(self, what: str, number: int = 1) -> None:
        """Counts something that was tried."""
        self.counts[what] = int(self.counts.get(what, 0)) + number

    def note(self, what: str, value: str) -> None:
        """Notes a measurement."""
        self.counts[what] = value

    def check(self, holds: bool, what: str) -> None:
        """Notes a finding unless a promise holds; the first hundred are kept."""
        if not holds and len(self.findings) < 100:
            self.findings.append(what)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a promise and how it is tried."""

    name: str
    promise: str
    run: Callable[[Campaign], None]
