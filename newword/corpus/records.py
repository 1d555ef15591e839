"""JSON Lines, CSV and TSV: each record is a document of its own.

They are read from blocks of UTF-8 in which a byte 0xFF stands for a place that did not decode. It
becomes a lone surrogate in the record and a 0xFF again in the document, so that it breaks the run
there. Each parser gives the documents as blocks of UTF-8 and None at the end of each.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from newword._safe_text import excerpt
from newword.corpus.decode import encode_text
from newword.corpus.kinds import TEXT_FIELDS
from newword.corpus.notes import Notes

__all__ = ["MAX_RECORD_BYTES", "csv_documents", "json_documents", "text_documents"]

MAX_RECORD_BYTES = 64 << 20
"""A longer record is not read: memory has to hold it."""


def text_documents(blocks: Iterable[bytes]) -> Iterator[bytes | None]:
    """Plain text: all of it is one document."""
    is_read = False
    for block in blocks:
        is_read = True
        yield block
    if is_read:  # else it was refused
        yield None


def json_documents(
    blocks: Iterable[bytes], field: str | None, notes: Notes
) -> Iterator[bytes | None]:
    """JSON Lines: the text of each object.

    Args:
        blocks: UTF-8, cut anywhere.
        field: Of the text; None for the first of ``TEXT_FIELDS`` that the object has.
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
        text = _text_of(record, field)
        if text is None:
            notes.count_record("no-text", _without(field), place)
            continue
        yield _encoded(text, place, notes)
        yield None


def csv_documents(
    blocks: Iterable[bytes], field: str | None, delimiter: str, notes: Notes
) -> Iterator[bytes | None]:
    """CSV by RFC 4180, or TSV: the text of each row.

    Args:
        blocks: UTF-8, cut anywhere.
        field: Column of the text; None for the first of ``TEXT_FIELDS`` in the header; a number,
            from 1, if there is no header.
        delimiter: Between fields.
        notes: Told of rows that are too short, and of a header without the column.
    """
    lines = (line.decode("utf-8", "surrogateescape") for _, line in _lines(blocks, notes))
    rows = _Rows(lines, delimiter)
    column = int(field) - 1 if field is not None and field.isdecimal() and int(field) else None
    if column is None:
        header = next(iter(rows), None)
        column = 0 if header is None else _find_column(header, field)
    if column is None:
        notes.add("no-text", None, f"its header has no column {_wanted(field)}")
        return
    for row in rows:
        if not row:
            continue
        if column >= len(row):
            notes.count_record("bad-record", "with too few fields", f"ends in line {rows.line:,}")
            continue
        yield _encoded(row[column], f"ends in line {rows.line:,}", notes)
        yield None
    if rows.failure is not None:
        detail = f"it cannot be read on from line {rows.line:,}: {rows.failure}"
        notes.add("damaged", None, detail)


class _Rows:
    """The rows of a table, until one cannot be parsed."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        # Unquoted tabs are what a TSV is about, and a quotation mark is text there.
        if delimiter == "\t":
            self._reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        else:
            self._reader = csv.reader(lines, delimiter=delimiter)
        self.failure: str | None = None

    @property
    def line(self) -> int:
        """The line that was read last, from 1."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        while True:
            # The limit is the whole process's; it is put back before anybody else runs here.
            limit = csv.field_size_limit(MAX_RECORD_BYTES)
            try:
                row = next(self._reader, None)
            except csv.Error as error:
                self.failure = str(error)
                return
            finally:
                csv.field_size_limit(limit)
            if row is None:
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
