"""JSON Lines, CSV and TSV: each record is a document of its own.

They are read from blocks of UTF-8 in which a byte 0xFF stands for a place that did not decode. It
becomes a lone surrogate in the record and a 0xFF again in the document, so that it breaks the run
there. Each parser gives the documents as blocks of UTF-8 and a `Mark` at the end of each.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from newword.corpus.documents import Mark
from newword.corpus.open.decode import encode_text
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.report.notes import Notes
from newword.platform.safe_text import excerpt
from newword.platform.times import parse_time

__all__ = ["MAX_RECORD_BYTES", "csv_documents", "json_documents", "mark_of", "text_documents"]

MAX_RECORD_BYTES = 64 << 20
"""A longer record is not read: memory has to hold it."""


def text_documents(blocks: Iterable[bytes]) -> Iterator[bytes | Mark]:
    """Plain text: all of it is one document."""
    is_read = False
    for block in blocks:
        is_read = True
        yield block
    if is_read:  # else it was refused
        yield Mark()


def json_documents(blocks: Iterable[bytes], layout: Layout, notes: Notes) -> Iterator[bytes | Mark]:
    """JSON Lines: the text of each object.

    Args:
        blocks: UTF-8, cut anywhere.
        layout: Which fields.
        notes: Told of lines that are no objects or have no text.
    """
    for number, line in _lines(blocks, notes):
        place = f"in line {number:,}"
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8", "surrogateescape"))
        except (ValueError, RecursionError):
            notes.count_record("bad-record", "that cannot be parsed as JSON", place)
            continue
        if not isinstance(record, dict):
            notes.count_record("bad-record", "that are no JSON objects", place)
            continue
        mark = mark_of(record, number, layout, place, notes)
        if mark.id is not None:
            place = f"{place}, {excerpt(mark.id)}"
        text = _text_of(record, layout.text_field)
        if text is None:
            notes.count_record("no-text", _without(layout.text_field), place)
            continue
        yield _encoded(text, place, notes)
        yield mark


def csv_documents(
    blocks: Iterable[bytes], layout: Layout, delimiter: str, notes: Notes
) -> Iterator[bytes | Mark]:
    """CSV by RFC 4180, or TSV: the text of each row.

    Args:
        blocks: UTF-8, cut anywhere.
        layout: Which columns. If that of the text is a number, from 1, there is no header, and the
            others are numbers too.
        delimiter: Between fields.
        notes: Told of rows that are too short, and of a header without the column.
    """
    lines = (line.decode("utf-8", "surrogateescape") for _, line in _lines(blocks, notes))
    rows = _Rows(lines, delimiter)
    columns = _Columns.find(rows, layout, notes)
    if columns is None:
        return
    for row in rows:
        if not row:
            continue
        place = f"ends in line {rows.line:,}"
        if columns.text >= len(row):
            notes.count_record("bad-record", "with too few fields", place)
            continue
        mark = mark_of(columns.others(row), rows.line, layout, place, notes)
        if mark.id is not None:
            place = f"{place}, {excerpt(mark.id)}"
        yield _encoded(row[columns.text], place, notes)
        yield mark
    if rows.failure is not None:
        detail = f"it cannot be read on from line {rows.line:,}: {rows.failure}"
        notes.add("damaged", None, detail)


def mark_of(
    record: Mapping[str, Any], number: int, layout: Layout, place: str, notes: Notes
) -> Mark:
    """What a record says of itself, by the fields of the layout.

    Args:
        record: By field.
        number: Of the record.
        layout: Which fields.
        place: Of the record, for notes.
        notes: Told when a name or a time was asked for and is not there, or is none.
    """
    own, time = None, None
    if layout.id_field is not None:
        value = record.get(layout.id_field)
        if isinstance(value, (str, int, float)) and value != "":
            own = str(value)
        else:
            notes.count_record("no-id", f"without a name in {excerpt(layout.id_field)}", place)
    if layout.time_field is not None:
        time = parse_time(record.get(layout.time_field))
        if time is None:
            notes.count_record("no-time", f"without a time in {excerpt(layout.time_field)}", place)
    return Mark(own, time, number)


class _Columns(NamedTuple):
    """Where in a row of a table what is."""

    text: int
    named: dict[str, int]

    @classmethod
    def find(cls, rows: _Rows, layout: Layout, notes: Notes) -> _Columns | None:
        """By the header, or by numbers; None if the text is nowhere."""
        field = layout.text_field
        wanted = [name for name in (layout.id_field, layout.time_field) if name is not None]
        if field is not None and field.isdecimal() and int(field):
            named = {name: int(name) - 1 for name in wanted if name.isdecimal() and int(name)}
            return cls(int(field) - 1, named)
        header = next(iter(rows), None)
        if header is None:
            return cls(0, {})
        text = _find_column(header, field)
        if text is None:
            notes.add("no-text", None, f"its header has no column {_wanted(field)}")
            return None
        found = {name: _find_column(header, name) for name in wanted}
        return cls(text, {name: place for name, place in found.items() if place is not None})

    def others(self, row: list[str]) -> dict[str, str]:
        """The fields of a row that say something of it."""
        return {name: row[place] for name, place in self.named.items() if place < len(row)}


class _Rows:
    """The rows of a table, until one cannot be parsed."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._has_quotes = delimiter != "\t"
        self._delimiter = delimiter
        self._row: list[str] = []  # the lines of the row that was read last
        self._begins_row = True
        noted = self._noted(lines)
        if self._has_quotes:
            self._reader = csv.reader(noted, delimiter=delimiter)
        else:  # unquoted tabs are what a TSV is about, and a quotation mark is text there
            self._reader = csv.reader(noted, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        self.failure: str | None = None

    @property
    def line(self) -> int:
        """The line that was read last, from 1."""
        return self._reader.line_num

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if self._begins_row:
                self._row.clear()
                self._begins_row = False
            self._row.append(line)
            yield line

    def _ends_in_quotes(self) -> bool:
        """Whether the end of the table was taken for that of a field: something was cut off."""
        if not self._has_quotes:
            return False
        try:
            list(csv.reader(self._row, delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            return "end of data" in str(error)
        return False

    def __iter__(self) -> Iterator[list[str]]:
        while True:
            self._begins_row = True
            # The limit is the whole process's; it is put back before anybody else runs here.
            limit = csv.field_size_limit(MAX_RECORD_BYTES)
            try:
                row = next(self._reader, None)
                is_open = row is None and self._ends_in_quotes()
            except csv.Error as error:
                self.failure = str(error)
                return
            finally:
                csv.field_size_limit(limit)
            if row is None:
                self.failure = "a quotation mark is not closed" if is_open else None
                return
            yield row


def _lines(blocks: Iterable[bytes], notes: Notes) -> Iterator[tuple[int, bytes]]:
    """Lines with their ends, numbered from 1; a longer one than memory should hold is left out."""
    number, parts, size, is_too_long = 0, list[bytes](), 0, False
    for block in blocks:
        begin = 0
        while (end := block.find(b"\n", begin) + 1) > 0:
            number += 1
            if is_too_long:
                notes.count_record("too-large", _TOO_LARGE, f"in line {number:,}")
            else:
                parts.append(block[begin:end])
                yield number, b"".join(parts) if len(parts) > 1 else parts[0]
            parts.clear()
            begin, size, is_too_long = end, 0, False
        if begin < len(block):
            size += len(block) - begin
            is_too_long = size > MAX_RECORD_BYTES
            if is_too_long:
                parts.clear()
            else:
                parts.append(block[begin:])
    if is_too_long:
        notes.count_record("too-large", _TOO_LARGE, f"in line {number + 1:,}")
    elif parts:
        yield number + 1, b"".join(parts)


_TOO_LARGE = f"longer than {MAX_RECORD_BYTES >> 20} MiB"


def _text_of(record: dict[str, Any], field: str | None) -> str | None:
    if field is not None:
        text = record.get(field)
        return text if isinstance(text, str) else None
    for name in TEXT_FIELDS:
        text = record.get(name)
        if isinstance(text, str):
            return text
    return None


def _find_column(header: list[str], field: str | None) -> int | None:
    names = [name.strip().removeprefix("\ufeff") for name in header]
    for wanted in TEXT_FIELDS if field is None else (field,):
        if wanted in names:
            return names.index(wanted)
    return None


def _wanted(field: str | None) -> str:
    return " or ".join(TEXT_FIELDS) if field is None else excerpt(field)


def _without(field: str | None) -> str:
    return f"without a text in {_wanted(field)}"


def _encoded(text: str, place: str, notes: Notes) -> bytes:
    block, lone = encode_text(text)
    if lone and any("\ud800" <= c <= "\udfff" and c != "\udcff" for c in text):
        notes.count_record("invalid-bytes", "with lone surrogates", place)
    return block
