"""Parquet: each row is a document of its own. Read a row group at a time with pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from newword.corpus.documents import Mark
from newword.corpus.open.decode import encode_text
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.records.lines import mark_of
from newword.corpus.report.notes import Notes
from newword.platform.extras import load_extra
from newword.platform.safe_text import excerpt

__all__ = ["parquet_documents"]

_ROWS = 1024


def parquet_documents(file: BinaryIO, layout: Layout, notes: Notes) -> Iterator[bytes | Mark]:
    """The text of each row, as UTF-8, and a mark at the end of each.

    Args:
        file: Open for reading anywhere in it.
        layout: Which column, and how much at most.
        notes: Told of damage, of rows without text, of a file without the column.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    parquet = load_extra(
        "pyarrow.parquet", extra="parquet", purpose="reading Parquet", package="pyarrow"
    )
    arrow = load_extra("pyarrow", extra="parquet", purpose="reading Parquet")
    row, given = 0, 0
    try:
        source = parquet.ParquetFile(file)
        name = _find_column(source.schema_arrow, arrow, layout.text_field, notes)
        if name is None:
            return
        about = _find_others(source.schema_arrow, layout)
        for group in range(source.num_row_groups):
            for batch in source.iter_batches(_ROWS, row_groups=[group], columns=[name, *about]):
                for record in batch.to_pylist():
                    row += 1
                    place = f"is row {row:,}"
                    mark = mark_of(record, row, layout, place, notes)
                    if mark.id is not None:
                        place = f"{place}, {excerpt(mark.id)}"
                    text = record[name]
                    if text is None:
                        notes.count_record("no-text", "without text", place)
                        continue
                    block, _ = encode_text(text)
                    given += len(block)
                    if given > layout.max_bytes:
                        limit = f"it unpacks to more than {layout.max_bytes:,} bytes"
                        notes.add("too-large", None, f"{limit}, reached in row {row:,}")
                        return
                    yield block
                    yield mark
    except (arrow.ArrowException, OSError, ValueError) as error:
        detail = f"it cannot be read on from row {row + 1:,}: {str(error).splitlines()[0]}"
        notes.add("damaged", None, detail)


def _find_others(schema: Any, layout: Layout) -> list[str]:
    """The columns that say something of a row, as far as there are such."""
    wanted = (layout.id_field, layout.time_field)
    return [name for name in wanted if name is not None and name in schema.names]


def _find_column(schema: Any, arrow: Any, field: str | None, notes: Notes) -> str | None:
    for name in TEXT_FIELDS if field is None else (field,):
        if name not in schema.names:
            continue
        kind = schema.field(name).type
        value = kind.value_type if arrow.types.is_dictionary(kind) else kind
        if arrow.types.is_string(value) or arrow.types.is_large_string(value):
            return name
        notes.add("no-text", None, f"its column {excerpt(name)} is of type {kind}, not string")
        return None
    wanted = ", ".join(TEXT_FIELDS) if field is None else excerpt(field)
    has = ", ".join(excerpt(name) for name in schema.names[:8])
    notes.add("no-text", None, f"it has no column {wanted}; it has {has}")
    return None
