"""UTF-8, from the table of well-formed byte sequences."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Literal


class Break(enum.Enum):
    """The type of BREAK: a place where no word can continue."""

    BREAK = "BREAK"


BREAK: Literal[Break.BREAK] = Break.BREAK

# The well-formed byte sequences: Unicode Standard, table 3-7.
_TAIL = (0x80, 0xBF)
_WELL_FORMED = (
    ((0x00, 0x7F),),
    ((0xC2, 0xDF), _TAIL),
    ((0xE0, 0xE0), (0xA0, 0xBF), _TAIL),
    ((0xE1, 0xEC), _TAIL, _TAIL),
    ((0xED, 0xED), (0x80, 0x9F), _TAIL),
    ((0xEE, 0xEF), _TAIL, _TAIL),
    ((0xF0, 0xF0), (0x90, 0xBF), _TAIL, _TAIL),
    ((0xF1, 0xF3), _TAIL, _TAIL, _TAIL),
    ((0xF4, 0xF4), (0x80, 0x8F), _TAIL, _TAIL),
)


def decode(data: bytes) -> list[int | Break]:
    """The code points of UTF-8 bytes, with one BREAK for each maximal invalid subpart."""
    result: list[int | Break] = []
    place = 0
    while place < len(data):
        matched, whole = max(_match(form, data, place) for form in _WELL_FORMED)
        size = max(1, matched)
        result.append(ord(data[place : place + size].decode()) if whole else BREAK)
        place += size
    return result


def _match(form: Sequence[tuple[int, int]], data: bytes, place: int) -> tuple[int, bool]:
    """How many bytes at `place` begin this form, and whether that is all of it."""
    matched = 0
    for (low, high), byte in zip(form, data[place : place + len(form)], strict=False):
        if not low <= byte <= high:
            break
        matched += 1
    return matched, matched == len(form)
