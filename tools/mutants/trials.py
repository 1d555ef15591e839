"""What became of each mutant, kept between runs, and the mutants that nobody can notice."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools.mutants.mutant import Mutant

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Score", "Trials"]

KILLED, SURVIVED, EQUIVALENT, INVALID = "killed", "survived", "equivalent", "invalid"


class Score(NamedTuple):
    """A row of the table."""

    file: str
    killed: int
    survived: int
    equivalent: int
    untried: int

    @property
    def share(self) -> float:
        """Killed ones among those that can be killed, in percent."""
        return 100 * self.killed / max(1, self.killed + self.survived + self.untried)


class Trials:
    """Results by mutant, in a file that every run adds to."""

    def __init__(self, path: Path, listed: Path) -> None:
        self._path = path
        self._found: dict[str, list[str]] = {}
        if path.exists():
            self._found = json.loads(path.read_text("utf-8"))
        entries = tomllib.loads(listed.read_text("utf-8")).get("mutant", [])
        self._listed = {
            (one["file"], one["code"], one["old"], one["new"], one.get("place", 0)): one["reason"]
            for one in entries
        }
        self.unused = set(self._listed)

    def state(self, mutant: Mutant, source: str) -> str:
        """What is known of a mutant; "" if it is to be tried."""
        if mutant.identity in self._listed:
            self.unused.discard(mutant.identity)
            return EQUIVALENT
        return self._found.get(mutant.key(source), [""])[0]

    def note(self, mutant: Mutant, source: str, state: str, by: str = "") -> None:
        """Remembers what became of a mutant."""
        self._found[mutant.key(source)] = [state, str(mutant), by]
        self._path.write_text(json.dumps(self._found, indent=0, ensure_ascii=False), "utf-8")

    def score(self, file: str, mutants: Sequence[Mutant], source: str) -> Score:
        """Sums of a file. What does not compile is no mutant."""
        sums = Counter(self.state(mutant, source) for mutant in mutants)
        return Score(file, sums[KILLED], sums[SURVIVED], sums[EQUIVALENT], sums[""])
