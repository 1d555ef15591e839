"""CSV and TSV: each row is a document of its own."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.records.batches import Batch
from newword.corpus.records.fields import (
    BETWEEN_FIELDS,
    TextFields,
    encoded,
    mark_of,
    named_fields,
)
from newword.corpus.records.lines import RecordLimit, record_lines, unix_line_ends
from newword.corpus.report.notes import LINE, Notes, Place
from newword.platform.message import message

__all__ = ["csv_documents"]

_DELIMITERS = ",;\t|"
_LONG_LINE = 4 << 20
_TOO_SHORT = message("with too few fields")


def csv_documents(
    blocks: Iterable[bytes],
    layout: Layout,
    delimiter: str,
    notes: Notes,
    *,
    in_batches: bool = False,
) -> Iterator[bytes | Mark | Batch]:
    """CSV by RFC 4180, or TSV: the text of each row.

    Args:
        blocks: UTF-8, cut anywhere, with a byte 0xFF for a place that did not decode.
        layout: Which columns. If those of the text are numbers, from 1, there is no header, and the
            others are numbers too.
        delimiter: Between fields; another usual one where the first line has its columns by that.
        notes: Told of rows that are too short, and of a header without the column.
        in_batches: Give rows without a name and a time many at once, where they can be.
    """
    table = _Table(layout, delimiter, notes)
    unix = unix_line_ends(blocks)
    if in_batches and layout.id_field is None and layout.time_field is None:
        yield from table.batches(unix)
    else:
        yield from table.documents(unix)


class _Table:
    """The documents of a table."""

    def __init__(self, layout: Layout, delimiter: str, notes: Notes) -> None:
        self._layout, self._notes = layout, notes
        self._delimiter = delimiter
        self._limit = RecordLimit(layout.record_memory, b",;\t|")
        self._columns: _Columns | None = None
        self._is_begun = False

    def documents(self, blocks: Iterable[bytes], before: int = 0) -> Iterator[bytes | Mark]:
        """The values of rows, one by one, after this many lines."""
        layout, notes = self._layout, self._notes
        found = record_lines(blocks, self._limit, notes, before)
        lines: Iterator[str] = (line.decode("utf-8", "surrogateescape") for _, line in found)
        if not self._is_begun:
            lines = self._begun(lines)
        rows = _Rows(lines, self._delimiter, self._limit.length, before)
        if not self._is_begun:
            self._find_columns(rows)
        columns = self._columns
        if columns is None:
            return
        for row in rows:
            if not row:
                continue
            place = Place(LINE, rows.line)
            texts = [row[column] for column in columns.texts if column < len(row)]
            if not texts:
                notes.count_record("bad-record", _TOO_SHORT, place)
                continue
            mark = mark_of(columns.others(row), rows.line, layout, place, notes)
            if mark.id is not None:
                place = Place(LINE, rows.line, mark.id)
            yield encoded(BETWEEN_FIELDS.join(texts), place, notes)
            yield mark
        if rows.failure is not None:
            detail = message(
                "it cannot be read on from line {line}: {failure}",
                line=f"{rows.line:,}",
                failure=rows.failure,
            )
            notes.add("damaged", None, detail)

    def batches(self, blocks: Iterator[bytes]) -> Iterator[bytes | Mark | Batch]:
        """Those of rows, a block at a time as long as no quotation mark makes lines of a row."""
        number, rest = 0, b""
        for more in blocks:
            block = rest + more
            end = block.rfind(b"\n") + 1
            if end == 0 and len(block) <= _LONG_LINE:
                rest = block
                continue
            if end == 0 or not self._is_usual(block):
                yield from self.documents(itertools.chain([block], blocks), number)
                return
            rest = block[end:]
            lines = block[:end].decode().split("\n")[:-1]
            begun = number + 1
            number += len(lines)
            if not self._is_begun:
                first = _Rows(self._begun(iter([lines[0] + "\n"])), self._delimiter, 1 << 30, 0)
                self._find_columns(first)
                if not _is_numbered(self._layout):
                    lines[0] = ""
            if self._columns is None:
                return
            yield Batch(self._texts(lines, begun))
        yield from self.documents([rest], number)

    def _is_usual(self, block: bytes) -> bool:
        has_several = len(self._layout.text_fields or ()) > 1
        if has_several or (not self._is_begun and block[:4].lower() == b"sep="):
            return False
        delimiter = self._delimiter
        if not self._is_begun:
            first = block.partition(b"\n")[0].decode("utf-8", "surrogateescape")
            delimiter = _delimiter_of(first, delimiter, self._layout)
        has_quotes = delimiter != "\t" and b'"' in block
        is_odd = has_quotes or b"\r" in block or b"\xff" in block or b"\0" in block
        return not is_odd and self._limit.admits(block)

    def _texts(self, lines: list[str], number: int) -> list[str]:
        assert self._columns is not None  # noqa: S101 - begun
        column, delimiter = self._columns.texts[0], self._delimiter
        texts = []
        for line in lines:
            row = line.split(delimiter)
            if column < len(row):
                if line:
                    texts.append(row[column])
            elif line:
                self._notes.count_record("bad-record", _TOO_SHORT, Place(LINE, number))
            number += 1
        return texts

    def _begun(self, lines: Iterator[str]) -> Iterator[str]:
        """The lines, when the first of them told the delimiter."""
        first = next(lines, "")
        if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # as Excel writes
            self._delimiter, first = first.strip()[4], next(lines, "")
        self._delimiter = _delimiter_of(first, self._delimiter, self._layout)
        return itertools.chain([first], lines) if first else lines

    def _find_columns(self, rows: _Rows) -> None:
        self._is_begun = True
        self._columns = _Columns.find(rows, self._layout, self._notes)


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
            detail = message(
                "its header has no column {looked_for}; it has {names}",
                looked_for=looked_for,
                names=named_fields(names),
            )
            notes.add("no-text", None, detail)
            return None
        there = there if fields is not None else there[:1]
        for name in dict.fromkeys([*there, *(name for name in wanted if name in names)]):
            if names.count(name) > 1:
                notes.add(
                    "duplicate-column",
                    None,
                    message("it has {name} columns {name_2}", name=names.count(name), name_2=name),
                )
        texts = [names.index(name) for name in there]
        return cls(texts, {name: names.index(name) for name in wanted if name in names})

    def others(self, row: list[str]) -> dict[str, str]:
        """The fields of a row that say something of it."""
        return {name: row[place] for name, place in self.named.items() if place < len(row)}


class _Rows:
    """The rows of a table, until one cannot be parsed."""

    def __init__(self, lines: Iterator[str], delimiter: str, longest: int, before: int) -> None:
        self._has_quotes = delimiter != "\t"
        self._delimiter = delimiter
        self._longest = longest
        self._row: list[str] = []  # the lines of the row that was read last
        self._begins_row = True
        self._before = before
        noted = self._noted(lines)
        if self._has_quotes:
            self._reader = csv.reader(noted, delimiter=delimiter)
        else:  # unquoted tabs are what a TSV is about, and a quotation mark is text there
            self._reader = csv.reader(noted, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        self.failure: str | None = None

    @property
    def line(self) -> int:
        """The line that was read last, from 1."""
        return self._before + self._reader.line_num

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        size = 0
        for line in lines:
            if self._begins_row:
                self._row.clear()
                self._begins_row, size = False, 0
            size += len(line)
            if size > self._longest:
                raise csv.Error(message("a quotation mark is not closed, or a row is too long"))
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
                self.failure = message("a quotation mark is not closed") if is_open else None
                return
            yield row
