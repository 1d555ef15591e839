"""CSV and TSV: each row is a document of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.records.fields import (
    BETWEEN_FIELDS,
    TextFields,
    encoded,
    mark_of,
    named_fields,
)
from newword.corpus.records.lines import RecordLimit, record_lines, unix_line_ends
from newword.corpus.report.notes import Notes
from newword.platform.safe_text import excerpt

__all__ = ["csv_documents"]

_DELIMITERS = ",;\t|"


def csv_documents(
    blocks: Iterable[bytes], layout: Layout, delimiter: str, notes: Notes
) -> Iterator[bytes | Mark]:
    """CSV by RFC 4180, or TSV: the text of each row.

    Args:
        blocks: UTF-8, cut anywhere, with a byte 0xFF for a place that did not decode.
        layout: Which columns. If those of the text are numbers, from 1, there is no header, and the
            others are numbers too.
        delimiter: Between fields; another usual one where the first line has its columns by that.
        notes: Told of rows that are too short, and of a header without the column.
    """
    limit = RecordLimit(layout.record_memory, b",;\t|")
    found = record_lines(unix_line_ends(blocks), limit, notes)
    lines = (line.decode("utf-8", "surrogateescape") for _, line in found)
    first = next(lines, None)
    if first is None:
        return
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # as Excel writes
        delimiter, first = first.strip()[4], next(lines, "")
    delimiter = _delimiter_of(first, delimiter, layout)
    rows = _Rows(first, lines, delimiter, limit.length)
    columns = _Columns.find(rows, layout, notes)
    if columns is None:
        return
    for row in rows:
        if not row:
            continue
        place = f"ends in line {rows.line:,}"
        texts = [row[column] for column in columns.texts if column < len(row)]
        if not texts:
            notes.count_record("bad-record", "with too few fields", place)
            continue
        mark = mark_of(columns.others(row), rows.line, layout, place, notes)
        if mark.id is not None:
            place = f"{place}, {excerpt(mark.id)}"
        yield encoded(BETWEEN_FIELDS.join(texts), place, notes)
        yield mark
    if rows.failure is not None:
        detail = f"it cannot be read on from line {rows.line:,}: {rows.failure}"
        notes.add("damaged", None, detail)


def _delimiter_of(first: str, usual: str, layout: Layout) -> str:
    """What stands between the fields of a table: the usual one, unless only another has the text.

    A quotation mark is one where the usual delimiter is no tab.
    """
    delimiters: list[str] = [usual, *_DELIMITERS.replace(usual, "")]
    for delimiter in delimiters:
        try:
            row = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        if _is_numbered(layout):
            numbers = layout.text_fields or ()
            if max(map(int, numbers)) <= len(row):
                return delimiter
        elif any(name in _clean(row) for name in layout.text_fields or TEXT_FIELDS):
            return delimiter
    return usual


def _is_numbered(layout: Layout) -> bool:
    fields = layout.text_fields
    return fields is not None and all(field.isdecimal() and int(field) for field in fields)


def _clean(header: list[str]) -> list[str]:
    return [name.strip().removeprefix("\ufeff") for name in header]


class _Columns(NamedTuple):
    """Where in a row of a table what is."""

    texts: list[int]
    named: dict[str, int]

    @classmethod
    def find(cls, rows: _Rows, layout: Layout, notes: Notes) -> _Columns | None:
        """By the header, or by numbers; None if the text is nowhere."""
        fields = layout.text_fields
        wanted = [name for name in (layout.id_field, layout.time_field) if name is not None]
        if fields is not None and _is_numbered(layout):
            named = {name: int(name) - 1 for name in wanted if name.isdecimal() and int(name)}
            return cls([int(field) - 1 for field in fields], named)
        header = next(iter(rows), None)
        if header is None:
            return cls([0], {})
        names = _clean(header)
        there = [name for name in fields or TEXT_FIELDS if name in names]
        if not there:
            looked_for = TextFields(fields).wanted
            detail = f"its header has no column {looked_for}; it has {named_fields(names)}"
            notes.add("no-text", None, detail)
            return None
        there = there if fields is not None else there[:1]
        for name in dict.fromkeys([*there, *(name for name in wanted if name in names)]):
            if names.count(name) > 1:
                notes.add("duplicate-column", None, f"it has {names.count(name)} columns {name}")
        texts = [names.index(name) for name in there]
        return cls(texts, {name: names.index(name) for name in wanted if name in names})

    def others(self, row: list[str]) -> dict[str, str]:
        """The fields of a row that say something of it."""
        return {name: row[place] for name, place in self.named.items() if place < len(row)}


class _Rows:
    """The rows of a table, until one cannot be parsed."""

    def __init__(self, first: str, lines: Iterator[str], delimiter: str, longest: int) -> None:
        self._has_quotes = delimiter != "\t"
        self._delimiter = delimiter
        self._longest = longest
        self._row: list[str] = []  # the lines of the row that was read last
        self._begins_row = True
        noted = self._noted(first, lines)
        if self._has_quotes:
            self._reader = csv.reader(noted, delimiter=delimiter)
        else:  # unquoted tabs are what a TSV is about, and a quotation mark is text there
            self._reader = csv.reader(noted, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        self.failure: str | None = None

    @property
    def line(self) -> int:
        """The line that was read last, from 1."""
        return self._reader.line_num

    def _noted(self, first: str, lines: Iterator[str]) -> Iterator[str]:
        size = 0
        for line in _chained(first, lines):
            if self._begins_row:
                self._row.clear()
                self._begins_row, size = False, 0
            size += len(line)
            if size > self._longest:
                raise csv.Error("a quotation mark is not closed, or a row is too long")
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
            limit = csv.field_size_limit(self._longest)
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


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
