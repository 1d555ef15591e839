"""Reading back a lexicon that was written as JSON Lines, TSV, CSV or a plain list."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from newword._safe_text import excerpt, path_text, spreadsheet_cell
from newword._times import parse_time
from newword.errors import LexiconFileError
from newword.lexicon import COLUMNS, Lexicon, Report

__all__ = ["csv_rows", "load_lexicon"]

_MISSING: dict[str, Any] = {
    "count": 0,
    "cohesion": float("nan"),
    "left_entropy": float("nan"),
    "right_entropy": float("nan"),
    "accessor_variety": -1,
    "score": float("nan"),
    "known": -1,
    "documents": -1,
    "dispersion": float("nan"),
    "first_seen": None,
    "last_seen": None,
}
_INTEGERS = frozenset({"count", "accessor_variety", "known", "documents"})
_TIMES = frozenset({"first_seen", "last_seen"})
_BOOLEANS = {True: 1, False: 0}


def load_lexicon(path: str | os.PathLike[str]) -> Lexicon:
    """A lexicon from a file that `newword discover` wrote.

    Args:
        path: By its suffix JSON Lines (.jsonl, .ndjson), TSV with a header (.tsv), CSV (.csv), or
            one word a line (any other). Columns and fields that are no lexicon's are passed over.

    Returns:
        The words in the order of the file. Its report knows neither the corpus nor its size, and
        the text is gone, so it has no contexts.

    Raises:
        LexiconFileError: It cannot be read, or is damaged; the message has the line.
    """
    shown = path_text(os.fsdecode(path))
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise LexiconFileError(f"{shown}: {reason}; name a file that discover wrote") from error
    except UnicodeDecodeError as error:
        message = f"{shown}: it is not UTF-8; name a file that discover wrote"
        raise LexiconFileError(message) from error
    parse = _PARSERS.get(Path(path).suffix.lower(), _parse_words)
    words: list[str] = []
    columns: dict[str, Any] = {name: [] for name in COLUMNS[1:]}
    seen: dict[str, int] = {}
    for line, fields in parse(text, shown):
        word = fields.get("word")
        if not isinstance(word, str) or not word:
            raise LexiconFileError(f"{shown}: line {line} has no word; correct it or take it out")
        if word in seen:
            twice = f"{excerpt(word)} stands in line {seen[word]} and again in line {line}"
            raise LexiconFileError(f"{shown}: {twice}; take one out")
        seen[word] = line
        words.append(word)
        for name, column in columns.items():
            column.append(_value(name, fields.get(name), f"{shown}: line {line}"))
    return Lexicon(words=words, **columns, report=_report(text, len(words)))


def _value(name: str, given: Any, place: str) -> Any:
    if given is None or given == "":
        return _MISSING[name]
    if name == "known" and isinstance(given, bool):
        return _BOOLEANS[given]
    if name in _TIMES:
        if (seconds := parse_time(given)) is None:
            raise LexiconFileError(f"{place}: {name} is no time: {excerpt(str(given))}; correct it")
        return np.datetime64(seconds, "s")
    try:
        value = int(given) if name in _INTEGERS else float(given)
    except (TypeError, ValueError, OverflowError) as error:
        message = f"{place}: {name} is no number: {excerpt(str(given))}; correct it"
        raise LexiconFileError(message) from error
    if name == "count" and not 0 <= value < 1 << 64:
        raise LexiconFileError(f"{place}: count must be 0 to 2^64 - 1; correct it")
    return value


def _parse_jsonl(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            message = f"{shown}: line {number} is no JSON; write the file again"
            raise LexiconFileError(message) from error
        if not isinstance(fields, dict):
            raise LexiconFileError(f"{shown}: line {number} is no JSON object; write it again")
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
        raise LexiconFileError(f"{shown}: {error}; write it again") from error


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
            fields["word"] = _without_guard(fields.get("word", ""))
            yield rows.line_num, fields
    except csv.Error as error:
        raise csv.Error(f"line {rows.line_num} is no CSV") from error


def _parse_words(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    del shown
    for number, line in enumerate(text.split("\n"), 1):
        if word := line.rstrip("\r"):
            yield number, {"word": word}


def _check_header(header: list[str], shown: str) -> None:
    if "word" not in header:
        raise LexiconFileError(
            f"{shown}: its first line has no column word; name a file that discover wrote"
        )


def _without_guard(cell: str) -> str:
    """A word without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and spreadsheet_cell(cell[1:]) == cell else cell


_Parser = Callable[[str, str], Iterator[tuple[int, Mapping[str, Any]]]]
_PARSERS: Mapping[str, _Parser] = {
    ".jsonl": _parse_jsonl,
    ".ndjson": _parse_jsonl,
    ".tsv": _parse_tsv,
    ".csv": _parse_csv,
}


def _report(text: str, size: int) -> Report:
    return Report(
        method="saved",
        units=0,
        bytes_read=len(text.encode()),
        files=1,
        documents=0,
        thresholds={},
        problems=(),
        elapsed_s=0.0,
        candidates=size,
        empty_reason=None if size else "the file has no word",
    )
