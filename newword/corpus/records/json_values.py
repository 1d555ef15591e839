"""JSON values one after the other, wherever lines end: items of arrays, records over lines.

Where records begin and end is told by the brackets outside of strings, a block at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from newword.corpus.records.lines import RecordLimit
from newword.corpus.report.notes import RECORD, Notes, Place
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["begins_spread", "json_values"]

_QUOTE, _BACKSLASH, _LINE_END = 0x22, 0x5C, 0x0A
_OPEN, _CLOSE = 1, 2
_BRACKETS = np.zeros(256, dtype=np.uint8)
_BRACKETS[[*b"{["]], _BRACKETS[[*b"}]"]] = _OPEN, _CLOSE
_BLANK = pattern(rb"[\s,\x1e\xef\xbb\xbf]*")  # and a byte order mark, and RFC 7464's mark
_MOST_BROKEN = 100


def begins_spread(head: bytes) -> bool:
    """Whether what begins so is an array, or a record that goes on behind the first line end."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{"):
        return head.startswith(b"[")
    line, end, _ = head.partition(b"\n")
    if not end:
        return True  # one line may hold many records
    marks = _Marks.find(line, is_in_string=False, is_escaped=False)
    if marks.ends_in_string:
        return False  # broken: a string has no line end
    depths = np.cumsum(marks.steps)
    ends = np.flatnonzero(depths == 0)
    return not len(ends) or bool(line[int(marks.brackets[ends[0]]) + 1 :].strip())


def json_values(
    blocks: Iterable[bytes], limit: RecordLimit, notes: Notes
) -> Iterator[tuple[int, bytes]]:
    """Records, numbered from 1: the items of an array, or values one after the other.

    Args:
        blocks: UTF-8, cut anywhere.
        limit: What is too much for the memory.
        notes: Told of what is left out, and of what does not belong there.
    """
    scan = _Scan(limit, notes)
    for block in blocks:
        rest = block
        while rest and not scan.is_broken_off:
            yield from scan.feed(rest)
            rest = scan.rest
    scan.finish()


class _Marks(NamedTuple):
    """Where in a block the strings and the brackets outside of them are.

    Attributes:
        quotes: Places of the quotes that begin and end strings.
        brackets: Places of brackets outside of strings.
        steps: 1 for each that opens, -1 for each that closes.
        broken: Place of the first line end inside of a string; None without one.
        ends_in_string: Whether the next block begins inside of one.
        ends_escaped: Whether its first byte is escaped.
    """

    quotes: np.ndarray
    brackets: np.ndarray
    steps: np.ndarray
    broken: int | None
    ends_in_string: bool
    ends_escaped: bool

    @classmethod
    def find(cls, block: bytes, *, is_in_string: bool, is_escaped: bool) -> _Marks:
        data = np.frombuffer(block, np.uint8)
        quotes = np.flatnonzero(data == _QUOTE)
        ends_escaped = False
        if is_escaped or b"\\" in block:
            before = _backslashes_before(data, is_escaped)
            quotes = quotes[before[quotes] % 2 == 0]
            ends_escaped = bool(before[len(data)] % 2)
        kinds = _BRACKETS[data]
        brackets = np.flatnonzero(kinds)
        brackets = brackets[_outside(quotes, brackets, is_in_string)]
        broken = None
        if b"\n" in block:
            lines = np.flatnonzero(data == _LINE_END)
            inside = lines[~_outside(quotes, lines, is_in_string)]
            broken = int(inside[0]) if len(inside) else None
        return cls(
            quotes,
            brackets,
            np.where(kinds[brackets] == _OPEN, 1, -1),
            broken,
            bool((len(quotes) + is_in_string) % 2),
            ends_escaped,
        )


def _outside(quotes: np.ndarray, places: np.ndarray, is_in_string: bool) -> np.ndarray:
    """Which of the places are in no string."""
    return np.asarray((np.searchsorted(quotes, places) + is_in_string) % 2 == 0)


def _backslashes_before(data: np.ndarray, is_escaped: bool) -> np.ndarray:
    """How many stand directly before each place, and before the end."""
    places = np.arange(1, len(data) + 1)
    none = -int(is_escaped)  # one more stands before the block
    last = np.concatenate([[none], np.where(data != _BACKSLASH, places, none)])
    return np.arange(len(data) + 1) - np.maximum.accumulate(last)


def _from_next_record(text: bytes) -> bytes:
    """What follows a broken record, without its end."""
    begin = text.find(b"{")
    return text[begin:] if begin >= 0 else b""


