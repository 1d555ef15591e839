"""Parquet: each row is a document of its own. Read a few rows at a time with pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.records.batches import Batch
from newword.corpus.records.fields import TextFields, encoded, mark_of, named_fields
from newword.corpus.records.parquet_columns import (
    plain_texts,
    text_bytes,
    text_values,
    time_values,
    values,
)
from newword.corpus.report.notes import ROW, Notes, Place
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.safe_text import excerpt

__all__ = ["parquet_documents"]

_ROWS = 1024
_COPIES = 6  # of a text while it is read, as of the records of other formats


def parquet_documents(
    file: BinaryIO, layout: Layout, notes: Notes, *, in_batches: bool = False
) -> Iterator[bytes | Mark | Batch]:
    """The text of each row, as UTF-8, and a mark at the end of each.

    Args:
        file: Open for reading anywhere in it.
        layout: Which columns, and how much at most.
        notes: Told of damage, of rows without text, of a file without the column.
        in_batches: Give rows without a name and a time many at once, where they can be.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    parquet = load_extra(
        "pyarrow.parquet", extra="parquet", purpose=message("reading Parquet"), package="pyarrow"
    )
    arrow = load_extra("pyarrow", extra="parquet", purpose=message("reading Parquet"))
    reader = _Rows(layout, notes)
    try:
        source = parquet.ParquetFile(file)
        columns = _find_columns(source.schema_arrow, arrow, layout, notes)
        if not columns:
            return
        about = _find_others(source.schema_arrow, layout)
        _note_duplicates(source.schema_arrow.names, [*columns, *about], notes)
        for group in range(source.num_row_groups):
            size = _rows_at_once(source.metadata.row_group(group), layout)
            for batch in source.iter_batches(size, row_groups=[group], columns=[*columns, *about]):
                yield from reader.documents(batch, in_batches=in_batches and not about)
                if reader.is_full:
                    return
    except (arrow.ArrowException, OSError, ValueError) as error:
        detail = message(
            "it cannot be read on from row {row}: {splitlines}",
            row=f"{reader.row + 1:,}",
            splitlines=str(error).splitlines()[0],
        )
        notes.add("damaged", None, detail)


class _Rows:
    """The documents of rows, numbered over all batches."""

    def __init__(self, layout: Layout, notes: Notes) -> None:
        self._layout, self._notes = layout, notes
        self._fields = TextFields(layout.text_fields)
        self._longest = layout.record_memory // _COPIES
        self._given = 0
        self.row = 0
        self.is_full = False

    def documents(self, batch: Any, *, in_batches: bool) -> Iterator[bytes | Mark | Batch]:
        """Those of some rows."""
        names = batch.schema.names
        only = self._only_text(names)
        if in_batches and only is not None:
            column = batch.column(names.index(only))
            size = text_bytes(column)
            if size <= min(self._longest, self._layout.max_bytes - self._given):
                plain = plain_texts(column)
                if plain is not None:
                    self.row += len(plain)
                    self._given += size
                    yield Batch(plain)
                    return
        time_field = self._layout.time_field
        columns = {}
        for name in dict.fromkeys(names):
            column = batch.column(names.index(name))
            columns[name] = time_values(column) if name == time_field else values(column)
        if time_field in columns and time_field in (self._layout.text_fields or ()):
            columns[time_field] = values(batch.column(names.index(time_field)))
        texts = None if only is None else text_values(batch.column(names.index(only)))
        for place in range(batch.num_rows):
            self.row += 1
            record = {name: column[place] for name, column in columns.items()}
            yield from self._document(record, None if texts is None else texts[place])
            if self.is_full:
                return

    def _only_text(self, names: list[str]) -> str | None:
        """The column that is all of the text, if it is one of strings."""
        fields = self._layout.text_fields
        if fields is not None:
            return fields[0] if len(fields) == 1 and fields[0] in names else None
        return next((name for name in TEXT_FIELDS if name in names), None)

    def _document(self, record: Mapping[str, Any], text: bytes | None) -> Iterator[bytes | Mark]:
        layout, notes = self._layout, self._notes
        place = Place(ROW, self.row)
        mark = mark_of(record, self.row, layout, place, notes)
        if mark.id is not None:
            place = Place(ROW, self.row, mark.id)
        if text is None and (found := self._fields.text_of(record)) is not None:
            text = encoded(found, place, notes)
        if text is None:
            notes.count_record("no-text", message("without text"), place)
            return
        if len(text) > self._longest:
            longest = max(self._longest >> 20, 1)
            notes.count_record(
                "too-large", message("longer than {longest} MiB", longest=f"{longest:,}"), place
            )
            return
        self._given += len(text)
        if self._given > layout.max_bytes:
            limit = message(
                "it unpacks to more than {max_bytes} bytes", max_bytes=f"{layout.max_bytes:,}"
            )
            notes.add(
                "too-large",
                None,
                message("{limit}, reached in row {row}", limit=limit, row=f"{self.row:,}"),
            )
            self.is_full = True
            return
        if b"\xff" in text:  # which stands for what is no UTF-8
            notes.count_record("invalid-bytes", message("with places that are not UTF-8"), place)
        yield text
        yield mark


def _rows_at_once(group: Any, layout: Layout) -> int:
    """A number of rows of a group that takes little memory, by their average size."""
    row = group.total_byte_size // max(group.num_rows, 1) + 1
    return int(max(1, min(_ROWS, layout.record_memory // 4 // row)))


def _note_duplicates(names: list[str], wanted: list[str], notes: Notes) -> None:
    for name in dict.fromkeys(wanted):
        if names.count(name) > 1:
            detail = message(
                "it has {name} columns {name_2}", name=names.count(name), name_2=excerpt(name)
            )
            notes.add("duplicate-column", None, detail)


def _find_others(schema: Any, layout: Layout) -> list[str]:
    """The existing columns that say something about a row."""
    wanted = (layout.id_field, layout.time_field)
    return [name for name in wanted if name is not None and name in schema.names]


def _find_columns(schema: Any, arrow: Any, layout: Layout, notes: Notes) -> list[str]:
    """The columns that hold the text, or hold what holds it; without one that is noted."""
    found = []
    for field in layout.text_fields or TEXT_FIELDS:
        name = field if field in schema.names else field.partition(".")[0]
        if name not in schema.names:
            continue
        kind = schema.field(schema.names.index(name)).type
        if not _may_hold_text(kind, arrow):
            notes.add(
                "no-text",
                None,
                message(
                    "its column {name} is of type {kind}, not string", name=excerpt(name), kind=kind
                ),
            )
            continue
        found.append(name)
        if layout.text_fields is None:
            break
    if not found and not any(name in schema.names for name in layout.text_fields or TEXT_FIELDS):
        fields = layout.text_fields or TEXT_FIELDS
        wanted = ", ".join(map(excerpt, fields))
        has = named_fields(schema.names)
        notes.add(
            "no-text",
            None,
            message("it has no column {wanted}; it has {has}", wanted=wanted, has=has),
        )
    return list(dict.fromkeys(found))


def _may_hold_text(kind: Any, arrow: Any) -> bool:
    types = arrow.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_struct(kind):
        return True
    if types.is_list(kind) or types.is_large_list(kind):
        return _may_hold_text(kind.value_type, arrow)
    return bool(types.is_string(kind) or types.is_large_string(kind))
