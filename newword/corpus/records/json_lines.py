"""JSON: each object of JSON Lines, of an array, or of several one after the other is a document."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import Layout
from newword.corpus.records.fields import TextFields, encoded, mark_of
from newword.corpus.records.json_values import begins_spread, json_values
from newword.corpus.records.lines import RecordLimit, record_lines, unix_line_ends
from newword.corpus.report.notes import Notes
from newword.platform.safe_text import excerpt

__all__ = ["json_documents"]

_HEAD_BYTES = 1 << 16


def json_documents(blocks: Iterable[bytes], layout: Layout, notes: Notes) -> Iterator[bytes | Mark]:
    """The text of each record, and a mark behind it.

    A record is an object; where no field is asked for, it may be a string that is the text.

    Args:
        blocks: UTF-8, cut anywhere, with a byte 0xFF for a place that did not decode.
        layout: Which fields.
        notes: Told of records that are none or have no text.
    """
    blocks = unix_line_ends(blocks)
    head = _head(blocks)
    limit = RecordLimit(layout.record_memory, b"[{,:")
    whole = itertools.chain([head], blocks)
    is_spread = begins_spread(head)
    find = json_values if is_spread else record_lines
    fields = TextFields(layout.text_fields)
    for number, line in find(whole, limit, notes):
        place = f"is record {number:,}" if is_spread else f"in line {number:,}"
        if not line.strip():
            continue
        record = _parsed(line, place, notes)
        if isinstance(record, str) and layout.text_fields is None:
            yield encoded(record, place, notes)
            yield Mark(record=number)
        elif isinstance(record, dict):
            yield from _document(record, number, place, layout, fields, notes)
        elif record is not None:
            notes.count_record("bad-record", "that are no JSON objects", place)


def _head(blocks: Iterator[bytes]) -> bytes:
    """A first line, or so much that it tells as well how records lie."""
    parts, size = list[bytes](), 0
    for block in blocks:
        parts.append(block)
        size += len(block)
        if size >= _HEAD_BYTES or b"\n" in block.lstrip():
            break
    return b"".join(parts)


def _parsed(line: bytes, place: str, notes: Notes) -> Any:
    """What a record holds; None if it cannot be parsed, which is noted."""
    try:
        record = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        notes.count_record("bad-record", "that cannot be parsed as JSON", place)
        return None
    return False if record is None else record


def _document(
    record: dict[str, Any],
    number: int,
    place: str,
    layout: Layout,
    fields: TextFields,
    notes: Notes,
) -> Iterator[bytes | Mark]:
    mark = mark_of(record, number, layout, place, notes)
    if mark.id is not None:
        place = f"{place}, {excerpt(mark.id)}"
    text = fields.text_of(record)
    if text is None:
        fields.missing(record, place, notes)
        return
    yield encoded(text, place, notes)
    yield mark
