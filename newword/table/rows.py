"""The rows of the tables that newword writes: JSON Lines, TSV, CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newword.dictionary.rows import without_guard
from newword.errors import LexiconFileError
from newword.platform.extras import load_extra
from newword.platform.message import message, reason_of
from newword.platform.pattern import pattern
from newword.platform.safe_text import excerpt
from newword.table import COLUMNS, LABEL_COLUMNS
from newword.table.label import UNIT_COLUMN

if TYPE_CHECKING:
    pass

__all__ = ["HEAD_BYTES", "csv_rows", "find_own_form", "parse_rows"]

_GUARDED = frozenset({"word", *LABEL_COLUMNS})
_WORD_FIELD = pattern(r'\{\s*"word"\s*:')
_FOREIGN_FIELD = pattern(r'\{\s*"(?:text|term|content|label|pattern|token|name)"\s*:')


HEAD_BYTES = 1 << 16
"""So much of the beginning of a file tells what it is."""


def find_own_form(head: bytes, suffix: str) -> str | None:
    """Which table of newword a file begins like; None for any other list of words.

    Args:
        head: The beginning of the file.
        suffix: Of its name, in lower case.

    Returns:
        jsonl, tsv, csv, parquet or None.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    text = head.decode("utf-8-sig", "ignore")
    line = next((line for line in text.splitlines() if line.strip()), "")
    if line.startswith("{"):
        is_list = suffix in (".jsonl", ".ndjson") and not _FOREIGN_FIELD.match(line)
        return "jsonl" if is_list or _WORD_FIELD.match(line) else None
    for form, separator in (("tsv", "\t"), ("csv", ",")):
        cells = line.rstrip("\r").split(separator)
        if "word" in cells and (len(cells) > 1 or suffix == f".{form}"):
            return form
    is_empty = not line and suffix in (".tsv", ".csv")
    return suffix.lstrip(".") if is_empty else None


def parse_rows(path: Path, form: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The lines of a table in a form of `find_own_form`, with their numbers.

    Raises:
        LexiconFileError: The file cannot be read, or is damaged.
    """
    if form == "parquet":
        yield from _parse_parquet(path, shown)
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except OSError as error:
        reason = reason_of(error)
        raise LexiconFileError(
            message(
                "{shown}: {reason}; name a file that discover wrote", shown=shown, reason=reason
            )
        ) from error
    except UnicodeDecodeError as error:
        said = message("{shown}: it is not UTF-8; name a file that discover wrote", shown=shown)
        raise LexiconFileError(said) from error
    yield from _PARSERS[form](text, shown)


def _parse_parquet(path: Path, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    purpose = message("reading {shown}, which is Parquet", shown=shown)
    arrow: Any = load_extra("pyarrow", extra="parquet", purpose=purpose)
    parquet: Any = load_extra("pyarrow.parquet", extra="parquet", purpose=purpose)
    try:
        file = parquet.ParquetFile(path)
        there = file.schema_arrow.names
        names = [name for name in (*COLUMNS, UNIT_COLUMN, *LABEL_COLUMNS) if name in there]
        if "word" not in names:
            raise LexiconFileError(
                message(
                    "{shown}: it has no column word; name a file that discover wrote", shown=shown
                )
            )
        number = 0
        for batch in file.iter_batches(columns=names):
            for fields in batch.to_pylist():
                number += 1
                yield number, fields
    except (arrow.ArrowException, OSError) as error:
        said = message(
            "{shown}: damaged Parquet: {error}", shown=shown, error=excerpt(str(error), limit=80)
        )
        raise LexiconFileError(message("{said}; write it again", said=said)) from error


def _parse_jsonl(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            said = message(
                "{shown}: line {number} is no JSON; write the file again",
                shown=shown,
                number=number,
            )
            raise LexiconFileError(said) from error
        if not isinstance(fields, dict):
            raise LexiconFileError(
                message(
                    "{shown}: line {number} is no JSON object; write it again",
                    shown=shown,
                    number=number,
                )
            )
        yield number, fields


def _parse_tsv(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = [line.rstrip("\r") for line in text.split("\n")]
    header = lines[0].split("\t")
    _check_header(header, shown)
    for number, line in enumerate(lines[1:], 2):
        if line:
            yield number, dict(zip(header, line.split("\t"), strict=False))


def _parse_csv(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    _check_header(text.partition("\n")[0].rstrip("\r").split(","), shown)
    try:
        yield from csv_rows(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise LexiconFileError(
            message("{shown}: {error}; write it again", shown=shown, error=error)
        ) from error


def csv_rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The line and the fields of every row of a CSV file that discover wrote, words as they are.

    Raises:
        csv.Error: A row is no CSV; the message has its line.
    """
    rows = csv.reader(lines)
    try:
        header = next(rows, [])
        for row in filter(None, rows):
            fields = dict(zip(header, row, strict=False))
            for name in _GUARDED & fields.keys():
                fields[name] = without_guard(fields[name])
            fields.setdefault("word", "")
            yield rows.line_num, fields
    except csv.Error as error:
        raise csv.Error(message("line {line_num} is no CSV", line_num=rows.line_num)) from error


def _check_header(header: list[str], shown: str) -> None:
    if "word" not in header:
        raise LexiconFileError(
            message(
                "{shown}: its first line has no column word; name a file that discover wrote",
                shown=shown,
            )
        )


_Parser = Callable[[str, str], Iterator[tuple[int, Mapping[str, Any]]]]
_PARSERS: Mapping[str, _Parser] = {"jsonl": _parse_jsonl, "tsv": _parse_tsv, "csv": _parse_csv}
