"""JSON: each object of JSON Lines, of an array, or of several one after the other is a document."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.records.batches import Batch, json_texts
from newword.corpus.records.fields import TextFields, encoded, mark_of
from newword.corpus.records.json_values import begins_spread, json_values
from newword.corpus.records.lines import RecordLimit, record_lines, unix_line_ends
from newword.corpus.report.notes import LINE, RECORD, Notes, Place
from newword.platform.message import message

__all__ = ["json_documents"]

_HEAD_BYTES = 1 << 16
_LONG_LINE = 4 << 20


def json_documents(
    blocks: Iterable[bytes], layout: Layout, notes: Notes, *, in_batches: bool = False
) -> Iterator[bytes | Mark | Batch]:
    """The text of each record, and a mark behind it.

    A record is an object; where no field is asked for, it may be a string that is the text.

    Args:
        blocks: UTF-8, cut anywhere, with a byte 0xFF for a place that did not decode.
        layout: Which fields.
        notes: Told of records that are none or have no text.
        in_batches: Give records without a name and a time many at once, where they can be.
    """
    blocks = unix_line_ends(blocks)
    head = _head(blocks)
    limit = RecordLimit(layout.record_memory, b"[{,:")
    whole = itertools.chain([head], blocks)
    reader = _Records(layout, notes)
    if begins_spread(head):
        yield from reader.documents(json_values(whole, limit, notes), RECORD)
    elif in_batches and reader.plain_names is not None:
        yield from reader.batches(whole, limit)
    else:
        yield from reader.documents(record_lines(whole, limit, notes), LINE)


_NO_JSON = message("that cannot be parsed as JSON")
_NO_OBJECT = message("with no JSON object")


class _Records:
    """The documents of records."""

    def __init__(self, layout: Layout, notes: Notes) -> None:
        self._layout, self._notes = layout, notes
        self._fields = TextFields(layout.text_fields)

    @property
    def plain_names(self) -> tuple[str, ...] | None:
        """The fields that may be the text, if nothing else matters of a record."""
        layout = self._layout
        if layout.id_field is not None or layout.time_field is not None:
            return None
        names = layout.text_fields or TEXT_FIELDS
        is_plain = layout.text_fields is None or (len(names) == 1 and "." not in names[0])
        return names if is_plain else None

    def batches(
        self, blocks: Iterator[bytes], limit: RecordLimit
    ) -> Iterator[bytes | Mark | Batch]:
        """Those of lines, a block at a time where all lines of it are usual ones."""
        names = self.plain_names or ()
        number, rest = 0, b""
        for more in blocks:
            block = rest + more
            end = block.rfind(b"\n") + 1
            if end == 0 and len(block) > _LONG_LINE:
                lines = record_lines(itertools.chain([block], blocks), limit, self._notes, number)
                yield from self.documents(lines, LINE)
                return
            rest, block = block[end:], block[:end]
            texts = json_texts(block, names) if limit.admits(block) else None
            if texts is not None:
                yield Batch(texts)
            else:
                lines = record_lines([block], limit, self._notes, number)
                yield from self.documents(lines, LINE)
            number += block.count(b"\n")
        yield from self.documents(record_lines([rest], limit, self._notes, number), LINE)

    def documents(self, records: Iterable[tuple[int, bytes]], where: str) -> Iterator[bytes | Mark]:
        """Those of records, one by one."""
        notes = self._notes
        for number, line in records:
            place = Place(where, number)
            if not line.strip():
                continue
            record = _parsed(line, place, notes)
            if isinstance(record, str) and self._layout.text_fields is None:
                yield encoded(record, place, notes)
                yield Mark(record=number)
            elif isinstance(record, dict):
                yield from self._document(record, number, place)
            elif record is not None:
                notes.count_record("bad-record", _NO_OBJECT, place)

    def _document(
        self, record: dict[str, Any], number: int, place: Place
    ) -> Iterator[bytes | Mark]:
        mark = mark_of(record, number, self._layout, place, self._notes)
        if mark.id is not None:
            place = Place(place.template, number, mark.id)
        text = self._fields.text_of(record)
        if text is None:
            self._fields.missing(record, place, self._notes)
            return
        yield encoded(text, place, self._notes)
        yield mark


def _head(blocks: Iterator[bytes]) -> bytes:
    """The first line, or enough of the text to tell how records are laid out."""
    parts, size = list[bytes](), 0
    for block in blocks:
        parts.append(block)
        size += len(block)
        if size >= _HEAD_BYTES or b"\n" in block.lstrip():
            break
    return b"".join(parts)


def _parsed(line: bytes, place: Place, notes: Notes) -> Any:
    """What a record holds; None if it cannot be parsed, which is noted."""
    try:
        record = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        notes.count_record("bad-record", _NO_JSON, place)
        return None
    return False if record is None else record
