"""Tables of words that are no lexicons, as TSV, CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from newword.errors import ConfigError, ExportError
from newword.lexicon import Lexicon
from newword.lexicon.file import load_lexicon
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.safe_text import excerpt, spreadsheet_cell
from newword.platform.times import iso_time

__all__ = ["ROW_FORMATS", "Words", "encode_rows", "find_row_format", "given_words", "save_rows"]

ROW_FORMATS = ("tsv", "csv", "jsonl")
_LINE_BREAKERS = pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Words = str | os.PathLike[str] | Sequence[str] | Lexicon
"""The path of a file of words (as `load_lexicon` reads it), a list of words, or a lexicon."""


def given_words(words: Words) -> list[str]:
    """The words, each once, in their order.

    Raises:
        ConfigError: One is empty or holds a control character, or there are none.
        LexiconFileError: The file cannot be read.
    """
    if isinstance(words, (str, os.PathLike)):
        words = load_lexicon(words)
    found = words.words if isinstance(words, Lexicon) else list(dict.fromkeys(words))
    for word in found:
        if not word.strip() or _LINE_BREAKERS.search(word):
            raise ConfigError(
                message("{word} is no word; leave it out", word=excerpt(word))
                if word
                else message("an empty string is no word; leave it out")
            )
    if not found:
        raise ConfigError(message("the list of words is empty; give at least one"))
    return found


def find_row_format(name: str, path: str | os.PathLike[str] | None) -> str:
    """The format that was asked for; `auto` goes by the suffix, and is tsv without one.

    Raises:
        ExportError: There is no such format.
    """
    if name == "auto":
        suffix = "" if path is None else os.path.splitext(path)[1].lower().lstrip(".")  # noqa: PTH122
        name = {"ndjson": "jsonl", "": "tsv", "txt": "tsv"}.get(suffix, suffix)
    if name not in ROW_FORMATS:
        raise ExportError(
            message(
                "unknown format {name}; choose one of {row_formats}",
                name=excerpt(name),
                row_formats=", ".join(ROW_FORMATS),
            )
        )
    return name


def save_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    path: str | os.PathLike[str],
    format_: str = "auto",
) -> None:
    """Write rows to a file, which is replaced whole or not at all.

    Raises:
        ExportError: The format is unknown.
        OutputError: The file cannot be written.
    """
    chosen = find_row_format(format_, path)
    with commit(path) as out:
        for block in encode_rows(columns, rows, chosen):
            out.write(block)


def encode_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], format_: str
) -> Iterator[bytes]:
    """The lines of a table, whose first column is the word; None is empty, or null in JSON."""
    if format_ == "jsonl":
        for row in rows:
            fields = dict(zip(columns, map(_json_value, row), strict=True))
            yield (json.dumps(fields, ensure_ascii=False) + "\n").encode()
        return
    yield _line(columns, format_)
    for word, *values in rows:
        yield _line((word, *map(_text, values)), format_)


def _line(cells: Sequence[str], format_: str) -> bytes:
    if format_ == "tsv":
        return ("\t".join(cells) + "\n").encode()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow((spreadsheet_cell(cells[0]), *cells[1:]))
    return out.getvalue().encode()


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso_time(value)
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def _text(value: Any) -> str:
    value = _json_value(value)
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
