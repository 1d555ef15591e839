"""Tables of n-grams as files: one row an n-gram, by order, then by code points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from newword.platform.extras import load_extra
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = ["ROW_FORMATS", "write_ngrams"]

ROW_FORMATS = ("tsv", "jsonl", "parquet")
"""What `write_ngrams` can write."""

_COLUMNS = ("count", "left_variety", "right_variety", "left_entropy", "right_entropy", "cohesion")
_AT_ONCE = 1 << 16  # rows


def write_ngrams(table: NgramTable, out: BinaryIO, *, format: str) -> None:  # noqa: A002
    """Writes all n-grams of a table with their statistics.

    Args:
        table: What counting or scoring gave.
        out: A binary file.
        format: `tsv` or `jsonl`, with 6 significant digits; or `parquet`, with all of them.

    Raises:
        MissingPackageError: `parquet` needs the package pyarrow.
    """
    if format == "parquet":
        _write_parquet(table, out)
        return
    if format == "tsv":
        out.write(("\t".join(("order", "ngram", *_COLUMNS)) + "\n").encode())
    line = _tsv_line if format == "tsv" else _json_line
    for order, words, columns in _parts(table):
        rows = zip(words, *(column.tolist() for column in columns), strict=True)
        out.write("".join([line(order, row) for row in rows]).encode())


def _parts(table: NgramTable) -> Iterator[tuple[int, list[str], list[np.ndarray]]]:
    """(order, n-grams, columns) of some rows at a time."""
    for order in range(1, table.max_order + 1):
        columns = [table.column(order, name) for name in _COLUMNS]
        for begin in range(0, table.size(order), _AT_ONCE):
            end = min(begin + _AT_ONCE, table.size(order))
            words = table.words(order, np.arange(begin, end, dtype=np.uint32))
            yield order, words, [column[begin:end] for column in columns]
            table.release()


def _tsv_line(order: int, row: tuple[Any, ...]) -> str:
    word, count, left, right, left_entropy, right_entropy, cohesion = row
    shown = "" if order == 1 else f"{cohesion:.6g}"
    entropies = f"{left_entropy:.6g}\t{right_entropy:.6g}"
    return f"{order}\t{word}\t{count}\t{left}\t{right}\t{entropies}\t{shown}\n"


def _json_line(order: int, row: tuple[Any, ...]) -> str:
    word, *values = row
    entry: dict[str, Any] = {"order": order, "ngram": word}
    for name, value in zip(_COLUMNS, values, strict=True):
        entry[name] = float(f"{value:.6g}") if isinstance(value, float) else value
    if order == 1:
        entry["cohesion"] = None
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _write_parquet(table: NgramTable, out: BinaryIO) -> None:
    arrow = load_extra("pyarrow", extra="parquet", purpose=message("writing Parquet"))
    parquet = load_extra(
        "pyarrow.parquet", extra="parquet", purpose=message("writing Parquet"), package="pyarrow"
    )
    kinds = [arrow.uint64()] * 3 + [arrow.float64()] * 3
    schema = arrow.schema(
        [("order", arrow.uint8()), ("ngram", arrow.string()), *zip(_COLUMNS, kinds, strict=True)]
    )
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for order, words, columns in _parts(table):
            *numbers, cohesion = columns
            has_none = np.full(len(words), order == 1)
            arrays = [
                arrow.array(np.full(len(words), order, dtype=np.uint8)),
                arrow.array(words, type=arrow.string()),
                *map(arrow.array, numbers),
                arrow.array(cohesion, mask=has_none),
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