class _Scan:
    """Records in blocks that follow each other."""

    def __init__(self, limit: RecordLimit, notes: Notes) -> None:
        self._limit, self._notes = limit, notes
        self._parts: list[bytes] = []  # of the record that is open
        self._size = 0
        self._is_open = False
        self._is_in_string, self._is_escaped = False, False
        self._depth = 0
        self._base: int | None = None  # the depth of records: 1 in an array
        self._number = 0
        self._broken = 0
        self.rest = b""

    @property
    def is_broken_off(self) -> bool:
        """Whether so much is broken that the rest cannot be JSON."""
        return self._broken > _MOST_BROKEN

    def feed(self, block: bytes) -> Iterator[tuple[int, bytes]]:
        """The records that end in a block, or in the part of it before what is broken."""
        if self._base is None:
            self._base = 1 if block.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else 0
        self.rest = b""
        marks = self._find(block)
        broken = marks.broken
        if broken is not None:
            block, self.rest = block[:broken], _from_next_record(block[broken + 1 :])
            marks = self._find(block)
        yield from self._records(block, marks)
        self._is_in_string, self._is_escaped = marks.ends_in_string, marks.ends_escaped
        if broken is not None:
            self._give_up()

    def finish(self) -> None:
        """All was fed."""
        if self._depth > 0 and not self._broken:
            place = message("in record {number}", number=f"{self._number + 1:,}")
            self._notes.add(
                "truncated", None, message("its JSON ends in the middle, {place}", place=place)
            )

    def _find(self, block: bytes) -> _Marks:
        return _Marks.find(block, is_in_string=self._is_in_string, is_escaped=self._is_escaped)

    def _records(self, block: bytes, marks: _Marks) -> Iterator[tuple[int, bytes]]:
        base = self._base or 0
        depths = self._depth + np.cumsum(marks.steps)
        begins = marks.brackets[(depths == base + 1) & (marks.steps == 1)]
        ends = marks.brackets[(depths == base) & (marks.steps == -1)]
        if base == 1:
            begins, ends = self._with_strings(marks, depths, begins, ends)
        starts = [0, *begins.tolist()] if self._is_open else begins.tolist()
        at = 0
        for start, end in zip(starts, ends.tolist(), strict=False):
            self._look_between(block[at:start])
            at = end + 1
            yield from self._close(block[start:at])
        if len(starts) > len(ends):
            self._look_between(block[at : starts[-1]])
            self._hold(block[starts[-1] :])
        else:
            self._look_between(block[at:])
        if len(depths):
            self._depth = max(int(depths[-1]), 0)

    def _with_strings(
        self,
        marks: _Marks,
        depths: np.ndarray,
        begins: np.ndarray,
        ends: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Strings that are items of the array are records, too."""
        quotes = marks.quotes
        if not len(quotes):
            return begins, ends
        at = np.concatenate([[self._depth], depths])[np.searchsorted(marks.brackets, quotes)]
        is_end = (np.arange(len(quotes)) + self._is_in_string) % 2 == 1
        begins = np.sort(np.concatenate([begins, quotes[(at == 1) & ~is_end]]))
        ends = np.sort(np.concatenate([ends, quotes[(at == 1) & is_end]]))
        return begins, ends

    def _look_between(self, text: bytes) -> None:
        """What stands between records is white space, commas and the brackets of the array."""
        if self._base == 1:
            text = text.replace(b"[", b"").replace(b"]", b"")
        if not _BLANK.fullmatch(text):
            self._number += 1
            place = Place(RECORD, self._number)
            self._notes.count_record("bad-record", message("with no JSON object"), place)

    def _hold(self, part: bytes) -> None:
        self._is_open = True
        self._size += len(part)
        if self._size > self._limit.length:
            self._parts.clear()
        else:
            self._parts.append(part)

    def _close(self, part: bytes) -> Iterator[tuple[int, bytes]]:
        self._hold(part)
        record = b"".join(self._parts)
        is_whole = self._size <= self._limit.length
        refusal = self._limit.refusal(record) if is_whole else self._limit.too_long()
        self._number += 1
        self._drop()
        if refusal is None:
            yield self._number, record
        else:
            self._notes.count_record("too-large", refusal, Place(RECORD, self._number))

    def _drop(self) -> None:
        self._parts.clear()
        self._size, self._is_open = 0, False

    def _give_up(self) -> None:
        """Go on behind a line that no string may hold, as if its record had ended there."""
        self._number += 1
        place = Place(RECORD, self._number)
        self._notes.count_record("bad-record", message("that cannot be parsed as JSON"), place)
        self._drop()
        self._is_in_string = self._is_escaped = False
        self._depth = self._base or 0
        self._broken += 1
        if self.is_broken_off:
            self._notes.add(
                "damaged",
                None,
                message("after {number} records it is no JSON", number=f"{self._number:,}"),
            )
