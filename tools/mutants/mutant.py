"""What a mutant is, and where the source text that it changes lies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Mutant", "make_mutants"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small change of one source file.

    Attributes:
        file: The file, relative to the root.
        line: The line of the change, from 1.
        code: That line without the space around it.
        old: The text that is replaced.
        new: What replaces it.
        place: How many changes of the same text in the same line's code stand before it.
        begin: Where `old` begins in the file, in characters.
    """

    file: str
    line: int
    code: str
    old: str
    new: str
    place: int
    begin: int

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """What stays the same when lines are added elsewhere."""
        return self.file, self.code, self.old, self.new, self.place

    def key(self, source: str) -> str:
        """A name that changes with the source file."""
        said = repr((self.identity, self.begin)) + source
        return hashlib.sha256(said.encode()).hexdigest()[:24]

    def apply(self, source: str) -> str:
        """The source with this change."""
        end = self.begin + len(self.old)
        assert source[self.begin : end] == self.old, "the source has changed"  # noqa: S101
        return source[: self.begin] + self.new + source[end:]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_short(self.old)} -> {_short(self.new)}   | {self.code}"


def _short(text: str) -> str:
    text = " ".join(text.split()) or "nothing"
    return text if len(text) <= 60 else text[:57] + "..."


def make_mutants(file: Path, root: Path, changes: list[tuple[int, str, str]]) -> list[Mutant]:
    """Mutants of (begin, old, new) of a file, in order, none twice."""
    source = file.read_text("utf-8")
    lines = source.splitlines()
    found: dict[tuple[int, str, str], Mutant] = {}
    seen: dict[tuple[str, str, str], int] = {}
    for begin, old, new in sorted(set(changes)):
        line = source.count("\n", 0, begin) + 1
        code = lines[line - 1].strip()
        place = seen.get((code, old, new), 0)
        seen[code, old, new] = place + 1
        found[begin, old, new] = Mutant(
            file=file.relative_to(root).as_posix(),
            line=line,
            code=code,
            old=old,
            new=new,
            place=place,
            begin=begin,
        )
    return list(found.values())
