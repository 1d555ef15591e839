"""Reading back a lexicon that was written as a table, and any other list of words as a lexicon."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.dictionary.entries import read_entries
from newword.dictionary.kinds import UNSURE
from newword.dictionary.rows import without_guard
from newword.dictionary.word_file import WordFile
from newword.errors import DictionaryError, LexiconFileError
from newword.lexicon import COLUMNS, LABEL_COLUMNS, Label, Lexicon, Report
from newword.lexicon.label import ALL_KINDS, UNIT_COLUMN
from newword.platform.extras import load_extra
from newword.platform.message import message, reason_of
from newword.platform.safe_text import excerpt, path_text
from newword.platform.times import parse_time

if TYPE_CHECKING:
    from newword.corpus.report.problem import InputProblem

__all__ = ["csv_rows", "find_own_form", "load_lexicon"]

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
_UNITS = ("word", "term")
_BOOLEANS = {True: 1, False: 0}
_LIMITS = {"known": 1, "accessor_variety": (1 << 63) - 1, "documents": (1 << 63) - 1}
_GUARDED = frozenset({"word", *LABEL_COLUMNS})
_HEAD_BYTES = 1 << 16
_WORD_FIELD = re.compile(r'\{\s*"word"\s*:')
_FOREIGN_FIELD = re.compile(r'\{\s*"(?:text|term|content|label|pattern|token|name)"\s*:')


def load_lexicon(path: str | os.PathLike[str]) -> Lexicon:
    """A lexicon from a file that `newword discover` wrote, or from any other list of words.

    Args:
        path: JSON Lines, TSV, CSV or Parquet from newword, with all columns (foreign columns are
            ignored); or a file in any format that `load_dictionary` reads, which gives words and,
            if it has them, counts.

    Returns:
        The words in the order of the file. The report says what a file was taken for if it is not a
        table of newword. It knows neither the corpus nor its size. There is no text, and so there
        are no contexts.

    Raises:
        LexiconFileError: It cannot be read, is damaged, or contains no words; the message has the
            line.
    """
    shown = path_text(os.fsdecode(path))
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise LexiconFileError(
            message(
                "{shown}: {reason}; name a file that discover wrote", shown=shown, reason=reason
            )
        ) from error
    own = find_own_form(head, Path(path).suffix.lower())
    if own is None:
        return _load_words(Path(path), shown)
    rows = _parse_parquet(Path(path), shown) if own == "parquet" else _parse(Path(path), own, shown)
    words: list[str] = []
    columns: dict[str, Any] = {name: [] for name in COLUMNS[1:]}
    labels: list[Label | None] = []
    units: list[str] = []
    seen: dict[str, int] = {}
    for line, fields in rows:
        word = fields.get("word")
        if not isinstance(word, str) or not word:
            raise LexiconFileError(
                message(
                    "{shown}: line {line} has no word; correct it or take it out",
                    shown=shown,
                    line=line,
                )
            )
        if word in seen:
            twice = message(
                "{word} stands in line {seen} and again in line {line}",
                word=excerpt(word),
                seen=seen[word],
                line=line,
            )
            raise LexiconFileError(
                message("{shown}: {twice}; take one out", shown=shown, twice=twice)
            )
        seen[word] = line
        words.append(word)
        for name, column in columns.items():
            column.append(_value(name, fields.get(name), f"{shown}: line {line}"))
        if fields.get(UNIT_COLUMN) in _UNITS:
            units.append(fields[UNIT_COLUMN])
        has_label = all(name in fields for name in LABEL_COLUMNS)
        labels.append(_label(fields, f"{shown}: line {line}") if has_label else None)
    return Lexicon(
        words=words,
        **columns,
        report=_report(Path(path), len(words)),
        labels=[one or Label(kind=UNSURE) for one in labels] if any(labels) else None,
        units=units if words and len(units) == len(words) else None,
    )


def _load_words(path: Path, shown: str) -> Lexicon:
    """The words of a file that newword did not write as a lexicon, each once."""
    try:
        entries = read_entries(path, folds=False)
    except DictionaryError as error:
        raise LexiconFileError(str(error)) from error
    counts: dict[str, int] = {}
    for word, count in zip(entries.words, entries.frequencies, strict=True):
        if word:
            counts[word] = counts.get(word, 0) + count
    file = WordFile.of(str(path), entries.form, list(counts))
    if not file.is_plausible:
        raise LexiconFileError(
            message(
                "{shown}: read as {kind}, but its entries are no words: {shown_sample}; "
                "name a list of words",
                shown=shown,
                kind=file.kind,
                shown_sample=file.shown_sample(),
            )
        )
    columns: dict[str, Any] = {name: [_MISSING[name]] * len(counts) for name in COLUMNS[2:]}
    report = _report(path, len(counts), file, tuple(entries.problems))
    return Lexicon(words=list(counts), count=list(counts.values()), **columns, report=report)


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


def _value(name: str, given: Any, place: str) -> Any:
    if given is None or given == "":
        return _MISSING[name]
    if name == "known" and isinstance(given, bool):
        return _BOOLEANS[given]
    if name in _TIMES:
        if (seconds := parse_time(given)) is None:
            raise LexiconFileError(
                message(
                    "{place}: {name} is no time: {given}; correct it",
                    place=place,
                    name=name,
                    given=excerpt(str(given)),
                )
            )
        return np.datetime64(seconds, "s")
    try:
        value = int(given) if name in _INTEGERS else float(given)
    except (TypeError, ValueError, OverflowError) as error:
        said = message(
            "{place}: {name} is no number: {given}; correct it",
            place=place,
            name=name,
            given=excerpt(str(given)),
        )
        raise LexiconFileError(said) from error
    if isinstance(value, float) and math.isinf(value):
        raise LexiconFileError(
            message(
                "{place}: {name} is not finite: {given}; correct it",
                place=place,
                name=name,
                given=excerpt(str(given)),
            )
        )
    if name == "count" and not 0 <= value < 1 << 64:
        raise LexiconFileError(
            message("{place}: count must be 0 to 2^64 - 1; correct it", place=place)
        )
    if name in _LIMITS and not -1 <= value <= _LIMITS[name]:
        most = _LIMITS[name]
        raise LexiconFileError(
            message(
                "{place}: {name} must be 0 to {most}; correct it", place=place, name=name, most=most
            )
        )
    return value


def _label(fields: Mapping[str, Any], place: str) -> Label:
    """What kind, pos and variant_of say of a word; JSON and Parquet have null for what is empty."""
    kind, pos, variant_of = (str(fields[name] or "") for name in LABEL_COLUMNS)
    if kind not in ALL_KINDS:
        raise LexiconFileError(
            message(
                "{place}: kind is none of {known}: {kind}; correct it",
                place=place,
                known=", ".join(ALL_KINDS),
                kind=excerpt(kind),
            )
        )
    return Label(kind=kind, pos=pos, variant_of=variant_of)


def _parse(path: Path, form: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
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
    return _PARSERS[form](text, shown)


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


def _report(
    path: Path, size: int, file: WordFile | None = None, problems: tuple[InputProblem, ...] = ()
) -> Report:
    return Report(
        method="saved",
        units=0,
        bytes_read=path.stat().st_size,
        files=1,
        documents=0,
        thresholds={},
        problems=problems,
        elapsed_s=0.0,
        candidates=size,
        empty_reason=None if size else message("the file has no word"),
        word_files=() if file is None else (file,),
    )
