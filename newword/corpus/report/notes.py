"""What there is to say of one input while it is read: kept in order, each kind of record once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from newword.platform.message import LIST, linked, message, template
from newword.platform.safe_text import excerpt

__all__ = ["LINE", "RECORD", "ROW", "Note", "Notes", "Place"]

LINE = template("line {number}")
RECORD = template("record {number}")
ROW = template("row {number}")


@dataclass(frozen=True, slots=True)
class Note:
    """What an ``InputProblem`` says, but for the path."""

    code: str
    offset: int | None
    detail: str


class Place(NamedTuple):
    """Where a record lies; put into words only for one that has a fault.

    Attributes:
        template: Of the words, with a ``{number}``: `RECORD`, `LINE` or `ROW`.
        number: Of the record, counted from 1.
        id: Its name, if it has one.
    """

    template: str
    number: int
    id: str | None = None

    def __str__(self) -> str:
        """In words."""
        place = message(self.template, number=f"{self.number:,}")
        return place if self.id is None else linked(LIST, (place, excerpt(self.id)))


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

    def count_record(self, code: str, what: str, place: Place | str) -> None:
        """Note that a record has a fault; of many with the same one only the first is named.

        Args:
            code: Of the problem.
            what: Such as "without text", of one or of many.
            place: Of the record, such as "line 3".
        """
        tally = self._records.get((code, what))
        if tally is None:
            tally = self._records[code, what] = _Tally(0, str(place))
        tally.number += 1

    def all(self) -> list[Note]:
        """Everything noted so far."""
        tallies = self._records.items()
        counted = [Note(code, None, _describe(tally, what)) for (code, what), tally in tallies]
        return [*self._notes, *counted]


def _describe(tally: _Tally, what: str) -> str:
    if tally.number == 1:
        return message("1 record {what}: {first}", what=what, first=tally.first)
    return message(
        "{number} records {what}; the first: {first}",
        number=f"{tally.number:,}",
        what=what,
        first=tally.first,
    )
