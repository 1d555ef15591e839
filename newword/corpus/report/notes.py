"""What there is to say of one input while it is read: kept in order, each kind of record once."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Note", "Notes"]


@dataclass(frozen=True, slots=True)
class Note:
    """What an ``InputProblem`` says, but for the path."""

    code: str
    offset: int | None
    detail: str


@dataclass(slots=True)
class _Tally:
    number: int
    first: str


@dataclass(slots=True)
class Notes:
    """Notes on one input; for one thread at a time, and read when all is done.

    Attributes:
        encoding: In which its text was read; None if it was not, or has several.
        advice: The encoding that it looks like, if it is not in the one that was asked for.
    """

    encoding: str | None = None
    advice: str | None = None

    _notes: list[Note] = field(default_factory=list)
    _records: dict[tuple[str, str], _Tally] = field(default_factory=dict)

    def add(self, code: str, offset: int | None, detail: str) -> None:
        """Note something that happens once."""
        self._notes.append(Note(code, offset, detail))

    def count_record(self, code: str, what: str, place: str) -> None:
        """Note that a record has a fault; of many with the same one only the first is named.

        Args:
            code: Of the problem.
            what: Such as "without text".
            place: Of the record, such as "line 3".
        """
        tally = self._records.setdefault((code, what), _Tally(0, place))
        tally.number += 1

    def all(self) -> list[Note]:
        """Everything noted so far."""
        tallies = self._records.items()
        counted = [Note(code, None, _describe(tally, what)) for (code, what), tally in tallies]
        return [*self._notes, *counted]


def _describe(tally: _Tally, what: str) -> str:
    if tally.number == 1:
        return f"1 record {what}, {tally.first}"
    return f"{tally.number:,} records {what}, the first {tally.first}"
